"""The fastest honest door one would write by hand: what `door` is measured against.

It checks Twilio's signature, seals the message under one key and keeps it under its unique id;
whoever waits at the same moment shares one commit (SQLite, WAL, synchronous=FULL). A repeat is
answered and changes nothing. It knows no person, no order, no other provider, and has no plan
for a database that is down.

RSGI, because Granian needs no threads there. The commit runs on the loop itself: while it waits
for the disk nothing else of this process could be answered anyway, and what arrives meanwhile
is the next commit's.
"""

import asyncio
import base64
import fcntl
import hmac
import json
import os
import sqlite3
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from granian.constants import Interfaces

INTERFACE = Interfaces.RSGI
TOKEN = b"bench-token"
KEY = AESGCM(bytes(range(32)))
XML = [("content-type", "text/xml")]
TABLE = "CREATE TABLE IF NOT EXISTS inbound (sid TEXT PRIMARY KEY, body BLOB NOT NULL)"


def prepare() -> None:
    """Before the processes are forked: nothing."""


class Book:
    """This process's connection, and those who wait for the next commit."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(TABLE)
        self._turn = open(f"{path}.turn", "w")  # noqa: SIM115  (SQLite's own waiting is by naps)
        self._rows: list[tuple[str, bytes]] = []
        self._done: asyncio.Future[None] | None = None

    def keep(self, sid: str, body: bytes) -> asyncio.Future[None]:
        """Ends when this row is on disk."""
        self._rows.append((sid, body))
        if self._done is None:
            loop = asyncio.get_running_loop()
            self._done = loop.create_future()
            loop.call_soon(self._commit)
        return self._done

    def _commit(self) -> None:
        rows, done = self._rows, self._done
        self._rows, self._done = [], None
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR IGNORE INTO inbound VALUES (?, ?)", rows)
            self._db.execute("COMMIT")
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)
        assert done is not None
        done.set_result(None)


class Door:
    """The application, as RSGI wants it."""

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        self._book = Book(os.environ["FLOOR_DB"])
        self._root = f"http://127.0.0.1:{os.environ['FLOOR_PORT']}"

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Trust it, keep it, say so."""
        if scope.path == "/health":
            protocol.response_str(200, [], "ok")
            return
        form = parse_qsl((await protocol()).decode(), keep_blank_values=True)
        given = scope.headers.get("x-twilio-signature", "")
        if not hmac.compare_digest(self._signature(scope.path, form), given.encode()):
            protocol.response_str(403, [], "no")
            return
        nonce, fields = os.urandom(12), dict(form)
        sealed = nonce + KEY.encrypt(nonce, json.dumps(fields).encode(), b"inbound")
        await self._book.keep(fields["MessageSid"], sealed)
        protocol.response_str(200, XML, "<Response/>")

    def _signature(self, path: str, form: list[tuple[str, str]]) -> bytes:
        text = self._root + path + "".join(map("".join, sorted(form)))
        return base64.b64encode(hmac.digest(TOKEN, text.encode(), "sha1"))


app = Door()
