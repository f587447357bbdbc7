"""Where a citizen says that they live, told apart from where it happened.

What follows "alamat", "tinggal di" or "rumah saya", and what stands beside the writer's name, is their
home. "Air mati di rumah saya, Jl Melati 5" tells the scene as well: the words before or behind it are
of the matter, and an office needs the street, though not the number of the house.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.places.address import parse_place_parts, place_end
from intake.places.home import BY_A_LANDMARK, ME, TOLD
from intake.reading.memory import remembered
from intake.reading.persons import Who, persons_in
from intake.reading.who_words import OFFICES


@dataclass(frozen=True, slots=True)
class Home:
    """A stretch of text that tells where the writer lives; the words that announce it are before it."""

    cue: int
    start: int
    end: int
    scene: bool  # it happened there, too
    beside: bool = False  # it stands beside the writer's name
    theirs: bool = False  # of somebody the writer names: where it happened only where nothing is at stake


@remembered
def homes_in(text: str) -> tuple[Home, ...]:
    """All homes of the writer in a text, by where they stand."""
    found: list[Home] = []
    ways = (_beside_the_name, _announced, _called_so, _by_a_landmark)
    for home in (home for way in ways for home in way(text)):
        if not any(home.start < one.end and one.cue < home.end for one in found):
            found.append(home)
    return tuple(sorted(found, key=lambda one: one.cue))


def house_numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of an address that tell which house it is; RT, RW and distances are none."""
    for number in _NUMBER.finditer(text, start, end):
        if not _UNIT.search(text[start : number.start()]):
            yield number.span()


_NUMBER = re.compile(
    r"(?<!\w)(?<!\d/)[a-z]?\d+[a-z]?(?:\s?[-/]\s?\d*[a-z]?)?(?!\w)", re.I
)
_UNIT = re.compile(
    r"\b(?:rt|rw|rtrw|km|kilometer|kode\s*pos)[\s./:]*(?:\d+\s*[/-]\s*)?$|\brt\s*/?\s*rw[\s.:]*\S*$",
    re.I,
)


def _end(text: str, start: int) -> int:
    """Where an address ends, at the latest before an office of which the next words tell."""
    end = place_end(text, start)
    for part in _NEXT.finditer(text, start, end):
        if part[1].lower() in OFFICES:
            return part.start()
    return end


_NEXT = re.compile(r"\s*,\s*(\w+)")

# --- by a cue --------------------------------------------------------------------------------------

_AS_ONE = re.compile(
    rf"(?<!\w)(?:{ME}\s+(?:adalah\s+)?|(?:selaku|sebagai|sbg|atas\s+nama|mewakili|perwakilan)\s+)+(?:warga|penduduk|orang)\s+(?:dari\s+|di\s+)?",
    re.I,
)
_NOT_MINE = re.compile(
    r"\b(?:pindah\w*|(?:men|meng|me)?(?:ganti|ubah|rubah)\w*|perubahan|perba\w+|kirim\w*|ke|dengan|"
    r"serta|kar[ei]?na|krn|memberikan|sesuai|beda|salah|data|nik|pelaku\w*|oknum|tersangka|kantor|dia|"
    r"mereka|beliau|yang|orang|siapa|isi)\s+$",
    re.I,
)  # what is said before an address that is spoken of, or somebody else's
_NO_ADDRESS = re.compile(
    r"(?:kantor|dinas|email|web\w*|situs|toko|ip|palsu|sama|sda|sami|podo|sarua|tidak|belum|salah|mana|kejadian|"
    r"lokasi|tkp|sini|situ|sana|kota|ibu kota)\b",
    re.I,
)
_DI = re.compile(r"di\s+", re.I)


def _announced(text: str) -> Iterator[Home]:
    for cue in TOLD.finditer(text):
        start = _begin(text, cue.end())
        end = _end(text, start)
        if not _is_told(text, cue, end):
            continue
        own_words = text[cue.start() : cue.start() + 3].lower() in _HOUSE
        scene = own_words and _in_the_matter(text, cue.start(), end)
        yield Home(cue.start(), start, end, scene)
    for cue in _AS_ONE.finditer(text):
        start = cue.end()
        end = _end(text, start)
        parts = parse_place_parts(text[start:end])
        if parts.street or parts.rt:
            yield Home(start, start, end, scene=False)


_HOUSE = ("rum", "rmh", "kos", "kon", "tem")


def _begin(text: str, at: int) -> int:
    found = _DI.match(text, at)
    return found.end() if found else at


def _is_told(text: str, cue: re.Match[str], end: int) -> bool:
    """Whether an address follows, and it is the writer's."""
    start = _begin(text, cue.end())
    own = _OWN.search(cue[0])
    theirs = _NOT_MINE.search(_before(text, cue.start())) and not (own and _house(cue))
    if theirs or end <= start or _NO_ADDRESS.match(text, start):
        return False
    return bool(
        own or cue[0].rstrip()[-1:] in (":", "=") or _is_clear(text, start, end)
    )


_OWN = re.compile(rf"\b{ME}\b|\b(?:rumahku|my|i)\b", re.I)


def _is_clear(text: str, start: int, end: int) -> bool:
    parts = parse_place_parts(text[start:end])
    told = parts.street or parts.rt or parts.landmark
    return bool(told or _LEVEL.match(text, start))


def _before(text: str, at: int) -> str:
    """The words just before, as many as a cue may need; a text has no start in the middle."""
    return text[max(0, at - _NEAR) : at] if at > _NEAR else "\n" + text[:at]


_NEAR = 60  # characters


def _house(cue: re.Match[str]) -> bool:
    return cue[0][:3].lower() in _HOUSE


_LEVEL = re.compile(
    r"(?:kel|kelurahan|desa|ds|dusun|dsn|kp|kampung|kec|kecamatan|kota|kab|kabupaten|perum\w*|komplek\w*|blok|"
    r"no|nomor)\b",
    re.I,
)
_OPENS = re.compile(r"(?:^|[.,;:!?()\n]|\s[-–—]|\b(?:dan|saya|sy|kami))\s*$", re.I)


def _in_the_matter(text: str, cue: int, end: int) -> bool:
    """Whether the words around make it the scene: "air mati di rumah saya ...", "rumah saya ... banjir"."""
    behind = re.match(
        r"[ \t]{1,3}(?!dan\b|hub\b|hp\b|wa\b|no\b|nik\b|mohon\b|tolong\b)[a-z]",
        text[end : end + _NEAR],
        re.I,
    )
    return not _OPENS.search(_before(text, cue)) or bool(behind)


# --- beside the name, and called so behind it -------------------------------------------------------

_LEADS = re.compile(
    rf"[\s,;(|/-]*(?:(?:yang\s+)?(?:{ME}\s+)?(?:alamat(?:nya)?|almt|tinggal|rumah|warga|dari|domisili)\s*[:=]?\s*)*"
    r"(?:di\s+)?",
    re.I,
)
_CALLED = re.compile(
    rf"[\s,]{{0,3}}(?:\(\s*(?:itu|ini)?\s*(?:rumah|alamat|tempat\s+tinggal|rmh|kos(?:t|an)?)\s*(?:{ME}|sendiri|pelapor|ku)?\s*\)"
    rf"|(?:itu|ini|adalah|=|yaitu)\s+(?:rumah|alamat|rmh|tempat\s+tinggal)(?:ku|\s+{ME}))",
    re.I,
)
_STREET = re.compile(
    r"(?<!\w)(?:jl|jln|jalan|gg|gang|perum\w*|komplek\w*|blok|rt|dusun|dsn|kp|kampung|desa|kel|kelurahan)\b",
    re.I,
)


def _beside_the_name(text: str) -> Iterator[Home]:
    """ "Petrus Ndjawa, Jl Kenanga 7": the street or the RT behind the writer's own name."""
    for person in persons_in(text):
        lead = _LEADS.match(text, person.end)
        if lead is None or not _leads_home(lead[0], person.who):
            continue
        start = lead.end()
        end = _end(text, start)
        if end > start and _may_be_home(text, start, end, lead[0]):
            theirs = person.who is Who.KIN
            yield Home(start, start, end, False, beside=not theirs, theirs=theirs)


def _leads_home(lead: str, who: Who) -> bool:
    """Of all but the writer only what stands at once behind the name."""
    return who is Who.SELF or (who is not Who.ACCUSED and not lead.strip(" ,;(|/-"))


def _may_be_home(text: str, start: int, end: int, lead: str) -> bool:
    if _NO_ADDRESS.match(text, start):
        return False
    parts = parse_place_parts(text[start:end])
    near = parts.street or parts.rt or _NUMBER.search(text, start, end)
    return _said_home(lead) or bool(_STREET.match(text, start) and near)


def _said_home(lead: str) -> bool:
    return bool(re.search(r"alamat|almt|tinggal|domisili", lead, re.I))


def _called_so(text: str) -> Iterator[Home]:
    """ "Jl Kenanga 7 RT 3 (rumah saya)"."""
    for called in _CALLED.finditer(text):
        near = text[max(0, called.start() - 2 * _NEAR) : called.start()]
        clause = re.split(r"[.;\n!?]\s", near)[-1]
        begins = called.start() - len(clause)
        for street in _STREET.finditer(text, begins, called.start()):
            end = _end(text, street.start())
            if end >= called.start() - 1:
                yield Home(street.start(), street.start(), called.start(), scene=False)
                break


def _by_a_landmark(text: str) -> Iterator[Home]:
    """ "Rumah dekat gereja Bethel no 12": a house with its number; without one it may be any house."""
    for house in BY_A_LANDMARK.finditer(text):
        end = next(_CLAUSE_END.finditer(text, house.end())).start()
        if _HOUSE_NUMBER.search(text, house.end(), end):
            scene = _in_the_matter(text, house.start(), end)
            yield Home(house.start(), house.end(), end, scene)


_CLAUSE_END = re.compile(r"[,;!?()\n]|(?<!\bno)(?<!\bnmr)\.(?:\s|$)|$", re.I)
_HOUSE_NUMBER = re.compile(r"\b(?:no|nomor|nomer|nmr|blok)\b[\s.]*\w*\d", re.I)
