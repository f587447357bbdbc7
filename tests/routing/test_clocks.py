import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from routing.clocks import (
    LIMITS,
    Calendar,
    add_working_days,
    date_text,
    deadlines_for,
    indonesian_holidays,
    morning_after,
    morning_before,
)

WITA = ZoneInfo("Asia/Makassar")
CALENDAR = Calendar(frozenset({date(2026, 12, 24), date(2026, 12, 25)}), WITA)


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=WITA)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param(
            "2026-11-23 09:00",
            3,
            "2026-11-26 23:59",
            id="the day itself does not count",
        ),
        pytest.param("2026-11-19 09:00", 3, "2026-11-24 23:59", id="over a weekend"),
        pytest.param("2026-11-21 09:00", 1, "2026-11-23 23:59", id="from a Saturday"),
        pytest.param(
            "2026-11-23 23:59",
            1,
            "2026-11-24 23:59",
            id="a minute before midnight is still today",
        ),
        pytest.param(
            "2026-12-23 09:00",
            1,
            "2026-12-28 23:59",
            id="over Christmas and its joint leave",
        ),
        pytest.param(
            "2026-11-23 09:00", 0, "2026-11-23 23:59", id="no days is the end of today"
        ),
    ],
)
def test_working_days(start, days, end):
    assert add_working_days(at(start), days, CALENDAR) == at(end)


def test_the_day_is_the_local_one():
    before_midnight_utc = datetime(
        2026, 11, 23, 17, 0, tzinfo=UTC
    )  # 01:00 on the 24th in Sumba
    assert add_working_days(before_midnight_utc, 1, CALENDAR) == at("2026-11-25 23:59")


@pytest.mark.parametrize(
    ("kind", "accept", "respond", "settle"),
    [
        pytest.param(
            "complaint",
            "2026-11-26",
            "2026-11-30",
            "2026-12-11",
            id="complaint: 14 working days",
        ),
        pytest.param(
            "aspiration",
            "2026-11-26",
            "2026-11-30",
            "2026-12-11",
            id="aspiration: as a complaint",
        ),
        pytest.param(
            "information_request",
            "2026-11-26",
            "2026-11-30",
            "2026-11-30",
            id="information: 5",
        ),
        pytest.param(
            "oversight_complaint",
            "2026-11-26",
            "2026-11-30",
            "2027-02-17",
            id="oversight: 60",
        ),
    ],
)
def test_deadlines(kind, accept, respond, settle):
    deadlines = deadlines_for(kind, at("2026-11-23 09:00"), CALENDAR)
    days = [
        moment.date().isoformat()
        for moment in (deadlines.accept, deadlines.respond, deadlines.settle)
    ]
    assert days == [accept, respond, settle]


def test_every_limit_says_where_it_is_from():
    assert all(re.search("20(09|25)", limit.source) for limit in LIMITS.values())


@pytest.mark.parametrize(
    ("deadline", "morning"),
    [
        pytest.param("2026-11-26 23:59", "2026-11-25 08:00", id="the day before"),
        pytest.param("2026-11-30 23:59", "2026-11-27 08:00", id="Friday for Monday"),
        pytest.param("2026-12-28 23:59", "2026-12-23 08:00", id="before the holidays"),
    ],
)
def test_morning_before(deadline, morning):
    assert morning_before(at(deadline), CALENDAR) == at(morning)


def test_morning_after():
    assert morning_after(at("2026-11-26 23:59"), 5, CALENDAR) == at("2026-12-03 08:00")


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 8, 17), id="independence day"),
        pytest.param(date(2026, 3, 21), id="Eid"),
        pytest.param(date(2026, 12, 24), id="joint leave before Christmas"),
    ],
)
def test_indonesian_holidays(day):
    assert day in indonesian_holidays([2026])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("id", "Sel 24 Nov 2026", id="Indonesian"),
        pytest.param("en", "Tue 24 Nov 2026", id="English"),
        pytest.param("su", "Sal 24 Nop 2026", id="Sundanese"),
        pytest.param("xx", "Sel 24 Nov 2026", id="a language we do not know"),
        pytest.param("", "Sel 24 Nov 2026", id="no language"),
    ],
)
def test_dates_in_words(language, text):
    assert date_text(date(2026, 11, 24), language) == text
