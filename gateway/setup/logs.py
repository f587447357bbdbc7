"""Logs for whoever operates the service: ids and codes, never what people wrote.

At INFO each stage of a message is a line, and all lines of one message have the same `trace`.
"""

import json
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, TextIO

from storage.tracing import TRACE

log = logging.getLogger(__name__)

# Only these follow LOG_LEVEL. What we build on would log URLs at INFO, which hold the bot's
# token, a gateway's password and people's numbers.
OURS = ("gateway", "channels", "routing", "intake", "storage", "worker")
QUIET = ("werkzeug",)  # gives itself a level of its own when it has none
MINUTE, LINES_A_MINUTE, KINDS = 60.0, 60, 1000
UNPRINTABLE = re.compile(  # would begin a line of its own, or colour a terminal
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"
)
MOMENT = "%Y-%m-%dT%H:%M:%S%z"


class _Tracebacks(logging.Formatter):
    """Tells where something failed and as what, never the error's words: they may quote a citizen."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's own name)
        kind, _, raised_in = ei
        frames = traceback.extract_tb(raised_in)
        lines = [f"  {one.filename}:{one.lineno} in {one.name}" for one in frames]
        return "\n".join([*lines, kind.__name__ if kind else "no error"])


class TextLines(_Tracebacks):
    """Lines a person reads: `2026-... INFO gateway.flows.delivery sent outbox=7 trace=5f0c...`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", MOMENT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's own name)
        """The line, with its facts behind it."""
        facts = "".join(f" {name}={value}" for name, value in _facts(record).items())
        return UNPRINTABLE.sub("\ufffd", super().formatMessage(record) + facts)


class JsonLines(_Tracebacks):
    """One JSON object a line, for a collector."""

    def __init__(self) -> None:
        super().__init__(datefmt=MOMENT)

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class Enough(logging.Filter):
    """At most so many lines a minute of one kind, so that nobody fills a disk by making us complain.

    What was left out is counted on the next line of its kind. What is told at INFO is one line a stage
    of a message, asked for by LOG_LEVEL, and stays whole.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._begun: dict[tuple[str, str], float] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is written."""
        if record.levelno < logging.WARNING:
            return True
        kind, now = (record.name, str(record.msg)), self._clock()
        if now - self._begun.get(kind, -MINUTE) >= MINUTE:
            self._tell_left_out(record, self._seen.get(kind, 0) - LINES_A_MINUTE)
            self._forget_if_many()
            self._begun[kind], self._seen[kind] = now, 0
        self._seen[kind] += 1
        return self._seen[kind] <= LINES_A_MINUTE

    def _tell_left_out(self, record: logging.LogRecord, left_out: int) -> None:
        if left_out > 0:
            record.msg = f"{record.msg} (and {left_out} more of these before)"

    def _forget_if_many(self) -> None:
        if len(self._begun) > KINDS:
            self._begun.clear()
            self._seen.clear()


FORMATS: dict[str, type[logging.Formatter]] = {"text": TextLines, "json": JsonLines}


def set_up_logs(
    format_: str = "text", level: str = "WARNING", to: TextIO | None = None
) -> None:
    """Set up logging for one of our processes, to stderr; a second time changes what the first did."""
    handler = logging.StreamHandler(to)
    handler.setFormatter(FORMATS[format_]())
    handler.addFilter(Enough())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def tell_crashes() -> None:
    """What nobody catches is told as any fault is: Python itself would print the error's words."""
    sys.excepthook = tell_crash
    threading.excepthook = lambda crash: tell_crash(
        crash.exc_type, crash.exc_value, crash.exc_traceback
    )


def tell_crash(
    kind: type[BaseException],
    error: BaseException | None,
    raised_in: TracebackType | None,
) -> None:
    """Where something ended that should not have, and as what."""
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    log.critical("ended by a fault", exc_info=(kind, error, raised_in))


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """What `note` was given, without what is not known, and the message all this is for."""
    facts = {**getattr(record, "facts", {}), "trace": TRACE.get()}
    return {name: value for name, value in facts.items() if value not in {None, ""}}
