"""The conversation: one pure, total function from what was said to what happens.

`step(state, event, ctx)` reads what a message tells, then asks for the first
thing that is wanted and missing (VoiceXML's form interpretation: select,
collect, process). The order inside a turn is that of the functions below:
reconcile, button, command, open choice, line correction, asked slot,
volunteered facts, a counted miss, the next question or the review.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from intake.commands import Command, read_command
from intake.extract.category import classify
from intake.extract.emergency import emergency_in
from intake.extract.noise import Noise, noise_of
from intake.extract.privacy import asks_anonymous, sensitive
from intake.extract.story import read_story, title_of
from intake.extract.yesno import read_yes_no, thanks_in
from intake.language import LanguageState, observe, regional_hint
from intake.reading import NOTHING, PARSERS, Reading, answers, volunteered
from intake.slots import BY_ID, SLOTS, is_filled, lacking, next_question, tries
from intake.state import (
    Amend,
    Answer,
    Append,
    Cancel,
    Choice,
    Context,
    Dispute,
    Effect,
    Event,
    Line,
    Mark,
    Said,
    Save,
    Say,
    State,
    StopContact,
    Submit,
    TellStatus,
    Turn,
    Wake,
    Woke,
)

DORMANT = timedelta(hours=24)  # after this silence we ask whether to go on
SETTLED = timedelta(days=7)  # after this a new message is a new matter
NUDGE = timedelta(hours=3)  # well inside WhatsApp's 24 hours
QUIET_HOURS = (20, 7)  # no nudge between these local hours
MAX_STORY = 40  # parts; more are one person filling our disk
BUTTON = re.compile(r"c:(\d+):(\d+)")
NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*")
NUMBERED = re.compile(r"\s*(\d{1,2})[\s.):=-]+(\S.*)", re.S)
ADDITION_WORDS = 5  # fewer words than this are never a new matter


def step(state: State, event: Event, ctx: Context) -> Turn:
    """What becomes of the conversation, and what is to be done. Total: any event in any state gets an answer."""
    state = reconcile(state, ctx)
    if isinstance(event, Woke):
        return _nudge(state, ctx)
    said = Said(
        event.text.replace("\x00", ""),
        event.button,
        event.media,
        event.location,
        event.shared_phone,
        event.language_hint,
        event.edited,
    )
    state = _listen(state, said, ctx)
    turn = _react(state, said, ctx)
    return _finish(state, turn, ctx)


def reconcile(state: State, ctx: Context) -> State:
    """The stored answers, brought up to today's form: unknown slots to the attic, older ones read again."""
    attic, values = dict(state.attic), {}
    for slot, answer in state.values.items():
        if slot not in BY_ID:
            attic[slot] = answer.raw
        elif answer.version == BY_ID[slot].version:
            values[slot] = answer
        elif again := PARSERS[slot](answer.raw, state, ctx).answers.get(slot):
            values[slot] = again
    asked = tuple(slot for slot in state.asked if slot in BY_ID)
    choices = tuple(c for c in state.choices if c.act != "set" or c.target in BY_ID)
    return state.with_(values=values, attic=attic, asked=asked, choices=choices)


# --- what kind of message this is ------------------------------------------------


def _listen(state: State, said: Said, ctx: Context) -> State:
    """Which language the person writes; a command or a short answer tells nothing."""
    telling = state.phase not in {"collect", "review"} or state.asked in {(), ("story",)}
    if not said.text or said.button or not telling or read_command(said.text):
        return state  # names and places are written alike in every language
    seen = LanguageState(state.language, state.language_score, state.language_locked)
    now = observe(seen, said.text, ctx.scorer, first=state.turn == 0)
    return state.with_(
        language=now.language,
        language_score=now.score,
        regional=regional_hint(said.text) or state.regional,
    )


def _react(state: State, said: Said, ctx: Context) -> Turn:
    if said.button is not None:
        return _press(state, said, ctx)
    if said.edited:
        return _edit(state, said, ctx)
    command = read_command(said.text) if said.text and not said.media else None
    if command and (
        command.id != "start" or state.phase in {"idle", "done", "cancelled"} or command.argument
    ):
        done = COMMANDS[command.id](state, command, ctx)
        if done is not None:
            return done
    if chosen := _chosen(state, said.text):
        return _take(state, chosen, said.text, ctx)
    return PHASES[state.phase](state, said, ctx)


def _press(state: State, said: Said, ctx: Context) -> Turn:
    """A button counts only while its question is the one on the table; a second tap changes nothing."""
    match = BUTTON.fullmatch(said.button or "")
    if match and int(match[1]) == state.turn and 0 < int(match[2]) <= len(state.choices):
        return _take(state, state.choices[int(match[2]) - 1], said.text, ctx)
    if match or not said.text:
        return _ask_again(state, ctx, Line("button.stale"))
    return _react(state, Said(text=said.text), ctx)


def _chosen(state: State, text: str) -> Choice | None:
    """The open choice a number, a yes or its own words stand for."""
    if not state.choices:
        return None
    number = NUMBER.fullmatch(text)
    if number and 0 < int(number[1]) <= len(state.choices):
        return state.choices[int(number[1]) - 1]
    words = text.casefold().strip(" .!")
    by_label = [c for c in state.choices if c.label and c.label.casefold().startswith(words)] if words else []
    if len(by_label) == 1:
        return by_label[0]
    yes = read_yes_no(text)
    return state.choices[0] if yes and state.choices[0].act == "command" else None


def _take(state: State, choice: Choice, raw: str, ctx: Context) -> Turn:
    if choice.act == "command":
        turn = COMMANDS[choice.target](state, Command(choice.target, str(choice.value or "")), ctx)
        return turn if turn is not None else _ask_again(state, ctx)
    if choice.target == "privacy":
        return _collected(state, Reading({"privacy": Answer(choice.value, raw)}, {}), ctx)
    how = "kept" if isinstance(choice.value, dict) and choice.value.get("unsure") else "answered"
    how = "skipped" if choice.value is None else how
    answer = Answer(choice.value, raw, BY_ID[choice.target].version, how)
    return _collected(state, Reading({choice.target: answer}, {}), ctx)


def _edit(state: State, said: Said, ctx: Context) -> Turn:
    """An edited message replaces the latest answer; after the complaint was sent it is an addition."""
    if state.phase == "collect" and state.trail:
        return _on_collect(_undo(state), said, ctx)
    if state.phase in {"collect", "review"} and state.story and not state.trail:
        return _open(state, said, ctx)
    return PHASES[state.phase](state, said, ctx)


# --- phases -----------------------------------------------------------------------


def _on_idle(state: State, said: Said, ctx: Context) -> Turn:
    noise = noise_of(said.text) if said.text else None
    if said.media or said.location:
        return _open(state, said, ctx)
    if noise is not None or read_yes_no(said.text) is not None or not any(c.isalpha() for c in said.text):
        return Turn(state, (_say(state, Line(NOISE_KEYS.get(noise or Noise.EMPTY, "welcome"))),))
    return _open(state, said, ctx)


NOISE_KEYS = {
    Noise.THANKS: "thanks.idle",
    Noise.TEST: "noise.test",
    Noise.CHAIN: "noise.chain",
    Noise.SPAM: "noise.chain",
    Noise.ABUSE: "noise.abuse",
    Noise.PUNCTUATION: "welcome",
    Noise.GREETING: "welcome",
    Noise.EMPTY: "welcome",
}


def _open(state: State, said: Said, ctx: Context) -> Turn:
    """A story: the draft gets its id now, everything it tells is read, and only the rest is asked."""
    story = read_story(said.text)
    fresh = State(
        phase="collect",
        draft=state.draft if state.phase == "collect" and state.draft else ctx.new_id,
        opened_at=ctx.now.isoformat(),
        language=state.language,
        language_score=state.language_score,
        language_locked=state.language_locked,
        regional=state.regional,
        turn=state.turn,
        last=state.last,
        last_category=state.last_category,
        attachments=len(said.media),
        wants_person=state.wants_person,
    )
    has_story = bool(story.body.strip()) and noise_of(said.text) is None
    fresh = _told(fresh.with_(story=(said.text,) if has_story else ()), said, ctx)
    fields = {"name": story.name, "address": story.address}
    for slot, words in fields.items():
        if words:
            fresh = _absorb(fresh, answers(words, (slot,), fresh, ctx), ctx, track=False)
    return _proceed(
        fresh, ctx, (Line("opened", {"id": fresh.draft or "", "story": brief(fresh)}),), opened=True
    )


def _told(state: State, said: Said, ctx: Context) -> State:
    """Everything a free text volunteers, and what it means for privacy and urgency."""
    if said.location:
        state = state.with_(values={**state.values, "place": _pinned(state, said)})
    if said.shared_phone:
        state = state.with_(values={**state.values, "phone": Answer(said.shared_phone, "", 1, "shared")})
    found = volunteered(said.text, state, ctx)
    anonymous = state.anonymous or asks_anonymous(said.text)
    flags = state.flags
    if emergency_in(said.text) and "emergency" not in flags:
        flags = (*flags, "emergency")
    return state.with_(
        values={**state.values, **found},
        anonymous=anonymous,
        confidential=state.confidential or sensitive(said.text),
        flags=flags,
    )


def _pinned(state: State, said: Said) -> Answer:
    known = state.value("place") or {"text": None, "landmark": None, "street": None, "rt": None, "rw": None}
    point = said.location
    if point is None:
        raise ValueError("no location was shared")
    pin = {"latitude": point.latitude, "longitude": point.longitude}
    text = known.get("text") or point.label or None
    return Answer({"region_code": None, **known, "text": text, **pin}, point.label, 1, "shared")


def _on_collect(state: State, said: Said, ctx: Context) -> Turn:
    if _asleep(state, ctx) and said.text:
        return _wake_up(state, said, ctx)
    if state.asked == ("story",) or not state.story:
        return _tell_story(state, said, ctx)
    leads: tuple[Line, ...] = ()
    if said.media:
        state = state.with_(attachments=state.attachments + len(said.media))
        leads = (Line("media.noted", optional=True),)
    if said.location or said.shared_phone:
        state = _told(state, Said(location=said.location, shared_phone=said.shared_phone), ctx)
        leads = (*leads, Line("location.noted" if said.location else "phone.noted", optional=True))
    if not said.text.strip():
        return _proceed(state, ctx, leads or (Line("not_understood"),))
    noise = noise_of(said.text)
    if (
        noise in {Noise.THANKS, Noise.GREETING, Noise.PUNCTUATION, Noise.TEST}
        and read_yes_no(said.text) is None
    ):
        return _missed(state, said, ctx, count=noise is not Noise.THANKS)
    reading = answers(said.text, state.asked, state, ctx) if state.asked else NOTHING
    return _collected(state, reading, ctx, said, leads)


def _tell_story(state: State, said: Said, ctx: Context) -> Turn:
    """The story is asked for, because the conversation began with a photo, a point or a greeting."""
    state = state.with_(attachments=state.attachments + len(said.media))
    if not said.text.strip() or noise_of(said.text) is not None:
        state = _told(state, Said(location=said.location, shared_phone=said.shared_phone), ctx)
        return _proceed(_miss(state, ("story",)), ctx, (Line("media.noted"),) if said.media else ())
    told = _told(state.with_(story=(*state.story, said.text)), said, ctx)
    return _proceed(told, ctx, _opened(told, ctx), opened=True)


def _collected(
    state: State, reading: Reading, ctx: Context, said: Said | None = None, leads: tuple[Line, ...] = ()
) -> Turn:
    """Work in what an answer told, then go on."""
    if reading.choices:
        return _offer(state, reading, ctx)
    before = {slot: state.answer(slot) for slot in state.asked}
    after = _absorb(state, reading, ctx)
    if said:
        after = _told(after, Said(text=said.text), ctx) if reading.empty or len(state.asked) == 1 else after
    learnt = after.values != state.values or after.anonymous != state.anonymous
    if not learnt and not reading.faults:
        return _missed(after, said or Said(), ctx)
    trail = (*state.trail, before)[-20:]
    after = _miss(after.with_(trail=trail), tuple(s for s in state.asked if not is_filled(BY_ID[s], after)))
    faults = tuple(Line(f"invalid.{why}") for why in reading.faults.values())
    marks = tuple(Mark("answered", slot) for slot in reading.answers)
    turn = _proceed(after, ctx, leads + faults)
    return Turn(turn.state, marks + turn.effects)


def _absorb(state: State, reading: Reading, ctx: Context, *, track: bool = True) -> State:
    state = state.with_(
        values={**state.values, **reading.answers},
        anonymous=state.anonymous or reading.anonymous,
        choices=() if track else state.choices,
    )
    privacy = reading.answers.get("privacy")
    if privacy:
        state = state.with_(confidential=privacy.value != "open", anonymous=privacy.value == "anonymous")
    return state


def _offer(state: State, reading: Reading, ctx: Context) -> Turn:
    """Several regions fit: the other facts are kept, and the place is asked by number."""
    slot = reading.choices[0].target
    sure = {s: a for s, a in reading.answers.items() if s != slot}
    open_ = reading.answers.get(slot)
    trail = (*state.trail, {s: state.answer(s) for s in state.asked})[-20:]
    state = _absorb(
        state, Reading({**sure, **({slot: open_} if open_ else {})}, {}, (), reading.anonymous), ctx
    )
    state = state.with_(asked=(slot,), choices=reading.choices, trail=trail)
    words = str((open_.value or {}).get("text") if open_ else "")
    lines = (Line("which_place", {"id": state.draft or "", "place": words}),)
    return Turn(state, (_say(state, *lines, choices=reading.choices), Save(), *_wake(state, ctx)))


def _missed(state: State, said: Said, ctx: Context, *, count: bool = True) -> Turn:
    """Nothing understood. Words are never thrown away: a longer text joins the story."""
    if len(said.text.split()) >= ADDITION_WORDS and len(state.story) < MAX_STORY:
        state = _told(state.with_(story=(*state.story, said.text)), Said(text=said.text), ctx)
    if not count:
        return _ask_again(state, ctx)
    whole = state.misses.get("*", 0)
    marks = tuple(Mark("missed", slot) for slot in state.asked)
    missed = state.with_(misses={**state.misses, "*": whole + 1})
    if whole or len(state.asked) == 1:
        missed = _miss(missed, state.asked)
    turn = _proceed(missed, ctx, (), again=True)
    return Turn(turn.state, marks + turn.effects)


def _miss(state: State, slots: tuple[str, ...]) -> State:
    return state.with_(misses={**state.misses, **{slot: state.misses.get(slot, 0) + 1 for slot in slots}})


def _on_review(state: State, said: Said, ctx: Context) -> Turn:
    if _asleep(state, ctx) and said.text:
        return _wake_up(state, said, ctx)
    if said.media or said.location or said.shared_phone:
        return _on_collect(state.with_(phase="collect", asked=()), said, ctx)
    yes = read_yes_no(said.text)
    if yes:
        return _submit(state, ctx)
    numbered = NUMBERED.fullmatch(said.text)
    slots = reviewed(state, ctx)
    if numbered and 0 < int(numbered[1]) <= len(slots):
        return _change(state, slots[int(numbered[1]) - 1], numbered[2], ctx)
    if yes is False:
        return _which_line(state, ctx)
    if len(said.text.split()) >= ADDITION_WORDS and noise_of(said.text) is None:
        told = _told(state.with_(story=(*state.story, said.text)), said, ctx)
        return _proceed(told, ctx, (Line("added_to_draft"),))
    return _ask_again(state, ctx)


def _on_done(state: State, said: Said, ctx: Context) -> Turn:
    """After the receipt the same person is still heard: thanks, an addition, or a new matter."""
    settled = _age(state, ctx) > SETTLED
    if (said.media or said.location) and not settled:
        return _append(state, said)
    noise = noise_of(said.text) if said.text else Noise.EMPTY
    if not said.media and (noise is not None or read_yes_no(said.text) is not None or thanks_in(said.text)):
        key = "thanks" if noise is Noise.THANKS or noise is None else "done.hello"
        return Turn(state, (_say(state, Line(key, {"id": state.last or ""})),))
    if settled or read_story(said.text).keyword:
        return _open(state.with_(phase="idle"), said, ctx)
    guess = classify(said.text)
    other = guess.head not in {None, state.last_category} and len(said.text.split()) >= ADDITION_WORDS
    if other:
        choices = (
            Choice("command", "append", said.text, key="choice.append"),
            Choice("command", "new", said.text, key="choice.new"),
        )
        asked = state.with_(pending=said.text, choices=choices)
        return Turn(asked, (_say(asked, Line("append_or_new", {"id": state.last or ""}), choices=choices),))
    return _append(state, said)


def _append(state: State, said: Said) -> Turn:
    kept = state.with_(pending=said.text, choices=())
    line = Line("appended", {"id": state.last or ""})
    return Turn(kept, (Append(state.last or "", said.text), _say(kept, line)))


PHASES: dict[str, Callable[[State, Said, Context], Turn]] = {
    "idle": _on_idle,
    "collect": _on_collect,
    "review": _on_review,
    "done": _on_done,
    "cancelled": _on_idle,
}


# --- going on ---------------------------------------------------------------------


def _proceed(
    state: State, ctx: Context, leads: tuple[Line, ...] = (), *, again: bool = False, opened: bool = False
) -> Turn:
    """Ask for what is missing; when nothing is, review it (chat) or send it (SMS)."""
    urgent = _urgent(state, ctx) if opened or leads else ()
    if state.wants_person and state.story:
        return _submit(state.with_(flags=_with(state.flags, "wants_person")), ctx, urgent)
    question = next_question(state, ctx.capabilities)
    if not question:
        return (
            _submit(state, ctx, urgent) if ctx.capabilities.segment else _review(state, ctx, urgent + leads)
        )
    asked = tuple(slot.id for slot in question)
    choices = () if ctx.capabilities.segment else tuple(OFFERS.get(asked[0], lambda _s, _c: ())(state, ctx))
    state = state.with_(phase="collect", asked=asked, choices=choices)
    lines = (
        urgent + (() if opened and ctx.capabilities.segment else leads) + _question(state, ctx, again=again)
    )
    marks = tuple(Mark("asked", slot) for slot in asked)
    return Turn(state, (_say(state, *lines, choices=choices), Save(), *marks, *_wake(state, ctx)))


def _question(state: State, ctx: Context, *, again: bool) -> tuple[Line, ...]:
    if ctx.capabilities.segment:
        key = "ask.story" if state.asked == ("story",) else "ask.together.again" if again else "ask.together"
        refs = () if state.asked == ("story",) else tuple(f"want.{slot}" for slot in state.asked)
        return (Line(key, {"id": state.draft or "", "story": brief(state)}, refs=refs),)
    slot = state.asked[0]
    stage = ".again" if again or state.misses.get(slot) else ""
    if slot == "place" and state.value("place"):
        return (Line("ask.place.region", {"place": str(state.value("place").get("text") or "")}),)
    return (Line(f"ask.{slot}{stage}", {"id": state.draft or ""}),)


def _urgent(state: State, ctx: Context) -> tuple[Line, ...]:
    numbers = emergency_in("\n".join(state.story[-1:]))
    return (Line("emergency", {"numbers": "/".join(numbers)}),) if numbers else ()


def _offer_time(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    today = _ctx.now.date()
    days = ((0, "choice.today"), (1, "choice.yesterday"))
    return tuple(
        Choice("set", "time", _day(today - timedelta(days=back)), key=key) for back, key in days
    ) + (Choice("command", "skip", key="choice.dont_know"),)


def _day(day: date) -> dict[str, str]:
    return {"date": day.isoformat(), "precision": "day", "text": f"{day:%d-%m-%Y}"}


def _offer_name(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    return (Choice("command", "anonymous", key="choice.anonymous"),)


def _offer_address(state: State, _ctx: Context) -> tuple[Choice, ...]:
    place = state.value("place")
    if not place or not (place.get("text") or place.get("region_code")):
        return (Choice("command", "skip", key="choice.skip"),)
    return (Choice("set", "address", {**place, "landmark": None}, key="choice.same_address"),)


def _offer_skip(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    return (Choice("command", "skip", key="choice.skip"),)


def _offer_phone(_state: State, ctx: Context) -> tuple[Choice, ...]:
    share = (
        (Choice("command", "help", key="choice.share_phone", asks="phone"),)
        if ctx.capabilities.asks_phone
        else ()
    )
    return (*share, Choice("command", "skip", key="choice.skip"))


def _offer_privacy(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    return tuple(
        Choice("set", "privacy", value, key=f"choice.privacy.{value}")
        for value in ("confidential", "anonymous", "open")
    )


OFFERS: dict[str, Callable[[State, Context], tuple[Choice, ...]]] = {
    "time": _offer_time,
    "name": _offer_name,
    "address": _offer_address,
    "nik": _offer_skip,
    "phone": _offer_phone,
    "privacy": _offer_privacy,
}


def _ask_again(state: State, ctx: Context, *leads: Line) -> Turn:
    """The question on the table once more, unchanged, with a word before it."""
    if state.phase == "review":
        return _review(state, ctx, leads)
    if state.phase == "collect":
        if (
            state.choices
            and state.asked
            and state.choices[0].target == state.asked[0]
            and state.choices[0].label
        ):
            place = str((state.value(state.asked[0]) or {}).get("text") or "")
            line = Line("which_place", {"id": state.draft or "", "place": place})
            return Turn(state, (_say(state, *leads, line, choices=state.choices),))
        return _proceed(state, ctx, leads)
    main = Line("done.hello", {"id": state.last or ""}) if state.phase == "done" else Line("welcome")
    return Turn(state, (_say(state, *leads, main),))


def _review(state: State, ctx: Context, leads: tuple[Line, ...] = ()) -> Turn:
    choices = (
        Choice("command", "send", key="choice.send"),
        Choice("command", "change", key="choice.change"),
        Choice("command", "cancel", key="choice.cancel"),
    )
    state = state.with_(phase="review", asked=(), choices=choices)
    lines = (*leads, Line("review.head", {"id": state.draft or ""}), *_facts(state, ctx), Line("review.tail"))
    return Turn(state, (_say(state, *lines, choices=choices), Save(), *_wake(state, ctx)))


def reviewed(state: State, ctx: Context) -> tuple[str, ...]:
    """The slots the review shows, in its numbering."""
    return tuple(
        s.id for s in SLOTS if s.id == "story" or s.wanted(state, ctx.capabilities) and s.id != "privacy"
    )


def _facts(state: State, ctx: Context) -> tuple[Line, ...]:
    shown = {slot: fact_text(slot, state, ctx) for slot in reviewed(state, ctx)}
    lines = tuple(
        Line(f"review.{slot}" if value else f"review.{slot}.none", {"n": str(n), "value": value}, tight=n > 1)
        for n, (slot, value) in enumerate(shown.items(), start=1)
    )
    hidden = "review.anonymous" if state.anonymous else "review.confidential" if state.confidential else ""
    return lines + ((Line(hidden, tight=True),) if hidden else ())


def fact_text(slot: str, state: State, ctx: Context) -> str:
    """A slot's value as the citizen reads it; empty when there is none."""
    if slot == "story":
        return " / ".join(state.story)[:600]
    value = state.value(slot)
    if isinstance(value, dict):
        if slot == "time":
            return str(value.get("text") or value.get("date") or "")
        return place_text(value, ctx)
    return str(value or "")


def place_text(value: dict[str, Any], ctx: Context) -> str:
    """The words of a place and the chain of regions it was read as."""
    chain = ctx.gazetteer.chain(value["region_code"]) if value.get("region_code") else ""
    words = str(value.get("text") or "")
    pin = f"({value['latitude']:.5f}, {value['longitude']:.5f})" if value.get("latitude") is not None else ""
    return " ".join(
        filter(None, (words, f"[{chain}]" if chain and chain.casefold() != words.casefold() else "", pin))
    )


def _submit(state: State, ctx: Context, urgent: tuple[Line, ...] = ()) -> Turn:
    """Complete: what is missing is flagged for an operator, never a reason to refuse."""
    owed = tuple(f"needs_operator:{slot.id}" for slot in lacking(state, ctx.capabilities) if slot.required)
    flags = tuple(dict.fromkeys((*state.flags, *owed, *_unplaced(state))))
    done = state.with_(
        phase="done",
        flags=flags,
        asked=(),
        choices=(),
        pending="",
        trail=(),
        wants_person=False,
        last=state.draft,
        last_category=classify("\n".join(state.story)).head,
    )
    lines = (*urgent, *_receipt(done, ctx, owed))
    return Turn(done, (Save(), Submit(), Mark("submitted"), _say(done, *lines)))


def _unplaced(state: State) -> tuple[str, ...]:
    place = state.value("place")
    known = place and (place.get("region_code") or place.get("latitude") is not None)
    return () if known else ("needs_operator:place",)


def _receipt(state: State, ctx: Context, owed: tuple[str, ...]) -> tuple[Line, ...]:
    id_ = state.draft or ""
    if not ctx.capabilities.segment:
        return (Line("receipt", {"id": id_}),)
    place = state.value("place") or {}
    where = place.get("text") or (place_text(place, ctx) if place else "")
    name = "" if state.anonymous else str(state.value("name") or "")
    lines = [Line("receipt", {"id": id_, "story": brief(state)})]
    if where:
        lines.append(Line("receipt.place", {"place": str(where)}))
    if name:
        lines.append(Line("receipt.name", {"name": name}))
    elif state.anonymous:
        lines.append(Line("receipt.anonymous"))
    absent = [slot.removeprefix("needs_operator:") for slot in owed]
    tail = f"receipt.lacks.{absent[0]}" if absent else "receipt.tail"
    return (*lines, Line(tail))


def brief(state: State) -> str:
    """The matter in a few words, for a person who sent it."""
    width = 60
    if not state.story:
        return ""
    told = state.story[0]
    raws = [a.raw for a in state.values.values() if a.how == "volunteered" and a.raw and a.raw in told]
    spans = [(told.index(raw), told.index(raw) + len(raw)) for raw in raws]
    return title_of(told, width, sorted(spans)) or title_of(told, width)


# --- commands ---------------------------------------------------------------------


def _help(state: State, _command: Command, ctx: Context) -> Turn:
    drafting = state.phase in {"collect", "review"}
    if ctx.capabilities.segment or not drafting:
        return Turn(
            state, (_say(state, Line("help.draft" if drafting else "help", {"id": state.draft or ""})),)
        )
    return _ask_again(state, ctx, Line("help.draft", {"id": state.draft or ""}))


def _cancel(state: State, _command: Command, _ctx: Context) -> Turn:
    if state.phase not in {"collect", "review"}:
        key = "cancel.sent" if state.phase == "done" else "cancel.nothing"
        return Turn(state, (_say(state, Line(key, {"id": state.last or ""})),))
    gone = state.with_(phase="cancelled", choices=(), asked=())
    line = Line("cancelled", {"id": state.draft or ""})
    return Turn(gone, (Cancel(state.draft or ""), Mark("cancelled"), _say(gone, line)))


def _resume(state: State, _command: Command, ctx: Context) -> Turn | None:
    if state.pending and state.phase in {"collect", "review"} and state.choices:
        awake = state.with_(touched_at=ctx.now.isoformat(), pending="", choices=())
        return PHASES[state.phase](awake, Said(text=state.pending), ctx)
    if state.phase == "cancelled" and state.draft:
        return _proceed(state.with_(phase="collect"), ctx, (Line("resumed", {"id": state.draft}),))
    return _ask_again(state, ctx) if state.phase in {"collect", "review"} else None


def _restart(state: State, _command: Command, ctx: Context) -> Turn:
    if state.phase not in {"collect", "review"}:
        return Turn(state, (_say(state, Line("welcome")),))
    blank = state.with_(
        phase="collect",
        story=(),
        values={},
        misses={},
        trail=(),
        flags=(),
        anonymous=False,
        confidential=False,
    )
    return _proceed(blank, ctx, (Line("restarted", {"id": state.draft or ""}),))


def _new(state: State, command: Command, ctx: Context) -> Turn:
    """A new matter. The draft that was open stays where the coordinator sees it."""
    text = command.argument or (state.pending if state.phase == "done" else "")
    if text or state.pending:
        return _open(state.with_(phase="idle"), Said(text=text or state.pending), ctx)
    if state.phase == "collect" and not state.story:
        return _ask_again(state, ctx)
    return Turn(
        state.with_(phase="idle", choices=(), asked=(), pending=""), (_say(state, Line("welcome.new")),)
    )


def _append_pending(state: State, command: Command, _ctx: Context) -> Turn:
    return _append(state, Said(text=command.argument or state.pending))


def _back(state: State, _command: Command, ctx: Context) -> Turn:
    if state.phase == "review" and not state.trail:
        return _which_line(state, ctx)
    if state.phase not in {"collect", "review"} or not state.trail:
        return _ask_again(state, ctx, Line("back.nothing"))
    return _proceed(_undo(state), ctx, (Line("back"),))


def _undo(state: State) -> State:
    """The state before the last answered question; its slots are open again."""
    before = state.trail[-1]
    values = {slot: a for slot, a in state.values.items() if slot not in before}
    values |= {slot: a for slot, a in before.items() if a is not None}
    misses = {slot: n for slot, n in state.misses.items() if slot not in before and slot != "*"}
    return state.with_(
        phase="collect", values=values, misses=misses, trail=state.trail[:-1], asked=tuple(before), choices=()
    )


def _skip(state: State, _command: Command, ctx: Context) -> Turn | None:
    """LEWATI: an optional slot is left out; a required one is flagged, once said why it is asked."""
    if state.phase != "collect" or not state.asked or state.asked == ("story",):
        return None if state.phase not in {"collect", "review"} else _ask_again(state, ctx)
    before = {slot: state.answer(slot) for slot in state.asked}
    skipped = {
        slot: Answer(None, "", BY_ID[slot].version, "skipped")
        for slot in state.asked
        if not BY_ID[slot].required
    }
    given_up = {slot: tries(BY_ID[slot], ctx.capabilities) for slot in state.asked if BY_ID[slot].required}
    state = state.with_(
        values={**state.values, **skipped},
        misses={**state.misses, **given_up},
        trail=(*state.trail, before)[-20:],
        choices=(),
    )
    return _proceed(state, ctx)


def _anonymous(state: State, _command: Command, ctx: Context) -> Turn | None:
    if state.phase not in {"collect", "review"}:
        return None
    before = {slot: state.answer(slot) for slot in state.asked}
    state = state.with_(anonymous=True, trail=(*state.trail, before)[-20:], choices=())
    return _proceed(state, ctx, (Line("anonymous.noted", optional=True),))


def _send(state: State, _command: Command, ctx: Context) -> Turn | None:
    if state.phase == "review":
        return _submit(state, ctx)
    if state.phase == "collect" and state.story:
        return _submit(state, ctx)
    return None


def _human(state: State, _command: Command, ctx: Context) -> Turn:
    """A person is always reachable: the draft goes as it is; without a story the next message does."""
    if state.phase in {"collect", "review"} and state.story:
        return _submit(state.with_(flags=_with(state.flags, "wants_person")), ctx)
    if state.phase == "done" and state.last:
        asks = Append(state.last, "PETUGAS")
        return Turn(state, (asks, _say(state, Line("human.sent", {"id": state.last}))))
    waiting = state.with_(phase="idle", wants_person=True)
    return Turn(waiting, (_say(waiting, Line("human")),))


def _stop(state: State, _command: Command, _ctx: Context) -> Turn:
    return Turn(state.with_(choices=()), (StopContact(), _say(state, Line("stopped"))))


def _language(code: str) -> Callable[[State, Command, Context], Turn]:
    def choose(state: State, _command: Command, ctx: Context) -> Turn:
        chosen = state.with_(language=code, language_locked=True)
        if ctx.capabilities.segment and chosen.phase == "collect":
            return _ask_again(chosen, ctx)
        return _ask_again(chosen, ctx, Line("language.set"))

    return choose


def _status(state: State, command: Command, _ctx: Context) -> Turn:
    return Turn(state, (TellStatus(command.argument or state.last or state.draft),))


def _dispute(state: State, command: Command, _ctx: Context) -> Turn | None:
    tracking_id, _, rest = command.argument.partition(" ")
    subject = tracking_id or (state.last if state.phase == "done" else "")
    return Turn(state, (Dispute(subject, rest),)) if subject else None


def _start(state: State, command: Command, ctx: Context) -> Turn | None:
    return (
        Turn(state, (_say(state, Line("welcome")),)) if state.phase in {"idle", "done", "cancelled"} else None
    )


def _change_command(state: State, command: Command, ctx: Context) -> Turn | None:
    slot, _, rest = command.argument.partition(" ")
    if state.phase in {"idle", "cancelled"}:
        return None
    if not slot:
        return _which_line(state, ctx)
    return _change(state, slot, rest.strip(), ctx)


def _which_line(state: State, ctx: Context) -> Turn:
    slots = reviewed(state, ctx)
    choices = tuple(Choice("command", "change", slot, key=f"slot.{slot}") for slot in slots)
    if ctx.capabilities.segment:
        return Turn(state, (_say(state, Line("change.how", {"id": state.draft or ""})),))
    state = state.with_(choices=choices)
    return Turn(state, (_say(state, Line("change.which"), choices=choices),))


def _change(state: State, slot: str, words: str, ctx: Context) -> Turn:
    """UBAH x: with words at once, without them by asking. After the receipt the officer is told."""
    if slot == "story":
        return _change_story(state, words, ctx)
    if not words:
        values = {s: a for s, a in state.values.items() if s != slot}
        misses = {s: n for s, n in state.misses.items() if s not in {slot, "*"}}
        if state.phase == "done":
            return Turn(state, (_say(state, Line("change.how", {"id": state.last or ""})),))
        opened = state.with_(values=values, misses=misses, choices=(), asked=(slot,), phase="collect")
        return _proceed(opened.with_(anonymous=state.anonymous and slot != "name"), ctx)
    bare = state.with_(values={s: a for s, a in state.values.items() if s != slot})
    reading = answers(words, (slot,), bare, ctx)
    if slot not in reading.answers:
        why = next(iter(reading.faults.values()), "")
        return _ask_again(state, ctx, Line(f"invalid.{why}" if why else "change.not_understood"))
    answer = reading.answers[slot]
    corrected = Answer(answer.value, answer.raw, answer.version, "corrected")
    state = state.with_(
        values={**state.values, slot: corrected},
        flags=tuple(flag for flag in state.flags if flag != f"needs_operator:{slot}"),
        anonymous=state.anonymous and slot != "name",
    )
    if state.phase != "done":
        return _proceed(state, ctx, (Line("changed", optional=True),))
    value = (
        fact_text(slot, state, ctx)
        if not isinstance(answer.value, dict)
        else str(answer.value.get("text") or "")
    )
    line = Line("changed.sent", {"id": state.last or "", "value": value})
    return Turn(state, (Amend(state.last or "", slot), _say(state, line)))


def _change_story(state: State, words: str, ctx: Context) -> Turn:
    if state.phase == "done":
        return (
            _append(state, Said(text=words)) if words else Turn(state, (_say(state, Line("change.story")),))
        )
    if not words:
        return _proceed(state.with_(story=(), choices=(), misses={}), ctx)
    return _proceed(state.with_(story=(words,)), ctx, (Line("changed", optional=True),))


Handler = Callable[[State, Command, Context], Turn | None]
COMMANDS: dict[str, Handler] = {
    "help": _help,
    "cancel": _cancel,
    "restart": _restart,
    "back": _back,
    "resume": _resume,
    "skip": _skip,
    "human": _human,
    "stop": _stop,
    "new": _new,
    "append": _append_pending,
    "send": _send,
    "english": _language("en"),
    "indonesian": _language("id"),
    "javanese": _language("jv"),
    "sundanese": _language("su"),
    "status": _status,
    "change": _change_command,
    "dispute": _dispute,
    "start": _start,
    "anonymous": _anonymous,
}


# --- silence ----------------------------------------------------------------------


def _asleep(state: State, ctx: Context) -> bool:
    return _age(state, ctx) > DORMANT and not state.pending


def _age(state: State, ctx: Context) -> timedelta:
    return ctx.now - datetime.fromisoformat(state.touched_at) if state.touched_at else timedelta()


def _wake_up(state: State, said: Said, ctx: Context) -> Turn:
    """The first words after a long silence may belong to the old draft or to a new matter: ask."""
    choices = (
        Choice("command", "resume", key="choice.resume"),
        Choice("command", "new", said.text, key="choice.new"),
    )
    state = state.with_(pending=said.text, choices=choices)
    line = Line("dormant", {"id": state.draft or "", "story": brief(state)})
    return Turn(state, (_say(state, line, choices=choices),))


def _wake(state: State, ctx: Context) -> tuple[Wake, ...]:
    """One nudge where messages are free, never at night."""
    if ctx.capabilities.segment or state.nudged:
        return ()
    at = ctx.now + NUDGE
    evening, morning = QUIET_HOURS
    if at.hour >= evening:
        at = (at + timedelta(days=1)).replace(hour=morning, minute=0)
    elif at.hour < morning:
        at = at.replace(hour=morning, minute=0)
    return (Wake(at),)


def _nudge(state: State, ctx: Context) -> Turn:
    if state.phase not in {"collect", "review"} or state.nudged:
        return Turn(state)
    turn = _ask_again(state.with_(nudged=True), ctx, Line("nudge", {"id": state.draft or ""}))
    return Turn(
        turn.state.with_(turn=state.turn + 1),
        (Mark("abandoned", (*state.asked, "review")[0]), *_numbered(turn, state.turn + 1)),
    )


# --- leaving the step ---------------------------------------------------------------


def _say(state: State, *lines: Line, choices: tuple[Choice, ...] = ()) -> Say:
    return Say(lines, choices, state.turn)


def _finish(before: State, turn: Turn, ctx: Context) -> Turn:
    """Number the turn, so that old buttons are known, and never say one sentence a third time in a row."""
    number = before.turn + 1
    effects = _numbered(turn, number)
    shown = [effect for effect in effects if isinstance(effect, Say)]
    said = "|".join(line.key for effect in shown for line in effect.lines)
    repeats = before.repeats + 1 if said and said == before.said else 0
    state = turn.state.with_(turn=number, said=said, repeats=repeats, touched_at=ctx.now.isoformat())
    if shown and not said.startswith(
        "help"
    ):  # numbers mean what was last shown; help in between changes nothing
        state = state.with_(choices=shown[-1].choices)
    if repeats > 1 and state.phase != "done":
        stuck = Line("stuck", {"id": state.draft or ""})
        effects = tuple(Say((stuck,), e.choices, number) if isinstance(e, Say) else e for e in effects)
        state = state.with_(said="stuck", repeats=0)
    return Turn(state, effects)


def _numbered(turn: Turn, number: int) -> tuple[Effect, ...]:
    return tuple(Say(e.lines, e.choices, number) if isinstance(e, Say) else e for e in turn.effects)


def _with(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    return flags if flag in flags else (*flags, flag)
