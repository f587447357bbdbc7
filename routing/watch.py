"""What the clock does to a case.

| who owes | step | before | when over |
|---|---|---|---|
| the desk | accept | reminder | the coordinator has it, those above know, the citizen is told |
| the desk | respond, settle | reminder | those above know, the citizen is told, once a round |
| a helper | its part | reminder | the desk in the lead and those above the helper know |
| the citizen | complete | two reminders | the desk goes on, and decides with what it has |
| the citizen | close | two reminders | closed, if what we said has reached them |

Reminders to desks go out on the morning of the working day before. As long as a case is open, those above
are told again every fifth working day. Silence of a citizen counts only after two reminders, each with
time to answer, and never where a message could not be delivered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from routing.case import (
    CLOCK,
    LIVE,
    NEW,
    OURS,
    OVER,
    THEIRS,
    Case,
    CaseState,
    HistoryEntry,
    Notice,
    Result,
)
from routing.clocks import Calendar, date_text, morning_after, morning_before
from routing.life import desk_notice, homed, with_buttons
from routing.moves import above, citizen_notice, logged, resumed
from routing.office import Office
from routing.verbs import Verbs

TASK = "task:"
AGAIN = 5  # working days between two alarms about the same silence
NUDGES: dict[str, tuple[int, ...]] = {  # working days into our waiting for the citizen
    "complete": (5, 15),
    "close": (4, 8),
}
LOUD = ("open", "escalate", "unowned")  # lines from which the next alarm is counted
TO_ANSWER = 2  # working days that a citizen has after a reminder, at the least
EVENTS = (  # what stands in a history beside the verbs
    "open",
    "rehome",
    "remind",
    "escalate",
    "unowned",
    "nudge",
    "undelivered",
    "unanswered",
    "autoclose",
)


Ring = Callable[[Case, list[str], datetime, Office], Result]


@dataclass(frozen=True, slots=True)
class ClockAlarm:
    """A moment at which something is to be done about a step."""

    at: datetime
    step: str  # of LIVE, or `task:N`
    kind: str  # reminder | overdue | nudge

    @property
    def owed(self) -> str:
        """By whom: the desk in the lead (ours), a helper (task), the citizen (theirs)."""
        if self.step in THEIRS:
            return "theirs"
        return "task" if self.step.startswith(TASK) else "ours"


def tick(
    case: Case, now: datetime, office: Office, verbs: Verbs, *, reached: bool = True
) -> tuple[Case, tuple[Notice, ...], datetime | None]:
    """The case after the clock looked at it, whom to tell, and when to look again (None: over).

    `reached`: whether what the citizen was told last can have come to them. However late the clock
    comes, one pass gives at most one reminder and one alarm.
    """
    now = office.local(now, case.agency)
    case, told = homed(case, now, office, verbs)
    for owed, kind, ring in RINGS:
        due = [one for one in _agenda_at(case, office) if one.at <= now]
        steps = [one.step for one in due if (one.owed, one.kind) == (owed, kind)]
        if steps:
            case, notices = (ring if reached or owed != "theirs" else _undelivered)(
                case, steps, now, office
            )
            told += with_buttons(case, notices, office, verbs)
    return (
        case,
        told,
        min((one.at for one in _agenda_at(case, office)), default=None),
    )


def _agenda_at(case: Case, office: Office) -> list[ClockAlarm]:
    """By the days of the desk that has it now."""
    return agenda(case, office.calendar_of(case.agency))


def agenda(case: Case, calendar: Calendar) -> list[ClockAlarm]:
    """What the clock still has to say about a case; never nothing while it waits for somebody."""
    if case.state in OVER:
        return []
    alarms = [*_waiting(case, calendar), *_owed(case, calendar)]
    if alarms:
        return alarms
    last = max(line.at for line in case.history if line.action in LOUD)
    step = LIVE[case.state][-1]
    return [ClockAlarm(morning_after(last, AGAIN, calendar), step, "overdue")]


def _waiting(case: Case, calendar: Calendar) -> list[ClockAlarm]:
    """What is still to be said to a citizen for whom we wait."""
    steps = [step for step in LIVE[case.state] if step in THEIRS]
    return [_patience(case, step, calendar) for step in steps]


def _owed(case: Case, calendar: Calendar) -> list[ClockAlarm]:
    """What is still to be said about what desks owe."""
    limits = [(step, case.limit(step)) for step in LIVE[case.state] if step in OURS]
    limits += [
        (f"{TASK}{n}", one.due) for n, one in enumerate(case.tasks) if not one.done_at
    ]
    return [
        ClockAlarm(at, step, kind)
        for step, deadline in limits
        for kind, at in _moments(deadline, calendar)
        if f"{step}:{kind}" not in case.reminded
    ]


def _moments(
    deadline: datetime, calendar: Calendar
) -> tuple[tuple[str, datetime], ...]:
    return ("reminder", morning_before(deadline, calendar)), ("overdue", deadline)


def _patience(case: Case, step: str, calendar: Calendar) -> ClockAlarm:
    """The next reminder to the citizen, or the end of our patience; each leaves time to answer the last."""
    began = max(n for n, line in enumerate(case.history) if line.action in BEGIN[step])
    lines = case.history[began:]
    days, given = NUDGES[step], sum(line.action == "nudge" for line in lines)
    end = given >= len(days)
    at = case.limit(step) if end else morning_after(lines[0].at, days[given], calendar)
    earliest = _pause(lines, calendar)
    kind = "overdue" if end else "nudge"
    return ClockAlarm(max(at, earliest) if earliest else at, step, kind)


def _pause(lines: Sequence[HistoryEntry], calendar: Calendar) -> datetime | None:
    """When we may write again at the earliest; less and less often to whom nothing reaches."""
    asked = [line for line in lines if line.action in ("nudge", "undelivered")]
    if not asked:
        return None
    vain = sum(line.action == "undelivered" for line in asked)
    days = AGAIN * vain if asked[-1].action == "undelivered" else TO_ANSWER
    return morning_after(asked[-1].at, days, calendar)


BEGIN: Mapping[str, tuple[str, ...]] = {  # the lines with which we begin to wait
    "complete": ("query",),
    "close": ("finish",),
}


# --- what is done when a moment has come ------------------------------------------


def _escalate(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """Tell the desk, the one above, and once a round the citizen."""
    first = "citizen:overdue" not in case.reminded
    after = _rung(case, "escalate", steps[-1], (*_over(steps), "citizen:overdue"), now)
    told = _alarms(
        after,
        "admin.overdue",
        steps[-1],
        (case.agency, above(case, office.agencies).code),
        office,
    )
    citizen = citizen_notice(after, office.agencies, "case.overdue")
    return after, (citizen, *told) if first else told


def _unowned(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """Nobody has taken it up: it is the coordinator's from now on, and those above the desk know.

    Where other limits have run out as well, that is told by the same alarm.
    """
    coordinator = office.agencies.coordinator
    if case.agency == coordinator:
        return _escalate(case, steps, now, office)
    moved = replace(case, agency=coordinator, state=CaseState.RECEIVED)
    after = _rung(moved, "unowned", steps[-1], (*_over(steps), "citizen:overdue"), now)
    was = office.agencies.by_code[case.agency].name
    desks = (coordinator, above(case, office.agencies).code, case.agency)
    told = tuple(
        Notice("administrators", desk, "admin.unowned", {"agency": was})
        for desk in dict.fromkeys(desks)
    )
    citizen = citizen_notice(after, office.agencies, "case.unowned", was=was)
    return after, (citizen, *told)


def _remind(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """Tell the desk, unless the deadline itself is over and has been spoken of."""
    ahead = [step for step in steps if f"{step}:overdue" not in case.reminded]
    if not ahead:
        return case, ()
    marks = [f"{step}:reminder" for step in ahead]
    after = _rung(case, "remind", ahead[0], marks, now)
    return after, _alarms(after, "admin.reminder", ahead[0], (case.agency,), office)


def _remind_helper(
    case: Case, steps: list[str], now: datetime, office: Office
) -> Result:
    return _about_parts(case, steps, now, office, "remind")


def _escalate_helper(
    case: Case, steps: list[str], now: datetime, office: Office
) -> Result:
    """Of a late part the helper hears, the one above it, and the desk in the lead."""
    return _about_parts(case, steps, now, office, "escalate")


def _about_parts(
    case: Case, steps: list[str], now: datetime, office: Office, action: str
) -> Result:
    kind, key = PARTS[action]
    told: list[Notice] = []
    for step in steps:
        task = case.tasks[int(step.removeprefix(TASK))]
        desk = office.agencies.staffed(task.desk)
        due = date_text(task.due.date(), office.words.language)
        args = {"text": task.what, "agency": desk.name, "deadline": due}
        above_it = (
            office.agencies.staffed(parent.code).code
            for parent in office.agencies.parents(desk.code)[:1]
        )
        desks = (
            (desk.code, *above_it, case.agency) if kind == "overdue" else (desk.code,)
        )
        told += [
            Notice("administrators", code, key, args) for code in dict.fromkeys(desks)
        ]
    marks = [f"{step}:{kind}" for step in steps]
    if kind == "overdue":
        marks += [f"{step}:reminder" for step in steps]
    return _rung(case, action, steps[-1], marks, now), tuple(told)


PARTS = {
    "remind": ("reminder", "admin.help_due"),
    "escalate": ("overdue", "admin.help_overdue"),
}


def _nudge(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    after = _logged(case, "nudge", steps[0], now)
    until = _last_day(after, steps[0], now, office).isoformat()
    key = f"case.nudge.{steps[0]}"
    return after, (citizen_notice(after, office.agencies, key, deadline=until),)


def _last_day(case: Case, step: str, now: datetime, office: Office) -> date:
    """The last day on which the citizen may still speak; never past, however long nothing reached them.

    The limit, or the day before our patience ends where reminders came so late that it lasts longer.
    """
    limit, calendar = case.limit(step), office.calendar_of(case.agency)
    while (next_ := _patience(case, step, calendar)).kind == "nudge":
        case = _logged(case, "nudge", step, max(next_.at, now))
    ends = next_.at
    return limit.date() if ends <= limit else ends.date() - timedelta(days=1)


def _undelivered(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """Silence is no answer where our words did not arrive: the desk is told once, and we try again."""
    again = any(line.action == "undelivered" for line in case.history)
    tried, (told,) = _nudge(case, steps, now, office)
    after = _logged(case, "undelivered", steps[0], now)
    desk = () if again else (desk_notice(tried, "admin.undelivered"),)
    return after, (told, *desk)


def _unanswered(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """The citizen has said nothing for as long as the law gives: the desk goes on with what it has."""
    on = replace(resumed(case, now, office), state=CaseState.IN_FOLLOW_UP)
    after = _logged(on, "unanswered", steps[0], now)
    return after, (desk_notice(after, "admin.unanswered"),)


def _close(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    closed = replace(case, state=CaseState.CLOSED, patience=None)
    after = _logged(closed, "autoclose", steps[0], now)
    return after, (citizen_notice(after, office.agencies, "case.closed"),)


def _ours_over(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    ring = _unowned if case.state in NEW and "accept" in steps else _escalate
    return ring(case, steps, now, office)


def _theirs_over(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    ring = _close if case.state == CaseState.RESOLVED else _unanswered
    return ring(case, steps, now, office)


RINGS: tuple[tuple[str, str, Ring], ...] = (  # who owes, which alarm, what is done
    ("theirs", "overdue", _theirs_over),
    ("ours", "overdue", _ours_over),
    ("task", "overdue", _escalate_helper),
    ("ours", "reminder", _remind),
    ("task", "reminder", _remind_helper),
    ("theirs", "nudge", _nudge),
)


BY_THE_CLOCK: tuple[tuple[frozenset[CaseState], CaseState, str], ...] = (  # its moves
    (NEW, CaseState.RECEIVED, "clock: taken up by nobody"),
    (frozenset({CaseState.WAITING}), CaseState.IN_FOLLOW_UP, "clock: no answer"),
    (frozenset({CaseState.RESOLVED}), CaseState.CLOSED, "clock: silence"),
)


def _over(steps: list[str]) -> list[str]:
    return [f"{step}:{kind}" for step in steps for kind in ("reminder", "overdue")]


def _rung(
    case: Case,
    action: str,
    step: str,
    marks: list[str] | tuple[str, ...],
    now: datetime,
) -> Case:
    reminded = tuple(dict.fromkeys((*case.reminded, *marks)))
    return _logged(replace(case, reminded=reminded), action, step, now)


def _logged(case: Case, action: str, note: str, now: datetime) -> Case:
    return logged(case, HistoryEntry(now, CLOCK, action, note, case.agency))


def _alarms(
    case: Case, key: str, step: str, desks: tuple[str, ...], office: Office
) -> tuple[Notice, ...]:
    deadline = date_text(case.limit(step).date(), office.words.language)
    args = {"step": office.words.say(f"step.{step}"), "deadline": deadline}
    return tuple(
        Notice("administrators", desk, key, args) for desk in dict.fromkeys(desks)
    )
