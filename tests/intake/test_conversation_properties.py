"""What holds for any conversation whatever: any words, any medium, any button, in any state."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stories import stored

from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import (
    load_catalogue,
    load_gazetteer,
    load_models,
    load_scorer,
)
from intake.complaint import tracking_id
from intake.conversation import step
from intake.form.slots import FORM, missing, tries
from intake.messages import Media, MediaKind, SharedPoint
from intake.reading.emergency import emergency_in
from intake.state import (
    Adopted,
    Answer,
    Choice,
    Claimed,
    Context,
    Draft,
    Event,
    Mark,
    Said,
    Save,
    Say,
    State,
    Submit,
    Turn,
    Woke,
)
from intake.wording.render import render
from storage.codec import dumps, from_record
from storage.values import Conversation

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
MINUTE = timedelta(minutes=1)
TOLD = "Sampah menumpuk tidak diangkut di Kel. Kambajawa Waingapu sejak kemarin"

PHRASES = st.sampled_from(
    (
        TOLD,
        "jalan rusak",
        "Air PDAM di Matawai Waingapu mati sejak kemarin pak",
        "Budi Santoso",
        "nama saya Siti Rahma",
        "Jl Melati 5, Kambajawa Waingapu",
        "jembatan ambruk di Sukamaju",
        "depan pasar, Matawai Waingapu, Budi, sama",
        "sama",
        "iya",
        "tidak",
        "1",
        "2",
        "4",
        "9",
        "lupa",
        "kemarin",
        "tanggal 5 bulan depan",
        "5311040506070001",
        "081234567890",
        "makasih",
        "halo",
        "???",
        "😡😡",
        "tes",
        "wkwkwk",
        "tunggu ya pak",
        "ini robot?",
        "gratis apa bayar?",
        "kok belum ada kabar",
        "eh salah, di Hambala",
        "namanya salah, yang benar Siti",
        "ga tau pak",
        "saya takut",
        "tidak usah jadi",
        "sudah diperbaiki",
        "ada lagi, lampu jalan mati di Kambera",
        "jawab dong bodoh",
        "kebakaran sekarang tolong",
        "saya mau bunuh diri",
        "oknum petugas minta uang 100 ribu",
        "LAPOR#Budi#Jl Melati 5#sampah",
        "KAB. SUMBA TIMUR air mati",
        "LPR-2222222",
        "4 Siti Rahma",
        "UBAH NAMA Siti",
        "UBAH ISI",
        "UBAH JENIS",
        "ubah lokasi Jl Mawar 5 Matawai",
        "الطريق مكسور",
        "Sebarkan ke 10 teman kamu",
        "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY3ODkwYWJjZGVmZ2hpamts",
        *(
            [
                "batal",
                "lanjut",
                "ulang",
                "kembali",
                "lewati",
                "bantuan",
                "status",
                "baru",
                "kirim",
                "petugas",
                "anonim",
                "rahasia",
                "en",
                "jv",
                "stop",
            ]
        ),
    )
)
WORDS = PHRASES | st.text(max_size=60)
MEDIA = st.lists(
    st.builds(Media, st.sampled_from(MediaKind), st.just("ref")), max_size=2
).map(tuple)
POINTS = st.none() | st.builds(
    SharedPoint, st.floats(-11, 6), st.floats(95, 141), st.just("")
)
BUTTONS = (
    st.none()
    | st.text(max_size=12)
    | st.builds("c:{}:{}".format, st.integers(0, 12), st.integers(0, 9))
)
SAID = st.builds(
    Said,
    text=WORDS,
    button=st.one_of(st.none(), st.none(), BUTTONS),
    media=st.one_of(st.just(()), st.just(()), MEDIA),
    location=st.one_of(st.none(), st.none(), POINTS),
    shared_phone=st.sampled_from((None, None, None, "+6281234567890")),
    group=st.sampled_from(("", "album")),
    reference=st.sampled_from(("", "m1", "m2")),
    edits=st.sampled_from(("", "", "", "m1", "m2")),
)
OTHERS = st.one_of(
    st.just(Woke()),
    st.builds(Claimed, st.just("LPR-2222222"), st.just(7), st.just("telegram")),
    st.builds(
        Adopted, st.just(State("collect", Draft("LPR-2222222", story=("jalan rusak",))))
    ),
)
PAUSES = st.sampled_from(
    (timedelta(seconds=2), MINUTE, MINUTE, timedelta(days=2), timedelta(days=9))
)
CHANNELS = st.sampled_from(("sms", "whatsapp", "telegram", "email"))
ANSWERED = (TOLD, "Budi Santoso", "sama", "lupa", "lupa", "ya")


def _after(
    turns: st.SearchStrategy[list[tuple[Event, timedelta]]],
) -> st.SearchStrategy[Any]:
    """These turns from the beginning, in the middle of the questions, at the review or after the receipt."""
    begun = st.integers(0, len(ANSWERED)).map(
        lambda n: [(Said(text=text), MINUTE) for text in ANSWERED[:n]]
    )
    return st.tuples(begun, turns).map(lambda parts: parts[0] + parts[1])


TURNS = _after(st.lists(st.tuples(SAID | OTHERS, PAUSES), min_size=1, max_size=6))
TELLING = _after(
    st.lists(
        st.tuples(st.builds(Said, text=PHRASES), st.just(MINUTE)),
        min_size=1,
        max_size=8,
    )
)

common = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def context(channel: str, now: datetime, number: int = 1) -> Context:
    drawn = iter((number % 31, 5, 9, 13, 2, number // 31 % 31))
    return Context(
        now=now,
        new_id=tracking_id(lambda _below: next(drawn)),
        gazetteer=load_gazetteer(),
        scorer=load_scorer(),
        models=load_models(),
        capabilities=CAPABILITIES[channel],
        home="53.11",
        nearest=lambda _latitude, _longitude: "Waingapu",
    )


class Talk:
    """A conversation that was had: each turn with what stood before it."""

    def __init__(self, channel: str, turns: list[tuple[Event, timedelta]]) -> None:
        self.channel = channel
        self.now = MORNING
        self.state = State()
        self.steps: list[tuple[State, Event, Context, Turn]] = []
        for event, pause in turns:
            self.hear(event, pause)

    def hear(self, event: Event, pause: timedelta = MINUTE) -> Turn:
        self.now += pause
        ctx = context(self.channel, self.now, len(self.steps) + 1)
        turn = step(self.state, event, ctx)
        self.steps.append((self.state, event, ctx, turn))
        self.state = turn.state
        return turn


@common
@given(CHANNELS, TURNS)
def test_every_event_in_every_state_gets_a_turn_that_can_be_stored_and_said(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    for _before, _event, ctx, turn in Talk(channel, turns).steps:
        assert stored(turn.state) == turn.state
        for effect in turn.effects:
            if isinstance(effect, Say):
                shown = render(
                    effect, turn.state.language, ctx.capabilities, load_catalogue()
                )
                assert shown.text.strip()
                assert effect.turn == turn.state.turn


@common
@given(CHANNELS, TURNS)
def test_only_an_open_draft_is_saved_and_a_sent_report_never_again(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    for _before, _event, _ctx, turn in Talk(channel, turns).steps:
        effects = [type(effect) for effect in turn.effects]
        if Submit in effects:
            continue
        assert Save not in effects or (
            turn.state.draft.id and turn.state.phase in {"collect", "review"}
        )


@common
@given(CHANNELS, TURNS)
def test_the_same_event_in_the_same_state_has_the_same_turn(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    for before, event, ctx, turn in Talk(channel, turns).steps:
        assert step(before, event, ctx) == turn


@common
@given(CHANNELS, TURNS)
def test_a_draft_is_submitted_once_at_the_most(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    sent = Counter(
        turn.state.draft.id
        for *_, turn in Talk(channel, turns).steps
        for effect in turn.effects
        if isinstance(effect, Submit)
    )
    assert all(times == 1 for times in sent.values())


def test_a_number_that_was_not_offered_chooses_nothing() -> None:
    talk = Talk(
        "telegram", [(Said(text="lampu jalan mati di Kambajawa Waingapu"), MINUTE)]
    )
    for number in ("4", "0", "99"):
        assert talk.hear(Said(text=number)).state.value("time") is None


@pytest.mark.parametrize("again", ["kirim", "ya", "lanjut", "1"])
def test_what_was_sent_is_not_sent_again(again: str) -> None:
    talk = Talk("telegram", [(Said(text=text), MINUTE) for text in ANSWERED])
    assert talk.state.phase == "done"
    assert not any(
        isinstance(effect, Submit) for effect in talk.hear(Said(text=again)).effects
    )


ASKS_ANEW = ("ubah", "ulang", "kembali", "4", "lanjut", "tidak", "1", "2")


@common
@given(CHANNELS, TELLING)
def test_no_slot_is_asked_more_often_than_its_tries(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    talk = Talk(
        channel,
        [
            t
            for t in turns
            if isinstance(t[0], Said) and not t[0].text.casefold().startswith(ASKS_ANEW)
        ],
    )
    asked = Counter(
        (turn.state.draft.id, effect.slot)
        for *_, turn in talk.steps
        for effect in turn.effects
        if isinstance(effect, Mark) and effect.metric == "asked"
    )
    assert all(
        n <= tries(FORM.by_id[slot], CAPABILITIES[channel])
        for (_, slot), n in asked.items()
    )


@common
@given(CHANNELS, TELLING)
def test_an_accepted_answer_leaves_less_to_ask(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    for before, _event, ctx, turn in Talk(channel, turns).steps:
        answered = {
            e.slot
            for e in turn.effects
            if isinstance(e, Mark) and e.metric == "answered"
        }
        left = {slot.id for slot in missing(turn.state, ctx.capabilities)}
        assert not answered & left
        if answered:
            assert answered <= {
                slot.id for slot in missing(before, ctx.capabilities)
            } | set(before.draft.asked)


ANSWERS = {
    ("place", "time"): "depan pasar Matawai, Kota Waingapu",
    ("time",): "kemarin",
    ("name", "address"): "Budi Santoso",
    ("address",): "Jl Melati 5, Matawai Waingapu",
}


@pytest.mark.parametrize("asked", ANSWERS, ids=" and ".join)
@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
def test_back_and_then_the_same_answer_changes_nothing(
    asked: tuple[str, ...], channel: str
) -> None:
    talk = Talk(channel, [(Said(text="Pegawai kantor membentak warga"), MINUTE)])
    while talk.state.draft.asked != asked:
        talk.hear(Said(text=ANSWERS[talk.state.draft.asked]))
    once = talk.hear(Said(text=ANSWERS[asked])).state
    talk.hear(Said(text="KEMBALI"))
    assert talk.state.draft.asked == asked
    again = talk.hear(Said(text=ANSWERS[asked])).state
    assert (again.draft.values, again.draft.asked, again.phase) == (
        once.draft.values,
        once.draft.asked,
        once.phase,
    )
    assert again.draft.trail == once.draft.trail
    assert {s: n for s, n in again.draft.misses.items() if n} == {
        s: n for s, n in once.draft.misses.items() if n
    }


@common
@given(CHANNELS, TELLING, st.sampled_from(("EN", "ID", "jawa", "sunda", "english")))
def test_a_change_of_language_changes_no_value(
    channel: str, turns: list[tuple[Event, timedelta]], language: str
) -> None:
    talk = Talk(channel, turns)
    before = talk.state
    after = talk.hear(Said(text=language)).state
    assert after.draft.values == before.draft.values
    assert (after.draft.story, after.draft.id, after.draft.anonymous) == (
        before.draft.story,
        before.draft.id,
        before.draft.anonymous,
    )
    assert after.language_locked


@common
@given(
    CHANNELS,
    st.lists(SAID, min_size=1, max_size=4),
    st.sampled_from(("iya", "hmm", "???", "12345", "😀", "jalan rusak")),
)
def test_nobody_reads_the_same_sentence_three_times_in_a_row(
    channel: str, first: list[Said], same: str
) -> None:
    talk = Talk(channel, [(said, MINUTE) for said in first])
    read: list[str] = []
    for _ in range(9):
        turn = talk.hear(Said(text=same))
        read += [
            render(e, turn.state.language, CAPABILITIES[channel], load_catalogue()).text
            for e in turn.effects
            if isinstance(e, Say)
        ]
    assert all(
        len({*three}) > 1 for three in zip(read, read[1:], read[2:], strict=False)
    )


@common
@given(CHANNELS, TURNS)
def test_from_every_state_a_person_can_be_reached(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    talk = Talk(channel, turns)
    turn = talk.hear(Said(text="PETUGAS"))
    if turn.state.phase != "done":
        turn = talk.hear(Said(text="surat pindah saya belum selesai juga"))
    assert "wants_person" in turn.state.draft.flags or turn.state.last is not None


@common
@given(CHANNELS, TURNS)
def test_danger_is_answered_with_the_numbers_first(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    for before, event, _ctx, turn in Talk(channel, turns).steps:
        if not isinstance(event, Said) or not emergency_in(event.text):
            continue
        if not (before.draft.alarmed and before.draft.id == turn.state.draft.id):
            first = next(effect for effect in turn.effects if isinstance(effect, Say))
            assert first.lines[0].key.startswith("emergency")


@common
@given(
    CHANNELS,
    st.lists(
        st.tuples(st.builds(Said, text=WORDS), st.just(MINUTE)), min_size=1, max_size=6
    ),
)
def test_the_story_is_kept_word_for_word(
    channel: str, turns: list[tuple[Event, timedelta]]
) -> None:
    talk = Talk(channel, turns)
    said = {
        event.text.replace("\x00", "") for event, _ in turns if isinstance(event, Said)
    }
    for *_, turn in talk.steps:
        assert all(part in said for part in turn.state.draft.story)


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "jalan rusak parah 123, " * 500,
        "\u202eabc\u202c" * 900,
        "😀" * 5_000,
        "1" * 10_000,
        "\x00\x01\x02",
        "QUJD" * 2_500,
    ],
    ids=[
        "one letter",
        "a long story",
        "right to left marks",
        "emoji",
        "digits",
        "control characters",
        "base64",
    ],
)
def test_ten_thousand_characters_of_anything_are_taken_in_every_phase(
    channel: str, text: str
) -> None:
    for lines in (
        [],
        [TOLD],
        [TOLD, "Budi", "sama", "lupa", "lupa"],
        [TOLD, "Budi", "sama", "lupa", "lupa", "ya"],
    ):
        talk = Talk(channel, [(Said(text=line), MINUTE) for line in lines])
        turn = talk.hear(Said(text=text))
        assert stored(turn.state) == turn.state


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_numbers_bind_to_what_was_last_shown_also_after_help(channel: str) -> None:
    talk = Talk(
        channel, [(Said(text="lampu jalan mati di Kambajawa Waingapu"), MINUTE)]
    )
    old = talk.state.draft.id
    talk.hear(Said(text="air mati"), timedelta(days=2))
    assert [choice.target for choice in talk.state.draft.choices] == ["resume", "new"]
    if channel == "sms":  # elsewhere help shows the question, and its numbers, again
        talk.hear(Said(text="0"))
    new = talk.hear(Said(text="2")).state
    assert new.draft.story == ("air mati",)
    assert new.draft.id != old


@pytest.mark.parametrize("answered", range(7))
@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_a_fire_is_answered_with_the_numbers_first_in_every_phase(
    channel: str, answered: int
) -> None:
    talk = Talk(channel, [(Said(text=text), MINUTE) for text in ANSWERED[:answered]])
    turn = talk.hear(Said(text="Tolong rumah tetangga kebakaran sekarang"))
    first = next(effect for effect in turn.effects if isinstance(effect, Say))
    assert first.lines[0].key == "emergency"
    assert "113" in first.lines[0].args["numbers"]


def test_a_button_of_an_earlier_question_changes_nothing() -> None:
    talk = Talk(
        "telegram",
        [(Said(text="pegawai membentak warga di Kambajawa Waingapu"), MINUTE)],
    )
    tap = Said(text="Kemarin", button=f"c:{talk.state.shown}:1")
    once = talk.hear(tap).state
    twice = talk.hear(tap)
    assert (twice.state.draft.values, twice.state.draft.anonymous) == (
        once.draft.values,
        False,
    )
    assert any(
        line.key == "button.stale"
        for e in twice.effects
        if isinstance(e, Say)
        for line in e.lines
    )


def test_a_name_given_elsewhere_is_never_merged_with_the_one_known() -> None:
    known = {
        "name": Answer("Budi", "Budi"),
        "address": Answer({"text": "Jl Melati 5", "region_code": None}, "x"),
    }
    state = State(phase="idle", known=known, last="LPR-2222222")
    turn = step(
        state, Said(text=f"Nama saya Siti Rahma. {TOLD}"), context("telegram", MORNING)
    )
    assert turn.state.value("name") == "Siti Rahma"
    assert [choice.value for choice in turn.state.draft.choices] == [
        "Siti Rahma",
        "Budi",
    ]
    chosen = step(
        turn.state, Said(text="1"), context("telegram", MORNING + MINUTE)
    ).state
    assert chosen.value("address") is None
    assert (
        Choice("set", "address", known["address"].value, label="Jl Melati 5")
        not in chosen.draft.choices
    )


def test_an_unknown_field_of_a_later_program_is_left_alone() -> None:
    record = json.loads(
        dumps(Conversation(State("review", Draft("LPR-2222222", story=("x",)))))
    )
    later = {**record, "state": {**record["state"], "mood": "fine"}, "weather": "dry"}
    assert from_record(Conversation, later).state.phase == "review"


def test_the_conversation_does_not_change_the_state_it_was_given() -> None:
    state = replace(State(), language="id")
    step(state, Said(text=TOLD), context("sms", MORNING))
    assert state == State()
