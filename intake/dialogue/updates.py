"""State changes that a message makes; nothing here says anything."""

from intake.dialogue.effects import with_flag
from intake.form.answers import place_value
from intake.form.slot import Reading
from intake.form.slots import FORM, is_filled, stamped, tries
from intake.form.volunteered import volunteered
from intake.places.points import without_pointers
from intake.reading.emergency import emergency_in, in_crisis
from intake.reading.privacy import asks_anonymous, sensitive
from intake.state import Answer, Context, Said, State

TRAIL = 20  # answered questions that can be taken back
REFS = 12  # messages of each kind whose edits we recognise
HEARD = (
    "heard"  # what a message was that is neither part of the story nor the last answer
)
MAX_STORY = 40  # parts; more are one person filling our disk


def told(state: State, said: Said, ctx: Context) -> State:
    """Everything a free text volunteers, and what it means for privacy and urgency."""
    if said.location:
        state = state.with_(
            values={**state.draft.values, "place": _pinned(state, said, ctx)}
        )
    if said.shared_phone:
        state = state.with_(
            values={
                **state.draft.values,
                "phone": Answer(said.shared_phone, "", 1, "shared"),
            }
        )
    found = volunteered(without_pointers(said.text), state, ctx)
    return state.with_(
        values={**state.draft.values, **stamped(found)},
        anonymous=state.draft.anonymous or asks_anonymous(said.text),
        confidential=state.draft.confidential or sensitive(said.text),
        wants_person=state.draft.wants_person or in_crisis(said.text),
        flags=with_flag(state.draft.flags, "emergency")
        if emergency_in(said.text)
        else state.draft.flags,
    )


def _pinned(state: State, said: Said, ctx: Context) -> Answer:
    """The place with the shared point; the nearest known place is noted to be asked about."""
    point = said.location
    if point is None:
        raise ValueError("no location was shared")
    known = {**place_value("", None), **(state.value("place") or {})}
    text = known.get("text") or point.label or None
    pinned = {
        **known,
        "text": text,
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
    name = ctx.nearest(point.latitude, point.longitude) if ctx.nearest else None
    if name and not pinned["region_code"]:
        region = ctx.gazetteer.resolve(name, ctx.home).region
        pinned["near"] = {"text": name, "region_code": region.code if region else None}
    return Answer(
        pinned, point.label or point.words, FORM.by_id["place"].version, "shared"
    )


def add_story(state: State, said: Said, ctx: Context) -> State:
    """One more part of the story, kept word for word, and what it tells; a repeated part is one part."""
    if repeats_story(state, said.text):
        return state
    if len(state.draft.story) < MAX_STORY:
        state = with_ref(
            state.with_(story=(*state.draft.story, said.text)),
            said,
            f"story:{len(state.draft.story)}",
        )
    return told(state, Said(text=said.text), ctx)


def read_anew(state: State, ctx: Context) -> State:
    """Forget what the story volunteered and read all of it as one text: its parts belong together."""
    values = {
        slot: one
        for slot, one in state.draft.values.items()
        if one.how != "volunteered"
    }
    return told(state.with_(values=values), Said(text=" ".join(state.draft.story)), ctx)


def repeats_story(state: State, text: str) -> bool:
    """Whether these words were told before: people send again when they are not sure it went."""
    return _plain(text) in {_plain(part) for part in state.draft.story}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def with_ref(state: State, said: Said, what: str) -> State:
    """Remember what this message was, in case it is edited."""
    if not said.reference:
        return state
    answers_before = {
        ref for ref, was in state.draft.refs.items() if was == what == "answer"
    }
    refs = (
        state.draft.refs | dict.fromkeys(answers_before, HEARD) | {said.reference: what}
    )
    heard = [ref for ref, was in refs.items() if was == HEARD]
    used = [ref for ref, was in refs.items() if was != HEARD]
    return state.with_(refs={ref: refs[ref] for ref in (*used[-REFS:], *heard[-REFS:])})


def absorb(state: State, reading: Reading) -> State:
    """Work an answer in."""
    state = state.with_(
        values={**state.draft.values, **stamped(reading.answers)},
        anonymous=state.draft.anonymous or reading.anonymous,
        choices=(),
        told_at=None,
    )
    privacy = reading.answers.get("privacy")
    if privacy is None:
        return state
    return state.with_(
        confidential=privacy.value != "open", anonymous=privacy.value == "anonymous"
    )


def remember(state: State, slots: tuple[str, ...]) -> State:
    """Note what stands in these slots, so that KEMBALI can bring it back."""
    before = {slot: state.answer(slot) for slot in slots}
    return state.with_(trail=(*state.draft.trail, before)[-TRAIL:])


def undo(state: State) -> State:
    """The state before the last answered question; its slots are open again."""
    before = state.draft.trail[-1]
    values = {slot: a for slot, a in state.draft.values.items() if slot not in before}
    values |= {slot: a for slot, a in before.items() if a is not None}
    misses = {slot: n for slot, n in state.draft.misses.items() if slot not in before}
    counted = {slot: n for slot, n in state.draft.counted.items() if slot not in before}
    return state.with_(
        phase="collect",
        values=values,
        misses=misses,
        counted=counted,
        trail=state.draft.trail[:-1],
        asked=tuple(before),
        choices=(),
        anonymous=state.draft.anonymous and not set(before) & {"name", "privacy"},
    )


def miss(
    state: State, slots: tuple[str, ...], words: str, ctx: Context
) -> tuple[State, tuple[str, ...]]:
    """Count a try for each slot; those that have no try left get the words as they are, or nothing.

    Returns the state and the slots given up.
    """
    misses = {
        **state.draft.misses,
        **{slot: state.draft.misses.get(slot, 0) + 1 for slot in slots},
    }
    spent = tuple(
        s for s in slots if misses[s] >= tries(FORM.by_id[s], ctx.capabilities)
    )
    values = dict(state.draft.values)
    for slot in spent:
        values |= _kept(slot, state, words if len(slots) == 1 else "")
    return state.with_(misses=misses, values=values), spent


def give_up(state: State, slots: tuple[str, ...], ctx: Context) -> State:
    """Ask these no more."""
    spent = {slot: tries(FORM.by_id[slot], ctx.capabilities) for slot in slots}
    values = dict(state.draft.values)
    for slot in slots:
        values |= _kept(slot, state, "")
    return state.with_(misses={**state.draft.misses, **spent}, values=values)


def _kept(slot: str, state: State, words: str) -> dict[str, Answer]:
    """A required slot keeps what the citizen wrote, for an officer to read; an optional one is left out."""
    if slot == "story":
        return {}
    row, known = FORM.by_id[slot], state.answer(slot)
    if known is not None:
        return {slot: Answer(known.value, known.raw, row.version, "kept")}
    if row.keep is None:
        return {slot: Answer(None, words, row.version, "skipped")}
    if not any(c.isalpha() for c in words):
        return {}
    return {slot: Answer(row.keep(words.strip()), words, row.version, "kept")}


def open_slots(state: State, slots: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these slots that still have no answer."""
    return tuple(
        slot.id for slot in FORM.rows if slot.id in slots and not is_filled(slot, state)
    )
