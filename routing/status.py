"""How a complaint stands, as STATUS tells it. An id is enough to ask: no personal data is in the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from routing.agencies import Agency
from routing.case import UNANSWERED, Case, CaseState
from routing.clocks import date_text

NOTHING_SENT = "status.none"  # to somebody who asked without an id and has sent nothing
UNKNOWN = "status.unknown"
PROMISED = {  # the day that we tell; until the answer it is that of the answer
    **dict.fromkeys(UNANSWERED, "respond"),
    CaseState.WAITING: "complete",
    CaseState.RESOLVED: "close",
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
    owed = PROMISED.get(case.state, "settle")
    return Standing(
        f"status.{case.state}",
        {
            "id": filed.tracking_id,
            "agency": desk.name if desk else case.agency,
            "deadline": date_text(case.limit(owed).date(), language),
        },
    )
