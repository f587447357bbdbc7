"""The data keys of all who have not been forgotten, in a file of their own beside the back-ups.

It is written twice, one after the other: there is always one that is whole.
"""

import json
import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from storage.crypto import KeyRing
from storage.sealed_file import SealedWriter, Torn, sealed_lines
from storage.shelf import Shelf
from storage.snapshot import Origin

LISTS = ("keys.sealed", "keys-copy.sealed")
KIND = "back-up's keys"
ATTACHMENT = re.compile(r"([0-9a-f]{16})/[0-9a-f]{64}")  # whose it is, and its hash


@dataclass(frozen=True, slots=True)
class SeenKey:
    """Somebody's wrapped key, and when they were last found in the database."""

    wrapped: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyList:
    """The keys of one database's people, as of a moment."""

    of: str
    made_at: datetime
    seen: dict[int, SeenKey]

    def knows_owner_of(self, file: str) -> bool:
        """Whether this is an attachment, and its owner has not been forgotten."""
        named = ATTACHMENT.fullmatch(file)
        return named is not None and int(named[1], 16) in self.seen

    @classmethod
    def joined(
        cls,
        origin: Origin,
        living: Iterable[tuple[int, bytes | None]],
        before: "KeyList | None",
        needed_since: datetime | None,
    ) -> "KeyList":
        """What is to be written now. Who is not in the database stays while a back-up may need them.

        Those who were forgotten are in the database, without a key.
        """
        seen, here = {}, set()
        for id_, wrapped in living:
            here.add(id_)
            if wrapped is not None:
                seen[id_] = SeenKey(wrapped, origin.made_at)
        for id_, one in before.seen.items() if before else ():
            if id_ not in here and needed_since and one.at >= needed_since:
                seen[id_] = one
        return cls(origin.of, origin.made_at, seen)


def write_key_list(shelf: Shelf, keys: KeyRing, known: KeyList) -> None:
    """Write it, twice, and read it again; Torn when it is not there as it was written."""
    for name in LISTS:
        with shelf.writing(name) as file:
            writer = SealedWriter(file, keys, KIND)
            writer.line(
                json.dumps({"of": known.of, "made_at": known.made_at.isoformat()})
            )
            for id_, one in known.seen.items():
                at = one.at.isoformat()
                writer.line(json.dumps([id_, one.wrapped.hex(), at]))
            writer.close()
        if _read(shelf, keys, name) != known:
            raise Torn(f"{name} was not written as it is")


def read_key_list(shelf: Shelf, keys: KeyRing) -> KeyList | None:
    """The newest that is whole; None when there is none at all, Torn when none can be read."""
    found, faults = [], []
    for name in LISTS:
        try:
            found.append(_read(shelf, keys, name))
        except FileNotFoundError:
            continue
        except Torn as error:
            faults.append(f"{name}: {error}")
    if faults and not found:
        raise Torn("; ".join(faults))
    return max(found, key=lambda one: one.made_at, default=None)


def _read(shelf: Shelf, keys: KeyRing, name: str) -> KeyList:
    with closing(shelf.reading(name)) as file:
        lines = map(json.loads, sealed_lines(file, keys, KIND))
        head = next(lines)
        seen = {
            id_: SeenKey(bytes.fromhex(wrapped), datetime.fromisoformat(at))
            for id_, wrapped, at in lines
        }
    return KeyList(head["of"], datetime.fromisoformat(head["made_at"]), seen)
