"""Which message the present work is for: one id from the webhook to the last notice, in every log line.

It lives as low as the rows that carry it from one process to the next: inside the sealed
message that came in, beside the complaint it changed, and inside each message that goes out because of it.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TRACE: ContextVar[str] = ContextVar("trace", default="")


@contextmanager
def tracing(id_: str = "") -> Iterator[str]:
    """Work under this id, or under a new one."""
    token = TRACE.set(id_ or new_trace())
    try:
        yield TRACE.get()
    finally:
        TRACE.reset(token)


def new_trace() -> str:
    """An id that nothing else has; it says nothing."""
    return secrets.token_hex(8)


def note(log: logging.Logger, stage: str, **facts: int | str | None) -> None:
    """A line at INFO: a stage that was reached, and ids and codes. Never what anybody wrote, or who."""
    log.info(stage, extra={"facts": facts})
