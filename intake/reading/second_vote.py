"""A second vote on the category: the tables' guess weighed together with a small model's.

The tables of `category` can be read and mended, and know no word that nobody wrote down; the model has
learnt from many made-up complaints (`scripts/train_matters.py`) and is wrong elsewhere. Where both name
the same head it is nearly always right. Where they do not, neither decides alone: a person sees both,
each with the words that spoke for it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from zlib import crc32

from intake.reading.act_model import TABLE_ROWS, ActGuess, LinearModel, softmax
from intake.reading.category import Guess, classify, matter_words
from intake.reading.category_words import POLITIK
from intake.reading.memory import remembered
from intake.reading.privacy import sensitive

TABLES_WEIGH = 4.0  # what a sure guess of the tables adds to the logarithm of a chance
LENGTH = (
    5.0  # of each text's features together: a long text is no surer than a short one
)
STEM = 5  # letters of a longer word that count once more: "diperbaiki", "diperbaikinya"
LEAST = 0.3  # a model less sure than this has no opinion
EVEN, PLAIN = 0.5, 0.65  # and less sure than even against tables that are plain
TOO_LITTLE = 0.49  # how sure we are at most where the votes differ: it decides nothing
MOST_WORDS = 4  # told as the reason
MOST_FEATURES = 4000


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest head; and the other vote's, where the two differ."""

    guess: Guess
    other: Guess | None = None


@remembered
def judge(text: str, model: LinearModel | None) -> Verdict:
    """What both votes say of this story; without a model what the tables say."""
    tables = classify(text)
    if model is None:
        return Verdict(tables)
    learnt = chances(text, model)
    if learnt.sure < (EVEN if tables.confidence >= PLAIN else LEAST):
        return Verdict(tables)
    said = _said(text, model, learnt.label)
    if tables.head is None:
        return Verdict(Guess(learnt.label, round(learnt.sure, 2), said))
    sure = _together(learnt, tables)
    if learnt.label == tables.head:
        return Verdict(Guess(tables.head, round(sure, 2), tables.evidence))
    if _goes_before(text, tables):
        sure = max(sure, EVEN)
    ours = Guess(tables.head, _doubtful(sure), tables.evidence)
    theirs = Guess(learnt.label, _doubtful(1 - sure), said)
    return Verdict(*(ours, theirs) if sure >= EVEN else (theirs, ours))


def _goes_before(text: str, tables: Guess) -> bool:
    """Whether the tables' head stays first: a levy is told on, and never goes to who took it before all."""
    return tables.head == POLITIK and sensitive(text)


def _doubtful(sure: float) -> float:
    return round(min(sure, TOO_LITTLE), 2)


def chances(text: str, model: LinearModel) -> ActGuess:
    """The model's own vote."""
    sums, features = model.sums([(1, head_rows(text))])
    length = math.sqrt(features or 1)
    return softmax(model.labels, [one * LENGTH / length for one in sums])


def _together(learnt: ActGuess, tables: Guess) -> float:
    """How likely the tables' head is by both votes, against the model's; or alone where they agree."""
    ours = learnt.chances.get(tables.head or "", 0.0)
    ours *= math.exp(TABLES_WEIGH * tables.confidence)
    rest = 1 - learnt.chances.get(tables.head or "", 0.0)
    theirs = rest if learnt.label == tables.head else learnt.sure
    return ours / (ours + theirs)


def _said(text: str, model: LinearModel, head: str) -> tuple[str, ...]:
    """The words that spoke loudest for a head, in the order of the text."""
    words = dict.fromkeys(matter_words(text))
    weights = {
        word: sum(model.weight(_row(name), head) for name in _names(word))
        for word in words
    }
    loudest = nlargest(MOST_WORDS, weights, key=lambda word: weights[word])
    least = max(1.0, weights[loudest[0]] / 2) if loudest else 0.0
    return tuple(word for word in words if word in loudest and weights[word] >= least)


# --- features ------------------------------------------------------------------------------


def head_rows(text: str) -> list[int]:
    """The rows of a story's features, each feature once."""
    names = dict.fromkeys(name for word in matter_words(text) for name in _names(word))
    return [_row(name) for name in list(names)[:MOST_FEATURES]]


def _names(word: str) -> Iterator[str]:
    yield f"w {word}"
    if len(word) > STEM:
        yield f"s {word[:STEM]}"


def _row(name: str) -> int:
    return crc32(name.encode()) % TABLE_ROWS
