"""Receiving: a provider's genuine request is stored, and nothing more. Its turn is taken by `turns`."""

from collections.abc import Sequence
from dataclasses import replace

from channels.contract import Event, Malformed, Webhook
from gateway.setup.parts import Parts
from intake.messages import InboundMessage
from storage.tracing import TRACE, new_trace


def receive(parts: Parts, channel: str, webhook: Webhook) -> None:
    """Take in a webhook. BadSignature: not the provider. Malformed: kept in quarantine, then raised again."""
    try:
        events = parts.channels[channel].parse(webhook)
    except Malformed as error:
        raw = webhook.body or repr(list(webhook.form)).encode("utf-8", "replace")
        keep_unread(parts, channel, str(error), raw)
        raise
    take(parts, events)


def take(parts: Parts, events: Sequence[Event]) -> None:
    """Store events; when this returns they are safe. SpoolFailed: neither database nor disk took them."""
    if events:
        trace = TRACE.get()
        parts.door.take([_traced(event, trace) for event in events], parts.clock())


def keep_unread(parts: Parts, channel: str, reason: str, raw: bytes) -> None:
    """Put what nobody could read into quarantine, by way of the spool when the database is down."""
    parts.door.keep_unread((channel, reason, raw), parts.clock())


def _traced(event: Event, trace: str) -> Event:
    if isinstance(event, InboundMessage):
        return replace(event, trace=trace or new_trace())
    return event
