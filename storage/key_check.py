"""Whether `DATA_KEY` is the key of what is stored, asked before anything is done with another one.

With another key all would go on, and everybody who ever wrote to us would be a stranger. One damaged
byte must not look like that: a key counts as missing when it is missing for more than one person, or
for all there are.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, inspect, select

from intake.messages import Address
from storage.crypto import KEY_ID_BYTES, Unreadable
from storage.people import People
from storage.tables import CONTACT, SUBJECT
from storage.transaction_base import Erased

LOOKED_AT = 20  # newest contacts whose index is compared

KEY_ID = func.substr(SUBJECT.c.wrapped_key, 1, KEY_ID_BYTES)
BY_KEY = (
    select(KEY_ID.label("key_id"), func.count().label("number"))
    .where(SUBJECT.c.wrapped_key.is_not(None))
    .group_by(KEY_ID)
)
NEWEST = (  # columns that every schema has had: this is asked before any migration
    select(
        *(CONTACT.c.id, CONTACT.c.channel, CONTACT.c.address, CONTACT.c.address_index),
        *(CONTACT.c.subject_id, SUBJECT.c.wrapped_key),
    )
    .join(SUBJECT, SUBJECT.c.id == CONTACT.c.subject_id)
    .where(CONTACT.c.address_index.is_not(None))
    .order_by(CONTACT.c.id.desc())
    .limit(LOOKED_AT)
)


class KeyCheck(People):
    """The part of Transaction about the key itself."""

    def key_fault(self) -> str:
        """Why DATA_KEY is not the key of this database, in a clause; "" when it is, or nothing is stored."""
        if not inspect(self._connection).has_table(SUBJECT.name):
            return ""
        known, missing = self._sealed_with_keys()
        if missing > 1 or (missing and not known):
            return "it does not hold the key that sealed what is stored"
        found = [self._is_found(row) for row in self._all(NEWEST)]
        if False in found and True not in found:
            return "its last key is not the one that people are found by"
        return ""

    def ensure_system(self, now: datetime) -> None:
        """The system's own key is there, whose age tells this database from any other."""
        self._vault.ensure_system(now)

    def forgotten_since(self, moment: datetime) -> bool:
        """Whether anybody was forgotten after a moment."""
        later = select(SUBJECT.c.id).where(SUBJECT.c.erased_at > moment).limit(1)
        return self._first(later) is not None

    def _sealed_with_keys(self) -> tuple[int, int]:
        """How many people's data we can open, and the most that one key we do not have has sealed."""
        known, missing = 0, 0
        for row in self._all(BY_KEY):
            if self._keys.knows(bytes(row.key_id)):
                known += row.number
            else:
                missing = max(missing, row.number)
        return known, missing

    def _is_found(self, row: Row[Any]) -> bool | None:
        """Whether the contact is found at its address by today's index; None when it cannot be read."""
        self._vault.remember(row.subject_id, row.wrapped_key)
        try:
            id_ = self._unsealed("contact.address", row, bytes.decode)
        except (Unreadable, Erased):
            return None
        return self._index(Address(row.channel, id_)) == bytes(row.address_index)
