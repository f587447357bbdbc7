"""Guesses which head of the official category tree a story belongs to, and says why.

Weighted phrases, no model: an administrator can read the evidence, mend a table
line, and the guess stays the same tomorrow. It is a suggestion with a confidence;
a story nothing in the tables knows gets no head.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.reading.category_words import TABLE, TRAPS
from intake.reading.memory import remembered
from intake.reading.words import Normal, normalise

GAP = r"(?:[^\s.?!]+ ){0,6}?"  # `*` in a phrase: up to six words of the same clause
ENOUGH = 2.0  # a sum of weights below this is a coincidence, not a guess
DOUBT = 2.0  # added below the fraction, so that a single weak word never gives a high confidence


@dataclass(frozen=True, slots=True)
class Guess:
    """The best head or None, how sure 0..1, and the words of the story that spoke for it."""

    head: str | None
    confidence: float
    evidence: tuple[str, ...]


@remembered
def classify(text: str) -> Guess:
    """The head this story is most likely filed under; `head` None and confidence 0.0 when unknown."""
    found = [
        (claim.phrase, claim.words) for claim in _claims(singular(normalise(text)))
    ]
    scores = _scores(phrase for phrase, _ in found)
    head, best = max(scores.items(), key=lambda score: score[1], default=("", 0.0))
    if best < ENOUGH:
        return Guess(None, 0.0, ())
    confidence = best / (sum(scores.values()) + DOUBT)
    return Guess(
        head,
        round(confidence, 2),
        tuple(words for phrase, words in found if phrase.head == head),
    )


def _scores(phrases: Iterable["_Phrase"]) -> dict[str, float]:
    """Each head's best phrase counts in full, every further one half of the one before.

    Otherwise two words of the setting ("polisi", "gerebek") outvote the matter ("narkoba").
    """
    weights: defaultdict[str, list[int]] = defaultdict(list)
    for phrase in phrases:
        if phrase.head:
            weights[phrase.head].append(phrase.weight)
    return {
        head: sum(
            weight / 2**rank for rank, weight in enumerate(sorted(mine, reverse=True))
        )
        for head, mine in weights.items()
    }


@dataclass(frozen=True, slots=True)
class _Phrase:
    head: str  # "" for a trap
    weight: int
    pattern: re.Pattern[str]
    first: tuple[
        str, ...
    ]  # one of these must be there; with "~": a word that begins so
    length: int


def matter_words(text: str) -> list[str]:
    """The words of a story, plain, without those that only look like evidence (`TRAPS`)."""
    plain = singular(normalise(text))
    traps = [claim for claim in _claims(plain) if not claim.phrase.head]
    for trap in reversed(traps):
        plain = plain[: trap.start] + plain[trap.start + len(trap.words) :]
    return [word for word in plain.split() if any(map(str.isalpha, word))]


@dataclass(frozen=True, slots=True)
class _SpokenFor:
    phrase: _Phrase
    words: str
    start: int


@remembered
def _claims(text: str) -> tuple[_SpokenFor, ...]:
    """Phrases found, longest and heaviest first; each word of the story speaks once."""
    hits = [
        (phrase, match)
        for phrase, starts in _candidates(text)
        for match in _matches(phrase, text, starts)
    ]
    hits.sort(key=lambda hit: (-hit[0].length, -hit[0].weight, hit[1].start()))
    taken: set[int] = set()
    found: list[_SpokenFor] = []
    for phrase, match in hits:
        places = {match.start(group) for group in range(1, phrase.length + 1)}
        if not places & taken:
            taken |= places
            found.append(_SpokenFor(phrase, match[0], match.start()))
    return tuple(sorted(found, key=lambda claim: claim.start))


def _candidates(text: str) -> list[tuple[_Phrase, list[int]]]:
    """The phrases whose first word is there, in the order of the table, and where it stands."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    start = 0
    for word in text.split(" "):
        for number in _opened_by(word):
            found[number].append(start)
        start += len(word) + 1
    return [(_PHRASES[number], found[number]) for number in sorted(found)]


def _opened_by(word: str) -> set[int]:
    """The numbers of the phrases that begin with this word."""
    numbers = set(_BY_WORD.get(word, ()))
    for length in _STEMS:
        if length > len(word):
            break
        numbers.update(_BY_STEM.get(word[:length], ()))
    return numbers


def _matches(phrase: _Phrase, text: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds: none that begins in the one before."""
    past = 0
    for start in starts:
        if start >= past and (match := phrase.pattern.match(text, start)):
            past = match.end()
            yield match


def singular(normal: Normal) -> str:
    """The text with -nya off its words and doublings undone: lampu-lampunya -> lampu."""
    return " ".join(_bare(word.text) for word in normal.words)


def _bare(word: str) -> str:
    if "-" not in word and not word.endswith("nya"):
        return word
    return _ENDING.sub(r"\1\2", word)


_ENDING = re.compile(r"^(?:(\w{3,})-\1|(\w{3,}?))(?:nya)?$")


def _phrases(head: str, table: str) -> Iterator[_Phrase]:
    for line in table.strip().splitlines():
        weight, _, phrases = line.partition(":")
        for phrase in phrases.split(","):
            yield _phrase(head, int(weight), phrase.split())


def _phrase(head: str, weight: int, elements: list[str]) -> _Phrase:
    elements = ["|".join(map(_bare, element.split("|"))) for element in elements]
    literal = [element for element in elements if element != "*"]
    first = literal[0].split("|")
    parts = (
        GAP if element == "*" else f"({_any(element.split('|'))}) "
        for element in elements
    )
    pattern = re.compile(r"(?<!\S)" + "".join(parts).removesuffix(" ") + r"(?!\S)")
    return _Phrase(head, weight, pattern, tuple(first), len(literal))


def _any(words: Iterable[str]) -> str:
    return "|".join(
        re.escape(word.rstrip("~")) + (r"\S*" if word.endswith("~") else "")
        for word in words
    )


_PHRASES = tuple(
    phrase
    for head, table in {"": TRAPS, **TABLE}.items()
    for phrase in _phrases(head, table)
)


def _by_first(*, stems: bool) -> dict[str, tuple[int, ...]]:
    """The numbers of the phrases by a word, or by the stem of a word, that they begin with."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(_PHRASES):
        for word in phrase.first:
            if word.endswith("~") == stems:
                numbers[word.rstrip("~")].append(number)
    return {word: tuple(mine) for word, mine in numbers.items()}


_BY_WORD, _BY_STEM = _by_first(stems=False), _by_first(stems=True)
_STEMS = sorted({len(stem) for stem in _BY_STEM})
