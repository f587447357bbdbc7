"""A case: a complaint in the care of an agency, and what is said of it. The records only.

What may be done to a case is the table in `verbs.py`, what the clock does to it `watch.py`; how it is
opened and acted on is `life.py`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.messages import Button
from routing.clocks import Deadlines
from routing.roles import Role

CLOCK, SYSTEM, CITIZEN = (
    "clock",
    "system",
    "citizen",
)  # actors that are no administrators


class CaseState(StrEnum):
    """How far a case is."""

    RECEIVED = "received"  # with the coordinator: can it be acted on, and by whom?
    VERIFIED = "verified"  # it can; not forwarded yet
    FORWARDED = "forwarded"  # disposisi: at a desk that has not taken it up
    REOPENED = "reopened"  # "not solved": one level up, not taken up yet
    IN_FOLLOW_UP = "in_follow_up"
    WAITING = "waiting"  # for the citizen's answer to a question
    ANSWERED = "answered"
    RESOLVED = "resolved"  # says the desk; the citizen has not agreed yet
    CLOSED = "closed"
    ARCHIVED = "archived"  # not acted on, for a reason the citizen was told


NEW = frozenset(  # nobody has taken it up yet
    {CaseState.RECEIVED, CaseState.VERIFIED, CaseState.FORWARDED, CaseState.REOPENED}
)
UNANSWERED = NEW | {CaseState.IN_FOLLOW_UP, CaseState.WAITING}
OPEN = UNANSWERED | {CaseState.ANSWERED}  # the desk owes something
OVER = frozenset({CaseState.CLOSED, CaseState.ARCHIVED})
OURS = ("accept", "respond", "settle")  # steps that a desk owes
THEIRS = ("complete", "close")  # and those that wait for the citizen
LIVE: dict[
    CaseState, tuple[str, ...]
] = {  # the deadlines that still bind, nearest first
    **dict.fromkeys(NEW, OURS),
    CaseState.IN_FOLLOW_UP: ("respond", "settle"),
    CaseState.WAITING: ("complete",),
    CaseState.ANSWERED: ("settle",),
    CaseState.RESOLVED: ("close",),
    **dict.fromkeys(OVER, ()),
}
OVERSIGHT = "oversight"  # the lane of complaints "berkadar pengawasan"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a case's history, which is only ever added to."""

    at: datetime
    actor: str  # an administrator's name, "citizen", "clock" or "system"
    action: str  # a verb's name, or one of `watch.EVENTS`
    note: str
    agency: str  # the desk that has the case from then on


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a case that the desk in the lead asked another desk for."""

    desk: str
    what: str
    asked_at: datetime
    due: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint in the care of an agency."""

    tracking_id: str
    kind: str  # of the complaint, or "oversight_complaint": it sets the limits
    agency: str  # the desk in the lead
    state: CaseState
    opened_at: datetime  # aware, in local time
    deadlines: Deadlines
    hops: int = 0  # how often a desk said "not ours"
    reminded: tuple[
        str, ...
    ] = ()  # alarms given in this round: `accept:reminder`, `settle:overdue` ...
    history: tuple[HistoryEntry, ...] = ()
    patience: datetime | None = None  # how long we wait for the citizen just now
    stopped: int = 0  # calendar days that questions have stopped the clocks this round
    rating: int | None = None  # the citizen's, 1 to 5
    lane: str = ""  # OVERSIGHT, or the ordinary one
    tasks: tuple[Task, ...] = ()

    @property
    def due(self) -> tuple[str, datetime] | None:
        """The nearest thing owed (a step of LIVE) and its deadline; None when over."""
        return next(((step, self.limit(step)) for step in LIVE[self.state]), None)

    def limit(self, step: str) -> datetime:
        """The last moment of a step; of one that waits for nobody now, the day the case was opened."""
        if step in THEIRS:
            return self.patience or self.opened_at
        moment: datetime = getattr(self.deadlines, step)
        return moment

    @property
    def disputes(self) -> int:
        """How often the citizen has said that it is not solved."""
        return sum(line.action == "dispute" for line in self.history)

    @property
    def helpers(self) -> tuple[Task, ...]:
        """What others still owe the desk in the lead."""
        return tuple(task for task in self.tasks if task.done_at is None)


@dataclass(frozen=True, slots=True)
class Action:
    """What someone wants done. The caller vouches for who they are."""

    verb: str  # its name in the table of verbs
    actor: str
    desks: tuple[
        str, ...
    ] = ()  # codes of the agencies the actor speaks for; none for a citizen
    note: str = ""  # the answer, the reason, or the citizen's further words
    to: str = ""  # for a verb that takes a desk: the agency as it was named
    role: Role = Role.ADMINISTRATOR
    seen: int | None = None  # lines of the history the actor had before their eyes


class NotAllowed(Exception):
    """An action that is refused; its message is in the officers' language, for the one who tried."""


class ActedBefore(NotAllowed):
    """Somebody else has acted meanwhile: the message tells what happened, and asks.

    Done once more by one who has seen `seen` lines of the history, it goes through.
    """

    def __init__(self, why: str, seen: int) -> None:
        super().__init__(why)
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell, not yet in words."""

    to: str  # "citizen" | "administrators"
    agency: str | None  # whose administrators; None for the citizen
    key: str
    args: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


Result = tuple[Case, tuple[Notice, ...]]


def to_json(case: Case) -> dict[str, Any]:
    """The case as JSON values, moments in ISO 8601 with the local offset."""
    fields = asdict(case)
    return {
        **_plain(fields),
        "state": str(case.state),
        "deadlines": _plain(fields["deadlines"]),
        "history": [_plain(line) for line in fields["history"]],
        "tasks": [_plain(task) for task in fields["tasks"]],
        "reminded": list(case.reminded),
    }


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in fields.items()
    }
