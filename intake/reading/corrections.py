"""Reads what somebody takes back and puts in its place, in their own words.

    eh salah, bukan Matawai tapi Payeti          old "Matawai", new "Payeti"
    lokasinya salah, yang benar depan pasar      slot place, new "depan pasar"
    yg no 2 salah                                line 2
    namanya Mariana bukan Maria                  slot name, old "Maria", new "Mariana"

Which slot is meant when none is named is found where the answers are known (`dialogue/fixing.py`).
"""

import re
from dataclasses import dataclass

from intake.reading.memory import remembered


@dataclass(frozen=True, slots=True)
class Correction:
    """What is taken back (`old`) and what stands for it (`new`); a slot or a line of the review if named."""

    slot: str = ""
    line: int = 0
    old: str = ""
    new: str = ""


@remembered
def correction_of(text: str) -> Correction | None:
    """The correction a message is; None when nothing in it takes something back."""
    bare = _OPENERS.sub("", " ".join(text.split())).strip(_EDGES)
    line = _LINE.search(bare)
    rest = bare
    if line:
        rest = (bare[: line.start()] + " " + bare[line.end() :]).strip(_EDGES)
    parts = _parts(rest)
    if parts is None and _SAYS_SO.match(" ".join(text.split())):
        parts = ("", rest)
    if parts is None and line is None and not _WRONG.search(rest):
        return None
    old, new = parts or ("", _only_value(rest) if line else "")
    if inner := _INNER.fullmatch(new):
        new, old = inner["new"], inner["old"]
    slot = _slot_named(rest)
    return Correction(slot, _number(line), _tidy(old), _tidy(new))


@remembered
def told_anew(text: str) -> Correction | None:
    """A fact said once more with its name, where nothing is called wrong: "namanya Marta", "RT 5"."""
    bare = _OPENERS.sub("", " ".join(text.split())).strip(_EDGES)
    for slot, pattern in _ANEW:
        if found := pattern.fullmatch(bare):
            return Correction(slot, new=_tidy(found["new"]))
    return None


def _number(line: re.Match[str] | None) -> int:
    return _NUMBERS.get(line[1].casefold(), 0) or int(line[1]) if line else 0


def _parts(text: str) -> tuple[str, str] | None:
    for pattern in _SHAPES:
        match = pattern.search(text)
        if match is None:
            continue
        found = match.groupdict(default="")
        if not found["new"] or _tidy(found["new"]):
            return found.get("old", ""), found["new"]
    return None


def _slot_named(text: str) -> str:
    found = (
        (match.start(), slot)
        for slot, pattern in _SLOTS.items()
        if (match := pattern.search(text))
    )
    return min(found, default=(0, ""))[1]


def _only_value(text: str) -> str:
    """What is left of a numbered line's words when "wrong" and the like are gone."""
    return _WRONG.sub(" ", text)


def _tidy(words: str) -> str:
    """Without the slot's name before it and the courtesies behind it."""
    bare = words.strip(_EDGES)
    for _ in range(3):
        bare = _HEAD.sub("", bare).strip(_EDGES)
        bare = _TAIL.sub("", bare).strip(_EDGES)
    return bare


_NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_EDGES = " \t\r\n.,;:!?-\"'“”"
_OPENERS = re.compile(
    r"^(?:(?:eh+|oh|maaf\w*|mf|sorry|sori|aduh|waduh|adoh|pak|bu|min|admin|kak\w*|mas|mbak|bang|bg|"
    r"teh|bos|lho|loh|ini|itu|hapunten|ampura|"
    r"ralat\w*|koreksi|correction|mohon|tolong|tlg|diralat|dikoreksi|dibetulkan|perbaiki|diperbaiki|"
    r"kok|sebentar|tadi (?:sy|saya) salah|salah (?:ketik|tulis|kirim)|typo|actually|ternyata|"
    r"yg|yang)\b[\s,.:!-]*)+",
    re.I,
)
_INNER = re.compile(
    r"(?P<new>.{1,50}?)[\s,]+(?:bukan|bkn|dudu|sanes|not)\s+(?P<old>\S+(?:\s\S+){0,3})",
    re.I,
)
_SAYS_SO = re.compile(
    r"(?:(?:eh|oh|maaf|pak|bu|min|kak|mohon|tolong)[\s,.]+)*(?:ralat|koreksi|correction|revisi)\b",
    re.I,
)
_LINE = re.compile(
    r"(?:^|\b(?:yang|yg|nang|sing)\s+)(?:no|nomor|nomer|number|line|baris|nmr)\.?\s*(\d|satu|dua|tiga|"
    r"empat|lima)\b(?!\s*\d)",
    re.I,
)
_IS_WRONG = (
    r"(?:salah|keliru|slh|kurang tepat|tidak tepat|gak tepat|kada pas|kurang pas|lepat|kliru|kleru|"
    r"ngawur|(?:is|was) (?:wrong|incorrect)|wrong|kurang lengkap|kurang|beda|tidak benar|gak bener|ga "
    r"bener)"
)
_SHOULD = (
    r"(?:yang benar|yg benar|yg bener|yang bener|yang betul|yg betul|benarnya|benernya|betulnya|"
    r"harusnya|seharusnya|harus nya|hrsnya|semestinya|mestinya|kudune|kedahna|kuduna|"
    r"should be|it should be|it's|it is|i meant|maksud\w*(?: saya| sy| aku| ulun| gue)?(?: itu| "
    r"adalah)?|sebenarnya|sebetulnya|ternyata|tapi|tp|melainkan|but|sakalinya|sekarang|nembe)"
)
_NOT = r"(?:bukan(?:nya|lah)?|bkn|bukannya|dudu|sanes|sejen|not|sing|lain)"
_WRONG = re.compile(
    rf"\b{_IS_WRONG}\b|\bbukan (?:di ?situ|di ?sana|di ?sini|itu|begitu|sa pu|punya)\b|\bdisitu\b",
    re.I,
)
_UP_TO_CUT = r"[^,;.!?\n]{1,60}?"
_SHAPES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # bukan X tapi Y / bukan X melainkan Y
        rf"\b{_NOT}\s+(?:sejak |dari |di |lagi )?(?P<old>{_UP_TO_CUT})(?:\s+(?:ding|deng|deh|pak|kak|"
        rf"mas|min|ketang|loh|di laporan saya itu))*[\s,.;]+(?:tapi|tp|melainkan|but|yang benar|yg "
        rf"bener|harusnya|seharusnya)\s+(?P<new>.+)",
        # X salah, yang benar Y
        rf"(?P<old>.{{0,60}}?)\s*\b{_IS_WRONG}\b.{{0,30}}?[\s,.;:]+{_SHOULD}\s+(?P<new>.+)",
        # bukan di situ, sy tinggal di Y
        r"\bbukan\s+(?:di ?situ|di ?sana|di ?sini|itu|begitu)\b[\s,.;]*(?:tapi|tp|melainkan)?\s*(?P<new>.*)",
        # yang benar Y / maksud saya Y / harusnya Y
        r"\b(?:yang benar|yg benar|yg bener|yang bener|yang betul|yg betul|benarnya|betulnya|harusnya|"
        r"seharusnya|semestinya|mestinya|kudune|kedahna|should be|i meant|"
        r"maksud\w*\s+(?:saya|sy|aku|ulun|gue|gw|beta|sa)|maksudnya|maksudku)\s+(?:itu |adalah |ialah "
        r"|tuh )?(?P<new>.+)",
        # diganti jadi Y
        r"\b(?:di)?(?:ganti|ubah|rubah|ralat|perbaiki|betulkan|betulin|koreksi|tulis|tulisen|put|"
        r"change it|change)\w*\s*(?P<old>[^,;.]{0,30}?)\s*\b(?:jadi|jd|menjadi|ke|dengan|dgn|pakai|"
        r"pake|to|saja|aja)\s*:?\s+(?P<new>.+)",
        r"\b(?P<old>\S.{0,50}?)\s+(?:di)?ganti\s+(?!jadi)(?P<new>\S.+)",
        # tadi sy bilang X, ternyata Y
        r"\b(?:tadi|kemarin|yang)\s+(?:sy|saya|aku|gue|ku|beta|i)\s*(?:bilang|tulis|ketik|sebut|kata|"
        r"said|wrote)\S*\s+(?P<old>[^,;]{1,50})[,;]\s*(?:maaf |ternyata |padahal |yang betul |yg "
        r"bener |kata \w+ )*(?P<new>.+)",
        r"\b(?:ditulis|tertulis|tulisannya)\s+(?P<old>[^,;]{1,40}?)[\s,;]+(?:padahal|harusnya|"
        r"seharusnya|yg bener|mah|ya)\s+(?:mah\s+)?(?P<new>.+)",
        # X keliru, Y
        rf"(?P<old>.{{0,60}}?)\s*\b{_IS_WRONG}\b[^,;.]{{0,25}}[,.;:]\s*(?P<new>.+)",
        # Y, bukan X, and why
        rf"^(?P<new>[^;.!?]{{2,70}}?)\s*,\s*{_NOT}\s+(?P<old>[^,;.!?]{{1,40}})[,.;]",
        # Y, bukan X
        rf"^(?P<new>.{{2,70}}?)[\s,.;]+{_NOT}\s+(?P<old>[^,;.!?]{{1,50}})$",
        # bukan X, Y
        rf"\b{_NOT}\s+(?:sejak |dari |di |lagi )?(?P<old>{_UP_TO_CUT})(?:\s+(?:ding|deng|deh|pak|kak|"
        rf"mas|min|ketang|loh|bang|bu|hapunten|tok|lagi|sa))*[,.;]\s*(?P<new>.+)",
        rf"\b{_NOT}\s+(?P<old>[\w.]+(?:\s\w+)?)\s*(?P<new>)$",
    )
)
_SLOTS = {
    "name": re.compile(
        r"\b(?:nama|namanya|nama ?ku|marga|ejaan|jeneng\w*|nami|name|panggilan)\b", re.I
    ),
    "address": re.compile(
        r"\b(?:alamat\w*|rumah\w*|rmh|tinggal|address|banjar tiang|kampung (?:saya|sy|sa))\b",
        re.I,
    ),
    "place": re.compile(
        r"\b(?:lokasi\w*|tempat\w*|tmpt\w*|tmp|place|location|panggon\w*|di mana\w*)\b",
        re.I,
    ),
    "time": re.compile(
        r"\b(?:waktu\w*|tanggal\w*|tgl|harinya|jamnya|kejadiannya|sejak|the time|date|mulainya|dari "
        r"kapan|kapan\w*)\b",
        re.I,
    ),
    "story": re.compile(r"\b(?:cerita\w*|isi\w*|tulisannya|kisah\w*)\b", re.I),
}
_FEW_WORDS = r"\S+(?: \S+){0,6}"
_HOLIDAYS = r"natal|tahun baru|lebaran|idul \w+|paskah|nyepi|galungan|ramadh?an|bulan puasa|imlek|waisak"
_ANEW = tuple(
    (slot, re.compile(pattern, re.I))
    for slot, pattern in (
        (
            "time",
            r"(?:\w+nya |sejak |mulai |pas |waktu )?(?:sejak |mulai |pas )?"
            rf"(?P<new>(?:{_HOLIDAYS})(?: \S+){{0,2}})",
        ),
        (
            "time",
            rf"(?:waktu|kejadian|tanggal|mulai)nya (?:itu |adalah )?(?P<new>{_FEW_WORDS})",
        ),
        (
            "name",
            rf"(?:namanya|namaku|nama (?:saya|sy)(?: itu)?) (?:adalah )?(?P<new>{_FEW_WORDS})",
        ),
        ("place", rf"(?:lokasi|tempat)nya (?:itu |adalah |ada )?(?P<new>{_FEW_WORDS})"),
        (
            "address",
            rf"alamat(?:nya|ku| (?:saya|sy)) (?:itu |adalah |di )?(?P<new>{_FEW_WORDS})",
        ),
        ("", r"(?P<new>(?:rt|rw)\b[\s.:]*\d{1,3}(?:[\s,/]*(?:rw\b[\s.:]*)?\d{1,3})?)"),
    )
)
_HEAD = re.compile(
    r"^(?:(?:nama|namanya|ditulis|tertulis|alamat|alamatnya|rumah|rmh|lokasi|lokasinya|tempat|"
    r"tempatnya|waktu|waktunya|tanggal|tanggalnya|hari (?=(?:senin|selasa|rabu|kamis|jumat|sabtu|"
    r"minggu)\b)(?!)|"
    r"saya|sy|sya|aku|kami|adalah|itu|ialah|yaitu|yang|yg|jadi|jd|namaku|tinggal|sekarang|skrg|the|it|"
    r"is|was|tapi|tp|melainkan|"
    r"kata (?:suami|istri|ibu|bapak|anak|bulek)|udah|sudah|sdh|bukan(?=\s+\w+\s*$)(?!)|di(?= situ| "
    r"sana)|padahal|mah|ya|harusnya|seharusnya|yang benar|yg bener|yang betul)\b[\s:,]*)",
    re.I,
)
_TAIL = re.compile(
    r"[\s,.;]+(?:pak|bu|min|admin|kak|kakak|mas|mbak|bang|bg|ya|yaa|yg bener|yang bener|yang benar|yg "
    r"benar|dong|deh|aja|saja|kok|ding|deng|nih|ni|e|lah|to|loh|lho|makasih|terima kasih|trims|"
    r"tolong(?: \w+)?|"
    r"mohon(?: \w+)?|maaf|sorry|bos|teh|pak maaf|perbaiki\w*|pake \w|pakai \w)$",
    re.I,
)
