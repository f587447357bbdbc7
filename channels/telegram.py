"""Telegram, through python-telegram-bot's `Bot`.

The library is transport only. Updates are read here from the raw JSON: one that is
half filled, or newer than the library, must cost nobody their message, because
Telegram holds back all that follows an update it cannot deliver.

The library is asynchronous, so the channel owns an event loop in a thread of its own.
Make the channel after forking: threads do not survive a fork.
https://core.telegram.org/bots/api
"""

import asyncio
import hmac
import json
import logging
import os
import re
import threading
import weakref
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest, HTTPXRequest

from channels.contract import (
    Backlog,
    BadSignature,
    Event,
    Fetched,
    Malformed,
    Misconfigured,
    Missing,
    Moved,
    OptedOut,
    Refused,
    SendError,
    Throttled,
    Unreachable,
    Unwanted,
    Webhook,
    Why,
)
from channels.fetching import Downloader, Source
from channels.sms import storable
from intake.messages import (
    Address,
    Button,
    Capabilities,
    ContactStopped,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
    Rate,
    Rates,
    SharedPoint,
)
from intake.reading.phone import full_number
from intake.wording.sms import cut_between_words, utf16_units

T = TypeVar("T")
Json = Mapping[str, Any]

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # the library's opt-in; without it each 429 raises a warning
for chatty in (
    "httpx",
    "httpcore",
):  # below this they write each URL, which holds the token
    logging.getLogger(chatty).setLevel(logging.WARNING)
logging.getLogger("telegram").setLevel(
    logging.CRITICAL
)  # it writes whole messages; failures reach us anyhow

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SUBSCRIBED = ("message", "edited_message", "callback_query", "my_chat_member")
LONGEST_TEXT = 4096  # UTF-16 units
LARGEST_FILE = 20 * 1024 * 1024  # bytes a bot may download
TOO_BIG = "too big"  # how Telegram words it
API_TIMEOUT = 10.0  # seconds
MOST_CONNECTIONS = 10  # side by side; more only wait for each other at the database
COMMANDS: dict[
    str | None, dict[str, str]
] = {  # None: for every language without a list of its own
    None: {
        "start": "Mulai melapor",
        "bantuan": "Cara memakai layanan ini",
        "status": "Kabar laporan Anda",
        "batal": "Batalkan laporan yang sedang ditulis",
        "ubah": "Perbaiki isian laporan",
        "baru": "Mulai laporan baru",
        "petugas": "Minta dibantu petugas",
        "bahasa": "Ganti bahasa",
    },
    "en": {
        "start": "Begin a report",
        "bantuan": "How this works",
        "status": "News of your report",
        "batal": "Cancel the report you are writing",
        "ubah": "Correct your report",
        "baru": "Begin another report",
        "petugas": "Ask for a person's help",
        "bahasa": "Change the language",
    },
}
MANY_PENDING = 100  # updates; more means the webhook does not keep up
KNOWN = (  # of Telegram's explanations; any other may quote what was sent, and to whom
    "chat not found",
    "bot was blocked by the user",
    "bot was kicked",
    "bot is not a member",
    "bot can't initiate conversation",
    "bot can't send messages to bots",
    "user is deactivated",
    "not enough rights",
    "have no rights to send a message",
    "CHAT_WRITE_FORBIDDEN",
    "TOPIC_CLOSED",
    "can't parse entities",
    "message is too long",
    "text must be non-empty",
    "message to be replied not found",
    "query is too old",
    "file is too big",
    "wrong file_id",
    "wrong remote file identifier",
    "temporarily unavailable",
    "terminated by other getUpdates",
    "webhook is active",
    "Unauthorized",
    "Not Found",
    "Timed out",
)
POLE, DATE_LINE = 90, 180  # degrees

COMMAND = re.compile(r"^(/\w+)@\w+")  # "/start@OurBot", as apps write it in groups
NOTES = frozenset(  # what a chat says about itself: nobody wrote it to us
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
        "proximity_alert_triggered",
        "boost_added",
        "chat_background_set",
    }
)
FILES = (  # a GIF comes as animation and, for old bots, as document too: the first match counts
    ("animation", MediaKind.VIDEO, "video/mp4"),
    ("video", MediaKind.VIDEO, "video/mp4"),
    ("video_note", MediaKind.VIDEO, "video/mp4"),
    ("voice", MediaKind.VOICE, "audio/ogg"),
    ("audio", MediaKind.AUDIO, "audio/mpeg"),
    ("sticker", MediaKind.STICKER, "image/webp"),
    ("document", MediaKind.DOCUMENT, ""),
)
GONE = frozenset({"kicked", "left"})
FAULTS: tuple[tuple[type[TelegramError], type[SendError]], ...] = (  # subclasses first
    (Forbidden, OptedOut),
    (InvalidToken, Misconfigured),
    (Conflict, Misconfigured),
    (BadRequest, Refused),
    (NetworkError, Unreachable),
    (TelegramError, Unreachable),
)


class TelegramChannel:
    """A Telegram bot.

    `secrets` holds every webhook secret that is accepted: two while one is being
    replaced, the first is the one we register. `api_url` is Telegram's or any Bot API
    server's. `webhook_url` is where updates should be pushed, empty when we fetch them.
    `request` replaces the HTTP client.
    """

    name = "telegram"
    label = "Telegram"
    capabilities = Capabilities(
        segment=False,
        buttons=8,
        button_title=40,
        text=4096,
        location=True,
        media=True,
        asks_phone=True,
    )
    # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    rates = Rates(Rate(30, 1, 30), person=Rate(1, 1, 3), group=Rate(20, 60, 20))
    window: timedelta | None = None
    ack = ("", "text/plain")
    malformed_status = (
        200  # anything else is delivered again, and holds up what follows
    )

    def __init__(
        self,
        token: str,
        secrets: tuple[str, ...],
        api_url: str,
        request: BaseRequest | None = None,
        webhook_url: str = "",
    ) -> None:
        self._webhook_url = webhook_url
        self._bot_id = token.partition(":")[0]
        self._secrets = secrets
        requests = (request or _http(32), request or _http(1))
        self._loop = _Loop(requests)
        self._file_url = f"{api_url.rstrip('/')}/file/bot{token}"
        self._files = Downloader(Source(api_url, ("api.telegram.org",)))
        self._bot = _Bot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=requests[0],
            get_updates_request=requests[1],
        )

    def parse(self, webhook: Webhook) -> list[Event]:
        """What an update says; nothing for a kind that carries no message."""
        given = webhook.headers.get(HEADER, "").encode(errors="replace")
        if not any(
            secret and hmac.compare_digest(given, secret.encode())
            for secret in self._secrets
        ):
            raise BadSignature("telegram: secret")
        try:
            update = json.loads(webhook.body)
        except (ValueError, RecursionError):
            raise Malformed("telegram: not JSON") from None
        return self.parse_update(update)

    def parse_update(self, update: Any) -> list[Event]:
        """The same for an update that `updates` fetched; Malformed is the only error."""
        update = update if isinstance(update, dict) else {}
        number = _int(update, "update_id")
        if number is None:
            raise Malformed("telegram: no update_id")
        read = next(
            (
                reader
                for kind, reader in READERS.items()
                if isinstance(update.get(kind), dict)
            ),
            None,
        )
        return read(f"{self._bot_id}:{number}", self._bot_id, update) if read else []

    def send(self, message: OutboundMessage) -> str:
        """Send the message and return `<chat id>:<message id>` of its last part.

        A longer text goes in several messages, cut between words; when one of them fails,
        the error's `rest` is what is left to send.
        """
        if message.acknowledge:
            with suppress(
                SendError
            ):  # the waiting sign ends by itself; the message must go
                self.acknowledge(message.acknowledge)
        texts = cut_between_words(message.text, LONGEST_TEXT, utf16_units) or [""]
        for n, text in enumerate(texts):
            try:
                sent = self._send_part(message, text, last=n == len(texts) - 1)
            except SendError as error:
                error.rest = (
                    replace(message, text=" ".join(texts[n:]), acknowledge=None)
                    if n
                    else None
                )
                raise
        return _reference(message.to.id, sent.message_id)

    def _send_part(self, message: OutboundMessage, text: str, *, last: bool) -> Message:
        return self._call(
            self._bot.send_message(
                message.to.id,
                text,
                reply_markup=_keyboard(message.buttons) if last else None,
                reply_parameters=_reply_parameters(message.reply_to) if last else None,
            )
        )

    def acknowledge(self, callback: str) -> None:
        """Stop the waiting sign on a pressed button. Too late is fine: it has stopped by itself."""
        with suppress(Refused):
            self._call(self._bot.answer_callback_query(callback))

    def fetch(self, ref: str) -> Fetched:
        """The file with this file id. Where it lies holds our token, so that is asked for anew each time."""
        try:
            found = self._call(self._bot.raw_file(ref))
        except Refused as error:
            raise (
                Unwanted(Why.BIG) if TOO_BIG in str(error) else Missing(str(error))
            ) from None
        if (_int(found, "file_size") or 0) > LARGEST_FILE:
            raise Unwanted(Why.BIG)
        path = _text(found, "file_path")
        if not path:
            raise Missing("Telegram tidak menyebut letak berkas")
        return self._files.get(f"{self._file_url}/{quote(path)}")

    def updates(self, offset: int | None, timeout: int) -> list[dict[str, Any]]:
        """The raw updates from `offset` on, waiting up to `timeout` seconds for the first.

        Asking with an offset forgets everything before it: ask with the last `update_id`
        plus one only when that update is stored.
        """
        return self._call(self._bot.raw_updates(offset, timeout))

    def set_webhook(self, url: str) -> None:
        """Have updates pushed to `url`, with the first of our secrets."""
        self._call(
            self._bot.set_webhook(
                url,
                allowed_updates=SUBSCRIBED,
                secret_token=self._secrets[0],
                max_connections=MOST_CONNECTIONS,
            )
        )

    def set_commands(self) -> None:
        """Have the app offer our commands, in Indonesian to everyone and in English to whom reads it."""
        for language, commands in COMMANDS.items():
            self._call(
                self._bot.set_my_commands(
                    list(commands.items()), language_code=language
                )
            )

    def delete_webhook(self) -> None:
        """Have updates wait for `updates` instead; those that wait already are kept."""
        self._call(self._bot.delete_webhook())

    def check(self) -> list[str]:
        """Whether Telegram knows our token, and how it fares with our webhook."""
        try:
            self._call(self._bot.get_me())
            info = self._call(self._bot.get_webhook_info())
        except SendError as error:
            return [f"Telegram: {error}"]
        faults = []
        if info.url != self._webhook_url:
            meant = self._webhook_url or "kosong (TELEGRAM_MODE=polling)"
            mend = "set-webhook" if self._webhook_url else "delete-webhook"
            faults.append(
                f"Telegram: webhook menuju {info.url or 'kosong'}, seharusnya {meant}; "
                f"jalankan `satupintu telegram {mend}`"
            )
        if info.last_error_message:
            faults.append(
                f"Telegram: webhook gagal pada {info.last_error_date}: {info.last_error_message}"
            )
        if info.pending_update_count > MANY_PENDING:
            faults.append(
                f"Telegram: {info.pending_update_count} pesan menunggu diambil"
            )
        return faults

    def backlog(self) -> Backlog:
        """What Telegram could not push to us yet; nothing where we fetch it ourselves."""
        if not self._webhook_url:
            return Backlog(0)
        info = self._call(self._bot.get_webhook_info())
        failed_at, why = info.last_error_date, info.last_error_message
        words = f"Telegram: webhook gagal pada {failed_at}: {why}" if why else ""
        return Backlog(info.pending_update_count, failed_at, words)

    def _call(self, request: Coroutine[Any, Any, T]) -> T:
        with _named_faults():
            return self._loop.run(request)


# --- Reading updates


def _message(event: str, bot: str, update: Json) -> list[Event]:
    message = _object(update, "message") or _object(update, "channel_post")
    chat = _chat(message)
    if moved := _moved(event, chat, message):
        return [moved]
    return [] if NOTES.intersection(message) else [_inbound(event, bot, chat, message)]


def _moved(event: str, chat: int, message: Json) -> InboundMessage | None:
    """A group that became a supergroup says so twice: where it was, and where it is."""
    to, since = (
        _int(message, f"migrate_{way}_chat_id") or None for way in ("to", "from")
    )
    old, new = (chat, to) if to else (since, chat)
    if old is None or new is None:
        return None
    return InboundMessage(
        external_id=event,
        sender=Address("telegram", str(old)),
        moved_to=Address("telegram", str(new)),
        automatic=True,
    )


def _edited(event: str, bot: str, update: Json) -> list[Event]:
    """New words for an earlier message. A place cannot be edited, so an edited one is a phone on the move."""
    message = _object(update, "edited_message")
    chat = _chat(message)
    if "location" in message:
        return []
    edited = _inbound(event, bot, chat, message)
    return [
        replace(edited, edits=edited.reference, sent_at=_moment(message, "edit_date"))
    ]


def _pressed(event: str, bot: str, update: Json) -> list[Event]:
    """A button. Its message may be gone, but a private chat has the id of its person."""
    query = _object(update, "callback_query")
    under, person = _object(query, "message"), _object(query, "from")
    chat = _chat(under) if under else _chat({"chat": person})
    data = _text(query, "data")
    return [
        InboundMessage(
            external_id=event,
            sender=Address("telegram", str(chat)),
            button=data or None,
            callback=_text(query, "id") or None,
            replied_to=_reference(chat, _int(under, "message_id")) if under else None,
            profile_name=_full_name(person),
            language_hint=_text(person, "language_code"),
            to=bot,
            automatic=_is_automatic({"chat": under.get("chat"), "from": person}),
            author=_author({"chat": under.get("chat"), "from": person}),
            unreadable=not data,
        )
    ]


def _membership(event: str, _: str, update: Json) -> list[Event]:
    """Whether we may still write there; nothing when that is as before: a new right, a new title."""
    change = _object(update, "my_chat_member")
    sender = Address("telegram", str(_chat(change)))
    was = _text(_object(change, "old_chat_member"), "status")
    gone = _text(_object(change, "new_chat_member"), "status") in GONE
    if was and (was in GONE) == gone:
        return []
    return [ContactStopped(event, sender, stopped=gone)]


READERS: dict[str, Callable[[str, str, Json], list[Event]]] = {
    "message": _message,
    "channel_post": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _membership,
}


def _inbound(event: str, bot: str, chat: int, message: Json) -> InboundMessage:
    person, media, location = (
        _object(message, "from"),
        _media(message),
        _location(message),
    )
    phone = _own_phone(message, person)
    text = COMMAND.sub(r"\1", _text(message, "text") or _text(message, "caption"))
    text = " ".join([text, *_hidden_links(message)]) if text else text
    return InboundMessage(
        external_id=event,
        reference=_reference(chat, _int(message, "message_id")),
        sender=Address("telegram", str(chat)),
        text=text or ("" if phone else _card(message)),
        media=media,
        location=location,
        replied_to=_answered(chat, message),
        sent_at=_moment(message, "date"),
        profile_name=_full_name(person),
        language_hint=_text(person, "language_code"),
        shared_phone=phone,
        group=_text(message, "media_group_id") or None,
        to=bot,
        automatic=_is_automatic(message),
        author=_author(message),
        unreadable=not (text or media or location or phone),
    )


def _hidden_links(message: Json) -> list[str]:
    """Where words of the text lead that do not show it: entities of the type `text_link`."""
    lists = (message.get("entities"), message.get("caption_entities"))
    marked = (one for some in lists if isinstance(some, list) for one in some)
    links = (_text(one, "url") for one in marked if isinstance(one, dict))
    return list(filter(None, links))  # no other entity of a message has a `url`


def _is_automatic(message: Json) -> bool:
    """Whether no single person waits for an answer: a group, a channel, another bot."""
    return _is_shared(message) or _is_no_person(message)


def _author(message: Json) -> str:
    """Who speaks, where several may and it is a person."""
    named = _is_shared(message) and not _is_no_person(message)
    return _full_name(_object(message, "from")) if named else ""


def _is_shared(message: Json) -> bool:
    return (_text(_object(message, "chat"), "type") or "private") != "private"


def _is_no_person(message: Json) -> bool:
    return _object(message, "from").get("is_bot") is True or "sender_chat" in message


def _media(message: Json) -> tuple[Media, ...]:
    if photo := _largest_photo(message):
        return (
            Media(
                MediaKind.PHOTO,
                _text(photo, "file_id"),
                "image/jpeg",
                _int(photo, "file_size"),
            ),
        )
    for field, kind, usual_type in FILES:
        file = _object(message, field)
        if ref := _text(file, "file_id"):
            return (
                Media(
                    kind,
                    ref,
                    _text(file, "mime_type") or usual_type,
                    _int(file, "file_size"),
                ),
            )
    if _card(message) and not _own_phone(message, _object(message, "from")):
        return (Media(MediaKind.CONTACT, ""),)  # its words are all there is to it
    return ()


def _largest_photo(message: Json) -> Json:
    """The largest size that may be downloaded."""
    listed = message.get("photo")
    sizes = (
        [one for one in listed if isinstance(one, dict)]
        if isinstance(listed, list)
        else []
    )
    allowed = [
        one
        for one in sizes
        if _text(one, "file_id") and (_int(one, "file_size") or 0) <= LARGEST_FILE
    ]
    return max(
        allowed,
        key=lambda one: (_int(one, "width") or 0) * (_int(one, "height") or 0),
        default=dict[str, Any](),
    )


def _location(message: Json) -> SharedPoint | None:
    venue = _object(message, "venue")
    point = _object(message, "location") or _object(venue, "location")
    latitude, longitude = (
        _degrees(point, "latitude", POLE),
        _degrees(point, "longitude", DATE_LINE),
    )
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None  # 0,0 is what a phone without a fix sends
    return SharedPoint(
        latitude,
        longitude,
        ", ".join(filter(None, (_text(venue, "title"), _text(venue, "address")))),
    )


def _own_phone(message: Json, person: Json) -> str | None:
    """The number in a shared contact that is the sender's own, in E.164; what no line can have as it came."""
    contact = _object(message, "contact")
    own, written = _int(contact, "user_id"), _text(contact, "phone_number").strip()
    if not written or own is None or own != _int(person, "id"):
        return None
    return full_number(written) or written


def _card(message: Json) -> str:
    """A shared contact in words, for someone else's."""
    contact = _object(message, "contact")
    return f"{_full_name(contact)} {_text(contact, 'phone_number')}".strip()


def _answered(chat: int, message: Json) -> str | None:
    answered = _object(message, "reply_to_message")
    return _reference(chat, _int(answered, "message_id")) if answered else None


def _chat(source: Json) -> int:
    chat = _int(_object(source, "chat"), "id")
    if chat is None:
        raise Malformed("telegram: no chat")
    return chat


def _reference(chat: int | str, message_id: int | None) -> str:
    return f"{chat}:{message_id or 0}"


def _full_name(person: Json) -> str:
    return f"{_text(person, 'first_name')} {_text(person, 'last_name')}".strip()


def _moment(source: Json, field: str) -> datetime | None:
    seconds = _int(source, field)
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    return None


def _degrees(source: Json, field: str, most: float) -> float | None:
    value = source.get(field)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if abs(value) <= most else None


def _object(source: Json, field: str) -> Json:
    value = source.get(field)
    return value if isinstance(value, dict) else {}


def _int(source: Json, field: str) -> int | None:
    value = source.get(field)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(source: Json, field: str) -> str:
    """The field without what no database stores: NUL and the lone surrogates that JSON can write."""
    value = source.get(field)
    return storable(value) if isinstance(value, str) else ""


# --- Talking to Telegram


class _Bot(Bot):
    """Adds the raw updates: `get_updates` fails as a whole when it cannot read one of them."""

    async def raw_updates(self, offset: int | None, wait: int) -> list[dict[str, Any]]:
        data = {"offset": offset, "timeout": wait, "allowed_updates": SUBSCRIBED}
        found = await self._post("getUpdates", data, read_timeout=wait + API_TIMEOUT)
        return list(found)

    async def raw_file(self, file_id: str) -> Json:
        """What `getFile` says; the library's own answer would put our token into the path."""
        found = await self._post("getFile", {"file_id": file_id})
        return found if isinstance(found, dict) else {}


class _Loop:
    """An event loop in a daemon thread, started when first needed and stopped with its owner.

    Calls from any thread run side by side, so that a long poll does not keep replies waiting.
    """

    def __init__(self, requests: tuple[BaseRequest, ...]) -> None:
        self._requests = requests
        self._lock = threading.Lock()
        self._running: asyncio.AbstractEventLoop | None = None

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(call, self._started()).result()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._running is None:
                self._running = asyncio.new_event_loop()
                threading.Thread(
                    target=_serve,
                    args=(self._running, self._requests),
                    name="telegram",
                    daemon=True,
                ).start()
                weakref.finalize(
                    self, self._running.call_soon_threadsafe, self._running.stop
                ).atexit = False  # a daemon thread ends with the process
            return self._running


def _serve(loop: asyncio.AbstractEventLoop, requests: tuple[BaseRequest, ...]) -> None:
    loop.run_forever()
    for request in requests:
        loop.run_until_complete(request.shutdown())
    loop.close()


def _http(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=API_TIMEOUT,
        read_timeout=API_TIMEOUT,
        write_timeout=API_TIMEOUT,
        pool_timeout=API_TIMEOUT,
    )


@contextmanager
def _named_faults() -> Iterator[None]:
    """Every way Telegram fails, under our names; its own words may hold our token, or somebody's."""
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        raise Throttled(f"Telegram minta jeda {seconds:.0f} detik", seconds) from None
    except ChatMigrated as error:
        raise Moved(
            f"grup Telegram berpindah ke {error.new_chat_id}", str(error.new_chat_id)
        ) from None
    except TelegramError as error:
        kind = next(ours for theirs, ours in FAULTS if isinstance(error, theirs))
        raise kind(_explained(error)) from None
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Unreachable(
            f"jawaban Telegram tidak terbaca ({type(error).__name__})"
        ) from None


def _explained(error: TelegramError) -> str:
    said, name = str(error).casefold(), type(error).__name__
    known = next((words for words in KNOWN if words.casefold() in said), "")
    return known or f"tidak diterima Telegram ({name})"


def _keyboard(
    buttons: tuple[Button, ...],
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove:
    """Buttons under the message; a keyboard when one asks the app for something, which only keyboards can."""
    if not buttons:
        return ReplyKeyboardRemove()  # one left over would cover the field to type in
    if any(button.asks for button in buttons):
        keys = [[_key(button)] for button in buttons]
        return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.title, callback_data=b.id)] for b in buttons]
    )


def _key(button: Button) -> KeyboardButton:
    return KeyboardButton(
        button.title,
        request_contact=button.asks == "phone" or None,
        request_location=button.asks == "location" or None,
    )


def _reply_parameters(reference: str | None) -> ReplyParameters | None:
    message_id = (reference or "").rpartition(":")[2]
    if not message_id.isdecimal():
        return None
    return ReplyParameters(int(message_id), allow_sending_without_reply=True)
