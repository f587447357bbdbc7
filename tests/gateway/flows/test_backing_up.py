"""The daily back-up: made when it is due, told of when it fails, and never kept from who was forgotten."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from house import CITIZEN, House

from gateway.flows.backing_up import Rounds, back_up, backups_at
from gateway.operate.inspection import examine
from intake.messages import Address
from storage.lock import LockFailed, held_by_one

COORDINATOR = "telegram:1001"
FAILED = "Cadangan data harian gagal"


@pytest.fixture
def safe(house: House, tmp_path: Path) -> Path:
    """The place that BACKUP_TO names."""
    place = tmp_path / "safe"
    settings = replace(house.settings, backup_to=str(place), backup_keep=3)
    house.parts = replace(house.parts, settings=settings)
    return place


def made(safe: Path) -> int:
    return len([*safe.glob("*.backup")])


def test_one_is_made_each_day_and_so_many_stay(house: House, safe: Path) -> None:
    house.sms("jalan rusak di depan pasar")
    rounds = Rounds(house.parts)
    seen = []
    for _ in range(6 * 24):
        rounds.look()
        seen.append(made(safe))
        house.now += timedelta(hours=1)
    assert seen == [1] * 24 + [2] * 24 + [3] * 24 * 4
    assert backups_at(house.parts, str(safe)).newest_at() == house.now - timedelta(
        days=1
    )


def test_that_it_fails_is_told_once_a_day_and_it_is_tried_again(
    house: House, safe: Path
) -> None:
    safe.write_text("no folder")
    rounds = Rounds(house.parts)
    for _ in range(3):
        rounds.look()
        house.settle(3000)
    assert [FAILED in text for text in house.says(COORDINATOR)] == [True]
    doctor = [one for one in examine(house.parts) if one.part == "back-up"]
    assert [one.fine for one in doctor] == [False]
    safe.unlink()
    rounds.look()
    assert not safe.exists(), "not before an hour is over"
    house.now += timedelta(hours=1)
    rounds.look()
    assert made(safe) == 1
    assert [one.fine for one in examine(house.parts) if one.part == "back-up"] == [True]
    house.now += timedelta(hours=31)
    assert [one.fine for one in examine(house.parts) if one.part == "back-up"] == [
        False
    ]


def test_once_somebody_is_forgotten_their_key_is_in_no_back_up_a_moment_later(
    house: House, safe: Path
) -> None:
    house.sms("jalan rusak di depan pasar")
    rounds = Rounds(house.parts)
    rounds.look()
    before = (safe / "keys.sealed").read_bytes()
    house.now += timedelta(minutes=1)
    assert rounds.look() == ""
    assert (safe / "keys.sealed").read_bytes() == before
    with house.store.transaction() as tx:
        contact = tx.find_contact(Address("sms", CITIZEN))
        assert contact
        tx.erase_subject(contact.subject_id, house.now)
    house.now += timedelta(minutes=1)
    assert "forgotten" in rounds.look()
    assert (safe / "keys.sealed").read_bytes() != before
    assert rounds.look() == ""
    assert made(safe) == 1


def test_two_at_once_are_one_after_the_other(house: House, safe: Path) -> None:
    with held_by_one(house.settings.var_dir / "backing-up"), pytest.raises(LockFailed):
        back_up(house.parts, str(safe))
    assert back_up(house.parts, str(safe)).rows > 0
