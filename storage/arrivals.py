"""The door's side of the database: what comes is stored, sealed, and its senders stand in line.

Set-based: however many messages share the commit, people who are known cost two statements
together. Nothing here looks at a conversation. A message that is here already changes nothing;
its sender's turn is then found empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete

from intake.messages import InboundMessage
from storage.codec import dumps
from storage.people import LEAVE_ADDRESS, People
from storage.statements import SQL
from storage.tables import SUBJECT, bound

STAND_IN_LINE = SQL(  # held in one order: no two doors wait for each other
    "UPDATE contact SET waiting_since = coalesce(waiting_since, ?),"
    " arrivals = arrivals + 1"
    " WHERE id IN (SELECT id FROM contact"
    " WHERE channel IN {0} AND address_index IN {1}"
    " OR channel IN {2} AND alias_index IN {3} ORDER BY id {hold})"
    " RETURNING contact.id AS id, contact.subject_id AS subject_id,"
    " contact.address_index AS address_index, contact.alias_index AS alias_index,"
    " (SELECT wrapped_key FROM subject WHERE subject.id = contact.subject_id)"
    " AS wrapped_key"
)
NEW_CONTACTS = SQL(
    "INSERT INTO contact (subject_id, channel, address_index, address, stopped,"
    " waiting_since, arrivals, tries) VALUES {0} ON CONFLICT DO NOTHING"
    " RETURNING id, subject_id, address_index"
)
NEW_MESSAGES = SQL(
    "INSERT INTO inbound (subject_id, contact_id, channel, external_index,"
    " received_at, handled_at, body) VALUES {0} ON CONFLICT DO NOTHING"
    " RETURNING id, channel, external_index"
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
            (channel, index): id_
            for id_, channel, index in map(tuple, self._spelled(NEW_MESSAGES, (), rows))
        }
        return [
            Stored(contact_id, new.pop((channel, index), None))
            for _, contact_id, channel, index, *_ in rows
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
        channels = [list({one.message.sender.channel for one in wanted.values()})]
        since = self._bound(min(one.at for one in wanted.values()))
        at = (channels, [list(wanted)])
        found: dict[bytes, Row[Any]] = {}
        for row in self._spelled(STAND_IN_LINE, (since,), *at, *at):
            self._vault.remember(row.subject_id, row.wrapped_key)
            if self._vault.is_lost(row.subject_id):  # a new contact has the address
                self._run(LEAVE_ADDRESS, {"contact": row.id})
            else:
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
        made = {row.address_index: row for row in self._spelled(NEW_CONTACTS, (), rows)}
        spare = set(subjects) - {row.subject_id for row in made.values()}
        if spare:
            self._run(delete(SUBJECT).where(SUBJECT.c.id.in_(spare)))
        return made

    def _contact_row(
        self, subject_id: int, index: bytes, arrival: Arrival
    ) -> tuple[Any, ...]:
        """As NEW_CONTACTS wants it."""
        sender = arrival.message.sender
        address = self._vault.seal("contact.address", subject_id, sender.id.encode())
        since = self._bound(arrival.at)
        return subject_id, sender.channel, index, address, False, since, 1, 0

    def _message_row(self, arrival: Arrival, sender: Row[Any]) -> tuple[Any, ...]:
        """As NEW_MESSAGES wants it."""
        message, subject_id = arrival.message, sender.subject_id
        channel = message.sender.channel
        index = self._keys.index(f"inbound:{channel}", message.external_id)
        body = self._vault.seal("inbound.body", subject_id, dumps(message))
        at = self._bound(arrival.at)
        return subject_id, sender.id, channel, index, at, None, body

    def _bound(self, moment: datetime) -> datetime | str:
        return bound(moment, self._dialect)
