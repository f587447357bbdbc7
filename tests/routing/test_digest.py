from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from officers import WORDS, office_of, voice_of

from gateway.setup.wiring import load_words
from intake.complaint import Complaint, Reporter
from intake.wording.sms import SINGLE, segments
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import Case, Notice
from routing.digest import GATHERED, LISTED, Digest, desks_with_several, told_of
from routing.life import open_case
from routing.verbs import VERBS

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AGENCIES = read_agencies(
    """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - {code: kab.pupr, name: Dinas PUPR, administrators: [{name: Budi, notify: ["telegram:2"]}]}
"""
)
ABOUT = Complaint(
    "LPR-2222222",
    "complaint",
    "Jalan rusak parah di depan pasar yang ramai",
    "Jalan rusak",
    MONDAY,
    Reporter("sms", "+62812", "id", name="Jalan rusak"),
)
ARGS = {"step": "Jawab", "deadline": "Sen 30 Nov 2026"}


def case(opened: datetime = MONDAY) -> Case:
    return open_case(
        ABOUT, Assignment("kab.pupr", "", ()), opened, office_of(AGENCIES), VERBS
    )[0]


def told(key: str, desk: str = "kab.pupr", opened: datetime = MONDAY, **args: str):
    notice = Notice("administrators", desk, key, {**ARGS, **args})
    plain = replace(ABOUT, reporter=replace(ABOUT.reporter, name=None))
    return notice, told_of(notice, case(opened), plain, AGENCIES, voice_of())


@pytest.mark.parametrize(
    ("key", "desk", "line"),
    [
        pytest.param(
            "admin.overdue",
            "kab.pupr",
            "LPR-2222222 Jalan rusak parah di depan p..: LEWAT tenggat, Jawab s.d. Sen 30 Nov 2026",
            id="overdue, at one's own desk",
        ),
        pytest.param(
            "admin.overdue",
            "kab",
            "LPR-2222222 Jalan rusak parah di depan p.. (Dinas PUPR): LEWAT tenggat, Jawab s.d. "
            "Sen 30 Nov 2026",
            id="overdue, at a desk below",
        ),
        pytest.param(
            "admin.moved",
            "kab.pupr",
            "LPR-2222222 Jalan rusak parah di depan p..: dialihkan kepada Anda. Unit tutup",
            id="moved",
        ),
    ],
)
def test_a_line_says_which_case_and_what_of_it(key, desk, line):
    assert told(key, desk, reason="Unit tutup")[1].line == line


def test_a_line_tells_no_more_of_the_reporter_than_a_notice():
    notice = Notice("administrators", "kab.pupr", "admin.reminder", ARGS)
    line = told_of(notice, case(), ABOUT, AGENCIES, voice_of()).line
    assert "Jalan rusak" not in line


def test_one_message_alone_stays_as_it_is():
    pairs = [told("admin.overdue"), told("admin.overdue"), told("admin.overdue", "kab")]
    digests = desks_with_several(pairs, 2)
    assert [(one.desk, len(one.told)) for one in digests] == [("kab.pupr", 2)]


def test_the_overdue_come_first_then_what_is_due_first():
    rows = [
        told("admin.reminder")[1],
        told("admin.overdue", opened=MONDAY + timedelta(days=1))[1],
        told("admin.overdue")[1],
    ]
    lines = Digest("kab.pupr", tuple(rows)).long(voice_of(), "Dinas PUPR").splitlines()
    assert lines[0] == "3 laporan perlu perhatian Dinas PUPR:"
    assert lines[1:4] == [rows[2].line, rows[1].line, rows[0].line]


def test_of_a_storm_it_lists_the_first_and_says_how_many_more():
    rows = tuple(told("admin.overdue")[1] for _ in range(LISTED + 3))
    text = Digest("kab.pupr", rows).long(voice_of(), "Dinas PUPR")
    assert text.count("LPR-2222222") == LISTED
    assert text.splitlines()[-2:] == ["dan 3 lagi", "Balas DAFTAR untuk semuanya."]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_greatest_storm_fits_one_sms(language):
    rows = tuple(told(key)[1] for key in GATHERED) * 9999
    voice = replace(voice_of(), words=load_words(language))
    size = segments(Digest("kab.pupr", rows).short(voice))
    assert (size.encoding, size.parts) == ("GSM-7", 1)
    assert size.characters <= SINGLE


def test_by_sms_it_counts_by_kind():
    rows = (told("admin.overdue")[1], told("admin.moved")[1], told("admin.moved")[1])
    assert Digest("kab.pupr", rows).short(voice_of()) == (
        "3 laporan perlu perhatian: 1 lewat tenggat, 2 dialihkan kepada Anda. Balas DAFTAR"
    )
    assert WORDS.language == "id"
