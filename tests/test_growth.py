"""Nothing grows with what has been: what is done often looks rows up, and never through a whole table.

The statements are those that the product sends to a real SQLite, caught on their way; how they are
carried out does not depend on how much there is, because SQLite keeps no statistics here.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from benchmarks import growth
from benchmarks.growth import OPERATIONS, Operation, World, a_world
from storage.tables import TABLES

BIG = ("attachment", "cases", "complaint", "contact", "conversation", "inbound", "mark")
BIG += ("outbox", "quarantine")  # of the audit only the newest row is read, by number
SCAN = re.compile(rf"SCAN ({'|'.join(BIG)})\b(?: USING (?:COVERING )?INDEX (\w+))?")
# An index over few of the rows, or read in order as far as a page needs.
PARTIAL = {
    index.name
    for table in TABLES.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world(400) as world:
        yield world


@contextmanager
def listening(world: World) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with what is bound to them."""
    sent: list[tuple[str, Any]] = []

    def hear(_conn, _cursor, statement, values, _context, _many):  # type: ignore[no-untyped-def]
        sent.append((statement, values))

    engine = world.parts.store._engine
    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


def scans(world: World, sent: list[tuple[str, Any]]) -> list[str]:
    """What SQLite would walk through from end to end."""
    file = world.parts.settings.database_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(file)
    found = [
        f"{step}: {statement}"
        for statement, values in {
            statement: values
            for statement, values in sent
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
        }.items()
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        if (scan := SCAN.match(step)) and scan[2] not in PARTIAL
    ]
    connection.close()
    return found


@pytest.mark.parametrize(
    "operation", [pytest.param(one, id=one.name) for one in OPERATIONS]
)
def test_no_table_is_walked_through(world: World, operation: Operation) -> None:
    operation.before(world)
    with listening(world) as sent:
        operation.run(world)
    operation.after(world)
    assert sent
    assert scans(world, sent) == []


def test_a_walk_through_a_table_is_seen(world: World) -> None:
    walk = ("SELECT count(*) FROM complaint WHERE kind = ?", ("x",))
    assert len(scans(world, [walk])) == 1


STEPS = 1000  # of SQLite's machine between two looks
# Thousand steps for a list's totals, which end at 500 cases; the large database has 8,000.
COUNTING = 20


def steps(world: World, operation: Operation) -> int:
    """How many thousand steps SQLite takes for it, after everything has been done once."""
    looks: list[None] = []
    engine = world.parts.store._engine

    def count(connection: Any) -> None:
        driver = connection.connection.driver_connection
        driver.set_progress_handler(lambda: looks.append(None), STEPS)

    for _ in range(2):
        operation.before(world)
        looks.clear()
        event.listen(engine, "begin", count)
        operation.run(world)
        event.remove(engine, "begin", count)
        taken = len(looks)
        operation.after(world)
    return taken


@pytest.fixture(scope="module")
def large() -> Iterator[World]:
    with a_world(8000) as world:
        yield world


FEW = 3  # thousand steps; a walk through the large database's cases takes dozens


@pytest.mark.parametrize(
    "operation", [pytest.param(one, id=one.name) for one in OPERATIONS]
)
def test_twenty_times_the_cases_cost_no_more_steps(
    world: World, large: World, operation: Operation
) -> None:
    """Lists are counted to 500, and up to 100 likes are looked at, of which a small database has fewer."""
    room = COUNTING if operation.name.startswith(("queue", "closed")) else FEW
    assert steps(large, operation) <= steps(world, operation) + room


def test_a_page_says_no_more_than_that_there_are_many() -> None:
    with a_world(1200) as world:
        seen = growth.CaseReader(world.parts).listing(
            world.coordinator, growth.Wanted("terbuka")
        )
    assert (seen.total, len(seen.rows)) == ("500+", 20)


def test_the_bench_measures_each_thing_at_each_size(
    capsys: pytest.CaptureFixture[str],
) -> None:
    growth.main((100, 200), rounds=1)
    told = capsys.readouterr().out
    for operation in OPERATIONS:
        assert re.search(
            rf"^{re.escape(operation.name)} +[\d.]+ ms +[\d.]+ ms +[\d.]+", told, re.M
        )
