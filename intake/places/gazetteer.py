"""Indonesian regions: resolve a text to a Kemendagri code.

Names alone prove little: a third of the villages share theirs, 26 names are both a kabupaten
and a kota. So every reading of every name is scored together with the others on its line from
village to province; the line that explains most wins, a close second makes it a question, and a
village is never taken on its own word outside the deployment's home region.
"""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.places.index import DISTRICT, PROVINCE, REGENCY, Region, RegionIndex
from intake.places.mentions import SHORTEST, Reader
from intake.places.search import MOST_CANDIDATES, UNKNOWN, Resolution, Search
from intake.reading.memory import remembered

__all__ = ["Gazetteer", "Path", "Region", "Resolution"]

Path = tuple[str | None, str | None, str | None, str | None]

_CHAIN_LABELS = {"provinsi": "Prov.", "kabupaten": "Kab.", "kota": "Kota"}
_NAMED, _MISTYPED, _PER_LETTER, _TYPED = (
    1.0,
    0.3,
    0.03,
    0.5,
)  # what an answer's words are worth for a choice


COUNTRY = "Indonesia"


class Gazetteer:
    """All regions of the country; immutable, built once per process from the packed file."""

    def __init__(self, index: RegionIndex) -> None:
        self._index = index
        self._read = remembered(self._search)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Gazetteer":
        """Build from the bytes of intake/places/data/regions.txt.xz; ValueError when they are not that."""
        return cls(RegionIndex.from_bytes(data))

    def region(self, code: str) -> Region | None:
        """The region of a dotted Kemendagri code, None when there is none."""
        at = self._index.find(code)
        return None if at is None else self._index.region(at)

    def area(self, home: str | None) -> str:
        """What an installation that serves this region calls it: "Kabupaten Sumba Timur".

        The whole country where it serves no region of its own, so that a sentence is never left with a gap.
        """
        region = self.region(home) if home else None
        return region.label if region else COUNTRY

    def path(self, code: str) -> Path:
        """(province, regency, district, village) as the envelope wants them; None where the code ends."""
        at = self._index.find(code)
        line = [] if at is None else self._index.line(at)[::-1]
        names = [
            self._index.region(i).label
            if self._index.levels[i] == REGENCY
            else self._index.names[i]
            for i in line
        ]
        province, regency, district, village = names + [None] * (4 - len(names))
        return province, regency, district, village

    def chain(self, code: str) -> str:
        """The place to read back: "Kel. Matawai, Kec. Kota Waingapu, Kab. Sumba Timur"; "" if unknown."""
        at = self._index.find(code)
        if at is None:
            return ""
        line = [self._index.region(i) for i in self._index.line(at)]
        shown = [r for r in line if r.level > PROVINCE] or line
        return ", ".join(
            f"{_CHAIN_LABELS[r.kind]} {r.name}" if r.level < DISTRICT else r.label
            for r in shown
        )

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions directly inside, in code order."""
        at = self._index.find(code)
        return (
            () if at is None else tuple(map(self._index.region, self._index.parts(at)))
        )

    def resolve(self, text: str, home: str | None = None) -> Resolution:
        """Read the answer to "where?", leniently. `home` is the code of the deployment's own region."""
        return self._read(text, home, strict=False)

    def spot(self, text: str, home: str | None = None) -> Resolution:
        """Find a place in words meant for something else, strictly: everyday words are no names here."""
        found = self._read(text, home, strict=True)
        return UNKNOWN if found.alternatives > MOST_CANDIDATES else found

    def _search(self, text: str, home: str | None, *, strict: bool) -> Resolution:
        return Search(self._index, text, home, strict).resolution()

    def within(self, codes: Sequence[str], text: str) -> Region | None:
        """Which of the offered `codes` the words choose; None when they fit several or none."""
        offered = [at for code in codes if (at := self._index.find(code)) is not None]
        fits = {at: _fit(self._index, at, text) for at in offered}
        best = max(fits.values(), default=0.0)
        winners = [at for at, fit in fits.items() if fit == best]
        return self._index.region(winners[0]) if best and len(winners) == 1 else None


def _fit(index: RegionIndex, at: int, text: str) -> float:
    """How well an answer fits an offered region: its names, those around it, its type ("yang kota")."""
    reader = Reader(index, text)
    spelled = reader.spelled
    kinds = {t.level[1] for t in reader.tokens if t.level} | {
        t.word for t in reader.tokens
    }
    names = (_spells(index.keys[i], spelled) for i in index.line(at))
    return sum(names) + _TYPED * (index.kind(at) in kinds)


def _spells(name: str, spelled: set[str]) -> float:
    near = process.extractOne(
        name,
        spelled,
        scorer=OSA.distance,
        score_cutoff=1 if len(name) > SHORTEST else 0,
    )
    return (
        0.0 if near is None else _NAMED - _MISTYPED * near[1] + _PER_LETTER * len(name)
    )
