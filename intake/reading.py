"""Reading messages: which slots a text fills.

`volunteered` uses only strict spotters and fills only empty slots; `answers`
reads the reply to the question that was asked, which may be for several slots.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from intake.complaint import OccurredOn
from intake.extract.names import parse_name, spot_name
from intake.extract.nik import Nik, parse_nik, says_forgot, spot_nik
from intake.extract.phone import parse_phone, spot_phone
from intake.extract.place import parse_place_parts, spot_place_span
from intake.extract.spans import Invalid, Spotted
from intake.extract.when import parse_when, spot_when
from intake.extract.yesno import read_yes_no
from intake.gazetteer import Resolution
from intake.gazetteer_index import Region
from intake.slots import BY_ID
from intake.state import Answer, Choice, Context, State

Span = tuple[int, int]
SAME = re.compile(
    r"\b(?:alamat(?:nya)?\s+)?(?:sama|same|sda|sm|idem)\b(?:\s+(?:dgn|dg|dengan|as)\s+\S+)?", re.I
)
ANONYMOUS = re.compile(
    r"\b(?:anonim|anonymous|tanpa nama|tnp nama|jangan sebut nama|rahasia(?:kan)?)\b", re.I
)
HOME_CUE = re.compile(
    r"\b(?:alamat(?:\s+(?:saya|sy|rumah))?|rumah\s+(?:saya|sy)|tinggal(?:\s+di)?|my address(?:\s+is)?|i live (?:in|at))\s*[:=]?\s*",
    re.I,
)
PLACE_CUE = re.compile(r"\b(?:lokasi(?:nya)?|tempat(?:nya| kejadian)?|location|place)\s*[:=]\s*", re.I)
NAME_CUE = re.compile(r"\b(?:nama(?:\s+(?:saya|sy))?|name|my name is)\s*[:=]?\s*", re.I)
SEGMENT = re.compile(r"[,;\n]+|\s+-\s+|\s*/\s+|(?<=\w{3})\.\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text told: answers by slot, faults by slot, choices that are open, a wish to stay unnamed."""

    answers: dict[str, Answer]
    faults: dict[str, str]  # slot -> catalogue key
    choices: tuple[Choice, ...] = ()
    anonymous: bool = False

    @property
    def empty(self) -> bool:
        """Nothing at all was understood."""
        return not (self.answers or self.faults or self.choices or self.anonymous)


def volunteered(text: str, state: State, ctx: Context, taken: tuple[Span, ...] = ()) -> dict[str, Answer]:
    """Strictly spotted answers for empty slots, spans not overlapping."""
    found: dict[str, Answer] = {}
    spans = list(taken)
    for slot, spot in SPOTTERS:
        if state.answer(slot) is not None:
            continue
        hit = spot(text, ctx)
        if hit is None or any(hit.start < end and start < hit.end for start, end in spans):
            continue
        spans.append((hit.start, hit.end))
        found[slot] = Answer(hit.value, text[hit.start : hit.end], BY_ID[slot].version, "volunteered")
    return found


def answers(text: str, asked: tuple[str, ...], state: State, ctx: Context) -> Reading:
    """The reply to a question for one slot or for several."""
    if len(asked) == 1:
        return PARSERS[asked[0]](text, state, ctx)
    return _combined(text, asked, state, ctx)


def place_value(text: str, ctx: Context, resolve: Callable[[str, str | None], Resolution]) -> dict[str, Any]:
    """The place slot's value: the words, their parts and the region they lead to."""
    parts = parse_place_parts(text)
    resolution = resolve(text, ctx.home)
    region = resolution.region if resolution.status == "resolved" else None
    return {
        "text": text.strip(" ,.;"),
        "landmark": parts.landmark,
        "street": parts.street,
        "rt": parts.rt,
        "rw": parts.rw,
        "region_code": region.code if region else None,
        "latitude": None,
        "longitude": None,
    }


def region_choices(
    slot: str, text: str, resolution: Resolution, value: dict[str, Any], ctx: Context
) -> tuple[Choice, ...]:
    """Numbered candidates for a place that several regions could be."""
    if resolution.status != "ambiguous":
        return ()
    return tuple(
        Choice("set", slot, value | {"region_code": region.code}, label=_distinct(region, ctx))
        for region in resolution.candidates
    ) + (Choice("set", slot, value | {"unsure": True}, key="choice.other_place"),)


def _distinct(region: Region, ctx: Context) -> str:
    return ctx.gazetteer.chain(region.code)


def _spot_place(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    span = spot_place_span(text)
    found = ctx.gazetteer.spot(text, ctx.home)
    if span is None and not found.spans:
        return None
    start = min([span.start] if span else [], default=None)
    starts = [one[0] for one in found.spans] + ([start] if start is not None else [])
    ends = [one[1] for one in found.spans] + ([span.end] if span else [])
    words = text[min(starts) : max(ends)] if found.spans and span and _near(span, found) else None
    if words is None:
        words = span.value if span else ", ".join(text[a:b] for a, b in found.spans)
    value = place_value(words, ctx, lambda _text, _home: found)
    lo, hi = (span.start, span.end) if span else (min(starts), max(ends))
    return Spotted(value, lo, hi)


def _near(span: Spotted[str], found: Resolution) -> bool:
    """The region names stand next to the place cue, so that one stretch of text holds both."""
    gap = 3
    return all(start - span.end <= gap and span.start - end <= gap for start, end in found.spans)


def _spot_time(text: str, ctx: Context) -> Spotted[dict[str, Any]] | None:
    hit = spot_when(text, ctx.now)
    return Spotted(_when(hit.value), hit.start, hit.end) if hit else None


def _spot_name(text: str, ctx: Context) -> Spotted[str] | None:
    return spot_name(text, lambda words: _is_place(words, ctx))


def _spot_nik(text: str, _ctx: Context) -> Spotted[str] | None:
    hit = spot_nik(text)
    return Spotted(hit.value.value, hit.start, hit.end) if hit and hit.value.kind == "nik" else None


def _spot_phone(text: str, _ctx: Context) -> Spotted[str] | None:
    return spot_phone(text)


def _is_place(words: str, ctx: Context) -> bool:
    return ctx.gazetteer.spot(words, ctx.home).status != "unknown"


def _when(value: OccurredOn) -> dict[str, Any]:
    return {"date": value.date, "precision": value.precision, "text": value.text}


def _one(slot: str, value: Any, raw: str, how: str = "answered") -> Reading:
    return Reading({slot: Answer(value, raw, BY_ID[slot].version, how)}, {})


def _fault(slot: str, key: str) -> Reading:
    return Reading({}, {slot: key})


NOTHING = Reading({}, {})


def _parse_place(text: str, state: State, ctx: Context) -> Reading:
    known = state.value("place") or {}
    words = f"{known['text']}, {text}" if known.get("text") and not known.get("region_code") else text
    resolution = ctx.gazetteer.resolve(words, ctx.home)
    value = place_value(words, ctx, lambda _t, _h: resolution)
    value |= {axis: known.get(axis) for axis in ("latitude", "longitude")}
    for part in ("landmark", "street", "rt", "rw"):
        value[part] = value[part] or known.get(part)
    choices = region_choices("place", text, resolution, value, ctx)
    if not choices and value["region_code"] is None and not _says_where(text):
        return NOTHING
    return Reading({"place": Answer(value, text, BY_ID["place"].version)}, {}, choices)


def _says_where(text: str) -> bool:
    """Some words that could be a place: anything but digits and punctuation."""
    shortest = 4
    return sum(c.isalpha() for c in text) >= shortest


def _parse_time(text: str, _state: State, ctx: Context) -> Reading:
    value = parse_when(text, ctx.now)
    if isinstance(value, Invalid):
        return _fault("time", value.why)
    return _one("time", _when(value), text) if value else NOTHING


def _parse_name(text: str, _state: State, ctx: Context) -> Reading:
    if ANONYMOUS.search(text):
        return Reading({}, {}, anonymous=True)
    value = parse_name(text)
    if isinstance(value, Invalid):
        return _fault("name", value.why)
    return _one("name", value, text) if value else NOTHING


def _parse_address(text: str, state: State, ctx: Context) -> Reading:
    yes = read_yes_no(text)
    if SAME.fullmatch(text.strip(" .!,")) or yes:
        return _same(state, text)
    if yes is False:
        return NOTHING
    words = HOME_CUE.sub("", text, count=1)
    resolution = ctx.gazetteer.resolve(words, ctx.home)
    value = place_value(words, ctx, lambda _t, _h: resolution)
    choices = region_choices("address", words, resolution, value, ctx)
    if not choices and value["region_code"] is None and not _says_where(words):
        return NOTHING
    return Reading({"address": Answer(value, text, BY_ID["address"].version)}, {}, choices)


def _same(state: State, raw: str) -> Reading:
    place = state.value("place")
    return _one("address", {**place, "landmark": None} if place else {"text": None}, raw, "same")


def _parse_nik(text: str, _state: State, _ctx: Context) -> Reading:
    if says_forgot(text) or read_yes_no(text) is False:
        return _one("nik", None, text, "skipped")
    value = parse_nik(text)
    if isinstance(value, Nik):
        return _fault("nik", "nik.kk") if value.kind == "kk" else _one("nik", value.value, text)
    return _fault("nik", value.why) if isinstance(value, Invalid) else NOTHING


def _parse_phone(text: str, _state: State, _ctx: Context) -> Reading:
    if read_yes_no(text) is False:
        return _one("phone", None, text, "skipped")
    value = parse_phone(text)
    if isinstance(value, Invalid):
        return _fault("phone", value.why)
    return _one("phone", value, text) if value else NOTHING


PRIVACY_WORDS = {
    "nama": "open",
    "terbuka": "open",
    "rahasia": "confidential",
    "anonim": "anonymous",
    "anonymous": "anonymous",
}


def _parse_privacy(text: str, _state: State, _ctx: Context) -> Reading:
    value = next((v for word, v in PRIVACY_WORDS.items() if word in text.casefold()), None)
    return _one("privacy", value, text) if value else NOTHING


def _combined(text: str, asked: tuple[str, ...], state: State, ctx: Context) -> Reading:
    """One SMS for everything missing: `depan pasar, Sukamaju, Depok, Budi, alamat sama`."""
    found: dict[str, Answer] = {}
    rest = text
    for slot in ("nik", "phone", "time"):
        hit = dict(SPOTTERS)[slot](rest, ctx)
        if hit and state.answer(slot) is None:
            found[slot] = Answer(hit.value, rest[hit.start : hit.end], BY_ID[slot].version)
            rest = _blank(rest, hit.start, hit.end)
    anonymous = bool(ANONYMOUS.search(rest))
    rest = ANONYMOUS.sub(_blanks, rest)
    same = SAME.search(rest) if "address" in asked else None
    rest = _blank(rest, same.start(), same.end()) if same else rest
    if "name" in asked and not anonymous:
        name, rest = _take_name(rest, ctx)
        found |= {"name": name} if name else {}
    home, rest = _take_home(rest) if "address" in asked else (None, rest)
    choices: tuple[Choice, ...] = ()
    words = " ".join(PLACE_CUE.sub("", rest).strip(" ,.;\n-/").split())
    if "place" in asked and _says_where(words):
        place = _parse_place(words, state, ctx)
        found |= place.answers
        choices = place.choices
    elif "address" in asked and not home and not same and _says_where(words):
        home = words
    if same or home:
        seen = state.with_(values={**state.values, **found})
        address = _same(seen, text) if same else _parse_address(home or "", seen, ctx)
        found |= address.answers
        choices = choices or address.choices
    return Reading({slot: one for slot, one in found.items() if slot in BY_ID}, {}, choices, anonymous)


def _take_name(text: str, ctx: Context) -> tuple[Answer | None, str]:
    """The segment that is a name, and the text without it; a cue beats the last likely segment."""
    cue = spot_name(text, lambda words: _is_place(words, ctx))
    if cue:
        raw = text[cue.start : cue.end]
        rest = NAME_CUE.sub(_blanks, _blank(text, cue.start, cue.end))
        return Answer(cue.value, raw, BY_ID["name"].version), rest
    for start, end in reversed(_segments(text)):
        words = text[start:end].strip(" .!")
        value = parse_name(words) if words and _could_be_name(words, ctx) else None
        if isinstance(value, str):
            return Answer(value, words, BY_ID["name"].version), _blank(text, start, end)
    return None, text


def _could_be_name(words: str, ctx: Context) -> bool:
    longest = 5
    return len(words.split()) <= longest and not _is_place(words, ctx) and spot_place_span(words) is None


def _take_home(text: str) -> tuple[str | None, str]:
    """What stands behind 'alamat' or 'tinggal di', up to the end of its segment run."""
    cue = HOME_CUE.search(text)
    if not cue:
        return None, text
    place = PLACE_CUE.search(text, cue.end())
    end = place.start() if place else len(text)
    return text[cue.end() : end].strip(" ,.;\n-") or None, _blank(text, cue.start(), end)


def _segments(text: str) -> list[Span]:
    cuts = [0, *(edge for match in SEGMENT.finditer(text) for edge in match.span()), len(text)]
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text[a:b].strip()]


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


SPOTTERS: tuple[tuple[str, Callable[[str, Context], Spotted[Any] | None]], ...] = (
    ("nik", _spot_nik),
    ("phone", _spot_phone),
    ("name", _spot_name),
    ("time", _spot_time),
    ("place", _spot_place),
)
PARSERS: dict[str, Callable[[str, State, Context], Reading]] = {
    "place": _parse_place,
    "time": _parse_time,
    "name": _parse_name,
    "address": _parse_address,
    "nik": _parse_nik,
    "phone": _parse_phone,
    "privacy": _parse_privacy,
}
