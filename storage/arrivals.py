"""The door's side of the database: what comes is stored, sealed, and its senders stand in line.

Set-based: however many messages share the commit, people who are known cost two statements
together. Nothing here looks at a conversation. A message that is here already changes nothing;
its sender's turn is then found empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)

from intake.messages import InboundMessage
from storage.codec import dumps
from storage.people import People
from storage.statements import for_dialects
from storage.tables import CONTACT, INBOUND, SUBJECT, Id, Moment

CONTACT_SUBJECT = literal_column("contact.subject_id", Id)  # see `waiting`
WRAPPED_KEY = (
    select(SUBJECT.c.wrapped_key)
    .where(SUBJECT.c.id == CONTACT_SUBJECT)
    .scalar_subquery()
)


CHANNEL = CONTACT.c.channel.in_(bindparam("channels", expanding=True))
INDEXES: BindParameter[bytes] = bindparam("indexes", expanding=True)
FOUND = (
    select(CONTACT.c.id)
    .where(
        (CHANNEL & CONTACT.c.address_index.in_(INDEXES))
        | (CHANNEL & CONTACT.c.alias_index.in_(INDEXES))
    )
    .order_by(CONTACT.c.id)  # held in one order: no two doors wait for each other
    .with_for_update(key_share=True)
)
STAND_IN_LINE = (
    update(CONTACT)
    .where(CONTACT.c.id.in_(FOUND))
    .values(
        waiting_since=func.coalesce(
            CONTACT.c.waiting_since, bindparam("now", type_=Moment)
        ),
        arrivals=CONTACT.c.arrivals + 1,
    )
    .returning(
        CONTACT.c.id,
        CONTACT.c.subject_id,
        CONTACT.c.address_index,
        CONTACT.c.alias_index,
        WRAPPED_KEY.label("wrapped_key"),
    )
)
NEW_CONTACTS = for_dialects(
    lambda insert: (
        insert(CONTACT)
        .on_conflict_do_nothing()
        .returning(CONTACT.c.id, CONTACT.c.subject_id, CONTACT.c.address_index)
    )
)
NEW_MESSAGES = for_dialects(
    lambda insert: (
        insert(INBOUND)
        .on_conflict_do_nothing()
        .returning(INBOUND.c.id, INBOUND.c.channel, INBOUND.c.external_index)
    )
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message and when it reached us."""

    message: InboundMessage
    at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an arrival."""

    contact_id: int
    inbound_id: int | None  # None: it was here already


class Arrivals(People):
    """The part of Transaction that the door uses."""

    def add_messages(self, arrivals: Sequence[Arrival]) -> list[Stored]:
        """Store messages in this order, each waiting for its turn, and put their senders in line."""
        senders = [self._sender_index(one) for one in arrivals]
        firsts = dict(zip(reversed(senders), reversed(arrivals), strict=True))
        people = self._stand_in_line(firsts)
        rows = [
            self._message_row(one, people[index])
            for one, index in zip(arrivals, senders, strict=True)
        ]
        new = {
            (row.channel, row.external_index): row.id
            for row in self._all_of(NEW_MESSAGES[self._dialect], rows)
        }
        return [
            Stored(
                row["contact_id"],
                new.pop((row["channel"], row["external_index"]), None),
            )
            for row in rows
        ]

    def _sender_index(self, arrival: Arrival) -> bytes:
        """The blind index that finds the sender; two ids of one person are linked first."""
        message = arrival.message
        if message.alias is None:
            return self._index(message.sender)
        return self._index(
            self.contact(message.sender, arrival.at, message.alias).address
        )

    def _stand_in_line(self, firsts: dict[bytes, Arrival]) -> dict[bytes, Row[Any]]:
        """The contact behind each index, made when nobody had it, and in line from now on."""
        found = self._known(firsts)
        for look in (self._new, self._known):  # known by now: another door made them
            missing = {i: one for i, one in firsts.items() if i not in found}
            if missing:
                found |= look(missing)
        return found

    def _known(self, wanted: dict[bytes, Arrival]) -> dict[bytes, Row[Any]]:
        values = {
            "channels": list({one.message.sender.channel for one in wanted.values()}),
            "indexes": list(wanted),
            "now": min(one.at for one in wanted.values()),
        }
        found: dict[bytes, Row[Any]] = {}
        for row in self._all(STAND_IN_LINE, values):
            self._vault.remember(row.subject_id, row.wrapped_key)
            found |= {row.address_index: row, row.alias_index: row}
        return {index: row for index, row in found.items() if index in wanted}

    def _new(self, strangers: dict[bytes, Arrival]) -> dict[bytes, Row[Any]]:
        """Make contacts; one that another transaction makes meanwhile is left to be found."""
        subjects = self._vault.create_many([one.at for one in strangers.values()])
        rows = [
            self._contact_row(subject_id, index, one)
            for subject_id, (index, one) in zip(
                subjects, strangers.items(), strict=True
            )
        ]
        made = {
            row.address_index: row
            for row in self._all_of(NEW_CONTACTS[self._dialect], rows)
        }
        spare = set(subjects) - {row.subject_id for row in made.values()}
        if spare:
            self._run(delete(SUBJECT).where(SUBJECT.c.id.in_(spare)))
        return made

    def _contact_row(
        self, subject_id: int, index: bytes, arrival: Arrival
    ) -> dict[str, Any]:
        sender = arrival.message.sender
        return {
            "subject_id": subject_id,
            "channel": sender.channel,
            "address_index": index,
            "address": self._vault.seal(
                "contact.address", subject_id, sender.id.encode()
            ),
            "stopped": False,
            "waiting_since": arrival.at,
            "arrivals": 1,
            "tries": 0,
        }

    def _message_row(self, arrival: Arrival, sender: Row[Any]) -> dict[str, Any]:
        message = arrival.message
        channel = message.sender.channel
        return {
            "subject_id": sender.subject_id,
            "contact_id": sender.id,
            "channel": channel,
            "external_index": self._keys.index(
                f"inbound:{channel}", message.external_id
            ),
            "received_at": arrival.at,
            "handled_at": None,
            "body": self._vault.seal("inbound.body", sender.subject_id, dumps(message)),
        }
