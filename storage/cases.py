"""Complaints on the agencies' desks."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update

from routing.case import Case
from storage.codec import dumps, loads
from storage.statements import lockable
from storage.tables import CASES, COMPLAINT
from storage.transaction_base import TransactionBase
from storage.values import StoredCase


class Cases(TransactionBase):
    """The part of Transaction about cases, sealed with the citizen's key."""

    def add_case(
        self, complaint_id: int, case: Case, next_at: datetime | None, now: datetime
    ) -> bool:
        """Open a case; False when the complaint has one already, which stays as it is."""
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
        """The case of a complaint, if there is one; with `lock` held until the commit."""
        found = select(CASES).where(CASES.c.complaint_id == complaint_id)
        row = self._first(lockable(found, CASES)[lock])
        return self._readable_or_none(row, self._case)

    def save_case(
        self, complaint_id: int, case: Case, next_at: datetime | None, now: datetime
    ) -> None:
        """Save a case that exists; `next_at` is when `due_cases` shall name it. LookupError without one."""
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

    def cases(
        self,
        agencies: Collection[str] | None,
        states: Collection[str] | None,
        limit: int,
        offset: int,
    ) -> list[StoredCase]:
        """Cases of these agencies in these states (None: any), the next deadline first, none last."""
        found = select(CASES).where(*_on(agencies, states))
        order = found.order_by(CASES.c.next_at.asc().nulls_last(), CASES.c.complaint_id)
        return self._readable(self._all(order.limit(limit).offset(offset)), self._case)

    def count_cases(
        self, agencies: Collection[str] | None, states: Collection[str] | None
    ) -> int:
        """How many there are."""
        return int(
            self._value(
                select(func.count()).select_from(CASES).where(*_on(agencies, states))
            )
        )

    def _row(
        self, subject_id: int, case: Case, next_at: datetime | None, now: datetime
    ) -> dict[str, Any]:
        sealed = self._vault.seal("cases.body", subject_id, dumps(case))
        return {
            "agency": case.agency,
            "state": str(case.state),
            "next_at": next_at,
            "updated_at": now,
            "body": sealed,
        }

    def _case(self, row: Row[Any]) -> StoredCase:
        case = loads(Case, self._vault.open("cases.body", row.subject_id, row.body))
        return StoredCase(row.complaint_id, case, row.version, row.next_at)


def _on(
    agencies: Collection[str] | None, states: Collection[str] | None
) -> list[ColumnElement[bool]]:
    wanted = ((CASES.c.agency, agencies), (CASES.c.state, states))
    return [column.in_(values) for column, values in wanted if values is not None]
