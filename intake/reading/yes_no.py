"""Reads a whole message as yes or no, and hears thanks; in Indonesian, English and the regional languages.

A digit other than 1 is no answer here: it picks from the choices that were shown.
"""

import re

from intake.reading.memory import remembered
from intake.reading.words import normalise, word_set

YES = word_set(
    "1 satu ya y iya iy iyah yo yoi yup yap yep yes yess yeah ok oke okay okey okeh oks sip siap betul "
    "benar bener "
    "setuju lanjut sama sesuai boleh nggih inggih injih enggih enjih muhun sumuhun leres enya heeh iyo "
    "patut beneh "
    "correct right sure same 👍 👌 ✅"
)
NO = word_set(
    "tidak g bukan mboten henteu teu indak no nope not ora dudu sanes sing nenten boya tusing nda salah beda "
    "berbeda jangan belum dereng durung alun emoh wrong 👎 ❌"
)
_SOFTENERS = word_set(
    "pak bu bapak ibu min admin kak mas mbak bang gan kang teh ah yah deh dong sih lah kan itu ini nya "
    "nih memang "
    "sudah saja lur uda uni bli terima kasih please thanks that is it perlu usah jadi mau apa-apa yang"
)
_ANSWERS = YES | NO
_FILLERS = _SOFTENERS - _ANSWERS
_YES_DESPITE_NO = frozenset({"tidak apa-apa", "tidak masalah", "tidak salah"})
_LONGEST = 5  # words; a longer message is a sentence, not an answer

_WORD = re.compile(r"[\w-]+|[👍👌✅👎❌]")
_THANKS = re.compile(
    r"(?<!\S)(?:terima ?kasih|matur suksma|suksma|sukseme|tarimo kasih|mauliate|thanks?|thank you|"
    r"tengkyu|syukron)"
    r"(?!\S)"
)


@remembered
def read_yes_no(text: str) -> bool | None:
    """True for yes, False for no, None when the message as a whole is neither."""
    words = _WORD.findall(normalise(text).text) or _WORD.findall(text)
    if " ".join(words) in _YES_DESPITE_NO:
        return True
    telling = [word for word in words if word not in _FILLERS]
    if not telling or len(words) > _LONGEST or not _ANSWERS.issuperset(telling):
        return None
    if telling[0] in NO:  # "tidak benar", "bukan, salah"
        return False
    return True if NO.isdisjoint(telling) else None


def agrees(text: str) -> bool | None:
    """Yes or no to what we asked to be sure of, with a few words around it: "iya batalkan saja"."""
    plain = normalise(text).text
    if len(plain.split()) > _AROUND:
        return None
    if _REFUSES.match(plain):
        return False
    return True if _CONSENTS.match(plain) else None


_AROUND = 6  # words of such an answer
_REFUSES = re.compile(
    r"(?:(?:eh|oh|maaf|ya) )*(?:tidak|gak|ga|nggak|ngga|ndak|enggak|jangan|bukan|no|tra|sonde|seng|ora|"
    r"mboten|teu|lanjut\w*|tetap|kirim)\b"
)
_CONSENTS = re.compile(
    r"(?:ya|iya|iyo|yo|ok|oke|okay|yes|betul|benar|setuju|nggih|muhun|boleh|silakan|silahkan)\b"
    r"(?!.*\b(?:tapi|belum|tidak)\b)"
)


def thanks_in(text: str) -> bool:
    """Whether somebody says thank you, in any of our languages."""
    return bool(_THANKS.search(normalise(text).text))
