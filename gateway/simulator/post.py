"""Calling the gateway, now or a little later, on a few threads of our own."""

import heapq
import itertools
import ssl
import threading
import time
from collections.abc import Callable
from functools import cached_property

import httpx

TIMEOUT = 15.0  # seconds; Twilio's patience
THREADS = 4
ACCEPTED = range(200, 300)


class Postman:
    """Posts webhooks. Threads start with the first delayed job and die with the process."""

    def __init__(self) -> None:
        self.cut = (
            False  # the way to the gateway is cut: nothing arrives, as in an outage
        )
        self._due = threading.Condition()
        self._jobs: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._threads: list[threading.Thread] = []

    def post(self, url: str, headers: dict[str, str], content: bytes) -> int:
        """The HTTP status of the answer; 0 when there was none."""
        if self.cut:
            return 0
        try:
            tls = self._tls if url.startswith("https:") else False
            answer = httpx.post(
                url,
                headers=headers,
                content=content,
                timeout=TIMEOUT,
                verify=tls,
                trust_env=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0
        return answer.status_code

    def later(self, seconds: float, job: Callable[[], object]) -> None:
        """Run the job in that many seconds."""
        with self._due:
            heapq.heappush(
                self._jobs, (time.monotonic() + seconds, next(self._order), job)
            )
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._work, daemon=True)
                    for _ in range(THREADS)
                ]
                for thread in self._threads:
                    thread.start()
            self._due.notify()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()  # takes longer than a request

    def _work(self) -> None:
        while True:
            self._next()()

    def _next(self) -> Callable[[], object]:
        with self._due:
            while not self._jobs or (wait := self._jobs[0][0] - time.monotonic()) > 0:
                self._due.wait(wait if self._jobs else None)
            return heapq.heappop(self._jobs)[2]
