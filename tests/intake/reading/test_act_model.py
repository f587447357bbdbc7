"""The small model of acts: exact, alike each time, little, and right about lines it never saw."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from gateway.setup.wiring import load_models
from intake.reading.act_model import LinearModel, dump_model, load_model, rows_of

LINES = Path(__file__).parents[2] / "data" / "lines"
KEPT = 3  # each third line was never learnt from
MOST_BYTES = 200_000


def kept() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(LINES.glob("citizens_*.tsv")):
        lines = path.read_text("utf-8").splitlines()
        for line in lines[KEPT - 1 :: KEPT]:
            _, where, text, act, detail = line.split("\t")
            yield where, text, act, detail


def share(right: Iterator[bool]) -> float:
    found = list(right)
    return sum(found) / len(found)


def test_there_are_lines_enough_that_were_never_learnt_from() -> None:
    assert len(list(kept())) > 1500


def test_of_lines_never_seen_four_in_five_are_named_right() -> None:
    model = load_models().acts
    right = (model.guess(text, where).label == act for where, text, act, _ in kept())
    assert share(right) > 0.82


def test_of_questions_never_seen_three_in_four_are_about_what_the_model_says() -> None:
    model = load_models().topics
    right = (
        model.guess(text, where).label == detail
        for where, text, act, detail in kept()
        if act in {"ask", "answer+ask"}
    )
    assert share(right) > 0.75


@pytest.mark.parametrize("name", ["acts", "clauses", "topics"])
def test_a_model_is_small(name: str) -> None:
    file = resources.files("intake.reading").joinpath("data", f"{name}.xz")
    assert len(file.read_bytes()) < MOST_BYTES


def test_the_sum_of_packed_rows_is_the_sum_of_their_weights() -> None:
    text, where = "bentar ya", "place"
    rows = dict(rows_of(text, where))
    weights = {row: bytes([128 + row % 50, 128 - row % 70]) for row in rows}
    model = load_model(dump_model(["wait", "story"], 0.01, weights))
    sums = [
        sum((weights[row][label] - 128) * times for row, times in rows_of(text, where))
        for label in (0, 1)
    ]
    guess = model.guess(text, where)
    assert guess.label == ("wait" if sums[0] > sums[1] else "story")
    assert abs(sum(guess.chances.values()) - 1) < 1e-9


def test_a_guess_is_the_same_each_time_and_in_each_process() -> None:
    one, two = load_models().acts, load_model(_file("acts"))
    for text in (
        "bentar pak",
        "kok lama sih",
        "depan pasar Matawai",
        "",
        "🙏🙏",
        "\x00",
    ):
        assert one.guess(text, "done").chances == two.guess(text, "done").chances


def test_a_long_text_costs_no_more_than_a_bounded_one() -> None:
    assert sum(1 for _ in rows_of("jalan rusak " * 5000, "place")) <= 600


def _file(name: str) -> bytes:
    return resources.files("intake.reading").joinpath("data", f"{name}.xz").read_bytes()


def test_a_model_knows_its_labels() -> None:
    model = load_models().acts
    assert isinstance(model, LinearModel)
    assert {"story", "answer", "ask", "fix", "cancel", "human"} <= set(model.labels)
