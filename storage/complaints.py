"""Complaints, from the first draft until they are routed."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    exists,
    literal_column,
    select,
    true,
    update,
)

from intake.complaint import Complaint
from storage.codec import dumps, loads
from storage.statements import lockable
from storage.tables import COMPLAINT
from storage.transaction_base import TransactionBase
from storage.values import StoredComplaint

# Literals, because a database uses a partial index only when it sees the index's own condition.
COMPLETED = COMPLAINT.c.status == literal_column("'completed'")
DRAFT = COMPLAINT.c.status == literal_column("'draft'")


class TrackingIdTaken(Exception):
    """Someone else's complaint has this tracking id: draw another."""


class Complaints(TransactionBase):
    """The part of Transaction about complaints."""

    def save_complaint(
        self, complaint: Complaint, contact_id: int, status: str, now: datetime
    ) -> int:
        """Insert or update by tracking id, and return the row's id.

        `status` is draft, completed or cancelled. TrackingIdTaken when the id belongs to another contact.
        """
        subject_id = self._subject_of(contact_id)
        sealed = self._vault.seal("complaint.envelope", subject_id, dumps(complaint))
        row = {
            "status": status,
            "kind": complaint.kind,
            "category": complaint.category,
            "region_code": complaint.location.region_code,
            "completed_at": complaint.completed_at,
            "updated_at": now,
            "envelope": sealed,
        }
        owner = {
            "tracking_id": complaint.tracking_id,
            "contact_id": contact_id,
            "subject_id": subject_id,
        }
        insert = self._insert(COMPLAINT).values(
            **row, **owner, received_at=complaint.received_at
        )
        upsert = insert.on_conflict_do_update(
            index_elements=[COMPLAINT.c.tracking_id],
            set_=row,
            where=COMPLAINT.c.contact_id == contact_id,
        )
        complaint_id: int | None = self._value(upsert.returning(COMPLAINT.c.id))
        if complaint_id is None:
            raise TrackingIdTaken(complaint.tracking_id)
        return complaint_id

    def give_complaint(self, tracking_id: str, contact_id: int) -> None:
        """Make it another contact's, sealed for them: its owner said that both are the same person.

        LookupError when there is none.
        """
        stored = self.complaint(tracking_id)
        if stored is None:
            raise LookupError(f"complaint {tracking_id}")
        subject_id = self._subject_of(contact_id)
        sealed = self._vault.seal(
            "complaint.envelope", subject_id, dumps(stored.complaint)
        )
        given = {"contact_id": contact_id, "subject_id": subject_id, "envelope": sealed}
        self._run(update(COMPLAINT).where(COMPLAINT.c.id == stored.id).values(given))

    def complaint(self, tracking_id: str) -> StoredComplaint | None:
        """The complaint known by this id, if there is one."""
        found = select(COMPLAINT).where(COMPLAINT.c.tracking_id == tracking_id)
        return self._readable_or_none(self._first(found), self._complaint)

    def complaint_by_id(
        self, complaint_id: int, *, lock: bool = False
    ) -> StoredComplaint | None:
        """The complaint with this row id, if there is one; with `lock` held until the commit."""
        found = select(COMPLAINT).where(COMPLAINT.c.id == complaint_id)
        row = self._first(lockable(found, COMPLAINT)[lock])
        return self._readable_or_none(row, self._complaint)

    def complaints_of(self, contact_id: int, limit: int) -> list[StoredComplaint]:
        """A contact's complaints, newest first."""
        found = select(COMPLAINT).where(COMPLAINT.c.contact_id == contact_id)
        return self._complaints(found.order_by(COMPLAINT.c.id.desc()).limit(limit))

    def tracking_id_free(self, tracking_id: str) -> bool:
        """Whether no complaint, not even an erased one, has this id."""
        return not self._value(
            select(exists().where(COMPLAINT.c.tracking_id == tracking_id))
        )

    def quiet_drafts(self, before: datetime, limit: int) -> list[StoredComplaint]:
        """Drafts untouched since `before` that no coordinator was told of, longest quiet first."""
        return self._quiet(before, limit, COMPLAINT.c.coordinator_told_at.is_(None))

    def left_drafts(self, before: datetime, limit: int) -> list[StoredComplaint]:
        """Drafts untouched since `before`, whether or not a coordinator was told of them."""
        return self._quiet(before, limit, true())

    def _quiet(
        self, before: datetime, limit: int, told: ColumnElement[bool]
    ) -> list[StoredComplaint]:
        found = select(COMPLAINT).where(DRAFT, COMPLAINT.c.updated_at < before, told)
        return self._complaints(found.order_by(COMPLAINT.c.updated_at).limit(limit))

    def mark_coordinator_told(self, complaint_id: int, now: datetime) -> None:
        """A coordinator knows of this quiet draft."""
        self._stamp(complaint_id, COMPLAINT.c.coordinator_told_at, now)

    def to_push(self, stale_before: datetime, limit: int) -> list[int]:
        """Completed complaints that are not routed and were not pushed since `stale_before`, oldest first."""
        unpushed = COMPLAINT.c.pushed_at.is_(None) | (
            COMPLAINT.c.pushed_at < stale_before
        )
        found = select(COMPLAINT.c.id).where(
            COMPLETED, COMPLAINT.c.routed_at.is_(None), unpushed
        )
        return [
            row.id for row in self._all(found.order_by(COMPLAINT.c.id).limit(limit))
        ]

    def mark_pushed(self, complaint_id: int, now: datetime) -> None:
        """It is on the central queue."""
        self._stamp(complaint_id, COMPLAINT.c.pushed_at, now)

    def mark_routed(self, complaint_id: int, now: datetime) -> None:
        """An agency has it."""
        self._stamp(complaint_id, COMPLAINT.c.routed_at, now)

    def _stamp(
        self, complaint_id: int, column: ColumnElement[datetime | None], now: datetime
    ) -> None:
        self._run(
            update(COMPLAINT)
            .where(COMPLAINT.c.id == complaint_id)
            .values({column: now})
        )

    def _complaints(self, found: Select[Any]) -> list[StoredComplaint]:
        return self._readable(self._all(found), self._complaint)

    def _complaint(self, row: Row[Any]) -> StoredComplaint:
        opened = self._vault.open("complaint.envelope", row.subject_id, row.envelope)
        complaint = loads(Complaint, opened)
        return StoredComplaint(
            row.id, complaint, row.contact_id, row.status, row.pushed_at, row.routed_at
        )
