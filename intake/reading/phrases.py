"""Patterns over a text in full spelling, tried only where one can begin.

A search tries every branch of a pattern at every place of a text. These know the first letters of
their branches, and look only at the words that begin so: most texts hold none, or one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from intake.reading.words import HEAD, Normal

NOTHING = "(?!)"  # a pattern that nothing matches
_EDGE = re.compile(r"\^|\\b|(?=\(\?<?[!=])")  # what takes up no letter
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?")
_OPTIONAL = frozenset("?*{")  # what stands before them may be missing
_LITERAL = re.compile(r"[a-z]+")


class Phrases:
    """Whole words or several of them, one pattern or more; each begins at the beginning of a word."""

    def __init__(self, *patterns: str) -> None:
        source = "|".join(patterns)
        self.pattern = re.compile(rf"(?<!\S)(?:{source})(?!\S)")
        heads = set(heads_of(source)) if source != NOTHING else set()
        self.heads = None if "" in heads else frozenset(heads)

    def search(self, normal: Normal) -> re.Match[str] | None:
        """What `pattern.search` finds in the text."""
        heads = self.heads
        if heads is None:
            return self.pattern.search(normal.text)
        for start in normal.begins_at(heads):
            if match := self.pattern.match(normal.text, start):
                return match
        return None

    def may_be_in(self, normal: Normal) -> bool:
        """Whether a word is there that one of them begins with: false also for each part of the text."""
        return self.heads is None or bool(normal.begins_at(self.heads))

    def finditer(self, normal: Normal) -> Iterator[re.Match[str]]:
        """What `pattern.finditer` finds in the text."""
        if self.search(normal) is None:
            return iter(())
        return self.pattern.finditer(normal.text)

    def taken_out(self, normal: Normal) -> str | None:
        """The text with a space for each of them; None when there is none."""
        return self.pattern.sub(" ", normal.text) if self.search(normal) else None


class Heads:
    """Which of several phrases may be in a text at all, by the first letters of its words."""

    def __init__(self, rows: Iterable[Phrases]) -> None:
        self._any: set[int] = set()
        self._by_head: defaultdict[str, set[int]] = defaultdict(set)
        for number, row in enumerate(rows):
            if row.heads is None:
                self._any.add(number)
            for head in row.heads or ():
                self._by_head[head].add(number)

    def possible(self, normal: Normal) -> list[int]:
        """The numbers of those that may, in their order."""
        found = [self._by_head[head] for head in normal.heads(self._by_head)]
        return sorted(self._any.union(*found))


def heads_of(source: str) -> Iterator[str]:
    """The first letters, three at the most, of what each branch matches; "" where that can be anything."""
    for branch in branches_of(source):
        yield from _head_of_branch(branch)


def _head_of_branch(branch: str) -> Iterator[str]:
    while edge := _EDGE.match(branch):
        branch = branch[edge.end() or group_end(branch) :]
    if opened := _GROUP.match(branch):
        end = group_end(branch)
        yield from heads_of(branch[opened.end() : end - 1])
        if branch[end : end + 1] in _OPTIONAL:
            yield from _head_of_branch(branch[end + 1 :])
        return
    if branch.startswith(r"\?"):
        yield "?"
        return
    literal = _LITERAL.match(branch)
    letters = literal[0] if literal else ""
    if branch[len(letters) : len(letters) + 1] in _OPTIONAL:
        letters = letters[:-1]  # the last may be missing
    yield letters[:HEAD]


def branches_of(source: str) -> Iterator[str]:
    """The parts between the bars that stand in no group."""
    at = start = 0
    while at < len(source):
        if source[at] == "|":
            yield source[start:at]
            start = at + 1
        at = _behind(source, at)
    yield source[start:]


def group_end(source: str) -> int:
    """Behind the bracket that closes the one at the beginning."""
    at = 1
    while source[at] != ")":
        at = _behind(source, at)
    return at + 1


def _behind(source: str, at: int) -> int:
    """Behind the sign, escaped sign, set or group at this place."""
    if source[at] == "\\":
        return at + 2
    if source[at] == "[":
        return source.index("]", at + 2) + 1
    return at + group_end(source[at:]) if source[at] == "(" else at + 1
