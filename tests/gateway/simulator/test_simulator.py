"""The simulator against the real clients of its providers, over real sockets."""

import asyncio
import base64
import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken
from telegram.request import HTTPXRequest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList
from werkzeug.serving import make_server

from gateway.simulator import SimulatorConfig, create_simulator
from gateway.simulator.samples import SAMPLES

ACCOUNT, TOKEN = "AC" + "0" * 32, "token"
SMS_NUMBER, WHATSAPP_NUMBER = "+15550100", "+15550200"
BOT, SECRET = "42:bot-token", "hook-secret"
PUBLIC = "https://gateway.example"
SMS, WHATSAPP, TELEGRAM = (
    "sms/+6281298765432",
    "whatsapp/+6281234567890",
    "telegram/700000001",
)
CITIZEN, ON_WHATSAPP, CHAT = "+6281298765432", "whatsapp:+6281234567890", 700000001
ADMIN, ADMIN_CHAT = "whatsapp:+6281300000001", 1001
DIRECTLY = {"trust_env": False, "verify": False}  # no proxy, no certificates to load
PATIENCE = 10  # seconds a webhook may take to arrive before the test gives up


@dataclass
class Hit:
    """One webhook as the gateway got it."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def update(self) -> Update:
        return Update.de_json(json.loads(self.body), None)


@dataclass
class Gateway:
    """Stands where our gateway stands: keeps every webhook, answers what it is told to."""

    hits: "queue.Queue[Hit]" = field(default_factory=queue.Queue)
    answers: list[int] = field(default_factory=list)

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {
            name[5:]: value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        self.hits.put(Hit(environ["PATH_INFO"], headers, body))
        status = self.answers.pop(0) if self.answers else 200
        start_response(f"{status} as told", [("Content-Length", "0")])
        return []

    def next(self) -> Hit:
        return self.hits.get(timeout=PATIENCE)

    def statuses(self, count: int) -> list[str]:
        return [self.next().form["MessageStatus"] for _ in range(count)]


class Loopback(TwilioHttpClient):
    """Twilio's own HTTP client, with the simulator in the place of its hosts."""

    def __init__(self, site: str) -> None:
        super().__init__(pool_connections=False)
        self.site = site

    def request(self, method, url, *args, **kwargs):
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(
            method, f"{self.site}{parts.path}{query}", *args, **kwargs
        )


@dataclass
class World:
    """A running simulator, the gateway it calls, and the clients that call it."""

    site: str
    gateway: Gateway
    moment: list[float]

    @property
    def twilio(self) -> Client:
        return Client(ACCOUNT, TOKEN, http_client=Loopback(self.site))

    def bot(self, work: Callable, token: str = BOT):
        """Run `await work(bot)` with a real Bot."""

        async def run():
            request = HTTPXRequest(httpx_kwargs=DIRECTLY)
            updates = HTTPXRequest(httpx_kwargs=DIRECTLY)
            bot = telegram.Bot(
                token,
                base_url=f"{self.site}/bot",
                base_file_url=f"{self.site}/file/bot",
                request=request,
                get_updates_request=updates,
            )
            async with request, updates:
                return await work(bot)

        return asyncio.run(run())

    def do(self, phone: str, what: str, **body):
        answer = httpx.post(f"{self.site}/phones/{phone}/{what}", json=body, **DIRECTLY)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str, **kwargs) -> httpx.Response:
        return httpx.get(self.site + path, **DIRECTLY, **kwargs)

    def messages(self, phone: str, after: int = 0) -> list[dict]:
        return self.get(f"/phones/{phone}/messages", params={"after": after}).json()


@contextmanager
def served(app, port: int = 0) -> Iterator[int]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def config(gateway_port: int, clock: Callable[[], float]) -> SimulatorConfig:
    return SimulatorConfig(
        gateway_url=f"http://127.0.0.1:{gateway_port}",
        public_url=PUBLIC,
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        sms_number=SMS_NUMBER,
        whatsapp_number=WHATSAPP_NUMBER,
        bot_token=BOT,
        webhook_secret=SECRET,
        administrators=(
            ("Koordinator", f"telegram:{ADMIN_CHAT}"),
            ("PUPR", ADMIN),
            ("Arsip", "email:a@b.id"),
        ),
        clock=clock,
    )


@pytest.fixture
def world() -> Iterator[World]:
    gateway, moment = Gateway(), [1_800_000_000.0]
    with ExitStack() as stack:
        gateway_port = stack.enter_context(served(gateway))
        port = stack.enter_context(
            served(create_simulator(config(gateway_port, lambda: moment[0])))
        )
        yield World(f"http://127.0.0.1:{port}", gateway, moment)


def quick_reply(world: World) -> str:
    types = {
        "twilio/quick-reply": {
            "body": "Benar, {{1}}?",
            "actions": [action("ok", "Benar"), action("no", "Ubah")],
        }
    }
    return content(world, types)


def approved(world: World) -> str:
    sid = quick_reply(world)
    asked = ApprovalCreateList.ContentApprovalRequest(
        {"name": "tanya", "category": "UTILITY"}
    )
    world.twilio.content.v1.contents(sid).approval_create.create(asked)
    return sid


def action(id_: str, title: str) -> dict[str, str]:
    return {"type": "QUICK_REPLY", "id": id_, "title": title}


def content(world: World, types: dict) -> str:
    asked = {"friendly_name": "tanya", "language": "id", "types": types}
    return world.twilio.content.v1.contents.create(
        ContentList.ContentCreateRequest(asked)
    ).sid


# Twilio: what the gateway sends


def test_a_sent_sms_lies_on_the_phone_with_its_price(world):
    sent = world.twilio.messages.create(
        to=CITIZEN, from_=SMS_NUMBER, body="{" * 153 + "abc"
    )
    (bubble,) = world.messages(SMS)
    assert (sent.status, sent.direction, sent.num_segments) == (
        "queued",
        "outbound-api",
        "3",
    )
    assert (bubble["direction"], bubble["text"], bubble["provider_id"]) == (
        "in",
        "{" * 153 + "abc",
        sent.sid,
    )
    assert (bubble["encoding"], bubble["characters"], bubble["parts"]) == (
        "GSM-7",
        309,
        3,
    )


@pytest.mark.parametrize(
    ("to", "from_", "body", "code"),
    [
        pytest.param("0812", SMS_NUMBER, "x", 21211, id="not a number"),
        pytest.param(
            "whatsapp:+0",
            f"whatsapp:{WHATSAPP_NUMBER}",
            "x",
            21211,
            id="not a WhatsApp number",
        ),
        pytest.param(CITIZEN, "+15559999", "x", 21606, id="not our number"),
        pytest.param(
            ON_WHATSAPP, "whatsapp:+15559999", "x", 63007, id="not our WhatsApp sender"
        ),
        pytest.param(ON_WHATSAPP, SMS_NUMBER, "x", 21910, id="from SMS to WhatsApp"),
        pytest.param(CITIZEN, SMS_NUMBER, "", 21602, id="nothing to say"),
        pytest.param(CITIZEN, SMS_NUMBER, "x" * 1601, 21617, id="too long"),
    ],
)
def test_twilio_refuses_in_its_own_words(world, to, from_, body, code):
    with pytest.raises(TwilioRestException) as refusal:
        world.twilio.messages.create(to=to, from_=from_, body=body)
    assert (refusal.value.status, refusal.value.code) == (400, code)


def test_a_wrong_token_is_code_20003(world):
    client = Client(ACCOUNT, "wrong", http_client=Loopback(world.site))
    with pytest.raises(TwilioRestException) as refusal:
        client.api.accounts(ACCOUNT).fetch()
    assert (refusal.value.status, refusal.value.code) == (401, 20003)


def test_another_account_is_not_found(world):
    with pytest.raises(TwilioRestException) as refusal:
        world.twilio.api.accounts("AC" + "1" * 32).fetch()
    assert (refusal.value.status, refusal.value.code) == (404, 20404)


def test_the_account_and_its_number_can_be_read(world):
    account = world.twilio.api.accounts(ACCOUNT).fetch()
    (number,) = world.twilio.incoming_phone_numbers.list(phone_number=SMS_NUMBER)
    assert (account.sid, account.status) == (ACCOUNT, "active")
    assert (number.phone_number, number.sms_url) == (
        SMS_NUMBER,
        f"{PUBLIC}/webhooks/twilio/sms",
    )


@pytest.mark.parametrize("phone", [SMS, WHATSAPP])
def test_a_stopped_phone_is_not_written_to_until_it_says_start(world, phone):
    channel, id_ = phone.split("/")
    prefix, ours = (
        ("whatsapp:", WHATSAPP_NUMBER) if channel == "whatsapp" else ("", SMS_NUMBER)
    )
    send = {"to": prefix + id_, "from_": prefix + ours, "body": "halo"}
    world.do(phone, "stop")
    assert world.gateway.next().form["OptOutType"] == "STOP"
    with pytest.raises(TwilioRestException) as refusal:
        world.twilio.messages.create(**send)
    assert refusal.value.code == 21610
    world.do(phone, "send", text=" start ")
    assert world.gateway.next().form["OptOutType"] == "START"
    assert world.twilio.messages.create(**send).sid
    assert [bubble["direction"] for bubble in world.messages(phone)] == [
        "out",
        "in",
        "out",
        "in",
        "in",
    ]


def test_a_delivery_is_reported_step_by_step_and_signed(world):
    callback = f"{PUBLIC}/webhooks/twilio/status?x=1"
    sent = world.twilio.messages.create(
        to=CITIZEN, from_=SMS_NUMBER, body="halo", status_callback=f"{callback}#rc=2"
    )
    first, second = world.gateway.next(), world.gateway.next()
    assert [hit.form["MessageStatus"] for hit in (first, second)] == [
        "sent",
        "delivered",
    ]
    assert (first.path, first.form["MessageSid"], first.form["To"]) == (
        "/webhooks/twilio/status",
        sent.sid,
        CITIZEN,
    )
    assert RequestValidator(TOKEN).validate(
        callback, first.form, first.headers["X_TWILIO_SIGNATURE"]
    )


def test_whatsapp_tells_when_it_was_read(world):
    world.do(WHATSAPP, "send", text="halo")
    world.gateway.next()
    world.twilio.messages.create(
        to=ON_WHATSAPP,
        from_=f"whatsapp:{WHATSAPP_NUMBER}",
        body="halo",
        status_callback=f"{PUBLIC}/webhooks/twilio/status",
    )
    world.do(WHATSAPP, "seen")
    assert world.gateway.statuses(3) == ["sent", "delivered", "read"]


@pytest.mark.parametrize(
    ("wrote_ago", "template", "reported"),
    [
        pytest.param(23 * 3600, quick_reply, ["sent", "delivered"], id="within a day"),
        pytest.param(25 * 3600, quick_reply, ["failed"], id="after a day"),
        pytest.param(
            25 * 3600,
            approved,
            ["sent", "delivered"],
            id="after a day with an approved template",
        ),
    ],
)
def test_whatsapp_closes_its_window_after_a_day(world, wrote_ago, template, reported):
    world.do(WHATSAPP, "send", text="halo")
    world.gateway.next()
    world.moment[0] += wrote_ago
    world.twilio.messages.create(
        to=ON_WHATSAPP,
        from_=f"whatsapp:{WHATSAPP_NUMBER}",
        content_sid=template(world),
        status_callback=f"{PUBLIC}/webhooks/twilio/status",
    )
    assert world.gateway.statuses(len(reported)) == reported


def test_administrators_may_be_written_to_first_and_strangers_on_whatsapp_may_not(
    world,
):
    def reported(to: str) -> dict[str, str]:
        world.twilio.messages.create(
            to=to,
            from_=f"whatsapp:{WHATSAPP_NUMBER}",
            body="halo",
            status_callback=f"{PUBLIC}/webhooks/twilio/status",
        )
        return world.gateway.next().form

    assert (
        reported("whatsapp:+6281999999999").items()
        >= {"MessageStatus": "failed", "ErrorCode": "63016"}.items()
    )
    assert reported(ADMIN)["MessageStatus"] == "sent"


def test_messages_can_be_listed_for_reconciliation_in_pages(world):
    for i in range(5):
        world.moment[0] += 3600
        world.do(SMS, "send", text=f"pesan {i}")
    world.do(WHATSAPP, "send", text="bukan SMS")
    listed = world.twilio.messages.list(to=SMS_NUMBER, page_size=2)
    assert [one.body for one in listed] == [f"pesan {i}" for i in reversed(range(5))]
    assert {(one.direction, one.status, one.from_) for one in listed} == {
        ("inbound", "received", CITIZEN)
    }
    late = world.twilio.messages.list(
        from_=CITIZEN, date_sent_after=listed[1].date_sent
    )
    assert [one.sid for one in late] == [listed[0].sid, listed[1].sid]
    early = world.twilio.messages.list(date_sent_before=listed[4].date_sent)
    assert [one.sid for one in early] == [listed[4].sid]
    assert world.twilio.messages(listed[0].sid).fetch().body == "pesan 4"


def test_a_quick_reply_is_shown_pressed_and_traced_to_its_message(world):
    world.do(WHATSAPP, "send", text="halo")
    world.gateway.next()
    sent = world.twilio.messages.create(
        to=ON_WHATSAPP,
        from_=f"whatsapp:{WHATSAPP_NUMBER}",
        content_sid=quick_reply(world),
        content_variables='{"1": "Bu Siti"}',
    )
    shown = world.messages(WHATSAPP, after=1)[0]
    assert (shown["text"], [button["title"] for button in shown["buttons"]]) == (
        "Benar, Bu Siti?",
        ["Benar", "Ubah"],
    )
    world.do(WHATSAPP, "press", button="no", message=shown["n"])
    form = world.gateway.next().form
    assert (
        form.items()
        >= {
            "Body": "Ubah",
            "ButtonText": "Ubah",
            "ButtonPayload": "no",
            "MessageType": "interactive",
            "OriginalRepliedMessageSid": sent.sid,
        }.items()
    )


def test_a_list_opens_behind_one_button(world):
    world.do(WHATSAPP, "send", text="halo")
    rows = [{"id": str(i), "item": f"Desa {i}", "description": ""} for i in range(10)]
    sid = content(
        world,
        {
            "twilio/list-picker": {
                "body": "Desa mana?",
                "button": "Pilih desa",
                "items": rows,
            }
        },
    )
    world.twilio.messages.create(
        to=ON_WHATSAPP, from_=f"whatsapp:{WHATSAPP_NUMBER}", content_sid=sid
    )
    shown = world.messages(WHATSAPP, after=1)[0]
    assert (shown["list_button"], len(shown["buttons"])) == ("Pilih desa", 10)
    world.gateway.next()
    world.do(WHATSAPP, "press", button="7")
    assert (
        world.gateway.next().form.items()
        >= {"Body": "Desa 7", "ButtonPayload": "7"}.items()
    )


@pytest.mark.parametrize(
    "types",
    [
        pytest.param(
            {
                "twilio/quick-reply": {
                    "body": "?",
                    "actions": [action(str(i), "x") for i in range(4)],
                }
            },
            id="4 buttons",
        ),
        pytest.param(
            {"twilio/quick-reply": {"body": "?", "actions": [action("a", "x" * 21)]}},
            id="title of 21",
        ),
        pytest.param(
            {
                "twilio/list-picker": {
                    "body": "?",
                    "button": "?",
                    "items": [{"id": "a", "item": "x"}] * 11,
                }
            },
            id="11 rows",
        ),
    ],
)
def test_content_beyond_whatsapps_limits_is_refused(world, types):
    with pytest.raises(TwilioRestException) as refusal:
        content(world, types)
    assert refusal.value.status == 400


# Twilio: what the gateway gets


@pytest.mark.parametrize(
    ("phone", "said", "fields"),
    [
        pytest.param(
            SMS,
            {"text": " Jalan rusak \n"},
            {"Body": " Jalan rusak \n", "NumSegments": "1"},
            id="spaces kept",
        ),
        pytest.param(
            SMS,
            {"text": "😀" * 36},
            {"From": CITIZEN, "To": SMS_NUMBER, "NumSegments": "2"},
            id="emoji cost",
        ),
        pytest.param(
            "sms/TELKOMSEL",
            {"text": "Promo"},
            {"From": "TELKOMSEL"},
            id="alphanumeric sender",
        ),
        pytest.param(
            SMS,
            {"media": ["photo", "photo"]},
            {"Body": "", "NumMedia": "2"},
            id="MMS with two photos",
        ),
        pytest.param(
            WHATSAPP,
            {"text": "halo", "name": "Siti"},
            {
                "From": ON_WHATSAPP,
                "ProfileName": "Siti",
                "WaId": "6281234567890",
                "MessageType": "text",
            },
            id="WhatsApp text",
        ),
        pytest.param(
            "whatsapp/ID.4566546130240823",
            {"text": "halo"},
            {"From": "whatsapp:ID.4566546130240823"},
            id="no number",
        ),
        pytest.param(
            WHATSAPP,
            {"text": "ini", "media": "photo"},
            {"Body": "ini", "MessageType": "image", "MediaContentType0": "image/png"},
            id="photo with words",
        ),
        pytest.param(
            WHATSAPP,
            {"media": "voice"},
            {"MessageType": "audio", "MediaContentType0": "audio/ogg"},
            id="voice",
        ),
        pytest.param(
            WHATSAPP, {"media": "document"}, {"MessageType": "document"}, id="document"
        ),
        pytest.param(
            WHATSAPP,
            {"location": {"latitude": -9.65, "longitude": 120.26, "label": "Pasar"}},
            {
                "MessageType": "location",
                "Latitude": "-9.65",
                "Longitude": "120.26",
                "Label": "Pasar",
                "Body": "",
            },
            id="location",
        ),
        pytest.param(
            WHATSAPP,
            {"contact": True},
            {"MessageType": "contacts", "MediaContentType0": "text/vcard"},
            id="own contact",
        ),
    ],
)
def test_what_a_phone_sends_arrives_as_a_signed_twilio_form(world, phone, said, fields):
    assert world.do(phone, "send", **said)["status"] == 200
    hit = world.gateway.next()
    channel = phone.partition("/")[0]
    assert hit.path == f"/webhooks/twilio/{channel}"
    assert RequestValidator(TOKEN).validate(
        PUBLIC + hit.path, hit.form, hit.headers["X_TWILIO_SIGNATURE"]
    )
    assert hit.form.items() >= fields.items()
    assert (
        hit.form.items()
        >= {
            "AccountSid": ACCOUNT,
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
        }.items()
    )


def test_several_photos_on_whatsapp_are_several_messages(world):
    world.do(WHATSAPP, "send", text="ini", media=["photo", "photo"])
    first, second = world.gateway.next().form, world.gateway.next().form
    assert [(form["Body"], form["NumMedia"]) for form in (first, second)] == [
        ("ini", "1"),
        ("", "1"),
    ]
    assert first["MessageSid"] != second["MessageSid"]


def test_media_is_served_to_whoever_knows_the_token(world):
    photo = {
        "kind": "photo",
        "type": "image/jpeg",
        "name": "a.jpg",
        "data": base64.b64encode(b"jpeg").decode(),
    }
    world.do(WHATSAPP, "send", media=photo)
    url = urlsplit(world.gateway.next().form["MediaUrl0"])
    assert f"{url.scheme}://{url.netloc}" == world.site
    assert world.get(url.path).status_code == 401
    answer = world.get(url.path, auth=(ACCOUNT, TOKEN))
    assert (answer.content, answer.headers["Content-Type"]) == (b"jpeg", "image/jpeg")


def test_a_reply_names_the_message_it_answers(world):
    world.do(WHATSAPP, "send", text="halo")
    sent = world.twilio.messages.create(
        to=ON_WHATSAPP, from_=f"whatsapp:{WHATSAPP_NUMBER}", body="Di mana?"
    )
    world.do(WHATSAPP, "send", text="Waingapu", reply_to=2)
    world.gateway.next()
    assert world.gateway.next().form["OriginalRepliedMessageSid"] == sent.sid


def test_twilio_tries_once_more_when_nobody_answers():
    gateway = Gateway()
    with served(gateway) as port:
        pass
    with served(create_simulator(config(port, lambda: 1_800_000_000.0))) as site:
        world = World(f"http://127.0.0.1:{site}", gateway, [])
        answer = world.do(SMS, "send", text="halo")
        assert (answer["status"], answer["messages"][0]["status"]) == (0, "failed")
        with served(gateway, port):
            assert gateway.next().form["Body"] == "halo"


# Telegram: what the gateway sends


def test_the_bot_knows_itself(world):
    me = world.bot(lambda bot: bot.get_me())
    assert (me.id, me.is_bot) == (42, True)


async def write(bot, chat_id=CHAT, **rest):
    return await bot.send_message(chat_id, "halo", **rest)


@pytest.mark.parametrize(
    ("first", "call", "token", "error", "words"),
    [
        pytest.param(
            (), write, "42:wrong", InvalidToken, "Unauthorized", id="wrong token"
        ),
        pytest.param(
            (), write, BOT, BadRequest, "Chat not found", id="the person never wrote"
        ),
        pytest.param(
            ("send", "stop"), write, BOT, Forbidden, "blocked by the user", id="blocked"
        ),
        pytest.param(
            ("send",),
            lambda bot: bot.send_message(CHAT, " "),
            BOT,
            BadRequest,
            "empty",
            id="no text",
        ),
        pytest.param(
            ("send",),
            lambda bot: bot.send_message(CHAT, "x" * 4097),
            BOT,
            BadRequest,
            "too long",
            id="too long",
        ),
        pytest.param(
            ("send",),
            lambda bot: bot.send_photo(CHAT, b"x", caption="x" * 1025),
            BOT,
            BadRequest,
            "caption is too long",
            id="caption too long",
        ),
        pytest.param(
            ("send",),
            lambda bot: write(
                bot,
                reply_markup=InlineKeyboardMarkup(
                    [[InlineKeyboardButton("x", callback_data="x" * 65)]]
                ),
            ),
            BOT,
            BadRequest,
            "button_data_invalid",
            id="button data of 65 bytes",
        ),
        pytest.param(
            (),
            lambda bot: bot.answer_callback_query("7"),
            BOT,
            BadRequest,
            "too old",
            id="unknown press",
        ),
        pytest.param(
            (),
            lambda bot: bot.get_file("7"),
            BOT,
            BadRequest,
            "file_id",
            id="unknown file",
        ),
        pytest.param(
            ("send",),
            lambda bot: bot.edit_message_text("x", CHAT, 1),
            BOT,
            BadRequest,
            "not found",
            id="unknown message",
        ),
        pytest.param(
            (),
            lambda bot: bot.get_updates(),
            BOT,
            Conflict,
            "webhook is active",
            id="polling beside a webhook",
        ),
    ],
)
def test_telegram_refuses_in_its_own_words(world, first, call, token, error, words):
    for what in first:
        world.do(TELEGRAM, what, text="halo")
    with pytest.raises(error, match=f"(?i){words}"):
        world.bot(call, token)


def test_an_administrators_chat_is_open_from_the_start(world):
    world.bot(lambda bot: write(bot, ADMIN_CHAT))
    assert world.messages(f"telegram/{ADMIN_CHAT}")[0]["text"] == "halo"


def test_an_inline_button_is_pressed_answered_and_taken_away(world):
    world.do(TELEGRAM, "send", text="halo")
    world.gateway.next()
    markup = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Ya", callback_data="y"),
                InlineKeyboardButton("Tidak", callback_data="n"),
            ]
        ]
    )
    sent = world.bot(lambda bot: write(bot, reply_markup=markup))
    assert [one["title"] for one in world.messages(TELEGRAM)[-1]["buttons"]] == [
        "Ya",
        "Tidak",
    ]
    world.do(TELEGRAM, "press", button="Tidak")
    query = world.gateway.next().update.callback_query
    assert (query.data, query.message.message_id, query.from_user.id) == (
        "n",
        sent.message_id,
        CHAT,
    )

    async def answer(bot):
        await bot.answer_callback_query(query.id, "Baik")
        return await bot.edit_message_text("selesai", CHAT, sent.message_id)

    assert world.bot(answer).text == "selesai"
    last = world.messages(TELEGRAM)[-1]
    assert (last["text"], last["buttons"], last["notice"], last["edited"]) == (
        "selesai",
        [],
        "Baik",
        True,
    )
    with pytest.raises(BadRequest, match="not modified"):
        world.bot(lambda bot: bot.edit_message_reply_markup(CHAT, sent.message_id))


def test_a_keyboard_shares_the_persons_own_number(world):
    world.do(TELEGRAM, "send", text="/start")
    world.gateway.next()
    keyboard = ReplyKeyboardMarkup(
        [[KeyboardButton("Bagikan nomor", request_contact=True)], ["Lewati"]]
    )
    world.bot(lambda bot: write(bot, reply_markup=keyboard))
    assert [key["asks"] for key in world.messages(TELEGRAM)[-1]["keyboard"]] == [
        "phone",
        "",
    ]
    world.do(TELEGRAM, "press", button="Bagikan nomor")
    contact = world.gateway.next().update.message.contact
    assert (contact.user_id, contact.phone_number) == (CHAT, "6281200000001")
    world.do(TELEGRAM, "press", button="Lewati")
    assert world.gateway.next().update.message.text == "Lewati"


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_the_bot_can_send_files(world, kind):
    world.do(TELEGRAM, "send", text="halo")
    send = {
        "photo": lambda bot: bot.send_photo,
        "document": lambda bot: bot.send_document,
    }[kind]
    world.bot(lambda bot: send(bot)(CHAT, SAMPLES["photo"][2], caption="ini"))
    last = world.messages(TELEGRAM)[-1]
    assert (last["text"], last["media"][0]["kind"]) == ("ini", kind)
    assert world.get(last["media"][0]["url"]).content == SAMPLES["photo"][2]


# Telegram: what the gateway gets


@pytest.mark.parametrize(
    ("said", "read", "expected"),
    [
        pytest.param(
            {"text": "Jalan rusak"},
            lambda m: (m.text, m.chat_id, m.from_user.language_code),
            ("Jalan rusak", CHAT, "id"),
            id="text",
        ),
        pytest.param(
            {"text": "/start abc"},
            lambda m: m.entities[0].type,
            "bot_command",
            id="command",
        ),
        pytest.param(
            {"text": "ini", "media": "photo"},
            lambda m: (m.caption, len(m.photo)),
            ("ini", 2),
            id="photo",
        ),
        pytest.param(
            {"media": "voice"}, lambda m: m.voice.mime_type, "audio/ogg", id="voice"
        ),
        pytest.param({"media": "video"}, lambda m: m.video.width, 240, id="video"),
        pytest.param(
            {"media": "audio"}, lambda m: m.audio.file_name, "suara.mp3", id="audio"
        ),
        pytest.param(
            {"media": "document"},
            lambda m: m.document.mime_type,
            "application/pdf",
            id="document",
        ),
        pytest.param(
            {"media": "sticker"}, lambda m: m.sticker.is_animated, False, id="sticker"
        ),
        pytest.param(
            {"location": {"latitude": 1.5, "longitude": 2}},
            lambda m: (m.location.latitude, m.venue),
            (1.5, None),
            id="location",
        ),
        pytest.param(
            {
                "location": {
                    "latitude": 1,
                    "longitude": 2,
                    "label": "Pasar",
                    "address": "Jl",
                }
            },
            lambda m: m.venue.title,
            "Pasar",
            id="venue",
        ),
        pytest.param(
            {"contact": True}, lambda m: m.contact.user_id, CHAT, id="own contact"
        ),
        pytest.param(
            {"contact": {"phone_number": "62811", "first_name": "Ani"}},
            lambda m: (m.contact.user_id, m.contact.phone_number),
            (None, "62811"),
            id="someone else's contact",
        ),
    ],
)
def test_what_a_phone_sends_arrives_as_a_telegram_update(world, said, read, expected):
    assert world.do(TELEGRAM, "send", **said)["status"] == 200
    hit = world.gateway.next()
    assert (hit.path, hit.headers["X_TELEGRAM_BOT_API_SECRET_TOKEN"]) == (
        "/webhooks/telegram",
        SECRET,
    )
    assert read(hit.update.message) == expected


def test_an_album_comes_as_one_group_with_the_words_on_the_first(world):
    world.do(TELEGRAM, "send", text="ini", media=["photo", "photo"])
    first, second = (
        world.gateway.next().update.message,
        world.gateway.next().update.message,
    )
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("ini", None)


def test_an_edit_and_a_reply_point_at_their_message(world):
    sent = world.do(TELEGRAM, "send", text="jalan rusak")["messages"][0]
    original = world.gateway.next().update.message
    world.do(TELEGRAM, "edit", message=sent["n"], text="jalan rusak parah")
    edited = world.gateway.next().update.edited_message
    assert (edited.message_id, edited.text) == (
        original.message_id,
        "jalan rusak parah",
    )
    world.do(TELEGRAM, "send", text="itu", reply_to=sent["n"])
    assert (
        world.gateway.next().update.message.reply_to_message.message_id
        == original.message_id
    )


def test_blocking_and_coming_back_are_told(world):
    world.do(TELEGRAM, "send", text="halo")
    world.do(TELEGRAM, "stop")
    world.do(TELEGRAM, "send", text="halo lagi")
    _, left, back, message = (world.gateway.next().update for _ in range(4))
    assert [one.my_chat_member.new_chat_member.status for one in (left, back)] == [
        "kicked",
        "member",
    ]
    assert message.message.text == "halo lagi"


def test_a_file_is_fetched_through_get_file(world):
    world.do(TELEGRAM, "send", media="photo")
    photo = world.gateway.next().update.message.photo[-1]

    async def download(bot):
        return await (await bot.get_file(photo.file_id)).download_as_bytearray()

    assert bytes(world.bot(download)) == SAMPLES["photo"][2]


def test_a_refused_update_holds_up_the_next_until_it_is_taken(world):
    world.gateway.answers += [500, 500]
    assert world.do(TELEGRAM, "send", text="satu")["status"] == 500
    assert world.bot(lambda bot: bot.get_webhook_info()).pending_update_count == 1
    assert world.do(TELEGRAM, "send", text="dua")["status"] is None
    texts = [world.gateway.next().update.message.text for _ in range(4)]
    assert texts == ["satu", "satu", "satu", "dua"]


def test_without_a_webhook_updates_wait_to_be_fetched(world):
    world.bot(lambda bot: bot.delete_webhook())
    assert world.do(TELEGRAM, "send", text="satu")["status"] is None
    world.do(TELEGRAM, "send", text="dua")

    async def poll(bot):
        first = await bot.get_updates(limit=1)
        return first, await bot.get_updates(offset=first[0].update_id + 1)

    (first,), (second,) = world.bot(poll)
    assert (first.message.text, second.message.text) == ("satu", "dua")
    assert [one["status"] for one in world.messages(TELEGRAM)] == ["sent", "sending"]


def test_a_long_poll_ends_when_something_is_said(world):
    world.bot(lambda bot: bot.delete_webhook())
    got: queue.Queue[str] = queue.Queue()
    waiting = threading.Thread(
        target=lambda: got.put(
            world.bot(lambda bot: bot.get_updates(timeout=PATIENCE))[0].message.text
        )
    )
    waiting.start()
    world.do(TELEGRAM, "send", text="halo")
    assert got.get(timeout=PATIENCE) == "halo"
    waiting.join()


def test_a_new_webhook_gets_its_secret_and_only_what_it_allows(world):
    world.bot(
        lambda bot: bot.set_webhook(
            f"{PUBLIC}/elsewhere", secret_token="new", allowed_updates=["message"]
        )
    )
    world.do(TELEGRAM, "send", text="satu")
    world.do(TELEGRAM, "press", button="unasked")
    world.do(TELEGRAM, "send", text="dua")
    first, second = world.gateway.next(), world.gateway.next()
    assert (first.path, first.headers["X_TELEGRAM_BOT_API_SECRET_TOKEN"]) == (
        "/elsewhere",
        "new",
    )
    assert [hit.update.message.text for hit in (first, second)] == ["satu", "dua"]


def test_a_restart_does_not_hand_out_old_numbers_again():
    gateway = Gateway()
    with served(gateway) as port:
        for moment in (1_800_000_000.0, 1_800_000_060.0):
            app = create_simulator(config(port, lambda moment=moment: moment))
            app.test_client().post(f"/phones/{TELEGRAM}/send", json={"text": "halo"})
        before, after = gateway.next().update, gateway.next().update
    assert after.update_id > before.update_id
    assert after.message.message_id > before.message.message_id


# The page


def test_the_page_lists_the_phones_there_are(world):
    accounts = world.get("/phones").json()
    assert [one["channel"] for one in accounts["citizens"]] == [
        "sms",
        "whatsapp",
        "telegram",
    ]
    assert [(one["label"], one["id"]) for one in accounts["administrators"]] == [
        ("Koordinator", str(ADMIN_CHAT)),
        ("PUPR", "+6281300000001"),
    ]


def test_the_page_runs_no_foreign_code(world):
    page = world.get("/")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "http" not in page.text.replace("http-equiv", "")
    assert "innerHTML" not in world.get("/static/phones.js").text


def test_an_uploaded_page_is_not_run_as_one(world):
    page = {
        "kind": "document",
        "type": "text/html",
        "name": "a.html",
        "data": base64.b64encode(b"<script>").decode(),
    }
    world.do(WHATSAPP, "send", media=page)
    answer = world.get(world.messages(WHATSAPP)[0]["media"][0]["url"])
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_only_the_last_500_messages_are_kept(world):
    app = create_simulator(replace(config(9, lambda: 1.0), webhook_secret=""))
    phone = app.test_client()
    for i in range(503):
        phone.post(f"/phones/{TELEGRAM}/send", json={"text": str(i)})
    kept = phone.get(f"/phones/{TELEGRAM}/messages").json
    assert (len(kept), kept[0]["text"], kept[-1]["n"]) == (500, "3", 503)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        pytest.param("/phones/fax/1/send", {"text": "x"}, 404, id="no such channel"),
        pytest.param(
            "/phones/telegram/abc/send", {"text": "x"}, 404, id="not a chat id"
        ),
        pytest.param(f"/phones/{TELEGRAM}/send", [], 400, id="not an object"),
        pytest.param(
            f"/phones/{TELEGRAM}/send", {"media": "hologram"}, 400, id="no such medium"
        ),
        pytest.param(
            f"/phones/{TELEGRAM}/send", {"media": {"data": "?"}}, 400, id="not base64"
        ),
        pytest.param(
            f"/phones/{TELEGRAM}/send",
            {"location": {"latitude": 1}},
            400,
            id="half a location",
        ),
        pytest.param(f"/phones/{TELEGRAM}/press", {}, 400, id="no button"),
        pytest.param(
            f"/phones/{SMS}/edit",
            {"message": 1, "text": "x"},
            400,
            id="an SMS cannot be edited",
        ),
    ],
)
def test_nonsense_from_the_page_is_refused(world, path, body, status):
    assert httpx.post(world.site + path, json=body, **DIRECTLY).status_code == status
    assert world.gateway.hits.empty()


# --- Outages


def test_what_is_written_while_the_way_is_cut_is_only_in_the_list(world):
    httpx.post(f"{world.site}/outage", json={"on": True}, **DIRECTLY)
    assert world.get("/outage").json() == {"on": True}
    sent = world.do(SMS, "send", text="lampu mati")
    assert (sent["status"], world.gateway.hits.empty()) == (0, True)
    assert world.messages(SMS)[-1]["status"] == "failed"
    (listed,) = world.twilio.messages.list(to=SMS_NUMBER)
    assert (listed.direction, listed.status) == ("inbound", "received")
    assert world.messages(SMS)[-1]["status"] == "fetched"
    httpx.post(f"{world.site}/outage", json={"on": False}, **DIRECTLY)
    assert world.do(SMS, "send", text="sudah menyala")["status"] == 200


def test_messages_of_one_second_are_listed_newest_first(world):
    for n in range(3):
        world.do(SMS, "send", text=f"pesan {n}")
    listed = world.twilio.messages.list(to=SMS_NUMBER, page_size=2)
    assert [one.body for one in listed] == ["pesan 2", "pesan 1", "pesan 0"]
