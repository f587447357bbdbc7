"""SMS and WhatsApp through Twilio.

Both arrive as the same signed form and differ only in how an address is
written, so one class serves both. Trust comes first: no field is read before the
signature fits, and a field that we read may stand in the form only once, because
the signature cannot tell `Body=a&Body=b` from `Body=b&Body=a`.
https://www.twilio.com/docs/messaging/guides/webhook-request (what arrives)
https://www.twilio.com/docs/usage/security#validating-requests (signatures)
https://www.twilio.com/docs/api/errors (codes)
"""

import hmac
import json
import logging
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from itertools import islice
from operator import itemgetter
from typing import Any
from urllib.parse import ParseResult, urlparse

from requests import RequestException, Session
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from twilio.rest.content.v1.content import ContentList

from channels.contract import (
    BadSignature,
    Event,
    Fetched,
    Kept,
    Malformed,
    Misconfigured,
    Odd,
    OptedOut,
    Refused,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
    Webhook,
    WindowClosed,
)
from channels.fetching import Downloader, Source
from channels.sms import Sms, party, per_second, storable
from intake.messages import (
    Address,
    Button,
    Capabilities,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
    Rate,
    Rates,
    SharedPoint,
    Template,
)
from intake.wording.sms import to_gsm7

log = logging.getLogger(__name__)
wire_log = logging.getLogger("twilio.http_client")

WHATSAPP = "whatsapp:"
POLE, DATE_LINE = 90, 180  # degrees
USER_ID = re.compile(
    r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}"
)  # WhatsApp's id for someone without a number
MEDIA_URL = re.compile(r"MediaUrl([0-9]{1,3})")
# A media link answers with a redirect or two: https://www.twilio.com/docs/messaging/api/media-resource
TRUSTED_HOSTS = ("*.twilio.com",)
MEDIA_HOSTS = (
    "mms.twiliocdn.com",
    "media.twiliocdn.com",
    "s3-external-1.amazonaws.com/media.twiliocdn.com/",  # while "Enforce HTTP Auth on Media URLs" is off
)
BASE64 = re.compile(
    r"(?:[A-Za-z0-9+/]{4}){15,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
)

SIGNATURE, SETTINGS = "X-Twilio-Signature", "X-Twilio-Webhooks-Signature-Settings"
PORTS = {"https": ":443"}
URLS = 64  # kept: there are a few, unless a stranger makes them up

API_TIMEOUT = 10.0  # seconds
PAGE = 1000  # records of a list at a time, the most there are
INBOUND, RECEIVING = (
    "inbound",
    "receiving",
)  # a record's direction, and its state until its files are whole
FILES_PATIENCE = timedelta(days=1)
SEVERAL = 3  # senders whose files cannot be listed: then it is Twilio
CONNECTIONS = 32  # kept open: as many as calls may be in flight
RETRY_AFTER = 1.0  # seconds, when Twilio does not say
RETRY_AFTER_MOST = 3600.0
INTERACTIVE_BODY = 1024  # characters above the buttons of a WhatsApp message
QUICK_REPLIES, LIST_ROWS = 3, 10  # what WhatsApp shows inside a session

MEDIA_KINDS = (
    ("image/webp", MediaKind.STICKER),
    ("image/", MediaKind.PHOTO),
    ("video/", MediaKind.VIDEO),
    ("audio/ogg", MediaKind.VOICE),
    ("audio/amr", MediaKind.VOICE),
    ("audio/", MediaKind.AUDIO),
    ("text/vcard", MediaKind.CONTACT),
    ("text/x-vcard", MediaKind.CONTACT),
    ("", MediaKind.DOCUMENT),
)
PLAIN_TYPES = frozenset({"", "text"})  # `MessageType`s that may well be empty
OPT_OUTS = {"STOP": "stop", "START": "start", "HELP": "help"}
INBOUND_STATUSES = frozenset({"", "receiving", "received"})
STATUSES = {
    "accepted": DeliveryStatus.QUEUED,
    "scheduled": DeliveryStatus.QUEUED,
    "queued": DeliveryStatus.QUEUED,
    "sending": DeliveryStatus.QUEUED,
    "sent": DeliveryStatus.SENT,
    "partially_delivered": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.FAILED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}
FAULTS: dict[int, tuple[type[SendError], str]] = {
    14107: (Throttled, "terlalu banyak pesan sekaligus"),
    20003: (Misconfigured, "SID akun atau token Twilio ditolak"),
    20404: (Misconfigured, "alamat API atau SID akun Twilio keliru"),
    20429: (Throttled, "terlalu banyak permintaan ke Twilio"),
    21211: (Refused, "nomor tujuan tidak sah"),
    21408: (Refused, "akun Twilio belum diizinkan mengirim ke negara ini"),
    21606: (Misconfigured, "nomor pengirim bukan milik akun Twilio ini"),
    21610: (OptedOut, "penerima sudah membalas STOP"),
    21611: (Throttled, "antrean nomor pengirim penuh"),
    21612: (Refused, "tidak ada rute dari nomor kita ke nomor ini"),
    21614: (Refused, "nomor tujuan bukan nomor seluler"),
    21617: (Refused, "pesan lebih dari 1600 karakter"),
    30001: (Throttled, "antrean Twilio penuh"),
    30002: (Misconfigured, "akun Twilio ditangguhkan"),
    30003: (Refused, "ponsel tujuan mati atau di luar jangkauan"),
    30004: (Refused, "pesan diblokir di sisi penerima"),
    30005: (Refused, "nomor tujuan tidak dikenal"),
    30006: (Refused, "nomor tujuan telepon rumah atau tak terjangkau"),
    30007: (Refused, "pesan disaring operator sebagai spam"),
    63003: (Refused, "nomor tujuan tidak terdaftar di WhatsApp"),
    63007: (Misconfigured, "nomor pengirim WhatsApp belum terdaftar di Twilio"),
    63015: (Misconfigured, "penerima belum bergabung ke sandbox WhatsApp"),
    63016: (
        WindowClosed,
        "lebih dari 24 jam sejak pesan terakhir warga, perlu templat",
    ),
    63018: (Throttled, "batas laju WhatsApp tercapai"),
    63024: (Refused, "penerima WhatsApp tidak sah"),
    63032: (Refused, "WhatsApp membatasi pesan ke penerima ini"),
    63033: (Refused, "penerima memblokir nomor kita"),
}
STATUS_FAULTS: dict[int, tuple[type[SendError], str]] = {
    HTTPStatus.UNAUTHORIZED: FAULTS[20003],
    HTTPStatus.FORBIDDEN: FAULTS[20003],
    HTTPStatus.NOT_FOUND: FAULTS[20404],
    HTTPStatus.REQUEST_TIMEOUT: (Unreachable, "Twilio terlalu lama menunggu"),
    HTTPStatus.TOO_MANY_REQUESTS: FAULTS[20429],
}
SERVER_FAULT: tuple[type[SendError], str] = (Unreachable, "Twilio sedang terganggu")
OTHER_FAULT: tuple[type[SendError], str] = (Refused, "ditolak Twilio")


@dataclass(frozen=True, slots=True)
class SharedKey:
    """A signing key of Twilio's webhooks configuration: named in a header, HMAC-SHA256 and nothing weaker."""

    id: str
    secret: str


Secret = (
    str | SharedKey
)  # a string is an account's auth token, which signs with HMAC-SHA1


def twilio_client(
    account_sid: str, token: str, api_url: str, http_client: HttpClient | None = None
) -> Client:
    """Twilio's client for any Twilio-shaped server at `api_url`; every call ends within API_TIMEOUT.

    Only Twilio itself keeps the Content API on a host of its own.
    """
    wire = _RetryAfterClient(http_client or _SharedClient())
    client = Client(account_sid, token, http_client=wire)
    client.api.base_url = api_url
    at_twilio = (urlparse(api_url).hostname or "").endswith(".twilio.com")
    client.content.base_url = (
        api_url.replace("//api.", "//content.", 1) if at_twilio else api_url
    )
    return client


class TwilioChannel:
    """A Twilio number; what it is spoken to by, SMS or WhatsApp, is a class below.

    `auth_tokens` holds every secret a webhook may be signed with: two while one is
    being replaced. Webhooks signed for another account than `account_sid` are refused.
    A Messaging Service is never asked for: what it forwards is ours like the rest.
    """

    name: str
    prefix = ""  # before every number
    ack = ("<Response/>", "text/xml")
    malformed_status = 400

    def __init__(
        self,
        number: str,
        client: Client,
        auth_tokens: tuple[Secret, ...],
        account_sid: str,
        status_callback: str = "",
    ) -> None:
        self._number = number.removeprefix(WHATSAPP)
        self._client = client
        self._secrets = auth_tokens
        self._account_sid = account_sid
        self._status_callback = status_callback
        basic = b64encode(f"{client.username}:{client.password}".encode()).decode()
        self._files = Downloader(
            Source(
                str(client.api.base_url), TRUSTED_HOSTS, MEDIA_HOSTS, f"Basic {basic}"
            )
        )
        self._contents: dict[tuple[str, tuple[Button, ...]], Future[str]] = {}

    def parse(self, webhook: Webhook) -> list[Event]:
        """The message, or the delivery report, in a genuine webhook; none for a status we do not know."""
        pairs = list(webhook.form)
        if not _is_genuine(webhook, pairs, self._secrets):
            raise BadSignature(f"{self.name}: signature")
        form = _Form(pairs)
        if form.need("AccountSid") != self._account_sid:
            raise BadSignature(f"{self.name}: another account")
        if form.get("MessageStatus").lower() not in INBOUND_STATUSES:
            return _reports(form)
        return [self._message(form)]

    def send(self, message: OutboundMessage) -> str:
        """Send the message and return its SID.

        A timeout, or a 2xx without a SID, leaves open whether it went out: that is
        Unreachable, since a citizen told twice is better than never. The caller's
        bounded retries keep it from repeating endlessly.
        """
        if message.template:
            return self._send_template(message.to, message.template)
        if message.buttons and self.name == "whatsapp":
            return self._send_choices(message)
        return self._create(
            message.to,
            body=to_gsm7(message.text) if self.name == "sms" else message.text,
        )

    def fetch(self, ref: str) -> Fetched:
        """The file behind a media link of a message."""
        return self._files.get(ref)

    def kept(self, since: datetime, unknown: Unknown) -> Kept:
        """What Twilio lists as written to our number since then and we lack, oldest first.

        The list tells less than a webhook: no place, no button's id, no word on whether Twilio has
        answered a STOP. It is complete in itself: a message whose files cannot be listed now waits,
        and its sender's later ones with it.
        """
        return _Reader(self._told, self._listed(since, unknown)).all()

    def check(self) -> list[str]:
        """Whether Twilio knows our account and lets it send."""
        try:
            with _named_faults():
                account = self._client.api.v2010.accounts(self._account_sid).fetch()
        except SendError as error:
            return [f"Twilio: {error}"]
        if str(account.status) in {"suspended", "closed"}:
            return [f"Twilio: {FAULTS[30002][1]}"]
        return []

    def _listed(self, since: datetime, unknown: Unknown) -> "_Listed":
        """All pages, newest first, as Twilio lists; the records that we have already are let go."""
        found = _Listed()
        with _named_faults():
            pages = self._client.messages.stream(
                to=self.prefix + self._number,
                date_sent_after=since.astimezone(UTC),  # it writes "Z" behind any time
                page_size=PAGE,
            )
            while records := list(islice(pages, PAGE)):
                found.add(records, unknown)
        return found

    def _told(self, record: MessageInstance, *, files: bool) -> InboundMessage:
        """A record of the list, read as the form that brought it, or should have."""
        fields = {
            "MessageSid": record.sid,
            "From": record.from_,
            "To": record.to,
            "Body": record.body,
            "MessagingServiceSid": record.messaging_service_sid,
        }
        has_files = files and str(record.num_media or "0") != "0"
        links = self._links(record) if has_files else {}
        form = {name: str(value) for name, value in fields.items() if value}
        told = self._message(_Form((form | links).items()))
        empty = not (told.text or told.media)
        return replace(told, unreadable=empty)

    def _links(self, record: MessageInstance) -> dict[str, str]:
        """The files of a message, as a webhook would name them. What Twilio has deleted is not there."""
        links = {}
        with suppress(Refused, Misconfigured), _named_faults():
            for n, one in enumerate(record.media.stream(page_size=PAGE)):
                path = str(one.uri).removesuffix(".json")
                links[f"MediaUrl{n}"] = f"{self._client.api.base_url}{path}"
                links[f"MediaContentType{n}"] = str(one.content_type or "")
        return links

    def _message(self, form: "_Form") -> InboundMessage:
        sid = form.need("MessageSid")
        sender, automatic = _party(form.need("From"))
        if not sender.strip("+"):
            raise Malformed("no sender")
        media, location, button = _media(form), _location(form), self._button(form)
        text = _unwrapped(form.get("Body"))
        told = bool(text or media or location or button)
        return InboundMessage(
            external_id=sid,
            reference=sid,
            sender=Address(self.name, sender),
            alias=self._alias(form, sender),
            automatic=automatic,
            text=text,
            media=media,
            location=location,
            button=button,
            replied_to=form.get("OriginalRepliedMessageSid") or None,
            profile_name=form.get("ProfileName"),
            to=self._addressee(form),
            opt_out=OPT_OUTS.get(form.get("OptOutType").upper()),
            unreadable=not told and form.get("MessageType").lower() not in PLAIN_TYPES,
        )

    def _addressee(self, form: "_Form") -> str:
        """Which of our numbers it was written to; Malformed when it is none of ours.

        A Messaging Service has several, which we are not told of.
        """
        to = _party(form.need("To"))[0]
        if to != self._number and not form.get("MessagingServiceSid"):
            raise Malformed("written to another number than ours")
        return to

    def _button(self, form: "_Form") -> str | None:
        if self.name != "whatsapp":
            return None
        return form.get("ButtonPayload") or form.get("ListId") or None

    def _alias(self, form: "_Form", sender: str) -> Address | None:
        """Someone's other name on WhatsApp: the user id beside a number, or the number beside a user id."""
        if self.name != "whatsapp":
            return None
        other = (
            form.get("WaId")
            if USER_ID.fullmatch(sender)
            else form.get("ExternalUserId")
        )
        other = other.removeprefix(WHATSAPP)
        if USER_ID.fullmatch(other):
            return None if other == sender else Address(self.name, other)
        if USER_ID.fullmatch(sender) and other.isdecimal():
            return Address(self.name, party(f"+{other}")[0])
        return None

    def _send_choices(self, message: OutboundMessage) -> str:
        """Buttons are a stored content at Twilio; when it will not have them, the choices are spelled out."""
        body, variables = _template(message.text)
        spelled = "\n".join(
            [
                message.text,
                *(f"{i}. {b.title}" for i, b in enumerate(message.buttons, start=1)),
            ]
        )
        if len(message.text) > INTERACTIVE_BODY or len(message.buttons) > LIST_ROWS:
            return self._create(message.to, body=spelled)
        try:
            content = self._content(body, message.buttons)
            return self._create(
                message.to, content_sid=content, content_variables=json.dumps(variables)
            )
        except (OptedOut, WindowClosed):
            raise
        except (Refused, Misconfigured):
            return self._create(message.to, body=spelled)

    def _send_template(self, to: Address, template: Template) -> str:
        variables = {
            str(n): value for n, value in enumerate(template.variables, start=1)
        }
        return self._create(
            to,
            content_sid=template.content_sid,
            content_variables=json.dumps(variables),
        )

    def _content(self, body: str, buttons: tuple[Button, ...]) -> str:
        """The SID of a content with these buttons, made once in this process; it holds nobody's words.

        Who wants it while it is being made waits, and shares the failure, too.
        """
        mine: Future[str] = Future()
        theirs = self._contents.setdefault((body, buttons), mine)
        if theirs is mine:
            self._make(body, buttons, mine)
        return theirs.result()

    def _make(
        self, body: str, buttons: tuple[Button, ...], content: Future[str]
    ) -> None:
        try:
            with _named_faults():
                made = self._client.content.v1.contents.create(
                    _content_request(body, buttons)
                )
            content.set_result(_sid(made))
        except BaseException as error:  # noqa: BLE001  (it is raised by `result`)
            del self._contents[body, buttons]
            content.set_exception(error)

    def _create(self, to: Address, **content: str) -> str:
        callback = (
            {"status_callback": self._status_callback} if self._status_callback else {}
        )
        with _named_faults():
            sent = self._client.messages.create(
                to=self.prefix + to.id,
                from_=self.prefix + self._number,
                **content,
                **callback,
            )
        return _sid(sent)


# --- Signatures


class TwilioSms(Sms, TwilioChannel):
    """A Twilio number, by SMS."""

    rates = per_second(1)  # a number's default; Twilio queues a burst for us


class TwilioWhatsApp(TwilioChannel):
    """A Twilio number, by WhatsApp."""

    name = "whatsapp"
    label = "WhatsApp"
    prefix = WHATSAPP
    capabilities = Capabilities(
        segment=False,
        buttons=10,
        button_title=20,
        text=1600,
        location=True,
        media=True,
        phone_is_address=True,
    )
    # 80 a second is a sender's default at Twilio; Meta takes one each 6 s to one person, 45 at once
    rates = Rates(Rate(80, 1, 80), person=Rate(1, 6, 45))
    window: timedelta | None = timedelta(hours=24)


def _is_genuine(
    webhook: Webhook, pairs: list[tuple[str, str]], secrets: Iterable[Secret]
) -> bool:
    """Whether the form was signed with a secret of ours, as Twilio's own validator decides it.

    Deliberately unlike it: a comparison takes constant time, the fragment (which
    carries Twilio's retry settings and never travels) is not signed, only the port is
    cut from a host with a user name or brackets, what cannot be read is refused
    instead of raising, and each secret allows one algorithm, so the header cannot ask
    for a weaker one.
    """
    given = webhook.headers.get(SIGNATURE, "").encode(errors="replace")
    fields = "".join(name + value for name, value in sorted(set(pairs)))
    key_id, algorithm = _settings(webhook.headers.get(SETTINGS, ""))
    keys = [key for secret in secrets for key in _key(secret, key_id, algorithm)]
    expected = (
        _signature(key, url + fields) for key in keys for url in _urls(webhook.url)
    )
    return any(hmac.compare_digest(given, one) for one in expected)


def _settings(header: str) -> tuple[str, str]:
    """The key id and the algorithm that `key=...,algorithm=...` names; HMAC_SHA1 when it names none."""
    parts = (part.partition("=") for part in header.split(","))
    named = {name.strip(): value.strip() for name, _, value in parts}
    return named.get("key", ""), named.get("algorithm", "").upper() or "HMAC_SHA1"


def _key(secret: Secret, key_id: str, algorithm: str) -> list[tuple[bytes, str]]:
    """The secret with its only algorithm, if that is what the header speaks of."""
    if isinstance(secret, SharedKey):
        fits = algorithm == "HMAC_SHA256" and secret.id == key_id
        return [(secret.secret.encode(), "sha256")] if fits else []
    return [(secret.encode(), "sha1")] if algorithm == "HMAC_SHA1" else []


def _signature(key: tuple[bytes, str], signed: str) -> bytes:
    secret, algorithm = key
    return b64encode(
        hmac.digest(secret, signed.encode(errors="surrogatepass"), algorithm)
    )


@lru_cache(maxsize=URLS)
def _urls(url: str) -> tuple[str, ...]:
    """The URL without and with its port: Twilio signs either."""
    try:
        parsed = urlparse(url)._replace(fragment="")
        port = parsed.port
    except ValueError:
        return ()
    if port:
        return _with_netloc(parsed, parsed.netloc.rpartition(":")[0]), parsed.geturl()
    return (
        parsed.geturl(),
        _with_netloc(parsed, parsed.netloc + PORTS.get(parsed.scheme, ":80")),
    )


def _with_netloc(parsed: ParseResult, netloc: str) -> str:
    return parsed._replace(netloc=netloc).geturl()


# --- Reading a form


class _Form:
    """A signed form. A field that is read may stand in it once; the others may do as they like."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        pairs = list(pairs)
        self._values = dict(pairs)
        self._times = Counter(name for name, _ in pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, name: str) -> str:
        """The field, empty when absent, without what no database stores (NUL, lone surrogates)."""
        if self._times[name] > 1:
            raise Malformed(f"{name} stands {self._times[name]} times")
        return storable(self._values.get(name, ""))

    def need(self, name: str) -> str:
        """The field; Malformed when it is absent or blank."""
        value = self.get(name)
        if not value.strip():
            raise Malformed(f"no {name}")
        return value


# --- Reading the list


@dataclass(slots=True)
class _Listed:
    """What the list held."""

    missing: list[tuple[datetime, MessageInstance]] = field(
        default_factory=list
    )  # newest first, each with the moment it was written
    seen: int = 0
    newest: datetime | None = None
    coming: list[datetime] = field(
        default_factory=list
    )  # when those were written that Twilio itself does not have whole yet

    def add(self, records: list[MessageInstance], unknown: Unknown) -> None:
        """A page of it. What we wrote ourselves, and what has no date, is nothing that is missing."""
        theirs = [
            (moment, one)
            for one in records
            if str(one.direction) == INBOUND and (moment := _written(one))
        ]
        self.seen += len(theirs)
        wanted = unknown([str(one.sid) for _, one in theirs])
        for moment, one in theirs:
            self.newest = max(self.newest or moment, moment)
            if str(one.status) == RECEIVING:
                self.coming.append(moment)
            elif one.sid in wanted:
                self.missing.append((moment, one))


class _Reader:
    """Reads records into messages, and leaves what cannot be had whole at present for the next time."""

    def __init__(self, told: Callable[..., InboundMessage], listed: _Listed) -> None:
        self._told = told
        self._listed = listed
        self._messages: list[InboundMessage] = []
        self._odd: list[Odd] = []
        self._left = list(listed.coming)
        self._held: set[str] = set()
        self._why = ""

    def all(self) -> Kept:
        """Oldest first; of one second, the last of the list first."""
        self._listed.missing.reverse()
        for moment, record in sorted(self._listed.missing, key=itemgetter(0)):
            if record.from_ in self._held:
                self._left.append(moment)
            else:
                self._read(moment, record)
        return Kept(
            tuple(self._messages),
            self._listed.seen,
            self._listed.newest,
            min(self._left, default=None),
            self._why,
            tuple(self._odd),
        )

    def _read(self, moment: datetime, record: MessageInstance) -> None:
        """One that has waited for its files for a day comes in without them."""
        latest = self._listed.newest or moment
        try:
            told = self._told(record, files=latest - moment < FILES_PATIENCE)
            self._messages.append(replace(told, sent_at=moment))
        except Malformed as error:
            self._odd.append(Odd(str(record.sid), str(error), _raw(record)))
        except SendError as error:
            if len(self._held) >= SEVERAL:
                raise
            self._why = str(error)
            self._held.add(str(record.from_))
            self._left.append(moment)


def _written(record: MessageInstance) -> datetime | None:
    """When Twilio brought it to us, or tried to."""
    return record.date_sent or record.date_created


def _raw(record: MessageInstance) -> bytes:
    told = {"sid": record.sid, "from": record.from_, "body": record.body}
    return json.dumps(told, default=str).encode()


def _party(written: str) -> tuple[str, bool]:
    """The id of an address, and whether it is a machine's: a short code or a name instead of a number."""
    bare = written.removeprefix(WHATSAPP)
    if written.startswith(WHATSAPP) and USER_ID.fullmatch(bare):
        return bare, False
    return party(bare)


def _unwrapped(body: str) -> str:
    """The text inside a body that came as base64, as joined SMS sometimes do; any other body as it is.

    Nobody types sixty such characters without a space that turn out to be readable text.
    """
    if not BASE64.fullmatch(body):
        return body
    try:
        text = b64decode(body).decode()
    except ValueError:
        return body
    return (
        text
        if text.replace("\n", "").replace("\r", "").isprintable() and " " in text
        else body
    )


def _media(form: _Form) -> tuple[Media, ...]:
    """What is attached, by the links present: `NumMedia` may disagree with them."""
    numbers = sorted(
        (found[1] for name in form if (found := MEDIA_URL.fullmatch(name))), key=int
    )
    links = [
        (form.get(f"MediaUrl{n}"), form.get(f"MediaContentType{n}").lower())
        for n in numbers
    ]
    return tuple(
        Media(_media_kind(media_type), link, media_type)
        for link, media_type in links
        if link
    )


def _media_kind(media_type: str) -> MediaKind:
    return next(kind for prefix, kind in MEDIA_KINDS if media_type.startswith(prefix))


def _location(form: _Form) -> SharedPoint | None:
    try:
        latitude, longitude = float(form.get("Latitude")), float(form.get("Longitude"))
    except ValueError:
        return None
    on_earth = abs(latitude) <= POLE and abs(longitude) <= DATE_LINE
    if (
        not on_earth or latitude == longitude == 0
    ):  # 0,0 is what a phone without a fix sends
        return None
    words = (form.get("Label"), form.get("Address"))
    return SharedPoint(latitude, longitude, ", ".join(filter(None, words)))


def _reports(form: _Form) -> list[Event]:
    """The delivery report; none for a word Twilio has added since.

    One status URL serves both channels, so the addresses say which one it was.
    """
    sid, word = form.need("MessageSid"), form.get("MessageStatus").lower()
    if word not in STATUSES:
        log.warning("unknown Twilio message status %.40r", word)
        return []
    on_whatsapp = WHATSAPP in form.get("From") + form.get("To")
    code = form.get("ErrorCode").strip().removeprefix("0")
    kind, words = FAULTS.get(_number(code), (Refused, form.get("ErrorMessage")))
    return [
        DeliveryReport(
            channel="whatsapp" if on_whatsapp else "sms",
            provider_id=sid,
            status=STATUSES[word],
            error_code=code,
            error=words or (code and f"galat Twilio {code}"),
            stops_contact=kind is OptedOut,
            window_closed=kind is WindowClosed,
        )
    ]


def _number(code: str) -> int:
    return int(code) if re.fullmatch("[0-9]{1,9}", code) else 0


# --- Sending


class _SharedClient(HttpClient):
    """For many threads at once, with a connection kept open for each.

    Twilio's own keeps a few more than the machine has cores, and shakes hands anew for every
    other call; and it puts each answer down in itself before it gives it back, where nothing
    but the interpreter's lock keeps it from the other threads.
    """

    def __init__(self) -> None:
        super().__init__(wire_log, is_async=False)
        self._session = Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))

    def request(  # noqa: PLR0913, PLR0917  (Twilio's signature)
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        is_json = (headers or {}).get("Content-Type") == "application/json"
        answer = self._session.request(
            method.upper(),
            url,
            params=params,
            data=None if is_json else data,
            json=data if is_json else None,
            headers=headers,
            auth=auth,
            timeout=timeout or API_TIMEOUT,
            allow_redirects=allow_redirects,
        )
        return Response(answer.status_code, answer.text, answer.headers)


class _RetryAfterClient(HttpClient):
    """Turns "later" into Throttled at the wire: the client's exceptions forget the Retry-After header."""

    def __init__(self, wire: HttpClient) -> None:
        super().__init__(wire_log, is_async=False)
        self._wire = wire

    def request(self, method: str, uri: str, *args: Any, **kwargs: Any) -> Response:
        response = self._wire.request(method, uri, *args, **kwargs)
        wait = CaseInsensitiveDict(response.headers or {}).get("Retry-After")
        busy = response.status_code == HTTPStatus.SERVICE_UNAVAILABLE and wait
        if busy or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise Throttled(FAULTS[20429][1], _seconds(wait))
        return response


def _seconds(wait: str | None) -> float:
    return (
        min(float(wait), RETRY_AFTER_MOST) if wait and wait.isdecimal() else RETRY_AFTER
    )


@contextmanager
def _named_faults() -> Iterator[None]:
    """Every way Twilio fails, under our names. Its own words quote phone numbers, so they stay behind."""
    try:
        yield
    except RequestException as error:
        raise Unreachable(f"Twilio tidak menjawab ({type(error).__name__})") from error
    except (TwilioRestException, TwilioServiceException) as error:
        raise _fault(error.status, error.code) from None
    except TwilioException as error:  # a page of a list that did not come
        raise _page_fault(error) from None
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Unreachable(
            f"jawaban Twilio tidak terbaca ({type(error).__name__})"
        ) from None


def _page_fault(error: TwilioException) -> SendError:
    response = next((one for one in error.args if isinstance(one, Response)), None)
    if response is None:
        return Unreachable("jawaban Twilio tidak terbaca (TwilioException)")
    try:
        code = int(json.loads(response.text)["code"])
    except (ValueError, TypeError, LookupError):
        code = None
    return _fault(response.status_code, code)


def _fault(status: int, code: int | None) -> SendError:
    by_status = (
        SERVER_FAULT
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR
        else STATUS_FAULTS.get(status)
    )
    kind, words = FAULTS.get(code or 0) or by_status or OTHER_FAULT
    why = f"{words} ({code or status})"
    return Throttled(why, RETRY_AFTER) if issubclass(kind, Throttled) else kind(why)


def _sid(made: Any) -> str:
    if not made.sid:
        raise Unreachable("jawaban Twilio tanpa SID")
    return str(made.sid)


def _template(text: str) -> tuple[str, dict[str, str]]:
    """A body of one variable a line, and their values: a value may hold neither breaks nor runs of spaces."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    variables = {str(n): line for n, line in enumerate(filter(None, lines), start=1)}
    names = iter(variables)
    return "\n".join(
        f"{{{{{next(names)}}}}}" if line else "" for line in lines
    ), variables


def _content_request(
    body: str, buttons: tuple[Button, ...]
) -> ContentList.ContentCreateRequest:
    """https://www.twilio.com/docs/content/content-types-overview"""
    if len(buttons) <= QUICK_REPLIES:
        actions = [
            {"type": "QUICK_REPLY", "title": b.title, "id": b.id} for b in buttons
        ]
        types = {"twilio/quick-reply": {"body": body, "actions": actions}}
    else:
        items = [{"item": b.title, "id": b.id, "description": b.title} for b in buttons]
        types = {
            "twilio/list-picker": {"body": body, "button": "Pilih", "items": items}
        }
    return ContentList.ContentCreateRequest(
        {
            "friendly_name": "satu-pintu",
            "language": "id",
            "variables": dict.fromkeys(re.findall(r"[0-9]+", body), "contoh"),
            "types": ContentList.Types(types),
        }
    )
