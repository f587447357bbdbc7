"""What the storage takes and gives out: plain values, opened, with aware moments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from intake.complaint import Complaint
from intake.messages import Address, InboundMessage, Media, OutboundMessage
from intake.state import State
from routing.case import Case
from routing.supporters import Pair


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone we can write to."""

    id: int
    subject_id: int
    address: Address
    stopped: bool  # they asked us not to write
    last_inbound_at: datetime | None


LATE = timedelta(minutes=10)  # no network takes so long while all is well
LATEST = timedelta(days=30)  # of a stamp that is believed


@dataclass(frozen=True, slots=True)
class StoredInbound:
    """A message a person sent us."""

    id: int
    contact_id: int
    message: InboundMessage
    received_at: datetime
    complaint_id: int | None

    @property
    def came_late(self) -> bool:
        """Whether it waited at its provider. A stamp of long ago, or of tomorrow, is a wrong clock's."""
        sent = self.message.sent_at
        return sent is not None and LATE <= self.received_at - sent <= LATEST

    @property
    def written_at(self) -> datetime:
        """When it was written, as well as we know."""
        sent = self.message.sent_at
        return sent if sent and self.came_late else self.received_at


@dataclass(frozen=True, slots=True)
class Talk:
    """What is remembered of the exchange itself, against floods, echoes, doubles and loops.

    Moments are seconds since 1970; a print is a number that tells texts apart and nothing of them.
    """

    came: tuple[float, ...] = ()  # their last messages
    hours: dict[str, int] = field(
        default_factory=dict
    )  # how many came in each hour of the last day; its number since 1970
    last: tuple[int, float] | None = None  # their last message: print and moment
    said: tuple[tuple[int, float], ...] = ()  # our last answers
    number: str = ""  # which of our numbers they wrote to last
    stamps: tuple[tuple[int, float], ...] = ()  # the same of when the network took them
    cut: bool = (
        False  # their last message may go on in the next (a piece of a long SMS)
    )
    flooded: str = ""  # the day on which they were told that they write too fast


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a person stands, as a citizen and, when they are one, as an administrator."""

    state: State
    desk: dict[str, str] | None = (
        None  # what an administrator was asked and said last (routing/spoken/memory.py)
    )
    talk: Talk = field(default_factory=Talk)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something that was put aside: a request, a message, a damaged row."""

    id: int
    channel: str
    reason: str
    received_at: datetime
    raw: bytes | None  # None: it cannot be read itself
    about: str = ""  # the damaged value, `table.column:row`; "": it is no row
    settled_at: datetime | None = None  # when somebody had dealt with it


@dataclass(frozen=True, slots=True)
class StoredComplaint:
    """A complaint and how far it got."""

    id: int
    complaint: Complaint
    contact_id: int
    status: str  # draft | completed | cancelled
    pushed_at: datetime | None
    routed_at: datetime | None
    trace: str  # of the message that last changed it; "": it has none


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What a fetched attachment turned out to be, by its bytes."""

    sha256: str
    bytes: int
    media_type: str
    location: tuple[float, float] | None = (
        None  # where a photo says it was taken: degrees, unverified
    )
    shown: str | None = (
        None  # the hash of the picture made from it that people see; it says nothing else
    )
    thumbnail: str | None = None  # the same, small


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """Something a person sent along."""

    id: str
    complaint_id: int
    media: Media
    sha256: str | None
    bytes: int | None
    state: str  # waiting | stored | refused:<why> | gone
    subject_id: int  # whose key its file is sealed with: who sent it
    found: FoundFile | None = None

    @property
    def media_type(self) -> str:
        """As its bytes say; until they are here, as the provider claims."""
        return self.found.media_type if self.found else self.media.media_type


@dataclass(frozen=True, slots=True)
class WaitingAttachment:
    """Something to be fetched from its provider."""

    id: str
    subject_id: int
    channel: str
    media: Media
    created_at: datetime
    attempts: int  # that failed
    begun: int  # attempts before this one whose worker died


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A complaint on an agency's desk."""

    complaint_id: int
    case: Case
    version: int  # 1 when opened, one more with each save
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A message to send, and what became of it."""

    id: int
    contact_id: int
    message: OutboundMessage
    attempts: int  # begun before this one, those a killed worker never ended included
    created_at: datetime
    wanted_at: datetime  # when it should have left; later than made when due later, or sent again by hand
    kind: str
    complaint_id: int | None
    fallbacks: tuple[Address, ...]
    status: str  # pending | sent | delivered | read | failed
    provider_id: str | None
    error: str
    fault: str | None  # the class of its last failure
    said_before: int = 0
    last_inbound_at: datetime | None = (
        None  # the person's last words, when it was leased; None otherwise, too
    )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a row of the outbox seals: the message, and where else it may go."""

    message: OutboundMessage
    fallbacks: tuple[Address, ...] = ()
    said_before: int = 0  # how often the same went to this person in the minutes before


@dataclass(frozen=True, slots=True)
class Retry:
    """A try that did not work, and when the next one is."""

    outbox_id: int
    due_at: datetime
    error: str
    fault: str | None = None
    rest: OutboundMessage | None = None  # what is left when a part of it was sent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row of the outbox seals about its sending."""

    provider_id: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did or read what."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class DataRequest:
    """What a person asked for as the owner of their data, while it waits."""

    id: int
    subject_id: int
    contact_id: int
    kind: str
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """How often a step was taken."""

    metric: str
    slot: str
    channel: str
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class StoredPair:
    """Two reports that may be about one matter."""

    id: int
    complaint_id: int  # the one that follows, or would
    lead_id: int
    subject_id: int  # whose key it is sealed with: the follower's citizen
    pair: Pair
    following: bool
    before: Case | None = None  # the follower's case as it was before it joined
