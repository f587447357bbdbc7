"""Films and sound lose what a phone wrote into them, and nothing else of them moves."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.flows.sniffing import media_type
from gateway.flows.stripping import stripped

PLACE, PHONE = b"-09.6567+120.2641/", b"TelefonRahasia"
MADE = 3_900_000_000  # seconds since 1904
SHOWN = bytes(range(256)) * 4
KINDS = {
    b"isom": "video/mp4",
    b"qt  ": "video/mp4",
    b"3gp4": "video/3gpp",
    b"M4A ": "audio/mp4",
}


def box(kind: bytes, *parts: bytes, wide: bool = False) -> bytes:
    content = b"".join(parts)
    if wide:
        return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content
    return struct.pack(">I4s", 8 + len(content), kind) + content


def head(kind: bytes, version: int = 0) -> bytes:
    moments = struct.pack(">QQ" if version else ">II", MADE, MADE + 1)
    return box(kind, bytes([version, 0, 0, 0]), moments, b"rest-of-it" * 4)


def film(brand: bytes = b"isom", version: int = 0) -> bytes:
    place = box(b"udta", box(b"\xa9xyz", PLACE), box(b"meta", PHONE, wide=True))
    track = box(
        b"trak", head(b"tkhd", version), box(b"mdia", head(b"mdhd", version)), place
    )
    moov = box(b"moov", head(b"mvhd", version), track, box(b"meta", PHONE), place)
    return b"".join(
        [
            box(b"ftyp", brand, b"\0\0\0\0"),
            moov,
            box(b"uuid", PHONE),
            box(b"mdat", SHOWN, wide=True),
        ]
    )


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("brand", KINDS)
def test_where_when_and_with_what_a_film_was_made_is_gone(
    brand: bytes, version: int
) -> None:
    content = film(brand, version)
    assert media_type(content) == KINDS[brand]
    left = stripped(content, KINDS[brand])
    assert len(left) == len(content)
    assert SHOWN in left
    assert left.count(b"rest-of-it") == content.count(b"rest-of-it")
    moments = struct.pack(">Q" if version else ">I", MADE)
    assert not any(told in left for told in (PLACE, PHONE, moments))
    assert stripped(left, KINDS[brand]) == left


@pytest.mark.parametrize("kind", ["image/heic", "application/pdf", "audio/ogg"])
def test_other_kinds_are_left_as_they_are(kind: str) -> None:
    assert stripped(film(), kind) == film()


def test_a_film_that_is_not_whole_is_left_as_it_is() -> None:
    for cut in range(1, len(film()) - 1, 7):
        content = film()[:cut]
        assert len(stripped(content, "video/mp4")) == cut


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_bytes_break_it(noise: bytes, at: int) -> None:
    content = film()[:at] + noise + film()[at:]
    assert len(stripped(content, "video/mp4")) == len(content)
