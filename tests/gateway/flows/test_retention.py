"""What is old enough goes, class by class; nobody who waits for us, or works here, is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from house import CITIZEN, House

from gateway.flows.retention import Outlived, let_go, outlived
from intake.messages import Address

ME, TALKER = Address("sms", CITIZEN), Address("sms", "+6281234567999")
STORY = (
    "LAPOR jalan berlubang di depan pasar Matawai Kota Waingapu sejak Mei, Budi Santoso"
)
YEAR = timedelta(days=366)


@pytest.fixture
def lived(house: House) -> House:
    """One has an open case, another said no more than a greeting, and the desk wrote, too."""
    house.sms(STORY)
    house.settle()
    house.sms("SAMA")
    house.settle()
    house.sms("halo", sender=TALKER.id)
    house.settle()
    house.whatsapp("DAFTAR", sender="+6281300000002")
    house.settle()
    return house


def known(house: House, who: Address) -> bool:
    with house.store.reading() as tx:
        return tx.find_contact(who) is not None


def close(house: House) -> None:
    id_ = house.tracking_id(str(ME))
    house.whatsapp(f"SELESAI {id_} Sudah ditambal.", sender="+6281300000002")
    house.settle()
    house.sms("BERES")
    house.settle()


def test_who_never_reported_is_forgotten_after_a_year_and_nobody_else(
    lived: House,
) -> None:
    assert let_go(lived.parts, lived.now + timedelta(days=364)) == Outlived(0, 0, 0)
    assert outlived(lived.parts, lived.now + YEAR) == Outlived(1, 0, 0)
    assert known(lived, TALKER), "counting changes nothing"
    assert let_go(lived.parts, lived.now + YEAR) == Outlived(1, 0, 0)
    assert (known(lived, TALKER), known(lived, ME)) == (False, True)
    assert known(lived, Address("whatsapp", "+6281300000002")), "of the agencies file"
    assert let_go(lived.parts, lived.now + YEAR) == Outlived(0, 0, 0)


def test_who_has_an_open_case_is_never_forgotten(lived: House) -> None:
    let_go(lived.parts, lived.now + 20 * YEAR)
    assert known(lived, ME)


def test_who_reported_is_forgotten_five_years_after_the_last_event(
    lived: House,
) -> None:
    close(lived)
    let_go(lived.parts, lived.now + 4 * YEAR)
    assert known(lived, ME)
    id_ = lived.tracking_id(str(ME))
    assert let_go(lived.parts, lived.now + 5 * YEAR).reporters == 1
    assert not known(lived, ME)
    assert lived.case(id_) is None


@pytest.mark.parametrize(
    "never", ["retain_talk_days", "retain_case_days"], ids=["talkers", "reporters"]
)
def test_nought_keeps_them_for_ever(lived: House, never: str) -> None:
    close(lived)
    kept = replace(lived.settings, **{never: 0})
    lived.parts = replace(lived.parts, settings=kept)
    let_go(lived.parts, lived.now + 50 * YEAR)
    assert known(lived, TALKER) is (never == "retain_talk_days")
    assert known(lived, ME) is (never == "retain_case_days")


def test_what_was_put_aside_goes_once_it_is_dealt_with(house: House) -> None:
    with house.store.transaction() as tx:
        for _ in range(2):
            tx.add_quarantine("sms", "unreadable", b"x", house.now)
        tx.settle_quarantined(1, house.now)
    assert let_go(house.parts, house.now + YEAR).aside == 1
    with house.store.reading() as tx:
        assert [one.id for one in tx.quarantined(9)] == [2]
