"""Short drills on the running product: whatever hangs, dies or is full, nobody else waits for it.

Each promises what docs say; the bounds here are generous, because a busy machine is slow.
"""

import os
import shutil
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from drilled import TWILIO, Drilled, Providers, citizen, providers
from redis import Redis
from running import soon

pytestmark = pytest.mark.xdist_group("run")

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
TAKEN_OVER = 15.0  # seconds; promised: 5
REPLACED = 45.0  # seconds; promised: 10, and 5 more until the work is taken over
LATE = 6.0  # seconds; promised: 2
ACKNOWLEDGED = 9.0  # seconds; promised: 3
HALF = b"POST /webhooks/twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nBody=ha"


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Drilled, Providers]]:
    """One installation for all drills: it must be whole again after each."""
    with providers() as (wire, url):
        one = Drilled(tmp_path_factory.mktemp("drill"), url)
        try:
            yield one.start(), wire
        finally:
            wire.released.set()
            for pid in one.pids():
                os.kill(pid, signal.SIGCONT)
            one.clean_up()


@pytest.fixture
def drilled(office: tuple[Drilled, Providers]) -> Iterator[Drilled]:
    """The product, in order before the drill and after it."""
    one, wire = office
    soon(one.ready, lambda: f"all to answer: {one.readiness()}", 60)
    yield one
    wire.behave = lambda _to: None
    soon(one.ready, lambda: f"all to answer: {one.readiness()}", 60)


@pytest.fixture
def wire(office: tuple[Drilled, Providers]) -> Providers:
    return office[1]


@pytest.fixture
def somebody() -> Callable[[], str]:
    """A citizen nobody else is."""
    return lambda: citizen(next(NUMBERS))


NUMBERS = iter(range(1000, 10_000))


def answered_after(drilled: Drilled, wire: Providers, who: str) -> float:
    """Somebody writes, is acknowledged, and is answered; seconds until the answer."""
    began = time.monotonic()
    status, _ = drilled.sms(who, STORY)
    assert status == 200
    return wire.reached(f"sms:{who}") - began


def test_what_a_killed_sender_held_is_taken_over(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    people = [somebody() for _ in range(20)]
    asked: set[str] = set()

    def hang(to: str) -> None:
        asked.add(to)
        gate.wait(60)

    gate = threading.Event()
    wire.behave = hang
    for who in people:
        drilled.sms(who, STORY)
    soon(lambda: len(asked) >= 10, "the calls in flight")
    wire.behave = lambda _to: None
    (sender,) = drilled.pids("deliver")
    os.kill(sender, signal.SIGKILL)
    killed = time.monotonic()
    after = [wire.reached(f"sms:{who}") - killed for who in people]
    gate.set()
    assert max(after) < TAKEN_OVER


def test_processes_that_hang_are_told_of_replaced_and_their_work_taken_over(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    names = ["central", "converse-1", "deliver", "scheduler"]
    stopped = {name: drilled.pids(name) for name in names}
    for pids in stopped.values():
        os.kill(pids[0], signal.SIGSTOP)
    who = somebody()
    assert drilled.sms(who, STORY)[0] == 200
    told = f"no answer: {', '.join(names)}"
    soon(lambda: drilled.readiness()["processes"] == told, "/ready to tell")
    wire.reached(f"sms:{who}", patience=REPLACED)
    for name, pids in stopped.items():
        soon(lambda name=name, pids=pids: drilled.pids(name) not in ([], pids), name)


def test_a_web_worker_that_hangs_is_replaced(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    web = drilled.pids("web")
    stopped = next(pid for pid in web if drilled.parent_of(pid) in web)
    os.kill(stopped, signal.SIGSTOP)
    soon(lambda: stopped not in drilled.pids("web"), "its end", REPLACED)
    soon(lambda: len(drilled.pids("web")) == len(web), "another", REPLACED)
    assert answered_after(drilled, wire, somebody()) < LATE


def test_while_redis_hangs_replies_are_hardly_late_and_it_is_replaced(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    (stopped,) = drilled.pids("valkey-server")
    os.kill(stopped, signal.SIGSTOP)
    late = [answered_after(drilled, wire, somebody()) for _ in range(4)]
    assert max(late) < LATE
    soon(lambda: stopped not in drilled.pids("valkey-server"), "its end", REPLACED)


def test_a_lost_redis_folder_is_made_anew(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    folder = Path(drilled.env["VAR_DIR"]) / "redis"
    shutil.rmtree(folder)
    (sender,) = drilled.pids("deliver")
    os.kill(sender, signal.SIGKILL)
    assert answered_after(drilled, wire, somebody()) < TAKEN_OVER
    soon((folder / "redis.sock").exists, "the folder")


@pytest.mark.parametrize("trouble", ["full", "only reads"])
def test_while_redis_takes_no_writes_a_case_goes_all_the_way(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str], trouble: str
) -> None:
    with redis_in(drilled, trouble):
        who = somebody()
        assert answered_after(drilled, wire, who) < LATE
        drilled.sms(who, "SAMA")
        told = wire.reached(f"sms:{who}", 2)
        assert wire.reached(f"sms:{who}", 3) - told < TAKEN_OVER
        # How it is told depends on whether others wrote the same.
        assert " ke Dinas PUPR Sumba Timur" in wire.texts(f"sms:{who}")[2]


@contextmanager
def redis_in(drilled: Drilled, trouble: str) -> Iterator[None]:
    """Redis takes no writes; afterwards it does again, whatever came of it: the other drills need it."""
    socket_ = Path(drilled.env["VAR_DIR"]) / "redis" / "redis.sock"
    with Redis(unix_socket_path=str(socket_)) as redis:
        try:
            if trouble == "full":
                redis.config_set("maxmemory", 1)
            else:
                redis.replicaof("127.0.0.1", 1)
            yield
        finally:
            redis.config_set("maxmemory", 0)
            redis.replicaof("NO", "ONE")


def test_a_provider_that_hangs_holds_up_its_own_channel_only(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    gate = threading.Event()
    wire.behave = lambda to: gate.wait(60) and None if to.startswith("sms") else None
    for _ in range(6):
        drilled.sms(somebody(), STORY)
    for chat in (71, 72, 73):
        began = time.monotonic()
        drilled.telegram(chat, STORY)
        assert wire.reached(f"telegram:{chat}") - began < LATE
    gate.set()


@pytest.mark.parametrize("number", [40, 200])
def test_connections_that_send_half_a_body_hold_up_nobody(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str], number: int
) -> None:
    held = [
        socket.create_connection(("127.0.0.1", drilled.port)) for _ in range(number)
    ]
    for one in held:
        one.sendall(HALF)
    try:
        took = [drilled.sms(somebody(), STORY, ACKNOWLEDGED) for _ in range(4)]
        assert [status for status, _ in took] == [200] * 4
        held[0].settimeout(30)
        assert b"408" in held[0].recv(100)
    finally:
        for one in held:
            one.close()


def test_while_another_holds_the_write_lock_messages_are_acknowledged(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    database = Path(drilled.env["VAR_DIR"]) / "satupintu.db"
    people = [somebody() for _ in range(12)]
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        took = [drilled.sms(who, STORY) for who in people]
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert [status for status, _ in took] == [200] * 12
    assert max(seconds for _, seconds in took) < ACKNOWLEDGED
    for who in people:
        wire.reached(f"sms:{who}")


def test_with_a_stopped_child_of_a_killed_parent_a_restart_works(
    drilled: Drilled, wire: Providers, somebody: Callable[[], str]
) -> None:
    """The last drill: what it stops is another run's."""
    stopped = [*drilled.pids("deliver"), *drilled.pids("valkey-server")]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    drilled.stop(signal.SIGKILL)
    drilled.start()
    assert not {*stopped} & {*drilled.pids()}
    assert answered_after(drilled, wire, somebody()) < TAKEN_OVER
    assert drilled.knock(TWILIO, b"x=1", {})[0] == 403
