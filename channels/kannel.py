"""SMS through Kannel, and through what speaks as Kannel does: Jasmin, most aggregators.

The gateway calls us for each SMS and each delivery report, and we call its
`sendsms`; all three are plain forms, in a query or in a body. Kannel signs nothing:
a secret of ours in the URLs it is configured with, and the caller's own address,
say who calls. A report names a message by the id that we put into its `dlr-url`,
because Kannel's answer to `sendsms` has none.

    get-url = "https://.../webhooks/kannel?secret=...&from=%p&to=%P&text=%b&charset=%C&coding=%c&mclass=%m&id=%I&time=%T"
    max-messages = 0     (or our answer would be sent to the citizen as an SMS)

https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html (chapter 6, Tables 6-8 and 6-9)
https://docs.jasminsms.com/en/latest/apis/http/index.html
"""

import hmac
import ipaddress
import logging
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from requests import Session

from channels.contract import (
    BadSignature,
    Event,
    Malformed,
    Misconfigured,
    Refused,
    Unreachable,
    Webhook,
)
from channels.sms import NewId, Sms, ask, fingerprint, party, sender, storable
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)
from intake.wording.sms import to_gsm7

log = logging.getLogger(__name__)

REPORTS = "/dlr"  # the end of the path reports come to
FORM = "application/x-www-form-urlencoded"
CHARSETS = {  # as gateways name them; anything else is tried as UTF-8
    "UTF-16BE": "utf-16-be",
    "UTF-16": "utf-16-be",
    "UCS-2": "utf-16-be",
    "ISO-8859-1": "cp1252",
    "LATIN1": "cp1252",
    "WINDOWS-1252": "cp1252",
}
CUT_IN_HALVES = frozenset({"utf-8", "utf-16-be"})  # a character may stand in two SMS
BINARY = "1"  # the `coding` of data that are not text
UCS2 = "8"  # the `coding` that Jasmin passes on as it came
FLASH = "0"  # the message class of what pops up and is not kept: operators' own
SECONDS = re.compile(r"[0-9]{9,11}")
DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
)  # without seconds it tells nothing

BITS = (  # of a report's type, the most telling first; 34 (expired) and 66 (unknown) have bit 2, too
    (1, DeliveryStatus.DELIVERED, ""),
    (2, DeliveryStatus.FAILED, "SMS tidak sampai ke ponsel tujuan"),
    (16, DeliveryStatus.FAILED, "SMS ditolak operator"),
    (8, DeliveryStatus.SENT, ""),
    (4, DeliveryStatus.QUEUED, ""),
)
WORDS = {  # SMPP's states, as Jasmin reports them
    "DELIVRD": 1,
    "ESME_ROK": 8,
    "ACCEPTD": 4,
    "ENROUTE": 4,
    "UNDELIV": 2,
    "EXPIRED": 2,
    "DELETED": 2,
    "REJECTD": 2,
    "UNKNOWN": 2,
}
WORD_OF_REFUSAL = 16  # any other ESME_... is the network's refusal to take it
TAKEN = re.compile(r'[03]\s*:|Sent\b|Queued\b|Success(?:\s+"[^"]*")?', re.IGNORECASE)
NOT_TAKEN = re.compile(r"[0-9]+\s*:|Error\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one gateway's `sendsms` differs from Kannel's own."""

    text: str  # the name of the field with the words
    extra: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    ack: str = ""


DIALECTS = {
    "kannel": Dialect("text", {"charset": "UTF-8", "coding": "0", "dlr-mask": "31"}),
    "jasmin": Dialect(
        "content",
        {"coding": "0", "dlr": "yes", "dlr-level": "3", "dlr-method": "POST"},
        method="POST",
        ack="ACK/Jasmin",
    ),
}


@dataclass(frozen=True, slots=True)
class KannelAccount:
    """Where a gateway is, how it knows us, and how we know it."""

    send_url: str  # http://127.0.0.1:13013/cgi-bin/sendsms
    username: str
    password: str
    secret: str  # letters, digits, _ and - : it stands in URLs
    numbers: tuple[str, ...]  # ours, the one to send from by default first
    allowed: tuple[
        str, ...
    ]  # addresses and networks its webhooks may come from; none: any
    report_url: str  # PUBLIC_URL/webhooks/kannel/dlr
    dialect: str = "kannel"

    def __repr__(self) -> str:
        return f"KannelAccount({self.numbers})"


class KannelChannel(Sms):
    """One Kannel-style gateway, both ways."""

    malformed_status = 200  # any other would make the gateway send it again, for ever

    def __init__(self, account: KannelAccount, session: Session, new_id: NewId) -> None:
        self._account = account
        self._dialect = DIALECTS[account.dialect]
        self._allowed = tuple(ipaddress.ip_network(one) for one in account.allowed)
        self._session = session
        self._new_id = new_id
        self.ack = (self._dialect.ack, "text/plain")

    def parse(self, webhook: Webhook) -> list[Event]:
        """The message, or the delivery report, in a webhook that knows our secret."""
        fields = _Fields(webhook)
        self._trust(webhook, fields)
        if urlsplit(webhook.url).path.rstrip("/").endswith(REPORTS):
            return _reports(fields)
        return [self._message(fields)]

    def send(self, message: OutboundMessage) -> str:
        """Send the message and return the id its reports will carry.

        A 2xx that says neither yes nor no is Unreachable: told twice is better than never.
        """
        id_ = self._new_id()
        account, dialect = self._account, self._dialect
        fields = {
            "username": account.username,
            "password": account.password,
            "from": message.via
            if message.via in account.numbers
            else account.numbers[0],
            "to": message.to.id,
            dialect.text: to_gsm7(message.text),
            **dialect.extra,
            "dlr-url": f"{account.report_url}?message={quote(id_)}&secret={account.secret}&type=%d",
        }
        where = {"params": fields} if dialect.method == "GET" else {"data": fields}
        _agree(ask(self._session, dialect.method, account.send_url, **where).text)
        return id_

    def check(self) -> list[str]:
        """Whether the gateway answers and knows us: it must miss the recipient and nothing else."""
        account = self._account
        fields = {
            "username": account.username,
            "password": account.password,
            "from": account.numbers[0],
        }
        where = (
            {"params": fields} if self._dialect.method == "GET" else {"data": fields}
        )
        try:
            ask(self._session, self._dialect.method, account.send_url, **where)
        except Refused:
            return []
        except (Misconfigured, Unreachable) as error:
            return [f"Kannel: {error}"]
        return ["Kannel: gerbang menerima pesan tanpa tujuan, periksa KANNEL_SEND_URL"]

    def _trust(self, webhook: Webhook, fields: "_Fields") -> None:
        if self._allowed and not _within(webhook.remote, self._allowed):
            raise BadSignature("kannel: address")
        given = fields.all("secret")
        expected = self._account.secret.encode()
        if len(given) != 1 or not hmac.compare_digest(given[0], expected):
            raise BadSignature("kannel: secret")

    def _message(self, fields: "_Fields") -> InboundMessage:
        who, machine = sender(fields.need("from"))
        time, binary = fields.get("time"), fields.get("coding") == BINARY
        text = "" if binary else fields.text()
        id_ = self._id(fields.get("id"), who, text, time)
        return InboundMessage(
            external_id=id_,
            reference=id_,
            sender=Address("sms", who),
            text=text,
            sent_at=_moment(time),
            to=party(fields.get("to"))[0] or self._account.numbers[0],
            automatic=machine or fields.get("mclass") == FLASH,
            unreadable=binary,
        )

    def _id(self, given: str, sender: str, text: str, time: str) -> str:
        """The gateway's id with what it stands for: some count from 1 again when they restart."""
        if given:
            return fingerprint(sender, text, f"id {given}")
        return fingerprint(sender, text, time) if _tells(time) else self._new_id()


class _Fields:
    """The query and the form, as bytes until it is known what they are written in. A field may stand once."""

    def __init__(self, webhook: Webhook) -> None:
        is_form = webhook.headers.get("Content-Type", "").lower().startswith(FORM)
        written = [
            urlsplit(webhook.url).query,
            webhook.body.decode("latin-1") if is_form else "",
        ]
        self._pairs = [
            (name, value.encode("latin-1", "replace"))
            for part in written
            for name, value in parse_qsl(
                part, keep_blank_values=True, encoding="latin-1"
            )
        ]
        self._times = Counter(name for name, _ in self._pairs)

    def all(self, name: str) -> list[bytes]:
        return [value for key, value in self._pairs if key == name]

    def raw(self, name: str) -> bytes:
        if self._times[name] > 1:
            raise Malformed(f"{name} stands {self._times[name]} times")
        return next(iter(self.all(name)), b"")

    def get(self, name: str) -> str:
        """The field as UTF-8, empty when absent."""
        return storable(self.raw(name).decode(errors="replace"))

    def need(self, name: str) -> str:
        """The field; Malformed when it is absent or blank."""
        value = self.get(name)
        if not value.strip():
            raise Malformed(f"no {name}")
        return value

    def _usual(self, raw: bytes) -> str:
        """What words are written in that do not say: UCS-2 as the network has it, or UTF-8."""
        wide = self.get("coding") == UCS2 and not self.get("charset")
        return "utf-16-be" if wide and len(raw) % 2 == 0 else "utf-8"

    def text(self) -> str:
        """The words: `text` as Kannel calls them, or `content` as Jasmin does."""
        raw = self.raw("text") or self.raw("content")
        charset = CHARSETS.get(self.get("charset").upper(), self._usual(raw))
        try:
            halves = "surrogatepass" if charset in CUT_IN_HALVES else "strict"
            return storable(raw.decode(charset, halves))
        except UnicodeDecodeError as error:
            cut = error.reason == "truncated data"  # half a character of two bytes
            way = (charset, "ignore") if cut else ("cp1252", "replace")
            return storable(raw.decode(*way))


def _within(
    remote: str, allowed: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
) -> bool:
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any((mapped or address) in network for network in allowed)


def _tells(time: str) -> bool:
    """Whether a time is exact enough to tell two equal answers from one that came twice."""
    return bool(SECONDS.fullmatch(time) or DATE.fullmatch(time))


def _moment(time: str) -> datetime | None:
    try:
        if SECONDS.fullmatch(time):
            return datetime.fromtimestamp(int(time), UTC)
        return (
            datetime.fromisoformat(time).replace(tzinfo=UTC)
            if DATE.fullmatch(time)
            else None
        )
    except (ValueError, OverflowError, OSError):
        return None


def _reports(fields: _Fields) -> list[Event]:
    """The delivery report; none for a state that says nothing."""
    id_ = fields.need("message")
    written = fields.get("message_status") or fields.need("type")
    kind = (
        int(written)
        if re.fullmatch("[0-9]{1,3}", written)
        else _kind_of_word(written.upper())
    )
    for bit, status, words in BITS:
        if kind & bit:
            code = fields.get("err").strip() or (written if words else "")
            return [DeliveryReport("sms", id_, status, code[:40], words)]
    log.warning("unknown delivery report type %.20r", written)
    return []


def _kind_of_word(word: str) -> int:
    return WORDS.get(word, WORD_OF_REFUSAL if word.startswith("ESME_") else 0)


def _agree(answer: str) -> None:
    words = answer.strip()
    if TAKEN.match(words):
        return
    if NOT_TAKEN.match(words):
        raise Refused("ditolak gerbang SMS")
    raise Unreachable("jawaban gerbang SMS tidak terbaca")
