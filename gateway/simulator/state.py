"""What lies on the phones: bubbles and media, in memory, behind one lock.

Both providers read and write here. Nobody holds the lock while calling the gateway.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from intake.wording.sms import segments

MESSAGES_KEPT = 500  # per phone


@dataclass(frozen=True, slots=True)
class PhoneButton:
    """Something to tap under a message, or on the keyboard below the chat."""

    id: str
    title: str
    asks: str = ""  # "phone" | "location": the app sends that instead of the title
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """A file a phone sent or got. `content` is None when only a link is known."""

    id: str
    kind: str  # a MediaKind
    media_type: str
    name: str
    content: bytes | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A point on the map, in degrees."""

    latitude: float
    longitude: float
    label: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A person's card; `own` when it is the sender's."""

    phone_number: str
    first_name: str
    own: bool


@dataclass(slots=True)
class Bubble:
    """One message on a phone, seen from that phone: `out` was written on it, `in` arrived."""

    n: int
    direction: str
    text: str
    at: float
    provider_id: str
    version: int
    status: str = ""
    error: str = ""
    buttons: tuple[PhoneButton, ...] = ()
    list_button: str = ""  # the choices open behind this one button
    keyboard: tuple[PhoneButton, ...] | None = (
        None  # None: unchanged; empty: taken away
    )
    media: tuple[PhoneFile, ...] = ()
    pin: Pin | None = None
    contact: ContactCard | None = None
    reply_to: int | None = None
    pressed: str = ""
    notice: str = ""  # what the bot answered a press with
    edited_at: float | None = None
    group: str = ""
    seen: bool = False
    callback_url: str = ""

    def replace_text(self, text: str, at: float) -> None:
        """An edit: the words change, the message stays."""
        self.text, self.edited_at = text, at


@dataclass(slots=True)
class Phone:
    """One person's account on one channel."""

    channel: str
    id: str
    name: str
    bubbles: deque[Bubble] = field(default_factory=deque)
    last_n: int = 0
    version: int = 0
    stopped: bool = False
    heard_at: float | None = (
        None  # when the person last wrote: WhatsApp's window counts from here
    )

    def bubble(self, n: int) -> Bubble | None:
        """The n-th message, unless it is gone."""
        return next((one for one in self.bubbles if one.n == n), None)

    def by_provider_id(self, id_: str) -> Bubble | None:
        """A message as its provider names it, unless it is gone."""
        return next((one for one in self.bubbles if one.provider_id == id_), None)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person does on their phone in one go."""

    text: str = ""
    media: tuple[PhoneFile, ...] = ()
    pin: Pin | None = None
    contact: ContactCard | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class PostOutcome:
    """What became of it: the webhook's HTTP status, 0 for no answer, None while it waits to be fetched."""

    status: int | None
    bubbles: tuple[Bubble, ...] = ()


class Phones:
    """Every phone. Take `lock` for anything that reads twice or writes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.epoch = (
            int(clock()) % 10**9
        )  # numbered ids start here: a restart must not hand out old ones again
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self._phones: dict[tuple[str, str], Phone] = {}
        self._media: dict[str, PhoneFile] = {}
        self._sent: dict[str, tuple[Phone, Bubble]] = {}

    def phone(self, channel: str, id_: str, name: str = "") -> Phone:
        """The account, made on first use; a name given now replaces the old one."""
        with self.lock:
            phone = self._phones.setdefault(
                (channel, id_), Phone(channel, id_, name or "Warga")
            )
            phone.name = name or phone.name
            return phone

    def known(self, channel: str, id_: str) -> Phone | None:
        """The account if it was ever used."""
        return self._phones.get((channel, id_))

    def add(
        self,
        phone: Phone,
        direction: str,
        text: str,
        provider_id: str = "",
        **rest: Any,
    ) -> Bubble:
        """A new message on the phone; the oldest makes room."""
        with self.changed:
            phone.last_n += 1
            phone.version += 1
            bubble = Bubble(
                phone.last_n,
                direction,
                text,
                self.clock(),
                provider_id or str(self.epoch + phone.last_n),
                phone.version,
                **rest,
            )
            phone.bubbles.append(bubble)
            self._sent[_key(phone, bubble)] = (phone, bubble)
            for media in bubble.media:
                self._media[media.id] = media
            self._make_room(phone)
            self.changed.notify_all()
            return bubble

    def touch(self, phone: Phone, bubble: Bubble, **fields: Any) -> None:
        """Change a message so that pages notice."""
        with self.lock:
            for name, value in fields.items():
                setattr(bubble, name, value)
            phone.version += 1
            bubble.version = phone.version

    def sent(self, channel: str, provider_id: str) -> tuple[Phone, Bubble] | None:
        """A message by the provider's own id; Telegram's are per chat, so only Twilio's are found so."""
        found = self._sent.get(provider_id)
        return found if found and found[0].channel == channel else None

    def all_sent(self, channels: tuple[str, ...]) -> list[tuple[Phone, Bubble]]:
        """Every message of these channels, newest first."""
        with self.lock:
            found = [
                pair for pair in self._sent.values() if pair[0].channel in channels
            ]
        newest_first = found[::-1]  # those of one moment, too
        return sorted(newest_first, key=lambda pair: pair[1].at, reverse=True)

    def media(self, id_: str) -> PhoneFile | None:
        """A file by its id."""
        return self._media.get(id_)

    def _make_room(self, phone: Phone) -> None:
        while len(phone.bubbles) > MESSAGES_KEPT:
            oldest = phone.bubbles.popleft()
            self._sent.pop(_key(phone, oldest), None)
            for media in oldest.media:
                self._media.pop(media.id, None)


def new_media(kind: str, media_type: str, name: str, content: bytes) -> PhoneFile:
    """A file with an id of its own."""
    return PhoneFile(token_hex(16), kind, media_type, name, content)


def bubble_json(phone: Phone, bubble: Bubble) -> dict[str, Any]:
    """A message as the page and the tests read it."""
    return {
        "n": bubble.n,
        "version": bubble.version,
        "direction": bubble.direction,
        "text": bubble.text,
        "buttons": [asdict(choice) for choice in bubble.buttons],
        "list_button": bubble.list_button,
        "keyboard": bubble.keyboard and [asdict(choice) for choice in bubble.keyboard],
        "at": datetime.fromtimestamp(bubble.at, UTC).isoformat(timespec="milliseconds"),
        "status": bubble.status,
        "error": bubble.error,
        **_size_json(phone, bubble.text),
        "media": [_media_json(media) for media in bubble.media],
        "location": bubble.pin and asdict(bubble.pin),
        "contact": bubble.contact and asdict(bubble.contact),
        "reply_to": bubble.reply_to,
        "pressed": bubble.pressed,
        "notice": bubble.notice,
        "edited": bubble.edited_at is not None,
        "provider_id": bubble.provider_id,
    }


def _size_json(phone: Phone, text: str) -> dict[str, Any]:
    """How long it is, and by SMS what it costs."""
    if phone.channel != "sms":
        return {"characters": len(text), "parts": None, "encoding": None}
    counted = segments(text)
    return {
        "characters": counted.characters,
        "parts": counted.parts,
        "encoding": str(counted.encoding),
    }


def _media_json(media: PhoneFile) -> dict[str, str]:
    url = f"/media/{media.id}" if media.content is not None else media.link
    return {
        "kind": media.kind,
        "type": media.media_type,
        "name": media.name,
        "url": url,
    }


def _key(phone: Phone, bubble: Bubble) -> str:
    return (
        f"{phone.id}/{bubble.n}" if phone.channel == "telegram" else bubble.provider_id
    )
