"""A bare figure after an answer is how content they are: one to five, and no other."""

from dataclasses import replace

import pytest

from intake.dialogue.expected import rated
from intake.messages import Media, MediaKind
from intake.state import Expected, Said, Say, Stars, State

CASE = "LPR-2222222"
ASKED = replace(State(), phase="done", last=CASE, expects=(Expected(CASE, "verdict"),))


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        *[pytest.param(str(n), n, id=f"{n} alone") for n in range(1, 6)],
        pytest.param("bintang 4", 4, id="a word before it"),
        pytest.param(" Nilai: 5/5 ", 5, id="out of five"),
        pytest.param(
            "3 aja deh", None, id="two words behind it are more than a figure"
        ),
        pytest.param("2 aja", 2, id="a word behind it"),
        pytest.param("lima", None, id="a figure in words"),
        pytest.param("5 hari lagi", None, id="a figure of something"),
    ],
)
def test_a_figure_is_how_content_they_are(text: str, stars: int | None) -> None:
    turn = rated(ASKED, Said(text=text))
    if stars is None:
        assert turn is None
        return
    assert turn
    assert turn.effects == (Stars(CASE, stars),)
    assert turn.state.expects == ()


@pytest.mark.parametrize("text", ["0", "6", "10", "99"])
def test_a_figure_out_of_range_is_asked_again(text: str) -> None:
    turn = rated(ASKED, Said(text=text))
    assert turn
    (said,) = turn.effects
    assert isinstance(said, Say)
    assert [line.key for line in said.lines] == ["rate.range"]
    assert turn.state.expects == ASKED.expects


def test_a_figure_nobody_waits_for_is_none() -> None:
    assert rated(State(), Said(text="5")) is None
    waiting = replace(ASKED, expects=(Expected(CASE, "reply"),))
    assert rated(waiting, Said(text="5")) is None


def test_a_figure_below_a_photo_is_none() -> None:
    photo = Media(MediaKind.PHOTO, "f", "image/jpeg")
    assert rated(ASKED, Said(text="5", media=(photo,))) is None


def test_of_two_cases_the_last_told_of_is_meant() -> None:
    other = Expected("LPR-3333333", "verdict")
    turn = rated(replace(ASKED, expects=(*ASKED.expects, other)), Said(text="4"))
    assert turn
    assert turn.effects == (Stars("LPR-3333333", 4),)
    assert turn.state.expects == ASKED.expects
