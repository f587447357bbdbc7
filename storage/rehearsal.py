"""To see what a pass would do without doing it: nothing that is written stays, and nobody is woken."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from storage.queue import Bell, Doorbell
from storage.unit_of_work import Store, Transaction


class _Undone(Exception):
    """Ends a transaction so that nothing of it stays."""


class RehearsalStore(Store):
    """The same database, in which whatever is written is taken back."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._engine, store._keys, store._turns)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[Transaction]:
        """Write as always; when the block ends nothing of it stays."""
        with suppress(_Undone), super().transaction(durable=durable) as tx:
            yield tx
            raise _Undone

    def _put_aside(self, found: dict[str, bytes]) -> None:
        """What is damaged is for a real pass to note."""


class SilentBell(Doorbell):
    """Rings nowhere."""

    def __init__(self, bell: Doorbell) -> None:
        super().__init__(bell._url, bell._module)

    def ring(self, bell: Bell) -> bool:
        """Nobody hears it."""
        return bool(bell)
