"""Reads what an officer's words do, by the table of cues.

Words that no row reads stay unread: nobody's complaint, nobody's answer. A statement of some length
may be meant for the citizen, and a short question is put to us: neither is sure.
"""

import re

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import MARKS, Normal, word_set
from routing.spoken.acts import DeskAct, Meant
from routing.spoken.consent import agrees
from routing.spoken.cues import ACTS
from routing.spoken.spelling import TITLES, spelled

SHORT_ENOUGH = 9  # words of a question that we are the ones to answer
LONG_ENOUGH = 6  # words of a statement that a citizen could read as an answer
ACKS = (
    word_set(
        "siap ok oke okay okey oks oce baik baiklah ya iya noted monitor 86 dimengerti mengerti paham "
        "sip mantap "
        "terima kasih banyak sama-sama matur nuwun hatur suwun atas infonya informasinya laporannya info "
        "informasi "
        "oh begitu gitu ingat kok deh dong nih lah sudah tahu roger copy 10-4 gas-ken amin sekali tks "
        "thanks makasih "
        "membantu bantuan bantuannya kerja kerjasama kerjasamanya samanya sama kerjanya perhatiannya "
        "responnya respon responsnya cepat pelayanan pelayanannya telah "
        " makasih terimakasih suksma nuhun trims untuk "
        "semuanya selalu betul benar "
        "izin mohon perhatian tunggu bentar sebentar rapat masih dulu lagi menunggu"
    )
    | TITLES
    | MARKS
)
_MEANT = word_set(  # one of these makes it a word of assent, and not only a title
    "siap ok oke okay okey oks baik baiklah ya iya noted monitor 86 dimengerti mengerti paham sip mantap "
    "terima "
    "makasih terimakasih suksma nuhun trims betul benar kasih oh begitu gitu roger copy sama-sama "
    "thanks tunggu bentar sebentar"
)
_QUESTION = Phrases(
    r"(?:apa|siapa|bagaimana|kenapa|mana|kapan|berapa|bolehkah|apakah|bisakah)", r"\?"
)
_EMOJI = re.compile(r"[^\w\s.,!?]+")
_ANGER = re.compile("!!|[😤😡🤬👿]")


@remembered
def heard_in(text: str) -> Meant:
    """What these words do."""
    words = spelled(text)
    if not words.words:
        return _wordless(text)
    if _is_assent(words) or _agrees_to_something(text):
        return Meant(DeskAct.ACK)
    row = next((row for row in ACTS if row.speaks(words)), None)
    if row is not None:
        return Meant(row.act, row.sure)
    if _ANGER.search(text):
        return Meant(DeskAct.ANGRY)
    if states(text):
        return Meant(DeskAct.ANSWER, sure=False)
    return Meant(DeskAct.HELP, sure=False) if _asks(words) else Meant(DeskAct.UNREAD)


def _asks(words: Normal) -> bool:
    """A short question that nobody in particular is asked."""
    return len(words.words) <= SHORT_ENOUGH and bool(_QUESTION.search(words))


def _wordless(text: str) -> Meant:
    return Meant(DeskAct.ACK if _EMOJI.fullmatch(text.strip()) else DeskAct.UNREAD)


def _agrees_to_something(text: str) -> bool:
    return agrees(text) and not text.strip().isdigit()


def _is_assent(words: Normal) -> bool:
    forms = {word.text for word in words.words}
    return forms <= ACKS and not forms.isdisjoint(_MEANT)


def states(text: str) -> bool:
    """Whether it is a statement long enough to tell a citizen something, and no question."""
    words = spelled(text).words
    return len(words) >= LONG_ENOUGH and all(word.text != "?" for word in words)


_BARE = (
    word_set(
        "sudah selesai beres rampung tuntas kelar done siap alhamdulillah ok oke baik ya iya izin lapor "
        "semua semuanya "
        "keduanya tutup saja clear ini itu laporan kami saya terima kasih telah yang ditangani "
        "dikerjakan mi bos dah"
    )
    | TITLES
    | MARKS
)


def says_only_done(text: str) -> bool:
    """Whether it says that it is done and nothing a citizen could learn from."""
    return {word.text for word in spelled(text).words} <= _BARE
