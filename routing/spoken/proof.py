"""Whether an officer wrote what came from their number: an SMS shows any sender its author likes.

What an SMS would do to a case waits for a code that went to the number: whoever holds the phone reads
it. One code is for one message, shown with it, so no second message can ride on it: a while in which
all is believed would only ask a forger for patience. Codes have six digits and work for ten minutes
(OWASP ASVS 5.0, 6.5.4 and 6.5.5); several may wait, so a forged message cannot push out a genuine one.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from routing.spoken.steps import Do

DIGITS = 6
LASTS = timedelta(minutes=10)
SPAN = timedelta(hours=1)  # over which codes that nobody sent back are counted
UNANSWERED_MOST = 5  # an officer answers theirs: more are somebody else's doing
WRONG_MOST = 5  # guesses: then no code works until the hour is over
KEY = "proof"  # in what is stored of an officer

_CODE = re.compile(
    r"(?:kode|code|ya|ok)?[\s:]*(\d{3})[\s-]?(\d{3})[\s.!]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unproven:
    """What one message would do, and the code it waits for."""

    code: str
    at: str  # when it was asked for, ISO 8601
    steps: tuple[Do, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What waits to be proved from one number, and what failed to be, in the last hour."""

    waiting: tuple[Unproven, ...] = ()
    wrong: tuple[str, ...] = ()  # when codes came that were none, ISO 8601

    def fresh(self, now: datetime) -> "Proof":
        """Without what is older than an hour."""
        waiting = tuple(one for one in self.waiting if _within(one.at, now, SPAN))
        return Proof(waiting, tuple(at for at in self.wrong if _within(at, now, SPAN)))

    @property
    def worn_out(self) -> bool:
        """Too much came in this hour that nobody stood by."""
        return len(self.waiting) >= UNANSWERED_MOST or len(self.wrong) >= WRONG_MOST

    def asking(self, code: str, steps: tuple[Do, ...], now: datetime) -> "Proof":
        """With one more message that waits."""
        return replace(
            self, waiting=(*self.waiting, Unproven(code, now.isoformat(), steps))
        )

    def redeemed(self, code: str, now: datetime) -> tuple["Proof", tuple[Do, ...]]:
        """What is left, and what the code lets go; () for one that is wrong, old, or guessed too often."""
        found = next((one for one in self.waiting if one.code == code), None)
        guessed = len(self.wrong) >= WRONG_MOST
        if found is None or guessed or not _within(found.at, now, LASTS):
            return replace(self, wrong=(*self.wrong, now.isoformat())), ()
        rest = tuple(one for one in self.waiting if one is not found)
        return replace(self, waiting=rest), found.steps


def code_in(text: str) -> str:
    """The code that a message consists of; "" for other words."""
    found = _CODE.fullmatch(text.strip())
    return found[1] + found[2] if found else ""


def proof_from(stored: Mapping[str, str] | None) -> Proof:
    """Read back what was stored."""
    kept = json.loads((stored or {}).get(KEY, "{}"))
    waiting = tuple(
        Unproven(one["code"], one["at"], tuple(Do(**step) for step in one["steps"]))
        for one in kept.get("waiting", ())
    )
    return Proof(waiting, tuple(kept.get("wrong", ())))


def proof_to(proof: Proof) -> dict[str, str]:
    """As it is stored beside what else is remembered; {} when nothing waits."""
    return {KEY: json.dumps(asdict(proof))} if proof.waiting or proof.wrong else {}


def _within(at: str, now: datetime, span: timedelta) -> bool:
    return now - datetime.fromisoformat(at) <= span
