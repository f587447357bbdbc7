"""Of which reports that were sent we wait for something from their citizen."""

from intake.state import Expected, State

AT_WORK = ("collect", "review")  # a report is being taken down
MOST = 5  # reports of one person


def await_(state: State, event: Expected) -> State:
    """From now on we wait for this, or no longer; the newest stands last."""
    others = tuple(one for one in state.expects if one.id != event.id)
    if not event.what:
        return state.with_(expects=others)
    kept = (*others, event)[-MOST:]
    if state.phase in AT_WORK:
        return state.with_(expects=kept)
    return state.with_(expects=kept, choices=())  # figures answer what was asked last


def settled(state: State, id_: str) -> State:
    """We wait for nothing about this report any more."""
    return await_(state, Expected(id_, ""))
