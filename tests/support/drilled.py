"""Drills on the running product: providers that can be hurt, citizens who write, and a watch for both."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit

from house import ENV, SECRET, SID, SMS, TOKEN
from running import Running, soon
from twilio.request_validator import RequestValidator

PUBLIC = "http://lapor.example"
TWILIO, TELEGRAM = "/webhooks/twilio/sms", "/webhooks/telegram"
LONG = 120.0  # seconds a hanging provider stays silent, if nobody lets it go


@dataclass
class Arrived:
    """One message that a provider took, and when (monotonic)."""

    to: str
    text: str
    at: float


@dataclass
class Providers:
    """Twilio and Telegram on one port. `behave` may wait, or give an answer in the place of a yes."""

    behave: Callable[[str], tuple[int, dict[str, Any]] | None] = lambda _to: None
    taken: list[Arrived] = field(default_factory=list)
    asked: list[Arrived] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def hang(self) -> tuple[int, dict[str, Any]]:
        """Say nothing until `released` is set, and then no yes."""
        self.released.wait(LONG)
        return 503, {}

    def texts(self, to: str) -> list[str]:
        return [one.text for one in self.taken if one.to == to]

    def reached(self, to: str, number: int = 1, patience: float = 60.0) -> float:
        """Wait until a person has so many messages; when the last of them came."""
        return soon(
            lambda: [one for one in self.taken if one.to == to][number - 1 : number],
            lambda: f"message {number} to {to}: {self.texts(to)}",
            patience,
        )[0].at

    def answer(self, to: str, text: str, path: str) -> tuple[int, dict[str, Any]]:
        self.asked.append(Arrived(to, text, time.monotonic()))
        if refusal := self.behave(to):
            return refusal
        self.taken.append(Arrived(to, text, time.monotonic()))
        number = next(self.numbers)
        if path.startswith("/bot"):
            chat = {"id": int(to.removeprefix("telegram:")), "type": "private"}
            said = {"message_id": number, "date": 0, "chat": chat, "text": text}
            return 200, {"ok": True, "result": said}
        return 201, {"sid": f"SM{number:032d}", "status": "queued"}


class _Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    providers: Providers

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if path.endswith("/Messages.json"):
            status, said = self.providers.answer(
                f"sms:{form['To']}", form.get("Body", ""), path
            )
        elif path.endswith("/sendMessage"):
            status, said = self.providers.answer(
                f"telegram:{form['chat_id']}", form["text"], path
            )
        else:
            status, said = 200, {"ok": True, "result": True}
        self._say(status, json.dumps(said).encode())

    def do_GET(self) -> None:
        """A list of messages, which is empty, or whatever else is asked: it is well."""
        self._say(
            200, json.dumps({"messages": [], "ok": True, "result": True}).encode()
        )

    def _say(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # who asked has lost patience
            self.close_connection = True

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def providers() -> Iterator[tuple[Providers, str]]:
    """The providers, and where they are."""
    one = Providers()
    desk = type("Desk", (_Desk,), {"providers": one})
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield one, f"http://127.0.0.1:{server.server_port}"
    finally:
        one.released.set()
        server.shutdown()
        server.server_close()


class Drilled(Running):
    """A `satupintu run` in front of these providers."""

    def __init__(self, var_dir: Path, url: str, **settings: str) -> None:
        given = {**ENV, "PUBLIC_URL": PUBLIC, "TWILIO_WHATSAPP_NUMBER": ""}
        given |= {
            "TWILIO_API_URL": url,
            "TELEGRAM_API_URL": url,
            "SMS_PER_SECOND": "50",
        }
        super().__init__(var_dir, **given, **settings)
        self.numbers = count(1)

    def sms(self, citizen: str, text: str, patience: float = 60.0) -> tuple[int, float]:
        """A signed SMS; how it was answered, and after how many seconds."""
        form = {
            "MessageSid": f"SM{next(self.numbers):032d}",
            "AccountSid": SID,
            "NumMedia": "0",
            "From": citizen,
            "To": SMS,
            "Body": text,
        }
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + TWILIO, form)
        body = urlencode(form).encode()
        return self.knock(TWILIO, body, {"X-Twilio-Signature": signature}, patience)

    def telegram(self, chat: int, text: str) -> tuple[int, float]:
        """An update from Telegram; how it was answered, and after how many seconds."""
        number = next(self.numbers)
        who = {"id": chat, "is_bot": False, "first_name": "Budi", "type": "private"}
        message = {"message_id": number, "date": 0, "chat": who, "from": who}
        update = {"update_id": number, "message": message | {"text": text}}
        headers = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": SECRET,
        }
        return self.knock(TELEGRAM, json.dumps(update).encode(), headers)

    def knock(
        self,
        path: str,
        body: bytes | None,
        headers: dict[str, str],
        patience: float = 60.0,
    ) -> tuple[int, float]:
        """One request; its status (0: none) and how many seconds it took."""
        url = f"http://127.0.0.1:{self.port}{path}"
        began = time.monotonic()
        try:
            request = urllib.request.Request(url, body, headers)
            with urllib.request.urlopen(request, timeout=patience) as answer:
                status: int = answer.status
        except HTTPError as error:
            with error:
                status = error.code
        except OSError:
            status = 0
        return status, time.monotonic() - began

    def ready(self) -> bool:
        """Whether `/ready` says so."""
        return self.knock("/ready", None, {}, 10.0)[0] == 200

    def readiness(self) -> dict[str, Any]:
        """What `/ready` tells, whatever its status."""
        url = f"http://127.0.0.1:{self.port}/ready"
        try:
            with urllib.request.urlopen(url, timeout=15) as answer:
                told: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            with error:
                told = json.load(error)
        return told


def citizen(number: int) -> str:
    """Somebody's telephone number."""
    return f"+6281290{number:06d}"
