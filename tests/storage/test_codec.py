"""Stored values age well: every released shape is read, and what is odd is told without its words."""

import json
from dataclasses import MISSING, fields

import pytest
from golden_rows import FIXTURES, MESSAGE, STATE, VALUES, rows

from intake.complaint import Complaint
from intake.messages import DeliveryReport, DeliveryStatus, InboundMessage
from intake.state import Draft, Expected, State
from routing.case import Case
from storage.codec import STEPS, Undecodable, dumps, from_record, loads, version_of
from storage.values import Conversation

TODAY = {type(value).__name__: value for value in VALUES}
RELEASES = sorted(FIXTURES.glob("rows_*.json"))
GOLDEN = [
    pytest.param(release, kind, id=f"{kind} of {release.stem}")
    for release in RELEASES
    for kind in TODAY
]


@pytest.mark.parametrize(("release", "kind"), GOLDEN)
def test_what_a_release_sealed_reads_as_the_same_value_today(release, kind):
    value = TODAY[kind]
    assert loads(type(value), rows(release)[kind]) == value


def test_every_stored_type_has_a_golden_row_of_its_present_version():
    assert {kind.__name__ for kind in STEPS} == set(TODAY)
    newest = rows(RELEASES[-1])
    written = {kind: json.loads(newest[kind])["v"] for kind in TODAY}
    assert written == {kind.__name__: version_of(kind) for kind in STEPS}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_is_written_is_read_back(value):
    assert loads(type(value), dumps(value)) == value


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_field_of_a_newer_release_is_left_out(value):
    record = json.loads(dumps(value)) | {"mood": "fine", "v": 99}
    assert from_record(type(value), record) == value


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_field_that_is_missing_gets_its_default(value):
    defaults = {
        one.name
        for one in fields(value)
        if {one.default, one.default_factory} != {MISSING}
    }
    needed = {
        name: content
        for name, content in json.loads(dumps(value)).items()
        if name not in defaults
    }
    read = from_record(type(value), needed)
    assert all(
        getattr(read, name) == getattr(value, name) for name in needed if name != "v"
    )


def test_a_conversation_of_today_keeps_half_an_emoji_and_its_moments():
    read = loads(InboundMessage, dumps(MESSAGE))
    assert read.text.endswith("\ud83d")
    assert read.sent_at == MESSAGE.sent_at


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        pytest.param(
            Complaint,
            {"v": 2, "description": "Budi 5311014208900001"},
            id="most of it missing",
        ),
        pytest.param(
            Complaint,
            {"description": "Budi 5311014208900001"},
            id="an old one, most of it missing",
        ),
        pytest.param(
            Case, {"state": "Budi 5311014208900001"}, id="a state nobody knows"
        ),
        pytest.param(
            DeliveryReport,
            {"channel": ["Budi 5311014208900001"]},
            id="a list where a text belongs",
        ),
        pytest.param(
            InboundMessage,
            {"sender": 7, "text": "Budi 5311014208900001"},
            id="an address of no shape",
        ),
        pytest.param(
            Conversation,
            {"v": 2, "state": "Budi 5311014208900001"},
            id="a text where a state belongs",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_without_a_word_of_what_it_says(kind, record):
    with pytest.raises(Undecodable) as refused:
        from_record(kind, record)
    assert kind.__name__ in str(refused.value)
    assert "Budi" not in str(refused.value)
    assert "5311" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_ranks_and_kinds_come_back_as_what_they_are():
    read = loads(DeliveryReport, dumps(DeliveryReport("sms", "x", DeliveryStatus.READ)))
    assert read.status is DeliveryStatus.READ


def test_who_asked_for_a_person_before_there_was_a_report_is_still_heard():
    old = {"phase": "idle", "wants_person": True, "draft": None}
    assert from_record(Conversation, old).state == State(
        calls_person=True, draft=Draft(wants_person=True)
    )


def test_the_state_of_the_golden_rows_is_a_state_in_the_middle_of_everything():
    plain = State()
    same = [
        one.name
        for one in fields(State)
        if getattr(STATE, one.name) == getattr(plain, one.name)
    ]
    assert same == ["past", "calls_person", "prelude", "later", "expects"]


def test_what_came_to_a_state_without_another_shape_is_kept_too():
    heard = State(
        prelude="saya Budi",
        later=("lampu jalan mati",),
        expects=(Expected("LPR-2222222", "reply"),),
        draft=Draft(questions=("kapan?",), refused=("name",)),
    )
    told = Conversation(heard, {})
    assert loads(Conversation, dumps(told)) == told
    empty = Draft()
    alike = [
        one.name
        for one in fields(Draft)
        if getattr(STATE.draft, one.name) == getattr(empty, one.name)
    ]
    assert alike == ["wants_person", "questions", "refused"]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("odd", [None, "Budi", ["Budi"], {"Budi": 1}, 1e400, True])
def test_a_record_of_today_with_an_odd_field_fares_as_any_other(value, odd):
    kind, whole = type(value), json.loads(dumps(value))
    for name in whole.keys() - {"v"}:
        record = whole | {name: odd}
        assert _outcome(loads, kind, json.dumps(record).encode()) == _outcome(
            from_record, kind, record
        )


def _outcome(read, kind, stored):
    try:
        return repr(read(kind, stored))
    except Undecodable as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("before", "state"),
    [
        pytest.param("accepted", "in_follow_up", id="accepted"),
        pytest.param("forwarded", "forwarded", id="forwarded"),
        pytest.param("closed", "closed", id="closed stays closed"),
    ],
)
def test_a_case_of_four_states_goes_on_among_ten(before, state):
    (case,) = (value for value in VALUES if isinstance(value, Case))
    record = json.loads(dumps(case)) | {"state": before, "v": 1}
    assert from_record(Case, record).state == state
