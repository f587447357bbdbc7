"""What a person may ask of their data: all that is held, keeping it only, new wrappings of keys."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, delete, exists, select, update
from sqlalchemy.sql.schema import Column

from storage.attachments import Attachments, FileKey
from storage.crypto import Unreadable
from storage.tables import (
    ATTACHMENT,
    CASES,
    COMPLAINT,
    CONTACT,
    CONVERSATION,
    DATA_REQUEST,
    INBOUND,
    OUTBOX,
    QUARANTINE,
    SUBJECT,
    Moment,
)
from storage.transaction_base import RENEW, Damaged
from storage.values import DataRequest, FoundFile

HELD = (
    *(CONTACT, CONVERSATION, INBOUND, COMPLAINT),
    *(ATTACHMENT, CASES, OUTBOX, DATA_REQUEST),
)
ORDERED = {table: next(iter(table.primary_key.columns)) for table in HELD}
# Hashes made to find rows by; they say nothing to anybody.
FINDERS = ("address_index", "alias_index", "external_index", "provider_index")
OPEN = DATA_REQUEST.c.done_at.is_(None)


class Rights(Attachments):
    """The part of Transaction about people as the owners of their data."""

    def held_of(self, subject_id: int) -> dict[str, list[dict[str, Any]]]:
        """All rows that belong to a person, by table, oldest first, opened; Erased when they are forgotten.

        What is damaged is told as such.
        """
        self._vault.key(subject_id)
        return {
            table.name: [
                self._told(table.name, table.columns.values(), row)
                for row in self._all(
                    select(table)
                    .where(table.c.subject_id == subject_id)
                    .order_by(ORDERED[table])
                )
            ]
            for table in HELD
        }

    def files_of(self, subject_id: int) -> list[tuple[FileKey, str]]:
        """The files that lie in the media store for a person, whose and their hashes; Erased."""
        key = self.file_key_of(subject_id)
        stored = select(ATTACHMENT).where(
            ATTACHMENT.c.subject_id == subject_id, ATTACHMENT.c.found.is_not(None)
        )
        found = [self._found_in(row) for row in self._all(stored)]
        names = {
            name
            for one in found
            if one
            for name in (one.sha256, one.shown, one.thumbnail)
            if name
        }
        return [(key, name) for name in sorted(names)]

    def restrict(self, subject_id: int, since: datetime | None) -> None:
        """What we know of a person is kept and shown to nobody, or (None) used again."""
        self._run(
            update(SUBJECT)
            .where(SUBJECT.c.id == subject_id)
            .values(restricted_at=since)
        )

    def restricted_since(self, contact_id: int) -> datetime | None:
        """Since when somebody wants their data kept only; None: they do not."""
        since = select(SUBJECT.c.restricted_at).where(
            SUBJECT.c.id == self._subject_of(contact_id)
        )
        found: datetime | None = self._value(since)
        return found

    def add_request(
        self, contact_id: int, kind: str, now: datetime, due_at: datetime
    ) -> None:
        """Note what a person asked for; the same thing that still waits is not noted again."""
        subject_id = self._subject_of(contact_id)
        same = (DATA_REQUEST.c.subject_id == subject_id) & (DATA_REQUEST.c.kind == kind)
        if self._first(select(DATA_REQUEST.c.id).where(same, OPEN)):
            return
        row = {
            "subject_id": subject_id,
            "contact_id": contact_id,
            "kind": kind,
            "asked_at": now,
            "due_at": due_at,
            "outcome": "",
        }
        self._run(self._insert(DATA_REQUEST).values(row))

    def open_requests(self, limit: int) -> list[DataRequest]:
        """What waits for somebody, soonest due first."""
        waits = select(DATA_REQUEST).where(OPEN).order_by(DATA_REQUEST.c.due_at)
        return [_request(row) for row in self._all(waits.limit(limit))]

    def request_by_id(self, request_id: int) -> DataRequest | None:
        """One of them, while it waits."""
        row = self._first(
            select(DATA_REQUEST).where(DATA_REQUEST.c.id == request_id, OPEN)
        )
        return row and _request(row)

    def end_request(self, request_id: int, outcome: str, now: datetime) -> bool:
        """It is `agreed` or `refused`; False when somebody was first."""
        waits = update(DATA_REQUEST).where(DATA_REQUEST.c.id == request_id, OPEN)
        ended = waits.values(done_at=now, outcome=outcome).returning(DATA_REQUEST.c.id)
        return self._first(ended) is not None

    def agreed_requests(self, limit: int) -> list[DataRequest]:
        """Granted, and not carried out yet; oldest first."""
        agreed = select(DATA_REQUEST).where(DATA_REQUEST.c.outcome == "agreed")
        rows = self._all(agreed.order_by(DATA_REQUEST.c.id).limit(limit))
        return [_request(row) for row in rows]

    def fulfil_request(self, request_id: int) -> None:
        """It is carried out."""
        self._run(
            update(DATA_REQUEST)
            .where(DATA_REQUEST.c.id == request_id)
            .values(outcome="done")
        )

    def long_silent(
        self, before: datetime, *, reported: bool, after: int, limit: int
    ) -> list[int]:
        """Contacts who have not written since `before` and for whom nothing is open, from `after` on.

        Those with a report, whose cases were last touched before, too; or those without.
        """
        theirs = COMPLAINT.c.contact_id == CONTACT.c.id
        sent = exists().where(theirs, COMPLAINT.c.status == "completed")
        touched = exists().where(
            theirs,
            COMPLAINT.c.status == "completed",
            COMPLAINT.c.id == CASES.c.complaint_id,
            CASES.c.next_at.is_not(None) | (CASES.c.updated_at >= before),
        )
        unrouted = exists().where(
            theirs, COMPLAINT.c.status == "completed", COMPLAINT.c.routed_at.is_(None)
        )
        found = select(CONTACT.c.id).where(
            CONTACT.c.id > after,
            CONTACT.c.address_index.is_not(None),
            CONTACT.c.last_inbound_at < before,
            CONTACT.c.waiting_since.is_(None),
            sent if reported else ~sent,
            ~touched,
            ~unrouted,
        )
        return [row.id for row in self._all(found.order_by(CONTACT.c.id).limit(limit))]

    def old_files(self, before: datetime, limit: int) -> list[str]:
        """Attachments kept for cases that were over, and last touched, before; oldest first."""
        over = (CASES.c.complaint_id == ATTACHMENT.c.complaint_id) & (
            CASES.c.next_at.is_(None) & (CASES.c.updated_at < before)
        )
        kept = select(ATTACHMENT.c.id).where(
            ATTACHMENT.c.state == "stored", exists().where(over)
        )
        rows = self._all(kept.order_by(ATTACHMENT.c.inbound_id).limit(limit))
        return [row.id for row in rows]

    def outlive(self, attachment_ids: list[str]) -> None:
        """Their time is over: the job that shreds files takes them."""
        old = update(ATTACHMENT).where(
            ATTACHMENT.c.id.in_(attachment_ids), ATTACHMENT.c.state == "stored"
        )
        self._run(old.values(state="dropped"))

    def drop_settled(self, before: datetime) -> int:
        """Take away what was put aside and dealt with before; how much."""
        old = delete(QUARANTINE).where(QUARANTINE.c.settled_at < before)
        return self._connection.execute(old).rowcount

    def rewrap(self, after: int, limit: int) -> tuple[int, int]:
        """Wrap people's keys with the current master, in the order of their ids behind `after`.

        The last id looked at (`after` when none is left) and how many were wrapped anew. One that another
        process changed meanwhile, or that is damaged, is left as it is.
        """
        keys = select(SUBJECT.c.id, SUBJECT.c.wrapped_key).where(
            SUBJECT.c.id > after, SUBJECT.c.wrapped_key.is_not(None)
        )
        changed = 0
        for row in self._all(keys.order_by(SUBJECT.c.id).limit(limit)):
            after = row.id
            try:
                fresh = self._keys.renewed(row.wrapped_key, row.id)
            except Unreadable:
                continue
            if fresh != row.wrapped_key:
                self._run(RENEW, {"who": row.id, "old": row.wrapped_key, "new": fresh})
                changed += 1
        return after, changed

    def _found_in(self, row: Row[Any]) -> FoundFile | None:
        return self._readable_or_none(
            row, lambda one: self._value_in(FoundFile, "attachment.found", one)
        )

    def _told(
        self, table: str, columns: list[Column[Any]], row: Row[Any]
    ) -> dict[str, Any]:
        told = {
            column.name: self._cell(f"{table}.{column.name}", column, row)
            for column in columns
            if column.name not in FINDERS
        }
        return {name: value for name, value in told.items() if value is not None}

    def _cell(self, place: str, column: Column[Any], row: Row[Any]) -> Any:
        value = row._mapping[column.name]
        if value is not None and isinstance(column.type, LargeBinary):
            try:
                return self._unsealed(place, row, _plain)
            except Damaged:
                return "damaged"
        return value.isoformat() if isinstance(column.type, Moment) and value else value


def _plain(opened: bytes) -> Any:
    """As it was stored: JSON, or an address."""
    try:
        return json.loads(opened)
    except ValueError:
        return opened.decode()


def _request(row: Row[Any]) -> DataRequest:
    return DataRequest(
        row.id, row.subject_id, row.contact_id, row.kind, row.asked_at, row.due_at
    )
