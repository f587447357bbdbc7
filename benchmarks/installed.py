"""A whole installation and the provider it talks to, as the benches see them: from outside."""

import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.load import open_loop
from benchmarks.provider import first_words
from benchmarks.servers import provider, satupintu
from benchmarks.webhooks import People, bytes_of

SLOWLY = 10  # messages a second to warm up with
LOOK = 0.05  # seconds between looks
HANDLED = "SELECT count(*) FROM inbound WHERE handled_at IS NOT NULL"
ANSWERED = "SELECT count(DISTINCT contact_id) FROM outbox"  # where turns leave no mark


@dataclass(frozen=True)
class Installation:
    """A running `satupintu run` with Twilio's SMS."""

    port: int
    provider: int  # its port
    database: Path
    people: People = field(default_factory=People)

    def write(self, number: int) -> tuple[list[str], list[bytes]]:
        """New people's numbers, and what each sends."""
        forms = list(islice(self.people.forms(), number))
        return [form["From"] for form in forms], [
            bytes_of(self.port, form) for form in forms
        ]

    def warm_up(self, messages: int, patience: float) -> None:
        """Everything that is read or opened once."""
        senders, requests = self.write(messages)
        open_loop(self.port, requests, SLOWLY)
        self.await_replies(senders, patience)

    def await_replies(
        self, senders: Collection[str], patience: float
    ) -> dict[str, float]:
        """When each of them was first written to; without those who are not within `patience` seconds."""
        deadline, wanted = time.monotonic() + patience, set(senders)
        while True:
            told = first_words(self.provider)
            found = {to: at for to, at in told.items() if to in wanted}
            if len(found) == len(wanted) or time.monotonic() > deadline:
                return found
            time.sleep(LOOK * 10)

    def handled(self) -> int:
        """Turns taken so far; read beside the product, which it does not hold up."""
        uri = f"file:{self.database}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=10)) as db:
            try:
                return int(next(db.execute(HANDLED))[0])
            except sqlite3.OperationalError:
                return int(next(db.execute(ANSWERED))[0])


@contextmanager
def installation(delay: float = 0.0, workers: int = 1) -> Iterator[Installation]:
    """One of its own, with a provider that takes `delay` seconds a message."""
    with (
        tempfile.TemporaryDirectory() as folder,
        provider(delay) as its_port,
        satupintu(
            Path(folder),
            "run",
            TWILIO_API_URL=f"http://127.0.0.1:{its_port}",
            WORKERS=str(workers),
        ) as (served,),
    ):
        database = Path(folder) / "satupintu.db"
        yield Installation(served.port, its_port, database)


class Watch(threading.Thread):
    """Looks on until so many more turns are taken, or none is for `patience` seconds."""

    def __init__(
        self, handled: Callable[[], int], wanted: int, patience: float
    ) -> None:
        super().__init__(daemon=True)
        self._handled, self._patience = handled, patience
        self._goal = handled() + wanted
        self.last = time.perf_counter()  # the moment of the last turn seen
        self.waiting = wanted  # turns still to take then

    def run(self) -> None:
        """Until then."""
        while self.waiting and time.perf_counter() - self.last < self._patience:
            left = self.left()
            if left < self.waiting:
                self.waiting, self.last = left, time.perf_counter()
            time.sleep(LOOK)

    def left(self) -> int:
        """Turns still to take at this moment."""
        return max(0, self._goal - self._handled())
