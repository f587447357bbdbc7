"""Whether we can work: do database, Redis and our processes answer, does anything wait too long."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from gateway.flows.delivery import oldest_age
from gateway.flows.repairing import unrepaired
from gateway.setup.hearts import HEARTS, SILENT
from gateway.setup.parts import Parts
from storage.unit_of_work import DatabaseDown

MOST_ASIDE = 1000  # counted
LATE_SECONDS = 300.0  # a message that waits longer means that something is stuck
PATIENCE = 2.0  # seconds for the database to answer

Checks = dict[str, str | float]


class Asker:
    """Asks what may never be answered: whoever has us ask waits for a while only."""

    def __init__(self) -> None:
        self._asking = threading.Lock()  # one question at a time

    def ask(
        self, question: Callable[[], Checks], seconds: float, otherwise: Checks
    ) -> Checks:
        """The answer; `otherwise` when it does not come in time."""
        if not self._asking.acquire(timeout=seconds):
            return otherwise
        answers: SimpleQueue[Checks] = SimpleQueue()

        def go() -> None:
            try:
                answers.put(question())
            finally:
                self._asking.release()

        threading.Thread(target=go, name="ready", daemon=True).start()
        try:
            return answers.get(timeout=seconds)
        except Empty:
            return otherwise


ASKER = Asker()


def readiness(parts: Parts) -> Checks:
    """What works, in words, and the age of the oldest unsent message in seconds."""
    hanging = sorted({heart.name for heart in HEARTS.silent(SILENT)})
    checks: Checks = {
        "redis": "ok" if parts.bell.ping() else "no answer",
        "processes": f"no answer: {', '.join(hanging)}" if hanging else "ok",
    }
    if paused := parts.bell.paused(parts.clock()):
        checks["paused"] = ", ".join(sorted(paused))
    silence: Checks = {"database": "no answer"}
    return checks | ASKER.ask(lambda: _database(parts), PATIENCE, silence)


def _database(parts: Parts) -> Checks:
    checks: Checks = {}
    try:
        parts.store.ping()
        age, waits = oldest_age(parts, parts.clock()), _longest_wait(parts)
        aside, missing = put_aside(parts), _unrepaired(parts)
        checks |= {
            "database": "ok",
            "oldest_unsent_seconds": round(age, 1),
            "oldest_waiting_seconds": round(waits, 1),
            "put_aside": aside,
        }
        if missing:
            checks["unrepaired"] = missing
        if max(age, waits) > LATE_SECONDS:
            checks["warning"] = (
                "messages wait: is a worker running, does the provider answer?"
            )
        elif missing:
            checks["warning"] = "messages may be missing: see `satupintu repair`"
        elif aside:
            checks["warning"] = "something was put aside: see `satupintu quarantine`"
    except DatabaseDown as error:
        checks["database"] = parts.flag.sentence() or str(error)
    return checks


def _unrepaired(parts: Parts) -> str:
    """Of which sources something may be missing, and why."""
    with parts.store.reading() as tx:
        found = unrepaired(parts, tx)
    return "; ".join(f"{source}: {why}" for source, why in found.items())


def put_aside(parts: Parts) -> int:
    """How much was put aside and waits for somebody to deal with it."""
    with parts.store.reading() as tx:
        return tx.unsettled(MOST_ASIDE)


def _longest_wait(parts: Parts) -> float:
    """How many seconds the one whose turn has waited longest has waited."""
    with parts.store.reading() as tx:
        since = tx.oldest_waiting()
    return max(0.0, (parts.clock() - since).total_seconds()) if since else 0.0
