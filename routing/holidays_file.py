"""The days of this installation, read from its file: what the calendar of holidays does not know.

    days:
      - day: 2027-02-17
        is: holiday                # holiday, joint_leave (cuti bersama), or worked: after all
        name: Pilkada serentak
      - day: 2026-11-13
        is: holiday
        name: HUT Kabupaten
        region: "53.11"            # only for desks there; left out: everywhere

A row of a narrower region counts over one of a wider, and any row over the calendar. No day that was
promised moves, whatever is added here: it counts for cases opened and rounds begun from then on.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from yaml import Node

from routing.by_hand import BrokenFile, HandWritten, compose
from routing.clocks import Calendar, LocalDay
from routing.regions import REGION

WORKED = "worked"
KINDS = ("holiday", "joint_leave", WORKED)
_FILE_KEYS = {"days": True}
_DAY_KEYS = {"day": True, "is": True, "name": True, "region": False}


class BrokenHolidays(BrokenFile):
    """The holidays file cannot be used."""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One row of the file."""

    day: date
    kind: str  # one of KINDS
    name: str
    region: str | None = None  # None: everywhere


def read_holidays(text: str) -> tuple[OwnDay, ...]:
    """The days a YAML text describes; BrokenHolidays, naming every fault, if it is not sound."""
    reader = HandWritten()
    fields = reader.mapping(compose(text, BrokenHolidays), _FILE_KEYS, "the file")
    seen: set[tuple[date, str | None]] = set()
    rows = []
    for node in reader.items(fields.get("days"), "days"):
        row = _day(reader, node)
        if (row.day, row.region) in seen:
            where = f" in {row.region}" if row.region else ""
            reader.refuse(node, f"the day {row.day}{where} stands here twice")
        seen.add((row.day, row.region))
        rows.append(row)
    reader.done(BrokenHolidays)
    return tuple(rows)


def calendar_with(calendar: Calendar, days: Collection[OwnDay]) -> Calendar:
    """The calendar with these days in it."""
    everywhere = {one.day: one.kind for one in days if one.region is None}
    on = frozenset(day for day, kind in everywhere.items() if kind == WORKED)
    off = frozenset(everywhere) - on
    local = [
        LocalDay(one.day, one.region, one.kind == WORKED) for one in days if one.region
    ]
    return replace(
        calendar,
        holidays=(calendar.holidays - on) | off,
        worked=calendar.worked | on,
        local=tuple(sorted(local, key=lambda one: len(one.region))),
    )


def _day(reader: HandWritten, node: Node) -> OwnDay:
    fields = reader.mapping(node, _DAY_KEYS, "a day")
    region = reader.text(fields.get("region"), "region")
    if region and not REGION.fullmatch(region):
        reader.refuse(
            fields["region"],
            f"region `{region}` is not a Kemendagri code such as 53.11",
        )
    return OwnDay(
        day=reader.day(fields.get("day"), "day"),
        kind=reader.one_of(fields.get("is"), "is", KINDS),
        name=reader.text(fields.get("name"), "name"),
        region=region or None,
    )
