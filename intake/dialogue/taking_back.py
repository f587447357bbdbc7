"""Taking it back, agreeing, wanting a person: what cannot be undone is asked first."""

from intake.dialogue.after_receipt import append
from intake.dialogue.asking import ask_again
from intake.dialogue.command_words import Command
from intake.dialogue.commands import DRAFTING, obey
from intake.dialogue.effects import confirm
from intake.dialogue.hearing import Utterance
from intake.dialogue.questions import to_desk
from intake.dialogue.telling_on import kept_apart, story
from intake.reading.acts import Act, act_of
from intake.reading.clauses import joined
from intake.reading.telling import tells_of
from intake.state import (
    Append,
    Context,
    Dispute,
    Said,
    State,
    Turn,
)


def cancel(state: State, _said: Said, _heard: Utterance, _ctx: Context) -> Turn:
    return confirm(state, "cancel.confirm", "cancel")


def cancel_sent(state: State, said: Said, _heard: Utterance, _ctx: Context) -> Turn:
    return confirm(state, "withdraw.confirm", "withdraw", said.text)


def solved(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn:
    if _only_sounds_so(said):
        return story(state, said, heard, ctx)
    return confirm(state, "solved.confirm", "cancel", said.text)


def solved_sent(state: State, said: Said, heard: Utterance, _ctx: Context) -> Turn:
    if not _only_sounds_so(said):
        return confirm(state, "solved.confirm.sent", "solved", said.text)
    if heard.chance < BEYOND_DOUBT:
        return append(state, said)
    asked = confirm(state, "solved.confirm.sent", "solved")
    return Turn(asked.state, (Append(state.last or "", said.text), *asked.effects))


BEYOND_DOUBT = 0.85  # of the model, where what it believes is only asked


def _only_sounds_so(said: Said) -> bool:
    """The model alone takes it for solved, and something is told in it."""
    return act_of(said.text, "done") is not Act.SOLVED and tells_of(said.text)


def keep_sent(state: State, said: Said, _heard: Utterance, _ctx: Context) -> Turn:
    """Not to be withdrawn after all; a case that was closed meanwhile is opened again."""
    kept = to_desk(state, "keep", said.text)
    return Turn(state, (Dispute(state.last or "", said.text, kept, "kept"),))


def unsolved_sent(state: State, said: Said, _heard: Utterance, _ctx: Context) -> Turn:
    """Not solved: opened again where it was answered, else added to the report."""
    id_ = state.last or ""
    return Turn(state, (Dispute(id_, said.text, Append(id_, said.text), "appended"),))


def person(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn | None:
    if not heard.sure:
        return confirm(state, "human.confirm", "human")
    told = joined(
        said.text,
        [
            one
            for one, kind in zip(heard.clauses, heard.kinds, strict=True)
            if kind == Act.STORY
        ],
    )
    if told and state.phase in DRAFTING:
        state = kept_apart(state, told, ctx)
    return obey(state, Command("human", said.text), ctx)


def agree(state: State, _said: Said, _heard: Utterance, ctx: Context) -> Turn | None:
    return obey(state, Command("send"), ctx)


def agree_likely(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """Said in words of their own: asked once more, for what is sent is sent."""
    if not heard.sure or tells_of(said.text):
        return None
    return ask_again(state, ctx, short=True)
