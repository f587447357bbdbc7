"""Hearts: each process shows that it lives, in memory that all of one start share.

A process that ended is seen by its parent at once; one that was stopped, or hangs holding the
interpreter, looks alive from outside. So a thread of each beats, and whoever started it ends it
when the beats fail. The memory is made before anybody is forked; nothing is written to a disk,
which may be full.
"""

import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PLACES = 256  # processes; the place of one is looked for from its number on
PLACE = struct.Struct("=d16sqq")  # its last beat, name, number and birth; 40 bytes
BEAT = struct.Struct("=d")
PAUSE = 1.0  # seconds between two beats
SILENT = 3.0  # seconds without a beat that are worth telling
STUCK = 300.0  # seconds a loop may take for one turn


@dataclass(frozen=True, slots=True)
class Heart:
    """What a process shows of itself."""

    name: str
    pid: int
    beat: float  # on the monotonic clock, which all processes share
    born: int  # 0 where the system does not tell

    def silent(self, seconds: float) -> bool:
        """Whether it has not beaten for so long, though it is there, and no other that got its number."""
        return time.monotonic() - self.beat > seconds and self.exists()

    def exists(self) -> bool:
        """Whether this very process still runs."""
        if self.born:
            return birth(self.pid) == self.born
        with suppress(OSError):
            os.kill(self.pid, 0)
            return True
        return False


class Hearts:
    """The places of all processes of one start."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, PLACE.size * PLACES)

    def begin(self, name: str, pid: int) -> int:
        """Take a place for a process, as of now; where it is."""
        free = next(at for at in self._places(pid) if self._may_take(at, pid))
        given = (time.monotonic(), name.encode()[:16], pid, birth(pid))
        PLACE.pack_into(self._memory, free, *given)
        return free

    def beat(self, place: int) -> None:
        """One beat: eight bytes, so that nobody reads half of it."""
        BEAT.pack_into(self._memory, place, time.monotonic())

    def all(self) -> list[Heart]:
        """All that are there."""
        return [
            Heart(name.rstrip(b"\0").decode(), pid, beat, born)
            for beat, name, pid, born in PLACE.iter_unpack(self._memory[:])
            if pid
        ]

    def silent(self, seconds: float) -> list[Heart]:
        """Those that have not beaten for so long."""
        return [heart for heart in self.all() if heart.silent(seconds)]

    def _places(self, pid: int) -> Iterator[int]:
        return (PLACE.size * ((pid + n) % PLACES) for n in range(PLACES))

    def _may_take(self, at: int, pid: int) -> bool:
        heart = self._read(at)
        return heart.pid in (0, pid) or not heart.exists()

    def _read(self, at: int) -> Heart:
        beat, name, pid, born = PLACE.unpack_from(self._memory, at)
        return Heart(name.rstrip(b"\0").decode(), pid, beat, born)


class OwnHeart:
    """The heart of this process. `turn` is for loops: one that has begun to tell must go on."""

    def __init__(self, hearts: Hearts) -> None:
        self._hearts = hearts
        self._turned: float | None = None

    def start(self, name: str) -> None:
        """Beat from now on."""
        place, self._turned = self._hearts.begin(name, os.getpid()), None
        threading.Thread(
            target=self._go_on, args=(place,), name="heart", daemon=True
        ).start()

    def turn(self) -> None:
        """The process's loop is still going round."""
        self._turned = time.monotonic()

    def _go_on(self, place: int) -> None:
        while True:
            turned = self._turned
            if turned is None or time.monotonic() - turned < STUCK:
                self._hearts.beat(place)
            time.sleep(PAUSE)


HEARTS = Hearts()  # made with the import, before anybody is forked
OWN_HEART = OwnHeart(HEARTS)


def birth(pid: int) -> int:
    """When a process began, in the kernel's ticks; 0 when it is not there, or this is not Linux."""
    try:
        told = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return 0
    return int(told.rpartition(b")")[2].split()[19])
