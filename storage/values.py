"""What the storage gives out: plain values, opened, aware moments; and their JSON inside sealed columns."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from intake.complaint import Complaint
from intake.messages import (
    Address,
    Button,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
    SharedPoint,
    Template,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone we can write to."""

    id: int
    subject_id: int
    address: Address
    stopped: bool  # they asked us not to write
    last_inbound_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredInbound:
    """A message a person sent us."""

    id: int
    contact_id: int
    message: InboundMessage
    received_at: datetime
    complaint_id: int | None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A genuine request that could not be read."""

    id: int
    channel: str
    reason: str
    received_at: datetime
    raw: bytes


@dataclass(frozen=True, slots=True)
class StoredComplaint:
    """A complaint and how far it got."""

    id: int
    complaint: Complaint
    contact_id: int
    status: str  # draft | completed | cancelled
    pushed_at: datetime | None
    routed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What a fetched attachment turned out to be, by its bytes."""

    sha256: str
    bytes: int
    media_type: str
    location: tuple[float, float] | None = None  # where a photo says it was taken: degrees, unverified
    shown: str | None = None  # the hash of the picture made from it that people see; it says nothing else
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
    """A complaint on an agency's desk; `body` is the core's own JSON of it."""

    complaint_id: int
    body: dict[str, Any]
    agency: str
    state: str
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
class FunnelRow:
    """How often a step was taken."""

    metric: str
    slot: str
    channel: str
    language: str
    count: int


def dumps(value: object) -> bytes:
    """JSON of plain values and of our message values; ASCII, so that lone surrogates survive."""
    return json.dumps(value, default=_plain, separators=(",", ":")).encode()


def loads(data: bytes) -> dict[str, Any]:
    """The object `dumps` wrote."""
    value: dict[str, Any] = json.loads(data)
    return value


def _plain(value: Any) -> object:
    if isinstance(value, Address):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return {one.name: getattr(value, one.name) for one in fields(value)}


def inbound_from(data: dict[str, Any]) -> InboundMessage:
    """The message `dumps` was given. A field this version does not know is left out."""
    known = _known(InboundMessage, data)
    known["sender"] = Address.from_text(data["sender"])
    known["media"] = tuple(media_from(one) for one in data.get("media", ()))
    known["location"] = data.get("location") and SharedPoint(**_known(SharedPoint, data["location"]))
    known["sent_at"] = data.get("sent_at") and datetime.fromisoformat(data["sent_at"])
    known["alias"] = data.get("alias") and Address.from_text(data["alias"])
    return InboundMessage(**known)


def media_from(data: dict[str, Any]) -> Media:
    """The media reference `dumps` was given."""
    return Media(**_known(Media, data) | {"kind": MediaKind(data["kind"])})


def found_from(data: dict[str, Any]) -> FoundFile:
    """What `dumps` was given about a fetched attachment."""
    known = _known(FoundFile, data)
    known["location"] = tuple(data["location"]) if data.get("location") else None
    return FoundFile(**known)


def outbound_from(data: dict[str, Any]) -> OutboundMessage:
    """The message `dumps` was given."""
    known = _known(OutboundMessage, data)
    known["to"] = Address.from_text(data["to"])
    known["buttons"] = tuple(Button(**_known(Button, one)) for one in data.get("buttons", ()))
    if known.get("template"):
        known["template"] = template_from(data["template"])
    return OutboundMessage(**known)


def template_from(data: dict[str, Any]) -> Template:
    """The template `dumps` was given."""
    return Template(data["content_sid"], tuple(data["variables"]))


def report_from(data: dict[str, Any]) -> DeliveryReport:
    """The report `dumps` was given."""
    return DeliveryReport(**_known(DeliveryReport, data) | {"status": DeliveryStatus(data["status"])})


def _known(cls: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Old code may read a row of newer code during an upgrade."""
    return {name: data[name] for name in cls.__dataclass_fields__ if name in data}
