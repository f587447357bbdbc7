"""Small things every part of the conversation uses to say something or to tell the time."""

import re
from datetime import datetime, timedelta

from intake.extract.story import title_of
from intake.state import Choice, Context, Line, Mark, Say, State, Wake

NUDGE = timedelta(hours=3)  # well inside WhatsApp's 24 hours
QUIET_HOURS = (20, 7)  # no nudge between these local hours
TITLE_WIDTH = 60


def say(state: State, *lines: Line, choices: tuple[Choice, ...] = ()) -> Say:
    """One message of these lines."""
    return Say(lines, choices, state.turn)


def with_flag(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    """The flags with one more, once."""
    return flags if flag in flags else (*flags, flag)


def since(moment: str | None, ctx: Context) -> timedelta:
    """How long ago an ISO moment was; nothing when there is none."""
    return ctx.now - datetime.fromisoformat(moment) if moment else timedelta()


def brief(state: State) -> str:
    """The matter in a few words, for the person who sent it."""
    titles = [title for part in state.story if (title := _title(part, state))]
    telling = (title for title in titles if len(title.split()) > 1)
    return next(telling, titles[0] if titles else "")


def _title(told: str, state: State) -> str:
    raws = [a.raw for a in state.values.values() if a.how in READ_FROM_STORY and a.raw and a.raw in told]
    spans = sorted(_span(told, raw) for raw in raws)
    return title_of(told, TITLE_WIDTH, spans) or title_of(told, TITLE_WIDTH)


READ_FROM_STORY = frozenset({"volunteered", "same"})
_CUE = re.compile(r"(?:\b(?:nama|alamat)(?:\s+(?:saya|sy))?|my name is|\bi am)\s*[:=]?\s*$", re.I)


def _span(told: str, raw: str) -> tuple[int, int]:
    """Where a fact stands in the story, with the words that announce it."""
    start = told.index(raw)
    cue = _CUE.search(told[:start])
    return (cue.start() if cue else start), start + len(raw)


def wake(state: State, ctx: Context) -> tuple[Wake, ...]:
    """One nudge where messages are free, never at night."""
    if ctx.capabilities.segment or state.nudged:
        return ()
    at = ctx.now + NUDGE
    evening, morning = QUIET_HOURS
    if at.hour >= evening:
        at = (at + timedelta(days=1)).replace(hour=morning, minute=0)
    elif at.hour < morning:
        at = at.replace(hour=morning, minute=0)
    return (Wake(at),)


def count_asked(state: State, slots: tuple[str, ...]) -> tuple[State, tuple[Mark, ...]]:
    """Mark the slots asked, but not one that is only shown again."""
    fresh = [slot for slot in slots if state.counted.get(slot) != state.misses.get(slot, 0)]
    counted = {**state.counted, **{slot: state.misses.get(slot, 0) for slot in fresh}}
    return state.with_(counted=counted), tuple(Mark("asked", slot) for slot in fresh)
