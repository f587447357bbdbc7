"""Webhooks as Twilio signs and sends them, as bytes: each from a number that never wrote before."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from itertools import count, islice
from urllib.parse import urlencode

SID, TOKEN, NUMBER = "AC" + "0" * 32, "bench-token", "+628110001708"
PATH = "/webhooks/twilio/sms"

WHAT = ("jalan rusak parah", "lampu jalan mati", "sampah menumpuk", "jembatan putus")
WHERE = ("di depan pasar Matawai", "dekat SD Masehi", "di simpang Kambajawa")
TOWN = ("Kota Waingapu", "Kambera", "Pandawai", "Lewa", "Nggaha Ori Angu")
SINCE = ("sudah 3 bulan", "sejak kemarin", "dari minggu lalu", "sejak 2 hari lalu")
WHO = ("Budi Santoso", "Maria Rambu", "Yohanis Umbu", "Siti Aminah", "Agus Wijaya")
TABLES = (WHAT, WHERE, TOWN, SINCE, WHO)


def stories() -> Iterator[str]:
    """What people write, without end: 1,200 different ones before the first comes again."""
    for number in count():
        chosen, rest = [], number * 7
        for table in TABLES:
            chosen.append(table[rest % len(table)])
            rest //= len(table)
        what, where, town, since, who = chosen
        yield f"LAPOR {what} {where} {town} {since}, {who}"


class People:
    """Citizens who write once each. Ids are counted: no two messages are alike, no two runs differ."""

    def __init__(self, of: str = "") -> None:
        self._salt = int(hashlib.sha256(of.encode()).hexdigest(), 16) % 800
        self._numbers = count(1)
        self._stories = stories()

    def write(self, port: int, number: int) -> list[bytes]:
        """So many requests to the door at this port, ready to be sent."""
        return [bytes_of(port, form) for form in islice(self.forms(), number)]

    def forms(self) -> Iterator[dict[str, str]]:
        """The fields of one message after the other, without end."""
        for n in self._numbers:
            yield {
                "MessageSid": f"SM{self._salt * 10**9 + n:032x}",
                "AccountSid": SID,
                "From": f"+6281{self._salt + 100}{n:07d}",
                "To": NUMBER,
                "Body": next(self._stories),
                "NumMedia": "0",
            }


def bytes_of(port: int, form: dict[str, str]) -> bytes:
    """The whole request."""
    body = urlencode(form).encode()
    url = f"http://127.0.0.1:{port}{PATH}"
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Twilio-Signature: {signature(url, form)}\r\n\r\n"
    )
    return head.encode() + body


def signature(url: str, form: dict[str, str]) -> str:
    """https://www.twilio.com/docs/usage/security#validating-requests"""
    text = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.digest(TOKEN.encode(), text.encode(), "sha1")).decode()
