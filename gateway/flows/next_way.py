"""The ways a message takes when the first is closed.

What cannot go the way it should takes the next: an approved template, the administrator's
next contact, SMS where the address is a phone, and at last the coordinator is told.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from channels.contract import Moved
from gateway.flows.telling import (
    Alarm,
    await_by_sms,
    citizen_language,
    for_channel,
    tell_coordinator,
)
from gateway.setup.parts import Parts
from intake.messages import Address, DeliveryReport, OutboundMessage, Template
from intake.state import Expected
from intake.wording.sms import split_parts
from storage.unit_of_work import Transaction
from storage.values import Contact, OutboxItem

log = logging.getLogger(__name__)


def undelivered(
    parts: Parts, tx: Transaction, item: OutboxItem, event: DeliveryReport
) -> None:
    """The provider took it, and says now that it did not arrive."""
    if event.stops_contact:
        tx.set_stopped(item.contact_id, True)
    next_way(parts, tx, item, closed=event.window_closed, stopped=event.stops_contact)


def follow(parts: Parts, tx: Transaction, item: OutboxItem, moved: Moved) -> None:
    """The chat has another address: the same goes there at once, and it is remembered."""
    now, to = parts.clock(), Address(item.message.to.channel, moved.to)
    contact = tx.moved(item.message.to, to, now)
    message = replace(moved.rest or item.message, to=to)
    _again(tx, item, _Way("moved", contact.id, message, item.fallbacks), now)


@dataclass(frozen=True, slots=True)
class _Way:
    """The same news once more, otherwise."""

    key: str  # taken once for each message
    contact_id: int
    message: OutboundMessage
    fallbacks: tuple[Address, ...] = ()


def next_way(
    parts: Parts, tx: Transaction, item: OutboxItem, *, closed: bool, stopped: bool
) -> None:
    """A template, the next contact, SMS; then the coordinator learns that it did not arrive."""
    if closed and _by_template(parts, tx, item):
        return
    if item.kind == "reply" and not closed:
        return  # by now the talk has gone on, or it will be asked again
    if item.fallbacks:
        _next_contact(parts, tx, item)
    elif stopped or not _by_sms(parts, tx, item):
        _tell_undelivered(parts, tx, item)


def _by_template(parts: Parts, tx: Transaction, item: OutboxItem) -> bool:
    template = None if item.message.template else template_for(parts, tx, item)
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


def template_for(parts: Parts, tx: Transaction, item: OutboxItem) -> Template | None:
    """The approved template that says the same where nothing else may be said; None when there is none."""
    language = (
        "id"
        if item.kind == "notice"
        else citizen_language(parts, tx, tx.contact_by_id(item.contact_id))
    )
    return parts.templates.find(item.kind, language, _facts(parts, tx, item))


def _facts(parts: Parts, tx: Transaction, item: OutboxItem) -> dict[str, str]:
    brief = item.message.short if item.kind == "notice" else ""
    facts = {"text": brief or item.message.text}
    stored = tx.complaint_by_id(item.complaint_id) if item.complaint_id else None
    if stored:
        facts["id"] = stored.complaint.tracking_id
    for row in tx.cases_of([stored.id] if stored else []):
        if row.case.agency in parts.agencies.by_code:
            facts["agency"] = parts.agencies.by_code[row.case.agency].name
    return facts


def _next_contact(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    first, *rest = item.fallbacks
    contact = tx.contact(first, parts.clock())
    message = for_channel(
        parts, replace(item.message, to=contact.address, template=None)
    )
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
    _await_there(parts, tx, item, contact)
    return True


def _await_there(
    parts: Parts, tx: Transaction, item: OutboxItem, contact: Contact
) -> None:
    """What a citizen says to this SMS is about its report, as it would be in the chat."""
    stored = tx.complaint_by_id(item.complaint_id) if item.complaint_id else None
    if item.kind in ("notice", "reply") or stored is None:
        return
    language = citizen_language(parts, tx, tx.contact_by_id(item.contact_id))
    told = Expected(stored.complaint.tracking_id, item.kind)
    await_by_sms(parts, tx, contact, told, language)


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


def tell_of_loop(parts: Parts, tx: Transaction, item: OutboxItem) -> None:
    """Two machines may be talking to each other. Told once a day for each person."""
    alarm = Alarm(
        "alarm.loop", {"contact": item.contact_id, "channel": item.message.to.channel}
    )
    key = f"loop:{item.contact_id}:{parts.clock().date()}"
    tell_coordinator(parts, tx, alarm, item.complaint_id, key=key)
