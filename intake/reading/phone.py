"""Phone numbers as people write them, as E.164.

What is a number, and where, is the knowledge of Google's libphonenumber; ours
is how Indonesians type them: without the country code, in groups, with O for 0,
next to other numbers. Numbers without a country code are Indonesian.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from intake.reading.nik import spot_nik
from intake.reading.spans import Invalid, Spotted

HOME = "ID"
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
    """A sender as providers name them, as E.164; what is no full number (short codes, names) unchanged."""
    full = re.fullmatch(r"(?:\+|0|62)[0-9 ().\-]+", sender.strip(), re.ASCII)
    return (full and _e164(sender.strip())) or sender


def _parts(number: str) -> Iterator[tuple[int, str]]:
    """The number, then what is left when short numbers beside it are dropped: (offset, text)."""
    yield 0, number
    words = list(re.finditer(r"\S+", number))
    if len(words) > 1 and len(_plain(words[0][0])) <= _ROOM_NUMBER:
        yield words[1].start(), number[words[1].start() :]
    for word in words if len(words) > 1 else []:
        yield word.start(), word[0]


def _e164(number: str) -> str | None:
    try:
        parsed = phonenumbers.parse(_plain(number), HOME)
    except NumberParseException:
        return None
    if (
        not phonenumbers.is_valid_number(parsed)
        or phonenumbers.number_type(parsed) not in PEOPLE_ANSWER
    ):
        return None
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _plain(number: str) -> str:
    """Digits with their `+`; `+62 0812` and `0062` are how some write `+62 812`."""
    plain = re.sub(r"[^+0-9]", "", number.translate(_LOOK_ALIKES))
    return re.sub(r"^(?:\+620?|00620?)(?=[1-9])", "+62", plain)
