"""Greetings, thanks, "not now", curses and noise: a word, and the question again in fewer."""

from intake.dialogue.answering import given_up
from intake.dialogue.asking import ask_again, offer, offers_places, proceed
from intake.dialogue.effects import say
from intake.dialogue.hearing import Handler, Utterance, is_gibberish, is_matter
from intake.dialogue.updates import miss
from intake.state import (
    Context,
    Line,
    Said,
    State,
    Turn,
)

SURELY = 0.8  # of the model that it says nothing


def answered_by(key: str) -> Handler:
    """A word on it, and the question again."""

    def answer(
        state: State, _said: Said, _heard: Utterance, ctx: Context
    ) -> Turn | None:
        return ask_again(state, ctx, Line(key, optional=True), short=True)

    return answer


def only(key: str) -> Handler:
    """A word on it, and no question."""

    def answer(
        state: State, _said: Said, _heard: Utterance, _ctx: Context
    ) -> Turn | None:
        id_ = (state.last if state.phase == "done" else state.draft.id) or ""
        line = Line(key, {"id": id_})
        return Turn(state, (say(state, line, choices=state.draft.choices),))

    return answer


def noise_after(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """Nothing to add to the report; what may be something after all goes to it."""
    if not is_gibberish(said.text) and (heard.chance < SURELY or is_matter(said.text)):
        return None
    return only("done.noise")(state, said, heard, ctx)


def noise(state: State, _said: Said, _heard: Utterance, ctx: Context) -> Turn:
    """Not understood: counted as a try at the question, so that it ends."""
    if state.phase == "review":
        return ask_again(state, ctx, Line("not_understood"), short=True)
    after, spent = miss(state, state.draft.asked, "", ctx)
    leads = given_up(spent, after, ctx) or (Line("not_understood", optional=True),)
    if offers_places(state) and not spent:
        return offer(after, ctx, *leads)
    return proceed(after, ctx, leads, again=True)
