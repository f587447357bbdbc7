"""Mail through a real SMTP server on this machine."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from channels.contract import (
    BadSignature,
    Misconfigured,
    Refused,
    Throttled,
    Unreachable,
    Webhook,
)
from channels.email import EmailChannel, Mailer
from intake.messages import Address, OutboundMessage

HOST = "127.0.0.1"
SENDER = "lapor@sumba.example.go.id"
ADMIN = Address("email", "pupr@sumba.example.go.id")
TEXT = "Laporan baru LPR-7K2F9QX. Jalan rusak di depan pasar — mohon ditangani.\nBalas TERIMA."
NOTICE = OutboundMessage(ADMIN, TEXT)


class Inbox:
    """Takes mail, or answers as `answers` says: {command: reply line}."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}

    async def handle_MAIL(  # noqa: N802  (aiosmtpd calls it so)
        self, _server, _session, envelope: Envelope, address: str, options
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it so)
        self, _server, _session, envelope: Envelope, address: str, options
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, _server, _session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" not in self.answers:
            self.letters.append(message_from_bytes(envelope.content, policy=default))
            self.recipients += envelope.rcpt_tos
        return self.answers.get("DATA", "250 OK")


class Server(Controller):
    """A real SMTP server on a free port of the loopback address."""

    def __init__(self, **options) -> None:
        self.inbox = Inbox()
        super().__init__(self.inbox, hostname=HOST, port=0, **options)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's TLS context with a certificate made here, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    start = datetime.now(UTC) - timedelta(days=1)  # noqa: TID251  (TLS looks at the real clock)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1708)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


@pytest.fixture
def started() -> Iterator:
    """Starts servers, and stops them after the test."""
    running: list[Server] = []

    def start(**options) -> Server:
        running.append(Server(**options))
        running[-1].start()
        return running[-1]

    yield start
    for server in running:
        server.stop()


def mailer(server: Server, **options) -> Mailer:
    return replace(Mailer(HOST, server.port, SENDER, "none"), **options)


def test_a_notice_arrives_whole(started):
    server = started()
    sent_as = EmailChannel(mailer(server)).send(NOTICE)
    (letter,) = server.inbox.letters
    assert letter["Message-ID"] == sent_as
    assert letter["From"] == f"Satu Pintu <{SENDER}>"
    assert server.inbox.recipients == [letter["To"]] == [ADMIN.id]
    assert letter["Auto-Submitted"] == "auto-generated"
    words, footer = letter.get_content().replace("\r\n", "\n").split("\n\n-- \n")
    assert words == TEXT
    assert (
        "tidak menerima balasan" in footer
    )  # the only address that nothing comes back from


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        pytest.param(
            TEXT,
            "[Satu Pintu] Laporan LPR-7K2F9QX",
            id="the tracking id, and nothing of the matter",
        ),
        pytest.param(
            "Tautan masuk: https://a",
            "[Satu Pintu] Pemberitahuan",
            id="without an id a general one",
        ),
        pytest.param(
            "LPR-7K2F9QX\r\nBcc: semua@example.com\r\n\r\nhalo",
            "[Satu Pintu] Laporan LPR-7K2F9QX",
            id="a line break in the text adds no header",
        ),
        pytest.param(
            "LPR-7K2F9QX\nSubject: lain",
            "[Satu Pintu] Laporan LPR-7K2F9QX",
            id="nor a second subject",
        ),
    ],
)
def test_only_a_tracking_id_reaches_a_header(started, text, subject):
    server = started()
    EmailChannel(mailer(server)).send(OutboundMessage(ADMIN, text))
    (letter,) = server.inbox.letters
    assert letter.get_all("Subject") == [subject]
    assert letter["Bcc"] is None
    assert server.inbox.recipients == [ADMIN.id]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("a@b.id\r\nBcc: c@d.id", id="a line break"),
        pytest.param("a@b.id, c@d.id", id="two addresses"),
        pytest.param("tanpa keong", id="none at all"),
    ],
)
def test_an_address_that_is_none_is_refused_before_anyone_is_asked(started, address):
    server = started()
    with pytest.raises(Refused):
        EmailChannel(mailer(server)).send(
            OutboundMessage(Address("email", address), TEXT)
        )
    assert server.inbox.letters == []


def test_starttls_is_used_and_its_certificate_checked(started, certificate):
    serving, trusting = certificate
    server = started(tls_context=serving, require_starttls=True)
    EmailChannel(mailer(server, tls="starttls"), trusting).send(NOTICE)
    assert len(server.inbox.letters) == 1
    with pytest.raises(Misconfigured, match="aman"):
        EmailChannel(mailer(server, tls="starttls")).send(NOTICE)
    assert len(server.inbox.letters) == 1


def test_tls_from_the_start(started, certificate):
    serving, trusting = certificate
    server = started(ssl_context=serving)
    EmailChannel(mailer(server, tls="tls"), trusting).send(NOTICE)
    assert len(server.inbox.letters) == 1


def test_a_server_without_starttls_gets_no_mail(started):
    server = started()
    with pytest.raises(Misconfigured, match="SMTP_TLS"):
        EmailChannel(mailer(server, tls="starttls")).send(NOTICE)
    assert server.inbox.letters == []


def _door(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given
) -> AuthResult:
    return AuthResult(
        success=(given.login, given.password) == (b"satupintu", b"rahasia"),
        handled=False,
    )


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        pytest.param("rahasia", [], id="the right password"),
        pytest.param(
            "salah",
            ["Email: server email menolak nama pengguna atau kata sandi (535)"],
            id="a wrong one",
        ),
    ],
)
def test_the_login_is_told_right_or_wrong(started, certificate, password, faults):
    serving, trusting = certificate
    server = started(
        tls_context=serving, auth_exclude_mechanism=["LOGIN"], authenticator=_door
    )
    login = mailer(server, tls="starttls", username="satupintu", password=password)
    assert EmailChannel(login, trusting).check() == faults


def test_a_server_that_wants_a_login_is_our_fault(started, certificate):
    serving, trusting = certificate
    server = started(tls_context=serving, authenticator=_door, auth_required=True)
    with pytest.raises(Misconfigured):
        EmailChannel(mailer(server, tls="starttls"), trusting).send(NOTICE)


@pytest.mark.parametrize(
    ("command", "answer", "error"),
    [
        pytest.param(
            "RCPT", "550 5.1.1 no such user", Refused, id="the person is unknown: never"
        ),
        pytest.param(
            "RCPT", "450 4.2.0 greylisted", Unreachable, id="greylisted: later"
        ),
        pytest.param(
            "RCPT", "452 4.5.3 too many", Throttled, id="too much: the channel pauses"
        ),
        pytest.param(
            "MAIL",
            "550 5.7.1 not yours",
            Misconfigured,
            id="our sender is refused: our fault",
        ),
        pytest.param("MAIL", "451 4.3.0 later", Unreachable, id="our sender later"),
        pytest.param(
            "DATA", "554 5.7.1 spam", Refused, id="the words are refused: never"
        ),
        pytest.param("DATA", "451 4.3.0 busy", Unreachable, id="the words later"),
        pytest.param(
            "DATA", "550 5.7.1 denied", Misconfigured, id="relaying denied: our fault"
        ),
    ],
)
def test_a_refusal_says_what_to_do_next(started, command, answer, error):
    server = started()
    server.inbox.answers[command] = answer
    with pytest.raises(error) as caught:
        EmailChannel(mailer(server)).send(NOTICE)
    assert type(caught.value) is error
    assert ADMIN.id not in str(caught.value)


def test_nobody_there_is_for_later():
    with socket.create_server((HOST, 0)) as gone:
        port = gone.getsockname()[1]
    channel = EmailChannel(Mailer(HOST, port, SENDER, "none"))
    with pytest.raises(Unreachable):
        channel.send(NOTICE)
    assert channel.check() != []


def test_nothing_comes_in_by_mail():
    with pytest.raises(BadSignature):
        EmailChannel(Mailer(HOST, 25, SENDER)).parse(
            Webhook("https://lapor.example.go.id/webhooks/email", {})
        )


def test_the_password_is_not_shown():
    assert "rahasia" not in repr(Mailer(HOST, 25, SENDER, password="rahasia"))
