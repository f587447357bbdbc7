"""The limits of this installation, read from its file: other days, from a day on, each with its source.

    limits:
      - step: respond              # a key of LIMITS
        days: 3
        counted: working           # or calendar; working when left out
        since: 2027-01-01          # for cases opened on this day or later
        source: "Permen PANRB .../2026, pasal ..."

What the file does not name is as shipped. A step it names is as shipped until the first of its rows'
days. Add a row with a later day to change a limit: a case keeps the one under which it was opened.
"""

from collections.abc import Iterable, Mapping

from yaml import Node

from routing.by_hand import BrokenFile, HandWritten, compose
from routing.clocks import LIMITS, SHIPPED, Counting, Limit, LimitTable

LONGEST = 730  # days; more is a slip of the hand
_FILE_KEYS = {"limits": True}
_LIMIT_KEYS = {
    "step": True,
    "days": True,
    "counted": False,
    "since": True,
    "source": True,
}


class BrokenLimits(BrokenFile):
    """The limits file cannot be used."""


def read_limits(text: str, shipped: LimitTable = SHIPPED) -> LimitTable:
    """The limits a YAML text describes, over those shipped; BrokenLimits, naming every fault, if unsound."""
    reader = HandWritten()
    fields = reader.mapping(compose(text, BrokenLimits), _FILE_KEYS, "the file")
    rows: dict[str, list[Limit]] = {}
    for node in reader.items(fields.get("limits"), "limits"):
        step, limit = _limit(reader, node)
        if limit.since in (one.since for one in rows.get(step, ())):
            reader.refuse(node, f"`{step}` has two limits from {limit.since} on")
        rows.setdefault(step, []).append(limit)
    reader.done(BrokenLimits)
    return LimitTable(_over(shipped.rows, rows))


def _limit(reader: HandWritten, node: Node) -> tuple[str, Limit]:
    fields = reader.mapping(node, _LIMIT_KEYS, "a limit")
    step = reader.one_of(fields.get("step"), "step", tuple(LIMITS))
    counted = reader.one_of(
        fields.get("counted"), "counted", tuple(Counting), Counting.WORKING
    )
    limit = Limit(
        days=reader.whole(fields.get("days"), "days", 1, LONGEST),
        source=reader.text(fields.get("source"), "source"),
        counted=Counting(counted),
        since=reader.day(fields.get("since"), "since"),
    )
    return step, limit


def _over(
    shipped: Mapping[str, tuple[Limit, ...]], own: Mapping[str, Iterable[Limit]]
) -> dict[str, tuple[Limit, ...]]:
    """From the day of its first row on, a step has the file's rows only."""
    found = dict(shipped)
    for step, limits in own.items():
        rows = sorted(limits, key=lambda one: one.since)
        before = (one for one in shipped[step] if one.since < rows[0].since)
        found[step] = (*before, *rows)
    return found
