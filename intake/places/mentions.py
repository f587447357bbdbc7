"""Which stretches of a text may name a region: every reading, none chosen yet.

A mention is a run of words that spells some regions' name, exactly or with a typo, and
the level word before it ("kec. Pandawai") if any. `gazetteer` picks the readings that
lie on one line from village to province.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.places.index import DISTRICT, RegionIndex, as_tuple, key
from intake.places.words import (
    ALTERNATIVES,
    HOMES,
    LEVEL_WORDS,
    LONG_LEVEL_WORDS,
    MAIN_ROADS,
    ORDINARY,
    ORIGINS,
    PLACE_CUES,
    ROUTES,
    SCENES,
    SCHOOL_KINDS,
    SCHOOLS,
    SPELLINGS,
    STREET_FILLERS,
    STREET_WORDS,
    TAIL_SPELLINGS,
)
from intake.reading.names import EVERYDAY_WORDS

LONGEST = 5  # words in a name
LONGEST_GUESS = 4  # words in a name with a typo
SHORTEST = 4  # letters in a name that counts without a level word
MOST_TOKENS = 400  # of a text; no place is worth reading on for
MOST_GUESSES = 12  # runs of words searched for typos, which is the slow part
ALIAS, ONE_TYPO, TWO_TYPOS, ROAD = (
    0.85,
    0.8,
    0.62,
    0.5,
)  # how much a reading is worth against the exact name

_PREPOSITIONS = frozenset(["di", "ke", "dari", "dr", "d", "yang", "yg", "dan"])
_SCENE_REACH = 5  # words before "dari X" among which a scene may be told
_ADDRESS_REACH = 8  # words of an address between its street and its town
_LONG_WORD = 7  # letters in a level word that may be mistyped ...
_LONGEST_WORD = 11  # ... with two letters too many
_TOKEN = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")
_BREAK = re.compile(r"[,;\n()|]|\.\s*\n|[.!?]\s+(?=[A-Z])")
_APOSTROPHES = str.maketrans("", "", "'’`´")
_GLUES = (
    *("kabupaten", "kecamatan", "kelurahan", "provinsi"),
    *("kab", "kec", "kel", "desa", "kota", "prov"),
)
_GLUED = re.compile(rf"({'|'.join(_GLUES)})(\w{{4,}})")
_EVERYDAY = ORDINARY | EVERYDAY_WORDS
_NO_NAMES = PLACE_CUES | STREET_WORDS
_NAMING_LEVEL_WORDS = frozenset(
    ("kota", "kt", "negeri", "nagari", "desa", "gampong", "pekon", "lembang")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: where it stands, how it is written, how it is read."""

    start: int
    end: int
    word: str  # lower case
    form: str  # with the spelling of the index
    fresh: bool  # a comma or the like stands before it
    level: tuple[int, str | None] | None  # what a level word announces
    capital: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """The level words before a name, and the token they begin at."""

    level: int
    kind: str | None
    first: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` (exclusive) read as the name of any of `ids`."""

    first: int
    last: int
    ids: tuple[int, ...]
    quality: float  # 1 exact, less for an alias or a typo
    spelled: str  # the key of its words
    typos: int = 0
    hint: Hint | None = None
    fits: bool = True  # the ids are of the level that the hint announces
    nickname: bool = False
    road: bool = False  # the name of a main road, which bears that of where it leads

    @property
    def length(self) -> int:
        """Letters."""
        return len(self.spelled)

    @property
    def begin(self) -> int:
        """The first token it uses up, level words included."""
        return self.hint.first if self.hint else self.first

    def meaning(self, ids: tuple[int, ...]) -> "Mention":
        """The same words for these regions only."""
        return Mention(
            self.first, self.last, ids, self.quality, self.spelled, self.typos, self.hint, self.fits,
            self.nickname, self.road,
        )  # fmt: skip

    def overlaps(self, other: "Mention") -> bool:
        """Whether both use a token."""
        return self.begin < other.last and other.begin < self.last


class Reader:
    """Finds mentions in one text; `tokens` are its words."""

    def __init__(self, index: RegionIndex, text: str) -> None:
        self.index = index
        self.tokens = list(_tokens(text, index))
        self._hints: dict[int, Hint | None] = {}

    @cached_property
    def exact(self) -> list[Mention]:
        """Every reading without a typo, less those inside a longer one of at least the same level."""
        found = [m for first in range(len(self.tokens)) for m in self._exact_at(first)]
        longer = [m for m in found if m.fits and m.last - m.first > 1]
        return [mention for mention in found if not self._is_hidden(mention, longer)]

    @property
    def spelled(self) -> set[str]:
        """The key of every run of words."""
        return {
            spelled
            for first in range(len(self.tokens))
            for _, spelled in self._spellings(first)
        }

    def guesses(
        self, taken: set[int], scope: int | None, announced_only: bool
    ) -> list[Mention]:
        """Readings with one or two typos of words that are not all `taken`.

        Searched are the names inside the region `scope`, or without one all but the villages'.
        """
        runs = [
            run for run in self._runs if not taken.issuperset(range(run[0], run[1]))
        ]
        if announced_only:
            runs = [run for run in runs if self.hint(run[0])]
        else:
            runs.sort(key=lambda run: self.hint(run[0]) is None)
        return [
            m
            for first, last in runs[:MOST_GUESSES]
            for m in self._guesses_at(first, last, scope)
        ]

    def hint(self, first: int) -> Hint | None:
        """What the level words right before a token announce ("kab/kota X": either)."""
        if first == 0 or self.tokens[first - 1].level is None:
            return None
        if first not in self._hints:
            self._hints[first] = self._hint(first)
        return self._hints[first]

    def _hint(self, first: int) -> Hint | None:
        at, levels = first, []
        while (
            at > 0
            and (level := self.tokens[at - 1].level)
            and (at == first or not self.tokens[at].fresh)
        ):
            levels.append(level)
            at -= 1
        if self.tokens[first].fresh:
            return None
        kinds = {kind for level, kind in levels if level == levels[0][0]}
        return Hint(levels[0][0], kinds.pop() if len(kinds) == 1 else None, at)

    def is_cued(self, mention: Mention, reach: int = 1) -> bool:
        """Whether a word that places follow stands before it, at most `reach` words off."""
        if self.tokens[mention.begin].fresh:
            return False
        begin = self._behind_school(mention.begin)
        return any(
            token.word in PLACE_CUES
            for token in self.tokens[max(0, begin - reach) : begin]
        )

    def _behind_school(self, first: int) -> int:
        """The token behind "SMP" where only its kind and number stand between: "SMP Negeri 1 Lewa"."""
        at = first
        while at > 0 and not self.tokens[at].fresh and _tells_kind(self.tokens[at - 1]):
            at -= 1
        school = at > 0 and self.tokens[at - 1].word in SCHOOLS
        return at if school and not self.tokens[at].fresh else first

    def is_elsewhere(self, mention: Mention) -> bool:
        """Whether somebody comes from there or a route leads there, and nothing at the scene does."""
        before = self._clause_before(mention.begin)
        if not before or (mention.hint and mention.hint.level >= DISTRICT):
            return False
        if before[0] in ROUTES:
            return True
        other = before[0] in ALTERNATIVES
        leads = _is_led_to(before[1:]) if other else before[0] in ORIGINS
        return leads and SCENES.isdisjoint(before[1:_SCENE_REACH])

    def is_a_home(self, mention: Mention) -> bool:
        """Whether it is where somebody lives, which need not be the scene: "saya domisili di Purwokerto"."""
        before = self._clause_before(mention.begin)[:2]
        return before[:1] == ["di"] and not HOMES.isdisjoint(before)

    def is_behind_street(self, mention: Mention) -> bool:
        """Whether it ends an address that begins with a street: "jl Karawitan no 103 Bandung"."""
        first = max(0, mention.begin - _ADDRESS_REACH)
        words = [token.word for token in self.tokens[first : mention.begin]]
        streets = [at for at, word in enumerate(words) if word in STREET_WORDS]
        named = words[streets[-1] + 1 :] if streets else []
        return bool(named) and _PREPOSITIONS.isdisjoint(named)

    def follows(self, mention: Mention, words: frozenset[str]) -> bool:
        """Whether one of the words stands right before it."""
        before = self._clause_before(mention.begin)
        return bool(before) and before[0] in words

    def goes_on(self, mention: Mention, words: frozenset[str]) -> bool:
        """Whether one of the words stands right behind it."""
        return not self.ends_phrase(mention) and self.tokens[mention.last].word in words

    def _clause_before(self, first: int) -> list[str]:
        """The words before a token up to the comma, the nearest first."""
        words: list[str] = []
        while first > 0 and not self.tokens[first].fresh:
            first -= 1
            words.append(self.tokens[first].word)
        return words

    def is_street(self, first: int) -> bool:
        """Whether the name that begins here is a street's or a hamlet's: "jl Melati", "jln raya Bogor"."""
        at = first
        while (
            at > 0
            and not self.tokens[at].fresh
            and self.tokens[at - 1].word in STREET_FILLERS
        ):
            at -= 1
        return (
            at > 0
            and not self.tokens[at].fresh
            and self.tokens[at - 1].word in STREET_WORDS
        )

    def ends_address(self, mention: Mention) -> bool:
        """Whether it follows a street and a comma: "jl Melati 5, Kambajawa"."""
        if mention.begin == 0 or not self.tokens[mention.begin].fresh:
            return False
        before = list(self.tokens[: mention.begin])
        clause = [before.pop()]
        while before and not clause[-1].fresh:
            clause.append(before.pop())
        return any(token.word in STREET_WORDS for token in clause)

    def is_ordinary(self, mention: Mention) -> bool:
        """Whether all its words are everyday words."""
        return all(
            t.word in ORDINARY or t.form in ORDINARY
            for t in self.tokens[mention.first : mention.last]
        )

    def ends_phrase(self, mention: Mention) -> bool:
        """Whether a comma or nothing follows it."""
        return mention.last == len(self.tokens) or self.tokens[mention.last].fresh

    def is_alone(self, mention: Mention) -> bool:
        """Whether it stands between commas, or is all there is."""
        return self.ends_phrase(mention) and (
            mention.begin == 0 or self.tokens[mention.begin].fresh
        )

    def spans(self, mentions: Iterable[Mention]) -> tuple[tuple[int, int], ...]:
        """The characters that the mentions use up."""
        return tuple(
            sorted(
                (self.tokens[m.begin].start, self.tokens[m.last - 1].end)
                for m in mentions
            )
        )

    def _exact_at(self, first: int) -> Iterator[Mention]:
        hint = self.hint(first)
        if not hint and self.is_street(first):
            yield from self._roads_at(first)
            return
        known = self.index
        for last, spelled in self._spellings(first):
            if (
                spelled in known.by_key
                or spelled in known.nicknames
                or spelled in known.aliases
            ):
                yield from self._lookup(first, last, spelled, hint)

    def _roads_at(self, first: int) -> Iterator[Mention]:
        """The districts that a main road may lie in: "jl raya Dayeuhkolot"."""
        if self.tokens[first - 1].word not in MAIN_ROADS:
            return
        for last, spelled in self._spellings(first):
            named = as_tuple(self.index.by_key.get(spelled, ()))
            if ids := tuple(self._of_level(DISTRICT, named)):
                yield Mention(first, last, ids, ROAD, spelled, road=True)

    def _lookup(
        self, first: int, last: int, spelled: str, hint: Hint | None
    ) -> Iterator[Mention]:
        named = as_tuple(self.index.by_key.get(spelled, ()))
        nicknamed = as_tuple(self.index.nicknames.get(spelled, ()))
        # Curup is Curup, and short for Curup Utara only where there is no Curup
        taken = any(self.index.levels[i] <= DISTRICT for i in (*named, *nicknamed))
        aliased = () if taken else as_tuple(self.index.aliases.get(spelled, ()))
        long_enough = hint is not None or len(spelled) >= SHORTEST
        for ids, quality, nickname in (
            (named, 1.0, False),
            (nicknamed, ALIAS if len(nicknamed) > 1 else 1.0, True),
            (aliased, ALIAS, False),
        ):
            if ids and (long_enough or nickname):
                mention = Mention(
                    first,
                    last,
                    ids,
                    quality,
                    spelled,
                    hint=hint,
                    nickname=nickname,
                )
                yield self._fitted(mention)

    def _fitted(self, mention: Mention) -> Mention:
        """Keep the ids of the announced level; if there are none, keep all, and say so."""
        hint = mention.hint
        if hint is None:
            return mention
        at_level = self._of_level(hint.level, mention.ids)
        of_kind = [i for i in at_level if hint.kind in (None, self.index.kind(i))]
        if hint.kind == "kota" and not of_kind:  # "kota Kendal" is Kab. Kendal's town
            of_kind = at_level
        ids = (
            tuple(of_kind or self._towns(hint, mention.ids) or at_level) or mention.ids
        )
        return Mention(
            mention.first, mention.last, ids, mention.quality, mention.spelled, mention.typos, hint,
            fits=bool(of_kind), nickname=mention.nickname,
        )  # fmt: skip

    def _towns(self, hint: Hint, ids: tuple[int, ...]) -> list[int]:
        """ "kota Lewa" is how people say the town, too, whatever its level."""
        return self._of_level(DISTRICT, ids) if hint.kind == "kota" else []

    def _of_level(self, level: int, ids: tuple[int, ...]) -> list[int]:
        return [i for i in ids if self.index.levels[i] == level]

    def _spellings(self, first: int) -> Iterator[tuple[int, str]]:
        """The runs of words from `first`, each as one key."""
        spelled = ""
        for at in range(first, min(first + LONGEST, len(self.tokens))):
            token = self.tokens[at]
            if at > first and (
                token.fresh or (token.level and token.word not in _NAMING_LEVEL_WORDS)
            ):
                return
            spelled += (
                TAIL_SPELLINGS.get(token.word, token.form) if at > first else token.form
            )
            if not spelled.isdigit():
                yield at + 1, spelled

    @cached_property
    def _runs(self) -> list[tuple[int, int]]:
        """Runs of words worth searching for typos, the longest first."""
        runs = [
            (first, last)
            for first in range(len(self.tokens))
            for last in self._run_ends(first)
        ]
        return sorted(runs, key=lambda run: (run[0] - run[1], run[0]))

    def _run_ends(self, first: int) -> Iterator[int]:
        """Where the runs from `first` end that may name a region: "saya mau tanya" is no Tanta."""
        announced = self.hint(first) is not None
        ordinary = everyday = True
        for at in range(first, min(first + LONGEST_GUESS, len(self.tokens))):
            token = self.tokens[at]
            if self._breaks_off(first, at):
                return
            ordinary = ordinary and token.word in ORDINARY
            everyday = everyday and token.word in _EVERYDAY
            if not (ordinary or (everyday and not announced)):
                yield at + 1

    def _breaks_off(self, first: int, at: int) -> bool:
        token = self.tokens[at]
        if not _may_be_of_a_name(token):
            return True
        return token.fresh if at > first else self.is_street(first)

    def _guesses_at(
        self, first: int, last: int, scope: int | None
    ) -> Iterator[Mention]:
        spelled = "".join(t.form for t in self.tokens[first:last])
        hint = self.hint(first)
        allowed = _typos_allowed(len(spelled), hint is not None, scope is not None)
        if not allowed:
            return
        near = (
            self.index.near(spelled, allowed, alike=hint is None)
            if scope is None
            else self._near_in(scope, spelled, allowed)
        )
        by_distance: dict[int, list[int]] = defaultdict(list)
        for at, distance in near:
            if hint is None and self.index.keys[at][0] != spelled[0]:
                continue  # people get the first letter right, and other words are many
            by_distance[distance].append(at)
        for distance, ids in by_distance.items():
            quality = TWO_TYPOS if distance > 1 else ONE_TYPO
            yield self._fitted(
                Mention(first, last, tuple(ids), quality, spelled, distance, hint)
            )

    def _near_in(
        self, scope: int, spelled: str, allowed: int
    ) -> Iterator[tuple[int, int]]:
        names = self.index.keys[scope + 1 : self.index.ends[scope]]
        hits = process.extract(
            spelled, names, scorer=OSA.distance, score_cutoff=allowed, limit=5
        )
        return ((scope + 1 + at, int(distance)) for _, distance, at in hits if distance)

    def _is_hidden(self, mention: Mention, among: list[Mention]) -> bool:
        return any(self._hides(longer, mention) for longer in among)

    def _hides(self, longer: Mention, mention: Mention) -> bool:
        inside = longer.first <= mention.first and mention.last <= longer.last
        # "Kota Padang" is a kecamatan's name and a kota's, announced: neither hides the other
        same = (longer.begin, longer.last) == (mention.begin, mention.last)
        if (
            same
            or not inside
            or longer.last - longer.first == mention.last - mention.first
        ):
            return False
        return longer.fits and (
            longer.quality == 1
            or self._top(longer) <= max(self._top(mention), DISTRICT)
        )

    def _top(self, mention: Mention) -> int:
        return min(self.index.levels[i] for i in mention.ids)


def _is_led_to(before: list[str]) -> bool:
    """Whether these words, the nearest first, are a name or two and then "ke", "dari": "ke kota Semarang"."""
    at = next((n for n, word in enumerate(before) if word in ORIGINS), len(before))
    return at < len(before) and (at <= 1 or before[at - 1] in LEVEL_WORDS)


def _tokens(text: str, index: RegionIndex) -> Iterator[Token]:
    end, announced, before = 0, False, ""
    for match in list(_TOKEN.finditer(text))[:MOST_TOKENS]:
        fresh = end > 0 and _breaks(text[end : match.start() + 1], announced)
        end = match.end()
        for token in _split(match.start(), match.group(), fresh, index):
            if before in SCHOOLS and token.word in SCHOOL_KINDS:
                token = replace(token, level=None)  # noqa: PLW2901  ("SD Negeri": no negeri of Maluku)
            announced, before = token.level is not None, token.word
            yield token


def _tells_kind(token: Token) -> bool:
    return token.word in SCHOOL_KINDS or token.word.isdigit()


def _breaks(between: str, announced: bool) -> bool:
    """Whether what stands between two words parts them; after a level word a full stop does not."""
    if between[0] == " " and len(between) == len(" x"):
        return False
    return bool(_BREAK.search(between)) and not (announced and between[0] in ".:")


def _split(
    start: int, written: str, fresh: bool, index: RegionIndex
) -> Iterator[Token]:
    """One token, or two where a level word is glued to a name ("kecpandawai")."""
    word = written.lower().translate(_APOSTROPHES)
    opens = word.startswith(_GLUES) and len(word) == len(written)
    glued = _GLUED.fullmatch(word) if opens else None
    if glued and word not in index.by_key and key(glued[2]) in index.by_key:
        middle = start + glued.end(1)
        yield _token(start, middle, glued[1], fresh, False)
        yield _token(
            middle, start + len(written), glued[2], False, written[0].isupper()
        )
    else:
        yield _token(start, start + len(written), word, fresh, written[0].isupper())


def _token(start: int, end: int, word: str, fresh: bool, capital: bool) -> Token:
    return Token(
        start, end, word, SPELLINGS.get(word, word), fresh, _level(word), capital
    )


@lru_cache(maxsize=512)  # single words: searching for typos is slow
def _level(word: str) -> tuple[int, str | None] | None:
    """What a level word announces; the long ones with up to two typos."""
    level = LEVEL_WORDS.get(word)
    if level or not _LONG_WORD <= len(word) <= _LONGEST_WORD or word in ORDINARY:
        return level
    near = process.extractOne(
        word, LONG_LEVEL_WORDS, scorer=OSA.distance, score_cutoff=2
    )
    return LEVEL_WORDS[near[0]] if near else None


def _may_be_of_a_name(token: Token) -> bool:
    return token.level is None and token.word not in _NO_NAMES and token.word.isalpha()


def _typos_allowed(length: int, announced: bool, inside: bool) -> int:
    """How many typos a name of this many letters may have, less the fewer things vouch for it."""
    if length >= (7 if announced or inside else 8):
        return 2
    shortest = 4 if announced else 5
    return 1 if length >= shortest else 0
