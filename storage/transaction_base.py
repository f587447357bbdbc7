"""What every part of a transaction stands on: statements on a connection, and sealing for a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from secrets import randbits
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    CursorResult,
    Executable,
    Row,
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)

from storage.codec import OfTomorrow, Undecodable, loads
from storage.crypto import DataKey, KeyRing, OfAnotherKey, Unreadable
from storage.statements import INSERTS, SQL, Insert, for_dialects, spelled
from storage.tables import CONTACT, SUBJECT, SYSTEM_SUBJECT, bound

SUBJECT_ID_BITS = 62

KEYS = select(SUBJECT.c.id, SUBJECT.c.wrapped_key).where(
    SUBJECT.c.id.in_(bindparam("ids", expanding=True))
)
ADD = for_dialects(
    lambda insert: insert(SUBJECT).on_conflict_do_nothing().returning(SUBJECT.c.id)
)
KEY_COLUMN = "subject.wrapped_key"
RENEW = (
    update(SUBJECT)
    .where(SUBJECT.c.id == bindparam("who"), SUBJECT.c.wrapped_key == bindparam("old"))
    .values(wrapped_key=bindparam("new"))
)
NEW = SQL("INSERT INTO subject (id, wrapped_key, created_at) VALUES {0}")
SUBJECT_OF = select(CONTACT.c.subject_id).where(CONTACT.c.id == bindparam("contact"))
BRIEFLY = text("SET LOCAL lock_timeout='500ms'")  # less than its deadlock_timeout
IN_TURN = select(func.pg_advisory_xact_lock(bindparam("number")))

ROW_NAMES = ("id", "complaint_id", "contact_id")  # of its key, the first it has
HELD = frozenset({"55P03", "40P01"})  # PostgreSQL's words for a lock and a deadlock

T = TypeVar("T")
Values = Mapping[str, Any] | None
Many = Sequence[Any]
Seal = Callable[[str, bytes], bytes]  # seals a value for `table.column` of one person


class Erased(LookupError):
    """This person asked to be forgotten; nothing of theirs can be read any more."""


class Damaged(Unreadable):
    """A stored value that says nothing any more. It is noted, and put aside when the transaction ends."""


def was_held(error: Exception) -> bool:
    """Whether a DatabaseDown only says that somebody else held a row (see `give_way`)."""
    return getattr(getattr(error.__cause__, "orig", None), "sqlstate", "") in HELD


class Vault:
    """The data keys that one transaction needs, each unwrapped once."""

    def __init__(self, connection: Connection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys
        self._opened: dict[int, DataKey] = {}
        self._broken: set[int] = set()
        self.damage: dict[
            str, bytes
        ] = {}  # `table.column:row` and what was found there

    def create(self, now: datetime) -> int:
        """Make a person: a random id and a data key of their own."""
        subject_id = randbits(SUBJECT_ID_BITS) + 1
        self._add(subject_id, now)
        return subject_id

    def create_many(self, moments: list[datetime]) -> list[int]:
        """Make so many people at once."""
        ids = [randbits(SUBJECT_ID_BITS) + 1 for _ in moments]
        keys = [self._keys.new_subject_key(id_) for id_ in ids]
        dialect = self._connection.dialect.name
        at = [bound(moment, dialect) for moment in moments]
        spell(self._connection, NEW, (), list(zip(ids, keys, at, strict=True)))
        for id_, key in zip(ids, keys, strict=True):
            self.remember(id_, key)
        return ids

    def seal(self, column: str, subject_id: int, value: bytes) -> bytes:
        """Seal a value for `table.column` of a person; Erased when they are gone."""
        return self._key(subject_id).seal(value, _place(column, subject_id))

    def open(self, column: str, subject_id: int, sealed: bytes) -> bytes:
        """Open what `seal` made; Erased or Unreadable otherwise."""
        return self._key(subject_id).open(sealed, _place(column, subject_id))

    def key(self, subject_id: int) -> DataKey:
        """A person's data key, for what is sealed outside the tables; Erased when they are gone."""
        return self._key(subject_id)

    def load(self, subject_ids: Iterable[int]) -> None:
        """Fetch the keys of many people with one query; an erased one simply stays unknown."""
        missing = set(subject_ids) - self._opened.keys() - self._broken
        if missing:
            for row in self._connection.execute(KEYS, {"ids": list(missing)}):
                self.remember(row.id, row.wrapped_key)

    def remember(self, subject_id: int, wrapped_key: bytes | None) -> None:
        """Take a wrapped key that some query brought along. One that is damaged harms its person only."""
        known = subject_id in self._opened or subject_id in self._broken
        if wrapped_key is None or known:
            return
        try:
            self._opened[subject_id] = self._keys.subject_key(wrapped_key, subject_id)
        except Unreadable as error:
            self._broken.add(subject_id)
            if not isinstance(error, OfAnotherKey):
                self.damage[f"{KEY_COLUMN}:{subject_id}"] = wrapped_key

    def is_lost(self, subject_id: int) -> bool:
        """Whether this person's key is damaged for good: nothing sealed with it opens again."""
        return f"{KEY_COLUMN}:{subject_id}" in self.damage

    def forget(self, subject_id: int) -> None:
        """Drop a person's key from memory."""
        self._opened.pop(subject_id, None)

    def ensure_system(self, now: datetime) -> None:
        """Make the system's own data key if this database has none yet."""
        self.load([SYSTEM_SUBJECT])
        if self.is_lost(SYSTEM_SUBJECT):
            self._renew(SYSTEM_SUBJECT)
        elif SYSTEM_SUBJECT not in self._opened:
            self._add(SYSTEM_SUBJECT, now)
            self.load([SYSTEM_SUBJECT])  # another process may have been first

    def _renew(self, subject_id: int) -> None:
        """A new key in the place of a damaged one, unless another process was first."""
        damaged = self.damage[f"{KEY_COLUMN}:{subject_id}"]
        wrapped = self._keys.new_subject_key(subject_id)
        self._connection.execute(
            RENEW, {"who": subject_id, "old": damaged, "new": wrapped}
        )
        self._broken.discard(subject_id)
        self.load([subject_id])

    def _add(self, subject_id: int, now: datetime) -> None:
        wrapped = self._keys.new_subject_key(subject_id)
        row = {"id": subject_id, "wrapped_key": wrapped, "created_at": now}
        if self._connection.execute(ADD[self._connection.dialect.name], row).first():
            self.remember(subject_id, wrapped)

    def _key(self, subject_id: int) -> DataKey:
        self.load([subject_id])
        if subject_id in self._broken:
            raise Unreadable(f"{KEY_COLUMN}:{subject_id}")
        try:
            return self._opened[subject_id]
        except KeyError:
            raise Erased(f"subject {subject_id}") from None


class TransactionBase:
    """The ground of Transaction. Its parts (people, inbox, outbox ...) are classes on top of this one."""

    def __init__(self, connection: Connection, keys: KeyRing, *, writing: bool) -> None:
        self._connection = connection
        self._keys = keys
        self._writing = writing
        self._dialect = connection.dialect.name
        self._vault = Vault(connection, keys)
        self._subjects: dict[int, int] = {}  # contact id -> subject id

    def give_way(self) -> None:
        """Wait for a row only briefly from here on; DatabaseDown then. For work that can come again.

        Whoever answers a person goes first when two hold what the other wants. SQLite's writers queue.
        """
        if self._dialect == "postgresql":
            self._run(BRIEFLY)

    def _all(self, statement: Executable, values: Values = None) -> list[Row[Any]]:
        return list(self._connection.execute(statement, values))

    def _all_of(
        self, statement: Executable, rows: list[dict[str, Any]]
    ) -> list[Row[Any]]:
        """What a statement returns, executed for each of these rows."""
        return list(self._connection.execute(statement, rows)) if rows else []

    def _spelled(
        self, sql: SQL, single: Many, *lists: Sequence[Many]
    ) -> list[Row[Any]]:
        """What a statement for the driver returns; see `spell`."""
        return list(spell(self._connection, sql, single, *lists))

    def _first(self, statement: Executable, values: Values = None) -> Row[Any] | None:
        return self._connection.execute(statement, values).first()

    def _value(self, statement: Executable, values: Values = None) -> Any:
        return self._connection.execute(statement, values).scalar()

    def _run(self, statement: Executable, values: Values = None) -> None:
        """Execute for the effect."""
        self._connection.execute(statement, values)

    def _insert(self, table: Table) -> Insert:
        return INSERTS[self._dialect](table)

    def _in_turn(self, name: bytes) -> None:
        """Let transactions that concern the same thing pass one by one, even before it has a row."""
        if self._dialect == "postgresql":
            self._run(IN_TURN, {"number": int.from_bytes(name[:8], signed=True)})

    def _subject_of(self, contact_id: int) -> int:
        """The person behind a contact; LookupError when there is none."""
        if contact_id not in self._subjects:
            found = self._value(SUBJECT_OF, {"contact": contact_id})
            if found is None:
                raise LookupError(f"contact {contact_id}")
            self._subjects[contact_id] = found
        return self._subjects[contact_id]

    def _readable(
        self, rows: list[Row[Any]], value_of: Callable[[Row[Any]], T]
    ) -> list[T]:
        """The values of rows with a `subject_id`, those of erased people and damaged ones left out."""
        self._vault.load({row.subject_id for row in rows})
        return [
            value
            for row in rows
            if (value := self._readable_or_none(row, value_of)) is not None
        ]

    def _readable_or_none(
        self, row: Row[Any] | None, value_of: Callable[[Row[Any]], T]
    ) -> T | None:
        """What the row says; None, too, when it says nothing any more."""
        try:
            return self._unless_erased(row, value_of)
        except Unreadable:
            return None

    def _unless_erased(
        self, row: Row[Any] | None, value_of: Callable[[Row[Any]], T]
    ) -> T | None:
        """What the row says, for whoever must not take damage for absence: Damaged is raised."""
        try:
            return None if row is None else value_of(row)
        except Erased:
            return None

    def _unsealed(self, column: str, row: Row[Any], read: Callable[[bytes], T]) -> T:
        """What `table.column` of this row says, read; Erased, or Damaged, which is noted.

        Unreadable alone when newer code wrote it. A row without a `subject_id` is the system's.
        """
        sealed = getattr(row, column.partition(".")[2])
        subject_id = row._mapping.get("subject_id", SYSTEM_SUBJECT)
        try:
            return read(self._vault.open(column, subject_id, sealed))
        except OfTomorrow as error:
            raise Unreadable(f"{column}: of a newer version") from error
        except (Unreadable, Undecodable, UnicodeDecodeError) as error:
            about = f"{column}:{_number(row)}"
            self._vault.damage[about] = sealed
            raise Damaged(about) from error

    def _is_damaged(self, about: str) -> bool:
        """Whether `table.column:row` was found so in this transaction."""
        return about in self._vault.damage

    def _value_in(self, kind: type[T], column: str, row: Row[Any]) -> T:
        """The value of a stored type that is sealed there; see `_unsealed`."""
        return self._unsealed(column, row, partial(loads, kind))


def _number(row: Row[Any]) -> Any:
    """What its table calls the row."""
    names = row._mapping
    return next(names[name] for name in ROW_NAMES if name in names)


def spell(
    connection: Connection, sql: SQL, single: Many, *lists: Sequence[Many]
) -> CursorResult[Any]:
    """Execute a statement for the driver: its single values come before those of its lists."""
    sizes = ((len(rows), len(rows[0])) for rows in lists)
    values = (*single, *(value for rows in lists for row in rows for value in row))
    text_of_it = spelled(sql, connection.dialect.name, *sizes)
    return connection.exec_driver_sql(text_of_it, values)


def sealer(key: DataKey, subject_id: int) -> Seal:
    """What seals for this person, wherever a transaction is open or none."""
    return lambda column, value: key.seal(value, _place(column, subject_id))


def _place(column: str, subject_id: int) -> bytes:
    return f"{column}:{subject_id}".encode()
