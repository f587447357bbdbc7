"""Files in every format people send, made here, and a server on loopback that gives them out as told."""

import math
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image


@dataclass
class Answer:
    """What the server says to one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drip: threading.Event | None = None  # send the body byte by byte until this is set
    cut: int = 0  # announce so many bytes more than are sent
    silent: bool = False  # do not say how long the body is


class FilesServer(ThreadingHTTPServer):
    """Answers each path with the next of its answers, the last one again and again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, path: str, *answers: Answer) -> str:
        self.answers[path] = list(answers)
        return self.url + path

    def answer_to(self, path: str, headers: dict[str, str]) -> Answer:
        self.asked.append((path, headers))
        waiting = self.answers.get(path.partition("?")[0], [Answer(404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: FilesServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer()

    def _answer(self) -> None:
        answer = self.server.answer_to(self.path, {k.lower(): v for k, v in self.headers.items()})
        self.send_response(answer.status)
        announced = {} if answer.silent else {"Content-Length": str(len(answer.body) + answer.cut)}
        for name, value in (announced | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        if answer.drip is None:
            self.wfile.write(answer.body)
            return
        for byte in answer.body:
            self.wfile.write(bytes([byte]))
            if answer.drip.wait(0.05):
                return

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def serving() -> Iterator[FilesServer]:
    server = FilesServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


HERE = (-9.6567, 120.2641)  # Waingapu


def photo(
    width: int = 640,
    height: int = 480,
    *,
    form: str = "JPEG",
    at: tuple[float, float] | None = None,
    orientation: int = 1,
    mode: str = "RGB",
) -> bytes:
    """A picture, red above and blue below, with what a phone writes into it."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (0, height // 2, width, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "TelefonRahasia"
    if at:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps(*at))
    out = BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def gps(latitude: float, longitude: float) -> dict[int, Any]:
    """The GPS part of an EXIF."""
    return {
        1: "S" if latitude < 0 else "N",
        2: _dms(abs(latitude)),
        3: "W" if longitude < 0 else "E",
        4: _dms(abs(longitude)),
    }


def _dms(angle: float) -> tuple[float, float, float]:
    if not math.isfinite(angle):
        return (angle, 0.0, 0.0)
    minutes, seconds = divmod(angle * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 4)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small PNG that says it is enormous."""
    rows = zlib.compress(bytes(1 + width // 8) * 64, 9)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def voice(seconds: float = 1.0) -> bytes:
    """An Ogg Opus voice note (RFC 7845) of silence that players do play."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    packets = [b"\xf8\xff\xfe"] * round(seconds * 50)  # 20 ms of silence each
    pages = [_page(2, 0, 0, [head]), _page(0, 0, 1, [tags])]
    for number, start in enumerate(range(0, len(packets), 50), start=2):
        some = packets[start : start + 50]
        last = 4 if start + 50 >= len(packets) else 0
        pages.append(_page(last, (start + len(some)) * 960, number, some))
    return b"".join(pages)


def _page(kind: int, granule: int, number: int, packets: list[bytes]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, kind, granule, 1708, number, 0)
    page = head + bytes([len(sizes)]) + sizes + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_crc(page)) + page[26:]


def _ogg_crc(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if crc & 0x80000000 else crc << 1
    return crc


def iso(brand: bytes) -> bytes:
    """The beginning of an ISO base media file."""
    return struct.pack(">I4s4sI", 20, b"ftyp", brand, 512) + brand + struct.pack(">I4s", 8, b"mdat")


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DOCX = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(40) + b"word/document.xml" + bytes(40)
VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Budi\r\nEND:VCARD\r\n"
