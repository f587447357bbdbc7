"""What is still to be sent, and what became of what was.

A row is pending until its provider takes it; the one who is sending it holds a
short lease and renews it, so nobody needs a transaction open meanwhile and a killed
worker's row comes free by itself, in seconds. Only a contact's oldest pending row may leave: a person
reads our messages in the order we wrote them.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)

from intake.messages import Address, DeliveryReport, DeliveryStatus, OutboundMessage
from storage.codec import dumps
from storage.crypto import Unreadable
from storage.statements import for_dialects, lockable
from storage.tables import (
    CONTACT,
    OUTBOX,
    PARKED_REPORT,
    SUBJECT,
    SYSTEM_SUBJECT,
    Moment,
)
from storage.tracing import TRACE, note
from storage.transaction_base import Damaged, Seal, TransactionBase, sealer
from storage.values import OutboxItem, Outcome, Outgoing, Retry

log = logging.getLogger(__name__)

PARKED_FOR = timedelta(
    days=7
)  # after that the report is of a message that was never ours

# How the key begins of a message that is another once more: `sms1:12` is number 12, by SMS.
MOST_PARTS = 9
WAYS = ("template", "moved", "fallback", *(f"sms{n}" for n in range(1, MOST_PARTS + 1)))

SUSPECT = 2  # senders that ended over it: from then on it is sent beside no other such

OLDER = OUTBOX.alias("older")
# Literals, because a database uses a partial index only when it sees the index's own condition.
PENDING = OUTBOX.c.status == literal_column("'pending'")
EARLIER = (OLDER.c.contact_id == OUTBOX.c.contact_id) & (OLDER.c.id < OUTBOX.c.id)
FIRST_OF_CONTACT = ~exists().where(
    EARLIER, OLDER.c.status == literal_column("'pending'")
)
UNLEASED = OUTBOX.c.leased_until.is_(None) | (
    OUTBOX.c.leased_until <= bindparam("now", type_=Moment)
)
DUE = (
    PENDING,
    OUTBOX.c.due_at <= bindparam("now", type_=Moment),
    UNLEASED,
    FIRST_OF_CONTACT,
)
READY = select(OUTBOX.c.id).where(*DUE).limit(1)
WITH_KEY = select(OUTBOX, SUBJECT.c.wrapped_key).join(
    SUBJECT, SUBJECT.c.id == OUTBOX.c.subject_id
)
ADD = for_dialects(
    lambda insert: (
        insert(OUTBOX)
        .on_conflict_do_nothing(index_elements=[OUTBOX.c.key])
        .returning(OUTBOX.c.id)
    )
)
FREE = (
    WITH_KEY.add_columns(CONTACT.c.last_inbound_at)
    .join(CONTACT, CONTACT.c.id == OUTBOX.c.contact_id)
    .where(*DUE, OUTBOX.c.channel == bindparam("channel"))
    .order_by(OUTBOX.c.due_at, OUTBOX.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(of=OUTBOX, skip_locked=True)
)
THESE = OUTBOX.c.id.in_(bindparam("ids", expanding=True))
LEASE = (
    update(OUTBOX)
    .where(THESE)
    .values(attempts=OUTBOX.c.attempts + 1, leased_until=bindparam("until"))
)
PARK = (
    update(OUTBOX)
    .where(THESE)
    .values(status="failed", fault="Damaged", settled_at=bindparam("now", type_=Moment))
)
NOT_BEFORE = update(OUTBOX).where(THESE).values(due_at=bindparam("until"))
# Whoever took a row after our lease ran out has given it another moment.
RENEW = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id == bindparam("row"),
        PENDING,
        OUTBOX.c.leased_until == bindparam("mine", type_=Moment),
    )
    .values(leased_until=bindparam("until", type_=Moment))
)
RENEWED = select(OUTBOX.c.id).where(
    THESE, PENDING, OUTBOX.c.leased_until == bindparam("until", type_=Moment)
)
STILL_PENDING = lockable(WITH_KEY.where(THESE, PENDING).order_by(OUTBOX.c.id), OUTBOX)
CHANGE = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
PUT_BACK = CHANGE.where(PENDING).values(
    leased_until=None,
    attempts=OUTBOX.c.attempts - 1,
    due_at=func.coalesce(bindparam("until", type_=Moment), OUTBOX.c.due_at),
)
SENT_AS = lockable(
    select(OUTBOX).where(
        OUTBOX.c.channel == bindparam("channel"),
        OUTBOX.c.provider_index == bindparam("index"),
    ),
    OUTBOX,
)
INDEXES = PARKED_REPORT.c.provider_index.in_(bindparam("indexes", expanding=True))
PARKED = select(PARKED_REPORT).where(INDEXES)
IN_TURN_ALL = text(
    "SELECT pg_advisory_xact_lock(n) FROM unnest(CAST(:numbers AS bigint[])) AS n"
)


def outbox_row(  # noqa: PLR0913  (each argument is a column)
    seal: Seal,
    message: OutboundMessage,
    now: datetime,
    *,
    kind: str,
    key: str | None = None,
    fallbacks: tuple[Address, ...] = (),
    due_at: datetime | None = None,
    said_before: int = 0,
) -> dict[str, Any]:
    """A message to send as a row, but for whom it goes to."""
    return {
        "channel": message.to.channel,
        "kind": kind,
        "key": key,
        "status": "pending",
        "attempts": 0,
        "created_at": now,
        "wanted_at": due_at or now,
        "due_at": due_at or now,
        "body": seal("outbox.body", dumps(Outgoing(message, fallbacks, said_before))),
    }


class Outbox(TransactionBase):
    """The part of Transaction about what goes out."""

    def add_outbox(  # noqa: PLR0913  (one row, one call: each argument is a column)
        self,
        contact_id: int,
        message: OutboundMessage,
        now: datetime,
        *,
        kind: str,
        complaint_id: int | None = None,
        key: str | None = None,
        fallbacks: tuple[Address, ...] = (),
        due_at: datetime | None = None,
        said_before: int = 0,
    ) -> int | None:
        """Put a message in line and return its id; None when `key` was used before: said once is enough.

        `fallbacks` are where to try next if it is refused. `due_at`: not before then.
        """
        subject_id = self._subject_of(contact_id)
        seal = sealer(self._vault.key(subject_id), subject_id)
        traced = message if message.trace else replace(message, trace=TRACE.get())
        row = outbox_row(
            seal,
            traced,
            now,
            kind=kind,
            key=key,
            fallbacks=fallbacks,
            due_at=due_at,
            said_before=said_before,
        )
        row |= {
            "subject_id": subject_id,
            "contact_id": contact_id,
            "complaint_id": complaint_id,
        }
        outbox_id: int | None = self._value(ADD[self._dialect], row)
        if outbox_id is not None:
            about = {"channel": message.to.channel, "kind": kind}
            note(log, "queued", outbox=outbox_id, complaint=complaint_id, **about)
        return outbox_id

    def lease_due(
        self,
        now: datetime,
        lease_until: datetime,
        room: Mapping[str, int],
        *,
        doubtful: bool = True,
    ) -> list[OutboxItem]:
        """Take what may be sent now, so many of each channel, at most one row a contact.

        Nobody else gets it before `lease_until`. The attempt counts from here, so that a message
        that kills its worker is counted, too. Of those over which SUSPECT workers died at most one is
        taken, and none unless `doubtful`: so whoever kills the next does not take the others along.
        """
        rows = [
            row
            for channel, limit in room.items()
            for row in self._all(FREE, {"now": now, "channel": channel, "limit": limit})
        ]
        items = self._opened_or_parked(_one_doubtful(rows, doubtful), now)
        if items:
            ids = [item.id for item in items]
            self._run(LEASE, {"ids": ids, "until": lease_until})
        return items

    def renew(self, leases: Mapping[int, datetime], until: datetime) -> set[int]:
        """Hold these rows, leased until the moment beside each, for longer; those that are still ours."""
        rows = [
            {"row": id_, "mine": mine, "until": until}
            for id_, mine in sorted(leases.items())
        ]
        self._connection.execute(RENEW, rows)
        held = self._all(RENEWED, {"ids": list(leases), "until": until})
        return {row.id for row in held}

    def channels_waiting(self) -> set[str]:
        """The channels on which something has still to leave."""
        waiting = select(OUTBOX.c.channel).where(PENDING).distinct()
        return {row.channel for row in self._all(waiting)}

    def mark_sent(
        self, sent: Mapping[int, str], now: datetime
    ) -> dict[int, DeliveryReport]:
        """Their provider took these and calls them so: row by row the provider's id.

        Returns the delivery reports that came before us, now applied. A row that another worker
        sent, too, after our lease ran out, stays as it is: theirs stands.
        """
        rows = self._pending(sent)
        indexes = {row.id: self._provider(row.channel, sent[row.id]) for row in rows}
        self._all_in_turn(indexes.values())
        self._change_all(
            {
                "row": row.id,
                "status": "sent",
                "settled_at": now,
                "leased_until": None,
                "fault": None,
                "provider_index": indexes[row.id],
                "outcome": self._outcome(row.subject_id, sent[row.id]),
            }
            for row in rows
        )
        return self._apply_parked(indexes, now)

    def mark_retry(self, retries: Iterable[Retry]) -> None:
        """They did not work, and are tried again when they are due, a rest alone where a part was sent."""
        of = {one.outbox_id: one for one in retries}
        self._change_all(self._retried(row, of[row.id]) for row in self._pending(of))

    def put_back(self, until: Mapping[int, datetime | None]) -> None:
        """They were not tried after all; not before the moment then, where they stood if there is none."""
        if until:
            rows = [{"row": id_, "until": moment} for id_, moment in until.items()]
            self._connection.execute(PUT_BACK, rows)

    def mark_failed(
        self, outbox_id: int, error: str, now: datetime, *, fault: str | None = None
    ) -> None:
        """Give up on it."""
        for row in self._pending([outbox_id]):
            outcome = self._outcome(row.subject_id, None, error)
            self._settle(outbox_id, "failed", now, outcome=outcome, fault=fault)

    def requeue(self, outbox_id: int, now: datetime) -> None:
        """Send it (again), from the first attempt on; reports about the earlier sending no longer count."""
        again = {"status": "pending", "attempts": 0, "due_at": now, "wanted_at": now}
        gone = dict.fromkeys(
            ("leased_until", "settled_at", "provider_index", "outcome", "fault")
        )
        self._run(CHANGE, {"row": outbox_id, **again, **gone})

    def record_report(self, report: DeliveryReport, now: datetime) -> OutboxItem | None:
        """Take a provider's word for what became of a message; the row when that changed it.

        Reports come twice and in any order: only a higher rank moves a row. One about a
        message we do not know yet is parked, for `mark_sent` to find.
        """
        index = self._provider(report.channel, report.provider_id)
        self._in_turn(index)
        row = self._first(SENT_AS[True], {"channel": report.channel, "index": index})
        if row is None:
            self._park(report, index, now)
            return None
        return self._readable_or_none(self._moved(row, report, now), self._item)

    def outbox_by_provider_id(
        self, channel: str, provider_id: str
    ) -> OutboxItem | None:
        """The message its provider knows by this id, if it is ours."""
        index = self._provider(channel, provider_id)
        row = self._first(SENT_AS[False], {"channel": channel, "index": index})
        return self._readable_or_none(row, self._item)

    def owed(self, contact_id: int) -> bool:
        """Whether something we said to a contact has not left yet."""
        waiting = (
            select(OUTBOX.c.id)
            .where(OUTBOX.c.contact_id == contact_id, PENDING)
            .limit(1)
        )
        return self._first(waiting) is not None

    def outbox_of(self, contact_id: int, limit: int) -> list[OutboxItem]:
        """What we wrote to a contact, newest first."""
        return self._items(OUTBOX.c.contact_id == contact_id, limit)

    def news_status(self, contact_id: int, complaint_id: int) -> str | None:
        """What became of the last thing we told a contact about a complaint; None: we told nothing.

        What took another way (`next_way`) is judged by the way it took last.
        """
        mine = OUTBOX.c.contact_id == contact_id
        about = select(OUTBOX.c.id, OUTBOX.c.status).where(
            mine, OUTBOX.c.complaint_id == complaint_id
        )
        row = self._first(about.order_by(OUTBOX.c.id.desc()).limit(1))
        while row and (later := self._same_again(row.id)):
            row = later
        return row.status if row else None

    def _same_again(self, outbox_id: int) -> Row[Any] | None:
        """The same message on its next way; of several parts the one that stands worst."""
        keys = [f"{way}:{outbox_id}" for way in WAYS]
        again = select(OUTBOX.c.id, OUTBOX.c.status).where(OUTBOX.c.key.in_(keys))
        rows = self._all(again.order_by(OUTBOX.c.id))
        return max(rows, key=lambda row: row.status == "failed", default=None)

    def was_told(self, contact_id: int, complaint_id: int) -> bool:
        """Whether news of a complaint was sent on to this contact: their phone's other way."""
        ways = [OUTBOX.c.key.like(f"{way}:%") for way in WAYS if way.startswith("sms")]
        told = select(OUTBOX.c.id).where(
            OUTBOX.c.contact_id == contact_id,
            OUTBOX.c.complaint_id == complaint_id,
            OUTBOX.c.kind != "notice",
            or_(*ways),
        )
        return self._first(told.limit(1)) is not None

    def outbox(self, status: str, limit: int) -> list[OutboxItem]:
        """Messages in this status, newest first."""
        return self._items(OUTBOX.c.status == status, limit)

    def outbox_item(self, outbox_id: int) -> OutboxItem | None:
        """The message with this id, if it is there and readable."""
        return self._readable_or_none(
            self._first(select(OUTBOX).where(OUTBOX.c.id == outbox_id)), self._item
        )

    def pending_replies(self, contact_id: int) -> list[OutboxItem]:
        """The answers a contact has not got yet, newest first."""
        return self._items(
            (OUTBOX.c.contact_id == contact_id) & PENDING & (OUTBOX.c.kind == "reply"),
            100,
        )

    def said_since(self, contact_id: int, since: datetime, limit: int) -> list[str]:
        """The last texts a provider has taken from us for a contact since then."""
        taken = (OUTBOX.c.settled_at >= since) & OUTBOX.c.status.in_(
            ("sent", "delivered", "read")
        )
        return [
            one.message.text
            for one in self._items((OUTBOX.c.contact_id == contact_id) & taken, limit)
        ]

    def last_sent(self, channel: str) -> datetime | None:
        """When a provider last took, or reported on, a message of a channel."""
        worked = OUTBOX.c.status.in_(("sent", "delivered", "read"))
        latest = select(OUTBOX.c.settled_at).where(OUTBOX.c.channel == channel, worked)
        moment: datetime | None = self._value(
            latest.order_by(OUTBOX.c.settled_at.desc()).limit(1)
        )
        return moment

    def has_due(self, now: datetime) -> bool:
        """Whether `lease_due` would find something, were no channel paused."""
        return self._first(READY, {"now": now}) is not None

    def oldest_unsent(self) -> datetime | None:
        """When the longest waiting message should have left; None when all have."""
        oldest: datetime | None = self._value(
            select(func.min(OUTBOX.c.wanted_at)).where(PENDING)
        )
        return oldest

    def _pending(self, outbox_ids: Iterable[int]) -> list[Row[Any]]:
        """Those of the rows that are still to be sent, held until the commit, their keys at hand."""
        ids = list(outbox_ids)
        rows = self._all(STILL_PENDING[True], {"ids": ids}) if ids else []
        for row in rows:
            self._vault.remember(row.subject_id, row.wrapped_key)
        return rows

    def _opened_or_parked(
        self, rows: list[Row[Any]], now: datetime
    ) -> list[OutboxItem]:
        """What the rows say. One that says nothing any more is parked: those behind it go on.

        One of a newer version waits for the worker that can read it.
        """
        items: list[OutboxItem] = []
        damaged: list[int] = []
        for row in rows:
            self._vault.remember(row.subject_id, row.wrapped_key)
            try:
                items += filter(None, [self._unless_erased(row, self._item)])
            except Damaged:
                damaged.append(row.id)
            except Unreadable:
                continue
        if damaged:
            self._run(PARK, {"ids": damaged, "now": now})
        return items

    def _change_all(self, rows: Iterable[dict[str, Any]]) -> None:
        """The same columns of many rows, in one go."""
        if changed := list(rows):
            columns: list[str] = [name for name in changed[0] if name != "row"]
            change = CHANGE.values({name: bindparam(name) for name in columns})
            self._connection.execute(change, changed)

    def _all_in_turn(self, indexes: Iterable[bytes]) -> None:
        if self._dialect == "postgresql" and (names := sorted(indexes)):
            numbers = [int.from_bytes(name[:8], signed=True) for name in names]
            self._run(IN_TURN_ALL, {"numbers": numbers})

    def _retried(self, row: Row[Any], retry: Retry) -> dict[str, Any]:
        return {
            "row": row.id,
            "due_at": retry.due_at,
            "leased_until": None,
            "outcome": self._outcome(row.subject_id, None, retry.error),
            "fault": retry.fault,
            "body": self._body(row, retry.rest) if retry.rest else row.body,
        }

    def _settle(
        self, outbox_id: int, status: str, now: datetime, **values: Any
    ) -> None:
        settled = {"status": status, "settled_at": now, "leased_until": None}
        self._run(CHANGE, {"row": outbox_id, **settled, **values})

    def _moved(
        self, row: Row[Any], report: DeliveryReport, now: datetime
    ) -> Row[Any] | None:
        if report.status.rank <= DeliveryStatus(row.status).rank:
            return None
        error = f"{report.error_code} {report.error}".strip()
        outcome = self._outcome(row.subject_id, report.provider_id, error)
        fault = "Reported" if report.status is DeliveryStatus.FAILED else None
        self._settle(row.id, report.status.value, now, outcome=outcome, fault=fault)
        return self._first(select(OUTBOX).where(OUTBOX.c.id == row.id))

    def _park(self, report: DeliveryReport, index: bytes, now: datetime) -> None:
        self._vault.ensure_system(now)
        known = self._parked([index]).get(index)
        best = max(report, known or report, key=lambda one: one.status.rank)
        body = self._vault.seal("parked_report.body", SYSTEM_SUBJECT, dumps(best))
        row = {
            "channel": report.channel,
            "provider_index": index,
            "received_at": now,
            "body": body,
        }
        insert = self._insert(PARKED_REPORT).values(row)
        same = [PARKED_REPORT.c.channel, PARKED_REPORT.c.provider_index]
        self._run(insert.on_conflict_do_update(index_elements=same, set_=row))
        self._run(
            PARKED_REPORT.delete().where(PARKED_REPORT.c.received_at < now - PARKED_FOR)
        )

    def _parked(self, indexes: Iterable[bytes]) -> dict[bytes, DeliveryReport]:
        reports = {
            row.provider_index: self._readable_or_none(row, self._parked_report)
            for row in self._all(PARKED, {"indexes": list(indexes)})
        }
        return {index: report for index, report in reports.items() if report}

    def _parked_report(self, row: Row[Any]) -> DeliveryReport:
        return self._value_in(DeliveryReport, "parked_report.body", row)

    def _apply_parked(
        self, indexes: Mapping[int, bytes], now: datetime
    ) -> dict[int, DeliveryReport]:
        parked = self._parked(indexes.values()) if indexes else {}
        if parked:
            found = PARKED_REPORT.delete().where(INDEXES)
            self._run(found, {"indexes": list(parked)})
        for report in parked.values():
            self.record_report(report, now)
        return {id_: parked[i] for id_, i in indexes.items() if i in parked}

    def _body(self, row: Row[Any], message: OutboundMessage) -> bytes:
        """The row's body with another message in it."""
        body = replace(self._outgoing(row), message=message)
        return self._vault.seal("outbox.body", row.subject_id, dumps(body))

    def _outgoing(self, row: Row[Any]) -> Outgoing:
        return self._value_in(Outgoing, "outbox.body", row)

    def _ended_as(self, row: Row[Any]) -> Outcome:
        return self._value_in(Outcome, "outbox.outcome", row)

    def _provider(self, channel: str, provider_id: str) -> bytes:
        return self._keys.index(f"provider:{channel}", provider_id)

    def _outcome(
        self, subject_id: int, provider_id: str | None, error: str = ""
    ) -> bytes:
        return self._vault.seal(
            "outbox.outcome", subject_id, dumps(Outcome(provider_id, error))
        )

    def _items(self, condition: ColumnElement[bool], limit: int) -> list[OutboxItem]:
        found = (
            select(OUTBOX).where(condition).order_by(OUTBOX.c.id.desc()).limit(limit)
        )
        return self._readable(self._all(found), self._item)

    def _item(self, row: Row[Any]) -> OutboxItem:
        body = self._outgoing(row)
        outcome = row.outcome and self._readable_or_none(row, self._ended_as)
        outcome = outcome or Outcome()  # without its end a message can still be sent
        return OutboxItem(
            id=row.id,
            contact_id=row.contact_id,
            message=body.message,
            attempts=row.attempts,
            created_at=row.created_at,
            wanted_at=row.wanted_at,
            fault=row.fault,
            said_before=body.said_before,
            last_inbound_at=row._mapping.get("last_inbound_at"),
            kind=row.kind,
            complaint_id=row.complaint_id,
            fallbacks=body.fallbacks,
            status=row.status,
            provider_id=outcome.provider_id,
            error=outcome.error,
        )


def _one_doubtful(rows: list[Row[Any]], doubtful: bool) -> list[Row[Any]]:
    """The rows; of those that were begun often and never ended only the first, and only if `doubtful`."""
    begun = [row for row in rows if row.attempts >= SUSPECT and row.fault is None]
    left_out = {row.id for row in (begun[1:] if doubtful else begun)}
    return [row for row in rows if row.id not in left_out]
