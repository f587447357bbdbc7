import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from routing.clocks import (
    LIMITS,
    SHIPPED,
    Calendar,
    Limit,
    LimitTable,
    LocalDay,
    add_working_days,
    after_limit,
    date_text,
    deadlines_for,
    indonesian_holidays,
    morning_after,
    morning_before,
    time_text,
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
    sources = [limit.source for limit in LIMITS.values()]
    assert all(re.search(r"20\d\d", source) for source in sources)


LATER = LimitTable(
    {
        step: (*rows, Limit(2, "a later rule", since=date(2026, 12, 1)))
        for step, rows in SHIPPED.rows.items()
    }
)


@pytest.mark.parametrize(
    ("opened", "days"),
    [
        pytest.param(date(2026, 11, 30), 5, id="opened the day before: the former"),
        pytest.param(date(2026, 12, 1), 2, id="opened that day: the new one"),
        pytest.param(date(1999, 1, 1), 5, id="before any: the first"),
    ],
)
def test_a_limit_holds_from_its_day_on(opened, days):
    assert LATER.on("respond", opened).days == days


@pytest.mark.parametrize(
    ("opened", "respond"),
    [
        pytest.param("2026-11-30 09:00", "2026-12-09", id="opened under the former"),
        pytest.param("2026-12-01 09:00", "2026-12-04", id="opened under the new one"),
    ],
)
def test_a_case_keeps_the_limit_it_was_opened_under_in_a_further_round(opened, respond):
    again = at("2026-12-02 09:00")
    deadlines = deadlines_for("complaint", again, CALENDAR, LATER, at(opened))
    assert deadlines.respond.date().isoformat() == respond


@pytest.mark.parametrize(
    ("step", "end"),
    [
        pytest.param("auto_close", "2026-12-07", id="closed: 10 working days"),
        pytest.param("complete", "2026-12-23", id="completed: 30 days of any kind"),
        pytest.param("completeness", "2026-12-07", id="told what is missing: 14 days"),
        pytest.param("decide", "2027-01-22", id="decided: 60 days"),
        pytest.param("notify", "2026-12-07", id="told of the decision: 14 days"),
    ],
)
def test_the_end_of_a_limit(step, end):
    found = after_limit(step, at("2026-11-23 09:00"), CALENDAR)
    assert (found.isoformat(), found.tzinfo) == (f"{end}T23:59:00+08:00", WITA)


PLACES = Calendar(
    frozenset({date(2026, 12, 24)}),
    ZoneInfo("Asia/Jakarta"),
    worked=frozenset({date(2026, 12, 26)}),
    local=(
        LocalDay(date(2026, 12, 1), "53.11", worked=False),
        LocalDay(date(2026, 12, 24), "53.11", worked=True),
        LocalDay(date(2026, 12, 1), "53.11.04", worked=True),
    ),
)


@pytest.mark.parametrize(
    ("region", "day", "works"),
    [
        pytest.param(None, date(2026, 12, 1), True, id="elsewhere it is no holiday"),
        pytest.param("53.11", date(2026, 12, 1), False, id="a holiday of the region"),
        pytest.param("53.11.01", date(2026, 12, 1), False, id="and of all in it"),
        pytest.param("53.11.04", date(2026, 12, 1), True, id="the narrower one counts"),
        pytest.param("53.12", date(2026, 12, 1), True, id="not of its neighbour"),
        pytest.param("53.11", date(2026, 12, 24), True, id="worked there after all"),
        pytest.param(None, date(2026, 12, 24), False, id="but nowhere else"),
        pytest.param(None, date(2026, 12, 26), True, id="a Saturday that is worked"),
        pytest.param(None, date(2026, 12, 27), False, id="a Sunday"),
    ],
)
def test_each_region_has_its_own_days(region, day, works):
    assert PLACES.at(region, WITA).works_on(day) is works


def test_a_reminder_comes_before_the_deadline_as_it_was_promised():
    promised = datetime.fromisoformat("2026-11-26T23:59:00+07:00")
    wit = Calendar(frozenset(), ZoneInfo("Asia/Jayapura"))
    assert morning_before(promised, wit).isoformat() == "2026-11-25T08:00:00+09:00"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        pytest.param("Asia/Makassar", "10.05 WITA", id="by its name"),
        pytest.param("America/Lima", "21.05 UTC-0500", id="a zone without a name"),
    ],
)
def test_a_time_says_whose_it_is(zone, text):
    moment = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
    assert time_text(moment.astimezone(ZoneInfo(zone))) == text


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
