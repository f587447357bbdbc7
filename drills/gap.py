"""An outage of an hour: what people wrote meanwhile is only in the provider's list, and all of it comes in.

A Twilio of our own holds the messages of both its numbers, several of each person, and lists them as
Twilio does: newest first, in pages. The product is started in front of it as after an outage; it is
measured how long it takes until all are stored and everybody is answered, and looked whether any is
missing, doubled or out of order.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from intake.messages import Address
from storage.crypto import KeyRing
from storage.unit_of_work import open_store

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))
from twilio_list import ACCOUNT, NUMBERS, OUTAGE, ProviderList, fill

MESSAGES = 5000
GOAL = 60.0  # seconds
PATIENCE = 300.0


@dataclass
class OutageResult:
    """What an outage came to."""

    messages: int
    people: int
    stored_after: float  # seconds from the start until all were in
    answered_after: float  # until everybody had an answer
    missing: int
    twice: int
    out_of_order: int

    @property
    def well(self) -> bool:
        """Whether the goal is met."""
        lost = self.missing or self.twice or self.out_of_order
        return not lost and self.stored_after <= GOAL


def drill(messages: int = MESSAGES) -> OutageResult:
    """Run it with so many messages."""
    held, answered = ProviderList(), set[str]()
    with tempfile.TemporaryDirectory() as folder, _twilio(held, answered) as url:
        installation = _Installation(Path(folder), url)
        installation.once()
        began_at = datetime.now(UTC)
        wrote = fill(held, messages, began_at)
        installation.went_down(began_at - OUTAGE)
        began = time.monotonic()
        with installation.running():
            stored = _until(lambda: installation.stored() >= messages, began)
            answers = _until(lambda: len(answered) >= len(wrote), began)
        kept = installation.kept(wrote)
    return OutageResult(
        messages,
        len(wrote),
        stored,
        answers,
        sum(len(set(wrote[who]) - set(kept[who])) for who in wrote),
        sum(len(kept[who]) - len(set(kept[who])) for who in wrote),
        sum(kept[who] != wrote[who] for who in wrote),
    )


def main() -> None:
    """Print what it came to; exit 1 when the goal is missed."""
    done = drill(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)
    rows = {
        f"messages only in the provider's list, of {done.people} people": done.messages,
        f"s until all were stored (goal {GOAL:.0f})": f"{done.stored_after:.1f}",
        "s until everybody was answered": f"{done.answered_after:.1f}",
        "missing": done.missing,
        "twice": done.twice,
        "people whose messages are out of order": done.out_of_order,
    }
    for what, number in rows.items():
        print(f"{what:58} {number:>8}")
    if not done.well:
        sys.exit(1)


class _Installation:
    """`satupintu run` in a folder of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        port, self._var = _free_port(), folder / "var"
        self._database = self._var / "satupintu.db"
        self._log = folder / "log"
        self._env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "VAR_DIR": str(self._var),
            "PORT": str(port),
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": "token",
            "TWILIO_SMS_NUMBER": NUMBERS["sms"],
            "TWILIO_WHATSAPP_NUMBER": NUMBERS["whatsapp"].partition(":")[2],
            "TWILIO_API_URL": url,
            "SMS_PER_SECOND": "1000",
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """While the block lasts."""
        command = [sys.executable, "-m", "gateway.operate.cli", "run"]
        with self._log.open("a") as log:
            process = subprocess.Popen(command, env=self._env, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    def once(self) -> None:
        """Start it for the first time, and stop it once it has looked for what it lacks."""
        with self.running():
            _until(lambda: self._ask("SELECT count(*) FROM gap") == len(NUMBERS), 0.0)

    def went_down(self, at: datetime) -> None:
        """Nothing was read since then."""
        with closing(sqlite3.connect(self._database)) as tables, tables:
            read_to = at.isoformat(timespec="microseconds")
            tables.execute("UPDATE gap SET read_to = ?", (read_to,))

    def stored(self) -> int:
        """How many messages are in."""
        return self._ask("SELECT count(*) FROM inbound")

    def kept(self, wrote: Mapping[Address, list[str]]) -> dict[Address, list[str]]:
        """What is stored of each person, in the order it came in."""
        keys = KeyRing.from_text((self._var / "data_key").read_text().strip())
        store = open_store(f"sqlite:///{self._database}", keys)
        found: dict[Address, list[str]] = {}
        with store.reading() as tx:
            for who in wrote:
                contact = tx.find_contact(who)
                rows = tx.recent_inbound(contact.id, 10**6) if contact else []
                found[who] = [one.message.text for one in reversed(rows)]
        store.dispose()
        return found

    def _ask(self, query: str) -> int:
        with suppress(sqlite3.Error):  # it is not there yet
            uri = f"{self._database.as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as tables:
                return int(tables.execute(query).fetchone()[0])
        return -1


def _until(done: Callable[[], bool], began: float) -> float:
    """Wait for it; the seconds since then."""
    deadline = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < deadline:
        time.sleep(0.1)
    return time.monotonic() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class _Twilio(BaseHTTPRequestHandler):
    """Its API: the list, and a yes to every message of ours."""

    protocol_version = "HTTP/1.1"
    held: ProviderList
    answered: set[str]

    def do_GET(self) -> None:
        """A page of the list, or who we are."""
        url = urlsplit(self.path)
        listed = url.path.endswith("/Messages.json")
        asked = dict(parse_qsl(url.query))
        self._say(self.held.page(asked) if listed else {"status": "active"}, 200)

    def do_POST(self) -> None:
        """A message of ours, or a content with buttons."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with suppress(KeyError):
            self.answered.add(dict(parse_qsl(body))["To"])
        self._say({"sid": f"SM{next(self.held.numbers):032x}", "status": "queued"}, 201)

    def _say(self, answer: object, status: int) -> None:
        body = json.dumps(answer).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: it would be one line a message."""


@contextmanager
def _twilio(held: ProviderList, answered: set[str]) -> Iterator[str]:
    desk = type("Desk", (_Twilio,), {"held": held, "answered": answered})
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    main()
