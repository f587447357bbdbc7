"""A long file in sealed pieces: packed, read and written bit by bit, whole or not at all.

    "SPF1" · 16 random bytes, its name for itself · pieces: 4 bytes length, then what `KeyRing.seal` made

Each piece is sealed for its place: what the file is, its own name, the number of the piece, and
whether it is the last. So a piece cannot be altered, left out, moved, or taken from another file,
and a file that was cut short is known to be.
"""

import struct
import zlib
from collections.abc import Iterator
from secrets import token_bytes
from typing import IO

from storage.crypto import KeyRing, OfAnotherKey, Unreadable

MAGIC, NAME_BYTES = b"SPF1", 16
PIECE = 1 << 20  # bytes of it, packed
LENGTH = struct.Struct(">I")
FAST = 1  # zlib's level: most of it is sealed already, and does not shrink


class Torn(Exception):
    """The file is not whole, not what it should be, or not of one of our keys; the message says which."""


class SealedWriter:
    """Writes lines into such a file; `close` ends it, and without it the file is not whole."""

    def __init__(self, file: IO[bytes], keys: KeyRing, kind: str) -> None:
        self._file, self._keys = file, keys
        name = token_bytes(NAME_BYTES)
        self._place = f"{kind}:{name.hex()}"
        self._number = 0
        self._packer = zlib.compressobj(FAST)
        self._waits = bytearray()
        file.write(MAGIC + name)

    def line(self, text: str) -> None:
        """One more line, which must not hold a line's end."""
        self._waits += self._packer.compress(text.encode() + b"\n")
        while len(self._waits) >= PIECE:
            self._seal(bytes(self._waits[:PIECE]), "more")
            del self._waits[:PIECE]

    def close(self) -> None:
        """The last piece."""
        self._seal(bytes(self._waits) + self._packer.flush(), "last")

    def _seal(self, piece: bytes, which: str) -> None:
        sealed = self._keys.seal(piece, f"{self._place}:{self._number}:{which}")
        self._file.write(LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def sealed_lines(file: IO[bytes], keys: KeyRing, kind: str) -> Iterator[str]:
    """The lines of such a file. Torn when something is not as it was written, at its end at latest."""
    unpacker, rest = zlib.decompressobj(), b""
    for piece in _pieces(file, keys, kind):
        try:
            *lines, rest = (rest + unpacker.decompress(piece)).split(b"\n")
        except zlib.error as error:
            raise Torn("it cannot be unpacked") from error
        yield from (line.decode() for line in lines)
    if rest or not unpacker.eof:
        raise Torn("it ends too soon")


def _pieces(file: IO[bytes], keys: KeyRing, kind: str) -> Iterator[bytes]:
    head = file.read(len(MAGIC) + NAME_BYTES)
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + NAME_BYTES:
        raise Torn("it is no file of ours")
    place, number = f"{kind}:{head[len(MAGIC) :].hex()}", 0
    sealed, following = _next(file), _next(file)
    while sealed:
        which = "more" if following else "last"
        yield _open(keys, sealed, f"{place}:{number}:{which}")
        sealed, following, number = following, _next(file), number + 1
    if not number:
        raise Torn("it ends too soon")


def _next(file: IO[bytes]) -> bytes:
    """The next piece, sealed; nothing at the end."""
    length = file.read(LENGTH.size)
    return file.read(LENGTH.unpack(length)[0]) if len(length) == LENGTH.size else b""


def _open(keys: KeyRing, sealed: bytes, place: str) -> bytes:
    try:
        return keys.open(sealed, place)
    except OfAnotherKey as error:
        raise Torn("it was sealed with a key that is not in DATA_KEY") from error
    except Unreadable as error:
        raise Torn("it is damaged, or was cut short") from error
