"""NIK and KK numbers: their form, where they stand in a text, and how to hide them.

A NIK is 16 digits, `PPKKCC DDMMYY SSSS`: where it was first registered, the
birth date (40 added to a woman's day) and a serial number. There is no check
digit, so a well-formed number proves nothing about its bearer. A family card
number (KK) has the same shape with the date of issue in the middle; only the
words around it tell the two apart, or a birth date of someone too young for a card of their own.
Source: Government Regulation (PP) 37/2007, article 37; province numbers from the Kemendagri code list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from intake.reading.spans import Invalid, Spotted

LENGTH = 16
WOMAN = 40
ADULT = 17  # years from which a person has a KTP (Law 24/2013, article 63)
PROVINCE_NUMBERS = (
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 "
    "71 72 73 74 75 76 81 82 91 92 93 94 95 96"
)
PROVINCES = frozenset(PROVINCE_NUMBERS.split())

_LOOK_ALIKES = str.maketrans("OoIl", "0011")
_FLAGS = re.IGNORECASE | re.ASCII
_LOOSE = re.compile(
    r"(?<![A-Za-z0-9])[0-9OoIl](?:[ .\-_/]{0,3}[0-9OoIl])*(?![A-Za-z0-9])", re.ASCII
)
_PLAIN = re.compile(r"(?<![A-Za-z0-9])[0-9]{16}(?![A-Za-z0-9])", re.ASCII)
_GROUPED = re.compile(
    r"(?<![A-Za-z0-9])[0-9]{2,12}(?:[ .\-][0-9]{2,12})+(?![A-Za-z0-9])", re.ASCII
)
_NAMED = r"(?:n\.?i\.?k|k\.?t\.?p(?:[ -]?el)?)"
_AFTER_CUE = re.compile(
    rf"\b{_NAMED}\b(?:[ .:=]|no|nomor|saya|sy|nya|adalah)*(?P<number>[0-9Il](?:[ .\-]{{0,2}}[0-9OoIl])*)"
    r"(?![A-Za-z0-9])"
    rf"|\b{_NAMED}(?P<glued>[0-9]{{16}})(?![A-Za-z0-9])",
    _FLAGS,
)
_KINDS = re.compile(rf"\b(?:(?P<kk>n?kk|kartu keluarga)|(?P<nik>{_NAMED}))\b", _FLAGS)
_NEAR = 25  # characters: "no kk kami sekeluarga: " still names the number
_WORTH_A_WORD = 4  # digits from which an answer was meant as a number
_A_LONG_NUMBER = 8  # digits from which a number among words was meant as the answer


@dataclass(frozen=True, slots=True)
class Nik:
    """A well-formed number of a person (`nik`) or a family card (`kk`)."""

    value: str  # 16 digits
    kind: str  # nik | kk
    warnings: tuple[str, ...] = ()  # `nik.province`: no such province today


def parse_nik(text: str, today: date | None = None) -> Nik | Invalid | None:
    """The number in an answer to "your NIK?"; spaces, dots, dashes and O for 0 are forgiven.

    With `today`, a number whose bearer would be under 17 is a family card's: `kk`.
    Invalid("nik.length") when it has not 16 digits, Invalid("nik.form") when such a
    number cannot exist; None when the answer holds no number.
    """
    numbers = [(match, _digits(match[0])) for match in _LOOSE.finditer(_unglued(text))]
    for match, digits in numbers:
        if len(digits) == LENGTH:
            return _read(digits, _kind(text, match.start(), match.end()), today)
    return (
        Invalid("nik.length")
        if _meant_as_number(text, [digits for _, digits in numbers])
        else None
    )


def spot_nik(text: str, today: date | None = None) -> Spotted[Nik] | None:
    """A NIK or KK number volunteered in a text: named as one, or 16 digits that can be nothing else.

    `today` is as for `parse_nik`.
    """
    for named, start, end in _candidates(text):
        digits = _digits(text[start:end])
        found = (
            _read(digits, _kind(text, start, end), today)
            if len(digits) == LENGTH
            else None
        )
        if isinstance(found, Nik) and (named or not found.warnings):
            return Spotted(found, start, end)
    return None


def _candidates(text: str) -> Iterator[tuple[bool, int, int]]:
    for match in _AFTER_CUE.finditer(text):
        yield True, *match.span(match.lastgroup or 0)
    for pattern in (_PLAIN, _GROUPED):
        for match in pattern.finditer(text):
            yield _names_kk(text, match.start()), *match.span()


def _names_kk(text: str, start: int) -> bool:
    return bool(_KINDS.search(text[max(0, start - _NEAR) : start]))


def _read(digits: str, said: str, today: date | None) -> Nik | Invalid:
    day, month, year, serial = (
        int(digits[a:b]) for a, b in ((6, 8), (8, 10), (10, 12), (12, 16))
    )
    woman = day > WOMAN
    if (
        len(set(digits)) == 1
        or serial == 0
        or not _is_date(day - WOMAN * woman, month, year)
    ):
        return Invalid("nik.form")
    warnings = () if digits[:2] in PROVINCES else ("nik.province",)
    if woman:  # no card is issued on day 41: that is a woman's NIK
        return Nik(digits, "nik", warnings)
    young = today is not None and _is_young(day, month, year, today)
    return Nik(digits, "kk" if young else said, warnings)


def _is_young(day: int, month: int, year: int, today: date) -> bool:
    """Whether who was born then has no KTP yet; a year still to come is one of the last century."""
    born = (
        2000 + year
        if (2000 + year, month, day) <= (today.year, today.month, today.day)
        else 1900 + year
    )
    return (today.year - born, today.month, today.day) < (ADULT, month, day)


def _is_date(day: int, month: int, year: int) -> bool:
    """2000 + year decides for both centuries: only 1900 differs, and nobody that old writes to us."""
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _kind(text: str, start: int, end: int) -> str:
    """What the nearest word before the number calls it, else the nearest after it."""
    before = list(_KINDS.finditer(text[max(0, start - _NEAR) : start]))
    after = list(_KINDS.finditer(text[end : end + _NEAR]))
    nearest = before[-1:] or after[:1]
    return str(nearest[0].lastgroup) if nearest else "nik"


def _digits(number: str) -> str:
    return "".join(c for c in number.translate(_LOOK_ALIKES) if c in "0123456789")


def _unglued(text: str) -> str:
    """`nik3511...` without changing where anything stands."""
    return re.sub(
        rf"\b(?:{_NAMED}|n?kk)(?=[0-9])",
        lambda cue: " " * len(cue[0]),
        text,
        flags=_FLAGS,
    )


def _meant_as_number(text: str, numbers: list[str]) -> bool:
    longest = max(map(len, numbers), default=0)
    only_a_number = not re.search(r"[^\W\d_]", _KINDS.sub("", _LOOSE.sub("", text)))
    named = bool(_KINDS.search(text))
    return longest >= (_WORTH_A_WORD if only_a_number or named else _A_LONG_NUMBER)


_NO = (
    r"(?:tidak|tdk|tak|ga|gak|gk|g|ngga|nggak|enggak|engga|ndak|nda|indak|kagak|kaga|mboten|henteu|teu|ora"
    r"|belum|blm|blum)"
)
_HAVE = r"(?:hafal|hapal|apal|ingat|inget|tahu|tau|ngerti|bawa|pegang|punya|ada|sempat)"
_CANNOT = re.compile(
    r"\b(?:lupa|lp|kelupaan|ketinggalan|hilang|kesupen|poho|gada|gaada|forgot|forget|entah"
    rf"|(?:{_NO}|kurang|krg)\s*(?:bisa\s+)?{_HAVE}"
    r"|(?:do not|don'?t|dont|can'?t|cannot)\s+(?:know|remember|have|recall))\b",
    _FLAGS,
)
_ALONGSIDE = (
    "maaf mf sorry pak bapak bpk bu ibu min kak mas mbak bang saya sy sya aku aq ku kami i my me the it nya "
    "nik ktp kk kartu keluarga nomor nomer no number nomornya niknya ktpnya kknya sekarang skrg saat ini sm "
    "lagi lg sedang dulu masih msh juga jg e di rumah dirumah ya yaa deh sih kok euy sama sekali memang have "
    "emang tanggal tgl tanggalnya kapan persis persisnya pastinya"
)
_ALONGSIDE_WORDS = frozenset(_ALONGSIDE.split())


def says_forgot(text: str) -> bool:
    """Whether a whole answer says no more than "I do not know it, or have it with me"."""
    rest, found = _CANNOT.subn(" ", text.replace("’", "'"))
    return found > 0 and all(
        word in _ALONGSIDE_WORDS for word in re.findall(r"\w+", rest.lower())
    )


_DATED = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)", re.ASCII)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .\-]?)+", re.ASCII)
_RUN = re.compile(r"(?<!\d)\d+(?:[ .\-]\d+)*(?!\d)", re.ASCII)
_PLATES = (
    "A AA AB AD AE AG B BA BB BD BE BG BH BK BL BM BN BP D DA DB DC DD DE DG DH DK DL DM DN DP DR DS DT DW "
    "E EA EB ED F G H K KB KH KT KU L M N P PA PB PG PS PT R S T W Z"
)
_PLATE = "|".join(sorted(_PLATES.split(), key=len, reverse=True))
_NOT_A_SUFFIX = r"(?:RT|RW|DI|KE|DAN|NO|KM|JL|JLN|YG|KK|ADA|DR|WIB|RB|JT|KEC|KEL|KAB|DS|DSN|GG|SD|PRO)\b"
_ALWAYS_HIDDEN = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (
            r"(?<![A-Za-z])(?=[0-9OoIl]{10})(?=(?:[OoIl]*[0-9]){6})[0-9OoIl]+(?![A-Za-z])",
            re.ASCII,
        ),
        (r"(?<!\d)(?:\+ ?|00)[1-9](?:[ .\-]{0,2}[0-9]){8,14}", re.ASCII),
        (
            r"(?<!\d)(?:62|0)[ .\-]{0,2}8(?:[ .\-]{0,2}[0-9OoIl]){7,12}(?![A-Za-z0-9])",
            re.ASCII,
        ),
        (r"(?<![\d.,])\(?0\d{2,3}\)?[ \-]{1,2}\d{5,8}(?!\d)", re.ASCII),
        (
            r"\b(?:nik|ktp|n?kk|bpjs|jkn|kis|hp|wa|whatsapp|telp|tlp|telepon|telpon|rek|rekening|sim|paspor|npwp|nip)\b"
            r"[^\d\n]{0,25}?(?<!rp)(?<!rp\s)(?<!rp\.)\b"
            r"(?P<number>[0-9OoIl](?:[ .\-]{0,3}[0-9OoIl]){7,}(?![a-z]))",
            _FLAGS,
        ),
        (
            rf"\b(?:{_PLATE})(?: ?\d{{3,4}} (?!{_NOT_A_SUFFIX})|\d{{2,4}} ?)[A-Z]{{1,3}}\b",
            re.ASCII,
        ),
        (rf"\b(?:{_PLATE})\d{{2,4}}[a-z]{{2,3}}\b", _FLAGS),
        (
            r"\b(?:plat|nopol|no\.? ?pol|polisi)\b[^\d\n]{0,12}?\b"
            rf"(?P<number>(?:{_PLATE})[ .\-]?\d{{1,4}}(?:[ .\-]?[a-z]{{1,3}})?)\b",
            _FLAGS,
        ),
    )
)


def mask_numbers(text: str) -> str:
    """`text` with `*` for each letter and digit of NIK, KK, BPJS, phone and plate numbers.

    For public display and logs. When in doubt it hides: any ten digits in a row go,
    account numbers too. Dates, sums of money and RT/RW stay. Nothing moves.
    """
    for pattern in _ALWAYS_HIDDEN:
        text = pattern.sub(_hide, text)
    return _RUN.sub(
        lambda run: _hide(run) if _is_grouped_number(run[0]) else run[0], text
    )


def _hide(match: re.Match[str]) -> str:
    start = (
        match.start("number") - match.start() if "number" in match.re.groupindex else 0
    )
    return match[0][:start] + re.sub(r"[^\W_]", "*", match[0][start:])


def _is_grouped_number(run: str) -> bool:
    """13 digits or more in groups, which are neither dates nor a sum of money."""
    digits = _digits(run)
    if len(digits) == LENGTH and isinstance(_read(digits, "nik", None), Nik):
        return True
    ordinary = _DATED.search(run) or _MONEY.fullmatch(run) or _YEARS.fullmatch(run)
    return len(digits) >= len("0001234567890") and not ordinary
