"""Films and sound without what a phone writes into them: where, when and with which device they were made.

An MP4 or 3GP file (ISO 14496-12) is a tree of boxes. Those that describe instead of show (`udta`,
`meta`, `uuid`) become `free` boxes of zeros and moments of making become zero, each in its place, so
that nothing else moves. A file that is not built as it says is left as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ISO_MEDIA = frozenset({"video/mp4", "video/3gpp", "audio/mp4"})
TELLS = frozenset({b"udta", b"meta", b"uuid"})  # where it was made, with what, by whom
HOLDS = frozenset({b"moov", b"trak", b"mdia"})  # boxes that hold boxes
MOMENTS = frozenset(
    {b"mvhd", b"tkhd", b"mdhd"}
)  # begin with when it was made and changed
HEAD, WIDE_HEAD, FLAGS = 8, 16, 4  # bytes
MOST_DEPTH = 4


class NotBuiltSo(ValueError):
    """Its boxes do not fit into each other."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its kind, where its kind stands, where its content begins and ends."""

    kind: bytes
    named_at: int
    begins: int
    ends: int


def stripped(content: bytes, media_type: str) -> bytes:
    """The same film or sound without what it tells of its making; any other kind as it is."""
    if media_type not in ISO_MEDIA:
        return content
    made = bytearray(content)
    try:
        _strip(made, 0, len(made), 0)
    except NotBuiltSo:
        return content
    return bytes(made)


def _strip(made: bytearray, begins: int, ends: int, depth: int) -> None:
    for box in _boxes(made, begins, ends):
        if box.kind in TELLS:
            made[box.named_at : box.named_at + 4] = b"free"
            made[box.begins : box.ends] = bytes(box.ends - box.begins)
        elif box.kind in MOMENTS:
            _forget_moments(made, box)
        elif box.kind in HOLDS and depth < MOST_DEPTH:
            _strip(made, box.begins, box.ends, depth + 1)


def _forget_moments(made: bytearray, box: Box) -> None:
    """Two moments behind version and flags: of four bytes each, in version 1 of eight."""
    if box.ends - box.begins < FLAGS + WIDE_HEAD:
        raise NotBuiltSo
    size = WIDE_HEAD if made[box.begins] == 1 else HEAD
    at = box.begins + FLAGS
    made[at : at + size] = bytes(size)


def _boxes(made: bytearray, begins: int, ends: int) -> Iterator[Box]:
    at = begins
    while at < ends:
        if ends - at < HEAD:
            raise NotBuiltSo
        size, head = int.from_bytes(made[at : at + 4]), HEAD
        if size == 1:  # the true size follows
            size, head = int.from_bytes(made[at + HEAD : at + WIDE_HEAD]), WIDE_HEAD
        elif size == 0:  # to the end
            size = ends - at
        if size < head or at + size > ends:
            raise NotBuiltSo
        yield Box(bytes(made[at + 4 : at + HEAD]), at + 4, at + head, at + size)
        at += size
