"""Finds what the person asks to be done, in their own words: "mohon segera diperbaiki".

The law wants the requested settlement in a complaint (UU 25/2009 art. 42); most people write it
without being asked. Strict: a request word and, soon after, a verb of doing.
"""

import re

from intake.extract.spans import Spotted
from intake.extract.words import normalise

_REQUEST = (
    r"(?:mohon|tolong|minta|harap|harapan (?:saya|kami|warga)|berharap|semoga|supaya|agar|please|kindly|"
    r"punten|"
    r"nyuwun|kami ingin|saya ingin|sebaiknya|usul(?: saya)?)"
)
_NO_DEED = (
    r"disini|dikit|di\d\S*|dirumah|dijalan|didesa|dimana|diri|dinas|direktur|dia|diare|dingin|dinding|diponegoro|"
    r"dipukul\w*|disiksa|dibacok|diserang|dirampok|disekap|diculik"
)
_DEED = r"disini|dikit|di\d\S*|dirumah|dijalan|didesa|dimana|diri|dinas|direktur|dia|diare|dingin|dinding|diponegoro|dipukul\w*|disiksa|dibacok|diserang|dirampok|disekap|diculik"
_DEED = (
    rf"(?!(?:{_NO_DEED})(?!\S))(?:di\w{{4,}}|dipun \w+|enggal \w+|perbaik\w+|perbaiki|angkut\w*|"
    rf"bersihkan|tindak\w*|"
    r"tindak lanjut\w*|bantu|bantuan\w*|perhatian\w*|solusi\w*|penanganan\w*|cek|kirim\w*|turun tangan|"
    r"bangun\w*|"
    r"pasang\w*|ganti\w*|kembalikan|cairkan|razia|patroli|fogging|survei|pengerukan|keadilan|fix\w*|"
    r"repair\w*|"
    r"collect\w*|send|remove|stop|investigate|do something|refund|return|build|clean\w*|diomean|dibenerkeun)"
)
_WISH = re.compile(
    rf"(?<!\S){_REQUEST} (?:[^\s.?!,]+ ){{0,5}}?{_DEED}(?!\S)[^.?!,]*",
)
_CLOSING = re.compile(r"[\s,]+(?:terima kasih|makasih|pak|bu|ya|min|thanks?|please)(?:[\s,]+banyak)?$")
_TAKEN = re.compile(r"(?:oknum|petugas\S*|pegawai\S*|polisi|kades|lurah|guru|sekolah|rt|rw) (?:\S+ ){0,3}$")


def spot_outcome(text: str) -> Spotted[str] | None:
    """The clause that asks for something, verbatim, and where it stands; None when nothing is asked."""
    normal = normalise(text)
    for wish in _WISH.finditer(normal.text):
        if wish[0].startswith("minta ") and _TAKEN.search(normal.text[: wish.start()]):
            continue  # "petugas minta uang dikirim": their demand, not a wish
        words = wish[0].rstrip(" ,")
        while (shorter := _CLOSING.sub("", words)) != words:
            words = shorter
        start, end = normal.span(wish.start(), wish.start() + len(words))
        return Spotted(text[start:end], start, end)
    return None
