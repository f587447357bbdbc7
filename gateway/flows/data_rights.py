"""What a person may have done with their data: a copy, keeping it only, erasing it.

UU 27/2022, articles 5 to 11.
Whoever asks was recognised by the address they wrote from, or by the operator who types it.
"""

import json
import logging
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from gateway.flows.telling import Alarm, citizen_language, tell_coordinator
from gateway.setup.parts import Parts
from intake.messages import Address, OutboundMessage
from intake.state import Line, Say
from intake.wording.render import render
from routing.clocks import date_text, time_text
from storage.attachments import FileKey
from storage.media import NotKept
from storage.unit_of_work import Transaction
from storage.values import Contact, DataRequest

log = logging.getLogger(__name__)
DATA_FILE = "data.json"
CITIZEN = "citizen"  # the actor in the record
# UU 27/2022, articles 32 to 34 and 40 to 43: 3 x 24 hours after the request came in.
ANSWERED_WITHIN = timedelta(hours=72)
WAITS_FOR_GOODBYE = timedelta(days=6)  # then they are erased without having been told
AGREED, REFUSED = "agreed", "refused"
BATCH = 100


class Unknown(LookupError):
    """We hold nothing of anybody at this address."""


def ask(parts: Parts, tx: Transaction, contact: Contact, kind: str) -> str:
    """A citizen asks in the chat: a copy by the link returned, limiting at once, the rest of the desk."""
    now = parts.clock()
    if kind == "copy":
        return parts.links.copy(contact.address, contact.id, now)
    if kind == "limit":
        tx.restrict(contact.subject_id, now)
        _record(parts, tx, contact, CITIZEN, "subject_restrict")
        return ""
    tx.add_request(contact.id, kind, now, now + ANSWERED_WITHIN)
    _record(parts, tx, contact, CITIZEN, f"ask_{kind}")
    key = f"data:{contact.id}:{kind}:{now:%Y%m%d}"
    tell_coordinator(parts, tx, _alarm(parts, "alarm.data_request", now), None, key=key)
    return ""


def grant(parts: Parts, request_id: int, actor: str) -> bool:
    """Erase them once they have been told; False when somebody was first. Recorded."""
    return _decide(parts, request_id, actor, AGREED, Line("data.agreed"))


def refuse(parts: Parts, request_id: int, actor: str, reason: str) -> bool:
    """They are told why not; False when somebody was first. Recorded."""
    return _decide(
        parts, request_id, actor, REFUSED, Line("data.refused", {"reason": reason})
    )


def carry_out(parts: Parts, now: datetime) -> list[str]:
    """Erase those whose wish was granted and who have been told; tell of requests that are late."""
    with parts.store.reading() as tx:
        agreed = tx.agreed_requests(BATCH)
        late = [one for one in tx.open_requests(BATCH) if one.due_at <= now]
    done = [line for one in agreed if (line := _erase_granted(parts, one, now))]
    return done + [line for one in late if (line := _tell_late(parts, one, now))]


def _erase_granted(parts: Parts, request: DataRequest, now: datetime) -> str:
    with parts.store.transaction() as tx:
        try:
            contact = tx.contact_by_id(request.contact_id)
        except LookupError:  # forgotten already
            tx.fulfil_request(request.id)
            return ""
        if tx.owed(contact.id) and now - request.asked_at < WAITS_FOR_GOODBYE:
            return ""
        tx.fulfil_request(request.id)
    erase(parts, contact.address, CITIZEN)
    return f"request {request.id}: erased"


def _tell_late(parts: Parts, request: DataRequest, now: datetime) -> str:
    alarm = _alarm(parts, "alarm.data_late", request.asked_at)
    with parts.store.transaction() as tx:
        told = tell_coordinator(
            parts, tx, alarm, None, key=f"data_late:{request.id}:{now:%Y%m%d}"
        )
    return f"request {request.id}: coordinator told that it is late" if told else ""


def _alarm(parts: Parts, key: str, asked_at: datetime) -> Alarm:
    due = parts.office.local(asked_at + ANSWERED_WITHIN)
    day = date_text(due.date(), parts.words.language)
    return Alarm(key, {"deadline": f"{day} {time_text(due)}"})


def _decide(
    parts: Parts, request_id: int, actor: str, outcome: str, line: Line
) -> bool:
    now = parts.clock()
    with parts.store.transaction() as tx:
        request = tx.request_by_id(request_id)
        if request is None or not tx.end_request(request_id, outcome, now):
            return False
        try:
            contact = tx.contact_by_id(request.contact_id)
        except LookupError:
            return True
        _record(parts, tx, contact, actor, f"{outcome}_{request.kind}")
        able = parts.capabilities(contact.address.channel)
        words = render(
            Say((line,)), citizen_language(parts, tx, contact), able, parts.catalogue
        )
        message = OutboundMessage(contact.address, words.text)
        tx.add_outbox(contact.id, message, now, kind=line.key)
    parts.bell.ring("deliver")
    return True


def copy_of(parts: Parts, address: Address, actor: str) -> bytes:
    """All we hold of a person, as a ZIP of one JSON file and what they sent along. Recorded. Unknown."""
    with parts.store.transaction() as tx:
        contact = _known(tx, address)
        held, files = tx.held_of(contact.subject_id), tx.files_of(contact.subject_id)
        _record(parts, tx, contact, actor, "subject_export")
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(DATA_FILE, as_json(held))
        for key, name in files:
            try:
                archive.writestr(f"files/{name}", parts.media.get(key, name))
            except NotKept:
                log.warning("a file of a copy is not there any more")
    return packed.getvalue()


def held_by(parts: Parts, address: Address, actor: str) -> dict[str, Any]:
    """The same without the files. Recorded. Unknown."""
    with parts.store.transaction() as tx:
        contact = _known(tx, address)
        _record(parts, tx, contact, actor, "subject_export")
        return tx.held_of(contact.subject_id)


def as_json(held: dict[str, Any]) -> str:
    """As a person with a text editor can read it."""
    return json.dumps(held, ensure_ascii=False, indent=2)


def restrict(
    parts: Parts, address: Address, actor: str, *, lift: bool = False
) -> datetime:
    """From now on their data are kept and shown to nobody; or are used again. Recorded. Unknown."""
    now = parts.clock()
    with parts.store.transaction() as tx:
        contact = _known(tx, address)
        tx.restrict(contact.subject_id, None if lift else now)
        _record(
            parts,
            tx,
            contact,
            actor,
            "subject_unrestrict" if lift else "subject_restrict",
        )
    return now


def erase(parts: Parts, address: Address, actor: str) -> int:
    """Forget a person for good, their files, too; how many files went. Recorded. Unknown.

    Back-ups become unreadable with the next list of keys that is written beside them, within a minute
    where the product makes them itself.
    """
    with parts.store.transaction() as tx:
        contact = _known(tx, address)
        files = _erased(parts, tx, contact, actor)
    return sum([_gone(parts, key, name) for key, name in files])


def erase_contact(parts: Parts, contact_id: int, actor: str) -> bool:
    """The same by the contact's number; False when they are forgotten already."""
    with parts.store.transaction() as tx:
        try:
            contact = tx.contact_by_id(contact_id)
        except LookupError:
            return False
        files = _erased(parts, tx, contact, actor)
    for key, name in files:
        _gone(parts, key, name)
    return True


def _erased(
    parts: Parts, tx: Transaction, contact: Contact, actor: str
) -> list[tuple[FileKey, str]]:
    """The files that are left to be taken away once this is stored."""
    files = tx.files_of(contact.subject_id)
    _record(parts, tx, contact, actor, "subject_erase")
    tx.erase_subject(contact.subject_id, parts.clock())
    return files


def _gone(parts: Parts, key: FileKey, name: str) -> bool:
    try:
        parts.media.delete(key, name)
    except OSError as error:  # nothing opens it any more, wherever it lies
        log.error("a file cannot be taken away: %s", error.strerror)  # noqa: TRY400
        return False
    return True


def _known(tx: Transaction, address: Address) -> Contact:
    contact = tx.find_contact(address)
    if contact is None:
        raise Unknown(str(address))
    return contact


def _record(
    parts: Parts, tx: Transaction, contact: Contact, actor: str, action: str
) -> None:
    """By numbers: the audit is kept in the clear."""
    about = f"subject:{contact.subject_id}"
    tx.audit(actor, action, about, parts.clock(), f"contact {contact.id}")
