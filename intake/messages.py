"""What a person said to us, what we say back, and what a channel can carry and how fast.

Every channel turns its provider's payload into these values; nothing else
crosses that border. Plain values only: this module does no I/O.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """Where someone can be reached: a channel, and that channel's id for them.

    `sms:+6281200000001`, `whatsapp:+62...`, `telegram:<chat id>`. Numbers are E.164.
    """

    channel: str
    id: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.id}"

    @classmethod
    def from_text(cls, text: str) -> "Address":
        """Read `channel:id` back; ValueError when there is no colon."""
        channel, colon, id_ = text.partition(":")
        if not (channel and colon and id_):
            raise ValueError(f"not an address: {text!r}")
        return cls(channel, id_)


class MediaKind(StrEnum):
    """What a citizen attached, as they would name it."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Media:
    """A reference to something the provider keeps for us; fetched later by a job of its own."""

    kind: MediaKind
    ref: str  # the provider's own handle: a media URL, a Telegram file_id; never a URL with a token
    media_type: str = ""  # as the provider claims
    size: int | None = None  # bytes, as the provider claims


@dataclass(frozen=True, slots=True)
class SharedPoint:
    """A point a person shared, in degrees (WGS 84), with the words that came with it."""

    latitude: float
    longitude: float
    label: str = ""
    words: str = ""  # the link or the degrees it was written as


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message, already trusted: the channel has checked who sent it."""

    external_id: (
        str  # the provider's own id for this message, which is how we spot a repeat
    )
    sender: Address
    text: str = ""  # as written, trailing spaces included
    media: tuple[Media, ...] = ()
    location: SharedPoint | None = None
    button: str | None = None  # the payload of a button of ours, when one was pressed
    replied_to: str | None = (
        None  # the provider's id of our message that was answered or whose button it was
    )
    sent_at: datetime | None = (
        None  # the provider's clock, aware; None when it does not say
    )
    profile_name: str = ""  # what the sender calls themselves there; unverified
    language_hint: str = ""  # the app's language, a prior only
    shared_phone: str | None = None  # E.164, when the sender shared their *own* contact
    group: str | None = None  # album: messages with the same group belong together
    edits: str | None = (
        None  # the `reference` of an earlier message this one replaces the text of
    )
    to: str = ""  # which of our numbers or bots it was written to
    opt_out: str | None = (
        None  # "stop" | "start" | "help" when the provider has already answered it
    )
    automatic: bool = (
        False  # from a short code or an alphanumeric sender: never answered (loops)
    )
    unreadable: bool = False  # genuine, but of a kind we only acknowledge
    reference: str = ""  # what replies and edits call this message; often the external_id, not on Telegram
    callback: str | None = (
        None  # a button press waits until `OutboundMessage.acknowledge` carries this back
    )
    alias: Address | None = (
        None  # another address of the sender, vouched for by the provider
    )
    trace: str = (
        ""  # what the log calls the request it came with, and all that follows from it
    )
    author: str = (
        ""  # who speaks in a chat of many, as they call themselves; elsewhere nothing
    )
    moved_to: Address | None = (
        None  # nobody's words: what was at `sender` is here from now on
    )


class DeliveryStatus(StrEnum):
    """How far an outbound message got. Ranked: a later report never moves it down."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"

    @property
    def rank(self) -> int:
        """QUEUED < SENT < FAILED < DELIVERED < READ: proof of arrival outranks a failure."""
        return _RANKS[self]


_RANKS = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 2,
    DeliveryStatus.DELIVERED: 3,
    DeliveryStatus.READ: 4,
}


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a provider says became of a message of ours."""

    channel: str
    provider_id: str  # what `Channel.send` returned
    status: DeliveryStatus
    error_code: str = ""
    error: str = ""  # the provider's words, or ours for its code
    stops_contact: bool = False  # the code means the person does not want us to write
    window_closed: bool = (
        False  # the code means that only an approved template may go now
    )


@dataclass(frozen=True, slots=True)
class ContactStopped:
    """A person blocked or left us, told by the provider without a message (Telegram `my_chat_member`)."""

    external_id: str
    sender: Address
    stopped: bool


@dataclass(frozen=True, slots=True)
class Button:
    """One thing a person may tap instead of typing.

    `id` comes back as `InboundMessage.button` and holds at most 64 bytes (Telegram's limit).
    """

    id: str
    title: str
    asks: str = ""  # "phone" | "location": a keyboard that asks the app for it, where there is one


@dataclass(frozen=True, slots=True)
class Template:
    """A wording that WhatsApp has approved, which may go when nothing else may."""

    content_sid: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to send, in words the recipient will read."""

    to: Address
    text: str
    buttons: tuple[Button, ...] = ()
    reply_to: str | None = None  # the `reference` of the message this answers
    short: str = ""  # the one-part wording, should this have to go by a channel that charges for each
    acknowledge: str | None = (
        None  # a button press (provider's callback id) to acknowledge with this message
    )
    via: str = ""  # which of our numbers to send from, where there are several: the one they wrote to
    template: Template | None = None  # goes instead of the text and the buttons
    trace: str = ""  # of the message that led to this one


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can carry. The core renders for these, never for a channel's name."""

    segment: bool  # each message costs money and must be one GSM-7 part of 160
    buttons: int  # how many buttons a message may have; 0: numbered choices in the text
    button_title: int  # characters in a button's title
    text: int  # characters in a message
    location: bool = False
    media: bool = False
    asks_phone: bool = False  # has a button that shares the person's own phone number
    phone_is_address: bool = False  # the address is the person's phone number
    forgeable: bool = False  # whoever sends may name any sender they like


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` messages in `seconds` for ever, of which `burst` may come at once."""

    most: int
    seconds: float
    burst: int

    @property
    def interval(self) -> float:
        """Seconds between two messages at this rate."""
        return self.seconds / self.most

    @property
    def slack(self) -> float:
        """Seconds by which a burst may run ahead of the rate."""
        return self.interval * (self.burst - 1)


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast one channel may be written to; None: no limit of its own."""

    overall: Rate
    person: Rate | None = None
    group: Rate | None = None  # instead of `person`, for a chat of many
