"""Finding a slot's value in words meant for something else: one strict spotter each."""

from dataclasses import replace
from typing import Any

from intake.form.answers import is_place, place_value, when_value
from intake.places.address import spot_place_span
from intake.places.gazetteer import Resolution
from intake.reading.names import spot_name
from intake.reading.nik import spot_nik
from intake.reading.phone import spot_phone
from intake.reading.spans import Spotted
from intake.reading.when import spot_when
from intake.state import Context


def place_in(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    """A region, a landmark, a street, or several of them side by side."""
    span = spot_place_span(text)
    found = ctx.gazetteer.spot(text, ctx.home)
    if span is None:
        return _only_regions(text, found)
    if found.status == "unknown":
        found = _inside(span, ctx, found)
    if not found.spans or not _near(span, found):
        return Spotted(place_value(span.value, found), span.start, span.end)
    start = min(span.start, *(start for start, _ in found.spans))
    end = max(span.end, *(end for _, end in found.spans))
    return Spotted(place_value(text[start:end], found), start, end)


def _only_regions(text: str, found: Resolution) -> Spotted[dict[str, Any]] | None:
    if not found.spans:
        return None
    words = ", ".join(text[start:end] for start, end in found.spans)
    start, end = (
        min(start for start, _ in found.spans),
        max(end for _, end in found.spans),
    )
    return Spotted(place_value(words, found), start, end)


def _inside(span: Spotted[str], ctx: Context, otherwise: Resolution) -> Resolution:
    """What the words behind a place cue name, if they name it exactly."""
    inside = ctx.gazetteer.resolve(span.value, ctx.home)
    sure = inside.exact and inside.status == "resolved"
    return replace(inside if sure else otherwise, spans=())


def _near(span: Spotted[str], found: Resolution) -> bool:
    """The region names stand next to the place cue, so that one stretch of text holds both."""
    gap = 3
    return all(
        start - span.end <= gap and span.start - end <= gap
        for start, end in found.spans
    )


def time_in(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    """A day or a span."""
    hit = spot_when(text, ctx.now)
    return Spotted(when_value(hit.value), hit.start, hit.end) if hit else None


def name_in(text: str, ctx: Context) -> Spotted[str] | None:
    """The name of whoever writes."""
    return spot_name(text, lambda words: is_place(words, ctx))


def nik_in(text: str, ctx: Context) -> Spotted[str] | None:
    """An identity number; a family card has as many digits and is none."""
    hit = spot_nik(text, ctx.now.date())
    return (
        Spotted(hit.value.value, hit.start, hit.end)
        if hit and hit.value.kind == "nik"
        else None
    )


def phone_in(text: str, _ctx: Context) -> Spotted[str] | None:
    """A telephone number."""
    return spot_phone(text)
