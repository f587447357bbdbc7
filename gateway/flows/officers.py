"""The administrators' side of the channels: what an administrator writes or taps."""

from gateway.flows.cases import act_within, actor_at, desks_of
from gateway.flows.conversing import Run, say
from gateway.setup.parts import Parts
from intake.messages import InboundMessage
from intake.wording.render import Rendered
from intake.wording.sms import split_parts
from routing.case import Action, NotAllowed
from routing.commands import LIST, CaseCommand, Help, NeedsText, Read, read_command
from routing.notices import ask_text, open_cases_text
from storage.unit_of_work import Transaction
from storage.values import Contact

LISTED = 50
GIVE_UP = frozenset({"batal", "cancel", "ga jadi", "gak jadi", "tidak jadi"})


def attend(run: Run, message: InboundMessage) -> bool:
    """Do what an administrator asks; False when it is not for us, but a citizen's words."""
    parts, tx = run.parts, run.store
    read = _read(parts, tx, message, run.desk)
    if read is None:
        return False
    said = _carry_out(parts, tx, run.contact, read)
    run.desk = (
        {"action": read.action, "id": read.tracking_id}
        if isinstance(read, NeedsText)
        else None
    )
    run.callback = message.callback
    for part in split_parts(said) if run.capabilities.segment else [said]:
        say(run, Rendered(part))
    run.rings.add("deliver")
    return True


def _read(
    parts: Parts,
    tx: Transaction,
    message: InboundMessage,
    unfinished: dict[str, str] | None,
) -> Read:
    read = read_command(
        message.text, message.button, _replied(tx, message), parts.verbs, parts.words
    )
    if read is not None or message.button or not message.text.strip():
        return read
    if not unfinished or unfinished["action"] not in parts.verbs:
        return None
    if message.text.strip().casefold() in GIVE_UP:
        return Help(parts.words.say("command.given_up"))
    return CaseCommand(unfinished["action"], unfinished["id"], message.text)


def _replied(tx: Transaction, message: InboundMessage) -> str | None:
    """The complaint that the message replied to was about."""
    item = (
        tx.outbox_by_provider_id(message.sender.channel, message.replied_to)
        if message.replied_to
        else None
    )
    stored = (
        tx.complaint_by_id(item.complaint_id) if item and item.complaint_id else None
    )
    return stored.complaint.tracking_id if stored else None


def _carry_out(
    parts: Parts,
    tx: Transaction,
    contact: Contact,
    read: CaseCommand | NeedsText | Help,
) -> str:
    if isinstance(read, Help):
        return read.why
    if isinstance(read, NeedsText):
        return ask_text(parts.verbs[read.action], read.tracking_id, parts.words)
    if read.action == LIST:
        return _open_cases(parts, tx, desks_of(parts, contact.address))
    action = Action(
        read.action,
        actor_at(parts, contact.address),
        desks_of(parts, contact.address),
        read.note,
        read.to,
    )
    try:
        return act_within(parts, tx, read.tracking_id, action)
    except NotAllowed as refusal:
        return str(refusal)
    except LookupError:
        return parts.words.say("refused.no_such_case", id=read.tracking_id)


def _open_cases(parts: Parts, tx: Transaction, desks: tuple[str, ...]) -> str:
    seen = parts.agencies.in_sight_of(desks)
    rows = tx.cases_at(tx.places("open", seen, LISTED))
    about = tx.complaints_by_id([row.complaint_id for row in rows])
    pairs = [(row.case, about.get(row.complaint_id)) for row in rows]
    return open_cases_text(
        [(case, stored.complaint) for case, stored in pairs if stored], parts.voice
    )


def is_administrator(parts: Parts, message: InboundMessage) -> bool:
    """This address stands in the agencies file."""
    return bool(parts.agencies.administrators_at(message.sender))
