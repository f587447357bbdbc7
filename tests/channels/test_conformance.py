"""What holds for every adapter that wiring builds, asked of each one without its asking.

The adapters are found through `build_channels` and talk to a real HTTP server on
loopback, so that everything but the provider is real. A new channel fails here until
PROVIDERS says how its provider signs, answers yes, refuses and throttles.
"""

import hmac
import json
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from smsd_tables import create

from channels.contract import (
    BadSignature,
    Channel,
    Malformed,
    Misconfigured,
    Refused,
    Throttled,
    Unreachable,
    Webhook,
    lacking,
)
from channels.sms import Sms
from channels.sms_sources import SmsSources
from gateway.setup.channels import CAPABILITIES, KNOWN, build_channels, by_name
from gateway.setup.settings import read_settings
from intake.messages import (
    Address,
    ContactStopped,
    DeliveryReport,
    InboundMessage,
    OutboundMessage,
)

PUBLIC, SECRET, SID = (
    "https://lapor.example.go.id",
    "conformance-secret",
    "AC" + "1" * 32,
)
CITIZEN, WORDS, OURS = "+6281298765432", "kata rahasia warga", "+628110001708"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BODY_MOST = 8

Answer = tuple[int, str, dict[str, str]]
Pairs = list[tuple[str, str]]


# --- The provider, on loopback


class Provider(ThreadingHTTPServer):
    """Answers every request as told."""

    daemon_threads = True
    answer: Callable[[str], Answer]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server: Any = self.server
        status, body, headers = server.answer(self.path)
        self.send_response(status)
        for name, value in {
            **headers,
            "Content-Length": str(len(body.encode())),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


# --- What differs from provider to provider


@dataclass(frozen=True)
class Manner:
    """How one provider signs and answers. `answers`: what it says, by what it means."""

    path: str
    to: str
    fields: tuple[str, ...]  # what its webhooks may hold
    sign: Callable[[str, Pairs, bytes], Webhook]
    sample: Callable[[], tuple[Pairs, bytes]]
    answers: Mapping[str, Callable[[str], Answer]]


def fixed(status: int, body: str = "", **headers: str) -> Callable[[str], Answer]:
    return lambda _path: (status, body, headers)


def fault(status: int, code: int) -> Callable[[str], Answer]:
    return fixed(status, json.dumps({"code": code, "message": "no", "status": status}))


def twilio_signed(path: str, pairs: Pairs, body: bytes) -> Webhook:
    url = f"{PUBLIC}{path}"
    signed = url + "".join(name + value for name, value in sorted(set(pairs)))
    digest = hmac.new(
        SECRET.encode(), signed.encode(errors="surrogatepass"), sha1
    ).digest()
    return Webhook(url, {"X-Twilio-Signature": b64encode(digest).decode()}, pairs, body)


def telegram_signed(path: str, pairs: Pairs, body: bytes) -> Webhook:
    return Webhook(
        f"{PUBLIC}{path}", {"X-Telegram-Bot-Api-Secret-Token": SECRET}, body=body
    )


def kannel_signed(path: str, pairs: Pairs, body: bytes) -> Webhook:
    query = urlencode([*pairs, ("secret", SECRET)], errors="replace")
    return Webhook(f"{PUBLIC}{path}?{query}", FORM, body=body, remote="127.0.0.1")


def android_signed(path: str, pairs: Pairs, body: bytes) -> Webhook:
    signature = hmac.new(SECRET.encode(), body + b"1", sha256).hexdigest()
    return Webhook(
        f"{PUBLIC}{path}", {"X-Signature": signature, "X-Timestamp": "1"}, body=body
    )


def gammu_signed(path: str, pairs: Pairs, body: bytes) -> Webhook:
    return Webhook(f"{PUBLIC}{path}", {"Authorization": f"Bearer {SECRET}"}, body=body)


def form(**fields: str) -> Callable[[], tuple[Pairs, bytes]]:
    return lambda: ([*fields.items()], b"")


def body(value: Any) -> Callable[[], tuple[Pairs, bytes]]:
    return lambda: ([], json.dumps(value).encode())


def telegram_yes(path: str) -> Answer:
    bot = {"id": 1708, "is_bot": True, "first_name": "b", "username": "b"}
    sent = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}}
    return (
        200,
        json.dumps({"ok": True, "result": bot if path.endswith("getMe") else sent}),
        {},
    )


def telegram_no(status: int, words: str, **parameters: int) -> Callable[[str], Answer]:
    """As Telegram says it to `sendMessage`; the bot itself is known."""
    said = {
        "ok": False,
        "error_code": status,
        "description": words,
        "parameters": parameters,
    }
    return lambda path: (
        telegram_yes(path) if path.endswith("getMe") else (status, json.dumps(said), {})
    )


TWILIO_ANSWERS = {
    "yes": fixed(201, '{"sid": "SM1", "status": "queued"}'),
    "refusal": fault(400, 21211),
    "throttle": fixed(429, '{"code": 20429}', **{"Retry-After": "7"}),
    "stranger": fault(401, 20003),
}
PROVIDERS = {
    "sms/twilio": Manner(
        "/webhooks/twilio/sms",
        CITIZEN,
        (
            "MessageSid",
            "From",
            "To",
            "Body",
            "MediaUrl0",
            "MessageStatus",
            "OptOutType",
            "ErrorCode",
        ),
        twilio_signed,
        form(MessageSid="SM1", AccountSid=SID, From=CITIZEN, To=OURS, Body=WORDS),
        TWILIO_ANSWERS,
    ),
    "whatsapp": Manner(
        "/webhooks/twilio/whatsapp",
        CITIZEN,
        (
            "MessageSid",
            "From",
            "Latitude",
            "Longitude",
            "ExternalUserId",
            "ButtonPayload",
            "WaId",
        ),
        twilio_signed,
        form(
            MessageSid="SM1",
            AccountSid=SID,
            From=f"whatsapp:{CITIZEN}",
            To=f"whatsapp:{OURS}",
            Body=WORDS,
        ),
        TWILIO_ANSWERS,
    ),
    "telegram": Manner(
        "/webhooks/telegram",
        "7",
        (
            "update_id",
            "message",
            "edited_message",
            "callback_query",
            "from",
            "chat",
            "id",
            "text",
            "photo",
            "date",
        ),
        telegram_signed,
        body(
            {
                "update_id": 1,
                "message": {
                    "message_id": 1,
                    "date": 0,
                    "text": WORDS,
                    "from": {"id": 7, "is_bot": False, "first_name": "Budi"},
                    "chat": {"id": 7, "type": "private"},
                },
            }
        ),
        {
            "yes": telegram_yes,
            "refusal": telegram_no(400, "Bad Request: chat not found"),
            "throttle": telegram_no(
                429, "Too Many Requests: retry after 7", retry_after=7
            ),
            "stranger": fixed(
                401, '{"ok": false, "error_code": 401, "description": "Unauthorized"}'
            ),
        },
    ),
    "sms/kannel": Manner(
        "/webhooks/kannel",
        CITIZEN,
        (
            "from",
            "to",
            "text",
            "content",
            "charset",
            "coding",
            "mclass",
            "id",
            "time",
            "message",
            "type",
        ),
        kannel_signed,
        form(**{"from": CITIZEN, "to": "1708", "text": WORDS, "time": "1795299317"}),
        {
            "yes": fixed(202, "0: Accepted for delivery"),
            "refusal": fixed(
                400, "Number(s) has/have been denied by white- and/or black-lists."
            ),
            "throttle": fixed(429, "", **{"Retry-After": "7"}),
            "stranger": fixed(403, "Authorization failed for sendsms"),
        },
    ),
    "sms/android-sms": Manner(
        "/webhooks/android-sms",
        CITIZEN,
        (
            "event",
            "payload",
            "message",
            "sender",
            "phoneNumber",
            "recipient",
            "receivedAt",
            "messageId",
            "reason",
        ),
        android_signed,
        body(
            {
                "event": "sms:received",
                "id": "e1",
                "payload": {
                    "sender": CITIZEN,
                    "message": WORDS,
                    "receivedAt": "2026-11-21T22:15:17+07:00",
                },
            }
        ),
        {
            "yes": fixed(202, '{"id": "m1", "state": "Pending"}'),
            "refusal": fixed(400, '{"message": "invalid phone number"}'),
            "throttle": fixed(429, "", **{"Retry-After": "7"}),
            "stranger": fixed(401),
        },
    ),
    "sms/gammu": Manner(
        "/webhooks/gammu",
        CITIZEN,
        (
            "from",
            "time",
            "class",
            "coding",
            "of",
            "parts",
            "position",
            "text",
            "message",
            "status",
            "error",
        ),
        gammu_signed,
        body(
            {
                "from": CITIZEN,
                "time": "2026-11-21 22:15:17",
                "class": -1,
                "coding": "Default_No_Compression",
                "of": 1,
                "parts": [{"position": 1, "text": WORDS}],
            }
        ),
        {},  # a file on this machine: it has no moods
    ),
}
KINDS = sorted(PROVIDERS)
AT_A_DISTANCE = [kind for kind in KINDS if PROVIDERS[kind].answers]


def channel_of(kind: str) -> str:
    return kind.partition("/")[0]


# --- The adapters, as wiring builds them


def adapters(provider_url: str, database: Path) -> dict[str, Channel]:
    channels = build_channels(read_settings(_env(provider_url, database)))
    found: dict[str, Channel] = {}
    for name, channel in channels.items():
        if isinstance(channel, SmsSources):
            found |= {
                f"{name}/{one.name}": one.channel for one in channel.sources.values()
            }
        else:
            found[name] = channel
    return found


def _env(provider_url: str, database: Path) -> dict[str, str]:
    return {
        "PUBLIC_URL": PUBLIC,
        "SECRET_KEY": "test-secret-0123456789abcdef-ghij",
        "DATA_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "VAR_DIR": str(database.parent),
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": SECRET,
        "TWILIO_SMS_NUMBER": OURS,
        "TWILIO_WHATSAPP_NUMBER": OURS,
        "TWILIO_API_URL": provider_url,
        "TELEGRAM_BOT_TOKEN": f"1708:{SECRET}",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_URL": provider_url,
        "KANNEL_SEND_URL": f"{provider_url}/cgi-bin/sendsms",
        "KANNEL_USERNAME": "u",
        "KANNEL_PASSWORD": SECRET,
        "KANNEL_SECRET": SECRET,
        "KANNEL_NUMBER": f"{OURS},1708",
        "ANDROID_SMS_URL": provider_url,
        "ANDROID_SMS_USERNAME": "u",
        "ANDROID_SMS_PASSWORD": SECRET,
        "ANDROID_SMS_SECRET": SECRET,
        "ANDROID_SMS_NUMBER": OURS,
        "GAMMU_DATABASE": str(database),
        "GAMMU_SECRET": SECRET,
        "GAMMU_NUMBER": OURS,
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("smsd") / "smsd.db"
    create(file).close()
    return file


@pytest.fixture(scope="module")
def built(provider: Provider, database: Path) -> dict[str, Channel]:
    return adapters(provider.url, database)


def test_every_adapter_that_wiring_builds_is_asked(built):
    assert sorted(built) == KINDS


# --- Reading


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_a_genuine_message_the_same_way_each_time(built, kind):
    manner = PROVIDERS[kind]
    webhook = manner.sign(manner.path, *manner.sample())
    [first], [second] = (built[kind].parse(webhook) for _ in range(2))
    assert isinstance(first, InboundMessage)
    assert first == second
    assert (first.external_id, first.text) == (first.external_id or None, WORDS)
    assert first.sender == Address(channel_of(kind), manner.to)


@pytest.mark.parametrize("kind", KINDS)
def test_a_forged_secret_is_not_heard(built, kind):
    manner = PROVIDERS[kind]
    pairs, sent = manner.sample()
    genuine = manner.sign(manner.path, pairs, sent)
    forged = Webhook(
        genuine.url.replace(SECRET, SECRET[::-1]),
        {name: value[::-1] for name, value in genuine.headers.items()},
        genuine.form,
        genuine.body,
        genuine.remote,
    )
    with pytest.raises(BadSignature):
        built[kind].parse(forged)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=BODY_MOST),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def objects(fields: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Objects that hold the provider's own names, with anything in them."""
    names = st.sampled_from(fields)
    values = st.recursive(
        JSON,
        lambda inner: (
            st.dictionaries(names, inner, max_size=5) | st.lists(inner, max_size=2)
        ),
    )
    return st.dictionaries(names, values, max_size=6)


@st.composite
def webhooks(draw: st.DrawFn, manner: Manner) -> tuple[str, Pairs, bytes]:
    names = st.sampled_from([*manner.fields, "AccountSid"])
    pairs = draw(
        st.lists(st.tuples(names, st.text(max_size=12) | st.just(SID)), max_size=6)
    )
    raw = draw(
        st.binary(max_size=20)
        | objects(manner.fields).map(lambda one: json.dumps(one).encode())
    )
    return draw(st.sampled_from([manner.path, f"{manner.path}/dlr"])), pairs, raw


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_stranger_sends_is_a_bad_signature(built, kind, data):
    path, pairs, raw = data.draw(webhooks(PROVIDERS[kind]))
    headers = data.draw(
        st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3)
    )
    query = urlencode(pairs, errors="replace")
    webhook = Webhook(
        f"{PUBLIC}{path}?{query}", {**FORM, **headers}, pairs, raw, "127.0.0.1"
    )
    with pytest.raises(BadSignature):
        built[kind].parse(webhook)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_provider_sends_is_read_or_malformed_and_nothing_worse(
    built, kind, data
):
    manner, adapter = PROVIDERS[kind], built[kind]
    path, pairs, raw = data.draw(webhooks(manner))
    try:
        events = adapter.parse(manner.sign(path, pairs, raw))
    except (Malformed, BadSignature):  # Twilio: another account's, although well signed
        return
    for event in events:
        assert isinstance(event, InboundMessage | DeliveryReport | ContactStopped)
        assert (
            event.channel if isinstance(event, DeliveryReport) else event.sender.channel
        ) in CAPABILITIES


# --- Sending


def message(kind: str) -> OutboundMessage:
    return OutboundMessage(Address(channel_of(kind), PROVIDERS[kind].to), WORDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_that_was_taken_has_an_id(built, provider, kind):
    provider.answer = PROVIDERS[kind].answers.get("yes", fixed(500))
    assert built[kind].send(message(kind))


@pytest.mark.parametrize(
    ("meaning", "error"),
    [("refusal", Refused), ("throttle", Throttled), ("stranger", Misconfigured)],
)
@pytest.mark.parametrize("kind", AT_A_DISTANCE)
def test_it_names_what_the_provider_means(built, provider, kind, meaning, error):
    provider.answer = PROVIDERS[kind].answers[meaning]
    with pytest.raises(error) as caught:
        built[kind].send(message(kind))
    assert caught.type is error
    assert getattr(caught.value, "retry_after", 7) == 7
    assert_tells_nothing(caught.value)


NONSENSE = [
    pytest.param(fixed(500, "<html>"), id="500"),
    pytest.param(fixed(503, ""), id="503"),
    pytest.param(fixed(200, "<html>Welcome"), id="a page instead of an answer"),
    pytest.param(fixed(200, ""), id="nothing"),
    pytest.param(fixed(200, '{"id": "m'), id="half a JSON"),
    pytest.param(fixed(200, "[1]"), id="JSON of another shape"),
    pytest.param(fixed(200, "\0" * 40), id="zeros"),
]


@pytest.mark.parametrize("said", NONSENSE)
@pytest.mark.parametrize("kind", AT_A_DISTANCE)
def test_what_makes_no_sense_is_tried_again(built, provider, kind, said):
    provider.answer = said
    with pytest.raises(Unreachable) as caught:
        built[kind].send(message(kind))
    assert_tells_nothing(caught.value)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is ours and refuses every connection."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.mark.parametrize("kind", AT_A_DISTANCE)
def test_a_provider_that_is_down_is_unreachable_and_the_check_says_so(
    kind, closed_port, database
):
    adapter = adapters(f"http://127.0.0.1:{closed_port}", database)[kind]
    with pytest.raises(Unreachable) as caught:
        adapter.send(message(kind))
    assert_tells_nothing(caught.value)
    assert adapter.check()


def assert_tells_nothing(error: BaseException) -> None:
    told = f"{error!r} {error.__cause__!r}"
    assert not any(secret in told for secret in (CITIZEN, WORDS, SECRET))


# --- Being one


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_it_is(built, kind):
    adapter = built[kind]
    assert adapter.name == channel_of(kind)
    assert adapter.capabilities is CAPABILITIES[adapter.name]
    words, media_type = adapter.ack
    assert words.isprintable()
    assert media_type.partition("/")[0] in {"text", "application"}
    assert adapter.malformed_status in {200, 400}


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_all_that_is_demanded_of_a_channel(built, kind):
    assert lacking(type(built[kind])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_says_it_can_carry_can_be_known_while_it_is_off(built, kind):
    known = KNOWN[channel_of(kind)]
    assert (known.capabilities, known.label, known.window) == (
        built[kind].capabilities,
        built[kind].label,
        built[kind].window,
    )


class Pigeon(Sms):
    """A made-up channel that says all there is to say."""

    name, label, window = "pigeon", "Merpati", timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        pytest.param(
            "rates",
            "Half has no `rates`: how fast its provider may be written to",
            id="limits",
        ),
        pytest.param(
            "label", "Half has no `label`: what administrators call it", id="label"
        ),
        pytest.param(
            "capabilities",
            "Half has no `capabilities`: what it can carry",
            id="what it can carry",
        ),
        pytest.param(
            "name", "Half has no `name`: the `channel` of its addresses", id="name"
        ),
        pytest.param(
            "window",
            "Half has no `window`: how long after a person's words anything may be said; None: always",
            id="window",
        ),
    ],
)
def test_a_channel_that_does_not_say_is_refused_with_a_sentence(said, fault):
    told = {
        name: getattr(Pigeon, name)
        for name in ("name", "label", "capabilities", "rates", "window")
    }
    half = type(
        "Half", (), {name: value for name, value in told.items() if name != said}
    )
    assert lacking(Pigeon) == []
    with pytest.raises(TypeError) as caught:
        by_name((half,))
    assert str(caught.value) == fault
