"""Where people's files lie: a directory, or whatever else fsspec has a URL for.

Each file is sealed with the data key of the person who sent it (FileKey), so that
forgetting them makes their files unreadable, too, in every copy of the store. The same
bytes of the same person lie there once; those of two people are two files that nobody
can tell to be the same.
"""

import os
from contextlib import suppress
from secrets import token_hex
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from storage.attachments import FileKey
from storage.crypto import Unreadable


class BadMediaUrl(ValueError):
    """Files cannot be kept there; the message says why."""


class NotKept(LookupError):
    """There is no such file in the store, or not in one piece."""


class MediaStore:
    """Sealed files, by person and hash."""

    def __init__(self, url: str) -> None:
        """Keep files at a directory or fsspec URL; BadMediaUrl when there is no driver for it."""
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise BadMediaUrl(str(error)) from error

    def put(self, key: FileKey, sha256: str, content: bytes) -> None:
        """Keep the bytes that have this hash; they are there, whole, when this returns. OSError else."""
        path = self._path(key, sha256)
        if not self._files.exists(path):
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._write(path, key.seal(sha256, content))

    def get(self, key: FileKey, sha256: str) -> bytes:
        """The bytes that have this hash; NotKept when they are not there any more."""
        try:
            return key.open(sha256, self._files.cat_file(self._path(key, sha256)))
        except (FileNotFoundError, Unreadable) as error:
            raise NotKept(sha256) from error

    def delete(self, key: FileKey, sha256: str) -> None:
        """Take the file with this hash away; nothing happens when it is gone. OSError when it cannot be."""
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(key, sha256))

    def _path(self, key: FileKey, sha256: str) -> str:
        return f"{self._root.rstrip('/')}/{key.name(sha256)}"

    def _write(self, path: str, sealed: bytes) -> None:
        """Under its name only when it is whole: others take a name for the file."""
        part = f"{path}.{token_hex(4)}.part"
        with self._files.open(part, "wb") as file:
            file.write(sealed)
            self._settle(file)
        self._files.mv(part, path)

    def _settle(self, file: Any) -> None:
        """On this machine's disk: it outlives a power cut, as the row that speaks of it does."""
        if isinstance(self._files, LocalFileSystem):
            file.flush()
            os.fsync(file.fileno())
