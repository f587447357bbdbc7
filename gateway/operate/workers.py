"""The worker processes. Rows are the truth: a bell makes a worker look at once, and it looks unasked, too."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from gateway.flows import backing_up, clock_rounds, fetching, retention, turns
from gateway.flows.courier import Courier
from gateway.flows.soundness import Checks
from gateway.operate.processes import Role, tend
from gateway.operate.repairs import watch_gaps
from gateway.setup.hearts import OWN_HEART
from gateway.setup.parts import Parts
from gateway.setup.settings import Settings
from gateway.setup.wiring import parts_here, warm_up
from storage.door import tell_fault
from storage.queue import Bell
from storage.unit_of_work import DatabaseDown

LOOK_SECONDS = 2.0  # how long what no bell rang for may wait ...
REPLY_SECONDS = 1.0  # ... and somebody who is to be answered
TICK_SECONDS = 60.0
FIRST_LETTING = timedelta(hours=1)  # after the start
SHORTEST = 0.02  # seconds; a bell waits no shorter
log = logging.getLogger(__name__)


def work(settings: Settings, name: str | None = None) -> None:
    """All worker processes of this machine; with a `name` only that one, in this process."""
    if name:
        ROLES[name]()
    else:
        warm_up()
        tend(roles(settings))


def roles(settings: Settings) -> list[Role]:
    """The processes there are, and what each does; WORKERS of those that take turns."""
    backs_up: list[Role] = [("backup", run_backup)] if settings.backup_to else []
    return [
        ("scheduler", run_scheduler),
        *(
            (f"converse-{n}", partial(run_converse, n))
            for n in range(1, settings.workers + 1)
        ),
        ("deliver", run_deliver),
        ("central", run_central),
        ("media", run_media),
        *backs_up,
    ]


def run_converse(number: int = 0) -> None:
    """Take the turns of whoever waits, until told to stop."""
    built = parts_here()
    name = f"{socket.gethostname()}:{number or os.getpid()}"

    def look() -> None:
        turns.take_turns(built, name)

    def sooner() -> float:
        free = turns.next_free(built)
        wait = (free - built.clock()).total_seconds() if free else REPLY_SECONDS
        return min(wait, REPLY_SECONDS)

    survives(partial(turns.let_go, built, name))
    Worker("converse", look, sooner=sooner).run()


def run_deliver() -> None:
    """Send what is due, until told to stop: many calls in flight, so the bell has a thread of its own."""
    built, stop = parts_here(), threading.Event()
    courier = Courier(built)

    def told(*_: object) -> None:
        stop.set()
        courier.wake()

    def listen() -> None:
        while not stop.is_set():
            if built.bell.wait(("deliver",), REPLY_SECONDS):
                courier.wake()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    threading.Thread(target=listen, daemon=True).start()
    courier.run(stop)


def run_media() -> None:
    """Fetch what people sent along, until told to stop."""
    Worker("fetch", partial(fetching.fetch, parts_here())).run()


def run_central() -> None:
    """Consume the central queue until told to stop; returns, too, when Redis hangs."""
    parts_here().bell.consume()


def run_backup() -> None:
    """Make a back-up every day, until ended: at any moment, for one that is not whole has no name."""
    rounds = backing_up.Rounds(parts_here())
    while True:
        survives(rounds.look)
        time.sleep(TICK_SECONDS)


def run_scheduler() -> None:
    """Push what is complete, sweep every 2 s and tick every minute, until told; any number may run.

    The tick and the look for damage have threads of their own, and so has each provider that may hold
    what we lack: a long one must not hold up the sweep.
    """
    built = parts_here()
    looks = (
        partial(clock_rounds.push, built),
        partial(clock_rounds.sweep, built),
        lambda: built.door.drain(built.clock()),
    )
    checks = Checks(built)
    for work in (_Ticking(built).once, checks.look, _Letting(built).once):
        threading.Thread(target=_each_minute, args=(work,), daemon=True).start()
    watch_gaps(built, survives)
    Worker("push", *looks).run()


class _Ticking:
    """The clock's round; before the first, what a changed agencies file does to open cases."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._settled = parts, False

    def once(self) -> None:
        parts = self._parts
        self._settled = self._settled or survives(
            lambda: clock_rounds.settle_in(parts, parts.clock())
        )
        clock_rounds.tick_all(parts, parts.clock())


class _Letting:
    """Once a day what is old enough goes; not at the start, when everybody waits to be answered."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._next = parts, parts.clock() + FIRST_LETTING

    def once(self) -> None:
        now = self._parts.clock()
        if now >= self._next:
            self._next = now + timedelta(days=1)
            retention.let_go(self._parts, now)


def _each_minute(work: Callable[[], object]) -> None:
    while True:
        survives(work)
        time.sleep(TICK_SECONDS)


def survives(work: Callable[[], object]) -> bool:
    """Do it; False when it failed, which is told and must not end what else this process does."""
    try:
        work()
    except DatabaseDown as error:
        log.error("the database is down: %s", error)  # noqa: TRY400  (its text holds no more than this)
        return False
    except Exception as error:  # noqa: BLE001  (whatever it is)
        tell_fault(log, "a round failed", error)
        return False
    return True


class _Stopped(Exception):
    """We were told to stop while we waited."""


class Worker:
    """One process's loop: look, wait at the bell, look again."""

    def __init__(
        self,
        bell: Bell,
        *looks: Callable[[], object],
        sooner: Callable[[], float] | None = None,
    ) -> None:
        """`sooner`: the seconds until there is something to look at, whether the bell rings or not."""
        self._bell = bell
        self._looks = looks
        self._sooner = sooner
        self._stop = self._waits = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT, which never interrupts a look. One that fails holds up itself only."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        with suppress(_Stopped):
            while not self._stop:
                OWN_HEART.turn()
                failed = [look for look in self._looks if not survives(look)]
                self._rest() if failed else self._wait()

    def _rest(self) -> None:
        """After a fault there is no hurry, whatever rings."""
        self._waits = True
        if not self._stop:
            time.sleep(LOOK_SECONDS)
        self._waits = False

    def _wait(self) -> None:
        self._waits = True
        if not self._stop:
            parts_here().bell.wait((self._bell,), self._seconds())
        self._waits = False

    def _seconds(self) -> float:
        """How long to wait at the most; a fault in finding out is met again by the next look."""
        if self._sooner is None:
            return LOOK_SECONDS
        with suppress(DatabaseDown):
            return min(LOOK_SECONDS, max(self._sooner(), SHORTEST))
        return LOOK_SECONDS

    def _told(self, *_: object) -> None:
        self._stop = True
        if self._waits:
            raise _Stopped


ROLES: dict[str, Callable[[], None]] = {
    "scheduler": run_scheduler,
    "converse": run_converse,
    "deliver": run_deliver,
    "central": run_central,
    "media": run_media,
    "backup": run_backup,
}
