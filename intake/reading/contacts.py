"""Ways to reach the writer in their words, besides the numbers that `nik.mask_numbers` hides."""

import re
from collections.abc import Iterator

_DIGIT = (
    r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|zero|one|two|three|four|five|six|"
    r"seven|eight|nine)"
)
_ACCOUNT = r"(?:ig|instagram|fb|facebook|tiktok|twitter|telegram|tele|line|email|e-mail|username|akun)"
_MINE = r"(?:saya|sy|aku|kami|ku|pelapor)"
_CONTACTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
        r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:\(at\)|\[at\]|\bat\b)\s?\w{1,64}\s?(?:\.|\(dot\)|\bdot\b|\btitik\b)\s?(?:com|co|id|net|go)\b",
        r"(?<!\w)@[a-z0-9_][\w.]{2,}",
        r"(?:https?://)?(?:www\.|m\.)?(?:facebook|instagram|tiktok|twitter|fb|x|wa|t)\.(?:com|me)/\S+",
        rf"(?<!\w){_ACCOUNT}(?:\s+{_MINE})?\s?[:=]\s?(?P<hidden>\S+)",
        rf"(?<!\w){_ACCOUNT}\s+{_MINE}\s+(?P<hidden>\S+)",
        rf"(?<!\w){_DIGIT}(?:[\s,-]{{1,2}}{_DIGIT}){{5,}}(?!\w)",
        r"(?<!\w)(?:hub\w*|cp|kontak|contact|hp|wa|telp|tlp|no(?:mor)?\s+(?:saya|sy|hp|wa|telp))[\s.:=]{0,3}"
        r"(?P<hidden>\+?\d[\d .-]{4,}\d)",
        rf"(?<!\w)(?:rumah|rmh)\s+(?:{_MINE}\s+)?(?:no(?:mor)?|nmr)\.?\s?(?P<hidden>\d+\w?)",
        rf"(?<!\w)(?:motor|mobil|kendaraan|plat|nopol)\s+(?:{_MINE}\s+|no(?:mor)?\s+)?"
        r"(?P<hidden>[a-z]{1,2}\s?\d{2,4}(?:\s?[a-z]{1,3})?)(?!\w)",
        r"(?<!\w)no(?:mor)?\.?\s+rumah\s?[:=]?\s?(?P<hidden>\d+\w?)",
        r"(?<!\w)(?:ttl|lahir|kelahiran)\b[^.;\n\d]{0,25}(?P<hidden>\d[\d /.-]*(?:(?:jan|feb|mar|apr|mei|jun|"
        r"jul|agu|sep|okt|nov|des)\w*\s+\d{2,4})?)",
    )
)


def contacts_in(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of addresses, handles, numbers in words and other things by which one can be found."""
    for pattern in _CONTACTS:
        for found in pattern.finditer(text):
            yield found.span("hidden" if "hidden" in pattern.groupindex else 0)
