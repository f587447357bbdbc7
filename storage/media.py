"""Where people's files lie: a directory, or whatever else fsspec has a URL for.

Each file is sealed with the data key of the person who sent it (FileKey), so that
forgetting them makes their files unreadable, too, in every copy of the store. The same
bytes of the same person lie there once; those of two people are two files that nobody
can tell to be the same.
"""

from storage.attachments import FileKey
from storage.crypto import Unreadable
from storage.shelf import BadUrl, Shelf


class BadMediaUrl(ValueError):
    """Files cannot be kept there; the message says why."""


class NotKept(LookupError):
    """There is no such file in the store, or not in one piece."""


class MediaStore:
    """Sealed files, by person and hash."""

    def __init__(self, url: str) -> None:
        """Keep files at a directory or fsspec URL; BadMediaUrl when there is no driver for it."""
        try:
            self.shelf = Shelf(url)
        except BadUrl as error:
            raise BadMediaUrl(str(error)) from error

    def put(self, key: FileKey, sha256: str, content: bytes) -> None:
        """Keep the bytes that have this hash; they are there, whole, when this returns. OSError else."""
        name = key.name(sha256)
        if not self.shelf.has(name):
            self.shelf.put(name, key.seal(sha256, content))

    def get(self, key: FileKey, sha256: str) -> bytes:
        """The bytes that have this hash; NotKept when they are not there any more."""
        try:
            return key.open(sha256, self.shelf.get(key.name(sha256)))
        except (FileNotFoundError, Unreadable) as error:
            raise NotKept(sha256) from error

    def delete(self, key: FileKey, sha256: str) -> None:
        """Take the file with this hash away; nothing happens when it is gone. OSError when it cannot be."""
        self.shelf.remove(key.name(sha256))
