"""The whole house in one process: everything real but the wire, and a clock that only we move.

Messages come in as signed webhooks through the web application and go out through the
real provider clients; what stands in for the providers is at their HTTP layer.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask.testing import FlaskClient
from telegram.request import BaseRequest
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio_list import ProviderList
from werkzeug.test import TestResponse

from channels.contract import Channel
from channels.telegram import TelegramChannel
from channels.twilio import TwilioSms, TwilioWhatsApp, twilio_client
from gateway.flows import cases, clock_rounds, delivery, fetching, turns
from gateway.operate.inspection import case_json
from gateway.setup.channels import KNOWN, load_rates
from gateway.setup.links import Links
from gateway.setup.parts import Parts
from gateway.setup.settings import Settings, read_settings
from gateway.setup.wiring import (
    damage_flag,
    load_agencies,
    load_catalogue,
    load_gazetteer,
    load_limits,
    load_models,
    load_own_topics,
    load_places,
    load_reasons,
    load_scorer,
    load_templates,
    load_words,
)
from gateway.web.app import create_app
from intake.reading.topics import TOPICS
from routing.clocks import Calendar
from routing.verbs import VERBS
from storage.crypto import KeyRing
from storage.door import Door
from storage.limits import Limiter
from storage.media import MediaStore
from storage.migrations import migrate
from storage.queue import Doorbell
from storage.spool import Spool
from storage.unit_of_work import Store, open_store

PUBLIC = "https://lapor.example.go.id"
SID, TOKEN = "AC" + "0" * 32, "twilio-token"
BOT, SECRET = "1708:telegram-token", "telegram-secret"
SMS, WHATSAPP = "+628110001708", "+628110001709"
ENV = {
    "PUBLIC_URL": PUBLIC,
    "SECRET_KEY": "test-secret-0123456789abcdef-ghij",
    "DATA_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "TWILIO_ACCOUNT_SID": SID,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_SMS_NUMBER": SMS,
    "TWILIO_WHATSAPP_NUMBER": WHATSAPP,
    "TELEGRAM_BOT_TOKEN": BOT,
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
    "PAUSE_MS": "0",  # answered at once; tests/gateway/flows/test_pieces.py waits
}
CITIZEN = "+6281298765432"
TRACKING_ID = re.compile(r"LPR-\w{7}")
LOGIN = re.compile(r"/admin/masuk/\S+")
LATER = 100_000  # numbers from here on are of a house that opened after an earlier one


@dataclass
class Sent:
    """One message that reached a provider."""

    to: str  # sms:+62..., whatsapp:+62..., telegram:1
    text: str
    provider_id: str
    buttons: dict[str, str] = field(default_factory=dict)  # title -> payload


@dataclass
class Wire:
    """Stands where the providers' servers would: remembers what was sent, and answers as told."""

    sent: list[Sent] = field(default_factory=list)
    fault: Callable[[str], tuple[int, dict[str, Any]] | Exception | None] = lambda _to: (
        None
    )
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)  # presses on Telegram
    numbers: Any = field(default_factory=lambda: count(1))
    held: ProviderList = field(default_factory=ProviderList)  # Twilio's list
    list_fault: Callable[[str], Response | Exception | None] = lambda _url: None

    def to(self, address: str) -> list[Sent]:
        return [one for one in self.sent if one.to == address]


class TwilioWire(HttpClient):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def request(
        self, method: str, url: str, params=None, data=None, **options: Any
    ) -> Response:  # type: ignore[no-untyped-def, override]
        if method.upper() == "GET":
            return self._listed(url, params or {})
        if urlsplit(url).path.endswith("/Content"):
            return self._content(data if isinstance(data, dict) else json.loads(data))
        to = data["To"] if data["To"].startswith("whatsapp:") else f"sms:{data['To']}"
        answer = self.wire.fault(to)
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return Response(answer[0], json.dumps(answer[1]))
        sid = f"SM{next(self.wire.numbers):032d}"
        text, buttons = self._words(data)
        self.wire.sent.append(Sent(to, text, sid, buttons))
        return Response(201, json.dumps({"sid": sid, "status": "queued"}))

    def _listed(self, url: str, params: Mapping[str, Any]) -> Response:
        parts = urlsplit(url)
        asked = {**dict(parse_qsl(parts.query)), **params}
        if answer := self.wire.list_fault(f"{parts.path}?{urlencode(asked)}"):
            if isinstance(answer, Exception):
                raise answer
            return answer
        if parts.path.endswith("/Media.json"):
            media = self.wire.held.media.get(parts.path.split("/")[-2], [])
            return Response(200, json.dumps({"media_list": media}))
        return Response(200, json.dumps(self.wire.held.page(asked)))

    def _content(self, data: Mapping[str, Any]) -> Response:
        sid = f"HX{next(self.wire.numbers):032d}"
        self.wire.contents[sid] = dict(data)
        return Response(201, json.dumps({"sid": sid}))

    def _words(self, data: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
        if "ContentSid" not in data:
            return data["Body"], {}
        types = next(iter(self.wire.contents[data["ContentSid"]]["types"].values()))
        given = json.loads(data["ContentVariables"])
        text = re.sub(r"\{\{(\w+)\}\}", lambda match: given[match[1]], types["body"])
        rows = types.get("actions") or types.get("items") or []
        return text, {row.get("title") or row.get("item"): row["id"] for row in rows}


class TelegramWire(BaseRequest):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def do_request(
        self, url: str, method: str, request_data=None, *args: Any, **options: Any
    ) -> tuple[int, bytes]:  # type: ignore[no-untyped-def, override]
        name = url.rsplit("/", 1)[1]
        given = request_data.parameters if request_data else {}
        if name == "getFile":
            path = f"photos/{given['file_id']}.jpg"
            return 200, json.dumps(
                {"ok": True, "result": {"file_id": "F", "file_path": path}}
            ).encode()
        if name == "answerCallbackQuery":
            self.wire.acknowledged.append(given["callback_query_id"])
        if name != "sendMessage":
            return 200, json.dumps(
                {
                    "ok": True,
                    "result": {"id": 1708, "is_bot": True, "first_name": "b"}
                    if name == "getMe"
                    else True,
                }
            ).encode()
        to = f"telegram:{given['chat_id']}"
        answer = self.wire.fault(to)
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return answer[0], json.dumps(answer[1]).encode()
        number = next(self.wire.numbers)
        rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = {
            button["text"]: button["callback_data"] for row in rows for button in row
        }
        self.wire.sent.append(
            Sent(to, given["text"], f"{given['chat_id']}:{number}", buttons)
        )
        result = {
            "message_id": number,
            "date": 0,
            "chat": {"id": int(given["chat_id"]), "type": "private"},
        }
        return 200, json.dumps({"ok": True, "result": result}).encode()


def channels_over(wire: Wire, twilio: str, telegram: str) -> dict[str, Channel]:
    """The real channels, with the wire in the place of the providers; files are fetched from these URLs."""
    client = twilio_client(SID, TOKEN, twilio, TwilioWire(wire))
    callback = f"{PUBLIC}/webhooks/twilio/status"
    return {
        "sms": TwilioSms(SMS, client, (TOKEN,), SID, callback),
        "whatsapp": TwilioWhatsApp(WHATSAPP, client, (TOKEN,), SID, callback),
        "telegram": TelegramChannel(BOT, (SECRET,), telegram, TelegramWire(wire)),
    }


class House:
    """The parts, the web application over them, and hands to act with."""

    def __init__(
        self,
        store: Store,
        redis_url: str,
        var_dir: Path,
        now: datetime,
        extra: Mapping[str, str] = {},
        secret: str = "",
    ) -> None:
        self.now = now
        self.wire = Wire()
        read = read_settings({**ENV, "VAR_DIR": str(var_dir), **extra})
        self.settings: Settings = replace(read, secret_key=secret or read.secret_key)
        self.store = store
        self.redis_url = redis_url
        own_topics = load_own_topics(self.settings)
        bell = Doorbell(redis_url)
        spool = Spool(var_dir / "spool", KeyRing.from_text(self.settings.data_key))
        self.parts = Parts(
            settings=self.settings,
            store=store,
            flag=damage_flag(self.settings),
            bell=bell,
            door=Door(store, spool, lambda: bell.ring("converse")),
            media=MediaStore(self.settings.media_url),
            spool=spool,
            channels=channels_over(
                self.wire, "https://api.twilio.com", "https://api.telegram.org"
            ),
            known=KNOWN,
            agencies=load_agencies(self.settings),
            calendar=Calendar(frozenset(), self.settings.zone),
            catalogue=own_topics.over(load_catalogue()),
            topics=own_topics.among(TOPICS),
            gazetteer=load_gazetteer,
            scorer=load_scorer,
            models=load_models,
            places=load_places,
            links=Links(self.settings.secret_key, PUBLIC),
            limiter=Limiter(bell.here, load_rates(self.settings)),
            templates=load_templates(self.settings),
            nap=self.nap,
            clock=lambda: self.now,
            draw=Random(1708).randrange,
            words=load_words(self.settings.language),
            verbs=VERBS,
            reasons=load_reasons(self.settings.language),
            limits=load_limits(self.settings),
        )
        self.rebuild()
        self.awake = True
        self._ids = count(1)

    def parts_over(self, store: Store) -> Parts:
        """The parts, with another database behind the door and everywhere else."""
        door = Door(store, self.parts.spool, lambda: self.parts.bell.ring("converse"))
        return replace(self.parts, store=store, door=door)

    def rebuild(self) -> None:
        """The web application over the parts as they are now."""
        self.web = create_app(self.parts).test_client()

    def nap(self, seconds: float) -> None:
        """Time passes without anyone waiting."""
        self.now += timedelta(seconds=seconds)

    def sms(
        self, text: str, sender: str = CITIZEN, sid: str = "", **more: str
    ) -> TestResponse:
        """A signed Twilio SMS webhook."""
        return self._twilio(
            "sms", {"From": sender, "To": SMS, "Body": text, **more}, sid
        )

    def whatsapp(
        self, text: str, sender: str = CITIZEN, sid: str = "", **more: str
    ) -> TestResponse:
        """A signed Twilio WhatsApp webhook."""
        form = {
            "From": f"whatsapp:{sender}",
            "To": f"whatsapp:{WHATSAPP}",
            "Body": text,
            **more,
        }
        return self._twilio("whatsapp", form, sid)

    def _twilio(self, channel: str, form: dict[str, str], sid: str) -> TestResponse:
        form = {
            "MessageSid": sid or f"SM{next(self._ids):032x}",
            "AccountSid": SID,
            "NumMedia": "0",
            **form,
        }
        return self.post(f"/webhooks/twilio/{channel}", form)

    def post(
        self, path: str, form: dict[str, str], signature: str | None = None
    ) -> TestResponse:
        """A form as Twilio posts it; signed rightly unless a signature is given."""
        good = RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)
        return self.heard(
            self.web.post(
                path,
                data=form,
                headers={
                    "X-Twilio-Signature": good if signature is None else signature
                },
            )
        )

    def heard(self, answer: TestResponse) -> TestResponse:
        """The turn that a webhook led to is taken at once, as by a worker with nothing else to do."""
        if self.awake:
            turns.take_turns(self.parts)
        return answer

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Meanwhile no turns are taken: what comes waits, as in a burst."""
        self.awake = False
        yield
        self.awake = True

    def telegram(
        self, text: str = "", chat: int = 7, *, update: int | None = None, **more: Any
    ) -> TestResponse:
        """A Telegram message update with the right secret."""
        number = update or next(self._ids)
        person = {
            "id": chat,
            "is_bot": False,
            "first_name": "Budi",
            "language_code": "id",
        }
        message = {
            "message_id": number,
            "date": 0,
            "from": person,
            "chat": {"id": chat, "type": "private"},
            **more,
        }
        return self.update(
            {"update_id": number, "message": message | ({"text": text} if text else {})}
        )

    def tap(self, title: str, chat: int = 7) -> TestResponse:
        """Tap a button of the newest message that has it."""
        shown = next(
            one
            for one in reversed(self.wire.to(f"telegram:{chat}"))
            if title in one.buttons
        )
        person = {"id": chat, "is_bot": False, "first_name": "Budi"}
        message = {
            "message_id": int(shown.provider_id.split(":")[1]),
            "date": 0,
            "chat": {"id": chat, "type": "private"},
        }
        query = {
            "id": str(next(self._ids)),
            "from": person,
            "chat_instance": "1",
            "data": shown.buttons[title],
            "message": message,
        }
        return self.update({"update_id": next(self._ids), "callback_query": query})

    def update(self, update: dict[str, Any], secret: str = SECRET) -> TestResponse:
        """Any Telegram update."""
        return self.heard(
            self.web.post(
                "/webhooks/telegram",
                json=update,
                headers={"X-Telegram-Bot-Api-Secret-Token": secret},
            )
        )

    def hear(self, address: str, step: Mapping[str, Any]) -> TestResponse:
        """What a person sends, written down as data: words and the provider's own fields, or an update."""
        channel, _, id_ = address.partition(":")
        if "update" in step:
            return self.update({"update_id": next(self._ids), **step["update"]})
        text, fields = (
            step.get("text", ""),
            {name: step[name] for name in step if name != "text"},
        )
        if channel == "telegram":
            return self.telegram(text, int(id_), **fields)
        return {"sms": self.sms, "whatsapp": self.whatsapp}[channel](
            text, id_, **fields
        )

    def tick(self) -> None:
        """Let the clock's rounds do what is due by now, and the workers what that leads to."""
        clock_rounds.tick_all(self.parts, self.now)
        self.settle()

    def drain(self) -> int:
        """Take in what waits in the spool; how many."""
        taken = self.parts.door.drain(self.now)
        turns.take_turns(self.parts)
        return taken

    def files_at(self, url: str) -> None:
        """From now on the providers' files lie there."""
        self.parts = replace(self.parts, channels=channels_over(self.wire, url, url))
        self.rebuild()

    def fetch(self) -> int:
        """Fetch the files that are due; how many were tried."""
        return fetching.fetch(self.parts)

    def files(self, tracking_id: str) -> dict[str, str]:
        """The state of each file of a report; none of one that is erased."""
        with self.store.reading() as tx:
            stored = tx.complaint(tracking_id)
            return (
                {one.id: one.state for one in tx.attachments_of(stored.id)}
                if stored
                else {}
            )

    def original(self, tracking_id: str, file_id: str) -> bytes:
        """A file as it came; LookupError when there is none to be read."""
        with self.store.reading() as tx:
            stored = tx.complaint(tracking_id)
            if stored is None:
                raise LookupError(tracking_id)
            file = next(
                one for one in tx.attachments_of(stored.id) if one.id == file_id
            )
            return self.parts.media.get(
                tx.file_key_of(file.subject_id), str(file.sha256)
            )

    def case(self, tracking_id: str) -> dict[str, Any] | None:
        """What `satupintu case` prints."""
        return case_json(self.parts, tracking_id)

    def browser(self, address: str) -> FlaskClient:
        """A browser in which this administrator has logged in by the link we wrote to them."""
        client = self.web.application.test_client()
        self.now += timedelta(minutes=2)  # one link a minute is sent
        self.fill_in(
            client, "/admin/login", "/admin/login", contact=address.partition(":")[2]
        )
        self.settle()
        link = next(
            found[0]
            for text in reversed(self.says(address))
            if (found := LOGIN.search(text))
        )
        assert self.fill_in(client, link, link).status_code == 303
        return client

    def fill_in(
        self, client: FlaskClient, page: str, path: str, **fields: str
    ) -> TestResponse:
        """Open the page that has the form, and send the form."""
        token = re.search(
            r'name="csrf" value="([^"]+)"', client.get(page, base_url=PUBLIC).text
        )
        return client.post(
            path, base_url=PUBLIC, data={"csrf": token[1] if token else "", **fields}
        )

    def settle(self, seconds: float = 1.0) -> None:
        """Let the workers do everything there is to do, and the clock move on a little."""
        self.now += timedelta(seconds=seconds)
        turns.take_turns(self.parts)
        clock_rounds.push(self.parts)
        with self.store.reading() as tx:
            waiting = tx.to_push(self.now + timedelta(days=1), 100)
        for complaint_id in waiting:
            cases.route(self.parts, complaint_id)
        delivery.deliver(self.parts)

    def says(self, address: str) -> list[str]:
        """What a person has read so far, oldest first."""
        return [one.text for one in self.wire.to(address)]

    def tracking_id(self, address: str) -> str:
        """The newest id a person was told."""
        found = [
            match for text in self.says(address) for match in TRACKING_ID.findall(text)
        ]
        return found[-1]


def move_in(var_dir: Path) -> None:
    """Bring what an earlier version left behind up to date, as a start does."""
    migrate(settings_of(var_dir).database_url)


@contextmanager
def reopened(var_dir: Path, redis_url: str, now: datetime) -> Iterator[House]:
    """A house over what an earlier one left behind, with the keys that lie there."""
    found = settings_of(var_dir)
    store = open_store(found.database_url, KeyRing.from_text(found.data_key))
    keys = {"DATA_KEY": found.data_key}
    house = House(store, redis_url, var_dir, now, keys, found.secret_key)
    house._ids, house.wire.numbers = count(LATER), count(LATER)
    yield house
    store.dispose()


def settings_of(var_dir: Path, **more: str) -> Settings:
    """Without keys in the environment, they are those under VAR_DIR; https would demand them."""
    local = {"PUBLIC_URL": "", "DATA_KEY": "", "VAR_DIR": str(var_dir)}
    read = read_settings({**ENV, **local, **more})
    kept = var_dir / "secret_key"  # of a house of ours, too short for a start of today
    if not kept.exists():
        return read
    return replace(read, secret_key=kept.read_text(encoding="ascii").strip())
