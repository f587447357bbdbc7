"""The nearest known place to a point a citizen shared: something to ask about, never a fact.

The places are towns and larger villages of GeoNames (CC BY 4.0), points without borders.
`accuracy` in the README says how far they stand apart.
"""

import lzma
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import asin, cos, floor, radians, sin, sqrt

CELL = 0.25  # degrees: about 28 km, so that the eight neighbours hold everything within REACH
REACH = 25.0  # km; farther away a name would only confuse
EARTH = 6371.0  # km


@dataclass(frozen=True, slots=True)
class Near:
    """A place and how far it is, in kilometres."""

    name: str
    km: float


class Places:
    """All known places, by cell of a grid."""

    def __init__(self, rows: list[tuple[str, float, float]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[str, float, float]]] = (
            defaultdict(list)
        )
        for row in rows:
            self._cells[_cell(row[1], row[2])].append(row)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Places":
        """Read what scripts/build_places.py wrote; ValueError for anything else."""
        try:
            lines = lzma.decompress(data).decode().splitlines()
        except lzma.LZMAError as error:
            raise ValueError("not a file of places") from error
        parts = (line.split("\t") for line in lines)
        return cls(
            [
                (name, float(latitude), float(longitude))
                for name, latitude, longitude in parts
            ]
        )

    def nearest(self, latitude: float, longitude: float) -> Near | None:
        """The nearest place within 25 km, or None."""
        row, column = _cell(latitude, longitude)
        around = [
            place
            for y in (row - 1, row, row + 1)
            for x in (column - 1, column, column + 1)
            for place in self._cells.get((y, x), ())
        ]
        found = [
            Near(name, distance(latitude, longitude, lat, lon))
            for name, lat, lon in around
        ]
        best = min(found, key=lambda near: near.km, default=None)
        return best if best and best.km <= REACH else None


def nearest_in(places: Callable[[], Places]) -> Callable[[float, float], str | None]:
    """The name of the place next to a point, read from a file only when a point is shared."""

    def nearest(latitude: float, longitude: float) -> str | None:
        near = places().nearest(latitude, longitude)
        return near.name if near else None

    return nearest


def distance(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Great-circle distance in kilometres (haversine)."""
    a, b = radians(latitude), radians(other_latitude)
    half = (
        sin((b - a) / 2) ** 2
        + cos(a) * cos(b) * sin(radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH * asin(sqrt(half))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return floor(latitude / CELL), floor(longitude / CELL)
