"""Which case an officer means: the one quoted, numbered, named by its matter or place, or the only one open.

A message about two cases is read clause by clause, each with its case: "lampu besok diganti, jalannya
hari jumat". A clause names another case only by its first words: "air sudah jalan" is not about a road.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from intake.complaint import PREFIX, Complaint
from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import MARKS, word_set
from routing.case import Case
from routing.spoken.spelling import TITLES, spelled

_MATTERS = {  # what people call the same thing
    "lamp": r"lampu|penerangan|bohlam|tiang|apill|bangjo|pju",
    "road": r"jalan|lubang|berlubang|aspal|tambal\S*|penambalan|hotmix|ditambal|kerikil|sirtu",
    "bridge": r"jembatan|titian",
    "drain": r"drainase|saluran|got|selokan|parit|gorong-gorong|irigasi",
    "flood": r"banjir|genangan|meluap|luapan",
    "water": r"air|ledeng|pipa|kran|keran|pdam|sambungan",
    "bill": r"tagihan|rekening|meteran|bayar",
    "waste": r"sampah|tps|kontainer|bak",
    "parking": r"parkir|jukir",
    "card": r"ktp|e-ktp|ektp|rekam",
    "birth": r"akta|akte|kelahiran",
    "aid": r"pkh|bansos|bantuan|blt|sembako|nenek|kakek|lansia",
    "mad": r"odgj|gangguan jiwa|gila|gilo|telantar",
    "school": r"sekolah|guru|kelas|murid|siswa",
    "counter": r"loket|antrean|antri|petugas|bentak\S*|membentak",
    "fever": r"fogging|demam|dbd|jentik|nyamuk",
    "power": r"listrik|kabel|gardu|pln",
    "tree": r"pohon|dahan|ranting",
    "market": r"pasar|kios|lapak",
    "levy": r"pungli|pungutan",
    "animal": r"anjing|babi|sapi|ternak",
}  # fmt: skip
MATTERS = {name: Phrases(pattern) for name, pattern in _MATTERS.items()}
_LAMP_OF_A_ROAD = re.compile(
    r"(?<!\S)(?:lampu|penerangan) jalan(?: umum)?(?!\S)|lampu merah"
)
_STOP = word_set(
    "yang sudah tidak belum dengan untuk warga laporan pelapor hari kami saya minta mohon tolong depan "
    "dekat sejak "
    "karena dari pada dalam kota kabupaten kecamatan kelurahan desa kampung dusun lalu sampai juga bulan "
    "minggu "
    "tahun orang anak rumah rusak mati jalan tetapi padahal setiap pagi siang malam masih dua tiga empat "
    "lima lagi "
    "terus selalu sering petugas dinas kantor itu ini akan bisa dapat agar segera diperbaiki warga nama"
)  # fmt: skip
_ALL = Phrases(
    r"dua-dua\S*|kedua-dua\S*|keduanya|loro-lor\S*|duana\S*|kedua laporan|semua laporan|dua laporan(?:nya)?|"
    r"ketiganya|tiga-tiganya|all|both"
)
_EACH = Phrases(r"semua(?:nya)?(?=(?: \S+){0,4}$)")  # of one case, when one is named
_OTHER = Phrases(r"(?:yang )?satu(?:nya)? lagi|yang lain(?:nya)?|sisanya|satunya")
_ORDER: tuple[tuple[int, Phrases], ...] = (
    (0, Phrases(r"(?:yang )?(?:pertama|nomor 1|no 1|atas|awal)")),
    (1, Phrases(r"(?:yang )?(?:kedua|nomor 2|no 2)(?! laporan)")),
    (2, Phrases(r"(?:yang )?(?:ketiga|nomor 3|no 3)")),
    (-1, Phrases(r"(?:yang )?(?:terakhir|bawah|barusan|terbaru)")),
)
_NUMBER = re.compile(
    r"(?<![A-Z0-9])(?:LPR[\s#:-]*)?([2-9A-HJ-NP-Z]{3,7})(?![A-Z0-9])", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"(?<=[,;!?\n])\s*|(?<=[.])\s+|\s+(?=(?:tapi|tetapi|sedangkan|sedang yg|sdgkan|kalau|klo|kalo|dan yg|"
    r"dan yang)\s)",
    re.IGNORECASE,
)
_LEADS = word_set(
    "yang yg itu kalau soal untuk dan tapi tetapi sedangkan masalah tentang mengenai ini buat nah terus "
    "urusan"
)
_POINTING = (
    _LEADS
    | TITLES
    | MARKS
    | word_set(
        "di ke dekat depan belakang samping sebelah dalam kota kabupaten kecamatan kelurahan desa kampung "
        "dusun jalan laporan laporannya nomor no lpr rusak mati warga rumah tadi oh iya ya saja dong maksud "
        "maksudnya saya kami 1 2 3 4 5 6 7 8"
    )
)
_TAILS = re.compile(r"(?<=\w{3})(?:nya|ny|na|e|mi|ki|ku)$")
HEAD_WORDS = 2
MATTER_COUNTS = 2  # a matter says as much as two words
CHIEF_COUNTS = 3  # and the one that the story is about as three
SHORTEST = 3  # characters of a number that tell one case from others


@dataclass(frozen=True, slots=True)
class Seen:
    """A case in an officer's sight, and what it is about."""

    case: Case
    about: Complaint

    @property
    def id(self) -> str:
        """The number it is known by."""
        return self.case.tracking_id


@dataclass(frozen=True, slots=True)
class Part:
    """Words about the same cases; `ids` is None when they name none of several."""

    text: str
    ids: tuple[str, ...] | None


def parts_of(
    text: str, cases: Sequence[Seen], quoted: str | None = None
) -> tuple[Part, ...]:
    """The message by the cases it is about, mostly one part."""
    if quoted is None and len(cases) > 1 and not _ALL.search(spelled(text)):
        grouped = _by_clause(text, cases)
        if len({ids for _, ids in grouped}) > 1:
            return _joined(grouped)
    return (Part(text, which(text, cases, quoted)),)


def which(
    text: str, cases: Sequence[Seen], quoted: str | None = None
) -> tuple[str, ...] | None:
    """The cases that words are about: () when none is open, None when they name none of several."""
    if numbered := by_number(text, cases):
        return numbered
    if quoted:
        return (quoted,)
    return (
        tuple(one.id for one in cases) if len(cases) <= 1 else _of_several(text, cases)
    )


def _of_several(text: str, cases: Sequence[Seen]) -> tuple[str, ...] | None:
    words, each = spelled(text), tuple(one.id for one in cases)
    if _ALL.search(words):
        return each
    if named := by_name(text, cases) or by_order(text, cases):
        return (named,)
    return each if _EACH.search(words) else None


def by_number(text: str, cases: Iterable[Seen]) -> tuple[str, ...]:
    """The cases whose number, or a beginning or end of it that only they have, stands in the text."""
    found: dict[str, None] = {}
    ids = [one.id for one in cases]
    for match in _NUMBER.finditer(text):
        piece = match[1].upper()
        if piece.isalpha() and not match[0].upper().startswith("LPR"):
            continue  # a word, as far as one can tell
        alike = [
            id_
            for id_ in ids
            if id_.removeprefix(PREFIX).startswith(piece) or id_.endswith(piece)
        ]
        if len(alike) == 1:
            found[alike[0]] = None
    return tuple(found)


def by_order(text: str, cases: Sequence[Seen]) -> str | None:
    """The case that words such as "yang pertama" point at, in the order they came in."""
    words = spelled(text)
    for place, cue in _ORDER:
        if cue.search(words) and -1 <= place < len(cases):
            return cases[place].id
    return None


def by_name(text: str, cases: Sequence[Seen]) -> str | None:
    """The one case whose matter or place the words name best; None when several are named alike."""
    named = named_alike(text, cases)
    return named[0] if len(named) == 1 else None


def named_alike(text: str, cases: Sequence[Seen]) -> tuple[str, ...]:
    """The cases whose matter or place the words name best, all of them; () when they name none."""
    said = _marks_in(text)
    scores = {
        one.id: _score(said, weights)
        for one, weights in zip(cases, _weights(cases), strict=True)
    }
    best = max(scores.values(), default=0)
    return tuple(id_ for id_, score in scores.items() if best and score == best)


def names_only(text: str, cases: Sequence[Seen]) -> bool:
    """Whether the words do nothing but point at cases: "yang di pasar Matawai", not "obat sudah ada"."""
    left = spelled(text)
    for cue in (_ALL, _EACH, _OTHER, *(cue for _, cue in _ORDER)):
        left = spelled(cue.taken_out(left) or left.text)
    marks = frozenset().union(*(_marks_of(one.about) for one in cases))
    return all(
        word.text in _POINTING
        or not marks.isdisjoint(_marks_in(word.text))
        or by_number(word.text, cases)
        for word in left.words
    )


def _score(said: Iterable[str], weights: Mapping[str, int]) -> int:
    return sum(weights.get(mark, 0) for mark in said)


def _weights(cases: Sequence[Seen]) -> list[dict[str, int]]:
    """How much each mark says for each case: what all share says nothing, unless it is what one is about."""
    marks = [_marks_of(one.about) for one in cases]
    shared = frozenset.intersection(*marks) if len(marks) > 1 else frozenset()
    chief = [_chief(one.about.description) for one in cases]
    return [
        {mark: _weight(mark) for mark in own - shared}
        | ({first: CHIEF_COUNTS} if first else {})
        for own, first in zip(marks, chief, strict=True)
    ]


def _weight(mark: str) -> int:
    return MATTER_COUNTS if mark.startswith("#") else 1


@remembered
def _chief(story: str) -> str:
    """The matter that a story names first."""
    plain = spelled(_LAMP_OF_A_ROAD.sub("lampu", spelled(story).text))
    found = {name: cue.search(plain) for name, cue in MATTERS.items()}
    places = [(match.start(), f"#{name}") for name, match in found.items() if match]
    return min(places, default=(0, ""))[1]


def _marks_of(about: Complaint) -> frozenset[str]:
    there = about.location
    told = [
        about.title,
        about.description,
        there.text,
        there.landmark,
        *there.region_path[2:],
    ]
    return _marks_in(" . ".join(filter(None, told)))


@remembered
def _marks_in(text: str) -> frozenset[str]:
    """The matters (`#road`) and the words that tell one report from another."""
    plain = spelled(_LAMP_OF_A_ROAD.sub("lampu", spelled(text).text))
    stems = {_TAILS.sub("", word.text) for word in plain.words} | {
        word.text for word in plain.words
    }
    stemmed = spelled(" ".join(_TAILS.sub("", word.text) for word in plain.words))
    matters = {
        f"#{name}"
        for name, cue in MATTERS.items()
        if cue.search(plain) or cue.search(stemmed)
    }
    return frozenset(
        matters | {one for one in stems if len(one) > SHORTEST and one not in _STOP}
    )


def _by_clause(
    text: str, cases: Sequence[Seen]
) -> list[tuple[str, tuple[str, ...] | None]]:
    """Each clause with the case its first words name; one that names none goes with the one before it."""
    rows: list[tuple[str, tuple[str, ...] | None]] = []
    for clause in filter(str.strip, _CLAUSE.split(text)):
        ids = by_number(clause, cases) or _by_head(
            clause, cases, rows[-1][1] if rows else None
        )
        rows.append((clause, ids or (rows[-1][1] if rows else None)))
    first = next((ids for _, ids in rows if ids), None)
    return [(clause, ids or first) for clause, ids in rows]


def _by_head(
    clause: str, cases: Sequence[Seen], before: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    head = spelled(_head_of(clause))
    if before and _OTHER.search(head):
        return tuple(one.id for one in cases if one.id not in before) or None
    named = by_name(head.text, cases)
    return (named,) if named else None


def _head_of(clause: str) -> str:
    """Its first words that say something."""
    words = [word.text for word in spelled(clause).words if word.text not in MARKS]
    return " ".join([*dropwhile(_LEADS.__contains__, words)][:HEAD_WORDS])


def _joined(rows: list[tuple[str, tuple[str, ...] | None]]) -> tuple[Part, ...]:
    """The clauses of one case together, in the order of the first."""
    together: dict[tuple[str, ...] | None, list[str]] = {}
    for clause, ids in rows:
        together.setdefault(ids, []).append(clause.strip())
    return tuple(
        Part(" ".join(said).strip(" ,;"), ids) for ids, said in together.items()
    )
