"""The citizen's half of a case: asked back, told that it is done, content or not, silent or not reached."""

import re
from datetime import timedelta

import pytest
from house import CITIZEN, House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ME, DESK = f"sms:{CITIZEN}", "+6281300000002"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


@pytest.fixture
def case(house: House) -> str:
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    return house.tracking_id(ME)


def desk(house: House, words: str) -> str:
    house.whatsapp(words, sender=DESK)
    house.settle()
    return house.says(f"whatsapp:{DESK}")[-1]


def citizen(house: House, words: str) -> str:
    house.sms(words)
    house.settle()
    return house.says(ME)[-1]


def state(house: House, id_: str) -> tuple[str, int | None]:
    with house.parts.store.reading() as tx:
        stored = tx.complaint(id_)
        assert stored
        row = tx.case(stored.id)
        assert row
        return str(row.case.state), row.case.rating


def history(house: House, id_: str) -> list[tuple[str, str]]:
    with house.parts.store.reading() as tx:
        stored = tx.complaint(id_)
        assert stored
        row = tx.case(stored.id)
        assert row
        return [(line.action, line.note) for line in row.case.history]


def test_an_officers_question_comes_to_the_citizen_and_the_answer_into_the_case(
    house: House, case: str
) -> None:
    desk(house, f"TANYA {case} Di depan kios siapa?")
    assert "Di depan kios siapa?" in house.says(ME)[-1]
    assert state(house, case)[0] == "waiting"
    assert "kami teruskan" in citizen(house, "kios bapak Umbu dekat pohon beringin")
    assert state(house, case)[0] == "in_follow_up"
    assert "kios bapak Umbu dekat pohon beringin" in house.says(f"whatsapp:{DESK}")[-1]
    assert history(house, case)[-1][0] == "reply"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("ya", id="yes"),
        pytest.param("tidak tahu pak", id="they do not know"),
        pytest.param(
            "lampu jalan di sebelahnya juga mati total", id="like another matter"
        ),
        pytest.param("12", id="a number"),
    ],
)
def test_any_answer_is_one(house: House, case: str, answer: str) -> None:
    desk(house, f"TANYA {case} Apakah masih bisa dilewati?")
    citizen(house, answer)
    assert history(house, case)[-1] == ("reply", answer)


def test_the_answer_is_one_weeks_later_too(house: House, case: str) -> None:
    house.now += timedelta(days=9)
    desk(house, f"TANYA {case} Di depan kios siapa?")
    house.now += timedelta(days=8)
    citizen(house, "kios bapak Umbu di depan pasar")
    assert history(house, case)[-1] == ("reply", "kios bapak Umbu di depan pasar")
    assert house.tracking_id(ME) == case


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("STATUS", id="how far it is"),
        pytest.param("terima kasih", id="thanks"),
        pytest.param("BANTUAN", id="help"),
    ],
)
def test_what_is_no_answer_leaves_the_question_open(
    house: House, case: str, words: str
) -> None:
    desk(house, f"TANYA {case} Di depan kios siapa?")
    citizen(house, words)
    assert state(house, case)[0] == "waiting"
    citizen(house, "kios bapak Umbu")
    assert history(house, case)[-1] == ("reply", "kios bapak Umbu")


def test_an_answer_after_the_case_was_finished_is_added_to_it(
    house: House, case: str
) -> None:
    desk(house, f"TANYA {case} Di depan kios siapa?")
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    said = citizen(house, "kios bapak Umbu di depan pasar")
    assert said
    assert ("append", "kios bapak Umbu di depan pasar") in history(house, case)


@pytest.mark.parametrize(
    ("words", "stars"),
    [
        pytest.param("5", 5, id="a figure"),
        pytest.param("nilai 4", 4, id="with its word"),
        pytest.param("5/5", 5, id="of five"),
        pytest.param("SELESAI 3", 3, id="after the command's word"),
    ],
)
def test_a_rating_closes_it(house: House, case: str, words: str, stars: int) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    assert "1-5" in house.says(ME)[-1]
    assert "ditutup" in citizen(house, words)
    assert state(house, case) == ("closed", stars)


def test_a_low_rating_is_told_and_leaves_it_open_to_belum(
    house: House, case: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    assert f"BELUM {case}" in citizen(house, "1")
    assert state(house, case) == ("resolved", 1)


@pytest.mark.parametrize("words", ["6", "0", "99"])
def test_a_rating_there_is_not_is_said_so(house: House, case: str, words: str) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    assert "1 sampai 5" in citizen(house, words)
    assert state(house, case) == ("resolved", None)
    citizen(house, "4")
    assert state(house, case) == ("closed", 4)


def test_who_says_that_it_is_solved_closes_it(house: House, case: str) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    citizen(house, "sudah beres pak terima kasih")
    assert state(house, case)[0] == "closed"


def test_belum_asks_why_once_and_names_the_ombudsman_the_second_time(
    house: House, case: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    assert "Apa yg belum beres?" in citizen(house, "BELUM")
    citizen(house, "lubangnya masih ada dua")
    assert history(house, case)[-1] == ("append", "lubangnya masih ada dua")
    house.whatsapp(f"SELESAI {case} Yang dua sudah juga.", sender=DESK)
    house.settle()
    with house.parts.store.reading() as tx:
        stored = tx.complaint(case)
        assert stored
        row = tx.case(stored.id)
        assert row
        assert row.case.state == "reopened"  # it has gone one level up
    coordinator = house.parts.agencies.by_code[row.case.agency].administrators[0]
    assert coordinator.notify


def test_finishing_with_words_costs_one_message(house: House, case: str) -> None:
    before = len(house.says(ME))
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    (told,) = house.says(ME)[before:]
    assert re.fullmatch(
        rf"{case} selesai kata .*: Sudah ditambal hari ini\. Beri nilai 1-5, .*", told
    )


def test_a_question_asked_before_is_not_answered_by_a_figure_for_the_case(
    house: House, case: str
) -> None:
    """Another one's like report was asked about in the news; what was asked last is answered."""
    other = "+6281200000077"
    for words in (STORY, "SAMA"):
        house.sms(words, sender=other)
        house.settle()
    assert "Sama? 1 Ya 2 Beda" in house.says(f"sms:{other}")[-1]
    id_ = house.tracking_id(f"sms:{other}")
    assert id_
    assert "budi" not in house.says(f"sms:{other}")[-1].casefold()
    desk(house, f"TANYA {id_} Di depan kios siapa?")
    house.sms("kios bapak Umbu, samping pohon beringin", sender=other)
    house.settle()
    assert history(house, id_)[-1][0] == "reply"
    desk(house, f"SELESAI {id_} Jalan ditambal hari ini")
    house.sms("1", sender=other)
    house.settle()
    assert state(house, id_) == ("resolved", 1)


def test_after_belum_nobody_is_asked_about_the_answer_of_the_round_before(
    house: House, case: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal hari ini.")
    citizen(house, "BELUM masih ada dua lubang")
    with house.parts.store.reading() as tx:
        stored = tx.complaint(case)
        assert stored
        row = tx.case(stored.id)
        assert row
    up = house.parts.agencies.by_code[row.case.agency].administrators[0].notify[0]
    house.telegram(f"SELESAI {case} Dua lubang itu sudah ditambal", chat=int(up.id))
    house.settle()
    assert state(house, case)[0] == "resolved"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("belum pak", id="not yet, politely"),
        pytest.param("dereng", id="in Javanese"),
        pytest.param("masih rusak pak", id="still broken"),
        pytest.param("jalannya tetap berlubang", id="holes as before"),
        pytest.param("tidak beres, masih bocor", id="not done"),
        pytest.param("gak ada perubahan", id="nothing has changed"),
        pytest.param("bohong, tidak ada yang datang", id="a lie"),
        pytest.param("sudah sempat nyala tapi sekarang mati lagi", id="broken again"),
        pytest.param("BELUM airnya masih keruh", id="BELUM with its reason"),
        pytest.param("still not fixed", id="in English"),
    ],
)
def test_asked_whether_it_is_solved_any_no_opens_it_again_and_says_until_when(
    house: House, case: str, words: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal.")
    said = citizen(house, words)
    assert state(house, case)[0] == "reopened"
    assert history(house, case)[-1][0] == "dispute"
    assert "plg lambat" in said or "by" in said


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        pytest.param("belum sempat lihat pak", "resolved", id="has not looked yet"),
        pytest.param("belum tahu", "resolved", id="does not know"),
        pytest.param("masih lama?", "resolved", id="a question"),
        pytest.param("sudah beres, terima kasih", "closed", id="it is solved"),
    ],
)
def test_what_is_no_no_opens_nothing(
    house: House, case: str, words: str, stands: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal.")
    citizen(house, words)
    assert state(house, case)[0] == stands


@pytest.mark.parametrize(
    "why",
    [
        pytest.param("airnya masih bocor di depan rumah", id="like another matter"),
        pytest.param("karena belum ada yg datang", id="impatient"),
        pytest.param("lampunya", id="one word"),
    ],
)
def test_why_it_is_not_solved_comes_into_the_case_without_another_question(
    house: House, case: str, why: str
) -> None:
    desk(house, f"SELESAI {case} Sudah ditambal.")
    citizen(house, "BELUM")
    assert "kami teruskan" in citizen(house, why)
    assert history(house, case)[-1] == ("append", why)


def test_status_tells_of_being_late_instead_of_a_day_that_is_past(
    house: House, case: str
) -> None:
    house.now += timedelta(days=20)
    house.tick()
    house.settle()
    said = citizen(house, "STATUS")
    assert "Terlambat" in said
    assert "plg lambat" not in said
