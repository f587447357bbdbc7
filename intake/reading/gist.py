"""Which words of a story may carry its matter: what a person would read aloud to a colleague.

    Kepada Yth. Bupati. Jalan desa kami rusak   ->   jalan desa kami rusak

Letters open with whom they are for, who writes and that they write at all. Those lead-ins are
taken off each sentence; what is left of it is a passage, and so is what is left from each later clause on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.reading.lead_ins import addressee_of, announces, lead_in_of
from intake.reading.tells import is_matter, is_topic, is_verb, points
from intake.reading.words import MARKS, Word, word_set

FARTHEST = 24  # sentences into a letter
ENOUGH = 4  # points: a statement, a wish or a question about something we know
LONG_NUMBER = 6  # digits: an account, a card, a telephone; "561" of a decree stays


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that a title may begin with, and where in the telling they stand."""

    words: list[Word]
    after: int  # how many sentences before it tell something
    clause: int  # how many clauses of its sentence are before it
    topic: list[Word]  # what was spoken of before it; may be empty
    announced: bool  # whether the words before it say that the matter follows


def gist_of(words: Sequence[Word], text: str) -> list[Passage]:
    """What a title may begin with: each sentence of `text` without lead-ins, and its later clauses."""
    found: list[Passage] = []
    topic: list[Word] = []
    after, announced = 0, False
    for sentence in filter(None, _sentences(_spoken(words, text))[:FARTHEST]):
        here = list(_passages(sentence, after, topic))
        if here and announced:
            here[0] = replace(here[0], announced=True)
        found += here
        topic = _topic(sentence) or topic
        announced = not here and announces(sentence)
        after += bool(here) and points(here[0].words) > 0
    return found


def _passages(sentence: list[Word], after: int, topic: list[Word]) -> Iterator[Passage]:
    """The sentence and its later clauses, each once."""
    starts: dict[int, int] = {}  # by how many words are left: clauses share lead-ins
    for start in (0, *_clause_starts(sentence)):
        starts.setdefault(len(_bare(sentence[start:])), start)
    starts.pop(0, None)
    for number, (left, start) in enumerate(starts.items()):
        before, clause = sentence[:-left], sentence[-left:]
        spoken_of = [] if _begins_with_a_name(clause) else _topic(before) or topic
        yield Passage(clause, after, number, spoken_of, announces(before[start:]))


def _topic(words: list[Word]) -> list[Word]:
    """The first thing named that reports are about, with the words that belong to it."""
    first = next((n for n, word in enumerate(words) if _is_a_head(word)), len(words))
    rest = words[first + 1 : first + LONGEST_TOPIC]
    end = next((n for n, word in enumerate(rest) if _is_past_it(word)), len(rest))
    return words[first : first + 1 + end]


LONGEST_TOPIC = 4  # words: "registrasi ulang kartu prabayar"


def _is_a_head(word: Word) -> bool:
    named = is_topic(word) or word.text in _ACTORS
    return named and word.text not in _NO_HEADS and not is_verb(word)


def _is_past_it(word: Word) -> bool:
    """Whether a thing that is named ends before this word."""
    closing = word.text in _ENDS_A_THING or word.text in MARKS
    return closing or is_verb(word) or word.text[0].isdigit()


_ACTORS = word_set("petugas pegawai kantor guru sopir supir oknum ketua")
_NO_HEADS = word_set(
    "telepon dinas jalan jalur masa badan medan lingkungan"
)  # mostly a place's or an office's
_ENDS_A_THING = word_set(
    "yang di ke dari dan dengan untuk karena sudah tidak belum pada oleh atau tapi saya kami kita "
    "sedang masih akan telah apakah ini itu tersebut sangat selalu sering juga lagi agar supaya "
    "sampai padahal bisa ada atas nama secara harus tanggal bulan hari tahun sejak namun tetapi "
    "sebagai kota kabupaten kecamatan kelurahan desa jalan nya pak bapak bu ya mohon tolong "
    "terlalu hanya banyak sekali mau ingin saja nomor lalu khususnya"
)


def _clause_starts(sentence: list[Word]) -> list[int]:
    """Where its second clause begins, its third, and so on."""
    following = [*(word.text for word in sentence[1:]), ""]
    starts = [
        n + (word.text == ",")
        for n, (word, then) in enumerate(zip(sentence, following, strict=True))
        if (word.text in _OPENS_A_CLAUSE and not _is_bound(sentence[:n]))
        or (word.text in _UNTIL and then in _NOW)
    ]
    return [start for start in starts if start][:MOST_CLAUSES]


def _is_bound(before: Sequence[Word]) -> bool:
    """Whether no clause of its own begins here: "supaya motor | tidak bisa lewat" is only aimed at."""
    if before and before[-1].text in _GOES_BEFORE_NOT:
        return True
    return any(word.text in _IN_ORDER_THAT for word in before[-NEAR_PURPOSE:])


MOST_CLAUSES = 6
NEAR_PURPOSE = 3  # words
_GOES_BEFORE_NOT = word_set("sedang masih sering memang malah justru kok jadi")
_IN_ORDER_THAT = word_set("agar supaya biar")
_OPENS_A_CLAUSE = word_set(
    ", karena padahal tapi tetapi namun ternyata tidak bahwa kenapa mengapa apakah bagaimana "
    "tolong mohon sedangkan sementara"
)
_UNTIL = word_set("sampai hingga")
_NOW = word_set("saat sekarang kini detik hari")


def _spoken(words: Sequence[Word], text: str) -> list[Word]:
    """Without hashtags, handles, links, long numbers and those of a list: nobody would read those aloud."""
    listed = _items(text)
    kept: list[Word] = []
    for word in words:
        if _is_sign(word, text):
            kept = _unlabelled(kept) if word.text[0].isdigit() else kept
        elif word.start not in listed:
            kept.append(word)
    return kept


def _unlabelled(words: list[Word]) -> list[Word]:
    """Without the words that led to a number which is left out: "denda atas nomor kartu"."""
    while words and words[-1].text in _LABELS:
        words = words[:-1]
    return words


_LABELS = word_set(
    "nomor kartu peserta rekening resi kpj nik nip npwp nuptk telepon ponsel hp va dengan"
)


def _items(text: str) -> set[int]:
    """Where the numbers of a list stand: "saran: 1. loket ditambah 2. petunjuk"."""
    first = _FIRST_ITEM.search(text)
    return {item.start(1) for item in _ITEM.finditer(text)} if first else set()


_FIRST_ITEM = re.compile(r"(?:^|[\n.,:;!?])\s*1[.)]\s*(?=[^\W\d])")
_ITEM = re.compile(r"(?<!\S)(\d{1,2})[.)]\s*(?=[^\W\d])")


def _is_sign(word: Word, text: str) -> bool:
    if word.text in MARKS:
        return False
    before, written = (
        text[max(0, word.start - 1) : word.start],
        text[word.start : word.end],
    )
    if before in _SIGNS and before:
        return not text[: word.start - 1][-1:].isalnum()
    masked = text[word.end : word.end + 2] == "[*" or text.endswith("*]", 0, word.start)
    digits = not written.isalpha() and written.isalnum()
    long = digits and sum(map(str.isdigit, written)) >= LONG_NUMBER
    return masked or long or bool(_KEYWORD.fullmatch(written))


_SIGNS = frozenset("#@")
_KEYWORD = re.compile(r"(?i)lapor(?!an|kan|in|nya)[a-z]{3,}|https?|www")


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    """Between marks, and up to a name that is given with "atas nama": no title needs it."""
    sentences: list[list[Word]] = [[]]
    for n, word in enumerate(words):
        if word.text in MARKS - {","}:
            if not _joins(words[max(0, n - 2) : n], *words[n : n + 2]):
                sentences.append([])
            continue
        if len(sentences[-1]) >= A_STATEMENT and _begins_with_a_name(words[n : n + 2]):
            sentences.append([])
        sentences[-1].append(word)
    return sentences


A_STATEMENT = 3  # words; "kami atas nama warga" has fewer


def _begins_with_a_name(words: Sequence[Word]) -> bool:
    return [word.text for word in words[:2]] == ["atas", "nama"]


def _joins(before: Sequence[Word], mark: Word, after: Word | None = None) -> bool:
    """Whether a mark stands in a name or a sum: `imigrasi.go.id`, `cv.alfathon`, `Jl. R.E. Martadinata`."""
    if not before or after is None:
        return False
    last = before[-1]
    glued = mark.text == "." and last.end == mark.start and mark.end == after.start
    short = last.text in _COMPANIES or after.text in _DOMAINS
    return glued and (short or _is_an_initial(before))


def _is_an_initial(words: Sequence[Word]) -> bool:
    """Whether a name goes on behind the last of them: "jalan R", "c", but not "blok B"."""
    *before, last = words
    alone = len(last.text) == 1 and last.text.isalpha()
    return alone and not any(word.text in _LETTERED for word in before)


_COMPANIES = word_set("cv pt ud www rp")
_LETTERED = word_set("blok kelas golongan tipe gedung kelompok seksi hepatitis paket")
_DOMAINS = word_set("go id com co or ac net kom")


def _bare(sentence: list[Word]) -> list[Word]:
    """The sentence without its lead-ins, one after another as long as there are any."""
    while (
        words := lead_in_of(sentence) or _addressee(sentence) or _idle_words(sentence)
    ):
        sentence = sentence[words:]
    return sentence


def _addressee(sentence: list[Word]) -> int:
    """How many words call an office; "kepala dinas menerima suap, ..." accuses one."""
    words = addressee_of(sentence)
    return 0 if words and is_matter(sentence[:words]) else words


def _idle_words(sentence: list[Word]) -> int:
    """How many words come before a comma and tell nothing, where what follows does."""
    comma = next((n for n, word in enumerate(sentence) if word.text == ","), None)
    if comma is None:
        return 0
    first, rest = sentence[:comma], sentence[comma + 1 :]
    setting = bool(first) and first[0].text in _SETTING
    short = comma <= MOST_IDLE and points(first) <= 0
    return comma + 1 if (short or setting) and points(rest) >= ENOUGH else 0


MOST_IDLE = 4  # words: "bojonegoro, mohon informasi ..."
_SETTING = word_set(
    "ketika saat waktu setelah sewaktu begitu sehubungan berdasarkan menindaklanjuti"
)
