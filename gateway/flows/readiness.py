"""Whether we can work: do database, Redis and our processes answer, does anything wait too long."""

from gateway.flows.delivery import oldest_age
from gateway.setup.hearts import HEARTS, SILENT
from gateway.setup.parts import Parts
from storage.unit_of_work import DatabaseDown

LATE_SECONDS = 300.0  # a message that waits longer means that something is stuck


def readiness(parts: Parts) -> dict[str, str | float]:
    """What works, in words, and the age of the oldest unsent message in seconds."""
    hanging = sorted({heart.name for heart in HEARTS.silent(SILENT)})
    checks: dict[str, str | float] = {
        "redis": "ok" if parts.bell.ping() else "no answer",
        "processes": f"no answer: {', '.join(hanging)}" if hanging else "ok",
    }
    if paused := parts.bell.paused(parts.clock()):
        checks["paused"] = ", ".join(sorted(paused))
    try:
        parts.store.ping()
        age, waits = oldest_age(parts, parts.clock()), _longest_wait(parts)
        checks |= {
            "database": "ok",
            "oldest_unsent_seconds": round(age, 1),
            "oldest_waiting_seconds": round(waits, 1),
        }
        if max(age, waits) > LATE_SECONDS:
            checks["warning"] = (
                "messages wait: is a worker running, does the provider answer?"
            )
    except DatabaseDown as error:
        checks["database"] = str(error)
    return checks


def _longest_wait(parts: Parts) -> float:
    """How many seconds the one whose turn has waited longest has waited."""
    with parts.store.reading() as tx:
        since = tx.oldest_waiting()
    return max(0.0, (parts.clock() - since).total_seconds()) if since else 0.0
