"""The conversation: one pure, total function from what was said to what happens.

`step(state, event, ctx)` reads what a message tells, then asks for the first
thing that is wanted and missing (VoiceXML's form interpretation: select,
collect, process). The order inside a turn is that of `_react`: a button, an
edit, a command, an open choice, then the words themselves, which the phase
reads as a correction, an answer, something volunteered or, at last, a miss.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from intake.dialogue.acting import act
from intake.dialogue.after_receipt import on_done
from intake.dialogue.alike import says_same
from intake.dialogue.answering import ADDITION_WORDS, chosen, on_collect
from intake.dialogue.asking import ask_again, proceed
from intake.dialogue.changing import on_review
from intake.dialogue.command_words import Command, read_command
from intake.dialogue.commands import DRAFTING, obey
from intake.dialogue.effects import say, since, with_flag
from intake.dialogue.expected import expected, rated
from intake.dialogue.handover import on_adopted, on_claimed
from intake.dialogue.opening import on_idle, open_draft
from intake.dialogue.pointing import pointed
from intake.dialogue.review import fact_text
from intake.dialogue.updates import HEARD, read_anew, undo, with_ref
from intake.form.slots import FORM, stamped
from intake.form.title import brief
from intake.reading.emergency import emergency_in, in_crisis
from intake.reading.language import LanguageState, observe, regional_hint
from intake.reading.yes_no import agrees, read_yes_no
from intake.state import (
    Adopted,
    Answer,
    Append,
    Choice,
    Claimed,
    Context,
    Draft,
    Effect,
    Event,
    Line,
    Mark,
    Said,
    Save,
    Say,
    State,
    Submit,
    Turn,
    Woke,
)

__all__ = ["fact_text", "reconcile", "step"]

DORMANT = timedelta(hours=24)  # after this silence we ask whether to go on
TWICE = 2  # how often one sentence may be said in a row
BUTTON = re.compile(r"c:(\d+):(\d+)")
NUMBER = re.compile(
    r"\s*(?:no\.?|nomor|nomer|pilih(?:an)?)?\s*(\d{1,2})\s*[.)]?\s*", re.I
)
NONE_OF_THEM = re.compile(
    r"\s*(?:yg |yang )?(?:lain\w*|bukan\b.*|tidak ada|ga ada|gak ada|none\b.*|other)\s*",
    re.I,
)


def step(state: State, event: Event, ctx: Context) -> Turn:
    """What becomes of the conversation, and what is to be done. Total: any event in any state gets a turn.

    A turn may be silent on purpose: a sticker, the further photos of an album, a loop.
    """
    before = reconcile(state, ctx)
    match event:
        case Said():
            said = replace(event, text=event.text.replace("\x00", ""))
            said = pointed(before, said)
            turn = _with_next(_react(_listen(before, said, ctx), said, ctx), ctx)
            return _heard(before, _alarmed(before, turn, said), said, ctx)
        case Woke():
            return _numbered(before, _on_woke(before, ctx))
        case Claimed():
            return _numbered(before, on_claimed(before, event, ctx))
        case Adopted():
            return _numbered(before, on_adopted(before, event, ctx))


def reconcile(state: State, ctx: Context) -> State:
    """The stored answers, brought up to today's form: unknown slots to the attic, older ones read again."""
    if _all_of_today(state.draft):
        return state
    unknown = {
        slot: one.raw
        for slot, one in state.draft.values.items()
        if slot not in FORM.by_id
    }
    return state.with_(
        values=_values_of_today(state, ctx),
        attic=state.draft.attic | unknown,
        asked=tuple(slot for slot in state.draft.asked if slot in FORM.by_id),
        choices=tuple(
            c for c in state.draft.choices if c.act != "set" or c.target in FORM.by_id
        ),
        trail=tuple(filter(None, map(_of_known_slots, state.draft.trail))),
    )


def _all_of_today(draft: Draft) -> bool:
    """Whether there is nothing to be brought up to date, as in all but the first turns of a new version."""
    known = FORM.by_id
    return (
        all(_is_of_today(slot, one) for slot, one in draft.values.items())
        and all(slot in known for slot in draft.asked)
        and all(c.act != "set" or c.target in known for c in draft.choices)
        and all(past and known.keys() >= past.keys() for past in draft.trail)
    )


def _of_known_slots(past: dict[str, Answer | None]) -> dict[str, Answer | None]:
    return {slot: was for slot, was in past.items() if slot in FORM.by_id}


def _values_of_today(state: State, ctx: Context) -> dict[str, Answer]:
    stored = state.draft.values
    values = {slot: one for slot, one in stored.items() if _is_of_today(slot, one)}
    for slot in FORM.by_id:
        if slot in stored and slot not in values:
            values |= _read_again(slot, stored[slot], state.with_(values=values), ctx)
    return values


def _is_of_today(slot: str, answer: Answer) -> bool:
    return slot in FORM.by_id and answer.version == FORM.by_id[slot].version


def _read_again(
    slot: str, old: Answer, state: State, ctx: Context
) -> dict[str, Answer]:
    """The citizen's words, read by today's parser; what it cannot read is asked again."""
    if old.how == "skipped":
        return {slot: replace(old, value=None, version=FORM.by_id[slot].version)}
    read = FORM.by_id[slot].parse(old.raw, state, ctx).answers.get(slot)
    return stamped({slot: replace(read, how=old.how)}) if read else {}


# --- what kind of message this is ------------------------------------------------------------


def _listen(state: State, said: Said, ctx: Context) -> State:
    """Which language the person writes; a command or a short answer tells nothing."""
    telling = state.phase not in DRAFTING or state.draft.asked in {(), ("story",)}
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
    if said.group and said.group in state.past:
        return _late_in_album(state, said)
    if said.button is not None:
        return _press(state, said, ctx)
    if said.edits:
        return _edit(state, said, ctx)
    if said.text and not said.media:
        turn = _short(state, said, ctx)
        if turn is not None:
            return turn
    return _words(state, said, ctx)


def _short(state: State, said: Said, ctx: Context) -> Turn | None:
    """A figure that we wait for, a command, or one of the choices that are open."""
    if not _busy(state) and (turn := rated(state, said)):
        return turn
    command = read_command(said.text)
    turn = obey(state, command, ctx) if command else None
    if turn is not None:
        return turn
    choice = _choice(state, said.text)
    return _take(state, choice, said.text, ctx) if choice else None


def _late_in_album(state: State, said: Said) -> Turn:
    """The further photos of an album go where its first went, or nowhere: never into another report."""
    about = state.past[said.group]
    return Turn(
        state, (Append(about, said.text),) if about and about == state.last else ()
    )


def _press(state: State, said: Said, ctx: Context) -> Turn:
    """A button counts only while its question is the one on the table; a second tap changes nothing."""
    match = BUTTON.fullmatch(said.button or "")
    if (
        match
        and int(match[1]) == state.shown
        and (choice := _by_number(state, int(match[2])))
    ):
        return _take(state, choice, said.text, ctx)
    if match or not said.text:
        return ask_again(state, ctx, Line("button.stale"))
    return _react(state, Said(text=said.text), ctx)


def _choice(state: State, text: str) -> Choice | None:
    """The open choice a number, a yes or no, or its own words stand for."""
    if not state.draft.choices or (
        state.phase == "review" and state.draft.choices[0].target == "send"
    ):
        return None  # numbers in a review are its lines
    if number := NUMBER.fullmatch(text):
        return _by_number(state, int(number[1]))
    return _by_meaning(state, text) or _by_label(state, text)


def _by_number(state: State, number: int) -> Choice | None:
    return (
        state.draft.choices[number - 1]
        if 0 < number <= len(state.draft.choices)
        else None
    )


def _by_meaning(state: State, text: str) -> Choice | None:
    by_key = {choice.key: choice for choice in state.draft.choices}
    if "choice.other_place" in by_key and NONE_OF_THEM.fullmatch(text):
        return by_key["choice.other_place"]
    if "choice.yes" in by_key and (yes := _yes_or_no(text)) is not None:
        return by_key["choice.yes" if yes else "choice.no"]
    if "choice.same" in by_key and (same := says_same(state, text)) is not None:
        return by_key["choice.same" if same else "choice.different"]
    return None


def _yes_or_no(text: str) -> bool | None:
    yes = read_yes_no(text)
    return agrees(text) if yes is None else yes


def _by_label(state: State, text: str) -> Choice | None:
    words = text.casefold().strip(" .!")
    if not words:
        return None
    found = [
        c
        for c in state.draft.choices
        if c.label and c.label.casefold().startswith(words)
    ]
    return found[0] if len(found) == 1 else None


def _take(state: State, choice: Choice, raw: str, ctx: Context) -> Turn:
    if choice.act == "set":
        return chosen(state, choice, raw, ctx)
    turn = obey(state, Command(choice.target, str(choice.value or "")), ctx)
    return turn if turn is not None else ask_again(state, ctx)


def _edit(state: State, said: Said, ctx: Context) -> Turn:
    """An edited message replaces what it was: the answer just given, or its part of the story."""
    was = state.draft.refs.get(said.edits, "")
    if not was and said.edits in state.past:
        return _edit_past(state, said, ctx)
    if state.phase in DRAFTING and was == "answer" and state.draft.trail:
        return on_collect(undo(state).with_(told_at=None), said, ctx)
    if state.phase in DRAFTING and was.startswith("story:"):
        return _edit_story(state, int(was.removeprefix("story:")), said, ctx)
    return _words(state, said, ctx)


def _edit_past(state: State, said: Said, ctx: Context) -> Turn:
    """The message belongs to another report: the one sent last hears of it, the one at hand never does."""
    about = state.past[said.edits]
    if about and about == state.last and said.text:
        told = Line("appended", {"id": about})
        return Turn(
            state,
            (Append(about, said.text), say(state, told, choices=state.draft.choices)),
        )
    return ask_again(state, ctx, Line("edited.past"))


def _edit_story(state: State, part: int, said: Said, ctx: Context) -> Turn:
    """What the old words volunteered goes with them."""
    story = tuple(
        said.text if n == part else old for n, old in enumerate(state.draft.story)
    )
    return proceed(
        read_anew(state.with_(story=story), ctx), ctx, (Line("edited", optional=True),)
    )


# --- words ---------------------------------------------------------------------------------------


def _words(state: State, said: Said, ctx: Context) -> Turn:
    if state.phase in DRAFTING and said.text:
        if state.draft.pending:
            return _still_unsure(state, said, ctx)
        if since(state.touched_at, ctx) > DORMANT:
            return _wake_up(state, said)
    turn = _of_what_was_sent(state, said, ctx) or act(state, said, ctx)
    return turn if turn is not None else PHASES[state.phase](state, said, ctx)


def _of_what_was_sent(state: State, said: Said, ctx: Context) -> Turn | None:
    """An officer's question, or a verdict, that we wait for; a report being taken down comes first."""
    return None if _busy(state) else expected(state, said, ctx)


def _busy(state: State) -> bool:
    """A report is being taken down, and comes first."""
    return state.phase in DRAFTING


PHASES: dict[str, Callable[[State, Said, Context], Turn]] = {
    "idle": on_idle,
    "collect": on_collect,
    "review": on_review,
    "done": on_done,
    "cancelled": on_idle,
}


def _wake_up(state: State, said: Said) -> Turn:
    """The first words after a long silence may belong to the old draft or to a new matter: ask."""
    choices = (
        Choice("command", "resume", key="choice.resume"),
        Choice("command", "new", said.text, key="choice.new"),
    )
    state = state.with_(pending=said.text, choices=choices)
    line = Line(
        "dormant" if state.draft.story else "dormant.bare",
        {"id": state.draft.id or "", "story": brief(state)},
    )
    return Turn(state, (say(state, line, choices=choices),))


def _still_unsure(state: State, said: Said, ctx: Context) -> Turn:
    """Neither 1 nor 2. A story is told anew, so it is a new matter; a few words: ask once more."""
    if yes := read_yes_no(said.text):
        turn = obey(state, Command("resume"), ctx)
        return turn if turn is not None and yes else ask_again(state, ctx)
    text = f"{state.draft.pending}\n{said.text}"
    if len(said.text.split()) >= ADDITION_WORDS:
        return open_draft(state, replace(said, text=text), ctx)
    return _wake_up(state, replace(said, text=text))


# --- time, and other people -----------------------------------------------------------------------


def _on_woke(state: State, ctx: Context) -> Turn:
    """The end of a burst is answered once; a silence is broken once, where that is free."""
    if state.phase not in DRAFTING or state.draft.pending:
        return Turn(state)
    if state.draft.owes:
        return ask_again(state, ctx, Line("all_noted", optional=True))
    if state.draft.nudged or ctx.capabilities.segment:
        return Turn(state)
    turn = ask_again(
        state.with_(nudged=True), ctx, Line("nudge", {"id": state.draft.id or ""})
    )
    return Turn(
        turn.state,
        (Mark("abandoned", (*state.draft.asked, "review")[0]), *turn.effects),
    )


# --- the matter that waited ---------------------------------------------------------------------------


def _with_next(turn: Turn, ctx: Context) -> Turn:
    """What was told as another matter meanwhile is opened when the first is sent."""
    waits = turn.state.later
    if not waits or Submit() not in turn.effects:
        return turn
    opened = open_draft(turn.state.with_(later=waits[1:]), Said(text=waits[0]), ctx)
    kept = (effect for effect in turn.effects if effect != Save())
    sent = Turn(turn.state, tuple(_as_of(turn.state, effect) for effect in kept))
    shown, next_shown = _shown(turn), _shown(opened)
    if ctx.capabilities.segment or shown is None or next_shown is None:
        return Turn(opened.state, (*sent.effects, *opened.effects))
    both = say(
        opened.state,
        *shown.lines,
        Line("later.now"),
        *next_shown.lines,
        choices=next_shown.choices,
    )
    return Turn(
        opened.state, (*_besides(sent, shown), *_besides(opened, next_shown), both)
    )


def _as_of(state: State, effect: Effect) -> Effect:
    """The draft that is sent is the one of then, not the one that is open now."""
    return Submit(state) if isinstance(effect, Submit) else effect


# --- leaving the step --------------------------------------------------------------------------------


def _alarmed(before: State, turn: Turn, said: Said) -> Turn:
    """Somebody in danger reads the emergency numbers first, once for each draft."""
    numbers = emergency_in(said.text) if said.text else ()
    if not numbers or (before.draft.alarmed and before.draft.id == turn.state.draft.id):
        return turn
    line = Line(
        "emergency.life" if in_crisis(said.text) else "emergency",
        {"numbers": "/".join(numbers)},
    )
    shown = _shown(turn) or Say(())
    alarm = say(turn.state, line, *shown.lines, choices=shown.choices)
    return Turn(turn.state.with_(alarmed=True), (*_besides(turn, shown), alarm))


def _shown(turn: Turn) -> Say | None:
    return next((effect for effect in turn.effects if isinstance(effect, Say)), None)


def _besides(turn: Turn, shown: Say) -> tuple[Effect, ...]:
    return tuple(effect for effect in turn.effects if effect is not shown)


def _heard(before: State, turn: Turn, said: Said, ctx: Context) -> Turn:
    """Numbers now mean what was shown; and nobody reads one sentence three times in a row."""
    turn = _numbered(before, turn)
    state, touched_at = _known_later(turn.state, said), ctx.now.isoformat()
    shown = _shown(turn)
    if shown is None:
        return Turn(state.with_(touched_at=touched_at), turn.effects)
    fingerprint = (
        f"{zlib.crc32(repr((state.language, shown.lines, shown.choices)).encode()):08x}"
    )
    repeats = before.repeats + 1 if fingerprint == before.said else 1
    state = state.with_(touched_at=touched_at, said=fingerprint, repeats=repeats)
    if repeats > TWICE:
        return _break_the_circle(state, turn, shown)
    return Turn(state, turn.effects)


def _known_later(state: State, said: Said) -> State:
    """Every message of a report is known as its own, should it be edited when another is told."""
    if (
        state.draft.id is None
        or not said.reference
        or said.reference in state.draft.refs
    ):
        return state
    return with_ref(state, said, HEARD)


def _break_the_circle(state: State, turn: Turn, shown: Say) -> Turn:
    """Point to a person; when that does not help either, call one; then be silent until something changes."""
    others = _besides(turn, shown)
    rounds = state.draft.stuck + 1
    state = state.with_(stuck=rounds)
    if state.phase == "done":
        return Turn(state, others)
    if rounds == 1:
        state = state.with_(repeats=TWICE - 1)
        line = Line("stuck", {"id": state.draft.id or ""})
        return Turn(state, (*others, Say((line,), shown.choices, shown.turn)))
    if state.phase not in DRAFTING or "wants_person" in state.draft.flags:
        return Turn(state, others)
    called = state.with_(flags=with_flag(state.draft.flags, "wants_person"))
    line = Line("stuck.person", {"id": state.draft.id or ""})
    return Turn(called, (Save(), *others, Say((line,), shown.choices, shown.turn)))


def _numbered(before: State, turn: Turn) -> Turn:
    """Number the turn, so that old buttons are known; numbers and yes bind to what was last shown."""
    number = before.turn + 1
    effects: tuple[Effect, ...] = tuple(
        Say(e.lines, e.choices, number) if isinstance(e, Say) else e
        for e in turn.effects
    )
    shown = [effect for effect in effects if isinstance(effect, Say)]
    if not shown:  # nothing new on the table: its buttons stay good
        return Turn(turn.state.with_(turn=number), effects)
    if shown[-1].lines[0].key.startswith("help"):  # help in between changes nothing
        return Turn(turn.state.with_(turn=number, shown=number), effects)
    choices = shown[-1].choices
    return Turn(turn.state.with_(turn=number, shown=number, choices=choices), effects)
