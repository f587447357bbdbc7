"""Words that go on with the story at any question, alone or beside an answer; none of them is lost."""

import re
from dataclasses import replace

from intake.dialogue.after_receipt import append
from intake.dialogue.answering import collected, tells
from intake.dialogue.asking import ask_again, proceed
from intake.dialogue.hearing import VALUE, Utterance, introduced
from intake.dialogue.questions import answers_to, ask, topics_of
from intake.dialogue.updates import absorb, add_story, told
from intake.form.answers import is_place
from intake.form.combined import answers
from intake.form.slot import Reading
from intake.places.address import spot_place_span
from intake.reading.acts import Act, act_of
from intake.reading.category import classify
from intake.reading.clauses import Clause, joined
from intake.reading.names import spot_name
from intake.reading.telling import tells_of
from intake.reading.when import spot_when
from intake.reading.yes_no import read_yes_no
from intake.state import (
    Answer,
    Context,
    Line,
    Said,
    State,
    Turn,
)

ENOUGH = 0.6  # of the model that words belong to the report that was sent


def story(state: State, said: Said, _heard: Utterance, ctx: Context) -> Turn:
    """More of the matter: kept word for word, and the question stays open."""
    after = kept_apart(state, said.text, ctx)
    line = Line("heard_also", optional=True)
    return ask_again(after, ctx, line, short=True)


def time_and_more(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """Asked since when: what is told beside the time, or instead of it, is part of the story."""
    if state.draft.asked != ("time",):
        return None
    if not _is_timed(said.text, state, ctx):
        return story(state, said, heard, ctx) if heard.act is Act.STORY else None
    if not tells_of(_without_time(said.text, ctx)):
        return None
    reading = answers(said.text, ("time",), state, ctx)
    return collected(kept_apart(state, said.text, ctx), reading, ctx, said)


def _without_time(text: str, ctx: Context) -> str:
    hit = spot_when(text, ctx.now)
    return text[: hit.start] + text[hit.end :] if hit else ""


def place_or_name(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """Asked where, some say first who they are: that is kept, and the question put again."""
    if name := introduced(said.text):
        cue = spot_name(said.text, lambda words: is_place(words, ctx))
        if cue and state.answer("name") is None:
            known = absorb(state, Reading({"name": Answer(cue.value, name)}, {}))
            return ask_again(known, ctx, short=True)
    return answer_and_more(state, said, heard, ctx)


def _is_timed(text: str, state: State, ctx: Context) -> bool:
    told = answers(text, ("time",), state, ctx).answers.get("time")
    dated = told is not None and isinstance(told.value, dict) and told.value["date"]
    return bool(dated) or spot_when(text, ctx.now) is not None


def kept_apart(state: State, text: str, ctx: Context) -> State:
    """Part of the story; of the facts only the time may be new, for the others are asked about."""
    after = add_story(state, Said(text=text), ctx)
    strict = {
        slot: one
        for slot, one in after.draft.values.items()
        if slot in state.draft.values or slot in ("time", "nik", "phone")
    }
    return after.with_(
        values=strict, anonymous=state.draft.anonymous, told_at=state.draft.told_at
    )


def story_shown(state: State, said: Said, _heard: Utterance, ctx: Context) -> Turn:
    after = kept_apart(state, said.text, ctx)
    return proceed(after, ctx, (Line("added_to_draft"),))


def story_after(
    state: State, said: Said, heard: Utterance, _ctx: Context
) -> Turn | None:
    """More of the matter that was sent, where that is likely; else they are asked whether it is another."""
    found = classify(said.text)
    other = found.head not in {None, state.last_category}
    plainly = other and found.confidence > ENOUGH
    return append(state, said) if heard.chance > ENOUGH and not plainly else None


def answer_and_more(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """The clauses that can be the answer go to it; the others go on with the story, or are answered."""
    values, rest = _apart(heard)
    if not rest or not values:
        return None
    words = joined(said.text, values)
    reading = answers(_bare_names(words, values), state.draft.asked, state, ctx)
    if reading.empty:
        return _told_elsewhere(state, said, words, rest, ctx)
    after, leads = _told_and_asked(state, said, rest, ctx)
    return collected(after, reading, ctx, replace(said, text=words), leads)


def _bare_names(words: str, values: list[Clause]) -> str:
    """The answer without what introduces a name: "dengan Ibu Maria Rambu"."""
    for one in values:
        if name := introduced(one.text):
            words = words.replace(one.text, name)
    return words


def _apart(heard: Utterance) -> tuple[list[Clause], "Rest"]:
    """What can be the answer, and the rest."""
    pairs = zip(heard.clauses, heard.kinds, strict=True)
    rest = tuple((one, kind) for one, kind in pairs if _goes_on(kind, heard))
    values = _values(heard)
    return (values, rest) if values else _likeliest(heard, rest)


def _told_and_asked(
    state: State, said: Said, rest: "Rest", ctx: Context
) -> tuple[State, tuple[Line, ...]]:
    """Beside an answer: what is told is kept, what is asked answered, or kept for the officers."""
    story = joined(said.text, [one for one, kind in rest if kind != Act.ASK])
    after = kept_apart(state, story, ctx) if story else state
    asked = tuple(one.text for one, kind in rest if kind == Act.ASK)
    topics = topics_of(state, asked, ctx)
    leads = (*answers_to(topics, ctx), *_also(story))
    if not asked or (topics and not ctx.capabilities.segment):
        return after, leads  # an SMS may have no room for the answer
    after = after.with_(questions=(*after.draft.questions, *asked))
    unknown = () if topics else (Line("topic.unknown", optional=True),)
    return after, (*unknown, *leads)


def _values(heard: Utterance) -> list[Clause]:
    """The clauses that can be the answer: those that surely are, or all that tell nothing."""
    pairs = tuple(zip(heard.clauses, heard.kinds, strict=True))
    sure = [one for one, kind in pairs if kind == VALUE]
    return sure or [one for one, kind in pairs if kind == Act.ANSWER]


def _goes_on(kind: str, heard: Utterance) -> bool:
    """Whether a clause is no part of the answer; only a courtesy is neither part of it nor kept."""
    if kind == Act.ANSWER:
        return VALUE in heard.kinds
    return kind not in {VALUE, Act.THANKS, Act.GREET}


def _told_elsewhere(
    state: State, said: Said, words: str, rest: "Rest", ctx: Context
) -> Turn | None:
    """Not what was asked: another fact, perhaps ("rumahku depan pasar"), or a story after all."""
    known = told(state, Said(text=words), ctx)
    if known.draft.values != state.draft.values:
        story = joined(said.text, [one for one, _ in rest])
        if not _is_all_in(words, known, state):
            story = said.text
        after = kept_apart(known.with_(anonymous=state.draft.anonymous), story, ctx)
        return proceed(after, ctx, _also(story), short=True)
    if not tells(said.text):
        return None
    line = Line("heard_also", optional=True)
    return ask_again(kept_apart(state, said.text, ctx), ctx, line, short=True)


def _is_all_in(words: str, known: State, before: State) -> bool:
    """Whether the facts that came of these words hold every one of them."""
    values = known.draft.values.items()
    facts = [one for slot, one in values if one != before.draft.values.get(slot)]
    held = set(re.findall(r"\w+", " ".join(one.raw for one in facts).casefold()))
    return set(re.findall(r"\w+", words.casefold())) <= held


Rest = tuple[tuple[Clause, str], ...]


def _likeliest(heard: Utterance, rest: Rest) -> tuple[list[Clause], Rest]:
    """Where every clause tells something, the first may be the answer all the same."""
    first = heard.clauses[0]
    if len(heard.clauses) > 1 and heard.kinds[0] == Act.STORY:
        return [first], rest[1:]
    return [], rest


def _also(story: str) -> tuple[Line, ...]:
    return (Line("heard_also.words", {"value": story}, optional=True),) if story else ()


def told_on(state: State, said: Said, ctx: Context) -> Turn:
    return ask_again(
        kept_apart(state, said.text, ctx), ctx, Line("heard_also"), short=True
    )


def told_shown(state: State, said: Said, ctx: Context) -> Turn:
    return proceed(kept_apart(state, said.text, ctx), ctx, (Line("added_to_draft"),))


def told_after(state: State, said: Said, _ctx: Context) -> Turn:
    return append(state, said)


def asked_and_told(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> Turn | None:
    """A question is answered, and what is told beside it is kept; an answer beside it is one."""
    if _answers_as_well(heard, state):
        return answer_and_more(state, said, heard, ctx)
    return ask(with_clauses(state, said, heard, ctx), said, heard, ctx)


def _answers_as_well(heard: Utterance, state: State) -> bool:
    """ "Ini gratis? Depan pasar Matawai, Maria": a clause that begins as a place does, asked where."""
    if not {"place", "address"} & set(state.draft.asked):
        return False
    values = _values(heard)
    return len(values) < len(heard.clauses) and any(map(_begins_a_place, values))


def _begins_a_place(clause: Clause) -> bool:
    span = spot_place_span(clause.text)
    either = "atau" in clause.text.casefold().split()  # "kabupaten atau desa?"
    led = span is not None and not span.start and not either
    return led and not tells_of(clause.text) and act_of(clause.text, "open") is None


def with_clauses(state: State, said: Said, heard: Utterance, ctx: Context) -> State:
    """What else the message tells is part of the story."""
    story = joined(
        said.text,
        [
            one
            for one, kind in zip(heard.clauses, heard.kinds, strict=True)
            if _is_told(one, kind, heard) and read_yes_no(one.text) is None
        ],
    )
    return kept_apart(state, story, ctx) if story else state


def _is_told(clause: Clause, kind: str, heard: Utterance) -> bool:
    """More of the story; beside a question also what is no answer: "rusak parah itu di desa kami"."""
    besides = {Act.ANSWER, Act.UNKNOWN} if heard.act is Act.ASK else {Act.ANSWER}
    return kind == Act.STORY or (kind in besides and tells_of(clause.text))
