"""Helpers of a turn: saying lines, flags, the time since, and counting what was asked."""

from datetime import datetime, timedelta

from intake.state import Choice, Context, Line, Mark, Say, State, Turn


def say(state: State, *lines: Line, choices: tuple[Choice, ...] = ()) -> Say:
    """One message of these lines."""
    return Say(lines, choices, state.turn)


def with_flag(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    """The flags with one more, once."""
    return flags if flag in flags else (*flags, flag)


def since(moment: str | None, ctx: Context) -> timedelta:
    """How long ago an ISO moment was; nothing when there is none."""
    return ctx.now - datetime.fromisoformat(moment) if moment else timedelta()


def count_asked(state: State, slots: tuple[str, ...]) -> tuple[State, tuple[Mark, ...]]:
    """Mark the slots asked, but not one that is only shown again."""
    fresh = [
        slot
        for slot in slots
        if state.draft.counted.get(slot) != state.draft.misses.get(slot, 0)
    ]
    counted = {
        **state.draft.counted,
        **{slot: state.draft.misses.get(slot, 0) for slot in fresh},
    }
    return state.with_(counted=counted), tuple(Mark("asked", slot) for slot in fresh)


def confirm(state: State, line: str, command: str, text: str = "") -> Turn:
    """What cannot be undone is asked first; `text` are the words it was wished in."""
    choices = (
        Choice("command", command, text or None, key="choice.yes"),
        Choice("command", "stay", key="choice.no"),
    )
    id_ = (state.last if state.phase == "done" else state.draft.id) or ""
    asked = state.with_(choices=choices)
    return Turn(asked, (say(asked, Line(line, {"id": id_}), choices=choices),))
