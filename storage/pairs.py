"""Pairs of reports that may be about one matter, and which of them follow one another.

What they share is sealed with the key of the later one's citizen: when either is forgotten, nothing is left.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Row,
    Select,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from routing.case import Case
from routing.supporters import Pair
from storage.codec import dumps
from storage.statements import lockable
from storage.tables import COMPLAINT, PAIR
from storage.transaction_base import TransactionBase
from storage.values import StoredPair

FOLLOWING = literal_column("pair.following", Boolean)  # as the partial index has it


ERASED = "erased"


class Pairs(TransactionBase):
    """The part of Transaction about pairs of reports."""

    def save_pair(
        self, complaint_id: int, lead_id: int, pair: Pair, now: datetime
    ) -> None:
        """Insert a pair, or update what was said of it; whether it follows stays."""
        subject_id = self._value(
            select(COMPLAINT.c.subject_id).where(COMPLAINT.c.id == complaint_id)
        )
        told = json.dumps([pair.days, pair.one_village, *pair.shared]).encode()
        said = {"citizen": pair.citizen, "desk": pair.desk, "changed_at": now}
        row = self._insert(PAIR).values(
            complaint_id=complaint_id,
            lead_id=lead_id,
            subject_id=subject_id,
            score=pair.score,
            following=False,
            shared=self._vault.seal("pair.shared", subject_id, told),
            **said,
        )
        ids = [PAIR.c.complaint_id, PAIR.c.lead_id]
        self._run(row.on_conflict_do_update(index_elements=ids, set_=said))

    def follow(self, pair: StoredPair, before: Case, now: datetime) -> None:
        """From now on the one follows the other; how its case was `before` is kept."""
        sealed = self._vault.seal("pair.before", pair.subject_id, dumps(before))
        self._set(pair, following=True, before=sealed, changed_at=now)

    def unfollow(self, pair: StoredPair, now: datetime) -> None:
        """It goes its own way."""
        self._set(pair, following=False, before=None, changed_at=now)

    def drop_pair(self, pair: StoredPair) -> None:
        """Forget it: it is kept the other way round."""
        self._run(delete(PAIR).where(PAIR.c.id == pair.id))

    def pair(
        self, complaint_id: int, other_id: int, *, lock: bool = False
    ) -> StoredPair | None:
        """The pair of these two, in either order."""
        one_way = (PAIR.c.complaint_id == complaint_id) & (PAIR.c.lead_id == other_id)
        back = (PAIR.c.complaint_id == other_id) & (PAIR.c.lead_id == complaint_id)
        found = lockable(select(PAIR).where(or_(one_way, back)), PAIR)[lock]
        return self._readable_or_none(self._first(found), self._pair)

    def pairs_of(self, complaint_id: int) -> list[StoredPair]:
        """All pairs that a report is one of, the likeliest first."""
        mine = or_(PAIR.c.complaint_id == complaint_id, PAIR.c.lead_id == complaint_id)
        return self._pairs(select(PAIR).where(mine).order_by(PAIR.c.score.desc()))

    def following(self, complaint_id: int) -> StoredPair | None:
        """The pair by which a report follows another, if it does."""
        mine = select(PAIR).where(PAIR.c.complaint_id == complaint_id, FOLLOWING)
        return self._readable_or_none(self._first(mine), self._pair)

    def followers(self, lead_id: int) -> list[StoredPair]:
        """The pairs of those who follow a report, oldest first."""
        mine = select(PAIR).where(PAIR.c.lead_id == lead_id, FOLLOWING)
        return self._pairs(mine.order_by(PAIR.c.complaint_id))

    def citizens_of(self, lead_ids: Collection[int]) -> dict[int, int]:
        """How many people stand behind each of these reports that others follow, its own citizen included."""
        own = select(COMPLAINT.c.id.label("lead"), COMPLAINT.c.subject_id)
        theirs = select(PAIR.c.lead_id.label("lead"), PAIR.c.subject_id)
        there = (COMPLAINT.c.id == PAIR.c.complaint_id) & (COMPLAINT.c.status != ERASED)
        led = theirs.join(COMPLAINT, there).where(
            PAIR.c.lead_id.in_(lead_ids), FOLLOWING
        )
        leads = own.where(COMPLAINT.c.id.in_(led.with_only_columns(PAIR.c.lead_id)))
        all_ = led.union(leads).subquery("people")
        count = select(all_.c.lead, func.count()).group_by(all_.c.lead)
        return {lead: int(people) for lead, people in map(tuple, self._all(count))}

    def left_alone(self, limit: int) -> list[int]:
        """Reports that follow one whose citizen was forgotten: nobody would act on them any more."""
        lead, own = COMPLAINT.alias("lead"), COMPLAINT.alias("own")
        found = (
            select(PAIR.c.complaint_id)
            .join(lead, lead.c.id == PAIR.c.lead_id)
            .join(own, own.c.id == PAIR.c.complaint_id)
            .where(FOLLOWING, lead.c.status == ERASED, own.c.status != ERASED)
        )
        rows = self._all(found.order_by(PAIR.c.complaint_id).limit(limit))
        return [row.complaint_id for row in rows]

    def _set(self, pair: StoredPair, **values: Any) -> None:
        self._run(update(PAIR).where(PAIR.c.id == pair.id).values(**values))

    def _pairs(self, found: Select[Any]) -> list[StoredPair]:
        return self._readable(self._all(found), self._pair)

    def _pair(self, row: Row[Any]) -> StoredPair:
        days, village, *shared = self._unsealed("pair.shared", row, json.loads)
        before = self._value_in(Case, "pair.before", row) if row.before else None
        return StoredPair(
            row.id,
            row.complaint_id,
            row.lead_id,
            row.subject_id,
            Pair(row.score, days, village, tuple(shared), row.citizen, row.desk),
            row.following,
            before,
        )
