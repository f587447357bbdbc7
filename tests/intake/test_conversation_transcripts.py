"""Conversations as people have them, word for word: read tests/transcripts as the citizen would."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import stories
from stories import Story, read, replay, stored

from gateway.operate.chat import A_LINE
from intake.conversation import step
from intake.form.slots import FORM
from intake.state import Answer, Choice, Said, State

TRANSCRIPTS = sorted(stories.HERE.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_word_for_word_as_written_down(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert replay(written) == written


def test_there_are_stories_enough_and_each_is_told_once() -> None:
    told = [
        path.read_text(encoding="utf-8").partition("\n\n")[2] for path in TRANSCRIPTS
    ]
    assert len(told) >= 60
    assert len(set(told)) == len(told)


EDGES = {
    ("idle", "idle"),  # a greeting, noise, help
    ("idle", "collect"),  # a story
    ("idle", "review"),  # everything in one message, by chat
    ("idle", "done"),  # everything in one message, or a person was asked for before
    ("collect", "collect"),
    ("collect", "review"),
    ("collect", "done"),  # SMS has no review; KIRIM, PETUGAS
    ("collect", "cancelled"),
    ("collect", "idle"),  # BARU
    ("review", "review"),
    ("review", "collect"),  # a line is asked anew
    ("review", "done"),
    ("review", "cancelled"),
    ("review", "idle"),
    ("done", "done"),  # thanks, additions, corrections
    ("done", "idle"),
    ("done", "collect"),  # another matter
    ("cancelled", "cancelled"),
    ("cancelled", "collect"),  # LANJUT, or another matter
    ("cancelled", "review"),
}


def test_every_edge_of_the_state_chart_is_told_in_some_story() -> None:
    walked = set()
    for path in TRANSCRIPTS:
        script = read(path.read_text(encoding="utf-8"))
        story = script.story()
        for after, line in script.sent:
            before = story.state.phase
            story.send_after(line, after)
            walked.add((before, story.state.phase))
    assert walked == EDGES


def removed(state: State) -> State:
    """As if the form had asked for a witness until yesterday."""
    witness = Answer("Ina", "Ina")
    return state.with_(
        values={**state.draft.values, "witness": witness},
        asked=(*state.draft.asked, "witness"),
        misses={**state.draft.misses, "witness": 1},
        trail=(
            *state.draft.trail,
            {"witness": None},
            {"witness": witness, "place": state.answer("place")},
        ),
        choices=(*state.draft.choices, Choice("set", "witness", "Ina", label="Ina")),
    )


def added(slot: str) -> Callable[[State], State]:
    """As if the form had not asked for this until yesterday."""

    def without(state: State) -> State:
        return state.with_(
            values={
                name: answer
                for name, answer in state.draft.values.items()
                if name != slot
            },
            asked=tuple(name for name in state.draft.asked if name != slot),
            misses={name: n for name, n in state.draft.misses.items() if name != slot},
        )

    return without


def raised(state: State) -> State:
    """As if every parser were newer than what is stored."""
    return state.with_(
        values={
            slot: replace(a, version=0, value="?")
            for slot, a in state.draft.values.items()
        }
    )


FORMS = {
    "a slot was taken off the form": removed,
    "the name is asked since today": added("name"),
    "the place is asked since today": added("place"),
    "every parser is newer": raised,
}


@pytest.mark.parametrize("change", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_anybody_in_the_middle_of_it_goes_on_when_the_form_changes(
    path: Path, change: Callable[[State], State]
) -> None:
    script = read(path.read_text(encoding="utf-8"))
    story = script.story()
    for after, line in script.sent:
        story.send_after(line, after)
        story.now += A_LINE  # no burst
        before = stored(change(story.state))
        turn = step(
            before, Said(text="Jl Mawar 5, Kambajawa Waingapu"), story._context()
        )
        assert stored(turn.state) == turn.state
        assert set(turn.state.draft.values) <= set(FORM.by_id)
        assert set(turn.state.draft.asked) <= set(FORM.by_id)
        assert all(
            answer.version == FORM.by_id[slot].version
            for slot, answer in turn.state.draft.values.items()
        )


def test_what_was_answered_to_a_slot_that_is_gone_is_kept_in_the_attic() -> None:
    story = Story("telegram", "53.11")
    story.send_after("Sampah menumpuk di Kambajawa Waingapu sejak kemarin", None)
    story.now += A_LINE
    turn = step(removed(story.state), Said(text="Budi"), story._context())
    assert turn.state.draft.attic == {"witness": "Ina"}
    assert turn.state.value("name") == "Budi"


def test_an_answer_of_an_older_parser_is_read_again_from_its_words() -> None:
    story = Story("telegram", "53.11")
    for line in ("Sampah menumpuk", "Jl Ahmad Yani, Kambajawa", "kemarin"):
        story.send_after(line, None)
    turn = step(raised(story.state), Said(text="Budi"), story._context())
    assert turn.state.value("place") == story.state.value("place")
    assert turn.state.value("time") == story.state.value("time")
