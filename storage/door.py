"""The door: what providers send is stored, durably and in order, and nothing more.

Requests that wait at the same moment share one commit: a thread of the door stores for all of
them (group commit). When the database is down, or has not taken them after PATIENCE, each event
goes to the spool, sealed; while that lasts, at once. A request that `take` has returned for is
safe either way. What is spooled while it is being stored, too, is known by its id afterwards.
"""

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any

from intake.messages import ContactStopped, DeliveryReport, InboundMessage
from storage.arrivals import Arrival, Stored
from storage.codec import Undecodable
from storage.events import Event, event_from, event_to
from storage.spool import Spool
from storage.tracing import note, tracing
from storage.unit_of_work import DatabaseDown, Store, Transaction

MOST = 200  # events in one commit, so that nobody waits for a long one
DRAINED = 20  # spooled records that a request may take in before it is answered
PATIENCE = (
    2.0  # seconds a provider waits for the database; Twilio's own patience is longer
)

LATE = "the database keeps us waiting, the message goes to the spool"
Unread = tuple[str, str, bytes]  # the channel, why nobody could read it, and what came

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Request:
    """Events that are answered together, or what nobody could read; and the thread that waits for them."""

    events: Sequence[Event]
    at: datetime
    unread: Unread | None = None
    asleep: Any = field(
        default_factory=threading.Lock
    )  # held while its thread must wait
    left: bool = False  # its thread has waited long enough, and spools it
    stored: bool = False
    failure: BaseException | None = None


class Door:
    """One of these in each process, shared by its threads."""

    def __init__(self, store: Store, spool: Spool, ring: Callable[[], object]) -> None:
        """`ring` tells the workers that something was stored."""
        self._store = store
        self._spool = spool
        self._ring = ring
        self._line: SimpleQueue[_Request] = SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._busy_since: float | None = None  # on the monotonic clock
        self._down_until = 0.0

    def take(self, events: Sequence[Event], at: datetime) -> None:
        """Store events that came at this moment. SpoolFailed: neither database nor disk took them."""
        self._take(_Request(events, at))

    def keep_unread(self, unread: Unread, at: datetime) -> None:
        """Put what nobody could read into quarantine; the errors of `take`."""
        self._take(_Request((), at, unread))

    def _take(self, mine: _Request) -> None:
        if self._hangs() or not self._done_in_time(mine):
            mine.left = True
            self._put_into_spool(mine, LATE)
        elif mine.failure or not mine.stored:
            raise mine.failure or RuntimeError("whoever stored for others was ended")

    def _hangs(self) -> bool:
        """Whether the database was just away, or keeps somebody waiting already."""
        now, since = time.monotonic(), self._busy_since
        return now < self._down_until or (since is not None and now > since + PATIENCE)

    def _done_in_time(self, mine: _Request) -> bool:
        mine.asleep.acquire()
        self._line.put(mine)
        if self._thread is None or not self._thread.is_alive():  # or we were forked
            self._start()
        done: bool = mine.asleep.acquire(timeout=PATIENCE)
        return done

    def drain(self, at: datetime) -> int:
        """Take in what came while the database was down, oldest first; how many. DatabaseDown: still."""
        taken = self._drain(at, sys.maxsize)
        for name, found in self._spool.refused():
            with self._store.transaction() as tx:
                tx.note_damage({f"spool.record:{name}": found}, at)
            self._spool.noted(name)
        return taken

    def _drain(self, at: datetime, most: int) -> int:
        taken = 0
        for name, record in islice(self._spool.records(), most):
            if self._settled(record, at):
                self._spool.done(name)
            else:
                self._spool.refuse(name)
            taken += 1
        if taken:
            self._ring()
        return taken

    def _settled(self, record: dict[str, Any], at: datetime) -> bool:
        """Whether the database has it now, if only to look at. DatabaseDown: nobody can say."""
        try:
            self._take_in(record, at)
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001  (one odd record must not hold up those behind it)
            tell_fault(log, "a spooled record could not be taken in", error)
            return self._kept(record, type(error).__name__, at)
        return True

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._busy_since = None
                self._thread = threading.Thread(
                    target=self._go_on, name="door", daemon=True
                )
                self._thread.start()

    def _go_on(self) -> None:
        """Store for all who wait by now, again and again."""
        while True:
            group = [self._line.get()]
            self._join(group)
            self._busy_since = time.monotonic()
            try:
                self._store_for(group)
            finally:
                self._busy_since = None
                for one in group:
                    one.asleep.release()
            self._ring()

    def _join(self, group: list[_Request]) -> None:
        """Let those who wait by now share this commit."""
        with suppress(Empty):
            while len(group) < MOST:
                group.append(self._line.get_nowait())

    def _store_for(self, group: list[_Request]) -> None:
        if all(one.left for one in group):
            return
        try:
            if self._behind_others(group[0].at):
                self._spool_all(group, "the spool is long, the message goes to its end")
            else:
                self._commit(group, join=True)
        except DatabaseDown as error:
            self._down(group, error)
        except Exception as error:  # noqa: BLE001  (one odd event must not refuse the others)
            tell_fault(log, "a group could not be stored", error)
            self._one_by_one(group)
        for request in group:
            request.stored = True

    def _behind_others(self, at: datetime) -> bool:
        """Whether more waits in the spool than a request may take in: one person's words stay in order."""
        if not self._spool.waits():
            return False
        return self._drain(at, DRAINED) == DRAINED and self._spool.waits()

    def _commit(self, group: list[_Request], *, join: bool = False) -> None:
        with self._store.transaction() as tx:
            # The turn to write may have been long in coming; but none passes what is spooled.
            if join and not self._spool.waits():
                self._join(group)
            _add(tx, [(event, one.at) for one in group for event in one.events])
            for one in group:
                if one.unread:
                    tx.add_quarantine(*one.unread, one.at)

    def _one_by_one(self, group: list[_Request]) -> None:
        for request in group:
            try:
                self._commit([request])
            except DatabaseDown as error:
                self._down([request], error)
            except Exception as error:  # noqa: BLE001  (it is kept for a person to look at)
                self._set_aside(request, type(error).__name__)

    def _set_aside(self, request: _Request, reason: str) -> None:
        if request.unread:  # it was on its way there
            request.failure = RuntimeError(reason)
        try:
            with self._store.transaction() as tx:
                for event in request.events:
                    _quarantine(tx, event, reason, request.at)
        except Exception as error:  # noqa: BLE001  (then the provider must send it again)
            request.failure = error

    def _down(self, group: list[_Request], error: DatabaseDown) -> None:
        self._down_until = time.monotonic() + PATIENCE
        self._spool_all(
            group, f"the database is down, the message goes to the spool: {error}"
        )

    def _spool_all(self, group: list[_Request], why: str) -> None:
        for request in group:
            if request.left:
                continue
            try:
                self._put_into_spool(request, why)
            except Exception as error:  # noqa: BLE001  (the request is refused, whatever it is)
                request.failure = error

    def _put_into_spool(self, request: _Request, why: str) -> None:
        for event in request.events:
            with tracing(event.trace if isinstance(event, InboundMessage) else ""):
                log.error(why)
            self._spool.put(_spooled(event))
        if request.unread:
            channel, reason, raw = request.unread
            kept = {"quarantine": channel, "reason": reason}
            self._spool.put(kept | {"raw": raw.decode("latin-1")})

    def _kept(self, record: dict[str, Any], reason: str, at: datetime) -> bool:
        try:
            with self._store.transaction() as tx:
                raw = json.dumps(record).encode()
                tx.add_quarantine("spool", f"our fault: {reason}", raw, at)
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001  (then it stays a file)
            tell_fault(log, "a spooled record could not be put aside", error)
            return False
        return True

    def _take_in(self, record: dict[str, Any], at: datetime) -> None:
        with self._store.transaction() as tx:
            if "quarantine" in record:
                raw = record["raw"].encode("latin-1")
                tx.add_quarantine(record["quarantine"], record["reason"], raw, at)
            else:
                _add(tx, [(event_from(record), at)])


def tell_fault(to: logging.Logger, what: str, error: BaseException) -> None:
    """A line at ERROR: what failed, and which line is at fault; never the error's words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    to.log(logging.ERROR, "%s: %s at %s", what, type(error).__name__, where)


def _add(tx: Transaction, events: list[tuple[Event, datetime]]) -> None:
    arrivals = [
        Arrival(_message(event), at)
        for event, at in events
        if not isinstance(event, DeliveryReport)
    ]
    receipts = [event for event, _ in events if isinstance(event, DeliveryReport)]
    if arrivals:
        _tell(arrivals, tx.add_messages(arrivals))
    if receipts:
        tx.add_receipts(receipts, events[0][1])


def _tell(arrivals: list[Arrival], stored: list[Stored]) -> None:
    """A line for each in the log, where anyone wants to read it."""
    if not log.isEnabledFor(logging.INFO):
        return
    for one, kept in zip(arrivals, stored, strict=True):
        stage = "received" if kept.inbound_id else "repeated"
        contact, channel = kept.contact_id, one.message.sender.channel
        with tracing(one.message.trace):
            note(log, stage, inbound=kept.inbound_id, contact=contact, channel=channel)


def _message(event: InboundMessage | ContactStopped) -> InboundMessage:
    """Who blocks or leaves us says so without a word; it keeps its place among their messages."""
    if isinstance(event, InboundMessage):
        return event
    wish = "stop" if event.stopped else "start"
    return InboundMessage(event.external_id, event.sender, opt_out=wish)


def _spooled(event: Event) -> dict[str, Any]:
    """The event as the spool keeps it; as something to look at when it could not be read back.

    Nothing is acknowledged before that is known: nobody would send it again.
    """
    record = event_to(event)
    try:
        if event_from(json.loads(json.dumps(record))) == event:
            return record
        why = "Changed"
    except Undecodable as error:
        why = type(error).__name__
    raw = json.dumps(record)
    return {"quarantine": _channel(event), "reason": f"our fault: {why}", "raw": raw}


def _channel(event: Event) -> str:
    return event.channel if isinstance(event, DeliveryReport) else event.sender.channel


def _quarantine(tx: Transaction, event: Event, reason: str, at: datetime) -> None:
    raw = json.dumps(event_to(event)).encode()
    tx.add_quarantine(_channel(event), f"our fault: {reason}", raw, at)
