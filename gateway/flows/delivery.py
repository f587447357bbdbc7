"""From the outbox to the providers, and what they report back.

`courier` keeps the calls in flight, a `lanes` lane for each channel; `verdicts` says and records
what became of a message; `next_way` is what happens when the way it should go is closed.
"""

import logging
from datetime import datetime

from gateway.flows.courier import Courier
from gateway.flows.next_way import undelivered
from gateway.setup.parts import Parts
from intake.messages import DeliveryReport, DeliveryStatus
from storage.tracing import note, tracing
from storage.unit_of_work import Transaction
from storage.values import OutboxItem

log = logging.getLogger(__name__)

ROUND_SECONDS = 5.0  # then the worker rings itself again, so that a job stays short


def deliver(parts: Parts) -> int:
    """Send what is due, each person's messages in order; the number of messages dealt with."""
    taken, done = Courier(parts).work_off(ROUND_SECONDS)
    if not done:
        parts.bell.ring("deliver")
    return taken


def apply_report(parts: Parts, tx: Transaction, event: DeliveryReport) -> None:
    """Record what a provider says became of a message; a failure takes the next way."""
    item = tx.record_report(event, parts.clock())
    if item:
        _reported(parts, tx, item, event)


def _reported(
    parts: Parts, tx: Transaction, item: OutboxItem, event: DeliveryReport
) -> None:
    with tracing(item.message.trace):
        note(log, "reported", outbox=item.id, status=event.status.value)
        if event.status is DeliveryStatus.FAILED:
            undelivered(parts, tx, item, event)


def oldest_age(parts: Parts, now: datetime) -> float:
    """How many seconds the longest waiting message is overdue; 0 when none is."""
    with parts.store.reading() as tx:
        oldest = tx.oldest_unsent()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
