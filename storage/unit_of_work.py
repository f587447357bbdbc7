"""One transaction at a time: the same promises on SQLite and on PostgreSQL.

A write commits before the `with` block is left, durably (WAL with synchronous=FULL;
synchronous_commit), or raises and has changed nothing. In SQLite writers take
turns behind a fair lock; in PostgreSQL they hold rows.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.arrivals import Arrivals
from storage.cases import Cases
from storage.complaints import Complaints
from storage.crypto import KeyRing, Unreadable
from storage.damage_flag import DamageFlag, is_damage
from storage.gaps import Gaps
from storage.key_check import KeyCheck
from storage.ledger import Ledger
from storage.lock import FairLock, LockFailed
from storage.outbox import Outbox
from storage.pairs import Pairs
from storage.quarantine import Quarantine
from storage.receipts import Receipts
from storage.rights import Rights
from storage.turns import Turns
from storage.waiting import Waiting

log = logging.getLogger(__name__)
BUSY_MS = 5000  # for others than ourselves, such as a backup; we queue at the fair lock
SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
)
# A stopped process must not hold everyone up for ever.
POSTGRES_SETUP = (
    "SET lock_timeout='10s'",
    "SET idle_in_transaction_session_timeout='60s'",
)
DOWN = (
    sqlite3.DatabaseError,
    OperationalError,
    InterfaceError,
    InternalError,
    PoolTimeout,
    LockFailed,
)

# How a transaction begins, and which pragmas it needs. One that is set anew makes SQLite prepare
# every statement of its connection again, so each is set only where it differs.
Beginning = tuple[str, dict[str, str]]
BEGIN_WRITING = ("BEGIN IMMEDIATE", {"query_only": "OFF", "synchronous": "FULL"})
BEGIN_LOSABLE = ("BEGIN IMMEDIATE", {"query_only": "OFF", "synchronous": "NORMAL"})
BEGIN_READING = ("BEGIN", {"query_only": "ON"})
LOSABLE = text("SET LOCAL synchronous_commit=off")


DAMAGED = "it is damaged: `satupintu doctor` says what to do"


class DatabaseDown(Exception):
    """The database cannot be reached, is full, locked or broken. Nothing of the transaction is certain."""


class Transaction(
    Arrivals,
    Waiting,
    Turns,
    Receipts,
    Complaints,
    Rights,
    Cases,
    Pairs,
    Outbox,
    Quarantine,
    Gaps,
    KeyCheck,
    Ledger,
):
    """Everything one transaction can do; all of it happens, or nothing does."""


class Store:
    """The database. Safe to share between threads; make one per process."""

    def __init__(
        self,
        engine: Engine,
        keys: KeyRing,
        turns: FairLock | None,
        flag: DamageFlag | None = None,
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._turns = turns
        self._flag = flag
        self._noted: set[str] = set()  # damage that has been put aside
        self._here = threading.local()  # whether this thread is writing already

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[Transaction]:
        """Write: committed when the block ends, rolled back when it raises; or DatabaseDown.

        Not `durable`: a power loss may undo it, but nothing else; for leases, which only save work.
        What is found damaged is put aside with it, so that whatever takes its place takes nothing away.
        """
        found: dict[str, bytes] = {}
        try:
            with self._writing(durable=durable) as tx:
                try:
                    yield tx
                finally:
                    found = self._new_damage(tx)
                if found:
                    with suppress(Unreadable):  # without the system's key others go on
                        tx.note_damage(found, _now())
            self._noted.update(found)
        finally:
            self._put_aside(found)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read one consistent moment; waits for no writer, and writing in it is an error.

        What is found damaged is put aside afterwards, once.
        """
        found: dict[str, bytes] = {}
        try:
            with (
                self._sound(),
                self._connect(BEGIN_READING, postgresql_readonly=True) as connection,
                connection.begin(),
            ):
                tx = Transaction(connection, self._keys, writing=False)
                try:
                    yield tx
                finally:
                    found = self._new_damage(tx)
        finally:
            self._put_aside(found)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The database as it is now, however long one looks at it; for a back-up. DatabaseDown.

        Of a damaged one, too: perhaps all its rows can still be read.
        """
        options: dict[str, Any] = {}
        if self._engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
            options["postgresql_readonly"] = True
        with (
            clean_errors(),
            self._connect(BEGIN_READING, **options) as connection,
            connection.begin(),
        ):
            yield connection

    def ping(self) -> None:
        """DatabaseDown unless the database answers."""
        with self._sound(), self._connect(BEGIN_READING) as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _writing(self, *, durable: bool) -> Iterator[Transaction]:
        with (
            self._sound(),
            self._connect(BEGIN_WRITING if durable else BEGIN_LOSABLE) as connection,
            self._turn(),
            connection.begin(),
        ):
            if not durable and connection.dialect.name == "postgresql":
                connection.execute(LOSABLE)
            self._here.writing = True
            try:
                yield Transaction(connection, self._keys, writing=True)
            finally:
                self._here.writing = False

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """DatabaseDown for whatever goes wrong, and for a database that is damaged: nobody works in that."""
        if self._flag and self._flag.is_raised():
            raise DatabaseDown(DAMAGED)
        try:
            with clean_errors():
                yield
        except DatabaseDown as error:
            if self._flag and is_damage(error.__cause__):
                self._flag.hoist(str(error))
            raise

    def _new_damage(self, tx: Transaction) -> dict[str, bytes]:
        found = tx.damage()
        return {about: raw for about, raw in found.items() if about not in self._noted}

    def _put_aside(self, found: dict[str, bytes]) -> None:
        """Note what is damaged; while that cannot be, whoever meets it next does."""
        fresh = {about: raw for about, raw in found.items() if about not in self._noted}
        for about in found:
            log.error("%s is damaged and put aside", about)
        if fresh and not getattr(self._here, "writing", False):
            with suppress(DatabaseDown, Unreadable), self._writing(durable=True) as tx:
                tx.note_damage(fresh, _now())
                self._noted.update(fresh)

    def _connect(self, begin: Beginning, **options: Any) -> Connection:
        return self._engine.connect().execution_options(begin=begin, **options)

    def _turn(self) -> AbstractContextManager[None]:
        return self._turns.held() if self._turns else nullcontext()


def _now() -> datetime:
    """The machine's time: of when a damaged row was met, which no rule looks at."""
    return datetime.fromtimestamp(time.time(), UTC)


def open_store(
    database_url: str, keys: KeyRing, flag: DamageFlag | None = None
) -> Store:
    """Open the database behind a `sqlite:///file` or `postgresql://` URL; connects when first used."""
    return Store(make_engine(database_url), keys, writers_turn(database_url), flag)


def make_engine(database_url: str) -> Engine:
    """The engine, set up for durability, and with parameters kept out of error messages."""
    url = read_url(database_url)
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not sqlite)
    event.listen(engine, "connect", _set_up_sqlite if sqlite else _set_up_postgres)
    if sqlite:
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def writers_turn(database_url: str) -> FairLock | None:
    """The lock that writers of this database queue at; None where the database does that itself."""
    url = read_url(database_url)
    return (
        FairLock(Path(f"{url.database}.lock"))
        if url.get_backend_name() == "sqlite"
        else None
    )


def read_url(database_url: str) -> URL:
    """The URL with the driver we use; ValueError for a database we do not know."""
    url = make_url(database_url)
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database not in (
        None,
        "",
        ":memory:",
    ):
        return url
    raise ValueError(
        f"DATABASE_URL must be sqlite:///<file> or postgresql://..., not {url.drivername}"
    )


@contextmanager
def clean_errors() -> Iterator[None]:
    """Raise DatabaseDown for whatever a broken or absent database makes the driver say."""
    try:
        yield
    except DOWN as error:
        raise DatabaseDown(_first_line(error)) from error
    except DatabaseError as error:
        if (
            type(error) is not DatabaseError
        ):  # a mistake of ours: a constraint, wrong SQL
            raise
        raise DatabaseDown(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).partition("\n")[0]


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = (
        None  # the driver must not begin transactions of its own
    )
    connection.text_factory = _lenient
    for statement in SQLITE_SETUP:
        connection.execute(statement)


def _lenient(stored: bytes) -> str:
    """SQLite keeps any bytes where text stands; what is none must not fail every row it is read with."""
    return stored.decode("utf-8", "replace")


def _set_up_postgres(connection: Any, _: object) -> None:
    for statement in POSTGRES_SETUP:
        connection.execute(statement)
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    begin, pragmas = connection.get_execution_options().get("begin", BEGIN_WRITING)
    known = connection.info  # of the driver's connection, for as long as that lives
    cursor = (
        connection.connection.cursor()
    )  # the driver's own: this happens with every transaction
    for name, value in pragmas.items():
        if known.get(name) != value:
            cursor.execute(f"PRAGMA {name}={value}")
            known[name] = value
    cursor.execute(begin)
    cursor.close()
