"""Of which reports that were sent we wait for something from their citizen."""

from intake.state import Expected, State

MOST = 5  # reports of one person


def await_(state: State, event: Expected) -> State:
    """From now on we wait for this, or no longer; the newest stands last."""
    others = tuple(one for one in state.expects if one.id != event.id)
    kept = (*others, event)[-MOST:] if event.what else others
    return state.with_(expects=kept)


def settled(state: State, id_: str) -> State:
    """We wait for nothing about this report any more."""
    return await_(state, Expected(id_, ""))
