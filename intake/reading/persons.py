"""Everybody whom a citizen's words name: the writer, their people, whom they accuse, and the rest.

`names` finds one name to put into the form, so it is strict. Here nobody may be missed: of somebody who
wants to stay unnamed each name that can tell who they are is hidden, and in doubt it is hidden too. Whom
the words accuse is the matter itself and stays readable: an office or a deed stands beside the name.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from intake.reading.memory import remembered
from intake.reading.names import spot_name
from intake.reading.sought import Sought
from intake.reading.who_words import (
    ASKS,
    BETWEEN,
    CASED,
    CONNECTS,
    DEEDS,
    DOERS,
    DUTIES,
    FAMILY,
    ME,
    MONEY,
    NAME_PARTS,
    NAMED,
    NAMELESS,
    NAMES,
    NEAR_ONES,
    NEGATES,
    OF_SCHOOLS,
    OFFICES,
    PEOPLE,
    PLACES,
    POLITE,
    REPORTED,
    TITLED,
    TO_A_PLACE,
    WITNESSES,
    WORDS_TOO,
)
from intake.reading.whose_name import labels_own, names_somebody, on_own_behalf


class Who(StrEnum):
    """What somebody is to the writer."""

    SELF = "self"
    KIN = "kin"  # who belongs to them: it tells who they are as well
    ACCUSED = "accused"
    SOMEBODY = "somebody"  # nobody knows


@dataclass(frozen=True, slots=True)
class Person:
    """A name, and the range of characters it stands in."""

    start: int
    end: int
    who: Who


@remembered
def persons_in(text: str) -> tuple[Person, ...]:
    """All names in a text, by where they stand; those of the accused too."""
    sheet = _Sheet(text)
    claimed: list[Person] = []
    for found in (*_by_cue(sheet), *_by_signature(sheet), *_others(sheet)):
        if not any(found.start < one.end and one.start < found.end for one in claimed):
            claimed.append(found)
    return tuple(sorted(claimed, key=lambda one: one.start))


# --- words -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    form: str  # in small letters, without full stops
    capital: bool
    sign: str  # the comma or the like that stands before it

    @property
    def fresh(self) -> bool:
        """Whether something parts it from the word before."""
        return bool(self.sign)


_WORD = re.compile(r"[^\W\d_]+(?:['’`´\-][^\W\d_]+)*|\d+(?:[.,:/-]\d+)*")
_BREAK = re.compile(r"[,;:!?()\[\]\"“”\n/|#]|\s[-–—]|[-–—]\s|\.(?=\s|$)")
_SHORT = frozenset(
    [
        "moh",
        "muh",
        "muhd",
        "st",
        "abd",
        "drs",
        "dra",
        "ir",
        "h",
        "hj",
        "dr",
        "drg",
        "prof",
        "pdt",
    ]
)
MOST = 5  # words of a name
_SHOUTED = 4  # letters of an acronym, at most


def _lettered(text: str) -> str:
    """With letters where somebody wrote digits between them: "M4ria R4mbu"; as long as before."""
    return _DIGIT_IN_NAME.sub(lambda one: one[0].translate(_LETTERS), text)


_DIGIT_IN_NAME = re.compile(r"(?<!\w)[^\W\d_]+(?:[01345]{1,2}[^\W\d_]+)+[01345]?(?!\w)")
_LETTERS = str.maketrans("01345", "oieas")


class _Sheet:
    """A text as words, and whether its capitals mean anything."""

    def __init__(self, text: str) -> None:
        self.text = text = _lettered(text)
        self.tokens: list[_Token] = []
        for match in _WORD.finditer(text):
            sign = self._sign(match.start())
            word = match.group()
            self.tokens.append(
                _Token(*match.span(), word.lower(), word[0].isupper(), sign)
            )
        self.starts = [one.start for one in self.tokens]
        self.tells = self._capitals_tell()

    def _sign(self, start: int) -> str:
        """What parts the word that begins here from the one before."""
        last = self.tokens[-1] if self.tokens else None
        gap = self.text[last.end : start] if last else "\n"
        if gap == " ":
            return ""
        if last and gap.strip() == "." and self._shortened(last.form):
            return ""
        parted = _BREAK.search(gap)
        return parted.group().strip() or "," if parted else ""

    @staticmethod
    def _shortened(form: str) -> bool:
        return form in _SHORT or (len(form) == 1 and form.isalpha())

    def _capitals_tell(self) -> bool:
        """Whether plain words are written small, so that a capital means something."""
        plain = [one for one in self.tokens if one.form in NAMELESS and not one.fresh]
        shouted = sum(self.text[one.start : one.end].isupper() for one in plain)
        small = sum(not one.capital for one in plain)
        return small >= len(plain) - small - shouted and small >= shouted

    def form(self, at: int) -> str:
        """The word of this number; nothing beyond the ends."""
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def at(self, position: int) -> int:
        """The number of the first word that begins at `position` or later."""
        return bisect_left(self.starts, position)

    def run(self, first: int, *, announced: bool) -> int:
        """Where the name that begins with this word ends; `first` itself when none does.

        `announced`: a name is expected here, so that unknown words in small letters are one too.
        """
        at = first
        while at < len(self.tokens) and at - first < MOST:
            if at > first and self.tokens[at].fresh:
                break
            if not self._in_name(at, first, announced=announced):
                break
            at += 1
        named = any(self.tokens[n].form not in NAME_PARTS for n in range(first, at))
        return at if named else first

    def _in_name(self, at: int, first: int, *, announced: bool) -> bool:
        one = self.tokens[at]
        meant = one.capital and self.tells
        if one.form in NAMED:
            return True
        if one.form in WORDS_TOO:
            return at > first or meant or announced
        if one.form in NAMELESS or not one.form[0].isalpha():
            return meant and one.form in CASED and self._follows_a_name(at, first)
        return self._unknown_names(at, first, announced=announced)

    def _follows_a_name(self, at: int, first: int) -> bool:
        return at > first and self.tokens[at - 1].capital

    def _unknown_names(self, at: int, first: int, *, announced: bool) -> bool:
        if self._goes_on(at, first):
            return True
        return self._may_name(self.tokens[at], announced=announced)

    def _may_name(self, one: _Token, *, announced: bool) -> bool:
        """An unknown word: by its capital, or where a name is expected; no verb and no acronym."""
        opens = one.fresh and one.form.endswith("nya")  # "Besoknya ..."
        if opens or (not one.capital and _verbal(one.form)):
            return False
        shouted = self.text[one.start : one.end].isupper() and len(one.form) <= _SHOUTED
        return announced or (one.capital and self.tells and not shouted)

    def _goes_on(self, at: int, first: int) -> bool:
        """An initial, or an unknown word behind a common name, whatever its case: "petrus ndjawa"."""
        one, last = self.tokens[at], self.tokens[at - 1]
        initial = len(one.form) == 1 and one.capital
        alike = one.capital == last.capital and not _verbal(one.form)
        return at > first and (initial or (alike and last.form in NAMES))

    def given(self, first: int, last: int) -> bool:
        """Whether one of these words is a common name and nothing else."""
        return any(
            one.form in NAMES and (one.form not in WORDS_TOO or one.capital)
            for one in self.tokens[first:last]
        )

    def person(self, first: int, last: int, who: Who) -> Person:
        """These words as somebody."""
        return Person(self.tokens[first].start, self.tokens[last - 1].end, who)


def _verbal(form: str) -> bool:
    return bool(_VERB.fullmatch(form))


_VERB = re.compile(
    r"(?:di|ber|ter)\w{4,}|me(?:m|n|ng|ny|l|r|w|y)?\w{4,}|(?:ke|pe|pem|pen)\w{3,}an|\w{3,}(?:kan|nya)"
)

# --- by a cue --------------------------------------------------------------------------------------

_POLITE = (
    r"(?:(?:bpk|bp|bapak|pak|bapa|ibuk|ibu|bu|sdri|sdr|saudari|saudara|mas|mbak|kang|bang|om|tante|mama|"
    r"tn|ny|mr|mrs|ms|opa|oma|kak|kakak)\b\.?\s*)?"
)
_ME = r"(?:saya|sy|sya|aku|aq|ak|gue|gw|kulo|kula|abdi|kuring|ambo|beta|kami|kita)"
_CLOSE = r"[\s,:=.\"'“(]*"
_SURE_CUES = tuple(
    Sought(rf"(?<!\w)(?:{cue}){_CLOSE}{_POLITE}")
    for cue in (
        rf"(?:nama|nm|nami|jeneng|ngaran)(?:\s+(?:{_ME}|lengkap|pelapor|pengirim|panjang|pemohon|asli))+"
        r"(?:\s+(?:adalah|yaitu|ialah|cukup))?",
        r"namaku|jenengku|my name(?:\s+is)?|i am|i'm",
        r"(?:sa|saya|beta|kita|ana)\s+(?:pu|pung|punya|pe)\s+nama",  # the east's "nama saya"
        rf"{_ME}\s+(?:ini\s+)?(?:yang\s+)?bernama",
        rf"perkenalkan(?:\s+(?:nama|{_ME}))*",
        rf"(?:panggil(?:lah)?|sebut|call)(?:\s+(?:saja|aja|{_ME}|me|dengan|nama))+",
        r"(?:pelapor|pengirim|pengadu|pemohon|penulis|reporter)(?:\s*[:=]|\s+atas\s+nama)",
        r"ttd|tertanda|tanda\s*tangan|hormat\s+(?:saya|kami)|salam(?:\s+(?:hormat|dari|saya|kami))+|regards|"
        r"(?:dari|oleh)\s+pelapor",
        r"(?:hub|hubungi|kontak|contact|cp|konfirmasi(?:\s+ke)?|whatsapp|wa|telp|tlp|telepon|hp)(?:\s+(?:saya|"
        r"kami|ke|nomor|no|nama))*",
        rf"{_ME}(?:\s+dari)?\s*,?\s+(?:se)?keluarga(?:\s+(?:besar|bapak|ibu))*",
        r"keluarga(?:\s+besar)?",
        rf"(?:akun|fb|facebook|ig|instagram|tiktok)(?:\s+(?:{_ME}|nama))*",
    )
)
_NEEDS_A_NAME = len(_SURE_CUES) - 4  # from here on only what reads as a name by itself
_LABEL = Sought(rf"(?<!\w)nama(?:ku)?\s*[:=]\s*{_POLITE}")
_BEHALF = Sought(
    rf"(?<!\w)(?:a\s?[/.]\s?n|an(?=\s?[.:])|atas\s+nama)\b[\s:=.]*{_POLITE}"
)
_I = Sought(
    rf"(?<!\w){_ME}(?:\s+(?:adalah|ini|sendiri|pelapor|selaku|warga|ibu|bapak))*[\s,(:]*{_POLITE}"
)
_KIN = Sought(
    rf"(?<!\w)(?P<kin>{'|'.join(FAMILY)}|(?:bapak|ibu|mama|bapa|mamak|papa|saudara|saudari|orang\s*tua)"
    rf"(?=\s+{_ME}\b))(?:ku|nya)?(?:\s+(?:kandung|tiri|ipar|angkat|sulung|bungsu|pertama|kedua|{_ME}|dari|yang|"
    rf"yg|ini))*\s*(?P<called>bernama|namanya|nama|a/n|an\.|atas nama)?{_CLOSE}{_POLITE}"
)
_Judge = Callable[[str, str], bool]  # whether it is the writer's, by what stands around


def _by_cue(sheet: _Sheet) -> Iterator[Person]:
    yield from _spotted(sheet)
    for number, cue in enumerate(_SURE_CUES):
        for found in cue.finditer(sheet.text):
            bare = number < _NEEDS_A_NAME
            yield from _announced(sheet, found.end(), Who.SELF, bare=bare)
    for found in _LABEL.finditer(sheet.text):
        yield from _labelled(sheet, found, own=labels_own)
    for found in _BEHALF.finditer(sheet.text):
        yield from _labelled(sheet, found, own=on_own_behalf)
    for found in _KIN.finditer(sheet.text):
        yield from _kin(sheet, found)
    for found in _I.finditer(sheet.text):
        yield from _behind_me(sheet, found)


def _kin(sheet: _Sheet, cue: re.Match[str]) -> Iterator[Person]:
    """Who belongs to the writer; of a neighbour or a friend who does wrong nobody knows."""
    if not cue["called"]:
        yield from _perhaps_kin(sheet, cue)
    for one in _announced(sheet, cue.end(), Who.KIN, bare=bool(cue["called"])):
        near = cue["kin"].lower() in NEAR_ONES
        does = near and _deed_behind(sheet, sheet.at(one.end), polite=True)
        yield replace(one, who=Who.SOMEBODY) if does else one


def _perhaps_kin(sheet: _Sheet, cue: re.Match[str]) -> Iterator[Person]:
    """ "anak sy riko": a word that is none of the language, where a name may stand."""
    first = sheet.at(cue.end())
    last = sheet.run(first, announced=True)
    mine = ME.intersection(cue[0].lower().split())
    plain = sheet.run(first, announced=False) == first
    if mine and plain and last > first and not sheet.tokens[first].fresh:
        yield sheet.person(first, last, Who.SOMEBODY)


def _spotted(sheet: _Sheet) -> Iterator[Person]:
    """The name that the form takes."""
    if own := spot_name(sheet.text):
        yield Person(own.start, own.end, Who.SELF)


def _announced(sheet: _Sheet, end: int, who: Who, *, bare: bool) -> Iterator[Person]:
    """`bare`: whatever stands behind the cue is a name, also an unknown word in small letters."""
    first = sheet.at(end)
    last = sheet.run(first, announced=bare)
    if last > first:
        yield sheet.person(first, last, who)


def _labelled(sheet: _Sheet, cue: re.Match[str], own: _Judge) -> Iterator[Person]:
    """`Nama: ...`, `a/n ...`: the writer's, that of one they write for, or of an office before it."""
    first = sheet.at(cue.end())
    last = sheet.run(first, announced=True)
    if last == first:
        return
    before, behind = (
        sheet.text[: cue.start()],
        sheet.text[sheet.tokens[last - 1].end :],
    )
    if own(before, behind):
        yield sheet.person(first, last, Who.SELF)
    else:
        accused = _office_before(sheet, sheet.at(cue.start()))
        yield sheet.person(first, last, Who.ACCUSED if accused else Who.KIN)


def _behind_me(sheet: _Sheet, cue: re.Match[str]) -> Iterator[Person]:
    """ "saya Budi"; but "guru saya Budi" is the guru, and "kampung saya Praing" a place."""
    me, first = sheet.at(cue.start()), sheet.at(cue.end())
    before = "" if sheet.tokens[me].fresh else sheet.form(me - 1)
    last, who = sheet.run(first, announced=False), Who.SELF
    if before in OFFICES | TITLED:
        who = Who.ACCUSED
    elif before in PLACES:
        return
    if last == first and not before:  # "saya yohanis ndapa, ...": perhaps a name
        last, who = sheet.run(first, announced=True), Who.SOMEBODY
    if last > first and not sheet.tokens[first].fresh:
        yield sheet.person(first, last, who)


# --- as a signature --------------------------------------------------------------------------------

_PART = re.compile(r"[,;\n|]+|\s[-–—]+\s|(?=[.!?])(?<=[^\W\d_]{3})[.!?]+(?=\s|$)|[()]")
_ADDRESS = re.compile(
    r"[\s,(]*(?<!\w)(?:jl|jln|jalan|gg|gang|rt|rw|blok|perum|dusun|dsn|kel|kelurahan|desa|kec|alamat|almt|rumah|"
    r"tinggal|dari|warga|hp|wa|telp|no|nik|\+?\d[\d .-]{4,})(?!\w)",
    re.I,
)
_SIGNED = range(1, MOST)


def _by_signature(sheet: _Sheet) -> Iterator[Person]:
    """What ends a text and can be nothing but a name; courtesies, an address and numbers aside."""
    for start, end in _last_parts(sheet.text):
        words = sheet.text[start:end]
        address = _ADDRESS.search(words)
        name = words[: address.start()] if address else words
        if not name.strip(" .") or _courteous(name):
            continue
        if person := _signature(sheet, start, start + len(name.rstrip(" .,"))):
            yield person
        return


def _last_parts(text: str) -> Iterator[tuple[int, int]]:
    """The ranges between commas, stops and lines, the last first; never the first of all."""
    edges = [0, *(edge for one in _PART.finditer(text) for edge in one.span())]
    parts = list(zip(edges[::2], [*edges[1::2], len(text)], strict=True))[1:]
    for start, end in reversed(parts):
        bare = text[start:end].lstrip()
        yield end - len(bare), end


def _courteous(words: str) -> bool:
    """Nothing but words that everybody says: "terima kasih", "tolong ditindak"."""
    plain = [one.lower() for one in _WORD.findall(words)]
    return all(one in NAMELESS or one[0].isdigit() or _verbal(one) for one in plain)


def _signature(sheet: _Sheet, start: int, end: int) -> Person | None:
    first, past = sheet.at(start), sheet.at(end)
    if past - first not in _SIGNED or sheet.run(first, announced=True) < past:
        return None
    if _calls_somebody(sheet, start, first):
        return None
    capitals = all(one.capital for one in sheet.tokens[first:past])
    signed = capitals and sheet.tells and past - first > 1
    sure = sheet.given(first, past) or signed
    return sheet.person(first, past, Who.SELF if sure else Who.SOMEBODY)


def _calls_somebody(sheet: _Sheet, start: int, first: int) -> bool:
    """Whether the words before it say whom it names."""
    before = sheet.text[:start]
    accuses = _ACCUSES.search(before[-_NEAR:]) or names_somebody(before)
    return bool(accuses) or _office_before(sheet, first)


# --- all others ------------------------------------------------------------------------------------

_ACCUSES = re.compile(
    r"\b(?:bernama|namanya|oknum\w*|pelaku\w*|tersangka|terlapor|inisial|antara lain|yaitu|yakni)\W*$",
    re.I,
)
_NEAR = 24  # characters
_REACH = 6  # words in which an office or a deed stands beside a name
_BESIDE = ("(", ":")  # signs that part no office from the name behind it


def _others(sheet: _Sheet) -> Iterator[Person]:
    at, accused = 0, _accused_words(sheet)
    while at < len(sheet.tokens):
        polite = sheet.tokens[at].form in POLITE
        first = at + 1 if polite else at
        last = sheet.run(first, announced=polite)
        if last <= first or (polite and sheet.tokens[first].fresh):
            at += 1
            continue
        if (who := _who(sheet, first, last, accused)) is not None:
            yield sheet.person(first, last, who)
        at = last


def _who(sheet: _Sheet, first: int, last: int, accused: frozenset[str]) -> Who | None:
    """None: not somebody's name at all, as far as one can tell."""
    forms = {one.form for one in sheet.tokens[first:last]}
    if _is_accused(sheet, first, last) or (forms & NAMES or forms) <= accused:
        return Who.ACCUSED
    polite = sheet.form(first - 1) in POLITE
    given = sheet.given(first, last)
    if not polite and _in_a_place(sheet, first, given=given):
        return None
    begins = sheet.tokens[first].fresh and not given
    return None if begins and _is_just_a_word(sheet, first, last) else Who.SOMEBODY


def _is_just_a_word(sheet: _Sheet, first: int, last: int) -> bool:
    """A capital that opens a sentence means nothing, unless people do what follows."""
    return last - first == 1 and not _does_as_people_do(sheet, last)


def _does_as_people_do(sheet: _Sheet, last: int) -> bool:
    """ "Bombong tahu semua": somebody knows, saw it, or was asked to pay as well."""
    beside = last < len(sheet.tokens) and not sheet.tokens[last].fresh
    return beside and sheet.form(last) in WITNESSES


def _accused_words(sheet: _Sheet) -> frozenset[str]:
    """The words of the names of all who are accused somewhere in the text."""
    found: set[str] = set()
    for first in range(len(sheet.tokens)):
        last = sheet.run(first, announced=False)
        if last > first and _is_accused(sheet, first, last):
            found |= {one.form for one in sheet.tokens[first:last]}
    return frozenset(found)


def _is_accused(sheet: _Sheet, first: int, last: int) -> bool:
    polite = sheet.form(first - 1) in POLITE
    if last == len(sheet.tokens) and sheet.tokens[first - polite].sign == "(":
        return False  # "... lurah (Petrus Ndjawa)" may be signed so
    if _office_before(sheet, first - polite) or _apposed(sheet, first - polite, last):
        return True
    return _office_behind(sheet, last) or _deed_behind(sheet, last, polite=polite)


def _office_before(sheet: _Sheet, first: int) -> bool:
    """An office in the words before it, and nobody and no act between: "petugas loket Pak Rudi"."""
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if sheet.tokens[at + 1].fresh and sheet.tokens[at + 1].sign not in _BESIDE:
            return False
        form, before = sheet.tokens[at].form, sheet.form(at - 1)
        if form in ME:  # "Ketua RT kami Sulaiman"
            return before in OFFICES | TITLED
        if form in DOERS | OFFICES:
            return before not in REPORTED
        if form not in CONNECTS and _parts_from_office(form):
            return False
    return False


def _parts_from_office(form: str) -> bool:
    return form in BETWEEN or _verbal(form)


def _apposed(sheet: _Sheet, first: int, last: int) -> bool:
    """ "Camat Haharu, Umbu Manang, jarang masuk": between commas, and their deed behind."""
    if not first or sheet.tokens[first].sign != "," or last >= len(sheet.tokens):
        return False
    office = any(sheet.form(at) in OFFICES for at in range(max(0, first - 3), first))
    parted = sheet.tokens[last].sign == ","
    return office and parted and _deed_behind(sheet, last, polite=True, parted=True)


def _office_behind(sheet: _Sheet, last: int) -> bool:
    """ "Rudi selaku kepala desa", "Rudi pegawai Dukcapil", "Rudi (kades)"."""
    if sheet.form(last) in CONNECTS:
        last += 1
    beside = last < len(sheet.tokens) and (
        not sheet.tokens[last].fresh or sheet.tokens[last].sign == "("
    )
    return beside and sheet.form(last) in OFFICES


def _deed_behind(
    sheet: _Sheet, last: int, *, polite: bool, parted: bool = False
) -> bool:
    """What the accused are said to do: "Pak Anton minta uang"; not what is done to somebody."""
    said = _said_behind(sheet, last + parted, last)
    if DEEDS.intersection(said[:2]):
        return True
    if ASKS.intersection(said[:2]):
        return any(form in MONEY or form[0].isdigit() for form in said)
    idle = said[:1] and said[0] in NEGATES and DUTIES.intersection(said[1:3])
    return polite and bool(idle)


def _said_behind(sheet: _Sheet, parted: int, last: int) -> list[str]:
    """The words behind a name up to the end of the clause, another person, or what is done to them."""
    said: list[str] = []
    for number, one in enumerate(sheet.tokens[last : last + _REACH], start=last):
        ends = one.fresh and number >= parted
        if ends or one.form in PEOPLE or one.form.startswith("di"):
            break
        said.append(one.form)
    return said


def _in_a_place(sheet: _Sheet, first: int, *, given: bool) -> bool:
    """Behind "pasar", "SD", "SMA Negeri 1" the name of a place; behind "di" unless it is a common name."""
    at = first
    while at and not sheet.tokens[at].fresh:
        at -= 1
        form = sheet.form(at)
        if form in PLACES or form in TO_A_PLACE:
            return not (given and form in TO_A_PLACE | TITLED)
        if not (form.isdigit() or form in OF_SCHOOLS):
            return False
    return False
