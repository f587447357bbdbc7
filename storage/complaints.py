"""Complaints, from the first draft until they are routed, and what was sent along with them."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, literal_column, select, update

from intake.complaint import Complaint, complaint_from, envelope
from intake.messages import Media
from storage.session import Session
from storage.statements import lockable
from storage.tables import ATTACHMENT, COMPLAINT
from storage.values import StoredAttachment, StoredComplaint, dumps, loads, media_from

# Literals, because a database uses a partial index only when it sees the index's own condition.
COMPLETED = COMPLAINT.c.status == literal_column("'completed'")
DRAFT = COMPLAINT.c.status == literal_column("'draft'")


class TrackingIdTaken(Exception):
    """Someone else's complaint has this tracking id: draw another."""


class Complaints(Session):
    """The part of Transaction about complaints."""

    def save_complaint(self, complaint: Complaint, contact_id: int, status: str, now: datetime) -> int:
        """Insert or update by tracking id, and return the row's id.

        `status` is draft, completed or cancelled. TrackingIdTaken when the id belongs to another contact.
        """
        subject_id = self._subject_of(contact_id)
        sealed = self._vault.seal("complaint.envelope", subject_id, dumps(envelope(complaint, [])))
        row = {
            "status": status,
            "kind": complaint.kind,
            "category": complaint.category,
            "region_code": complaint.location.region_code,
            "completed_at": complaint.completed_at,
            "updated_at": now,
            "envelope": sealed,
        }
        owner = {"tracking_id": complaint.tracking_id, "contact_id": contact_id, "subject_id": subject_id}
        insert = self._insert(COMPLAINT).values(**row, **owner, received_at=complaint.received_at)
        upsert = insert.on_conflict_do_update(
            index_elements=[COMPLAINT.c.tracking_id], set_=row, where=COMPLAINT.c.contact_id == contact_id
        )
        complaint_id: int | None = self._value(upsert.returning(COMPLAINT.c.id))
        if complaint_id is None:
            raise TrackingIdTaken(complaint.tracking_id)
        return complaint_id

    def complaint(self, tracking_id: str) -> StoredComplaint | None:
        """The complaint known by this id, if there is one."""
        found = select(COMPLAINT).where(COMPLAINT.c.tracking_id == tracking_id)
        return self._readable_or_none(self._first(found), self._complaint)

    def complaint_by_id(self, complaint_id: int, *, lock: bool = False) -> StoredComplaint | None:
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
        return not self._value(select(exists().where(COMPLAINT.c.tracking_id == tracking_id)))

    def quiet_drafts(self, before: datetime, limit: int) -> list[StoredComplaint]:
        """Drafts untouched since `before` that no coordinator was told of, longest quiet first."""
        quiet = (COMPLAINT.c.updated_at < before) & COMPLAINT.c.coordinator_told_at.is_(None)
        found = select(COMPLAINT).where(DRAFT, quiet).order_by(COMPLAINT.c.updated_at)
        return self._complaints(found.limit(limit))

    def mark_coordinator_told(self, complaint_id: int, now: datetime) -> None:
        """A coordinator knows of this quiet draft."""
        self._stamp(complaint_id, COMPLAINT.c.coordinator_told_at, now)

    def to_push(self, stale_before: datetime, limit: int) -> list[int]:
        """Completed complaints that are not routed and were not pushed since `stale_before`, oldest first."""
        unpushed = COMPLAINT.c.pushed_at.is_(None) | (COMPLAINT.c.pushed_at < stale_before)
        found = select(COMPLAINT.c.id).where(COMPLETED, COMPLAINT.c.routed_at.is_(None), unpushed)
        return [row.id for row in self._all(found.order_by(COMPLAINT.c.id).limit(limit))]

    def mark_pushed(self, complaint_id: int, now: datetime) -> None:
        """It is on the central queue."""
        self._stamp(complaint_id, COMPLAINT.c.pushed_at, now)

    def mark_routed(self, complaint_id: int, now: datetime) -> None:
        """An agency has it."""
        self._stamp(complaint_id, COMPLAINT.c.routed_at, now)

    def add_attachment(self, complaint_id: int, inbound_id: int, media: Media, now: datetime) -> str:
        """Note something that came along, waiting to be fetched; its new id cannot be guessed."""
        subject_id = self._value(select(COMPLAINT.c.subject_id).where(COMPLAINT.c.id == complaint_id))
        row = {
            "id": token_hex(16),
            "subject_id": subject_id,
            "complaint_id": complaint_id,
            "inbound_id": inbound_id,
            "state": "waiting",
            "size": media.size,
            "created_at": now,
            "media": self._vault.seal("attachment.media", subject_id, dumps(media)),
        }
        self._run(self._insert(ATTACHMENT).values(row))
        return str(row["id"])

    def settle_attachment(self, attachment_id: str, state: str, sha256: str | None, size: int | None) -> None:
        """Remember what became of an attachment: its state, and its hash and size in bytes once fetched."""
        values = {"state": state, "sha256": sha256, "size": size}
        self._run(update(ATTACHMENT).where(ATTACHMENT.c.id == attachment_id).values(values))

    def attachments_of(self, complaint_id: int) -> list[StoredAttachment]:
        """What came along with a complaint, in the order it came."""
        found = select(ATTACHMENT).where(ATTACHMENT.c.complaint_id == complaint_id)
        rows = self._all(found.order_by(ATTACHMENT.c.inbound_id, ATTACHMENT.c.created_at, ATTACHMENT.c.id))
        return self._readable(rows, self._attachment)

    def _stamp(self, complaint_id: int, column: ColumnElement[datetime | None], now: datetime) -> None:
        self._run(update(COMPLAINT).where(COMPLAINT.c.id == complaint_id).values({column: now}))

    def _complaints(self, found: Select[Any]) -> list[StoredComplaint]:
        return self._readable(self._all(found), self._complaint)

    def _complaint(self, row: Row[Any]) -> StoredComplaint:
        opened = self._vault.open("complaint.envelope", row.subject_id, row.envelope)
        complaint = complaint_from(loads(opened))
        return StoredComplaint(row.id, complaint, row.contact_id, row.status, row.pushed_at, row.routed_at)

    def _attachment(self, row: Row[Any]) -> StoredAttachment:
        media = media_from(loads(self._vault.open("attachment.media", row.subject_id, row.media)))
        return StoredAttachment(row.id, row.complaint_id, media, row.sha256, row.size, row.state)
