"""Too much of anything: floods, echoes, doubles, groups, and what waited while we were down.

Whatever comes is stored and nobody is blocked: these rules only decide whether we answer.
Everything they remember is in rows that are there anyway: when messages came, what we
said, and a key that says "this, once".
"""

from datetime import datetime, timedelta

from gateway.flows.conversing import Run, converse, heard
from gateway.flows.telling import Alarm, citizen_language, tell_coordinator
from gateway.setup.parts import Parts
from intake.complaint import PREFIX
from intake.messages import InboundMessage, OutboundMessage
from intake.state import Line, Say
from intake.wording.render import render
from intake.wording.sms import to_gsm7
from storage.unit_of_work import Transaction
from storage.values import Contact, StoredInbound

BURST, BURST_SPAN = 40, timedelta(seconds=60)  # more messages than anyone types
DAILY, DAY = 300, timedelta(days=1)  # so many without one report are play
TELLING = 20  # characters; a shorter text says nothing about who wrote it first
ECHO_SPAN, ECHO_LOOKED_AT = timedelta(days=1), 20
DOUBLE_SPAN = timedelta(seconds=2)
BACKLOG = timedelta(
    hours=1
)  # older than this when it reaches us: it waited at the provider
GATHER = timedelta(seconds=1)  # for the rest of a backlog, before its one answer goes
LIFT = "lift_flood"


# --- Floods


def take_turn(
    parts: Parts, tx: Transaction, contact: Contact, message: InboundMessage
) -> Run | None:
    """The conversation's turn, with an answer unless it would feed a flood; None: kept with the report.

    Someone who has sent a report and floods us is waited out: what they add is stored with it. Someone
    who has not is listened to all the same, and answered as soon as their words make a report.
    """
    if not in_flood(tx, contact, now := parts.clock()):
        return converse(parts, tx, contact, heard(message), message.callback)
    _say_once(parts, tx, contact, "flood", f"flood:{contact.id}:{now.date()}")
    _tell_of_flood(parts, tx, contact, now)
    return None if _has_reported(tx, contact) else _listen(parts, tx, contact, message)


def in_flood(tx: Transaction, contact: Contact, now: datetime) -> bool:
    """Whether this person's messages, the present one included, come faster than a person's do."""
    times = tx.inbound_times(contact.id, DAILY + 1)
    if not _too_many(tx, contact, times, now):
        return False
    lifted = max(
        (one.at for one in tx.audit_of(_name(contact)) if one.action == LIFT),
        default=None,
    )
    return lifted is None or _too_many(
        tx, contact, [at for at in times if at > lifted], now
    )


def _too_many(
    tx: Transaction, contact: Contact, times: list[datetime], now: datetime
) -> bool:
    if sum(at > now - BURST_SPAN for at in times) > BURST:
        return True
    return sum(at > now - DAY for at in times) > DAILY and not _has_reported(
        tx, contact
    )


def _has_reported(tx: Transaction, contact: Contact) -> bool:
    return any(stored.status != "draft" for stored in tx.complaints_of(contact.id, 1))


def _listen(
    parts: Parts, tx: Transaction, contact: Contact, message: InboundMessage
) -> Run:
    """A turn whose answer is held back, unless it began a report or sent one off."""
    waiting = {item.id for item in tx.pending_replies(contact.id)}
    known = report_of(tx, contact)
    run = converse(parts, tx, contact, heard(message), message.callback)
    if report_of(tx, contact) == known and "push" not in run.rings:
        for item in tx.pending_replies(contact.id):
            if item.id not in waiting:
                tx.mark_failed(item.id, "held back in a flood", run.now, fault="Flood")
    return run


def report_of(tx: Transaction, contact: Contact) -> int | None:
    """The complaint that a message without a turn of its own belongs to."""
    return next((stored.id for stored in tx.complaints_of(contact.id, 1)), None)


def lift(parts: Parts, tx: Transaction, contact: Contact, actor: str) -> None:
    """Count this person's messages from now on only."""
    tx.audit(actor, LIFT, _name(contact), parts.clock())


def _tell_of_flood(
    parts: Parts, tx: Transaction, contact: Contact, now: datetime
) -> None:
    alarm = Alarm(
        "alarm.flood", {"contact": contact.id, "channel": contact.address.channel}
    )
    tell_coordinator(parts, tx, alarm, None, key=f"flood:{contact.id}:{now.date()}")


def _name(contact: Contact) -> str:
    """How the record of actions calls a person: by a number that says nothing."""
    return f"contact {contact.id}"


# --- What is not answered, or once


def is_echo(
    tx: Transaction, contact: Contact, message: InboundMessage, now: datetime
) -> bool:
    """Our own words coming back: a machine is at the other end, or someone forwards our answers to us."""
    text = _plain(message.text)
    if len(text) < TELLING:
        return False
    return text in {
        _plain(said)
        for said in tx.said_since(contact.id, now - ECHO_SPAN, ECHO_LOOKED_AT)
    }


def double_of(
    tx: Transaction, contact: Contact, message: InboundMessage, now: datetime
) -> StoredInbound | None:
    """The message before, if this is it once more, sent by an impatient thumb: its answer is on its way.

    Only if we have said nothing in between, and never a short text: "1" answers many questions.
    """
    if len(message.text) < TELLING or message.edits:
        return None
    for before in tx.recent_inbound(contact.id, 2)[1:]:
        alike = (before.message.text, before.message.media) == (
            message.text,
            message.media,
        )
        if alike and now - before.received_at <= DOUBLE_SPAN:
            return None if tx.said_since(contact.id, before.received_at, 1) else before
    return None


def _plain(text: str) -> str:
    return " ".join(to_gsm7(text).split()).casefold()


def greet_group(
    parts: Parts, tx: Transaction, contact: Contact, message: InboundMessage
) -> bool:
    """One polite line a day to a Telegram group whose member wrote; False for any other machine.

    Channels and anonymous posts have no name of a person; an answer to them reaches nobody.
    """
    group = message.sender.channel == "telegram" and message.sender.id.startswith("-")
    if not group or not message.profile_name:
        return False
    return _say_once(
        parts, tx, contact, "group", f"group:{contact.id}:{parts.clock().date()}"
    )


def gather_answers(
    tx: Transaction, contact: Contact, message: InboundMessage, now: datetime
) -> None:
    """Answer what waited for hours once, not message by message; a number we gave out is said anyhow."""
    if message.sent_at is None or now - message.sent_at < BACKLOG:
        return
    waiting = tx.pending_replies(contact.id)
    for item in waiting[1:]:
        if PREFIX not in item.message.text:
            tx.mark_failed(
                item.id, "a later answer says it all", now, fault="Superseded"
            )
    for item in waiting[:1]:
        tx.postpone(item.id, now + GATHER)


def _say_once(
    parts: Parts, tx: Transaction, contact: Contact, key: str, once: str
) -> bool:
    language = citizen_language(parts, tx, contact)
    rendered = render(
        Say((Line(key),)),
        language,
        parts.capabilities(contact.address.channel),
        parts.catalogue,
    )
    message = OutboundMessage(contact.address, rendered.text)
    return (
        tx.add_outbox(contact.id, message, parts.clock(), kind="reply", key=once)
        is not None
    )
