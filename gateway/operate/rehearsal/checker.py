"""Reads the whole log of a rehearsal: was anybody told something untrue, or left without a word?

| told | true when |
|---|---|
| a day by which there is an answer | it came, or by the end of the next day they were told why not |
| a day after which silence closes it | it was closed by silence on a later day only |
| how it stands | the case stood so when the message left |
| nothing | never, to somebody who wrote |
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from routing.case import OVER, Case
from routing.clocks import Calendar, morning_after

MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Mei",
    "Jun",
    "Jul",
    "Agu",
    "Sep",
    "Okt",
    "Nov",
    "Des",
)
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
BY = re.compile(r"paling lambat|plg lambat|dijawab s\.d\.", re.IGNORECASE)
STANDS: Mapping[
    str, frozenset[str]
] = {  # words of a STATUS: the states of which they are true
    "sudah dijawab": frozenset({"answered"}),
    "dinyatakan selesai oleh": frozenset({"resolved"}),
    "sudah ditutup": frozenset({"closed"}),
    "sedang ditangani": frozenset({"in_follow_up", "waiting"}),
    "menunggu petugas": frozenset({"forwarded"}),
}
ANSWERS = frozenset({"answer", "finish", "archive", "withdraw", "solved"})
EXPLAINS = frozenset(
    {"case.overdue", "case.unowned", "case.moved", "case.asked", "case.archived"}
    | {"case.oversight", "case.nudge.complete"}
)


@dataclass(frozen=True, slots=True)
class NewsTold:
    """One message to a citizen, and how the case was when it left."""

    at: datetime
    to: str
    kind: str
    text: str
    id: str
    state: str


@dataclass
class Log:
    """What happened, as the checker reads it."""

    told: list[NewsTold] = field(default_factory=list)
    silences: list[str] = field(default_factory=list)  # words nobody answered
    unowned: list[str] = field(default_factory=list)
    refused: int = 0


def findings(
    log: Log, cases: Iterable[Case], now: datetime, calendar: Calendar
) -> list[str]:
    """Everything untrue and every silence, one line each; empty is how it must be."""
    found = [f"silence: {one}" for one in log.silences]
    found += [f"nobody owns {one}" for one in log.unowned]
    for case in cases:
        mine = [one for one in log.told if one.id == case.tracking_id]
        found += [line for one in mine for line in _untrue(one, case, mine, now)]
        found += _left_alone(case, mine, now, calendar)
    return found


def _untrue(
    one: NewsTold, case: Case, mine: list[NewsTold], now: datetime
) -> list[str]:
    day = day_in(one.text)
    about_state = _misstated(one) if one.kind == "reply" else []
    if day is None or one.kind == "case.nudge.complete":
        return about_state
    if day < one.at.date():
        late = "terlambat" in one.text.casefold()  # says itself that the day is past
        was = f"{one.id} was told on {one.at:%d %b} of {day}, which was past"
        return about_state + ([] if late else [was])
    if one.kind == "case.nudge.close":
        return _closed_early(one, day, case)
    return about_state + (
        _broken(one, day, case, mine, now) if BY.search(one.text) else []
    )


def _misstated(one: NewsTold) -> list[str]:
    return [
        f'{one.at:%d %b %H:%M} {one.id} "{words}" while {one.state}'
        for words, states in STANDS.items()
        if words in one.text and one.state not in states
    ]


def _closed_early(one: NewsTold, day: date, case: Case) -> list[str]:
    closed = [line.at.date() for line in case.history if line.action == "autoclose"]
    early = [at for at in closed if one.at.date() <= at <= day]
    return [f"{one.id} was closed on {at}, told after {day}" for at in early]


def _broken(
    one: NewsTold, day: date, case: Case, mine: list[NewsTold], now: datetime
) -> list[str]:
    """An answer was promised for a day: given by then, or explained by the end of the next."""
    over = day + timedelta(days=1)
    if now.date() <= over:
        return []
    answered = [line.at for line in case.history if line.action in ANSWERS]
    explained = [other.at for other in mine if other.kind in EXPLAINS]
    if _within(answered, one.at, day) or _within(explained, one.at, over):
        return []
    return [f"{one.id} was promised an answer by {day}, and heard nothing of it"]


def _within(moments: list[datetime], since: datetime, last: date) -> bool:
    return any(since <= at and at.date() <= last for at in moments)


def _left_alone(
    case: Case, mine: list[NewsTold], now: datetime, calendar: Calendar
) -> list[str]:
    """Whoever has an open case heard of it in the last thirty working days, or is about to."""
    if case.state in OVER:
        return []
    last = max((one.at for one in mine), default=case.opened_at)
    patience = morning_after(last, 30, calendar)
    return (
        []
        if now < patience
        else [f"{case.tracking_id}: {case.state}, no word since {last:%d %b}"]
    )


def day_in(text: str) -> date | None:
    """The last day that a text names."""
    named = DAY.findall(text)
    if not named:
        return None
    day, month, year = named[-1]
    return date(int(year), MONTHS.index(month) + 1, int(day))


CLOCKS = {  # as docs/simulation.md names them
    "A, taken up": "accept",
    "B, first answer": "respond",
    "C, settled": "settle",
    "D, the citizen's answer": "complete",
    "E, the citizen's verdict": "close",
}
ENDS = {"complete": "unanswered", "close": "autoclose"}
BEGINS = {"complete": "query", "close": "finish"}


def numbers(log: Log, cases: list[Case]) -> list[tuple[str, str]]:
    """The figures of a rehearsal: what, and how many."""
    did = Counter(line.action for case in cases for line in case.history)
    clocks = [(f"clock {name}", _kept(step, cases)) for name, step in CLOCKS.items()]
    return [
        ("cases", str(len(cases))),
        *clocks,
        ("hops", str(sum(case.hops for case in cases))),
        ("reopened", str(did["dispute"])),
        ("duplicates", str(did["join"])),
        ("closed by silence", str(did["autoclose"])),
        ("could not be reached", str(did["undelivered"])),
        ("never owned", str(len(log.unowned))),
        ("messages to citizens", str(len(log.told))),
    ]


def _kept(step: str, cases: list[Case]) -> str:
    if step in ENDS:
        begun = sum(_count(case, BEGINS[step]) for case in cases)
        return f"{begun - sum(_count(case, ENDS[step]) for case in cases)} of {begun}"
    late = sum(f"{step}:overdue" in case.reminded for case in cases)
    return f"{len(cases) - late} of {len(cases)}"


def _count(case: Case, action: str) -> int:
    return sum(line.action == action for line in case.history)
