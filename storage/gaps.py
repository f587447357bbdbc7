"""How far what providers hold has been brought in, for each source of messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.statements import for_dialects
from storage.tables import GAP, INBOUND, Moment
from storage.transaction_base import TransactionBase

ASKED = 500  # ids in one statement; databases take some thousands
BEGIN = for_dialects(
    lambda insert: insert(GAP).on_conflict_do_nothing(index_elements=[GAP.c.source])
)
READ_TO = bindparam("to", type_=Moment)
FURTHER = (
    update(GAP)
    .where(GAP.c.source == bindparam("of"), GAP.c.read_to < READ_TO)
    .values(read_to=READ_TO)
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One source of messages: how far it has been read, and why not further."""

    source: str
    read_to: datetime
    looked_at: datetime
    why: str
    failing_since: datetime | None
    brought: int


class Gaps(TransactionBase):
    """The part of Transaction about what providers hold."""

    def gaps(self) -> list[Gap]:
        """Every source that was ever looked at."""
        rows = self._all(select(GAP).order_by(GAP.c.source))
        return [Gap(**row._mapping) for row in rows]

    def gap(self, source: str) -> Gap | None:
        """One of them; None before its first look."""
        row = self._first(select(GAP).where(GAP.c.source == source))
        return Gap(**row._mapping) if row else None

    def begin_gap(self, source: str, read_to: datetime, now: datetime) -> None:
        """Look after a source from this moment on, if nobody does yet."""
        row = {"source": source, "read_to": read_to, "looked_at": now}
        self._run(BEGIN[self._dialect], row | {"why": "", "brought": 0})

    def gap_read(self, source: str, to: datetime) -> None:
        """All that was written there before `to` is in. It never goes back."""
        self._run(FURTHER, {"of": source, "to": to})

    def gap_brought(self, source: str, number: int) -> None:
        """So many more were brought in."""
        more = {"brought": GAP.c.brought + number}
        self._run(update(GAP).where(GAP.c.source == source).values(more))

    def gap_looked(self, source: str, why: str, now: datetime) -> None:
        """A look has ended: well, or else why not, and since when it does not."""
        known = self.gap(source)
        since = (known and known.failing_since) or now
        row = {"looked_at": now, "why": why, "failing_since": since if why else None}
        self._run(update(GAP).where(GAP.c.source == source).values(row))

    def unknown(self, channel: str, external_ids: Sequence[str]) -> set[str]:
        """Those of a provider's ids that no message of ours has."""
        indices = {
            self._keys.index(f"inbound:{channel}", one): one for one in external_ids
        }
        wanted = list(indices)
        for first in range(0, len(wanted), ASKED):
            found = select(INBOUND.c.external_index).where(
                INBOUND.c.channel == channel,
                INBOUND.c.external_index.in_(wanted[first : first + ASKED]),
            )
            for row in self._all(found):
                indices.pop(row.external_index, None)
        return set(indices.values())
