"""People: their addresses, where they stand in the conversation, and forgetting them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, bindparam, delete, literal_column, select, update

from intake.messages import Address
from storage.codec import dumps
from storage.statements import Insert, for_dialects, lockable
from storage.tables import (
    ATTACHMENT,
    CASES,
    COMPLAINT,
    CONTACT,
    CONVERSATION,
    OUTBOX,
    SUBJECT,
    SYSTEM_SUBJECT,
)
from storage.transaction_base import Damaged, TransactionBase
from storage.values import Contact, Conversation

WITH_KEY = select(CONTACT, SUBJECT.c.wrapped_key).join(
    SUBJECT, SUBJECT.c.id == CONTACT.c.subject_id
)
BY_ID = WITH_KEY.where(CONTACT.c.id == bindparam("contact"))
AT = lockable(
    WITH_KEY.where(
        CONTACT.c.channel == bindparam("channel"),
        CONTACT.c.address_index == bindparam("index"),
    ),
    CONTACT,
)
ALSO_AT = lockable(
    WITH_KEY.where(
        CONTACT.c.channel == bindparam("channel"),
        CONTACT.c.alias_index == bindparam("index"),
    ),
    CONTACT,
)
ADD = for_dialects(
    lambda insert: insert(CONTACT).on_conflict_do_nothing().returning(CONTACT.c.id)
)
LEAVE_ADDRESS = (
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("contact"))
    .values(address_index=None, alias_index=None, waiting_since=None)
)
READDRESS = (
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("contact"))
    .values(address=bindparam("sealed"))
)
CONVERSATION_OF = lockable(
    select(CONVERSATION).where(CONVERSATION.c.contact_id == bindparam("contact")),
    CONVERSATION,
)
SAVED = ("wake_at", "updated_at", "state")


def _save(insert: Callable[[Table], Insert]) -> Insert:
    first = insert(CONVERSATION)
    again = {name: first.excluded[name] for name in SAVED} | {
        "version": CONVERSATION.c.version + 1
    }
    return first.on_conflict_do_update(
        index_elements=[CONVERSATION.c.contact_id], set_=again
    )


SAVE = for_dialects(_save)


class People(TransactionBase):
    """The part of Transaction about people."""

    def contact(
        self, address: Address, now: datetime, alias: Address | None = None
    ) -> Contact:
        """Find or create the contact, and hold it until the commit: one person's messages are serial.

        `alias` is the same person's other id on this channel: from then on either finds them,
        and the one that is a phone number is their address.
        """
        main, other = (address, None) if alias is None else _phone_first(address, alias)
        return self._at_either(main, other, now)

    def moved(self, old: Address, new: Address, now: datetime) -> Contact:
        """Who was at `old` is at `new` from now on, and may be written to there; either finds them."""
        contact = self._at_either(new, old, now)
        self.set_stopped(contact.id, False)
        return contact

    def _at_either(
        self, main: Address, other: Address | None, now: datetime
    ) -> Contact:
        row = self._whole(main) or (self._whole(other) if other else None)
        if row is None:
            self._add_contact(main, now)
            row = self._whole(main)
        if row is None:
            raise LookupError("a contact was taken away as it was made")
        contact = self._contact_at(row, main)
        return self._linked(row, contact, main, other) if other else contact

    def find_contact(self, address: Address) -> Contact | None:
        """The contact at this address, if there is a readable one; holds nothing."""
        return self._readable_or_none(self._at(address, held=False), self._contact)

    def contact_by_id(self, contact_id: int) -> Contact:
        """The contact; LookupError when there is none, Erased (one of those) when they are forgotten.

        Damaged when nothing says any more where they can be reached.
        """
        row = self._first(BY_ID, {"contact": contact_id})
        if row is None:
            raise LookupError(f"contact {contact_id}")
        return self._contact(row)

    def set_stopped(self, contact_id: int, stopped: bool) -> None:
        """Remember that a person does not want us to write, or wants it again."""
        self._run(
            update(CONTACT).where(CONTACT.c.id == contact_id).values(stopped=stopped)
        )

    def conversation(self, contact_id: int) -> Conversation | None:
        """What was saved, held until the commit when writing; None: nothing yet, or it is damaged."""
        row = self._first(CONVERSATION_OF[self._writing], {"contact": contact_id})
        return self._readable_or_none(row, self._conversation)

    def save_conversation(
        self,
        contact_id: int,
        conversation: Conversation,
        now: datetime,
        wake_at: datetime | None,
    ) -> None:
        """Save where a person stands; `wake_at` is when `due_conversations` shall name it."""
        subject_id = self._subject_of(contact_id)
        row = {
            "contact_id": contact_id,
            "subject_id": subject_id,
            "version": 1,
            "wake_at": wake_at,
            "updated_at": now,
            "state": self._vault.seal(
                "conversation.state", subject_id, dumps(conversation)
            ),
        }
        self._run(SAVE[self._dialect], row)

    def change_conversation(
        self, contact_id: int, conversation: Conversation, now: datetime
    ) -> None:
        """Save where a person stands; when they are to be woken stays as it was."""
        sealed = self._vault.seal(
            "conversation.state", self._subject_of(contact_id), dumps(conversation)
        )
        row = update(CONVERSATION).where(CONVERSATION.c.contact_id == contact_id)
        self._run(
            row.values(version=CONVERSATION.c.version + 1, updated_at=now, state=sealed)
        )

    def due_conversations(self, now: datetime, limit: int) -> list[int]:
        """The contacts whose conversation asked to be woken by now, longest overdue first."""
        due = select(CONVERSATION.c.contact_id).where(CONVERSATION.c.wake_at <= now)
        return [
            row.contact_id
            for row in self._all(due.order_by(CONVERSATION.c.wake_at).limit(limit))
        ]

    def erase_subject(self, subject_id: int, now: datetime) -> None:
        """Forget a person for good: without their data key nothing sealed for them opens again.

        What was still to be sent, pushed or chased for them is ended. Their address
        is free for a new contact.
        """
        if subject_id == SYSTEM_SUBJECT:
            raise ValueError("the system is not a person")
        self._run(
            update(SUBJECT)
            .where(SUBJECT.c.id == subject_id)
            .values(wrapped_key=None, erased_at=now)
        )
        nameless = {"address_index": None, "alias_index": None, "waiting_since": None}
        self._run(
            update(CONTACT).where(CONTACT.c.subject_id == subject_id).values(nameless)
        )
        theirs = select(CONTACT.c.id).where(CONTACT.c.subject_id == subject_id)
        complaints = select(COMPLAINT.c.id).where(COMPLAINT.c.contact_id.in_(theirs))
        unsent = OUTBOX.c.contact_id.in_(theirs) & (
            OUTBOX.c.status == literal_column("'pending'")
        )
        self._run(delete(CONVERSATION).where(CONVERSATION.c.contact_id.in_(theirs)))
        self._run(
            update(CASES)
            .where(CASES.c.complaint_id.in_(complaints))
            .values(next_at=None)
        )
        self._run(
            update(COMPLAINT)
            .where(COMPLAINT.c.contact_id.in_(theirs))
            .values(status="erased")
        )
        gone = {"state": "erased", "sha256": None}
        self._run(
            update(ATTACHMENT).where(ATTACHMENT.c.subject_id == subject_id).values(gone)
        )
        self._run(update(OUTBOX).where(unsent).values(status="failed", settled_at=now))
        self._vault.forget(subject_id)

    def _whole(self, address: Address) -> Row[Any] | None:
        """The row at this address, held. One whose key is damaged leaves the address to a new contact."""
        row = self._at(address, held=True)
        if row is None:
            return None
        self._vault.remember(row.subject_id, row.wrapped_key)
        if not self._vault.is_lost(row.subject_id):
            return row
        self._run(LEAVE_ADDRESS, {"contact": row.id})
        return None

    def _contact_at(self, row: Row[Any], address: Address) -> Contact:
        """The contact, whose address is sealed anew when it is damaged: we know it."""
        try:
            return self._contact(row)
        except Damaged:
            sealed = self._vault.seal(
                "contact.address", row.subject_id, address.id.encode()
            )
            self._run(READDRESS, {"contact": row.id, "sealed": sealed})
            return self._known_at(row, address.id)

    def _at(self, address: Address, *, held: bool) -> Row[Any] | None:
        found = {"channel": address.channel, "index": self._index(address)}
        return self._first(AT[held], found) or self._first(ALSO_AT[held], found)

    def _index(self, address: Address) -> bytes:
        return self._keys.index("address", str(address))

    def _linked(
        self, row: Row[Any], contact: Contact, main: Address, other: Address
    ) -> Contact:
        """Both ids are this contact's from now on; one that had a contact of its own leaves it."""
        indexes = {
            "address_index": self._index(main),
            "alias_index": self._index(other),
        }
        if (row.address_index, row.alias_index) == tuple(indexes.values()):
            return contact
        others = update(CONTACT).where(
            CONTACT.c.channel == main.channel, CONTACT.c.id != row.id
        )
        for column in (CONTACT.c.address_index, CONTACT.c.alias_index):
            self._run(
                others.where(column == indexes["alias_index"]).values({column: None})
            )
        address = self._vault.seal("contact.address", row.subject_id, main.id.encode())
        self._run(
            update(CONTACT)
            .where(CONTACT.c.id == row.id)
            .values(address=address, **indexes)
        )
        return replace(contact, address=main)

    def _add_contact(self, address: Address, now: datetime) -> None:
        subject_id = self._vault.create(now)
        row = {
            "subject_id": subject_id,
            "channel": address.channel,
            "address_index": self._index(address),
            "address": self._vault.seal(
                "contact.address", subject_id, address.id.encode()
            ),
        }
        if (
            self._first(ADD[self._dialect], row) is None
        ):  # another transaction was first
            self._run(delete(SUBJECT).where(SUBJECT.c.id == subject_id))

    def _contact(self, row: Row[Any]) -> Contact:
        self._vault.remember(row.subject_id, row.wrapped_key)
        self._subjects[row.id] = row.subject_id
        return self._known_at(row, self._unsealed("contact.address", row, bytes.decode))

    def _known_at(self, row: Row[Any], address_id: str) -> Contact:
        return Contact(
            row.id,
            row.subject_id,
            Address(row.channel, address_id),
            row.stopped,
            row.last_inbound_at,
        )

    def _conversation(self, row: Row[Any]) -> Conversation:
        return self._value_in(Conversation, "conversation.state", row)


def _phone_first(one: Address, another: Address) -> tuple[Address, Address]:
    """A phone number is where any channel reaches them; another id works on its own channel only."""
    return (one, another) if one.id.startswith("+") else (another, one)
