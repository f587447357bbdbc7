import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from arrivals import came
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from intake.messages import Address, InboundMessage, OutboundMessage
from storage.crypto import KeyRing, new_data_key
from storage.unit_of_work import DatabaseDown, make_engine, open_store

HOUSE = Path(__file__).parents[2]
BUDI = Address("sms", "+6281200000001")
WRITER = """
import sys
sys.path.insert(0, {house!r})
from datetime import UTC, datetime
from intake.messages import Address
from storage.crypto import KeyRing
from storage.unit_of_work import open_store
store = open_store({url!r}, KeyRing((bytes(32),)))
for n in range(100_000):
    with store.transaction() as tx:
        tx.add_mark("written", str(n), "sms", "id", datetime(2026, 1, 1, tzinfo=UTC))
    print(n, flush=True)
"""


class Oops(Exception):
    pass


def test_a_block_that_raises_changes_nothing(store, now):
    def block():
        with store.transaction() as tx:
            came(tx, InboundMessage("1", BUDI), now)
            raise Oops

    with pytest.raises(Oops):
        block()
    with store.reading() as tx:
        assert tx.find_contact(BUDI) is None
        assert tx.inbound_by_external_id("sms", "1") is None


def test_after_a_failure_the_next_one_works(store, now):
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.add_outbox(
            tx.contact(BUDI, now).id,
            OutboundMessage(BUDI, "Baik"),
            now,
            kind="reply",
            complaint_id=404,
        )
    with store.transaction() as tx:
        assert tx.contact(BUDI, now).address == BUDI


def test_reading_sees_nothing_uncommitted_and_waits_for_nobody(store, now):
    with store.transaction() as tx:
        tx.contact(BUDI, now)
        with store.reading() as reader:
            assert reader.find_contact(BUDI) is None


def test_reading_cannot_write(store, now):
    with pytest.raises((DatabaseDown, DBAPIError)), store.reading() as tx:
        tx.add_mark("asked", "name", "sms", "id", now)
    with store.transaction() as tx:
        tx.add_mark("asked", "name", "sms", "id", now)


@pytest.mark.parametrize(
    "zone", ["UTC", "Asia/Jakarta", "Asia/Jayapura", "America/Lima"]
)
def test_moments_mean_the_same_in_every_zone(store, now, zone):
    moment = now.astimezone(ZoneInfo(zone)).replace(microsecond=7)
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        tx.add_outbox(budi.id, OutboundMessage(BUDI, "Halo"), moment, kind="reply")
        assert not tx.has_due(now)
        assert tx.has_due(now + timedelta(microseconds=7))
        (item,) = tx.outbox_of(budi.id, 1)
    assert item.created_at == moment
    assert item.created_at.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(store):
    with (
        pytest.raises(StatementError, match="time zone") as refused,
        store.transaction() as tx,
    ):
        tx.contact(BUDI, datetime(2026, 11, 23))  # noqa: DTZ001  (that is the point)
    assert BUDI.id not in str(refused.value)


def test_writers_at_once_all_get_their_turn(store, now):
    def write(n):
        with store.transaction() as tx:
            tx.add_mark("written", str(n), "sms", "id", now)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(write, range(120)))
    with store.reading() as tx:
        assert len(tx.funnel(now)) == 120


def test_what_was_committed_outlives_a_kill(store, database_url, now):
    program = WRITER.format(house=str(HOUSE), url=database_url)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as writer:
        acknowledged = [int(writer.stdout.readline()) for _ in range(25)]
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    with store.transaction() as tx:  # the killed writer's turn is over, too
        kept = {int(row.slot) for row in tx.funnel(now - timedelta(days=999))}
    assert set(acknowledged) <= kept


@pytest.mark.parametrize("use", ["ping", "transaction", "reading"])
@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////nowhere/at/all.db", id="no such directory"),
        pytest.param("postgresql://x@/x?host=/nowhere/at/all", id="no server"),
    ],
)
def test_an_absent_database_is_told(url, use, keys):
    store = open_store(url, keys)
    with pytest.raises(DatabaseDown):
        {"ping": _ping, "transaction": _write, "reading": _read}[use](store)
    store.dispose()


def _ping(store):
    store.ping()


def _write(store):
    with store.transaction() as tx:
        tx.made()


def _read(store):
    with store.reading() as tx:
        tx.made()


def test_a_broken_file_is_told(tmp_path, keys):
    (tmp_path / "broken.db").write_bytes(b"not a database at all" * 500)
    store = open_store(f"sqlite:///{tmp_path}/broken.db", keys)
    with pytest.raises(DatabaseDown, match="not a database"):
        store.ping()
    store.dispose()


@pytest.mark.parametrize("use", ["transaction", "reading"])
def test_a_file_that_breaks_in_use_is_told(tmp_path, migrated_sqlite, keys, now, use):
    shutil.copy(migrated_sqlite, tmp_path / "breaks.db")
    store = open_store(f"sqlite:///{tmp_path}/breaks.db", keys)
    store.ping()
    (tmp_path / "breaks.db").write_bytes(b"not a database any more" * 500)
    with pytest.raises(DatabaseDown):
        {"transaction": _write, "reading": _read}[use](store)
    store.dispose()


def test_a_full_disk_is_told_and_what_was_there_stays(
    tmp_path, migrated_sqlite, keys, now
):
    resource = pytest.importorskip("resource")
    shutil.copy(migrated_sqlite, tmp_path / "full.db")
    store = open_store(f"sqlite:///{tmp_path}/full.db", keys)
    with store.transaction() as tx:
        tx.contact(BUDI, now)
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(DatabaseDown), store.transaction() as tx:
            tx.add_quarantine("sms", "large", bytes(1_000_000), now)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with store.transaction() as tx:
        assert tx.contact(BUDI, now).address == BUDI
        assert tx.quarantined(9) == []
    store.dispose()


def test_a_postgres_that_went_away_is_told_and_forgiven(postgres, keys, now):
    url = postgres.create("migrated")
    store = open_store(url, keys)

    def block():
        with store.transaction() as tx:
            tx.contact(BUDI, now)
            postgres.cut(url)
            tx.contact(BUDI, now)

    with pytest.raises(DatabaseDown):
        block()
    with store.transaction() as tx:
        assert tx.contact(BUDI, now).address == BUDI
    store.dispose()
    postgres.drop(url)


def test_the_wrong_key_reads_nothing(store, database_url, now):
    with store.transaction() as tx:
        tx.add_quarantine("sms", "not JSON", b"{", now)
    stranger = open_store(database_url, KeyRing.from_text(new_data_key()))
    with stranger.reading() as tx:
        assert tx.find_contact(BUDI) is None
        assert [one.raw for one in tx.quarantined(9)] == [None]
    stranger.dispose()


def test_what_takes_the_place_of_damage_is_stored_together_with_what_was_found(
    store, now, monkeypatch
):
    """A crash between the two would take away what could still be mended."""
    with store.transaction() as tx:
        contact = tx.contact(BUDI, now)
        tx._run(text("UPDATE contact SET address = :junk"), {"junk": b"junk" * 9})
    monkeypatch.setattr(store, "_put_aside", lambda _found: None)
    with store.transaction() as tx:
        assert tx.contact(BUDI, now) == contact
    monkeypatch.undo()
    with store.reading() as tx:
        (kept,) = tx.quarantined(9)
    assert (kept.about, kept.raw) == (f"contact.address:{contact.id}", b"junk" * 9)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"]
)
def test_other_databases_are_refused(url, keys):
    with pytest.raises(ValueError, match="DATABASE_URL"):
        open_store(url, keys)


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)],
)
def test_sqlite_is_set_up_to_survive_a_power_loss(tmp_path, pragma, expected):
    engine = make_engine(f"sqlite:///{tmp_path}/test.db")
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == expected
    engine.dispose()


def test_only_what_may_be_lost_is_not_durable(store, now):
    """Also on a connection that was just used for the other kind."""
    question, (durable, losable) = {
        "sqlite": ("PRAGMA synchronous", (2, 1)),  # FULL, NORMAL
        "postgresql": ("SHOW synchronous_commit", ("on", "off")),
    }[store._engine.dialect.name]
    seen = []
    for kind in (True, False, True, False, True):
        with store.transaction(durable=kind) as tx:
            seen.append(tx._connection.exec_driver_sql(question).scalar())
            tx.contact(BUDI, now)
    assert seen == [durable, losable, durable, losable, durable]
