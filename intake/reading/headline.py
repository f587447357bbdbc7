"""The title of a story: its matter in a few words, whole enough to be recognised.

    Saya sudah daftar paspor online, namun jadwalnya selalu penuh   ->   Paspor online: jadwalnya selalu penuh

Of all passages (gist.py) the one that tells most (tells.py) is taken, the earlier of two like ones. It is cut
where a phrase ends. A clause that leaves unsaid what it is about has its topic put before it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import dropwhile, groupby

from intake.reading.abbreviations import NUMBERED
from intake.reading.gist import Passage, gist_of
from intake.reading.memory import remembered
from intake.reading.tells import A_TOPIC, is_matter, is_topic, points
from intake.reading.words import Word, word_set

Span = tuple[int, int]
Fitted = list[tuple[str, Word]]  # words as they are shown

FIRST = (
    1.0  # points more for the sentence that people begin with, when it names its topic
)
ANNOUNCED = 1.0  # more for what is said to be the matter
LATER = 0.75  # less for each sentence that was told before, up to `LATEST`
LATEST = 4
NEXT_CLAUSE = 0.25  # less for each clause before
NAMED_BEFORE = 0.5  # less for a topic that must be put before it
TELLS_ALL = 6  # points; beyond them the earlier passage is the better
SUFFICES = 5  # points: a thing and what is wrong with it
LEAST = -99.0


def headline_of(
    words: Sequence[Word], text: str, trim: Sequence[Span], width: int
) -> str:
    """At most `width` characters of the words of `text`; empty where there is nothing to tell.

    Ranges in `trim` (a place, a time) are left out where that leaves no hole.
    """
    passages = gist_of(words, text)
    ways = [_best_way(passage, text, trim, width) for passage in passages]
    choices = [
        (fitted, _worth(told, fitted, passage))
        for (fitted, told), passage in zip(ways, passages, strict=True)
        if fitted
    ]
    best, _ = max(choices, key=lambda choice: choice[1], default=([], LEAST))
    return _begun(_joined(best))


def _worth(told: float, fitted: Fitted, passage: Passage) -> float:
    opens = not passage.after and not passage.clause
    before = min(passage.after, LATEST) * LATER + passage.clause * NEXT_CLAUSE
    more = FIRST * (opens and _names_a_topic(fitted)) + ANNOUNCED * passage.announced
    return min(told, TELLS_ALL) + more - before


def _best_way(
    passage: Passage, text: str, trim: Sequence[Span], width: int
) -> tuple[Fitted, float]:
    """The way to show a passage that tells most: as it is, or with its topic named before it."""
    best, most = _best_cut(passage.words, text, trim, width)
    if not passage.topic or most <= 0 or _names_a_topic(best):
        return best, most
    named = _named(passage, text, width)
    told = points([word for _, word in named]) - NAMED_BEFORE
    return (named, told) if told > most else (best, most)


def _best_cut(
    sentence: Sequence[Word], text: str, trim: Sequence[Span], width: int
) -> tuple[Fitted, float]:
    """The shortest cut, unless it loses much by that."""
    best: Fitted = []
    most = LEAST
    topical = any(map(is_topic, sentence))
    told_of = any(_within(word, trim) for word in sentence)
    for loses, way in enumerate(WAYS if told_of else (_whole,)):
        words = way(sentence, trim)
        fitted = _fit(_show(words, text), width)
        told = _tells(fitted, whole=len(fitted) == len(words))
        told -= A_TOPIC * (topical and not _names_a_topic(fitted))  # "rusak": what is?
        if told > most + bool(loses) and most < SUFFICES:
            best, most = fitted, told
    return best, most


def _named(passage: Passage, text: str, width: int) -> Fitted:
    """The passage with what it is about put before it: "Paspor: jadwalnya selalu penuh"."""
    topic = _show(passage.topic, text)
    rest = _fit(_show(passage.words, text), width - len(_joined(topic)) - len(": "))
    (first, word), *further = rest or [("", topic[0][1])]
    small = first[:1].lower() + first[1:] if first[1:].islower() else first
    return [*topic[:-1], (f"{topic[-1][0]}:", topic[-1][1]), (small, word), *further]


def _tells(fitted: Fitted, *, whole: bool) -> float:
    """Points, and fewer for what nobody would recognise: a number first, or cut before it says anything."""
    if not fitted:
        return LEAST
    words = [word for _, word in fitted]
    cut_short = not whole and not is_matter(words)
    return points(words) - 2 * words[0].text[0].isdigit() - cut_short


def _names_a_topic(fitted: Fitted) -> bool:
    return any(is_topic(word) for _, word in fitted)


# --- without the facts that stand elsewhere ----------------------------------------------------


def _whole(sentence: Sequence[Word], _trim: Sequence[Span]) -> Sequence[Word]:
    return sentence


def _at_the_edges(sentence: Sequence[Word], trim: Sequence[Span]) -> Sequence[Word]:
    """The words between the first and the last that belong to no range, nor lead to one."""
    told = _middle(sentence, trim)
    return [*_its_subject(sentence, told), *told]


def _middle(sentence: Sequence[Word], trim: Sequence[Span]) -> Sequence[Word]:
    own = [
        n
        for n, word in enumerate(sentence)
        if word.text != "," and not _within(word, trim)
    ]
    if not own:
        return ()
    start, end = own[0], own[-1] + 1
    while 0 < start < end and sentence[start].text in _AT_AN_EDGE | _ENDS_A_NAME:
        start += 1
    waits = sentence[end - 1].text in _AWAITS  # "pungli di kantor | lurah Kambajawa"
    return sentence[start:] if waits else sentence[start:end]


def _its_subject(sentence: Sequence[Word], told: Sequence[Word]) -> Sequence[Word]:
    """The road that is spoken of, where its name is left out: "Jalan | Mawar Depok | sudah berlubang"."""
    if not told or told[0] is sentence[0] or told[0].text not in _SAY_OF_IT:
        return ()
    return sentence[:1] if sentence[0].text in _ROADS else ()


_ROADS = word_set("jalan gang jembatan")
_SAY_OF_IT = word_set(
    "sudah belum tidak masih sering selalu sangat semakin mulai kok banyak rusak hancur parah "
    "berlubang lubang bolong gelap macet banjir becek licin longsor amblas ambles putus mohon tolong"
)


def _without(sentence: Sequence[Word], trim: Sequence[Span]) -> Sequence[Word]:
    """The words that belong to no range, nor lead to one; none where that would leave a hole."""
    kept: list[Word] = []
    for inside, run in groupby(_middle(sentence, trim), lambda one: _within(one, trim)):
        words = list(run)
        if kept and not inside:
            words = _past_the_name(words)
        if not words:
            continue
        if kept and _leaves_a_hole(kept[-1], words[0], inside=inside):
            return ()
        kept = _not_leading(kept) if inside else [*kept, *words]
    told = list(dropwhile(lambda word: word.text == ",", kept))
    return [*_its_subject(sentence, told), *told] if told else sentence


def _past_the_name(words: Iterable[Word]) -> list[Word]:
    """Without what still belongs to a name that was left out: "Jl. Sompok | Lama"."""
    return list(dropwhile(lambda word: word.text in _ENDS_A_NAME, words))


def _leaves_a_hole(before: Word, first: Word, *, inside: bool) -> bool:
    return not _is_apart(before, first) if inside else _is_a_hole(before, first)


WAYS = (_without, _at_the_edges, _whole)


def _not_leading(words: list[Word]) -> list[Word]:
    """Without the words at the end that lead to a place or a time: "di sekitar", "sudah lebih"."""
    while words and words[-1].text in _LEADS_TO_A_PLACE | _LEADS_TO_A_TIME:
        words = words[:-1]
    return words


def _is_apart(before: Word, first: Word) -> bool:
    """Whether a fact can be told from the words before it: "lampu | di Jl. Mawar | mati"."""
    leading = _LEADS_TO_A_PLACE | _LEADS_TO_A_TIME
    return (
        before.text in leading
        or first.text in leading | _ADDRESS
        or first.text[0].isdigit()
    )


def _is_a_hole(before: Word, after: Word) -> bool:
    """Whether something is missed between these two: `pelayanan kantor ... lambat`."""
    return before.text in _AWAITS or after.text in _GOES_ON


_AWAITS = word_set(
    "tolong mohon mengenai tentang "
    "kantor tidak belum dinas kepala pak bapak bu ibu oleh dengan untuk yang staf warga karena "
    "bahwa adalah dan atau antara menuju puskesmas kecamatan kelurahan desa camat lurah bupati "
    "atas nama sejak mulai mau akan dibangun bisa harus dapat boleh"
)
_LEADS_TO_A_PLACE = word_set(
    "di ke dari pada dekat depan arah daerah wilayah sekitar sepanjang in at near behind opposite "
    "terletak berlokasi beralamat beralamatkan bertempat tepatnya lokasinya "
    "ngarep mburi cedhak cedak nang ning payuneun tukangeun caket"
)
_LEADS_TO_A_TIME = word_set(
    "sudah sejak selama mulai tadi kemarin semalam malam pagi siang sore hari minggu bulan tahun "
    "tanggal pada dalam setiap tiap lebih hampir sekitar kurang wis sampun geus wiwit wingi since for"
)
_ADDRESS = word_set(
    "jalan gang kampung desa dusun kelurahan kecamatan kabupaten kota perumahan komplek rt rw blok"
)
_ENDS_A_NAME = word_set(
    "raya lama timur barat utara selatan kulon wetan kidul lor permai asri"
)
_GOES_ON = word_set("dan ke sampai hingga atau sd")
_AT_AN_EDGE = word_set(", di ke dari dan hingga sampai")


def _within(word: Word, spans: Sequence[Span]) -> bool:
    return any(start <= word.start < end for start, end in spans)


# --- as they are shown ---------------------------------------------------------------------------


def _show(words: Sequence[Word], text: str) -> Fitted:
    """The citizen's own spelling where it is in full, or an acronym they did not shout."""
    shouted = _is_shouted(text)
    shown: Fitted = []
    for word in words:
        written = text[word.start : word.end]
        acronym = not shouted and written.isupper() and len(written) > 1
        if acronym and shown and shown[-1][1].start == word.start:
            continue  # "KK" stands for two words
        before = shown[-1][1].text if shown else ""
        own = acronym or _is_in_full(written, word, before, in_capitals=text.isupper())
        shown.append((written if own else word.text, word))
    return shown


def _is_in_full(written: str, word: Word, before: str, *, in_capitals: bool) -> bool:
    """Whether a word reads well as it was written; of a road's name nothing is an abbreviation."""
    as_said = written.lower() in (word.text, *_AS_GOOD) and not in_capitals
    of_a_road = before == "jalan" and written.istitle()
    return as_said or of_a_road or bool(_RANK.fullmatch(written))


_AS_GOOD = ("antrian", "antrean")  # read as "antri", which is no thing
_RANK = re.compile(
    r"(?:I{2,3}|IV|VI{1,3}|IX)/?[a-e]?"
)  # of an officer, a school's class


@remembered
def _is_shouted(text: str) -> bool:
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _fit(shown: Fitted, width: int) -> Fitted:
    """As many words as fit, without loose ends."""
    if _length(shown) <= width:
        return _tidy(shown, _LOOSE)
    while _length(shown) > width:
        shown = shown[:-1]
    cut = _to_the_end_of_a_phrase(shown, width)
    return _tidy(_without_half_a_sum(cut), _LOOSE | _LOOSE_WHEN_CUT)


def _without_half_a_sum(shown: Fitted) -> Fitted:
    """Without a number whose unit was cut off: "terpaut 1 | jam"; "kelas 3" says all."""
    if len(shown) < len(("of", "3")) or not shown[-1][0].isdigit():
        return shown
    return shown if shown[-2][1].text in _COUNTED else shown[:-1]


_COUNTED = NUMBERED | word_set("tahun tanggal jam pukul koridor golongan nomor")


def _to_the_end_of_a_phrase(shown: Fitted, width: int) -> Fitted:
    """Cut at a comma in its second half, else before a phrase that only just began."""
    comma = max((n for n, (form, _) in enumerate(shown) if form == ","), default=0)
    if _length(shown[:comma]) >= width * COMMA:
        return shown[:comma]
    for back in JUST_BEGAN:
        begun = len(shown) > back and shown[-back][1].text in _BEGINS_A_PHRASE
        if begun and _length(shown[:-back]) >= width * PHRASE:
            return shown[:-back]
    return shown


COMMA, PHRASE = 0.5, 0.6  # of the width that a cut must leave
JUST_BEGAN = (2, 3)  # words


def _tidy(shown: Fitted, loose: frozenset[str]) -> Fitted:
    while shown and (_is_a_bare_label(shown) or _leads_on(shown, loose)):
        shown = shown[:-1]
    return shown


def _is_a_bare_label(shown: Fitted) -> bool:
    """Whether its value was left out: "..., NIK"."""
    named = shown[-1][1].text in _LABELS
    return named and len(shown) > 1 and shown[-2][0] == ","


_LABELS = word_set("nama nik hp ponsel telepon kpj nip npwp nomor alamat")


def _leads_on(shown: Fitted, loose: frozenset[str]) -> bool:
    return shown[-1][0].lower() in loose and not _is_complete(shown)


def _is_complete(shown: Fitted) -> bool:
    """ "Sampai" leads on, but "belum sampai" says all, and so does "10 tahun"."""
    if len(shown) <= 1:
        return False
    before, last = shown[-2][1].text, shown[-1][1].text
    return (before, last) in _COMPLETE or (before.isdigit() and last in _SPANS)


_SPANS = word_set("hari minggu bulan tahun jam")
_COMPLETE = frozenset(
    {("belum", "sampai"), ("tidak", "sampai"), ("belum", "ada"), ("tidak", "ada")}
)


_LOOSE = word_set(
    "ing sampai , di ke dari yang dan dengan untuk karena pada oleh atau tapi padahal sejak agar tanpa "
    "tiap setiap rt rw alasannya of the in on at and for with is are to a pak bu min kak ya lho "
    "tolong mohon harap sehingga bahwa supaya maka jika kalau nomor saat hingga lalu "
    "adalah serta bagi namun sedangkan sementara ketika terutama khususnya seperti antara hanya "
    "kayak yaitu telah masih sedang apakah soalnya sangat paling para pihak sebesar "
    "sejumlah suatu sebuah ternyata bahkan tentang terhadap melalui menuju dikarenakan tetapi mana "
    "apabila bila d yangg atas apalagi rp an terletak berlokasi beralamat beralamatkan bertempat tepatnya "
    "lokasinya"
)
_LOOSE_WHEN_CUT = word_set(
    "dapat dalam lebih akan jalan kartu bulan tanggal tahun nama ini bisa ada tidak belum sudah "
    "juga mau waktu semua kecamatan kelurahan desa kabupaten gang sama"
)
_BEGINS_A_PHRASE = word_set(
    "yang di ke dari dengan untuk karena tetapi tapi agar supaya sehingga dan pada oleh padahal "
    "sampai jika kalau tanpa yaitu dikarenakan hingga kepada terhadap melalui apabila ketika saat"
)


def _length(shown: Fitted) -> int:
    return len(_joined(shown))


def _joined(shown: Fitted) -> str:
    return _COMMAS.sub(",", " ".join(form for form, _ in shown))


_COMMAS = re.compile(r"(?: ,)+")


def _begun(title: str) -> str:
    """With a capital letter, but for one that would become two: "ß"."""
    capital = title[:1].upper()
    return capital + title[1:] if len(capital) == 1 else title
