"""Who looks after what, read from the agencies file.

The file is YAML written by hand, so every fault is named with its line and in
words its author can act on, all of them at once. The format is the one of the
interface; category heads are those of the SP4N-LAPOR! tree of 2025.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from yaml import Node

from intake.messages import Address
from intake.reading.category_words import HEADS
from intake.reading.phone import full_number
from routing.by_hand import BrokenFile, HandWritten, compose
from routing.desk_names import DeskName, DeskNames

_CODE = re.compile(
    r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
)  # one word, because `ALIH <id> <code>` is typed on phones
_REGION = re.compile(
    r"[1-9]\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?"
)  # Kemendagri: 53, 53.11, 53.11.04(.1002)
_CONTACTS = {
    "telegram": (re.compile(r"-?\d+"), "telegram:<chat id>"),
    "whatsapp": (re.compile(r"\+[1-9]\d{7,14}"), "whatsapp:+62..."),
    "sms": (re.compile(r"\+[1-9]\d{7,14}"), "sms:+62..."),
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "email:name@example.go.id"),
}
_FILE_KEYS = {"coordinator": True, "agencies": True}  # key -> whether it is needed
_AGENCY_KEYS = {
    "code": True,
    "name": True,
    "parent": False,
    "region": False,
    "categories": False,
    "administrators": False,
}
_ADMINISTRATOR_KEYS = {"name": True, "notify": True}


@dataclass(frozen=True, slots=True)
class Administrator:
    """A person who answers for an agency."""

    name: str
    notify: tuple[Address, ...]  # tried in this order


@dataclass(frozen=True, slots=True)
class Agency:
    """A desk that complaints are sent to."""

    code: str
    name: str
    parent: str | None = None
    region: str | None = None  # a prefix of Kemendagri codes, 53.11; None: everywhere
    categories: tuple[
        str, ...
    ] = ()  # heads of the official tree; none: whatever happens in the region
    administrators: tuple[Administrator, ...] = ()


@dataclass(frozen=True)
class Agencies:
    """Every desk of this installation, in the order of the file."""

    coordinator: (
        str  # the desk that owns whatever no rule matches; always has administrators
    )
    by_code: Mapping[str, Agency]

    def administrators_at(
        self, address: Address
    ) -> tuple[tuple[Agency, Administrator], ...]:
        """Whom this address belongs to: one phone may serve several desks, a citizen's none."""
        return self._at_address.get(address, ())

    def addresses(self) -> Iterable[Address]:
        """Every address an administrator can be reached at, in the order of the file."""
        return self._at_address.keys()

    @cached_property
    def _at_address(self) -> Mapping[Address, tuple[tuple[Agency, Administrator], ...]]:
        """Every message asks whether its sender stands in the file."""
        found: dict[Address, tuple[tuple[Agency, Administrator], ...]] = {}
        for agency in self.by_code.values():
            for person in agency.administrators:
                for address in dict.fromkeys(person.notify):
                    found[address] = (*found.get(address, ()), (agency, person))
        return found

    def parents(self, code: str) -> tuple[Agency, ...]:
        """The desks above, nearest first, the coordinator always last; none above the coordinator."""
        return tuple(self.by_code[above] for above in self._above(code))

    def in_sight_of(self, desks: Iterable[str]) -> frozenset[str] | None:
        """The desks whose cases these see: their own and those of all below; None: all there are.

        The coordinator sees all, also what lies at a desk that has left the file.
        """
        own = frozenset(desks)
        if self.coordinator in own:
            return None
        return frozenset(
            code
            for code in self.by_code
            if code in own
            or not own.isdisjoint(above.code for above in self.parents(code))
        )

    def staffed(self, code: str) -> Agency:
        """This desk, or the nearest above it that has an administrator; the coordinator if it is gone."""
        here = (self.by_code[code], *self.parents(code)) if code in self.by_code else ()
        return next(
            (agency for agency in here if agency.administrators),
            self.by_code[self.coordinator],
        )

    def find(self, text: str) -> Agency | None:
        """The one agency that a text names, as `matching` reads it; None when it names none or several."""
        found = self.matching(text)
        return found[0] if len(found) == 1 else None

    def matching(self, text: str) -> tuple[Agency, ...]:
        """The agencies that a text may name, in the order of the file, so that one can be chosen.

        A code or its last part (`dishub`), a name or what tells it from others ("Dinas PUPR"), the usual
        short form, in any case, a long word mistyped by a letter or two.
        """
        return tuple(self.by_code[code] for code in self._names.meant(text))

    @cached_property
    def _names(self) -> DeskNames:
        desks = self.by_code.values()
        return DeskNames([DeskName(one.code, one.name, one.region) for one in desks])

    def home_region(self) -> str | None:
        """The region this installation serves."""
        return self.by_code[self.coordinator].region

    def _above(self, code: str) -> Iterator[str]:
        while code != self.coordinator:
            code = self.by_code[code].parent or self.coordinator
            yield code


class BrokenAgencies(BrokenFile):
    """The agencies file cannot be used."""


def read_agencies(text: str) -> Agencies:
    """The agencies described by a YAML text; BrokenAgencies, naming every fault, if it is not sound."""
    reader = HandWritten()
    fields = reader.mapping(compose(text, BrokenAgencies), _FILE_KEYS, "the file")
    rows = [
        _agency(reader, node)
        for node in reader.items(fields.get("agencies"), "agencies")
    ]
    agencies = Agencies(
        coordinator=reader.text(fields.get("coordinator"), "coordinator"),
        by_code={agency.code: agency for agency, _ in reversed(rows) if agency.code},
    )
    _check_codes(reader, rows)
    _check_coordinator(reader, agencies, fields.get("coordinator"))
    _check_parents(reader, agencies, rows)
    reader.done(BrokenAgencies)
    return Agencies(agencies.coordinator, {agency.code: agency for agency, _ in rows})


def _agency(reader: HandWritten, node: Node) -> tuple[Agency, dict[str, Node]]:
    fields = reader.mapping(node, _AGENCY_KEYS, "an agency")
    agency = Agency(
        code=_shaped(
            reader,
            fields.get("code"),
            "code",
            _CODE,
            "lower-case words joined by . or -",
        ),
        name=reader.text(fields.get("name"), "name"),
        parent=reader.text(fields.get("parent"), "parent") or None,
        region=_shaped(
            reader,
            fields.get("region"),
            "region",
            _REGION,
            "a Kemendagri code such as 53.11",
        )
        or None,
        categories=tuple(
            _category(reader, item)
            for item in reader.items(fields.get("categories"), "categories")
        ),
        administrators=tuple(
            _administrator(reader, item)
            for item in reader.items(fields.get("administrators"), "administrators")
        ),
    )
    return agency, fields | {"agency": node}


def _administrator(reader: HandWritten, node: Node) -> Administrator:
    fields = reader.mapping(node, _ADMINISTRATOR_KEYS, "an administrator")
    addresses = [
        _address(reader, item) for item in reader.items(fields.get("notify"), "notify")
    ]
    return Administrator(
        reader.text(fields.get("name"), "name"), tuple(a for a in addresses if a)
    )


def _address(reader: HandWritten, node: Node) -> Address | None:
    text = reader.text(node, "notify")
    channel, _, id_ = text.partition(":")
    if channel not in _CONTACTS:
        known = ", ".join(shape for _, shape in _CONTACTS.values())
        _refuse_text(
            reader,
            node,
            text,
            f"`{text}` is not a way to reach someone; write one of {known}",
        )
        return None
    pattern, shape = _CONTACTS[channel]
    if not pattern.fullmatch(id_):
        reader.refuse(node, f"`{text}` is not an address of the shape {shape}")
    elif id_.startswith("+") and full_number(id_) != id_:
        reader.refuse(node, f"`{text}` is a number that no telephone has")
    return Address(channel, id_)


def _category(reader: HandWritten, node: Node) -> str:
    text = reader.text(node, "category")
    if text not in HEADS:
        _refuse_text(
            reader, node, text, f"`{text}` is not a head of the official category tree"
        )
    return text


def _shaped(
    reader: HandWritten, node: Node | None, what: str, shape: re.Pattern[str], like: str
) -> str:
    text = reader.text(node, what)
    if node and not shape.fullmatch(text):
        _refuse_text(reader, node, text, f"{what} `{text}` is not {like}")
    return text


def _refuse_text(reader: HandWritten, node: Node, text: str, why: str) -> None:
    if text:  # an absent one has been refused already
        reader.refuse(node, why)


Row = tuple[Agency, dict[str, Node]]


def _check_codes(reader: HandWritten, rows: list[Row]) -> None:
    seen: set[str] = set()
    for agency, nodes in rows:
        if agency.code and agency.code in seen:
            reader.refuse(nodes["code"], f"the code `{agency.code}` is used twice")
        seen.add(agency.code)


def _check_coordinator(
    reader: HandWritten, agencies: Agencies, node: Node | None
) -> None:
    desk = agencies.by_code.get(agencies.coordinator)
    if not agencies.coordinator:
        return
    if desk is None:
        reader.refuse(
            node, f"the coordinator `{agencies.coordinator}` is not among the agencies"
        )
    elif not desk.administrators:
        reader.refuse(
            node, f"the coordinator `{agencies.coordinator}` has no administrators"
        )


def _check_parents(reader: HandWritten, agencies: Agencies, rows: list[Row]) -> None:
    for agency, nodes in rows:
        if agency.parent is None or not agency.code:
            continue
        if agency.code == agencies.coordinator:
            reader.refuse(
                nodes["parent"], "the coordinator stands above all and has no parent"
            )
        elif agency.parent not in agencies.by_code:
            reader.refuse(
                nodes["parent"],
                f"the parent `{agency.parent}` is not among the agencies",
            )
        elif circle := _circle(agencies, agency.code):
            reader.refuse(
                nodes["parent"], f"parents go in a circle: {' -> '.join(circle)}"
            )


def _circle(agencies: Agencies, code: str) -> list[str]:
    """The way from a desk back to itself, told once: from the first of its members in the alphabet."""
    way = [code]
    while (
        above := agencies.by_code[way[-1]].parent or ""
    ) in agencies.by_code and above not in way:
        way.append(above)
    return [*way, code] if above == code == min(way) else []
