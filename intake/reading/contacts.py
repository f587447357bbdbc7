"""Ways to reach the writer in their words, besides the numbers that `nik.mask_numbers` hides."""

import re
from collections.abc import Callable, Iterator

from intake.reading.sought import Sought, holds

_DIGIT = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|zero|one|two|three|four|five|six|"
    r"seven|eight|nine)"
)
_ACCOUNT = r"(?:ig|instagram|fb|facebook|tiktok|twitter|telegram|tele|line|email|e-mail|username|akun)"
_MINE = r"(?:saya|sy|aku|kami|ku|pelapor)"
_Finds = Callable[[str], Iterator[re.Match[str]]]
_AT = Sought(r"\bat\b")


def _with(*signs: str, pattern: str) -> _Finds:
    """What a pattern finds in a text that holds one of these."""
    whole = re.compile(pattern, re.I)
    return lambda text: whole.finditer(text) if holds(text, *signs) else iter(())


def _with_at(pattern: str) -> _Finds:
    whole = re.compile(pattern, re.I)
    return lambda text: whole.finditer(text) if _AT.search(text) else iter(())


_CONTACTS: tuple[_Finds, ...] = (
    _with("@", pattern=r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
    _with_at(
        r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:\(at\)|\[at\]|\bat\b)\s?\w{1,64}\s?(?:\.|\(dot\)|\bdot\b|\btitik\b)\s?(?:com|co|id|net|go)\b"
    ),
    _with("@", pattern=r"(?<!\w)@[a-z0-9_][\w.]{2,}"),
    _with(
        ".com/",
        ".me/",
        pattern=r"(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|tiktok|twitter|fb|x|wa|t)\.(?:com|me)/\S+",
    ),
    *(
        Sought(pattern).finditer
        for pattern in (
            rf"(?<!\w){_ACCOUNT}(?:\s+{_MINE})?\s?[:=]\s?(?P<hidden>\S+)",
            rf"(?<!\w){_ACCOUNT}\s+{_MINE}\s+(?P<hidden>\S+)",
            rf"(?<!\w){_DIGIT}(?:[\s,-]{{1,2}}{_DIGIT}){{5,}}(?!\w)",
            r"(?<!\w)(?:hub\w*|cp|kontak|contact|hp|wa|telp|tlp|no(?:mor)?\s+(?:saya|sy|hp|wa|telp))[\s.:=]{0,3}"
            r"(?P<hidden>\+?\d[\d .-]{4,}\d)",
            rf"(?<!\w)(?:rumah|rmh)\s+(?:{_MINE}\s+)?(?:no(?:mor)?|nmr)\.?\s?(?P<hidden>\d+\w?)",
            rf"(?<!\w)(?:motor|mobil|kendaraan|plat|nopol)\s+(?:{_MINE}\s+|no(?:mor)?\s+)?"
            r"(?P<hidden>[a-z]{1,2}\s?\d{2,4}(?:\s?[a-z]{1,3})?)(?!\w)",
            r"(?<!\w)no(?:mor)?\.?\s+rumah\s?[:=]?\s?(?P<hidden>\d+\w?)",
            r"(?<!\w)(?:ttl|lahir|kelahiran)\b[^.;\n\d]{0,25}(?P<hidden>\d[\d /.-]*(?:(?:jan|feb|mar|apr|mei|"
            r"jun|jul|agu|sep|okt|nov|des)\w*\s+\d{2,4})?)",
        )
    ),
)


def contacts_in(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of addresses, handles, numbers in words and other things by which one can be found."""
    for find in _CONTACTS:
        for found in find(text):
            yield found.span("hidden" if "hidden" in found.re.groupindex else 0)
