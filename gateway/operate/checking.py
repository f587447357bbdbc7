"""`satupintu agencies check`: what is to be known of an agencies file before it is used, and of today's."""

from dataclasses import dataclass

from gateway.setup.parts import Parts
from intake.places.gazetteer import Gazetteer
from routing.agencies import Agencies
from routing.case import Case
from routing.examination import Observation, Surroundings, remarks_on
from storage.unit_of_work import DatabaseDown

LISTED = 50  # cases that would move
PROVINCES = tuple(map(str, range(11, 100)))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, in lines; `fine`: nothing of it is grave."""

    lines: tuple[str, ...]
    fine: bool


def check_agencies(parts: Parts) -> Checked:
    """The file of these parts: people, regions, gaps, and the open cases that would move under it."""
    agencies, gazetteer = parts.agencies, parts.gazetteer()
    around = Surroundings(
        channels=tuple(parts.channels),
        places=_places(agencies, gazetteer),
        known=lambda code: gazetteer.region(code) is not None,
        words=parts.words,
        now=parts.clock(),
    )
    remarks = (*_moving(parts), *remarks_on(agencies, around))
    people = sum(len(one.administrators) for one in agencies.by_code.values())
    return Checked(
        (
            f"{len(agencies.by_code)} desks, {people} people, {_clocks(parts)}",
            *(f"{'GRAVE' if one.grave else 'note '} {one.words}" for one in remarks),
        ),
        not any(one.grave for one in remarks),
    )


def _places(agencies: Agencies, gazetteer: Gazetteer) -> dict[str, str]:
    """The parts of the home region; the provinces where the whole country is served."""
    home = agencies.home_region()
    if home is None:
        found = [one for code in PROVINCES if (one := gazetteer.region(code))]
    else:
        found = list(gazetteer.children(home))
        own = gazetteer.region(home)
        found = found or ([own] if own else [])
    return {one.code: one.name for one in found}


def _clocks(parts: Parts) -> str:
    """`WITA for 42 desks`."""
    now, number = parts.clock(), dict[str, int]()
    for code in parts.agencies.by_code:
        name = parts.office.local(now, code).tzname() or "?"
        number[name] = number.get(name, 0) + 1
    return ", ".join(f"{name} for {n} desks" for name, n in number.items())


def _moving(parts: Parts) -> list[Observation]:
    """Open cases at desks that this file has not, or has nobody at."""
    agencies = parts.agencies
    staffed = [one.code for one in agencies.by_code.values() if one.administrators]
    try:
        with parts.store.reading() as tx:
            ids = tx.open_elsewhere(staffed, LISTED + 1)
            cases = [row.case for row in tx.cases_of(ids)]
    except DatabaseDown:
        words = "no database answers yet: whether open cases would move is not known"
        return [Observation(False, words)]
    remarks = [Observation(True, _move(agencies, case)) for case in cases[:LISTED]]
    if len(ids) > LISTED:
        remarks.append(Observation(True, f"and more than {LISTED} cases in all"))
    return remarks


def _move(agencies: Agencies, case: Case) -> str:
    why = "has nobody" if case.agency in agencies.by_code else "is not in the file"
    to = agencies.staffed(case.agency)
    return (
        f"{case.tracking_id} is open at {case.agency}, which {why}: at the next start it moves to "
        f"{to.name} ({to.code}), and its citizen is told"
    )
