"""The complaint as it goes on the central queue, and the id people know it by.

The shape is the envelope of the interface, version 1: unknown is None, never invented.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 characters, a prime; no 0 O 1 I L
PREFIX = "LPR-"
LENGTH = 6  # before the check character: 31**6 = 887 million ids


def tracking_id(draw: Callable[[int], int]) -> str:
    """A new id such as `LPR-7K2F9QX`; `draw(n)` returns a random number below n."""
    digits = "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(LENGTH))
    return PREFIX + digits + _check(digits)


def read_tracking_id(text: str) -> str | None:
    """The id a person wrote (any case, with or without prefix, spaces, dashes, #), or None.

    The check character catches every single wrong character and every swap of two
    neighbours, because the weights are distinct and the modulus is prime.
    """
    bare = "".join(c for c in text.upper() if c.isalnum())
    bare = bare.removeprefix("LPR") if len(bare) == len("LPR") + LENGTH + 1 else bare
    if len(bare) != LENGTH + 1 or any(c not in ALPHABET for c in bare):
        return None
    return PREFIX + bare if _check(bare[:-1]) == bare[-1] else None


def _check(digits: str) -> str:
    total = sum(weight * ALPHABET.index(c) for weight, c in enumerate(digits, start=2))
    return ALPHABET[total % len(ALPHABET)]


@dataclass(frozen=True, slots=True)
class OccurredOn:
    """When it happened: an ISO date as exact as `precision` says, and the citizen's own words."""

    date: str | None  # 2026-11-21
    precision: str  # minute | hour | day | week | month | year | unknown
    text: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where it happened."""

    text: str | None = None
    landmark: str | None = None
    rt: str | None = None
    rw: str | None = None
    region_code: str | None = None  # Kemendagri, as deep as known: 53.11, 53.11.04.1002
    region_path: tuple[str | None, str | None, str | None, str | None] = (
        None,
        None,
        None,
        None,
    )
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class HomeAddress:
    """Where the reporter lives."""

    text: str | None = None
    rt: str | None = None
    rw: str | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who complains. Personal data: sealed at rest, masked in logs."""

    channel: str
    address_on_channel: str
    language: str
    name: str | None = None
    address: HomeAddress = field(default_factory=HomeAddress)
    phone: str | None = None
    nik: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something the citizen sent along."""

    id: str
    media_type: str | None
    bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint, complete or still a draft (`completed_at` is None)."""

    tracking_id: str
    kind: str  # complaint | aspiration | information_request
    title: str
    description: str  # verbatim, all parts, a line each
    received_at: datetime
    reporter: Reporter
    location: Location = field(default_factory=Location)
    occurred_on: OccurredOn | None = None
    category: str | None = None
    category_confidence: float | None = None
    category_words: tuple[str, ...] = ()  # of the story: they spoke for it
    other_category: str | None = None  # what else it may be, where our two votes differ
    other_category_words: tuple[str, ...] = ()
    anonymous: bool = False
    confidential: bool = False
    requested_outcome: str | None = None
    suspected_agency: str | None = None
    attachments: tuple[Attachment, ...] = ()
    flags: tuple[str, ...] = ()
    details: dict[str, str] = field(
        default_factory=dict
    )  # by slot: what has no field of its own
    completed_at: datetime | None = None


def envelope(complaint: Complaint, messages: list[dict[str, str]]) -> dict[str, Any]:
    """The complaint as JSON values, version 1 of the interface, moments in ISO 8601."""
    fields = asdict(complaint)
    for moment in ("received_at", "completed_at"):
        fields[moment] = fields[moment] and fields[moment].isoformat()
    return {"version": 1, **fields, "messages": messages}
