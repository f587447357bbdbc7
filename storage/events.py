"""What comes from providers, as JSON for the spool."""

import json
from typing import Any

from intake.messages import ContactStopped, DeliveryReport, InboundMessage
from storage.codec import Undecodable, dumps, from_record

Event = InboundMessage | DeliveryReport | ContactStopped

KINDS: dict[str, type[Event]] = {
    kind.__name__: kind for kind in (InboundMessage, DeliveryReport, ContactStopped)
}


def event_to(event: Event) -> dict[str, Any]:
    """The event as JSON values, named by its type."""
    return {"type": type(event).__name__, "event": json.loads(dumps(event))}


def event_from(record: dict[str, Any]) -> Event:
    """The event `event_to` was given; Undecodable when it was none."""
    try:
        kind, event = KINDS[record["type"]], record["event"]
    except (KeyError, TypeError):
        raise Undecodable("no event of ours") from None
    return from_record(kind, event)
