"""Finding a slot's value in words meant for something else: one strict spotter each."""

from dataclasses import replace
from typing import Any

from intake.form.answers import is_place, spotted_value, when_value
from intake.form.slot import Span
from intake.places.address import parse_place_parts, spot_place_span
from intake.places.facilities import facility_before, spot_facility
from intake.places.gazetteer import Resolution
from intake.places.index import REGENCY
from intake.places.search import UNKNOWN
from intake.reading.names import spot_name
from intake.reading.nik import spot_nik
from intake.reading.phone import spot_phone
from intake.reading.spans import Spotted
from intake.reading.when import spot_when
from intake.state import Context

_GAP = 3  # characters between names that stand side by side


def place_in(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    """A region, a landmark, a street, or several of them side by side; else a building with a name."""
    found = _place_in(text, ctx)
    return _building_at_home(text, ctx) if found is None else _of_building(text, found)


def _of_building(text: str, found: Spotted[dict[str, Any]]) -> Spotted[dict[str, Any]]:
    """A place that a building bears is told with the building; its words stay with the story."""
    start, words = facility_before(text, found.start), text[found.start : found.end]
    if start == found.start or found.value["text"] != words:
        return found
    return replace(found, value={**found.value, "text": text[start : found.end]})


def _building_at_home(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    """A building whose name no region bears stands in the regency that an installation serves."""
    named = spot_facility(text)
    if named is None or (ctx.home or "").count(".") + 1 < REGENCY:
        return None
    value = spotted_value(named.value, UNKNOWN)
    value |= {"landmark": named.value, "region_code": ctx.home}
    return Spotted(value, named.start, named.end)


def _place_in(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    span = spot_place_span(text)
    found = ctx.gazetteer.spot(text, ctx.home)
    if span is None:
        return _only_regions(text, found)
    if found.status == "unknown":
        found = _inside(span, ctx, found)
    span = _up_to_the_region(text, span, found)
    if not found.spans or not _near(span, found):
        return Spotted(spotted_value(span.value, found), span.start, span.end)
    start = min(span.start, *(start for start, _ in found.spans))
    end = max(span.end, *(end for _, end in found.spans))
    return Spotted(spotted_value(text[start:end], found), start, end)


def _up_to_the_region(text: str, span: Spotted[str], found: Resolution) -> Spotted[str]:
    """An address ends with its region: what follows without a place's own word tells of the matter."""
    ends = [end for start, end in found.spans if span.start <= start < end <= span.end]
    if not ends or found.status == "unknown":
        return span
    rest = text[max(ends) : span.end]
    more = parse_place_parts(rest)
    tells_where = more.landmark or more.street or more.rt or spot_place_span(rest)
    if tells_where or not rest.lstrip()[:1].islower():
        return span
    return Spotted(text[span.start : max(ends)], span.start, max(ends))


def _only_regions(text: str, found: Resolution) -> Spotted[dict[str, Any]] | None:
    if not found.spans:
        return None
    words = ", ".join(text[start:end] for start, end in found.spans)
    start, end = _first_run(found.spans)
    return Spotted(spotted_value(words, found), start, end)


def _first_run(spans: tuple[Span, ...]) -> Span:
    """The names side by side that come first; those told later claim no word of what lies between."""
    (start, end), *others = spans
    for next_start, next_end in others:
        if next_start - end > _GAP:
            break
        end = next_end
    return start, end


def _inside(span: Spotted[str], ctx: Context, otherwise: Resolution) -> Resolution:
    """What the words behind a place cue name, if they name it exactly, at home or with what contains it."""
    inside = ctx.gazetteer.resolve(span.value, ctx.home)
    regions = [inside.region] if inside.region else inside.candidates
    at_home = ctx.home and all(one.code.startswith(ctx.home) for one in regions)
    chain = inside.status == "resolved" and len(inside.spans) > 1
    sure = inside.exact and (at_home or chain)
    return replace(inside if sure else otherwise, spans=())


def _near(span: Spotted[str], found: Resolution) -> bool:
    """The region names stand next to the place cue, so that one stretch of text holds both."""
    return all(
        start - span.end <= _GAP and span.start - end <= _GAP
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
