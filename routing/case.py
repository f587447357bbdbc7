"""The life of one complaint at its agency, as a table.

```
forwarded --accept--> accepted --answer--> answered --finish--> closed
forwarded -------------answer------------> answered
forwarded, accepted ------return-----> forwarded, at the desk above
forwarded, accepted, answered --transfer--> forwarded, at another desk
answered, closed ---------dispute----> forwarded, at the desk above
```

* A case closes only after an answer of this round, and never by "not ours": that moves it.
* Moving it (return, transfer) does not restart its clocks; a dispute by the citizen opens a new round
  one level up, with deadlines of its own.
* After the third return the case stays with the coordinator, who answers it.
* A missed deadline does not move the case: its supervisors are told, and the citizen, once a round. As
  long as it stays open they are told again every fifth working day.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.complaint import Complaint
from intake.messages import Button
from routing.agencies import Agencies, Agency
from routing.assign import Assignment
from routing.clocks import Calendar, Deadlines, date_text, deadlines_for, morning_after, morning_before
from routing.notices import STEPS, TITLES, Notice, button

MOST_RETURNS = 2  # a further one leaves the case with the coordinator for good
AGAIN = 5  # working days between two alarms about the same silence
CLOCK, SYSTEM = "clock", "system"  # actors that are not people
_WORDS = re.compile(r"(?:\w\W*){3}")  # what counts as having said something


class CaseState(StrEnum):
    """How far a case is."""

    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"


class Verb(StrEnum):
    """What people do to a case."""

    ACCEPT = "accept"
    ANSWER = "answer"
    FINISH = "finish"
    RETURN = "return"  # "not ours"
    TRANSFER = "transfer"
    DISPUTE = "dispute"  # the citizen: "not solved"
    APPEND = "append"  # the citizen: more details


SAID_ONCE = frozenset({Verb.ANSWER, Verb.RETURN, Verb.DISPUTE})  # said again in the same words: a repeat
OPEN = frozenset({CaseState.FORWARDED, CaseState.ACCEPTED, CaseState.ANSWERED})
LIVE: dict[CaseState, tuple[str, ...]] = {  # the deadlines that still bind, nearest first
    CaseState.FORWARDED: ("accept", "respond", "settle"),
    CaseState.ACCEPTED: ("respond", "settle"),
    CaseState.ANSWERED: ("settle",),
    CaseState.CLOSED: (),
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a case's history, which is only ever added to."""

    at: datetime
    actor: str  # an administrator's name, "citizen", "clock" or "system"
    action: str  # a Verb, or open | rehome | remind | escalate
    note: str
    agency: str  # the desk that has the case from then on


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint in the care of an agency."""

    tracking_id: str
    kind: str  # of the complaint, which sets the limits
    agency: str
    state: CaseState
    opened_at: datetime  # aware, in local time
    deadlines: Deadlines
    hops: int = 0  # how often a desk said "not ours"
    reminded: tuple[str, ...] = ()  # alarms given in this round: `accept:reminder`, `settle:overdue` ...
    history: tuple[HistoryEntry, ...] = ()

    @property
    def due(self) -> tuple[str, datetime] | None:
        """The nearest thing owed (accept | respond | settle) and its deadline; None when closed."""
        return next(((step, getattr(self.deadlines, step)) for step in LIVE[self.state]), None)


@dataclass(frozen=True, slots=True)
class Action:
    """What someone wants done. The caller vouches for who they are."""

    verb: Verb
    actor: str
    desks: tuple[str, ...] = ()  # codes of the agencies the actor speaks for; none for a citizen
    note: str = ""  # the answer, the reason, or the citizen's further words
    to: str = ""  # transfer: the code of the agency, or its last part


class NotAllowed(Exception):
    """An action that is refused; its message is Indonesian, for the administrator who tried."""


Result = tuple[Case, tuple[Notice, ...]]


def open_case(
    complaint: Complaint, assignment: Assignment, now: datetime, agencies: Agencies, calendar: Calendar
) -> Result:
    """A complaint's case at the agency it was assigned to, and who is to be told of it.

    The day the citizen is promised is that of the first answer.
    """
    now = now.astimezone(calendar.zone)
    case = Case(
        tracking_id=complaint.tracking_id,
        kind=complaint.kind,
        agency=assignment.agency,
        state=CaseState.FORWARDED,
        opened_at=now,
        deadlines=deadlines_for(complaint.kind, now, calendar),
        history=(HistoryEntry(now, SYSTEM, "open", assignment.why, assignment.agency),),
    )
    promised = date_text(case.deadlines.respond.date(), complaint.reporter.language)
    return case, (
        _to_citizen(case, agencies, "case.forwarded", deadline=promised),
        _to_desk(case, agencies, "admin.forwarded"),
    )


def act(case: Case, action: Action, now: datetime, agencies: Agencies, calendar: Calendar) -> Result:
    """The case after an action, and whom to tell; NotAllowed, in words, when it may not be done.

    Doing the same thing twice is harmless: the case comes back as it was, and nobody is told again.
    """
    case, told = _homed(case, now, agencies)
    if _repeats(case, action):
        return case, told
    rule = RULES[action.verb]
    _permit(case, action, rule, agencies)
    if case.state in rule.already:
        return case, told
    _demand(case, action, rule)
    after, notices = rule.apply(case, action, now.astimezone(calendar.zone), agencies, calendar)
    return after, told + notices


def tick(
    case: Case, now: datetime, agencies: Agencies, calendar: Calendar
) -> tuple[Case, tuple[Notice, ...], datetime | None]:
    """The case after the clock looked at it, whom to tell, and when to look again (None: closed).

    The owner is reminded on the morning of the working day before a deadline. However late the clock
    comes, one pass gives at most one reminder and one alarm.
    """
    now = now.astimezone(calendar.zone)
    case, told = _homed(case, now, agencies)
    due = [alarm for alarm in _agenda(case, calendar) if alarm[0] <= now]
    for kind, ring in (("overdue", _escalate), ("reminder", _remind)):
        steps = [step for _, step, which in due if which == kind]
        if steps:
            case, notices = ring(case, steps, now, agencies)
            told += notices
    return case, told, min((at for at, _, _ in _agenda(case, calendar)), default=None)


def buttons(case: Case, agencies: Agencies) -> tuple[Button, ...]:
    """What the desk that has the case can do now with one tap; never more than three (WhatsApp)."""
    elsewhere = Verb.RETURN if case.agency == agencies.coordinator else Verb.TRANSFER
    return tuple(
        button(verb, case.tracking_id)
        for verb in TITLES
        if case.state in RULES[Verb(verb)].during and verb != elsewhere
    )


def to_json(case: Case) -> dict[str, Any]:
    """The case as JSON values, moments in ISO 8601 with the local offset."""
    fields = asdict(case)
    fields["opened_at"] = case.opened_at.isoformat()
    fields["deadlines"] = {step: at.isoformat() for step, at in fields["deadlines"].items()}
    fields["history"] = [line | {"at": line["at"].isoformat()} for line in fields["history"]]
    return fields | {"state": str(case.state), "reminded": list(case.reminded)}


def _repeats(case: Case, action: Action) -> bool:
    """Whether the last thing a person did is this very thing, where the state alone does not tell."""
    last = next((line for line in reversed(case.history) if line.actor not in (CLOCK, SYSTEM)), None)
    return (
        last is not None
        and action.verb in SAID_ONCE
        and (last.actor, last.action, last.note) == (action.actor, action.verb, action.note.strip())
    )


def _permit(case: Case, action: Action, rule: "Rule", agencies: Agencies) -> None:
    desks = {
        "citizen": None,
        "coordinator": {agencies.coordinator},
        "desk": {case.agency, *(above.code for above in agencies.parents(case.agency))},
    }[rule.by]
    if desks is not None and not desks & set(action.desks):
        raise NotAllowed(rule.stranger.format(id=case.tracking_id, agency=agencies.by_code[case.agency].name))


def _demand(case: Case, action: Action, rule: "Rule") -> None:
    said = bool(_WORDS.search(action.note))
    if case.state not in rule.during | (rule.with_words if said else frozenset()):
        closed = case.state == CaseState.CLOSED
        raise NotAllowed((CLOSED if closed else rule.otherwise).format(id=case.tracking_id))
    if rule.empty and not said:
        raise NotAllowed(rule.empty.format(id=case.tracking_id))


def _accept(case: Case, action: Action, now: datetime, agencies: Agencies, _: Calendar) -> Result:
    after = _noted(replace(case, state=CaseState.ACCEPTED), action, now)
    return after, (_to_citizen(after, agencies, "case.accepted"),)


def _answer(case: Case, action: Action, now: datetime, agencies: Agencies, _: Calendar) -> Result:
    after = _noted(replace(case, state=CaseState.ANSWERED), replace(action, verb=Verb.ANSWER), now)
    return after, (_to_citizen(after, agencies, "case.answered", answer=action.note.strip()),)


def _finish(case: Case, action: Action, now: datetime, agencies: Agencies, calendar: Calendar) -> Result:
    """With words, they are first an answer."""
    told: tuple[Notice, ...] = ()
    if _WORDS.search(action.note):
        case, told = _answer(case, action, now, agencies, calendar)
    after = _noted(replace(case, state=CaseState.CLOSED), replace(action, note=""), now)
    return after, (*told, _to_citizen(after, agencies, "case.closed"))


def _return(case: Case, action: Action, now: datetime, agencies: Agencies, _: Calendar) -> Result:
    if case.agency == agencies.coordinator:
        raise NotAllowed(
            f"{case.tracking_id} sudah di meja koordinator. Alihkan: ALIH {case.tracking_id} kode alasan."
        )
    up = agencies.by_code[agencies.coordinator] if case.hops >= MOST_RETURNS else _above(case, agencies)
    return _move(replace(case, hops=case.hops + 1), action, now, up, agencies)


def _transfer(case: Case, action: Action, now: datetime, agencies: Agencies, _: Calendar) -> Result:
    to = agencies.find(action.to)
    if to is not None and to.code == case.agency:
        return case, ()
    why_not = _why_not(case, to)
    if to is None or why_not:
        raise NotAllowed(why_not.format(id=case.tracking_id, to=action.to, returns=case.hops))
    return _move(case, action, now, to, agencies)


def _why_not(case: Case, to: Agency | None) -> str:
    if to is None:
        return "Kode unit {to} tidak dikenal. Lihat daftar kode di halaman admin."
    if case.hops > MOST_RETURNS:
        return "{id} sudah {returns} kali dikembalikan, maka dijawab koordinator: JAWAB {id} isi jawaban."
    return "" if to.administrators else "{to} belum punya admin, pilih unit lain."


def _dispute(case: Case, action: Action, now: datetime, agencies: Agencies, calendar: Calendar) -> Result:
    """One level up, and the desk that answered hears of it too."""
    fresh = replace(
        case,
        state=CaseState.FORWARDED,
        agency=_above(case, agencies).code,
        deadlines=deadlines_for(case.kind, now, calendar),
        reminded=(),
    )
    after = _noted(fresh, action, now)
    told = _to_desk(after, agencies, "admin.reopened", text=action.note.strip())
    before = (replace(told, agency=case.agency, buttons=()),) if case.agency != after.agency else ()
    return after, (_to_citizen(case, agencies, "case.reopened"), told, *before)


def _append(case: Case, action: Action, now: datetime, agencies: Agencies, _: Calendar) -> Result:
    after = _noted(case, action, now)
    return after, (_to_desk(after, agencies, "admin.appended", text=action.note.strip()),)


def _move(case: Case, action: Action, now: datetime, to: Agency, agencies: Agencies) -> Result:
    after = _noted(replace(case, agency=to.code, state=CaseState.FORWARDED), action, now)
    told = _to_citizen(after, agencies, "case.moved")
    return after, (told, _to_desk(after, agencies, "admin.moved", reason=action.note.strip()))


def _noted(case: Case, action: Action, now: datetime) -> Case:
    return _logged(case, HistoryEntry(now, action.actor, action.verb, action.note.strip(), case.agency))


def _logged(case: Case, entry: HistoryEntry) -> Case:
    return replace(case, history=(*case.history, entry))


def _to_citizen(case: Case, agencies: Agencies, key: str, **args: str) -> Notice:
    name = agencies.by_code[case.agency].name
    return Notice("citizen", None, key, {"id": case.tracking_id, "agency": name, **args})


def _to_desk(case: Case, agencies: Agencies, key: str, **args: str) -> Notice:
    return Notice("administrators", case.agency, key, args, buttons(case, agencies))


def _above(case: Case, agencies: Agencies) -> Agency:
    """The nearest desk above that somebody works at; the coordinator has none above."""
    return next(
        (agency for agency in agencies.parents(case.agency) if agency.administrators),
        agencies.by_code[agencies.coordinator],
    )


def _homed(case: Case, now: datetime, agencies: Agencies) -> Result:
    """The case at a desk that exists and is staffed, also after the agencies file has changed."""
    desk = agencies.staffed(case.agency)
    if desk.code == case.agency:
        return case, ()
    if case.state == CaseState.CLOSED:
        return replace(case, agency=desk.code), ()
    reason = f"Unit {case.agency} tidak lagi punya admin."
    moved = replace(case, agency=desk.code, state=CaseState.FORWARDED)
    after = _logged(moved, HistoryEntry(now, SYSTEM, "rehome", reason, desk.code))
    told = _to_citizen(after, agencies, "case.moved")
    return after, (told, _to_desk(after, agencies, "admin.moved", reason=reason))


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


def _moments(deadline: datetime, calendar: Calendar) -> tuple[tuple[str, datetime], ...]:
    return ("reminder", morning_before(deadline, calendar)), ("overdue", deadline)


def _escalate(case: Case, steps: list[str], now: datetime, agencies: Agencies) -> Result:
    """Tell the desk, the one above, and once a round the citizen."""
    first = "citizen:overdue" not in case.reminded
    marks = [*(f"{step}:{kind}" for step in steps for kind in ("reminder", "overdue")), "citizen:overdue"]
    after = _rung(case, "escalate", steps[-1], marks, now)
    told = _alarms(after, "admin.overdue", steps[-1], (case.agency, _above(case, agencies).code), agencies)
    return after, (_to_citizen(after, agencies, "case.overdue"), *told) if first else told


def _remind(case: Case, steps: list[str], now: datetime, agencies: Agencies) -> Result:
    """Tell the desk, unless the deadline itself is over and has been spoken of."""
    ahead = [step for step in steps if f"{step}:overdue" not in case.reminded]
    if not ahead:
        return case, ()
    after = _rung(case, "remind", ahead[0], [f"{step}:reminder" for step in ahead], now)
    return after, _alarms(after, "admin.reminder", ahead[0], (case.agency,), agencies)


def _rung(case: Case, action: str, step: str, marks: list[str], now: datetime) -> Case:
    reminded = tuple(dict.fromkeys((*case.reminded, *marks)))
    return _logged(replace(case, reminded=reminded), HistoryEntry(now, CLOCK, action, step, case.agency))


def _alarms(
    case: Case, key: str, step: str, desks: tuple[str, ...], agencies: Agencies
) -> tuple[Notice, ...]:
    deadline = date_text(getattr(case.deadlines, step).date(), "id")
    args = {"step": STEPS[step], "deadline": deadline}
    return tuple(
        Notice("administrators", desk, key, args, buttons(case, agencies)) for desk in dict.fromkeys(desks)
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """When a verb may be done, by whom, and what we say otherwise."""

    by: str  # "desk": the one that has the case, or any above it | "coordinator" | "citizen"
    during: frozenset[CaseState]
    apply: Callable[[Case, Action, datetime, Agencies, Calendar], Result]
    already: frozenset[CaseState] = frozenset()  # it has been done: nothing happens
    with_words: frozenset[CaseState] = frozenset()  # also during these, when the action has a note
    empty: str = ""  # said when the note is missing; "": none is needed
    otherwise: str = ""  # said in any other state than these or closed
    stranger: str = "{id} sedang ditangani {agency}."


CLOSED = "{id} sudah selesai. Pelapor dapat membukanya lagi bila belum beres."
_UNANSWERED = frozenset({CaseState.FORWARDED, CaseState.ACCEPTED})

RULES: dict[Verb, Rule] = {
    Verb.ACCEPT: Rule(
        by="desk",
        during=frozenset({CaseState.FORWARDED}),
        apply=_accept,
        already=frozenset({CaseState.ACCEPTED, CaseState.ANSWERED}),
    ),
    Verb.ANSWER: Rule(
        by="desk",
        during=OPEN,
        apply=_answer,
        empty="Jawaban masih kosong. Tulis: JAWAB {id} isi jawaban untuk pelapor.",
    ),
    Verb.FINISH: Rule(
        by="desk",
        during=frozenset({CaseState.ANSWERED}),
        apply=_finish,
        already=frozenset({CaseState.CLOSED}),
        with_words=_UNANSWERED,
        otherwise="Pelapor belum mendapat jawaban. Tulis dulu: SELESAI {id} apa yang sudah dikerjakan.",
    ),
    Verb.RETURN: Rule(
        by="desk",
        during=_UNANSWERED,
        apply=_return,
        empty="Sebutkan alasannya: BUKAN {id} alasan, dan instansi yang tepat bila tahu.",
        otherwise="{id} sudah Anda jawab. Koordinator dapat mengalihkannya.",
    ),
    Verb.TRANSFER: Rule(
        by="coordinator",
        during=OPEN,
        apply=_transfer,
        empty="Sebutkan alasannya: ALIH {id} kode alasan.",
        stranger="Hanya koordinator yang mengalihkan laporan. Balas: BUKAN {id} alasan.",
    ),
    Verb.DISPUTE: Rule(
        by="citizen",
        during=frozenset({CaseState.ANSWERED, CaseState.CLOSED}),
        apply=_dispute,
        otherwise="{id} belum dijawab dan masih berjalan.",
    ),
    Verb.APPEND: Rule(by="citizen", during=frozenset(CaseState), apply=_append),
}
