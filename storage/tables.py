"""The tables. Whatever identifies or quotes a person is sealed; the clear columns are for finding rows.

`subject_id` stands in every row with sealed columns: it names the data key. A
`*_index` column is a blind index (crypto.KeyRing.index) of a value that is itself sealed.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

OPEN = "next_at IS NOT NULL AND state != 'resolved'"  # as in `desk_lists`
DONE = "state IN ('resolved', 'closed', 'archived')"
SYSTEM_SUBJECT = 0  # the data key of what belongs to no person
BEFORE = "1970-01-01T00:00:00.000000+00:00"  # the turn was taken before there was a mark for it

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = BigInteger().with_variant(
    Integer(), "sqlite"
)  # only INTEGER keys count up by themselves in SQLite


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. In SQLite as ISO text of one width, so text order is time order."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(
        self, dialect: Dialect
    ) -> TypeEngine[datetime] | TypeEngine[str]:
        """TIMESTAMPTZ, or 32 characters of text in SQLite."""
        return String(32) if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | str | None:
        """See `bound`."""
        return None if value is None else bound(value, dialect.name)

    def process_result_value(
        self,
        value: datetime | str | None,
        dialect: Dialect,  # noqa: ARG002  (SQLAlchemy's signature)
    ) -> datetime | None:
        """Aware, in UTC."""
        moment = value if isinstance(value, datetime | None) else _read_moment(value)
        return moment and moment.astimezone(UTC)


def _read_moment(stored: object) -> datetime:
    """What SQLite has there; what says no moment was long ago, so that its row holds up no other."""
    try:
        return datetime.fromisoformat(str(stored))
    except ValueError:
        return datetime.fromisoformat(BEFORE)


def bound(moment: datetime, dialect: str) -> datetime | str:
    """An aware moment as it is stored. A naive one is refused: nobody could say when it was."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    at = moment.astimezone(UTC)
    return at.isoformat(timespec="microseconds") if dialect == "sqlite" else at


class SubjectRow(SQLModel, table=True):
    """A person, as a data key. Without `wrapped_key` they have been erased."""

    __tablename__ = "subject"
    id: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    wrapped_key: bytes | None
    created_at: datetime = Field(sa_type=Moment)
    erased_at: datetime | None = Field(sa_type=Moment)
    restricted_at: datetime | None = Field(
        sa_type=Moment
    )  # since then what we know of them is kept, and shown to nobody


class ContactRow(SQLModel, table=True):
    """One address of a person."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("channel", "address_index"),
        Index("ix_contact_alias", "channel", "alias_index", unique=True),
        Index(
            "ix_contact_waiting",
            "waiting_since",
            "id",
            sqlite_where=text("waiting_since IS NOT NULL"),
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject_id: int = Field(foreign_key="subject.id", index=True, sa_type=BigInteger)
    channel: str
    address_index: (
        bytes | None
    )  # None once erased: the same address is then a new person
    alias_index: (
        bytes | None
    )  # another id of theirs on this channel, vouched for by the provider
    address: bytes  # sealed
    stopped: bool = Field(default=False)
    last_inbound_at: datetime | None = Field(sa_type=Moment)
    waiting_since: datetime | None = Field(
        sa_type=Moment
    )  # messages of theirs wait for their turn since then; their place in the line
    arrivals: int = Field(
        default=0, sa_column_kwargs={"server_default": "0"}
    )  # counts what the door stored: whoever ends a turn sees whether more has come
    leased_until: datetime | None = Field(sa_type=Moment)
    leased_by: str | None  # which worker takes their turn
    tries: int = Field(
        default=0, sa_column_kwargs={"server_default": "0"}
    )  # turns begun and never ended: a message that kills its worker is known by it


class InboundRow(SQLModel, table=True):
    """A message a person sent us."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "external_index"),
        Index("ix_inbound_contact", "contact_id", "id"),
        Index("ix_inbound_latest", "channel", "received_at"),
        Index(
            "ix_inbound_waiting",
            "contact_id",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject_id: int = Field(sa_type=BigInteger)
    contact_id: int = Field(foreign_key="contact.id", sa_type=Id)
    complaint_id: int | None = Field(foreign_key="complaint.id", index=True, sa_type=Id)
    channel: str
    external_index: bytes
    received_at: datetime = Field(sa_type=Moment)
    handled_at: datetime | None = Field(
        sa_type=Moment, sa_column_kwargs={"server_default": BEFORE}
    )  # when its turn was taken; None: it waits
    body: bytes  # sealed


class ReceiptRow(SQLModel, table=True):
    """A provider's delivery report, as it came, until it is worked in."""

    __tablename__ = "receipt"
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    channel: str
    received_at: datetime = Field(sa_type=Moment)
    body: bytes  # sealed with the system's key


class QuarantineRow(SQLModel, table=True):
    """Something put aside, kept whole: a genuine request that could not be read, a damaged row."""

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("ix_quarantine_received", "received_at"),
        Index("ix_quarantine_about", "about", unique=True),
        Index(
            "ix_quarantine_untold",
            "id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
        Index(
            "ix_quarantine_unsettled",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    channel: str
    reason: str
    received_at: datetime = Field(sa_type=Moment)
    raw: bytes  # sealed with the system's key
    about: str | None  # the damaged value, `table.column:row`: noted once
    told_at: datetime | None = Field(sa_type=Moment)  # when the coordinator was
    settled_at: datetime | None = Field(sa_type=Moment)  # when somebody dealt with it


class GapRow(SQLModel, table=True):
    """How far what a provider holds has been brought in, and how the last look at it went."""

    __tablename__ = "gap"
    source: str = Field(primary_key=True)  # a channel, or `sms.<who carries it>`
    read_to: datetime = Field(sa_type=Moment)  # all that was written before is in
    looked_at: datetime = Field(sa_type=Moment)  # when it was last looked for
    why: str  # the last look failed, in our words; empty: it did not
    failing_since: datetime | None = Field(sa_type=Moment)
    brought: int = Field(sa_type=BigInteger)  # messages, ever


class ConversationRow(SQLModel, table=True):
    """Where a person stands in the conversation."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "ix_conversation_wake",
            "wake_at",
            sqlite_where=text("wake_at IS NOT NULL"),
            postgresql_where=text("wake_at IS NOT NULL"),
        ),
    )
    contact_id: int = Field(primary_key=True, foreign_key="contact.id", sa_type=Id)
    subject_id: int = Field(sa_type=BigInteger)
    version: int
    wake_at: datetime | None = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    state: bytes  # sealed


class ComplaintRow(SQLModel, table=True):
    """A complaint, draft or complete."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_contact", "contact_id", "id"),
        Index(
            "ix_complaint_unrouted",
            "id",
            sqlite_where=text("status = 'completed' AND routed_at IS NULL"),
            postgresql_where=text("status = 'completed' AND routed_at IS NULL"),
        ),
        Index(
            "ix_complaint_draft",
            "updated_at",
            sqlite_where=text("status = 'draft'"),
            postgresql_where=text("status = 'draft'"),
        ),
        Index(
            "ix_complaint_untold",
            "coordinator_told_at",  # or SQLite prefers ix_complaint_draft, with every draft that was told of
            "updated_at",
            sqlite_where=text("status = 'draft' AND coordinator_told_at IS NULL"),
            postgresql_where=text("status = 'draft' AND coordinator_told_at IS NULL"),
        ),
        Index(
            "ix_complaint_alike",
            "category",
            "district",
            "received_at",
            sqlite_where=text("status = 'completed'"),
            postgresql_where=text("status = 'completed'"),
        ),
        Index(
            "ix_complaint_village",
            "region_code",
            "received_at",
            sqlite_where=text("status = 'completed'"),
            postgresql_where=text("status = 'completed'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    tracking_id: str = Field(unique=True)
    subject_id: int = Field(sa_type=BigInteger)
    contact_id: int = Field(foreign_key="contact.id", sa_type=Id)
    status: str  # draft | completed | cancelled | erased
    kind: str
    category: str | None
    region_code: str | None
    district: str | None  # the part of it that names the kecamatan; None: not so exact
    trace: str | None  # of the message that last changed it; says nothing
    received_at: datetime = Field(sa_type=Moment)
    completed_at: datetime | None = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    pushed_at: datetime | None = Field(sa_type=Moment)
    routed_at: datetime | None = Field(sa_type=Moment)
    coordinator_told_at: datetime | None = Field(sa_type=Moment)
    envelope: bytes  # sealed


class AttachmentRow(SQLModel, table=True):
    """Something a person sent along; the bytes themselves are elsewhere."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index(
            "ix_attachment_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_attachment_dropped",
            "inbound_id",
            sqlite_where=text("state = 'dropped'"),
            postgresql_where=text("state = 'dropped'"),
        ),
        Index("ix_attachment_subject", "subject_id", "sha256"),
    )
    id: str = Field(primary_key=True)
    subject_id: int = Field(sa_type=BigInteger)
    complaint_id: int = Field(foreign_key="complaint.id", index=True, sa_type=Id)
    inbound_id: int = Field(foreign_key="inbound.id", sa_type=Id)
    place: int  # among the files of its message, from 0
    state: str  # waiting | stored | refused:<why> | gone | erased | dropped: to be shredded
    size: int | None = Field(sa_type=BigInteger)  # bytes
    sha256: str | None
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(
        sa_type=Moment
    )  # not fetched before then; while it is fetched, the lease
    attempts: int  # that failed
    begun: int  # attempts since that neither failed nor worked: their worker died
    media: bytes  # sealed
    found: bytes | None  # sealed: what the bytes turned out to be


class CaseRow(SQLModel, table=True):
    """A complaint on an agency's desk.

    `next_at` is set as long as a case is open and its citizen is not forgotten, so "open" is read
    from it. What is open lies in an index by what is owed first; what is closed, by age; each for one
    desk, and for all.
    """

    __tablename__ = "cases"  # `case` is a word of SQL
    __table_args__ = (
        Index(
            "ix_cases_open_desk",
            "agency",
            "due_at",
            "complaint_id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_cases_open",
            "due_at",
            "complaint_id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_cases_closed_desk",
            "agency",
            "complaint_id",
            sqlite_where=text(DONE),
            postgresql_where=text(DONE),
        ),
        Index(
            "ix_cases_closed",
            "complaint_id",
            sqlite_where=text(DONE),
            postgresql_where=text(DONE),
        ),
        Index(
            "ix_cases_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )
    complaint_id: int = Field(primary_key=True, foreign_key="complaint.id", sa_type=Id)
    subject_id: int = Field(sa_type=BigInteger)
    agency: str
    state: str
    version: int
    next_at: datetime | None = Field(sa_type=Moment)  # the clock's next look
    due_at: datetime | None = Field(sa_type=Moment)  # the nearest thing owed
    updated_at: datetime = Field(sa_type=Moment)
    body: bytes  # sealed


class PairRow(SQLModel, table=True):
    """Two reports that may be about one matter: asked, suggested, said, and whether one follows the other."""

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("complaint_id", "lead_id"),
        Index("ix_pair_lead", "lead_id"),
        Index(
            "ix_pair_following",
            "lead_id",
            "complaint_id",
            sqlite_where=text("following"),
            postgresql_where=text("following"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    complaint_id: int = Field(foreign_key="complaint.id", sa_type=Id)
    lead_id: int = Field(foreign_key="complaint.id", sa_type=Id)
    subject_id: int = Field(sa_type=BigInteger)  # of the complaint's citizen
    score: float
    citizen: str  # same | different; "": has not said
    desk: str  # the same of a desk
    following: bool
    changed_at: datetime = Field(sa_type=Moment)
    shared: bytes  # sealed: the days between them, and the words they share
    before: bytes | None  # sealed: the follower's case as it was before it joined


class OutboxRow(SQLModel, table=True):
    """A message to send, and what became of it.

    The partial indexes hold pending rows only, so the drain is as fast after a year as on the first day.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("channel", "provider_index"),
        Index("ix_outbox_contact", "contact_id", "id"),
        Index("ix_outbox_status", "status", "id"),
        Index("ix_outbox_latest", "channel", "settled_at"),
        Index(
            "ix_outbox_failed",
            "status",  # as in ix_outbox_due
            "settled_at",
            "channel",
            "fault",
            sqlite_where=text("status = 'failed'"),
            postgresql_where=text("status = 'failed'"),
        ),
        Index(
            "ix_outbox_due",
            "status",  # or SQLite prefers ix_outbox_status, and sorts the whole backlog for each lease
            "due_at",
            "id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_outbox_lane",
            "status",
            "channel",
            "due_at",
            "id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_outbox_turn",
            "contact_id",
            "id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject_id: int = Field(sa_type=BigInteger)
    contact_id: int = Field(foreign_key="contact.id", sa_type=Id)
    complaint_id: int | None = Field(foreign_key="complaint.id", sa_type=Id)
    channel: str
    kind: str
    key: str | None = Field(unique=True)  # says "this notice, once"
    status: str  # pending | sent | delivered | read | failed
    attempts: int
    created_at: datetime = Field(sa_type=Moment)
    wanted_at: datetime = Field(
        sa_type=Moment
    )  # when it should have left; `due_at` moves on with each retry
    due_at: datetime = Field(sa_type=Moment)
    leased_until: datetime | None = Field(sa_type=Moment)
    settled_at: datetime | None = Field(sa_type=Moment)
    provider_index: bytes | None
    fault: str | None  # the class of its last failure, for counting
    body: bytes  # sealed: the message and where else it may go
    outcome: bytes | None  # sealed: the provider's id, the last error


class ParkedReportRow(SQLModel, table=True):
    """A delivery report that came before we knew the provider's id for the message."""

    __tablename__ = "parked_report"
    __table_args__ = (UniqueConstraint("channel", "provider_index"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    channel: str
    provider_index: bytes
    received_at: datetime = Field(index=True, sa_type=Moment)
    body: bytes  # sealed with the system's key


class DataRequestRow(SQLModel, table=True):
    """What a person asked for as the owner of their data (UU 27/2022), and when it was done."""

    __tablename__ = "data_request"
    __table_args__ = (
        Index(
            "ix_data_request_open",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_data_request_subject", "subject_id"),
        Index(
            "ix_data_request_agreed",
            "id",
            sqlite_where=text("outcome = 'agreed'"),
            postgresql_where=text("outcome = 'agreed'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject_id: int = Field(sa_type=BigInteger)
    contact_id: int = Field(foreign_key="contact.id", sa_type=Id)
    kind: str  # see `routing.rights`
    asked_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(sa_type=Moment)
    outcome: str  # agreed | done | refused; "": waits


class AuditRow(SQLModel, table=True):
    """Who did or read what. Each row carries the hash of itself and of the row before."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject", "id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    at: datetime = Field(sa_type=Moment)
    actor: str
    action: str
    subject: str
    detail: str
    hash: bytes


class MarkRow(SQLModel, table=True):
    """One step of one conversation, for counting; says nothing about who."""

    __tablename__ = "mark"
    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    at: datetime = Field(index=True, sa_type=Moment)
    metric: str
    slot: str
    channel: str
    language: str


TABLES = SQLModel.metadata.tables
SUBJECT, CONTACT, INBOUND, RECEIPT, QUARANTINE = (
    TABLES[n] for n in ("subject", "contact", "inbound", "receipt", "quarantine")
)
CONVERSATION, COMPLAINT, ATTACHMENT = (
    TABLES[n] for n in ("conversation", "complaint", "attachment")
)
CASES, OUTBOX, PARKED_REPORT = (TABLES[n] for n in ("cases", "outbox", "parked_report"))
GAP = TABLES["gap"]
DATA_REQUEST = TABLES["data_request"]
PAIR = TABLES["pair"]
AUDIT, MARK = (TABLES[n] for n in ("audit", "mark"))
