"""Complaints, from the first draft until they are routed."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Executable,
    Row,
    Select,
    Table,
    exists,
    func,
    literal_column,
    select,
    update,
)

from intake.complaint import Complaint
from routing.duplicates import district
from storage.codec import dumps
from storage.desk_lists import OPEN
from storage.statements import Insert, for_dialects, lockable
from storage.tables import CASES, COMPLAINT
from storage.tracing import TRACE
from storage.transaction_base import Seal, TransactionBase, sealer
from storage.values import StoredComplaint

# Literals, because a database uses a partial index only when it sees the index's own condition.
COMPLETED = COMPLAINT.c.status == literal_column("'completed'")
DRAFT = COMPLAINT.c.status == literal_column("'draft'")
UPDATED = (
    *("status", "kind", "category", "region_code", "district"),
    *("completed_at", "updated_at", "envelope"),
)
UNROUTED = COMPLETED & COMPLAINT.c.routed_at.is_(None)


class TrackingIdTaken(Exception):
    """Someone else's complaint has this tracking id: draw another."""


def complaint_row(
    seal: Seal, complaint: Complaint, status: str, now: datetime, trace: str
) -> dict[str, Any]:
    """A complaint as a row, but for whose it is; it goes on under this trace, or as before without one."""
    return {
        "tracking_id": complaint.tracking_id,
        "status": status,
        "kind": complaint.kind,
        "category": complaint.category,
        "region_code": complaint.location.region_code,
        "district": district(complaint),
        "received_at": complaint.received_at,
        "completed_at": complaint.completed_at,
        "updated_at": now,
        "envelope": seal("complaint.envelope", dumps(complaint)),
        "trace": trace or None,
    }


def upsert(insert: Callable[[Table], Insert]) -> Any:
    """Insert or update by tracking id; what is another contact's stays as it is, and is not returned."""
    row = insert(COMPLAINT)
    return row.on_conflict_do_update(
        index_elements=[COMPLAINT.c.tracking_id],
        set_={name: row.excluded[name] for name in UPDATED}
        | {"trace": func.coalesce(row.excluded.trace, COMPLAINT.c.trace)},
        where=COMPLAINT.c.contact_id == row.excluded.contact_id,
    ).returning(COMPLAINT.c.tracking_id, COMPLAINT.c.id)


SAVE = for_dialects(upsert)


class Complaints(TransactionBase):
    """The part of Transaction about complaints."""

    def save_complaint(
        self, complaint: Complaint, contact_id: int, status: str, now: datetime
    ) -> int:
        """Insert or update by tracking id, and return the row's id.

        `status` is draft, completed or cancelled. TrackingIdTaken when the id belongs to another contact.
        From then on it goes on under the trace of the message that is being worked on.
        """
        subject_id = self._subject_of(contact_id)
        seal = sealer(self._vault.key(subject_id), subject_id)
        owner = {"contact_id": contact_id, "subject_id": subject_id}
        row = owner | complaint_row(seal, complaint, status, now, TRACE.get())
        stored = self._first(SAVE[self._dialect], row)
        if stored is None:
            raise TrackingIdTaken(complaint.tracking_id)
        return int(stored.id)

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
        """The complaint known by this id, if there is one; Damaged is not the same as none."""
        found = select(COMPLAINT).where(COMPLAINT.c.tracking_id == tracking_id)
        return self._unless_erased(self._first(found), self._complaint)

    def complaints_named(self, tracking_ids: Collection[str]) -> list[StoredComplaint]:
        """Those of these complaints that are there and readable, in their order."""
        found = select(COMPLAINT).where(COMPLAINT.c.tracking_id.in_(tracking_ids))
        named = {one.complaint.tracking_id: one for one in self._complaints(found)}
        return [named[id_] for id_ in tracking_ids if id_ in named]

    def complaint_by_id(
        self, complaint_id: int, *, lock: bool = False
    ) -> StoredComplaint | None:
        """The complaint with this row id, if it is there and readable; with `lock` held until the commit."""
        found = select(COMPLAINT).where(COMPLAINT.c.id == complaint_id)
        row = self._first(lockable(found, COMPLAINT)[lock])
        return self._readable_or_none(row, self._complaint)

    def complaints_by_id(
        self, complaint_ids: Collection[int]
    ) -> dict[int, StoredComplaint]:
        """Those of these complaints that are there and readable, by row id."""
        found = select(COMPLAINT).where(COMPLAINT.c.id.in_(complaint_ids))
        return {one.id: one for one in self._complaints(found)}

    def like(
        self, complaint: Complaint, since: datetime, limit: int
    ) -> list[StoredComplaint]:
        """Complaints since then whose case is open, the newest of its village and of its matter.

        Of the village whatever it is filed under: two votes on one matter differ in every fourth case.
        Of the kecamatan those of the same category, because some name no village.
        """
        category, there = complaint.category, complaint.location.region_code
        here = COMPLAINT.c.region_code == there
        matter = (COMPLAINT.c.category == category) & (
            COMPLAINT.c.district == district(complaint)
        )
        found = (
            select(COMPLAINT)
            .join(CASES, CASES.c.complaint_id == COMPLAINT.c.id)
            .where(COMPLETED, COMPLAINT.c.received_at >= since, OPEN)
            .order_by(COMPLAINT.c.received_at.desc())
            .limit(limit)
        )
        both = (self._complaints(found.where(one)) for one in (here, matter))
        return [*{one.id: one for rows in both for one in rows}.values()]

    def complaints_of(self, contact_id: int, limit: int) -> list[StoredComplaint]:
        """A contact's complaints, newest first; Damaged when one of them is: nobody is told of another."""
        found = select(COMPLAINT).where(COMPLAINT.c.contact_id == contact_id)
        rows = self._all(found.order_by(COMPLAINT.c.id.desc()).limit(limit))
        read = (self._unless_erased(row, self._complaint) for row in rows)
        return [one for one in read if one]

    def reports_of(self, contact_id: int, limit: int) -> list[str]:
        """The numbers of a contact's reports that were sent, newest first."""
        sent = (COMPLAINT.c.contact_id == contact_id) & (
            COMPLAINT.c.status == "completed"
        )
        numbers = select(COMPLAINT.c.tracking_id).where(sent)
        rows = self._all(numbers.order_by(COMPLAINT.c.id.desc()).limit(limit))
        return [row.tracking_id for row in rows]

    def tracking_id_free(self, tracking_id: str) -> bool:
        """Whether no complaint, not even an erased one, has this id."""
        return not self._value(
            select(exists().where(COMPLAINT.c.tracking_id == tracking_id))
        )

    def quiet_drafts(self, before: datetime, limit: int) -> list[int]:
        """Drafts untouched since `before` that no coordinator was told of, longest quiet first."""
        untold = COMPLAINT.c.coordinator_told_at.is_(None)
        found = select(COMPLAINT.c.id).where(
            DRAFT, untold, COMPLAINT.c.updated_at < before
        )
        return self._ids(found.order_by(COMPLAINT.c.updated_at).limit(limit))

    def left_drafts(self, before: datetime, limit: int) -> list[StoredComplaint]:
        """Drafts untouched since `before`, whether or not a coordinator was told of them."""
        found = select(COMPLAINT).where(DRAFT, COMPLAINT.c.updated_at < before)
        return self._complaints(found.order_by(COMPLAINT.c.updated_at).limit(limit))

    def mark_coordinator_told(
        self, complaint_ids: Collection[int], now: datetime
    ) -> list[int]:
        """A coordinator knows of these quiet drafts; those of which none knew before."""
        untold = update(COMPLAINT).where(
            COMPLAINT.c.id.in_(complaint_ids), COMPLAINT.c.coordinator_told_at.is_(None)
        )
        told = untold.values(coordinator_told_at=now)
        return self._ids(told.returning(COMPLAINT.c.id))

    def to_push(self, stale_before: datetime, limit: int) -> list[int]:
        """Completed complaints that are not routed and were not pushed since `stale_before`, oldest first."""
        unpushed = COMPLAINT.c.pushed_at.is_(None) | (
            COMPLAINT.c.pushed_at < stale_before
        )
        found = select(COMPLAINT.c.id).where(UNROUTED, unpushed)
        return self._ids(found.order_by(COMPLAINT.c.id).limit(limit))

    def pushed_in_vain(self, stale_before: datetime, limit: int) -> list[int]:
        """Completed complaints that were pushed before then, and are still not routed."""
        stale = COMPLAINT.c.pushed_at < stale_before
        found = select(COMPLAINT.c.id).where(UNROUTED, stale)
        return self._ids(found.order_by(COMPLAINT.c.id).limit(limit))

    def mark_pushed(
        self, complaint_ids: Collection[int], now: datetime
    ) -> dict[int, str]:
        """They are on the central queue; the trace that each goes on under."""
        pushed = update(COMPLAINT).where(COMPLAINT.c.id.in_(complaint_ids))
        marked = pushed.values(pushed_at=now).returning(
            COMPLAINT.c.id, COMPLAINT.c.trace
        )
        return {row.id: row.trace or "" for row in self._all(marked)}

    def mark_routed(self, complaint_id: int, now: datetime) -> None:
        """An agency has it."""
        routed = update(COMPLAINT).where(COMPLAINT.c.id == complaint_id)
        self._run(routed.values(routed_at=now))

    def _ids(self, found: Executable) -> list[int]:
        return [row.id for row in self._all(found)]

    def _complaints(self, found: Select[Any]) -> list[StoredComplaint]:
        return self._readable(self._all(found), self._complaint)

    def _complaint(self, row: Row[Any]) -> StoredComplaint:
        complaint = self._value_in(Complaint, "complaint.envelope", row)
        return StoredComplaint(
            row.id,
            complaint,
            row.contact_id,
            row.status,
            row.pushed_at,
            row.routed_at,
            row.trace or "",
        )
