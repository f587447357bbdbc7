"""What came in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from intake.messages import InboundMessage
from storage.tables import INBOUND
from storage.transaction_base import TransactionBase
from storage.values import StoredInbound


class Inbox(TransactionBase):
    """The part of Transaction about what came in."""

    def inbound(self, inbound_id: int) -> StoredInbound:
        """The message; LookupError when there is none, Erased (one of those) when its sender is forgotten."""
        row = self._first(select(INBOUND).where(INBOUND.c.id == inbound_id))
        if row is None:
            raise LookupError(f"inbound {inbound_id}")
        return self._inbound(row)

    def inbound_by_external_id(
        self, channel: str, external_id: str
    ) -> StoredInbound | None:
        """The message its provider knows by this id, if we have it."""
        index = self._external(channel, external_id)
        found = select(INBOUND).where(
            INBOUND.c.channel == channel, INBOUND.c.external_index == index
        )
        return self._readable_or_none(self._first(found), self._inbound)

    def messages_of(self, complaint_id: int) -> list[StoredInbound]:
        """The messages of a complaint in the order they came."""
        found = (
            select(INBOUND)
            .where(INBOUND.c.complaint_id == complaint_id)
            .order_by(INBOUND.c.id)
        )
        return self._readable(self._all(found), self._inbound)

    def recent_inbound(self, contact_id: int, limit: int) -> list[StoredInbound]:
        """A contact's last messages, newest first."""
        found = (
            select(INBOUND)
            .where(INBOUND.c.contact_id == contact_id)
            .order_by(INBOUND.c.id.desc())
        )
        return self._readable(self._all(found.limit(limit)), self._inbound)

    def last_inbound(self, channel: str) -> datetime | None:
        """When anyone last wrote to us on a channel."""
        latest: datetime | None = self._value(
            select(func.max(INBOUND.c.received_at)).where(INBOUND.c.channel == channel)
        )
        return latest

    def inbound_between(self, channel: str, since: datetime, until: datetime) -> int:
        """How many messages came on a channel from `since` to `until`."""
        came = INBOUND.c.received_at.between(since, until)
        return int(
            self._value(select(func.count()).where(INBOUND.c.channel == channel, came))
        )

    def _external(self, channel: str, external_id: str) -> bytes:
        return self._keys.index(f"inbound:{channel}", external_id)

    def _inbound(self, row: Row[Any]) -> StoredInbound:
        return StoredInbound(
            row.id,
            row.contact_id,
            self._value_in(InboundMessage, "inbound.body", row),
            row.received_at,
            row.complaint_id,
        )
