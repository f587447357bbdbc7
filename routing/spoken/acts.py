"""What an officer can do with words, and what it takes to recognise it.

| act | what it leads to (`desk.py`) |
|---|---|
| accept, finish, notours, forward | the verb of the case: accept, finish, return, return or transfer |
| answer, plan | shown, and sent to the citizen after a yes |
| askcitizen | kept as a note, with what can be done now |
| needmore, list, help | what we have, the open cases, how this works |
| ack, smalltalk, angry | a short line, never twice the same |
| moved, leave | the coordinator is told |
| own | a complaint of their own begins |
| regret | what waited is dropped |
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from intake.reading.memory import remembered
from intake.reading.phrases import Phrases
from intake.reading.words import Normal
from routing.spoken.spelling import spelled


class DeskAct(StrEnum):
    """What the words do."""

    ACCEPT = "accept"
    ANSWER = "answer"
    FINISH = "finish"
    PLAN = "plan"
    NOTOURS = "notours"
    FORWARD = "forward"
    ASKCITIZEN = "askcitizen"
    NEEDMORE = "needmore"
    LIST = "list"
    HELP = "help"
    ACK = "ack"
    MOVED = "moved"
    LEAVE = "leave"
    OWN = "own"
    REGRET = "regret"
    SMALLTALK = "smalltalk"
    ANGRY = "angry"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Meant:
    """An act, and whether the words say it plainly."""

    act: DeskAct
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One way to say an act."""

    act: DeskAct
    cues: Phrases
    unless: Phrases | None = None  # with these beside them the cues mean something else
    near: Phrases | None = None  # the same, in the clause of the cues
    most: int = 0  # words; a longer text says more than that; 0: any
    sure: bool = True

    def speaks(self, words: Normal) -> bool:
        """Whether this row's cues are in the words and nothing holds it back."""
        if self.most and len(words.words) > self.most:
            return False
        if self.cues.search(words) is None or _in(self.unless, words):
            return False
        return self.near is None or any(
            self.cues.search(clause) and not _in(self.near, clause)
            for clause in _clauses(words.text)
        )


def _in(cues: Phrases | None, words: Normal) -> bool:
    return cues is not None and cues.search(words) is not None


@remembered
def _clauses(text: str) -> tuple[Normal, ...]:
    return tuple(
        spelled(one) for one in re.split(r"(?<!\S)[.,!?](?!\S)", text) if one.strip()
    )
