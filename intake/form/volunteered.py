"""What a text tells unasked: strict spotters, empty slots only, spans that do not overlap."""

import re
from typing import Any

from intake.form.answers import PARTS, place_value
from intake.form.slot import Span, Spotter
from intake.form.slots import FORM
from intake.form.spotters import place_in
from intake.places.home import ALONG
from intake.places.homes import homes_in
from intake.reading.privacy import sensitive
from intake.reading.spans import Spotted
from intake.state import Answer, Context, State

_OF_OTHER_MATTERS = re.compile(
    r"\b(?:pindah\w*|(?:men|meng|me)?(?:ganti|ubah|rubah)\w*|perubahan|perba\w+|kirim\w*|ke|di|dari|dengan|"
    r"serta|kar[ei]?na|krn|memberikan|sesuai|beda|salah|data|nik)\s+$",
    re.I,
)  # what is said before "alamat saya" when it is spoken of, not told
_GOES_ON = re.compile(
    r"[\s,]+(?:yang|yg|tetapi|tapi|tp|ke|dari|sejak|karena|krn|dan|untuk|utk|mohon|tolong)\b",
    re.I,
)
NEAR = 4  # characters: "di " may stand before an address


def volunteered(text: str, state: State, ctx: Context) -> dict[str, Answer]:
    """Strictly spotted answers for empty slots, spans not overlapping."""
    found: dict[str, Answer] = {}
    spans: list[Span] = []
    for slot, spot in spotters():
        before = state.answer(slot)
        if before is not None and not _half_a_place(slot, before):
            continue
        find = _scene if slot == "place" else _spot_beside
        hit = find(text, spans, spot, ctx)
        if hit is None:
            continue
        if before is not None:
            found |= _completed(before, hit.value)
            continue
        spans.append((hit.start, hit.end))
        found[slot] = Answer(hit.value, text[hit.start : hit.end], how="volunteered")
    if state.answer("address") is None and (
        home := _spot_home(text, state, found, ctx)
    ):
        found["address"] = home
    return found


def _scene(
    text: str, spans: list[Span], spot: Spotter, ctx: Context
) -> Spotted[Any] | None:
    """Where it happened: the home that is told with it is none, but where nothing else is told it may be."""
    homes = [(one.cue, one.end) for one in homes_in(text) if not one.scene]
    apart = _spot_beside(_parted(text, homes), spans, spot, ctx) if homes else None
    if apart is not None:
        return apart
    if homes and (sensitive(text) or any(one.beside for one in homes_in(text))):
        return None
    return _spot_beside(text, spans, spot, ctx)


def spotters() -> list[tuple[str, Spotter]]:
    """Each slot that can be told unasked, in the order in which they claim words."""
    found = [(slot.claims, slot.id, slot.spot) for slot in FORM.rows if slot.spot]
    return [(id_, spot) for _, id_, spot in sorted(found, key=lambda one: one[0])]


def _spot_beside(
    text: str, spans: list[Span], spot: Spotter, ctx: Context
) -> Spotted[Any] | None:
    """What is spotted; where others claimed words of a place, what is spotted around those."""
    hit = spot(text, ctx)
    if hit is None or not _overlaps(hit, spans):
        return hit
    if not isinstance(hit.value, dict) or "region_code" not in hit.value:
        return None
    around = spot(_parted(text, spans), ctx)
    if around is None:
        return None
    words = _GAPS.sub(", ", str(around.value["text"] or "")).strip(" ,")
    value = {**around.value, "text": words or None}
    return Spotted(value, around.start, around.end)


_GAPS = re.compile(r"[ ,]*,\s*,?\s*")


def _parted(text: str, spans: list[Span]) -> str:
    """The text with a comma and blanks for the words that are claimed."""
    for start, end in spans:
        text = text[:start] + ",".ljust(end - start) + text[end:]
    return text


def _overlaps(hit: Spotted[Any], spans: list[Span]) -> bool:
    return any(hit.start < end and start < hit.end for start, end in spans)


def _half_a_place(slot: str, answer: Answer) -> bool:
    """A landmark told in one message, whose region may come in the next."""
    value = answer.value or {}
    return (
        slot == "place" and answer.how == "volunteered" and not value.get("region_code")
    )


def _completed(before: Answer, more: dict[str, Any]) -> dict[str, Answer]:
    """The landmark of one message with the region of another."""
    if not more.get("region_code"):
        return {}
    parts = {part: before.value.get(part) or more[part] for part in PARTS}
    words = ", ".join(filter(None, (before.value.get("text"), more["text"])))
    value = {**before.value, **more, **parts, "text": words}
    return {"place": Answer(value, before.raw, before.version, "volunteered")}


def _spot_home(
    text: str, state: State, found: dict[str, Answer], ctx: Context
) -> Answer | None:
    """`alamat sama`, `alamat saya Jl Melati 5`: where they live, told along with the story."""
    cue = ALONG.search(text)
    place = found.get("place") or state.answer("place")
    if cue is None:
        return _beside_the_name(text, ctx)
    if cue["same"]:
        return (
            Answer({**place.value, "landmark": None}, cue[0], how="same")
            if place
            else None
        )
    where = _home_told(text, cue, ctx)
    return (
        Answer(where.value, cue["home"][where.start : where.end], how="volunteered")
        if where
        else None
    )


def _beside_the_name(text: str, ctx: Context) -> Answer | None:
    """`Budi Santoso alamat Jl Ahmad Yani 12`, `Jl Kenanga 7 (rumah saya)`."""
    own = (one for one in homes_in(text) if not (one.scene or one.theirs))
    home = next(own, None)
    if home is None:
        return None
    words = text[home.start : home.end]
    value = place_value(words, ctx.gazetteer.resolve(words, ctx.home))
    return Answer(value, words, how="volunteered")


def _home_told(
    text: str, cue: re.Match[str], ctx: Context
) -> Spotted[dict[str, Any]] | None:
    """The address behind the cue, as strictly read as a scene: a street, an RT or a region must be in it."""
    if cue[0].lower().startswith("alamat") and _OF_OTHER_MATTERS.search(
        text[: cue.start()]
    ):
        return None
    where = place_in(_GOES_ON.split(cue["home"], maxsplit=1)[0], ctx)
    if where is None or where.start > NEAR:
        return None
    told = any(where.value[part] for part in ("street", "rt", "region_code"))
    beside = cue[0].lower().startswith("rumah") and where.value["landmark"]
    return where if told or beside else None
