"""All regions of Indonesia in memory, small enough for every worker process.

The 91,599 regions lie in code order, so a region's parts are the slice that follows it:
`a` contains `b` exactly when `a <= b < ends[a]`. Names are looked up by *key*: lower case,
one spelling per name part, no spaces, so that "Suka Maju" and "sukamaju" are one.
"""

import lzma
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.places.words import DIRECTIONS, ENGLISH_DIRECTIONS, NICKNAMES, SPELLINGS

PROVINCE, REGENCY, DISTRICT, VILLAGE = 1, 2, 3, 4
_WIDTHS = (
    8,
    6,
    4,
    0,
)  # digits that follow a code of level 1..4 when it is padded to ten
_SEGMENTS = ((0, 2), (2, 4), (4, 6), (6, 10))
_FIRST_KOTA, _FIRST_DESA = 71, 2000  # segments of the code from which it is one
_MOST_NEAR = 5  # names that a mistyped word may mean, under either of its end letters
_LONG_NICKNAME = 7  # letters from which a typo in a nickname is forgiven
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’`´\"]")
_TYPE_WORD = re.compile(r"(?:Kabupaten|Kota)(?: Administrasi)? ")
_LABELS = {
    "provinsi": "Provinsi",
    "kabupaten": "Kabupaten",
    "kota": "Kota",
    "kecamatan": "Kec.",
    "kelurahan": "Kel.",
    "desa": "Desa",
}


@dataclass(frozen=True, slots=True)
class Region:
    """One region: `code` is Kemendagri's (`53.11`), `level` 1 province to 4 village."""

    code: str
    name: str  # without its type word: "Sumba Timur", "Kota Waingapu"
    level: int
    kind: str  # provinsi | kabupaten | kota | kecamatan | kelurahan | desa (adat villages included)

    @property
    def label(self) -> str:
        """The name as people say it: "Kabupaten Sumba Timur", "Kec. Kota Waingapu", "Kel. Matawai"."""
        return f"{_LABELS[self.kind]} {self.name}"


def words(text: str) -> list[str]:
    """The name parts of a text, one spelling each."""
    return [
        SPELLINGS.get(word, word)
        for word in _WORD.findall(_APOSTROPHES.sub("", text.lower()))
    ]


def key(text: str) -> str:
    """What a name is looked up by."""
    return "".join(words(text))


def as_tuple(numbers: int | tuple[int, ...]) -> tuple[int, ...]:
    """The regions of a key, of which one stands bare."""
    return numbers if isinstance(numbers, tuple) else (numbers,)


class RegionIndex:
    """The regions by number (their place in code order), by code and by key."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.names: list[str] = []
        self.keys: list[str] = []
        self.codes = array("Q")  # ten digits each
        self.levels = bytearray()
        self.parents = array("i")
        self.ends = array("i")
        self._read(lines)
        self.by_key = _grouped(enumerate(self.keys))
        self.upper = [i for i, level in enumerate(self.levels) if level < VILLAGE]
        self.nicknames = _grouped(
            (i, key(nick)) for nick, codes in NICKNAMES.items() for i in self._of(codes)
        )
        self.aliases = _grouped(self._aliases())
        self.by_letter = self._upper_names()
        self._odd_nicknames = self._nicknames_that_begin_otherwise()

    @classmethod
    def from_bytes(cls, data: bytes) -> "RegionIndex":
        """Read the file that scripts/build_regions.py writes; ValueError when it is not one."""
        try:
            return cls(lzma.decompress(data).decode().splitlines())
        except (lzma.LZMAError, IndexError) as error:
            raise ValueError("not a regions file") from error

    def find(self, code: str) -> int | None:
        """The region's number; None for a code that does not exist."""
        digits = code.replace(".", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) in (2, 4, 6, 10)):
            return None
        wanted = int(digits.ljust(10, "0"))
        at = bisect_left(self.codes, wanted)
        found = (
            at < len(self.codes) and self.codes[at] == wanted and self.code(at) == code
        )
        return at if found else None

    def code(self, at: int) -> str:
        """The dotted code of a region."""
        digits = f"{self.codes[at]:010d}"
        return ".".join(
            digits[start:end] for start, end in _SEGMENTS[: self.levels[at]]
        )

    def kind(self, at: int) -> str:
        """What sort of region it is, as its code tells (kota: 71 and up, kelurahan: 1xxx)."""
        level, number = self.levels[at], self.codes[at]
        if level == REGENCY:
            return "kota" if number // 10**6 % 100 >= _FIRST_KOTA else "kabupaten"
        if level == VILLAGE:
            return "kelurahan" if number % 10**4 < _FIRST_DESA else "desa"
        return "provinsi" if level == PROVINCE else "kecamatan"

    def region(self, at: int) -> Region:
        """The region as others see it."""
        return Region(self.code(at), self.names[at], self.levels[at], self.kind(at))

    def line(self, at: int) -> list[int]:
        """The region and all that contain it, smallest first."""
        line = [at]
        while (at := self.parents[at]) >= 0:
            line.append(at)
        return line

    def contains(self, outer: int, inner: int) -> bool:
        """Whether `inner` is `outer` or lies in it."""
        return outer <= inner < self.ends[outer]

    def near(
        self, spelled: str, typos: int, *, alike: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Provinces, regencies and districts whose key differs by 1 to `typos` edits, and by how many.

        `alike`: only those whose own key begins with the same letter.
        """
        names = self._closest(f"^{spelled[0]}", spelled, typos)
        if not (alike and self._found_all(names, spelled)):
            names |= self._closest(f"{spelled[-1]}$", spelled, typos)
        for name, distance in names.items():
            ids = {
                *as_tuple(self.by_key.get(name, ())),
                *as_tuple(self.nicknames.get(name, ())),
            }
            for at in sorted(ids):
                if self.levels[at] < VILLAGE and not (
                    alike and self.keys[at][0] != spelled[0]
                ):
                    yield at, distance

    def _closest(self, letter: str, spelled: str, typos: int) -> dict[str, int]:
        """The closest of the names under this letter, all of about the length of the word."""
        by_length = self.by_letter.get(letter)
        if by_length is None:
            return {}
        hits = process.extract(
            spelled,
            by_length.window(len(spelled), typos),
            scorer=OSA.distance,
            score_cutoff=typos,
            limit=_MOST_NEAR,
        )
        return {name: int(distance) for name, distance, _ in hits if distance}

    def _found_all(self, names: dict[str, int], spelled: str) -> bool:
        """Whether names that only end like the word can add no region whose key begins like it."""
        return (
            len(names) < _MOST_NEAR - 1
            and (spelled[0], spelled[-1]) not in self._odd_nicknames
        )

    def parts(self, at: int) -> Iterator[int]:
        """The regions directly inside, in code order."""
        part = at + 1
        while part < self.ends[at]:
            yield part
            part = self.ends[part]

    def _read(self, lines: Iterable[str]) -> None:
        open_: list[int] = []
        for at, line in enumerate(lines):
            segment, _, name = line.lstrip("\t").partition(" ")
            level = len(line) - len(line.lstrip("\t")) + 1
            while len(open_) >= level:
                self.ends[open_.pop()] = at
            above = self.codes[open_[-1]] if open_ else 0
            self.codes.append(above + int(segment) * 10 ** _WIDTHS[level - 1])
            self.levels.append(level)
            self.parents.append(open_[-1] if open_ else -1)
            self.ends.append(0)
            self.names.append(
                _TYPE_WORD.sub("", name, count=1) if level == REGENCY else name
            )
            self.keys.append(key(self.names[at]))
            open_.append(at)
        for at in open_:
            self.ends[at] = len(self.names)

    def _upper_names(self) -> dict[str, "_ByLength"]:
        """The keys of all but the villages, under "^first" and "last$": a typo rarely spoils both letters."""
        nicknames = {name for name in self.nicknames if len(name) >= _LONG_NICKNAME}
        names = sorted({self.keys[at] for at in self.upper} | nicknames)
        groups: dict[str, list[str]] = defaultdict(list)
        for name in names:
            groups[f"^{name[0]}"].append(name)
            groups[f"{name[-1]}$"].append(name)
        return {letter: _ByLength(group) for letter, group in groups.items()}

    def _nicknames_that_begin_otherwise(self) -> set[tuple[str, str]]:
        """The first letter of a key and the last of its nickname, where the two begin otherwise."""
        return {
            (self.keys[at][0], name[-1])
            for name, ids in self.nicknames.items()
            for at in as_tuple(ids)
            if self.keys[at][0] != name[0]
        }

    def _of(self, codes: str) -> Iterator[int]:
        return (at for code in codes.split() if (at := self.find(code)) is not None)

    def _aliases(self) -> Iterator[tuple[int, str]]:
        for at in self.upper:
            for alias in _other_names(words(self.names[at]), self.levels[at]):
                yield at, "".join(alias)


class _ByLength:
    """Names by their length, for those within reach of a word's."""

    def __init__(self, names: list[str]) -> None:
        self._names: dict[int, list[str]] = defaultdict(list)
        for name in names:
            self._names[len(name)].append(name)
        self._longest = max(self._names)
        self._windows: dict[tuple[int, int], list[str]] = {}  # few: names are short

    def window(self, length: int, reach: int) -> list[str]:
        """The names at most `reach` letters longer or shorter, in alphabetical order."""
        if length - reach > self._longest:
            return []
        known = self._windows.get((length, reach))
        if known is None:
            lengths = range(length - reach, length + reach + 1)
            known = sorted(name for n in lengths for name in self._names.get(n, ()))
            self._windows[length, reach] = known
        return known


def _other_names(name: list[str], level: int) -> Iterator[list[str]]:
    """How else people say a name: west java, seribu (kepulauan), waingapu (kota), cikarang (barat)."""
    if len(name) == 1:
        return
    first, last = name[0], name[-1]
    yield from (
        [english, *name[:-1]]
        for english, ours in ENGLISH_DIRECTIONS.items()
        if ours == last
    )
    if first in ("kepulauan", "pulau"):
        yield name[1:]
    if first == "kota":
        yield from (name[1:], [*name[1:], "kota"])
    if level == DISTRICT and last in DIRECTIONS and first != "kota":
        yield name[:-1]
        yield [last, *name[:-1]]


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[str, int | tuple[int, ...]]:
    """Numbers by key; a lone number stays bare, which halves the memory of 60,000 entries."""
    groups: dict[str, int | tuple[int, ...]] = {}
    for at, name in pairs:
        known = groups.get(name)
        if known is None:
            groups[name] = at
        elif at not in as_tuple(known):
            groups[name] = (*as_tuple(known), at)
    return groups
