"""Who takes messages from the outbox to the providers, many calls in flight.

One thread, the caller's, does everything but the calls: it leases what is due for channels
that have a free slot, and hands each to its channel's lane; and it records how calls ended, as
many as there are, in one transaction. What has just been put in line goes first: it does not
wait until the disk has the record of others. While calls are in flight, records rest for a
moment after each, so that many share one. A person's next message is leased when the one
before is recorded. It sleeps only while there is nothing to record and nothing to lease.

No transaction is open while a provider is called. The leases are short, and renewed for as
long as a call takes: what a killed process held is taken over in seconds, and one that was
stopped meanwhile begins nothing that may be another's by now. A crash between the provider's
yes and our commit sends one message twice, never loses one. We do not look into Twilio's list
of messages first: the list lags behind, and two honest messages may be alike ("1", "1"), so a
look would now and then lose one, which is worse than saying one twice. A text that Telegram
takes in several messages goes on at the part that failed; only a crash begins it again.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from channels.contract import SendError, WindowClosed
from gateway.flows.breakers import Breaker, trouble
from gateway.flows.channel_health import Trouble, tell_of_pause
from gateway.flows.groups import is_group
from gateway.flows.lanes import Call, End, Lane, Lapsed, slots_for
from gateway.flows.next_way import template_for
from gateway.flows.verdicts import Never, Sent, Verdict, judge, record
from gateway.setup.hearts import OWN_HEART
from gateway.setup.parts import Parts
from intake.messages import Template
from storage.outbox import SUSPECT
from storage.unit_of_work import DatabaseDown
from storage.values import OutboxItem

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=4)  # what a killed process held waits no longer
RENEW = timedelta(seconds=1)  # between renewals, while calls are in flight
ALONE = 1.0  # seconds for which a suspect is sent alone: whoever ends its process does so at once
NAP = timedelta(seconds=1)  # the longest one job waits for a rate limit
BATCH = 50  # messages of a channel that is off, dealt with at a time
LOOK = 1.0  # seconds between looks that nobody asked for
AGAIN = 1.0  # seconds, when the database is down
REST = 0.02  # seconds after a record before the next, while more calls are in flight
LANDING = 10.0  # seconds we wait for calls in flight when told to stop
BREATH = timedelta(seconds=0.1)  # a channel at its limit is looked at no more often
DEATHS = 3  # workers that died over one message before it is left alone
LOOP = timedelta(minutes=10)
SAID_MOST = 8  # times the same text goes to the same person within LOOP


class Courier:
    """Sends what is due. Make one per process, and use it from one thread; `wake` from any."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        # None: look again. A SimpleQueue may be put into by a signal handler, too.
        self._ends: SimpleQueue[End | None] = SimpleQueue()
        self._lanes: dict[str, Lane] = {}
        self._channels: set[str] = set()  # all that something may wait on
        self._flying: dict[int, OutboxItem] = {}
        self._leases: dict[int, datetime] = {}  # of all that is not recorded yet
        self._verdicts: list[Verdict] = []  # not recorded yet
        self._alone_until = 0.0  # on the monotonic clock: a suspect is in flight
        self._rests_until = (
            0.0  # on the monotonic clock: no record before, if it can wait
        )
        self._woken = True  # somebody wants us to look
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
        self._troubled: dict[str, Trouble] = {}  # channels, to be told of
        self._shut: dict[str, datetime] = {}  # channels to leave alone until then
        self._held: set[datetime] = set()  # when something held back may go

    def wake(self) -> None:
        """Look at once whether something is due. Safe from any thread and signal handler."""
        self._ends.put(None)

    def run(self, stop: threading.Event) -> None:
        """Send what is due until `stop` is set (and `wake` called, so that it is seen at once).

        Calls in flight then are waited for, LANDING at the longest, and recorded.
        """
        try:
            while not stop.is_set():
                OWN_HEART.turn()
                well = _survives(self._round)
                self._gather(self._patience() if well else AGAIN)
        finally:
            self._land(LANDING)

    def work_off(self, seconds: float) -> tuple[int, bool]:
        """Send all that is due, and what a rate limit holds back for a moment.

        The number of messages dealt with, and whether nothing was left to do when time was up.
        """
        started, taken = time.monotonic(), 0
        try:
            while time.monotonic() - started < seconds:
                taken += self._round()
                if self._flying or self._verdicts:
                    self._gather(self._patience())
                elif not self._nap():
                    return taken, True
        finally:
            self._land(LANDING)
        return taken, False

    # --- One round: lease and hand out, record

    def _round(self) -> int:
        """How many messages were dealt with: sent, or found hopeless."""
        self._renew()
        self._tell_of_trouble()
        dealt = self._send_due() if self._woken or not self._verdicts else 0
        if self._verdicts and not self._rest():
            self._record()
            dealt += self._send_due()  # also what had to wait for the record
        return dealt

    def _send_due(self) -> int:
        self._woken, now = False, self._parts.clock()
        return self._hand_out(self._leased(now), now)

    def _rest(self) -> float:
        """Seconds for which records can wait for more of them to come."""
        left = self._rests_until - time.monotonic()
        return max(0.0, left) if self._flying else 0.0

    def _renew(self) -> None:
        """Hold on to what is not recorded yet. Of what another has taken meanwhile only a yes is true."""
        now = self._parts.clock()
        if not self._leases or min(self._leases.values()) - now > LEASE - RENEW:
            return
        with self._parts.store.transaction(durable=False) as tx:
            ours = tx.renew(self._leases, now + LEASE)
        self._leases = dict.fromkeys(ours, now + LEASE)
        self._verdicts = [
            one
            for one in self._verdicts
            if one.item.id in ours or isinstance(one, Sent)
        ]

    def _record(self) -> None:
        """Also what could not be recorded before."""
        if self._verdicts:
            record(self._parts, self._verdicts)
            for one in self._verdicts:
                self._leases.pop(one.item.id, None)
            self._verdicts.clear()
            self._rests_until = time.monotonic() + REST

    def _leased(self, now: datetime) -> list[OutboxItem]:
        room = self._room(now)
        if not room:
            return []
        alone = any(_is_doubtful(one) for one in self._flying.values())
        doubtful = not alone or time.monotonic() >= self._alone_until
        with self._parts.store.transaction(durable=False) as tx:
            due = tx.lease_due(now, now + LEASE, room, doubtful=doubtful)
        self._leases |= {item.id: now + LEASE for item in due}
        if any(_is_doubtful(item) for item in due):
            self._alone_until = time.monotonic() + ALONE
        return [item for item in due if item.id not in self._flying]

    def _room(self, now: datetime) -> dict[str, int]:
        """How many messages each channel can take now, those left out that can take none."""
        free = {one: self._free(one) for one in self._open(now)}
        asked = [one for one in free if free[one] and self._is_on(one)]
        for channel, left in self._parts.limiter.spare(asked, now).items():
            free[channel] = min(free[channel], left.messages)
            if not left.messages:
                wait = max(timedelta(seconds=left.seconds), BREATH)
                self._shut_until(channel, now + wait)
        return {channel: number for channel, number in free.items() if number}

    def _free(self, channel: str) -> int:
        return self._lane(channel).free if self._is_on(channel) else BATCH

    def _open(self, now: datetime) -> list[str]:
        paused = self._parts.bell.paused(now)
        for channel in paused:
            if self._is_on(channel):
                self._lane(channel).be_careful()
        resting = {channel for channel, until in self._shut.items() if until > now}
        return sorted(self._known() - paused - resting)

    def _known(self) -> set[str]:
        """Every channel there is, and those an earlier version knew whose messages still wait."""
        if not self._channels:
            with self._parts.store.reading() as tx:
                self._channels = {*self._parts.known, *tx.channels_waiting()}
        return self._channels

    def _hand_out(self, items: list[OutboxItem], now: datetime) -> int:
        back: dict[int, datetime | None] = {}
        for call in self._calls(items, now):
            if self._may_leave(call.item, now, back):
                self._flying[call.item.id] = call.item
                self._lane(call.item.message.to.channel).begin(call)
        if back:
            with self._parts.store.transaction(durable=False) as tx:
                tx.put_back(back)
            for id_ in back:
                del self._leases[id_]
        return len(items) - len(back)

    def _may_leave(
        self, item: OutboxItem, now: datetime, back: dict[int, datetime | None]
    ) -> bool:
        """Whether the limits let it. If not it goes `back`, to its place in the line or for a while."""
        to = item.message.to
        if self._shut.get(to.channel, now) > now:
            back[item.id] = None
            return False
        wait = self._parts.limiter.take(
            to.channel, item.contact_id, now, group=is_group(to)
        )
        if wait is None:
            return True
        until = now + timedelta(seconds=wait.seconds)
        back[item.id] = None if wait.everyone else until
        if wait.everyone:
            self._shut_until(to.channel, until)
        self._held.add(until)
        return False

    def _calls(self, items: list[OutboxItem], now: datetime) -> Iterator[Call]:
        """Those that may be tried; of the others it is noted why they never will."""
        closed = {item.id for item in items if self._is_closed(item, now)}
        templates = self._templates([item for item in items if item.id in closed])
        for item in items:
            template = templates.get(item.id)
            shut = item.id in closed and template is None
            if verdict := self._hopeless(item, shut=shut):
                self._verdicts.append(verdict)
            else:
                yield Call(item, now + LEASE, template)

    def _hopeless(self, item: OutboxItem, *, shut: bool) -> Never | None:
        """Why it will never go this way; None when it may be tried."""
        if not self._is_on(item.message.to.channel):
            return Never(item, "the channel is switched off", named="Off")
        if item.said_before >= SAID_MOST:
            why = f"the same text went {SAID_MOST} times within {LOOP}"
            return Never(item, why, named="Loop")
        if item.attempts >= DEATHS and not item.error:
            why = f"{item.attempts} workers died as they sent it"
            return Never(item, why, named="Deadly")
        if shut:
            error = WindowClosed(self._parts.words.say("fault.window_closed"))
            return Never(item, str(error), error)
        return None

    def _is_closed(self, item: OutboxItem, now: datetime) -> bool:
        """Surely too late for anything but a template. Of someone who never wrote only the provider knows."""
        channel = self._parts.known.get(item.message.to.channel)
        window = channel.window if channel else None
        last = item.last_inbound_at
        late = bool(window and last and now - last > window)
        return late and item.message.template is None

    def _templates(self, closed: list[OutboxItem]) -> dict[int, Template | None]:
        if not closed:
            return {}
        with self._parts.store.reading() as tx:
            return {item.id: template_for(self._parts, tx, item) for item in closed}

    # --- What comes back

    def _gather(self, seconds: float) -> None:
        """Wait for a call to end, or for `wake`; then take in all that has ended meanwhile."""
        with suppress(Empty):
            self._take_in(self._ends.get(timeout=seconds))
            while True:
                self._take_in(self._ends.get_nowait())

    def _take_in(self, end: End | None) -> None:
        if end is None:
            self._woken = True
            return
        item, channel = end.call.item, end.call.item.message.to.channel
        del self._flying[item.id]
        if isinstance(end.outcome, Lapsed):
            self._leases.pop(item.id, None)
            self._lane(channel).landed(well=True)
            return
        if not isinstance(end.outcome, str | SendError):
            raise end.outcome
        verdict = judge(item, end.outcome, self._parts.clock())
        if item.id not in self._leases and not isinstance(verdict, Sent):
            self._lane(channel).landed(well=True)
            return  # another has it by now, and will see for itself
        self._lane(channel).landed(well=trouble(verdict) is None)
        self._heed(channel, verdict)
        self._verdicts.append(verdict)

    def _heed(self, channel: str, verdict: Verdict) -> None:
        """Let the channel rest when it, and not only this one person, is in trouble."""
        now, breaker = self._parts.clock(), self._breakers[channel]
        if rest := breaker.ended(verdict, now):
            self._let_rest(channel, rest)
        error, since = trouble(verdict), breaker.lasts_since(now)
        if error and since:
            self._troubled[channel] = Trouble(channel, str(error), since)

    def _tell_of_trouble(self) -> None:
        for one in self._troubled.values():
            tell_of_pause(self._parts, one)
        self._troubled.clear()

    def _let_rest(self, channel: str, wait: timedelta) -> None:
        """Let all workers leave the channel alone, and this one even when Redis is away."""
        until = self._parts.clock() + wait
        self._parts.bell.pause(channel, until)
        self._lane(channel).be_careful()
        self._shut_until(channel, until)

    def _shut_until(self, channel: str, until: datetime) -> None:
        self._shut[channel] = until
        self._held.add(until)

    def _first_held(self, now: datetime) -> timedelta | None:
        """How long until something that was held back may go; None when nothing is."""
        self._held = {moment for moment in self._held if moment > now}
        return min(self._held) - now if self._held else None

    def _patience(self) -> float:
        """Seconds to wait for an end or a ring."""
        if self._verdicts:
            return self._rest()
        most = RENEW.total_seconds() if self._flying else LOOK
        held = self._first_held(self._parts.clock())
        return most if held is None else min(most, held.total_seconds())

    def _nap(self) -> bool:
        """Let a moment pass until a rate limit lets go; False when none does soon."""
        held = self._first_held(self._parts.clock())
        if held is None or held > NAP:
            return False
        self._parts.nap(held.total_seconds() + 0.001)
        return True

    def _land(self, seconds: float) -> None:
        """Wait for the calls in flight, no longer than that, and record how they end."""
        deadline = time.monotonic() + seconds
        while self._flying and (left := deadline - time.monotonic()) > 0:
            self._gather(min(left, RENEW.total_seconds()))
            _survives(self._renew)
            _survives(self._record)
        while not _survives(self._record) and time.monotonic() + AGAIN < deadline:
            time.sleep(AGAIN)
        for lane in self._lanes.values():
            lane.close()
        if lost := len(self._flying) + len(self._verdicts):
            log.error("%s messages may be sent again: how they ended is lost", lost)

    # --- The channels

    def _is_on(self, channel: str) -> bool:
        return channel in self._parts.channels

    def _lane(self, channel: str) -> Lane:
        if channel not in self._lanes:
            slots = slots_for(self._parts.limiter.rate(channel))
            adapter = self._parts.channels[channel]
            clock = self._parts.clock
            self._lanes[channel] = Lane(adapter, slots, self._ends.put, clock)
        return self._lanes[channel]


def _survives(work: Callable[[], object]) -> bool:
    """Do it; False when the database is down."""
    try:
        work()
    except DatabaseDown as error:
        log.error("the database is down: %s", error)  # noqa: TRY400  (its text holds no more than this)
        return False
    return True


def _is_doubtful(item: OutboxItem) -> bool:
    return item.attempts >= SUSPECT and item.fault is None
