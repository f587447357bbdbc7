"""Receiving: a provider's genuine request is stored, and nothing more. Its turn is taken by `turns`."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from requests.structures import CaseInsensitiveDict

from channels.contract import BadSignature, Event, Malformed, Webhook
from gateway.setup.parts import Parts
from intake.messages import InboundMessage
from storage.door import tell_fault
from storage.tracing import TRACE, new_trace

log = logging.getLogger(__name__)


def receive(parts: Parts, channel: str, webhook: Webhook) -> None:
    """Take in a webhook. BadSignature: not the provider. Malformed: kept in quarantine, then raised again."""
    adapter = parts.channels[channel]
    events = read(
        parts,
        channel,
        lambda: {"webhook": _whole(webhook)},
        lambda: adapter.parse(webhook),
    )
    take(parts, events)


def read(
    parts: Parts,
    channel: str,
    record: Callable[[], dict[str, Any]],
    parse: Callable[[], list[Event]],
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
    keep_unread(parts, channel, reason, record())
    raise Malformed(reason)


def take(parts: Parts, events: Sequence[Event]) -> None:
    """Store events; when this returns they are safe. SpoolFailed: neither database nor disk took them."""
    if events:
        trace = TRACE.get()
        parts.door.take([_traced(event, trace) for event in events], parts.clock())


def keep_unread(
    parts: Parts, channel: str, reason: str, record: dict[str, Any]
) -> None:
    """Put what nobody could read into quarantine, by way of the spool when the database is down."""
    raw = json.dumps(record).encode()
    parts.door.keep_unread((channel, reason, raw), parts.clock())


def _whole(webhook: Webhook) -> dict[str, Any]:
    """The request as JSON, so that it can be read again once we are able to."""
    return {
        "url": webhook.url,
        "headers": dict(webhook.headers),
        "form": list(webhook.form),
        "body": webhook.body.decode("latin-1"),
        "remote": webhook.remote,
    }


def webhook_from(record: dict[str, Any]) -> Webhook:
    """The request that was kept when it could not be read."""
    return Webhook(
        url=record["url"],
        headers=CaseInsensitiveDict(record["headers"]),
        form=tuple((name, value) for name, value in record["form"]),
        body=record["body"].encode("latin-1"),
        remote=record["remote"],
    )


def _traced(event: Event, trace: str) -> Event:
    if isinstance(event, InboundMessage):
        return replace(event, trace=trace or new_trace())
    return event
