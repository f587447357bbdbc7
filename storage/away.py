"""Whether Redis is away, as one process knows it: found out by one caller, spared to all others.

Away is whatever keeps a bell from ringing: no server, one that hangs, is full, loads its data or
only reads. While it is away nobody asks it but a probe now and then, which writes, because a
full server and one that only reads would still say that they are there.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE = 0.5  # seconds a caller waits for Redis: a citizen is waiting behind it
SULK = 2.0  # seconds between probes
SILENCE = 60.0  # seconds between two lines in the log
PROBE = "satu-pintu:probe"

T = TypeVar("T")
log = logging.getLogger(__name__)


class RedisHere:
    """The connections of one process to one Redis, and whether they are of any use just now."""

    def __init__(self, redis_url: str) -> None:
        self.client = Redis.from_url(
            redis_url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._probing = threading.Lock()
        self._away_until = (
            0.0  # on the monotonic clock; then it is probed. 0: it is here
        )
        self._silent_until = self._proved_at = 0.0

    @property
    def away(self) -> bool:
        """Whether it was away when somebody last asked; it is probed again in time."""
        if not self._away_until:
            return False
        if time.monotonic() >= self._away_until and self._probing.acquire(
            blocking=False
        ):
            try:
                self.probe()
            finally:
                self._probing.release()
        return bool(self._away_until)

    def prove(self) -> None:
        """Probe it now and then, even though nothing speaks against it."""
        if time.monotonic() >= self._proved_at + SULK:
            self.probe()

    def probe(self) -> None:
        """Ask whether it takes what we write."""
        self._proved_at = time.monotonic()
        try:
            self.client.set(PROBE, 1, px=1000)
            self._away_until = 0.0
        except RedisError as error:
            self.note(error)

    def tell(self, command: Callable[[], T], otherwise: Callable[[], T]) -> T:
        """What the command says; `otherwise` while Redis is away."""
        if self.away:
            return otherwise()
        try:
            return command()
        except RedisError as error:
            self.note(error)
            return otherwise()

    def note(self, error: RedisError) -> None:
        """It failed. Said once in a while: every message would."""
        now = time.monotonic()
        self._away_until = now + SULK
        if now >= self._silent_until:
            log.warning("Redis is away: %s", type(error).__name__)
            self._silent_until = now + SILENCE

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
