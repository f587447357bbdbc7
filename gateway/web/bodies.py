"""Between the server and the application: a thread is only given to a request that has come whole.

A body is read in the event loop, where a thousand slow ones cost nothing but their place, and no
longer than PATIENCE. Before, sixteen connections that sent half a body and then nothing held all
threads of a process for as long as they liked. The application itself is plain WSGI.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from gateway.web.webhooks import MOST_BYTES
from storage.door import tell_fault

log = logging.getLogger(__name__)
PATIENCE = 10.0  # seconds for a whole body
BOUNDED = ("/webhooks/", "/health", "/ready")  # these wait for nothing that may hang
NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
JOINED_BY = {"HTTP_COOKIE": ";"}  # headers given more than once; others by a comma
CLOSE = [("Connection", "close"), ("Content-Type", "text/plain; charset=utf-8")]


class Cut(Exception):
    """The body did not come in time, whole, or in our measure."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class WholeBodies:
    """An RSGI application over a WSGI one, with so many threads; as many again for people's pages.

    A page may wait for a database that hangs. Providers must not wait for pages.
    """

    def __init__(self, app: WSGIApplication, threads: int) -> None:
        self._app = app
        self._machines = ThreadPoolExecutor(threads, thread_name_prefix="webhook")
        self._people = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def answer(self, scope: Any, proto: Any) -> None:
        """RSGI: read the body, then let a thread answer."""
        try:
            body = await whole_body(scope.headers, proto)
        except Cut as cut:
            said = f"{cut.status.phrase}\n".encode()
            proto.response_bytes(cut.status, CLOSE, said)
            return
        threads = self._machines if scope.path.startswith(BOUNDED) else self._people
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(threads, self._answer, scope, proto, body)

    def _answer(self, scope: Any, proto: Any, body: bytes) -> None:
        try:
            status, headers, said = called(self._app, environ_of(scope, body))
        except Exception as error:  # noqa: BLE001  (the server would log its words)
            tell_fault(log, "a request failed", error)
            status, headers, said = HTTPStatus.INTERNAL_SERVER_ERROR, CLOSE, b"failed\n"
        proto.response_bytes(status, headers, said)


async def whole_body(headers: Any, proto: Any) -> bytes:
    """All of a body; Cut when it is too long, or does not come."""
    length = headers.get("content-length") or "0"
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise Cut(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if length == "0" and "transfer-encoding" not in headers:
        return b""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _gathered(proto)
    except TimeoutError as error:
        raise Cut(HTTPStatus.REQUEST_TIMEOUT) from error
    except (OSError, RuntimeError) as error:  # whoever sent it has gone
        raise Cut(HTTPStatus.BAD_REQUEST) from error


async def _gathered(proto: Any) -> bytes:
    parts, size = [], 0
    async for part in proto:
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise Cut(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return b"".join(parts)


def environ_of(scope: Any, body: bytes) -> WSGIEnvironment:
    """The request as PEP 3333 has it."""
    server, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        known = environ.get(key)
        by = JOINED_BY.get(key, ",")
        environ[key] = value if known is None else f"{known}{by}{value}"
    return environ


def called(
    app: WSGIApplication, environ: WSGIEnvironment
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What a WSGI application answers: status, headers, body."""
    head: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        head[:] = [int(status[:3]), headers]
        return said_at_once

    said: Iterable[bytes] = app(environ, start)
    try:
        body = b"".join(said)
    finally:
        close = getattr(said, "close", None)
        if close:
            close()
    return head[0], head[1], body


def said_at_once(_data: bytes) -> None:
    """PEP 3333's other way to answer, which nothing of ours uses."""
    raise NotImplementedError
