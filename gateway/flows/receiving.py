"""Receiving webhooks: a provider's genuine request becomes rows, in one transaction for each message.

Each event is stored, answered and acknowledged together, or not at all. When the
database is down the event goes to the local spool, sealed, and is taken in later.
"""

import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from channels.contract import Event, Malformed, Webhook
from gateway.flows.delivery import report
from gateway.flows.events import event_from, event_to
from gateway.flows.floods import (
    double_of,
    gather_answers,
    greet_group,
    is_echo,
    report_of,
    take_turn,
)
from gateway.flows.officers import attend, is_administrator
from gateway.flows.telling import Alarm, citizen_language, reply, tell_coordinator
from gateway.setup.parts import Parts
from intake.messages import ContactStopped, DeliveryReport, InboundMessage
from intake.state import Line, Say
from storage.queue import Bell
from storage.tracing import TRACE, note, tracing
from storage.unit_of_work import DatabaseDown, Transaction
from storage.values import Contact, StoredInbound

log = logging.getLogger(__name__)
FETCH: dict[bool, list[Bell]] = {True: ["fetch"], False: []}  # does it have files?


def receive(parts: Parts, channel: str, webhook: Webhook) -> None:
    """Take in a webhook. BadSignature: not the provider. Malformed: kept in quarantine, then raised again."""
    try:
        events = parts.channels[channel].parse(webhook)
    except Malformed as error:
        _quarantine(parts, channel, str(error), webhook)
        raise
    for event in events:
        take(parts, event)


def take(parts: Parts, event: Event) -> None:
    """Take in one event, at once or, when the database is down, from the spool later.

    What waits in the spool goes first: one person's messages are worked in as they came.
    """
    with tracing(TRACE.get()) as trace:
        _take(
            parts,
            replace(event, trace=trace) if isinstance(event, InboundMessage) else event,
        )


def _take(parts: Parts, event: Event) -> None:
    try:
        if parts.spool.waits():
            drain_spool(parts)
        _handle(parts, event)
    except DatabaseDown as error:
        log.error("the database is down, the message goes to the spool: %s", error)  # noqa: TRY400  (no more to tell)
        parts.spool.put(event_to(event))


def _handle(parts: Parts, event: Event) -> None:
    """A fault of ours must not make the provider send again for ever, nor leave a person in silence."""
    try:
        HANDLERS[type(event)](parts, event)
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, the message is kept and answered)
        kind = type(error).__name__
        log.error("a message could not be handled: %s at %s", kind, _where(error))  # noqa: TRY400  (it may quote)
        _park(parts, event, type(error).__name__)


def _where(error: BaseException) -> str:
    """The line at fault; never the error's words, which may be the citizen's."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"


def _park(parts: Parts, event: Event, reason: str) -> None:
    """Keep the event where a person looks, and tell its sender that it is kept."""
    with parts.store.transaction() as tx:
        now = parts.clock()
        channel = (
            event.channel if isinstance(event, DeliveryReport) else event.sender.channel
        )
        if isinstance(event, InboundMessage):
            contact = tx.contact(event.sender, now)
            if tx.add_inbound(contact, event, now) is None:
                return
            if not event.automatic:
                line = Line("trouble")
                reply(
                    parts,
                    tx,
                    contact,
                    Say((line,)),
                    citizen_language(parts, tx, contact),
                    event.callback,
                )
                tell_coordinator(
                    parts,
                    tx,
                    Alarm("alarm.kept"),
                    None,
                    key=f"trouble:{now:%Y-%m-%dT%H}",
                )
        tx.add_quarantine(
            channel, f"our fault: {reason}", json.dumps(event_to(event)).encode(), now
        )
    parts.bell.ring("deliver")


def drain_spool(parts: Parts) -> int:
    """Take in what came while the database was down, oldest first; how many."""
    taken = 0
    for name, record in parts.spool.records():
        try:
            _replay(parts, record)
        except DatabaseDown:
            return taken
        parts.spool.done(name)
        taken += 1
    return taken


def _replay(parts: Parts, record: dict[str, Any]) -> None:
    if "quarantine" in record:
        with parts.store.transaction() as tx:
            raw = record["raw"].encode("latin-1")
            tx.add_quarantine(
                record["quarantine"], record["reason"], raw, parts.clock()
            )
        return
    event = event_from(record)
    with tracing(event.trace if isinstance(event, InboundMessage) else ""):
        _handle(parts, event)


def _quarantine(parts: Parts, channel: str, reason: str, webhook: Webhook) -> None:
    raw = webhook.body or repr(list(webhook.form)).encode("utf-8", "replace")
    try:
        with parts.store.transaction() as tx:
            tx.add_quarantine(channel, reason, raw, parts.clock())
    except DatabaseDown:
        parts.spool.put(
            {"quarantine": channel, "reason": reason, "raw": raw.decode("latin-1")}
        )


def _message(parts: Parts, message: InboundMessage) -> None:
    with parts.store.transaction() as tx:
        rings = _store_and_answer(parts, tx, message)
    for job in rings:
        parts.bell.ring(job)


def _store_and_answer(
    parts: Parts, tx: Transaction, message: InboundMessage
) -> list[Bell]:
    now = parts.clock()
    contact = tx.contact(message.sender, now, message.alias)
    inbound_id = tx.add_inbound(contact, message, now)
    stage = "repeated" if inbound_id is None else "received"
    note(
        log,
        stage,
        inbound=inbound_id,
        contact=contact.id,
        channel=message.sender.channel,
    )
    if inbound_id is None:
        return ["deliver"]  # a repeat: what it led to may still be waiting
    settled = _needs_no_turn(parts, tx, contact, message)
    if settled is not None:
        return settled
    if double := double_of(tx, contact, message, now):
        return _keep_double(parts, tx, double, inbound_id)
    return _take_turn(parts, tx, contact, message, inbound_id)


def _needs_no_turn(
    parts: Parts, tx: Transaction, contact: Contact, message: InboundMessage
) -> list[Bell] | None:
    """What to ring for a message that is no part of a conversation; None: it is one."""
    if message.opt_out:
        tx.set_stopped(contact.id, message.opt_out == "stop")
        return []  # the provider has answered it
    if message.automatic:  # answering a machine makes a loop
        return ["deliver"] if greet_group(parts, tx, contact, message) else []
    if contact.stopped:
        tx.set_stopped(contact.id, False)
    if is_administrator(parts, message) and attend(parts, tx, contact, message):
        return ["deliver"]
    return [] if is_echo(tx, contact, message, parts.clock()) else None


def _take_turn(
    parts: Parts,
    tx: Transaction,
    contact: Contact,
    message: InboundMessage,
    inbound_id: int,
) -> list[Bell]:
    run, now = take_turn(parts, tx, contact, message), parts.clock()
    _attach(
        tx,
        run.complaint_id if run else report_of(tx, contact),
        inbound_id,
        message,
        now,
    )
    gather_answers(tx, contact, message, now)
    return ["deliver", *(run.rings if run else []), *FETCH[bool(message.media)]]


def _keep_double(
    parts: Parts, tx: Transaction, double: StoredInbound, inbound_id: int
) -> list[Bell]:
    """It is stored where the first is, and counted."""
    if double.complaint_id is not None:
        tx.attach_inbound(inbound_id, double.complaint_id)
    tx.add_mark(
        "double",
        "",
        double.message.sender.channel,
        parts.settings.language,
        parts.clock(),
    )
    return ["deliver"]


def _attach(
    tx: Transaction,
    complaint_id: int | None,
    inbound_id: int,
    message: InboundMessage,
    now: datetime,
) -> None:
    """The message belongs to the complaint it made, continued or was added to."""
    if complaint_id is None:
        return
    tx.attach_inbound(inbound_id, complaint_id)
    for media in message.media:
        tx.add_attachment(complaint_id, inbound_id, media, now)


def _stopped(parts: Parts, event: ContactStopped) -> None:
    with parts.store.transaction() as tx:
        contact: Contact = tx.contact(event.sender, parts.clock())
        tx.set_stopped(contact.id, event.stopped)


HANDLERS: dict[type[Event], Callable[[Parts, Any], None]] = {
    InboundMessage: _message,
    DeliveryReport: report,
    ContactStopped: _stopped,
}
