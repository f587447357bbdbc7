"""What a person may have done with their data: a copy, keeping it only, erasing it.

UU 27/2022, articles 5 to 11.
Whoever asks was recognised by the address they wrote from, or by the operator who types it.
"""

import json
import logging
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from gateway.setup.parts import Parts
from intake.messages import Address
from storage.attachments import FileKey
from storage.media import NotKept
from storage.unit_of_work import Transaction
from storage.values import Contact

log = logging.getLogger(__name__)
DATA_FILE = "data.json"


class Unknown(LookupError):
    """We hold nothing of anybody at this address."""


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
        files = tx.files_of(contact.subject_id)
        _record(parts, tx, contact, actor, "subject_erase")
        tx.erase_subject(contact.subject_id, parts.clock())
    return sum([_gone(parts, key, name) for key, name in files])


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
