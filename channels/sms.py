"""What every source of SMS has in common: who wrote, what is a repeat, how an HTTP gateway fails.

None of these gateways promises an id that is the same when a message comes twice:
Android's app gives each copy a new one, Gammu may store a row twice. What does stay
the same is sender, words and the network's own timestamp, so their hash is the id.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Protocol

from requests import RequestException, Response, Session

from channels.contract import (
    Malformed,
    Misconfigured,
    Refused,
    SendError,
    Throttled,
    Unreachable,
)
from intake.messages import Capabilities, Rate, Rates
from intake.reading.phone import full_number

PHONE = re.compile(r"[+(]{0,2}[0-9][+0-9\s().\-\u2010\u2011]*", re.ASCII)
UNSEEN = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # contact books write these around it
SHORT_CODE = 6  # digits at most; a subscriber has more

TIMEOUT = (5.0, 10.0)  # seconds, to connect and between two bytes
RETRY_AFTER = 5.0  # seconds, when the gateway does not say
RETRY_AFTER_MOST = 3600.0

STATUS_FAULTS: dict[int, tuple[type[SendError], str]] = {
    HTTPStatus.UNAUTHORIZED: (Misconfigured, "nama pengguna atau kata sandi ditolak"),
    HTTPStatus.FORBIDDEN: (Misconfigured, "nama pengguna atau kata sandi ditolak"),
    HTTPStatus.NOT_FOUND: (Misconfigured, "alamat gerbang SMS keliru"),
    HTTPStatus.METHOD_NOT_ALLOWED: (Misconfigured, "alamat gerbang SMS keliru"),
    HTTPStatus.REQUEST_TIMEOUT: (Unreachable, "gerbang SMS terlalu lama menunggu"),
}


def per_second(number: int) -> Rates:
    """So many SMS a second; who takes them queues a burst for us."""
    return Rates(Rate(number, 1, burst=10 * number))


class Sms:
    """What is true of SMS whoever carries them."""

    name = "sms"
    label = "SMS"
    capabilities = Capabilities(
        segment=True,
        buttons=0,
        button_title=0,
        text=1600,
        phone_is_address=True,
        forgeable=True,
    )
    rates = per_second(30)  # a gateway of our own queues for its modems
    window: timedelta | None = None


class NewId(Protocol):
    """Draws an id that was never used."""

    def __call__(self) -> str: ...


def party(written: str) -> tuple[str, bool]:
    """The id of whoever a gateway names, and whether it must not be answered.

    A short code and a name are machines; digits that no line can have are kept as they came,
    because an answer to a guess goes to a stranger.
    """
    seen = UNSEEN.sub("", written)
    bare = (
        f"+{seen.strip()}" if seen.startswith(" ") else seen.strip()
    )  # an unescaped + is a space
    if not PHONE.fullmatch(bare) or sum(c.isdigit() for c in bare) <= SHORT_CODE:
        return bare, True
    number = full_number(bare)
    return (number, False) if number else (bare, True)


def sender(written: str) -> tuple[str, bool]:
    """The same for whoever wrote to us; Malformed when that is nobody: no answer would reach them."""
    id_, machine = party(written)
    if not id_.strip("+"):
        raise Malformed("no sender")
    return id_, machine


def prefix(written: str) -> str:
    """The beginning of a number as E.164 begins: 0811, 62811, 0062811 and +62811 are the same."""
    digits = written.strip().removeprefix("+").removeprefix("00")
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def fingerprint(sender: str, text: str, time: str) -> str:
    """The id of a message whose gateway has none worth trusting; `time` as the network wrote it."""
    return sha256(
        "\0".join((sender, text, time)).encode(errors="surrogatepass")
    ).hexdigest()[:40]


def storable(text: str) -> str:
    """The text without what no database stores: NUL, and half a character (a lone surrogate); halves meet."""
    units = text.replace("\0", "").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")


def ask(session: Session, method: str, url: str, **options: Any) -> Response:
    """The answer of a gateway that took what we sent: a 2xx. A SendError, which quotes nothing, otherwise."""
    try:
        answer = session.request(
            method, url, timeout=TIMEOUT, allow_redirects=False, **options
        )
    except RequestException as error:  # its words hold the URL, and so the password
        raise Unreachable(
            f"gerbang SMS tidak menjawab ({type(error).__name__})"
        ) from None
    _raise_for(answer.status_code, answer.headers)
    return answer


def _raise_for(status: int, headers: Mapping[str, str]) -> None:
    wait = headers.get("Retry-After")
    if status == HTTPStatus.TOO_MANY_REQUESTS or (
        status == HTTPStatus.SERVICE_UNAVAILABLE and wait
    ):
        raise Throttled("gerbang SMS meminta kita menunggu", _seconds(wait))
    if status in STATUS_FAULTS:
        kind, words = STATUS_FAULTS[status]
        raise kind(f"{words} ({status})")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unreachable(f"gerbang SMS sedang terganggu ({status})")
    if status >= HTTPStatus.BAD_REQUEST:
        raise Refused(f"ditolak gerbang SMS ({status})")
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise Misconfigured(f"alamat gerbang SMS keliru ({status})")


def _seconds(wait: str | None) -> float:
    return (
        min(float(wait), RETRY_AFTER_MOST)
        if wait and re.fullmatch("[0-9]+", wait)
        else RETRY_AFTER
    )
