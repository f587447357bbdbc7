"""Until when an agency must have acted: the limits, the days that are worked, and the desk's own clock.

A working day (hari kerja) is Monday to Friday except national holidays, joint leave (cuti bersama) and
what an office's own table adds. Which limits hold is a table, too: most are the practice of
SP4N-LAPOR!, not articles of a law; Permen PANRB 5/2025 is in force and may set others, so each row says
where it is from and from which day it holds.

A day that was promised never moves. Deadlines are worked out when a case is opened, and again when the
citizen opens it anew; a holiday declared or a limit changed in between is for cases to come. What it
does move is the reminder, which comes on the last day that is worked before the deadline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

import holidays
from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from routing.regions import covers

END_OF_DAY = time(23, 59)  # a day promised to a citizen counts to its end
MORNING = time(8, 0)  # when offices open, and when reminders go out
SATURDAY = 5


class Counting(StrEnum):
    """Which days a limit counts."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many days something may take, from which day on that holds, and who says so."""

    days: int
    source: str
    counted: Counting = Counting.WORKING
    since: date = date(2025, 1, 1)


_PAGE = "LAPOR! application page and FAQ, as published in 2025"
_OPTIONS = "settlement classes of a government complaint application on LAPOR!'s model, as published in 2025"
_LAW = date(2009, 7, 18)  # the day UU 25/2009 came into force

LIMITS: Mapping[str, Limit] = {
    "accept": Limit(3, _PAGE),
    "respond": Limit(5, _PAGE),
    "settle:information_request": Limit(5, f"{_OPTIONS}: Permintaan Informasi"),
    "settle:complaint": Limit(14, f"{_OPTIONS}: Tidak Berkadar"),
    "settle:aspiration": Limit(
        14, f"{_OPTIONS}: Tidak Berkadar, taken to hold for aspirations too"
    ),
    "settle:oversight_complaint": Limit(60, f"{_OPTIONS}: Berkadar Pengawasan"),
    "auto_close": Limit(10, f"{_PAGE}: Selesai otomatis dalam 10 hari"),
    "completeness": Limit(14, "UU 25/2009, article 44", Counting.CALENDAR, _LAW),
    "complete": Limit(30, "UU 25/2009, article 44", Counting.CALENDAR, _LAW),
    "decide": Limit(
        60, "UU 25/2009, article 50; Perpres 76/2013", Counting.CALENDAR, _LAW
    ),
    "notify": Limit(14, "UU 25/2009, article 50", Counting.CALENDAR, _LAW),
}
"""What is shipped. Articles are cited from memory, to be reviewed before anyone is told they are law."""


@dataclass(frozen=True, slots=True)
class LimitTable:
    """Each step's limits, the earliest first: a later one holds from its day on, for cases opened then."""

    rows: Mapping[str, tuple[Limit, ...]]

    def on(self, step: str, day: date) -> Limit:
        """The limit of a step for a case opened on a day. Before the first row's day that row holds."""
        first, *later = self.rows[step]
        return next((row for row in reversed(later) if row.since <= day), first)


SHIPPED = LimitTable({step: (limit,) for step, limit in LIMITS.items()})


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day that is worked, or is not, in one region only."""

    day: date
    region: str  # a prefix of Kemendagri codes
    worked: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked here, and where a day begins and ends."""

    holidays: frozenset[date]
    zone: tzinfo
    worked: frozenset[date] = frozenset()  # after all: also a Saturday
    local: tuple[LocalDay, ...] = ()  # of regions; the narrower region comes later

    def works_on(self, day: date) -> bool:
        """Whether offices are open."""
        return day in self.worked or (
            day.weekday() < SATURDAY and day not in self.holidays
        )

    def at(self, region: str | None, zone: tzinfo) -> "Calendar":
        """The calendar of a desk there: its own zone, and the days of its own region."""
        own = {
            one.day: one.worked
            for one in self.local
            if region is not None and covers(one.region, region)
        }
        off = frozenset(day for day, worked in own.items() if not worked)
        on = frozenset(day for day, worked in own.items() if worked)
        return replace(
            self,
            zone=zone,
            holidays=(self.holidays - on) | off,
            worked=(self.worked - off) | on,
        )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last moment for each step, aware, in the time of the desk it was worked out for."""

    accept: datetime
    respond: datetime
    settle: datetime


def indonesian_holidays(years: Iterable[int]) -> frozenset[date]:
    """National holidays and joint leave. Years not yet decreed by the three ministers are estimates."""
    return frozenset(
        holidays.country_holidays(
            "ID", years=years, categories=("public", "government")
        )
    )


def deadlines_for(
    kind: str,
    start: datetime,
    calendar: Calendar,
    limits: LimitTable = SHIPPED,
    opened_at: datetime | None = None,
) -> Deadlines:
    """When what begins then must be accepted, answered and settled; `kind` as in the envelope.

    `opened_at`: when the case itself was opened, where this is a further round: its limits stay its own.
    """

    def after(step: str) -> datetime:
        return after_limit(step, start, calendar, limits, opened_at)

    return Deadlines(after("accept"), after("respond"), after(f"settle:{kind}"))


def after_limit(
    step: str,
    start: datetime,
    calendar: Calendar,
    limits: LimitTable = SHIPPED,
    opened_at: datetime | None = None,
) -> datetime:
    """The end of the last day that a step (a key of LIMITS) may take from `start`.

    The limit is the one under which the case was opened; without `opened_at` that is `start` itself.
    """
    opened = (opened_at or start).astimezone(calendar.zone).date()
    limit = limits.on(step, opened)
    if limit.counted == Counting.WORKING:
        return add_working_days(start, limit.days, calendar)
    day = start.astimezone(calendar.zone).date() + timedelta(days=limit.days)
    return datetime.combine(day, END_OF_DAY, calendar.zone)


def add_working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The end (23:59 local) of the n-th working day after the local day of `start`, which does not count."""
    day = start.astimezone(calendar.zone).date()
    while days > 0:
        day += timedelta(days=1)
        days -= calendar.works_on(day)
    return datetime.combine(day, END_OF_DAY, calendar.zone)


def add_calendar_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The end (23:59 local) of the n-th day after the local day of `start`, worked or not."""
    day = start.astimezone(calendar.zone).date() + timedelta(days=days)
    return datetime.combine(day, END_OF_DAY, calendar.zone)


def working_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """How many working days begin after the local day of `start` and not after that of `end`."""
    first, last = (at.astimezone(calendar.zone).date() for at in (start, end))
    days = (first + timedelta(days=n + 1) for n in range((last - first).days))
    return sum(calendar.works_on(day) for day in days)


def morning_before(deadline: datetime, calendar: Calendar) -> datetime:
    """The morning (08:00 local) of the last working day before a deadline's own day."""
    day = deadline.date() - timedelta(days=1)
    while not calendar.works_on(day):
        day -= timedelta(days=1)
    return datetime.combine(day, MORNING, calendar.zone)


def morning_after(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The morning (08:00 local) of the n-th working day after the local day of `start`."""
    return datetime.combine(
        add_working_days(start, days, calendar).date(), MORNING, calendar.zone
    )


def date_text(day: date, language: str) -> str:
    """A day as people write it, "Sel 24 Nov 2026"; in Indonesian for a language we have no names in."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale("id")
    return str(format_date(day, "EEE d MMM y", locale=locale))


def time_text(at: datetime) -> str:
    """A time of day with the name of its zone, "10.00 WITA"; in a zone without a name its offset."""
    name = at.tzname() or ""
    return f"{at:%H.%M} {name if name.isalpha() else f'UTC{at:%z}'}"
