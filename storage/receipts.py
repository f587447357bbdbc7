"""Delivery reports as they came, until somebody works them in. Worked in twice they do no harm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, delete, select

from intake.messages import DeliveryReport
from storage.codec import dumps
from storage.tables import RECEIPT, SYSTEM_SUBJECT
from storage.transaction_base import TransactionBase

OLDEST = (
    select(RECEIPT)
    .order_by(RECEIPT.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
NEW = RECEIPT.insert()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A report that waits."""

    id: int
    channel: str
    report: DeliveryReport | None  # None: it is damaged, which is noted


class Receipts(TransactionBase):
    """The part of Transaction about delivery reports that wait."""

    def add_receipts(self, reports: Iterable[DeliveryReport], now: datetime) -> None:
        """Keep reports until they are worked in."""
        self._vault.ensure_system(now)
        rows = [
            {
                "channel": one.channel,
                "received_at": now,
                "body": self._vault.seal("receipt.body", SYSTEM_SUBJECT, dumps(one)),
            }
            for one in reports
        ]
        self._connection.execute(NEW, rows)

    def take_receipts(self, most: int) -> list[Receipt]:
        """The oldest that wait and that nobody else works in, held until the commit."""
        return [
            Receipt(row.id, row.channel, self._readable_or_none(row, self._report))
            for row in self._all(OLDEST, {"most": most})
        ]

    def drop_receipts(self, ids: Sequence[int]) -> None:
        """They are worked in."""
        self._run(delete(RECEIPT).where(RECEIPT.c.id.in_(ids)))

    def _report(self, row: Row[Any]) -> DeliveryReport:
        return self._value_in(DeliveryReport, "receipt.body", row)
