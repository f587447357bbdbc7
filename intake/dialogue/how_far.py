"""How far it is, and that it takes too long: the true state, and the desk hears that it was asked again."""

from intake.dialogue.after_receipt import append
from intake.dialogue.asking import ask_again
from intake.dialogue.effects import say
from intake.dialogue.hearing import Utterance
from intake.dialogue.questions import to_desk
from intake.dialogue.telling_on import kept_apart
from intake.reading.acts import Act, act_of
from intake.reading.telling import tells_of
from intake.state import (
    Context,
    Line,
    Said,
    State,
    TellStatus,
    Turn,
)

BEYOND_DOUBT = 0.8  # of the model that it is asked how far it is
LONG_ENOUGH = 4  # words that press, and tell why


def status_draft(state: State, _said: Said, _heard: Utterance, ctx: Context) -> Turn:
    line = Line("status.draft", {"id": state.draft.id or ""})
    return ask_again(state, ctx, line, short=True)


def _rather_tells(said: Said, act: Act) -> bool:
    """The model alone takes it for this act, and there is something told in it."""
    return act_of(said.text, "done") is not act and tells_of(said.text)


def status(state: State, said: Said, heard: Utterance, _ctx: Context) -> Turn:
    if _rather_tells(said, Act.STATUS) and heard.chance < BEYOND_DOUBT:
        return append(state, said)
    return Turn(state, (TellStatus(state.last),))


def hurry_draft(state: State, said: Said, _heard: Utterance, ctx: Context) -> Turn:
    """What presses them belongs to the report; the question that is left is put again."""
    long = len(said.text.split()) >= LONG_ENOUGH
    after = kept_apart(state, said.text, ctx) if long else state
    return ask_again(after, ctx, Line("hurry.draft", optional=True), short=True)


def hurry(state: State, said: Said, heard: Utterance, _ctx: Context) -> Turn:
    """The desk sees that it was asked again; the citizen hears how it stands."""
    if _rather_tells(said, Act.HURRY) and heard.chance < BEYOND_DOUBT:
        return append(state, said)
    told = to_desk(state, "urge", said.text)
    return Turn(state, (told, TellStatus(state.last, "hurry.sent")))


def angry(state: State, said: Said, _heard: Utterance, _ctx: Context) -> Turn:
    """After the receipt: the desk hears of it as of one who asks again."""
    line = Line("anger.sent", {"id": state.last or ""})
    return Turn(state, (to_desk(state, "urge", said.text), say(state, line)))
