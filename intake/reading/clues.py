"""Many patterns over few words: which of them can match at all is known by the first letters of the words.

Clues((3, r"\\brusak\\b"), (-4, r"^terima kasih")).sum(Stretch(["jalan", "rusak"]))   ->   3
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from intake.reading.phrases import NOTHING, branches_of, group_end, heads_of
from intake.reading.words import HEAD

_RUN = re.compile(r"\w+")
_EDGE, _OPENS, _CLOSES = r"\b", "(?:", ")"
_WORD = re.compile(r"[a-z]+")
_MOST_HEADS = 4096  # beginnings of words that are remembered


class Stretch:
    """Words in full spelling, with a space between them, and those that a pattern can find in them."""

    __slots__ = ("heads", "text", "words")

    def __init__(self, words: Sequence[str], text: str | None = None) -> None:
        self.text = " ".join(words) if text is None else text
        self.words = set(words)
        for word in [word for word in self.words if not word.isalnum()]:
            self.words.update(_RUN.findall(word))
        self.heads = {word[:HEAD] for word in self.words}


@dataclass(frozen=True, slots=True)
class _Row:
    points: int
    words: frozenset[str]  # each is enough
    finds: Callable[[str], object]  # whether there is anything that is more than a word
    parts: tuple[str, ...]  # of which it needs one, where it need not begin with a word
    bit: int


class Clues:
    """Rows of points and a pattern; each row counts once."""

    def __init__(self, *rows: tuple[int, str]) -> None:
        self._rows: list[_Row] = []
        self._heads: defaultdict[str, int] = defaultdict(int)
        for number, (points, clue) in enumerate(rows):
            words, rest = _apart(clue)
            row = _Row(points, words, _finder(rest), _parts(rest), 1 << number)
            self._rows.append(row)
            for head in _heads(rest):
                self._heads[head] |= row.bit
        self._of_head = lru_cache(_MOST_HEADS)(_masks(self._heads))

    def sum(self, said: Stretch) -> int:
        """The points of the rows whose pattern is found in it."""
        possible = reduce(or_, map(self._of_head, said.heads), self._heads[""])
        return sum(
            [
                row.points
                for row in self._rows
                if not row.words.isdisjoint(said.words)
                or (_possible(row, possible, said.text) and row.finds(said.text))
            ]
        )


def _masks(heads: Mapping[str, int]) -> Callable[[str], int]:
    def mask(head: str) -> int:
        return reduce(or_, (heads.get(head[:n], 0) for n in range(1, len(head) + 1)), 0)

    return mask


def _apart(clue: str) -> tuple[frozenset[str], str]:
    """The words of `\\b(?:word|word|further patterns)\\b`, and a pattern for all else."""
    group = clue.removeprefix(_EDGE).removesuffix(_EDGE)
    whole = len(clue) == len(group) + 2 * len(_EDGE) and group.startswith(_OPENS)
    if not whole or group_end(group) != len(group):
        return frozenset(), clue
    branches = list(branches_of(group[len(_OPENS) : -len(_CLOSES)]))
    words = frozenset(filter(_WORD.fullmatch, branches))
    rest = "|".join(one for one in branches if one not in words)
    return words, rf"\b(?:{rest})\b" if rest else NOTHING


def _possible(row: _Row, possible: int, text: str) -> bool:
    return possible & row.bit != 0 or any(part in text for part in row.parts)


def _finder(pattern: str) -> Callable[[str], object]:
    """What need not be looked for is matched at the beginning."""
    anchored = all(branch.startswith("^") for branch in branches_of(pattern))
    return re.compile(pattern).match if anchored else re.compile(pattern).search


def _parts(pattern: str) -> tuple[str, ...]:
    """The letters with which branches begin that need not stand at the beginning of a word."""
    led = (_WORD.match(branch) for branch in branches_of(pattern))
    return tuple(letters[0][:-1] for letters in led if letters)


def _heads(pattern: str) -> Iterable[str]:
    """How words begin in a text that the pattern can match; "" when that can be any."""
    for branch in branches_of(pattern):
        if branch.startswith((_EDGE, "^")):
            yield from heads_of(branch)
        elif branch != NOTHING and not _WORD.match(branch):
            yield ""


class Openings:
    """Patterns that a text may begin with; of those that do the first counts."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(map(re.compile, patterns))
        heads: defaultdict[str, int] = defaultdict(int)
        for number, pattern in enumerate(patterns):
            for head in heads_of(pattern):
                heads[head] |= 1 << number
        self._any, self._of_head = heads[""], lru_cache(_MOST_HEADS)(_masks(heads))

    def match(self, words: Sequence[str]) -> re.Match[str] | None:
        """What the first pattern matches that matches these words, each with a space behind it."""
        possible = self._any | (self._of_head(words[0][:HEAD]) if words else 0)
        if not possible:
            return None
        text = " ".join(words) + " "
        tried = (
            pattern.match(text)
            for number, pattern in enumerate(self._patterns)
            if possible >> number & 1
        )
        return next(filter(None, tried), None)
