"""A back-up becomes the database again: all of it in one step, or nothing. What was there is put aside."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from storage.back_up import BackUps, NoBackUp, Spooled
from storage.crypto import KeyRing
from storage.migrations import upgrade
from storage.spool import sync_directory
from storage.tables import SUBJECT
from storage.unit_of_work import (
    DatabaseDown,
    Transaction,
    clean_errors,
    make_engine,
    read_url,
)

BESIDE = ("", "-wal", "-shm")  # SQLite's files
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def is_lived_in(database_url: str) -> bool:
    """Whether somebody's data are there, or may be: a damaged database counts as one."""
    url = read_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return False
    engine = make_engine(database_url)
    try:
        with clean_errors(), engine.connect() as connection:
            if not inspect(connection).has_table(SUBJECT.name):
                return False
            return connection.execute(select(SUBJECT.c.id).limit(1)).first() is not None
    except DatabaseDown:
        return url.get_backend_name() == "sqlite"
    finally:
        engine.dispose()


def restore_database(
    database_url: str, keys: KeyRing, given: BackUps, name: str, spooled: Spooled
) -> int:
    """Fill the database; how many people had been forgotten since. Torn, NoBackUp, DatabaseDown, NewerSchema.

    What was there before is beside it, under a name that tells when it was put aside.
    """
    now = _now()
    url = read_url(database_url)
    place = _file if url.get_backend_name() == "sqlite" else _schema
    with place(database_url, f"before_{now:%Y%m%dT%H%M%SZ}".lower()) as connection:
        upgrade(connection, given.origin(name).schema)
        forgotten = given.restore_rows(name, connection, spooled)
        upgrade(connection, "head")
        tx = Transaction(connection, keys, writing=True)
        for subject_id in forgotten:
            tx.erase_subject(subject_id, now)
    return len(forgotten)


@contextmanager
def _file(database_url: str, aside: str) -> Iterator[Connection]:
    """A new file, which takes the place of the old one at the end."""
    path = str(read_url(database_url).database)
    fresh = f"{path}.restoring"
    _remove(fresh)
    engine = make_engine(f"sqlite:///{fresh}")
    try:
        with clean_errors(), engine.begin() as connection:
            yield connection
        with clean_errors(), closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        engine.dispose()
        _remove(fresh)
        raise
    engine.dispose()
    for end in BESIDE:
        with suppress(FileNotFoundError):
            os.replace(path + end, f"{path}.{aside}{end}")
    os.replace(fresh, path)
    sync_directory(Path(path).parent)


def _remove(path: str) -> None:
    for end in BESIDE:
        Path(path + end).unlink(missing_ok=True)


@contextmanager
def _schema(database_url: str, aside: str) -> Iterator[Connection]:
    """A new schema of the old one's name, in one transaction."""
    engine = make_engine(database_url)
    try:
        with clean_errors(), engine.begin() as connection:
            if connection.execute(OTHERS).scalar_one():
                raise NoBackUp(
                    "others are connected to the database: stop every web server and worker first"
                )
            name = connection.execute(text("SELECT current_schema()")).scalar_one()
            if inspect(connection).get_table_names():
                connection.execute(text(f'ALTER SCHEMA "{name}" RENAME TO "{aside}"'))
                connection.execute(text(f'CREATE SCHEMA "{name}"'))
            yield connection
    finally:
        engine.dispose()


def _now() -> datetime:
    """The machine's time: of when something was put aside, which no rule looks at."""
    return datetime.fromtimestamp(time.time(), UTC)
