"""No word vanishes: what a citizen tells stands in the report, or was an act that was answered.

Strangers' lines in random order, and our own transcripts, are said to the core; after each message every
word of it is looked for.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.operate.chat import Chat
from intake.dialogue.hearing import hear, where_of
from intake.reading.acts import Act
from intake.state import Append, Line, Say, State, TellDesk

LINES = Path(__file__).parents[1] / "data" / "lines"
STORY = "Jembatan kayu menuju sekolah patah dan anak-anak takut lewat sejak minggu lalu"
TALKS = 40  # random conversations a channel
LENGTH = 14  # messages of each
WORD = re.compile(r"[^\W\d_]{4,}")
ASKED_ANEW = re.compile(
    r"ask\..*(?:again|last|region)|given_up|invalid|which_place|not_understood|stuck|fix\.done|changed|"
    r"append_or_new|noted|appended|done\.hello|thanks|dormant|button|human|claim|edited|which|receipt|review|"
    r"cancelled"
)
TOLD = {Act.STORY, Act.ANSWER}
LABELS = frozenset(  # they announce a value, or say yes to it, and are none
    {"name", "beta", "bener"}
    | {"nama", "namaku", "namanya", "saya", "atas", "tinggal", "alamat", "alamatnya"}
    | {"rumah", "lokasi", "lokasinya", "perkenalkan", "dengan", "halo", "panggil"}
)


def lines() -> list[tuple[str, str]]:
    found = []
    for path in sorted(LINES.glob("citizens_*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            _, where, text, *_ = line.split("\t")
            found.append((where, text))
    return found


ALL = lines()


def kept(state: State, chat: Chat) -> str:
    """All that reached the report, or waits to."""
    draft = state.draft
    sent = [e.text for e in chat.effects if isinstance(e, Append | TellDesk)]
    choices = [f"{choice.value} {choice.label}" for choice in draft.choices]
    parts = (
        *draft.story,
        *draft.questions,
        *state.later,
        state.prelude,
        draft.pending,
        *(one.raw for one in draft.values.values()),
        *(str(one.value) for one in draft.values.values()),
        *sent,
        *choices,
    )
    return " ".join(parts).casefold()


def vanished(text: str, before: str, chat: Chat, keys: list[str]) -> list[str]:
    """The words of a telling message that are nowhere, where nothing was asked anew."""
    found = f"{before} {kept(chat.state, chat)}"
    words = set(WORD.findall(text.casefold())) - LABELS
    answered = any(ASKED_ANEW.search(key) or key.startswith("topic.") for key in keys)
    return [] if answered else sorted(word for word in words if word not in found)


def said(chat: Chat, start: int) -> list[str]:
    return [
        line.key
        for effect in chat.effects[start:]
        if isinstance(effect, Say)
        for line in effect.lines
        if isinstance(line, Line)
    ]


def told_and_lost(chat: Chat, texts: Iterator[str]) -> list[str]:
    faults = []
    for text in texts:
        act = hear(text, where_of(chat.state), chat._context()).act
        before, start = kept(chat.state, chat), len(chat.effects)
        chat.send(text)
        lost = vanished(text, before, chat, said(chat, start)) if act in TOLD else []
        if lost:
            faults.append(f"{text!r} lost {lost} ({said(chat, start)})")
    return faults


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "sms"])
@pytest.mark.parametrize("seed", range(TALKS))
def test_no_word_of_random_talk_vanishes(seed: int, channel: str) -> None:
    dice = random.Random(f"{seed} {channel}")
    chat = Chat(channel, "53.11")
    chat.send(STORY)
    asked = [text for where, text in ALL if where in {"place", "who", "review"}]
    assert told_and_lost(chat, iter(dice.sample(asked, LENGTH))) == []


@pytest.mark.parametrize("channel", ["telegram", "sms"])
def test_the_whole_of_a_first_message_is_the_story(channel: str) -> None:
    stories = [text for where, text in ALL if where == "first" and len(text) > 60]
    for text in stories:
        chat = Chat(channel, None)
        chat.send(text)
        if chat.state.draft.story:
            assert text in chat.state.draft.story
