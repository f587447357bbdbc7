"""How a complaint stands, as STATUS tells it. An id is enough to ask: no personal data is in the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from routing.agencies import Agency
from routing.case import Case, CaseState
from routing.clocks import date_text

NOTHING_SENT = "status.none"  # to somebody who asked without an id and has sent nothing
UNKNOWN = "status.unknown"
LATE = "respond:overdue"  # the alarm of this round, after which those above know
UNANSWERED = {
    CaseState.RECEIVED,
    CaseState.VERIFIED,
    CaseState.FORWARDED,
    CaseState.IN_FOLLOW_UP,
    CaseState.REOPENED,
}
UNROUTED = {
    "draft": "status.draft",
    "completed": "status.completed",
    "cancelled": "status.cancelled",
}


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint as far as it has come."""

    tracking_id: str
    status: str  # draft | completed | cancelled
    case: Case | None = None  # None: no desk has it yet


@dataclass(frozen=True, slots=True)
class Standing:
    """What to say of it: the key of the citizen's sentence, and its facts."""

    key: str
    facts: dict[str, str] = field(default_factory=dict)


def promised_day(case: Case) -> date:
    """The one day that citizens are told, everywhere: that of the first answer, as it was promised.

    By the clock of the desk it was promised for; no other desk's clock, no later holiday moves it.
    """
    return case.deadlines.respond.date()


def standing(
    filed: Filed | None, desks: Mapping[str, Agency], language: str
) -> Standing:
    """How a complaint stands; None is one that nobody knows."""
    if filed is None:
        return Standing(UNKNOWN)
    if filed.case is None:
        return Standing(UNROUTED[filed.status], {"id": filed.tracking_id})
    case = filed.case
    desk = desks.get(case.agency)
    day = case.patience if case.state == CaseState.WAITING else None
    until = {"until": date_text(day.date(), language)} if day else {}
    late = LATE in case.reminded and case.state in UNANSWERED
    return Standing(
        "status.late" if late else f"status.{case.state}",
        {
            "id": filed.tracking_id,
            "agency": desk.name if desk else case.agency,
            "deadline": date_text(promised_day(case), language),
            **until,
        },
    )
