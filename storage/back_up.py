"""Back-ups: what they are, where they lie, and how one becomes a database again.

    satupintu-20261127T104916Z.backup    what waits in the spool, and every row but for people's data keys
    satupintu-20261127T104916Z.files     which attachments go with it
    media/                               the attachments, as sealed as they always are, each once
    keys.sealed, keys-copy.sealed        the data keys of everybody who has not been forgotten

All is sealed with DATA_KEY, which is not in it. There is one list of keys for all back-ups and each
new one replaces it: who was forgotten is missing there, and so unreadable in every back-up. That is
why a list never loses anybody else: one of another database is refused, and whoever is not in the
database any more stays until the last back-up that may need them is gone.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from storage.crypto import KeyRing
from storage.key_list import KeyList, read_key_list, write_key_list
from storage.sealed_file import SealedWriter, Torn, sealed_lines
from storage.shelf import PART, Shelf
from storage.snapshot import (
    Keys,
    Loading,
    Origin,
    count,
    lines_of,
    living,
    origin_in,
    origin_of,
    tables_in,
)
from storage.unit_of_work import Store

STAMP = "satupintu-%Y%m%dT%H%M%SZ.backup"
FILES = ".files"
ROWS, NAMES = "back-up", "back-up's files"  # what is sealed as what
MEDIA = "media"

ALONE = text("SELECT pg_try_advisory_xact_lock(5312)")

Spooled = Callable[[str, bytes], object]  # takes a record of the spool, and its name


class NoBackUp(Exception):
    """It cannot be made there, or not be restored; the message says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """A back-up that was made, read again and found whole."""

    name: str
    rows: int
    files: int  # attachments that were not there yet
    bytes: int


class BackUps:
    """The back-ups at one place. Only one process at a time may add to them."""

    def __init__(self, shelf: Shelf, keys: KeyRing) -> None:
        self._shelf, self._keys = shelf, keys

    def names(self) -> list[str]:
        """Those that are there, oldest first."""
        return sorted(name for name in self._shelf.sizes() if _made_at(name))

    def newest_at(self) -> datetime | None:
        """When the newest was made; None: there is none."""
        names = self.names()
        return _made_at(names[-1]) if names else None

    def keys_at(self) -> datetime | None:
        """When the list of keys was written; None: there is none. Torn: it cannot be read."""
        known = read_key_list(self._shelf, self._keys)
        return known.made_at if known else None

    def make(
        self, store: Store, media: Shelf, spool: Mapping[str, bytes], at: datetime
    ) -> Made:
        """Add one of the database as it is now. DatabaseDown, Torn, NoBackUp, OSError: there is none then.

        On one machine only one at a time may call it. `spool` was read before: what has left it since is
        in the rows as well.
        """
        name = at.astimezone(UTC).strftime(STAMP)
        with self._alone(store) as connection:
            origin = origin_of(connection, at)
            known = self._write_keys(connection, origin)
            files = self._add_media(media, name, known)
            with self._sealing(name, ROWS) as line:
                for one, record in spool.items():
                    line(json.dumps({"spool": one, "sealed": record.hex()}))
                for row in lines_of(connection, origin):
                    line(row)
        rows = sum(self.rows_in(name).values())
        return Made(name, rows, files, self._shelf.sizes()[name])

    def renew_keys(self, store: Store, at: datetime) -> None:
        """Write the list of keys anew, because somebody was forgotten. The errors of `make`."""
        with self._alone(store) as connection:
            self._write_keys(connection, origin_of(connection, at))

    def keep(self, number: int) -> list[str]:
        """Take away all but the newest, with the files only they had, and what was never finished; which."""
        names = self.names()
        gone, kept = names[:-number], names[-number:]
        for name in gone:
            self._shelf.remove(name)
            self._shelf.remove(name + FILES)
        for name in self._shelf.sizes():
            if name.endswith(PART):
                self._shelf.remove(name)
        if gone:
            needed = {file for name in kept for file in self._files_of(name)}
            self._drop_media(lambda file: file in needed)
        return gone

    def rows_in(self, name: str) -> dict[str, int]:
        """How many rows of each table a back-up holds, every one of them read; Torn."""
        with self._opened(name, lambda *_: None) as (_, lines):
            return count(lines)

    def origin(self, name: str) -> Origin:
        """Which database a back-up is of, and of when; Torn."""
        with self._opened(name, lambda *_: None) as (origin, _):
            return origin

    def restore_rows(self, name: str, to: Connection, spooled: Spooled) -> list[int]:
        """Put the rows into an empty database of their schema; whose key is not there any more. Torn."""
        with self._opened(name, spooled) as (origin, lines):
            loading = Loading(to, self.keys_for(origin))
            tables_in(lines, loading.load)
        return loading.forgotten

    def restore_media(self, name: str, to: Shelf) -> int:
        """Bring back the attachments that are not there, but for those of who was forgotten; how many."""
        here, there, number = to.sizes(), self._shelf.sizes(MEDIA), 0
        for file in self._files_of(name):
            if file in there and here.get(file) != there[file]:
                to.put(file, self._shelf.get(f"{MEDIA}/{file}"))
                number += 1
        return number

    def keys_for(self, origin: Origin) -> Keys:
        """The keys of all who have not been forgotten; NoBackUp when they are of before this back-up."""
        known = read_key_list(self._shelf, self._keys)
        if known is None or known.of != origin.of or known.made_at < origin.made_at:
            raise NoBackUp(
                "the list of keys beside it (keys.sealed) is missing, older, or of another database"
            )
        return {id_: one.wrapped for id_, one in known.seen.items()}

    def _write_keys(self, connection: Connection, origin: Origin) -> KeyList:
        """Nobody is lost from the list but who was forgotten, and who no back-up needs any more."""
        known = read_key_list(self._shelf, self._keys)
        if known and known.of != origin.of:
            raise NoBackUp("there are back-ups of another database at this place")
        names = self.names()
        needed = _made_at(names[0]) if names else None
        fresh = KeyList.joined(origin, living(connection), known, needed)
        write_key_list(self._shelf, self._keys, fresh)
        self._drop_media(fresh.knows_owner_of)
        return fresh

    def _add_media(self, media: Shelf, name: str, known: KeyList) -> int:
        """Copy the attachments that are not there yet, and note which go with this back-up; how many."""
        there, added = self._shelf.sizes(MEDIA), 0
        with self._sealing(name + FILES, NAMES) as line:
            for file, size in media.sizes().items():
                if not known.knows_owner_of(file):
                    continue
                if there.get(file) != size:
                    if not self._copied(media, file):
                        continue
                    added += 1
                line(json.dumps(file))
        return added

    def _copied(self, media: Shelf, file: str) -> bool:
        """Whether it is there now, whole; not when it was shredded a moment ago."""
        try:
            content = media.get(file)
        except FileNotFoundError:
            return False
        self._shelf.put(f"{MEDIA}/{file}", content)
        if self._shelf.get(f"{MEDIA}/{file}") != content:
            raise Torn(f"{MEDIA}/{file} was not written as it is")
        return True

    def _files_of(self, name: str) -> list[str]:
        with closing(self._shelf.reading(name + FILES)) as file:
            return [json.loads(one) for one in sealed_lines(file, self._keys, NAMES)]

    def _drop_media(self, is_needed: Callable[[str], bool]) -> None:
        for file in self._shelf.sizes(MEDIA):
            if not is_needed(file):
                self._shelf.remove(f"{MEDIA}/{file}")

    @contextmanager
    def _alone(self, store: Store) -> Iterator[Connection]:
        """One moment of the database, for one of us at a time, on whatever machine."""
        with store.snapshot() as connection:
            if connection.dialect.name == "postgresql" and not connection.scalar(ALONE):
                raise NoBackUp("another back-up is being made")
            yield connection

    @contextmanager
    def _sealing(self, name: str, kind: str) -> Iterator[Callable[[str], None]]:
        """A sealed file, line by line; it is there when the block ends, and not when it raises."""
        with self._shelf.writing(name) as file:
            writer = SealedWriter(file, self._keys, kind)
            yield writer.line
            writer.close()

    @contextmanager
    def _opened(
        self, name: str, spooled: Spooled
    ) -> Iterator[tuple[Origin, Iterator[str]]]:
        """What a back-up is of, and its tables' lines; the records of the spool come first."""
        with closing(self._shelf.reading(name)) as file:
            lines = sealed_lines(file, self._keys, ROWS)
            for line in lines:
                record = json.loads(line)
                if "spool" not in record:
                    yield origin_in(record), lines
                    return
                spooled(record["spool"], bytes.fromhex(record["sealed"]))
        raise Torn("it does not begin as it should")


def _made_at(name: str) -> datetime | None:
    """When a back-up of this name was made; None: it is none."""
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
