"""What a text costs as SMS, and how to make it cost less.

An SMS carries 140 bytes: 160 septets of the GSM-7 alphabet, or 70 UTF-16 units
as soon as one character lies outside it. Longer messages give up a header in
each part (153 and 67). A character of the extension table takes two septets, and
neither it nor a surrogate pair may straddle two parts.
3GPP TS 23.038 section 6.2.1 (alphabet), TS 23.040 section 9.2.3.24.1 (parts).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
GSM7 = BASIC | EXTENSION

PART_SIZES = {
    "GSM-7": (160, 153),
    "UCS-2": (70, 67),
}  # units in a lone message, and in each of several parts
SINGLE = PART_SIZES["GSM-7"][0]
LAST_OF_BASIC_PLANE = "\uffff"  # what lies beyond takes a surrogate pair

REPLACEMENTS = {
    **dict.fromkeys("‘’‚‛′ʼʹ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃•·▪●►", "-"),
    **dict.fromkeys("\u2028\u2029\x0b\x85", "\n"),
    "\t": " ",
    "⁄": "/",
    "×": "x",
    "÷": "/",
    "→": "->",
    "‹": "<",
    "›": ">",
    "đ": "d",
    "Đ": "D",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
    "œ": "oe",
    "Œ": "OE",
    "✅": "OK",
    "✔": "OK",
    "👍": "OK",
    "❌": "X",
    "✖": "X",
    "⚠": "!",
}
DROPPED = "\0"  # stands for a dropped character until the spaces around it are mended
CUT = ".."
AROUND_DROPPED = re.compile(r"^\0+ ?| ?\0+$|(?<=\s)\0+ ?|\0+")


@dataclass(frozen=True, slots=True)
class Segments:
    """What the network makes of a text."""

    encoding: str  # "GSM-7" | "UCS-2"
    characters: int  # septets or UTF-16 units: what the limits count
    parts: int  # what is paid for


def segments(text: str) -> Segments:
    """The encoding, size and number of parts of a text sent as SMS."""
    encoding, total = measured(text)
    single, part = PART_SIZES[encoding]
    if total <= single:
        return Segments(encoding, total, 1)
    sizes = [_units(character, encoding) for character in text]
    return Segments(encoding, total, _parts(sizes, part))


def measured(text: str) -> tuple[str, int]:
    """The encoding a text takes, and its size in septets or UTF-16 units."""
    if GSM7.issuperset(text):
        return "GSM-7", len(text) + sum(map(text.count, EXTENSION))
    return "UCS-2", utf16_length(text)


def to_gsm7(text: str) -> str:
    """The text in GSM-7 only: readable, and unchanged where it already fits.

    Typographic signs become their plain twins, accents the alphabet lacks are
    dropped, emoji become a short word or nothing, a letter of another script `?`.
    """
    if GSM7.issuperset(text):
        return text
    return AROUND_DROPPED.sub("", "".join(map(_gsm7, text)))


def split_parts(text: str, *, numbered: bool = True) -> list[str]:
    """The text as messages of one GSM-7 part each, cut between words, as "(1/3) ..." when numbered.

    A text that fits one message stays whole and gets no number; a word longer than
    a message is cut. Only the white space at a cut is lost.
    """
    plain = to_gsm7(text)
    if segments(plain).parts == 1:
        return [plain]
    if not numbered:
        return cut_between_words(plain, SINGLE, _septets)
    digits = 1
    while (
        len(pieces := cut_between_words(plain, _room(digits), _septets)) >= 10**digits
    ):
        digits += 1
    return [f"({i}/{len(pieces)}) {piece}" for i, piece in enumerate(pieces, start=1)]


def _room(digits: int) -> int:
    return SINGLE - len("(/) ") - 2 * digits


def cut_between_words(text: str, limit: int, units: Callable[[str], int]) -> list[str]:
    """The text in pieces of at most `limit`, a character counting `units(character)`; none if it is blank."""
    pieces = []
    rest = text.strip()
    while rest:
        fits = _fitting(rest, limit, units)
        gap = max(rest.rfind(" ", 0, fits), rest.rfind("\n", 0, fits))
        whole = fits == len(rest) or rest[fits].isspace() or gap <= 0
        piece = rest[: fits if whole else gap]
        pieces.append(piece.rstrip())
        rest = rest[len(piece) :].lstrip()
    return pieces


def clip(text: str, room: int) -> str:
    """The text in at most so many septets of GSM-7, with two dots where it was cut."""
    plain = to_gsm7(text)
    if sum(map(_septets, plain)) <= room:
        return plain
    return plain[: _fitting(plain, max(room - len(CUT), 0), _septets)].rstrip() + CUT


def utf16_length(text: str) -> int:
    """What a text counts in UTF-16: `utf16_units` of all its characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_units(character: str) -> int:
    """What a character counts in UTF-16, as UCS-2 messages and Telegram count it."""
    return _units(character, "UCS-2")


def _units(character: str, encoding: str) -> int:
    wide = (
        character in EXTENSION
        if encoding == "GSM-7"
        else character > LAST_OF_BASIC_PLANE
    )
    return 2 if wide else 1


def _parts(sizes: list[int], limit: int) -> int:
    parts, room = 1, limit
    for size in sizes:
        if size > room:
            parts, room = parts + 1, limit
        room -= size
    return parts


def _gsm7(character: str) -> str:
    if character in GSM7:
        return character
    if character in REPLACEMENTS:
        return REPLACEMENTS[character]
    plain = "".join(
        REPLACEMENTS.get(c, c) for c in unicodedata.normalize("NFKD", character)
    )
    kept = "".join(c for c in plain if c in GSM7)
    if kept:
        return kept
    return "?" if unicodedata.category(character)[0] in "LN" else DROPPED


def _septets(character: str) -> int:
    return _units(character, "GSM-7")


def _fitting(text: str, limit: int, units: Callable[[str], int]) -> int:
    """How many characters fit into `limit` units."""
    for i, character in enumerate(text):
        limit -= units(character)
        if limit < 0:
            return i
    return len(text)
