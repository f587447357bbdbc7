"""One thought in several messages: read together after a short pause, where answering is free."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from house import CITIZEN, House

from gateway.flows import delivery, turns
from storage.unit_of_work import Store

PIECES = (
    "mau lapor pak",
    "jembatan kayu ke sekolah patah",
    "anak2 takut lewat",
    "di depan pasar Matawai Waingapu",
    "dari minggu lalu",
    "tolong ya",
)
ME = "telegram:7"


@pytest.fixture
def patient(store: Store, redis_url: str, tmp_path: Path, now: datetime) -> House:
    """A house that leaves people alone for a second and a half."""
    return House(store, redis_url, tmp_path, now, {"PAUSE_MS": "1500"})


def after(house: House, seconds: float) -> list[str]:
    """All that was said once so much time has passed."""
    house.now += timedelta(seconds=seconds)
    turns.take_turns(house.parts)
    delivery.deliver(house.parts)
    return house.says(ME)


def write(house: House, *words: str, apart: float = 0.4) -> None:
    for one in words:
        house.telegram(one)
        house.now += timedelta(seconds=apart)


def test_six_pieces_are_one_story_and_get_one_answer(patient: House) -> None:
    write(patient, *PIECES)
    assert after(patient, 0) == []
    (answer,) = after(patient, 2)
    assert "Jembatan kayu ke sekolah patah" in answer
    with patient.store.reading() as tx:
        stored = tx.complaint(patient.tracking_id(ME))
    assert stored is not None
    assert stored.complaint.location.text == "di depan pasar Matawai Waingapu"
    assert all(piece in stored.complaint.description for piece in PIECES[1:5])


def test_who_writes_and_writes_is_answered_after_four_pauses(patient: House) -> None:
    write(patient, *[f"dan jalan rusak di tempat {n}" for n in range(9)], apart=1)
    assert len(after(patient, 0)) >= 1


def test_pieces_that_come_long_apart_are_answered_each(patient: House) -> None:
    write(patient, PIECES[1])
    assert len(after(patient, 2)) == 1
    write(patient, PIECES[2])
    assert len(after(patient, 2)) == 2


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("halo", id="a first greeting"),
        pytest.param("STATUS", id="a command"),
    ],
)
def test_what_is_no_piece_never_waits(words: str, patient: House) -> None:
    patient.telegram(words)
    assert len(after(patient, 0)) == 1


def test_a_tap_never_waits(patient: House) -> None:
    write(patient, "lampu jalan mati di Kel. Kambajawa Waingapu sejak kemarin")
    after(patient, 2)
    patient.tap("Tanpa nama")
    assert len(after(patient, 0)) == 2


def test_an_sms_never_waits(patient: House) -> None:
    patient.sms("jembatan kayu ke sekolah patah")
    turns.take_turns(patient.parts)
    delivery.deliver(patient.parts)
    assert len(patient.says(f"sms:{CITIZEN}")) == 1


def test_an_officer_never_waits(patient: House) -> None:
    patient.telegram("DAFTAR", chat=1001)
    turns.take_turns(patient.parts)
    delivery.deliver(patient.parts)
    assert len(patient.says("telegram:1001")) == 1


def test_a_worker_knows_when_the_next_one_may_be_answered(patient: House) -> None:
    patient.awake = False
    patient.telegram(PIECES[1])
    turns.take_turns(patient.parts)
    assert turns.next_free(patient.parts) == patient.now + timedelta(seconds=1.5)
    after(patient, 2)
    assert turns.next_free(patient.parts) is None


def test_a_worker_that_ends_meanwhile_costs_nobody_their_turn(patient: House) -> None:
    write(patient, PIECES[1])
    turns.let_go(patient.parts, "converse-1")
    assert len(after(patient, 2)) == 1
