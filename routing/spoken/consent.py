"""Whether an officer agrees to what was just asked: consent is plain, and thanks are never it.

`chosen_in` reads an answer to one of our questions. A bare yes answers only a question that a yes can
answer ("Kirim?"); to one of which or for whom it says nothing, and a word that names the choice is needed.
"""

import re

from intake.reading.words import MARKS, word_set
from intake.reading.yes_no import NO, YES, read_yes_no, thanks_in
from routing.spoken.spelling import TITLES, spelled

YES_MEANS = {"send": "send", "move": "do", "close": "close", "stray": "own"}
NO_MEANS = {
    "send": "note",
    "unsure": "note",
    "meaning": "note",
    "move": "note",
    "close": "open",
    "stray": "drop",
}
NAMED_BY = {  # the words that name a choice, whatever small words stand beside them
    "send": word_set(
        "kirim kirimkan kirimlah kirimin dikirim dikirimkan krm krim send"
    ),
    "return": word_set("kembalikan dikembalikan"),
    "close": word_set("tutup ditutup tutupkan"),
    "note": word_set("catat dicatat catatan simpan disimpan"),
}
GO = NAMED_BY["send"] | word_set(
    "lanjut lanjutkan dilanjutkan teruskan diteruskan sampaikan disampaikan gas gaskan silakan mangga "
    "monggo persilakan boleh setuju sepakat go"
)
_THANKING = word_set(
    "terima kasih makasih terimakasih trims tks thx thanks matur hatur suwun nuwun nuhun suksma"
)
_BESIDE = (
    word_set(
        "saja aja dong deh lah kok nih ya yah sih ke kepada pelapor pelapornya warga warganya untuk kami "
        "sekarang langsung segera itu ini jawaban jawabannya laporan laporannya laporan-nya tolong mohon "
        "bisa sudah baik baiklah mantap noted 86 paham di "
        "begitu seperti dulu tidak jangan usah perlu jadi masalah apa-apa saya dah kan sana"
    )
    | TITLES
    | MARKS
    | _THANKING
)
_LONGEST = 7  # words; more than that says something else
_THAT_IT_WAS = "sudah"  # "sudah dikirim" tells or asks; "ya sudah, kirim" agrees
_REFUSING = NO | word_set("jangan tidak batal")
_KNOWN = YES | NO | GO | _BESIDE | frozenset().union(*NAMED_BY.values())
_ANSWERING = (
    YES | (_KNOWN - _BESIDE) | _THANKING | word_set("baik baiklah noted 86 paham")
)
_SIGNS = re.compile("[👍👌✅👎❌]")
_STRETCHED = re.compile(r"([a-z])\1+")


def agrees(text: str) -> bool:
    """Whether the words are plain consent: "ya", "siap kirim pak"; never thanks alone, never a question."""
    words = _words(text)
    if words is None or "?" in words:
        return False
    if words & GO and not words & _REFUSING:
        return not _tells(words)
    return not _thanks(text, words) and read_yes_no(" ".join(words)) is True


def chosen_in(text: str, asks: str, choices: tuple[str, ...]) -> str | None:
    """The choice that these words make, of those that were offered; None when they make none."""
    words = _words(text)
    if words is None or "?" in words or _tells(words):
        return None
    if words & _REFUSING:
        return NO_MEANS.get(asks) if read_yes_no(text) is not True else None
    named = (name for name in choices if words & NAMED_BY.get(name, frozenset()))
    return next(named, YES_MEANS.get(asks) if agrees(text) else None)


def is_answer(text: str) -> bool:
    """Whether the words only answer, be it to nothing that we asked: a yes, a no, thanks, a number."""
    words = _words(text)
    return text.strip().isdigit() or bool(words and words & _ANSWERING)


def _tells(words: frozenset[str]) -> bool:
    return _THAT_IT_WAS in words and not words & YES


def _words(text: str) -> frozenset[str] | None:
    """The words of an answer; None when they say more than an answer does."""
    said = [word.text for word in spelled(text).words] or _SIGNS.findall(text)
    plain = [one if one in _KNOWN else _STRETCHED.sub(r"\1", one) for one in said]
    short = len(plain) <= _LONGEST and _KNOWN.issuperset(plain)
    return frozenset(plain) if plain and short else None


def _thanks(text: str, words: frozenset[str]) -> bool:
    return bool(words & _THANKING) or thanks_in(text)
