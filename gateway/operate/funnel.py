"""Where people stop: how often each question was asked, answered, missed and left."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from intake.form.slots import FORM
from storage.values import FunnelRow

METRICS = ("asked", "answered", "missed", "abandoned")
ENDINGS = ("submitted", "cancelled")
HEAD = (
    f"{'slot':10}"
    + "".join(f"{metric:>11}" for metric in METRICS)
    + f"{'answered %':>12}"
)

Table = dict[str, Counter[str]]  # slot -> metric -> how often


def funnel_text(rows: Iterable[FunnelRow]) -> str:
    """A table for each channel and language, the slots in the order of the form.

    `answered %` is of the times asked. It may pass 100: people answer what they were not asked.
    """
    tables = _tables(rows)
    parts = [
        _table(channel, language, counts)
        for (channel, language), counts in sorted(tables.items())
    ]
    return "\n\n".join(parts) or "nothing has been counted"


def _tables(rows: Iterable[FunnelRow]) -> dict[tuple[str, str], Table]:
    tables: dict[tuple[str, str], Table] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        tables[row.channel, row.language][row.slot][row.metric] += row.count
    return tables


def _table(channel: str, language: str, counts: Table) -> str:
    slots = sorted(filter(None, counts), key=_in_order)
    lines = [
        f"{channel}, {language}",
        HEAD,
        *(_row(slot, counts[slot]) for slot in slots),
    ]
    ended = counts[""]
    ends = [f"{ending} {ended[ending]}" for ending in ENDINGS if ended[ending]]
    return "\n".join([*lines, ", ".join(ends)] if ends else lines)


def _in_order(slot: str) -> tuple[int, str]:
    """As they are asked; what is not known, last."""
    order = [row.id for row in FORM.rows]
    return order.index(slot) if slot in order else len(order), slot


def _row(slot: str, times: Counter[str]) -> str:
    share = f"{times['answered'] / times['asked']:.0%}" if times["asked"] else "-"
    counted = "".join(f"{times[metric]:11}" for metric in METRICS)
    return f"{slot:10}{counted}{share:>12}"
