"""A case handed on, or help asked for, by the name of a desk: typed, tapped, chosen by number."""

from dataclasses import replace

import pytest
from desks import AGENCIES, NOW, ROAD, did, seen, told
from officers import office_of, voice_of

from intake.messages import Address
from routing.agencies import Administrator, Agencies, Agency
from routing.spoken.desk import hand_on, hear
from routing.spoken.memory import Memory, memory_from, memory_to
from routing.spoken.sight import DeskSight
from routing.spoken.steps import DeskTurn

WHO = (Administrator("A", (Address("telegram", "5"),)),)
TWO_SCHOOLS = Agencies(
    "kab",
    {
        **AGENCIES.by_code,
        "kab.sd": Agency("kab.sd", "Bidang Sekolah Dasar", "kab", administrators=WHO),
        "kab.smp": Agency(
            "kab.smp", "Bidang Sekolah Menengah", "kab", administrators=WHO
        ),
    },
)
HERE = DeskSight(
    (seen(ROAD, "Jalan berlubang"),),
    ("kab.pupr",),
    "Petugas",
    office_of(TWO_SCHOOLS),
    voice_of(),
    NOW,
)


def begun(text: str, verb: str = "transfer", here: DeskSight = HERE) -> DeskTurn:
    return hand_on(verb, ROAD, text, here)


def then(turn: DeskTurn, text: str, button: str | None = None) -> DeskTurn:
    """The next message, with what was remembered stored in between."""
    return hear(text, HERE, memory_from(memory_to(turn.memory)), button)


def handed(turn: DeskTurn, verb: str = "transfer") -> list[tuple[str, str]]:
    return [(one.to, one.words) for one in did(turn, verb)]


LAMP = ("kab.dishub", "lampu jalan mati")


@pytest.mark.parametrize("verb", ["transfer", "help"])
@pytest.mark.parametrize(
    "text",
    ["Dinas Perhubungan karena lampu jalan mati", "dishub lampu jalan mati"],
)
def test_a_name_and_a_reason_are_enough(text: str, verb: str) -> None:
    assert handed(begun(text, verb), verb) == [LAMP]


def test_without_a_reason_it_is_asked_for() -> None:
    turn = begun("dishub")
    assert "Dinas Perhubungan" in told(turn)
    assert handed(turn) == []
    assert handed(then(turn, "lampu jalan mati")) == [LAMP]


def test_a_tap_offers_desks_by_number() -> None:
    turn = begun("")
    assert "1 " in told(turn)
    number = turn.memory.ids.index("kab.dishub") + 1
    assert handed(then(turn, f"{number} lampu jalan mati")) == [LAMP]
    tapped = then(turn, "Dinas Perhubungan", f"desk:{turn.memory.mark}:{number}")
    assert handed(then(tapped, "lampu jalan mati")) == [LAMP]


def test_a_tap_may_be_answered_by_name() -> None:
    assert handed(then(begun(""), "ke dinas perhubungan, lampu jalan mati")) == [LAMP]


def test_a_name_that_several_bear_is_asked_and_the_reason_kept() -> None:
    turn = begun("sekolah karena atap bocor")
    assert turn.memory.ids == ("kab.sd", "kab.smp")
    assert handed(then(turn, "2")) == [("kab.smp", "atap bocor")]


def test_a_name_that_nobody_bears_is_shown_and_likely_ones_offered() -> None:
    turn = begun("Bina Marga karena lampu jalan mati")
    assert "'Bina Marga'" in told(turn)
    assert "kab.pupr" not in turn.memory.ids  # the one that has it
    number = turn.memory.ids.index("kab.dishub") + 1
    assert handed(then(turn, str(number))) == [LAMP]


@pytest.mark.parametrize("words", ["batal", "tidak jadi", "gak jadi deh"])
def test_second_thoughts_end_it(words: str) -> None:
    turn = then(begun(""), words)
    assert not turn.memory.asks
    assert handed(turn) == []


@pytest.mark.parametrize("words", ["bantuan", "daftar", "halo", "ya", "9", "????"])
def test_words_beside_the_question_leave_it_open(words: str) -> None:
    turn = then(begun(""), words)
    assert turn.memory.asks == "desk"
    assert handed(turn) == []


def test_a_reason_given_before_the_desk_stays_with_the_case_when_all_ends() -> None:
    turn = then(begun("Bina Marga karena lampu jalan mati"), "besok dikerjakan pak")
    assert [one.words for one in did(turn, "note")] == ["lampu jalan mati"]
    assert turn.memory.asks == "send"


def test_in_plain_words_an_unknown_office_is_asked_too() -> None:
    turn = hear("teruskan ke dinas bina marga pak", HERE, Memory())
    assert turn.memory.asks == "desk"
    assert handed(then(turn, "1")) != []


def test_what_is_not_theirs_is_refused_before_anything_is_asked() -> None:
    stranger = replace(HERE, desks=("kab.sd",))
    turn = begun("", here=stranger)
    assert not turn.memory.asks
    assert did(turn, "transfer")  # which the case itself refuses, in words
