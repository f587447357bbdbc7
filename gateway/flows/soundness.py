"""Is what is stored whole? Looked at now and then, and told at once, past the database: it cannot be asked.

A look takes as long as the database is large. So the next one waits a hundred times as long: at most
one part in a hundred of a disk and a core goes into it.
"""

import logging
import time
from datetime import datetime, timedelta

from channels.contract import SendError
from gateway.flows.telling import for_channel
from gateway.setup.parts import Parts
from intake.messages import Address, OutboundMessage
from storage.soundness import fault_in
from storage.unit_of_work import DatabaseDown

LEAST = timedelta(minutes=10)  # between two looks
SHARE = 100
LONGEST = 3600.0  # seconds for one look
AGAIN = timedelta(hours=24)  # then it is told again

log = logging.getLogger(__name__)


class Checks:
    """The looks of one process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._next = parts.clock()

    def look(self) -> str:
        """Tell of damage that somebody met, or look for some when it is time; what was found, in words."""
        flag, now = self._parts.flag, self._parts.clock()
        if not flag.is_raised() and now >= self._next:
            self._look(now)
        if not flag.is_raised():
            return ""
        since = now - datetime.fromtimestamp(flag.told_at(), now.tzinfo)
        if since >= AGAIN and tell_of_damage(self._parts):
            flag.note_told()
        return flag.sentence()

    def _look(self, now: datetime) -> None:
        began = time.monotonic()
        try:
            fault = fault_in(self._parts.settings.database_url, LONGEST)
        except DatabaseDown:
            fault = ""  # it is away, which is told elsewhere
        took = timedelta(seconds=time.monotonic() - began)
        self._next = now + max(LEAST, SHARE * took)
        if fault:
            self._parts.flag.hoist(fault)


def tell_of_damage(parts: Parts) -> bool:
    """Write to everybody of the coordinating desk, without the outbox; whether it reached anybody."""
    people = parts.agencies.by_code[parts.agencies.coordinator].administrators
    told = [
        next((True for address in one.notify if _reached(parts, address)), False)
        for one in people
    ]
    return any(told)


def _reached(parts: Parts, address: Address) -> bool:
    channel = parts.channels.get(address.channel)
    if channel is None:
        return False
    key = "alarm.damaged"
    message = OutboundMessage(
        address, parts.words.say(key), short=parts.words.brief(key)
    )
    try:
        channel.send(for_channel(parts, message))
    except SendError as error:
        why = type(error).__name__  # its words may quote somebody
        log.error("the alarm did not reach %s: %s", address.channel, why)  # noqa: TRY400
        return False
    return True
