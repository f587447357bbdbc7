"""Hears two matters in one message, where each clearly belongs to another office.

    Jalan depan pasar berlubang parah. Lampu jalan di gang kami juga mati   ->   two
    Jalan berlubang, anak sekolah jatuh, lurah diam saja                    ->   one

Strict: most long stories touch several subjects and are one matter all the same.
"""

import re
from dataclasses import dataclass

from intake.reading.category import classify
from intake.reading.kind import kind_of
from intake.reading.memory import remembered


@dataclass(frozen=True, slots=True)
class Matters:
    """Two parts of a text, verbatim, each a matter of its own."""

    first: str
    second: str


@remembered
def two_matters(text: str) -> Matters | None:
    """Where a text turns to another matter; None when it is about one, or that is not plain."""
    for turn in _TURNS.finditer(text):
        first, second = text[: turn.start()].strip(), text[turn.end() :].strip()
        if _plainly(first) and _plainly(second) and _differ(first, second):
            return Matters(first, second)
    return None


def _plainly(part: str) -> bool:
    """A complaint of a known subject in words enough."""
    if not FEWEST <= len(part.split()) <= MOST:
        return False
    return classify(part).confidence >= SURE and bool(_WRONG.search(part))


def _differ(first: str, second: str) -> bool:
    heads = {classify(first).head, classify(second).head}
    return len(heads) > 1 and None not in heads and kind_of(second)[0] == "complaint"


FEWEST, MOST = 4, 40  # words of a part
SURE = 0.6
_TURNS = re.compile(
    r"(?:[.;\n]+|,)\s*(?:(?:dan|terus|trus|lalu|selain itu|selain|juga|sama|satu lagi|kedua|yang "
    r"kedua|2[.)]|sekalian|"
    r"oh ya|oya|also|and)\b[\s,.:]*)+|[.\n]\s*2[.)]\s*|\s+(?:selain itu|satu lagi|sama satu lagi)\b[\s,:]*",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:rusak\w*|mati|padam|berlubang|bolong|bocor|mampet|tersumbat|menumpuk|numpuk|banjir|macet|"
    r"hilang|patah|putus|roboh|"
    r"longsor|kotor|bau|keruh|kosong|tutup|belum|blm|tidak|tdk|gak|ga|nggak|dipungut|pungli|dipotong|"
    r"minta|lama|lambat|"
    r"broken|damaged|dark|leaking|missing|blocked|dirty)\b",
    re.IGNORECASE,
)
