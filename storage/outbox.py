"""What is still to be sent, and what became of what was.

A row is pending until its provider takes it; the one who is sending it holds a
lease, so nobody needs a transaction open meanwhile and a killed worker's row
comes free by itself. Only a contact's oldest pending row may leave: a person
reads our messages in the order we wrote them.
"""

import logging
from collections.abc import Collection
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
    select,
    update,
)

from intake.messages import Address, DeliveryReport, DeliveryStatus, OutboundMessage
from storage.codec import dumps, loads
from storage.statements import for_dialects, lockable
from storage.tables import OUTBOX, PARKED_REPORT, SYSTEM_SUBJECT, Moment
from storage.tracing import TRACE, note
from storage.transaction_base import TransactionBase
from storage.values import OutboxItem, Outcome, Outgoing

log = logging.getLogger(__name__)

PARKED_FOR = timedelta(
    days=7
)  # after that the report is of a message that was never ours

OLDER = OUTBOX.alias("older")
# Literals, because a database uses a partial index only when it sees the index's own condition.
PENDING = OUTBOX.c.status == literal_column("'pending'")
FAILED = OUTBOX.c.status == "failed"
EARLIER = (OLDER.c.contact_id == OUTBOX.c.contact_id) & (OLDER.c.id < OUTBOX.c.id)
FIRST_OF_CONTACT = ~exists().where(
    EARLIER, OLDER.c.status == literal_column("'pending'")
)
UNLEASED = OUTBOX.c.leased_until.is_(None) | (
    OUTBOX.c.leased_until <= bindparam("now", type_=Moment)
)
READY = select(OUTBOX).where(
    PENDING,
    OUTBOX.c.due_at <= bindparam("now", type_=Moment),
    UNLEASED,
    FIRST_OF_CONTACT,
)
ADD = for_dialects(
    lambda insert: (
        insert(OUTBOX)
        .on_conflict_do_nothing(index_elements=[OUTBOX.c.key])
        .returning(OUTBOX.c.id)
    )
)
FREE = (
    READY.where(OUTBOX.c.channel.not_in(bindparam("paused", expanding=True)))
    .order_by(OUTBOX.c.due_at, OUTBOX.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(of=OUTBOX, skip_locked=True)
)
LEASE = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(attempts=OUTBOX.c.attempts + 1, leased_until=bindparam("until"))
)
STILL_PENDING = lockable(
    select(OUTBOX).where(OUTBOX.c.id == bindparam("row"), PENDING), OUTBOX
)
CHANGE = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
SENT_AS = lockable(
    select(OUTBOX).where(
        OUTBOX.c.channel == bindparam("channel"),
        OUTBOX.c.provider_index == bindparam("index"),
    ),
    OUTBOX,
)
PARKED_AS = (PARKED_REPORT.c.channel == bindparam("channel")) & (
    PARKED_REPORT.c.provider_index == bindparam("index")
)
PARKED = select(PARKED_REPORT.c.body).where(PARKED_AS)


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
    ) -> int | None:
        """Put a message in line and return its id; None when `key` was used before: said once is enough.

        `fallbacks` are where to try next if it is refused. `due_at`: not before then.
        """
        subject_id = self._subject_of(contact_id)
        traced = message if message.trace else replace(message, trace=TRACE.get())
        body = dumps(Outgoing(traced, fallbacks))
        row = {
            "subject_id": subject_id,
            "contact_id": contact_id,
            "complaint_id": complaint_id,
            "channel": message.to.channel,
            "kind": kind,
            "key": key,
            "status": "pending",
            "attempts": 0,
            "created_at": now,
            "wanted_at": due_at or now,
            "due_at": due_at or now,
            "body": self._vault.seal("outbox.body", subject_id, body),
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
        limit: int,
        paused: Collection[str] = (),
    ) -> list[OutboxItem]:
        """Take what may be sent now, at most one row a contact; nobody else gets it before `lease_until`.

        The attempt counts from here, so that a message that kills its worker is counted, too.
        """
        rows = self._all(FREE, {"now": now, "paused": list(paused), "limit": limit})
        if rows:
            self._run(LEASE, {"ids": [row.id for row in rows], "until": lease_until})
        return self._readable(rows, self._item)

    def mark_sent(
        self, outbox_id: int, provider_id: str, now: datetime
    ) -> DeliveryReport | None:
        """The provider took it. Returns the delivery report that came before us, now applied, if one did."""
        row = self._pending(outbox_id)
        if (
            row is None
        ):  # another worker sent it, too, after our lease ran out: theirs stands
            return None
        index = self._provider(row.channel, provider_id)
        self._in_turn(index)
        values = {
            "provider_index": index,
            "outcome": self._outcome(row.subject_id, provider_id),
        }
        self._settle(outbox_id, "sent", now, fault=None, **values)
        return self._apply_parked(row, index, now)

    def mark_retry(
        self,
        outbox_id: int,
        due_at: datetime,
        error: str,
        *,
        fault: str | None = None,
        rest: OutboundMessage | None = None,
    ) -> None:
        """It did not work; try again at `due_at`, with only the `rest` if a part of it was sent."""
        row = self._pending(outbox_id)
        if row is not None:
            outcome = self._outcome(row.subject_id, None, error)
            values = {
                "due_at": due_at,
                "leased_until": None,
                "outcome": outcome,
                "fault": fault,
            }
            if rest is not None:
                values["body"] = self._body(row, rest)
            self._run(CHANGE, {"row": outbox_id, **values})

    def put_back(self, outbox_id: int, due_at: datetime | None = None) -> None:
        """It was not tried after all; not before `due_at` then, where it stood in line otherwise."""
        row = self._pending(outbox_id)
        if row is not None:
            later = {} if due_at is None else {"due_at": due_at}
            self._run(
                CHANGE,
                {
                    "row": outbox_id,
                    "leased_until": None,
                    "attempts": row.attempts - 1,
                    **later,
                },
            )

    def postpone(self, outbox_id: int, due_at: datetime) -> None:
        """Do not send it before then."""
        self._run(CHANGE, {"row": outbox_id, "due_at": due_at})

    def mark_failed(
        self, outbox_id: int, error: str, now: datetime, *, fault: str | None = None
    ) -> None:
        """Give up on it."""
        row = self._pending(outbox_id)
        if row is not None:
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

    def failures(self) -> dict[tuple[str, str], int]:
        """How many messages failed for good, by channel and class of fault."""
        of = (OUTBOX.c.channel, OUTBOX.c.fault)
        rows = self._all(
            select(*of, func.count().label("number")).where(FAILED).group_by(*of)
        )
        return {(row.channel, row.fault or "unknown"): row.number for row in rows}

    def has_due(self, now: datetime) -> bool:
        """Whether `lease_due` would find something, were no channel paused."""
        return self._first(READY.limit(1), {"now": now}) is not None

    def oldest_unsent(self) -> datetime | None:
        """When the longest waiting message should have left; None when all have."""
        oldest: datetime | None = self._value(
            select(func.min(OUTBOX.c.wanted_at)).where(PENDING)
        )
        return oldest

    def _pending(self, outbox_id: int) -> Row[Any] | None:
        return self._first(STILL_PENDING[True], {"row": outbox_id})

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
        known = self._parked(report.channel, index)
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

    def _parked(self, channel: str, index: bytes) -> DeliveryReport | None:
        body: bytes | None = self._value(PARKED, {"channel": channel, "index": index})
        return (
            None
            if body is None
            else loads(
                DeliveryReport,
                self._vault.open("parked_report.body", SYSTEM_SUBJECT, body),
            )
        )

    def _apply_parked(
        self, row: Row[Any], index: bytes, now: datetime
    ) -> DeliveryReport | None:
        report = self._parked(row.channel, index)
        if report is None:
            return None
        self._run(
            PARKED_REPORT.delete().where(PARKED_AS),
            {"channel": row.channel, "index": index},
        )
        self.record_report(report, now)
        return report

    def _body(self, row: Row[Any], message: OutboundMessage) -> bytes:
        """The row's body with another message in it."""
        body = replace(self._outgoing(row), message=message)
        return self._vault.seal("outbox.body", row.subject_id, dumps(body))

    def _outgoing(self, row: Row[Any]) -> Outgoing:
        return loads(
            Outgoing, self._vault.open("outbox.body", row.subject_id, row.body)
        )

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
        sealed = row.outcome and self._vault.open(
            "outbox.outcome", row.subject_id, row.outcome
        )
        outcome = loads(Outcome, sealed) if sealed else Outcome()
        return OutboxItem(
            id=row.id,
            contact_id=row.contact_id,
            message=body.message,
            attempts=row.attempts,
            created_at=row.created_at,
            wanted_at=row.wanted_at,
            fault=row.fault,
            kind=row.kind,
            complaint_id=row.complaint_id,
            fallbacks=body.fallbacks,
            status=row.status,
            provider_id=outcome.provider_id,
            error=outcome.error,
        )
