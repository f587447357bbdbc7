"""Breaking a silence: one nudge where messages are free, never at night."""

from datetime import timedelta

from intake.state import Context, State, Wake

NUDGE = timedelta(hours=3)  # well inside WhatsApp's 24 hours
QUIET_HOURS = (20, 7)  # no nudge between these local hours


def wake(state: State, ctx: Context) -> tuple[Wake, ...]:
    """When to be woken for it; never twice in one report."""
    if ctx.capabilities.segment or state.draft.nudged:
        return ()
    at = ctx.later(NUDGE)
    evening, morning = QUIET_HOURS
    if at.hour >= evening:
        at = (at + timedelta(days=1)).replace(hour=morning, minute=0)
    elif at.hour < morning:
        at = at.replace(hour=morning, minute=0)
    return (Wake(at),)
