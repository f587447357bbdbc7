"""How a slot's value is read back: a time as it was said, though no calendar has it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer, load_scorer
from intake.dialogue.review import fact_text
from intake.form.volunteered import volunteered
from intake.state import Answer, Context, State


@pytest.fixture(scope="module")
def ctx() -> Context:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    return Context(
        now, "LPR-2222222", load_gazetteer(), load_scorer(), CAPABILITIES["telegram"]
    )


@pytest.mark.parametrize(
    ("story", "time"),
    [
        ("Jalan rusak sudah lama", "sudah lama"),
        ("Got mampet udah lama banget, tolong", "udah lama banget"),
        ("Air keruh dari dulu", "dari dulu"),
        ("Sampah menumpuk beberapa minggu ini", "beberapa minggu ini"),
        ("Akhir-akhir ini banyak copet", "Akhir-akhir ini"),
        ("Jembatan putus sudah bertahun-tahun", "sudah bertahun-tahun"),
        ("Lampu mati sejak kemarin", "sejak kemarin"),
        ("Lampu mati", ""),
    ],
)
def test_a_time_is_read_back_as_it_was_said(
    story: str, time: str, ctx: Context
) -> None:
    state = State().with_(story=(story,), values=volunteered(story, State(), ctx))
    assert fact_text("time", state, ctx) == time


@pytest.mark.parametrize(
    "words", ["lupa", "tidak tahu pak", "kurang ingat", "gatau", "not sure"]
)
def test_who_does_not_know_when_has_told_no_time(words: str, ctx: Context) -> None:
    value = {"date": None, "precision": "unknown", "text": words}
    state = State().with_(values={"time": Answer(value, words)})
    assert fact_text("time", state, ctx) == ""
