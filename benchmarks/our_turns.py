"""Our conversation in process: messages stored as by the door, then their turns, as in production.

`python -m benchmarks.our_turns VAR_DIR`, whose database is migrated, takes the lines of
`floors/rounds.py`, and `watched PEOPLE`: where the time of such a round goes.
`store` and `take_turns` are all that is called of the product.
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

from benchmarks.dialogue import STEPS, words_of
from benchmarks.floors.rounds import Turns, serve
from benchmarks.shares import Shares
from channels.contract import Event
from gateway.flows import receiving, turns
from gateway.setup.parts import Parts
from gateway.setup.wiring import parts_here, warm_up
from intake.messages import Address, InboundMessage

TOGETHER = 32  # people whose messages wait at the same moment
FIRST = 700_000_000  # a Telegram id


def store(parts: Parts, events: Sequence[Event]) -> None:
    """As the door does with requests that wait at the same moment."""
    receiving.take(parts, events)


def take_turns(parts: Parts) -> None:
    """Take the turns of all that is stored."""
    turns.take_turns(parts)


class Conversations:
    """People who come by Telegram, each with a dialogue."""

    def __init__(self, var: Path) -> None:
        warm_up()
        self.parts = parts_here()
        self._database = var / "satupintu.db"
        self._people, self._messages = count(FIRST), count(1)

    def prepare(self, people: int) -> Turns:
        """Their whole dialogues, everyone's first message first."""
        known = [next(self._people) for _ in range(people)]
        steps = [
            [self._message(person, step) for person in known] for step in range(STEPS)
        ]
        return lambda: sum(self._take(events) for events in steps)

    def _take(self, events: Sequence[Event]) -> int:
        self._hand_over()
        for start in range(0, len(events), TOGETHER):
            store(self.parts, events[start : start + TOGETHER])
            take_turns(self.parts)
        return len(events)

    def _hand_over(self) -> None:
        """The replies have left, as one statement: an answer counts only after its question."""
        with closing(sqlite3.connect(self._database, timeout=30)) as db, db:
            db.execute(
                "UPDATE outbox SET status = 'sent', settled_at = created_at WHERE status = 'pending'"
            )

    def _message(self, person: int, step: int) -> Event:
        return InboundMessage(
            external_id=f"{person}:{next(self._messages)}",
            sender=Address("telegram", str(person)),
            text=words_of(person)[step],
        )

    def watched(self, people: int) -> dict[str, float]:
        """Seconds of a round by what they went to; `turns` it had, and reports `completed` in it."""
        before, take = self._completed(), self.prepare(people)
        with Shares() as shares:
            turns = take()
        completed = self._completed() - before
        return {"turns": turns, "completed": completed, **shares.seconds}

    def _completed(self) -> int:
        with closing(sqlite3.connect(self._database)) as db:
            rows = db.execute(
                "SELECT count(*) FROM complaint WHERE status = 'completed'"
            )
            return int(next(rows)[0])


if __name__ == "__main__":
    conversations = Conversations(Path(sys.argv[1]))
    serve(conversations.prepare, watched=conversations.watched)
