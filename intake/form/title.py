"""The title of a report: its matter in a few words, without the facts that stand elsewhere."""

import re
from collections.abc import Iterator

from intake.places.homes import Home, homes_in, house_numbers
from intake.places.points import pointers_in
from intake.reading.contacts import contacts_in
from intake.reading.persons import Who, persons_in
from intake.reading.story import title_of
from intake.state import State

TITLE_WIDTH = 60


def brief(state: State) -> str:
    """The matter in a few words, for the person who sent it."""
    titles = [title for part in state.draft.story if (title := _title(part, state))]
    telling = (title for title in titles if len(title.split()) > 1)
    return next(telling, titles[0] if titles else "")


def _title(told: str, state: State) -> str:
    """Who it is from is left out wherever it stands; where and when, at the edges of a sentence."""
    spans = {
        slot: _span(told, answer.raw)
        for slot, answer in state.draft.values.items()
        if answer.how in READ_FROM_STORY and answer.raw and answer.raw in told
    }
    trim = [spans.pop(slot) for slot in AROUND_THE_MATTER if slot in spans]
    drop = [*spans.values(), *_never_in_titles(told)]
    return title_of(_blanked(told, drop), TITLE_WIDTH, (), trim)


def _never_in_titles(told: str) -> Iterator[tuple[int, int]]:
    """The writer's names, home and contacts, and links: those of the whole text, not of the form alone."""
    for person in persons_in(told):
        if person.who in (Who.SELF, Who.KIN):
            yield _announced(told, person.start), person.end
    for home in homes_in(told):
        yield from [(home.cue, home.end)] if not home.scene else _numbers(told, home)
    for pointer in pointers_in(told):
        yield pointer.start, pointer.end
    yield from contacts_in(told)


def _numbers(told: str, home: Home) -> Iterator[tuple[int, int]]:
    return house_numbers(told, home.start, home.end)


def _blanked(told: str, drop: list[tuple[int, int]]) -> str:
    """Without these ranges, so that nothing can fall back on them; a text that is one link has no title."""
    for start, end in drop:
        if told[:start].rstrip()[-1:] == "," and told[end:].lstrip()[:1] == ",":
            told = told[:start].rstrip().removesuffix(",").ljust(start) + told[start:]
        told = told[:start] + " " * (end - start) + told[end:]
    return told


AROUND_THE_MATTER = ("place", "time")
READ_FROM_STORY = frozenset({"volunteered", "same"})
_CUE = re.compile(
    r"(?:\b(?:nama|alamat)(?:\s+(?:saya|sy|rumah))*(?:\s+di)?|my name is|\bi am|\ba[/.]\s?n|\batas nama"
    r"|\b(?:hormat (?:saya|kami)|ttd|tertanda|hub(?:ungi)?|cp|panggil(?: saja)?(?: saya)?|perkenalkan))"
    r"\s*[:=,.]?\s*$",
    re.I,
)


def _span(told: str, raw: str) -> tuple[int, int]:
    """Where a fact stands in the story, with the words that announce it."""
    start = told.index(raw)
    return _announced(told, start), start + len(raw)


def _announced(told: str, start: int) -> int:
    """Where the words begin that announce what stands here."""
    near = max(0, start - 60)
    cue = _CUE.search(told[near:start])
    return near + cue.start() if cue else start
