"""A Twilio that remembers who was written to and when: `python -m benchmarks.provider PORT SECONDS`.

It takes so many seconds for each message, any number at a time. `GET /log` tells what came, as
`[[to, moment], ...]` with the moments of this machine's monotonic clock.
"""

import asyncio
import json
import sys
import time
import urllib.request
from itertools import count
from urllib.parse import parse_qs

HEAD = "HTTP/1.1 {} OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
LENGTH = b"content-length:"


class Log:
    """What came."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.came: list[tuple[str, float]] = []
        self.numbers = count(1)


class Call(asyncio.Protocol):
    """One connection, kept open."""

    def __init__(self, log: Log) -> None:
        self._log = log
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
            whole = end + 4 + _length(head)
            if len(self._data) < whole:
                return
            body, self._data = self._data[end + 4 : whole], self._data[whole:]
            self._answer(head, body.decode())

    def _answer(self, head: bytes, body: str) -> None:
        if head.startswith(b"GET"):
            self._write(200, self._log.came if b"/log" in head else "ok")
            return
        to = parse_qs(body).get("To", [""])[0]
        self._log.came.append((to, time.perf_counter()))
        sid = f"SM{next(self._log.numbers):032x}"
        loop = asyncio.get_running_loop()
        loop.call_later(
            self._log.delay, self._write, 201, {"sid": sid, "status": "queued"}
        )

    def _write(self, status: int, content: object) -> None:
        body = json.dumps(content)
        self._transport.write((HEAD.format(status, len(body)) + body).encode())


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.find(LENGTH)
    return int(lower[start + len(LENGTH) :].split(b"\r\n", 1)[0]) if start >= 0 else 0


def first_words(port: int) -> dict[str, float]:
    """When each person was first written to, by their number; read from a running provider."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/log", timeout=10) as answer:
        came: list[tuple[str, float]] = json.load(answer)
    return dict(reversed(came))  # the first of each wins


async def serve(port: int, delay: float) -> None:
    """Serve for ever."""
    log = Log(delay)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Call(log), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
