"""A load that costs little: one process, non-blocking sockets, every request made before the clock starts.

Closed loop: so many connections, each sends its next request when it has its answer. Open loop:
so many requests a second whatever comes back, and a latency counts from the moment the request
*should* have been sent, so that a server that stalls is charged for all who would have waited.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

HOST = "127.0.0.1"
OK = b"HTTP/1.1 200"
LENGTH = b"content-length:"
ENOUGH = 65536  # bytes; no answer here is longer
PATIENCE = 60.0  # seconds without any answer: then the rest counts as errors
MOST_CONNECTIONS = 128  # of an open loop


@dataclass
class Result:
    """What a load saw. Latencies in seconds, in the order of the answers."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0  # other answers than 200, broken connections, no answer
    seconds: float = 0.0
    began: float = 0.0  # the moment its clock started, of time.perf_counter()

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The latency that this share of the answers stayed below, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[int((len(ordered) - 1) * share)] * 1000 if ordered else 0.0


def joined(results: Sequence[Result]) -> Result:
    """Several rounds as one."""
    return Result(
        [one for result in results for one in result.latencies],
        sum(result.errors for result in results),
        sum(result.seconds for result in results),
    )


class Line:
    """One connection, and the request it waits for an answer to."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)  # a request fits the buffer of a socket
        self.since = 0.0
        self.lives = True
        self._came = b""

    def send(self, request: bytes, since: float) -> None:
        """Send it; its latency counts from `since`."""
        self.since = since
        self.socket.send(request)

    def receive(self) -> bool | None:
        """Whether the answer is a good one; None: it is not complete."""
        data = self._came + self.socket.recv(ENOUGH)
        head = data.find(b"\r\n\r\n")
        if not data:
            raise ConnectionResetError
        if head < 0 or len(data) < head + 4 + _length(data[:head]):
            self._came = data
            return None
        self._came = b""
        return data.startswith(OK)

    def end(self) -> None:
        """Close it: the server has, or the load is over."""
        self.lives = False
        self.socket.close()


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.find(LENGTH)
    return int(lower[start + len(LENGTH) :].split(b"\r\n", 1)[0]) if start >= 0 else 0


def closed_loop(
    port: int, requests: Sequence[bytes], connections: int, seconds: float = PATIENCE
) -> Result:
    """Send all of them, or what can be answered within `seconds`."""
    result, waiting = Result(), deque(requests)
    with _open(port, min(connections, len(requests))) as (lines, poll):
        result.began = began = time.perf_counter()
        busy = sum(
            _sent(line, waiting.popleft(), time.perf_counter(), result)
            for line in lines.values()
        )
        while busy and (ready := poll.poll(PATIENCE)):
            for number, _ in ready:
                line = lines[number]
                if _waits(line, result):
                    continue
                busy -= 1
                now = time.perf_counter()
                if line.lives and waiting and now - began < seconds:
                    busy += _sent(line, waiting.popleft(), now, result)
        result.errors += busy
        result.seconds = time.perf_counter() - began
    return result


def open_loop(port: int, requests: Sequence[bytes], rate: float) -> Result:
    """Send all of them, `rate` a second."""
    with _open(port, min(MOST_CONNECTIONS, len(requests))) as (lines, poll):
        schedule = _Schedule(lines, requests, rate)
        while schedule.busy or schedule.next_due is not None:
            schedule.send_due()
            ready = _wait(poll, schedule.next_due)
            if not ready and schedule.next_due is None:
                break  # nobody answers any more
            schedule.hear(ready)
        return schedule.end()


class _Schedule:
    """What is to be sent when, and on which lines."""

    def __init__(
        self, lines: dict[int, Line], requests: Sequence[bytes], rate: float
    ) -> None:
        self.busy = 0  # lines that wait for an answer
        self._lines, self._idle = lines, deque(lines.values())
        began = time.perf_counter()
        self._result = Result(began=began)
        self._todo = deque((began + n / rate, one) for n, one in enumerate(requests))

    @property
    def next_due(self) -> float | None:
        """When the next can be sent; None: an answer must come first, or all are sent."""
        return self._todo[0][0] if self._todo and self._idle else None

    def send_due(self) -> None:
        """Send what should have been sent by now."""
        while (due := self.next_due) is not None and due <= time.perf_counter():
            _, request = self._todo.popleft()
            self.busy += _sent(self._idle.popleft(), request, due, self._result)

    def hear(self, ready: Sequence[int]) -> None:
        """Take the answers that came on these lines."""
        for line in (self._lines[number] for number in ready):
            if not _waits(line, self._result):
                self.busy -= 1
                self._idle.extend([line] * line.lives)

    def end(self) -> Result:
        """What was seen; whoever got no answer is an error."""
        self._result.errors += self.busy + len(self._todo)
        self._result.seconds = time.perf_counter() - self._result.began
        return self._result


def _wait(poll: select.epoll, until: float | None) -> list[int]:
    """Who can be read; `select`, because epoll's own timeout knows milliseconds only."""
    seconds = PATIENCE if until is None else max(0.0, until - time.perf_counter())
    if not select.select([poll], [], [], seconds)[0]:
        return []
    return [number for number, _ in poll.poll(0)]


def _sent(line: Line, request: bytes, since: float, result: Result) -> bool:
    """Whether it could be sent."""
    try:
        line.send(request, since)
    except OSError:
        line.end()
        result.errors += 1
    return line.lives


def _waits(line: Line, result: Result) -> bool:
    """Take what has come; whether the rest of the answer is still to come."""
    try:
        good = line.receive()
    except OSError:
        line.end()
        good = False
    if good:
        result.latencies.append(time.perf_counter() - line.since)
    elif good is False:
        result.errors += 1
    return good is None


@contextmanager
def _open(port: int, number: int) -> Iterator[tuple[dict[int, Line], select.epoll]]:
    lines = [Line(port) for _ in range(number)]
    poll = select.epoll()
    for line in lines:
        poll.register(line.socket, select.EPOLLIN)
    try:
        yield {line.socket.fileno(): line for line in lines}, poll
    finally:
        poll.close()
        for line in lines:
            line.end()
