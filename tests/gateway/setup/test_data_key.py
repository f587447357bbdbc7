"""A key that cannot open what is stored stops the start; one damaged byte does not."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from house import ENV
from sqlalchemy import text

from gateway.setup.settings import BadSettings, Settings, read_settings
from gateway.setup.wiring import demand_key
from intake.messages import Address
from storage.crypto import KeyRing, new_data_key
from storage.migrations import migrate
from storage.spool import Spool
from storage.unit_of_work import Store, make_engine, open_store

FORMER, NEW, THIRD = (new_data_key() for _ in range(3))
PEOPLE = [Address("sms", f"+6281290000{n:03}") for n in range(5)]


def settings(url: str, var_dir: Path, key: str) -> Settings:
    given = {**ENV, "DATABASE_URL": url, "VAR_DIR": str(var_dir), "DATA_KEY": key}
    return read_settings(given)


@pytest.fixture
def stored(database_url: str, now: datetime) -> Iterator[Store]:
    """A database with people in it, sealed with FORMER."""
    store = open_store(database_url, KeyRing.from_text(FORMER))
    with store.transaction() as tx:
        for one in PEOPLE:
            tx.contact(one, now)
    yield store
    store.dispose()


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(NEW, id="replaced by another"),
        pytest.param(f"{NEW},{THIRD}", id="replaced by two others"),
        pytest.param(f"{FORMER},{NEW}", id="the former one in front of a new one"),
        pytest.param(f"{NEW},{FORMER},{THIRD}", id="the former one between others"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_a_key_that_is_not_the_one_of_what_is_stored_stops_the_start(
    database_url: str, tmp_path: Path, key: str
) -> None:
    with pytest.raises(BadSettings) as stopped:
        demand_key(settings(database_url, tmp_path, key))
    (sentence,) = stopped.value.faults
    assert sentence.startswith("DATA_KEY: ")
    assert FORMER not in sentence
    assert NEW not in sentence


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(FORMER, id="as it was"),
        pytest.param(f"{NEW},{FORMER}", id="with a new one in front"),
        pytest.param(f"{THIRD},{NEW},{FORMER}", id="with two new ones in front"),
        pytest.param(f" {NEW} , {FORMER} ", id="with spaces"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_the_right_key_starts(database_url: str, tmp_path: Path, key: str) -> None:
    demand_key(settings(database_url, tmp_path, key))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE subject SET wrapped_key = :junk WHERE id = :first",
        "UPDATE contact SET address = :junk WHERE subject_id = :first",
        "UPDATE contact SET address_index = :junk WHERE subject_id = :first",
        "UPDATE subject SET wrapped_key = NULL WHERE id = :first",
        "UPDATE contact SET address = :junk",
    ],
    ids=[
        "a key",
        "an address",
        "an index",
        "a person forgotten",
        "every address",
    ],
)
def test_what_is_damaged_does_not_stop_the_start(
    stored: Store, database_url: str, tmp_path: Path, damage: str
) -> None:
    with stored.reading() as tx:
        found = tx.find_contact(PEOPLE[0])
    assert found is not None
    engine = make_engine(database_url)
    with engine.begin() as connection:
        given: dict[str, Any] = {"junk": bytes(80), "first": found.subject_id}
        named = {name: value for name, value in given.items() if f":{name}" in damage}
        connection.execute(text(damage), named)
    engine.dispose()
    demand_key(settings(database_url, tmp_path, FORMER))


def test_where_nothing_is_stored_any_key_is_right(
    database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    for url in (database_url, empty_database_url, f"sqlite:///{tmp_path}/no/such.db"):
        demand_key(settings(url, tmp_path, NEW))


@pytest.mark.parametrize("revision", ["0001", "0004", "0006"])
def test_the_key_is_asked_for_before_an_old_schema_is_brought_up_to_date(
    empty_database_url: str, tmp_path: Path, revision: str
) -> None:
    migrate(empty_database_url, revision)
    wrapped = KeyRing.from_text(FORMER).new_subject_key(7)
    engine = make_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO subject (id, wrapped_key, created_at) VALUES (7, :key, :at)"
            ),
            {"key": wrapped, "at": "2026-11-23 02:00:00.000000+00:00"},
        )
    engine.dispose()
    demand_key(settings(empty_database_url, tmp_path, FORMER))
    with pytest.raises(BadSettings, match="DATA_KEY"):
        demand_key(settings(empty_database_url, tmp_path, NEW))


def test_what_waits_in_the_spool_needs_its_key_too(
    database_url: str, tmp_path: Path
) -> None:
    Spool(tmp_path / "spool", KeyRing.from_text(FORMER)).put({})
    with pytest.raises(BadSettings, match="spool"):
        demand_key(settings(database_url, tmp_path, NEW))
    demand_key(settings(database_url, tmp_path, f"{NEW},{FORMER}"))


@pytest.mark.parametrize("command", ["run", "web", "worker", "poller"])
@pytest.mark.usefixtures("stored")
def test_no_command_that_serves_starts_with_a_lost_key(
    database_url: str, tmp_path: Path, command: str
) -> None:
    """As when the key's file is gone and another was made."""
    env = {"DATABASE_URL": database_url, "VAR_DIR": str(tmp_path), "PATH": ""}
    ended = subprocess.run(
        [sys.executable, "-m", "gateway.operate.cli", command],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("DATA_KEY: ") == 1
    assert "Traceback" not in ended.stderr
