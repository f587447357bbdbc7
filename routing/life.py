"""The life of one case: it is opened, people act on it as the table of verbs allows, the clock watches it.

A missed deadline does not move the case: its supervisors are told, and the citizen, once a round. As
long as it stays open they are told again every fifth working day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from intake.complaint import Complaint
from intake.messages import Button
from routing.agencies import Agencies
from routing.assign import Assignment
from routing.case import (
    CLOCK,
    LIVE,
    SYSTEM,
    Action,
    Case,
    CaseState,
    HistoryEntry,
    NotAllowed,
    Notice,
    Result,
)
from routing.clocks import (
    Calendar,
    date_text,
    deadlines_for,
    morning_after,
    morning_before,
)
from routing.moves import Doing, above, citizen_notice, logged
from routing.office import Office
from routing.verbs import MOST_BUTTONS, By, Verb, Verbs

AGAIN = 5  # working days between two alarms about the same silence
_WORDS = re.compile(r"(?:\w\W*){3}")  # what counts as having said something


def open_case(
    complaint: Complaint,
    assignment: Assignment,
    now: datetime,
    office: Office,
    verbs: Verbs,
) -> Result:
    """A complaint's case at the agency it was assigned to, and who is to be told of it.

    The day the citizen is promised is that of the first answer.
    """
    now = now.astimezone(office.calendar.zone)
    case = Case(
        tracking_id=complaint.tracking_id,
        kind=complaint.kind,
        agency=assignment.agency,
        state=CaseState.FORWARDED,
        opened_at=now,
        deadlines=deadlines_for(complaint.kind, now, office.calendar),
        history=(HistoryEntry(now, SYSTEM, "open", assignment.why, assignment.agency),),
    )
    promised = date_text(case.deadlines.respond.date(), complaint.reporter.language)
    citizen = citizen_notice(case, office.agencies, "case.forwarded", deadline=promised)
    return case, (
        citizen,
        *_with_buttons(case, [_desk_notice(case, "admin.forwarded")], office, verbs),
    )


def act(
    case: Case, action: Action, now: datetime, office: Office, verbs: Verbs
) -> Result:
    """The case after an action, and whom to tell; NotAllowed, in words, when it may not be done.

    Doing the same thing twice is harmless: the case comes back as it was, and nobody is told again.
    """
    case, told = _homed(case, now, office, verbs)
    verb = verbs[action.verb]
    if _repeats(case, action, verb):
        return case, told
    _permit(case, action, verb, office)
    if case.state in verb.already:
        return case, told
    _demand(case, action, verb, office)
    after, notices = _carry_out(
        case, action, now.astimezone(office.calendar.zone), office, verbs
    )
    return after, told + _with_buttons(after, notices, office, verbs)


def tick(
    case: Case, now: datetime, office: Office, verbs: Verbs
) -> tuple[Case, tuple[Notice, ...], datetime | None]:
    """The case after the clock looked at it, whom to tell, and when to look again (None: closed).

    The owner is reminded on the morning of the working day before a deadline. However late the clock
    comes, one pass gives at most one reminder and one alarm.
    """
    now = now.astimezone(office.calendar.zone)
    case, told = _homed(case, now, office, verbs)
    due = [alarm for alarm in _agenda(case, office.calendar) if alarm[0] <= now]
    for kind, ring in (("overdue", _escalate), ("reminder", _remind)):
        steps = [step for _, step, which in due if which == kind]
        if steps:
            case, notices = ring(case, steps, now, office)
            told += _with_buttons(case, notices, office, verbs)
    return (
        case,
        told,
        min((at for at, _, _ in _agenda(case, office.calendar)), default=None),
    )


def offers(
    case: Case, desks: Iterable[str], agencies: Agencies, verbs: Verbs
) -> tuple[Verb, ...]:
    """What somebody who speaks for these desks can do to a case now, with words or without."""
    return tuple(
        verb
        for verb in verbs.values()
        if verb.officers
        and case.state in verb.during | verb.with_words
        and may(case, verb, desks, agencies)
        and not (verb.bar and verb.bar(case, agencies))
    )


def buttons(case: Case, office: Office, verbs: Verbs) -> tuple[Button, ...]:
    """What the desk that has the case can do now with one tap; never more than WhatsApp shows."""
    tapped = (
        verb
        for verb in offers(case, [case.agency], office.agencies, verbs)
        if case.state in verb.during - verb.untapped
    )
    return tuple(_button(verb, case, office) for verb in tapped)[:MOST_BUTTONS]


def _button(verb: Verb, case: Case, office: Office) -> Button:
    """`case:accept:LPR-7K2F9QX`, read back by `read_command`."""
    return Button(
        f"case:{verb.name}:{case.tracking_id}", office.words.say(verb.key("title"))
    )


def _repeats(case: Case, action: Action, verb: Verb) -> bool:
    """Whether the last thing a person did is this very thing, where the state alone does not tell."""
    last = next(
        (line for line in reversed(case.history) if line.actor not in (CLOCK, SYSTEM)),
        None,
    )
    return (
        last is not None
        and verb.said_once
        and (last.actor, last.action, last.note)
        == (action.actor, action.verb, action.note.strip())
    )


def _permit(case: Case, action: Action, verb: Verb, office: Office) -> None:
    if not may(case, verb, action.desks, office.agencies):
        key = verb.key("stranger") if verb.by == By.COORDINATOR else "refused.stranger"
        raise NotAllowed(_refusal(key, case, verb, office))


def may(case: Case, verb: Verb, desks: Iterable[str], agencies: Agencies) -> bool:
    """Whether one of these desks may; that a citizen is the reporter is for the caller to know."""
    allowed = {
        By.CITIZEN: None,
        By.COORDINATOR: {agencies.coordinator},
        By.DESK: _with_those_above(case.agency, agencies),
        By.INVOLVED: {
            desk
            for line in case.history
            for desk in _with_those_above(line.agency, agencies)
        },
    }[verb.by]
    return allowed is None or not allowed.isdisjoint(desks)


def _with_those_above(desk: str, agencies: Agencies) -> set[str]:
    """A desk that has left the file stands under the coordinator alone."""
    known = desk in agencies.by_code
    above_it = agencies.parents(desk) if known else ()
    return {desk, agencies.coordinator, *(one.code for one in above_it)}


def _demand(case: Case, action: Action, verb: Verb, office: Office) -> None:
    """The right state, no bar, and words where they are needed."""
    said = bool(_WORDS.search(action.note))
    if case.state not in verb.during | (verb.with_words if said else frozenset()):
        closed = case.state == CaseState.CLOSED
        raise NotAllowed(
            _refusal(
                "refused.closed" if closed else verb.key("otherwise"),
                case,
                verb,
                office,
            )
        )
    if verb.needs_words(case.state) and not said:
        raise NotAllowed(_refusal(verb.key("empty"), case, verb, office))
    if verb.bar and verb.bar(case, office.agencies):
        raise NotAllowed(_refusal(verb.key("barred"), case, verb, office))


def _refusal(key: str, case: Case, verb: Verb, office: Office) -> str:
    desk = office.agencies.by_code[case.agency].name
    word = verb.word if verb.officers else ""
    return office.words.say(
        key, id=case.tracking_id, agency=desk, word=word, returns=case.hops
    )


def _carry_out(
    case: Case, action: Action, now: datetime, office: Office, verbs: Verbs
) -> Result:
    """Words that are another verb's (finishing with words answers first) are carried out as that one."""
    verb = verbs[action.verb]
    told: tuple[Notice, ...] = ()
    if verb.words_are:
        if _WORDS.search(action.note):
            first = replace(action, verb=verb.words_are)
            case, told = _carry_out(case, first, now, office, verbs)
        action = replace(action, note="")
    after, notices = verb.move(
        case, Doing(action, now, office, verb.tells, verb.tells_desk)
    )
    return after, (*told, *_not_twice(told, notices))


def _not_twice(told: tuple[Notice, ...], more: Iterable[Notice]) -> Iterator[Notice]:
    """Who reads the answer, and how to say that it is not solved, need not read that it is closed as well."""
    answered = any(one.to == "citizen" for one in told)
    return (one for one in more if not (answered and one.to == "citizen"))


def _with_buttons(
    case: Case, notices: Iterable[Notice], office: Office, verbs: Verbs
) -> tuple[Notice, ...]:
    """The notices with buttons for the desks that may act on the case as it is now."""
    able = {case.agency, *(desk.code for desk in office.agencies.parents(case.agency))}
    shown = buttons(case, office, verbs)
    return tuple(
        replace(one, buttons=shown) if one.agency in able else one for one in notices
    )


def _desk_notice(case: Case, key: str, **args: str) -> Notice:
    return Notice("administrators", case.agency, key, args)


def _homed(case: Case, now: datetime, office: Office, verbs: Verbs) -> Result:
    """The case at a desk that exists and is staffed, also after the agencies file has changed."""
    desk = office.agencies.staffed(case.agency)
    if desk.code == case.agency:
        return case, ()
    if case.state == CaseState.CLOSED:
        return replace(case, agency=desk.code), ()
    reason = office.words.say("moved.unstaffed", code=case.agency)
    moved = replace(case, agency=desk.code, state=CaseState.FORWARDED)
    after = logged(moved, HistoryEntry(now, SYSTEM, "rehome", reason, desk.code))
    told = _with_buttons(
        after, [_desk_notice(after, "admin.moved", reason=reason)], office, verbs
    )
    return after, (citizen_notice(after, office.agencies, "case.moved"), *told)


Alarm = tuple[datetime, str, str]  # when, about which step, "reminder" | "overdue"


def _agenda(case: Case, calendar: Calendar) -> list[Alarm]:
    """What the clock still has to say about a case; never nothing while it is open."""
    alarms = [
        (at, step, kind)
        for step in LIVE[case.state]
        for kind, at in _moments(getattr(case.deadlines, step), calendar)
        if f"{step}:{kind}" not in case.reminded
    ]
    if alarms or case.state == CaseState.CLOSED:
        return alarms
    last = max(line.at for line in case.history if line.action in ("open", "escalate"))
    return [(morning_after(last, AGAIN, calendar), LIVE[case.state][-1], "overdue")]


def _moments(
    deadline: datetime, calendar: Calendar
) -> tuple[tuple[str, datetime], ...]:
    return ("reminder", morning_before(deadline, calendar)), ("overdue", deadline)


def _escalate(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """Tell the desk, the one above, and once a round the citizen."""
    first = "citizen:overdue" not in case.reminded
    marks = [
        *(f"{step}:{kind}" for step in steps for kind in ("reminder", "overdue")),
        "citizen:overdue",
    ]
    after = _rung(case, "escalate", steps[-1], marks, now)
    told = _alarms(
        after,
        "admin.overdue",
        steps[-1],
        (case.agency, above(case, office.agencies).code),
        office,
    )
    return after, (
        citizen_notice(after, office.agencies, "case.overdue"),
        *told,
    ) if first else told


def _remind(case: Case, steps: list[str], now: datetime, office: Office) -> Result:
    """Tell the desk, unless the deadline itself is over and has been spoken of."""
    ahead = [step for step in steps if f"{step}:overdue" not in case.reminded]
    if not ahead:
        return case, ()
    after = _rung(case, "remind", ahead[0], [f"{step}:reminder" for step in ahead], now)
    return after, _alarms(after, "admin.reminder", ahead[0], (case.agency,), office)


def _rung(case: Case, action: str, step: str, marks: list[str], now: datetime) -> Case:
    reminded = tuple(dict.fromkeys((*case.reminded, *marks)))
    return logged(
        replace(case, reminded=reminded),
        HistoryEntry(now, CLOCK, action, step, case.agency),
    )


def _alarms(
    case: Case, key: str, step: str, desks: tuple[str, ...], office: Office
) -> tuple[Notice, ...]:
    deadline = date_text(getattr(case.deadlines, step).date(), office.words.language)
    args = {"step": office.words.say(f"step.{step}"), "deadline": deadline}
    return tuple(
        Notice("administrators", desk, key, args) for desk in dict.fromkeys(desks)
    )
