"""News to a WhatsApp citizen whose window is closed goes by SMS: there it counts and is answered."""

from datetime import timedelta

import pytest
from house import CITIZEN, House

from gateway.flows import clock_rounds

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CHAT, PHONE, DESK = f"whatsapp:{CITIZEN}", f"sms:{CITIZEN}", "+6281300000002"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


@pytest.fixture
def case(house: House) -> str:
    """A report by WhatsApp, whose citizen has written nothing for two days."""
    for words in (STORY, "SAMA", "KIRIM"):
        house.whatsapp(words)
        house.settle()
    id_ = house.tracking_id(CHAT)
    house.now += timedelta(days=2)
    return id_


def desk(house: House, words: str) -> None:
    house.whatsapp(words, sender=DESK)
    house.settle()
    house.settle()


def citizen(house: House, words: str) -> str:
    house.sms(words)
    house.settle()
    return house.says(PHONE)[-1]


def about(house: House, id_: str):
    with house.parts.store.reading() as tx:
        stored = tx.complaint(id_)
        assert stored
        row = tx.case(stored.id)
        assert row
        return row.case, tx.news_status(stored.contact_id, stored.id)


def lines(house: House, id_: str) -> list[tuple[str, str]]:
    return [(line.action, line.note) for line in about(house, id_)[0].history]


def test_it_is_one_sms_in_the_wording_for_sms(house: House, case: str) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal kemarin oleh Bidang Jalan.")
    (told,) = house.says(PHONE)
    assert case in told
    assert "Sudah ditambal kemarin oleh Bidang Jalan." in told
    assert len(told) <= 160


def test_it_has_arrived(house: House, case: str) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal kemarin.")
    assert about(house, case)[1] in clock_rounds.ARRIVED


def test_silence_after_it_closes_the_case(house: House, case: str) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal kemarin.")
    for _ in range(30):
        house.now += timedelta(days=1)
        house.tick()
    assert about(house, case)[0].state == "closed"
    assert "undelivered" not in [action for action, _ in lines(house, case)]


def test_where_the_sms_fails_too_silence_closes_nothing(
    house: House, case: str
) -> None:
    house.wire.fault = lambda to: (400, {"code": 21211}) if to == PHONE else None
    desk(house, f"SELESAI {case} Sudah ditambal kemarin.")
    for _ in range(30):
        house.now += timedelta(days=1)
        house.tick()
    assert about(house, case)[0].state == "resolved"
    assert "undelivered" in [action for action, _ in lines(house, case)]


@pytest.mark.parametrize(
    ("done", "words", "line"),
    [
        pytest.param("SELESAI", "4", ("rate", "4"), id="a rating"),
        pytest.param("SELESAI", "BERES", ("solved", "BERES"), id="that it is solved"),
        pytest.param("SELESAI", "BELUM", ("dispute", ""), id="that it is not"),
        pytest.param(
            "TANYA", "dekat kios Umbu", ("reply", "dekat kios Umbu"), id="a reply"
        ),
    ],
)
def test_the_answer_by_sms_is_about_it(
    house: House, case: str, done: str, words: str, line: tuple[str, str]
) -> None:
    desk(house, f"{done} {case} Sudah diperiksa di depan kios siapa")
    citizen(house, words)
    assert line in lines(house, case)


def test_belum_with_the_id_reopens_an_answered_case(house: House, case: str) -> None:
    desk(house, f"JAWAB {case} Akan kami tambal minggu depan.")
    desk(house, f"SELESAI {case} Sudah ditambal kemarin.")
    citizen(house, f"BELUM {case} masih berlubang")
    assert ("dispute", "masih berlubang") in lines(house, case)


def test_another_phone_that_knows_the_id_reopens_nothing(
    house: House, case: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal kemarin.")
    house.sms(f"BELUM {case} masih berlubang", sender="+6281211112222")
    house.settle()
    assert about(house, case)[0].state == "resolved"
