"""What whoever keeps the agencies file should know of it, though it is sound: gaps, and people out of reach.

For a person at the command line. What is grave leaves somebody's report where nobody will read of it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.complaint import Complaint, Location, Reporter
from intake.reading.category_words import HEADS
from intake.wording.catalogue import Words
from routing.agencies import Agencies, Agency
from routing.assign import assign, nearest
from routing.regions import covers
from routing.roles import Role

REST = "what fits no category"
NAMED = 6  # places or desks named in one sentence


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing to know of the file."""

    grave: bool
    words: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the file is held against."""

    channels: Collection[str]  # those that are on
    places: Mapping[str, str]  # codes and names of the regions it should answer for
    known: Callable[[str], bool]  # whether Kemendagri has such a code
    words: Words
    now: datetime


def remarks_on(agencies: Agencies, around: Surroundings) -> tuple[Observation, ...]:
    """Everything there is to say of the file, the grave things first."""
    found = [
        *_out_of_reach(agencies, around.channels),
        *_unknown_regions(agencies, around),
        *_read_only(agencies),
        *_empty(agencies),
        *_shared(agencies),
        *_alike(agencies),
        *_gaps(agencies, around),
    ]
    return tuple(sorted(found, key=lambda remark: not remark.grave))


def _out_of_reach(agencies: Agencies, on: Collection[str]) -> Iterator[Observation]:
    for desk in agencies.by_code.values():
        for person in desk.administrators:
            if not any(address.channel in on for address in person.notify):
                ways = ", ".join(map(str, person.notify))
                yield Observation(
                    True,
                    f"{person.name} of {_name(desk)} cannot be reached: {ways}, but the channels "
                    f"that are on are {', '.join(sorted(on)) or 'none'}",
                )


def _unknown_regions(agencies: Agencies, around: Surroundings) -> Iterator[Observation]:
    for desk in agencies.by_code.values():
        if desk.region and not around.known(desk.region):
            yield Observation(
                True,
                f"the region {desk.region} of {_name(desk)} is not in Kemendagri's list: "
                "nothing will ever go there by its place",
            )


def _read_only(agencies: Agencies) -> Iterator[Observation]:
    for desk in agencies.by_code.values():
        roles = {person.role for person in desk.administrators}
        if roles == {Role.SUPERVISOR}:
            yield Observation(
                True, f"nobody at {_name(desk)} may act: all are supervisors"
            )


def _empty(agencies: Agencies) -> Iterator[Observation]:
    for desk in agencies.by_code.values():
        if not desk.administrators:
            to = _name(agencies.staffed(desk.code))
            yield Observation(
                False, f"{_name(desk)} has nobody: what is for it goes to {to}"
            )


def _shared(agencies: Agencies) -> Iterator[Observation]:
    for address in agencies.addresses():
        desks = agencies.administrators_at(address)
        if len(desks) > 1:
            at = _several([_name(desk) for desk, _ in desks])
            yield Observation(
                False,
                f"{address} stands at {at}: whoever writes from it speaks for each of them",
            )


def _alike(agencies: Agencies) -> Iterator[Observation]:
    for desk in agencies.by_code.values():
        meant = agencies.matching(desk.name)
        if len(meant) > 1 and meant[0] is desk:
            names = _several([_name(one) for one in meant])
            yield Observation(
                False, f"the name {desk.name} fits {names}: only codes tell them apart"
            )


def _gaps(agencies: Agencies, around: Surroundings) -> Iterator[Observation]:
    """What only the coordinator answers: a category in a place, or whatever has no category there."""
    left: dict[str, list[str]] = {}  # what, in the places named
    for place, name in around.places.items():
        for what, owner in _owners(agencies, place, around).items():
            if owner == agencies.coordinator:
                left.setdefault(what, []).append(name)
    alike: dict[tuple[str, ...], list[str]] = {}
    for what, places in left.items():
        alike.setdefault(tuple(places), []).append(what)
    for there, matters in alike.items():
        all_over = len(there) == len(around.places)
        where = "everywhere" if all_over else f"in {_several([*there])}"
        yield Observation(
            False, f"answered by the coordinator alone {where}: {'; '.join(matters)}"
        )


def _owners(agencies: Agencies, place: str, around: Surroundings) -> dict[str, str]:
    """Who answers there for each category, and for the rest."""
    rest = _without_category(agencies, place, around)
    here = [one for one in agencies.by_code.values() if covers(one.region, place)]
    owners = {REST: rest}
    for category in HEADS:
        listed = nearest((one for one in here if category in one.categories), agencies)
        owners[category] = agencies.staffed(listed.code).code if listed else rest
    return owners


def _without_category(agencies: Agencies, place: str, around: Surroundings) -> str:
    about = Complaint(
        tracking_id="",
        kind="complaint",
        title="",
        description="",
        received_at=around.now,
        reporter=Reporter("", "", ""),
        location=Location(region_code=place),
    )
    return assign(about, agencies, around.words).agency


def _name(desk: Agency) -> str:
    return f"{desk.name} ({desk.code})"


def _several(names: list[str]) -> str:
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return ", ".join([*names[:NAMED], *more])
