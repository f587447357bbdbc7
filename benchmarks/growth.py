"""What grows with what has been: each thing done often, in databases of 10 thousand to a million cases.

`python -m benchmarks.growth [--sizes 10000 100000 1000000] [--rounds 15] [--database URL]`

There are five messages for each case, and a tenth as many drafts that were left. Every size gets a
database of its own, SQLite in a temporary folder, or on the PostgreSQL server of the URL (names
`growth_SIZE`, made and dropped). Rounds go from one size to the next, because the machine is noisy.
Shown are medians, and how much the fastest round of the largest takes more than that of the smallest:
what other programs take away is not of the product. More than 1.5 is marked.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from benchmarks.growth_rows import BUDI, FIRST, a_complaint, fill
from gateway.flows import cases, clock_rounds
from gateway.setup.parts import Parts
from gateway.setup.settings import read_settings
from gateway.setup.wiring import build
from gateway.web.admin.access import Visitor
from gateway.web.admin.case_reader import CaseReader, Visit
from gateway.web.admin.lists import Wanted
from gateway.web.app import create_app
from storage import embedded_redis
from storage.desk_lists import CasePlace
from storage.tables import Moment
from storage.unit_of_work import make_engine, read_url

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 15
FLAT = 1.5
DUE, WAITING = 100, 50
ENV = {
    "PUBLIC_URL": "https://lapor.example.go.id",
    "SECRET_KEY": "bench-secret-0123456789abcdef-ghij",
    "DATA_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "bench-token",
    "TWILIO_SMS_NUMBER": "+628110001708",
    "TWILIO_WHATSAPP_NUMBER": "+628110001709",
    "TELEGRAM_BOT_TOKEN": "1708:bench-token",
    "TELEGRAM_WEBHOOK_SECRET": "bench-secret",
}


@dataclass
class World:
    """One database of so many cases, and the product over it."""

    parts: Parts
    size: int
    web: FlaskClient = field(init=False)
    due: list[int] = field(init=False)  # the cases that fall due when wanted
    body: bytes = field(init=False)  # of a case nobody has touched
    routed: int = 0

    def __post_init__(self) -> None:
        self.web = create_app(self.parts).test_client()
        with self.changing() as connection:
            rows = connection.execute(
                text(
                    "SELECT complaint_id, body FROM cases WHERE next_at IS NOT NULL"
                    " ORDER BY due_at, complaint_id LIMIT :n"
                ),
                {"n": DUE},
            ).all()
        self.due, self.body = [row.complaint_id for row in rows], rows[0].body

    @property
    def now(self) -> datetime:
        """The moment that all of this happens at."""
        return self.parts.clock()

    @cached_property
    def coordinator(self) -> Visitor:
        """Sees every case."""
        return Visitor("Kepala", (self.parts.agencies.coordinator,), None)

    @cached_property
    def desk(self) -> Visitor:
        """Sees the cases of one desk."""
        return self._visitor(min)

    @cached_property
    def branch(self) -> Visitor:
        """Sees the cases of as many desks as anyone but the coordinator."""
        return self._visitor(max)

    def _visitor(self, choose: Callable[..., str]) -> Visitor:
        agencies = self.parts.agencies
        seen = {code: agencies.in_sight_of([code]) for code in agencies.by_code}
        below = {code: len(codes) for code, codes in seen.items() if codes is not None}
        code = choose(below, key=below.__getitem__)
        return Visitor("Petugas", (code,), seen[code])

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Change rows behind the product's back."""
        with self.parts.store.transaction() as tx:
            yield tx._connection

    def close(self) -> None:
        """Disconnect."""
        self.parts.bell.close()
        self.parts.store.dispose()


def first_page(world: World, visitor: Visitor) -> None:
    CaseReader(world.parts).listing(visitor, Wanted("semua"))


def deep_page(world: World, visitor: Visitor) -> None:
    """In the middle of the open cases."""
    middle = CasePlace("open", (world.now + timedelta(days=10), 0))
    CaseReader(world.parts).listing(visitor, Wanted("semua", middle))


def closed_page(world: World, visitor: Visitor) -> None:
    middle = CasePlace("closed", (FIRST + world.size // 2,))
    CaseReader(world.parts).listing(visitor, Wanted("selesai", middle))


def search(world: World) -> None:
    visit = Visit(world.coordinator, f"LPR-C{world.size // 2}", by_link=False)
    CaseReader(world.parts).read(visit)


def status(world: World) -> None:
    """What STATUS reads."""
    with world.parts.store.reading() as tx:
        contact = tx.find_contact(BUDI)
        [latest] = tx.complaints_of(contact.id if contact else 0, 1)
        tx.case(latest.id)
        tx.complaint(latest.complaint.tracking_id)


def sweep(world: World) -> None:
    clock_rounds.sweep(world.parts)


def tick(world: World) -> None:
    clock_rounds.tick_all(world.parts, world.now)


def route(world: World) -> None:
    cases.route(world.parts, world.routed)


def metrics(world: World) -> None:
    if world.web.get("/metrics").status_code != 200:
        raise RuntimeError("no metrics")


def lease(world: World) -> None:
    with world.parts.store.transaction() as tx:
        room = dict.fromkeys(world.parts.known, WAITING)
        tx.lease_due(world.now, world.now + timedelta(minutes=1), room)


def make_due(world: World) -> None:
    """A hundred cases are as they were, and due."""
    values = {"at": _stored(world, world.now), "body": world.body}
    with world.changing() as connection:
        connection.execute(
            text(
                "UPDATE cases SET body = :body, next_at = :at WHERE complaint_id"
                f" IN ({', '.join(map(str, world.due))})"
            ),
            values,
        )


def make_routable(world: World) -> None:
    with world.parts.store.transaction() as tx:
        contact = tx.find_contact(BUDI)
        complaint = a_complaint(f"LPR-N{world.routed}", world.now)
        world.routed = tx.save_complaint(
            complaint, contact.id if contact else 0, "completed", world.now
        )


def make_pending(world: World) -> None:
    """Fifty people wait for a message."""
    at = _stored(world, world.now)
    with world.changing() as connection:
        connection.execute(
            text(
                "INSERT INTO outbox (subject_id, contact_id, channel, kind, body, status,"
                " attempts, created_at, wanted_at, due_at) SELECT subject_id, contact_id,"
                " channel, kind, body, 'pending', 0, :at, :at, :at FROM outbox"
                f" WHERE id > {FIRST} AND id <= {FIRST + 4 * WAITING} AND id % 4 = 0"
            ),
            {"at": at},
        )


def forget_pending(world: World) -> None:
    with world.changing() as connection:
        connection.execute(text("DELETE FROM outbox WHERE status = 'pending'"))


def _stored(world: World, moment: datetime) -> object:
    """A moment as this database keeps it."""
    with world.changing() as connection:
        return Moment().process_bind_param(moment, connection.dialect)


def nothing(_world: World) -> None: ...


@dataclass(frozen=True)
class Operation:
    """Something done often; what must be there before, and be gone after, is not timed."""

    name: str
    run: Callable[[World], None]
    before: Callable[[World], None] = nothing
    after: Callable[[World], None] = nothing

    def timed(self, world: World) -> float:
        """In seconds."""
        self.before(world)
        began = time.perf_counter()
        self.run(world)
        took = time.perf_counter() - began
        self.after(world)
        return took


OPERATIONS = (
    Operation("queue, a desk", lambda w: first_page(w, w.desk)),
    Operation("queue, a desk, deep", lambda w: deep_page(w, w.desk)),
    Operation("queue, a branch", lambda w: first_page(w, w.branch)),
    Operation("queue, a branch, deep", lambda w: deep_page(w, w.branch)),
    Operation("queue, coordinator", lambda w: first_page(w, w.coordinator)),
    Operation("queue, coordinator, deep", lambda w: deep_page(w, w.coordinator)),
    Operation("closed, coordinator, deep", lambda w: closed_page(w, w.coordinator)),
    Operation("search by id", search),
    Operation("STATUS", status),
    Operation("sweep", sweep),
    Operation("tick, nothing due", tick),
    Operation(f"tick, {DUE} due", tick, make_due, forget_pending),
    Operation("route, with duplicates", route, make_routable, forget_pending),
    Operation("/metrics", metrics),
    Operation("lease, nothing due", lease),
    Operation(f"lease, {WAITING} due", lease, make_pending, forget_pending),
)


def main(
    sizes: Sequence[int] = SIZES, rounds: int = ROUNDS, database: str | None = None
) -> None:
    """Print the table: milliseconds at each size, and how much the largest takes more than the smallest."""
    with ExitStack() as stack:
        worlds = [stack.enter_context(a_world(size, database)) for size in sizes]
        print(f"{'cases':28}" + "".join(f"{size:>11,}" for size in sizes) + "   ratio")
        for operation in OPERATIONS:
            _print(operation, worlds, rounds)


def _print(operation: Operation, worlds: list[World], rounds: int) -> None:
    times: list[list[float]] = [[] for _ in worlds]
    for n in range(rounds + 1):
        for world, took in zip(worlds, times, strict=True):
            seconds = operation.timed(world)
            if n:  # the first warms up
                took.append(seconds)
    medians = [statistics.median(took) * 1000 for took in times]
    ratio = min(times[-1]) / min(times[0])
    mark = "  <- grows" if ratio > FLAT else ""
    cells = "".join(f"{median:8.2f} ms" for median in medians)
    print(f"{operation.name:28}{cells}{ratio:8.2f}{mark}", flush=True)


@contextmanager
def a_world(size: int, database: str | None = None) -> Iterator[World]:
    """A database of so many cases with the product over it, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        var = Path(folder)
        url = stack.enter_context(_created(database, size)) if database else ""
        redis = embedded_redis.start(var)
        stack.callback(redis.stop)
        settings = read_settings(
            {
                **ENV,
                "VAR_DIR": folder,
                "REDIS_URL": redis.url,
                **({"DATABASE_URL": url} if url else {}),
            }
        )
        now = datetime(2026, 11, 26, 10, tzinfo=settings.zone)
        parts = build(settings, lambda: now)
        began = time.perf_counter()
        fill(parts, size)
        took = time.perf_counter() - began
        print(
            f"{size:,} cases, {5 * size:,} messages: made in {took:.0f} s", flush=True
        )
        world = World(parts, size)
        stack.callback(world.close)
        yield world


@contextmanager
def _created(server: str, size: int) -> Iterator[str]:
    """A database on this server."""
    name = f"growth_{size}"
    _administer(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    try:
        yield read_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, *statements: str) -> None:
    engine = make_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--database", help="of a PostgreSQL server")
    given = parser.parse_args(sys.argv[1:])
    main(given.sizes, given.rounds, given.database)
