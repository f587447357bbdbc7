"""What an officer says instead of what they take back: "eh salah, obatnya datang jumat"."""

import re

from intake.reading.phrases import Phrases
from intake.reading.words import MARKS, word_set
from routing.spoken.acts import DeskAct
from routing.spoken.reader import heard_in
from routing.spoken.spelling import TITLES, spelled

NOT = "bukan"  # "bukan kamis, tapi jumat" says something
ENOUGH = 2  # words that say something instead
_GIVING_UP = Phrases(
    r"tidak jadi|batal(?:kan)?|jangan|tidak usah|tunda|tahan|stop|pending"
)
_CLAUSE = re.compile(r"[,.;:!?\n]+\s*")
_TAKING_BACK = (
    word_set(
        "eh ehh aduh waduh duh maaf mohon ups salah keliru khilaf ralat koreksi revisi batal batalkan "
        "maksud maksudnya maksudku saya kami tadi barusan yang itu ini kirim ketik tulis pencet tekan "
        "klik sebut jawab balas baca pilih jangan dulu dikirim jadi tidak oh bukan begitu iya ya sebentar "
        "bentar tunggu abaikan lupakan hapus benar harusnya seharusnya mestinya yg tulisan jawaban pesan "
        "kata kurang tepat ada deh dong saja tolong diralat dibatalkan terkirim kepencet stop tahan"
    )
    | TITLES
    | MARKS
)


def instead_in(text: str) -> str:
    """The words that are to stand in place of those taken back; "" when there are none."""
    if _GIVING_UP.search(spelled(text)):
        return ""
    clauses = [one for one in _CLAUSE.split(text) if one.strip()]
    while clauses and _only_takes_back(clauses[0]):
        del clauses[0]
    if not clauses:
        return ""
    left = _without_lead(text[text.index(clauses[0]) :].strip())
    words = [word for word in spelled(left).words if word.text not in MARKS]
    return left if len(words) >= ENOUGH else ""


def says_more(text: str) -> bool:
    """Whether a word of it does more than take back."""
    return any(word.text not in _TAKING_BACK for word in spelled(text).words)


def _only_takes_back(clause: str) -> bool:
    words = {word.text for word in spelled(clause).words}
    regrets = heard_in(clause).act == DeskAct.REGRET and len(words) <= ENOUGH + 1
    return regrets or words <= _TAKING_BACK


def _without_lead(text: str) -> str:
    """The text from the first word that does more than take back."""
    words = text.split()
    says = [n for n, word in enumerate(words) if word == NOT or says_more(word)]
    return " ".join(words[says[0] :]) if says else ""
