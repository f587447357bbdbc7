"""Which open report may be about the same matter: a question for people, never a decision.

Only reports of one village (or of one kecamatan, where no more is known) and of the last 30 days are
compared; what they share is weighed by `likeness`. Two scores matter: from `SUGGESTED` on a desk sees the
pair and why, from `ASKED` on the citizen is asked. How often either is right is measured
(docs/duplicates.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from math import cos, hypot, radians

from intake.complaint import Complaint, Location
from intake.reading.category_words import (
    GENDER,
    KEKERASAN_SEKOLAH,
    NARKOTIKA,
    NETRALITAS,
    POLITIK,
    POLITISASI,
)
from intake.reading.privacy import sensitive
from routing.likeness import Matter, likeness, read_matter

WITHIN = timedelta(days=30)
SUGGESTED, ASKED = 2.5, 4.0
MOST = 3  # suggestions for one report: a person looks at each
DISTRICT = len("53.11.04")
VILLAGE = len("53.11.04.1002")
NEAR, FAR = 0.2, 1.5  # km between two points: the same spot, surely another
POINTS = 2.0
DEGREE = 111.2  # km
ALIKE = "possible_duplicate:"
PROTECTED = frozenset(  # heads under which nobody learns of another's report
    {POLITIK, NETRALITAS, POLITISASI, NARKOTIKA, KEKERASAN_SEKOLAH, GENDER}
)
COMPARABLE = frozenset({"complaint", "aspiration"})  # each question has its own answer


@dataclass(frozen=True, slots=True)
class Alike:
    """An open report that may be about the same matter, and what speaks for it."""

    tracking_id: str
    score: float
    shared: tuple[str, ...]  # words
    days: int  # between the two
    one_village: bool  # False: no more than the kecamatan is known of one


def can_repeat(complaint: Complaint) -> bool:
    """Whether enough is known of it to compare it with others."""
    return complaint.kind in COMPARABLE and district(complaint) is not None


def district(complaint: Complaint) -> str | None:
    """The code of the kecamatan; only complaints that share it can be about the same matter."""
    code = complaint.location.region_code or ""
    return code[:DISTRICT] if len(code) >= DISTRICT else None


def secret(complaint: Complaint) -> bool:
    """Whether it may bring harm (a levy, violence, an officer's conduct): it is compared with none."""
    heads = {complaint.category, complaint.other_category}
    return bool(heads & PROTECTED) or sensitive(complaint.description)


def protected(complaint: Complaint) -> bool:
    """Whether no other citizen may learn that it exists."""
    return complaint.anonymous or complaint.confidential or secret(complaint)


def may_be_compared(one: Complaint, other: Complaint, *, one_desk: bool) -> bool:
    """Whether a desk may read that they are alike: of who asked for secrecy only one that has both."""
    if secret(one) or secret(other):
        return False
    return one_desk or not (protected(one) or protected(other))


def flagged(complaint: Complaint, alike: Iterable[Alike]) -> Complaint:
    """The complaint, with a flag that names the open one it is most like, if there is one."""
    best = next(iter(alike), None)
    if best is None:
        return complaint
    return replace(complaint, flags=(*complaint.flags, ALIKE + best.tracking_id))


def unflagged(complaint: Complaint, other: str) -> Complaint:
    """The complaint, without the flag that names that one: somebody who knows said that they differ."""
    kept = tuple(flag for flag in complaint.flags if flag != ALIKE + other)
    return replace(complaint, flags=kept)


def alike(complaint: Complaint, others: Iterable[Complaint]) -> tuple[Alike, ...]:
    """Those that may be about the same matter, the likeliest first, at most three."""
    mine = _matter(complaint)
    found = (
        compared
        for other in others
        if _comparable(complaint, other)
        and (compared := _compared(complaint, mine, other)).score >= SUGGESTED
    )
    return tuple(sorted(found, key=lambda one: (-one.score, one.tracking_id))[:MOST])


def compared(one: Complaint, other: Complaint) -> Alike:
    """What two reports share, whatever their score."""
    return _compared(one, _matter(one), other)


def _compared(one: Complaint, mine: Matter, other: Complaint) -> Alike:
    found = likeness(mine, _matter(other))
    codes = (one.location.region_code or "", other.location.region_code or "")
    return Alike(
        other.tracking_id,
        found.score + _by_points(one.location, other.location),
        found.shared,
        abs(one.received_at - other.received_at).days,
        one_village=all(len(code) >= VILLAGE for code in codes),
    )


def _comparable(one: Complaint, other: Complaint) -> bool:
    return (
        one.tracking_id != other.tracking_id
        and one.kind == other.kind
        and abs(one.received_at - other.received_at) <= WITHIN
        and _same_place(one.location.region_code, other.location.region_code)
    )


def _same_place(one: str | None, other: str | None) -> bool:
    """The same village, or the same kecamatan when either is known no better."""
    one, other = one or "", other or ""
    shorter = min(len(one), len(other))
    return shorter >= DISTRICT and one[:shorter] == other[:shorter]


def _by_points(one: Location, other: Location) -> float:
    """What two shared points say; nothing where either is missing or they lie between near and far."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return 0.0
    north = (one.latitude or 0) - (other.latitude or 0)
    east = (one.longitude or 0) - (other.longitude or 0)
    km = DEGREE * hypot(north, east * cos(radians(one.latitude or 0)))
    return POINTS * ((km <= NEAR) - 2 * (km >= FAR))


def _matter(complaint: Complaint) -> Matter:
    names = " ".join(filter(None, complaint.location.region_path)).lower().split()
    village = complaint.location.region_path[-1] or ""
    glued = village.lower().replace(" ", "")  # "mauhau"
    return read_matter(complaint.description, frozenset({*names, glued}))
