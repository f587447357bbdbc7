"""While a draft is open: what a message answers, adds, or fails to say."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from intake.dialogue.asking import ask_again, offer, offers_places, proceed
from intake.dialogue.effects import say
from intake.dialogue.review import fact_text, open_name
from intake.dialogue.updates import (
    absorb,
    add_story,
    give_up,
    miss,
    open_slots,
    read_anew,
    remember,
    repeats_story,
    told,
    with_ref,
)
from intake.form.answers import SAME, is_place, parse_place
from intake.form.combined import answers
from intake.form.questions import known_person
from intake.form.slot import Reading
from intake.form.slots import FORM, next_question
from intake.form.title import brief
from intake.messages import MediaKind
from intake.reading.names import parse_name, spot_name
from intake.reading.nik import says_forgot
from intake.reading.noise import Noise, noise_of
from intake.reading.sympathy import hurts
from intake.reading.yes_no import read_yes_no
from intake.state import (
    Answer,
    Choice,
    Context,
    Effect,
    Line,
    Mark,
    Said,
    Save,
    State,
    Turn,
    Wake,
)

BURST = timedelta(
    seconds=10
)  # how long we wait for the rest of what is being sent in pieces
ADDITION_WORDS = 5  # fewer words than this are never a story
PLACE_WORDS = 6  # "Jl Ahmad Yani RT 03, Kambajawa"; more tell a story
FEW_WORDS = 2  # where several things were asked at once, words that answer none of them are kept so
SENTENCE_WORDS = (
    5  # an answer is shorter; a longer one that answers nothing belongs to the story
)
_UNREADABLE = re.compile(r"[A-Za-z0-9+/=_-]{40,}")


def on_collect(state: State, said: Said, ctx: Context) -> Turn:
    """A message while something is being asked."""
    if state.draft.asked == ("story",) or not state.draft.story:
        return _tell_story(state, said, ctx)
    state, leads, quiet = attach(state, said, ctx)
    if not said.text.strip():
        return _without_words(state, leads, ctx, quiet=quiet)
    if _in_burst(state, said, ctx):
        return _go_on_telling(state, said, ctx)
    if said.media:  # a caption tells of the picture; it answers nothing
        return proceed(add_story(state, said, ctx), ctx, leads)
    return _replied(state, said, ctx, leads)


def _replied(state: State, said: Said, ctx: Context, leads: tuple[Line, ...]) -> Turn:
    """Words, and time enough to have read the question."""
    if (noise := noise_of(said.text)) in SMALL_TALK and read_yes_no(said.text) is None:
        return (
            ask_again(state, ctx)
            if noise is Noise.THANKS
            else _missed(state, said, ctx)
        )
    if repeats_story(state, said.text):
        return _missed(state, said, ctx)
    if says_forgot(said.text) and _several(state, ctx):
        return skip(state, ctx)
    if other := _other_name(state, said.text, ctx):
        return _ask_which_name(state, other)
    reading = answers(said.text, state.draft.asked, state, ctx)
    if reading.empty and (finer := _finer_place(state, said.text, ctx)):
        known = state.with_(values={**state.draft.values, "place": finer})
        return proceed(
            known,
            ctx,
            (*leads, Line("noted.place", {"value": fact_text("place", known, ctx)})),
        )
    return collected(state, reading, ctx, said, leads)


def _several(state: State, ctx: Context) -> bool:
    """Everything was asked at once, and will not be asked again: each question costs them an SMS."""
    return ctx.capabilities.segment and len(state.draft.asked) > 1


def _finer_place(state: State, text: str, ctx: Context) -> Answer | None:
    """More of the place, told in answer to something else: `Kelurahan Prailiu` after `Kambera`."""
    known = state.answer("place")
    found = ctx.gazetteer.spot(text, ctx.home)
    if (
        known is None
        or not known.value
        or found.region is None
        or found.status != "resolved"
    ):
        return None
    if not found.region.code.startswith(
        f"{known.value.get('region_code') or found.region.code[:2]}."
    ):
        return None
    words = ", ".join(filter(None, (known.value.get("text"), text.strip(" ,."))))
    return replace(
        known, value=known.value | {"region_code": found.region.code, "text": words}
    )


SMALL_TALK = frozenset({Noise.THANKS, Noise.GREETING, Noise.PUNCTUATION, Noise.TEST})


def attach(
    state: State, said: Said, ctx: Context
) -> tuple[State, tuple[Line, ...], bool]:
    """Take in what came along with the words: the state, what to say of it, and whether to say nothing."""
    quiet = only_sticker(said) or (bool(said.group) and said.group == state.draft.album)
    leads: tuple[Line, ...] = ()
    if said.media and not only_sticker(said):
        leads = (Line(media_key(said), optional=True),)
        state = state.with_(
            attachments=state.draft.attachments + len(said.media), album=said.group
        )
    if said.location or said.shared_phone:
        state = told(
            state, Said(location=said.location, shared_phone=said.shared_phone), ctx
        )
        leads = (
            *leads,
            Line("location.noted" if said.location else "phone.noted", optional=True),
        )
    if not leads and not said.text.strip():
        leads = (Line("not_understood"),)
    return state, leads, quiet


def _without_words(
    state: State, leads: tuple[Line, ...], ctx: Context, *, quiet: bool
) -> Turn:
    """Photos come in handfuls: the first is answered, those within seconds wait for one answer together."""
    if quiet:
        return Turn(state, (Save(),))
    if ctx.unread and leads[0].key == "media.noted":
        return Turn(state.with_(owes=True), (Save(), Wake(ctx.later(BURST))))
    return proceed(state, ctx, leads)


def media_key(said: Said) -> str:
    """What to say of an attachment: a voice note is kept, but only a person can hear it."""
    heard = {MediaKind.VOICE, MediaKind.AUDIO}
    return (
        "media.voice"
        if any(media.kind in heard for media in said.media)
        else "media.noted"
    )


def only_sticker(said: Said) -> bool:
    """A sticker alone says nothing, and is not answered."""
    return (
        bool(said.media)
        and not said.text
        and all(m.kind is MediaKind.STICKER for m in said.media)
    )


# --- the story ---------------------------------------------------------------------------


def _tell_story(state: State, said: Said, ctx: Context) -> Turn:
    """The story is asked for, because the conversation began with a photo or a point."""
    state, leads, quiet = attach(state, said, ctx)
    if not said.text.strip():
        return _without_words(state, leads, ctx, quiet=quiet)
    if not tells(said.text):
        state, _ = miss(state.with_(replacing=False), ("story",), said.text, ctx)
        return proceed(state, ctx, leads)
    instead = state.draft.replacing
    state = add_story(
        state.with_(story=(), replacing=False) if instead else state, said, ctx
    )
    state = read_anew(state, ctx) if instead else state
    state = state.with_(told_at=ctx.now.isoformat())
    return proceed(state, ctx, opened_lines(state, ctx), opened=True)


def tells(text: str) -> bool:
    """Whether a text can be a story: words, and not noise or a bare yes or no."""
    if noise_of(text) is not None or read_yes_no(text) is not None or unreadable(text):
        return False
    return any(c.isalpha() for c in text)


def unreadable(text: str) -> bool:
    """One long run of characters no person types: a token, a key, a file as text."""
    return bool(_UNREADABLE.fullmatch("".join(text.split()))) and not re.search(
        r"\s\S{1,20}\s", f" {text} "
    )


def opened_lines(state: State, ctx: Context) -> tuple[Line, ...]:
    """The draft's number and what we have understood of the story."""
    title = brief(state)
    told = "\n".join(state.draft.story)
    key = ("opened.sorry" if hurts(told) else "opened") if title else "opened.bare"
    opened = Line(key, {"id": state.draft.id or "", "story": title})
    return (opened, *_noted(state, ctx))


def _noted(state: State, ctx: Context, before: State | None = None) -> tuple[Line, ...]:
    """The facts understood, or those more than there were before."""
    facts = {
        "place": _place_noted(state, ctx),
        "time": str((state.value("time") or {}).get("text") or ""),
        "name": open_name(state),
    }
    return tuple(
        Line(f"noted.{slot}", {"value": value}, tight=True)
        for slot, value in facts.items()
        if value and (before is None or before.value(slot) != state.value(slot))
    )


def _place_noted(state: State, ctx: Context) -> str:
    place = state.value("place") or {}
    chain = (
        ctx.gazetteer.chain(place["region_code"]) if place.get("region_code") else ""
    )
    parts = filter(None, (place.get("text"), chain and f"({chain})"))
    return ", ".join(parts).replace(", (", " (")


def _in_burst(state: State, said: Said, ctx: Context) -> bool:
    """What follows the story before our question left goes on with it, unless it can only be an answer."""
    if state.draft.told_at is None or not ctx.unread:
        return False
    return not (
        SAME.fullmatch(said.text.strip(" .!,"))
        or read_yes_no(said.text) is not None
        or (state.draft.asked[:1] == ("name",) and _only_a_name(said.text, ctx))
    )


def _only_a_name(text: str, ctx: Context) -> bool:
    few = 3
    return (
        len(text.split()) <= few
        and isinstance(parse_name(text), str)
        and not is_place(text, ctx)
    )


def _go_on_telling(state: State, said: Said, ctx: Context) -> Turn:
    """One of several messages sent at once: our question waits until they are done, unless it changes."""
    before = state
    state = add_story(state, said, ctx).with_(told_at=ctx.now.isoformat())
    if state.draft.story == before.draft.story:
        return Turn(state, (Save(),))
    state = _placed(read_anew(state, ctx), said, ctx)
    turn = proceed(state, ctx, _noted(state, ctx, before), opened=True)
    if turn.state.draft.asked != state.draft.asked:
        return turn
    quiet = tuple(effect for effect in turn.effects if isinstance(effect, Save))
    return Turn(
        turn.state.with_(owes=True, choices=state.draft.choices),
        (*quiet, Wake(ctx.later(BURST))),
    )


def _placed(state: State, said: Said, ctx: Context) -> State:
    """A few words that are a place and nothing else, when the place is what we do not know."""
    if (
        "place" not in open_slots(state, ("place",))
        or len(said.text.split()) > PLACE_WORDS
    ):
        return state
    empty = state.with_(
        values={
            slot: one for slot, one in state.draft.values.items() if slot != "place"
        }
    )
    reading = parse_place(said.text, empty, ctx)
    place = reading.answers.get("place")
    if place is None or reading.choices or not place.value["region_code"]:
        return state
    return state.with_(values={**state.draft.values, "place": place})


# --- answers --------------------------------------------------------------------------------


def collected(
    state: State,
    reading: Reading,
    ctx: Context,
    said: Said,
    leads: tuple[Line, ...] = (),
) -> Turn:
    """Work in what an answer told, then go on."""
    if reading.choices:
        return _offer(state, reading, said, ctx)
    after = absorb(state, reading)
    if reading.empty or len(state.draft.asked) == 1:
        after = told(after, Said(text=said.text), ctx)
    if not reading.faults and not _told_anything(state, after):
        return _missed(after, said, ctx, leads)
    after = with_ref(
        after.with_(trail=remember(state, state.draft.asked).draft.trail),
        said,
        "answer",
    )
    after, spent = _miss_what_is_open(state, after, said.text, ctx)
    faults = tuple(Line(f"invalid.{why}") for why in reading.faults.values())
    leads = (*leads, *_confirmed(state, after, ctx))
    turn = proceed(after, ctx, (*leads, *(given_up(spent, after, ctx) or faults)))
    return Turn(turn.state, (*_marks(state, after), *turn.effects))


def _confirmed(before: State, after: State, ctx: Context) -> tuple[Line, ...]:
    """What place and time were understood, said at once; the review and the receipt say it themselves."""
    if ctx.capabilities.segment:
        return ()
    question = [slot.id for slot in next_question(after, ctx.capabilities)]
    if not question or "place" in question:  # the question itself repeats the place
        return ()
    said = _noted(after, ctx, before)
    return tuple(line for line in said if line.key in {"noted.place", "noted.time"})


def _told_anything(before: State, after: State) -> bool:
    return (before.draft.values, before.draft.anonymous) != (
        after.draft.values,
        after.draft.anonymous,
    )


def _miss_what_is_open(
    before: State, after: State, text: str, ctx: Context
) -> tuple[State, tuple[str, ...]]:
    """The state with the slots missed that the answer left open, and those we stop asking for."""
    asked = before.draft.asked
    left = open_slots(after, asked)
    if _several(before, ctx):
        # they chose what to answer; another SMS is worth it for the place only
        after = give_up(after, tuple(slot for slot in left if slot != "place"), ctx)
        return miss(after, tuple(slot for slot in left if slot == "place"), "", ctx)
    if len(left) < len(asked) > 1:  # what is left is asked alone, for the first time
        return after, ()
    elsewhere = set(after.draft.values) - set(before.draft.values) - set(asked)
    return miss(after, left, "" if elsewhere else text, ctx)


def _marks(before: State, after: State) -> tuple[Mark, ...]:
    """For the funnel: which of the slots on the table got an answer."""
    left = open_slots(after, before.draft.asked)
    known = after.draft.values
    unanswered = {
        *left,
        *(slot for slot, one in known.items() if one.how in {"kept", "skipped"}),
    }
    return tuple(
        Mark("missed" if slot in unanswered else "answered", slot)
        for slot in before.draft.asked
        if slot in left or slot in known
    )


def given_up(spent: tuple[str, ...], state: State, ctx: Context) -> tuple[Line, ...]:
    """What becomes of a question we stop asking, said once and kindly."""
    if ctx.capabilities.segment:
        return ()
    ways: dict[str, tuple[str, ...]] = {}
    for slot in spent:
        answer = state.answer(slot)
        kept = answer is not None and answer.how == "kept"
        way = (
            ("kept" if kept else "required")
            if FORM.by_id[slot].required
            else "optional"
        )
        ways[way] = (*ways.get(way, ()), f"slot.{slot}")
    return tuple(
        Line(f"given_up.{way}", optional=True, refs=refs) for way, refs in ways.items()
    )


def chosen(state: State, choice: Choice, raw: str, ctx: Context) -> Turn:
    """An answer picked from those on offer."""
    slot = choice.target
    unsure = isinstance(choice.value, dict) and choice.value.get("unsure")
    words = (
        "sama"
        if choice.key == "choice.same_address"
        else choice.label or _words_of(choice.value) or raw
    )
    answer = Answer(
        choice.value, words, FORM.by_id[slot].version, "kept" if unsure else "answered"
    )
    told = {slot: answer, **_as_last_time(state, choice)}
    after = absorb(remember(state, tuple(told)), Reading(told, {}))
    after, spent = miss(after, open_slots(after, (slot,)), "", ctx)
    turn = proceed(after, ctx, given_up((slot,) if unsure else spent, after, ctx))
    return Turn(turn.state, (*_marks(state.with_(asked=(slot,)), after), *turn.effects))


def _as_last_time(state: State, choice: Choice) -> dict[str, Answer]:
    """Whoever picks the name of last time, asked for name and address, lives where they did."""
    both = {"name", "address"} <= set(state.draft.asked) and known_person(state)
    if not both or (choice.target, choice.value) != ("name", state.known["name"].value):
        return {}
    home = state.known["address"]
    return {"address": replace(home, how="same")}


def _words_of(value: Any) -> str:
    """What a person would have written for it, for a newer parser to read."""
    return str(value.get("text") or "") if isinstance(value, dict) else ""


def skip(state: State, ctx: Context) -> Turn:
    """Leave out what is asked: an optional fact is missing, a required one is left for an officer to find."""
    asked = state.draft.asked
    if asked[:1] == ("place",) and not ctx.capabilities.segment:
        asked = asked[:1]  # the day may still be asked for
    skipped = give_up(remember(state, asked), asked, ctx).with_(
        choices=(), told_at=None
    )
    turn = proceed(skipped, ctx, given_up(asked, skipped, ctx))
    return Turn(turn.state, (*(Mark("missed", slot) for slot in asked), *turn.effects))


def _offer(state: State, reading: Reading, said: Said, ctx: Context) -> Turn:
    """Several regions fit: the other facts are kept, and the place is asked by number."""
    slot = reading.choices[0].target
    after = absorb(remember(state, state.draft.asked), reading)
    others = tuple(
        s for s in open_slots(after, state.draft.asked) if s not in {slot, "place"}
    )
    after = give_up(after, others, ctx) if _several(state, ctx) else after
    if slot in state.draft.offered:
        after, spent = miss(after, (slot,), said.text, ctx)
    else:
        after, spent = after.with_(offered=(*state.draft.offered, slot)), ()
    if spent:
        turn = proceed(after, ctx, given_up(spent, after, ctx))
        return Turn(turn.state, (*_marks(state, after), *turn.effects))
    return offer(after.with_(asked=(slot,), choices=reading.choices), ctx)


def _missed(
    state: State, said: Said, ctx: Context, leads: tuple[Line, ...] = ()
) -> Turn:
    """Nothing understood. Words are never thrown away: a longer text joins the story."""
    enough = FEW_WORDS if _several(state, ctx) else SENTENCE_WORDS
    joins = len(said.text.split()) >= enough and tells(said.text)
    if joins:
        state = add_story(state, said, ctx)
        leads = (*leads, Line("added_to_draft", optional=True))
    after, spent = miss(
        _hurried(state, said), state.draft.asked, "" if joins else said.text, ctx
    )
    marks: tuple[Effect, ...] = tuple(
        Mark("missed", slot) for slot in state.draft.asked
    )
    if offers_places(state) and not spent:
        turn = offer(after, ctx, *leads)
    else:
        turn = proceed(after, ctx, (*leads, *given_up(spent, after, ctx)), again=True)
    return Turn(turn.state, (*marks, *turn.effects))


def _hurried(state: State, said: Said) -> State:
    """Who says they do not know is asked once more at the most, and offered a way out."""
    if not says_forgot(said.text) or len(state.draft.asked) != 1:
        return state
    slot = state.draft.asked[0]
    return state.with_(
        misses={
            **state.draft.misses,
            slot: max(state.draft.misses.get(slot, 0), FORM.by_id[slot].tries - 2),
        }
    )


def _other_name(state: State, text: str, ctx: Context) -> str | None:
    """A name given with a cue that is not the one we have."""
    known = state.value("name")
    if not known or "name" in state.draft.asked or ctx.capabilities.segment:
        return None
    found = spot_name(text, lambda words: is_place(words, ctx))
    return (
        found.value
        if found and found.value.casefold() != str(known).casefold()
        else None
    )


def _ask_which_name(state: State, name: str) -> Turn:
    """Nothing is overwritten silently: two names, and they say which."""
    known = str(state.value("name"))
    choices = tuple(
        Choice("set", "name", value, label=value) for value in (name, known)
    )
    asked = state.with_(
        phase="collect", asked=("name",), choices=choices, who_asked=True
    )
    line = Line("ask.which_name", {"name": name, "before": known})
    return Turn(asked, (say(asked, line, choices=choices), Save()))
