"""The title of a report: its matter in a few words, without the facts that stand elsewhere."""

import re

from intake.reading.story import title_of
from intake.state import State

TITLE_WIDTH = 60


def brief(state: State) -> str:
    """The matter in a few words, for the person who sent it."""
    titles = [title for part in state.draft.story if (title := _title(part, state))]
    telling = (title for title in titles if len(title.split()) > 1)
    return next(telling, titles[0] if titles else "")


def _title(told: str, state: State) -> str:
    raws = [
        a.raw
        for a in state.draft.values.values()
        if a.how in READ_FROM_STORY and a.raw and a.raw in told
    ]
    spans = sorted(_span(told, raw) for raw in raws)
    return title_of(told, TITLE_WIDTH, spans) or title_of(told, TITLE_WIDTH)


READ_FROM_STORY = frozenset({"volunteered", "same"})
_CUE = re.compile(
    r"(?:\b(?:nama|alamat)(?:\s+(?:saya|sy|rumah))*(?:\s+di)?|my name is|\bi am|\ba[/.]\s?n|\batas nama"
    r"|\b(?:hormat (?:saya|kami)|ttd|tertanda))\s*[:=,.]?\s*$",
    re.I,
)


def _span(told: str, raw: str) -> tuple[int, int]:
    """Where a fact stands in the story, with the words that announce it."""
    start = told.index(raw)
    cue = _CUE.search(told[:start])
    return (cue.start() if cue else start), start + len(raw)
