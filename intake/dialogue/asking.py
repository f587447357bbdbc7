"""Going on: the next question, the offers that come with it, and saying the same question again."""

from intake.dialogue.effects import count_asked, say, with_flag
from intake.dialogue.nudges import wake
from intake.dialogue.review import ask_to_send, review, submit
from intake.form.answers import region_choices
from intake.form.slot import Slot
from intake.form.slots import FORM, next_question
from intake.form.title import brief
from intake.state import Choice, Context, Line, Save, State, Turn


def proceed(
    state: State,
    ctx: Context,
    leads: tuple[Line, ...] = (),
    *,
    again: bool = False,
    opened: bool = False,
    short: bool = False,
) -> Turn:
    """Ask for what is missing; when nothing is, review it (chat) or send it (SMS).

    `again` says that the question on an SMS was not understood; `opened` says that this is the first
    question of a draft, whose own words on SMS already hold the `leads`; `short` that it was put before.
    """
    state = state.with_(owes=False)
    if state.draft.wants_person and state.draft.story:
        return submit(
            state.with_(flags=with_flag(state.draft.flags, "wants_person")), ctx
        )
    if doubt := _doubt(state, ctx):
        return _ask_doubt(state, ctx, leads, doubt)
    question = next_question(state, ctx.capabilities)
    if not question:
        return _finish(state, ctx, leads)
    asked = tuple(slot.id for slot in question)
    if asked == ("place",) and (regions := _regions(state, ctx)):
        return offer(regions, ctx, *leads)
    short = short and asked == state.draft.asked
    before = _leads(leads, ctx, opened=opened)
    return _ask(state, ctx, question, before, again=again, short=short)


def ask_for(state: State, slot: str, ctx: Context) -> Turn:
    """Ask for this one, worth a question or not: they wish to tell it."""
    if ctx.capabilities.segment:
        return proceed(state, ctx)
    return _ask(state, ctx, (FORM.by_id[slot],), (), again=False, short=False)


def _leads(leads: tuple[Line, ...], ctx: Context, *, opened: bool) -> tuple[Line, ...]:
    return () if opened and ctx.capabilities.segment else leads


def _finish(state: State, ctx: Context, leads: tuple[Line, ...]) -> Turn:
    return submit(state, ctx) if ctx.capabilities.segment else review(state, ctx, leads)


def _ask(
    state: State,
    ctx: Context,
    question: tuple[Slot, ...],
    leads: tuple[Line, ...],
    *,
    again: bool,
    short: bool,
) -> Turn:
    asked = tuple(slot.id for slot in question)
    state = state.with_(phase="collect", asked=asked)
    choices = () if ctx.capabilities.segment else question[0].offers(state, ctx)
    state = state.with_(choices=choices)
    lines = (*leads, *_question(state, ctx, again=again, short=short))
    state, marks = count_asked(state, asked)
    return Turn(
        state, (say(state, *lines, choices=choices), Save(), *marks, *wake(state, ctx))
    )


def ask_again(state: State, ctx: Context, *leads: Line, short: bool = False) -> Turn:
    """The question on the table once more, after a word; `short` when they went elsewhere meanwhile."""
    if state.phase == "review":
        return ask_to_send(state, *leads) if short else review(state, ctx, leads)
    if state.phase == "collect":
        return (
            offer(state, ctx, *leads)
            if offers_places(state)
            else proceed(state, ctx, leads, short=short)
        )
    main = (
        Line("done.hello", {"id": state.last or ""})
        if state.phase == "done"
        else Line("welcome")
    )
    return Turn(state, (say(state, *leads, main),))


def offers_places(state: State) -> bool:
    """Whether the open question is which of several regions it is."""
    return bool(
        state.draft.asked
        and state.draft.choices
        and state.draft.choices[-1].key == "choice.other_place"
    )


def offer(state: State, ctx: Context, *leads: Line) -> Turn:
    """Ask by number which region is meant."""
    words = str((state.value(state.draft.asked[0]) or {}).get("text") or "")
    line = Line("which_place", {"id": state.draft.id or "", "place": words})
    state, marks = count_asked(state, state.draft.asked)
    return Turn(
        state,
        (
            say(state, *leads, line, choices=state.draft.choices),
            Save(),
            *marks,
            *wake(state, ctx),
        ),
    )


def _regions(state: State, ctx: Context) -> State | None:
    """The place was told, and several regions have that name: offer them, once."""
    place = state.value("place") or {}
    if (
        not place.get("text")
        or place.get("region_code")
        or "place" in state.draft.offered
    ):
        return None
    choices = region_choices(
        "place", ctx.gazetteer.resolve(place["text"], ctx.home), place, ctx
    )
    if not choices:
        return None
    return state.with_(
        phase="collect", asked=("place",), choices=choices, offered=("place",)
    )


# --- questions about what we were told -----------------------------------------------------

Doubt = tuple[str, Line, tuple[Choice, ...]]  # the slot, the question, its answers


def _doubt(state: State, ctx: Context) -> Doubt | None:
    """A fact worth a question of its own; where a question costs an SMS the receipt shows it instead."""
    if ctx.capabilities.segment or not state.draft.story:
        return None
    return _doubt_point(state) or _doubt_person(state)


def _doubt_point(state: State) -> Doubt | None:
    """A shared point is near a place we know: that is a question, not a fact."""
    answer = state.answer("place")
    near = (answer.value or {}).get("near") if answer else None
    if answer is None or not near or state.draft.misses.get("place"):
        return None
    bare = {part: value for part, value in answer.value.items() if part != "near"}
    yes = {
        **bare,
        "text": bare.get("text") or near["text"],
        "region_code": near["region_code"],
    }
    line = Line("ask.near", {"place": near["text"]})
    return (
        "place",
        line,
        (
            Choice("set", "place", yes, key="choice.yes"),
            Choice("set", "place", bare, key="choice.no"),
        ),
    )


def _doubt_person(state: State) -> Doubt | None:
    """Another name on the same number may be another person: asked, never merged."""
    before, now = state.known.get("name"), state.answer("name")
    if (
        state.draft.who_asked
        or before is None
        or now is None
        or not now.value
        or state.draft.anonymous
    ):
        return None
    if str(before.value).casefold() == str(now.value).casefold():
        return None
    line = Line("ask.who", {"name": str(now.value), "before": str(before.value)})
    return (
        "name",
        line,
        (
            Choice("set", "name", now.value, label=str(now.value)),
            Choice("set", "name", before.value, label=str(before.value)),
        ),
    )


def _ask_doubt(
    state: State, ctx: Context, leads: tuple[Line, ...], doubt: Doubt
) -> Turn:
    slot, line, choices = doubt
    asked = state.with_(
        phase="collect",
        asked=(slot,),
        choices=choices,
        who_asked=state.draft.who_asked or slot == "name",
    )
    return Turn(
        asked, (say(asked, *leads, line, choices=choices), Save(), *wake(asked, ctx))
    )


# --- the words of a question -------------------------------------------------------------------


def _question(
    state: State, ctx: Context, *, again: bool, short: bool
) -> tuple[Line, ...]:
    if ctx.capabilities.segment:
        return (_sms_question(state, again=again, short=short),)
    slot = FORM.by_id[state.draft.asked[0]]
    line = slot.question(slot, state)
    return (
        Line(_SHORT[line.key], line.args) if short and line.key in _SHORT else line,
    )


_SHORT = {  # what was put before is put in fewer words
    f"ask.{slot}{stage}": f"ask.{slot}.short"
    for slot in (
        *("place", "time", "name", "address", "nik", "phone", "privacy"),
        "name.address",
    )
    for stage in ("", ".again", ".when", ".nowhere", ".known")
} | {"ask.name.known": "ask.name.known"}


def _sms_question(state: State, *, again: bool, short: bool) -> Line:
    if state.draft.asked == ("story",):
        return Line("ask.story", {"id": state.draft.id or ""})
    if short:
        return Line("ask.together.short", refs=_wants(state))
    key = "ask.together" if "name" in state.draft.asked else "ask.together.named"
    title = brief(state)
    key = "ask.together.again" if again or not title else key
    return Line(key, {"id": state.draft.id or "", "story": title}, refs=_wants(state))


def _wants(state: State) -> tuple[str, ...]:
    """What to tell us; name and address are one thing for those who told both before."""
    as_one = {"name", "address"} <= set(state.draft.asked) & set(state.known)
    return tuple(
        _want(slot, state)
        for slot in state.draft.asked
        if slot != "address" or not as_one
    )


def _want(slot: str, state: State) -> str:
    return (
        f"want.{slot}.known"
        if slot == "name" and "name" in state.known
        else f"want.{slot}"
    )
