from datetime import UTC, datetime, timedelta

import pytest

from intake.complaint import Complaint, Location, Reporter
from routing.duplicates import flagged, similar

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
ROADS = "Pekerjaan Umum dan Penataan Ruang"
OPEN = "Lampu jalan di depan SD Inpres mati sudah dua minggu, gelap sekali"


def complaint(
    text: str = OPEN,
    id_: str = "LPR-3333333",
    region: str = "53.11.16.1002",
    category: str | None = ROADS,
    days: int = 0,
) -> Complaint:
    return Complaint(
        tracking_id=id_,
        kind="complaint",
        title=text,
        description=text,
        received_at=MONDAY + timedelta(days=days),
        reporter=Reporter("sms", "+6281200000001", "id"),
        location=Location(region_code=region),
        category=category,
    )


@pytest.mark.parametrize(
    ("new", "found"),
    [
        pytest.param(
            complaint("lampu jalan depan sd inpres mati dua minggu"),
            "LPR-2222222",
            id="other words, same lamp",
        ),
        pytest.param(
            complaint(region="53.11.16"),
            "LPR-2222222",
            id="only the kecamatan is known",
        ),
        pytest.param(complaint(region="53.11.16.1003"), None, id="another village"),
        pytest.param(complaint(region="53.11"), None, id="only the kabupaten is known"),
        pytest.param(complaint(category="Kesehatan"), None, id="another category"),
        pytest.param(complaint(category=None), None, id="no category"),
        pytest.param(complaint(days=30), "LPR-2222222", id="thirty days later"),
        pytest.param(complaint(days=31), None, id="later than that"),
        pytest.param(
            complaint("jembatan gantung putus terbawa banjir tadi malam"),
            None,
            id="another matter",
        ),
        pytest.param(complaint("lampu mati"), None, id="too few words to tell"),
        pytest.param(complaint(id_="LPR-2222222"), None, id="itself"),
    ],
)
def test_similar(new, found):
    assert similar(new, [complaint(id_="LPR-2222222")]) == found


def test_the_most_similar_wins():
    near = complaint(
        "Lampu jalan di depan SD Inpres mati, tiangnya juga miring kena truk kemarin",
        "LPR-4444444",
    )
    assert (
        similar(complaint(), [near, complaint(id_="LPR-2222222"), near])
        == "LPR-2222222"
    )


def test_no_open_cases():
    assert similar(complaint(), []) is None


def test_a_flag_names_the_open_one():
    new = complaint()
    assert flagged(new, [complaint(id_="LPR-2222222")]).flags == (
        "possible_duplicate:LPR-2222222",
    )
    assert flagged(new, []) is new
