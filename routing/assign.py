"""Which agency a complaint goes to, and why. Never nobody.

The longest matching region wins, then the category. Made exact:

1. A confidential complaint goes to the coordinator, never straight to the unit complained of.
2. A desk of the file that the report names as its matter (`pelayanan kantor camat Haharu lambat`),
   unless it is accused of what another looks into: levies, partiality, violence.
3. Of the agencies that list the category and whose region covers the place, the longest region wins.
   Without a confident category this step is passed over.
4. Else a desk that the report only asks to help (`mohon dinas PU`).
5. Else the desk without categories (a kecamatan) with the longest region covering the place: it looks
   after whatever happens there. So a kecamatan never swallows what an agency exists for, and
   still gets what nobody else claims.
6. Else, which is when only the coordinator would be left, the parent of the agency with the longest
   region covering the place.
7. Else the coordinator.

On equal regions the desk that stands higher wins, then the one that comes first in the file.
An agency nobody works at passes to the nearest above it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.complaint import Complaint
from intake.reading.category_words import (
    KEKERASAN_SEKOLAH,
    NETRALITAS,
    POLITIK,
    POLITISASI,
)
from intake.wording.catalogue import Words
from routing.agencies import Agencies, Agency
from routing.named import named
from routing.regions import covers

LOOKED_INTO_BY_OTHERS = {POLITIK, NETRALITAS, POLITISASI, KEKERASAN_SEKOLAH}
ENOUGH = 0.5  # a category guessed with less confidence decides nothing


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a complaint goes. `why` and `steps` are sentences for administrators."""

    agency: str  # always a code of the agencies it was made with, with administrators
    why: str
    steps: tuple[
        str, ...
    ]  # each thing considered, in order; `why` is the one that decided


def assign(complaint: Complaint, agencies: Agencies, words: Words) -> Assignment:
    """The agency that owns this complaint from now on, by the rules above."""
    chosen, why, passed = _choose(complaint, agencies, words)
    owner = agencies.staffed(chosen.code)
    steps = (*passed, why)
    if owner is not chosen:
        steps += (
            words.say("assigned.unstaffed", agency=chosen.name, owner=owner.name),
        )
    return Assignment(owner.code, why, steps)


def _choose(
    complaint: Complaint, agencies: Agencies, words: Words
) -> tuple[Agency, str, tuple[str, ...]]:
    coordinator = agencies.by_code[agencies.coordinator]
    if complaint.confidential:
        return (
            coordinator,
            words.say("assigned.confidential", agency=coordinator.name),
            (),
        )
    place, category = complaint.location.region_code, _sure_category(complaint)
    if desk := _named(complaint, agencies, asked=False):
        return desk, words.say("assigned.named", agency=desk.name), ()
    here = [
        agency for agency in agencies.by_code.values() if covers(agency.region, place)
    ]
    where = words.say("assigned.where" if place else "assigned.nowhere", region=place)
    if agency := nearest((a for a in here if category in a.categories), agencies):
        return (
            agency,
            words.say(
                "assigned.category", category=category, where=where, agency=agency.name
            ),
            (),
        )
    if desk := _named(complaint, agencies, asked=True):
        return desk, words.say("assigned.named", agency=desk.name), ()
    passed = words.say(
        _why_no_category(complaint, category),
        category=complaint.category,
        other=complaint.other_category,
        where=where,
    )
    return *_without_category(here, agencies, words, where), (passed,)


def _named(complaint: Complaint, agencies: Agencies, *, asked: bool) -> Agency | None:
    """Rules 2 and 4."""
    if {complaint.category, complaint.other_category} & LOOKED_INTO_BY_OTHERS:
        return None
    place = complaint.location.region_code
    return named(complaint.description, agencies, place, asked=asked)


def _why_no_category(complaint: Complaint, category: str | None) -> str:
    if category:
        return "assigned.no_category"
    return "assigned.two" if complaint.other_category else "assigned.unsure"


def _without_category(
    here: list[Agency], agencies: Agencies, words: Words, where: str
) -> tuple[Agency, str]:
    """Rules 5 to 7."""
    coordinator = agencies.by_code[agencies.coordinator]
    desk = nearest((a for a in here if not a.categories), agencies)
    if desk and desk is not coordinator:
        return desk, words.say("assigned.desk", agency=desk.name, where=where)
    if (closest := nearest(here, agencies)) and closest is not coordinator:
        above = agencies.parents(closest.code)[0]
        return above, words.say(
            "assigned.above", agency=above.name, nearest=closest.name
        )
    return coordinator, words.say(
        "assigned.coordinator", agency=coordinator.name, where=where
    )


def _sure_category(complaint: Complaint) -> str | None:
    return (
        complaint.category if (complaint.category_confidence or 0) >= ENOUGH else None
    )


def nearest(candidates: Iterable[Agency], agencies: Agencies) -> Agency | None:
    """The one with the longest region; on a tie the highest in the tree, then the first in the file."""
    return max(
        candidates,
        key=lambda agency: (
            len(agency.region or ""),
            -len(agencies.parents(agency.code)),
        ),
        default=None,
    )
