"""What a text tells unasked: strict spotters, empty slots only, spans that do not overlap."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from intake.form.answers import PARTS, Span, is_place, place_value, when_value
from intake.form.slots import BY_ID
from intake.places.address import spot_place_span
from intake.places.gazetteer import Resolution
from intake.reading.names import spot_name
from intake.reading.nik import spot_nik
from intake.reading.phone import spot_phone
from intake.reading.spans import Spotted
from intake.reading.when import spot_when
from intake.state import Answer, Context, State

OWN_HOME = re.compile(
    r"\balamat(?:nya)?\s+(?:(?:saya|sy|rumah)\s+)?(?P<same>sama|sda|podo|sami|sarua)\b"
    r"|\b(?:alamat\s+(?:saya|sy|rumah)|(?:saya|sy)\s+tinggal\s+di|my address is|i live (?:in|at))\s*[:=]?\s*"
    r"(?P<home>[^.;\n]{6,120})",
    re.I,
)


def volunteered(text: str, state: State, ctx: Context) -> dict[str, Answer]:
    """Strictly spotted answers for empty slots, spans not overlapping."""
    found: dict[str, Answer] = {}
    spans: list[Span] = []
    for slot, spot in SPOTTERS:
        before = state.answer(slot)
        if before is not None and not _half_a_place(slot, before):
            continue
        hit = spot(text, ctx)
        if hit is None or any(hit.start < end and start < hit.end for start, end in spans):
            continue
        if before is not None:
            found |= _completed(before, hit.value)
            continue
        spans.append((hit.start, hit.end))
        found[slot] = Answer(hit.value, text[hit.start : hit.end], BY_ID[slot].version, "volunteered")
    if state.answer("address") is None and (home := _spot_home(text, state, found, ctx)):
        found["address"] = home
    return found


def _half_a_place(slot: str, answer: Answer) -> bool:
    """A landmark told in one message, whose region may come in the next."""
    value = answer.value or {}
    return slot == "place" and answer.how == "volunteered" and not value.get("region_code")


def _completed(before: Answer, more: dict[str, Any]) -> dict[str, Answer]:
    """The landmark of one message with the region of another."""
    if not more.get("region_code"):
        return {}
    parts = {part: before.value.get(part) or more[part] for part in PARTS}
    words = ", ".join(filter(None, (before.value.get("text"), more["text"])))
    value = {**before.value, **more, **parts, "text": words}
    return {"place": Answer(value, before.raw, before.version, "volunteered")}


def _spot_home(text: str, state: State, found: dict[str, Answer], ctx: Context) -> Answer | None:
    """`alamat sama`, `alamat saya Jl Melati 5`: where they live, told along with the story."""
    cue = OWN_HOME.search(text)
    place = found.get("place") or state.answer("place")
    if cue is None:
        return None
    if cue["same"]:
        return (
            Answer({**place.value, "landmark": None}, cue[0], BY_ID["address"].version, "same")
            if place
            else None
        )
    resolution = ctx.gazetteer.resolve(cue["home"], ctx.home)
    value = place_value(cue["home"], resolution)
    return Answer(value, cue["home"], BY_ID["address"].version, "volunteered")


def _spot_place(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    span = spot_place_span(text)
    found = ctx.gazetteer.spot(text, ctx.home)
    if span and found.status == "unknown":
        inside = ctx.gazetteer.resolve(span.value, ctx.home)
        found = inside if inside.exact and inside.status == "resolved" else found
        found = replace(found, spans=())
    if span is None and not found.spans:
        return None
    start = min([span.start] if span else [], default=None)
    starts = [one[0] for one in found.spans] + ([start] if start is not None else [])
    ends = [one[1] for one in found.spans] + ([span.end] if span else [])
    if span and not (found.spans and _near(span, found)):
        return Spotted(place_value(span.value, found), span.start, span.end)
    lo, hi = min(starts), max(ends)
    words = text[lo:hi] if span else ", ".join(text[a:b] for a, b in found.spans)
    return Spotted(place_value(words, found), lo, hi)


def _near(span: Spotted[str], found: Resolution) -> bool:
    """The region names stand next to the place cue, so that one stretch of text holds both."""
    gap = 3
    return all(start - span.end <= gap and span.start - end <= gap for start, end in found.spans)


def _spot_time(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    hit = spot_when(text, ctx.now)
    return Spotted(when_value(hit.value), hit.start, hit.end) if hit else None


def _spot_name(text: str, ctx: Context) -> Spotted[str] | None:
    return spot_name(text, lambda words: is_place(words, ctx))


def _spot_nik(text: str, ctx: Context) -> Spotted[str] | None:
    hit = spot_nik(text, ctx.now.date())
    return Spotted(hit.value.value, hit.start, hit.end) if hit and hit.value.kind == "nik" else None


def _spot_phone(text: str, _ctx: Context) -> Spotted[str] | None:
    return spot_phone(text)


SPOTTERS: tuple[tuple[str, Callable[[str, Context], Spotted[Any] | None]], ...] = (
    ("nik", _spot_nik),
    ("phone", _spot_phone),
    ("name", _spot_name),
    ("time", _spot_time),
    ("place", _spot_place),
)
