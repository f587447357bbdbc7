from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.duplicates import KINDS, found, read_pairs, scored
from intake.complaint import Complaint, Location, Reporter
from routing.duplicates import (
    ASKED,
    SUGGESTED,
    Alike,
    alike,
    can_repeat,
    flagged,
    may_be_compared,
    protected,
    unflagged,
)
from routing.likeness import in_own_words, likeness, read_matter

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LAMP = "Lampu jalan di depan SD Inpres mati sudah dua minggu, gelap sekali"
PATH = ("Nusa Tenggara Timur", "Kabupaten Sumba Timur", "Kambera", "Prailiu")
OTHER = "LPR-2222222"


def complaint(
    text: str = LAMP,
    id_: str = "LPR-3333333",
    region: str = "53.11.16.1002",
    days: int = 0,
    **more: object,
) -> Complaint:
    about = Complaint(
        tracking_id=id_,
        kind="complaint",
        title=text,
        description=text,
        received_at=MONDAY + timedelta(days=days),
        reporter=Reporter("sms", "+6281200000001", "id"),
        location=Location(region_code=region, region_path=PATH),
    )
    return replace(about, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "is_found"),
    [
        pytest.param(
            complaint("pju dpn sekolah inpres padam"), True, id="no word in common"
        ),
        pytest.param(
            complaint(region="53.11.16"), True, id="of one only the kecamatan"
        ),
        pytest.param(complaint(region="53.11.16.1003"), False, id="another village"),
        pytest.param(
            complaint(region="53.11"), False, id="only the kabupaten is known"
        ),
        pytest.param(complaint(days=30), True, id="thirty days later"),
        pytest.param(complaint(days=31), False, id="later than that"),
        pytest.param(
            complaint(kind="information_request"), False, id="a question, not a report"
        ),
        pytest.param(
            complaint("jembatan gantung putus terbawa banjir"),
            False,
            id="another matter",
        ),
        pytest.param(
            complaint("selokan depan SD Inpres mampet"),
            False,
            id="another matter there",
        ),
        pytest.param(complaint(id_=OTHER), False, id="itself"),
    ],
)
def test_a_report_is_compared_with_an_open_one(new, is_found):
    assert bool(alike(new, [complaint(id_=OTHER)])) == is_found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("got mampet di RT 1", "got mampet di RT 12", id="RT 1 and RT 12"),
        pytest.param(
            "tiang miring di jalan Kartini",
            "tiang miring di jalan Melur",
            id="two streets",
        ),
        pytest.param(
            "atap SD Inpres Lewa 1 bocor",
            "atap SD Inpres Lewa 2 bocor",
            id="two schools",
        ),
        pytest.param(
            "gaji saya guru honor belum dibayar",
            "honor saya guru kontrak belum dibayar",
            id="each one's own pay",
        ),
        pytest.param(
            "KTP saya belum jadi tiga bulan",
            "KTP saya sudah lima bulan belum jadi",
            id="each one's own card",
        ),
    ],
)
def test_texts_that_look_alike_are_not_taken_for_one_matter(one, other):
    assert not alike(complaint(one), [complaint(other, OTHER)])


def test_a_lamp_elsewhere_in_the_village_is_for_the_desk_to_see_and_no_citizen_is_asked():
    [one] = alike(
        complaint("lampu jalan di depan gereja Payeti mati"), [complaint(id_=OTHER)]
    )
    assert SUGGESTED <= one.score < ASKED


@pytest.mark.parametrize(
    ("metres", "is_found"),
    [
        pytest.param(50, True, id="on the same spot"),
        pytest.param(3000, False, id="three kilometres away"),
    ],
)
def test_two_pins_tell_more_than_words(metres, is_found):
    def at(north: float) -> Location:
        return Location(
            region_code="53.11.16",
            region_path=PATH,
            latitude=-9.65 + north,
            longitude=120.0,
        )

    old = complaint("jalan rusak", OTHER, location=at(0.0))
    new = complaint("jalan berlubang", location=at(metres / 111_200))
    assert bool(alike(new, [old])) == is_found


def test_at_most_three_are_shown_the_likeliest_first():
    others = [complaint(id_=f"LPR-222222{n}") for n in range(5)]
    near = complaint("lampu jalan mati", "LPR-9999999")
    shown = alike(complaint(), [near, *others])
    assert [one.tracking_id for one in shown] == [f"LPR-222222{n}" for n in range(3)]


def test_why_two_are_alike_is_told_in_our_words_and_the_matter_in_the_citizens():
    text = "pju dpn sekolah inpres padam"
    [one] = alike(complaint(text, days=3), [complaint(id_=OTHER)])
    assert (one.days, one.one_village) == (3, True)
    assert one.shared == ("lampu", "jalan", "mati", "inpres")
    assert in_own_words(text, one.shared) == "penerangan jalan inpres padam"


def test_a_flag_names_the_open_one_until_somebody_knows_better():
    one = Alike(OTHER, 5.0, (), 0, one_village=True)
    marked = flagged(complaint(flags=("emergency",)), [one])
    assert marked.flags == ("emergency", f"possible_duplicate:{OTHER}")
    assert unflagged(marked, OTHER).flags == ("emergency",)
    assert flagged(complaint(), []).flags == ()


@pytest.mark.parametrize(
    ("about", "is_protected"),
    [
        pytest.param(complaint(anonymous=True), True, id="without a name"),
        pytest.param(complaint(confidential=True), True, id="confidential"),
        pytest.param(complaint("petugas minta uang 50 ribu"), True, id="a levy"),
        pytest.param(complaint("anak saya dipukul guru"), True, id="violence"),
        pytest.param(complaint(category="Politik dan Hukum"), True, id="oversight"),
        pytest.param(
            complaint(other_category="Netralitas ASN"), True, id="oversight by one vote"
        ),
        pytest.param(complaint(), False, id="a lamp"),
    ],
)
def test_no_citizen_learns_of_what_is_protected(about, is_protected):
    assert protected(about) == is_protected


@pytest.mark.parametrize(
    ("one", "other", "one_desk", "may"),
    [
        pytest.param({}, {}, False, True, id="two desks, nothing to hide"),
        pytest.param(
            {"anonymous": True}, {}, False, False, id="unnamed, at another desk"
        ),
        pytest.param({}, {"confidential": True}, True, True, id="one desk has both"),
        pytest.param(
            {},
            {"description": "dipukul preman"},
            True,
            False,
            id="violence, at no desk",
        ),
    ],
)
def test_a_desk_reads_of_likeness_only_what_it_may_know(one, other, one_desk, may):
    pair = complaint(**one), complaint(**other)
    assert may_be_compared(*pair, one_desk=one_desk) == may


@pytest.mark.parametrize(
    ("about", "can"),
    [
        pytest.param(complaint(), True, id="its village is known"),
        pytest.param(complaint(region="53.11.16"), True, id="its kecamatan is known"),
        pytest.param(complaint(region="53.11"), False, id="only its kabupaten"),
        pytest.param(complaint(kind="information_request"), False, id="a question"),
    ],
)
def test_what_can_be_repeated(about, can):
    assert can_repeat(about) == can


def test_likeness_is_the_same_both_ways():
    for pair in read_pairs()[::9]:
        one, other = (read_matter(each.description) for each in (pair.one, pair.other))
        there, back = likeness(one, other), likeness(other, one)
        assert (there.score, set(there.shared)) == (back.score, set(back.shared))


# --- measured on labelled pairs; `make bench WHAT=duplicates` prints the table ---------------------


@pytest.fixture(scope="module")
def pairs():
    return read_pairs()


def test_there_are_enough_pairs_of_each_kind(pairs):
    assert len(pairs) >= 200
    assert {pair.what for pair in pairs} == set(KINDS)


@pytest.mark.parametrize(
    ("threshold", "precision", "recall"),
    [
        pytest.param(SUGGESTED, 0.83, 0.90, id="what desks see"),
        pytest.param(ASKED, 0.93, 0.70, id="what citizens are asked"),
    ],
)
def test_repeats_are_found_as_often_as_told(pairs, threshold, precision, recall):
    result = found(scored(threshold), pairs)
    assert result.precision >= precision
    assert result.recall >= recall
    assert result.taken["own"] == 0
