"""One page of a list of cases: what stands on it, how many there are, and where the pages beside it begin.

Pages have no numbers. Each begins where the one before ended, so a page deep in the list costs no
more than the first, and nothing is skipped when cases come or go meanwhile.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.web.admin.access import Visitor
from gateway.web.admin.views import ListRow, Sight, row
from storage.desk_lists import CasePlace, Shelf
from storage.unit_of_work import Transaction

PAGE = 20  # rows
MOST = 500  # cases counted: beyond that people need not know how many
LISTS: dict[str, tuple[Shelf, ...]] = {  # what each holds, in order
    "terbuka": ("open",),
    "selesai": ("closed",),
    "semua": ("open", "closed"),
}
MOMENT = "%Y%m%dT%H%M%S%f"
PLACE = re.compile(r"(?:(\d{8}T\d{12})-)?(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of a list."""

    which: str  # a name of LISTS
    beyond: CasePlace | None = None  # None: from the beginning
    back: bool = False  # what comes before that place


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of cases."""

    rows: tuple[ListRow, ...]
    total: str  # "500+" where there are more
    late: str  # open cases past a deadline; "" where there are none, or open ones are not listed
    before: CasePlace | None  # the page before ends here; None: there is none
    after: CasePlace | None  # the next page begins here; None: there is none


def read_list(tx: Transaction, sight: Sight, wanted: Wanted) -> Listing:
    """A page of the cases that this visitor sees."""
    visitor, shelves = sight.visitor, LISTS[wanted.which]
    page = _page(tx, visitor, wanted)
    total = sum(_count(tx, visitor, shelf) for shelf in shelves)
    late = _count(tx, visitor, "open", sight.now) if "open" in shelves else 0
    return Listing(
        rows=_rows(tx, page.places, sight),
        total=_many(total),
        late=_many(late) if late else "",
        before=page.before,
        after=page.after,
    )


def place_text(place: CasePlace) -> str:
    """A place as it stands in a link: `20261126T165900000000-17`, among closed cases `17`."""
    *due, number = place.key
    return "-".join([*(f"{at.astimezone(UTC):{MOMENT}}" for at in due), str(number)])


def read_place(text: str) -> CasePlace | None:
    """The place that `place_text` wrote; None for anything else."""
    read = PLACE.fullmatch(text)
    if read is None:
        return None
    number = int(read[2])
    if read[1] is None:
        return CasePlace("closed", (number,))
    try:
        due_at = datetime.strptime(read[1], MOMENT).replace(tzinfo=UTC)
    except ValueError:  # digits, but no moment
        return None
    return CasePlace("open", (due_at, number))


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the cases of a page stand."""

    places: tuple[CasePlace, ...]
    before: CasePlace | None = None
    after: CasePlace | None = None


def _page(tx: Transaction, visitor: Visitor, wanted: Wanted) -> _Page:
    """One more than a page is looked for: it tells whether there is another."""
    found = _places(tx, visitor, wanted)
    more, places = len(found) > PAGE, found[:PAGE]
    if wanted.back:
        places = places[::-1]
        if not more:  # the beginning: a whole page of it
            return _page(tx, visitor, Wanted(wanted.which))
    if not places:
        return _Page(())
    before, after = wanted.back or wanted.beyond, wanted.back or more
    return _Page(
        tuple(places), places[0] if before else None, places[-1] if after else None
    )


def _places(tx: Transaction, visitor: Visitor, wanted: Wanted) -> list[CasePlace]:
    """From one shelf to the next, as far as a page needs."""
    shelves = LISTS[wanted.which][:: -1 if wanted.back else 1]
    beyond = wanted.beyond
    if beyond and beyond.shelf in shelves:
        shelves = shelves[shelves.index(beyond.shelf) :]
    found: list[CasePlace] = []
    for shelf in shelves:
        start = beyond if beyond and beyond.shelf == shelf else None
        room = PAGE + 1 - len(found)
        found += tx.places(shelf, visitor.visible, room, start, back=wanted.back)
    return found


def _rows(
    tx: Transaction, places: tuple[CasePlace, ...], sight: Sight
) -> tuple[ListRow, ...]:
    cases = tx.cases_at(places)
    about = tx.complaints_by_id([case.complaint_id for case in cases])
    return tuple(
        row(stored.complaint, case.case, stored.status, sight)
        for case in cases
        if (stored := about.get(case.complaint_id))
    )


def _count(
    tx: Transaction, visitor: Visitor, shelf: Shelf, due_before: datetime | None = None
) -> int:
    return tx.count_listed(shelf, visitor.visible, MOST + 1, due_before)


def _many(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
