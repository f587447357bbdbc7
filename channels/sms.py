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

import phonenumbers
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

COUNTRY = "ID"  # of a number written without its country code
E164 = re.compile(r"\+(?!620)[1-9][0-9]{7,14}")  # +620 is a doubled prefix
PHONE = re.compile(r"\+?[0-9][0-9 ().-]*")
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
        segment=True, buttons=0, button_title=0, text=1600, phone_is_address=True
    )
    rates = per_second(30)  # a gateway of our own queues for its modems
    window: timedelta | None = None


class NewId(Protocol):
    """Draws an id that was never used."""

    def __call__(self) -> str: ...


def party(written: str) -> tuple[str, bool]:
    """The id of whoever a gateway names, and whether it is a machine: a short code, or no number at all."""
    bare = (
        f"+{written.strip()}" if written.startswith(" ") else written.strip()
    )  # an unescaped + is a space
    if not PHONE.fullmatch(bare):
        return bare, True
    if sum(c.isdigit() for c in bare) <= SHORT_CODE:
        return bare, True
    return _e164(bare), False


def sender(written: str) -> tuple[str, bool]:
    """The same for whoever wrote to us; Malformed when that is nobody: no answer would reach them."""
    id_, machine = party(written)
    if not id_.strip("+"):
        raise Malformed("no sender")
    return id_, machine


def _e164(number: str) -> str:
    if E164.fullmatch(number):
        return number
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return re.sub(r"[^+0-9]", "", number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def prefix(written: str) -> str:
    """The beginning of a number as E.164 begins: 0811, 62811 and +62811 are the same."""
    digits = written.strip().removeprefix("+")
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def fingerprint(sender: str, text: str, time: str) -> str:
    """The id of a message whose gateway has none worth trusting; `time` as the network wrote it."""
    return sha256(
        "\0".join((sender, text, time)).encode(errors="surrogatepass")
    ).hexdigest()[:40]


def storable(text: str) -> str:
    """The text without what no database stores: NUL, lone surrogates."""
    return text.replace("\0", "").encode(errors="replace").decode()


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
