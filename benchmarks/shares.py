"""Where the time goes: what passes in the functions of a table, but not in another of them, is summed."""

import importlib
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any

# what it counts for, module, name in it. Where one is gone nothing is wrapped.
WATCHED = (
    ("step", "gateway.flows.conversing", "step"),
    ("filing", "gateway.flows.conversing", "complaint_of"),
    ("render", "gateway.flows.conversing", "render"),
    ("crypto", "storage.crypto", "DataKey.__init__"),
    ("crypto", "storage.crypto", "DataKey.seal"),
    ("crypto", "storage.crypto", "DataKey.open"),
    ("crypto", "storage.crypto", "KeyRing.index"),
    ("codec", "pydantic.type_adapter", "TypeAdapter.validate_json"),
    ("codec", "pydantic.type_adapter", "TypeAdapter.validate_python"),
    ("codec", "pydantic.type_adapter", "TypeAdapter.dump_json"),
    ("codec", "pydantic.type_adapter", "TypeAdapter.dump_python"),
    ("SQL", "sqlalchemy.engine.default", "DefaultDialect.do_execute"),
    ("SQL", "sqlalchemy.engine.default", "DefaultDialect.do_executemany"),
    ("commit", "sqlalchemy.engine.default", "DefaultDialect.do_commit"),
    ("SQLAlchemy", "sqlalchemy.engine.base", "Connection.execute"),
    ("SQLAlchemy", "sqlalchemy.engine.base", "Connection.commit"),
    ("SQLAlchemy", "sqlalchemy.engine.cursor", "CursorResult.all"),
    ("SQLAlchemy", "sqlalchemy.engine.cursor", "CursorResult.first"),
    ("Redis", "redis.connection", "AbstractConnection.send_packed_command"),
    ("Redis", "redis.connection", "AbstractConnection.read_response"),
    ("doorbell", "storage.queue", "Doorbell.ring"),
)
REST = "the rest"


class Shares:
    """While it is open, `seconds` grows: by what, without what is called inside and counted itself."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stack: list[str] = []
        self._since = 0.0
        self._undo: list[Callable[[], None]] = []

    def __enter__(self) -> "Shares":
        for what, module, name in WATCHED:
            self._watch(what, module, name)
        self._since = time.perf_counter()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._tick()
        for undo in reversed(self._undo):
            undo()

    def _tick(self) -> None:
        """What has passed belongs to whoever is on top."""
        now = time.perf_counter()
        self.seconds[self._stack[-1] if self._stack else REST] += now - self._since
        self._since = now

    def _watch(self, what: str, module: str, name: str) -> None:
        holder: Any = importlib.import_module(module)
        *path, last = name.split(".")
        for part in path:
            holder = getattr(holder, part, None)
        original = getattr(holder, last, None)
        if original is None:
            return

        @wraps(original)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self._tick()
            self._stack.append(what)
            try:
                return original(*args, **kwargs)
            finally:
                self._tick()
                self._stack.pop()

        setattr(holder, last, watched)
        self._undo.append(lambda: setattr(holder, last, original))
