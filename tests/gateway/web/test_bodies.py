"""A request reaches the application whole or not at all, and one that is slow holds nobody up."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from gateway.web import bodies
from gateway.web.bodies import WholeBodies, called, environ_of
from gateway.web.webhooks import MOST_BYTES


class Headers(dict[str, str]):
    """As Granian has them, each name once."""


class Proto:
    """A connection: its body comes in parts, then it ends, hangs or breaks."""

    def __init__(self, *parts: bytes | Exception | None) -> None:
        self._parts = parts
        self.said: tuple[int, list[tuple[str, str]], bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            if part is None:
                await asyncio.sleep(600)
            elif isinstance(part, Exception):
                raise part
            else:
                yield part

    def response_bytes(
        self, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        self.said = (int(status), headers, body)


@dataclass
class Scope:
    headers: Any = field(default_factory=Headers)
    method: str = "POST"
    path: str = "/p"
    query_string: str = ""
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:4711"
    scheme: str = "http"
    http_version: str = "1.1"


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [("X-Method", environ["REQUEST_METHOD"])])
    return [environ["wsgi.input"].read()]


def knock(proto: Proto, headers: dict[str, str]) -> tuple[int, bytes]:
    front = WholeBodies(echo, 2)
    asyncio.run(front.answer(Scope(Headers(headers)), proto))
    assert proto.said
    return proto.said[0], proto.said[2]


LENGTH, CHUNKED = {"content-length": "6"}, {"transfer-encoding": "chunked"}


@pytest.mark.parametrize(
    ("headers", "parts", "answer"),
    [
        pytest.param(LENGTH, [b"abcdef"], (200, b"abcdef"), id="in one piece"),
        pytest.param(LENGTH, [b"abc", b"def"], (200, b"abcdef"), id="in two pieces"),
        pytest.param(CHUNKED, [b"abc", b"d"], (200, b"abcd"), id="without a length"),
        pytest.param({}, [None], (200, b""), id="no body is not waited for"),
        pytest.param(
            {"content-length": "0"}, [None], (200, b""), id="nor one of no length"
        ),
        pytest.param(
            LENGTH, [b"abc", None], (408, b"Request Timeout\n"), id="half of it"
        ),
        pytest.param(LENGTH, [None], (408, b"Request Timeout\n"), id="none of it"),
        pytest.param(
            CHUNKED, [b"abc", None], (408, b"Request Timeout\n"), id="no last chunk"
        ),
        pytest.param(
            LENGTH, [b"abc", OSError()], (400, b"Bad Request\n"), id="who sends goes"
        ),
        pytest.param(
            LENGTH,
            [b"abc", RuntimeError()],
            (400, b"Bad Request\n"),
            id="the stream breaks",
        ),
        pytest.param(
            {"content-length": str(MOST_BYTES + 1)},
            [None],
            (413, b"Request Entity Too Large\n"),
            id="too long by its own word: not waited for",
        ),
        pytest.param(
            CHUNKED,
            [b"x" * MOST_BYTES, b"x", None],
            (413, b"Request Entity Too Large\n"),
            id="too long without a word",
        ),
    ],
)
def test_the_application_sees_a_body_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    parts: list[Any],
    answer: tuple[int, bytes],
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.2)
    assert knock(Proto(*parts), headers) == answer


def test_a_thousand_slow_ones_hold_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 60)
    front, quick = WholeBodies(echo, 1), Proto(b"abcdef")

    async def crowd() -> None:
        slow = [
            asyncio.create_task(front.answer(Scope(Headers(LENGTH)), Proto(b"a", None)))
            for _ in range(1000)
        ]
        await asyncio.sleep(0)
        await asyncio.wait_for(front.answer(Scope(Headers(LENGTH)), quick), 30)
        for one in slow:
            one.cancel()

    asyncio.run(crowd())
    assert quick.said
    assert quick.said[0] == 200


@pytest.mark.parametrize(
    "path", ["/webhooks/twilio/sms", "/webhooks/telegram", "/health", "/ready"]
)
def test_pages_that_wait_for_the_database_hold_up_no_provider(path: str) -> None:
    gate = threading.Event()

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/admin"):
            gate.wait(60)
        return echo(environ, start)

    front, quick = WholeBodies(app, 2), Proto()

    async def crowd() -> None:
        pages = [
            asyncio.create_task(front.answer(Scope(path="/admin/"), Proto()))
            for _ in range(20)
        ]
        await asyncio.sleep(0)
        await asyncio.wait_for(front.answer(Scope(path=path), quick), 30)
        gate.set()
        await asyncio.gather(*pages)

    asyncio.run(crowd())
    assert quick.said
    assert quick.said[0] == 200


class ManyHeaders(Headers):
    """As Granian has them, with names that come more than once."""

    def items(self) -> Any:
        return [
            ("cookie", "a=1"),
            ("x-twilio-signature", "s"),
            ("cookie", "b=2"),
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "2.2.2.2"),
            ("content-type", "text/plain"),
            ("content-length", "3"),
        ]


def test_what_granian_says_of_a_request_is_said_as_wsgi_does() -> None:
    scope = Scope(ManyHeaders(), path="/a b/é", query_string="x=%20", client="[::1]:9")
    environ = environ_of(scope, b"abc")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/a b/é"
    assert environ["QUERY_STRING"] == "x=%20"
    assert environ["REMOTE_ADDR"] == "::1"
    assert environ["SERVER_PORT"] == "8000"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "3"
    assert environ["HTTP_X_TWILIO_SIGNATURE"] == "s"
    assert environ["HTTP_COOKIE"] == "a=1;b=2"
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_the_application_is_told_what_it_may_rely_on() -> None:
    environ = environ_of(Scope(), b"abc")
    told = {
        name: value
        for name, value in environ.items()
        if name.startswith("wsgi.") or name in {"SERVER_NAME", "SERVER_PROTOCOL"}
    }
    assert told.pop("wsgi.input").read() == b"abc"
    assert told.pop("wsgi.errors") is sys.stderr
    assert told == {
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),  # PEP 3333
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def test_what_the_application_opened_is_closed() -> None:
    closed: list[int] = []

    class Said(list[bytes]):
        def close(self) -> None:
            closed.append(1)

    def app(_environ: Any, start: Any) -> Said:
        start("404 NOT FOUND", [("A", "b")])
        return Said([b"no", b"thing"])

    assert called(app, {}) == (404, [("A", "b")], b"nothing")
    assert closed == [1]


def test_an_application_that_fails_is_answered_and_told_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        raise ValueError("kata warga yang rahasia")

    proto = Proto()
    asyncio.run(WholeBodies(fails, 2).answer(Scope(), proto))
    assert proto.said is not None
    assert proto.said[0] == 500
    assert "ValueError" in caplog.text
    assert "rahasia" not in caplog.text
