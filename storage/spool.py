"""What came in while the database was down: one sealed file each, until it can be stored.

A file that `put` has returned for survives a power loss. Putting a record into the
database twice must be harmless: the file goes only after that commit.
"""

import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

from storage.crypto import KeyRing, Unreadable

SEALED, UNREADABLE = ".sealed", ".unreadable"
PLACE = "spool"

log = logging.getLogger(__name__)


class SpoolFailed(Exception):
    """The disk did not take the record: it must not be acknowledged."""


class Spool:
    """A directory of sealed records; any number of processes may share it."""

    def __init__(self, directory: Path, keys: KeyRing) -> None:
        self._directory = directory
        self._keys = keys

    def put(self, record: dict[str, Any]) -> None:
        """Keep a record of JSON values; SpoolFailed when the disk is full or broken."""
        sealed = self._keys.seal(json.dumps(record).encode(), PLACE)
        name = f"{time.time_ns():020d}-{token_hex(4)}"
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._directory / name, sealed)
        except OSError as error:
            raise SpoolFailed(f"{self._directory}: {error.strerror}") from error

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each record with its name for `done`, oldest first. One that cannot be opened is put aside."""
        for path in sorted(self._directory.glob(f"*{SEALED}")):
            record = self._read(path)
            if record is not None:
                yield path.name, record

    def waits(self) -> bool:
        """Whether there is anything to take in; cheap enough to ask for every message."""
        try:
            with os.scandir(self._directory) as entries:
                return any(one.name.endswith(SEALED) for one in entries)
        except FileNotFoundError:  # nothing was ever put
            return False

    def done(self, name: str) -> None:
        """The record is in the database: forget it here. Nothing happens when another did so before."""
        (self._directory / name).unlink(missing_ok=True)

    def _read(self, path: Path) -> dict[str, Any] | None:
        try:
            record: dict[str, Any] = json.loads(
                self._keys.open(path.read_bytes(), PLACE)
            )
        except FileNotFoundError:  # another process was faster
            return None
        except Unreadable:
            log.error("spooled record %s cannot be opened; put aside", path.name)  # noqa: TRY400  (no trace needed)
            path.replace(path.with_suffix(UNREADABLE))
            return None
        return record


def _write(path: Path, data: bytes) -> None:
    unfinished = path.with_suffix(".unfinished")
    try:
        with open(unfinished, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path.with_suffix(SEALED))
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(directory: Path) -> None:
    """Only then is the new name itself safe."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
