"""Months of a kabupaten in minutes: seeded people over the real core, then a reading of all that was told."""

import heapq
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from gateway.operate.rehearsal.checker import Log, NewsTold, findings, numbers
from gateway.operate.rehearsal.people import (
    COORDINATOR,
    PACES,
    Citizen,
    Officer,
    citizen,
)
from gateway.operate.rehearsal.town import TRACKING_ID, Town, town
from intake.state import State
from routing.agencies import Agencies
from routing.case import OVER, Case

START = datetime(2026, 11, 23, 6, 0, tzinfo=ZoneInfo("Asia/Makassar"))
A_DAY = 3  # reports
TURNS = 14  # of one report, at most: after that it is a circle
HOURS = 24
PASSES = (0, 8, 12, 16, 20)  # hours at which the clock passes
PATIENCE = 6  # tries of two seconds: a full SMS waits three for what may follow


@dataclass(frozen=True, slots=True)
class RehearsalOutcome:
    """What a rehearsal showed."""

    numbers: list[tuple[str, str]]
    findings: list[str]


def rehearse(
    days: int, seed: int, told: Callable[[int, int], None], a_day: int = A_DAY
) -> RehearsalOutcome:
    """Live through so many days; `told` hears of each that is over, and of how many."""
    with (
        TemporaryDirectory(prefix="satupintu-") as directory,
        town(Path(directory), seed, START) as here,
    ):
        return _Days(here, Random(seed), a_day).live(days, told)  # noqa: S311


@dataclass
class _Days:
    town: Town
    random: Random
    a_day: int
    log: Log = field(default_factory=Log)
    citizens: dict[str, Citizen] = field(default_factory=dict)  # by phone
    read: int = 0  # messages on phones that their owners have read

    def __post_init__(self) -> None:
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._last: Citizen | None = None
        self.half = START
        self.officers = _officers(self.town.parts.agencies)

    def live(self, days: int, told: Callable[[int, int], None]) -> RehearsalOutcome:
        """All the days, then what they showed."""
        self.half = START + timedelta(days=days / 2)
        for day in range(days):
            for _ in range(self.a_day):
                at = START + timedelta(days=day, hours=self.random.uniform(2, 14))
                self._at(at, self._report)
            for hour in PASSES:
                self._until(START + timedelta(days=day, hours=hour))
                self.town.tick()
                self._look()
            told(day + 1, days)
        cases = self._cases()
        now, calendar = self.town.now, self.town.parts.calendar
        return RehearsalOutcome(
            numbers(self.log, cases), findings(self.log, cases, now, calendar)
        )

    def _at(self, at: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), do))

    def _in(self, hours: float, do: Callable[[], None]) -> None:
        self._at(self.town.now + timedelta(hours=hours), do)

    def _until(self, moment: datetime) -> None:
        while self._agenda and self._agenda[0][0] <= moment:
            at, _, do = heapq.heappop(self._agenda)
            self.town.now = max(at, self.town.now)
            do()
        self.town.now = max(moment, self.town.now)

    # --- citizens

    def _report(self) -> None:
        one = citizen(len(self.citizens), self.random, self._last)
        self._last = self.citizens[one.address.partition(":")[2]] = one
        for text in one.habit.opens:
            self._say(one, one.words(text))
        for _ in range(TURNS):
            answer = one.answer(self.town.talk(one.address))
            if answer is None:
                break
            self._say(one, answer)
        one.id = self.town.talk(one.address).last or ""
        if one.habit.asks:
            self._in(one.habit.asks * HOURS, lambda: self._ask(one))

    def _ask(self, one: Citizen) -> None:
        case = self.town.case(one.id)
        if case is None or case.state in OVER:
            return
        self._say(one, "STATUS")
        self._in(one.habit.asks * HOURS, lambda: self._ask(one))

    def _say(self, one: Citizen, text: str, address: str = "") -> None:
        """They write, and somebody answers: in this minute, on one of their phones."""
        before = len(self.town.wire.arrived)
        self.town.write(address or one.address, text)
        if not self._answered(one, before):
            self.log.silences.append(
                f'{self.town.now:%d %b %H:%M} {one.id or one.address} wrote "{text}"'
            )
        self._look()

    def _answered(self, one: Citizen, before: int) -> bool:
        phone = one.address.partition(":")[2]
        for _ in range(PATIENCE):
            new = self.town.wire.arrived[before:]
            if any(arrived.to.endswith(phone) for arrived in new):
                return True
            self.town.now += timedelta(seconds=2)
            self.town.settle()
        return False

    def _hears(self, one: Citizen, address: str) -> None:
        """News may ask something of them, on the phone it came to."""
        state = self.town.talk(address)
        waits = [expected for expected in state.expects if expected.id == one.id]
        what = waits[-1].what if waits else ""
        hours = self.random.uniform(1, 40)
        if what == "reply" and one.habit.replies:
            self._in(
                hours,
                lambda: self._speak(one, address, "reply", "di depan rumah Bapak RT"),
            )
        if what == "verdict" and one.verdicts:
            self._in(hours, lambda: self._verdict(one, address))
        if what == "why":
            self._in(
                1,
                lambda: self._speak(
                    one, address, "why", "masih sama saja seperti dulu"
                ),
            )

    def _verdict(self, one: Citizen, address: str) -> None:
        if one.verdicts and _waits(self.town.talk(address), one.id, "verdict"):
            self._say(one, one.verdicts.pop(0), address)
            self._hears(one, address)

    def _speak(self, one: Citizen, address: str, what: str, text: str) -> None:
        if _waits(self.town.talk(address), one.id, what):
            self._say(one, text, address)

    # --- phones

    def _look(self) -> None:
        """Everybody reads what has come since."""
        while self.read < len(self.town.wire.arrived):
            arrived = self.town.wire.arrived[self.read]
            self.read += 1
            phone = arrived.to.partition(":")[2]
            ids = TRACKING_ID.findall(arrived.text)
            if phone in self.officers:
                for id_ in ids:
                    self._take_up(self.officers[phone], id_)
            elif one := self.citizens.get(phone):
                self._note(one, arrived.to, arrived.text, arrived.provider_id, ids)

    def _note(self, one: Citizen, to: str, text: str, sid: str, ids: list[str]) -> None:
        kind = self.town.kind(to, sid)
        id_ = ids[0] if ids else one.id
        case = self.town.case(id_) if id_ else None
        state = str(case.state) if case else ""
        self.log.told.append(NewsTold(self.town.now, to, kind, text, id_, state))
        if kind != "reply":
            self._hears(one, to)

    # --- officers

    def _take_up(self, officer: Officer, id_: str) -> None:
        if id_ in officer.busy or not officer.pace.does:
            return
        officer.busy.add(id_)
        spread = self.random.uniform(0.6, 1.4)
        for hours, words in officer.pace.does:
            self._in(hours * spread, partial(self._act, officer, id_, words))
        last = officer.pace.does[-1][0] * spread
        self._in(last + 1, lambda: officer.busy.discard(id_))

    def _act(self, officer: Officer, id_: str, words: str) -> None:
        case = self.town.case(id_)
        gone = officer.pace.name == "moved on" and self.town.now > self.half
        if case is None or case.state in OVER or gone:
            return
        self.town.write(f"whatsapp:{officer.phone}", words.format(id=id_))
        self._look()

    # --- the end

    def _cases(self) -> list[Case]:
        """Every report's case; one without is noted, for nobody owns it."""
        found = []
        for one in self.citizens.values():
            case = self.town.case(one.id) if one.id else None
            if case is None:
                self.log.unowned.append(one.id or f"{one.what} of {one.habit.name}")
            else:
                found.append(case)
        return found


def _officers(agencies: Agencies) -> dict[str, Officer]:
    """By phone; the coordinator has a pace of their own, the others one after another."""
    paces, found = count(), {}
    for desk in agencies.by_code.values():
        chief = desk.code == agencies.coordinator
        for person in desk.administrators:
            pace = COORDINATOR if chief else PACES[next(paces) % len(PACES)]
            found[person.notify[0].id] = Officer(person.notify[0].id, pace)
    return found


def _waits(state: State, id_: str, what: str) -> bool:
    return any(one.id == id_ and one.what == what for one in state.expects)


def progress(day: int, days: int) -> None:
    """A bar on a terminal; elsewhere a line every tenth of the way."""
    if sys.stderr.isatty():
        done = 40 * day // days
        end = "\n" if day == days else ""
        sys.stderr.write(
            f"\r[{'#' * done}{'.' * (40 - done)}] day {day} of {days}{end}"
        )
    elif day == days or day % max(1, days // 10) == 0:
        sys.stderr.write(f"day {day} of {days}\n")
    sys.stderr.flush()
