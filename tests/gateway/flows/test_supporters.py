"""Neighbours report one thing: what each of them and their desk read, and what nobody may."""

from datetime import timedelta

import neighbours
import pytest
from house import PUBLIC, House

from gateway.flows.supporting import judge
from intake.messages import Address
from routing.case import NotAllowed

STORIES = sorted(neighbours.HERE.glob("*.txt"))
BUDI, SITI, ANA = "+6281200000001", "+6281200000002", "+6281200000003"
LAMP = "LAPOR jalan berlubang besar di depan pasar Matawai Kota Waingapu sudah 3 bulan"
AGAIN = "LAPOR lubang besar di jalan depan pasar Matawai Kota Waingapu"
ROADS = ("sumba-timur.pupr",)
one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("story", STORIES, ids=lambda file: file.stem)
def test_neighbours_and_their_desk_read_this(story, house):
    written = story.read_text(encoding="utf-8")
    assert neighbours.played(written, house) == written


def report(house: House, sender: str, story: str, name: str) -> str:
    """A report by SMS, sent and routed; its number."""
    for text in (story, f"sejak kemarin, {name}, jalan Mawar 5 Matawai"):
        house.sms(text, sender=sender)
        house.settle()
    return house.tracking_id(f"sms:{sender}")


def write(house: House, sender: str, text: str) -> str:
    house.sms(text, sender=sender)
    house.settle()
    return house.says(f"sms:{sender}")[-1]


def state_of(house: House, id_: str) -> str:
    found = house.case(id_)
    assert found is not None
    return found["case"]["state"]


@pytest.fixture
def asked(house: House) -> tuple[str, str]:
    """Budi's report, and Siti's, who was asked whether it is the same."""
    first = report(house, BUDI, LAMP, "Budi Santoso")
    house.now += timedelta(hours=3)
    second = report(house, SITI, AGAIN, "Siti Aminah")
    assert "Sama? 1 Ya 2 Beda" in house.says(f"sms:{SITI}")[-1]
    return first, second


@one_database
def test_being_asked_costs_no_message_more_and_fits_one(house, asked):
    received, told = house.says(f"sms:{SITI}")[-2:]
    assert asked[1] in received
    assert len(told) <= 160
    assert "Dinas PUPR" in told
    assert "Budi" not in told
    assert asked[0] not in told


@one_database
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("ok", id="an ok to the news"),
        pytest.param("terima kasih", id="thanks"),
        pytest.param("STATUS", id="another wish"),
        pytest.param("3", id="a number that was not offered"),
    ],
)
def test_whoever_does_not_answer_has_said_nothing(house, asked, words):
    write(house, SITI, words)
    assert "Bersama" not in write(house, SITI, "STATUS")
    assert judge(house.parts, asked, "Admin", ROADS, same=True)


@one_database
@pytest.mark.parametrize("words", ["1", "ya", "Ya sama pak", "iya betul"])
def test_yes_joins_them_and_each_step_is_told(house, asked, words):
    assert "(2 warga)" in write(house, SITI, words)
    house.whatsapp(f"TERIMA {asked[0]}", sender="+6281300000002")
    house.settle()
    assert f"{asked[1]} diterima" in house.says(f"sms:{SITI}")[-1]
    assert state_of(house, asked[1]) == "in_follow_up"


@one_database
def test_sama_of_the_address_that_comes_twice_joins_nothing(house):
    report(house, BUDI, LAMP, "Budi Santoso")
    house.now += timedelta(hours=3)
    for text in (f"{AGAIN} sejak kemarin, Siti Aminah", "SAMA", "SAMA"):
        write(house, SITI, text)
    assert any("Sama? 1 Ya" in text for text in house.says(f"sms:{SITI}"))
    assert "Bersama" not in write(house, SITI, "STATUS")


@one_database
@pytest.mark.parametrize("words", ["2", "beda", "bukan"])
def test_no_is_kept_against_the_desk(house, asked, words):
    assert "ditangani tersendiri" in write(house, SITI, words)
    with pytest.raises(NotAllowed, match="beda dengan"):
        judge(house.parts, asked, "Admin", ROADS, same=True)


@one_database
def test_the_desk_knows_better_than_a_yes(house, asked):
    write(house, SITI, "1")
    judge(house.parts, asked, "Admin", ROADS, same=False)
    house.settle()
    assert "tidak lagi bersama" in house.says(f"sms:{SITI}")[-1]
    assert "ditangani tersendiri" in write(house, SITI, "BEDA")


@one_database
def test_only_the_lead_is_on_the_list_and_the_clock_speaks_of_it_to_both(house, asked):
    write(house, SITI, "1")
    with house.store.reading() as tx:
        assert tx.count_listed("open", None, 9) == 1
    house.now += timedelta(days=9)
    house.tick()
    for person, id_ in ((BUDI, asked[0]), (SITI, asked[1])):
        assert any(
            f"{id_} belum ditangani" in text for text in house.says(f"sms:{person}")
        )


@one_database
def test_additions_of_a_supporter_stay_with_their_own_report(house, asked):
    write(house, SITI, "1")
    write(house, SITI, "kemarin ada motor jatuh lagi di situ")
    own, lead = house.case(asked[1]), house.case(asked[0])
    assert own is not None
    assert lead is not None
    assert "motor jatuh" in own["description"]
    assert "motor jatuh" not in lead["description"]
    with house.store.reading() as tx:
        assert tx.count_listed("open", None, 9) == 1


@one_database
def test_a_stranger_can_part_nobody(house, asked):
    write(house, SITI, "1")
    answer = write(house, ANA, f"BEDA {asked[1]}")
    assert "ada pada Dinas PUPR" in answer
    assert "2 warga" in write(house, SITI, "STATUS")


@one_database
def test_nobody_is_asked_about_their_own_report(house):
    report(house, BUDI, LAMP, "Budi Santoso")
    house.now += timedelta(hours=3)
    write(house, BUDI, "LAPOR BARU")
    report(house, BUDI, AGAIN, "Budi Santoso")
    assert not any("Sama?" in text for text in house.says(f"sms:{BUDI}"))


@one_database
@pytest.mark.parametrize(
    ("desks", "same"),
    [
        pytest.param(("sumba-timur.dinkes",), True, id="joins"),
        pytest.param(("sumba-timur.dinkes",), False, id="parts"),
    ],
)
def test_a_desk_that_has_neither_says_nothing_of_them(house, asked, desks, same):
    with pytest.raises(NotAllowed, match="sedang ditangani"):
        judge(house.parts, asked, "Admin", desks, same=same)


@one_database
def test_a_number_that_is_not_there_is_told(house, asked):
    with pytest.raises(LookupError):
        judge(house.parts, (asked[0], "LPR-2222222"), "Admin", ROADS, same=True)


@one_database
def test_an_answered_report_is_joined_with_none(house, asked):
    house.whatsapp(f"JAWAB {asked[0]} besok ditambal", sender="+6281300000002")
    house.settle()
    assert "tidak menunggu jawaban" in write(house, SITI, "1")
    with pytest.raises(NotAllowed, match="sudah dijawab"):
        judge(house.parts, asked, "Admin", ROADS, same=True)


@one_database
def test_a_third_joins_the_lead_of_whom_it_is_told_to_be_like(house, asked):
    write(house, SITI, "1")
    house.now += timedelta(hours=1)
    third = report(house, ANA, AGAIN, "Ana Rambu")
    said = judge(house.parts, (third, asked[1]), "Admin", ROADS, same=True)
    assert asked[0] in said
    assert "3 warga" in said


@one_database
def test_whose_lead_is_forgotten_is_not_forgotten_with_it(house, asked):
    write(house, SITI, "1")
    with house.store.transaction() as tx:
        contact = tx.find_contact(Address("sms", BUDI))
        tx.erase_subject(contact.subject_id, house.now)
    house.tick()
    assert "tidak lagi bersama" in house.says(f"sms:{SITI}")[-1]
    with house.store.reading() as tx:
        assert tx.count_listed("open", None, 9) == 1


@one_database
def test_the_page_shows_why_and_takes_the_decision(house, asked):
    browser = house.browser("telegram:1001")
    page = browser.get(f"/admin/kasus/{asked[1]}", base_url=PUBLIC).text
    assert "Mungkin sama" in page
    assert "desa/kelurahan sama" in page
    told = {"other": asked[0], "said": "same"}
    house.fill_in(
        browser, f"/admin/kasus/{asked[1]}", f"/admin/kasus/{asked[1]}/mirip", **told
    )
    house.settle()
    page = browser.get(f"/admin/kasus/{asked[0]}", base_url=PUBLIC).text
    assert "2 warga" in page
    assert "Mengikuti laporan ini" in page
    assert "bersama laporan serupa" in house.says(f"sms:{SITI}")[-1]
