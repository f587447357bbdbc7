from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cases import a_case

from intake.complaint import Complaint, Location, Reporter
from routing.spoken.which import Part, Seen, by_number, parts_of, which

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROAD, LAMP, WATER = "LPR-2222222", "LPR-3M8WTZA", "LPR-9KD3PXE"
STORIES = {
    ROAD: (
        "Jalan berlubang",
        "Jalan berlubang di depan pasar Matawai",
        "depan pasar Matawai",
    ),
    LAMP: ("Lampu jalan mati", "Lampu jalan mati di Payeti", "Payeti"),
    WATER: ("Air ledeng mati", "Air ledeng mati di Kambajawa", "Kambajawa"),
}


def seen(*ids: str) -> list[Seen]:
    return [_seen(id_, n) for n, id_ in enumerate(ids)]


def _seen(id_: str, n: int) -> Seen:
    title, story, place = STORIES[id_]
    who = Reporter("sms", "+6281298765432", "id")
    about = Complaint(id_, "complaint", title, story, NOW, who, Location(text=place))
    return Seen(
        replace(a_case("kab", NOW + timedelta(hours=n)), tracking_id=id_), about
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("yg lampu kami terima", (LAMP,), id="the matter"),
        pytest.param("jln yang berlubang besok", (ROAD,), id="the matter, shortened"),
        pytest.param("PJU sudah menyala", (LAMP,), id="another word for the matter"),
        pytest.param("yang di matawai kami terima", (ROAD,), id="the place"),
        pytest.param("lpr-3m8wtza bukan kami", (LAMP,), id="the number"),
        pytest.param("3M8WTZA bukan kami", (LAMP,), id="the number alone"),
        pytest.param("yang 3M8 bukan kami", (LAMP,), id="the beginning of a number"),
        pytest.param("dua-duanya kami terima", (ROAD, LAMP), id="both"),
        pytest.param("semuanya beres", (ROAD, LAMP), id="all"),
        pytest.param("yang pertama sudah", (ROAD,), id="the first"),
        pytest.param("yg terakhir masuk itu bukan kami", (LAMP,), id="the last"),
        pytest.param("kami terima", None, id="neither"),
        pytest.param("besok jam 7", None, id="neither, and a number that is none"),
    ],
)
def test_of_two_the_words_mean(text: str, expected: tuple[str, ...] | None) -> None:
    assert which(text, seen(ROAD, LAMP)) == expected


def test_the_message_replied_to_wins_over_the_matter() -> None:
    assert which("lampu juga nanti", seen(ROAD, LAMP), ROAD) == (ROAD,)


def test_a_number_wins_over_the_message_replied_to() -> None:
    assert which(f"{LAMP} nanti", seen(ROAD, LAMP), ROAD) == (LAMP,)


def test_the_only_one_needs_no_name() -> None:
    assert which("kami terima", seen(LAMP)) == (LAMP,)


def test_with_none_open_none_is_meant() -> None:
    assert which("kami terima", []) == ()


def test_a_piece_that_two_numbers_share_names_neither() -> None:
    assert (
        by_number(
            "yang 222 itu", [*seen(ROAD), replace_id(seen(LAMP)[0], "LPR-222ABCD")]
        )
        == ()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("LPR-KERJAXY selesai", ("LPR-KERJAXY",), id="a number of letters"),
        pytest.param("lpr-kerja selesai", ("LPR-KERJAXY",), id="its beginning"),
        pytest.param("tim kami kerja besok", (), id="a word that a number begins with"),
        pytest.param("KERJAXY selesai", (), id="letters alone, as far as one can tell"),
        pytest.param("lpr-3m8 dan kerja", ("LPR-3M8WTZA",), id="a number, and a word"),
    ],
)
def test_letters_alone_are_a_number_behind_its_prefix_only(
    text: str, expected: tuple[str, ...]
) -> None:
    two = [replace_id(seen(ROAD)[0], "LPR-KERJAXY"), *seen(LAMP)]
    assert by_number(text, two) == expected


def replace_id(one: Seen, id_: str) -> Seen:
    return Seen(replace(one.case, tracking_id=id_), one.about)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "lampu besok diganti, jalannya hari jumat",
            (
                Part("lampu besok diganti", (LAMP,)),
                Part("jalannya hari jumat", (ROAD,)),
            ),
            id="each clause its own",
        ),
        pytest.param(
            "yg jalan kami terima. tim turun siang. lampu bukan kami",
            (
                Part("yg jalan kami terima. tim turun siang.", (ROAD,)),
                Part("lampu bukan kami", (LAMP,)),
            ),
            id="a clause that names none goes with the one before",
        ),
        pytest.param(
            "kalau jalan saya tangani, yg satu lagi tunggu kabid",
            (
                Part("kalau jalan saya tangani", (ROAD,)),
                Part("yg satu lagi tunggu kabid", (LAMP,)),
            ),
            id="the other one",
        ),
        pytest.param(
            "lampu sudah kami pasang, arus sudah jalan",
            (Part("lampu sudah kami pasang, arus sudah jalan", (LAMP,)),),
            id="a word further on names no other case",
        ),
    ],
)
def test_a_message_is_read_clause_by_clause(
    text: str, expected: tuple[Part, ...]
) -> None:
    assert parts_of(text, seen(ROAD, LAMP)) == expected
