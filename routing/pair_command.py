"""What an officer writes to say whether two reports are about one matter: `SAMA id id`, `BEDA id id`.

As an answer to a notice one number is enough, or none: then the report is meant that the notice named
beside its own.
"""

import re
from dataclasses import dataclass

from intake.complaint import PREFIX, read_tracking_id
from routing.commands import Help

SAME = "sama"
_COMMAND = re.compile(
    r"\s*/?(?P<word>sama|beda)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_BETWEEN = frozenset({"dengan", "dgn", "dan", "sama", "&", "="})


@dataclass(frozen=True, slots=True)
class PairCommand:
    """Two reports are the same, or not; with one number, the other is the one it follows or is most like."""

    same: bool
    ids: tuple[str, ...]


def read_pair(text: str, quoted: str | None) -> PairCommand | Help | None:
    """What is said of two reports; Help where a number cannot be read, None for anything else."""
    match = _COMMAND.fullmatch(text)
    if match is None:
        return None
    told = _told(match["rest"])
    ids = [id_ for word in told if (id_ := read_tracking_id(word))]
    if len(ids) < len(told):
        return Help("pair.which") if _meant_as_numbers(told) else None
    named = tuple(dict.fromkeys([*filter(None, [quoted]), *ids]))
    return PairCommand(match["word"].casefold() == SAME, named[-2:]) if named else None


def _told(rest: str) -> list[str]:
    words = re.split(r"[\s,;]+", rest.strip(" .!"))
    return [word for word in words if word and word.casefold() not in _BETWEEN]


def _meant_as_numbers(told: list[str]) -> bool:
    """Whether somebody mistyped a number; "sama saja dengan yang kemarin" holds none."""
    return all(word.upper().startswith(PREFIX[:-1]) for word in told)
