"""What officers read of a citizen's words, so that nothing in them tells who it is.

Of everybody the writer's own name stays away; of who wants to be secret or anonymous also their people,
their home, their numbers. Of the anonymous a name of which nobody can tell whose it is waits until the
coordinator, who sees the original, has let it go. Whom the words accuse and where it happened stay.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain, takewhile

from intake.complaint import Complaint
from intake.places.address import parse_place_parts
from intake.places.homes import homes_in, house_numbers
from intake.places.points import pointers_in
from intake.reading.contacts import contacts_in
from intake.reading.persons import Person, Who, persons_in
from intake.reading.who_words import NAMELESS, WORDS_TOO
from intake.reading.words import word_set
from intake.state import State

RELEASED = "released:"  # a flag: up to this character the coordinator has let doubtful words go
Span = tuple[int, int]


class Veiling(IntEnum):
    """How much is hidden."""

    NAME = 0
    SECRET = 1
    ANONYMOUS = 2


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands for what is hidden."""

    person: str
    home: str
    contact: str
    held: str


@dataclass(frozen=True, slots=True)
class Veil:
    """What is known of one reporter, to be kept out of any text about their report."""

    veiling: Veiling
    names: tuple[str, ...]  # whole names
    homes: tuple[str, ...]  # addresses
    scene: frozenset[str]  # words of where it happened
    accused: frozenset[str]  # words of names
    released: frozenset[str] = frozenset()

    def over(self, text: str, marks: Marks) -> str:
        """The text with marks for what is hidden; digits of a house that is the scene become `*`."""
        shown, at = [], 0
        for start, end, mark in self._hidden(text, marks):
            shown += [text[at:start], mark or re.sub(r"\w", "*", text[start:end])]
            at = end
        return _once("".join([*shown, text[at:]]), marks)

    def held(self, text: str) -> tuple[str, ...]:
        """The names in a text that wait for the coordinator."""
        return tuple(text[start:end] for start, end in self._doubtful(text))

    def _hidden(self, text: str, marks: Marks) -> list[tuple[int, int, str]]:
        """The ranges to hide, none over another, the surest first chosen, in their order.

        Of one that lies partly under another its rest is hidden as well: nothing found may show.
        """
        kept: list[tuple[int, int, str]] = []
        for start, end, mark in self._found(text, marks):
            rest = _uncovered(text, start, end, kept)
            kept += [(first, last, mark) for first, last in rest]
        return sorted(kept)

    def _found(self, text: str, marks: Marks) -> Iterator[tuple[int, int, str]]:
        hidden = self.veiling > Veiling.NAME
        if hidden:
            yield from ((*span, marks.contact) for span in contacts_in(text))
        yield from ((*span, marks.person) for span in self._sure(text))
        if hidden:
            yield from self._at_home(text, marks)
        yield from ((*span, marks.held) for span in self._doubtful(text))

    def _sure(self, text: str) -> Iterator[Span]:
        """The writer, of the hidden their people too; and their names wherever they stand."""
        persons = persons_of(text)
        own = (Who.SELF, Who.KIN) if self.veiling else (Who.SELF,)
        yield from ((one.start, one.end) for one in persons if one.who in own)
        for name in self.names:
            yield from _places_of(name, text)
        yield from self._named(text, persons)

    def _named(self, text: str, persons: Iterable[Person]) -> Iterator[Span]:
        """Each word of the names of who is hidden, wherever it stands, but for those of the accused."""
        spared = [(one.start, one.end) for one in persons if one.who is Who.ACCUSED]
        words = _own_words(self.names) if self.veiling else []
        for start, end in (span for word in words for span in _places_of(word, text)):
            inside = any(first <= start < last for first, last in spared)
            if not (inside or _is_plain(text[start:end])):
                yield start, end

    def _at_home(self, text: str, marks: Marks) -> Iterator[tuple[int, int, str]]:
        for home in homes_in(text):
            same = home.scene or self._is_scene(text[home.start : home.end])
            yield from _covered(text, home.start, home.end, marks, same=same)
        for home_ in self.homes:
            same = self._is_scene(home_)
            for start, end in _streets_of(home_, text):
                yield from _covered(text, start, end, marks, same=same)
        for link in pointers_in(text):
            if _LEADS_HOME.search(text[max(0, link.start - 60) : link.start]):
                yield link.start, link.end, marks.home

    def _is_scene(self, home: str) -> bool:
        words = _words(parse_place_parts(home).street or home)
        told = {word for word in words if not any(c.isdigit() for c in word)}
        return bool(told) and told <= self.scene

    def _doubtful(self, text: str) -> Iterator[Span]:
        if self.veiling is not Veiling.ANONYMOUS:
            return
        known = self.released | self.accused | self.scene
        for one in persons_of(text):
            words = _words(text[one.start : one.end])
            if one.who is Who.SOMEBODY and not words <= known:
                yield one.start, one.end


def _uncovered(
    text: str, start: int, end: int, kept: Iterable[tuple[int, int, str]]
) -> Iterator[Span]:
    """The parts of a range over which nothing lies yet and that hold a word."""
    at = start
    for first, last, _ in [*sorted(kept), (end, end, "")]:
        if last <= at and last < end:
            continue
        part = _WORDS_IN.search(text, at, min(max(first, at), end))
        if part:
            yield part.span()
        at = max(at, last)


_WORDS_IN = re.compile(r"\w(?:.*\w)?", re.S)


def _own_words(names: Iterable[str]) -> list[str]:
    """The words of names up to an area behind one: of "Marta Kec. Lewa" neither Kec. nor Lewa is hers."""
    told = (takewhile(_no_area, name.split()) for name in names)
    return list(chain.from_iterable(told))


def _no_area(word: str) -> bool:
    return word.casefold().strip(".,:") not in AREAS


AREAS = word_set(
    "kec kecamatan kab kabupaten kel kelurahan desa ds dusun dsn dukuh kampung kp lingkungan lingk ling "
    "prov provinsi kota rt rw jl jln jalan gg gang"
)


def _is_plain(word: str) -> bool:
    """A word of the language that is somebody's name as well, in small letters; a letter alone."""
    return len(word) == 1 or (
        word[0].islower() and word.lower() in NAMELESS | WORDS_TOO
    )


def veil_of(about: Complaint) -> Veil:
    """The veil over a complaint."""
    there = about.location
    where = (there.text, there.landmark, *there.region_path)
    lives = about.reporter.address.text
    veiling = _veiling(anonymous=about.anonymous, confidential=about.confidential)
    seen = _released(about)
    return _woven(veiling, about.description, about.reporter.name, lives, where, seen)


def veil_of_draft(state: State) -> Veil:
    """The same while it is told."""
    draft, place = state.draft, state.value("place") or {}
    where = (place.get("text"), place.get("landmark"))
    lives = (state.value("address") or {}).get("text")
    veiling = _veiling(anonymous=draft.anonymous, confidential=draft.confidential)
    return _woven(veiling, "\n".join(draft.story), state.value("name"), lives, where)


def let_go(about: Complaint) -> tuple[str, ...]:
    """The complaint's flags once the coordinator has let all its words go as they stand now."""
    others = (flag for flag in about.flags if not flag.startswith(RELEASED))
    return (*others, f"{RELEASED}{len(about.description)}")


def persons_of(text: str) -> list[Person]:
    """Everybody in a text, read as a whole and each line by itself: who signed it may stand in any."""
    found, at = list(persons_in(text)), 0
    lines = text.split("\n") if "\n" in text else ()
    for line in lines:
        found += [
            Person(one.start + at, one.end + at, one.who) for one in persons_in(line)
        ]
        at += len(line) + 1
    kept: list[Person] = []
    for one in sorted(found, key=lambda one: _SUREST.index(one.who)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept


_SUREST = (Who.SELF, Who.KIN, Who.ACCUSED, Who.SOMEBODY)


def _veiling(*, anonymous: bool, confidential: bool) -> Veiling:
    if anonymous:
        return Veiling.ANONYMOUS
    return Veiling.SECRET if confidential else Veiling.NAME


def _released(about: Complaint) -> str:
    """The words that the coordinator has seen and let go."""
    seen = [flag for flag in about.flags if flag.startswith(RELEASED)]
    return about.description[: int(seen[-1].removeprefix(RELEASED))] if seen else ""


def _woven(
    veiling: Veiling,
    story: str,
    name: str | None,
    lives: str | None,
    where: Iterable[str | None],
    seen: str = "",
) -> Veil:
    persons = persons_of(story)
    sure = (Who.SELF, Who.KIN) if veiling else (Who.SELF,)
    names = _all_of((name or "").strip(), *_told(story, persons, *sure))
    homes = (story[one.start : one.end] for one in homes_in(story) if not one.scene)
    own = _words(" ".join(names))
    return Veil(
        veiling,
        names,
        _all_of(lives, *homes),
        _words(" ".join(filter(None, where))) - own,
        _words(" ".join(_told(story, persons, Who.ACCUSED))) - own,
        _words(" ".join(_told(seen, persons_of(seen), Who.SOMEBODY))),
    )


def _all_of(*told: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, told)))


def _told(text: str, persons: Iterable[Person], *who: Who) -> list[str]:
    return [text[one.start : one.end] for one in persons if one.who in who]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _places_of(words: str, text: str) -> Iterator[Span]:
    """Where these words stand, in any case and spacing."""
    flexible = r"[\s.,]+".join(map(re.escape, words.split()))
    for found in re.finditer(rf"(?<!\w){flexible}(?!\w)", text, re.IGNORECASE):
        yield found.span()


def _streets_of(home: str, text: str) -> Iterator[Span]:
    """Where a home's street stands, with the number of the house or without."""
    street = parse_place_parts(home).street or ""
    words = [word for word in re.findall(r"\w+", street) if not word[0].isdigit()]
    name = r"[\s.]+".join(map(re.escape, words[1:]))
    if not name:
        yield from _places_of(home, text)
        return
    road = r"(?:jl|jln|jalan|gg|gang|lorong|lrg)"
    number = r"(?:[\s,.]*(?:no|nomor|nmr)?[\s.]*\d+\w?)?"
    for found in re.finditer(
        rf"(?<!\w){road}[\s.]+{name}{number}(?!\w)", text, re.IGNORECASE
    ):
        yield found.span()


def _covered(
    text: str, start: int, end: int, marks: Marks, *, same: bool
) -> Iterator[tuple[int, int, str]]:
    """All of a home; of one that is the scene the number of the house."""
    if not same:
        yield start, end, marks.home
        return
    for first, last in house_numbers(text, start, end):
        yield first, last, ""


_LEADS_HOME = re.compile(
    r"\b(?:rumah|alamat|tinggal|kos\w*|lokasi rumah)(?:ku)?\s+(?:(?:saya|sy|kami|di|ini|ada)\s*)*[:=]?\s*$",
    re.IGNORECASE,
)


def _once(text: str, marks: Marks) -> str:
    """One mark where several would stand side by side."""
    for mark in (marks.person, marks.held):
        side_by_side = rf"{re.escape(mark)}(?:[\s.]*{re.escape(mark)})+"
        text = re.sub(side_by_side, mark.replace("\\", ""), text)
    return text
