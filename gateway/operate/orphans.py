"""The lock on VAR_DIR, and the children that a dead parent left holding it.

The parts inherit their parent's lock, so that nobody starts beside them. One that was stopped
when its parent died cannot hear that it must end; who finds the lock held, and whoever took it
dead, ends those that hold it.
"""

import fcntl
import logging
import os
import signal
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

from gateway.setup.hearts import birth

RUNNING = "running"  # the file in VAR_DIR that is locked
log = logging.getLogger(__name__)


def take(handle: TextIOWrapper) -> bool:
    """Take the lock, and note who has it now; False when it is held."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    handle.seek(0)
    handle.truncate()
    handle.write(f"{os.getpid()} {birth(os.getpid())}\n")
    handle.flush()
    return True


def is_held(path: Path) -> bool:
    """Whether `satupintu run` has this VAR_DIR."""
    if not path.exists():
        return False
    with path.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def end_orphans(path: Path) -> None:
    """End those that hold the lock of a parent that is gone. Works on Linux only."""
    if _parent_lives(path):
        return
    for pid in _holders(path):
        log.warning("process %s is left of an earlier run: ended", pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _parent_lives(path: Path) -> bool:
    """In doubt it does."""
    pid, _, born = path.read_text().strip().partition(" ")
    return not born or born == "0" or birth(int(pid)) == int(born)


def _holders(path: Path) -> list[int]:
    """The processes that have the file open, but ourselves."""
    same = path.resolve()
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit()
        and int(process.name) != os.getpid()
        and same in _opened(process)
    ]


def _opened(process: Path) -> set[Path]:
    found: set[Path] = set()
    with suppress(OSError):  # it has ended, or is another user's
        for link in process.joinpath("fd").iterdir():
            with suppress(OSError):
                found.add(link.readlink())
    return found
