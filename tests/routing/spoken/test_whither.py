"""To which desk: as officers type it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.complaint import Complaint, Location, Reporter
from routing.agencies import read_agencies
from routing.spoken.whither import MOST_LIKELY, likely, read_whither

EXAMPLE = Path(__file__).parents[3] / "routing" / "data" / "sumba-timur.yaml"
AGENCIES = read_agencies(EXAMPLE.read_text())
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "desks", "reason"),
    [
        pytest.param("pupr jalan rusak", ["pupr"], "jalan rusak", id="a code"),
        pytest.param(
            "Dinas PUPR karena jalan kabupaten",
            ["pupr"],
            "jalan kabupaten",
            id="a name, and why",
        ),
        pytest.param(
            "ke Dinas Perhubungan Sumba Timur lampu jalan mati",
            ["dishub"],
            "lampu jalan mati",
            id="the whole name",
        ),
        pytest.param(
            "Dinas Pendidikan dan Kebudayaan: sekolah rusak",
            ["disdik"],
            "sekolah rusak",
            id="many words and a colon",
        ),
        pytest.param(
            "dinas perhubngan, lampu mati", ["dishub"], "lampu mati", id="mistyped"
        ),
        pytest.param("dishub", ["dishub"], "", id="no reason"),
        pytest.param(
            "pupr di Lewa longsor",
            ["pupr"],
            "di Lewa longsor",
            id="where is the reason",
        ),
        pytest.param(
            "pupr tolong segera",
            ["pupr"],
            "tolong segera",
            id="what is asked keeps its words",
        ),
        pytest.param(
            "dinas sumur karena bor macet",
            [],
            "bor macet",
            id="an unknown desk, and why",
        ),
        pytest.param("bina marga", [], "", id="an unknown desk"),
        pytest.param("", [], "", id="nothing"),
        pytest.param(
            "jembatannya runtuh dan warga terputus",
            [],
            "jembatannya runtuh dan warga terputus",
            id="the desk forgotten",
        ),
    ],
)
def test_a_desk_and_the_reason_behind_it(text, desks, reason):
    read = read_whither(text, AGENCIES)
    assert [one.code.removeprefix("sumba-timur.") for one in read.desks] == desks
    assert read.reason == reason


def about(story: str, category: str | None = None) -> Complaint:
    who = Reporter("sms", "+6281298765432", "id")
    return Complaint(
        "LPR-2222222",
        "complaint",
        story,
        story,
        NOW,
        who,
        Location(),
        category=category,
    )


def test_what_is_likely_is_alike_in_name_or_named_or_of_the_category():
    offered = likely("dinas perhubunganan", about("lampu mati"), AGENCIES, "")
    assert offered[0].code == "sumba-timur.dishub"
    offered = likely("", about("petugas dinas sosial kasar"), AGENCIES, "")
    assert offered[0].code == "sumba-timur.dinsos"
    health = next(c for c in AGENCIES.by_code["sumba-timur.dinkes"].categories)
    assert likely("", about("x", health), AGENCIES, "")[0].code.endswith("dinkes")


def test_the_desk_that_has_the_case_is_not_offered():
    offered = likely("dishub", about("x"), AGENCIES, "sumba-timur.dishub")
    assert "sumba-timur.dishub" not in {one.code for one in offered}
    assert len(offered) == MOST_LIKELY


@given(st.text(max_size=60))
def test_no_word_of_a_reason_is_made_up(text):
    read = read_whither(text, AGENCIES)
    assert set(read.reason.split()) <= set(text.split())
