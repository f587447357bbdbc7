"""Canaries: values nobody else has, what they look like in files, and providers that quote them."""

import base64
import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from redis import Redis

PROC = Path("/proc")


def spellings(canary: str) -> set[bytes]:
    """A canary as it may stand in a file: as it is, in capitals, in URLs, wide, in base64 at any offset."""
    plain = canary.encode()
    wide = {canary.encode("utf-16-le"), canary.encode("utf-16-be")}
    coded = {
        base64.b64encode(b"\0" * n + plain)[(n * 4 + 2) // 3 : -4] for n in range(3)
    }
    told = {quote(canary, safe="").encode(), json.dumps(canary)[1:-1].encode()}
    return {plain, canary.upper().encode(), *wide, *coded, *told} - {b""}


def canaries_in(content: bytes, canaries: Mapping[str, str]) -> list[str]:
    """The names of those that stand in these bytes."""
    if not _any_of(tuple(canaries.values())).search(content):
        return []
    return [
        name
        for name, value in canaries.items()
        if any(one in content for one in spellings(value))
    ]


@cache
def _any_of(canaries: tuple[str, ...]) -> re.Pattern[bytes]:
    return re.compile(
        b"|".join(re.escape(one) for value in canaries for one in spellings(value))
    )


def files_of(*roots: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below, and its bytes; names too, because they are read by others."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            if path.is_file():
                yield name, path.read_bytes() + name.encode()


def values_of(redis_url: str) -> Iterator[tuple[str, bytes]]:
    """Every key of Redis and what it holds, whatever its type, and the last commands it heard."""
    read = {
        b"string": lambda redis, key: [redis.get(key)],
        b"list": lambda redis, key: redis.lrange(key, 0, -1),
        b"set": lambda redis, key: list(redis.smembers(key)),
        b"zset": lambda redis, key: redis.zrange(key, 0, -1),
        b"hash": lambda redis, key: [*redis.hgetall(key).items()],
        b"stream": lambda redis, key: redis.xrange(key),
    }
    with Redis.from_url(redis_url) as redis:
        for key in redis.scan_iter():
            yield repr(key), key + repr(read[redis.type(key)](redis, key)).encode()
        yield "slowlog", repr(redis.slowlog_get(128)).encode()


def command_lines(pids: list[int]) -> Iterator[tuple[str, bytes]]:
    """What anybody on the machine reads of a process: its command line and its name."""
    for pid in pids:
        if not (PROC / str(pid) / "cmdline").exists():
            continue
        yield f"command line of {pid}", (PROC / str(pid) / "cmdline").read_bytes()
        yield f"name of {pid}", (PROC / str(pid) / "comm").read_bytes()


@dataclass
class Fault:
    """What a provider says instead of yes; status 0: nothing, it hangs up."""

    status: int
    body: str


@dataclass
class Providers:
    """Twilio, Telegram and Kannel on loopback; they hear everything, and quote it when they refuse."""

    texts: list[str] = field(default_factory=list)
    photo: bytes = b""
    faults: dict[str, list[Fault]] = field(
        default_factory=dict
    )  # what a path with this in it meets next
    numbers: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]

    def __post_init__(self) -> None:
        providers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(
                    self.rfile.read(int(self.headers.get("Content-Length", 0)))
                )

            def _answer(self, body: bytes) -> None:
                status, kind, said = providers.answer(self.path, body)
                if status:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(said)))
                    self.end_headers()
                    self.wfile.write(said)
                else:
                    self.close_connection = True

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        """Status (0: hang up), type and body for one call."""
        if "/Media/" in path or "/file/bot" in path:
            return 200, "image/jpeg", self.photo
        met = next((self.faults[part] for part in self.faults if part in path), [])
        if met:
            fault = met.pop(0)
            return fault.status, "application/json", fault.body.encode()
        self.texts += _texts(path, body)
        return _agreed(path, next(self.numbers))

    def said(self, pattern: str) -> str:
        """The newest of what we wrote that has this in it; "" for none."""
        found = (re.search(pattern, text) for text in reversed(self.texts))
        return next((one[0] for one in found if one), "")


def _texts(path: str, body: bytes) -> list[str]:
    query = path.partition("?")[2]
    given = {**parse_qs(query), **parse_qs(body.decode("utf-8", "replace"))}
    words = [
        *given.get("Body", []),
        *given.get("text", []),
        *given.get("ContentVariables", []),
    ]
    return words or [body.decode("utf-8", "replace")]


def _agreed(path: str, number: int) -> tuple[int, str, bytes]:
    result: Any = True
    if path.endswith("/sendMessage"):
        result = {"message_id": number, "date": 0, "chat": {"id": 7, "type": "private"}}
    elif path.endswith("/getMe"):
        result = {"id": 1708, "is_bot": True, "first_name": "b"}
    elif path.endswith("/getFile"):
        result = {"file_id": "F", "file_unique_id": "F", "file_path": "photos/f.jpg"}
    if "/bot" in path:
        return (
            200,
            "application/json",
            json.dumps({"ok": True, "result": result}).encode(),
        )
    if "/cgi-bin/" in path:
        return 202, "text/plain", f"0: Accepted {number}".encode()
    sid = f"{'HX' if path.endswith('/Content') else 'SM'}{number:032x}"
    return (
        201,
        "application/json",
        json.dumps({"sid": sid, "status": "queued"}).encode(),
    )
