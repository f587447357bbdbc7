"""After the receipt the same person is still heard: thanks, an addition, or a new matter."""

from datetime import timedelta

from intake.dialogue.answering import ADDITION_WORDS, only_sticker, tells
from intake.dialogue.effects import say, since
from intake.dialogue.opening import open_draft
from intake.dialogue.updates import repeats_story
from intake.reading.category import classify
from intake.reading.nik import says_forgot
from intake.reading.noise import Noise, noise_of
from intake.reading.story import read_story
from intake.reading.yes_no import read_yes_no, thanks_in
from intake.state import Append, Choice, Context, Line, Said, State, Turn

SETTLED = timedelta(days=7)  # after this a new message is a new matter
COURTESY_WORDS = 6  # "terima kasih banyak atas bantuannya pak"; a longer message says more than thanks


def on_done(state: State, said: Said, ctx: Context) -> Turn:
    """A message after the complaint was sent."""
    if only_sticker(said):
        return Turn(state)
    settled = since(state.touched_at, ctx) > SETTLED
    if said.media or said.location:
        return open_draft(state, said, ctx) if settled else append(state, said)
    if polite := _politeness(state, said.text):
        return _reply(state, polite)
    if settled or read_story(said.text).keyword:
        return open_draft(state, said, ctx)
    if _another_matter(state, said.text) and not ctx.unread:
        return _ask_whether_new(state, said)
    return append(state, said)


def _reply(state: State, key: str) -> Turn:
    return Turn(state, (say(state, Line(key, {"id": state.last or ""})),))


def _politeness(state: State, text: str) -> str | None:
    """What to answer to a message that adds nothing."""
    noise = noise_of(text)
    if noise is Noise.THANKS or (
        thanks_in(text) and len(text.split()) <= COURTESY_WORDS
    ):
        return "thanks"
    if noise is None and read_yes_no(text) is not None:
        return "thanks"
    return (
        None
        if tells(text) and not says_forgot(text) and not repeats_story(state, text)
        else "done.hello"
    )


def _another_matter(state: State, text: str) -> bool:
    head = classify(text).head
    return (
        head not in {None, state.last_category} and len(text.split()) >= ADDITION_WORDS
    )


def _ask_whether_new(state: State, said: Said) -> Turn:
    choices = (
        Choice("command", "append", said.text, key="choice.append"),
        Choice("command", "new", said.text, key="choice.new"),
    )
    asked = state.with_(pending=said.text, choices=choices)
    line = Line("append_or_new", {"id": state.last or ""})
    return Turn(asked, (say(asked, line, choices=choices),))


def append(state: State, said: Said) -> Turn:
    """Add to the complaint that was sent; what still waited for an answer is added with it."""
    waiting = (
        state.draft.pending
        if state.draft.choices and state.draft.pending != said.text
        else ""
    )
    text = "\n".join(filter(None, (waiting, said.text)))
    kept = state.with_(pending=said.text, choices=(), album=said.group)
    if said.group and said.group == state.draft.album and not said.text:
        return Turn(kept, (Append(state.last or "", ""),))
    # In turn with other words, so that nobody reads one sentence over and over.
    line = Line(
        "appended.again" if state.draft.additions % 2 else "appended",
        {"id": state.last or ""},
    )
    kept = kept.with_(additions=state.draft.additions + 1)
    return Turn(kept, (Append(state.last or "", text), say(kept, line)))
