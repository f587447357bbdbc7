"""Who does not know, does not dare, or does not want to say: a way out, and what secrecy there is."""

import re

from intake.dialogue.after_receipt import append
from intake.dialogue.answering import given_up, skip
from intake.dialogue.asking import ask_again, proceed
from intake.dialogue.command_words import Command
from intake.dialogue.commands import obey
from intake.dialogue.effects import say
from intake.dialogue.hearing import Handler, Utterance
from intake.dialogue.questions import answers_to
from intake.dialogue.telling_on import with_clauses
from intake.dialogue.updates import absorb, give_up
from intake.form.combined import answers
from intake.state import (
    Append,
    Choice,
    Context,
    Line,
    Said,
    Save,
    State,
    Turn,
)


def unknown(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn | None:
    """A way out is offered; who says so again is asked no more."""
    asked = state.draft.asked
    state = with_clauses(state, said, heard, ctx)
    if ctx.capabilities.segment:
        left = asked if len(asked) == 1 else ("place",) if "place" in asked else asked
        return proceed(give_up(state, left, ctx), ctx, (Line("unknown.noted"),))
    if len(asked) > 1 and asked[0] == "name":  # the name they do know
        without = give_up(state, asked[1:], ctx)
        return proceed(without, ctx, given_up(asked[1:], without, ctx))
    tried = state.draft.misses.get(asked[0], 0) or asked[0] in state.draft.refused
    if tried or asked[0] != "place":
        return skip(state, ctx)
    after = state.with_(refused=(*state.draft.refused, asked[0]))
    return _easier(after)


def _easier(state: State) -> Turn:
    """What is hard to say is asked for more roughly, with the way out to tap."""
    choices = (Choice("command", "skip", key="choice.officer_finds"),)
    asked = state.with_(choices=choices)
    line = Line("unknown.place", {"id": state.draft.id or ""})
    return Turn(asked, (say(asked, line, choices=choices), Save()))


HIDDEN = (
    Choice("command", "confidential", key="choice.privacy.confidential"),
    Choice("command", "anonymous", key="choice.privacy.anonymous"),
)


def refuse(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn | None:
    """The choices and what they mean; refused twice, it is left out."""
    asked = state.draft.asked
    state = with_clauses(state, said, heard, ctx)
    slot = asked[0] if asked else "name"
    if slot in state.draft.refused:
        return skip(state, ctx)
    after = state.with_(refused=(*state.draft.refused, slot))
    if slot == "place" and not ctx.capabilities.segment:
        return _easier(after)
    return afraid(after, said, heard, ctx)


def afraid(state: State, _said: Said, _heard: Utterance, ctx: Context) -> Turn:
    """What secrecy there is, to choose from; nothing is chosen for them."""
    if ctx.capabilities.segment:
        return ask_again(state, ctx, *answers_to(("secret",), ctx), short=True)
    skips = (Choice("command", "skip", key="choice.skip"),) if state.draft.asked else ()
    choices = (*HIDDEN, *skips)
    asked = state.with_(choices=choices)
    return Turn(asked, (say(asked, Line("secret.choose"), choices=choices), Save()))


def afraid_after(
    state: State, said: Said, _heard: Utterance, ctx: Context
) -> Turn | None:
    """After the receipt: the office reads it, and they hear what secrecy there still is, and the way back."""
    added = append(state, said)
    choices = () if ctx.capabilities.segment else HIDDEN
    offered = added.state.with_(choices=choices, pending="")
    told = (effect for effect in added.effects if isinstance(effect, Append))
    line = Line("secret.sent", {"id": state.last or ""})
    return Turn(offered, (*told, say(offered, line, choices=choices)))


def hide(how: str) -> Handler:
    def hide(state: State, said: Said, _heard: Utterance, ctx: Context) -> Turn | None:
        return obey(_named(state, said, ctx), Command(how), ctx)

    return hide


BUT = re.compile(
    r"\s*(?P<name>[^,]{2,40}?)[\s,]+(?:tapi|tp|tetapi|cuma|asal|but)\b", re.I
)


def _named(state: State, said: Said, ctx: Context) -> State:
    """ "Lina, tapi tolong dirahasiakan": the name is told all the same."""
    before = BUT.match(said.text)
    if before is None or "name" not in state.draft.asked:
        return state
    reading = answers(before["name"], ("name",), state, ctx)
    return absorb(state, reading) if "name" in reading.answers else state
