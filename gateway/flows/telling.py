"""Putting messages into the outbox, rendered for the channel they go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from gateway.setup.parts import Parts
from intake.dialogue.awaited import await_
from intake.messages import Address, Button, OutboundMessage
from intake.state import Expected, Line, State
from intake.wording.render import render_whole
from routing.clocks import date_text
from storage.unit_of_work import Transaction
from storage.values import Contact, Conversation


def news(  # noqa: PLR0913  (what, about what, to whom, and whether once)
    parts: Parts,
    tx: Transaction,
    contact: Contact,
    line: Line,
    complaint_id: int,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Tell a citizen something about their complaint, nothing cut; several parts only if it must be.

    With a `key` (of what fits one part) it is told once.

    Who asked us to stop is left alone, as we promised; the coordinator learns of it.
    """
    if contact.stopped:
        alarm = Alarm("alarm.stopped", {"id": line.args["id"]})
        tell_coordinator(parts, tx, alarm, complaint_id, key=f"stopped:{complaint_id}")
        return
    language, via = _known(parts, tx, contact)
    texts = render_whole(
        line, language, parts.capabilities(contact.address.channel), parts.catalogue
    )
    brief = _by_sms(parts, contact, line, language)
    for text in texts:
        message = OutboundMessage(contact.address, text, via=via, short=brief)
        tx.add_outbox(
            contact.id,
            message,
            now,
            kind=line.key,
            complaint_id=complaint_id,
            key=key,
        )


def _by_sms(parts: Parts, contact: Contact, line: Line, language: str) -> str:
    """The wording for SMS, should the chat be closed: half as long, so that it needs one part, not two.

    Empty where there is no such way. Parts are counted by who sends it: nothing is cut here either.
    """
    to = contact.address
    if to.channel == "sms" or not to.id.startswith("+") or "sms" not in parts.channels:
        return ""
    able = parts.capabilities("sms")
    said = render_whole(line, language, able, parts.catalogue)
    return said[0] if len(said) == 1 else ""


def dated(args: Mapping[str, str], language: str) -> dict[str, str]:
    """A notice's arguments with its day as people write it; what is no day stays as it is."""
    day = args.get("deadline", "")
    try:
        return {**args, "deadline": date_text(date.fromisoformat(day), language)}
    except ValueError:
        return dict(args)


AWAITS = {  # what is told -> what we wait for from then on; "": nothing any more
    "case.asked": "reply",
    "case.resolved": "verdict",
    "case.finished": "verdict",
    "case.answered": "",
    "case.moved": "",
    "case.archived": "",
    "case.closed": "",
}


def await_answer(
    parts: Parts, tx: Transaction, contact: Contact, id_: str, key: str
) -> None:
    """After this news of a report their next words may be about it.

    One whose talk is damaged is understood as without it.
    """
    talk = tx.conversation(contact.id) if key in AWAITS else None
    if talk is not None:
        after = replace(talk, state=await_(talk.state, Expected(id_, AWAITS[key])))
        tx.change_conversation(contact.id, after, parts.clock())


def await_by_sms(
    parts: Parts, tx: Transaction, contact: Contact, heard: Expected, language: str
) -> None:
    """The news went to their phone's SMS instead, where they may never have written: it is answered there.

    `heard`: the report, and what was told of it.
    """
    talk = tx.conversation(contact.id)
    state = talk.state if talk else State(language=language)
    if state.phase in ("idle", "cancelled"):
        state = replace(state, phase="done", last=heard.id)
    if heard.what in AWAITS:
        state = await_(state, Expected(heard.id, AWAITS[heard.what]))
    now = parts.clock()
    if talk is None:
        tx.save_conversation(contact.id, Conversation(state), now, None)
    else:
        tx.change_conversation(contact.id, replace(talk, state=state), now)


def _known(parts: Parts, tx: Transaction, contact: Contact) -> tuple[str, str]:
    """The language this person is answered in, and which of our numbers they wrote to last."""
    stored = tx.conversation(contact.id)
    if stored is None:
        return parts.settings.language, ""
    number = stored.talk.number or next(
        (one.message.to for one in tx.recent_inbound(contact.id, 1)), ""
    )
    return stored.state.language, number


def citizen_language(parts: Parts, tx: Transaction, contact: Contact) -> str:
    """The language this person is answered in."""
    return _known(parts, tx, contact)[0]


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice to an administrator in both widths."""

    long: str
    short: str  # one GSM-7 part
    buttons: tuple[Button, ...] = ()


def tell_administrator(
    parts: Parts,
    tx: Transaction,
    contacts: tuple[Address, ...],
    wording: Wording,
    complaint_id: int | None,
    *,
    key: str | None = None,
) -> bool:
    """Write to the first of these addresses whose channel is on; the others stand by.

    False: none is on, or they have been told under this `key`.
    """
    usable = [address for address in contacts if address.channel in parts.channels]
    if not usable:
        return False
    now = parts.clock()
    contact = tx.find_contact(usable[0]) or tx.contact(
        usable[0], now
    )  # unlocked: many cases tell one desk
    message = OutboundMessage(  # where they are by now: a group may have moved
        contact.address, wording.long, wording.buttons, short=wording.short
    )
    added = tx.add_outbox(
        contact.id,
        for_channel(parts, message),
        now,
        kind="notice",
        complaint_id=complaint_id,
        key=key and f"{key}:{contact.id}",
        fallbacks=tuple(usable[1:]),
    )
    return added is not None


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the coordinator must know: a key of the officers' catalogue, and what fills its places."""

    key: str
    args: Mapping[str, object] = field(default_factory=dict)


def tell_coordinator(
    parts: Parts,
    tx: Transaction,
    alarm: Alarm,
    complaint_id: int | None,
    *,
    key: str | None = None,
    avoid: str = "",
) -> bool:
    """Tell every administrator of the coordinating desk, once for each `key`; whether anyone was.

    `avoid`: a channel to use last, because the news is of its failing.
    """
    people = parts.agencies.by_code[parts.agencies.coordinator].administrators
    ways = [
        tuple(sorted(one.notify, key=lambda address: address.channel == avoid))
        for one in people
    ]
    wording = Wording(
        parts.words.say(alarm.key, **alarm.args),
        parts.words.brief(alarm.key, **alarm.args),
    )
    told = [
        tell_administrator(parts, tx, way, wording, complaint_id, key=key)
        for way in ways
    ]
    return any(told)


def for_channel(parts: Parts, message: OutboundMessage) -> OutboundMessage:
    """The message as its channel can carry it: the short wording where each part costs money.

    The long wording stays in `text` until a channel that charges for parts must carry it.
    """
    able = parts.capabilities(message.to.channel)
    return replace(
        message,
        text=message.short if able.segment and message.short else message.text,
        buttons=message.buttons if able.buttons >= len(message.buttons) else (),
    )


def tell_address(parts: Parts, address: Address, text: str) -> None:
    """Write to an address of the agencies file, in a transaction of its own; a login link for instance."""
    with parts.store.transaction() as tx:
        tell_administrator(parts, tx, (address,), Wording(text, text), None)
    parts.bell.ring("deliver")
