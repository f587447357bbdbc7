"""Patterns over a text as it was typed, tried only where a word begins that can open them.

A search tries every branch of a pattern at every character, and a turn asks some sixty patterns of one
text. Where a text's words begin is written down once; a pattern that opens with a word knows the first
letters of its branches and is tried at the words that begin so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from intake.reading.memory import remembered
from intake.reading.phrases import branches_of, heads_of
from intake.reading.words import HEAD

_RUN = re.compile(r"\w+")
_OPENINGS = (r"\b", r"(?<!\w)")
_ALIKE = str.maketrans(  # what Python takes for small letters of ours, too
    {"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"}
)
_ODD = frozenset(map(chr, _ALIKE))


class Sought:
    """A pattern whose every branch opens with `\\b` or `(?<!\\w)` and letters; capitals are all one.

    ValueError for one of which that cannot be said.
    """

    def __init__(self, source: str) -> None:
        self.pattern = re.compile(source, re.IGNORECASE)
        self._heads = frozenset(heads_of(source))
        if "" in self._heads or not _opens_with_words(source):
            raise ValueError(f"does not open with a word: {source}")

    def search(self, text: str) -> re.Match[str] | None:
        """What `pattern.search` finds in the text."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What `pattern.finditer` finds in the text."""
        words, past = _words_of(text), 0
        for start in _begins_at(words, self._heads):
            if start >= past and (match := self.pattern.match(text, start)):
                past = match.end()
                yield match


def holds(text: str, *parts: str) -> bool:
    """Whether one of these parts, in small letters, is in a text; where capitals are odd, perhaps."""
    small = text.lower()
    if any(part in small for part in parts):
        return True
    return not text.isascii() and not _ODD.isdisjoint(text)


def _opens_with_words(source: str) -> bool:
    return all(branch.startswith(_OPENINGS) for branch in branches_of(source))


@remembered
def _words_of(text: str) -> Mapping[str, list[int]]:
    """Where words begin, by their first letters, `HEAD` of them and fewer, all small."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    plain = text if text.isascii() else text.translate(_ALIKE)
    for run in _RUN.finditer(plain):
        start = run.start()
        head = run[0][:HEAD].lower()
        for length in range(1, len(head) + 1):
            found[head[:length]].append(start)
    return dict(found)


def _begins_at(words: Mapping[str, list[int]], heads: frozenset[str]) -> list[int]:
    found = words.keys() & heads
    if len(found) > 1:
        return sorted({start for head in found for start in words[head]})
    return words[found.pop()] if found else []
