"""Files by name at a directory, or whatever else fsspec has a URL for: attachments, and back-ups.

A file is under its name only when it is whole; what was begun and never ended is called `.part`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import IO, Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

PART = ".part"


class BadUrl(ValueError):
    """Files cannot be kept there; the message says why."""


class Shelf:
    """The files of one place. Whatever goes wrong with it is an OSError, or its driver's own error."""

    def __init__(self, url: str) -> None:
        """A directory or fsspec URL; BadUrl when there is no driver for it."""
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise BadUrl(str(error)) from error

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return bool(self._files.exists(self._path(name)))

    def get(self, name: str) -> bytes:
        """What is in the file; FileNotFoundError when it is not there."""
        return bytes(self._files.cat_file(self._path(name)))

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; it is there, whole, when this returns."""
        with self.writing(name) as file:
            file.write(content)

    def reading(self, name: str) -> IO[bytes]:
        """The file, to be read bit by bit and closed."""
        file: IO[bytes] = self._files.open(self._path(name), "rb")
        return file

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """A file to be written bit by bit; it takes its name when the block ends, and not when it raises."""
        path = self._path(name)
        part = f"{path}.{token_hex(4)}{PART}"
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        try:
            with self._files.open(part, "wb") as file:
                yield file
                self._settle(file)
            self._files.mv(part, path)
        except BaseException:
            with suppress(OSError):
                self._files.rm_file(part)
            raise

    def remove(self, name: str) -> None:
        """Take the file away; nothing happens when it is gone."""
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def sizes(self, folder: str = "") -> dict[str, int]:
        """Every file below a folder, by its name from there, and how many bytes it has."""
        self._files.invalidate_cache()
        top = self._path(folder).rstrip("/")
        try:
            found = self._files.find(top, detail=True)
        except FileNotFoundError:
            return {}
        return {path[len(top) + 1 :]: int(of["size"]) for path, of in found.items()}

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _settle(self, file: Any) -> None:
        """On this machine's disk: it outlives a power cut, as the row that speaks of it does."""
        if isinstance(self._files, LocalFileSystem):
            file.flush()
            os.fsync(file.fileno())
