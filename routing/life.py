"""The life of one case: it is opened, and people act on it as the table of verbs allows.

What the clock does to it meanwhile is `watch.py`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from intake.complaint import Complaint
from intake.messages import Button
from routing.agencies import Agencies
from routing.assign import Assignment
from routing.case import (
    CITIZEN,
    CLOCK,
    OVER,
    OVERSIGHT,
    SYSTEM,
    ActedBefore,
    Action,
    Case,
    CaseState,
    HistoryEntry,
    NotAllowed,
    Notice,
    Result,
)
from routing.clocks import deadlines_for
from routing.moves import (
    Doing,
    citizen_notice,
    logged,
    reported,
)
from routing.office import Office
from routing.roles import Role
from routing.status import promised_day
from routing.verbs import MOST_BUTTONS, By, Verb, Verbs

UNSEEN = timedelta(minutes=15)  # what others did so lately, one on a phone has not read
QUOTED = 80  # characters of another's words, shown to one who would say the same
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
    now = office.local(now, assignment.agency)
    calendar = office.calendar_of(assignment.agency)
    case = Case(
        tracking_id=complaint.tracking_id,
        kind=complaint.kind,
        agency=assignment.agency,
        state=_at_first(assignment.agency, office),
        opened_at=now,
        deadlines=deadlines_for(complaint.kind, now, calendar, office.limits),
        history=(HistoryEntry(now, SYSTEM, "open", assignment.why, assignment.agency),),
    )
    promised = promised_day(case).isoformat()
    citizen = citizen_notice(case, office.agencies, "case.forwarded", deadline=promised)
    return case, (
        citizen,
        *with_buttons(case, [desk_notice(case, "admin.forwarded")], office, verbs),
    )


def _at_first(desk: str, office: Office) -> CaseState:
    """What no rule could place is the coordinator's to look at."""
    at_the_top = desk == office.agencies.coordinator
    return CaseState.RECEIVED if at_the_top else CaseState.FORWARDED


def act(
    case: Case, action: Action, now: datetime, office: Office, verbs: Verbs
) -> Result:
    """The case after an action, and whom to tell; NotAllowed, in words, when it may not be done.

    Doing the same thing twice is harmless: the case comes back as it was, and nobody is told again.
    """
    case, told = homed(case, now, office, verbs)
    verb = verbs[action.verb]
    if _repeats(case, action, verb):
        return case, told
    _permit(case, action, verb, office)
    if case.state in verb.already:
        return case, told
    _demand(case, action, verb, office)
    _first_ask(case, action, now, office, verbs)
    after, notices = _carry_out(
        case, action, office.local(now, case.agency), office, verbs
    )
    return after, told + with_buttons(after, notices, office, verbs)


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
    if verb.officers and not plays(action.role, verb):
        raise NotAllowed(_refusal("refused.role", case, verb, office))


def plays(role: Role, verb: Verb) -> bool:
    """Whether somebody with this part at a desk may do what the desk may."""
    return role in verb.roles if verb.roles else role != Role.SUPERVISOR


def speaks_for(roles: Mapping[str, Role], verb: Verb) -> tuple[tuple[str, ...], Role]:
    """The desks for which somebody may do this; if for none, all of theirs, and the role refused."""
    able = tuple(desk for desk, role in roles.items() if plays(role, verb))
    if able:
        return able, Role.ADMINISTRATOR
    return tuple(roles), next(iter(roles.values()), Role.SUPERVISOR)


def may(case: Case, verb: Verb, desks: Iterable[str], agencies: Agencies) -> bool:
    """Whether one of these desks may; that a citizen is the reporter is for the caller to know."""
    allowed = {
        By.CITIZEN: None,
        By.COORDINATOR: {agencies.coordinator},
        By.DESK: _in_the_lead(case, agencies),
        By.HELPER: {
            desk
            for task in case.helpers
            for desk in _with_those_above(task.desk, agencies)
        },
        By.INVOLVED: _involved(case, agencies),
    }[verb.by]
    return allowed is None or not allowed.isdisjoint(desks)


def _in_the_lead(case: Case, agencies: Agencies) -> set[str]:
    """Under oversight the desks complained of stay out, though one stands above the desk that has it."""
    lead = _with_those_above(case.agency, agencies)
    return lead - reported(case, agencies) if case.lane == OVERSIGHT else lead


def _involved(case: Case, agencies: Agencies) -> set[str]:
    desks = {line.agency for line in case.history} | {one.desk for one in case.tasks}
    known = {desk for code in desks for desk in _with_those_above(code, agencies)}
    return known - reported(case, agencies) if case.lane == OVERSIGHT else known


def _with_those_above(desk: str, agencies: Agencies) -> set[str]:
    """A desk that has left the file stands under the coordinator alone."""
    known = desk in agencies.by_code
    above_it = agencies.parents(desk) if known else ()
    return {desk, agencies.coordinator, *(one.code for one in above_it)}


def _demand(case: Case, action: Action, verb: Verb, office: Office) -> None:
    """The right state, no bar, and words where they are needed."""
    said = bool(_WORDS.search(action.note))
    if case.state not in verb.during | (verb.with_words if said else frozenset()):
        closed = case.state in OVER | {CaseState.RESOLVED}
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


def _first_ask(
    case: Case, action: Action, now: datetime, office: Office, verbs: Verbs
) -> None:
    """ActedBefore when a colleague has done such a thing of which the actor has not read."""
    if not verbs[action.verb].alone:
        return
    for n, line in enumerate(case.history):
        if n < _last_word_of_the_citizen(case):
            continue  # it has been answered by them: a new round
        unseen = line.at > now - UNSEEN if action.seen is None else n >= action.seen
        if unseen and _is_a_colleagues(line, action, verbs):
            raise ActedBefore(
                _what_happened(case, line, office, verbs), len(case.history)
            )


def _last_word_of_the_citizen(case: Case) -> int:
    lines = [n for n, line in enumerate(case.history) if line.action in NEW_ROUND]
    return lines[-1] if lines else 0


NEW_ROUND = ("dispute", "reply")


def _is_a_colleagues(line: HistoryEntry, action: Action, verbs: Verbs) -> bool:
    others = line.actor not in (CLOCK, SYSTEM, CITIZEN, action.actor)
    return others and line.action in verbs and verbs[line.action].alone


def _what_happened(case: Case, line: HistoryEntry, office: Office, verbs: Verbs) -> str:
    words, verb = office.words, verbs[line.action]
    said = line.note if len(line.note) <= QUOTED else f"{line.note[:QUOTED].rstrip()}.."
    return words.say(
        "refused.overtaken" if said else "refused.overtaken.bare",
        id=case.tracking_id,
        who=line.actor,
        what=words.say(verb.key("event")),
        time=office.local(line.at, case.agency).strftime("%H.%M"),
        text=" ".join(said.split()),
    )


def _refusal(key: str, case: Case, verb: Verb, office: Office) -> str:
    desk = office.agencies.by_code[case.agency].name
    word = verb.word if verb.officers else ""
    return office.words.say(
        key, id=case.tracking_id, agency=desk, word=word, returns=case.hops
    )


def _carry_out(
    case: Case, action: Action, now: datetime, office: Office, verbs: Verbs
) -> Result:
    """Words that are another verb's (finishing with words answers first) are kept as that one's.

    The citizen hears both in one message.
    """
    verb = verbs[action.verb]
    citizen, words = verb.tells, action.note
    if verb.words_are:
        if _WORDS.search(words):
            first = replace(action, verb=verb.words_are)
            case, _ = _carry_out(case, first, now, office, verbs)
            citizen = verb.tells_with_words
        action = replace(action, note="")
    doing = Doing(action, now, office, citizen, verb.tells_desk, words)
    return verb.move(case, doing)


def with_buttons(
    case: Case, notices: Iterable[Notice], office: Office, verbs: Verbs
) -> tuple[Notice, ...]:
    """The notices with buttons for the desks that may act on the case as it is now."""
    able = _in_the_lead(case, office.agencies)
    shown = buttons(case, office, verbs)
    return tuple(
        replace(one, buttons=shown) if one.agency in able else one for one in notices
    )


def desk_notice(case: Case, key: str, **args: str) -> Notice:
    return Notice("administrators", case.agency, key, args)


def homed(case: Case, now: datetime, office: Office, verbs: Verbs) -> Result:
    """The case at a desk that exists and is staffed, also after the agencies file has changed."""
    desk = office.agencies.staffed(case.agency)
    if desk.code == case.agency:
        return case, ()
    if case.state in OVER | {CaseState.RESOLVED}:
        return replace(case, agency=desk.code), ()
    reason = office.words.say("moved.unstaffed", code=case.agency)
    moved = replace(case, agency=desk.code, state=_at_first(desk.code, office))
    after = logged(moved, HistoryEntry(now, SYSTEM, "rehome", reason, desk.code))
    told = with_buttons(
        after, [desk_notice(after, "admin.moved", reason=reason)], office, verbs
    )
    return after, (citizen_notice(after, office.agencies, "case.moved"), *told)
