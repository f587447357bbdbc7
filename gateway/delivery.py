"""From the outbox to the providers, and what they report back.

A send happens with no transaction open. A crash between the provider's yes and
our commit sends one message twice, never loses one: the lease runs out and the
row is taken again.
"""

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta

from channels.contract import Misconfigured, OptedOut, SendError, Throttled
from gateway.parts import Parts
from gateway.words import for_channel, tell_coordinator
from intake.messages import DeliveryReport, DeliveryStatus
from storage.unit_of_work import Transaction
from storage.values import OutboxItem

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than any provider call may take
BATCH = 50
ROUND_SECONDS = 5.0  # then the worker rings itself again, so that a job stays short
GIVE_UP = timedelta(hours=4)
DELAYS = tuple(timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 120, 300))  # then every 300 s
MENDING = timedelta(minutes=5)  # between tries while our own account is at fault


def deliver(parts: Parts) -> int:
    """Send what is due, oldest first, each person's messages in order; the number of messages taken."""
    started, taken = time.monotonic(), 0
    while time.monotonic() - started < ROUND_SECONDS:
        now = parts.clock()
        with parts.store.transaction() as tx:
            items = tx.lease_due(now, now + LEASE, BATCH, parts.bell.paused(now))
        if not items:
            return taken
        for item in items:
            _send(parts, item)
        taken += len(items)
    parts.bell.ring("deliver")
    return taken


def _send(parts: Parts, item: OutboxItem) -> None:
    channel = parts.channels.get(item.message.to.channel)
    if channel is None:
        _settle(parts, item, "the channel is switched off", None)
        return
    try:
        provider_id = channel.send(item.message)
    except Throttled as error:
        parts.bell.pause(channel.name, parts.clock() + timedelta(seconds=error.retry_after))
        _retry(parts, item, error, timedelta(seconds=error.retry_after))
    except Misconfigured as error:
        log.error("%s refuses our account: %s", channel.name, error)  # noqa: TRY400  (a trace tells no more)
        _retry(parts, item, error, MENDING)
    except SendError as error:
        if error.retryable and parts.clock() - item.created_at < GIVE_UP:
            _retry(parts, item, error, DELAYS[min(item.attempts, len(DELAYS) - 1)])
        else:
            _settle(parts, item, str(error), error)
    else:
        with parts.store.transaction() as tx:
            report = tx.mark_sent(item.id, provider_id, parts.clock())
            if report and report.status is DeliveryStatus.FAILED:
                _undelivered(parts, tx, item, report)


def _retry(parts: Parts, item: OutboxItem, error: SendError, delay: timedelta) -> None:
    with parts.store.transaction() as tx:
        tx.mark_retry(item.id, parts.clock() + delay, str(error))


def _settle(parts: Parts, item: OutboxItem, why: str, error: SendError | None) -> None:
    """It will never go this way: remember why, and take the next way there is."""
    with parts.store.transaction() as tx:
        tx.mark_failed(item.id, why, parts.clock())
        if isinstance(error, OptedOut):
            tx.set_stopped(item.contact_id, True)
        _next_way(parts, tx, item)


def report(parts: Parts, event: DeliveryReport) -> None:
    """Record what a provider says became of a message; a failure takes the next way."""
    with parts.store.transaction() as tx:
        item = tx.record_report(event, parts.clock())
        if item and event.status is DeliveryStatus.FAILED:
            _undelivered(parts, tx, item, event)
    parts.bell.ring("deliver")


def _undelivered(parts: Parts, tx: Transaction, item: OutboxItem, event: DeliveryReport) -> None:
    if event.stops_contact:
        tx.set_stopped(item.contact_id, True)
    _next_way(parts, tx, item)


def _next_way(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    """The administrator's next contact; for a citizen the coordinator learns that news did not arrive."""
    if item.kind in {"alarm", "reply"}:
        return
    if item.kind == "notice":
        _next_contact(parts, tx, item)
        return
    _tell_coordinator(parts, tx, item)


def _next_contact(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    if not item.fallbacks:
        log.error("notice %s reached none of the administrator's contacts", item.id)
        return
    first, *rest = item.fallbacks
    contact = tx.contact(first, now := parts.clock())
    message = for_channel(replace(item.message, to=first))
    tx.add_outbox(
        contact.id,
        message,
        now,
        kind="notice",
        complaint_id=item.complaint_id,
        key=f"fallback:{item.id}",
        fallbacks=tuple(rest),
    )


def _tell_coordinator(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    stored = tx.complaint_by_id(item.complaint_id) if item.complaint_id else None
    if stored is None:
        return
    id_, way = stored.complaint.tracking_id, item.message.to.channel
    words = f"Kabar untuk pelapor {id_} tidak sampai ({way}). Mohon hubungi pelapor dengan cara lain."
    tell_coordinator(parts, tx, words, words, stored.id)


def oldest_age(parts: Parts, now: datetime) -> float:
    """How many seconds the longest waiting message is overdue; 0 when none is."""
    with parts.store.reading() as tx:
        oldest = tx.oldest_unsent()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
