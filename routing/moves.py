"""What verbs do to a case: a move takes a case and what is being done, and gives the case after it.

Who may act, and during which states, is in the table (`verbs.py`); a move only refuses what depends on
its own details, such as a desk that does not exist.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from routing.agencies import Agencies, Agency
from routing.case import (
    OVERSIGHT,
    Action,
    Case,
    CaseState,
    HistoryEntry,
    NotAllowed,
    Notice,
    Result,
    Task,
)
from routing.clocks import (
    add_calendar_days,
    add_working_days,
    after_limit,
    date_text,
    deadlines_for,
    working_days_between,
)
from routing.named import named
from routing.office import Office

MOST_RETURNS = 2  # a further one leaves the case with the coordinator for good
AT_LEAST = 7  # days that a citizen has for a question, however much has been asked
STARS = frozenset("12345")
CONTENT = 3  # of 5: whoever gives less has not agreed that it is solved


@dataclass(frozen=True, slots=True)
class Tells:
    """A notice that a verb leads to."""

    key: str
    quoting: str = (
        ""  # the name under which it quotes the action's note; "": it does not
    )
    goes_on: bool = False  # a sentence of ours follows the words on the same line


@dataclass(frozen=True, slots=True)
class Doing:
    """One action being carried out, and whom its verb tells."""

    action: Action
    now: datetime  # in local time
    office: Office
    citizen: Tells | None
    desk: Tells | None
    words: str = ""  # what the notice to the citizen quotes, if not the action's note

    def till(self, step: str, case: Case, desk: str) -> datetime:
        """The last moment of a step that begins now, by a desk's days and the case's own limits."""
        calendar = self.office.calendar_of(desk)
        return after_limit(step, self.now, calendar, self.office.limits, case.opened_at)


Move = Callable[[Case, Doing], Result]


def becomes(state: CaseState) -> Move:
    """The move to a state."""

    def move(case: Case, doing: Doing) -> Result:
        return stays(_to(state, case, doing), doing)

    return move


def _to(state: CaseState, case: Case, doing: Doing, **more: Any) -> Case:
    """The case in a state; what we waited for from the citizen is over."""
    return replace(resumed(case, doing.now, doing.office), state=state, **more)


def stays(case: Case, doing: Doing) -> Result:
    """Only the history grows."""
    after = noted(case, doing)
    return after, (*to_citizen(after, doing), *to_desk(after, doing))


def hand_up(case: Case, doing: Doing) -> Result:
    """To the desk that the reason names, else the one above; the last return to the coordinator.

    It is never handed to a desk that has said "not ours" already: that would be a circle.
    """
    agencies = doing.office.agencies
    right = named(doing.action.note, agencies, None, asked=True)
    if case.hops >= MOST_RETURNS:
        to = agencies.by_code[agencies.coordinator]
    elif right and right.administrators and right.code not in _refusers(case):
        to = right
    else:
        to = above(case, agencies)
    return _hand_over(replace(case, hops=case.hops + 1), doing, to)


def _refusers(case: Case) -> set[str]:
    """The desks that have the case, or had it when somebody there said that it is not theirs."""
    before = [
        case.history[n - 1].agency
        for n, line in enumerate(case.history)
        if n and line.action in ("return", "unowned")
    ]
    return {case.agency, *before}


def hand_to(case: Case, doing: Doing) -> Result:
    """To the desk that the action names; each hand-over by a desk below the coordinator is a hop."""
    agencies, action = doing.office.agencies, doing.action
    to = _named_desk(doing)
    if to.code == case.agency:
        return case, ()
    if case.lane == OVERSIGHT and to.code in reported(case, agencies):
        raise NotAllowed(doing.office.words.say("refused.reported", to=to.name))
    hop = agencies.coordinator not in action.desks
    return _hand_over(replace(case, hops=case.hops + hop), doing, to)


def _named_desk(doing: Doing) -> Agency:
    typed = doing.action.to
    to = doing.office.agencies.find(typed)
    if to is None or not to.administrators:
        key = "refused.unstaffed_desk" if to else "refused.unknown_desk"
        raise NotAllowed(doing.office.words.say(key, to=typed))
    return to


def ask_back(case: Case, doing: Doing) -> Result:
    """We wait for the citizen: as long as the law lets them complete their report."""
    stopped = resumed(case, doing.now, doing.office).stopped
    days = max(_most_stopped(case, doing.office) - stopped, AT_LEAST)
    calendar = doing.office.calendar_of(case.agency)
    until = add_calendar_days(doing.now, days, calendar)
    return stays(_to(CaseState.WAITING, case, doing, patience=until), doing)


def resumed(case: Case, now: datetime, office: Office) -> Case:
    """We no longer wait for the citizen. The clocks stood still meanwhile, save one that had run out.

    UU 25/2009 gives thirty days to complete a report, once: further questions stop nothing.
    """
    if case.state != CaseState.WAITING:
        return replace(case, patience=None)
    calendar = office.calendar_of(case.agency)
    asked = max(line.at for line in case.history if line.action == "query")
    most = _most_stopped(case, office) - case.stopped
    until = min(now, add_calendar_days(asked, max(most, 0), calendar))
    stood = working_days_between(asked, until, calendar)
    later = {
        step: add_working_days(at, stood, calendar)
        for step, at in (
            ("respond", case.deadlines.respond),
            ("settle", case.deadlines.settle),
        )
        if at > asked and stood
    }
    ahead = tuple(f"{step}:reminder" for step in later)
    return replace(
        case,
        deadlines=replace(case.deadlines, **later),
        stopped=case.stopped + (until.date() - asked.date()).days,
        patience=None,
        reminded=tuple(mark for mark in case.reminded if mark not in ahead),
    )


def _most_stopped(case: Case, office: Office) -> int:
    """Calendar days for which questions may stop the clocks of a round."""
    return office.limits.on("complete", case.opened_at.date()).days


def resolve(case: Case, doing: Doing) -> Result:
    """Solved, says the desk: the citizen may say no, and after ten delivered working days it is closed."""
    until = doing.till("auto_close", case, case.agency)
    return stays(_to(CaseState.RESOLVED, case, doing, patience=until), doing)


def agree(case: Case, doing: Doing) -> Result:
    """The citizen says it is solved: that closes what the desk has answered, and is noted of all else."""
    answered = case.state in (CaseState.ANSWERED, CaseState.RESOLVED)
    return stays(_to(CaseState.CLOSED, case, doing) if answered else case, doing)


def rate(case: Case, doing: Doing) -> Result:
    """One to five; who is content has agreed as well."""
    if doing.action.note not in STARS:
        raise NotAllowed(
            doing.office.words.say("verb.rate.otherwise", id=case.tracking_id)
        )
    stars = int(doing.action.note)
    rated = replace(case, rating=stars)
    return agree(rated, doing) if stars >= CONTENT else stays(rated, doing)


def archive(case: Case, doing: Doing) -> Result:
    """It is not acted on, for a reason that the citizen reads."""
    return stays(_to(CaseState.ARCHIVED, case, doing), doing)


def oversee(case: Case, doing: Doing) -> Result:
    """To the lane of oversight: the coordinator's, out of sight of the desks it was at, sixty days."""
    kind = "oversight_complaint"
    office = doing.office
    coordinator = office.agencies.coordinator
    days = office.calendar_of(coordinator)
    limits = deadlines_for(kind, case.opened_at, days, office.limits)
    apart = _to(
        CaseState.RECEIVED,
        case,
        doing,
        kind=kind,
        lane=OVERSIGHT,
        agency=coordinator,
        deadlines=replace(case.deadlines, settle=limits.settle),
        reminded=(),
    )
    return stays(apart, doing)


def ask_help(case: Case, doing: Doing) -> Result:
    """Another desk is asked for a part, by a clock of its own; the case stays where it is."""
    to = _named_desk(doing)
    if to.code == case.agency:
        raise NotAllowed(doing.office.words.say("refused.own_help", to=to.name))
    if case.lane == OVERSIGHT and to.code in reported(case, doing.office.agencies):
        raise NotAllowed(doing.office.words.say("refused.reported", to=to.name))
    note = doing.action.note.strip()
    task = Task(to.code, note, doing.now, doing.till("respond", case, to.code))
    after = noted(replace(case, tasks=(*case.tasks, task)), doing)
    lead = doing.office.agencies.by_code[case.agency].name
    due = date_text(task.due.date(), doing.office.words.language)
    told = {"text": note, "agency": lead, "deadline": due}
    return after, (Notice("administrators", to.code, "admin.helping", told),)


def give_help(case: Case, doing: Doing) -> Result:
    """A helper has done its part: the desk in the lead hears of it, the citizen from that desk."""
    desks = with_all_above(doing.action.desks, case, doing.office.agencies)
    tasks = tuple(
        replace(task, done_at=doing.now)
        if task.done_at is None and task.desk in desks
        else task
        for task in case.tasks
    )
    return stays(replace(case, tasks=tasks), doing)


def with_all_above(
    desks: Iterable[str], case: Case, agencies: Agencies
) -> frozenset[str]:
    """Those of the helping desks for which somebody at these desks may speak."""
    own = frozenset(desks)
    return frozenset(
        task.desk
        for task in case.helpers
        if not own.isdisjoint(
            {task.desk, *(one.code for one in agencies.parents(task.desk))}
            if task.desk in agencies.by_code
            else {agencies.coordinator}
        )
    )


def reported(case: Case, agencies: Agencies) -> frozenset[str]:
    """The desks that a complaint was at before it came under oversight, and all that stand below them."""
    moved = next(
        (n for n, line in enumerate(case.history) if line.action == "oversee"),
        len(case.history),
    )
    before = {line.agency for line in case.history[:moved]} - {agencies.coordinator}
    below = (
        code
        for code in agencies.by_code
        if not before.isdisjoint(one.code for one in agencies.parents(code))
    )
    return frozenset({*before, *below})


def leave_note(case: Case, doing: Doing) -> Result:
    """Words for the desks: the one that has the case hears of them, unless they are its own."""
    after = noted(case, doing)
    own = case.agency in doing.action.desks
    return after, () if own else to_desk(after, doing)


def open_again(case: Case, doing: Doing) -> Result:
    """A new round one level up, with deadlines of its own; the desk that answered hears of it too."""
    office = doing.office
    up = above(case, office.agencies).code
    calendar = office.calendar_of(up)
    fresh = replace(
        case,
        state=CaseState.REOPENED,
        agency=up,
        deadlines=deadlines_for(
            case.kind, doing.now, calendar, office.limits, case.opened_at
        ),
        reminded=(),
        patience=None,
        stopped=0,
    )
    after = noted(fresh, doing)
    told = to_desk(after, doing)
    before = [
        replace(one, agency=case.agency) for one in told if case.agency != after.agency
    ]
    return after, (*to_citizen(case, doing), *told, *before)


def at_the_top(case: Case, agencies: Agencies) -> bool:
    """Nobody sits above the desk that has it."""
    return case.agency == agencies.coordinator


def moved_enough(case: Case, _agencies: Agencies) -> bool:
    """So many desks have said "not ours" that it stays where it is."""
    return case.hops > MOST_RETURNS


def overseen(case: Case, _agencies: Agencies) -> bool:
    """It is in the lane of oversight already."""
    return case.lane == OVERSIGHT


def noted(case: Case, doing: Doing) -> Case:
    """The case with a line in its history."""
    action = doing.action
    return logged(
        case,
        HistoryEntry(
            doing.now, action.actor, action.verb, action.note.strip(), case.agency
        ),
    )


def logged(case: Case, entry: HistoryEntry) -> Case:
    """The case with this line at the end of its history."""
    return replace(case, history=(*case.history, entry))


def to_citizen(case: Case, doing: Doing) -> tuple[Notice, ...]:
    """What the verb tells the citizen, if anything."""
    tells, agencies = doing.citizen, doing.office.agencies
    if not tells:
        return ()
    quoted = _quoted(tells, doing.words or doing.action.note)
    words = _whole(quoted) if tells.goes_on else quoted
    return (citizen_notice(case, agencies, tells.key, **words),)


def to_desk(case: Case, doing: Doing) -> tuple[Notice, ...]:
    """What the verb tells the desk that has the case, if anything."""
    tells = doing.desk
    return (
        (
            Notice(
                "administrators",
                case.agency,
                tells.key,
                _quoted(tells, doing.action.note),
            ),
        )
        if tells
        else ()
    )


def citizen_notice(case: Case, agencies: Agencies, key: str, **args: str) -> Notice:
    """A notice to the citizen, which always names the case and the desk that has it."""
    name = agencies.by_code[case.agency].name
    return Notice(
        "citizen", None, key, {"id": case.tracking_id, "agency": name, **args}
    )


def above(case: Case, agencies: Agencies) -> Agency:
    """The nearest desk above that somebody works at; the coordinator has none above."""
    return next(
        (agency for agency in agencies.parents(case.agency) if agency.administrators),
        agencies.by_code[agencies.coordinator],
    )


def _hand_over(case: Case, doing: Doing, to: Agency) -> Result:
    """The coordinator looks at what comes to it; any other desk may take it up."""
    coordinator = doing.office.agencies.coordinator
    state = CaseState.RECEIVED if to.code == coordinator else CaseState.FORWARDED
    return stays(_to(state, case, doing, agency=to.code), doing)


def _whole(quoted: dict[str, str]) -> dict[str, str]:
    """Words that ours follow, each text with a stop at its end."""
    return {name: with_stop(words) for name, words in quoted.items()}


def with_stop(words: str) -> str:
    """The words with a full stop, unless they end in a mark of their own."""
    return words if not words or words[-1] in ".!?…:;)" else f"{words}."


def _quoted(tells: Tells, words: str) -> dict[str, str]:
    return {tells.quoting: words.strip()} if tells.quoting else {}
