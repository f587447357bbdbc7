"""When this installation last refused what a provider brought, in memory that its processes share.

Whoever brings in what providers hold looks at once then, instead of in some minutes. Like the
hearts it is made before anybody is forked, and needs no disk, which may be the one that is full.
"""

import mmap
import struct
import time

MOMENT = struct.Struct("=d")  # written at once: nobody reads half of it


class Refusals:
    """The latest refusal, on the monotonic clock; 0 while there was none."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, MOMENT.size)

    def note(self) -> None:
        """Something was refused, or may have been: who takes it in has ended."""
        MOMENT.pack_into(self._memory, 0, time.monotonic())

    @property
    def latest(self) -> float:
        """When that was."""
        latest: float = MOMENT.unpack_from(self._memory, 0)[0]
        return latest


REFUSALS = Refusals()  # made with the import
