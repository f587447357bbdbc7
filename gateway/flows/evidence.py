"""What was sent along with a report, for whoever is told of it."""

from dataclasses import replace

from intake.complaint import Attachment, Complaint
from storage.unit_of_work import Transaction
from storage.values import StoredComplaint


def with_files(tx: Transaction, stored: StoredComplaint) -> Complaint:
    """The complaint with what was sent along."""
    found = tuple(
        Attachment(
            one.id, one.media_type or None, one.bytes or one.media.size, one.sha256
        )
        for one in tx.attachments_of(stored.id)
    )
    return replace(stored.complaint, attachments=found)
