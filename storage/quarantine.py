"""What was put aside: requests nobody could read, messages nobody could work in, and damaged rows.

Nothing of it is ever deleted. A row that is damaged is noted here once, with the bytes that were found.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Update, bindparam, func, select, update

from storage.crypto import Unreadable
from storage.statements import for_dialects
from storage.tables import (
    ATTACHMENT,
    CONTACT,
    INBOUND,
    OUTBOX,
    QUARANTINE,
    SYSTEM_SUBJECT,
    TABLES,
    Moment,
)
from storage.transaction_base import KEY_COLUMN, Erased, TransactionBase
from storage.values import Quarantined

DAMAGED = "damaged"  # how the reason of a damaged row begins
ADD = for_dialects(
    lambda insert: insert(QUARANTINE).on_conflict_do_nothing(
        index_elements=[QUARANTINE.c.about]
    )
)
ATTACHMENT_NAME = 32  # characters
NOW = bindparam("now", type_=Moment)
AGAIN: dict[str, tuple[Update, ...]] = {
    "outbox.body": (
        update(OUTBOX)
        .where(OUTBOX.c.id == bindparam("row"), OUTBOX.c.status == "failed")
        .values(status="pending", attempts=0, due_at=NOW, settled_at=None, fault=None),
    ),
    "inbound.body": (
        update(INBOUND).where(INBOUND.c.id == bindparam("row")).values(handled_at=None),
        update(CONTACT)
        .where(
            CONTACT.c.id
            == select(INBOUND.c.contact_id)
            .where(INBOUND.c.id == bindparam("row"))
            .scalar_subquery()
        )
        .values(
            waiting_since=func.coalesce(CONTACT.c.waiting_since, NOW),
            arrivals=CONTACT.c.arrivals + 1,
        ),
    ),
    "attachment.media": (
        update(ATTACHMENT)
        .where(ATTACHMENT.c.id == bindparam("row"), ATTACHMENT.c.state == "damaged")
        .values(state="waiting", due_at=NOW),
    ),
}
OPEN = QUARANTINE.c.settled_at.is_(None)
UNTOLD = QUARANTINE.c.told_at.is_(None)


class Quarantine(TransactionBase):
    """The part of Transaction about what was put aside."""

    def add_quarantine(
        self, channel: str, reason: str, raw: bytes, now: datetime
    ) -> None:
        """Put something aside. `reason` is ours, without the sender's words."""
        self._vault.ensure_system(now)
        sealed = self._vault.seal("quarantine.raw", SYSTEM_SUBJECT, raw)
        row = {"channel": channel, "reason": reason, "received_at": now, "raw": sealed}
        self._run(self._insert(QUARANTINE).values(row))

    def damage(self) -> dict[str, bytes]:
        """What this transaction found damaged so far: `table.column:row`, and what stands there."""
        return dict(self._vault.damage)

    def note_damage(self, found: Mapping[str, bytes], now: datetime) -> None:
        """Put damaged rows aside, each once for ever."""
        self._vault.ensure_system(now)
        rows = [
            {
                "channel": about.partition(".")[0],
                "reason": f"{DAMAGED}: {about}",
                "received_at": now,
                "raw": self._vault.seal("quarantine.raw", SYSTEM_SUBJECT, bytes(raw)),
                "about": about,
            }
            for about, raw in found.items()
        ]
        self._connection.execute(ADD[self._dialect], rows)

    def quarantined(self, limit: int, *, unsettled: bool = False) -> list[Quarantined]:
        """What was put aside, newest first; `unsettled`: that nobody has dealt with yet."""
        rows = select(QUARANTINE).order_by(QUARANTINE.c.id.desc()).limit(limit)
        found = self._all(rows.where(OPEN) if unsettled else rows)
        return [self._quarantined(row) for row in found]

    def quarantined_by_id(self, quarantine_id: int) -> Quarantined | None:
        """One of them, held until the commit by whoever writes."""
        found = select(QUARANTINE).where(QUARANTINE.c.id == quarantine_id)
        row = self._first(found.with_for_update() if self._writing else found)
        return row and self._quarantined(row)

    def settle_quarantined(self, quarantine_id: int, now: datetime) -> None:
        """Somebody has dealt with it."""
        one = update(QUARANTINE).where(QUARANTINE.c.id == quarantine_id)
        self._run(one.values(settled_at=now))

    def unsettled(self, most: int) -> int:
        """How much waits for somebody to deal with it; counts to `most`."""
        some = select(QUARANTINE.c.id).where(OPEN).limit(most).subquery("some")
        return int(self._value(select(func.count()).select_from(some)))

    def untold(self, limit: int) -> list[int]:
        """What was put aside and no coordinator knows of yet, oldest first."""
        found = select(QUARANTINE.c.id).where(UNTOLD).order_by(QUARANTINE.c.id)
        return [row.id for row in self._all(found.limit(limit))]

    def unsent_of(self, quarantine_ids: Collection[int]) -> list["Unsent"]:
        """The messages of ours among these that were damaged and have not left."""
        bodies = select(QUARANTINE.c.about).where(
            QUARANTINE.c.id.in_(quarantine_ids), QUARANTINE.c.channel == OUTBOX.name
        )
        ids = [int(row.about.rpartition(":")[2]) for row in self._all(bodies)]
        failed = OUTBOX.c.id.in_(ids) & (OUTBOX.c.status == "failed")
        return [
            Unsent(row.id, row.contact_id, row.kind)
            for row in self._all(select(OUTBOX).where(failed))
        ]

    def mark_told(self, quarantine_ids: Iterable[int], now: datetime) -> list[int]:
        """A coordinator knows of these; those of which none knew before."""
        these = QUARANTINE.c.id.in_(list(quarantine_ids))
        told = update(QUARANTINE).where(these, UNTOLD).values(told_at=now)
        return [row.id for row in self._all(told.returning(QUARANTINE.c.id))]

    def is_whole(self, about: str) -> bool:
        """Whether a value that was damaged can be opened by now."""
        column, _, number = about.partition(":")
        table = TABLES.get(column.partition(".")[0])
        if table is None:  # a file
            return False
        (key,) = table.primary_key.columns
        row = self._first(select(table).where(key == _row_name(number)))
        return row is not None and self._opens(column, row)

    def go_on_with(self, about: str, now: datetime) -> None:
        """A row that is whole again takes its place in the line; others are simply there."""
        column, _, number = about.partition(":")
        again = AGAIN.get(column)
        if again is not None:
            for statement in again:
                self._run(statement, {"row": _row_name(number), "now": now})

    def wait_again(self, channel: str, external_id: str, now: datetime) -> bool:
        """The message its provider knows by this id waits for its turn once more; False: it is not here."""
        index = self._keys.index(f"inbound:{channel}", external_id)
        found = select(INBOUND.c.id).where(
            INBOUND.c.channel == channel, INBOUND.c.external_index == index
        )
        inbound_id = self._value(found)
        if inbound_id is not None:
            self.go_on_with(f"inbound.body:{inbound_id}", now)
        return inbound_id is not None

    def _opens(self, column: str, row: Row[Any]) -> bool:
        sealed = getattr(row, column.partition(".")[2])
        try:
            if column == KEY_COLUMN:
                self._keys.subject_key(sealed, row.id)
            else:
                subject_id = row._mapping.get("subject_id", SYSTEM_SUBJECT)
                self._vault.open(column, subject_id, sealed)
        except (Unreadable, Erased):
            return False
        return True

    def _quarantined(self, row: Row[Any]) -> Quarantined:
        """Also of one whose own bytes are damaged: that it is there says enough to be listed."""
        raw = self._readable_or_none(
            row, lambda one: self._unsealed("quarantine.raw", one, bytes)
        )
        settled, about = row.settled_at, row.about or ""
        return Quarantined(
            row.id, row.channel, row.reason, row.received_at, raw, about, settled
        )


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message of ours that nobody can read any more."""

    outbox_id: int
    contact_id: int
    kind: str


def _row_name(written: str) -> int | str:
    """An attachment's name is no number, whatever it looks like: it is longer than any."""
    return int(written) if len(written) < ATTACHMENT_NAME else written
