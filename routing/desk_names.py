"""Which desk somebody means who types its name: "Dinas PUPR", "dishub", "dinas kesehatan", "camat lewa".

A name is taken as the set of words that tell it from others: short forms are spelled out, words that every
office bears are left out, and a long word may be mistyped by a letter or two. A desk that is named exactly
stands before those whose names only hold the words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.reading.words import word_set

Words = frozenset[str]

EVERY_OFFICE = word_set(
    "dinas badan kantor bagian bidang unit admin pak bu bapak ibu kepala camat kecamatan kec lurah "
    "kelurahan kel desa ke kepada pada di dan daerah kabupaten kab provinsi prov pemerintah pemda pemkab"
)
SHORT_FORMS: dict[str, str] = {
    "pu": "pekerjaan umum",
    "dpu": "pekerjaan umum",
    "pupr": "pekerjaan umum penataan ruang",
    "dpupr": "pekerjaan umum penataan ruang",
    "puprpkp": "pekerjaan umum penataan ruang",
    "dishub": "perhubungan",
    "dinkes": "kesehatan",
    "disdik": "pendidikan",
    "dispendik": "pendidikan",
    "dikbud": "pendidikan kebudayaan",
    "disdikbud": "pendidikan kebudayaan",
    "dinsos": "sosial",
    "capil": "pencatatan sipil",
    "dukcapil": "kependudukan pencatatan sipil",
    "disdukcapil": "kependudukan pencatatan sipil",
    "catatan": "pencatatan",
    "dlh": "lingkungan hidup",
    "dlhk": "lingkungan hidup kehutanan",
    "satpol": "satuan polisi",
    "pp": "pamong praja",
    "satpolpp": "satuan polisi pamong praja",
    "distan": "pertanian",
    "disnak": "peternakan",
    "dispar": "pariwisata",
    "kominfo": "komunikasi informatika",
    "diskominfo": "komunikasi informatika",
    "naker": "tenaga kerja",
    "disnaker": "tenaga kerja",
    "disnakertrans": "tenaga kerja transmigrasi",
    "nakertrans": "tenaga kerja transmigrasi",
    "ketenagakerjaan": "tenaga kerja",
    "pmd": "pemberdayaan masyarakat",
    "dpmd": "pemberdayaan masyarakat",
    "perindag": "perindustrian perdagangan",
    "disperindag": "perindustrian perdagangan",
    "dp3a": "pemberdayaan perempuan perlindungan anak",
    "dp3ap2kb": "pemberdayaan perempuan perlindungan anak",
    "pelindungan": "perlindungan",
    "bkd": "kepegawaian",
    "bkpsdm": "kepegawaian",
    "bkpp": "kepegawaian",
    "bpbd": "penanggulangan bencana",
    "damkar": "pemadam kebakaran",
    "kesra": "kesejahteraan rakyat",
    "bkad": "keuangan aset",
    "bpkad": "keuangan aset",
    "sda": "sumber daya alam",
}
"""The usual short forms of offices, and other spellings of their words."""
LONG_ENOUGH, LONG = 5, 8  # letters of a word in which one letter, or two, may be wrong
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class DeskName:
    """One desk, as far as its name goes."""

    code: str
    name: str
    region: str | None


class DeskNames:
    """The names of all desks, made ready for looking up."""

    def __init__(self, desks: Sequence[DeskName]) -> None:
        self._desks = desks

    def meant(self, text: str) -> tuple[str, ...]:
        """The codes of the desks that a text may name, in their order; none when it names nobody."""
        typed = text.casefold().strip()
        if typed in self._of_name:
            return (typed,)
        said = self._said(typed)
        exact = self._those(
            lambda desk: _last_part(desk.code) == typed or self._is_exactly(desk, said)
        )
        if exact or not said:
            return exact
        return self._those(lambda desk: said <= self._of_name[desk.code])

    def _those(self, meant: Callable[[DeskName], bool]) -> tuple[str, ...]:
        return tuple(desk.code for desk in self._desks if meant(desk))

    def _is_exactly(self, desk: DeskName, said: Words) -> bool:
        """The name or the code's last part, with the area that all of a region share or without it."""
        area = self._areas[desk.code]
        names = (self._of_name[desk.code], _meaning(_last_part(desk.code)) | area)
        return bool(said - area) and any(
            said <= name and name - said <= area for name in names
        )

    def _said(self, typed: str) -> Words:
        words = (self._known(word) for word in _WORD.findall(typed))
        return _meaning(" ".join(words))

    def _known(self, word: str) -> str:
        """The word, or the one that was meant where a letter or two of a long one are wrong."""
        if len(word) < LONG_ENOUGH or word in self._vocabulary:
            return word
        wrong = 2 if len(word) >= LONG else 1
        found = process.extractOne(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=wrong
        )
        return str(found[0]) if found else word

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        known = {word for words in self._of_name.values() for word in words}
        return tuple(sorted(known | SHORT_FORMS.keys() | EVERY_OFFICE))

    @cached_property
    def _of_name(self) -> dict[str, Words]:
        return {desk.code: _meaning(desk.name) for desk in self._desks}

    @cached_property
    def _areas(self) -> dict[str, Words]:
        """Of each desk the words its name ends in as others of its region do, if it has more than these."""
        ends = Counter(
            (desk.region, end) for desk in self._desks for end in _endings(desk.name)
        )
        areas = {
            desk.code: frozenset(
                word
                for end in _endings(desk.name)
                if ends[desk.region, end] > 1
                for word in end
            )
            for desk in self._desks
        }
        return {
            code: area if self._of_name[code] - area else frozenset()
            for code, area in areas.items()
        }


def _endings(name: str) -> Iterable[tuple[str, ...]]:
    words = tuple(_WORD.findall(name.casefold()))
    return (words[at:] for at in range(1, len(words)))


def _last_part(code: str) -> str:
    return code.rpartition(".")[2]


def _meaning(text: str) -> Words:
    """The words that tell one office from another, short forms spelled out."""
    words = (SHORT_FORMS.get(word, word) for word in _WORD.findall(text.casefold()))
    return frozenset(" ".join(words).split()) - EVERY_OFFICE
