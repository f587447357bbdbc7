"""What belonged to a draft ends with it: no edit, file or choice of it reaches another."""

from dataclasses import fields
from datetime import timedelta

import pytest
from stories import Story

from intake.messages import Media, MediaKind
from intake.state import Answer, Append, Choice, Draft, Drop, Said, Say, State

HOME = "53.11"
LAMP = "Lampu jalan mati di Kambajawa Waingapu sejak kemarin"
ROAD = "Jalan berlubang besar di Kelurahan Matawai Kota Waingapu sejak minggu lalu"
PHOTO = (Media(MediaKind.PHOTO, "file"),)
OF_ITS_FIRST_QUESTION = {"id", "opened_at", "asked", "counted", "refs"}
USED_UP = Draft(
    id="LPR-2222222",
    opened_at="2026-11-23T09:00:00+07:00",
    story=(LAMP,),
    values={"name": Answer("Budi", "Budi")},
    attic={"witness": "Ina"},
    flags=("emergency",),
    anonymous=True,
    confidential=True,
    asked=("name",),
    choices=(Choice("set", "name", "Siti", label="Siti"),),
    pending="x",
    misses={"story": 2},
    counted={"story": 2},
    trail=({"name": None},),
    offered=("place",),
    who_asked=True,
    replacing=True,
    told_at="2026-11-23T09:00:00+07:00",
    owes=True,
    attachments=3,
    album="album",
    refs={"m1": "story:0"},
    nudged=True,
    wants_person=True,
    alarmed=True,
    stuck=2,
    claim={"by": 3, "id": "LPR-2222222", "at": "2026-11-23T09:00:00+07:00"},
    additions=4,
    questions=("dari dana apa ya?",),
    refused=("name",),
)


def say(
    talk: Story, text: str = "", reference: str = "", **more: object
) -> list[object]:
    """One message; its effects."""
    talk.now += timedelta(minutes=1)
    before = len(talk.effects)
    talk.hear(Said(text=text, reference=reference, **more))
    return talk.effects[before:]


def keys(effects: list[object]) -> list[str]:
    return [
        line.key
        for effect in effects
        if isinstance(effect, Say)
        for line in effect.lines
    ]


@pytest.fixture
def talk() -> Story:
    """A chat with a story told, a photo sent and two questions answered."""
    talk = Story("telegram", HOME)
    say(talk, LAMP, "m1")
    say(talk, "", "m2", media=PHOTO, group="album")
    say(talk, "Budi Santoso", "m3")
    return talk


def test_beginning_anew_drops_what_the_draft_had(talk: Story) -> None:
    id_ = talk.state.draft.id
    assert Drop(id_) in say(talk, "ULANG", "m4")


def test_every_field_of_a_draft_is_used_in_this_test() -> None:
    assert [
        one.name
        for one in fields(Draft)
        if getattr(USED_UP, one.name) == getattr(Draft(), one.name)
    ] == []


def test_beginning_anew_leaves_nothing_of_the_draft_but_its_number() -> None:
    talk = Story("telegram", HOME)
    talk.state = State(phase="collect", draft=USED_UP, touched_at=talk.now.isoformat())
    say(talk, "ULANG", "m4")
    draft, new = talk.state.draft, Draft()
    assert (draft.id, draft.asked, draft.refs) == (
        USED_UP.id,
        ("story",),
        {"m4": "heard"},
    )
    names = {one.name for one in fields(Draft)} - OF_ITS_FIRST_QUESTION
    assert {
        name for name in names if getattr(draft, name) != getattr(new, name)
    } == set()


def test_an_edit_of_the_dropped_story_changes_nothing_of_the_next(talk: Story) -> None:
    say(talk, "ULANG", "m4")
    say(talk, ROAD, "m5")
    before = talk.state.draft
    effects = say(talk, f"{LAMP} dan bahaya", "m1", edits="m1")
    assert "edited.past" in keys(effects)
    assert (talk.state.draft.story, talk.state.draft.values) == (
        before.story,
        before.values,
    )


def test_an_edit_of_a_dropped_answer_is_no_answer_to_the_next_question(
    talk: Story,
) -> None:
    say(talk, "ULANG", "m4")
    say(talk, ROAD, "m5")
    asked = talk.state.draft.asked
    say(talk, "Budi Santosa", "m3", edits="m3")
    assert talk.state.value("name") is None
    assert talk.state.draft.asked == asked


def test_an_edit_of_the_new_story_still_works(talk: Story) -> None:
    say(talk, "ULANG", "m4")
    say(talk, LAMP, "m5")
    say(talk, ROAD, "m5", edits="m5")
    assert talk.state.draft.story == (ROAD,)


def test_a_late_photo_of_a_dropped_album_is_not_the_next_reports(talk: Story) -> None:
    say(talk, "ULANG", "m4")
    say(talk, ROAD, "m5")
    assert [
        e for e in say(talk, "", "m6", media=PHOTO, group="album") if isinstance(e, Say)
    ] == []
    assert talk.state.draft.attachments == 0


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("BATAL", id="after it was withdrawn"),
        pytest.param("LAPOR BARU", id="after it was left for another matter"),
    ],
)
def test_an_edit_of_an_earlier_report_never_reaches_the_one_at_hand(
    talk: Story, words: str
) -> None:
    say(talk, words, "m4")
    say(talk, ROAD, "m5")
    before = talk.state.draft
    assert before.story == (ROAD,)
    say(talk, f"{LAMP} dan bahaya", "m1", edits="m1")
    assert (talk.state.draft.story, talk.state.draft.values) == (
        before.story,
        before.values,
    )


def test_an_edit_of_the_report_sent_last_goes_to_that_report(talk: Story) -> None:
    sent = talk.state.draft.id
    for n, words in enumerate(("sama", "lewati", "lewati", "kirim"), start=4):
        say(talk, words, f"m{n}")
    assert talk.state.last == sent
    say(talk, f"LAPOR {ROAD}", "m8")
    assert talk.state.draft.id != sent
    before = talk.state.draft
    effects = say(talk, f"{LAMP} dan bahaya", "m1", edits="m1")
    assert Append(sent or "", f"{LAMP} dan bahaya") in effects
    assert talk.state.draft.story == before.story


def test_a_choice_of_the_dropped_draft_means_nothing_any_more(talk: Story) -> None:
    shown = talk.state.shown
    talk.state = talk.state.with_(
        choices=(Choice("set", "name", "Siti", label="Siti"),)
    )
    say(talk, "ULANG", "m4")
    say(talk, "Siti", "m5", button=f"c:{shown}:1")
    assert talk.state.value("name") is None


def test_only_the_wish_for_a_person_waits_for_the_next_report() -> None:
    talk = Story("telegram", HOME)
    say(talk, "PETUGAS", "m1")
    assert talk.state == State(
        calls_person=True,
        turn=1,
        shown=1,
        said=talk.state.said,
        repeats=1,
        touched_at=talk.state.touched_at,
    )
    say(talk, LAMP, "m2")
    assert "wants_person" in talk.state.draft.flags
    assert not talk.state.calls_person
    assert talk.state.phase == "done"


def test_a_wish_for_a_person_ends_with_the_draft_it_was_said_in() -> None:
    talk = Story("telegram", HOME)
    say(talk, "", "m1", media=PHOTO)
    say(talk, "PETUGAS", "m2")
    assert talk.state.draft.wants_person
    say(talk, "ULANG", "m3")
    assert not talk.state.draft.wants_person
