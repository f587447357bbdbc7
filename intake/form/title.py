"""The title of a report: its matter in a few words, without the facts that stand elsewhere."""

import re
from collections.abc import Iterator

from intake.places.facilities import names_a_building
from intake.places.homes import Home, homes_in, house_numbers
from intake.places.points import pointers_in
from intake.reading.contacts import contacts_in
from intake.reading.persons import Who, persons_in
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
    drop = [*spans.values(), *_never_in_titles(told)]
    return title_of(_blanked(told, drop), TITLE_WIDTH, (), trim)


def _never_in_titles(told: str) -> Iterator[tuple[int, int]]:
    """The writer's names, home and contacts, and links: those of the whole text, not of the form alone."""
    for person in persons_in(told):
        if person.who in (Who.SELF, Who.KIN):
            yield _announced(told, person.start, _NAME_CUE), person.end
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
_BEFORE_A_FACT = (
    r"\b(?:nama|alamat)(?:\s+(?:saya|sy|rumah))*(?:\s+di)?|my name is|\bi am|\ba[/.]\s?n|\batas nama"
    r"|\b(?:hormat (?:saya|kami)|ttd|tertanda|hub(?:ungi)?|cp|panggil(?: saja)?(?: saya)?|perkenalkan)"
)
_CUE = re.compile(rf"(?:{_BEFORE_A_FACT})\s*[:=,.]?\s*$", re.I)
_NAME_CUE = re.compile(rf"(?:{_BEFORE_A_FACT}|\b(?:saya|sy))\s*[:=,.]?\s*$", re.I)


def _span(told: str, raw: str, cue: re.Pattern[str]) -> tuple[int, int]:
    """Where a fact stands in the story, with the words that announce it."""
    start = told.index(raw)
    return _announced(told, start, cue), start + len(raw)


def _announced(told: str, start: int, cue: re.Pattern[str]) -> int:
    """Where the words begin that announce what stands here."""
    near = max(0, start - 60)
    found = cue.search(told[near:start])
    return near + found.start() if found else start
