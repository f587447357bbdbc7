from datetime import timedelta

import pytest
from cases import a_case

from intake.complaint import Complaint, Reporter
from intake.messages import Address

BUDI = Address("sms", "+6281200000001")
HOUR = timedelta(hours=1)
DESKS = (
    ("pupr", "forwarded", 3),
    ("dlh", "forwarded", 1),
    ("pupr", "closed", None),
    ("pupr", "answered", 2),
)


@pytest.fixture
def complaints(store, now):
    """Four complaints' row ids."""
    reporter = Reporter("sms", BUDI.id, "id")
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now).id
        return [
            tx.save_complaint(
                Complaint(f"LPR-{n}", "complaint", "", "", now, reporter),
                budi,
                "completed",
                now,
            )
            for n in range(4)
        ]


@pytest.fixture
def desks(store, complaints, now):
    """A case for each, as DESKS says, due after that many hours."""
    with store.transaction() as tx:
        for complaint_id, (agency, state, hours) in zip(complaints, DESKS, strict=True):
            tx.add_case(
                complaint_id,
                a_case(agency, now, state),
                hours and now + hours * HOUR,
                now,
            )
    return complaints


def test_a_case_is_opened_once(store, complaints, now):
    with store.transaction() as tx:
        assert tx.case(complaints[0]) is None
        assert tx.add_case(complaints[0], a_case("pupr", now, note="Dicek"), now, now)
        assert not tx.add_case(complaints[0], a_case("dlh", now), now, now)
        case = tx.case(complaints[0], lock=True)
    assert (case.case, case.version) == (a_case("pupr", now, note="Dicek"), 1)
    assert case.next_at == now


def test_saving_a_case_counts_its_versions(store, desks, now):
    with store.transaction() as tx:
        tx.save_case(desks[0], a_case("dlh", now, "accepted"), None, now)
    with store.reading() as tx:
        case = tx.case(desks[0])
    assert (case.case, case.version) == (a_case("dlh", now, "accepted"), 2)
    assert case.next_at is None


def test_a_case_that_was_never_opened_cannot_be_saved(store, complaints, now):
    with store.transaction() as tx, pytest.raises(LookupError):
        tx.save_case(complaints[0], a_case("pupr", now), None, now)


def test_cases_fall_due(store, desks, now):
    with store.reading() as tx:
        assert tx.due_cases(now, 10) == []
        assert tx.due_cases(now + 2 * HOUR, 10) == [desks[1], desks[3]]
        assert tx.due_cases(now + 9 * HOUR, 1) == [desks[1]]


@pytest.mark.parametrize(
    ("agencies", "states", "expected"),
    [
        pytest.param(
            None, None, [1, 3, 0, 2], id="everything, the next deadline first"
        ),
        pytest.param(["pupr"], None, [3, 0, 2], id="one agency"),
        pytest.param(None, ["forwarded"], [1, 0], id="one state"),
        pytest.param(
            ["pupr", "dlh"], ["forwarded", "closed"], [1, 0, 2], id="several of each"
        ),
        pytest.param([], None, [], id="no agency at all"),
    ],
)
def test_a_desk_sees_its_cases(store, desks, agencies, states, expected):
    with store.reading() as tx:
        found = tx.cases(agencies, states, 10, 0)
        assert [desks.index(case.complaint_id) for case in found] == expected
        assert tx.count_cases(agencies, states) == len(expected)


def test_a_long_desk_is_paged(store, desks):
    with store.reading() as tx:
        pages = [tx.cases(None, None, 3, offset) for offset in (0, 3, 6)]
    assert [[desks.index(case.complaint_id) for case in page] for page in pages] == [
        [1, 3, 0],
        [2],
        [],
    ]
