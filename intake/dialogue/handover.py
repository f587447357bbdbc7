"""A draft begun on one channel and continued on another: its id is quoted, its owner confirms.

Nothing of the draft is shown to the one who quotes the id before the owner has said yes.
"""

from datetime import timedelta
from typing import Any

from intake.dialogue.asking import ask_again
from intake.dialogue.effects import say, since
from intake.state import Adopted, Choice, Claimed, Context, Lend, Line, State, Turn, from_json, to_json

ASKED_ONCE_IN = timedelta(hours=1)
PERSONAL_TO_CHANNEL = (
    "turn",
    "shown",
    "refs",
    "claim",
    "choices",
    "pending",
    "nudged",
    "touched_at",
    "told_at",
    "known",
)


def on_claimed(state: State, event: Claimed, ctx: Context) -> Turn:
    """Ask the owner; once an hour at the most, so that nobody can be flooded with questions."""
    mine = state.draft == event.tracking_id and state.phase in {"collect", "review"}
    if not mine or (state.claim and since(state.claim["at"], ctx) < ASKED_ONCE_IN):
        return Turn(state)
    choices = (
        Choice("command", "lend", "yes", key="choice.yes"),
        Choice("command", "lend", "no", key="choice.no"),
    )
    asked = state.with_(
        claim={"by": event.by, "id": event.tracking_id, "at": ctx.now.isoformat()}, choices=choices
    )
    line = Line("claim.confirm", {"id": event.tracking_id, "channel": event.channel.capitalize()})
    return Turn(asked, (say(asked, line, choices=choices),))


def lend(state: State, answer: str, ctx: Context) -> Turn | None:
    """The owner's answer: with yes the draft leaves this channel."""
    claim = state.claim
    if claim is None or claim["id"] != state.draft:
        return None
    if answer != "yes":
        return ask_again(state.with_(claim=None, choices=()), ctx, Line("claim.refused"))
    gone = State(
        language=state.language,
        language_locked=state.language_locked,
        turn=state.turn,
        shown=state.shown,
        known=state.known,
        last=state.last,
        last_category=state.last_category,
    )
    line = Line("claim.lent", {"id": claim["id"]})
    return Turn(gone, (Lend(claim["id"], claim["by"], _draft(state)), say(gone, line)))


def _draft(state: State) -> dict[str, Any]:
    return {name: value for name, value in to_json(state).items() if name not in PERSONAL_TO_CHANNEL}


def on_adopted(state: State, event: Adopted, ctx: Context) -> Turn:
    """The draft goes on here, at the question where it stood."""
    lent = from_json(event.draft, state.language)
    here = lent.with_(
        turn=state.turn,
        shown=state.shown,
        known=state.known,
        last=state.last,
        last_category=state.last_category,
    )
    return ask_again(here, ctx, Line("claim.adopted", {"id": here.draft or ""}))
