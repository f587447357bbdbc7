"""Notices to administrators by mail, through any SMTP server. Nothing comes in this way.

The subject holds the tracking id and nothing else of a complaint: subjects are shown on
locked screens and kept in servers' logs. Headers cannot be forged by what a message
says, because nothing of it but an id of our own shape reaches a header.
https://www.rfc-editor.org/rfc/rfc5321 (replies: 4xx later, 5xx never)
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import make_msgid
from typing import Literal
from urllib.parse import urlsplit

from channels.contract import (
    BadSignature,
    Event,
    Misconfigured,
    Refused,
    SendError,
    Throttled,
    Unreachable,
    Webhook,
)
from intake.messages import Capabilities, OutboundMessage, Rate, Rates

TIMEOUT = 20.0  # seconds; servers that delay strangers answer late
RETRY_AFTER = 60.0  # seconds, when a server says that it is too much
PERMANENT = 500
TOO_MUCH = frozenset(
    {421, 452}
)  # RFC 5321: shutting the connection; too many recipients or no room
DENIED = frozenset(
    {530, 534, 535, 538, 550}
)  # of a sender: log in first, or not with this one
TRACKING_ID = re.compile(r"\bLPR-[0-9A-Z]{7}\b")
NAME = "Satu Pintu"
ONE_WAY = (  # the notice itself speaks of answering it, which holds on every other channel
    "Surel ini tidak menerima balasan: mohon bertindak lewat tautan di atas.\n"
    "Replies to this e-mail are not read: please use the link above."
)

Tls = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Mailer:
    """An SMTP server and who we are to it. `username` empty: it takes mail without a login."""

    host: str
    port: int
    sender: str
    tls: Tls = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)


class EmailChannel:
    """Sends plain text mail. `context` replaces which certificates are trusted (default: the machine's)."""

    name = "email"
    label = "Surel"
    capabilities = Capabilities(
        segment=False, buttons=0, button_title=0, text=20000, media=True
    )
    rates = Rates(Rate(2, 1, 20))
    window: timedelta | None = None
    ack = ("", "text/plain")
    malformed_status = 400

    def __init__(self, mailer: Mailer, context: ssl.SSLContext | None = None) -> None:
        self._mailer = mailer
        self._context = context or ssl.create_default_context()

    def parse(self, webhook: Webhook) -> list[Event]:
        """Nobody may write to us this way."""
        raise BadSignature(
            f"email: nothing comes in by mail, least of all at {urlsplit(webhook.url).path}"
        )

    def send(self, message: OutboundMessage) -> str:
        """Send the message and return its Message-ID."""
        letter = _letter(message, self._mailer.sender)
        with self._server() as server:
            server.send_message(letter)
        return str(letter["Message-ID"])

    def check(self) -> list[str]:
        """Whether the server lets us in."""
        try:
            with self._server() as server:
                server.noop()
        except SendError as error:
            return [f"Email: {error}"]
        return []

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        mailer = self._mailer
        with _named_faults(), self._connected() as server:
            if mailer.tls == "starttls":
                server.starttls(context=self._context)
            if mailer.username:
                server.login(mailer.username, mailer.password)
            yield server

    def _connected(self) -> smtplib.SMTP:
        """Greets with the sender's domain: this machine's own name would cost a DNS query each time."""
        host, port = self._mailer.host, self._mailer.port
        we = self._mailer.sender.rpartition("@")[2]
        if self._mailer.tls == "tls":
            return smtplib.SMTP_SSL(
                host, port, we, timeout=TIMEOUT, context=self._context
            )
        return smtplib.SMTP(host, port, we, timeout=TIMEOUT)


def _letter(message: OutboundMessage, sender: str) -> EmailMessage:
    letter = EmailMessage(policy=POLICY)
    letter["From"] = Mailbox(NAME, addr_spec=sender)
    letter["To"] = _mailbox(message.to.id)
    letter["Subject"] = _subject(message.text)
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday replies stay away
    words = message.text.encode(errors="replace").decode()
    letter.set_content(f"{words}\n\n-- \n{ONE_WAY}\n")
    return letter


def _mailbox(written: str) -> Mailbox:
    try:
        return Mailbox(addr_spec=written)
    except (ValueError, IndexError, HeaderParseError):
        raise Refused("alamat email tidak sah") from None


def _subject(text: str) -> str:
    found = TRACKING_ID.search(text)
    return f"[{NAME}] Laporan {found[0]}" if found else f"[{NAME}] Pemberitahuan"


@contextmanager
def _named_faults() -> Iterator[None]:
    """Every way mail fails, under our names. A server's own words quote addresses, so they stay behind."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _fault(
            min(code for code, _ in error.recipients.values()), Refused, "penerima"
        ) from None
    except smtplib.SMTPSenderRefused as error:
        raise _fault(error.smtp_code, Misconfigured, "pengirim") from None
    except smtplib.SMTPAuthenticationError as error:
        raise _fault(
            error.smtp_code, Misconfigured, "nama pengguna atau kata sandi"
        ) from None
    except smtplib.SMTPResponseException as error:
        kind = Misconfigured if error.smtp_code in DENIED else Refused
        raise _fault(error.smtp_code, kind, "pesan") from None
    except smtplib.SMTPNotSupportedError:
        raise Misconfigured(
            "server email tidak mengenal STARTTLS atau login: periksa SMTP_TLS"
        ) from None
    except ssl.SSLError as error:
        raise Misconfigured(
            f"sambungan aman ke server email gagal ({error.reason})"
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(
            f"server email tidak menjawab ({type(error).__name__})"
        ) from None


def _fault(code: int, never: type[SendError], what: str) -> SendError:
    why = f"server email menolak {what} ({code})"
    if code in TOO_MUCH:
        return Throttled(why, RETRY_AFTER)
    return never(why) if code >= PERMANENT else Unreachable(why)
