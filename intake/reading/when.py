"""When it happened, in the words citizens use: `kmrn`, `sdh 3bln`, `tgl 19 juni 2017 jam set.8`.

A table of patterns, each with a reader that turns a match into a day. Matches
compete for their stretch of text and the longest wins, so `minggu lalu` inside
`2 minggu lalu` is never read on its own. A clock time beside a day makes it
exact to the minute. Patterns marked `loose` mean too many other things (`senin`,
`2015`, `jam 8`) to be believed outside an answer to "when?".

Day-first order and 20.. for two-digit years are Indonesian usage; a date
without a year is the latest one that is not in the future.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from intake.complaint import OccurredOn
from intake.reading.memory import remembered
from intake.reading.nik import says_forgot
from intake.reading.spans import Invalid, Spotted

_FLAGS = (
    re.IGNORECASE | re.ASCII
)  # ASCII: no letter outside it may fold into one of our words


@dataclass(frozen=True, slots=True)
class _Day:
    """What a reader makes of a match, on the local wall clock; midnight unless finer than a day."""

    at: datetime
    precision: str
    part: str = (
        ""  # the part of the day that was named with it: "malam" in "tadi malam"
    )


_Reader = Callable[[re.Match[str], datetime], _Day | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Trace:
    """What a pattern leaves in each text it matches: one of some parts of words, a bare pattern, or both."""

    parts: tuple[str, ...]
    regex: re.Pattern[str] | None = None

    def is_in(self, text: str, lower: str) -> bool:
        """`lower` is the text in lower case."""
        for part in self.parts:
            if part in lower:
                return self.regex is None or self.regex.search(text) is not None
        return not self.parts and bool(self.regex and self.regex.search(text))


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[
        str
    ]  # the group `said`, where there is one, is the stretch it claims
    read: _Reader | None  # None: a time is meant, but not one with a date
    rank: int  # lower is believed first when a text holds several
    loose: bool
    needs: tuple["_Trace", ...]  # without each of these in the text it cannot match


@dataclass(frozen=True, slots=True)
class _Claim:
    """A stretch of text that a pattern takes for a time."""

    pattern: _Pattern
    match: re.Match[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    day: _Day | None
    start: int
    end: int
    rank: int


def parse_when(text: str, now: datetime) -> OccurredOn | Invalid | None:
    """The answer to "when did it happen?"; `now` is aware and in the deployment's time zone.

    Invalid("when.future") for what has yet to come, Invalid("when.date") for a day that no
    calendar has (31/02/2017). A citizen who does not know gets precision "unknown"; None: not
    understood.
    """
    local = now.replace(tzinfo=None)
    found = _apart(sorted(_found(text, local, strict=False), key=_belief))
    past = [one for one in found if not _is_future(one, local)]
    if past and (past[0].day or len(past) == len(found)):
        return _occurred(text, past[0])
    if found:
        return Invalid("when.future")
    if knows_no_time(text):
        return OccurredOn(None, "unknown", text.strip())
    return Invalid("when.date") if _names_no_day(text, local) else None


def knows_no_time(text: str) -> bool:
    """Whether it is an answer without a time: "lupa pak", "kurang ingat"."""
    return bool(says_forgot(text) or _DOES_NOT_KNOW.search(text))


def spot_when(text: str, now: datetime) -> Spotted[OccurredOn] | None:
    """When it happened, where a story says so; plans, habits, prices and house numbers do not."""
    return _spotted(text, now.replace(tzinfo=None))


@remembered
def _spotted(text: str, local: datetime) -> Spotted[OccurredOn] | None:
    found = [
        one for one in _found(text, local, strict=True) if not _is_future(one, local)
    ]
    best = min(found, key=_belief, default=None)
    return Spotted(_occurred(text, best), best.start, best.end) if best else None


def _apart(found: list[_Found]) -> list[_Found]:
    """Without the clock times that stand for themselves no more, because a day took them in."""
    joined = [one for one in found if one.day and one.day.precision == "minute"]
    return [one for one in found if not any(_takes_in(day, one) for day in joined)]


def _takes_in(day: _Found, other: _Found) -> bool:
    return day is not other and day.start <= other.start and other.end <= day.end


def _belief(found: _Found) -> tuple[bool, int, int]:
    return found.day is None, found.rank, found.start


def _is_future(found: _Found, now: datetime) -> bool:
    return found.day is not None and found.day.at > now


def _occurred(text: str, found: _Found) -> OccurredOn:
    words = text[found.start : found.end]
    if found.day is None:
        return OccurredOn(None, "unknown", words)
    if found.day.precision in ("minute", "hour"):
        return OccurredOn(
            found.day.at.isoformat(timespec="minutes"), found.day.precision, words
        )
    return OccurredOn(found.day.at.date().isoformat(), found.day.precision, words)


def _found(text: str, now: datetime, *, strict: bool) -> Iterator[_Found]:
    if strict and not _may_tell(text):
        return
    for claim in _claims(text):
        if (strict and claim.pattern.loose) or _means_something_else(
            text, claim, strict=strict
        ):
            continue
        if claim.pattern.read is None:
            yield _Found(None, claim.start, claim.end, claim.pattern.rank)
        elif day := claim.pattern.read(claim.match, now):
            yield _with_clock(
                text, _Found(day, claim.start, claim.end, claim.pattern.rank)
            )


def _may_tell(text: str) -> bool:
    """Whether a pattern finds anything that is believed in a story, too: in most texts none does."""
    strict = (pattern for pattern in _possible(text) if not pattern.loose)
    return any(pattern.regex.search(text) for pattern in strict)


def _names_no_day(text: str, now: datetime) -> bool:
    """Whether a whole date is written that no calendar has; RT/RW and the like are none."""
    return any(
        claim.pattern.read in _DATED
        and not claim.pattern.loose
        and not _means_something_else(text, claim, strict=False)
        and claim.pattern.read(claim.match, now) is None
        for claim in _claims(text)
        if claim.pattern.read
    )


def _claims(text: str) -> list[_Claim]:
    """Every claim of the table that no longer one overlaps; the earlier pattern wins a tie."""
    claims = [
        _Claim(
            pattern,
            match,
            *match.span("said" if "said" in pattern.regex.groupindex else 0),
        )
        for pattern in _possible(text)
        for match in pattern.regex.finditer(text)
    ]
    kept: list[_Claim] = []
    taken = bytearray(len(text))
    for claim in sorted(claims, key=lambda one: one.start - one.end):
        if not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            kept.append(claim)
    return kept


def _possible(text: str) -> Iterator[_Pattern]:
    """The patterns whose traces are all in the text: most texts hold those of a few."""
    lower = text.lower()
    seen: dict[_Trace, bool] = {}
    for pattern in _TABLE:
        for trace in pattern.needs:
            if trace not in seen:
                seen[trace] = trace.is_in(text, lower)
            if not seen[trace]:
                break
        else:
            yield pattern


def _means_something_else(text: str, claim: _Claim, *, strict: bool) -> bool:
    before, after = (
        text[max(0, claim.start - _REACH) : claim.start],
        text[claim.end : claim.end + _REACH],
    )
    if (
        not _is_dated(text, claim, before) and _NOT_AFTER.search(before)
    ) or _NOT_BEFORE.match(after):
        return True
    return strict and bool(_PLANNED.search(before) or _ABOUT_THE_REPORT.match(after))


def _is_dated(text: str, claim: _Claim, before: str) -> bool:
    """Whether it can be no street's name: "menutup jalan sejak kemarin", "di kelas minggu lalu"."""
    if _SAYS_SINCE.match(text, claim.start):
        return True
    said = text[claim.start : claim.end]
    return bool(
        _AFTER_A_PLACE.search(before)
        and (_SAYS_AGO.search(said) or _SAYS_FROM.match(said))
    )


def _with_clock(text: str, found: _Found) -> _Found:
    """A clock time right behind or before a day joins it."""
    if not found.day or found.day.precision != "day":
        return found
    after = _CLOCK_AFTER.match(text, found.end) or _BARE_CLOCK_AFTER.match(
        text, found.end
    )
    if after and (day := _at(found.day, after)):
        return _Found(day, found.start, after.end(), found.rank)
    window = max(0, found.start - _REACH)
    before = _CLOCK_BEFORE.search(text[window : found.start])
    if before and (day := _at(found.day, before)):
        return _Found(day, window + before.start(), found.end, found.rank)
    return found


# --- words -----------------------------------------------------------------------------------------


def _numbered(*rows: str, start: int = 0) -> dict[str, int]:
    """Each word of a row stands for the row's number."""
    return {
        word: number for number, row in enumerate(rows, start) for word in row.split()
    }


_NUMBERS: dict[str, float] = {"setengah": 0.5} | _numbered(
    *(
        "satu siji hiji one a an",
        "dua duo rong two",
        "tiga tigo telung tigang tilu three",
        "empat patang sekawan opat four",
        "lima limang gangsal five",
        "enam nem nenem genep six",
        "tujuh pitung seven",
    ),
    *(
        "delapan wolung dalapan eight",
        "sembilan sangang salapan nine",
        "sepuluh sapuluh ten",
    ),
    *("sebelas eleven", "duabelas twelve"),
    start=1,
)
_MONTHS = _numbered(
    *(
        "januari januar january jan",
        "februari pebruari febuari february feb peb",
        "maret march mrt mar",
    ),
    *(
        "april apr",
        "mei may",
        "juni june jun",
        "juli july jul",
        "agustus agust august agt ags agu aug",
    ),
    *(
        "september sept sep",
        "oktober october okt oct",
        "november nopember nov nop",
        "desember december des dec",
    ),
    start=1,
)
_WEEKDAYS = _numbered(
    *(
        "senin senen snin monday",
        "selasa slasa tuesday",
        "rabu rebo wednesday",
        "kamis kemis thursday",
    ),
    *("jumat jum'at jum’at friday", "sabtu saturday", "minggu ahad sunday"),
)
_UNITS = {
    word: unit
    for unit, words in {
        "minute": "menit mnt minutes minute",
        "hour": "jam jm hours hour",
        "day": "hari hri hr dina poe days day",
        "week": "minggu mgg mggu pekan weeks week",
        "month": "bulan bln wulan sasi months month",
        "year": "tahun thn taun th years year",
    }.items()
    for word in words.split()
}
_NIGHT = ("malam", "malem", "mlm", "night")
_BEGINS = {  # the hour from which a part of the day can be behind us; "tadi malam" is always last night
    **dict.fromkeys(_NIGHT, 24),
    "dini hari": 0,
    "subuh": 3,
    "pagi": 4,
    "morning": 4,
    "siang": 10,
    "afternoon": 12,
    "sore": 14,
    "petang": 16,
    "evening": 17,
}
_AFTER_NOON: dict[
    str, range
] = {  # the hours that are meant twelve later with this part of the day
    **dict.fromkeys((*_NIGHT, "evening"), range(5, 12)),
    **dict.fromkeys(("sore", "petang", "afternoon"), range(1, 8)),
    "siang": range(1, 5),
    "pm": range(1, 12),
}
_FROM_MIDNIGHT = frozenset({*_NIGHT, "dini hari", "am"})  # with these, 12 is 0
_NOON, _EVENING, _SMALL_HOURS, _HOURS = 12, 18, 5, 24
_IN_MINUTES = {"minute": 1, "hour": 60}
_IN_DAYS = {"day": 1, "week": 7}
_IN_MONTHS = {"month": 1, "year": 12}
_LEAP = 9  # years in which 29 February comes at least once


def _words(row: str) -> tuple[str, ...]:
    return tuple(row.split())


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return (
        "(?:"
        + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        + ")"
    )


# --- readers: a match and the local wall clock -> a day --------------------------------------------


def _whole_date(match: re.Match[str], now: datetime) -> _Day | None:
    return _date(_year_of(match) or now.year, _month_of(match), int(match["d"]))


def _day_and_month(match: re.Match[str], now: datetime) -> _Day | None:
    """That day of the year that is named, or the latest one when none is."""
    years = (
        [year] if (year := _year_of(match)) else range(now.year, now.year - _LEAP, -1)
    )
    days = [_date(year, _month_of(match), int(match["d"])) for year in years]
    return days[0] if _year_of(match) else _latest(days, now)


def _day_of_month(match: re.Match[str], now: datetime) -> _Day | None:
    """The latest such day, or the one of the month that is named beside it."""
    if match["m"]:
        return _day_and_month(match, now)
    back = _MONTHS_BACK.get((match["which"] or "lalu").lower(), 1)
    months = (
        [_months_ago(now, back)]
        if match["which"]
        else [_months_ago(now, n) for n in range(_NOON)]
    )
    days = [_date(month.year, month.month, int(match["d"])) for month in months]
    return days[0] if match["which"] else _latest(days, now)


_MONTHS_BACK = {"ini": 0, "depan": -1}
_DATED = frozenset({_whole_date, _day_and_month, _day_of_month})


def _month(match: re.Match[str], now: datetime) -> _Day | None:
    month = _month_of(match)
    first = _date(_year_of(match) or now.year - (month > now.month), month, 1)
    return first and _Day(first.at, "month")


def _year(match: re.Match[str], _now: datetime) -> _Day:
    return _Day(_midnight(date(int(match["y"]), 1, 1)), "year")


def _today(match: re.Match[str], now: datetime) -> _Day:
    return _days_ago(0, match, now)


def _yesterday(match: re.Match[str], now: datetime) -> _Day:
    return _days_ago(1, match, now)


def _two_days_ago(match: re.Match[str], now: datetime) -> _Day:
    return _days_ago(2, match, now)


def _tomorrow(match: re.Match[str], now: datetime) -> _Day:
    return _days_ago(-1, match, now)


def _earlier(match: re.Match[str], now: datetime) -> _Day:
    """`tadi sore` is yesterday's while today's has not begun; `tadi malam` is last night."""
    return _days_ago(
        int(now.hour < _BEGINS[_named(match, "part") or "malam"]),
        match,
        now,
        default_part="malam",
    )


def _just_now(_match: re.Match[str], now: datetime) -> _Day:
    return _Day(now.replace(minute=0, second=0, microsecond=0), "hour")


def _weekday(match: re.Match[str], now: datetime) -> _Day:
    """The latest such weekday; today's own name with `lalu` is a week ago."""
    back = (now.weekday() - _WEEKDAYS[match["weekday"].lower()]) % 7
    return _days_ago(back or 7 * bool(_named(match, "ago")), match, now)


def _weekday_of_last_week(match: re.Match[str], now: datetime) -> _Day:
    days = now.weekday() + 7 - _WEEKDAYS[match["weekday"].lower()]
    return _days_ago(days, match, now)


def _eve(match: re.Match[str], now: datetime) -> _Day:
    """`malam jumat` is Thursday night; last week's, while this one has not begun."""
    back = (now.weekday() - _WEEKDAYS[match["weekday"].lower()] + 1) % 7
    return _days_ago(
        back or 7 * (now.hour < _EVENING), match, now, default_part="malam"
    )


def _unit_before(match: re.Match[str], now: datetime) -> _Day:
    return _ago(1, _UNITS[match["unit"].lower()], now)


def _unit_we_are_in(match: re.Match[str], now: datetime) -> _Day:
    return _ago(0, _UNITS[match["unit"].lower()], now)


def _lasting(match: re.Match[str], now: datetime) -> _Day:
    unit = _UNITS[(match["unit"] or match["one"]).lower()]
    number = match["n"] or "1"
    return _ago(
        _NUMBERS.get(number.lower()) or float(number.replace(",", ".")), unit, now
    )


def _ago(number: float, unit: str, now: datetime) -> _Day:
    """So long ago, no more exact than the unit: three months ago is a month, not a day."""
    if unit in _IN_MINUTES:
        moment = now - timedelta(minutes=number * _IN_MINUTES[unit])
        return _Day(moment.replace(second=0, microsecond=0), unit)
    if unit in _IN_DAYS:
        return _Day(
            _midnight(now.date() - timedelta(days=int(number * _IN_DAYS[unit]))), unit
        )
    if unit == "month" and number < 1:
        return _ago(2, "week", now)
    months = _months_ago(now, int(number * _IN_MONTHS[unit]))
    whole_years = unit == "year" and number == int(number)
    return _Day(
        _midnight(months.replace(month=1) if whole_years else months),
        unit if whole_years else "month",
    )


def _clock_alone(match: re.Match[str], now: datetime) -> _Day | None:
    """A time without a day: the latest one of its kind."""
    today = _at(_Day(_midnight(now.date()), "day"), match)
    return today and _Day(today.at - timedelta(days=today.at > now), today.precision)


def _at(day: _Day, match: re.Match[str]) -> _Day | None:
    """`day` made exact by a clock time; the small hours and the midnight of a night have the next date."""
    part = _named(match, "clock_part") or _named(match, "day_part") or day.part
    hour, minute = _on_the_dial(match)
    midnight = hour == _NOON and part in _FROM_MIDNIGHT
    hour += _NOON * (hour in _AFTER_NOON.get(part, ())) - _NOON * midnight
    if not 0 <= hour < _HOURS:
        return None
    next_date = (midnight and part in _NIGHT) or (
        day.part in _NIGHT and hour < _SMALL_HOURS
    )
    return _Day(
        day.at.replace(hour=int(hour), minute=minute) + timedelta(days=next_date),
        "minute",
    )


def _on_the_dial(match: re.Match[str]) -> tuple[float, int]:
    """Hour and minute as told; `setengah delapan` is 7.30."""
    hour = _NUMBERS.get(match["h"].lower()) or int(match["h"])
    if _named(match, "half"):
        return hour - 1 or _NOON, 30
    return hour, int(_named(match, "min") or 0)


def _days_ago(
    days: int, match: re.Match[str], now: datetime, default_part: str = ""
) -> _Day:
    return _Day(
        _midnight(now.date() - timedelta(days=days)),
        "day",
        _named(match, "part") or default_part,
    )


def _months_ago(now: datetime, months: int) -> date:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _date(year: int, month: int, day: int) -> _Day | None:
    try:
        return _Day(_midnight(date(year, month, day)), "day")
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _latest(days: Iterable[_Day | None], now: datetime) -> _Day | None:
    return next((day for day in days if day and day.at <= now), None)


def _year_of(match: re.Match[str]) -> int | None:
    digits = _named(match, "y") or _named(match, "yy")
    return int(digits) + 2000 * (len(digits) == len("17")) if digits else None


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS.get(match["m"].lower()) or int(match["m"])


def _named(match: re.Match[str], group: str) -> str:
    """What a group holds, in lower case with single spaces; empty when the pattern has no such group."""
    return " ".join((match.groupdict().get(group) or "").lower().split())


# --- the table -------------------------------------------------------------------------------------

_PART = _any(_BEGINS)
_MONTH = rf"(?P<m>{_any(_MONTHS)})"
_WEEKDAY = rf"(?P<weekday>{_any(_WEEKDAYS)})(?![a-z])"
_UNIT = _any(_UNITS)
_NUMBER = rf"(?:[0-9]{{1,3}}(?:[.,]5)?|{_any(_NUMBERS)}(?![a-z]))"
_D = r"(?P<d>[0-9]{1,2})"
_YEAR = r"(?:19|20)[0-9]{2}"
_NO_MORE = r"(?![0-9]|[./-][0-9])"
_YESTERDAYS = _words(
    "wingi kamari kemarin kemaren kmarin kmaren kmren kmrn kemrin kmrin"
)
_YESTERDAY = rf"(?:{'|'.join(_YESTERDAYS)})"
_LAST = rf"(?:(?:(?:yang|yg)\s+)?(?:lalu|lewat|silam)|{_YESTERDAY}|ago)"
_UP_TO_NOW = rf"(?:{_LAST}|ini|terakhir|belakangan(?:\s+ini)?)"
_SINCE_SAID = r"\b(?:sejak|sjk|semenjak|mulai|dari|dr|wiwit|ti|since|from)\s+"
_SINCE = rf"(?:{_SINCE_SAID})?"
_TGL = r"\b(?:tanggal|tgl|tg)(?![a-z])\s?\.?\s*"
_ON = rf"(?:(?:{_SINCE_SAID}|\b(?:pada|pd|on)\s+))?(?:\bhari\s+)?(?:{_TGL})?"
_TH = r"\b(?:tahun|thn|th)\b\.?\s*"
_IN = rf"(?:{_SINCE_SAID}|\b(?:pada|pd|bulan|bln|awal|akhir|pertengahan|tengah|in)\s+){{1,4}}"
_PART_TOO = rf"(?:\s+(?:hari\s+)?(?P<part>{_PART})\b)?"
_LENGTH = (
    rf"(?:(?!an?\s+(?:wulan|dina)\b)(?<![0-9.,/])(?:\b{_NUMBER}\s?(?:-|s/d|sampai|atau|to|or)\s?)?(?<![0-9.,/])\b(?P<n>{_NUMBER})\s?-?"
    rf"(?P<unit>{_UNIT})|\bs[ea](?P<one>{_UNIT}))(?:an)?(?![a-z])"
)
_ALREADY = (
    r"\b(?:sudah|sdh|sdah|udah|udh|uda|dah|wis|wes|sampun|tos|geus|alah|selama|slama|hampir|hmpir|for|over|almost"
    r"|sejak|sjk|dari|dr|since)\s*"
    r"(?:(?:ada|mau|hampir|sekitar|kira-kira|kira2|kurang\s+lebih|lebih\s+dari|selama|about|more\s+than|the"
    r"|last|past)\s+|±\s*)*"
)
_STATES = _words(
    """
    tidak tdk tak ga gak gk ngga nggak enggak ndak teu ora belum blm blom not mati padam numpuk
    menumpuk macet mampet tersumbat rusak rsk banjir bnjr tergenang bocor hilang putus terputus
    kosong gelap kering terlantar longsor nunggak menunggak menunggu nunggu mogok
    """
)
_STATE = rf"(?:{'|'.join(_STATES)})"
_CUE = r"\b(?:jam|jm|pukul|pkl|pk|at)(?![a-z])\s?\.?\s*"
_ZONE = rf"(?:-?an\b)?(?:\s*(?:wib|wita|wit)\b)?(?:\s*(?P<clock_part>{_PART}|am|pm)\b)?"
_CLOCK = (
    rf"(?:{_CUE}|\b(?=setengah|stengah|stgh))(?P<half>(?:setengah|stengah|stgh|set)\s?\.?\s*)?"
    rf"(?P<h>[0-9]{{1,2}}|{_any(_NUMBERS)}\b)(?:\s?[.:]\s?(?P<min>[0-5][0-9]))?"
    rf"(?![0-9]|\s*(?:orang|hari|rb|ribu|bulan|minggu|tahun|jam)\b){_ZONE}"
)
_HH_MM = r"(?P<h>[01]?[0-9]|2[0-3])[.:](?P<min>[0-5][0-9])"
_ERA = (
    r"(?:hari\s+)?(?:lebaran|idul\s?fitri|idul\s?adha|puasa|ramadh?an|natal|tahun\s+baru|covid|corona|pandemi"
    r"|gempa|pemilu|pilkada|dulu|dahulu|awal|lama)"
)
_ERAS = _words(
    "lebaran fitri adha puasa ramad natal baru covid corona pandemi gempa pemilu pilkada dulu dahulu"
    " awal lama"
)
_BY_NOW = r"sudah|sdh|sdah|udah|udh|uda|dah|telah|wis|wes|sampun|geus|alah|for|selama"
_LONG = r"lama|lamo|lawas|suwe|lila|menahun|(?:a\s+)?long\s+time"  # also in Minang, Javanese, Sundanese
_MANY = r"(?:beberapa|bbrp|several|a\s+few|many)"
_ROUGHLY = r"(?:sekitar|skitar|sktr|kira-kira|kira2|kurang\s+lebih|kurleb|around|about|pada|pd|menjelang)"


def _pattern(
    regex: str,
    read: _Reader | None,
    rank: int = 1,
    *,
    loose: bool = False,
    needs: tuple[_Trace, ...],
) -> _Pattern:
    return _Pattern(re.compile(regex, _FLAGS), read, rank, loose, needs)


def _one_of(*words: str, like: str | None = None) -> _Trace:
    """One of these words, of several in a row the last; a word that holds another need not be told."""
    lasts = {word.split()[-1] for word in words}
    parts = sorted(
        word for word in lasts if not any(other in word for other in lasts - {word})
    )
    return _Trace(tuple(parts), re.compile(like, _FLAGS) if like else None)


def _like(regex: str) -> _Trace:
    return _Trace((), re.compile(regex, _FLAGS))


_PASTS = ("lalu", "lewat", "silam", "ago", *_YESTERDAYS)
_A_DIGIT = _like("[0-9]")
_A_DATE = _like(r"[0-9]\s?[./-]\s?[0-9]")
_A_YEAR = _like(_YEAR)
_A_CLOCK = _like(r"\b(?:jam|jm|pukul|pkl|pk|at)(?![a-z])|\b(?:setengah|stengah|stgh)")
_DOTTED = _like(r"[0-9][.:][0-5]")
_A_MONTH = _one_of(*_MONTHS, like=rf"{_any(_MONTHS)}(?![a-z])")
_A_WEEKDAY = _one_of(*_WEEKDAYS)
_A_PART = _one_of(*_BEGINS)
_A_UNIT = _one_of(*_UNITS)
_A_LENGTH = _one_of(
    *_UNITS,
    like=rf"[0-9]\s?-?{_UNIT}|\b{_any(_NUMBERS)}(?:\s-?|-){_UNIT}|\bs[ea]{_UNIT}",
)
_A_STATE = _one_of(*_STATES)
_A_YESTERDAY = _one_of(*_YESTERDAYS, "yesterday")
_A_PAST = _one_of(*_PASTS)
_LASTLY = _one_of(*_PASTS, "last")
_UNTIL_NOW = _one_of(*_PASTS, "ini", "terakhir", "belakangan")
_EARLIER_ON = _one_of("tadi", "td", "tdi")
_THIS = _one_of("ini")
_THIS_EN = _one_of("this")
_AHEAD = _one_of("lagi", "depan", "mendatang")


_TABLE = (
    _pattern(
        rf"{_ON}(?<![0-9])(?P<y>{_YEAR})([-/.])(?P<m>[0-9]{{1,2}})\2{_D}(?![0-9])",
        _whole_date,
        0,
        needs=(_A_DATE,),
    ),
    _pattern(
        rf"{_ON}(?<![0-9/.\-]){_D}\s?(?P<mark>[./-])\s?(?P<m>[0-9]{{1,2}})\s?(?P=mark)\s?"
        rf"(?P<y>{_YEAR}|[0-9]{{2}}){_NO_MORE}",
        _whole_date,
        0,
        needs=(_A_DATE,),
    ),
    _pattern(
        rf"{_ON}(?<![0-9.,/]){_D}(?:st|nd|rd|th)?(?:\s?(?:-|s/d|sampai|dan|&)\s?[0-9]{{1,2}})?"
        rf"[\s.\-/]*(?:of\s+|(?:bulan|bln)\s+)?{_MONTH}(?![a-z])"
        rf"(?:[\s,.\-/]*(?:{_TH})?(?P<y>{_YEAR})(?![0-9])"
        r"|(?:[\-/.']\s?|\s(?=[0-9]{2}\s*(?:[,;)]|\.(?![0-9])|$|jam|pukul|pkl)))(?P<yy>[0-9]{2})(?![0-9]))?",
        _day_and_month,
        0,
        needs=(
            _A_MONTH,
            _A_DIGIT,
        ),
    ),
    _pattern(
        rf"{_ON}\b{_MONTH}\s+{_D}(?:(?:st|nd|rd|th)\b(?:,?\s+(?P<y>{_YEAR}))?|,?\s+(?P<yy>{_YEAR}))(?![0-9])",
        _day_and_month,
        0,
        needs=(
            _A_MONTH,
            _A_DIGIT,
        ),
    ),
    _pattern(
        rf"{_SINCE}{_TGL}{_D}(?![0-9])(?:\s?/\s?(?P<m>[0-9]{{1,2}})(?![0-9/]))?"
        rf"(?:\s+(?:(?:bulan|bln)\s+)?(?P<which>{_LAST}|ini|depan)\b)?",
        _day_of_month,
        0,
        needs=(
            _one_of("tanggal", "tg"),
            _A_DIGIT,
        ),
    ),
    _pattern(
        rf"(?:{_IN})?\b{_MONTH}[\s,.]+(?:{_TH})?(?P<y>{_YEAR})(?![0-9])",
        _month,
        needs=(
            _A_MONTH,
            _A_YEAR,
        ),
    ),
    _pattern(rf"{_IN}{_MONTH}(?![a-z]|\.?\s*[0-9])", _month, needs=(_A_MONTH,)),
    _pattern(
        rf"(?:{_IN}(?:{_TH})?|{_TH})(?P<y>{_YEAR}){_NO_MORE}", _year, needs=(_A_YEAR,)
    ),
    _pattern(
        rf"{_SINCE}\b(?:{_YESTERDAY}\s+(?:lusa|dulu)|lusa\s+{_YESTERDAY}|day\s+before\s+yesterday)\b{_PART_TOO}",
        _two_days_ago,
        needs=(_one_of("lusa", "dulu", "before"),),
    ),
    _pattern(
        rf"{_SINCE}\b(?:hari\s+)?(?:{_YESTERDAY}|yesterday)\b{_PART_TOO}",
        _yesterday,
        needs=(_A_YESTERDAY,),
    ),
    _pattern(
        rf"{_SINCE}\b(?P<part>{_PART})\s+{_YESTERDAY}\b",
        _yesterday,
        needs=(
            _A_PART,
            _A_YESTERDAY,
        ),
    ),
    _pattern(
        rf"{_SINCE}\b(?:tadi|td|tdi)\s*(?P<part>{_PART})\b",
        _earlier,
        needs=(
            _EARLIER_ON,
            _A_PART,
        ),
    ),
    _pattern(
        rf"{_SINCE_SAID}(?P<part>{_PART})\b(?!\s+(?:sampai|sampe|smpai|hingga|s/d|ke|to)\b)",
        _earlier,
        needs=(_A_PART,),
    ),
    _pattern(rf"{_SINCE_SAID}(?:tadi|td|tdi)\b", _today, 2, needs=(_EARLIER_ON,)),
    _pattern(
        rf"{_SINCE}\b(?P<part>{_PART})\s+(?:tadi|td|tdi)\b",
        _earlier,
        needs=(
            _A_PART,
            _EARLIER_ON,
        ),
    ),
    _pattern(
        rf"{_SINCE}\b(?:semalam|semalem|smalam|smlm|last\s+night)\b",
        _earlier,
        needs=(_one_of("semalam", "semalem", "smalam", "smlm", "night"),),
    ),
    _pattern(
        rf"{_SINCE}\b(?:hari\s+ini|hr\s+ini|today)\b",
        _today,
        2,
        needs=(_one_of("ini", "today"),),
    ),
    _pattern(
        rf"{_SINCE}\b(?:(?P<part>{_PART})\s+ini)\b",
        _today,
        2,
        needs=(
            _A_PART,
            _THIS,
        ),
    ),
    _pattern(
        rf"{_SINCE}\bthis\s+(?P<part>{_PART})\b",
        _today,
        2,
        needs=(
            _A_PART,
            _THIS_EN,
        ),
    ),
    _pattern(
        r"\b(?:barusan(?:\s+(?:saja|aja))?|just\s+now)\b",
        _just_now,
        2,
        needs=(_one_of("barusan", "now"),),
    ),
    _pattern(
        r"\b(?:baru\s+(?:saja|aja)|skrg|sekarang|saat\s+ini|now)\b",
        _just_now,
        2,
        loose=True,
        needs=(_one_of("baru", "skrg", "sekarang", "ini", "now"),),
    ),
    _pattern(
        rf"{_SINCE}\b(?P<unit>minggu|mgg|pekan|bulan|bln|tahun|thn|th)\s+{_LAST}\b",
        _unit_before,
        needs=(
            _A_UNIT,
            _A_PAST,
        ),
    ),
    _pattern(
        rf"{_SINCE}\blast\s+(?P<unit>week|month|year)\b",
        _unit_before,
        needs=(
            _one_of("last"),
            _A_UNIT,
        ),
    ),
    _pattern(
        rf"{_SINCE}(?<!pasar )(?<!mohon )(?<!tolong )\b(?P<unit>minggu|mgg|pekan)\s+ini\b",
        _unit_we_are_in,
        2,
        needs=(
            _A_UNIT,
            _THIS,
        ),
    ),
    _pattern(
        r"\b(?P<unit>bulan|bln|tahun|thn)\s+ini\b",
        _unit_we_are_in,
        2,
        loose=True,
        needs=(
            _A_UNIT,
            _THIS,
        ),
    ),
    _pattern(
        r"\bthis\s+(?P<unit>week|month|year)\b",
        _unit_we_are_in,
        2,
        loose=True,
        needs=(
            _THIS_EN,
            _A_UNIT,
        ),
    ),
    _pattern(
        rf"{_ALREADY}{_LENGTH}(?:\s+(?:{_UP_TO_NOW}|lebih)\b)*",
        _lasting,
        needs=(_A_LENGTH,),
    ),
    _pattern(
        rf"{_SINCE}{_LENGTH}(?:\s+lebih)?(?:\s+{_UP_TO_NOW}\b)+",
        _lasting,
        needs=(
            _A_LENGTH,
            _UNTIL_NOW,
        ),
    ),
    _pattern(
        rf"(?P<said>{_LENGTH}),?\s+(?:ini\s+)?{_STATE}\b",
        _lasting,
        needs=(
            _A_LENGTH,
            _A_STATE,
        ),
    ),
    _pattern(
        rf"\b{_STATE}\b[^.!?\n]{{0,30}}?(?P<said>{_LENGTH})",
        _lasting,
        needs=(
            _A_LENGTH,
            _A_STATE,
        ),
    ),
    _pattern(
        rf"\b{_STATE}\b[^!?]{{0,200}}?[,;\n]\s*(?P<said>{_LENGTH})(?=\s*(?:[,;.!\n]|$))",
        _lasting,
        needs=(
            _A_LENGTH,
            _A_STATE,
            _like(r"[,;\n]"),
        ),
    ),
    _pattern(_LENGTH, _lasting, loose=True, needs=(_A_LENGTH,)),
    _pattern(
        rf"(?:(?:{_SINCE_SAID}|\b(?:on|(?P<ago>last))\s+)(?:hari\s+)?|\bhari\s+){_WEEKDAY}{_PART_TOO}",
        _weekday,
        needs=(_A_WEEKDAY,),
    ),
    _pattern(
        rf"(?:{_SINCE_SAID})?\b(?:hari\s+)?{_WEEKDAY}\s+(?P<ago>{_LAST})\b{_PART_TOO}",
        _weekday,
        needs=(
            _A_WEEKDAY,
            _A_PAST,
        ),
    ),
    _pattern(
        rf"{_SINCE}\b(?:hari\s+)?{_WEEKDAY}\s+(?:(?:minggu|pekan)\s+{_LAST}|last\s+week)\b",
        _weekday_of_last_week,
        needs=(
            _A_WEEKDAY,
            _LASTLY,
        ),
    ),
    _pattern(
        rf"\b{_WEEKDAY}\s+(?P<part>{_PART})\b",
        _weekday,
        needs=(
            _A_WEEKDAY,
            _A_PART,
        ),
    ),
    _pattern(rf"\b{_WEEKDAY}", _weekday, loose=True, needs=(_A_WEEKDAY,)),
    _pattern(
        rf"{_SINCE}\b(?:malam|malem|mlm)\s+{_WEEKDAY}",
        _eve,
        needs=(
            _A_WEEKDAY,
            _one_of("malam", "malem", "mlm"),
        ),
    ),
    _pattern(
        rf"\b(?:tadi|td|tdi)\s+(?:{_ROUGHLY}\s+)?{_CLOCK}",
        _clock_alone,
        needs=(
            _EARLIER_ON,
            _A_CLOCK,
        ),
    ),
    _pattern(
        rf"{_CLOCK}\s+(?:tadi|td|tdi)\b",
        _clock_alone,
        needs=(
            _EARLIER_ON,
            _A_CLOCK,
        ),
    ),
    _pattern(
        rf"{_SINCE_SAID}(?>{_CLOCK})(?!\s*(?:-|sampai|sampe|smpai|hingga|s/d|ke|to)\b)",
        _clock_alone,
        needs=(_A_CLOCK,),
    ),
    _pattern(_CLOCK, _clock_alone, 3, loose=True, needs=(_A_CLOCK,)),
    _pattern(
        rf"(?<![0-9./,-]){_HH_MM}{_NO_MORE}{_ZONE}",
        _clock_alone,
        3,
        loose=True,
        needs=(_DOTTED,),
    ),
    _pattern(
        r"\b(?:tadi|tdi|earlier)\b",
        _today,
        3,
        loose=True,
        needs=(_one_of("tadi", "tdi", "earlier"),),
    ),
    _pattern(rf"\b{_MONTH}(?![a-z])", _month, 3, loose=True, needs=(_A_MONTH,)),
    _pattern(
        rf"(?<![0-9./,-])(?P<y>{_YEAR}){_NO_MORE}",
        _year,
        3,
        loose=True,
        needs=(_A_YEAR,),
    ),
    _pattern(
        rf"(?<![0-9./-]){_D}[/-](?P<m>[0-9]{{1,2}}){_NO_MORE}",
        _day_and_month,
        3,
        loose=True,
        needs=(_A_DATE,),
    ),
    _pattern(
        rf"(?<![0-9./-])(?P<m>[0-9]{{1,2}})[/-](?P<y>{_YEAR}){_NO_MORE}",
        _month,
        3,
        loose=True,
        needs=(_A_DATE,),
    ),
    _pattern(rf"{_SINCE_SAID}{_ERA}\b", None, needs=(_one_of(*_ERAS),)),
    _pattern(
        rf"(?:{_ALREADY})?\bber(?P<many>hari|minggu|bulan|tahun)(?:\s?-?\s?(?:ber)?(?P=many)|2)?\b",
        None,
        needs=(_one_of("berhari", "berminggu", "berbulan", "bertahun"),),
    ),
    _pattern(
        rf"(?:{_ALREADY})?\b{_MANY}\s+{_UNIT}(?:\s+{_UP_TO_NOW})?\b",
        None,
        needs=(
            _A_UNIT,
            _one_of("beberapa", "bbrp", "several", "few", "many"),
        ),
    ),
    _pattern(
        rf"\b(?:{_BY_NOW})\s+(?:(?:cukup|sangat|terlalu|begitu|sekian|agak)\s+)?(?:{_LONG})\b"
        rf"(?:\s+(?:sekali|banget|bgt|bngt|pisan|tenan))?",
        None,
        needs=(_one_of("lama", "lamo", "lawas", "suwe", "lila", "menahun", "long"),),
    ),
    _pattern(
        rf"(?:{_SINCE_SAID})?\b(?:beberapa|bbrp)\s+(?:waktu|saat)\s+{_UP_TO_NOW}",
        None,
        needs=(_one_of("waktu", "saat"), _one_of("beberapa", "bbrp")),
    ),
    _pattern(
        r"\b(?:(?:akhir|baru)(?:\s?-?\s?(?:akhir|baru)|2)|belakangan|blakangan)\s+ini\b",
        None,
        needs=(_one_of("akhir", "baru", "lakangan"), _one_of("ini")),
    ),
    _pattern(
        rf"(?:{_ALREADY})?\b(?:puluhan|belasan)\s+(?:tahun|thn|th)\b",
        None,
        needs=(_one_of("puluhan", "belasan"),),
    ),
    _pattern(
        rf"{_SINCE_SAID}(?:baheula|bihari|mbiyen|biyen|saisuk)\b",
        None,
        needs=(_one_of("baheula", "bihari", "biyen", "saisuk"),),
    ),
    _pattern(
        r"\b(?:(?:sudah|sdh|udah|udh)\s+)?(?:lama|sering|long\s+ago)\b",
        None,
        loose=True,
        needs=(_one_of("lama", "sering", "ago"),),
    ),
    _pattern(
        rf"\b(?:setiap|tiap|tiap2|saben|every)\s+(?:{_UNIT}|{_PART}|hujan)\b",
        None,
        loose=True,
        needs=(_one_of("tiap", "saben", "every"),),
    ),
    _pattern(
        r"\b(?:besok|bsk|besuk|lusa|tomorrow|nanti|minggu\s+depan|bulan\s+depan|tahun\s+depan)\b",
        _tomorrow,
        needs=(_one_of("besok", "bsk", "besuk", "lusa", "tomorrow", "nanti", "depan"),),
    ),
    _pattern(
        rf"\b(?:next\s+(?:{_UNIT}|{_any(_WEEKDAYS)})|{_any(_WEEKDAYS)}\s+depan)\b",
        _tomorrow,
        needs=(_one_of("next", "depan"),),
    ),
    _pattern(
        rf"{_LENGTH}\s+(?:lagi|(?:ke\s?)?depan|mendatang)\b",
        _tomorrow,
        needs=(
            _A_LENGTH,
            _AHEAD,
        ),
    ),
)

_REACH = 40  # characters on either side in which a word changes what a time means
_SAYS_FROM = re.compile(_SINCE_SAID, _FLAGS)
_SAYS_AGO = re.compile(rf"{_LAST}$", _FLAGS)
_AFTER_A_PLACE = re.compile(
    r"\b(?:jalan|jl|jln|gang|gg|lapangan|stadion|kelas|blok)\W*$", _FLAGS
)
_SAYS_SINCE = re.compile(
    rf"(?:sejak|sjk|semenjak|wiwit|since|sudah|sdh|sdah|udah|udh)\b|{_MANY}\s+\S+\s+{_UP_TO_NOW}\b",
    _FLAGS,
)
_CLOCK_AFTER = re.compile(
    rf"[\s,(]*(?:(?P<day_part>{_PART})\b[\s,]*)?(?:{_ROUGHLY}\s+)?{_CLOCK}", _FLAGS
)
_BARE_CLOCK_AFTER = re.compile(
    rf"[\s,]*{_HH_MM}(?![0-9]|[.,][0-9]|\s*(?:rb|ribu|m|km)\b){_ZONE}", _FLAGS
)
_CLOCK_BEFORE = re.compile(rf"{_CLOCK}[\s,]*(?:(?:pada|pd|hari|on)\s+)?$", _FLAGS)

_NOT_AFTER = re.compile(
    r"(?:\b(?:setiap|tiap|tiap2|saben|per|every|each|[0-9]?x|kali|umur|usia|berumur|berusia|dalam|maksimal|maks|minimal"
    r"|jangka(?:\s+waktu)?|waktu(?!\s*[:=])|butuh|tunggu|kontrak|lomba|jalan|jl|jln|gang|gg|lapangan|stadion|kelas|anggaran|apbd|apbn"
    r"|apbdes|ta|angkatan|lulusan|kelahiran|lahir|rt|rw|rp|km|blok|nomor|no|pasal|sdn?|smpn?|sman?|smkn?|paket"
    r"|sampai|hingga|sampe|smpai|until|till|proses|selesai|denda|penjara|buka|tutup)"
    r"|\b(?:dibangun|didirikan|berdiri|dibuat|diresmikan|direnovasi|dibeli|terbit|diterbitkan|buatan|keluaran"
    r"|produksi|rakitan)(?:nya)?(?:\s+(?:sejak|sjk|pada|dari|mulai))?"
    r"|\b(?:uu|perda|perbup|perwali|pp|perpres|kepmen\w*|permen\w*|sk|nomor|no)\b\.?\W*[0-9]*)"
    r"\W*(?:(?:hari|tahun|waktu|th)\W+)?$",
    _FLAGS,
)
_NOT_BEFORE = re.compile(
    r"-?\W?\s*(?:sekali|depan|mendatang|kerja|kedepan|nanti|lagi|[0-9]+\s?(?:x|kali)\b|(?:satu|dua|tiga)\s+kali"
    r"|orang|org|rumah|rupiah|warga|ribu|rb|juta|jt|meter|perjalanan|pelajaran|anggaran)\b"
    r"|\W+(?:\w+\W+){0,2}(?:tinggal|menetap|hidup|mengabdi|menikah)\b"
    r"|an\b|\s?-\s?(?:hari|minggu|bulan|tahun)\b",
    _FLAGS,
)
_PLANNED = re.compile(
    r"\b(?:besok|nanti|acara|rencana(?:nya)?|akan|undangan|deadline|jatuh\s+tempo|peringatan|perayaan|hut)"
    r"\W+(?:\w+\W+){0,3}$",
    _FLAGS,
)
_ABOUT_THE_REPORT = re.compile(
    r"\W+(?:\w+\W+){0,3}(?:lapor|melapor|laporkan|laporan|mengadu|ngadu|reported)\b",
    _FLAGS,
)
_DOES_NOT_KNOW = re.compile(
    r"\b(?:lupa|entah|(?:tidak|tdk|tak|ga|gak|gk|ngga|nggak|enggak|ndak|kurang|krg|mboten|henteu|teu)\s*"
    r"(?:tahu|tau|ingat|inget|hafal|hapal|yakin|jelas|pasti|terang)|gatau|not\s+sure|(?:don'?t|do\s+not)\s+(?:know|remember)"
    r"|forgot)\b",
    _FLAGS,
)
