"""A clock pass does all that is due, a few at a time, and one bad row holds up itself only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from house import House
from sqlalchemy import event, text

from gateway.flows import cases, clock_rounds
from gateway.flows.clock_rounds import BATCH, PUSHED, STALE_PUSH
from gateway.setup.parts import Parts
from intake.complaint import Complaint, Reporter
from intake.messages import Address
from routing.assign import Assignment
from routing.life import open_case
from storage.queue import Doorbell

BUDI = Address("sms", "+6281200000001")
DAY = timedelta(days=1)
MANY = 2 * BATCH + 3


def complain(house: House, number: int, status: str = "completed") -> list[int]:
    """So many complaints of one citizen; their row numbers."""
    with house.store.transaction() as tx:
        budi = tx.contact(BUDI, house.now).id
        return [
            tx.save_complaint(
                Complaint(
                    f"LPR-{status}{n}",
                    "complaint",
                    "Lampu",
                    "Lampu mati",
                    house.now,
                    Reporter("sms", BUDI.id, "id"),
                ),
                budi,
                status,
                house.now,
            )
            for n in range(number)
        ]


@pytest.fixture
def due(house: House) -> list[int]:
    """Many cases that nobody has taken for a month."""
    ids = complain(house, MANY)
    desk = Assignment(house.parts.agencies.coordinator, "", ())
    with house.store.transaction() as tx:
        for id_ in ids:
            about = tx.complaint_by_id(id_)
            assert about is not None
            case, _ = open_case(
                about.complaint, desk, house.now, house.parts.office, house.parts.verbs
            )
            tx.add_case(id_, case, house.now + DAY, house.now)
            tx.mark_routed(id_, house.now)
    house.now += 30 * DAY
    return ids


def overdue_told(house: House) -> list[int | None]:
    """Of which complaints the citizen heard that they are late, in order."""
    with house.store.reading() as tx:
        waiting = tx.outbox("pending", 1000)
    return sorted(one.complaint_id for one in waiting if one.kind == "case.overdue")


def spoil(house: House, table: str, column: str, key: str, id_: int) -> None:
    with house.store.transaction() as tx:
        tx._connection.execute(
            text(f"UPDATE {table} SET {column} = :none WHERE {key} = :id"),
            {"none": b"nonsense", "id": id_},
        )


def test_one_pass_does_all_cases_that_are_due_each_once(
    house: House, due: list[int]
) -> None:
    for _ in range(2):
        clock_rounds.tick_all(house.parts, house.now)
        assert overdue_told(house) == due


@pytest.mark.parametrize(
    ("table", "column", "key"),
    [
        pytest.param("cases", "body", "complaint_id", id="a case"),
        pytest.param("complaint", "envelope", "id", id="its complaint"),
    ],
)
def test_a_case_that_cannot_be_read_holds_up_no_other(
    house: House,
    due: list[int],
    table: str,
    column: str,
    key: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for bad in (due[0], due[1]):
        spoil(house, table, column, key, bad)
    clock_rounds.tick_all(house.parts, house.now)
    assert overdue_told(house) == due[2:]
    told = [line.getMessage() for line in caplog.records if "damaged" in line.msg]
    assert sorted(told) == [
        f"{table}.{column}:{bad} is damaged and put aside" for bad in due[:2]
    ]
    with house.store.reading() as tx:
        assert sorted(tx.due_cases(house.now, MANY)) == due[:2]


def test_more_bad_cases_than_a_batch_takes_hold_up_no_other(
    house: House, due: list[int]
) -> None:
    for bad in due[: BATCH + 1]:
        spoil(house, "cases", "body", "complaint_id", bad)
    clock_rounds.tick_all(house.parts, house.now)
    assert overdue_told(house) == due[BATCH + 1 :]


def test_no_transaction_of_a_pass_holds_more_than_a_batch(
    house: House, due: list[int]
) -> None:
    saved: list[int] = []

    def hear(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        saved[-1] += statement.startswith("UPDATE cases")

    engine = house.store._engine
    event.listen(engine, "begin", lambda _conn: saved.append(0))
    event.listen(engine, "before_cursor_execute", hear)
    clock_rounds.tick_all(house.parts, house.now)
    assert sum(saved) == MANY
    assert max(saved) == BATCH


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_case_that_somebody_holds_waits_for_the_next_pass(
    house: House, due: list[int]
) -> None:
    with house.store.transaction() as tx:
        tx.case(due[3], lock=True)
        clock_rounds.tick_all(house.parts, house.now)
    rest = [id_ for id_ in due if id_ != due[3]]
    assert overdue_told(house) == rest
    clock_rounds.tick_all(house.parts, house.now)
    assert overdue_told(house) == due


def test_every_completed_complaint_is_pushed_in_one_go(house: House) -> None:
    ids = complain(house, PUSHED + 2)
    assert clock_rounds.push(house.parts) == len(ids)
    with house.store.reading() as tx:
        assert tx.to_push(house.now, len(ids)) == []


def test_without_a_queue_what_is_complete_is_routed_all_the_same(house: House) -> None:
    ids = complain(house, PUSHED + 2)
    away = replace(house.parts, bell=Doorbell("redis://127.0.0.1:1"))
    assert clock_rounds.push(away) == 0
    assert unrouted(house, ids) == []


def test_what_was_pushed_and_nobody_works_off_is_routed_in_seconds(
    house: House,
) -> None:
    ids = complain(house, 3)
    assert clock_rounds.push(house.parts) == 3
    house.now += STALE_PUSH
    clock_rounds.push(house.parts)
    assert unrouted(house, ids) == ids
    house.now += timedelta(seconds=1)
    clock_rounds.push(house.parts)
    assert unrouted(house, ids) == []


def test_one_that_cannot_be_routed_holds_up_no_other_and_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = complain(house, 3)
    away = replace(house.parts, bell=Doorbell("redis://127.0.0.1:1"))
    monkeypatch.setattr(clock_rounds, "route", failing_for(ids[0]))
    clock_rounds.push(away)
    assert unrouted(house, ids) == ids[:1]
    monkeypatch.undo()
    house.now += STALE_PUSH + timedelta(seconds=1)
    clock_rounds.push(away)
    assert unrouted(house, ids) == []


def failing_for(id_: int) -> Callable[[Parts, int], None]:
    def route(parts: Parts, complaint_id: int) -> None:
        if complaint_id == id_:
            raise ValueError("odd")
        cases.route(parts, complaint_id)

    return route


def unrouted(house: House, ids: list[int]) -> list[int]:
    with house.store.reading() as tx:
        return [id_ for id_ in ids if tx.case(id_) is None]


def test_of_every_quiet_draft_the_coordinator_hears_once(house: House) -> None:
    complain(house, MANY, "draft")
    house.now += 2 * DAY
    told = [len(clock_rounds.tick_all(house.parts, house.now)) for _ in range(2)]
    assert told == [MANY, 0]
