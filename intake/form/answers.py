"""Reading the reply to a question: a lenient parser for each slot.

`combined.py` reads the reply to several questions, `volunteered.py` what is told unasked.
"""

import re
from dataclasses import replace
from typing import Any

from intake.complaint import OccurredOn
from intake.form.slot import NOTHING, Reading
from intake.places.address import parse_place_parts
from intake.places.gazetteer import Resolution
from intake.places.home import ANSWERED
from intake.places.index import DISTRICT, REGENCY
from intake.places.points import Pointer, pointers_in, without_pointers
from intake.reading.names import is_bare_name, parse_name
from intake.reading.nik import Nik, parse_nik, says_forgot
from intake.reading.phone import parse_phone
from intake.reading.spans import Invalid
from intake.reading.when import parse_when, spot_when
from intake.reading.yes_no import read_yes_no
from intake.state import Answer, Choice, Context, State

SAME = re.compile(
    r"\b(?:alamat(?:nya)?\s+)?(?:sama|same|sda|sm|idem|podo|podho|padha|sami|sarua|samo)\b"
    r"(?:\s+(?:dgn|dg|dengan|as|sareng|kalih)\s+\S+)?",
    re.I,
)
BEFORE = re.compile(
    r"\b(?:(?:sama\s+)?(?:seperti|sprti|spt|kaya|kayak|kyk)\s+(?:yg\s+|yang\s+)?(?:dulu|sebelumnya|kemarin|biasa\w*|lalu)"
    r"|(?:yg|yang)\s+(?:dulu|lama|sebelumnya)|(?:same\s+)?as\s+before|kados\s+wingi|sapertos\s+kamari)\b",
    re.I,
)
DECLINES = re.compile(
    r"\s*(?:tidak|tdk|ga|gak|nggak|ngga|ndak|gk|no|teu|ora|mboten)\s+(?:usah|perlu|mau|ingin|thanks|kedah|hoyong|purun)"
    r"(?:\s+\w+){0,2}\W*",
    re.I,
)
ANONYMOUS = re.compile(
    r"\b(?:anonim|anonymous|tanpa nama|tnp nama|jangan sebut nama|rahasia(?:kan)?)\b",
    re.I,
)
NOWHERE = re.compile(
    r"\W*(?:(?:maaf|ini|saya|sy|kami|pak|bu|min|kak)\W+)*"
    r"(?:(?:tidak|tdk|tak|ga|gak|nggak|ngga|ndak|gk|enggak)\s*(?:ada|perlu|punya|butuh)\s*(?:lokasi|tempat|alamat)(?:nya)?"
    r"|(?:cuma|cuman|cm|hanya|sekedar|sekadar)\s+(?:mau\s+|ingin\s+)?(?:tanya|bertanya|nanya|tny|tanya-tanya|nanya2|info))\b",
    re.I,
)


def place_value(text: str, resolution: Resolution | None) -> dict[str, Any]:
    """The place slot's value: the words, their parts and the region they lead to."""
    text = _COURTESY.sub("", text)
    parts = parse_place_parts(text)
    region = (
        resolution.region if resolution and resolution.status == "resolved" else None
    )
    return {
        "text": text.strip(" ,.;") or None,
        "landmark": parts.landmark,
        "street": parts.street,
        "rt": parts.rt,
        "rw": parts.rw,
        "region_code": region.code if region else None,
        "latitude": None,
        "longitude": None,
    }


_COURTESY = re.compile(
    r"(?:[\s,.]+(?:pak|bu|min|kak|ya|yaa|bang|mas|mbak|bos|gan|nggih|ka|to|terima kasih|makasih|trims))+"
    r"[\s.!]*$",
    re.I,
)


def spotted_value(text: str, resolution: Resolution) -> dict[str, Any]:
    """The same for a place met in a story, with the regions it may be asked about: those named exactly."""
    value = place_value(text, resolution)
    ask = resolution.status == "ambiguous"
    codes = [region.code for region in resolution.candidates] if ask else []
    around = _around(codes) if len(codes) == resolution.alternatives else None
    if around and (around.count(".") == DISTRICT - 1 or not resolution.exact):
        return {**value, "region_code": around, OFFERS: []}
    return {**value, OFFERS: codes if resolution.exact else []}


def _around(codes: list[str]) -> str | None:
    """The district, else the regency, that holds all of these; None for fewer than two."""
    for level in (DISTRICT, REGENCY):
        outer = {tuple(code.split(".")[:level]) for code in codes}
        if len(codes) > 1 and len(outer) == 1 and len(segments := outer.pop()) == level:
            return ".".join(segments)
    return None


OFFERS = "offers"  # the regions that words met in a story may mean: read strictly, not as an answer


def region_choices(
    slot: str, resolution: Resolution, value: dict[str, Any], ctx: Context
) -> tuple[Choice, ...]:
    """Numbered candidates for a place that several regions could be."""
    ask = [
        one.code for one in resolution.candidates if resolution.status == "ambiguous"
    ]
    codes = value.get(OFFERS, ask)
    told = {part: known for part, known in value.items() if part != OFFERS}
    fitting = (
        Choice(
            "set",
            slot,
            told | {"region_code": code},
            label=ctx.gazetteer.chain(code),
        )
        for code in codes
    )
    other = Choice("set", slot, told | {"unsure": True}, key="choice.other_place")
    return (*fitting, other) if codes else ()


def is_place(words: str, ctx: Context) -> bool:
    """Whether these words name a region, and so no person."""
    return ctx.gazetteer.spot(words, ctx.home).status != "unknown"


def when_value(value: OccurredOn) -> dict[str, Any]:
    """The time slot's value."""
    return {"date": value.date, "precision": value.precision, "text": value.text}


def _one(slot: str, value: Any, raw: str, how: str = "answered") -> Reading:
    return Reading({slot: Answer(value, raw, how=how)}, {})


def _fault(slot: str, key: str) -> Reading:
    return Reading({}, {slot: key})


def parse_place(text: str, state: State, ctx: Context) -> Reading:
    """The place in an answer, together with what was known of it before."""
    if NOWHERE.match(text):
        return _one("place", None, text, "skipped")
    if links := pointers_in(text):
        return _on_the_map(text, links, state, ctx)
    return NOTHING if _is_a_time(text, ctx) else _in_words(text, state, ctx)


def _in_words(text: str, state: State, ctx: Context) -> Reading:
    known = state.value("place") or {}
    words, resolution = _joined(text, known, ctx)
    value = place_value(words, resolution)
    value |= {axis: known.get(axis) for axis in ("latitude", "longitude")}
    for part in PARTS:
        value[part] = value[part] or known.get(part)
    choices = region_choices("place", resolution, value, ctx)
    if not choices and value["region_code"] is None and not says_where(text, value):
        return NOTHING
    return Reading({"place": Answer(value, text)}, {}, choices)


def _on_the_map(
    text: str, links: tuple[Pointer, ...], state: State, ctx: Context
) -> Reading:
    """A map's link, or degrees: the point, or else the link as it is, with the words beside it."""
    words = " ".join(without_pointers(text).strip(" ,.;").split())
    told = parse_place(words, state, ctx) if says_where(words) else NOTHING
    place = told.answers.get("place")
    value = place.value if place else state.value("place") or place_value("", None)
    point = next((one.point for one in links if one.point), None)
    if point:
        value = {**value, "latitude": point[0], "longitude": point[1]}
    else:
        whole = [text[one.start : one.end] for one in links]
        value = {**value, "text": " ".join(filter(None, [value.get("text"), *whole]))}
    choices = tuple(
        replace(one, value={**one.value, **_axes(value)}) for one in told.choices
    )
    return Reading({"place": Answer(value, text)}, {}, choices)


def _axes(value: dict[str, Any]) -> dict[str, Any]:
    return {axis: value.get(axis) for axis in ("latitude", "longitude")}


PARTS = ("landmark", "street", "rt", "rw")


def _joined(text: str, known: dict[str, Any], ctx: Context) -> tuple[str, Resolution]:
    """`Sukamaju`, then `Depok`: together they are a place; nothing said before is lost."""
    alone = ctx.gazetteer.resolve(text, ctx.home)
    if (
        not known.get("text")
        or known.get("region_code")
        or _replaces(text, alone, known)
    ):
        return text, alone
    words = f"{known['text']}, {text}"
    together = ctx.gazetteer.resolve(words, ctx.home)
    return words, alone if together.status == "unknown" else together


def _replaces(text: str, alone: Resolution, known: dict[str, Any]) -> bool:
    """Whether a full address comes where only vague words were known: they are not put before it."""
    parts = parse_place_parts(text)
    full = alone.status == "resolved" and (parts.street or parts.landmark or parts.rt)
    return bool(full) and not any(known.get(part) for part in PARTS)


def _is_a_time(text: str, ctx: Context) -> bool:
    """The answer to another question: nothing but a time."""
    hit = spot_when(text, ctx.now)
    return hit is not None and len(text.strip(" .,!")) == hit.end - hit.start


def says_where(text: str, value: dict[str, Any] | None = None) -> bool:
    """Words that could be a place: no yes or no, no "lupa"; a lone word needs a street or the like in it."""
    enough = 4
    letters = sum(c.isalpha() for c in text)
    lone = (
        value is not None
        and len(text.split()) == 1
        and not any(value.get(part) for part in PARTS)
    )
    return (
        letters >= enough
        and not lone
        and read_yes_no(text) is None
        and not says_forgot(text)
    )


def time_answer(text: str, _state: State, ctx: Context) -> Reading:
    """When it happened."""
    value = parse_when(text, ctx.now)
    if isinstance(value, Invalid):
        return _fault("time", value.why)
    if value and value.date is None and says_forgot(text):
        return _one("time", None, text, "skipped")
    return _one("time", when_value(value), text) if value else NOTHING


def name_answer(text: str, state: State, ctx: Context) -> Reading:
    """To stay unnamed is declared in words; a bare "no" is a refusal, which is asked about."""
    if ANONYMOUS.search(text):
        return Reading({}, {}, anonymous=True)
    known = state.known.get("name")
    if known and (BEFORE.search(text) or SAME.fullmatch(text.strip(" .!,"))):
        return _one("name", known.value, text, "same")
    where, who = _where_then_who(text, ctx)
    value = parse_name(who)
    if isinstance(value, Invalid):
        return _fault("name", value.why)
    if not value:
        return NOTHING
    home = _home_beside(where, state, ctx)
    return Reading({"name": Answer(value, who if where else text), **home}, {})


def _where_then_who(text: str, ctx: Context) -> tuple[str, str]:
    """`Caturtunggal, Depok, Sleman, Dian Pratiwi`: the regions and the name; else nothing and all of it."""
    where, comma, who = text.rstrip(" .,;!\n").rpartition(",")
    if not comma or not is_bare_name(who, fewest=1) or is_bare_name(where, fewest=1):
        return "", text
    first = where.split(",")[0]
    found = ctx.gazetteer.resolve(where, ctx.home)
    region = is_place(where, ctx) or (found.exact and found.status == "resolved")
    if is_bare_name(first, fewest=1) or not region:
        return "", text
    return where.strip(), who.strip()


def _home_beside(where: str, state: State, ctx: Context) -> dict[str, Answer]:
    """Where they live, told with the name once it is known where it happened."""
    known = state.answer("place")
    if not where or known is None or state.answer("address") is not None:
        return {}
    found = ctx.gazetteer.resolve(where, ctx.home)
    if found.status != "resolved":
        return {}
    return {"address": Answer(place_value(where, found), where)}


def parse_address(text: str, state: State, ctx: Context) -> Reading:
    """Where the reporter lives; "sama" is the place they told of."""
    if says_forgot(text) or DECLINES.fullmatch(text):
        return _one("address", None, text, "skipped")
    known = state.known.get("address")
    if known and BEFORE.search(text):
        return _one("address", known.value, text, "same")
    yes = read_yes_no(text)
    if SAME.fullmatch(text.strip(" .!,")) or yes:
        return same_as_place(state, text)
    if yes is False:
        return NOTHING
    told = _address_told(text, state, ctx)
    return told if state.draft.asked or state.answer("place") else _place_as_well(told)


def _place_as_well(told: Reading) -> Reading:
    """The old form, LAPOR#name#address#matter, has one address: it is where it happened, too."""
    home = told.answers.get("address")
    if home is None:
        return told
    choices = tuple(replace(choice, target="place") for choice in told.choices)
    return replace(told, answers={"place": home, "address": home}, choices=choices)


def _address_told(text: str, state: State, ctx: Context) -> Reading:
    words = ANSWERED.sub("", text, count=1)
    resolution = ctx.gazetteer.resolve(words, ctx.home)
    if resolution.status == "unknown" and is_bare_name(text):
        return NOTHING if state.answer("name") else name_answer(text, state, ctx)
    value = place_value(words, resolution)
    if resolution.status == "ambiguous":
        value["region_code"] = _near_the_scene(words, state, ctx)
    if resolution.status == "unknown" and not says_where(words, value):
        return NOTHING
    return Reading({"address": Answer(value, text)}, {})


def _near_the_scene(words: str, state: State, ctx: Context) -> str | None:
    """Of several regions the one beside the scene, else at home; a home is worth no question of its own.

    Looked up anew as from there: of a common name only the first few are candidates.
    """
    scene = str((state.value("place") or {}).get("region_code") or "")
    regency = ".".join(scene.split(".")[:REGENCY])
    for near in filter(None, (regency, ctx.home)):
        found = ctx.gazetteer.resolve(words, near)
        regions = (found.region,) if found.region else found.candidates
        around = [one.code for one in regions if one.code.startswith(near)]
        if len(around) == 1:
            return around[0]
    return None


def same_as_place(state: State, raw: str) -> Reading:
    """They live where it happened."""
    place = state.value("place")
    return _one(
        "address", {**place, "landmark": None} if place else {"text": None}, raw, "same"
    )


def nik_answer(text: str, _state: State, ctx: Context) -> Reading:
    """The identity number, or why it cannot be one."""
    if says_forgot(text) or read_yes_no(text) is False:
        return _one("nik", None, text, "skipped")
    value = parse_nik(text, ctx.now.date())
    if isinstance(value, Nik):
        return (
            _fault("nik", "nik.kk")
            if value.kind == "kk"
            else _one("nik", value.value, text)
        )
    return _fault("nik", value.why) if isinstance(value, Invalid) else NOTHING


def phone_answer(text: str, _state: State, _ctx: Context) -> Reading:
    """The telephone number."""
    if read_yes_no(text) is False or says_forgot(text):
        return _one("phone", None, text, "skipped")
    value = parse_phone(text)
    if isinstance(value, Invalid):
        return _fault("phone", value.why)
    return _one("phone", value, text) if value else NOTHING


PRIVACY_WORDS = {
    "rahasia": "confidential",
    "confidential": "confidential",
    "anonim": "anonymous",
    "anonymous": "anonymous",
    "tanpa nama": "anonymous",
    "jangan": "anonymous",
    "nama": "open",
    "terbuka": "open",
    "boleh": "open",
    "open": "open",
}
KIND_WORDS = {
    "aduan": "complaint",
    "keluhan": "complaint",
    "complaint": "complaint",
    "aspirasi": "aspiration",
    "usul": "aspiration",
    "saran": "aspiration",
    "suggestion": "aspiration",
    "aspiration": "aspiration",
    "informasi": "information_request",
    "information": "information_request",
    "tanya": "information_request",
    "question": "information_request",
}


def privacy_answer(text: str, _state: State, _ctx: Context) -> Reading:
    """With name, confidential or anonymous."""
    return _by_word("privacy", text, PRIVACY_WORDS)


def kind_answer(text: str, _state: State, _ctx: Context) -> Reading:
    """Complaint, suggestion or question."""
    return _by_word("kind", text, KIND_WORDS)


def _by_word(slot: str, text: str, words: dict[str, str]) -> Reading:
    value = next(
        (value for word, value in words.items() if word in text.casefold()), None
    )
    return _one(slot, value, text) if value else NOTHING
