"""Patterns that are tried only where they can begin find what a plain search finds, neither more nor less."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.form import volunteered
from intake.places import homes
from intake.reading import contacts, names, persons
from intake.reading.clues import Clues, Openings, Stretch
from intake.reading.sought import Sought, holds

DATA = Path(__file__).parents[2] / "data"
STORIES = (DATA / "matters.txt").read_text("utf-8").splitlines()[::6]
ODD = ("saya \u0130wan", "\u017fy budi", "nama saya:an, sya", "rumah\u0131", "SAYA", "")
PIECES = st.sampled_from(
    ["saya", "sy", "Sya", "syah", "(saya", "nama", ":", " ", "-", "a/n", "an.", "\n", "ku", "\u212aku"]
)  # fmt: skip


def _held(value: Any) -> Iterator[Sought]:
    if isinstance(value, Sought):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _held(getattr(one, "__self__", one))


ALL = [
    one
    for module in (volunteered, homes, contacts, names, persons)
    for value in vars(module).values()
    for one in _held(value)
]


def test_the_readers_of_names_homes_and_contacts_hold_some_thirty_of_them() -> None:
    assert len(ALL) >= 30


@pytest.mark.parametrize("sought", ALL, ids=lambda one: f"cue {ALL.index(one)}")
def test_what_is_sought_at_words_alone_is_all_there_is_in_a_story(
    sought: Sought,
) -> None:
    for text in (*STORIES, *ODD):
        assert _spans(sought.finditer(text)) == _spans(sought.pattern.finditer(text))


@given(text=st.lists(PIECES, max_size=12).map("".join))
def test_what_is_sought_at_words_alone_is_all_there_is_in_any_text(text: str) -> None:
    for sought in ALL:
        assert _spans(sought.finditer(text)) == _spans(sought.pattern.finditer(text))


@pytest.mark.parametrize(
    "source", ["saya", r"\bsaya|aku", r"\b\d+", r"(?<!\w)(?:a)?\d"]
)
def test_a_pattern_that_need_not_open_with_letters_of_a_word_is_refused(
    source: str,
) -> None:
    with pytest.raises(ValueError, match="does not open"):
        Sought(source)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("KOS saya", True, id="in capitals"),
        pytest.param("ko\u017f", True, id="perhaps, where an odd letter stands"),
        pytest.param("kantor é", False, id="not there"),
    ],
)
def test_a_part_is_held_however_it_is_written(text: str, *, there: bool) -> None:
    assert holds(text, "kos") is there


def _spans(found: Iterator[re.Match[str]]) -> list[tuple[tuple[int, int], ...]]:
    return [one.regs for one in found]


# --- many patterns over few words --------------------------------------------------------------

ROWS = (
    (1, r"\b(?:rusak\S*|mati|tidak(?! lanjut)|ber ?lubang|(?<!rumah )sakit)\b"),
    (2, r"^(?:(?:pada|hari) )*(?:kemarin|tadi)\b"),
    (4, r"\btidak tahu\b.*\blapor|bukan (?:urusan|ranah)|jangan .*\bnama"),
    (8, r"(?:\S+ ){3}"),
    (16, r"\b(?:saya|kami) yakin\b|\bsbb\b"),
)
WORDS = st.sampled_from(
    [
        *(
            "rusak",
            "rusaknya",
            "mati-mati",
            "tidak",
            "lanjut",
            "tahu",
            "lapor",
            "bukan",
        ),
        *(
            "bukanlah",
            "urusan",
            "kemarin",
            "pada",
            "hari",
            "ber",
            "lubang",
            "berlubang",
        ),
        *("rumah", "sakit", "kami", "yakin", "sbb", "jangan", "nama", "saya", ","),
        *("e-ktp", "xbukan"),
    ]
)


@given(words=st.lists(WORDS, max_size=9))
def test_the_points_are_those_of_the_rows_that_a_search_finds(words: list[str]) -> None:
    text = " ".join(words)
    found = sum(points for points, clue in ROWS if re.search(clue, text))
    assert Clues(*ROWS).sum(Stretch(words)) == found


@given(words=st.lists(WORDS, max_size=5))
def test_the_opening_is_that_of_the_first_pattern_that_matches(
    words: list[str],
) -> None:
    sources = (r", ", r"(?:pada |hari )*kemarin ", r"(?:kami|saya) \S+ ", r"ka\w+ ")
    text = "".join(f"{word} " for word in words)
    tried = (re.match(one, text or " ") for one in sources)
    first = next(filter(None, tried), None)
    found = Openings(sources).match(words)
    assert (found and found[0]) == (first and first[0])
