"""What two reports have in common: which thing, what ails it, by which landmark, in which words.

Texts that look alike prove nothing (58 people once sent nearly one text, each for themselves) and two who
saw one broken lamp may share no word. So the words of a story are sorted first:

    pju dpn SD Inpres padam 2 malam   ->   thing: lampu   ailment: mati   landmark: sd inpres

A word that no table knows counts as itself. What speaks for and against is added up by `WEIGHTS`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from intake.reading.memory import remembered
from intake.reading.words import MARKS, normalise
from routing.likeness_words import (
    AILMENTS,
    IDLE,
    LEADS,
    NAMED,
    NUMBERED,
    SCHOOLS,
    SETTINGS,
    STREETS,
    THINGS,
)

SHORTEST = 3  # letters of a word that tells something
FOLLOWING = 3  # words behind "depan" that name the landmark


class Weights(NamedTuple):
    """What each kind of agreement is worth, and each contradiction costs."""

    thing: float = 3.0
    setting: float = 1.0
    ailment: float = 1.5
    place: float = 2.0  # a landmark, a road, a number
    other: float = 1.0
    first: float = -1.0  # they begin with different things
    no_thing: float = -3.0  # both name things, and none in common
    no_ailment: float = -1.5
    no_place: float = -3.0
    no_mark: float = -5.0  # RT 5 and RT 12
    own: float = -6.0


WEIGHTS = Weights()
MOST = 2  # of one kind count


@dataclass(frozen=True, slots=True)
class Matter:
    """A story's words, sorted; things and ailments by what they mean, each once, in their order."""

    things: tuple[str, ...]
    settings: tuple[str, ...]  # things that others are often told to be at
    ailments: tuple[str, ...]
    places: frozenset[str]  # words of landmarks and roads
    marks: frozenset[tuple[str, str]]  # ("rt", "5"), ("jalan", "palapa")
    others: tuple[str, ...]
    own: bool  # about a paper, a bill, a benefit of the writer's own


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one matter, and the words that do: ours for things, else theirs."""

    score: float
    shared: tuple[str, ...]


def likeness(one: Matter, other: Matter) -> Likeness:
    """What two matters share, by our words, and what it adds up to."""
    things = _both(one.things, other.things)
    settings = _both(one.settings, other.settings)
    ailments = _both(one.ailments, other.ailments)
    others = _both(one.others, other.others)
    w = WEIGHTS
    alike = (
        w.thing * min(len(things), MOST)
        + w.setting * bool(settings)
        + w.ailment * bool(ailments)
        + w.other * min(len(others), MOST)
        + w.first * _differ(one.things[:1], other.things[:1])
        + w.place * bool(one.places & other.places or one.marks & other.marks)
    )
    places = sorted(one.places & other.places)
    shared = (*things, *settings, *ailments, *others, *places)
    return Likeness(alike + _against(one, other), tuple(dict.fromkeys(shared)))


def _against(one: Matter, other: Matter) -> float:
    w = WEIGHTS
    return (
        w.no_thing * _differ(one.things, other.things)
        + w.no_ailment * _differ(one.ailments, other.ailments)
        + w.no_place * _differ(_all_places(one), _all_places(other))
        + w.no_mark * _contradict(one, other)
        + w.own * (one.own and other.own)
    )


def _differ(one: Collection[str], other: Collection[str]) -> bool:
    """Whether both say something, and nothing in common."""
    return bool(one) and bool(other) and not set(one) & set(other)


def _all_places(one: Matter) -> frozenset[str]:
    return one.places | {f"{kind} {name}" for kind, name in one.marks}


def _contradict(one: Matter, other: Matter) -> bool:
    """Whether they name two of a kind: RT 5 and RT 12, jalan Palapa and jalan Pemuda."""
    kinds = dict(one.marks).keys() & dict(other.marks).keys()
    return any(
        not {mark for mark in one.marks & other.marks if mark[0] == kind}
        for kind in kinds
    )


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in one if word in other)


# --- sorting words ----------------------------------------------------------------


@remembered
def read_matter(text: str, regions: frozenset[str] = frozenset()) -> Matter:
    """A story's words, sorted; `regions` are names that the place's code says better."""
    words = _split(text)
    where = _where(words, regions)
    telling = [n for n, word in enumerate(words) if _tells(word, regions)]
    said = tuple(dict.fromkeys(meaning(words[n]) for n in telling if n not in where))
    return Matter(
        things=_those(said, MEANT - SETTINGS),
        settings=_those(said, SETTINGS),
        ailments=_those(said, AILING),
        places=_names(meaning(words[n]) for n in telling if n in where),
        marks=frozenset(_marks(words, regions)),
        others=tuple(word for word in said if word not in MEANT | AILING),
        own=bool(_OWN.search(" ".join(words))),
    )


def _those(said: tuple[str, ...], wanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in said if word in wanted)


def _names(words: Iterable[str]) -> frozenset[str]:
    """Without what bears a name, where the name itself was told: "toko" of "toko Harapan"."""
    found = frozenset(words) - STREETS
    return found - NAMED - {"sekolah", "kantor"} or found


MEANT, AILING = frozenset(THINGS.values()), frozenset(AILMENTS.values())


def _split(text: str) -> list[str]:
    """The words in full spelling; of doubled ones each half."""
    spelled = (word.text.replace("-", " ") for word in normalise(text).words)
    return _joined([part for word in spelled for part in word.split()])


def _joined(words: list[str]) -> list[str]:
    """ "El Tari" as "eltari": a street's name may begin with a short word."""
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        after_street = joined[-2:-1] and joined[-2] in STREETS
        if after_street and last in INITIALS and word.isalpha():
            joined[-1] = INITIALS[last] + word
        else:
            joined.append(word)
    return joined


INITIALS = {
    "el": "el",
    "a": "a",
    "ahmad": "a",
    "h": "",
    "haji": "",
    "jenderal": "",
    "jend": "",
}


def in_own_words(text: str, shared: Collection[str]) -> str:
    """What two reports share as one of them said it: words of this text only, in their order."""
    said = {meaning(word): word for word in reversed(_split(text)) if word.isalnum()}
    own = [word for word in _split(text) if said.get(meaning(word)) == word]
    return " ".join(word for word in dict.fromkeys(own) if meaning(word) in shared)


def meaning(word: str) -> str:
    """Our word for it, or the citizen's own, bare."""
    bare = stem(word)
    for table in (THINGS, AILMENTS):
        for form in (word, bare):
            if form in table:
                return table[form]
    return bare


def _tells(word: str, regions: frozenset[str]) -> bool:
    if word in MARKS or word in regions or word in IDLE | LEADS:
        return False
    known = meaning(word) in MEANT | AILING
    return known or (
        len(word) > SHORTEST and word.isalpha() and stem(word) not in IDLE | regions
    )


def _where(words: list[str], regions: frozenset[str]) -> set[int]:
    """Which words only say by what it is: those behind "depan", "dekat", up to what ails the thing."""
    found: set[int] = set()
    for n, word in enumerate(words):
        if word in LEADS:
            found.update(_landmark(words, n + 1))
        elif word in STREETS and n + 1 < len(words) and _is_name(words[n + 1], regions):
            found.update((n, n + 1))
    return found


def _landmark(words: list[str], start: int) -> Iterator[int]:
    for at in range(start, min(start + FOLLOWING, len(words))):
        word = words[at]
        if word in MARKS or word in IDLE or meaning(word) in AILING:
            return
        yield at


def _marks(words: list[str], regions: frozenset[str]) -> Iterator[tuple[str, str]]:
    for n, word in enumerate(words[:-1]):
        following = words[n + 1]
        if word in NUMBERED and (following.isdigit() or len(following) == 1):
            yield word, following.lstrip("0")
        elif word in SCHOOLS:
            yield from (("sekolah", w) for w in words[n + 1 : n + 5] if w.isdigit())
        elif word in NAMED and _is_name(following, regions):
            yield word, following


def _is_name(word: str, regions: frozenset[str]) -> bool:
    return (
        word.isalpha()
        and _tells(word, regions)
        and word not in NUMBERED | NAMED
        and meaning(word) not in MEANT | AILING
    )


def stem(word: str) -> str:
    """The word without what Indonesian puts before and behind it, where enough of it is left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > SHORTEST:
            word = word.removesuffix(ending)
            break
    for front in _FRONTS:
        if word.startswith(front) and len(word) - len(front) > SHORTEST:
            return word.removeprefix(front)
    return word


_ENDINGS = ("nya", "kan")
_FRONTS = ("meng", "mem", "men", "me", "ber", "ter", "di")
_OWN = re.compile(
    r"\b(?:ktp|kk|akta|bpjs|kis|kip|pkh|blt|sertifikat|tagihan|meteran|rekening|pensiun|gaji|honor|surat|nama|"
    r"kartu)\b(?: \S+){0,4}? (?:saya|suami|istri|anak saya|orang tua|keluarga)\b"
    r"|\b(?:saya|anak saya|suami saya) (?:\S+ ){0,3}?(?:tidak|belum) "
    r"(?:dapat|menerima|terima|dibayar|terdaftar)"
    r"|\b(?:gaji|honor) saya\b|\banak saya (?:\S+ ){0,3}?(?:kip|pip|kartu)"
)
