"""A small linear model of acts, for what the tables miss: learnt from lines people wrote, exact, and quick.

It sums one row of weights for each feature of a text: its words, their neighbours, runs of letters,
where in the conversation it is said, and what the tables of cues found. The rows are whole numbers of
the same width, packed side by side into one integer, so that adding a row is one addition. The weights
come from `scripts/train_acts.py`; the shell loads them once for each process.
"""

import json
import lzma
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from zlib import crc32

from intake.reading.acts import act_of
from intake.reading.clauses import clauses_of
from intake.reading.question import is_question
from intake.reading.telling import tells_of
from intake.reading.words import normalise

TABLE_ROWS = 1 << 14  # features share a row when they hash alike
LANE = 24  # bits of one label's sum in a packed row
BIAS = 128  # what is added to a weight so that no lane goes below zero
MOST = 600  # features of a text; the rest of a long one is left out
RUNS = (3, 4, 5)  # letters
SPOKEN = {"place": "open", "who": "open"}  # places of a talk, as the tables know them


@dataclass(frozen=True, slots=True)
class ActGuess:
    """What a text most likely is, and how likely each label is (0..1)."""

    label: str
    chances: Mapping[str, float]

    @property
    def sure(self) -> float:
        """How likely the likeliest is."""
        return self.chances[self.label]


Weighed = tuple[int, Sequence[int]]  # rows, and how often each counts


class LinearModel:
    """The weights, ready to add up."""

    def __init__(
        self, labels: Sequence[str], scale: float, rows: Mapping[int, bytes]
    ) -> None:
        self.labels = tuple(labels)
        self._scale = scale
        none = _packed(bytes([BIAS] * len(labels)))
        packed = {row: _packed(weights) for row, weights in rows.items()}
        self._rows = [packed.get(row, none) for row in range(TABLE_ROWS)]
        self._guess = lru_cache(maxsize=64)(self._guess_anew)

    def guess(self, text: str, where: str) -> ActGuess:
        """What this text is when it is said at this place: first, place, who, review or done."""
        return self._guess(text, where)

    def sums(self, rows: Iterable[Weighed]) -> tuple[list[float], int]:
        """What each label gets from these rows, and how many rows there were, repeated ones counted."""
        total = added = 0
        for times, numbers in rows:
            total += sum(map(self._rows.__getitem__, numbers)) * times
            added += times * len(numbers)
        lanes = _lanes(len(self.labels))
        sums = [(total >> at) & ((1 << LANE) - 1) for at in lanes]
        return [(one - BIAS * added) * self._scale for one in sums], added

    def weight(self, row: int, label: str) -> int:
        """What one row says for a label, in steps of a byte; below zero it speaks against it."""
        at = LANE * self.labels.index(label)
        return (self._rows[row] >> at & (1 << LANE) - 1) - BIAS

    def _guess_anew(self, text: str, where: str) -> ActGuess:
        return softmax(self.labels, self.sums(weighed_rows(text, where))[0])


def _lanes(count: int) -> range:
    return range(0, LANE * count, LANE)


def _packed(weights: bytes) -> int:
    return sum(w << at for w, at in zip(weights, _lanes(len(weights)), strict=True))


def softmax(labels: Sequence[str], scores: Sequence[float]) -> ActGuess:
    """The likeliest label, and how likely each is, from what each got."""
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    chances = dict(zip(labels, (part / sum(parts) for part in parts), strict=True))
    return ActGuess(max(chances, key=lambda label: chances[label]), chances)


@dataclass(frozen=True, slots=True)
class Models:
    """What is learnt: of messages, of their clauses, of what a question is about, and of matters."""

    acts: LinearModel
    clauses: LinearModel
    topics: LinearModel
    heads: Callable[
        [], LinearModel
    ]  # the second vote on a category, read when first needed


# --- the file -------------------------------------------------------------------------------


def dump_model(labels: Sequence[str], scale: float, rows: Mapping[int, bytes]) -> bytes:
    """A model as its file holds it."""
    order = sorted(rows)
    record = {
        "labels": list(labels),
        "scale": scale,
        "rows": order,
        "weights": b64encode(b"".join(rows[row] for row in order)).decode(),
    }
    return lzma.compress(json.dumps(record).encode(), preset=9)


def load_model(file: bytes) -> LinearModel:
    """The model of a file that `dump_model` made."""
    record = json.loads(lzma.decompress(file))
    weights, width = b64decode(record["weights"]), len(record["labels"])
    rows = {
        row: weights[at * width : (at + 1) * width]
        for at, row in enumerate(record["rows"])
    }
    return LinearModel(record["labels"], record["scale"], rows)


# --- features ------------------------------------------------------------------------------

RUN, WORD, TABLE = 1, 2, 6  # how often a feature counts
_RUNS_BEGIN = crc32(b"c ")  # so that no run of letters is named as a word is


def rows_of(text: str, where: str) -> Iterator[tuple[int, int]]:
    """The rows of a text's features, each with how often it counts."""
    weighed = weighed_rows(text, where)
    return ((row, times) for times, rows in weighed for row in rows)


def weighed_rows(text: str, where: str) -> list[Weighed]:
    """The same, as the model adds them up: those of the tables, of words, and of runs of letters."""
    plain = normalise(text).text
    tables = _row_each(_of_the_tables(text, where), MOST)
    words = _row_each(_of_words(plain.split(), where), MOST - len(tables))
    runs = _rows_of_runs(f" {plain} ", MOST - len(tables) - len(words))
    return [(TABLE, tables), (WORD, words), (RUN, runs)]


def _row_each(names: Iterable[str], most: int) -> list[int]:
    each = islice(dict.fromkeys(names), most)
    return [crc32(name.encode()) % TABLE_ROWS for name in each]


def _of_words(words: list[str], where: str) -> Iterator[str]:
    yield f"{where} long {min(6, len(words) // 2)}"
    for word in words:
        yield f"w {word}"
        yield f"{where} {word}"
    for before, after in pairwise(["^", *words, "$"]):
        yield f"b {before} {after}"
    yield f"{where} first {words[0] if words else ''}"


def _rows_of_runs(text: str, most: int) -> list[int]:
    """Of all runs of letters that are different, the shorter first."""
    runs: dict[str, None] = {}
    for length in RUNS:
        if len(runs) < most:
            starts = range(len(text) - length + 1)
            runs |= dict.fromkeys([text[at : at + length] for at in starts])
    each = islice(runs, most)
    return [crc32(run.encode(), _RUNS_BEGIN) % TABLE_ROWS for run in each]


def _of_the_tables(text: str, where: str) -> Iterator[str]:
    """What the strict readers say of the whole and of its clauses."""
    spoken = SPOKEN.get(where, where)
    clauses = clauses_of(text)
    acts = [act_of(one.text, spoken) for one in clauses]
    tells = [tells_of(one.text) for one in clauses]
    asks = [is_question(one.text) for one in clauses]
    whole = act_of(text, spoken)
    yield f"whole {whole}"
    yield f"whole {where} {whole}"
    yield f"asks {where} {is_question(text)}"
    for act, telling, asking in zip(acts, tells, asks, strict=True):
        yield f"act {act}"
        yield f"act {where} {act}"
        yield f"tells {where} {telling}"
        yield f"asks {where} one {asking}"
    if clauses:
        yield f"begins {where} {acts[0]} {tells[0]} {asks[0]}"
        yield f"ends {where} {acts[-1]} {tells[-1]} {asks[-1]}"
    yield f"clauses {where} {min(len(clauses), 4)}"
    yield f"? {where} {'?' in text}"
    yield f"all {where} {all(tells)} {any(tells)}"
