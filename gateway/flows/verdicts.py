"""What becomes of a message after a try, and the few statements that record it for many at once."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from channels.contract import (
    Misconfigured,
    Moved,
    OptedOut,
    SendError,
    Throttled,
    WindowClosed,
)
from gateway.flows.channel_health import tell_of_fault
from gateway.flows.next_way import follow, next_way, tell_of_loop, undelivered
from gateway.setup.parts import Parts
from intake.messages import DeliveryStatus
from storage.tracing import note, tracing
from storage.unit_of_work import DatabaseDown, Transaction
from storage.values import OutboxItem, Retry

log = logging.getLogger(__name__)

GIVE_UP = timedelta(hours=4)
SEND_AGAIN_AFTER = tuple(
    timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 120, 300)
)  # then every 300 s
MENDING = timedelta(minutes=5)  # between tries while our own account is at fault
LONGEST_WAIT = timedelta(minutes=15)  # of one person, whatever their provider says


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it."""

    item: OutboxItem
    provider_id: str


@dataclass(frozen=True, slots=True)
class Again:
    """It is tried again."""

    item: OutboxItem
    error: SendError
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Never:
    """It will never go this way: why, and the name of that fault where it is no provider's."""

    item: OutboxItem
    why: str
    error: SendError | None = None
    named: str = ""

    @property
    def fault(self) -> str:
        """The class of fault that is counted."""
        return self.named or type(self.error).__name__


Verdict = Sent | Again | Never
T = TypeVar("T", Sent, Again, Never)


def judge(item: OutboxItem, outcome: str | SendError, now: datetime) -> Verdict:
    """What a call's end means for its message."""
    if isinstance(outcome, str):
        return Sent(item, outcome)
    tired = now - item.wanted_at >= GIVE_UP
    if isinstance(outcome, Throttled) and not tired:
        wait = timedelta(seconds=outcome.retry_after)
        return Again(item, outcome, min(wait, LONGEST_WAIT))
    if isinstance(outcome, Misconfigured) and not (tired and item.fallbacks):
        return Again(item, outcome, MENDING)
    if outcome.retryable and not tired:
        last = len(SEND_AGAIN_AFTER) - 1
        return Again(item, outcome, SEND_AGAIN_AFTER[min(item.attempts, last)])
    return Never(item, str(outcome), outcome)


def record(parts: Parts, verdicts: Sequence[Verdict]) -> None:
    """Write down what became of these, all in one transaction, or none: DatabaseDown.

    One that cannot be written for a fault of its own is left out: its lease will run out.
    """
    try:
        _tell_of_faults(parts, verdicts)
        with parts.store.transaction() as tx:
            _write(parts, tx, verdicts)
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (a fault of ours in one must not harm the others)
        if len(verdicts) > 1:
            for one in verdicts:
                record(parts, [one])
        else:
            of, name = verdicts[0].item.id, type(error).__name__
            log.error("what became of message %s cannot be recorded: %s", of, name)  # noqa: TRY400  (may quote)


def _tell_of_faults(parts: Parts, verdicts: Sequence[Verdict]) -> None:
    refused = {
        one.item.message.to.channel: str(one.error)
        for one in verdicts
        if isinstance(one, Again) and isinstance(one.error, Misconfigured)
    }
    for channel, why in refused.items():
        log.error("%s refuses our account: %s", channel, why)
        tell_of_fault(parts, channel, why)


def _write(parts: Parts, tx: Transaction, verdicts: Sequence[Verdict]) -> None:
    _write_sent(parts, tx, [one for one in verdicts if isinstance(one, Sent)])
    _write_again(parts, tx, [one for one in verdicts if isinstance(one, Again)])
    for one in _traced([one for one in verdicts if isinstance(one, Never)]):
        _write_never(parts, tx, one)


def _write_sent(parts: Parts, tx: Transaction, sent: list[Sent]) -> None:
    names = {one.item.id: one.provider_id for one in sent}
    reports = tx.mark_sent(names, parts.clock())
    for one in _traced(sent):
        item, report = one.item, reports.get(one.item.id)
        channel, attempt = item.message.to.channel, item.attempts + 1
        note(log, "sent", outbox=item.id, channel=channel, attempt=attempt)
        if report and report.status is DeliveryStatus.FAILED:
            undelivered(parts, tx, item, report)


def _write_again(parts: Parts, tx: Transaction, again: list[Again]) -> None:
    now = parts.clock()
    tx.mark_retry(
        Retry(
            one.item.id,
            now + one.wait,
            str(one.error),
            fault=type(one.error).__name__,
            rest=one.error.rest,
        )
        for one in again
    )
    for one in _traced(again):
        fault = type(one.error).__name__
        note(log, "not sent yet", outbox=one.item.id, fault=fault)


def _write_never(parts: Parts, tx: Transaction, one: Never) -> None:
    """Remember why, and take the next way there is."""
    item = one.item
    tx.mark_failed(item.id, one.why, parts.clock(), fault=one.fault)
    note(log, "not sent", outbox=item.id, fault=one.fault)
    if isinstance(one.error, Moved):
        follow(parts, tx, item, one.error)
        return
    if one.fault == "Loop":
        tell_of_loop(parts, tx, item)
        return
    closed = isinstance(one.error, WindowClosed)
    stopped = isinstance(one.error, OptedOut)
    if stopped:
        tx.set_stopped(item.contact_id, True)
    next_way(parts, tx, item, closed=closed, stopped=stopped)


def _traced(verdicts: Iterable[T]) -> Iterator[T]:
    """Each, while the log carries the trace of its message."""
    for one in verdicts:
        with tracing(one.item.message.trace):
            yield one
