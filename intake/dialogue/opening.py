"""A new matter: the first message that tells something is the complaint."""

import re
from dataclasses import replace

from intake.dialogue.answering import (
    media_key,
    only_sticker,
    opened_lines,
    tells,
    unreadable,
)
from intake.dialogue.asking import proceed
from intake.dialogue.effects import say
from intake.dialogue.updates import absorb, told, with_ref
from intake.form.combined import answers
from intake.reading.matters import Matters, two_matters
from intake.reading.noise import Noise, noise_of
from intake.reading.story import Story, read_story, title_of
from intake.reading.yes_no import read_yes_no
from intake.state import (
    Choice,
    Context,
    Draft,
    Drop,
    Effect,
    Line,
    Said,
    Say,
    State,
    Turn,
)

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


def on_idle(state: State, said: Said, ctx: Context) -> Turn:
    """Nothing is open: a story opens a draft, everything else is told what this is."""
    if state.draft.pending and read_yes_no(said.text):
        return open_draft(state, Said(text=state.draft.pending), ctx)
    bare = not said.media and not said.location
    if bare and _only_announces(said.text):
        return Turn(state, (say(state, Line("welcome.new")),))
    return _opened_or_not(state, said, ctx)


def _opened_or_not(state: State, said: Said, ctx: Context) -> Turn:
    if (said.media and not only_sticker(said)) or said.location or tells(said.text):
        return open_draft(state, said, ctx)
    noise = noise_of(said.text) or Noise.EMPTY
    key = "noise.unreadable" if unreadable(said.text) else NOISE_KEYS[noise]
    return Turn(state, (say(state, Line(key)),))


def _only_announces(text: str) -> bool:
    """ "Mau lapor pak": nothing is told yet."""
    story = read_story(text)
    return bool(story.keyword) and not story.body.strip()


def open_draft(state: State, said: Said, ctx: Context) -> Turn:
    """The draft gets its id now, everything the story tells is read, and only the rest is asked."""
    story = read_story(said.text)
    fresh = _fresh(state, said, ctx)
    if state.prelude:  # they said who they are before they told anything
        fresh = told(fresh.with_(prelude=""), Said(text=state.prelude), ctx)
    if story.body.strip() and tells(said.text):
        fresh = with_ref(
            fresh.with_(story=(said.text,), told_at=ctx.now.isoformat()),
            said,
            "story:0",
        )
    fresh = told(fresh, replace(said, text=_to_read(said.text, story)), ctx)
    for slot, words in (("name", story.name), ("address", story.address)):
        if words:
            reading = answers(words, (slot,), fresh, ctx)
            fresh = absorb(fresh, reading).with_(told_at=fresh.draft.told_at)
    turn = proceed(fresh, ctx, _leads(fresh, said, ctx), opened=bool(fresh.draft.story))
    if both := _two(fresh, ctx):
        turn = _ask_whether_two(turn, both, _leads(fresh, said, ctx))
    return Turn(turn.state, (*_withdrawn(state), *turn.effects))


def _two(state: State, ctx: Context) -> Matters | None:
    """Two matters told at once; where a question costs an SMS they stay one report."""
    if ctx.capabilities.segment or not state.draft.story:
        return None
    return two_matters(state.draft.story[0])


def _ask_whether_two(turn: Turn, both: Matters, leads: tuple[Line, ...]) -> Turn:
    """Once, before the first question, which stays on the table."""
    if turn.state.phase != "collect":
        return turn
    choices = (
        Choice("command", "split", key="choice.two"),
        Choice("command", "stay", key="choice.one"),
    )
    facts = {
        "story": title_of(both.first, SHOWN),
        "value": title_of(both.second, SHOWN),
    }
    asked = turn.state.with_(choices=choices)
    line = say(asked, *leads, Line("matters.ask", facts), choices=choices)
    others = (effect for effect in turn.effects if not isinstance(effect, Say))
    return Turn(asked, (*others, line))


SHOWN = 60  # characters of a matter in the question


def _withdrawn(state: State) -> tuple[Effect, ...]:
    """Who begins anew after BATAL will not take the old report up again."""
    return (
        (Drop(state.draft.id),) if state.phase == "cancelled" and state.draft.id else ()
    )


def _to_read(text: str, story: Story) -> str:
    """Where facts are looked for: not in the fields of the old form, and with the region it began with."""
    if "#" in text and story.name:
        return story.body
    return (
        f"{story.body}, {story.keyword}"
        if story.keyword and _REGION.match(story.keyword)
        else text
    )


_REGION = re.compile(r"\s*(?:kab|kota|pem|prov)", re.I)


def _leads(state: State, said: Said, ctx: Context) -> tuple[Line, ...]:
    if state.draft.story or not (said.media or said.location):
        return opened_lines(state, ctx)
    return (
        Line(media_key(said) if said.media else "location.noted", optional=True),
        *opened_lines(state, ctx),
    )


def _fresh(state: State, said: Said, ctx: Context) -> State:
    """A new draft; of what was before only the person stays."""
    draft = Draft(
        id=ctx.new_id,
        opened_at=ctx.now.isoformat(),
        attachments=len(said.media),
        album=said.group,
        wants_person=state.calls_person,
    )
    return state.begin(draft).with_(phase="collect", calls_person=False)
