"""A damaged database is found, told of at once, and written to no more: what comes waits in the spool."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from drilled import Drilled, citizen, providers
from house import ENV, House, settings_of
from running import soon

from gateway.flows.soundness import Checks
from gateway.operate.damage_check import look_before_start
from gateway.operate.inspection import examine
from gateway.setup.wiring import damage_flag
from gateway.web.app import create_app
from storage.crypto import KeyRing
from storage.damage_flag import DamageFlag
from storage.soundness import fault_in, lost_writes
from storage.unit_of_work import DatabaseDown, open_store

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
COORDINATOR = "telegram:1001"
TOLD = "Basis data kami rusak"
PAGE = 4096
HOUR = 3600.0


def spoil(database: Path, table: str) -> None:
    """Write nonsense over the first page of a table, as a dying disk does."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = opened.execute(root, (table,)).fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


@pytest.fixture
def flagged(
    migrated_sqlite: Path, redis_url: str, tmp_path: Path, now
) -> Iterator[House]:  # type: ignore[no-untyped-def]
    """A house on SQLite whose store and checks share a flag."""
    shutil.copy(migrated_sqlite, tmp_path / "satupintu.db")
    url = f"sqlite:///{tmp_path}/satupintu.db"
    flag = DamageFlag(tmp_path / "damaged")
    store = open_store(url, KeyRing.from_text(ENV["DATA_KEY"]), flag)
    yield House(store, redis_url, tmp_path, now)
    store.dispose()


def harm(house: House) -> None:
    """Damage what is stored, seen by whoever opens it from now on."""
    house.store.dispose()
    spoil(house.settings.var_dir / "satupintu.db", "outbox")


def test_damage_is_found_by_a_look_told_at_once_and_messages_wait(
    flagged: House,
) -> None:
    checks = Checks(flagged.parts)
    flagged.sms(STORY)
    flagged.settle()
    assert checks.look() == ""
    harm(flagged)
    assert checks.look() == "", "it is not time yet"
    flagged.now += timedelta(minutes=11)
    assert "satupintu restore" in checks.look()
    checks.look()
    assert [TOLD in one for one in flagged.says(COORDINATOR)] == [True]
    with flagged.asleep():
        assert flagged.sms("SAMA").status_code == 200
    assert len(flagged.parts.spool.sealed()) == 1
    answer = flagged.web.get("/ready")
    assert answer.status_code == 503
    assert "satupintu restore" in answer.json["database"]
    (found,) = [one for one in examine(flagged.parts) if one.part == "database"]
    assert not found.fine
    assert "satupintu restore" in found.words
    with pytest.raises(DatabaseDown):
        flagged.parts.door.drain(flagged.now)


def test_a_start_sees_damaged_pages_although_the_log_is_whole(flagged: House) -> None:
    look_before_start(flagged.settings)
    assert not damage_flag(flagged.settings).is_raised()
    harm(flagged)
    look_before_start(flagged.settings)
    assert damage_flag(flagged.settings).is_raised()


def test_whoever_meets_damage_raises_the_flag_for_all(flagged: House) -> None:
    flagged.sms(STORY)
    flagged.settle()
    harm(flagged)
    with flagged.asleep():
        assert flagged.sms("SAMA").status_code == 200
    with pytest.raises(DatabaseDown):
        flagged.settle()
    assert flagged.parts.flag.is_raised()
    with flagged.asleep():
        flagged.web = create_app(flagged.parts).test_client()
        flagged.sms("STATUS")
    assert len(flagged.parts.spool.sealed()) == 1


def test_a_database_that_is_only_away_raises_no_flag(flagged: House) -> None:
    with closing(sqlite3.connect(flagged.settings.var_dir / "satupintu.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseDown), flagged.store.transaction() as tx:
            tx.set_stopped(1, True)
    assert not flagged.parts.flag.is_raised()


def test_a_look_that_has_no_time_left_finds_nothing_and_says_so_by_saying_nothing(
    flagged: House,
) -> None:
    with flagged.store.transaction() as tx:
        for n in range(30):
            tx.add_quarantine("tests", "large", bytes(200_000 + n), flagged.now)
    harm(flagged)
    assert fault_in(flagged.settings.database_url, 0.0) in (
        "",
        fault_in(flagged.settings.database_url, HOUR),
    )
    assert fault_in(flagged.settings.database_url, HOUR)


def test_damage_in_postgresql_is_found(postgres, keys: KeyRing) -> None:  # type: ignore[no-untyped-def]
    """The page of a table is spoilt where it lies; a copy of the database is read from the disk."""
    source = postgres.create("migrated")
    assert fault_in(source, HOUR) == ""
    with psycopg.connect(source, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO subject (id, created_at) SELECT n, now() FROM generate_series(1, 500) n"
        )
        connection.execute("CHECKPOINT")
        (path,) = connection.execute(
            "SELECT pg_relation_filepath('subject')"
        ).fetchone()
    file = next(postgres.directory.rglob(path))
    with file.open("r+b") as opened:
        opened.seek(8192 + 4000)
        opened.write(b"\xa5" * 16)
    copied = postgres.create(source.partition("?")[0].rpartition("/")[2])
    try:
        assert "subject" in fault_in(copied, HOUR) or "invalid page" in fault_in(
            copied, HOUR
        )
    finally:
        postgres.drop(copied)
        postgres.drop(source)


# --- the log


COMMITS = 12


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A database whose writer was killed: nothing of its log is in the file yet. Its path."""
    written = tmp_path / "written.db"
    with closing(sqlite3.connect(written, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT)")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for n in range(COMMITS):
            writer.execute("INSERT INTO said (words) VALUES (?)", (f"{n}" * 900,))
        (left := tmp_path / "left").mkdir()
        for name in ("written.db", "written.db-wal"):
            shutil.copy(tmp_path / name, left / name)
    return left / "written.db"


def rows(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        return int(opened.execute("SELECT count(*) FROM said").fetchone()[0])


def log_of(database: Path) -> Path:
    return Path(f"{database}-wal")


def test_a_whole_log_is_no_damage(killed: Path) -> None:
    assert lost_writes(f"sqlite:///{killed}") is None
    assert rows(killed) == COMMITS


@pytest.mark.parametrize("at", [0, 17, 22, 32, 50, 9000, 30_000, -1])
def test_what_is_lost_to_a_damaged_byte_in_the_log_is_counted_and_the_log_is_kept(
    killed: Path, at: int
) -> None:
    log = log_of(killed)
    harmed = bytearray(log.read_bytes())
    harmed[at] ^= 1
    log.write_bytes(harmed)
    lost = lost_writes(f"sqlite:///{killed}")
    assert lost
    assert Path(lost.kept_in).read_bytes() == harmed
    assert rows(killed) == COMMITS - lost.number


@pytest.mark.parametrize("less", [1, 1000, PAGE + 24, PAGE + 25, 2 * PAGE + 48])
def test_a_log_that_ends_early_is_what_a_power_cut_leaves(
    killed: Path, less: int
) -> None:
    log = log_of(killed)
    log.write_bytes(log.read_bytes()[:-less])
    assert lost_writes(f"sqlite:///{killed}") is None


def test_what_an_earlier_round_of_the_log_left_behind_is_no_loss(
    tmp_path: Path,
) -> None:
    written = tmp_path / "written.db"
    with closing(sqlite3.connect(written, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT)")
        for n in range(COMMITS):
            writer.execute("INSERT INTO said (words) VALUES (?)", (f"{n}" * 900,))
        writer.execute("PRAGMA wal_checkpoint(RESTART)")
        writer.execute("INSERT INTO said (words) VALUES ('last')")
        (left := tmp_path / "left").mkdir()
        for name in ("written.db", "written.db-wal"):
            shutil.copy(tmp_path / name, left / name)
    assert lost_writes(f"sqlite:///{left}/written.db") is None
    assert rows(left / "written.db") == COMMITS + 1


@pytest.fixture
def started(killed: Path) -> Callable[[], bool]:
    """Look as a start does at a database with a damaged log; whether the flag is raised then."""
    log = log_of(killed)
    harmed = bytearray(log.read_bytes())
    harmed[len(harmed) // 2] ^= 1
    settings = settings_of(killed.parent, DATABASE_URL=f"sqlite:///{killed}")

    def start() -> bool:
        log.write_bytes(harmed)
        look_before_start(settings)
        return damage_flag(settings).is_raised()

    return start


def test_a_start_raises_the_flag_but_not_after_the_machine_had_stopped(
    started: Callable[[], bool], killed: Path
) -> None:
    (killed.parent / "boot").write_text("of another start of this machine")
    assert not started()
    assert started()


# --- the whole of it


@pytest.mark.xdist_group("run")
def test_the_product_starts_on_a_damaged_database_keeps_messages_and_goes_on_once_restored(
    tmp_path: Path,
) -> None:
    with providers() as (wire, url):
        one = Drilled(tmp_path, url)
        try:
            one.start()
            first, second = citizen(1), citizen(2)
            assert one.sms(first, STORY)[0] == 200
            wire.reached(f"sms:{first}")
            assert one.run("backup", "safe").returncode == 0
            one.stop(signal.SIGKILL)
            soon(lambda: not one.pids(), "all to end")
            spoil(Path(one.env["VAR_DIR"]) / "satupintu.db", "outbox")

            one.start()
            assert one.sms(first, "SAMA")[0] == 200
            assert one.sms(second, STORY)[0] == 200
            assert "satupintu restore" in one.readiness()["database"]
            wire.reached(COORDINATOR)
            assert TOLD in wire.texts(COORDINATOR)[0]
            one.stop()

            done = one.run("restore", "safe", "--force")
            assert done.returncode == 0, done.stderr
            one.start()
            wire.reached(f"sms:{second}")
            soon(
                lambda: any(" diterima" in said for said in wire.texts(f"sms:{first}")),
                "it",
            )
            assert one.ready()
        finally:
            for pid in one.pids():
                os.kill(pid, signal.SIGCONT)
            one.clean_up()
