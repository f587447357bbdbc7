"""The codes that prove an SMS, as a value: no message but the one shown is ever let go."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.spoken.memory import memory_from
from routing.spoken.proof import (
    DIGITS,
    LASTS,
    SPAN,
    UNANSWERED_MOST,
    WRONG_MOST,
    Proof,
    code_in,
    proof_from,
    proof_to,
)
from routing.spoken.steps import Do

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
DID = (Do("answer", "LPR-7K2F9QX", "ditambal", ""),)
codes = st.integers(0, 10**DIGITS - 1).map(lambda n: f"{n:0{DIGITS}}")
minutes = st.integers(0, 200).map(lambda n: timedelta(minutes=n))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"),
        (" 482 913. ", "482913"),
        ("Kode: 482-913", "482913"),
        ("YA 482913", "482913"),
        ("48291", ""),
        ("4829134", ""),
        ("JAWAB 482913", ""),
        ("482913 sudah ditambal", ""),
        ("", ""),
    ],
)
def test_a_code_stands_alone(text: str, code: str) -> None:
    assert code_in(text) == code


@given(st.text())
def test_any_text_is_looked_at_for_a_code(text: str) -> None:
    assert len(code_in(text)) in {0, DIGITS}


@given(asked=st.lists(codes, unique=True, max_size=6), tried=codes, later=minutes)
def test_a_code_lets_go_what_it_was_asked_for_and_only_in_time(
    asked: list[str], tried: str, later: timedelta
) -> None:
    proof = Proof()
    for n, code in enumerate(asked):
        proof = proof.asking(code, (Do("note", f"LPR-{n}", code),), NOW)
    after, steps = proof.fresh(NOW + later).redeemed(tried, NOW + later)
    if tried in asked and later <= LASTS:
        assert [one.words for one in steps] == [tried]
        assert after.redeemed(tried, NOW + later)[1] == ()
    else:
        assert steps == ()


def test_after_too_many_guesses_the_right_code_fails() -> None:
    proof = Proof().asking("482913", DID, NOW)
    for _ in range(WRONG_MOST):
        proof, _ = proof.redeemed("000000", NOW)
    assert proof.worn_out
    assert proof.redeemed("482913", NOW)[1] == ()
    assert not proof.fresh(NOW + SPAN + timedelta(seconds=1)).worn_out


def test_too_many_unanswered_codes_wear_it_out() -> None:
    proof = Proof()
    for n in range(UNANSWERED_MOST):
        assert not proof.worn_out
        proof = proof.asking(f"{n:06}", DID, NOW)
    assert proof.worn_out


def test_what_waits_is_stored_beside_the_rest() -> None:
    proof = Proof((), (NOW.isoformat(),)).asking("482913", DID, NOW)
    stored = {"asks": "send", "at": NOW.isoformat(), **proof_to(proof)}
    assert proof_from(json.loads(json.dumps(stored))) == proof
    assert memory_from(stored).asks == "send"
    assert proof_to(Proof()) == {}
    assert proof_from(None) == Proof()
