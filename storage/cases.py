"""Complaints on the agencies' desks."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from routing.case import Case
from storage.codec import dumps
from storage.desk_lists import OPEN, CasePlace, DeskLists
from storage.statements import lockable
from storage.tables import CASES, COMPLAINT
from storage.values import StoredCase


class Cases(DeskLists):
    """The part of Transaction about cases, sealed with the citizen's key."""

    def add_case(
        self, complaint_id: int, case: Case, next_at: datetime | None, now: datetime
    ) -> bool:
        """Open a case; False when the complaint has one already, which stays as it is.

        `next_at` is when `due_cases` shall name it; as long as there is such a moment, it is listed as open.
        """
        subject_id = self._value(
            select(COMPLAINT.c.subject_id).where(COMPLAINT.c.id == complaint_id)
        )
        row = self._row(subject_id, case, next_at, now)
        insert = self._insert(CASES).values(
            complaint_id=complaint_id, subject_id=subject_id, version=1, **row
        )
        return (
            self._first(insert.on_conflict_do_nothing().returning(CASES.c.agency))
            is not None
        )

    def case(self, complaint_id: int, *, lock: bool = False) -> StoredCase | None:
        """The case of a complaint, if there is one, or Damaged; with `lock` held until the commit."""
        found = select(CASES).where(CASES.c.complaint_id == complaint_id)
        row = self._first(lockable(found, CASES)[lock])
        return self._unless_erased(row, self._case)

    def cases_of(self, complaint_ids: Collection[int]) -> list[StoredCase]:
        """The cases of these complaints that can be read, in their order."""
        rows = self._all(select(CASES).where(CASES.c.complaint_id.in_(complaint_ids)))
        cases = {one.complaint_id: one for one in self._readable(rows, self._case)}
        return [cases[id_] for id_ in complaint_ids if id_ in cases]

    def save_case(
        self, complaint_id: int, case: Case, next_at: datetime | None, now: datetime
    ) -> None:
        """Save a case that exists; `next_at` as in `add_case`. LookupError without one."""
        subject_id = self._value(
            select(CASES.c.subject_id).where(CASES.c.complaint_id == complaint_id)
        )
        if subject_id is None:
            raise LookupError(f"case of complaint {complaint_id}")
        row = self._row(subject_id, case, next_at, now)
        saved = update(CASES).where(CASES.c.complaint_id == complaint_id)
        self._run(saved.values(version=CASES.c.version + 1, **row))

    def due_cases(self, now: datetime, limit: int) -> list[int]:
        """The complaints whose case has a moment that has come, longest overdue first."""
        due = select(CASES.c.complaint_id).where(CASES.c.next_at <= now)
        return [
            row.complaint_id
            for row in self._all(due.order_by(CASES.c.next_at).limit(limit))
        ]

    def hold_due(
        self, complaint_ids: Collection[int], now: datetime
    ) -> list[StoredCase]:
        """Those of these cases that are still due, held until the commit."""
        due = select(CASES).where(
            CASES.c.complaint_id.in_(complaint_ids), CASES.c.next_at <= now
        )
        held = lockable(due.order_by(CASES.c.complaint_id), CASES)[True]
        return self._readable(self._all(held), self._case)

    def open_elsewhere(self, desks: Collection[str], limit: int) -> list[int]:
        """The complaints whose open case lies at none of these desks."""
        found = select(CASES.c.complaint_id).where(OPEN, CASES.c.agency.not_in(desks))
        rows = self._all(found.order_by(CASES.c.complaint_id).limit(limit))
        return [row.complaint_id for row in rows]

    def hold_open(self, complaint_ids: Collection[int]) -> list[StoredCase]:
        """Those of these cases that are open, held until the commit."""
        found = select(CASES).where(CASES.c.complaint_id.in_(complaint_ids), OPEN)
        held = lockable(found.order_by(CASES.c.complaint_id), CASES)[True]
        return self._readable(self._all(held), self._case)

    def cases_at(self, places: Collection[CasePlace]) -> list[StoredCase]:
        """The cases at these places, in their order; those of forgotten people left out."""
        return self.cases_of([place.key[-1] for place in places])

    def _row(
        self, subject_id: int, case: Case, next_at: datetime | None, now: datetime
    ) -> dict[str, Any]:
        sealed = self._vault.seal("cases.body", subject_id, dumps(case))
        return {
            "agency": case.agency,
            "state": str(case.state),
            "next_at": next_at,
            "due_at": case.due[1] if case.due else None,
            "updated_at": now,
            "body": sealed,
        }

    def _case(self, row: Row[Any]) -> StoredCase:
        case = self._value_in(Case, "cases.body", row)
        return StoredCase(row.complaint_id, case, row.version, row.next_at)
