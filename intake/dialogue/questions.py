"""Questions to us: answered from the table of topics; what nobody here knows is kept for somebody who may."""

from intake.dialogue.asking import ask_again
from intake.dialogue.effects import say
from intake.dialogue.hearing import (
    Utterance,
    questions,
    speaks_of_us,
    topic_of,
    where_of,
)
from intake.state import (
    Context,
    Line,
    Said,
    Save,
    State,
    TellDesk,
    TellStatus,
    Turn,
)

ABOUT_THE_CASE = frozenset({"how_long", "who_handles", "what_next"})
MOST_TOPICS = 2  # answered in one message


def topics_of(state: State, texts: tuple[str, ...], ctx: Context) -> tuple[str, ...]:
    where = where_of(state)
    found = (topic_of(text, where, ctx) for text in texts)
    return tuple(dict.fromkeys(topic for topic in found if topic))[:MOST_TOPICS]


def asked_about(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> tuple[str, ...]:
    """What it is about: of the clauses that ask, or of the whole."""
    sure = tuple(filter(None, map(ctx.topics.of, questions(heard))))
    if sure:
        return tuple(dict.fromkeys(sure))[:MOST_TOPICS]
    return topics_of(state, (said.text,), ctx)


def ask(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn | None:
    topics = asked_about(state, said, heard, ctx)
    if not topics:
        return _unknown_question(state, said, ctx)
    return ask_again(state, ctx, *answers_to(topics, ctx), short=True)


def answers_to(topics: tuple[str, ...], ctx: Context) -> tuple[Line, ...]:
    facts = {"area": ctx.gazetteer.area(ctx.home), **ctx.days}
    return tuple(Line(f"topic.{topic}", facts) for topic in topics)


def _unknown_question(state: State, said: Said, ctx: Context) -> Turn:
    """Told so, kept, and shown to the coordinator with the report."""
    asked = (*state.draft.questions, said.text)
    turn = ask_again(
        state.with_(questions=asked), ctx, Line("topic.unknown"), short=True
    )
    return Turn(turn.state, (Save(), *turn.effects))


def ask_after(state: State, said: Said, heard: Utterance, ctx: Context) -> Turn:
    topics = asked_about(state, said, heard, ctx)
    if ABOUT_THE_CASE & set(topics):
        asked = () if _asked_of_us(said, ctx) else (to_desk(state, "ask", said.text),)
        return Turn(state, (*asked, TellStatus(state.last)))
    if topics:
        return Turn(state, (say(state, *answers_to(topics, ctx)),))
    line = Line("topic.unknown.sent", {"id": state.last or ""})
    return Turn(state, (to_desk(state, "ask", said.text), say(state, line)))


def _asked_of_us(said: Said, ctx: Context) -> bool:
    """The table knows the answer; "when is it collected?" only the office does."""
    return ctx.topics.of(said.text) is not None or speaks_of_us(said.text)


def to_desk(state: State, verb: str, text: str) -> TellDesk:
    return TellDesk(state.last or "", verb, text)
