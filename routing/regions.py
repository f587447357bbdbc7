"""What a region of Kemendagri's codes holds, and which of Indonesia's three clocks it keeps.

The provinces of each zone are those of Keppres 41/1987 on the division of the country into three time
zones; provinces split off since then keep the zone of the one they came from.
"""

import re
from datetime import tzinfo
from zoneinfo import ZoneInfo

REGION = re.compile(
    r"[1-9]\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?"
)  # Kemendagri: 53, 53.11, 53.11.04(.1002)

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ZONES: dict[str, tuple[str, ...]] = {  # of IANA -> the first two digits of the code
    WIB: (
        *("11", "12", "13", "14", "15", "16", "17", "18", "19", "21"),  # Sumatra
        *("31", "32", "33", "34", "35", "36"),  # Java
        *("61", "62"),  # West and Central Kalimantan
    ),
    WITA: (
        *("51", "52", "53"),  # Bali and Nusa Tenggara
        *("63", "64", "65"),  # South, East and North Kalimantan
        *("71", "72", "73", "74", "75", "76"),  # Sulawesi
    ),
    WIT: (
        *("81", "82"),  # Maluku
        *("91", "92", "93", "94", "95", "96"),  # Papua
    ),
}
_OF_PROVINCE = {
    province: zone for zone, provinces in ZONES.items() for province in provinces
}


def covers(region: str | None, place: str | None) -> bool:
    """Whether a place lies in a region; 53.1 does not cover 53.11, and no region is everywhere."""
    return region is None or (
        place is not None and f"{place}.".startswith(f"{region}.")
    )


def zone_of(region: str | None) -> tzinfo | None:
    """The zone of a region's province; None where no region is given, or no province has the code."""
    name = _OF_PROVINCE.get((region or "").partition(".")[0])
    return ZoneInfo(name) if name else None
