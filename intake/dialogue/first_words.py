"""Before there is a matter: who only asks, greets, or says who they are, gets an answer and no number."""

import re

from intake.dialogue.command_words import Command
from intake.dialogue.commands import obey
from intake.dialogue.courtesies import only
from intake.dialogue.effects import say
from intake.dialogue.hearing import (
    Handler,
    Utterance,
    courtesy,
    is_gibberish,
    is_matter,
    speaks_of_us,
)
from intake.dialogue.questions import MOST_TOPICS, answers_to, topics_of
from intake.form.answers import is_place
from intake.reading.acts import Act
from intake.reading.clauses import clauses_of, joined
from intake.reading.names import spot_name
from intake.reading.noise import noise_of
from intake.reading.telling import tells_of
from intake.state import (
    Choice,
    Context,
    Line,
    Said,
    State,
    TellStatus,
    Turn,
)

ENOUGH, BEYOND_DOUBT = 0.6, 0.8  # of the model that a first message only asks us
LONGEST_QUESTION = 25  # words; what asks us more than that tells something
A_FEW = 10
FEW_AROUND = 2  # words beside a name: "saya", "halo min"
A_NAME = 6  # words of a message that may be one
A_NOTE = 12  # words of a message to somebody else that sounds like a matter
CERTAIN = 0.92  # the same, where an office could see to it
HARDLY = 0.5  # of the model that a message went to the wrong number
LONG_ENOUGH = 4  # words of a clause that tells


def surely_a_matter(text: str, ctx: Context) -> bool:
    """An office could see to it, and none of it is asked of us."""
    if "#" in text or noise_of(text) or not is_matter(text):
        return False
    words = len(text.split())
    if words <= A_NOTE or words > LONGEST_QUESTION:
        return words > A_NOTE
    asked = any(ctx.topics.of(one.text) for one in clauses_of(text))
    return not asked and not speaks_of_us(text)


def before_a_matter(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """Who only asks, greets or says who they are gets an answer and an invitation, and no number."""
    if heard.act is Act.HUMAN and not is_matter(said.text):
        return obey(state, Command("human"), ctx)
    if "#" in said.text or noise_of(said.text):
        return None
    if courtesy(heard.kinds):
        key = "welcome" if Act.GREET in heard.kinds else "thanks.idle"
        return Turn(state, (say(state, Line(key)),))
    return _asked_first(state, said, heard, ctx) or _done_first(state, said, heard, ctx)


def _asked_first(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """The answer to who only asks, with an invitation."""
    topics = _topics_first(state, said, heard, ctx)
    only_asks = _surely_asks(heard)
    if topics and (only_asks or not is_matter(_besides_questions(said, heard))):
        lines = (*answers_to(topics, ctx), Line("topic.invite", optional=True))
        return Turn(state, (say(state, *lines),))
    if only_asks and speaks_of_us(said.text) and not is_matter(said.text):
        return Turn(state, (say(state, Line("welcome")),))
    return None


def _done_first(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """What is neither asked nor told: a greeting, a thank-you, a wrong number, who they are."""
    insists = said.text == state.draft.pending
    if heard.act is Act.NOISE and _is_hardly_for_us(said, heard) and not insists:
        return _asked_whether_to_report(state, said)
    little = _is_not_for_us if heard.act is Act.NOISE else _says_little
    handler = FIRST.get(heard.act) if heard.sure and little(said, heard) else None
    if handler is None:
        return _introduced(state, said, ctx)
    return handler(state, said, heard, ctx)


def _surely_asks(heard: Utterance) -> bool:
    return heard.act is Act.ASK and heard.chance > BEYOND_DOUBT


def _topics_first(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> tuple[str, ...]:
    """A first message is a matter unless it surely is a question to us."""
    if len(said.text.split()) > LONGEST_QUESTION:
        return ()
    sure = tuple(filter(None, (ctx.topics.of(one.text) for one in heard.clauses)))
    if sure or heard.act is not Act.ASK or heard.chance < ENOUGH:
        return tuple(dict.fromkeys(sure))[:MOST_TOPICS]
    if not (_is_short(said, heard) or speaks_of_us(said.text)):
        return ()
    return topics_of(state, (said.text,), ctx)


def _is_short(said: Said, heard: Utterance) -> bool:
    few = len(said.text.split()) <= A_FEW and heard.chance > BEYOND_DOUBT
    return few and not is_matter(said.text)


def _says_little(said: Said, heard: Utterance) -> bool:
    """Few words, no matter among them, and nothing that tells."""
    tells_much = any(
        tells_of(one.text) and len(one.text.split()) >= LONG_ENOUGH
        for one, kind in zip(heard.clauses, heard.kinds, strict=True)
        if kind in {Act.STORY, Act.ANSWER}
    )
    few = 12
    return not (tells_much or is_matter(said.text)) and len(said.text.split()) <= few


def _is_not_for_us(said: Said, heard: Utterance) -> bool:
    """A message that went to the wrong number: a shopping list, a greeting to somebody's mother."""
    if is_gibberish(said.text):
        return True
    misdirected = heard.chance > BEYOND_DOUBT
    return misdirected and not (is_matter(said.text) or speaks_of_us(said.text))


def _is_hardly_for_us(said: Said, heard: Utterance) -> bool:
    """It may be a matter all the same: asked, because neither a number nor silence would be right."""
    readable = len(_WORDS.findall(said.text)) >= len(said.text.split()) / 2
    if _is_not_for_us(said, heard) or not readable or len(said.text.split()) > A_NOTE:
        return False
    matter = is_matter(said.text) or speaks_of_us(said.text)
    return heard.chance > (CERTAIN if matter else HARDLY)


_WORDS = re.compile(r"\b[a-z]{2,20}\b", re.I)  # the model knows no other letters


def _asked_whether_to_report(state: State, said: Said) -> Turn:
    choices = (Choice("command", "new", said.text, key="choice.report"),)
    asked = state.with_(pending=said.text, choices=choices)
    return Turn(asked, (say(asked, Line("noise.unsure"), choices=choices),))


def _besides_questions(said: Said, heard: Utterance) -> str:
    rest = [
        one
        for one, kind in zip(heard.clauses, heard.kinds, strict=True)
        if kind not in {Act.ASK, Act.GREET, Act.THANKS, Act.FEAR}
    ]
    return joined(said.text, rest) if rest else ""


def _introduced(state: State, said: Said, ctx: Context) -> Turn | None:
    """A name alone is no matter; it is kept for the one that follows."""
    found = spot_name(said.text, lambda words: is_place(words, ctx))
    if found is None or len(said.text.split()) > A_NAME:
        return None
    around = f"{said.text[: found.start]} {said.text[found.end :]}"
    if is_matter(around) or len(around.split()) > FEW_AROUND:
        return None
    known = state.with_(prelude=said.text)
    return Turn(known, (say(known, Line("hello.name", {"name": found.value})),))


def _status_first(state: State, _said: Said, _heard: Utterance, _ctx: Context) -> Turn:
    return Turn(state, (TellStatus(None),))


def _announced(
    state: State, said: Said, _heard: Utterance, _ctx: Context
) -> Turn | None:
    """ "Saya mau lapor": that there is a matter, not which."""
    few = 5
    if len(said.text.split()) > few:
        return None
    return Turn(state, (say(state, Line("welcome.new")),))


FIRST: dict[Act, Handler] = {
    Act.GREET: only("welcome"),
    Act.THANKS: only("thanks.idle"),
    Act.NEW: _announced,
    Act.STATUS: _status_first,
    Act.HURRY: _status_first,
    Act.CANCEL: only("cancel.nothing"),
    Act.REFUSE: only("topic.secret"),
    Act.FEAR: only("topic.secret"),
    Act.WAIT: only("wait"),
    Act.NOISE: only("noise.misdirected"),
    Act.ANGER: only("noise.abuse"),
}
