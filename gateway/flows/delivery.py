"""From the outbox to the providers, and what they report back.

A send happens with no transaction open. A crash between the provider's yes and our
commit sends one message twice, never loses one: the lease runs out and the row is
taken again. We do not look into Twilio's list of messages first: the list lags behind,
and two honest messages may be alike ("1", "1"), so a look would now and then lose one,
which is worse than saying one twice. A text that Telegram takes in several messages goes
on at the part that failed; only a crash begins it again.

What cannot go the way it should takes the next: an approved template, the administrator's
next contact, SMS where the address is a phone, and at last the coordinator is told.
"""

import logging
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from channels.contract import (
    Misconfigured,
    OptedOut,
    SendError,
    Throttled,
    Unreachable,
    WindowClosed,
)
from gateway.flows.channel_health import tell_of_fault
from gateway.flows.telling import Alarm, citizen_language, for_channel, tell_coordinator
from gateway.setup.parts import Parts
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    OutboundMessage,
    Template,
)
from intake.wording.sms import split_parts
from storage.limits import Wait
from storage.tracing import note, tracing
from storage.unit_of_work import Transaction
from storage.values import OutboxItem

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than any provider call may take
BATCH = 50
ROUND_SECONDS = 5.0  # then the worker rings itself again, so that a job stays short
NAP = timedelta(
    seconds=1
)  # the longest a worker waits for a rate limit; for more the sweeper rings
GIVE_UP = timedelta(hours=4)
SEND_AGAIN_AFTER = tuple(
    timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 120, 300)
)  # then every 300 s
MENDING = timedelta(minutes=5)  # between tries while our own account is at fault
DEATHS = 3  # workers that died over one message before it is left alone
LOOP = timedelta(minutes=10)
SAID_MOST = 8  # times the same text goes to the same person within LOOP
LOOKED_AT = 20  # texts said lately that are compared


@dataclass(frozen=True, slots=True)
class _Ready:
    """A message taken for sending, and why it may not go as it is."""

    item: OutboxItem
    template: Template | None = None
    closed: bool = False  # only a template may go
    looping: bool = False


@dataclass
class _Round:
    """What one job has learned: channels to leave alone, and when those it held back may go."""

    shut: dict[str, datetime] = field(default_factory=dict)
    held: list[datetime] = field(default_factory=list)
    back: list[tuple[int, datetime | None]] = field(
        default_factory=list
    )  # rows to put back, till when

    def resting(self, now: datetime) -> set[str]:
        return {channel for channel, until in self.shut.items() if until > now}

    def shut_until(self, channel: str, until: datetime) -> None:
        self.shut[channel] = until
        self.held.append(until)


def deliver(parts: Parts) -> int:
    """Send what is due, oldest first, each person's messages in order; the number of messages taken."""
    started, taken, this = time.monotonic(), 0, _Round()
    while time.monotonic() - started < ROUND_SECONDS:
        now = parts.clock()
        batch = _take(parts, this, now)
        if not batch and not _nap(parts, this, now):
            return taken
        for ready in batch:
            with tracing(ready.item.message.trace):
                taken += _one(parts, this, ready)
        _put_back(parts, this)
    parts.bell.ring("deliver")
    return taken


def _take(parts: Parts, this: _Round, now: datetime) -> list[_Ready]:
    paused = parts.bell.paused(now) | this.resting(now)
    with parts.store.transaction() as tx:
        return [
            _ready(parts, tx, item, now)
            for item in tx.lease_due(now, now + LEASE, BATCH, paused)
        ]


def _ready(parts: Parts, tx: Transaction, item: OutboxItem, now: datetime) -> _Ready:
    closed = item.message.template is None and _closed(parts, tx, item, now)
    said = tx.said_since(item.contact_id, now - LOOP, LOOKED_AT)
    return _Ready(
        item,
        template=_template(parts, tx, item) if closed else None,
        closed=closed,
        looping=said.count(item.message.text) >= SAID_MOST,
    )


def _closed(parts: Parts, tx: Transaction, item: OutboxItem, now: datetime) -> bool:
    """Surely too late for anything but a template. Of someone who never wrote only the provider knows."""
    channel = parts.known.get(item.message.to.channel)
    window = channel.window if channel else None
    last = tx.contact_by_id(item.contact_id).last_inbound_at if window else None
    return bool(window and last and now - last > window)


def _nap(parts: Parts, this: _Round, now: datetime) -> bool:
    """Wait a moment for what a rate limit held back; False when nothing of the kind comes due soon."""
    this.held = [moment for moment in this.held if moment > now]
    first = min(this.held, default=None)
    if first is None or first - now > NAP:
        return False
    parts.nap((first - now).total_seconds() + 0.001)
    return True


def _put_back(parts: Parts, this: _Round) -> None:
    if this.back:
        with parts.store.transaction() as tx:
            for outbox_id, until in this.back:
                tx.put_back(outbox_id, until)
        this.back.clear()


def _one(parts: Parts, this: _Round, ready: _Ready) -> bool:
    """Deal with one message; False when it has to wait for a rate limit."""
    item, to, now = ready.item, ready.item.message.to, parts.clock()
    if why := _hopeless(parts, ready):
        _settle(parts, item, *why)
        return True
    if to.channel in this.resting(now):
        this.back.append((item.id, None))
        return False
    if wait := parts.limiter.take(
        to.channel, item.contact_id, now, group=_is_group(to)
    ):
        _hold(this, item, wait, now)
        return False
    _send(parts, this, ready)
    return True


def _hold(this: _Round, item: OutboxItem, wait: Wait, now: datetime) -> None:
    """Put it back: for a while, or, when the whole channel is at its limit, in its place in the line."""
    until = now + timedelta(seconds=wait.seconds)
    if wait.everyone:
        this.back.append((item.id, None))
        this.shut_until(item.message.to.channel, until)
    else:
        this.back.append((item.id, until))
        this.held.append(until)


def _hopeless(parts: Parts, ready: _Ready) -> tuple[str, SendError | str] | None:
    """Why it will never go this way, and the name of that fault; None when it may be tried."""
    item = ready.item
    if item.message.to.channel not in parts.channels:
        return "the channel is switched off", "Off"
    if ready.looping:
        return f"the same text went {SAID_MOST} times within {LOOP}", "Loop"
    if item.attempts >= DEATHS and not item.error:
        return f"{item.attempts} workers died as they sent it", "Deadly"
    if ready.closed and ready.template is None:
        closed = WindowClosed(parts.words.say("fault.window_closed"))
        return str(closed), closed
    return None


def _is_group(to: Address) -> bool:
    return to.channel == "telegram" and to.id.startswith("-")


def _send(parts: Parts, this: _Round, ready: _Ready) -> None:
    item, channel = ready.item, parts.channels[ready.item.message.to.channel]
    message = (
        replace(item.message, template=ready.template)
        if ready.template
        else item.message
    )
    try:
        provider_id = channel.send(message)
    except SendError as error:
        _failed(parts, this, item, error)
    except Exception as error:  # noqa: BLE001  (a fault of ours must not keep the others in line waiting)
        log.error("message %s could not be sent: %s", item.id, type(error).__name__)  # noqa: TRY400  (may quote)
        _failed(parts, this, item, Unreachable(f"our fault: {type(error).__name__}"))
    else:
        with parts.store.transaction() as tx:
            report = tx.mark_sent(item.id, provider_id, parts.clock())
            note(
                log,
                "sent",
                outbox=item.id,
                channel=item.message.to.channel,
                attempt=item.attempts + 1,
            )
            if report and report.status is DeliveryStatus.FAILED:
                _undelivered(parts, tx, item, report)


def _failed(parts: Parts, this: _Round, item: OutboxItem, error: SendError) -> None:
    now, channel = parts.clock(), item.message.to.channel
    tired = now - item.wanted_at >= GIVE_UP
    if isinstance(error, Throttled):
        _rest(parts, this, channel, wait := timedelta(seconds=error.retry_after))
        _retry(parts, item, error, wait)
    elif isinstance(error, Misconfigured) and not (tired and item.fallbacks):
        log.error("%s refuses our account: %s", channel, error)
        _rest(parts, this, channel, MENDING)
        _retry(parts, item, error, MENDING)
        tell_of_fault(parts, channel, str(error))
    elif error.retryable and not tired:
        _retry(
            parts,
            item,
            error,
            SEND_AGAIN_AFTER[min(item.attempts, len(SEND_AGAIN_AFTER) - 1)],
        )
    else:
        _settle(parts, item, str(error), error)


def _rest(parts: Parts, this: _Round, channel: str, wait: timedelta) -> None:
    """Let all workers leave the channel alone, and this one even when Redis is away."""
    until = parts.clock() + wait
    parts.bell.pause(channel, until)
    this.shut_until(channel, until)


def _retry(parts: Parts, item: OutboxItem, error: SendError, delay: timedelta) -> None:
    with parts.store.transaction() as tx:
        due_at = parts.clock() + delay
        tx.mark_retry(
            item.id, due_at, str(error), fault=type(error).__name__, rest=error.rest
        )
        note(log, "not sent yet", outbox=item.id, fault=type(error).__name__)


def _settle(parts: Parts, item: OutboxItem, why: str, error: SendError | str) -> None:
    """It will never go this way: remember why, and take the next way there is."""
    with parts.store.transaction() as tx:
        fault = error if isinstance(error, str) else type(error).__name__
        tx.mark_failed(item.id, why, parts.clock(), fault=fault)
        note(log, "not sent", outbox=item.id, fault=fault)
        if fault == "Loop":
            _tell_of_loop(parts, tx, item)
            return
        if isinstance(error, OptedOut):
            tx.set_stopped(item.contact_id, True)
        closed, stopped = isinstance(error, WindowClosed), isinstance(error, OptedOut)
        _next_way(parts, tx, item, closed=closed, stopped=stopped)


def report(parts: Parts, event: DeliveryReport) -> None:
    """Record what a provider says became of a message; a failure takes the next way."""
    with parts.store.transaction() as tx:
        item = tx.record_report(event, parts.clock())
        if item:
            _reported(parts, tx, item, event)
    parts.bell.ring("deliver")


def _reported(
    parts: Parts, tx: Transaction, item: OutboxItem, event: DeliveryReport
) -> None:
    with tracing(item.message.trace):
        note(log, "reported", outbox=item.id, status=event.status.value)
        if event.status is DeliveryStatus.FAILED:
            _undelivered(parts, tx, item, event)


def _undelivered(
    parts: Parts, tx: Transaction, item: OutboxItem, event: DeliveryReport
) -> None:
    if event.stops_contact:
        tx.set_stopped(item.contact_id, True)
    _next_way(parts, tx, item, closed=event.window_closed, stopped=event.stops_contact)


# --- The ways after the first


@dataclass(frozen=True, slots=True)
class _Way:
    """The same news once more, otherwise."""

    key: str  # taken once for each message
    contact_id: int
    message: OutboundMessage
    fallbacks: tuple[Address, ...] = ()


def _next_way(
    parts: Parts, tx: Transaction, item: OutboxItem, *, closed: bool, stopped: bool
) -> None:
    """A template, the next contact, SMS; then the coordinator learns that it did not arrive."""
    if closed and _by_template(parts, tx, item):
        return
    if item.kind == "reply":
        return  # by now the talk has gone on, or it will be asked again
    if item.fallbacks:
        _next_contact(parts, tx, item)
    elif stopped or not _by_sms(parts, tx, item):
        _tell_undelivered(parts, tx, item)


def _by_template(parts: Parts, tx: Transaction, item: OutboxItem) -> bool:
    template = None if item.message.template else _template(parts, tx, item)
    if template is None:
        return False
    message = replace(item.message, template=template)
    _again(
        tx,
        item,
        _Way("template", item.contact_id, message, item.fallbacks),
        parts.clock(),
    )
    return True


def _template(parts: Parts, tx: Transaction, item: OutboxItem) -> Template | None:
    language = (
        "id"
        if item.kind == "notice"
        else citizen_language(parts, tx, tx.contact_by_id(item.contact_id))
    )
    return parts.templates.find(item.kind, language, _facts(parts, tx, item))


def _facts(parts: Parts, tx: Transaction, item: OutboxItem) -> dict[str, str]:
    facts = {"text": item.message.short or item.message.text}
    stored = tx.complaint_by_id(item.complaint_id) if item.complaint_id else None
    case = tx.case(stored.id) if stored else None
    if stored:
        facts["id"] = stored.complaint.tracking_id
    if case and case.case.agency in parts.agencies.by_code:
        facts["agency"] = parts.agencies.by_code[case.case.agency].name
    return facts


def _next_contact(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    first, *rest = item.fallbacks
    contact = tx.contact(first, parts.clock())
    message = for_channel(parts, replace(item.message, to=first, template=None))
    _again(tx, item, _Way("fallback", contact.id, message, tuple(rest)), parts.clock())


def _by_sms(parts: Parts, tx: Transaction, item: OutboxItem) -> bool:
    """The same in plain words to the same phone; False when there is no such way."""
    to = item.message.to
    if to.channel == "sms" or not to.id.startswith("+") or "sms" not in parts.channels:
        return False
    contact = tx.contact(Address("sms", to.id), parts.clock())
    if contact.stopped:
        return False
    words = (
        [item.message.short] if item.message.short else split_parts(item.message.text)
    )
    for n, text in enumerate(words, start=1):
        way = _Way(f"sms{n}", contact.id, OutboundMessage(contact.address, text))
        _again(tx, item, way, parts.clock())
    return True


def _again(tx: Transaction, item: OutboxItem, way: _Way, now: datetime) -> None:
    tx.add_outbox(
        way.contact_id,
        way.message,
        now,
        kind=item.kind,
        complaint_id=item.complaint_id,
        key=f"{way.key}:{item.id}",
        fallbacks=way.fallbacks,
    )


def _tell_undelivered(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    """The coordinator can reach them otherwise; of a notice to the coordinator only the log can tell."""
    stored = tx.complaint_by_id(item.complaint_id) if item.complaint_id else None
    id_ = stored.complaint.tracking_id if stored else parts.words.say("alarm.no_id")
    way, desk = (
        item.message.to.channel,
        parts.agencies.by_code[parts.agencies.coordinator],
    )
    if item.kind == "notice":
        log.error("notice %s reached none of the administrator's contacts", item.id)
        if any(item.message.to in person.notify for person in desk.administrators):
            return
    key = "alarm.undelivered_notice" if item.kind == "notice" else "alarm.undelivered"
    alarm = Alarm(key, {"id": id_, "channel": way})
    tell_coordinator(parts, tx, alarm, item.complaint_id, key=f"undelivered:{item.id}")


def _tell_of_loop(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    """Two machines may be talking to each other. Told once a day for each person."""
    alarm = Alarm(
        "alarm.loop", {"contact": item.contact_id, "channel": item.message.to.channel}
    )
    key = f"loop:{item.contact_id}:{parts.clock().date()}"
    tell_coordinator(parts, tx, alarm, item.complaint_id, key=key)


def oldest_age(parts: Parts, now: datetime) -> float:
    """How many seconds the longest waiting message is overdue; 0 when none is."""
    with parts.store.reading() as tx:
        oldest = tx.oldest_unsent()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
