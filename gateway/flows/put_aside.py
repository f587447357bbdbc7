"""What was put aside: the coordinator is told, and once the fault is mended it is taken in after all.

Nothing is deleted: what was dealt with stays listed as such.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from channels.contract import BadSignature, Event, Malformed, Webhook
from channels.telegram import TelegramChannel
from gateway.flows.receiving import take, webhook_from
from gateway.flows.telling import Alarm, citizen_language, tell_coordinator
from gateway.setup.parts import Parts
from intake.messages import InboundMessage, OutboundMessage
from intake.state import Line, Say
from intake.wording.render import render
from storage.codec import Undecodable
from storage.crypto import Unreadable
from storage.events import event_from
from storage.quarantine import Unsent
from storage.unit_of_work import Transaction
from storage.values import Contact, Quarantined

SECRETS = re.compile(r"\b(secret|password|token)=[^&\s\"]*")  # of ours, in an address
TOLD_AT_ONCE = 500  # more are told an hour later


class StillUnread(Exception):
    """It cannot be taken in, not now at least; the message says why."""


def tell_of_put_aside(parts: Parts, tx: Transaction) -> bool:
    """One alarm an hour for all that was put aside since the last; whether one was given."""
    now, untold = parts.clock(), tx.untold(TOLD_AT_ONCE)
    for lost in tx.unsent_of(untold):
        _own_up(parts, tx, lost)
    alarm = Alarm("alarm.kept", {"number": len(untold)})
    key = f"trouble:{now:%Y-%m-%dT%H}"
    told = bool(untold) and tell_coordinator(parts, tx, alarm, None, key=key)
    if told:
        tx.mark_told(untold, now)
    return told


def _own_up(parts: Parts, tx: Transaction, lost: Unsent) -> None:
    """Whoever waits for a message of ours that was damaged is told, once. Officers have their lists."""
    contact = None if lost.kind == "notice" else _reachable(tx, lost.contact_id)
    if contact is None or contact.stopped:
        return
    able = parts.capabilities(contact.address.channel)
    said, language = (
        Say((Line("trouble.unsent"),)),
        citizen_language(parts, tx, contact),
    )
    words = render(said, language, able, parts.catalogue)
    message, key = (
        OutboundMessage(contact.address, words.text),
        f"unsent:{lost.outbox_id}",
    )
    tx.add_outbox(contact.id, message, parts.clock(), kind="reply", key=key)


def _reachable(tx: Transaction, contact_id: int) -> Contact | None:
    try:
        return tx.contact_by_id(contact_id)
    except (LookupError, Unreadable):
        return None


def watch_put_aside(parts: Parts) -> list[str]:
    """The clock's look; what was done, in words."""
    with parts.store.reading() as tx:
        if not tx.untold(1):
            return []
    with parts.store.transaction() as tx:
        told = tell_of_put_aside(parts, tx)
    return ["coordinator told of what was put aside"] if told else []


def replay(parts: Parts, kept: Quarantined, actor: str) -> None:
    """Take it in as if it came now, and record who had it done; StillUnread, and it stays as it is."""
    if kept.settled_at:
        raise StillUnread("it has been dealt with")
    if kept.about:
        _again(parts, kept.about)
    else:
        _take_in(parts, _events(parts, kept))
    _settle(parts, kept, actor, "replay_quarantine")
    for bell in ("converse", "deliver", "fetch"):
        parts.bell.ring(bell)


def settle(parts: Parts, kept: Quarantined, actor: str) -> None:
    """It needs nothing any more; who said so is recorded."""
    _settle(parts, kept, actor, "settle_quarantine")


def look_at(parts: Parts, number: int, actor: str) -> Quarantined | None:
    """One that was put aside, whole. The reading is recorded; None when there is none of this number."""
    with parts.store.transaction() as tx:
        kept = tx.quarantined_by_id(number)
        if kept:
            tx.audit(actor, "read_quarantine", f"quarantine {number}", parts.clock())
    return kept


def content_of(kept: Quarantined) -> str:
    """What it says, for a person to read: without secrets of ours, which requests carry."""
    if kept.raw is None or kept.about:
        return "-"
    try:
        record: Any = json.loads(kept.raw)
    except (ValueError, RecursionError):
        return kept.raw.decode("utf-8", "backslashreplace")
    if isinstance(record, dict) and isinstance(record.get("webhook"), dict):
        record["webhook"].pop("headers", None)
    return SECRETS.sub(r"\1=...", json.dumps(record, indent=2))


def _settle(parts: Parts, kept: Quarantined, actor: str, how: str) -> None:
    with parts.store.transaction() as tx:
        tx.settle_quarantined(kept.id, parts.clock())
        tx.audit(actor, how, f"quarantine {kept.id}", parts.clock())


def _again(parts: Parts, about: str) -> None:
    """A row that was damaged, and is whole again: from a back-up, or under the right key."""
    with parts.store.transaction() as tx:
        if not tx.is_whole(about):
            raise StillUnread(f"{about} is still damaged")
        tx.go_on_with(about, parts.clock())


def _take_in(parts: Parts, events: Sequence[Event]) -> None:
    """A message that is in the database waits for its turn again; what is not comes in by the door."""
    for event in events:
        with parts.store.transaction() as tx:
            waits = isinstance(event, InboundMessage) and tx.wait_again(
                event.sender.channel, event.external_id, parts.clock()
            )
        if not waits:
            take(parts, [event])


def _events(parts: Parts, kept: Quarantined) -> Sequence[Event]:
    record = _record(kept.raw)
    if "quarantine" in record:  # it came by way of the spool
        record = _record(str(record.get("raw", "")).encode("latin-1", "replace"))
    try:
        return _read(parts, kept.channel, record)
    except BadSignature:
        raise StillUnread("its signature is not good any more") from None
    except (Malformed, Undecodable) as error:
        raise StillUnread(str(error)) from None


def _read(parts: Parts, channel: str, record: dict[str, Any]) -> Sequence[Event]:
    if "event" in record:
        return [event_from(record)]
    adapter = parts.channels.get(channel)
    if adapter is None:
        raise StillUnread(f"the channel {channel} is off")
    if "webhook" in record:
        webhook: Webhook = webhook_from(record["webhook"])
        return adapter.parse(webhook)
    if "update" in record and isinstance(adapter, TelegramChannel):
        return adapter.parse_update(record["update"])
    raise StillUnread("it was kept before whole requests were: answer it by hand")


def _record(raw: bytes | None) -> dict[str, Any]:
    if raw is None:
        raise StillUnread("its own bytes are damaged")
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError):
        record = None
    return record if isinstance(record, dict) else {}
