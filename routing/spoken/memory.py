"""What is remembered of an officer between two messages, as it is stored with their conversation.

A verb's open question is stored as it always was, `action` and `id`, so that one asked before an
update is answered after it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(
    hours=24
)  # after that a question is forgotten; its words were kept as a note or not sent


@dataclass(frozen=True, slots=True)
class Held:
    """Words that wait for a choice: what they would do, and to which case."""

    verb: str  # of the table of verbs; "" while it is not known
    words: str
    id: str = ""  # of the case; "" while it is not known
    to: str = ""  # of a transfer: the agency's code


@dataclass(frozen=True, slots=True)
class Memory:
    """What we wait for, and what was said last."""

    asks: str = ""  # the question that is open: a row of `desk.QUESTIONS`, or "words"
    action: str = ""  # of "words": the verb that they are for
    ids: tuple[str, ...] = ()  # of "words" its case; of "which" the choices
    held: tuple[Held, ...] = ()
    at: str = ""  # when it was asked, ISO 8601
    said: str = ""  # the key of the courtesy we said last
    own: bool = False  # they are telling a complaint of their own
    seen: str = ""  # a case on which a colleague acted, and how far they have read it

    @property
    def mark(self) -> str:
        """Tells the buttons of this question from those of earlier ones."""
        return "".join(char for char in self.at if char.isdigit())[4:16]

    def read_of(self, tracking_id: str) -> int | None:
        """How many lines of this case's history they have read of when they were told of a colleague."""
        id_, _, lines = self.seen.partition(" ")
        return int(lines) if id_ == tracking_id else None

    def settled(self) -> "Memory":
        """Nothing is waited for any more."""
        return Memory(at=self.at * self.own, said=self.said, own=self.own)

    def fresh(self, now: datetime) -> "Memory":
        """Without what has grown old: a question, a complaint of their own that was never told."""
        old = self.at and now - datetime.fromisoformat(self.at) > PATIENCE
        return Memory(said=self.said) if old else self


def memory_from(stored: dict[str, str] | None) -> Memory:
    """Read back what was stored, also by an earlier version."""
    kept = stored or {}
    held = tuple(Held(**one) for one in json.loads(kept.get("held", "[]")))
    asks = kept.get("asks") or ("words" if kept.get("action") else "")
    ids = tuple((kept.get("ids") or kept.get("id", "")).split())
    return Memory(
        asks,
        kept.get("action", ""),
        ids,
        held,
        kept.get("at", ""),
        kept.get("said", ""),
        bool(kept.get("own")),
        kept.get("seen", ""),
    )


def memory_to(memory: Memory) -> dict[str, str] | None:
    """As it is stored; None when there is nothing to remember."""
    words = memory.asks == "words"
    asked = (
        {"id": "".join(memory.ids[:1])}
        if words
        else {"asks": memory.asks, "ids": " ".join(memory.ids)}
    )
    kept = asked | {
        "action": memory.action,
        "held": json.dumps([asdict(one) for one in memory.held]) if memory.held else "",
        "at": memory.at,
        "said": memory.said,
        "own": "1" * memory.own,
        "seen": memory.seen,
    }
    return {name: value for name, value in kept.items() if value} or None
