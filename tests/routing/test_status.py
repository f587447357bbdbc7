"""What STATUS tells."""

from datetime import UTC, datetime

import pytest
from officers import office_of

from intake.complaint import Complaint, Reporter
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import Action
from routing.life import act, open_case
from routing.status import Filed, standing
from routing.verbs import VERBS

ID = "LPR-2222222"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AGENCIES = read_agencies(
    """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - {code: kab.pupr, name: Dinas PUPR, administrators: [{name: Budi, notify: ["telegram:2"]}]}
"""
)
OFFICE = office_of(AGENCIES)
COMPLAINT = Complaint(
    ID, "complaint", "Jalan rusak", "Jalan rusak", MONDAY, Reporter("sms", "+628", "id")
)


def filed(*verbs: str) -> Filed:
    case, _ = open_case(
        COMPLAINT, Assignment("kab.pupr", "", ()), MONDAY, OFFICE, VERBS
    )
    for verb in verbs:
        case, _ = act(
            case,
            Action(verb, "Budi", ("kab.pupr",), "Sudah rata"),
            MONDAY,
            OFFICE,
            VERBS,
        )
    return Filed(ID, "completed", case)


@pytest.mark.parametrize(
    ("status", "key"),
    [
        pytest.param("draft", "status.draft", id="a draft"),
        pytest.param("completed", "status.completed", id="sent, at no desk yet"),
        pytest.param("cancelled", "status.cancelled", id="cancelled"),
    ],
)
def test_without_a_case(status, key):
    told = standing(Filed(ID, status), {}, "id")
    assert (told.key, told.facts) == (key, {"id": ID})


def test_of_an_id_that_nobody_has():
    told = standing(None, AGENCIES.by_code, "id")
    assert (told.key, told.facts) == ("status.unknown", {})


@pytest.mark.parametrize(
    ("verbs", "key", "deadline"),
    [
        pytest.param(
            [],
            "status.forwarded",
            "Sen 30 Nov 2026",
            id="new: answered by the day that the receipt names",
        ),
        pytest.param(
            ["accept"],
            "status.in_follow_up",
            "Sen 30 Nov 2026",
            id="in follow-up: to be answered",
        ),
        pytest.param(
            ["answer"],
            "status.answered",
            "Sen 30 Nov 2026",
            id="answered: no other day than was promised",
        ),
        pytest.param(
            ["finish"],
            "status.resolved",
            "Sen 30 Nov 2026",
            id="resolved: the day that was promised",
        ),
        pytest.param(
            ["query", "reply"],
            "status.in_follow_up",
            "Sen 30 Nov 2026",
            id="asked and answered on one day: the promise is what it was",
        ),
    ],
)
def test_of_a_case_it_names_the_desk_and_the_day(verbs, key, deadline):
    told = standing(filed(*verbs), AGENCIES.by_code, "id")
    assert (told.key, told.facts) == (
        key,
        {"id": ID, "agency": "Dinas PUPR", "deadline": deadline},
    )


def test_in_the_language_of_who_asks():
    assert (
        standing(filed(), AGENCIES.by_code, "en").facts["deadline"] == "Mon 30 Nov 2026"
    )


def test_a_desk_that_has_left_the_file_is_named_by_its_code():
    assert standing(filed(), {}, "id").facts["agency"] == "kab.pupr"


def test_what_was_reopened_is_answered_in_a_round_of_its_own():
    told = standing(filed("answer", "dispute"), AGENCIES.by_code, "id")
    facts = {"id": ID, "agency": "Koordinator", "deadline": "Sen 30 Nov 2026"}
    assert (told.key, told.facts) == ("status.reopened", facts)


def test_while_we_wait_for_the_citizen_it_says_until_when():
    told = standing(filed("query"), AGENCIES.by_code, "id")
    assert (told.key, told.facts["until"]) == ("status.waiting", "Rab 23 Des 2026")
