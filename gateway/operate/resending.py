"""`satupintu outbox` and `satupintu unblock`: what waits, what was given up, and sending it again."""

from gateway.flows.hearing import lift
from gateway.setup.parts import Parts
from intake.messages import Address
from storage.unit_of_work import Transaction
from storage.values import Contact, OutboxItem

SHELL = "satupintu outbox"  # the actor in the record of actions
STATUSES = ("failed", "pending")
LISTED = 500
SHOWN = 80  # characters of an error
OWN_WAY = frozenset({"reply"})  # an answer to words long past: only by its own number


def listing(parts: Parts, status: str) -> str:
    """The messages in a status, newest first: what they are about, not what they say or to whom."""
    with parts.store.reading() as tx:
        items = tx.outbox(status, LISTED)
        lines = [_line(parts, tx, item) for item in items]
    return "\n".join(
        [*lines, f"{len(items)} {status}" if items else f"nothing is {status}"]
    )


def _line(parts: Parts, tx: Transaction, item: OutboxItem) -> str:
    stored = tx.complaint_by_id(item.complaint_id) if item.complaint_id else None
    about = stored.complaint.tracking_id if stored else "-"
    at = parts.office.local(item.created_at).isoformat(timespec="seconds")
    why = f"{item.fault or ''} {parts.reasons.say(item.error)}".strip()[:SHOWN]
    channel = item.message.to.channel
    return f"{item.id:6}  {at}  {channel:9} {item.kind:15} {about:11}  tries {item.attempts}  {why}".rstrip()


def resend(parts: Parts, which: str) -> list[int]:
    """Put a given up message (its number), or `all` of them but mere answers, in line again; their numbers.

    ValueError when `which` is neither. What was told in another way meanwhile is told twice.
    """
    with parts.store.transaction() as tx:
        items = _chosen(tx, which)
        for item in items:
            tx.requeue(item.id, parts.clock())
            tx.audit(SHELL, "resend", f"outbox {item.id}", parts.clock())
    parts.bell.ring("deliver")
    return [item.id for item in items]


def _chosen(tx: Transaction, which: str) -> list[OutboxItem]:
    if which == "all":
        return [
            item
            for item in reversed(tx.outbox("failed", LISTED))
            if item.kind not in OWN_WAY
        ]
    item = tx.outbox_item(int(which))
    return [item] if item and item.status == "failed" else []


def unblock(parts: Parts, whom: str) -> bool:
    """Answer a person again whose flood we waited out; `whom`: sms:+62... or the number the notice gave.

    False when we know nobody of that name; ValueError when it is neither.
    """
    with parts.store.transaction() as tx:
        contact = _contact(tx, whom)
        if contact is None:
            return False
        lift(parts, tx, contact, "satupintu unblock")
    return True


def _contact(tx: Transaction, whom: str) -> Contact | None:
    if not whom.isdecimal():
        return tx.find_contact(Address.from_text(whom))
    try:
        return tx.contact_by_id(int(whom))
    except LookupError:
        return None
