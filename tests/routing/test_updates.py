"""What becomes of a complaint that was sent when its reporter adds to it or corrects it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from officers import WORDS

from intake.complaint import Attachment, Complaint, Location, Reporter
from routing.updates import addition_note, appended, corrected, correction_note

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SENT = Complaint(
    tracking_id="LPR-2222222",
    kind="complaint",
    title="Jembatan retak",
    description="Jembatan retak sejak banjir",
    received_at=MONDAY,
    reporter=Reporter("sms", "+6281200000001", "id"),
    attachments=(Attachment("a1", "image/jpeg", 1000, None),),
    flags=("possible_duplicate:LPR-3333333", "needs_operator:place"),
    completed_at=MONDAY,
)


def test_further_words_stand_behind_the_story():
    assert appended(SENT, "Retaknya makin lebar") == replace(
        SENT, description="Jembatan retak sejak banjir\nRetaknya makin lebar"
    )


def test_an_addition_without_words_changes_nothing():
    assert appended(SENT, "") == SENT


def test_danger_that_is_told_late_is_flagged_once():
    danger = "ada kecelakaan, korban tergeletak"
    late = appended(SENT, danger)
    assert late.flags == (*SENT.flags, "emergency")
    assert appended(late, danger).flags == late.flags


def test_a_correction_keeps_what_has_gathered_since_it_was_sent():
    anew = replace(
        SENT,
        description="",
        attachments=(),
        completed_at=None,
        location=Location("Jl. Melati"),
        flags=("needs_operator:name",),
    )
    late = replace(SENT, flags=(*SENT.flags, "emergency"))
    assert corrected(late, anew) == replace(
        SENT,
        location=Location("Jl. Melati"),
        flags=("needs_operator:name", "possible_duplicate:LPR-3333333", "emergency"),
    )


@pytest.mark.parametrize(
    ("text", "note"),
    [
        pytest.param("Dekat SD", "Dekat SD", id="words as they are"),
        pytest.param("", "(lampiran)", id="only a file"),
    ],
)
def test_the_desk_reads_of_an_addition(text, note):
    assert addition_note(text, WORDS) == note


@pytest.mark.parametrize(
    ("slot", "note"),
    [
        pytest.param(
            "place",
            "Koreksi pelapor, lokasi: Jl. Melati",
            id="a place with its new value",
        ),
        pytest.param("nik", "Koreksi pelapor, NIK", id="a NIK without it"),
        pytest.param("name", "Koreksi pelapor, nama", id="a name without it"),
        pytest.param("phone", "Koreksi pelapor, telepon", id="a phone without it"),
        pytest.param("address", "Koreksi pelapor, alamat", id="an address without it"),
    ],
)
def test_the_desk_reads_of_a_correction(slot, note):
    assert correction_note(slot, "Jl. Melati", WORDS) == note
