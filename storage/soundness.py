"""Whether what is stored is whole: looked at before the start, and now and then, for a bounded time.

SQLite looks at the structure of every page (`quick_check`), PostgreSQL at the checksum of each it reads,
and at its indexes where `amcheck` is there. What a page says is the matter of each sealed value.

A damaged write-ahead log looks like a short one to SQLite, which goes on with what is before the damage.
So it is asked how much of the log it takes, and the log whether anything was committed behind that.
"""

import os
import shutil
import sqlite3
import struct
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Executable, inspect, text

from storage.damage_flag import is_damage
from storage.tables import TABLES
from storage.unit_of_work import DatabaseDown, clean_errors, make_engine, read_url

BETWEEN_LOOKS = 10_000  # of SQLite's machine between two looks at the clock
WAL_HEAD, FRAME_HEAD = (
    struct.Struct(">8I"),
    struct.Struct(">6I"),
)  # sqlite.org/fileformat2
MOST_FRAMES = struct.Struct("=I")  # in the log's index, as SQLite has it in memory ...
AT = 16  # ... and where
CHECKS_INDEXES = text("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")
INDEXES = text(
    "SELECT bt_index_check(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree'"
    " WHERE c.relnamespace = current_schema()::regnamespace AND i.indisvalid"
)


def fault_in(database_url: str, seconds: float) -> str:
    """What is damaged, in a clause; "" when nothing is, or nothing was found in that time. DatabaseDown."""
    engine = make_engine(database_url)
    look = _sqlite if engine.dialect.name == "sqlite" else _postgres
    try:
        with clean_errors(), engine.connect() as connection:
            return look(connection, seconds)
    except DatabaseDown as error:
        if is_damage(error.__cause__):
            return str(error)
        raise
    finally:
        engine.dispose()


def _sqlite(connection: Connection, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    raw.set_progress_handler(lambda: time.monotonic() > deadline, BETWEEN_LOOKS)
    try:
        found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return ""
    finally:
        raw.set_progress_handler(None, 0)
    return "" if found == "ok" else str(found).replace("\n", " ")


def _postgres(connection: Connection, seconds: float) -> str:
    limit = text(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")
    try:
        for statement in _reading(connection):
            connection.rollback()
            connection.execute(limit)
            connection.execute(statement)
    except Exception as error:
        if getattr(getattr(error, "orig", None), "sqlstate", "") != "57014":
            raise  # anything but the end of our time
    return ""


def _reading(connection: Connection) -> Iterator[Executable]:
    if connection.execute(CHECKS_INDEXES).first():
        yield INDEXES
    there = set(inspect(connection).get_table_names())
    for name in TABLES:
        if name in there:
            yield text(f"SELECT count(md5(t::text)) FROM {name} t")  # noqa: S608  (our own names)


# --- the write-ahead log


@dataclass(frozen=True, slots=True)
class LostWrites:
    """Commits that stand in the log behind something damaged: SQLite does not take them."""

    number: int
    kept_in: str  # a copy of the log: SQLite will write over it


def lost_writes(database_url: str) -> LostWrites | None:
    """What was committed and is lost to a damaged log; to be asked before anybody else opens the database."""
    url = read_url(database_url)
    log = Path(f"{url.database}-wal")
    if url.get_backend_name() != "sqlite" or not log.exists():
        return None
    with (
        closing(sqlite3.connect(f"file:{url.database}?mode=rw", uri=True)) as opened,
        suppress(sqlite3.DatabaseError),  # then `fault_in` tells
    ):
        opened.execute("BEGIN")
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        taken = _taken(Path(f"{url.database}-shm"))
        if number := sum(1 for at in _commits(log) if at > taken):
            aside = f"{log}.damaged-{int(time.time())}"
            shutil.copyfile(log, aside)
            return LostWrites(number, aside)
    return None


def _taken(index: Path) -> int:
    """How many frames of the log SQLite has found whole."""
    with index.open("rb") as file:
        file.seek(AT)
        return int(MOST_FRAMES.unpack(file.read(MOST_FRAMES.size))[0])


def _commits(log: Path) -> Iterator[int]:
    """The numbers of the frames, from 1, with which something was committed in the log as it is now."""
    with log.open("rb") as file:
        head = file.read(WAL_HEAD.size)
        if len(head) < WAL_HEAD.size:
            return
        _, _, page, _, *salts, _, _ = WAL_HEAD.unpack(head)
        now, frame_size = [salts], FRAME_HEAD.size + page
        whole = (log.stat().st_size - WAL_HEAD.size) // frame_size
        for number in range(1, whole + 1):
            frame = file.read(FRAME_HEAD.size)
            _, size, *of, _, _ = FRAME_HEAD.unpack(frame)
            if number == 1 and of[0] + 1 != salts[0]:  # not of before the last reset
                now.append(of)  # the head itself may be what is damaged
            if size and of in now:
                yield number
            file.seek(page, os.SEEK_CUR)
