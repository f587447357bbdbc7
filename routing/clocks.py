"""Until when an agency must have acted, in working days (hari kerja).

The limits are the practice of SP4N-LAPOR!, not articles of a law: Permen PANRB 5/2025 is in force
and may set others, so each row says where it is from. A working day is Monday to Friday except national
holidays and joint leave (cuti bersama); the calendar, with the local time zone, is an argument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import holidays
from babel import Locale, UnknownLocaleError
from babel.dates import format_date

END_OF_DAY = time(23, 59)  # a day promised to a citizen counts to its end
MORNING = time(8, 0)  # when offices open, and when reminders go out
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Limit:
    """How many days something may take, and who says so."""

    days: int
    source: str
    worked: bool = True  # only working days count


_PAGE = "LAPOR! application page and FAQ, as published in 2025"
_OPTIONS = "settlement classes of a government complaint application on LAPOR!'s model, as published in 2025"

LIMITS: dict[str, Limit] = {
    "accept": Limit(3, _PAGE),
    "respond": Limit(5, _PAGE),
    "settle:information_request": Limit(5, f"{_OPTIONS}: Permintaan Informasi"),
    "settle:complaint": Limit(14, f"{_OPTIONS}: Tidak Berkadar"),
    "settle:aspiration": Limit(
        14, f"{_OPTIONS}: Tidak Berkadar, taken to hold for aspirations too"
    ),
    "settle:oversight_complaint": Limit(60, f"{_OPTIONS}: Berkadar Pengawasan"),
    "close": Limit(10, f"{_PAGE}: closes by itself"),
    "complete": Limit(
        30, "UU 25/2009 art. 44, the citizen completes the report", worked=False
    ),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked here, and where a day begins and ends."""

    holidays: frozenset[date]
    zone: tzinfo

    def works_on(self, day: date) -> bool:
        """Whether offices are open."""
        return day.weekday() < SATURDAY and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last moment for each step, aware, in local time."""

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


def deadlines_for(kind: str, opened_at: datetime, calendar: Calendar) -> Deadlines:
    """When a case opened then must be accepted, answered and settled; `kind` as in the envelope."""

    def after(step: str) -> datetime:
        return add_working_days(opened_at, LIMITS[step].days, calendar)

    return Deadlines(after("accept"), after("respond"), after(f"settle:{kind}"))


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
    day = deadline.astimezone(calendar.zone).date() - timedelta(days=1)
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
