"""What the door and the turns store, put there directly."""

from collections.abc import Sequence
from datetime import datetime

from intake.messages import InboundMessage, Media
from intake.state import State
from storage.arrivals import Arrival
from storage.turns import Heard, Taken, rows_of
from storage.unit_of_work import Transaction
from storage.values import Conversation, StoredAttachment


def came(tx: Transaction, message: InboundMessage, now: datetime) -> int | None:
    """Store one message as the door does; its id, None when it was here already."""
    return tx.add_messages([Arrival(message, now)])[0].inbound_id


def belongs(
    tx: Transaction,
    inbound_id: int,
    tracking_id: str,
    now: datetime,
    media: Sequence[Media] = (),
) -> list[StoredAttachment]:
    """The message's turn was taken, and it is part of this complaint, with these files."""
    stored = tx.complaint(tracking_id)
    assert stored is not None
    caller = tx.caller(tx.contact_by_id(stored.contact_id), owed=False)
    taken = Taken(caller, caller.conversation or Conversation(State()))
    taken.heard.append(Heard(inbound_id, tracking_id, tuple(media)))
    tx.store_turns(rows_of([taken], now))
    return tx.attachments_of(stored.id)
