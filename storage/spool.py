"""What came in while the database was down: one sealed file each, until it can be stored.

A file that `put` has returned for survives a power loss. Putting a record into the
database twice must be harmless: the file goes only after that commit.
"""

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from storage.crypto import KEY_ID_BYTES, KeyRing, Unreadable

SEALED, UNREADABLE, NOTED = ".sealed", ".unreadable", ".damaged"
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
        """Each record with its name for `done`, oldest first. One that cannot be read is put aside."""
        for path in sorted(self._directory.glob(f"*{SEALED}")):
            record = self._read(path)
            if record is not None:
                yield path.name, record

    def of_another_key(self) -> bool:
        """Whether everything that waits was sealed with keys we do not have: no damage looks like that."""
        waiting = [*self._directory.glob(f"*{SEALED}")]
        return bool(waiting) and not any(map(self._is_ours, waiting))

    def _is_ours(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                return self._keys.knows(file.read(KEY_ID_BYTES))
        except OSError:
            return True  # taken in meanwhile, or a fault of the disk

    def sealed(self) -> dict[str, bytes]:
        """Each record as it lies there, for a back-up."""
        found = {}
        for path in sorted(self._directory.glob(f"*{SEALED}")):
            with suppress(FileNotFoundError):  # it was taken in meanwhile
                found[path.name] = path.read_bytes()
        return found

    def put_back(self, name: str, sealed: bytes) -> None:
        """A record from a back-up, under the name it had; SpoolFailed."""
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._directory / Path(name).name
            path.unlink(missing_ok=True)
            _write(path.with_suffix(""), sealed)
        except OSError as error:
            raise SpoolFailed(f"{self._directory}: {error.strerror}") from error

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

    def refuse(self, name: str) -> None:
        """Put a record aside that nobody can do anything with; those behind it go on."""
        path = self._directory / name
        log.error("spooled record %s cannot be read; put aside", name)
        with suppress(OSError):  # gone already, or the disk is at fault, which is told
            path.replace(path.with_suffix(UNREADABLE))

    def refused(self) -> Iterator[tuple[str, bytes]]:
        """What was put aside and is not noted yet: its name, and what stands there."""
        for path in sorted(self._directory.glob(f"*{UNREADABLE}")):
            try:
                found = path.read_bytes()
            except OSError:
                found = b""
            yield path.name, found

    def noted(self, name: str) -> None:
        """Somebody knows of it; the file stays."""
        path = self._directory / name
        with suppress(OSError):
            path.replace(path.with_suffix(NOTED))

    def _read(self, path: Path) -> dict[str, Any] | None:
        """The record; None when another process was faster, or when it is none."""
        try:
            record = json.loads(self._keys.open(path.read_bytes(), PLACE))
        except FileNotFoundError:
            return None
        except (Unreadable, OSError, ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            self.refuse(path.name)
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
    sync_directory(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def sync_directory(directory: Path) -> None:
    """Only then is a new name in it itself safe."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
