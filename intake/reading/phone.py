"""Phone numbers as people write them, as E.164.

What is a number, and where, is the knowledge of Google's libphonenumber; ours
is how Indonesians type them: without the country code, in groups, with O for 0,
next to other numbers. One reader serves what people write and what every channel names.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
)

from intake.reading.nik import spot_nik
from intake.reading.spans import Invalid, Spotted

HOME = "62"
LENGTHS = range(8, 16)  # digits of a number with its country code (E.164)
PEOPLE_ANSWER = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)

_LOOK_ALIKES = str.maketrans("OoIl", "0011")
_DIGIT = "[0-9OoIl]"
_CANDIDATE = re.compile(
    rf"(?<![A-Za-z0-9])[+(]?{_DIGIT}(?:[ ().\-]{{0,3}}{_DIGIT})*(?![A-Za-z0-9])",
    re.ASCII,
)
_CUE = re.compile(
    r"\b(?:hp|handphone|wa|whatsapp|telp|tlp|telepon|telpon|tlpn|hub|hubungi|kontak|call|phone)\b"
    r"[ .:=/]*(?:(?:saya|sy|nya|di|ke|no|nomor|nomer|wa|hp|my|is|me|at|on|number)\b[ .:=/]*)*$",
    re.IGNORECASE | re.ASCII,
)
_MOBILE = re.compile(r"(?:\+?62|0)8[0-9]{8,11}")
_CUE_REACH = 30  # characters before a number in which "no hp saya: " may stand
_MEANT = 5  # digits from which an answer was meant as a number
_ROOM_NUMBER = 3  # digits: "RT 03 0812...": what may stand before a number without being part of it


def parse_phone(text: str) -> str | Invalid | None:
    """The number (E.164) in an answer to "your number?".

    Invalid("phone.invalid") when it looks like a number but no line can have it; None without one.
    """
    numbers = [match[0] for match in _CANDIDATE.finditer(text)]
    found = (
        e164
        for number in numbers
        for _, part in _parts(number)
        if (e164 := _e164(part))
    )
    meant = any(len(_plain(number)) >= _MEANT for number in numbers)
    return next(found, Invalid("phone.invalid") if meant else None)


def spot_phone(text: str) -> Spotted[str] | None:
    """A number (E.164) volunteered in a text: named as a phone, or an Indonesian mobile number."""
    nik = spot_nik(text)
    for match in _CANDIDATE.finditer(text):
        if nik and match.start() < nik.end and nik.start < match.end():
            continue
        named = bool(
            _CUE.search(text[max(0, match.start() - _CUE_REACH) : match.start()])
        )
        for offset, part in _parts(match[0]):
            likely = named or _MOBILE.fullmatch(_plain(part))
            if likely and (e164 := _e164(part)):
                start = match.start() + offset
                return Spotted(e164, start, start + len(part))
    return None


def normalise(sender: str) -> str:
    """A sender as people type it, as E.164; what is no full number (short codes, names) unchanged."""
    full = re.fullmatch(r"(?:\+|0|62)[0-9 ().\-]+", sender.strip(), re.ASCII)
    return (full and _e164(sender.strip())) or sender


@lru_cache(maxsize=4096)
def full_number(written: str) -> str | None:
    """The E.164 of a number as networks, apps and people write it; None when no line can have it.

    Indonesian where the country code is left out, but only if an Indonesian line can have it, else
    what it says as an international one: gateways drop the plus, keep the 00 or the 0, and put a
    second 62 in front. A number told with its plus is the network's word: it need only be possible.
    """
    plain = re.sub(r"(?<=.)\+|[^+0-9]", "", written)
    read = (_line(one, phonenumbers.is_valid_number) for one in _readings(plain))
    if found := next(filter(None, read), None):
        return found
    told = f"+{_digits(plain)}"
    return _line(told, _may_be) if _is_marked(plain) else None


def _readings(plain: str) -> Iterator[str]:
    """What the digits may mean, the likeliest first."""
    digits = _digits(plain)
    if again := re.match(r"(?:0|620*)(?=628)", plain.lstrip("+")):
        yield f"+{plain.lstrip('+')[again.end() :]}"  # rather a phone than a line of Kabanjahe (0628)
    if re.match(r"\+?0(?!0)", plain) or (digits[:1] == "8" and not _is_marked(plain)):
        yield f"+{HOME}{digits}"
    yield f"+{digits}"
    while digits.startswith(HOME):
        digits = digits.removeprefix(HOME).lstrip("0")
        yield from (f"+{HOME}{digits}", f"+{digits}")


def _digits(plain: str) -> str:
    """Without what says where they begin; no country code begins with a nought."""
    return plain.lstrip("+0")


def _is_marked(plain: str) -> bool:
    """Whether it says of itself that the country code comes first."""
    return re.match(r"\+[1-9]|\+?00", plain) is not None


def _may_be(parsed: PhoneNumber) -> bool:
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def _line(number: str, has: Callable[[PhoneNumber], bool]) -> str | None:
    """The number without a nought behind its country code, if there is such a line."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return None
    written = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return written if len(written) - 1 in LENGTHS and has(parsed) else None


def _parts(number: str) -> Iterator[tuple[int, str]]:
    """The number, then what is left when short numbers beside it are dropped: (offset, text)."""
    yield 0, number
    words = list(re.finditer(r"\S+", number))
    if len(words) > 1 and len(_plain(words[0][0])) <= _ROOM_NUMBER:
        yield words[1].start(), number[words[1].start() :]
    for word in words if len(words) > 1 else []:
        yield word.start(), word[0]


def _e164(number: str) -> str | None:
    """The number somebody can be called at."""
    full = full_number(_plain(number))
    if full is None:
        return None
    parsed = phonenumbers.parse(full)
    answers = phonenumbers.number_type(parsed) in PEOPLE_ANSWER
    return full if answers and phonenumbers.is_valid_number(parsed) else None


def _plain(number: str) -> str:
    """Digits with their `+`; `+62 0812` and `0062` are how some write `+62 812`."""
    plain = re.sub(r"[^+0-9]", "", number.translate(_LOOK_ALIKES))
    return re.sub(r"^(?:\+620?|00620?)(?=[1-9])", "+62", plain)
