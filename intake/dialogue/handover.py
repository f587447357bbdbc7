"""A draft begun on one channel and continued on another: its id is quoted, its owner confirms.

Nothing of the draft is shown to the one who quotes the id before the owner has said yes.
"""

from datetime import timedelta

from intake.dialogue.asking import ask_again
from intake.dialogue.effects import say, since
from intake.state import (
    Adopted,
    Choice,
    Claimed,
    Context,
    Draft,
    Lend,
    Line,
    State,
    Turn,
)

ASKED_ONCE_IN = timedelta(hours=1)


def on_claimed(state: State, event: Claimed, ctx: Context) -> Turn:
    """Ask the owner; once an hour at the most, so that nobody can be flooded with questions."""
    mine = state.draft.id == event.tracking_id and state.phase in {"collect", "review"}
    if not mine or (
        state.draft.claim and since(state.draft.claim["at"], ctx) < ASKED_ONCE_IN
    ):
        return Turn(state)
    choices = (
        Choice("command", "lend", "yes", key="choice.yes"),
        Choice("command", "lend", "no", key="choice.no"),
    )
    asked = state.with_(
        claim={"by": event.by, "id": event.tracking_id, "at": ctx.now.isoformat()},
        choices=choices,
    )
    line = Line(
        "claim.confirm",
        {"id": event.tracking_id, "channel": event.channel.capitalize()},
    )
    return Turn(asked, (say(asked, line, choices=choices),))


def lend(state: State, answer: str, ctx: Context) -> Turn | None:
    """The owner's answer: with yes the draft leaves this channel."""
    claim = state.draft.claim
    if claim is None or claim["id"] != state.draft.id:
        return None
    if answer != "yes":
        return ask_again(
            state.with_(claim=None, choices=()), ctx, Line("claim.refused")
        )
    gone = state.begin(Draft()).with_(phase="idle")
    line = Line("claim.lent", {"id": claim["id"]})
    return Turn(
        gone, (Lend(claim["id"], claim["by"], _handed_over(state)), say(gone, line))
    )


def _handed_over(state: State) -> State:
    """Without what means something on this channel only."""
    return state.with_(
        refs={}, claim=None, choices=(), pending="", nudged=False, told_at=None
    )


def on_adopted(state: State, event: Adopted, ctx: Context) -> Turn:
    """The draft goes on here, at the question where it stood."""
    lent = event.lent
    here = state.begin(lent.draft).with_(
        phase=lent.phase,
        language=lent.language,
        language_score=lent.language_score,
        language_locked=lent.language_locked,
        regional=lent.regional,
    )
    return ask_again(here, ctx, Line("claim.adopted", {"id": here.draft.id or ""}))
