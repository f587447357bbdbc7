"""One reply for everything that was asked: `depan pasar, Sukamaju, Depok, Budi, alamat sama`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from intake.form.answers import (
    ANONYMOUS,
    BEFORE,
    SAME,
    is_place,
    parse_address,
    parse_place,
    same_as_place,
    says_where,
    time_answer,
)
from intake.form.slot import NOTHING, Reading, Span, Spotter
from intake.form.slots import FORM
from intake.form.volunteered import spotters
from intake.places.address import parse_place_parts, spot_place_span
from intake.places.home import ANSWERED, begins_a_home, is_no_name
from intake.reading.names import parse_name, spot_name
from intake.reading.spans import Spotted
from intake.reading.telling import tells_of
from intake.state import Answer, Context, State

PLACE_CUE = re.compile(
    r"\b(?:lokasi(?:nya)?|tempat(?:nya| kejadian)?|location|place)\s*[:=]\s*", re.I
)
NAME_CUE = re.compile(r"\b(?:nama(?:\s+(?:saya|sy))?|name|my name is)\s*[:=]?\s*", re.I)
TIME_CUE = re.compile(
    r"^\s*(?:waktu(?:nya)?|kapan|sejak kapan|tanggal|tgl|time|date|since)\s*[:=]\s*",
    re.I,
)
MOST_TIME_WORDS = 4
SAME_HERE = re.compile(rf"(?:{SAME.pattern})(?!\s+sekali)", re.I)
SEGMENT = re.compile(
    r"[,;\n]+|\s+-\s+|\s*/\s+|"
    r"(?<=\d)\.\s+(?=[^\W\d_]{3})|(?<=\w{3})(?<!\bkel)(?<!\bkec)(?<!\bkab)(?<!\bprov)(?<!\bdsn)(?<!\bjln)(?<!\bdes)"
    r"(?<!\bpdt)(?<!\bdrs)(?<!\bdra)(?<!\bust)(?<!\bprof)\.\s+",
    re.I,
)


def answers(text: str, asked: tuple[str, ...], state: State, ctx: Context) -> Reading:
    """The reply to a question for one slot or for several."""
    if len(asked) != 1:
        return _together(text, asked, state, ctx)
    (slot,) = asked
    if slot == "name" and (both := _name_and_home(text, state, ctx)):
        return both
    return FORM.by_id[slot].parse(text, state, ctx)


def _name_and_home(text: str, state: State, ctx: Context) -> Reading | None:
    """Asked for the name alone, some tell where they live as well."""
    if state.answer("address") is not None or ctx.capabilities.segment:
        return None
    both = _together(text, ("name", "address"), state, ctx)
    return both if {"name", "address"} <= set(both.answers) else None


def _together(text: str, asked: tuple[str, ...], state: State, ctx: Context) -> Reading:
    """One SMS for everything missing: `depan pasar, Sukamaju, Depok, Budi, alamat sama`."""
    found = _as_before(text, asked, state)
    if found and SAME.fullmatch(text.strip(" .!,")):
        return Reading(found, {})
    facts, rest = _take_facts(
        BEFORE.sub(_blanks, text) if found else text, asked, state, ctx
    )
    found |= facts
    anonymous = bool(ANONYMOUS.search(rest))
    same, rest = _take_same(ANONYMOUS.sub(_blanks, rest), asked)
    if not anonymous and "name" in set(asked) - set(found):
        name, rest = _take_name(rest, ctx, where_first="place" in asked)
        found |= name
    told = Reading(found, {}, anonymous=anonymous)
    return _with_places(told, rest, text if same else "", asked, state, ctx)


def _with_places(
    told: Reading,
    rest: str,
    same: str,
    asked: tuple[str, ...],
    state: State,
    ctx: Context,
) -> Reading:
    """Where it happened and where they live, from the rest; `same`: the text that says both are one."""
    home, rest = _home_apart(rest, asked, same)
    words = _HOLES.sub(
        ", ", " ".join(PLACE_CUE.sub("", rest).strip(" ,.;\n-/").split())
    )
    where = NOTHING
    if "place" in asked:
        sure = bool(told.answers or same or home) or "name" not in asked
        where = _take_place(words, state, ctx, sure=sure)
    elif "address" in asked and not home:
        home = _home_alone(words, told, ctx)
    found = told.answers | where.answers
    seen = state.with_(values={**state.draft.values, **found})
    lives = NOTHING if "address" in found else _lives(home, same, seen, ctx)
    return replace(
        told, answers=found | lives.answers, choices=where.choices or lives.choices
    )


def _home_alone(words: str, told: Reading, ctx: Context) -> str | None:
    """What is left beside a name, or is an address by itself."""
    left = says_where(words) and (told.answers or _is_home(words, ctx))
    return words if left else None


def _is_home(words: str, ctx: Context) -> bool:
    """An address by itself, where no name stands beside it."""
    parts = parse_place_parts(words)
    told = parts.street or parts.landmark or parts.rt or begins_a_home(words)
    found = ctx.gazetteer.resolve(words, ctx.home)
    return bool(told) or (found.exact and found.status != "unknown")


def _home_apart(text: str, asked: tuple[str, ...], same: str) -> tuple[str | None, str]:
    """The words for where they live, if they can be told from those for the scene, and the rest."""
    if "address" not in asked:
        return None, text
    home, rest = _take_home(text)
    if home or same or "place" not in asked:
        return home, rest
    return _behind_the_name(text)


def _lives(home: str | None, same: str, state: State, ctx: Context) -> Reading:
    if same:
        return same_as_place(state, same)
    return parse_address(home, state, ctx) if home else NOTHING


def _take_facts(
    text: str, asked: tuple[str, ...], state: State, ctx: Context
) -> tuple[dict[str, Answer], str]:
    """NIK, phone and time wherever they stand, and the text without them."""
    found: dict[str, Answer] = {}
    for slot, spot in _found_anywhere():
        hit = spot(text, ctx)
        if hit and state.answer(slot) is None:
            found[slot] = Answer(hit.value, text[hit.start : hit.end])
            parts = slot == "time" and "time" in asked
            text = (_parted if parts else _blank)(text, hit.start, hit.end)
    if "time" in asked and "time" not in found:
        time, text = _take_time(text, state, ctx)
        found |= time
    return found, text


def _found_anywhere() -> list[tuple[str, Spotter]]:
    """Numbers and times are known wherever they stand."""
    return [
        (slot, spot)
        for slot, spot in spotters()
        if slot == "time" or FORM.by_id[slot].anywhere
    ]


def _take_place(words: str, state: State, ctx: Context, *, sure: bool) -> Reading:
    """The words as a place; at first only if they locate something or stand beside other answers."""
    place = parse_place(words, state, ctx) if says_where(words) else NOTHING
    credible = (
        place.choices or _locates(place) or state.draft.misses.get("place") or sure
    )
    return place if credible else NOTHING


def _locates(reading: Reading) -> bool:
    """The words are a place by themselves: a question back or more of the story is not one."""
    value = reading.answers["place"].value if "place" in reading.answers else {}
    return any(value.get(part) for part in ("region_code", "street", "landmark", "rt"))


def _as_before(text: str, asked: tuple[str, ...], state: State) -> dict[str, Answer]:
    """Name and address of the last complaint from this number, when they say that nothing changed."""
    if "name" not in asked or not (
        BEFORE.search(text) or SAME.fullmatch(text.strip(" .!,"))
    ):
        return {}
    return {
        slot: Answer(one.value, text, how="same")
        for slot, one in state.known.items()
        if slot in asked
    }


def _take_time(text: str, state: State, ctx: Context) -> tuple[dict[str, Answer], str]:
    """The segment that is nothing but a time, bare as it is, or how long it lasts between other words."""
    alone, rest = _time_alone(text, state, ctx)
    return (alone, rest) if alone else _time_between(text, state, ctx)


def _time_between(
    text: str, state: State, ctx: Context
) -> tuple[dict[str, Answer], str]:
    """`dpn pasar 3 bln Simon`: what stands before it and behind it are two answers."""
    for lasts in _LASTS.finditer(text):
        if time := time_answer(lasts["long"], state, ctx).answers:
            return time, _parted(text, *lasts.span("long"))
    return {}, text


_LASTS = re.compile(
    r"(?<=\w)(?<!\bno)(?<!\bno\.)(?<!\bnomor)(?<!\brt)(?<!\brw)(?<!\bkm)(?<!\bblok)\s+(?:sudah\s+|sdh\s+|udh\s+|udah\s+|su\s+|lah\s+)?"
    r"(?P<long>(?:\d{1,2}\s*(?:hari|hr|minggu|mgg|bulan|bln|tahun|thn)|sebulan|seminggu|setahun)"
    r"(?:\s+(?:lebih|lalu|an))?)(?!\s+ini\b)(?=\s|$|[.!])",
    re.I,
)


def _time_alone(text: str, state: State, ctx: Context) -> tuple[dict[str, Answer], str]:
    """The segment that is nothing but a time: `3 bulan`, `Waktu: minggu ini`."""
    for start, end in _segments(text):
        words = TIME_CUE.sub("", text[start:end]).strip(" .!")
        if not 0 < len(words.split()) <= MOST_TIME_WORDS or is_place(words, ctx):
            continue
        if _LASTS.search(words) and spot_place_span(words):  # "dpn pasar 3 bln"
            continue
        if time := time_answer(words, state, ctx).answers:
            return time, _blank(text, start, end)
    return {}, text


def _take_same(text: str, asked: tuple[str, ...]) -> tuple[bool, str]:
    """Whether they live where it happened, and the text without the words that say so."""
    same = SAME_HERE.search(text) if "address" in asked else None
    return (True, _blank(text, *same.span())) if same else (False, text)


def _take_name(
    text: str, ctx: Context, *, where_first: bool
) -> tuple[dict[str, Answer], str]:
    """The segment that is a name, and the text without it; a cue beats the last likely segment.

    Who is asked where and who (`where_first`) begins with the place, though a person may be called so.
    """
    cue = spot_name(text, lambda words: is_place(words, ctx))
    if cue:
        rest = NAME_CUE.sub(_blanks, _blank(text, cue.start, cue.end))
        return {"name": Answer(cue.value, text[cue.start : cue.end])}, rest
    name = _name_alone(text, ctx, where_first=where_first)
    if name is None:
        return {}, text
    words = text[name.start : name.end].strip(" .!")
    return {"name": Answer(name.value, words)}, _blank(text, name.start, name.end)


def _name_alone(text: str, ctx: Context, *, where_first: bool) -> Spotted[str] | None:
    """A segment that is a name; before one that a region bears, too, one with an address right behind it."""
    found = list(_names(text, ctx, where_first=where_first))
    people = (one for one in found if not _names_region(one.value, ctx))
    name = next(people, None)
    if name is None and not where_first:
        name = _name_before_home(text, ctx)
    return name or next(iter(found), None)


def _names(text: str, ctx: Context, *, where_first: bool) -> Iterator[Spotted[str]]:
    for span in _likely_names(text, ctx, last_first=where_first):
        words = _bare(text, span)
        if not words or (where_first and _is_the_place(text, span, ctx)):
            continue
        value = parse_name(words)
        if isinstance(value, str):
            yield Spotted(value, *span)


def _is_the_place(text: str, span: Span, ctx: Context) -> bool:
    """Said first, and a region's name; or a link of the chain that begins there: `Wanga, Umalulu, Sumba`."""
    if span == _segments(text)[0]:
        return _is_region(text[slice(*span)], ctx)
    chain = ctx.gazetteer.resolve(text, ctx.home)
    links = [link for link in chain.spans if link[0] < span[1] and span[0] < link[1]]
    return chain.status == "resolved" and len(chain.spans) > 1 and bool(links)


def _name_before_home(text: str, ctx: Context) -> Spotted[str] | None:
    """`maria rambu jl mawar 5`, `ester bangi kataka rt 4`: a name and an address with nothing between."""
    for start, end in _segments(text):
        words = list(re.finditer(r"\S+", text[start:end]))
        for many in range(1, min(len(words), MOST_NAMES + 1)):
            name = text[start : start + words[many - 1].end()].strip()
            home = _FROM.sub("", text[start + words[many].start() : end].strip())
            if _begins_a_home(home, ctx) and _is_name(name):
                at = start + words[0].start()
                return Spotted(str(parse_name(name)), at, start + words[many - 1].end())
    return None


MOST_NAMES = 4  # words
_FROM = re.compile(
    r"^\W*(?:dari|di|warga|orang|tinggal(?: di)?|alamat(?: (?:saya|di))?|rumah(?: di)?)\s+",
    re.I,
)


def _begins_a_home(words: str, ctx: Context) -> bool:
    if begins_a_home(words):
        return True
    first = re.split(r"\s+(?=(?:rt|rw|no|blok)\b)", words, maxsplit=1, flags=re.I)[0]
    if first == words or not _is_region(first, ctx):
        return False
    region = ctx.gazetteer.resolve(first, ctx.home).region
    return region is not None and region.name.casefold().startswith(
        first.split()[0].casefold()
    )


def _is_name(words: str) -> bool:
    return isinstance(parse_name(words), str) and not (
        is_no_name(words) or tells_of(words) or ANSWERED.match(words)
    )


def _likely_names(text: str, ctx: Context, *, last_first: bool) -> list[Span]:
    """In the order asked for; a region's bare name is somebody's only when no other words are left for it."""
    spans = [span for span in _segments(text) if _could_be_name(_bare(text, span), ctx)]
    in_order = spans[::-1] if last_first else spans
    return sorted(in_order, key=lambda span: _names_region(_bare(text, span), ctx))


def _bare(text: str, span: Span) -> str:
    return text[slice(*span)].strip(" .!")


def _could_be_name(words: str, ctx: Context) -> bool:
    longest = 5
    if len(words.split()) > longest or is_no_name(words):
        return False
    clan = _CLAN.sub(" ", words)
    return not is_place(clan, ctx) and spot_place_span(clan) is None


_CLAN = re.compile(
    r"(?<=\w) br\.? (?=\w)", re.I
)  # boru: the Batak clan of a woman's name


def _is_region(words: str, ctx: Context) -> bool:
    """A region of ours, by its exact name: somewhere in the country there is a village for every name."""
    found = ctx.gazetteer.resolve(words, ctx.home)
    regions = (found.region, *found.candidates)
    ours = any(one and one.code.startswith(ctx.home or "") for one in regions)
    return found.exact and ours


def _names_region(words: str, ctx: Context) -> bool:
    """The whole of it is a region's name; a person's may hold one, `Bonar Tua Manurung`."""
    found = ctx.gazetteer.resolve(words, ctx.home)
    if len(words.split()) == 1:
        return found.status != "unknown"
    regions = (found.region, *found.candidates)
    return any(one and one.name.casefold() == words.casefold() for one in regions)


def _take_home(text: str) -> tuple[str | None, str]:
    """What stands behind 'alamat' or 'tinggal di', up to the end of its segment run."""
    cue = ANSWERED.search(text)
    if not cue:
        return None, text
    place = PLACE_CUE.search(text, cue.end())
    end = place.start() if place else len(text)
    return text[cue.end() : end].strip(" ,.;\n-") or None, _blank(
        text, cue.start(), end
    )


def _behind_the_name(text: str) -> tuple[str | None, str]:
    """`Delta Pawan ketapang, (the name), jl merdeka 4`: two addresses that the name parts, and the first."""
    gap = _GAP.search(text)
    if gap is None or not says_where(text[: gap.start()]):
        return None, text
    home = text[gap.end() :].strip(" ,.;\n-/")
    parts = parse_place_parts(home)
    if not (parts.street or parts.rt):
        return None, text
    return home, _blank(text, gap.end(), len(text))


_GAP = re.compile(
    r"(?<=\S)\s*[,;\n-] {3,}[,;\n-]\s*(?=\S)"
)  # where a name was taken out
_HOLES = re.compile(r"\s*,(?:\s*,)+\s*")


def _segments(text: str) -> list[Span]:
    cuts = [
        0,
        *(edge for match in SEGMENT.finditer(text) for edge in match.span()),
        len(text),
    ]
    return [
        (a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text[a:b].strip()
    ]


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _parted(text: str, start: int, end: int) -> str:
    """A comma in its place: what stands before it and behind it are two answers."""
    return text[:start] + ",".ljust(end - start) + text[end:]


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())
