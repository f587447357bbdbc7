"""Whether we can work: do database and Redis answer, and does anything wait too long."""

from gateway.flows.delivery import oldest_age
from gateway.setup.parts import Parts
from storage.unit_of_work import DatabaseDown

MOST_ASIDE = 1000  # counted
LATE_SECONDS = 300.0  # a message that waits longer means that something is stuck


def readiness(parts: Parts) -> dict[str, str | float]:
    """What works, in words, and the age of the oldest unsent message in seconds."""
    checks: dict[str, str | float] = {
        "redis": "ok" if parts.bell.ping() else "no answer"
    }
    try:
        parts.store.ping()
        age, waits = oldest_age(parts, parts.clock()), _longest_wait(parts)
        aside = put_aside(parts)
        checks |= {
            "database": "ok",
            "oldest_unsent_seconds": round(age, 1),
            "oldest_waiting_seconds": round(waits, 1),
            "put_aside": aside,
        }
        if max(age, waits) > LATE_SECONDS:
            checks["warning"] = (
                "messages wait: is a worker running, does the provider answer?"
            )
        elif aside:
            checks["warning"] = "something was put aside: see `satupintu quarantine`"
    except DatabaseDown as error:
        checks["database"] = str(error)
    return checks


def put_aside(parts: Parts) -> int:
    """How much was put aside and waits for somebody to deal with it."""
    with parts.store.reading() as tx:
        return tx.unsettled(MOST_ASIDE)


def _longest_wait(parts: Parts) -> float:
    """How many seconds the one whose turn has waited longest has waited."""
    with parts.store.reading() as tx:
        since = tx.oldest_waiting()
    return max(0.0, (parts.clock() - since).total_seconds()) if since else 0.0
