"""Twilio and Telegram as they are for us: `python -m benchmarks.slow_providers PORT WHATSAPP TELEGRAM`.

Each takes so many seconds for a message, any number at a time. `GET /log` tells what came, as
`[[to, moment], ...]` with the moments of this machine's monotonic clock.
"""

import asyncio
import json
import re
import sys
import time
from itertools import count
from urllib.parse import parse_qs

HEAD = "HTTP/1.1 {} OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
LENGTH = re.compile(rb"content-length: *([0-9]+)", re.IGNORECASE)
NUMBERS = count(1)


class Line(asyncio.Protocol):
    """One connection, kept open."""

    def __init__(
        self, came: list[tuple[str, float]], whatsapp: float, telegram: float
    ) -> None:
        self._came, self._whatsapp, self._telegram = came, whatsapp, telegram
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to answer on."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            head = self._data[:end]
            found = LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._data) < whole:
                return
            body, self._data = self._data[end + 4 : whole], self._data[whole:]
            self._answer(head.split(b"\r\n", 1)[0].decode(), parse_qs(body.decode()))

    def _answer(self, request: str, form: dict[str, list[str]]) -> None:
        if request.startswith("GET"):
            self._write(200, self._came if "/log" in request else "ok")
        elif "/sendMessage" in request:
            self._later(self._telegram, 200, _sent(form["chat_id"][0]))
            self._came.append((f"telegram:{form['chat_id'][0]}", time.perf_counter()))
        else:
            sid = f"SM{next(NUMBERS):032x}"
            self._later(self._whatsapp, 201, {"sid": sid, "status": "queued"})
            self._came.append((form["To"][0], time.perf_counter()))

    def _later(self, seconds: float, status: int, content: object) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, self._write, status, content)

    def _write(self, status: int, content: object) -> None:
        body = json.dumps(content)
        self._transport.write((HEAD.format(status, len(body)) + body).encode())


def _sent(chat: str) -> dict[str, object]:
    at = {"id": int(chat), "type": "private"}
    return {
        "ok": True,
        "result": {"message_id": next(NUMBERS), "date": 0, "chat": at},
    }


async def serve(port: int, whatsapp: float, telegram: float) -> None:
    """Serve for ever."""
    came: list[tuple[str, float]] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Line(came, whatsapp, telegram), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
