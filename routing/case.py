"""A case: a complaint in the care of an agency, and what is said of it. The records only.

What may be done to a case is the table in `verbs.py`; how it lives on is `life.py`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.messages import Button
from routing.clocks import Deadlines

CLOCK, SYSTEM, CITIZEN = (
    "clock",
    "system",
    "citizen",
)  # actors that are no administrators


class CaseState(StrEnum):
    """How far a case is."""

    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN = frozenset({CaseState.FORWARDED, CaseState.ACCEPTED, CaseState.ANSWERED})
LIVE: dict[
    CaseState, tuple[str, ...]
] = {  # the deadlines that still bind, nearest first
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
    action: str  # a verb's name, or open | rehome | remind | escalate
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
    reminded: tuple[
        str, ...
    ] = ()  # alarms given in this round: `accept:reminder`, `settle:overdue` ...
    history: tuple[HistoryEntry, ...] = ()

    @property
    def due(self) -> tuple[str, datetime] | None:
        """The nearest thing owed (accept | respond | settle) and its deadline; None when closed."""
        return next(
            ((step, getattr(self.deadlines, step)) for step in LIVE[self.state]), None
        )


@dataclass(frozen=True, slots=True)
class Action:
    """What someone wants done. The caller vouches for who they are."""

    verb: str  # its name in the table of verbs
    actor: str
    desks: tuple[
        str, ...
    ] = ()  # codes of the agencies the actor speaks for; none for a citizen
    note: str = ""  # the answer, the reason, or the citizen's further words
    to: str = (
        ""  # for a verb that takes a desk: the code of the agency, or its last part
    )


class NotAllowed(Exception):
    """An action that is refused; its message is in the officers' language, for the one who tried."""


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
    fields["opened_at"] = case.opened_at.isoformat()
    fields["deadlines"] = {
        step: at.isoformat() for step, at in fields["deadlines"].items()
    }
    fields["history"] = [
        line | {"at": line["at"].isoformat()} for line in fields["history"]
    ]
    return fields | {"state": str(case.state), "reminded": list(case.reminded)}
