"""Files a phone can send without having any: small, genuine by their first bytes, made here."""

import struct
import zlib
from base64 import b64decode

from gateway.simulator.state import ContactCard, PhoneFile, new_media

WIDTH, HEIGHT = 240, 160
SILENCE = b"\xf8\xff\xfe"  # 20 ms of it as an Opus packet (RFC 6716)
PACKETS_A_SECOND, TICKS_A_PACKET = 50, 960
OGG_CRC = 0x04C11DB7  # RFC 3533: most significant bit first, begins at 0

_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
_MP4 = struct.pack(">I4s4sI8s", 24, b"ftyp", b"isom", 512, b"isommp42") + struct.pack(
    ">I4s", 8, b"mdat"
)
_WEBP = b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")


def _road() -> bytes:
    """A PNG of a grey road with a dark hole under a pale sky."""
    rows = b"".join(
        b"\x00" + b"".join(_pixel(x, y) for x in range(WIDTH)) for y in range(HEIGHT)
    )
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _pixel(x: int, y: int) -> bytes:
    if y < HEIGHT * 0.38:
        return bytes((190 + y // 3, 214 + y // 4, 232))
    if ((x - 140) / 46) ** 2 + ((y - 118) / 17) ** 2 < 1:
        return bytes((62, 54, 48))
    if abs(x - WIDTH / 2) > (y - 40) * 1.25:
        return bytes((116, 148, 96))
    return bytes((150 - y // 8,) * 3)


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    name, data = chunk
    return (
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
    )


def voice(seconds: float) -> bytes:
    """A voice note of silence, in Ogg Opus (RFC 7845) as phones send them; players play it."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I4sI", 4, b"simu", 0)
    packets = [SILENCE] * round(seconds * PACKETS_A_SECOND)
    pages = [_page(2, 0, 0, [head]), _page(0, 0, 1, [tags])]
    for number, start in enumerate(range(0, len(packets), PACKETS_A_SECOND), start=2):
        end = min(start + PACKETS_A_SECOND, len(packets))
        last = 4 if end == len(packets) else 0
        pages.append(_page(last, end * TICKS_A_PACKET, number, packets[start:end]))
    return b"".join(pages)


def _page(kind: int, ticks: int, number: int, packets: list[bytes]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, kind, ticks, 1708, number, 0)
    page = head + bytes([len(sizes)]) + sizes + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_crc(page)) + page[26:]


def _ogg_crc(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ (OGG_CRC if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return crc


SAMPLES: dict[
    str, tuple[str, str, bytes]
] = {  # kind -> (media type, file name, content)
    "photo": ("image/png", "jalan-rusak.png", _road()),
    "video": ("video/mp4", "video.mp4", _MP4),
    "voice": ("audio/ogg", "pesan-suara.ogg", voice(2)),
    "audio": (
        "audio/mpeg",
        "suara.mp3",
        b"ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00" + bytes(64),
    ),
    "document": ("application/pdf", "surat.pdf", _PDF),
    "sticker": ("image/webp", "stiker.webp", _WEBP),
}


def sample(kind: str) -> PhoneFile:
    """A file of that kind; KeyError for kinds there are none of."""
    return new_media(kind, *SAMPLES[kind])


def card(contact: ContactCard) -> PhoneFile:
    """The vCard a contact travels as on WhatsApp."""
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\n"
        f"FN:{contact.first_name}\r\nTEL;TYPE=CELL:{contact.phone_number}\r\nEND:VCARD\r\n"
    )
    return new_media("contact", "text/vcard", "kontak.vcf", text.encode())
