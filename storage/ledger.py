"""The append-only records: who did or read what, and the steps counted for the funnel."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, func, literal_column, select

from storage.complaints import DRAFT, UNROUTED
from storage.tables import AUDIT, COMPLAINT, INBOUND, MARK, OUTBOX, QUARANTINE
from storage.transaction_base import TransactionBase
from storage.values import AuditEntry, FunnelRow

FIELDS = ("actor", "action", "subject", "detail")
FIRST = bytes(32)  # what stands in for the row before the first
MADE = {
    "inbound": INBOUND,
    "outbox": OUTBOX,
    "complaints": COMPLAINT,
    "quarantine": QUARANTINE,
}
# Literals, because a database uses a partial index only when it sees the index's own condition.
PENDING = OUTBOX.c.status == literal_column("'pending'")
FAILED = OUTBOX.c.status == literal_column("'failed'")
BATCH = 1000  # rows held in memory while the chain is checked
LAST_HASH = select(AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)


class Ledger(TransactionBase):
    """The part of Transaction about records that are only ever added to."""

    def audit(
        self, actor: str, action: str, subject: str, now: datetime, detail: str = ""
    ) -> None:
        """Record who did or read what. Kept in the clear: put ids here, never what was read.

        Each row's hash covers the row before, so no row can be altered, added or taken out
        between others unseen. (Cutting off the newest rows can be seen only by someone who noted a hash.)
        """
        self._in_turn(b"the audit")
        last: bytes | None = self._value(LAST_HASH)
        row = {
            "actor": actor,
            "action": action,
            "subject": subject,
            "detail": detail,
            "at": now,
        }
        self._run(self._insert(AUDIT).values(**row, hash=_link(last or FIRST, row)))

    def audit_of(self, subject: str) -> list[AuditEntry]:
        """What was recorded about a subject, in order."""
        about = select(AUDIT).where(AUDIT.c.subject == subject)
        return [_entry(row) for row in self._all(about.order_by(AUDIT.c.id))]

    def audit_between(self, since: datetime, until: datetime) -> list[AuditEntry]:
        """What was recorded from `since` to `until`, in order."""
        then = select(AUDIT).where(AUDIT.c.at >= since, AUDIT.c.at <= until)
        rows = self._all(then.order_by(AUDIT.c.id))
        return [_entry(row) for row in rows]

    def verify_audit(self) -> bool:
        """Whether every row's hash still fits the row and the one before it."""
        chain = select(AUDIT).order_by(AUDIT.c.id).execution_options(yield_per=BATCH)
        with self._connection.execute(chain) as rows:
            return _chained(rows)

    def add_mark(
        self, metric: str, slot: str, channel: str, language: str, now: datetime
    ) -> None:
        """Count a step of a conversation."""
        row = {
            "metric": metric,
            "slot": slot,
            "channel": channel,
            "language": language,
            "at": now,
        }
        self._run(self._insert(MARK).values(row))

    def funnel(self, since: datetime) -> list[FunnelRow]:
        """How often each step was taken since then."""
        step = (MARK.c.metric, MARK.c.slot, MARK.c.channel, MARK.c.language)
        found = (
            select(*step, func.count().label("times"))
            .where(MARK.c.at >= since)
            .group_by(*step)
            .order_by(*step)
        )
        return [
            FunnelRow(r.metric, r.slot, r.channel, r.language, r.times)
            for r in self._all(found)
        ]

    def counts(self, since: datetime) -> dict[str, int]:
        """What is worth a gauge: how much waits, and how much was left or went wrong since then.

        Each is counted in an index that holds little else, whatever there has been before.
        """
        counted = {
            "outbox_pending": select(func.count(OUTBOX.c.id)).where(PENDING),
            "outbox_failed": select(func.count()).where(
                FAILED, OUTBOX.c.settled_at >= since
            ),
            "complaints_unrouted": select(func.count(COMPLAINT.c.id)).where(UNROUTED),
            "complaints_draft": select(func.count()).where(
                DRAFT, COMPLAINT.c.updated_at >= since
            ),
            "quarantine": select(func.count()).where(QUARANTINE.c.received_at >= since),
        }
        return {name: int(self._value(count)) for name, count in counted.items()}

    def made(self) -> dict[str, int]:
        """How many rows there ever were: their highest number, of which PostgreSQL may have left some out."""
        return {
            name: int(self._value(select(func.max(table.c.id))) or 0)
            for name, table in MADE.items()
        }

    def failures_since(self, since: datetime) -> dict[tuple[str, str], int]:
        """How many messages failed for good since then, by channel and class of fault."""
        of = (OUTBOX.c.channel, OUTBOX.c.fault)
        failed = select(*of, func.count().label("number")).where(
            FAILED, OUTBOX.c.settled_at >= since
        )
        rows = self._all(failed.group_by(*of))
        return {(row.channel, row.fault or "unknown"): row.number for row in rows}


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.actor, row.action, row.subject, row.detail)


def _chained(rows: Any) -> bool:
    before = FIRST
    for row in rows:
        if row.hash != _link(before, row._mapping):
            return False
        before = row.hash
    return True


def _link(before: bytes, row: Any) -> bytes:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    told = [at, *(row[name] for name in FIELDS)]
    return sha256(before + json.dumps(told).encode()).digest()
