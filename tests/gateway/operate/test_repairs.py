"""When what providers hold is looked for: at once, every few minutes, soon after something was refused."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from house import SMS, House

from gateway.flows.repairing import gap_sources, repair
from gateway.operate.repairs import AGAIN, EVERY, Rhythm, repair_all
from gateway.setup.refusals import REFUSALS, Refusals
from gateway.web.app import create_app
from storage.crypto import KeyRing, new_data_key
from storage.unit_of_work import open_store

LONG_AGO, BEGAN = 0.0, 1000.0


def rhythm(*ends: bool) -> Rhythm:
    """After looks that all began at BEGAN and ended well or not."""
    one = Rhythm()
    for well in ends:
        one.ended(BEGAN, well=well)
    return one


@pytest.mark.parametrize(
    ("ends", "refused", "waits"),
    [
        pytest.param((), LONG_AGO, 0, id="the first look is at once"),
        pytest.param((True,), LONG_AGO, EVERY, id="then every few minutes"),
        pytest.param((False,), LONG_AGO, AGAIN, id="soon again after a failure"),
        pytest.param((False,) * 3, LONG_AGO, 4 * AGAIN, id="and ever later"),
        pytest.param((False,) * 9, LONG_AGO, EVERY, id="but never later than usual"),
        pytest.param(
            (False,) * 9 + (True, False),
            LONG_AGO,
            AGAIN,
            id="soon again after a good one",
        ),
        pytest.param(
            (True,), BEGAN + 20, 20 + AGAIN, id="soon after something was refused"
        ),
        pytest.param((True,), BEGAN - 20, EVERY, id="what was refused before is in"),
        pytest.param(
            (True,), BEGAN + EVERY - 1, EVERY, id="a refusal puts nothing off"
        ),
    ],
)
def test_a_look_is_due(ends: tuple[bool, ...], refused: float, waits: float) -> None:
    one = rhythm(*ends)
    first = BEGAN if ends else 0.0
    assert not waits or not one.due(first + waits - 1, refused)
    assert one.due(first + waits, refused)


@pytest.mark.parametrize(
    ("ends", "refused", "outage"),
    [
        pytest.param((), LONG_AGO, True, id="a start may follow an outage"),
        pytest.param(
            (True,), LONG_AGO, False, id="after a good look nothing is missing"
        ),
        pytest.param((True,), BEGAN + 1, True, id="but for what was refused since"),
        pytest.param((True, False), LONG_AGO, True, id="after a failure, who knows"),
    ],
)
def test_something_may_be_missing(
    ends: tuple[bool, ...], refused: float, outage: bool
) -> None:
    one = rhythm(*ends)
    one.due(BEGAN, refused)
    assert one.outage is outage


def test_a_refusal_is_seen_by_all_who_share_the_memory() -> None:
    shared = Refusals()
    assert shared.latest == 0.0
    began = time.monotonic()
    shared.note()
    assert began <= shared.latest <= time.monotonic()


def test_what_the_door_cannot_take_is_noted(house: House, tmp_path: Path) -> None:
    before = REFUSALS.latest
    house.sms("lampu mati")
    assert REFUSALS.latest == before
    broken = open_store(
        f"sqlite:///{tmp_path}/no/x.db", KeyRing.from_text(new_data_key())
    )
    (tmp_path / "spool").write_text("full")
    house.web = create_app(house.parts_over(broken)).test_client()
    with house.asleep():
        assert house.sms("lampu mati").status_code == 500
    assert REFUSALS.latest > before


def test_a_fault_of_ours_in_one_source_is_told_and_stops_no_other(house: House) -> None:
    for one in gap_sources(house.parts):
        repair(house.parts, one)
    house.now += timedelta(hours=1)
    house.wire.held.write("+6281298765432", SMS, "lampu mati", house.now)

    def fault(url: str) -> Exception | None:
        return ZeroDivisionError() if "whatsapp" in url else None

    house.wire.list_fault = fault
    lines = {
        one.words.split()[0]: one for one in repair_all(house.parts, None, dry=False)
    }
    assert "FAULT ZeroDivisionError" in lines["whatsapp"].words
    assert lines["sms"].fine
