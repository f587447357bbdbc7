"""What people do besides answering, and what comes of it: one row an act.

A message is read as acts (`hearing.py`); what is no answer does not reach a slot. After it the open
question is put again, in fewer words. What cannot be undone is asked first.
"""

from collections.abc import Callable
from dataclasses import replace

from intake.dialogue.after_receipt import SETTLED
from intake.dialogue.another_matter import another, another_after
from intake.dialogue.changing import (
    NUMBER,
    NUMBERED,
    is_to_send,
    told_by_itself,
)
from intake.dialogue.command_words import Command
from intake.dialogue.commands import obey
from intake.dialogue.courtesies import answered_by, noise, noise_after, only
from intake.dialogue.effects import since
from intake.dialogue.first_words import before_a_matter, surely_a_matter
from intake.dialogue.fixing import fix
from intake.dialogue.hearing import Handler, Utterance, hear, where_of
from intake.dialogue.holding_back import afraid, afraid_after, hide, refuse, unknown
from intake.dialogue.how_far import angry, hurry, hurry_draft, status, status_draft
from intake.dialogue.questions import ask_after
from intake.dialogue.taking_back import (
    agree,
    agree_likely,
    cancel,
    cancel_sent,
    keep_sent,
    person,
    solved,
    solved_sent,
    unsolved_sent,
)
from intake.dialogue.telling_on import (
    answer_and_more,
    asked_and_told,
    place_or_name,
    story,
    story_after,
    story_shown,
    time_and_more,
    told_after,
    told_on,
    told_shown,
)
from intake.dialogue.updates import repeats_story
from intake.form.answers import BEFORE
from intake.form.combined import answers
from intake.reading.acts import Act, act_of
from intake.reading.clauses import Clause, clauses_of
from intake.reading.emergency import emergency_in
from intake.reading.telling import tells_of
from intake.reading.when import spot_when
from intake.reading.yes_no import read_yes_no
from intake.state import (
    Answer,
    Context,
    Said,
    State,
    Turn,
)

BARE = 8  # words of a yes or no with its courtesies
BEYOND_DOUBT = 0.8  # of the model that it is no answer
Otherwise = Callable[[State, Said, Context], Turn]


def act(state: State, said: Said, ctx: Context) -> Turn | None:
    """What these words do; None when they only answer what was asked, or open a matter."""
    if not said.text.strip() or said.media or _answers_yes_or_no(state, said.text):
        return None
    where = where_of(state)
    if _is_for_the_phase(state, said, where, ctx):
        return None
    if where == "first":
        return _first(state, said, ctx)
    return _besides_answering(state, said, where, ctx)


def _first(state: State, said: Said, ctx: Context) -> Turn | None:
    if state.phase == "cancelled" and act_of(said.text, "done") is Act.KEEP:
        return obey(state, Command("resume"), ctx)
    if surely_a_matter(said.text, ctx):  # most are; the models cost time
        return None
    return before_a_matter(state, said, hear(said.text, "first", ctx), ctx)


def _besides_answering(
    state: State, said: Said, where: str, ctx: Context
) -> Turn | None:
    plain = _read_plainly(state, said, ctx)
    if plain - NAMED:
        return None
    heard = hear(said.text, where, ctx)
    if _is_for_the_slots(state, said, heard, ctx) or (plain and _may_answer(heard)):
        return None
    heard = _outweighed(said, heard)
    handler = LEADS_TO[heard.act].get(where) or LEADS_TO[heard.act].get("draft")
    return handler(state, said, heard, ctx) if handler else None


def _outweighed(said: Said, heard: Utterance) -> Utterance:
    """Danger is told, whatever else; a bare "no" to a question for a fact is a refusal."""
    if heard.act in {Act.CANCEL, Act.HUMAN}:
        return heard
    if emergency_in(said.text):
        return replace(heard, act=Act.STORY)
    if read_yes_no(said.text) is False:
        return replace(heard, act=Act.REFUSE)
    if heard.act in HOLDS_BACK and _rather_tells(said, heard):
        return replace(heard, act=Act.STORY)
    return heard


HOLDS_BACK = frozenset({Act.REFUSE, Act.UNKNOWN, Act.WAIT})


def _rather_tells(said: Said, heard: Utterance) -> bool:
    """The model alone believes it, and not quite; a clause of it tells of the matter."""
    if heard.chance >= BEYOND_DOUBT or len(said.text.split()) <= BARE:
        return False
    return act_of(said.text, "open") is not heard.act and Act.STORY in heard.kinds


def _is_for_the_slots(state: State, said: Said, heard: Utterance, ctx: Context) -> bool:
    """What is not about the report that was sent, its phase reads."""
    return state.phase == "done" and not _about_what_was_sent(state, said, heard, ctx)


def _read_plainly(state: State, said: Said, ctx: Context) -> frozenset[str]:
    """The slots it answers, where no table sees an act in it and nothing in it tells or asks."""
    if state.phase != "collect":
        return frozenset()
    if not _is_as_before(state, said.text) and _does_more(said.text, ctx):
        return frozenset()
    reading = answers(said.text, state.draft.asked, state, ctx)
    if not (reading.choices or set(reading.answers) - NAMED):
        return NAMED & set(reading.answers)
    if any(
        _is_found(one) for slot, one in reading.answers.items() if slot not in NAMED
    ):
        return frozenset(reading.answers)
    return frozenset()


NAMED = frozenset({"name"})
POLITE = frozenset({Act.THANKS, Act.GREET})
ANSWERING = frozenset({Act.ANSWER, Act.STORY, Act.FIX})


def _may_answer(heard: Utterance) -> bool:
    return heard.act in ANSWERING or heard.chance < BEYOND_DOUBT


def _is_as_before(state: State, text: str) -> bool:
    """ "Sama seperti dulu" answers, though it sounds like a story."""
    few = 5
    return bool(state.known and BEFORE.search(text)) and len(text.split()) <= few


def _does_more(text: str, ctx: Context) -> bool:
    clauses = clauses_of(text) or (Clause(text, 0, len(text)),)
    besides = [one for one in clauses if act_of(one.text, "open") not in POLITE]
    if not besides or "?" in text:
        return True
    return any(_does_something(one.text, ctx) for one in besides)


def _does_something(text: str, ctx: Context) -> bool:
    return act_of(text, "open") is not None or _tells_or_asks(text, ctx)


def _is_found(answer: Answer) -> bool:
    """A value that stands for something: of places a region, a street, a landmark."""
    if not isinstance(answer.value, dict) or "region_code" not in answer.value:
        return answer.value is not None
    parts = ("region_code", "street", "landmark", "rt")
    return answer.how == "same" or any(answer.value.get(part) for part in parts)


def _tells_or_asks(text: str, ctx: Context) -> bool:
    if _is_a_time(text, ctx):
        return False
    return tells_of(text) or ctx.topics.of(text) is not None


ASKS_BACK = frozenset(
    {Act.STATUS, Act.HURRY, Act.SOLVED, Act.CANCEL, Act.HUMAN, Act.ASK, Act.NEW}
)


def _about_what_was_sent(
    state: State, said: Said, heard: Utterance, ctx: Context
) -> bool:
    """After days of silence only what surely asks of the old report is about it."""
    if since(state.touched_at, ctx) <= SETTLED:
        return True
    return heard.act in ASKS_BACK and act_of(said.text, "done") is heard.act


def _is_for_the_phase(state: State, said: Said, where: str, ctx: Context) -> bool:
    """What the phase itself knows best: the story it asks for, a line of the review, words told before."""
    if state.phase == "idle":
        return False
    if state.phase == "collect" and _is_still_told(state, where, ctx):
        return True
    if state.phase == "review" and _is_of_the_review(state, said.text, ctx):
        return True
    if repeats_story(state, said.text):
        return True
    return where in {"place", "who"} and _is_a_time(said.text, ctx)


def _is_still_told(state: State, where: str, ctx: Context) -> bool:
    """No story yet, or our question has not reached them."""
    return where == "first" or bool(ctx.unread and state.draft.told_at)


def _is_of_the_review(state: State, text: str, ctx: Context) -> bool:
    """One of its lines by number, or a number that it has room for."""
    if NUMBERED.fullmatch(text) or NUMBER.fullmatch(text) or is_to_send(text):
        return True
    return bool(told_by_itself(text, state, ctx))


def _is_a_time(text: str, ctx: Context) -> bool:
    hit = spot_when(text, ctx.now)
    return hit is not None and len(text.strip(" .,!")) == hit.end - hit.start


def _answers_yes_or_no(state: State, text: str) -> bool:
    """A bare yes, or a bare no where that was the question, is an answer."""
    if len(text.split()) > BARE:
        return False
    yes = read_yes_no(text)
    if yes is None or act_of(text, "open") in {Act.CANCEL, Act.HUMAN}:
        return False
    refusable = {"name", "address", "place"} & set(state.draft.asked)
    return bool(yes) or state.phase != "collect" or not refusable


def _fixed_or(otherwise: Otherwise) -> Handler:
    """A correction; what nobody can place goes on as told."""

    def fixed(state: State, said: Said, _heard: Utterance, ctx: Context) -> Turn:
        return fix(state, said, ctx, otherwise)

    return fixed


# --- the table ----------------------------------------------------------------------------------

# act -> point of the conversation -> what it does; "draft": wherever a draft is being taken down
LEADS_TO: dict[Act, dict[str, Handler]] = {
    Act.ANSWER: {
        "place": place_or_name,
        "who": answer_and_more,
        "other": time_and_more,
        "review": agree_likely,
    },
    Act.KEEP: {"done": keep_sent},
    Act.UNSOLVED: {"done": unsolved_sent},
    Act.AGREE: {"review": agree, "done": only("done.hello")},
    Act.STORY: {
        "place": story,
        "who": story,
        "other": time_and_more,
        "review": story_shown,
        "done": story_after,
    },
    Act.ASK: {"draft": asked_and_told, "done": ask_after},
    Act.FIX: {
        "draft": _fixed_or(told_on),
        "review": _fixed_or(told_shown),
        "done": _fixed_or(told_after),
    },
    Act.CANCEL: {"draft": cancel, "done": cancel_sent},
    Act.HUMAN: {"draft": person, "done": person},
    Act.ANONYMOUS: {"draft": hide("anonymous"), "done": hide("anonymous")},
    Act.CONFIDENTIAL: {"draft": hide("confidential"), "done": hide("confidential")},
    Act.FEAR: {"draft": afraid, "done": afraid_after},
    Act.UNKNOWN: {
        "draft": unknown,
        "review": answered_by("review.unknown"),
        "done": only("done.hello"),
    },
    Act.REFUSE: {"draft": refuse, "review": afraid, "done": only("done.hello")},
    Act.STATUS: {"draft": status_draft, "done": status},
    Act.HURRY: {"draft": hurry_draft, "done": hurry},
    Act.SOLVED: {"draft": solved, "done": solved_sent},
    Act.NEW: {"draft": another, "done": another_after},
    Act.WAIT: {"draft": only("wait"), "done": only("thanks")},
    Act.ANGER: {"draft": answered_by("anger"), "done": angry},
    Act.THANKS: {"draft": answered_by("thanks.draft"), "done": only("thanks")},
    Act.GREET: {"draft": answered_by("greet"), "done": only("done.hello")},
    Act.NOISE: {"draft": noise, "done": noise_after},
}
