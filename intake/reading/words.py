"""Reads words the way citizens type them, and remembers where each one stood.

    jln2 dkt psr rsk bgt.tlg   ->   jalan-jalan dekat pasar rusak banget . tolong

Spelled-out words make every other reader's table short; the ranges let it quote
the citizen's own words. Clause marks (`. , ? !`) stand as words of their own, so
that no pattern reads across a full stop. How people write is counted in 1,837
reports, doc "conversation", section "How citizens write".
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import accumulate

from intake.reading.abbreviations import ABBREVIATIONS, NUMBERED, UNITS, WITH_FULL_STOP
from intake.reading.memory import remembered

MARKS = frozenset(".,?!")
HEAD = 3  # letters

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:/]\d+)+)"
    r"|(?P<word>a/n\b|(?<!\w)u/(?=\s|\w{3})|[^\W_]+(?:['’\-][^\W_]+)*)"
    r"|(?P<mark>[.,;:!?\n]+)",
    re.IGNORECASE,
)
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_TRIPLED = re.compile(r"([^\W\d])\1\1")
_ZERO_FOR_O = re.compile(r"(?=[a-z0]*[a-z][a-z0]*[a-z])[a-z]+0[a-z0]*|0[a-z]{2,}")
_DOUBLED = re.compile(r"(?P<base>[a-z]{2,})2(?P<tail>nya|an|kan)?")
_TIMES = re.compile(r"(?P<prefix>ber|br)?(?:kali|x)2(?:nya)?")
_GLUED = re.compile(r"(?P<head>\d+)(?P<tail>[a-z]+)|(?P<base>[a-z]{2,})(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word in full spelling and lower case; `kk` gives two words with one range."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in full spelling: its words, and `text` with one space between them."""

    words: tuple[Word, ...]
    text: str
    starts: tuple[int, ...]  # where each word begins in `text`
    _heads: dict[str, list[int]] = field(
        repr=False, compare=False
    )  # where words begin, by their first letters, `HEAD` of them and fewer

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original of the non-empty range start:end of `text`."""
        return self.words[self.word_at(start)].start, self.words[
            self.word_at(end - 1)
        ].end

    def heads(self, heads: Set[str] | Mapping[str, object]) -> set[str]:
        """Which of these letters any word begins with."""
        return self._heads.keys() & heads

    def begins_at(self, heads: frozenset[str]) -> list[int]:
        """Where in `text` the words begin that begin with one of these letters."""
        found = self.heads(heads)
        if len(found) > 1:
            return sorted({start for head in found for start in self._heads[head]})
        return self._heads[found.pop()] if found else []

    def word_at(self, position: int) -> int:
        """Which word holds this position of `text`."""
        return bisect_right(self.starts, position) - 1


def word_set(words: str) -> frozenset[str]:
    """A table of words written as one string, which reads better than two hundred quotes."""
    return frozenset(words.split())


@remembered  # a dozen readers look at the same message
def normalise(text: str) -> Normal:
    """Spell a text out: abbreviations, doublings, zero for o, glued stops and numbers."""
    words = tuple(_words(text))
    lengths = accumulate((len(word.text) + 1 for word in words), initial=0)
    starts = tuple(lengths)[: len(words)]
    return Normal(
        words, " ".join(word.text for word in words), starts, _by_head(words, starts)
    )


def _by_head(words: tuple[Word, ...], starts: tuple[int, ...]) -> dict[str, list[int]]:
    heads: defaultdict[str, list[int]] = defaultdict(list)
    for word, start in zip(words, starts, strict=True):
        form = word.text
        for length in range(1, min(HEAD, len(form)) + 1):
            heads[form[:length]].append(start)
    return dict(heads)


def _words(text: str) -> Iterator[Word]:
    tokens = list(_TOKEN.finditer(text))
    may_stretch = not text.isascii() or _TRIPLED.search(text.lower()) is not None
    for index, token in enumerate(tokens):
        start, end = token.span()
        word = token[0].lower()
        if word.isalpha() and not may_stretch and word not in _NOT_AS_TYPED:
            yield Word(word, start, end)
            continue
        for spelled in _spelled_out(tokens, index):
            yield Word(spelled, start, end)


def _spelled_out(tokens: list[re.Match[str]], index: int) -> list[str]:
    """The words a token stands for; the full stop of a short form stands for none."""
    token = tokens[index]
    if token.lastgroup == "mark":
        return [] if _belongs_to_short_form(tokens, index) else [_mark(token[0])]
    word = token[0].lower()
    following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
    if word == "dpt":
        before = tokens[index - 1][0].lower() if index else ""
        if _tells_of_voters(before, following.lower()):
            return ["daftar", "pemilih", "tetap"]
    return _spell(word, following)


def _belongs_to_short_form(tokens: list[re.Match[str]], index: int) -> bool:
    before = tokens[index - 1] if index else None
    return (
        before is not None
        and tokens[index][0] == "."
        and before.end() == tokens[index].start()
        and before[0].lower() in WITH_FULL_STOP
    )


def _mark(token: str) -> str:
    if "?" in token:
        return "?"
    if "!" in token:
        return "!"
    return "," if set(token) <= set(",;:") else "."


def _spell(token: str, following: str) -> list[str]:
    token = _STRETCHED.sub(r"\1", token)
    if token.isalpha() and token not in ABBREVIATIONS and token not in _BY_CONTEXT:
        return [token]
    if _ZERO_FOR_O.fullmatch(token):
        token = token.replace("0", "o")
    if token in _BY_CONTEXT:
        return _BY_CONTEXT[token][_numbers(following)].split()
    if token in ABBREVIATIONS:
        return ABBREVIATIONS[token].split()
    return _spell_number(token)


_BY_CONTEXT = {  # token: (otherwise, before a number); `no` alone is also English
    "no": ("no", "nomor"),
    "an": ("an", "atas nama"),
    "a/n": ("atas nama", "atas nama"),
    "pkl": ("pedagang kaki lima", "pukul"),
}


_NOT_AS_TYPED = ABBREVIATIONS.keys() | _BY_CONTEXT.keys() | {"dpt"}
_BEFORE_VOTERS = word_set(
    "di dalam masuk data"
)  # "terdaftar di DPT": else it is `dapat`
_BEHIND_VOTERS = word_set("pemilu pilkada pilpres pileg pilkades pilgub pemilih online")


def _tells_of_voters(before: str, following: str) -> bool:
    return before in _BEFORE_VOTERS or following in _BEHIND_VOTERS


def _numbers(following: str) -> bool:
    return following[:1].isdigit() or following == "."


def _spell_number(token: str) -> list[str]:
    if times := _TIMES.fullmatch(token):
        return ["berkali-kali" if times["prefix"] else "kali-kali"]
    doubled = _DOUBLED.fullmatch(token)
    if doubled and doubled["base"] not in NUMBERED:
        base = ABBREVIATIONS.get(doubled["base"], doubled["base"])
        return (
            [f"{base}-{base}{doubled['tail'] or ''}"]
            if " " not in base
            else [*base.split(), "2"]
        )
    if glued := _GLUED.fullmatch(token):
        head, tail, base, number = glued.groups(default="")
        if tail in UNITS:
            return [head, *UNITS[tail].split()]
        if base in NUMBERED:
            return [base, number]
    return [token]
