from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cases import a_case
from hypothesis import given
from hypothesis import strategies as st

from intake.complaint import Complaint, Reporter
from routing.case import CaseState, HistoryEntry
from routing.supporters import (
    Pair,
    Side,
    hindrance,
    joined,
    lead_first,
    mirrored,
    parted,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANSWERS = st.sampled_from(["", "same", "different"])


def side(
    state: str = "forwarded",
    hours: int = 0,
    *,
    followed: bool = False,
    secret: bool = False,
) -> Side:
    id_ = f"LPR-{hours:07}"
    about = Complaint(
        id_,
        "complaint",
        "lampu",
        "lampu mati",
        NOW + hours * HOUR,
        Reporter("sms", "1", "id"),
        anonymous=secret,
    )
    return Side(about, replace(a_case("pupr", NOW, state), tracking_id=id_), followed)


OLD, NEW = side(), side(hours=5)


@given(ANSWERS, ANSWERS)
def test_it_follows_when_one_says_same_and_nobody_says_different(citizen, desk):
    pair = Pair(4.0, 1, True, ("lampu",), citizen, desk)
    assert pair.agreed == (
        "same" in (citizen, desk) and "different" not in (citizen, desk)
    )


@pytest.mark.parametrize(
    ("one", "other", "leads"),
    [
        pytest.param(NEW, OLD, OLD, id="the older"),
        pytest.param(
            OLD,
            replace(NEW, followed=True),
            replace(NEW, followed=True),
            id="whom others follow",
        ),
        pytest.param(side(secret=True), NEW, NEW, id="never the one without a name"),
    ],
)
def test_who_leads(one, other, leads):
    assert lead_first(one, other)[0] == leads == lead_first(other, one)[0]


@pytest.mark.parametrize(
    ("lead", "follower", "why"),
    [
        pytest.param(OLD, NEW, "", id="both wait"),
        pytest.param(side("in_follow_up"), NEW, "", id="accepted is no answer"),
        pytest.param(side("answered"), NEW, "pair.answered", id="the lead is answered"),
        pytest.param(OLD, side("closed"), "pair.answered", id="the other is closed"),
        pytest.param(side(secret=True), NEW, "pair.protected", id="a lead to protect"),
        pytest.param(OLD, side(secret=True), "", id="a follower to protect"),
        pytest.param(
            OLD, side(followed=True), "pair.followed", id="others follow the other, too"
        ),
    ],
)
def test_what_stands_against_it(lead, follower, why):
    assert hindrance(lead, follower) == why


def test_a_follower_goes_the_way_of_its_lead_and_back_to_its_own():
    own = replace(a_case("dishub", NOW), tracking_id="LPR-3333333")
    lead = a_case("pupr", NOW - 9 * HOUR, "in_follow_up")
    with_it = joined(own, lead, "citizen", NOW)
    assert (with_it.agency, with_it.state) == ("pupr", CaseState.IN_FOLLOW_UP)
    assert with_it.deadlines == lead.deadlines
    answer = HistoryEntry(NOW + HOUR, "Admin", "answer", "besok", "pupr")
    words = HistoryEntry(NOW + HOUR, "citizen", "append", "saya Budi", "pupr")
    done = replace(
        lead, state=CaseState.ANSWERED, history=(*lead.history, words, answer)
    )
    after = mirrored(with_it, done)
    assert after.state == CaseState.ANSWERED
    assert after.history[-2:] == (replace(words, note=""), answer)
    assert mirrored(after, done) == after
    alone = parted(after, own, "citizen", NOW + 2 * HOUR)
    assert (alone.agency, alone.state) == ("dishub", CaseState.FORWARDED)
    assert alone.deadlines == own.deadlines
    assert [line.action for line in alone.history] == [
        "open", "join", "append", "answer", "part",
    ]  # fmt: skip
