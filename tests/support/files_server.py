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
        answer = self.server.answer_to(
            self.path, {k.lower(): v for k, v in self.headers.items()}
        )
        self.send_response(answer.status)
        announced = (
            {}
            if answer.silent
            else {"Content-Length": str(len(answer.body) + answer.cut)}
        )
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
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}
    )
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
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def iso(brand: bytes) -> bytes:
    """The beginning of an ISO base media file."""
    return (
        struct.pack(">I4s4sI", 20, b"ftyp", brand, 512)
        + brand
        + struct.pack(">I4s", 8, b"mdat")
    )


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DOCX = (
    b"PK\x03\x04"
    + bytes(26)
    + b"[Content_Types].xml"
    + bytes(40)
    + b"word/document.xml"
    + bytes(40)
)
VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Budi\r\nEND:VCARD\r\n"
