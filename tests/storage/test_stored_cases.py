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
        tx.save_case(desks[0], a_case("dlh", now, "in_follow_up"), None, now)
    with store.reading() as tx:
        case = tx.case(desks[0])
    assert (case.case, case.version) == (a_case("dlh", now, "in_follow_up"), 2)
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
    ("shelf", "agencies", "expected"),
    [
        pytest.param("open", None, [1, 2, 0], id="all desks, what is owed first"),
        pytest.param("open", ["pupr"], [2, 0], id="one desk"),
        pytest.param("open", ["pupr", "dlh", "dishub"], [1, 2, 0], id="several desks"),
        pytest.param("open", [], [], id="no desk at all"),
        pytest.param("closed", None, [4, 3], id="closed ones, newest first"),
        pytest.param("closed", ["pupr", "dlh"], [4, 3], id="closed ones of some desks"),
        pytest.param("closed", ["pupr"], [3], id="closed ones of one desk"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 9])
def test_a_desk_s_list_is_read_page_by_page_and_back(
    store, lists, shelf, agencies, expected, size
):
    with store.reading() as tx:
        there, places = [], []
        while found := tx.places(shelf, agencies, size, places[-1] if places else None):
            places += found
            there += [case.complaint_id for case in tx.cases_at(found)]
        back = tx.places(shelf, agencies, 9, places[-1], back=True) if places else []
        assert [lists.index(id_) for id_ in there] == expected
        assert back == places[-2::-1]
        assert tx.count_listed(shelf, agencies, 9) == len(expected)
        assert tx.count_listed(shelf, agencies, 1) == min(1, len(expected))


def test_more_desks_than_one_statement_takes_make_one_list(store, lists):
    desks = [f"desk{number}" for number in range(120)] + ["pupr", "dlh"]
    with store.reading() as tx:
        assert tx.places("open", desks, 9) == tx.places("open", None, 9)


def test_what_is_late_is_counted(store, lists, now):
    with store.reading() as tx:
        late = [
            tx.count_listed("open", desks, 9, now + timedelta(days=4, hours=1))
            for desks in (None, ["dlh"], ["dishub"])
        ]
    assert late == [2, 1, 0]


def test_the_case_of_someone_forgotten_is_on_no_list(store, lists, now):
    with store.transaction() as tx:
        places = tx.places("open", None, 9) + tx.places("closed", None, 9)
        tx.erase_subject(tx.contact(BUDI, now).subject_id, now)
    with store.reading() as tx:
        assert tx.places("open", None, 9) == []
        assert tx.cases_at(places) == []


@pytest.fixture
def lists(store, now):
    """Five cases: two at a desk, one at another, all opened on different days, and two that are closed."""
    desks = (
        ("pupr", "forwarded", 2),
        ("dlh", "forwarded", 0),
        ("pupr", "forwarded", 1),
        ("pupr", "closed", 0),
        ("dlh", "closed", 0),
    )
    with store.transaction() as tx:
        ids = []
        for number, (agency, state, days) in enumerate(desks):
            complaint = Complaint(
                f"LPR-{number}",
                "complaint",
                "",
                "",
                now,
                Reporter("sms", BUDI.id, "id"),
            )
            id_ = tx.save_complaint(
                complaint, tx.contact(BUDI, now).id, "completed", now
            )
            case = a_case(agency, now + timedelta(days=days), state)
            tx.add_case(id_, case, None if state == "closed" else now + 9 * HOUR, now)
            ids.append(id_)
    return ids
