"""What people sent along: fetched later, by a job that these rows are the truth for.

A waiting row is due at a moment; whoever takes it moves that moment on, which is their
lease. The attempt is counted before it begins: a file that kills its worker is known by it.
"""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Row, delete, literal_column, select, update

from intake.messages import Media
from storage.codec import dumps
from storage.crypto import DataKey, Unreadable
from storage.tables import ATTACHMENT, INBOUND
from storage.transaction_base import Damaged, Erased, Seal, TransactionBase
from storage.values import (
    FoundFile,
    StoredAttachment,
    WaitingAttachment,
)

# A literal, because a database uses a partial index only when it sees the index's own condition.
WAITING = ATTACHMENT.c.state == literal_column("'waiting'")
DAMAGED = "damaged"  # the state of what cannot even be fetched any more
DROPPED = ATTACHMENT.c.state == literal_column("'dropped'")


def attachment_row(seal: Seal, media: Media, now: datetime) -> dict[str, Any]:
    """Something that came along, waiting to be fetched; its new id cannot be guessed."""
    return {
        "id": token_hex(16),
        "state": "waiting",
        "size": media.size,
        "created_at": now,
        "due_at": now,
        "attempts": 0,
        "begun": 0,
        "media": seal("attachment.media", dumps(media)),
    }


class Attachments(TransactionBase):
    """The part of Transaction about attachments."""

    def has_due_attachment(self, now: datetime) -> bool:
        """Whether `take_attachment` or `dropped_attachments` would find something."""
        due = (
            select(ATTACHMENT.c.id).where(WAITING, ATTACHMENT.c.due_at <= now).limit(1)
        )
        dropped = select(ATTACHMENT.c.id).where(DROPPED).limit(1)
        return self._first(due) is not None or self._first(dropped) is not None

    def take_attachment(
        self, now: datetime, lease_until: datetime
    ) -> WaitingAttachment | None:
        """What has been due longest; nobody else gets it before `lease_until`. None when nothing is due."""
        due = select(ATTACHMENT, INBOUND.c.channel).join(
            INBOUND, INBOUND.c.id == ATTACHMENT.c.inbound_id
        )
        due = due.where(WAITING, ATTACHMENT.c.due_at <= now).order_by(
            ATTACHMENT.c.due_at, ATTACHMENT.c.inbound_id
        )
        next_one = due.limit(1).with_for_update(of=ATTACHMENT, skip_locked=True)
        while row := self._first(next_one):
            try:
                waiting = self._waiting(row)
            except Damaged:
                self._change(row.id, state=DAMAGED)
                continue
            self._change(row.id, due_at=lease_until, begun=row.begun + 1)
            return waiting
        return None

    def drop_parts(self, complaint_id: int) -> bool:
        """Take every message and file off a draft that was begun anew; whether files are to be shredded."""
        self._run(
            update(INBOUND)
            .where(INBOUND.c.complaint_id == complaint_id)
            .values(complaint_id=None)
        )
        theirs = (
            update(ATTACHMENT)
            .where(ATTACHMENT.c.complaint_id == complaint_id)
            .values(state="dropped")
        )
        return bool(self._all(theirs.returning(ATTACHMENT.c.id)))

    def dropped_attachments(self, limit: int) -> list["DroppedAttachment"]:
        """Files to be shredded, oldest first."""
        rows = self._all(
            select(ATTACHMENT)
            .where(DROPPED)
            .order_by(ATTACHMENT.c.inbound_id)
            .limit(limit)
        )
        return [self._dropped(row) for row in rows]

    def forget_attachment(self, attachment_id: str) -> None:
        """Its files are shredded: the row goes, too."""
        self._run(delete(ATTACHMENT).where(ATTACHMENT.c.id == attachment_id, DROPPED))

    def retry_attachment(self, attachment_id: str, due_at: datetime) -> None:
        """It could not be fetched; try again at `due_at`."""
        self._change(
            attachment_id, due_at=due_at, begun=0, attempts=ATTACHMENT.c.attempts + 1
        )

    def store_attachment(self, attachment_id: str, found: FoundFile) -> bool:
        """Its bytes are in the media store; False when nobody waits for them any more."""
        subject_id = self._value(
            select(ATTACHMENT.c.subject_id).where(ATTACHMENT.c.id == attachment_id)
        )
        sealed = self._vault.seal("attachment.found", subject_id, dumps(found))
        changed = {
            "state": "stored",
            "sha256": found.sha256,
            "size": found.bytes,
            "found": sealed,
        }
        return self._change(attachment_id, **changed)

    def files_nobody_has(self, subject_id: int, found: FoundFile) -> tuple[str, ...]:
        """The stored files of these that no attachment of this person is made of."""
        same = (ATTACHMENT.c.subject_id == subject_id) & (
            ATTACHMENT.c.sha256 == found.sha256
        )
        others = self._first(select(ATTACHMENT.c.id).where(same, ~DROPPED).limit(1))
        return (
            ()
            if others
            else tuple(filter(None, (found.sha256, found.shown, found.thumbnail)))
        )

    def give_up_attachment(self, attachment_id: str, state: str) -> None:
        """It will not be fetched: `refused:<why>`, or `gone`."""
        self._change(attachment_id, state=state)

    def complaint_of_attachment(self, attachment_id: str) -> int | None:
        """The complaint it came along with; None when it was dropped from it."""
        here = (ATTACHMENT.c.id == attachment_id) & ~DROPPED
        found: int | None = self._value(select(ATTACHMENT.c.complaint_id).where(here))
        return found

    def attachments_of(self, complaint_id: int) -> list[StoredAttachment]:
        """What came along with a complaint, in the order it came."""
        found = select(ATTACHMENT).where(
            ATTACHMENT.c.complaint_id == complaint_id, ~DROPPED
        )
        rows = self._all(found.order_by(ATTACHMENT.c.inbound_id, ATTACHMENT.c.place))
        return self._readable(rows, self._attachment)

    def file_key_of(self, subject_id: int) -> "FileKey":
        """What seals and opens this person's files; Erased when they are forgotten."""
        return FileKey(subject_id, self._vault.key(subject_id))

    def _change(self, attachment_id: str, **values: Any) -> bool:
        """Only what still waits: a lease that ran out leaves the first to end the last word."""
        waits = update(ATTACHMENT).where(ATTACHMENT.c.id == attachment_id, WAITING)
        return self._first(waits.values(values).returning(ATTACHMENT.c.id)) is not None

    def keep_damaged(self, attachment_id: str) -> None:
        """It was to be shredded, and says no more which files are its own."""
        dropped = update(ATTACHMENT).where(ATTACHMENT.c.id == attachment_id, DROPPED)
        self._run(dropped.values(state=DAMAGED))

    def _dropped(self, row: Row[Any]) -> "DroppedAttachment":
        try:
            found, key = self._found(row), self.file_key_of(row.subject_id)
        except Erased:  # without their key it is unreadable already
            return DroppedAttachment(row.id, ())
        except Unreadable:
            return DroppedAttachment(row.id, (), damaged=True)
        names = self.files_nobody_has(row.subject_id, found) if found else ()
        return DroppedAttachment(row.id, tuple((key, name) for name in names))

    def _waiting(self, row: Row[Any]) -> WaitingAttachment:
        return WaitingAttachment(
            row.id,
            row.subject_id,
            row.channel,
            self._media(row),
            row.created_at,
            row.attempts,
            row.begun,
        )

    def _attachment(self, row: Row[Any]) -> StoredAttachment:
        return StoredAttachment(
            row.id,
            row.complaint_id,
            self._media(row),
            row.sha256,
            row.size,
            row.state,
            row.subject_id,
            self._found(row),
        )

    def _found(self, row: Row[Any]) -> FoundFile | None:
        return row.found and self._value_in(FoundFile, "attachment.found", row)

    def _media(self, row: Row[Any]) -> Media:
        return self._value_in(Media, "attachment.media", row)


@dataclass(frozen=True, slots=True)
class DroppedAttachment:
    """Something whose draft was begun anew: its files are to be shredded, then its row."""

    id: str
    files: tuple[tuple["FileKey", str], ...]  # whose, and their hashes
    damaged: bool = False  # nobody can say which files they were


class FileKey:
    """One person's key, for files. A file is named by whose it is and by its hash."""

    def __init__(self, subject_id: int, key: DataKey) -> None:
        self._subject_id = subject_id
        self._key = key

    def name(self, sha256: str) -> str:
        """Where it lies in the media store: the same bytes of the same person, once."""
        return f"{self._subject_id:016x}/{sha256}"

    def seal(self, sha256: str, content: bytes) -> bytes:
        """Encrypt the bytes that have this hash."""
        return self._key.seal(content, self._place(sha256))

    def open(self, sha256: str, sealed: bytes) -> bytes:
        """Give back what was sealed under this hash; Unreadable when it is another person's, or altered."""
        return self._key.open(sealed, self._place(sha256))

    def _place(self, sha256: str) -> bytes:
        return f"file:{self.name(sha256)}".encode()
