"""One reading of one text: score the lines that its mentions speak for, and judge them.

A line is a region with all that contain it. Each of them may have one mention of its own; the
sum of what the mentions are worth is the line's score. All weights are in the table below and
were tuned with benchmarks/gazetteer.py.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from intake.places.index import (
    DISTRICT,
    PROVINCE,
    REGENCY,
    VILLAGE,
    Region,
    RegionIndex,
    as_tuple,
)
from intake.places.mentions import Hint, Mention, Reader
from intake.places.words import (
    BUILDINGS,
    CITY_OFFICES,
    INSTITUTIONS,
    REGENCY_OFFICES,
    WORDS_TOO,
)

MOST_CANDIDATES = 5  # numbered choices that fit one SMS
_WORTH = {PROVINCE: 1.0, REGENCY: 3.0, DISTRICT: 2.5, VILLAGE: 2.0}
_ANNOUNCED = 1.0  # the right level word stands before the name
_MISFIT = 0.4  # the wrong one does
_PER_LETTER = 0.03  # longer names are surer ...
_LONG_NAME = 20  # ... up to here
_PER_WORD = 0.4  # a name that explains more words of the text is surer ...
_LONG_RUN = 3  # ... up to here
_HOME = 1.0
_UNPROVEN = 1.0  # taken off a village that nothing vouches for
_CLOSE = 0.45  # a line this little worse is a rival: we ask
_CLOSE_IF_GUESSED = 1.0  # the same when the best line is a guess at a typo
_CONFLICT = 1.2  # the same for a line told by other words of the text
_NAMESAKES = 3  # a district with more villages of its name elsewhere is asked about
_MANY_NAMESAKES = (
    20  # so is a regency with more of them, unless a place is expected there
)
_LONE_TYPO_ANNOUNCED, _LONE_TYPO = (
    5,
    8,
)  # letters of a mistyped name taken when it is all there is
_SCOPES = 8  # regions searched for a misspelt village
_SHORT_NICKNAME = 5
_UNMISTAKABLE = 10  # letters of a district's name that is no word in passing


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text says about a place.

    `resolved`: `region` is it. `ambiguous`: ask; `candidates` are the best readings (at most
    five, best first, one when we just want a yes), `alternatives` how many there are in all: when
    it is more than the candidates, a bigger region is the better question. `unknown`: nothing found.
    """

    status: Literal["resolved", "ambiguous", "unknown"]
    region: Region | None = None
    candidates: tuple[Region, ...] = ()
    spans: tuple[
        tuple[int, int], ...
    ] = ()  # characters used as names, level words included
    exact: bool = True  # nothing was corrected
    assumed_home: bool = False  # only the home region decided
    alternatives: int = 0


UNKNOWN = Resolution("unknown")


@dataclass(frozen=True, slots=True)
class _Line:
    """A region with the mentions that speak for it and for those that contain it."""

    leaf: int
    score: float
    used: tuple[Mention, ...]
    at_home: bool
    proven: bool  # may be taken without asking, if no rival is close
    level: int

    @property
    def guessed(self) -> bool:
        return all(m.typos for m in self.used)


class Search:
    """One reading of one text."""

    def __init__(
        self, index: RegionIndex, text: str, home: str | None, strict: bool
    ) -> None:
        self.index = index
        self.reader = Reader(index, text)
        self.home = index.find(home) if home else None
        self.strict = strict

    def resolution(self) -> Resolution:
        lines = self._lines()
        verdict = self._verdict(lines)
        if verdict.status == "resolved" and self.home is not None:
            alone = self._verdict([self._away(line) for line in lines])
            return replace(verdict, assumed_home=alone.region != verdict.region)
        return verdict

    def _lines(self) -> list[_Line]:
        """Every line some mention speaks for; typos are looked for in what the exact names leave over."""
        mentions = self._with_roads(self._credible(self.reader.exact))
        lines = self._score(mentions)
        lines, mentions = self._guessing([None], lines, mentions)
        lines, _ = self._guessing(self._inside(lines), lines, mentions)
        return lines

    def _with_roads(self, mentions: list[Mention]) -> list[Mention]:
        """A main road's name is a district's only inside a regency that is named."""
        named = [
            at
            for m in mentions
            for at in m.ids
            if self.index.levels[at] == REGENCY and not m.road
        ]
        narrowed = [self._inside_any(named, m) if m.road else m for m in mentions]
        return [mention for mention in narrowed if mention.ids]

    def _inside_any(self, outer: list[int], mention: Mention) -> Mention:
        return mention.meaning(
            tuple(
                at
                for at in mention.ids
                if any(self.index.contains(one, at) for one in outer)
            )
        )

    def _guessing(
        self, scopes: Sequence[int | None], lines: list[_Line], mentions: list[Mention]
    ) -> tuple[list[_Line], list[Mention]]:
        """The lines and mentions with readings of mistyped names in these regions (None: of the country)."""
        taken = self._taken(max(lines, key=self._rank, default=None), mentions)
        guesses = [
            guess
            for scope in scopes
            for guess in self.reader.guesses(taken, scope, self.strict)
        ]
        believed = self._credible(guesses)
        if not believed:
            return lines, mentions
        return self._score(mentions + believed), mentions + believed

    def _taken(self, best: _Line | None, mentions: list[Mention]) -> set[int]:
        """Tokens that need no guess: the best line's, and exact names of anything bigger than a village."""
        certain = [
            m for m in mentions if not m.typos and m.fits and self._top(m) < VILLAGE
        ]
        return {
            at
            for m in [*certain, *(m for m in (best.used if best else ()) if m.fits)]
            for at in range(m.begin, m.last)
        }

    def _inside(self, lines: list[_Line]) -> list[int]:
        """Where a misspelt village may lie: in any region the best line's names may mean, else at home."""
        best = max(lines, key=self._rank, default=None)
        if best is None or (best.level == VILLAGE and len(best.used) == 1):
            return (
                []
                if self.home is None or self.index.levels[self.home] < REGENCY
                else [self.home]
            )
        names = set(best.used)
        meant = [
            x
            for x in lines
            if names.issuperset(x.used) and REGENCY <= x.level < VILLAGE
        ]
        return [
            line.leaf for line in sorted(meant, key=self._rank, reverse=True)[:_SCOPES]
        ]

    def _credible(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions a lenient or a strict reading believes, each with the regions it may still mean."""
        sure = [m for m in mentions if m.hint or not self.reader.is_ordinary(m)]
        believed = [self._believed(mention, sure) for mention in mentions]
        return [mention for mention in believed if mention.ids]

    def _believed(self, mention: Mention, sure: list[Mention]) -> Mention:
        levels = self.index.levels
        meant = {levels[i] for i in mention.ids}
        believed = {level for level in meant if self._believes(mention, level, sure)}
        if believed == meant:
            return mention
        return mention.meaning(tuple(i for i in mention.ids if levels[i] in believed))

    def _believes(self, mention: Mention, level: int, sure: list[Mention]) -> bool:
        if mention.road:
            return True
        if not self.strict:
            return mention.hint is not None or self._believes_answer(mention, level)
        if self.reader.is_elsewhere(mention) and not any(
            map(self._is_home, mention.ids)
        ):
            return False
        if mention.hint:
            return self._believes_announced(mention, mention.hint, level)
        return self._believes_in_story(mention, level, sure)

    def _believes_announced(self, mention: Mention, hint: Hint, level: int) -> bool:
        telling = (
            level < DISTRICT or hint.level == DISTRICT
        )  # "kec. Taman", but "kota besar", "desa kami"
        return mention.fits and (telling or not self.reader.is_ordinary(mention))

    def _believes_in_story(
        self, mention: Mention, level: int, sure: list[Mention]
    ) -> bool:
        if mention.nickname and mention.length <= _SHORT_NICKNAME:
            return self._believes_nickname(mention)
        if mention.spelled in WORDS_TOO or self.reader.is_ordinary(mention):
            return level <= REGENCY and self._believes_word(mention, sure)
        return level <= REGENCY or self._is_placed(mention, sure)

    def _is_placed(self, mention: Mention, sure: list[Mention]) -> bool:
        """Whether it is unmistakable, or stands where a place would."""
        beside = any(m is not mention and _adjoin(m, mention) for m in sure)
        return beside or self._is_unmistakable(mention) or self._cued(mention)

    def _believes_nickname(self, mention: Mention) -> bool:
        if self.reader.is_ordinary(mention):
            return self._written_as_name(mention)
        return self._cued(mention) and not self.reader.follows(mention, INSTITUTIONS)

    def _believes_word(self, mention: Mention, sure: list[Mention]) -> bool:
        if mention.spelled in WORDS_TOO:
            return self._is_no_word(mention)
        return self._written_as_name(mention) or self._holds_a_neighbour(mention, sure)

    def _holds_a_neighbour(self, mention: Mention, sure: list[Mention]) -> bool:
        """An everyday word behind the announced name of something in it: "desa Wolotopo Ende"."""
        return any(
            self.index.contains(outer, inner)
            for other in sure
            if other.hint and other.fits and other.last == mention.first
            for inner in other.ids
            for outer in mention.ids
        )

    def _is_no_word(self, mention: Mention) -> bool:
        """A town's name that is a word too, where a town's name would stand: "jl Sisingamangaraja Medan"."""
        reader = self.reader
        if reader.goes_on(mention, WORDS_TOO[mention.spelled]):
            return False
        return (
            reader.is_cued(mention)
            or reader.ends_phrase(mention)
            or reader.is_behind_street(mention)
        )

    def _is_unmistakable(self, mention: Mention) -> bool:
        """A district's name of several words that nothing else bears: "Teras Terunjam"."""
        several = mention.last - mention.first > 1 and mention.length >= _UNMISTAKABLE
        named = as_tuple(self.index.by_key.get(mention.spelled, ()))
        if not (several and named):
            return False
        top = min(named, key=lambda at: self.index.levels[at])
        holds_all = all(self.index.contains(top, at) for at in named)
        return self.index.levels[top] == DISTRICT and holds_all

    def _believes_answer(self, mention: Mention, level: int) -> bool:
        if not self.reader.is_ordinary(mention) or self.reader.is_alone(mention):
            return True
        if level <= REGENCY:
            return self.reader.ends_phrase(mention) or self.reader.is_cued(mention)
        return mention.last - mention.first > 1

    def _written_as_name(self, mention: Mention) -> bool:
        """An everyday word used as a name: "di Malang", in a text that is not all capitals."""
        tokens = self.reader.tokens
        return (
            tokens[mention.first].capital
            and self.reader.is_cued(mention)
            and not all(t.capital for t in tokens)
        )

    def _top(self, mention: Mention) -> int:
        return min(self.index.levels[i] for i in mention.ids)

    def _score(self, mentions: list[Mention]) -> list[_Line]:
        spoken: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            for at in mention.ids:
                spoken[at].append(mention)
        lines = [self._line(at, spoken) for at in spoken]
        return (
            [line for line in lines if self._is_anchored(line)]
            if self.strict
            else lines
        )

    def _is_anchored(self, line: _Line) -> bool:
        """Whether anything but the likeness of words says that a story's line is a place."""
        if len(line.used) == 1 and line.level == VILLAGE and not line.at_home:
            return line.used[0].hint is not None
        if line.level <= REGENCY or (line.at_home and self._is_chain(line)):
            return True
        return any(map(self._anchors, line.used))

    def _anchors(self, mention: Mention) -> bool:
        if mention.hint or self._top(mention) <= REGENCY:
            return True
        return self._cued(mention) or self._is_unmistakable(mention)

    def _is_chain(self, line: _Line) -> bool:
        """Whether it is told as a village and its kecamatan side by side: "Matawai Waingapu rusak"."""
        exact = [m for m in line.used if not m.typos and not self.reader.is_ordinary(m)]
        return any(
            _adjoin(one, other)
            for one, other in pairwise(sorted(exact, key=lambda m: m.begin))
        )

    def _cued(self, mention: Mention) -> bool:
        """Whether a place is expected where the name stands; at home one word may come between."""
        if self.reader.is_cued(mention):
            return True
        return any(map(self._is_home, mention.ids)) and (
            self.reader.is_cued(mention, 2) or self.reader.ends_address(mention)
        )

    def _is_home(self, at: int) -> bool:
        home = self.home
        return home is not None and (
            self.index.contains(home, at) or self.index.contains(at, home)
        )

    def _line(self, leaf: int, spoken: dict[int, list[Mention]]) -> _Line:
        levels = self.index.levels
        steps = [
            (levels[at], spoken[at]) for at in self.index.line(leaf) if at in spoken
        ]
        score, used = _best(steps)
        at_home = self._is_home(leaf)
        line = _Line(leaf, score + _HOME * at_home, used, at_home, False, levels[leaf])
        return self._proven(line)

    def _proven(self, line: _Line) -> _Line:
        alone = len(line.used) == 1
        lone_village = alone and line.level == VILLAGE and not line.at_home
        mention = line.used[0]
        unsure = (alone and not mention.fits) or all(map(_is_long_shot, line.used))
        bare = alone and not line.at_home and mention.hint is None
        doubtful = bare and self._is_doubtful(mention, line.leaf)
        return _Line(
            line.leaf,
            line.score - _UNPROVEN * lone_village,
            line.used,
            line.at_home,
            not (lone_village or unsure or doubtful),
            line.level,
        )

    def _is_doubtful(self, mention: Mention, at: int) -> bool:
        """Whether a name far from home may be a village's of that name, or just a word in passing."""
        if self._is_unmistakable(mention):
            return False
        if self.strict and self._may_be_a_quarter(mention, at):
            return True
        if self.index.levels[at] != DISTRICT:
            return False
        in_passing = not (
            self.reader.ends_phrase(mention) or self.reader.is_cued(mention)
        )
        return self._namesakes(at) > _NAMESAKES or in_passing

    def _may_be_a_quarter(self, mention: Mention, at: int) -> bool:
        """Whether a story's bare name may be something else's: a home, a station, one village of many."""
        if self.reader.is_a_home(mention):
            return True
        if self.index.levels[at] == DISTRICT:
            return bool(self._namesakes(at)) and self.reader.follows(mention, BUILDINGS)
        return self._namesakes(at) > _MANY_NAMESAKES and not self.reader.is_cued(
            mention
        )

    def _namesakes(self, at: int) -> int:
        """How many regions outside it have its name."""
        namesakes = as_tuple(self.index.by_key[self.index.keys[at]])
        return sum(not self.index.contains(at, i) for i in namesakes)

    def _away(self, line: _Line) -> _Line:
        """The line as it would be judged had we no home."""
        if not line.at_home:
            return line
        return self._proven(replace(line, at_home=False, score=line.score - _HOME))

    def _verdict(self, lines: list[_Line]) -> Resolution:
        if not lines:
            return UNKNOWN
        best = max(lines, key=self._rank)
        rivals = self._rivals(best, lines)
        if chosen := self._of_namesakes(rivals):
            best, rivals = chosen, [chosen]
        spans, exact = self.reader.spans(best.used), not any(m.typos for m in best.used)
        if best.proven and len(rivals) == 1:
            return Resolution(
                "resolved",
                self.index.region(best.leaf),
                spans=spans,
                exact=exact,
                alternatives=1,
            )
        regions = tuple(
            self.index.region(line.leaf) for line in rivals[:MOST_CANDIDATES]
        )
        return Resolution(
            "ambiguous", None, regions, spans, exact, alternatives=len(rivals)
        )

    def _rivals(self, best: _Line, lines: list[_Line]) -> list[_Line]:
        """The best line and all that come too close to it, best first, none inside another."""
        kept: list[_Line] = []
        for line in sorted(lines, key=self._rank, reverse=True):
            if line.score < best.score - _CONFLICT:
                break
            if self._rivals_with(line, best) and not any(
                self._related(line, other) for other in kept
            ):
                kept.append(line)
        return kept

    def _rivals_with(self, line: _Line, best: _Line) -> bool:
        in_passing = self._is_in_passing(line, best)
        daring = best.guessed and not line.guessed and not in_passing
        if best.score - line.score <= (_CLOSE_IF_GUESSED if daring else _CLOSE):
            return True
        if in_passing or self._repeats(line, best):
            return False
        return (
            line.proven
            and not line.guessed
            and self._is_announced(line)
            and _are_apart(line, best)
        )

    def _is_in_passing(self, line: _Line, best: _Line) -> bool:
        """Whether a story merely names it, while the best is announced: "Kab. Tangerang ... PTUN Bandung"."""
        announced = any(mention.hint for mention in best.used)
        return (
            self.strict and announced and not any(mention.hint for mention in line.used)
        )

    def _repeats(self, line: _Line, best: _Line) -> bool:
        """Whether it is the name of the best again, shorter: "jl Anggrek Bandung ... PU Kota Bandung"."""
        names = {self.index.keys[at] for at in self.index.line(best.leaf)}
        return self.index.keys[line.leaf] in names and not any(
            mention.hint for mention in line.used
        )

    def _of_namesakes(self, rivals: list[_Line]) -> _Line | None:
        """Which of kota and kabupaten of one name the rest of the text tells of."""
        keys = {self.index.keys[line.leaf] for line in rivals}
        kinds = {self.index.kind(line.leaf): line for line in rivals}
        if len(keys) != 1 or set(kinds) != {"kota", "kabupaten"}:
            return None
        meant = self._office_called() or self._town_of(kinds["kota"].used[0])
        return kinds[meant] if meant else None

    def _office_called(self) -> str | None:
        """The kind of region whose head is called upon; None where neither is, or both."""
        words = {token.word for token in self.reader.tokens}
        called = {"kota": words & CITY_OFFICES, "kabupaten": words & REGENCY_OFFICES}
        kinds = [kind for kind, offices in called.items() if offices]
        return kinds[0] if len(kinds) == 1 else None

    def _town_of(self, mention: Mention) -> str | None:
        """In a story a street's town is the kota: who lives outside says the kecamatan, or Kab."""
        return "kota" if self.strict and self.reader.is_behind_street(mention) else None

    def _is_announced(self, line: _Line) -> bool:
        return self.index.levels[line.leaf] == REGENCY or any(
            mention.hint for mention in line.used
        )

    def _rank(self, line: _Line) -> tuple[float, bool, int]:
        """Best first; of two namesakes the kota, which people mean more often, then code order."""
        return line.score, self.index.kind(line.leaf) == "kota", -line.leaf

    def _related(self, line: _Line, other: _Line) -> bool:
        return self.index.contains(line.leaf, other.leaf) or self.index.contains(
            other.leaf, line.leaf
        )


def _are_apart(line: _Line, other: _Line) -> bool:
    """Whether other words of the text tell of each."""
    return not any(mine.overlaps(theirs) for mine in line.used for theirs in other.used)


def _best(
    steps: list[tuple[int, list[Mention]]],
) -> tuple[float, tuple[Mention, ...]]:
    """The best way to give each region of a line a mention of its own; the smallest must have one."""
    if len(steps) == 1:  # most lines; the first of equals wins
        level, mentions = steps[0]
        best = max(mentions, key=lambda mention: _worth(mention, level))
        return _worth(best, level), (best,)
    return max(_ways(steps, ()), key=lambda found: found[0])


def _ways(
    steps: list[tuple[int, list[Mention]]], used: tuple[Mention, ...]
) -> Iterator[tuple[float, tuple[Mention, ...]]]:
    if not steps:
        yield 0.0, used
        return
    (level, mentions), *rest = steps
    if used:
        yield from _ways(rest, used)
    for mention in mentions:
        if not any(
            mention.overlaps(other) or _is_echo(mention, other) for other in used
        ):
            worth = _worth(mention, level)
            yield from (
                (worth + score, all_) for score, all_ in _ways(rest, (*used, mention))
            )


def _is_echo(mention: Mention, other: Mention) -> bool:
    """Whether a name was merely said twice, which tells of no village and its kecamatan."""
    return mention.spelled == other.spelled and not (mention.hint or other.hint)


def _worth(mention: Mention, level: int) -> float:
    words = min(mention.last - mention.first, _LONG_RUN) - 1
    worth = (
        _WORTH[level] * mention.quality
        + _PER_LETTER * min(mention.length, _LONG_NAME)
        + _PER_WORD * words
    )
    if mention.hint is None:
        return worth
    return worth + _ANNOUNCED if mention.fits else worth * _MISFIT


def _is_long_shot(mention: Mention) -> bool:
    """Whether a correction is too daring to be taken without anything else that supports it."""
    surest = _LONE_TYPO_ANNOUNCED if mention.hint else _LONE_TYPO
    return mention.typos > 1 or (mention.typos == 1 and mention.length < surest)


def _adjoin(one: Mention, other: Mention) -> bool:
    """Whether two mentions stand next to each other, at most one word apart."""
    gap = max(one.begin, other.begin) - min(one.last, other.last)
    return 0 <= gap <= 1
