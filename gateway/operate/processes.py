"""Processes: the whole product on one machine, each part started again when it dies.

`satupintu run` imports everything once and forks its parts from there: that makes
the start several times faster, and what they have read is in memory once. Parts ask
the kernel to end with their parent, so that nothing is left behind. A part that ended
is started again, and so is one whose heart has stopped.
"""

import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from gateway.operate import orphans
from gateway.operate.damage_check import look_before_start
from gateway.setup.hearts import HEARTS, OWN_HEART
from gateway.setup.logs import tell_crash
from gateway.setup.refusals import REFUSALS
from gateway.setup.settings import Settings
from gateway.setup.wiring import damage_flag, demand_key
from storage import embedded_redis
from storage.embedded_redis import EmbeddedRedis, RedisFailed
from storage.migrations import NewerSchema, migrate
from storage.unit_of_work import DatabaseDown

log = logging.getLogger(__name__)
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # <linux/prctl.h>
LOOK = 0.1  # seconds between looks at the parts
CALM = 10.0  # seconds; a part that lived so long is started again at once
SHORTEST_PAUSE, LONGEST_PAUSE = (
    0.1,
    30.0,
)  # seconds between starts of a part that keeps dying
HANGS = 10.0  # seconds without a beat of its heart: then a part is ended
WEB_HANGS = 5.0  # the same for who serves requests: providers wait for those
ASK_REDIS = 1.0  # seconds between asking Redis whether it is there
JUDGE = 1.0  # seconds between looks at the hearts
HELD_UP = 2.0  # seconds; after such a pause of our own no heart is judged for a while
PATIENCE = 15.0  # seconds for the parts to end on SIGTERM
LINGER = 3.0  # seconds for the parts of a run that was killed to end by themselves
START = 60.0  # seconds until the web server must answer
WEB_WORKER = "web-worker"
STOPPERS = (signal.SIGTERM, signal.SIGINT)

Role = tuple[
    str, Callable[[], object]
]  # its name and what its process does until SIGTERM


class CannotStart(Exception):
    """The product cannot start; the message is one sentence for whoever started it."""


class Told:
    """Whether SIGTERM or SIGINT has come. No lock in it: a signal may interrupt any line."""

    def __init__(self) -> None:
        self.to_stop = False
        for number in STOPPERS:
            signal.signal(number, self._hear)

    def _hear(self, *_: object) -> None:
        self.to_stop = True

    def wait(self, seconds: float) -> bool:
        """Wait, but not much longer than until we are told; whether we are."""
        end = time.monotonic() + seconds
        while not self.to_stop and time.monotonic() < end:
            time.sleep(min(LOOK, seconds))
        return self.to_stop


@dataclass
class KeptProcess:
    """One process of ours, started again when it ends."""

    name: str
    role: Callable[[], object]
    process: BaseProcess | None = None
    started: float = 0.0
    failures: int = 0

    def tend(self) -> None:
        """Start it, or start it again; one that keeps dying is given ever longer pauses."""
        now = time.monotonic()
        if self.process and not self.process.is_alive():
            log.warning(
                "%s ended with %s; starting it again", self.name, self.process.exitcode
            )
            REFUSALS.note()  # whatever it was, something may have waited for it in vain
            self.failures = 0 if now - self.started > CALM else self.failures + 1
            self.process = None
        if self.process is None and now >= self.started + self._pause():
            self.started = now
            self.process = fork(self.name, self.role)
            if self.process.pid:  # it may hang before its heart beats
                HEARTS.begin(self.name, self.process.pid)

    def judge(self, hanging: Collection[int]) -> None:
        """End it when its heart has stopped: it is stopped, or hangs."""
        if self.process and self.process.pid in hanging:
            log.error("%s hangs; ending it", self.name)
            self.process.kill()

    def _pause(self) -> float:
        """A message may end a worker three times; nobody else should wait for it meanwhile."""
        return (
            min(SHORTEST_PAUSE * 2**self.failures, LONGEST_PAUSE)
            if self.failures
            else 0.0
        )


class Family:
    """The processes that one process keeps alive."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._parts = [KeptProcess(name, role) for name, role in roles]
        self._looked = time.monotonic()
        self._judges_at = 0.0

    def tend(self) -> None:
        """Start each that is not running, and end each that hangs: it is started then."""
        OWN_HEART.turn()
        for part in self._parts:
            part.tend()
        now = time.monotonic()
        if now - self._looked > HELD_UP:  # we were stopped, perhaps all of us
            self._judges_at = now + HANGS
        self._looked = now
        if now >= self._judges_at:
            self._judge()
            self._judges_at = now + JUDGE

    def _judge(self) -> None:
        hanging = {heart.pid for heart in HEARTS.silent(HANGS)}
        for part in self._parts:
            part.judge(hanging)
        end_hanging_web()

    def end(self) -> None:
        """Tell all to end, and end those that do not."""
        running = [part.process for part in self._parts if part.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            process.join(max(0.1, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()


class Household:
    """Everything of one machine: Redis, the database's schema, the parts."""

    def __init__(self, settings: Settings, roles: Sequence[Role]) -> None:
        self._settings = settings
        self._family = Family(roles)
        self._redis: EmbeddedRedis | None = None
        self._redis_at = 0.0  # on the monotonic clock: when it is asked next
        self._redis_asked = self._redis_heard = 0.0
        self._told = Told()

    def run(self) -> None:
        """Start everything, say where it is, keep it alive until told to stop.

        CannotStart, RedisFailed, BadSettings.
        """
        OWN_HEART.start("parent")
        with only_one(self._settings):
            look_before_start(self._settings)
            demand_key(self._settings)
            for name, port in _ports(self._settings):
                demand_free(name, self._settings.bind, port)
            try:
                self._start()
                while not self._told.wait(LOOK):
                    self._tend()
            finally:
                self._end()

    def _start(self) -> None:
        if not self._settings.redis_url:
            self._redis = embedded_redis.start(self._settings.var_dir)
        if not damage_flag(self._settings).is_raised():
            self._migrate()
        gc.freeze()  # the collector would touch, and so copy, what the parts share
        self._tend()
        if self._await_answers():
            announce(self._settings)

    def _migrate(self) -> None:
        try:
            migrate(self._settings.database_url)
        except (DatabaseDown, NewerSchema) as error:
            raise CannotStart(f"The database cannot be used: {error}.") from error

    def _await_answers(self) -> bool:
        """Wait until the servers answer; False when told to stop meanwhile."""
        deadline = time.monotonic() + START
        for name, port in _ports(self._settings):
            while not answers(f"http://{self._settings.bind}:{port}/health"):
                self._tend()
                if self._told.wait(LOOK):
                    return False
                if time.monotonic() > deadline:
                    raise CannotStart(
                        f"Nothing answers at {name} {port} after a minute; see the log above."
                    )
        return True

    def _tend(self) -> None:
        if self._redis and self._must_restart(self._redis):
            self._restart_redis(self._redis)
        self._family.tend()

    def _must_restart(self, redis: EmbeddedRedis) -> bool:
        """Whether it has ended, lost its folder, or not answered for long; asked now and then."""
        now = time.monotonic()
        if now < self._redis_at:
            return False
        self._redis_at = now + ASK_REDIS
        if not redis.alive() or redis.lost():
            return True
        if redis.answers() or now - self._redis_asked > ASK_REDIS + HELD_UP:
            self._redis_heard = now
        self._redis_asked = now
        return now - self._redis_heard > HANGS

    def _restart_redis(self, ended: EmbeddedRedis) -> None:
        """Redis only makes things faster: that it does not start again must not end the rest."""
        log.warning("Redis ended, or hangs; starting it again")
        ended.kill()  # gives up its ownership, which the next one takes
        try:
            self._redis = embedded_redis.start(self._settings.var_dir)
        except RedisFailed as error:
            log.error("%s", error)  # noqa: TRY400  (one sentence says it all)
        self._redis_heard = self._redis_asked = time.monotonic()
        self._redis_at = self._redis_heard + ASK_REDIS

    def _end(self) -> None:
        self._family.end()
        if self._redis:
            self._redis.stop()


def tend(roles: Sequence[Role]) -> None:
    """Keep a process alive for each role until told to stop: `satupintu worker` on a machine of its own."""
    told, family = Told(), Family(roles)
    OWN_HEART.start("parent")
    while not told.to_stop:
        family.tend()
        told.wait(LOOK)
    family.end()


def announce(settings: Settings) -> None:
    """The three lines a person needs."""
    chat = (
        f"http://127.0.0.1:{settings.simulator_port}/"
        if settings.simulated
        else f"channels {', '.join(settings.channels)}"
    )
    print(f"Chat:            {chat}")  # noqa: T201
    print(f"Administrators:  {settings.public_url}/admin/")  # noqa: T201
    print("Stop:            Ctrl-C", flush=True)  # noqa: T201


def only_one(settings: Settings) -> TextIOWrapper:
    """Hold VAR_DIR for this process and its parts; CannotStart when others have it.

    The parts inherit the lock, so whoever gets it knows that all of an earlier run have ended.
    """
    settings.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.var_dir / orphans.RUNNING
    handle = path.open("a+")
    if _soon_taken(handle):
        return handle
    orphans.end_orphans(path)
    if _soon_taken(handle):
        return handle
    handle.close()
    raise CannotStart(
        f"Satu Pintu is already running on {settings.var_dir}; stop it first."
    )


def _soon_taken(handle: TextIOWrapper) -> bool:
    deadline = time.monotonic() + LINGER
    while not (taken := orphans.take(handle)) and time.monotonic() < deadline:
        time.sleep(LOOK)
    return taken


def end_hanging_web() -> None:
    """End web workers whose heart has stopped; their own parent starts them again."""
    for heart in HEARTS.silent(WEB_HANGS):
        if heart.name == WEB_WORKER and heart.born:
            log.error("%s hangs; ending it", heart.name)
            REFUSALS.note()
            with contextlib.suppress(ProcessLookupError):
                os.kill(heart.pid, signal.SIGKILL)


def _ports(settings: Settings) -> list[tuple[str, int]]:
    own = [("PORT", settings.port)]
    return own + (
        [("SIMULATOR_PORT", settings.simulator_port)] if settings.simulated else []
    )


def demand_free(name: str, host: str, port: int) -> None:
    """CannotStart when something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} is taken; set {name} to a free one."
            ) from error


def answers(url: str) -> bool:
    """Whether a GET gets 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310  (our own address)
            return bool(response.status == 200)  # noqa: PLR2004
    except OSError:
        return False


def fork(name: str, role: Callable[[], object]) -> BaseProcess:
    """A process that does `role`, starting with all that this one has in memory."""
    process = get_context("fork").Process(
        target=_live, args=(name, role, os.getpid()), name=name
    )
    signal.pthread_sigmask(
        signal.SIG_BLOCK, STOPPERS
    )  # until the child hears them itself
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPERS)
    return process


def _live(name: str, role: Callable[[], object], parent: int) -> None:
    for number in STOPPERS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPERS)
    _ask_kernel(
        PR_SET_NAME, name.encode()
    )  # for ps and top: the command line is the parent's
    follow(parent)
    OWN_HEART.start(name)
    try:
        role()
    except Exception as error:  # noqa: BLE001  (multiprocessing would print its words)
        tell_crash(type(error), error, error.__traceback__)
        sys.exit(1)


def follow(parent: int) -> None:
    """Let this process end when its parent says so, or dies, and at no other time.

    A terminal's Ctrl-C would reach it together with the parent's SIGTERM, and the two
    make a Granian worker wait for ever. The second part works on Linux only.
    """
    os.setsid()
    _ask_kernel(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it has died meanwhile
        os.kill(os.getpid(), signal.SIGTERM)


def _ask_kernel(what: int, value: int | bytes) -> None:
    with contextlib.suppress(OSError, AttributeError):  # not Linux
        ctypes.CDLL(None).prctl(what, value)
