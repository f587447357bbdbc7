"""Supporters (pendukung): reports that somebody said are about the same matter as another one, the lead.

A supporter's report keeps its number, its words and its history. As long as it follows, what is done to
the lead is done to it, its citizen is told each step, and the desk has one case to handle. Whoever says
"different" ends that: the report is again what it was before.

It follows when the citizen or a desk said "same" and neither says "different". Only reports that still
wait for their first answer join: an answer is never given to somebody who has not read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from intake.complaint import Complaint
from routing.case import CITIZEN, UNANSWERED, Case, HistoryEntry
from routing.duplicates import protected
from routing.moves import logged

Said = Literal["", "same", "different"]
JOIN, PART, SUPPORTED = "join", "part", "supported"  # in stored histories
WAITING = UNANSWERED
LEAVES = frozenset({"dispute", "withdraw"})  # what a supporter's citizen does alone
RELEASES = frozenset(
    {"withdraw", "archive", "oversee"}
)  # what of the lead lets its supporters go


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that may be about one matter, and who said what of it."""

    score: float
    days: int  # between the two
    one_village: bool  # False: no more than the kecamatan is known of one
    shared: tuple[str, ...] = ()
    citizen: Said = ""
    desk: Said = ""

    @property
    def agreed(self) -> bool:
        """Whether one of them follows the other."""
        said = {self.citizen, self.desk}
        return "same" in said and "different" not in said


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    about: Complaint
    case: Case
    followed: bool = False  # others follow it already


def lead_first(one: Side, other: Side) -> tuple[Side, Side]:
    """Who leads and who follows: whom others follow stays the lead, else the older report.

    One that nobody may learn of never leads while the other can.
    """
    older, newer = sorted((one, other), key=lambda side: side.about.received_at)
    if protected(older.about) or (newer.followed and not older.followed):
        return (newer, older) if not protected(newer.about) else (older, newer)
    return older, newer


def hindrance(lead: Side, follower: Side) -> str:
    """Why the one cannot follow the other, as a key of the officers' sentences; "" when it can."""
    if protected(lead.about):
        return "pair.protected"
    if follower.followed:
        return "pair.followed"
    if {lead.case.state, follower.case.state} - WAITING:
        return "pair.answered"
    return ""


def joined(own: Case, lead: Case, actor: str, now: datetime) -> Case:
    """The case as it follows another."""
    entry = HistoryEntry(now, actor, JOIN, lead.tracking_id, lead.agency)
    return logged(_as_lead(own, lead), entry)


def mirrored(own: Case, lead: Case) -> Case:
    """The case after something was done to its lead."""
    after = _as_lead(own, lead)
    return replace(after, history=(*own.history, *_since_joined(own, lead)))


def parted(own: Case, before: Case, actor: str, now: datetime) -> Case:
    """The case by itself again, as it was before it joined: no clock of its own was restarted."""
    again = replace(before, history=own.history)
    return logged(again, HistoryEntry(now, actor, PART, "", before.agency))


def _as_lead(own: Case, lead: Case) -> Case:
    return replace(
        own,
        agency=lead.agency,
        state=lead.state,
        deadlines=lead.deadlines,
        hops=lead.hops,
        reminded=lead.reminded,
    )


def _since_joined(own: Case, lead: Case) -> Iterable[HistoryEntry]:
    """What officers and the clock did since; of what the lead's citizen did, only that they did."""
    joined_at = max(line.at for line in own.history if line.action == JOIN)
    for line in lead.history:
        copied = replace(line, note="") if line.actor == CITIZEN else line
        known = copied in own.history or line.action == SUPPORTED
        if line.at >= joined_at and not known:
            yield copied
