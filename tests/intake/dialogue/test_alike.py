import pytest

from intake.dialogue.alike import asked_alike, says_same
from intake.state import Answer, Choice, State

MINE, THEIRS = "LPR-2222222", "LPR-3333333"
SENT = State(phase="done", last=MINE, turn=7, shown=7)


def test_the_question_is_put_to_somebody_who_has_sent_the_report_and_waits():
    asked = asked_alike(SENT, MINE, THEIRS)
    assert asked is not None
    assert [choice.key for choice in asked.draft.choices] == [
        "choice.same",
        "choice.different",
    ]
    assert asked.shown == asked.turn == SENT.turn + 1


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(SENT.with_(phase="collect"), id="who tells the next matter"),
        pytest.param(SENT.with_(phase="cancelled"), id="who took it back"),
        pytest.param(SENT.with_(last=THEIRS), id="whose report it is not"),
        pytest.param(
            SENT.with_(choices=(Choice("command", "stay"),)),
            id="who is asked something",
        ),
        pytest.param(SENT.with_(later=("jalan rusak",)), id="whose next matter waits"),
    ],
)
def test_nobody_else_is_asked(state):
    assert asked_alike(state, MINE, THEIRS) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param("ya", True, id="yes"),
        pytest.param("Iya sama pak", True, id="yes, the same"),
        pytest.param("nggih", True, id="yes in Javanese"),
        pytest.param("beda", False, id="different"),
        pytest.param("bukan", False, id="no"),
        pytest.param("ok", None, id="ok is said to the news"),
        pytest.param("siap pak", None, id="so is siap"),
        pytest.param("terima kasih", None, id="thanks"),
        pytest.param("sama-sama", None, id="you are welcome"),
        pytest.param("lampu di gang sebelah juga mati", None, id="an addition"),
    ],
)
def test_what_is_an_answer(text, same):
    assert says_same(SENT, text) is same


def test_sama_that_may_have_come_twice_is_no_answer():
    at_home = SENT.with_(values={"address": Answer("Matawai", "SAMA", how="same")})
    assert says_same(SENT, "SAMA") is True
    assert says_same(at_home, "SAMA") is None
    assert says_same(at_home, "ya sama") is True
