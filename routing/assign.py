"""Which agency a complaint goes to, and why. Never nobody.

The longest matching region wins, then the category. Made exact:

1. A confidential complaint goes to the coordinator, never straight to the unit complained of.
2. Of the agencies that list the category and whose region covers the place, the longest region wins.
   Without a confident category this step is passed over.
3. Else the desk without categories (a kecamatan) with the longest region covering the place: it looks
   after whatever happens there. So a kecamatan never swallows what an agency exists for, and
   still gets what nobody else claims.
4. Else, which is when only the coordinator would be left, the parent of the agency with the longest
   region covering the place.
5. Else the coordinator.

On equal regions the desk that stands higher wins, then the one that comes first in the file.
An agency nobody works at passes to the nearest above it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.complaint import Complaint
from routing.agencies import Agencies, Agency

ENOUGH = 0.5  # a category guessed with less confidence decides nothing


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a complaint goes. `why` and `steps` are Indonesian sentences for administrators."""

    agency: str  # always a code of the agencies it was made with, with administrators
    why: str
    steps: tuple[str, ...]  # each thing considered, in order; `why` is the one that decided


def assign(complaint: Complaint, agencies: Agencies) -> Assignment:
    """The agency that owns this complaint from now on, by the rules above."""
    chosen, why, passed = _choose(complaint, agencies)
    owner = agencies.staffed(chosen.code)
    steps = (*passed, why)
    if owner is not chosen:
        steps += (f"{chosen.name} belum punya admin, maka naik ke {owner.name}.",)
    return Assignment(owner.code, why, steps)


def covers(region: str | None, place: str | None) -> bool:
    """Whether a place lies in a region; 53.1 does not cover 53.11, and no region is everywhere."""
    return region is None or (place is not None and f"{place}.".startswith(f"{region}."))


def _choose(complaint: Complaint, agencies: Agencies) -> tuple[Agency, str, tuple[str, ...]]:
    coordinator = agencies.by_code[agencies.coordinator]
    if complaint.confidential:
        return coordinator, f"Laporan rahasia ditangani {coordinator.name}.", ()
    place = complaint.location.region_code
    here = [agency for agency in agencies.by_code.values() if covers(agency.region, place)]
    where = f"di wilayah {place}" if place else "tanpa wilayah yang diketahui"
    category = _sure_category(complaint)
    if agency := _nearest((a for a in here if category in a.categories), agencies):
        return agency, f"Kategori {category} {where} ditangani {agency.name}.", ()
    passed = (f"Tidak ada unit {where} untuk kategori {category}." if category else "Kategori belum pasti.",)
    desk = _nearest((a for a in here if not a.categories), agencies)
    if desk and desk is not coordinator:
        return desk, f"{desk.name} menangani hal lain {where}.", passed
    if (nearest := _nearest(here, agencies)) and nearest is not coordinator:
        above = agencies.parents(nearest.code)[0]
        return above, f"{above.name} membawahi unit terdekat, {nearest.name}.", passed
    return coordinator, f"{coordinator.name} menangani yang tidak punya unit {where}.", passed


def _sure_category(complaint: Complaint) -> str | None:
    return complaint.category if (complaint.category_confidence or 0) >= ENOUGH else None


def _nearest(candidates: Iterable[Agency], agencies: Agencies) -> Agency | None:
    """The longest region; on a tie the highest in the tree, then the first in the file."""
    return max(
        candidates,
        key=lambda agency: (len(agency.region or ""), -len(agencies.parents(agency.code))),
        default=None,
    )
