"""Who may see what: a desk its own cases and those of the desks below it, the coordinator all.

Asked anew at each request, so whoever leaves the agencies file is out at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.setup.links import Links
from intake.messages import Address
from intake.reading.phone import normalise
from routing.agencies import Agencies
from routing.roles import Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """An administrator looking at the pages."""

    name: str
    desks: tuple[str, ...]  # codes of the agencies they speak for
    visible: (
        frozenset[str] | None
    )  # codes of the agencies whose cases they see; None: all
    roles: Mapping[str, Role] = field(default_factory=dict)  # what they are at each

    @property
    def coordinates(self) -> bool:
        """Whether they sit at the coordinator's desk."""
        return self.visible is None

    def sees(self, agency: str | None) -> bool:
        """Whether a case at this agency is for their eyes; None is one that no agency has yet."""
        return self.visible is None or agency in self.visible


def visitor_of(mark: str, links: Links, agencies: Agencies) -> Visitor | None:
    """The administrator behind a mark, or None when the agencies file does not (any longer) name them."""
    address = next(
        (one for one in agencies.addresses() if links.mark(one) == mark), None
    )
    if address is None:
        return None
    here = agencies.administrators_at(address)
    desks = tuple(agency.code for agency, _ in here)
    name = ", ".join(dict.fromkeys(person.name for _, person in here))
    return Visitor(name, desks, agencies.in_sight_of(desks), agencies.roles_at(address))


def typed_addresses(text: str, agencies: Agencies) -> tuple[Address, ...]:
    """The administrators' addresses somebody may mean: a phone number, a Telegram id or an e-mail address."""
    bare = text.strip().rpartition(":")[2].lower()
    meant = {bare, normalise(bare)}
    return tuple(
        dict.fromkeys(one for one in agencies.addresses() if one.id.lower() in meant)
    )
