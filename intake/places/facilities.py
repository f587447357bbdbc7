"""Public buildings with a name of their own tell where they stand: "Puskesmas Melolo", "SMP Negeri 1 Lewa".

Strict: a name that no list of regions holds is believed only when it is written as one, and is no
everyday word.
"""

import re

from intake.places.address import is_predicate
from intake.places.words import FACILITIES, ORDINARY, SCHOOL_KINDS
from intake.reading.memory import remembered
from intake.reading.names import EVERYDAY_WORDS
from intake.reading.spans import Spotted
from intake.reading.words import word_set

_BUILDING = rf"\b(?:{'|'.join(sorted(FACILITIES))}|kantor|balai)\b"
_KIND = rf"(?:\s+(?:{'|'.join(sorted(SCHOOL_KINDS))}|\d{{1,3}})\b)*"
_BEFORE = re.compile(rf"{_BUILDING}{_KIND}\s+$", re.I)
_LEADS = re.compile(  # to a place, and begins no name: "sekolah di desa Kadahang"
    r"(?:di|ke|dari|dr|pada|yang|dekat|dkt|depan|dpn|samping|belakang|sebelah|seberang|sekitar)\b",
    re.I,
)
_NAMED = re.compile(
    rf"(?P<building>(?i:\b(?:{'|'.join(sorted(FACILITIES))})\b{_KIND}))\s+"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3})(?=\s+[a-z0-9]|\s*[,.;:!?\n]|\s*$)"
)
_NO_NAMES = (
    ORDINARY
    | EVERYDAY_WORDS
    | FACILITIES
    | SCHOOL_KINDS
    | word_set(
        "pembantu keliling induk umum modern tradisional malam tumpah dadakan inap"
    )
)


def facility_before(text: str, start: int) -> int:
    """Where the building begins that bears the name at `start`; `start` itself when none does."""
    found = None if _LEADS.match(text, start) else _BEFORE.search(text, 0, start)
    return found.start() if found else start


def names_a_building(text: str, start: int) -> bool:
    """Whether what begins at `start` is the name of a public building."""
    return facility_before(text, start) != start


@remembered
def spot_facility(text: str) -> Spotted[str] | None:
    """The building as written; the range is that of its name alone, None when no building is named."""
    if text.isupper():  # tells no name from a word
        return None
    for found in _NAMED.finditer(text):
        words = re.split(r"\s+", found["name"])
        told = words[: next(iter(_ends(words)), len(words))]
        if any(word.lower() not in _NO_NAMES for word in told):
            start = found.start("name")
            end = start + len(" ".join(told))
            return Spotted(text[found.start() : end], start, end)
    return None


def _ends(words: list[str]) -> list[int]:
    """Where a name is over, and what is said of it begins."""
    return [at for at, word in enumerate(words) if is_predicate(word.lower())]
