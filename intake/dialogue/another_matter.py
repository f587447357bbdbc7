"""Another matter: at once when the last is sent, else when this one is."""

from dataclasses import replace

from intake.dialogue.asking import ask_again
from intake.dialogue.command_words import Command
from intake.dialogue.commands import obey
from intake.dialogue.hearing import Utterance, is_matter
from intake.dialogue.opening import open_draft
from intake.reading.acts import Act, act_of
from intake.reading.clauses import joined
from intake.state import (
    Context,
    Line,
    Said,
    State,
    Turn,
)

LONG_ENOUGH = 4  # words of a further matter that is more than its announcement


def another(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn:
    """Told while another is taken down: it waits, and is opened when that one is sent."""
    if not _tells_more(heard):
        return ask_again(state, ctx, Line("later.first"), short=True)
    waits = state.with_(later=(*state.later, _matter_of(said, heard)))
    return ask_again(waits, ctx, Line("later.noted"), short=True)


def another_after(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """Opened at once when they say that it is another; what only sounds so is looked at again."""
    if Act.NEW not in heard.kinds and act_of(said.text, "done") is not Act.NEW:
        return None
    if not _tells_more(heard):
        turn = obey(state, Command("new"), ctx)
        return turn if turn is not None else ask_again(state, ctx)
    return open_draft(state, replace(said, text=_matter_of(said, heard)), ctx)


def _matter_of(said: Said, heard: Utterance) -> str:
    """The matter without the words that only announce it."""
    rest = [
        one
        for one, kind in zip(heard.clauses, heard.kinds, strict=True)
        if kind != Act.NEW
    ]
    return joined(said.text, rest) if rest else said.text


def _tells_more(heard: Utterance) -> bool:
    """Whether the matter itself is told, and not only that there is one."""
    return any(
        kind in {Act.STORY, Act.ANSWER} and len(one.text.split()) >= LONG_ENOUGH - 1
        for one, kind in zip(heard.clauses, heard.kinds, strict=True)
        if kind != Act.NEW
    ) or is_matter(" ".join(one.text for one in heard.clauses))
