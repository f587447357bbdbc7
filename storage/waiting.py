"""The line of people whose messages wait for a turn.

Whoever takes a turn holds a lease on the person, so that any number of workers share the line and
one person's messages stay in order. The lease is only for speed: what a turn led to is stored only
if the conversation is still at the version the turn began with, so a lease that ran out, or that was
lost in a crash, harms nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    update,
)

from storage.crypto import DataKey, Unreadable
from storage.inbox import Inbox
from storage.people import CONVERSATION_OF, People
from storage.tables import (
    CONTACT,
    CONVERSATION,
    INBOUND,
    OUTBOX,
    RECEIPT,
    SUBJECT,
    Id,
    Moment,
)
from storage.transaction_base import Erased
from storage.values import Contact, Conversation, StoredInbound

T = TypeVar("T")

BROKEN = (Erased, Unreadable)
MOST_AT_ONCE = 40  # messages of one person in one go; the rest wait behind the others

NOW = bindparam("now", type_=Moment)
MINE = bindparam("until", type_=Moment)
# Spelled out: SQLAlchemy leaves table names away in SQLite's RETURNING, where `id` would be another's.
CONTACT_ID = literal_column("contact.id", Id)
CONTACT_SUBJECT = literal_column("contact.subject_id", Id)
LATER = INBOUND.alias("later")


WAITING = CONTACT.c.waiting_since.is_not(None)
UNLEASED = CONTACT.c.leased_until.is_(None) | (CONTACT.c.leased_until <= NOW)


def _of(statement: Select[Any]) -> Any:
    return statement.scalar_subquery()


def _free(condition: ColumnElement[bool], *order: ColumnElement[int]) -> Select[Any]:
    """Who is next, those others are busy with left out."""
    return (
        select(CONTACT.c.id)
        .where(
            WAITING,
            UNLEASED,
            condition,
        )
        .order_by(*order, CONTACT.c.waiting_since, CONTACT.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, key_share=True)
    )


def _take(who: Select[Any]) -> Any:
    """Lease them; with each comes what a turn must know, so that nothing has to be asked one by one."""
    conversation = CONVERSATION.c.contact_id == CONTACT_ID
    owed = exists().where(
        OUTBOX.c.contact_id == CONTACT_ID,
        OUTBOX.c.status == literal_column("'pending'"),
    )
    return (
        update(CONTACT)
        .where(CONTACT.c.id.in_(who))
        .values(leased_until=MINE, leased_by=bindparam("by"), tries=CONTACT.c.tries + 1)
        .returning(
            CONTACT,
            _of(
                select(SUBJECT.c.wrapped_key).where(SUBJECT.c.id == CONTACT_SUBJECT)
            ).label("wrapped_key"),
            _of(select(CONVERSATION.c.version).where(conversation)).label("version"),
            _of(select(CONVERSATION.c.state).where(conversation)).label("state"),
            owed.label("owed"),
        )
    )


TAKE_LINE = _take(_free(CONTACT.c.tries == 0))
# Whoever was in a batch with the one at fault goes before them.
TAKE_SUSPECT = _take(_free(CONTACT.c.tries > 0, CONTACT.c.tries))
FIRST_ONES = (
    select(LATER.c.id)
    .where(LATER.c.contact_id == CONTACT.c.id, LATER.c.handled_at.is_(None))
    .order_by(LATER.c.id)
    .limit(bindparam("messages", type_=Integer))
    .correlate(CONTACT)
)
MESSAGES = (
    select(INBOUND)
    .select_from(CONTACT)
    .join(INBOUND, INBOUND.c.id.in_(FIRST_ONES))
    .where(CONTACT.c.id.in_(bindparam("people", expanding=True)))
    .order_by(INBOUND.c.id)
)
SUSPECTS = exists().where(WAITING, UNLEASED, CONTACT.c.tries > 0)
ASIDE = select(
    SUSPECTS.label("suspects"), exists(select(RECEIPT.c.id)).label("receipts")
)
ANYONE = select(CONTACT.c.id).where(WAITING, UNLEASED).limit(1)
OLDEST = select(func.min(CONTACT.c.waiting_since)).where(WAITING)
LET_GO = (
    update(CONTACT)
    .where(WAITING, CONTACT.c.leased_by == bindparam("by"))
    .values(leased_until=None, leased_by=None)
)
LEAVE_ALONE = (
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("person"))
    .values(leased_until=MINE, leased_by=None, tries=0)
)
NEXT_FREE = select(func.min(CONTACT.c.leased_until)).where(
    WAITING, CONTACT.c.leased_by.is_(None), CONTACT.c.leased_until > NOW
)
GIVE_BACK = (
    update(CONTACT)
    .where(CONTACT.c.id.in_(bindparam("people", expanding=True)))
    .values(leased_until=None, leased_by=None, tries=0)
)
GONE = (
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("person"))
    .values(waiting_since=None, leased_until=None, leased_by=None, tries=0)
)
UNANSWERED = (
    update(INBOUND)
    .where(INBOUND.c.id.in_(bindparam("messages", expanding=True)))
    .values(handled_at=INBOUND.c.received_at)
)


@dataclass(frozen=True, slots=True)
class Caller:
    """One person at the head of the line, and what their turns must know."""

    contact: Contact
    key: DataKey
    conversation: Conversation | None  # None, too, when it cannot be opened: see `lost`
    version: int  # of the conversation; 0: there is none yet
    owed: bool  # something we said has not left yet
    messages: tuple[StoredInbound, ...] = ()  # that wait, oldest first
    unreadable: tuple[int, ...] = ()  # messages that wait and cannot be opened
    more: bool = False  # than these wait
    lost: bool = False  # the conversation was there and is damaged: they begin anew
    arrivals: int = 0
    tries: int = 1  # turns begun that have not ended, this one included


@dataclass(frozen=True, slots=True)
class Aside:
    """What there is to do beside the turns of those in line."""

    suspects: bool  # `take_suspect` would find somebody
    receipts: bool


class Waiting(People, Inbox):
    """The part of Transaction about whose turn it is."""

    def take_line(
        self, by: str, now: datetime, until: datetime, most: int
    ) -> list[Caller]:
        """Lease those who have waited longest, with their messages; nobody else gets them before `until`."""
        return self._callers(TAKE_LINE, by, now, until, most)

    def take_suspect(self, by: str, now: datetime, until: datetime) -> list[Caller]:
        """Lease one person whose last turn never ended, if there is one: alone, with one message."""
        return self._callers(TAKE_SUSPECT, by, now, until, 1, messages=1)

    def waits_aside(self, now: datetime) -> Aside:
        """What waits beside the line: asked with every look at it, for there is hardly ever any."""
        row = self._all(ASIDE, {"now": now})[0]
        return Aside(bool(row.suspects), bool(row.receipts))

    def let_go(self, by: str) -> None:
        """What this worker held in an earlier life is free at once."""
        self._run(LET_GO, {"by": by})

    def give_back(self, people: Sequence[int]) -> None:
        """Their turns were not taken after all."""
        self._run(GIVE_BACK, {"people": list(people)})

    def leave_alone(self, until: dict[int, datetime]) -> None:
        """These are still writing: nobody takes their turns before the moment beside each."""
        for person, moment in sorted(until.items()):
            self._run(LEAVE_ALONE, {"person": person, "until": moment})

    def next_free(self, now: datetime) -> datetime | None:
        """When the next of those left alone may be answered."""
        moment: datetime | None = self._value(NEXT_FREE, {"now": now})
        return moment

    def has_waiting(self, now: datetime) -> bool:
        """Whether `take_line` or `take_suspect` would find somebody, or a receipt waits."""
        receipt = select(RECEIPT.c.id).limit(1)
        return (
            self._first(ANYONE, {"now": now}) is not None
            or self._first(receipt) is not None
        )

    def oldest_waiting(self) -> datetime | None:
        """Since when the one who has waited longest waits; None when nobody does."""
        oldest: datetime | None = self._value(OLDEST)
        return oldest

    def caller(self, contact: Contact, *, owed: bool) -> Caller:
        """A person who is not in line: the clock wakes them, or another one's turn concerns them."""
        row = self._first(CONVERSATION_OF[self._writing], {"contact": contact.id})
        conversation = self._readable_or_none(row, self._conversation)
        return Caller(
            contact,
            self._vault.key(contact.subject_id),
            conversation,
            row.version if row else 0,
            owed,
            lost=row is not None and conversation is None,
        )

    def _callers(
        self,
        statement: Any,
        by: str,
        now: datetime,
        until: datetime,
        most: int,
        *,
        messages: int = MOST_AT_ONCE,
    ) -> list[Caller]:
        leased = self._all(
            statement, {"by": by, "now": now, "until": until, "most": most}
        )
        for row in leased:
            self._vault.remember(row.subject_id, row.wrapped_key)
        waiting = self._messages([row.id for row in leased], messages + 1)
        leased.sort(key=lambda row: (row.waiting_since, row.id))
        return [
            caller
            for row in leased
            if (caller := self._caller(row, waiting.get(row.id, []), messages))
        ]

    def _messages(self, people: list[int], most: int) -> dict[int, list[Row[Any]]]:
        found: dict[int, list[Row[Any]]] = {}
        if people:
            for row in self._all(MESSAGES, {"people": people, "messages": most}):
                found.setdefault(row.contact_id, []).append(row)
        return found

    def _caller(
        self, row: Row[Any], waiting: list[Row[Any]], most: int
    ) -> Caller | None:
        """What cannot be opened harms this person's turns only; None when nothing of theirs can."""
        now = waiting[:most]
        read = tuple(filter(None, (self._opened(self._inbound, one) for one in now)))
        contact = self._reached(row, read)
        if contact is None:
            self._leave_line(row.id, [one.id for one in waiting])
            return None
        conversation = self._opened(self._conversation, row) if row.state else None
        lost = self._is_damaged(f"conversation.state:{row.id}")
        if row.state and not (conversation or lost):  # newer code takes this turn
            return None
        return Caller(
            contact,
            self._vault.key(contact.subject_id),
            conversation,
            row.version or 0,
            bool(row.owed),
            read,
            _unread(now, read),
            len(waiting) > most,
            lost,
            row.arrivals,
            row.tries,
        )

    def _reached(self, row: Row[Any], read: Sequence[StoredInbound]) -> Contact | None:
        """The contact; where their own row does not say it any more, at the sender of what they wrote."""
        try:
            return self._contact(row)
        except BROKEN:
            return self._contact_at(row, read[0].message.sender) if read else None

    def _leave_line(self, person: int, messages: list[int]) -> None:
        """Nobody can answer them: neither who they are nor what they wrote is readable. It is put aside."""
        self._run(GONE, {"person": person})
        if messages:
            self._run(UNANSWERED, {"messages": messages})

    def _opened(self, open_: Callable[[Row[Any]], T], row: Row[Any]) -> T | None:
        try:
            return open_(row)
        except BROKEN:
            return None


def _unread(
    waiting: Sequence[Row[Any]], read: Sequence[StoredInbound]
) -> tuple[int, ...]:
    opened = {one.id for one in read}
    return tuple(row.id for row in waiting if row.id not in opened)
