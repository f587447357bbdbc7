"""Finds what the person asks to be done, in their own words: "mohon segera diperbaiki".

The law wants the requested settlement in a complaint (UU 25/2009 art. 42); most people write it
without being asked. Strict: a request word and, soon after, a verb of doing.
"""

import re

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.spans import Spotted
from intake.reading.words import normalise

_REQUEST = (
    r"mohon|tolong|minta|harap|harapan (?:saya|kami|warga)|berharap|semoga|supaya|agar|please|kindly|punten|"
    r"nyuwun|kami ingin|saya ingin|sebaiknya|usul(?: saya)?"
)
_NO_DEED = (  # begin with di- and are no verbs, or are suffered, or ask for secrecy
    r"disini|dikit|di\d\S*|dirumah|dijalan|didesa|dimana|diri|dinas|direktur|dia|diare|dingin|dinding|"
    r"diponegoro|dipukul\w*|disiksa|dibacok|diserang|dirampok|disekap|diculik|dirahasiakan|disembunyikan|"
    r"disebut\w*"
)
_DEED = (
    r"di\w{4,}|dipun \w+|enggal \w+|perbaik\w+|angkut\w*|bersihkan|tindak\w*|bantu|bantuan\w*|perhatian\w*|"
    r"solusi\w*|penanganan\w*|cek|kirim\w*|turun tangan|bangun\w*|pasang\w*|ganti\w*|kembalikan|cairkan|"
    r"razia|patroli|fogging|survei|pengerukan|keadilan|fix\w*|repair\w*|collect\w*|send|remove|stop|"
    r"investigate|do something|refund|return|build|clean\w*"
)
_REQUESTS = Phrases(_REQUEST)
_WISH = re.compile(
    rf"(?<!\S)(?:{_REQUEST}) (?:[^\s.?!,]+ ){{0,5}}?(?!(?:{_NO_DEED})(?!\S))(?:{_DEED})(?!\S)[^.?!,]*"
)
_CLOSING = re.compile(
    r"(?:[\s,]+(?:terima kasih|pak|bu|ya|min|thanks?|please)(?: banyak)?)+$"
)
_TAKER = re.compile(
    r"(?:oknum|petugas\S*|pegawai\S*|polisi|kades|lurah|guru|sekolah|rt|rw) (?:\S+ ){0,3}$"
)


@remembered
def spot_outcome(text: str) -> Spotted[str] | None:
    """The clause that asks for something, verbatim, and where it stands; None when nothing is asked."""
    normal = normalise(text)
    if _REQUESTS.search(normal) is None:
        return None
    for wish in _WISH.finditer(normal.text):
        if wish[0].startswith("minta ") and _TAKER.search(normal.text[: wish.start()]):
            continue  # "petugas minta uang dikirim" is their demand, no wish of the person's
        words = _CLOSING.sub("", wish[0].rstrip(" ,"))
        start, end = normal.span(wish.start(), wish.start() + len(words))
        return Spotted(text[start:end], start, end)
    return None
