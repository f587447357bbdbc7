"""Trains the models of acts and of topics on the lines in tests/data/lines.

    pip install scikit-learn && python scripts/train_acts.py

Every third line is never trained on; how the models do on those is printed. Writes acts.xz,
clauses.xz and topics.xz to intake/reading/data; the same lines and versions make the same files.
Needs scikit-learn, which the program itself does not.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from intake.reading.act_model import (
    BIAS,
    TABLE_ROWS,
    LinearModel,
    dump_model,
    load_model,
    rows_of,
)
from intake.reading.clauses import clauses_of

LINES = Path("tests/data/lines")
DATA = Path("intake/reading/data")
KEPT = 3  # each third line is kept for checking
LARGEST = 127  # of a weight in a byte
EVEN = 0.5  # 0: each line counts alike; 1: each label does
ONE_KIND = {"story", "answer"}  # acts whose clauses all are that act
Row = tuple[str, str, str]  # where, text, act


def acts(*, kept: bool) -> Iterator[Row]:
    """The lines trained on, or those kept, each with its act."""
    for where, text, act, _ in lines(kept=kept):
        yield where, text, act


def clauses(*, kept: bool) -> Iterator[Row]:
    """The clauses of those lines, as far as the line's label tells what each of them is."""
    for where, text, act, detail in lines(kept=kept):
        if len(clauses_of(text)) == 1:
            yield where, text, act.partition("+")[0]
        else:
            yield from _clauses(where, text, act, detail)


def _clauses(where: str, text: str, act: str, detail: str) -> Iterator[Row]:
    """What each clause of a longer message is, where its label tells."""
    for one in clauses_of(text):
        if label := _label(one.text.casefold(), act, detail.casefold()):
            yield where, one.text, label


def _label(words: str, act: str, detail: str) -> str:
    """What a clause of these words is; empty where its message's label does not tell."""
    if act in ONE_KIND:
        return act
    if act != "answer+story":
        return ""
    if any(rest in words for rest in _rests(detail)):
        return "story"
    values = _values(detail)
    return "answer" if any(v in words or words in v for v in values) else ""


def _rests(detail: str) -> list[str]:
    """The words of `rest=...`, and those under no name."""
    parts = [part.partition("=") for part in detail.split(";")]
    return [
        value if eq else name for name, eq, value in parts if name == "rest" or not eq
    ]


def _values(detail: str) -> list[str]:
    """What stands under the names of slots."""
    parts = [part.partition("=") for part in detail.split(";")]
    return [value for name, _, value in parts if value and name != "rest"]


def topics(*, kept: bool) -> Iterator[Row]:
    """The questions among them, each with its topic."""
    for where, text, act, detail in lines(kept=kept):
        if act in {"ask", "answer+ask"}:
            yield where, text, detail


def lines(*, kept: bool) -> Iterator[tuple[str, str, str, str]]:
    """The lines trained on, or those kept: where, text, act, detail."""
    for path in sorted(LINES.glob("citizens_*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            _, where, text, act, detail = line.split("\t")
            if (number % KEPT == 0) == kept:
                yield where, text, act, detail


def train(rows: list[Row], name: str) -> LinearModel:
    """The model that fits these best, its weights rounded to bytes."""
    labels = [act for *_, act in rows]
    fitted = LogisticRegression(C=0.1, max_iter=1000, fit_intercept=False).fit(
        _table(rows), labels, weights_of(labels)
    )
    scale, used = rounded(fitted.coef_.T)
    DATA.mkdir(exist_ok=True)
    file = dump_model([str(c) for c in fitted.classes_], scale, used)
    (DATA / name).write_bytes(file)
    return load_model(file)


def _table(rows: list[Row]) -> csr_matrix:
    """How often each feature counts in each line."""
    found = [list(rows_of(text, where)) for where, text, _ in rows]
    return csr_matrix(
        (
            [times for one in found for _, times in one],
            [at for one in found for at, _ in one],
            numpy.cumsum([0, *map(len, found)]),
        ),
        shape=(len(found), TABLE_ROWS),
    )


def weights_of(labels: list[str]) -> list[float]:
    """How much each line counts, one on average."""
    often = Counter(labels)
    # Some acts were asked of the writers more often than people do them: their weight grows slower.
    weights = [len(labels) / often[label] ** EVEN for label in labels]
    mean = sum(weights) / len(weights)
    return [one / mean for one in weights]


def rounded(learnt: numpy.ndarray) -> tuple[float, dict[int, bytes]]:
    """What one step of a byte is worth, and the rows that weigh anything, in bytes."""
    scale = float(numpy.abs(learnt).max()) / LARGEST
    steps = numpy.round(learnt / scale).astype(int) + BIAS
    used = {
        row: bytes(steps[row].tolist())
        for row in range(TABLE_ROWS)
        if (steps[row] != BIAS).any()
    }
    return scale, used


def right(model: LinearModel, rows: list[Row]) -> float:
    """The share of lines whose act it names."""
    return sum(model.guess(t, w).label == act for w, t, act in rows) / len(rows)


if __name__ == "__main__":
    for name, rows in (
        ("acts.xz", acts),
        ("clauses.xz", clauses),
        ("topics.xz", topics),
    ):
        learnt, kept = list(rows(kept=False)), list(rows(kept=True))
        model = train(learnt, name)
        size = (DATA / name).stat().st_size / 1000
        print(f"{name}: {size:.0f} kB")
        print(f"  {len(learnt)} lines learnt: {right(model, learnt):.1%} right")
        print(f"  {len(kept)} lines kept: {right(model, kept):.1%} right")
