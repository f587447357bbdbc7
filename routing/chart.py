"""The chart of a case's life for the README, drawn from the tables so that it cannot go stale."""

from collections.abc import Iterator

from routing.case import NEW, OPEN, UNANSWERED, CaseState
from routing.verbs import VERBS
from routing.watch import BY_THE_CLOCK

HEAD = """stateDiagram-v2
    [*] --> received: no desk fits
    [*] --> forwarded: a desk fits
    state open {
        state unanswered {
            state new {
                received
                verified
                forwarded
                reopened
            }
            in_follow_up
            waiting
        }
        answered
    }"""
GROUPS = (  # drawn as one, the widest first
    ("open", OPEN),
    ("unanswered", UNANSWERED),
    ("new", NEW),
)


def case_chart() -> str:
    """Mermaid source: what leads from which states, drawn together where a group has them in common."""
    ways: dict[tuple[str, CaseState], list[str]] = {}
    moves = [
        (verb.moves_from, to, verb.name) for verb in VERBS.values() for to in verb.leads
    ]
    for states, to, why in (*moves, *BY_THE_CLOCK):
        for source in _grouped(states):
            ways.setdefault((source, to), []).append(why)
    lines = [
        f"    {source} --> {to}: {', '.join(names)}"
        for (source, to), names in ways.items()
        if source != to
    ]
    return "\n".join([HEAD, *lines])


def _grouped(states: frozenset[CaseState]) -> Iterator[str]:
    """The names of the groups and single states that make up these."""
    left = set(states)
    for name, group in GROUPS:
        if group <= left:
            yield name
            left -= group
    yield from (state for state in CaseState if state in left)
