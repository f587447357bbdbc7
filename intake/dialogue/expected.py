"""What we wait for from the citizen about a report that was sent: a reply, a verdict, or why not.

The shell notes it (`awaited.py`) in the transaction that puts the question into the outbox. A reply, and
a reason, is whatever is no command, no question to us and no mere courtesy; a verdict is a figure, or
that it is solved, or in whatever words that it is not.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from intake.dialogue.awaited import settled
from intake.dialogue.effects import say
from intake.dialogue.hearing import hear
from intake.reading.acts import Act, act_of
from intake.reading.noise import Noise, noise_of
from intake.reading.yes_no import read_yes_no, thanks_in
from intake.state import (
    Append,
    Context,
    Dispute,
    Expected,
    Line,
    Said,
    Stars,
    State,
    TellDesk,
    Turn,
)

FIGURE = re.compile(
    r"\s*(?:nilai(?:nya)?|bintang|rating|skor|beri|kasih|selesai|beres|sudah selesai)?[\s:=]*"
    r"(?P<n>\d{1,2})\s*(?:/\s*5|bintang|dari\s*5|star[s]?|saja|aja|deh|⭐)?[\s.!]*",
    re.IGNORECASE | re.ASCII,
)
STARS = range(1, 6)
BARE = 6  # words of a verdict without a story
_NO = r"(?:tidak|tdk|tak|gak|ga|gk|nggak|ngga|enggak|ndak|nda|kagak|ora|mboten|henteu|teu|bukan|not)"
_YET = r"(?:belum|belom|blum|blm|blom|bl?m|durung|dereng|tacan|acan|not yet)"
# Asked whether all is well: what says that it is not, however it is put.
NOT_SOLVED = re.compile(
    rf"\W*{_YET}\b(?!\W+(?:tahu|tau|sempat|lihat|liat|cek|ngecek|dicek|ke\s?sana|lewat|pasti))"
    rf"|.*\b(?:masih|msh|msih|mash|tetap|tetep|ttp|isih|still)\b"
    rf"|.*\b{_NO}\s+(?:ada\s+)?(?:beres|selesai|sesuai|diperbaiki|perubahan|berubah|benar|bener|puas|tuntas"
    rf"|solved|fixed|done)\b"
    rf"|.*\b(?:rusak|bocor|mati|kambuh|jebol|ambrol|banjir)\s+(?:lagi|maneh|malih|deui|again)\b"
    rf"|\W*(?:bohong|dusta|boong)\b",
    re.IGNORECASE | re.DOTALL,
)
LONG = 25  # words: then it is a story, which the usual reading sorts out
NO_REPLY = frozenset(  # they want something else of us, and surely say so
    {
        Act.ASK,
        Act.STATUS,
        Act.HURRY,
        Act.HUMAN,
        Act.CANCEL,
        Act.ANONYMOUS,
        Act.CONFIDENTIAL,
        Act.FEAR,
        Act.NEW,
        Act.GREET,
        Act.WAIT,
    }
)


def rated(state: State, said: Said) -> Turn | None:
    """A bare figure, which otherwise may be a command or a line of a menu."""
    awaited = [one for one in state.expects if one.what == "verdict"]
    figure = FIGURE.fullmatch(said.text) if awaited and not said.media else None
    return _figure(state, awaited[-1], int(figure["n"])) if figure else None


def expected(state: State, said: Said, ctx: Context) -> Turn | None:
    """What these words settle of that for which we wait; None when they are about something else."""
    for one in reversed(state.expects):
        turn = SETTLES[one.what](state, said, one, ctx)
        if turn is not None:
            return turn
    return None


def _verdict(state: State, said: Said, one: Expected, _ctx: Context) -> Turn | None:
    few = len(said.text.split()) <= BARE
    if few and not said.media and act_of(said.text, "done") is Act.SOLVED:
        after = settled(state, one.id)
        line = Line("solved.told", {"id": one.id})
        told = TellDesk(one.id, "solved", said.text)
        return Turn(after, (told, say(after, line)))
    return _not_solved(state, said, one)


def _not_solved(state: State, said: Said, one: Expected) -> Turn | None:
    """As BELUM, with these words as the reason; a question is none."""
    long_ = len(said.text.split()) > LONG
    if long_ or said.text.rstrip().endswith("?") or not NOT_SOLVED.match(said.text):
        return None
    bare = re.fullmatch(rf"\W*{_YET}\W*(?:\w+\W*)?", said.text, re.IGNORECASE)
    reason = "" if bare else said.text
    return Turn(settled(state, one.id), (Dispute(one.id, reason),))


def _figure(state: State, one: Expected, n: int) -> Turn:
    if n not in STARS:
        return Turn(state, (say(state, Line("rate.range")),))
    after = settled(state, one.id)
    return Turn(after, (Stars(one.id, n),))


def _reply(state: State, said: Said, one: Expected, ctx: Context) -> Turn | None:
    if not (said.media or said.location) and not _answers(said.text, ctx):
        return None
    after = replace(settled(state, one.id), phase="done", last=one.id)
    line = Line("reply.told", {"id": one.id})
    told = Append(one.id, said.text, answers=True)
    return Turn(after, (told, say(after, line)))


def _why(state: State, said: Said, one: Expected, ctx: Context) -> Turn | None:
    hurried = hear(said.text, "done", ctx).act is Act.HURRY  # a reason, too
    if not (said.media or said.location or hurried) and not _answers(said.text, ctx):
        return None
    after = replace(settled(state, one.id), phase="done", last=one.id)
    told = Append(one.id, said.text)
    return Turn(after, (told, say(after, Line("reply.told", {"id": one.id}))))


def _answers(text: str, ctx: Context) -> bool:
    if not text.strip():
        return False
    if read_yes_no(text) is not None:
        return True
    if noise_of(text) is Noise.THANKS or (
        thanks_in(text) and len(text.split()) <= BARE
    ):
        return False
    heard = hear(text, "done", ctx)
    return not (heard.sure and heard.act in NO_REPLY)


SETTLES: dict[str, Callable[[State, Said, Expected, Context], Turn | None]] = {
    "reply": _reply,
    "verdict": _verdict,
    "why": _why,
}
