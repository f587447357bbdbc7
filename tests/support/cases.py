"""Cases for tests that only need there to be one."""

from datetime import datetime, timedelta

from routing.case import Case, CaseState, HistoryEntry
from routing.clocks import Deadlines


def a_case(
    agency: str, now: datetime, state: str = "forwarded", note: str = ""
) -> Case:
    """A case at this desk in this state, opened now; `note` stands in its history."""
    day = timedelta(days=1)
    return Case(
        tracking_id="LPR-2222222",
        kind="complaint",
        agency=agency,
        state=CaseState(state),
        opened_at=now,
        deadlines=Deadlines(now + 3 * day, now + 5 * day, now + 14 * day),
        history=(HistoryEntry(now, "system", "open", note, agency),),
    )
