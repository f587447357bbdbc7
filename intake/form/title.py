"""The title of a report: its matter in a few words, without the facts that stand elsewhere."""

import re

from intake.places.facilities import names_a_building
from intake.reading.story import title_of
from intake.state import State

TITLE_WIDTH = 80


def brief(state: State) -> str:
    """The matter in a few words, for the person who sent it."""
    titles = [title for part in state.draft.story if (title := _title(part, state))]
    telling = (title for title in titles if len(title.split()) > 1)
    return next(telling, titles[0] if titles else "")


def _title(told: str, state: State) -> str:
    """Who it is from is left out wherever it stands; where and when, at the edges of a sentence.

    A place that is a building's name stays: "SMP Negeri 1 gurunya tidak masuk" would be any school.
    """
    spans = {
        slot: _span(told, answer.raw, _NAME_CUE if slot == "name" else _CUE)
        for slot, answer in state.draft.values.items()
        if answer.how in READ_FROM_STORY and answer.raw and answer.raw in told
    }
    around = [spans.pop(slot) for slot in AROUND_THE_MATTER if slot in spans]
    trim = [span for span in around if not names_a_building(told, span[0])]
    return title_of(told, TITLE_WIDTH, sorted(spans.values()), trim) or title_of(
        told, TITLE_WIDTH
    )


AROUND_THE_MATTER = ("place", "time")

READ_FROM_STORY = frozenset({"volunteered", "same"})
_BEFORE_A_FACT = (
    r"\b(?:nama|alamat)(?:\s+(?:saya|sy|rumah))*(?:\s+di)?|my name is|\bi am|\ba[/.]\s?n|\batas nama"
    r"|\b(?:hormat (?:saya|kami)|ttd|tertanda)"
)
_CUE = re.compile(rf"(?:{_BEFORE_A_FACT})\s*[:=,.]?\s*$", re.I)
_NAME_CUE = re.compile(rf"(?:{_BEFORE_A_FACT}|\b(?:saya|sy))\s*[:=,.]?\s*$", re.I)


def _span(told: str, raw: str, cue: re.Pattern[str]) -> tuple[int, int]:
    """Where a fact stands in the story, with the words that announce it."""
    start = told.index(raw)
    announced = cue.search(told[:start])
    return (announced.start() if announced else start), start + len(raw)
