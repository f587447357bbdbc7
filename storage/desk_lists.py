"""The lists that desks look at: open cases by what is owed first, closed ones newest first.

A page is read from an index, from the place where the one before ended, and no further than it is
long: it costs as much on a desk with a million cases as on one with fifty.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)

from storage.tables import CASES
from storage.transaction_base import TransactionBase

Shelf = Literal["open", "closed"]

MERGED = 50  # desks in one statement: a database merges so many sorted lists with ease

# Without bound values, because a database uses a partial index only when it sees the index's own condition.
# What is resolved waits for the citizen, not for the desk: it lies with what is over.
RESOLVED: ColumnElement[str] = literal_column("'resolved'")
OPEN = CASES.c.next_at.is_not(None) & (CASES.c.state != RESOLVED)
DONE = ("resolved", "closed", "archived")
CLOSED = CASES.c.state.in_([literal_column(f"'{state}'") for state in DONE])


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where a case stands in a list."""

    shelf: Shelf
    key: tuple[
        Any, ...
    ]  # (due_at, complaint_id) among open cases, else (complaint_id,)


@dataclass(frozen=True, slots=True)
class _Order:
    """What lies on a shelf, and in which order."""

    holds: ColumnElement[bool]
    by: tuple[Column[Any], ...]
    falling: bool


ORDERS: dict[Shelf, _Order] = {
    "open": _Order(OPEN, (CASES.c.due_at, CASES.c.complaint_id), falling=False),
    "closed": _Order(CLOSED, (CASES.c.complaint_id,), falling=True),
}


class DeskLists(TransactionBase):
    """The part of Transaction about lists of cases. `agencies` are the desks looked at; None: all."""

    def places(
        self,
        shelf: Shelf,
        agencies: Collection[str] | None,
        limit: int,
        beyond: CasePlace | None = None,
        *,
        back: bool = False,
    ) -> list[CasePlace]:
        """The next cases of a shelf beyond a place on it; with `back` those before it, nearest first."""
        order = ORDERS[shelf]
        falling = order.falling != back
        wanted = order.holds & _beyond(order, beyond, falling=falling)
        rows = [
            tuple(row)
            for desks in _some(agencies)
            for row in self._sorted(order, wanted, desks, limit, falling=falling)
        ]
        return [CasePlace(shelf, key) for key in sorted(rows, reverse=falling)[:limit]]

    def count_listed(
        self,
        shelf: Shelf,
        agencies: Collection[str] | None,
        most: int,
        due_before: datetime | None = None,
    ) -> int:
        """How many lie on a shelf, of those due before a moment if one is given; counts to `most`."""
        found = select(literal(1)).where(ORDERS[shelf].holds).limit(most)
        if agencies is not None:
            found = found.where(CASES.c.agency.in_(agencies))
        if due_before is not None:
            found = found.where(CASES.c.due_at < due_before)
        return int(
            self._value(select(func.count()).select_from(found.subquery("some")))
        )

    def _sorted(
        self,
        order: _Order,
        wanted: ColumnElement[bool],
        desks: list[ColumnElement[bool]],
        limit: int,
        *,
        falling: bool,
    ) -> list[Row[Any]]:
        """Each desk's list is sorted already, in its index: the database only merges them."""
        lists: list[Select[Any]] = [
            select(*order.by).where(wanted, desk) for desk in desks
        ]
        merged = union_all(*lists) if len(lists) > 1 else lists[0]
        columns = [merged.selected_columns[column.name] for column in order.by]
        sort = [column.desc() if falling else column.asc() for column in columns]
        return self._all(merged.order_by(*sort).limit(limit))


def _beyond(
    order: _Order, place: CasePlace | None, *, falling: bool
) -> ColumnElement[bool]:
    if place is None:
        return true()
    here = tuple_(
        *(
            literal(value, column.type)
            for value, column in zip(place.key, order.by, strict=True)
        )
    )
    return tuple_(*order.by) < here if falling else tuple_(*order.by) > here


def _some(agencies: Collection[str] | None) -> Iterator[list[ColumnElement[bool]]]:
    """What picks out each desk, so many at a time."""
    desks = iter(
        [true()]
        if agencies is None
        else [CASES.c.agency == code for code in sorted(agencies)]
    )
    while some := list(islice(desks, MERGED)):
        yield some
