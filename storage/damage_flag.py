"""A file that says the database is damaged: from then on nobody of this machine works in it.

What citizens send meanwhile waits in the spool. Whoever meets the damage raises the flag, in whatever
process; a restore, or an operator who has looked (`satupintu check --go-on`), takes it away.
"""

import logging
import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)
SQLITE_SAYS = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB <sqlite3.h>
POSTGRES_SAYS = {"XX001", "XX002"}  # data_corrupted, index_corrupted
KIND = 0xFF  # the part of SQLite's code that tells the kind
SENTENCE = (
    "the database is damaged ({why}), so messages wait in the spool: stop Satu Pintu, then run"
    " `satupintu backup RESCUE` and `satupintu restore RESCUE --force`, or restore the last back-up"
    " if the first fails (docs/backup.md)"
)


class DamageFlag:
    """Raised or not, for all processes of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = path.with_suffix(".told")

    def sentence(self) -> str:
        """What is damaged and what to do; "" while it is not raised."""
        try:
            return SENTENCE.format(why=self._path.read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            return ""

    def is_raised(self) -> bool:
        """Asked before every transaction: it costs a microsecond."""
        return self._path.exists()

    def hoist(self, why: str) -> None:
        """Raise it. What stands there already stays: it was first."""
        if not self.is_raised():
            log.error("%s", SENTENCE.format(why=why))
            with suppress(OSError):  # the disk is full: the next to meet it tries again
                self._path.write_text(why, encoding="utf-8")

    def lower(self) -> bool:
        """Take it away; whether it was there."""
        raised = self.is_raised()
        self._path.unlink(missing_ok=True)
        self._told.unlink(missing_ok=True)
        return raised

    def told_at(self) -> float:
        """When somebody was last told, as the file system has it; 0.0: nobody was."""
        try:
            return self._told.stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def note_told(self) -> None:
        """Somebody knows."""
        with suppress(OSError):
            self._told.touch()


def is_damage(error: BaseException | None) -> bool:
    """Whether what a driver raised says that what is stored is broken, not that it cannot be reached."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & KIND in SQLITE_SAYS
    return getattr(cause, "sqlstate", "") in POSTGRES_SAYS
