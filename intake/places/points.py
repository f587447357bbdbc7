"""Points on the map in words: links of every usual map, geo: addresses, pairs of degrees.

A point counts only inside the box around Indonesia (BIG, Gazeter Republik Indonesia 2023: 6°08' N to
11°15' S, 94°45' to 141°05' E); what lies outside is a typing error or something else, and stays words.
A short link (maps.app.goo.gl) says nothing without being followed, which we never do: it is kept whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote_plus

from intake.reading.memory import remembered

SOUTH, NORTH, WEST, EAST = -11.3, 6.2, 94.7, 141.1  # degrees


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link or a pair of degrees in a text; without a point, one that cannot be read here."""

    start: int
    end: int
    point: tuple[float, float] | None  # latitude and longitude, in degrees


@remembered
def pointers_in(text: str) -> tuple[Pointer, ...]:
    """All links and pairs of degrees, by where they stand."""
    found = [
        Pointer(link.start(), _link_end(link), _linked(link[0]))
        for link in (_LINK.finditer(text) if _LINKS_HOLD.search(text) else ())
    ]
    rest = _blanked(text, found)
    for start, end, point in _pairs(rest):
        if not any(start < one.end and one.start < end for one in found):
            found.append(Pointer(start, end, point))
    return tuple(sorted(found, key=lambda one: one.start))


def without_pointers(text: str) -> str:
    """The text with a comma and blanks for links and pairs of degrees; nothing moves."""
    return _blanked(text, pointers_in(text))


def _blanked(text: str, pointers: "list[Pointer] | tuple[Pointer, ...]") -> str:
    for one in pointers:
        text = text[: one.start] + ",".ljust(one.end - one.start) + text[one.end :]
    return text


# --- links -----------------------------------------------------------------------------------------

_HOSTS = (
    r"maps\.app\.goo\.gl|goo\.gl|(?:www\.|maps\.)?google\.[a-z.]{2,6}|maps\.apple\.com|(?:www\.|ul\.)?waze\.com|"
    r"(?:www\.)?openstreetmap\.org|osm\.org|g\.co|g\.page|bit\.ly|s\.id|wa\.me|t\.me|(?:www\.|m\.)?facebook\.com|"
    r"fb\.(?:com|watch)|(?:www\.)?instagram\.com|(?:www\.)?tiktok\.com|vt\.tiktok\.com|youtu\.be|"
    r"(?:www\.)?youtube\.com|x\.com|twitter\.com|here\.com|w3w\.co|what3words\.com|plus\.codes"
)
_LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"]+|(?<![\w.@])(?:{_HOSTS})/[^\s<>\"]*|(?<!\w)geo:[-\d.,]+[^\s<>\"]*",
    re.I,
)
_LINKS_HOLD = re.compile(r"/|www\.|geo:", re.I)
_TRAILING = ".,;:!?)]}'’”"
_DEGREES = r"[-+−–]?\d{1,3}(?:\.\d+)?"
_BETWEEN = r"\s*[,~;+|\s]\s*"
_IN_LINKS = tuple(  # the surest first: the pin, what was searched for, where the map stood
    re.compile(pattern, re.I)
    for pattern in (
        rf"!3d(?P<lat>{_DEGREES})!4d(?P<lon>{_DEGREES})",
        rf"[?&#]mlat=(?P<lat>{_DEGREES})&(?:amp;)?mlon=(?P<lon>{_DEGREES})",
        rf"[?&](?:q|query|daddr|destination|coordinate|ll|sll|center|cp|near|loc|markers|to)="
        rf"(?:(?:loc|ll|place|point)[:.])?\s*(?P<lat>{_DEGREES}){_BETWEEN}(?P<lon>{_DEGREES})",
        rf"[?&](?:lat|latitude)=(?P<lat>{_DEGREES})&(?:amp;)?(?:lon|lng|long|longitude)=(?P<lon>{_DEGREES})",
        rf"/(?:search|place|dir(?:/[^/]*)?)/(?:loc:)?\s*(?P<lat>{_DEGREES}){_BETWEEN}(?P<lon>{_DEGREES})",
        rf"^geo:(?P<lat>{_DEGREES}),(?P<lon>{_DEGREES})",
        rf"!2d(?P<lon>{_DEGREES})!3d(?P<lat>{_DEGREES})",
        rf"@(?P<lat>{_DEGREES}),(?P<lon>{_DEGREES})",
        rf"#map=[\d.]+/(?P<lat>{_DEGREES})/(?P<lon>{_DEGREES})",
    )
)


def _link_end(link: re.Match[str]) -> int:
    return link.start() + len(link[0].rstrip(_TRAILING))


def _linked(link: str) -> tuple[float, float] | None:
    """The point in a link, as far as it is one of ours."""
    plain = unquote_plus(unquote_plus(link))
    for pattern in _IN_LINKS:
        for found in pattern.finditer(plain):
            point = _inside(_number(found["lat"]), _number(found["lon"]))
            if point:
                return point
    return next((point for _, _, point in _pairs(plain)), None)


# --- pairs of degrees ------------------------------------------------------------------------------

_SP = r"\s{0,3}"  # bounded, so that no run of blanks costs more than it has characters
_SIGN = r"[-−–]\s?"
_SOUTHS = frozenset({"s", "ls", "selatan"})
_LAT_LETTER = r"(?:LS|LU|N|S)"
_LON_LETTER = r"(?:BT|BB|E|T)"


def _angle(name: str) -> str:
    number = r"\d{1,3}(?:[.,]\d+)?"
    return (
        rf"(?P<{name}d>{number}){_SP}(?:[°º˚]|deg\b|derajat)?"
        rf"(?:{_SP}(?P<{name}m>{number}){_SP}(?:['’′]|menit\b|min\b)?"
        rf"(?:{_SP}(?P<{name}s>{number}){_SP}(?:[\"”″]|''|’’|detik\b|sec\b)?)?)?"
    )


_LETTERED = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?<![\w.,]){_angle('a')}{_SP}(?P<ns>{_LAT_LETTER})\b[\s,;/&-]{{0,5}}(?:dan\s+)?{_angle('o')}{_SP}"
        rf"(?P<ew>{_LON_LETTER})\b",
        rf"(?<!\w)(?P<ns>{_LAT_LETTER})[\s:.=]{{0,5}}{_angle('a')}[\s,;/&-]{{0,5}}(?:dan\s+)?\b(?P<ew>{_LON_LETTER})"
        rf"[\s:.=]{{0,5}}{_angle('o')}(?![\w.])",
    )
)
_WITH_SIGNS = re.compile(
    rf"(?<![\w.,])(?P<sign>{_SIGN})?(?P<ad>\d{{1,2}}){_SP}[°º˚]{_SP}(?P<am>\d{{1,2}}(?:[.,]\d+)?){_SP}['’′]{_SP}"
    rf"(?:(?P<as>\d{{1,2}}(?:[.,]\d+)?){_SP}(?:[\"”″]|''|’’))?[\s,;/]{{0,5}}"
    rf"(?P<od>\d{{2,3}}){_SP}[°º˚]{_SP}(?P<om>\d{{1,2}}(?:[.,]\d+)?){_SP}['’′]{_SP}"
    rf"(?:(?P<os>\d{{1,2}}(?:[.,]\d+)?){_SP}(?:[\"”″]|''|’’))?"
)
_LABELLED = re.compile(
    rf"\b(?:lat|latitude|lintang)\b[\s:=]{{0,5}}(?P<lat>(?:{_SIGN})?\d{{1,2}}[.,]\d+)[\s,;/|]{{0,5}}"
    rf"\b(?:lon|long|lng|longitude|bujur)\b[\s:=]{{0,5}}(?P<lon>(?:{_SIGN})?\d{{2,3}}[.,]\d+)",
    re.I,
)
_PLAIN = tuple(
    re.compile(
        rf"(?<![\w.,])(?P<lat>(?:{_SIGN})?\d{{1,3}}{mark}(?P<after>\d{{2,}}))[°º]?{_SP}{gap}{_SP}"
        rf"(?P<lon>(?:{_SIGN})?\d{{1,3}}{mark}(?P<more>\d{{2,}}))[°º]?(?![\w]|[.,]\d)"
    )
    for mark, gap in ((r"\.", r"[,;/\s]"), (",", r"(?:,\s|[;/]|\s)"))
)
_DECIMAL = (_LABELLED, *_PLAIN)
_A_DIGIT = re.compile(r"\d")
_SURE, _SIGNED = (
    4,
    3,
)  # decimals of a bare pair, and of one with a minus: fewer may be sums of money


def _pairs(text: str) -> Iterator[tuple[int, int, tuple[float, float]]]:
    if not _A_DIGIT.search(text):
        return
    for patterns, read in ((_LETTERED, _lettered), ((_WITH_SIGNS,), _signed)):
        for found in chain.from_iterable(one.finditer(text) for one in patterns):
            if point := read(found):
                yield *found.span(), point
    for found in chain.from_iterable(one.finditer(text) for one in _DECIMAL):
        point = _inside(_number(found["lat"]), _number(found["lon"]))
        if point and _is_exact(found):
            yield *found.span(), point


def _lettered(found: re.Match[str]) -> tuple[float, float] | None:
    """`9 39 25 S 120 15 50 E`; whole degrees alone are no point."""
    if not (found["am"] or "." in found["ad"] or "," in found["ad"]):
        return None
    lat = _turn(found, "a")
    south = found["ns"].lower() in _SOUTHS
    return _inside(-lat if south else lat, _turn(found, "o"))


def _signed(found: re.Match[str]) -> tuple[float, float] | None:
    lat = _turn(found, "a")
    return _inside(-lat if found["sign"] else lat, _turn(found, "o"))


def _is_exact(found: re.Match[str]) -> bool:
    if "after" not in found.re.groupindex:
        return True
    decimals = min(len(found["after"]), len(found["more"]))
    signed = not (found["lat"][0].isdigit() and found["lon"][0].isdigit())
    return decimals >= (_SIGNED if signed else _SURE)


def _turn(found: re.Match[str], name: str) -> float:
    """Degrees, minutes and seconds as degrees."""
    parts = (found[f"{name}{part}"] for part in "dms")
    degrees, minutes, seconds = (_number(part) if part else 0.0 for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _number(written: str) -> float:
    plain = re.sub(r"[−–]\s?", "-", written.replace(",", ".").replace(" ", ""))
    return float(plain)


def _inside(latitude: float, longitude: float) -> tuple[float, float] | None:
    """The point if it lies in the country's box; told the other way round, turned."""
    for lat, lon in ((latitude, longitude), (longitude, latitude)):
        if SOUTH <= lat <= NORTH and WEST <= lon <= EAST:
            return round(lat, 6), round(lon, 6)
    return None
