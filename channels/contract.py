"""What a channel is, and every way it can fail.

* ChannelError
  x BadSignature      the webhook is not from the provider: answer 403, store nothing
  x Malformed         it is, but we cannot read it: keep it in quarantine, answer as `malformed_status` says
  x SendError         a message was not sent, or a file not fetched
    - Unreachable     no answer, or a 5xx: try this message again later
      + Throttled     a 429: pause the whole channel for `retry_after` seconds
      + Missing       the provider has no such file: not yet, or not any more
    - Refused         the provider will never accept this message: give up, try another contact
      + Unwanted      a file that we do not take, whatever the provider says; `why` not
      + OptedOut      the person asked us to stop: give up and remember it
      + Moved         the chat has another address: send it there
      + WindowClosed  only an approved template may be sent now (WhatsApp's 24 hours)
      + Misconfigured our own account is at fault: raise an alarm, keep the message
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from intake.messages import (
    Capabilities,
    ContactStopped,
    DeliveryReport,
    InboundMessage,
    OutboundMessage,
    Rates,
)

Event = InboundMessage | DeliveryReport | ContactStopped


class ChannelError(Exception):
    """Something went wrong at a provider's border."""


class BadSignature(ChannelError):
    """The webhook was not signed with our secret."""


class Malformed(ChannelError):
    """The webhook lacks something its provider promises."""


class SendError(ChannelError):
    """A message was not sent, or a file not fetched. `rest`: what is left when the first parts were sent."""

    retryable: ClassVar[bool] = False
    rest: OutboundMessage | None = None


class Unreachable(SendError):
    """The provider did not answer, or could not."""

    retryable: ClassVar[bool] = True


class Throttled(Unreachable):
    """The provider asked us to slow down."""

    def __init__(self, why: str, retry_after: float) -> None:
        super().__init__(why)
        self.retry_after = retry_after  # seconds


class Missing(Unreachable):
    """The provider has no such file: not yet, or not any more."""


class Refused(SendError):
    """The provider will never accept this message."""


class OptedOut(Refused):
    """The person has asked not to be written to."""


class Why(StrEnum):
    """Why a file is not taken; kept with the attachment, so that an administrator can be told."""

    BIG = "big"  # more bytes than we take
    HOST = "host"  # its link leads to someone who is not the provider
    TYPE = "type"  # its bytes are of a kind we do not take
    BROKEN = "broken"  # its bytes cannot be read
    PIXELS = "pixels"  # a picture so large that opening it would hurt
    CRASH = "crash"  # whoever opened it died of it
    WORDS = "words"  # there is no file: the message's words are all of it


class Unwanted(Refused):
    """A file that we do not take, and shall not ask for again."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Moved(Refused):
    """The chat has another address now."""

    def __init__(self, why: str, to: str) -> None:
        super().__init__(why)
        self.to = to  # its id on the same channel


class WindowClosed(Refused):
    """Too long since the person's last message; only a template may go."""


class Misconfigured(SendError):
    """Our own account or settings are at fault; someone must mend them, then it may be sent."""

    retryable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Webhook:
    """A provider's request, free of any web framework."""

    url: str  # as the provider called it (PUBLIC_URL + path + query): signatures cover it
    headers: Mapping[
        str, str
    ]  # keys looked up case-insensitively: pass werkzeug's or a CaseInsensitiveDict
    form: Iterable[tuple[str, str]] = field(
        default=()
    )  # every pair, repeats and blanks included
    body: bytes = b""
    remote: str = ""  # the caller's own address, never one that a header claims


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as its provider gave it out; the type is the provider's word, the bytes may differ."""

    content: bytes
    media_type: str


@runtime_checkable
class KeepsFiles(Protocol):
    """A channel whose provider keeps what people attach until we fetch it."""

    def fetch(self, ref: str) -> Fetched:
        """The file behind a `Media.ref`. Unwanted: do not ask again; any other SendError: later."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A record of a provider's that nobody can read."""

    id: str  # the provider's
    why: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """What a provider holds of what people wrote, and we lack."""

    messages: tuple[InboundMessage, ...]  # oldest first, each with its `sent_at`
    looked_at: int  # how many it holds of this time, those we have included
    newest: datetime | None  # when the newest of them was written; None: there are none
    waits_since: datetime | None = (
        None  # the first that is left for the next time, with all later ones of its sender
    )
    why: str = ""  # it is left
    odd: tuple[Odd, ...] = ()


Unknown = Callable[[Sequence[str]], set[str]]  # which of these ids we do not have


@runtime_checkable
class KeepsMessages(Protocol):
    """A channel whose provider lists what people wrote, also what it could not bring us."""

    def kept(self, since: datetime, unknown: Unknown) -> Kept:
        """What people wrote since then and we lack; or a SendError."""


@runtime_checkable
class SendsAgain(Protocol):
    """A channel whose provider brings us once more what people wrote, when it is asked to."""

    def send_again(self, since: datetime, until: datetime) -> None:
        """Have it bring what came in this time, as webhooks; or a SendError."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits at a provider that brings it by itself."""

    waiting: int
    failed_at: datetime | None = None  # when it last tried in vain
    why: str = ""


@runtime_checkable
class TriesAgain(Protocol):
    """A channel whose provider tries until we take what it brings, and tells how that goes."""

    def backlog(self) -> Backlog:
        """What waits there; or a SendError."""


class Channel(Protocol):
    """One way to reach people: one provider, one file, both directions.

    What stands above `ack` belongs to the class: it is true also while the channel is off.
    """

    name: str  # "sms", "whatsapp", "telegram": the `channel` of its addresses
    label: str  # what administrators call it
    capabilities: Capabilities
    rates: Rates
    window: (
        timedelta | None
    )  # after a person's last words; later only templates may go. None: no such limit
    ack: tuple[str, str]  # the body and content type its provider expects back
    malformed_status: int  # what a genuine but unreadable request is answered with

    def parse(self, webhook: Webhook) -> list[Event]:
        """Return what a genuine webhook says; BadSignature or Malformed otherwise."""

    def send(self, message: OutboundMessage) -> str:
        """Send the message and return the provider's id for it; a SendError otherwise."""

    def check(self) -> list[str]:
        """Ask the provider whether our credentials and webhook are right; the faults, in words."""


DEMANDED: dict[str, tuple[object, str]] = {
    "name": (str, "the `channel` of its addresses"),
    "label": (str, "what administrators call it"),
    "capabilities": (Capabilities, "what it can carry"),
    "rates": (Rates, "how fast its provider may be written to"),
    "window": (
        timedelta | None,
        "how long after a person's words anything may be said; None: always",
    ),
}


def lacking(adapter: type) -> list[str]:
    """What an adapter does not say about itself, a sentence for each: nothing has a default here."""
    return [
        f"{adapter.__name__} has no `{name}`: {meaning}"
        for name, (kind, meaning) in DEMANDED.items()
        if not isinstance(getattr(adapter, name, NOTHING), kind)  # type: ignore[arg-type]
    ]


NOTHING = object()
