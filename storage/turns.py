"""What turns led to, stored for many people at once: all of it, or nothing.

The rows are made and sealed before the transaction begins, so that the writer's lock is held for
statements only. A conversation is stored only on top of the version that its turns began with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Integer, bindparam, case, func, null, select, update

from intake.complaint import Complaint
from intake.messages import Media, OutboundMessage
from storage.attachments import attachment_row
from storage.codec import dumps
from storage.complaints import SAVE, TrackingIdTaken, complaint_row
from storage.outbox import outbox_row
from storage.statements import for_dialects
from storage.tables import (
    ATTACHMENT,
    COMPLAINT,
    CONTACT,
    CONVERSATION,
    INBOUND,
    MARK,
    OUTBOX,
    Moment,
)
from storage.transaction_base import Seal, TransactionBase, sealer
from storage.values import Conversation
from storage.waiting import Caller

NOW = bindparam("now", type_=Moment)

# Whoever has written meanwhile, or has more messages than fit, goes to the end of the line.
TURN_TAKEN = (
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("person"))
    .values(
        leased_until=None,
        leased_by=None,
        tries=0,
        last_inbound_at=func.coalesce(
            bindparam("heard_at", type_=Moment), CONTACT.c.last_inbound_at
        ),
        waiting_since=case(
            (
                (CONTACT.c.arrivals == bindparam("seen", type_=Integer))
                & ~bindparam("more", type_=Boolean),
                null(),
            ),
            else_=NOW,
        ),
    )
)
HANDLED = (
    update(INBOUND)
    .where(INBOUND.c.id == bindparam("inbound"))
    .values(handled_at=NOW, complaint_id=bindparam("complaint"))
)
STOPPED = (
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("person"))
    .values(stopped=bindparam("is_stopped"))
)
ROW_ID = select(COMPLAINT.c.tracking_id, COMPLAINT.c.id).where(
    COMPLAINT.c.tracking_id.in_(bindparam("ids", expanding=True))
)


def _keep(insert: Any) -> Any:
    """Store a conversation only on top of the version that was read."""
    row = insert(CONVERSATION)
    new = row.excluded
    return row.on_conflict_do_update(
        index_elements=[CONVERSATION.c.contact_id],
        set_={
            name: new[name] for name in ("version", "wake_at", "updated_at", "state")
        },
        where=CONVERSATION.c.version == new.version - 1,
    ).returning(CONVERSATION.c.contact_id)


KEEP = for_dialects(_keep)
QUEUE = for_dialects(
    lambda insert: insert(OUTBOX).on_conflict_do_nothing(index_elements=[OUTBOX.c.key])
)
COUNT, ATTACH = MARK.insert(), ATTACHMENT.insert()


class Overtaken(Exception):
    """These people's conversations have gone on without us: their turns count for nothing."""

    def __init__(self, people: set[int]) -> None:
        super().__init__(f"contacts {sorted(people)}")
        self.people = people


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to put in line."""

    message: OutboundMessage
    key: str | None = None  # says "this, once"
    said_before: int = 0  # times the same text went to them lately
    due_at: datetime | None = None  # not before then


@dataclass(frozen=True, slots=True)
class Filing:
    """A complaint as it is to be stored."""

    complaint: Complaint
    status: str  # draft | completed
    trace: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A step of the conversation to be counted."""

    metric: str
    slot: str
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message whose turn was taken, and the complaint it belongs to, if any."""

    inbound_id: int
    tracking_id: str | None
    media: tuple[Media, ...]


@dataclass(slots=True)
class Taken:
    """What one person's turns led to."""

    caller: Caller
    conversation: Conversation
    wake_at: datetime | None = None
    replies: list[Reply] = field(default_factory=list)
    filings: dict[str, Filing] = field(default_factory=dict)  # by tracking id
    steps: list[Counted] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    stopped: bool | None = None  # what they want from now on; None: as before


@dataclass(frozen=True, slots=True)
class Rows:
    """The same as rows, sealed."""

    conversations: list[dict[str, Any]]
    complaints: list[dict[str, Any]]
    replies: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    heard: list[tuple[Heard, dict[str, Any]]]
    attachments: list[tuple[str, dict[str, Any]]]  # with the tracking id they belong to
    stopped: list[dict[str, Any]]
    ended: list[dict[str, Any]]


def rows_of(all_taken: Sequence[Taken], now: datetime) -> Rows:
    """Make and seal the rows: all that needs a processor and no database."""
    rows = Rows([], [], [], [], [], [], [], [])
    for taken in all_taken:
        _add(rows, taken, now)
    return rows


def _add(rows: Rows, taken: Taken, now: datetime) -> None:
    caller, contact = taken.caller, taken.caller.contact
    seal = sealer(caller.key, contact.subject_id)
    owner = {"contact_id": contact.id, "subject_id": contact.subject_id}
    rows.conversations.append(owner | _conversation(taken, seal, now))
    rows.complaints.extend(
        owner | complaint_row(seal, one.complaint, one.status, now, one.trace)
        for one in taken.filings.values()
    )
    rows.replies.extend(owner | _reply(one, seal, now) for one in taken.replies)
    rows.steps.extend({**asdict(one), "at": now} for one in taken.steps)
    for one in taken.heard:
        rows.heard.append((one, {"inbound": one.inbound_id, "now": now}))
        rows.attachments.extend(_attachments(one, seal, contact.subject_id, now))
    if taken.stopped is not None:
        rows.stopped.append({"person": contact.id, "is_stopped": taken.stopped})
    if caller.arrivals:
        rows.ended.append(_ended(caller, now))


def _conversation(taken: Taken, seal: Seal, now: datetime) -> dict[str, Any]:
    return {
        "version": taken.caller.version + 1,
        "wake_at": taken.wake_at,
        "updated_at": now,
        "state": seal("conversation.state", dumps(taken.conversation)),
    }


def _reply(one: Reply, seal: Seal, now: datetime) -> dict[str, Any]:
    return outbox_row(
        seal,
        one.message,
        now,
        kind="reply",
        key=one.key,
        due_at=one.due_at,
        said_before=one.said_before,
    )


def _attachments(
    heard: Heard, seal: Seal, subject_id: int, now: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, media in enumerate(heard.media if heard.tracking_id else ()):
        row = attachment_row(seal, media, now)
        whose = {"subject_id": subject_id, "inbound_id": heard.inbound_id}
        yield heard.tracking_id or "", {**whose, "place": place, **row}


def _ended(caller: Caller, now: datetime) -> dict[str, Any]:
    moments = [one.written_at for one in caller.messages[-1:]]
    if moments and caller.contact.last_inbound_at:
        moments.append(caller.contact.last_inbound_at)
    last = max(moments, default=None)
    return {
        "person": caller.contact.id,
        "seen": caller.arrivals,
        "more": caller.more,
        "heard_at": last,
        "now": now,
    }


class Turns(TransactionBase):
    """The part of Transaction that stores what turns led to."""

    def store_turns(self, rows: Rows) -> None:
        """Store it all; Overtaken (and nothing may be committed) when somebody's conversation has gone on."""
        # The contacts first, in one order, as the door does: or each might wait for what the other holds.
        self._many(TURN_TAKEN, sorted(rows.ended, key=itemgetter("person")))
        self._keep(rows.conversations)
        filed = self._file(rows)
        self._many(QUEUE[self._dialect], rows.replies)
        self._many(COUNT, rows.steps)
        self._many(
            HANDLED,
            [
                {**row, "complaint": filed.get(heard.tracking_id or "")}
                for heard, row in rows.heard
            ],
        )
        self._many(
            ATTACH,
            [
                {**row, "complaint_id": filed[tracking_id]}
                for tracking_id, row in rows.attachments
                if tracking_id in filed
            ],
        )
        self._many(STOPPED, rows.stopped)

    def _keep(self, conversations: list[dict[str, Any]]) -> None:
        kept = {
            row.contact_id for row in self._all_of(KEEP[self._dialect], conversations)
        }
        lost = {row["contact_id"] for row in conversations} - kept
        if lost:
            raise Overtaken(lost)

    def _file(self, rows: Rows) -> dict[str, int]:
        """Store the complaints; the row id behind each tracking id that a message belongs to."""
        filed = {
            row.tracking_id: row.id
            for row in self._all_of(SAVE[self._dialect], rows.complaints)
        }
        for row in rows.complaints:
            if row["tracking_id"] not in filed:
                raise TrackingIdTaken(row["tracking_id"])
        others = {
            one.tracking_id for one, _ in rows.heard if one.tracking_id
        } - filed.keys()
        if others:
            filed |= {
                row.tracking_id: row.id
                for row in self._all(ROW_ID, {"ids": list(others)})
            }
        return filed

    def _many(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(statement, rows)
