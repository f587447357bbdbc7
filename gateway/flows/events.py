"""Channel events as JSON, for the spool."""

from collections.abc import Callable
from typing import Any

from channels.contract import Event
from intake.messages import Address, ContactStopped, DeliveryReport, InboundMessage
from storage.values import dumps, inbound_from, loads, report_from

READERS: dict[str, Callable[[dict[str, Any]], Event]] = {
    InboundMessage.__name__: inbound_from,
    DeliveryReport.__name__: report_from,
    ContactStopped.__name__: lambda data: ContactStopped(
        **data | {"sender": Address.from_text(data["sender"])}
    ),
}


def event_to(event: Event) -> dict[str, Any]:
    """The event as JSON values, named by its type."""
    return {"type": type(event).__name__, "event": loads(dumps(event))}


def event_from(record: dict[str, Any]) -> Event:
    """The event `event_to` was given."""
    return READERS[record["type"]](record["event"])
