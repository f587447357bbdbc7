"""A channel's lane: the calls to its provider that are in flight, each in a thread of its own.

A provider takes 100 to 300 ms a call, so one call at a time would be three to ten messages
a second. A lane has as many slots as the channel's rate can use; its threads are made when
first needed, then wait for the next message. A provider that hangs fills its own lane only.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from queue import SimpleQueue

from channels.contract import Channel, SendError, Unreachable
from intake.messages import Rate, Template
from storage.tracing import tracing
from storage.values import OutboxItem

log = logging.getLogger(__name__)

CALL_SECONDS = 0.3  # a call that takes longer is slow
FEWEST, MOST = 4, 32  # a lane with one slot would stand still behind one slow call


@dataclass(frozen=True, slots=True)
class Call:
    """A message on its way to its provider."""

    item: OutboxItem
    lease_until: datetime
    template: Template | None = None  # what goes in the place of its words


class Lapsed(Exception):
    """Our lease ran out before the call began: this process was stopped, and another may send it."""


@dataclass(frozen=True, slots=True)
class End:
    """What a call came to: the provider's id for the message, or why it has none."""

    call: Call
    outcome: str | BaseException


def slots_for(rate: Rate) -> int:
    """How many calls at a time use a rate up."""
    return min(MOST, max(FEWEST, ceil(CALL_SECONDS / rate.interval)))


class Lane:
    """The slots of one channel. Only its owner's thread may use it; `ended` is called in others."""

    def __init__(
        self,
        channel: Channel,
        slots: int,
        ended: Callable[[End], object],
        clock: Callable[[], datetime],
    ) -> None:
        self._channel = channel
        self._slots = slots
        self._ended = ended
        self._clock = clock
        self._todo: SimpleQueue[Call | None] = SimpleQueue()
        self._threads = 0
        self._flying = 0
        self._careful = False

    @property
    def free(self) -> int:
        """How many more calls may begin now."""
        return max(0, (1 if self._careful else self._slots) - self._flying)

    def be_careful(self) -> None:
        """The provider has asked for a rest: after it one call goes ahead of the others."""
        self._careful = True

    def begin(self, call: Call) -> None:
        """Have it sent at once: there must be a free slot."""
        self._flying += 1
        self._todo.put(call)
        if self._flying > self._threads:
            self._threads += 1
            threading.Thread(target=self._work, name="lane", daemon=True).start()

    def landed(self, *, well: bool) -> None:
        """A call has ended; `well`: with nothing that speaks against the next."""
        self._flying -= 1
        self._careful = self._careful and not well

    def close(self) -> None:
        """Let the threads end; one that hangs in a call ends with it, or with the process."""
        for _ in range(self._threads):
            self._todo.put(None)

    def _work(self) -> None:
        while (call := self._todo.get()) is not None:
            with tracing(call.item.message.trace):
                self._ended(End(call, self._outcome(call)))

    def _outcome(self, call: Call) -> str | BaseException:
        message = call.item.message
        if self._clock() >= call.lease_until:
            return Lapsed()
        if call.template:
            message = replace(message, template=call.template)
        try:
            return self._channel.send(message)
        except SendError as error:
            return error
        except Exception as error:  # noqa: BLE001  (a fault of ours must not keep the others in line waiting)
            name = type(error).__name__
            log.error("message %s could not be sent: %s", call.item.id, name)  # noqa: TRY400  (may quote)
            return Unreachable(f"our fault: {name}")
        except BaseException as error:  # noqa: BLE001  (it ends the process: its owner must know)
            return error
