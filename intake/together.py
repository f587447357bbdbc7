"""One reply for everything that was asked: `depan pasar, Sukamaju, Depok, Budi, alamat sama`."""

import re

from intake.extract.names import parse_name, spot_name
from intake.extract.place import spot_place_span
from intake.reading import (
    ANONYMOUS,
    BEFORE,
    HOME_CUE,
    PARSERS,
    SAME,
    Reading,
    Span,
    is_place,
    parse_address,
    parse_place,
    same_as_place,
    says_where,
)
from intake.slots import BY_ID
from intake.spotting import SPOTTERS
from intake.state import Answer, Choice, Context, State

PLACE_CUE = re.compile(r"\b(?:lokasi(?:nya)?|tempat(?:nya| kejadian)?|location|place)\s*[:=]\s*", re.I)
NAME_CUE = re.compile(r"\b(?:nama(?:\s+(?:saya|sy))?|name|my name is)\s*[:=]?\s*", re.I)
SEGMENT = re.compile(
    r"[,;\n]+|\s+-\s+|\s*/\s+|"
    r"(?<=\w{3})(?<!\bkel)(?<!\bkec)(?<!\bkab)(?<!\bprov)(?<!\bdsn)(?<!\bjln)(?<!\bdes)\.\s+",
    re.I,
)


def answers(text: str, asked: tuple[str, ...], state: State, ctx: Context) -> Reading:
    """The reply to a question for one slot or for several."""
    return PARSERS[asked[0]](text, state, ctx) if len(asked) == 1 else _together(text, asked, state, ctx)


def _together(text: str, asked: tuple[str, ...], state: State, ctx: Context) -> Reading:
    """One SMS for everything missing: `depan pasar, Sukamaju, Depok, Budi, alamat sama`."""
    found = _as_before(text, asked, state)
    rest = BEFORE.sub(_blanks, text) if found else text
    if found and SAME.fullmatch(text.strip(" .!,")):
        return Reading(found, {})
    for slot in ("nik", "phone", "time"):
        hit = dict(SPOTTERS)[slot](rest, ctx)
        if hit and state.answer(slot) is None:
            found[slot] = Answer(hit.value, rest[hit.start : hit.end], BY_ID[slot].version)
            rest = _blank(rest, hit.start, hit.end)
    anonymous = bool(ANONYMOUS.search(rest))
    rest = ANONYMOUS.sub(_blanks, rest)
    same = SAME.search(rest) if "address" in asked else None
    rest = _blank(rest, same.start(), same.end()) if same else rest
    if "name" in asked and not anonymous and "name" not in found:
        name, rest = _take_name(rest, ctx)
        found |= {"name": name} if name else {}
    home, rest = _take_home(rest) if "address" in asked else (None, rest)
    choices: tuple[Choice, ...] = ()
    words = " ".join(PLACE_CUE.sub("", rest).strip(" ,.;\n-/").split())
    if "place" in asked and says_where(words):
        place = parse_place(words, state, ctx)
        found |= place.answers
        choices = place.choices
    elif "address" in asked and not home and not same and says_where(words):
        home = words
    if (same or home) and "address" not in found:
        seen = state.with_(values={**state.values, **found})
        address = same_as_place(seen, text) if same else parse_address(home or "", seen, ctx)
        found |= address.answers
        choices = choices or address.choices
    return Reading({slot: one for slot, one in found.items() if slot in BY_ID}, {}, choices, anonymous)


def _as_before(text: str, asked: tuple[str, ...], state: State) -> dict[str, Answer]:
    """Name and address of the last complaint from this number, when they say that nothing changed."""
    if "name" not in asked or not (BEFORE.search(text) or SAME.fullmatch(text.strip(" .!,"))):
        return {}
    return {
        slot: Answer(one.value, text, BY_ID[slot].version, "same")
        for slot, one in state.known.items()
        if slot in asked
    }


def _take_name(text: str, ctx: Context) -> tuple[Answer | None, str]:
    """The segment that is a name, and the text without it; a cue beats the last likely segment."""
    cue = spot_name(text, lambda words: is_place(words, ctx))
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
    return len(words.split()) <= longest and not is_place(words, ctx) and spot_place_span(words) is None


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
