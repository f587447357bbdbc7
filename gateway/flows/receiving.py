"""Receiving: a provider's genuine request is stored, and nothing more. Its turn is taken by `turns`."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from channels.contract import BadSignature, Event, Malformed, Webhook
from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from intake.messages import InboundMessage
from storage.door import tell_fault
from storage.tracing import TRACE, new_trace
from storage.unit_of_work import DatabaseDown

log = logging.getLogger(__name__)


def receive(parts: Parts, channel: str, webhook: Webhook) -> None:
    """Take in a webhook. BadSignature: not the provider. Malformed: kept in quarantine, then raised again."""
    raw = webhook.body or repr(list(webhook.form)).encode("utf-8", "replace")
    adapter = parts.channels[channel]
    take(parts, read(parts, channel, raw, lambda: adapter.parse(webhook)))


def read(
    parts: Parts, channel: str, raw: bytes, parse: Callable[[], list[Event]]
) -> list[Event]:
    """What a channel makes of a request; what it cannot read is put into quarantine: Malformed.

    A fault of our own is no reason to ask for it again: it would be the same, and hold up what follows.
    """
    try:
        return parse()
    except BadSignature:
        raise
    except Malformed as error:
        reason = str(error)
    except Exception as error:  # noqa: BLE001  (whatever it is, the request is kept)
        tell_fault(log, f"{channel} could not be read", error)
        reason = f"our fault: {type(error).__name__}"
    _keep_unread(parts, channel, reason, raw)
    raise Malformed(reason)


def take(parts: Parts, events: Sequence[Event]) -> None:
    """Store events; when this returns they are safe. SpoolFailed: neither database nor disk took them."""
    if events:
        trace = TRACE.get()
        parts.door.take([_traced(event, trace) for event in events], parts.clock())


def _keep_unread(parts: Parts, channel: str, reason: str, raw: bytes) -> None:
    """Keep what nobody could read, by way of the spool when the database is down; told once a day."""
    now = parts.clock()
    try:
        with parts.store.transaction() as tx:
            tx.add_quarantine(channel, reason, raw, now)
            key = f"unread:{channel}:{now.date()}"
            told = tell_coordinator(parts, tx, Alarm("alarm.kept"), None, key=key)
    except DatabaseDown:
        parts.spool.put(
            {"quarantine": channel, "reason": reason, "raw": raw.decode("latin-1")}
        )
    else:
        if told:
            parts.bell.ring("deliver")


def _traced(event: Event, trace: str) -> Event:
    if isinstance(event, InboundMessage):
        return replace(event, trace=trace or new_trace())
    return event
