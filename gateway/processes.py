"""Processes: the whole product on one machine, each part restarted when it dies.

`satupintu run` starts Redis (unless REDIS_URL is set), migrates, and keeps its
children alive: web, worker and, without credentials, the simulator. Children
ask the kernel to end with their parent, so that nothing is left behind.
"""

import contextlib
import ctypes
import fcntl
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from gateway.settings import Settings
from storage import embedded_redis
from storage.embedded_redis import EmbeddedRedis
from storage.migrations import migrate
from storage.unit_of_work import DatabaseDown

log = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1
CALM_SECONDS = 10.0  # a child that lived so long may be restarted at once
PATIENCE = 15.0  # for a child to end on SIGTERM
START_SECONDS = 60.0
MODULES = {"worker": ("worker",)}  # the others are commands of the command line


class CannotStart(Exception):
    """The product cannot start; the message is one sentence for whoever started it."""


@dataclass
class Child:
    """One process of ours, started again when it ends."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0

    def keep_alive(self) -> None:
        """Start it, or start it again; a child that keeps dying is given ever longer pauses."""
        if self.process and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.process:
            self.failures = 0 if now - self.started > CALM_SECONDS else self.failures + 1
            log.warning("%s ended with %s; starting it again", self.name, self.process.returncode)
            if now - self.started < min(2.0**self.failures, 30.0):
                return
        self.started = now
        self.process = subprocess.Popen(self.command, preexec_fn=end_with_parent)  # noqa: PLW1509,S603  (no threads yet)


@dataclass
class Household:
    """All processes of one machine."""

    settings: Settings
    children: list[Child] = field(default_factory=list)
    redis: EmbeddedRedis | None = None
    lock: TextIOWrapper | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start everything, say where it is, and keep it alive until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        self.lock = only_one(self.settings)
        for name, port in self._ports():
            demand_free(name, self.settings.bind, port)
        try:
            self._start()
            announce(self.settings)
            while not self.stop.wait(0.5):
                self._keep_alive()
        finally:
            self._end()

    def _ports(self) -> list[tuple[str, int]]:
        own = [("PORT", self.settings.port)]
        return own + ([("SIMULATOR_PORT", self.settings.simulator_port)] if self.settings.simulated else [])

    def _start(self) -> None:
        if not self.settings.redis_url:
            self.redis = embedded_redis.start(self.settings.var_dir)
        try:
            migrate(self.settings.database_url)
        except DatabaseDown as error:
            raise CannotStart(f"The database cannot be used: {error}. Check DATABASE_URL.") from error
        parts = ["web", "worker"] + (["simulator"] if self.settings.simulated else [])
        parts += (
            ["poller"]
            if self.settings.telegram_mode == "polling" and self.settings.telegram_bot_token
            else []
        )
        self.children = [
            Child(name, [sys.executable, "-m", *MODULES.get(name, ("gateway.cli", name))]) for name in parts
        ]
        self._keep_alive()
        self._await_web()

    def _await_web(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers(f"http://{self.settings.bind}:{self.settings.port}/health"):
            self._keep_alive()
            if self.stop.wait(0.1):
                return
            if time.monotonic() > deadline:
                raise CannotStart("The web server did not answer within a minute; its messages are above.")

    def _keep_alive(self) -> None:
        if self.redis and not self.redis.alive():
            log.warning("Redis ended; starting it again")
            self.redis = embedded_redis.start(self.settings.var_dir)
        for child in self.children:
            child.keep_alive()

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.redis:
            self.redis.stop()


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
    """Hold VAR_DIR for this process; CannotStart when another one has it."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    handle = (settings.var_dir / "running").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotStart(f"Satu Pintu is already running on {settings.var_dir}; stop it first.") from error
    return handle


def demand_free(name: str, host: str, port: int) -> None:
    """CannotStart when something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"Port {port} is taken; set {name} to a free one.") from error


def answers(url: str) -> bool:
    """Whether a GET gets 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310  (our own address)
            return bool(response.status == 200)  # noqa: PLR2004
    except OSError:
        return False


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent dies; elsewhere the supervisor's SIGTERM must do."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def tend(roles: list[tuple[str, Callable[[], None]]]) -> None:
    """Fork one process a role from this one, which has everything imported, and start again those that end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    running: dict[int, BaseProcess] = {}
    while not stop.wait(0.5 if running else 0.0):
        for place, (name, role) in enumerate(roles):
            if place not in running or not running[place].is_alive():
                running[place] = _fork(name, role)
    for process in running.values():
        process.terminate()
    for process in running.values():
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()


def _fork(name: str, role: Callable[[], None]) -> BaseProcess:
    process = get_context("fork").Process(target=_live, args=(role,), name=name)
    process.start()
    return process


def _live(role: Callable[[], None]) -> None:
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C reaches us all: the parent says when
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    role()
