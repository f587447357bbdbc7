"""Providers' requests: to the channel for trust, to the service for keeping, and the answer they expect."""

import codecs
import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_from_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from channels.contract import BadSignature, Channel, Malformed, Webhook
from channels.sms_sources import SmsSources
from gateway.flows.receiving import receive
from gateway.setup.parts import Parts
from gateway.setup.refusals import REFUSALS
from storage.door import tell_fault
from storage.tracing import tracing

log = logging.getLogger(__name__)

MOST_BYTES = 2 * 1024 * 1024  # no provider sends more: media are fetched, not pushed
MOST_FIELDS = 1000  # of a form
FORM = "application/x-www-form-urlencoded"
PLAIN = "text/plain; charset=utf-8"
STAYS_QUOTED = "satu-pintu.stays-quoted"  # how we decode what is no UTF-8
ROUTES = {  # path -> channel; delivery receipts of both Twilio channels come to one address
    "/webhooks/twilio/sms": "sms",
    "/webhooks/twilio/whatsapp": "whatsapp",
    "/webhooks/twilio/status": "sms",
    "/webhooks/telegram": "telegram",
    "/webhooks/kannel": "sms",
    "/webhooks/kannel/dlr": "sms",
    "/webhooks/android-sms": "sms",
    "/webhooks/gammu": "sms",
}
ALSO_GET = frozenset(
    {"/webhooks/kannel", "/webhooks/kannel/dlr"}
)  # where the provider knows no POST


WITHOUT_PREFIX = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
    ),
}
OVER_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


class WebhookAnswer(NamedTuple):
    """What a provider gets back."""

    status: int
    body: bytes
    content_type: str


class Unfit(Exception):
    """A request that nobody can read: `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Webhooks:
    """The provider-facing routes of interface.md, in front of all the others.

    They pass Flask by, and its request and response: a provider's request needs no session, no
    template and no routing, and it comes by the thousand when a town is under water.
    """

    def __init__(self, parts: Parts, others: WSGIApplication) -> None:
        self._parts = parts
        self._others = others

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """WSGI."""
        channel = ROUTES.get(environ.get("PATH_INFO", ""))
        if channel is None:
            return self._others(environ, start_response)
        with tracing():
            answer = self._answer(environ, channel)
        head = answer.status, answer.content_type, len(answer.body)
        status, headers = _head(*head, secure=self._parts.settings.public)
        start_response(status, list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _answer(self, environ: WSGIEnvironment, channel: str) -> WebhookAnswer:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "POST" and not _may_get(environ):
            return _said("use POST", 405)
        known, adapter = _which(self._parts, path, channel)
        if adapter is None:
            return _said("this channel is off", 404)
        body, content_type = adapter.ack
        try:
            webhook = webhook_of(environ, self._parts.settings.public_url)
            receive(self._parts, known, webhook)
        except Unfit as refusal:
            return _said(refusal.status.phrase, refusal.status)
        except BadSignature:
            return _said("wrong signature", 403)
        except Malformed:
            return WebhookAnswer(adapter.malformed_status, body.encode(), content_type)
        except Exception as error:  # noqa: BLE001  (nothing is acknowledged: the provider sends it again)
            tell_fault(log, "a webhook could not be taken in", error)
            REFUSALS.note()
            return _said("try again", 500)
        return WebhookAnswer(200, body.encode(), content_type)


def webhook_of(environ: WSGIEnvironment, public_url: str) -> Webhook:
    """The request as the provider signed it: PUBLIC_URL, path and raw query; or Unfit."""
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("ascii", "replace")
    body = _body(environ)
    is_form = _media_type(environ.get("CONTENT_TYPE", "")) == FORM
    return Webhook(
        url=public_url + environ["PATH_INFO"] + (f"?{query}" if query else ""),
        headers=_Headers(environ),
        form=_form(body) if is_form else (),
        body=body,
        remote=environ.get("REMOTE_ADDR", ""),
    )


class _Headers(Mapping[str, str]):
    """A request's headers, in any case, as WSGI keeps them."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        value: str = self._environ[_wsgi_name(name)]
        return value

    def __iter__(self) -> Iterator[str]:
        names = (key.removeprefix("HTTP_") for key in self._environ if _is_header(key))
        return (name.replace("_", "-").title() for name in names)

    def __len__(self) -> int:
        return sum(map(_is_header, self._environ))


def _is_header(key: str) -> bool:
    return key.startswith("HTTP_") or key in WITHOUT_PREFIX


@cache
def _wsgi_name(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in WITHOUT_PREFIX else f"HTTP_{name}"


def _body(environ: WSGIEnvironment) -> bytes:
    """All of it. Without a length only as far as the server itself knows where it ends."""
    length = _number(environ.get("CONTENT_LENGTH", ""))
    ends = "wsgi.input_terminated" in environ
    if length > MOST_BYTES:
        raise Unfit(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        body: bytes = environ["wsgi.input"].read(MOST_BYTES + 1 if ends else length)
    except (OSError, ValueError) as error:
        raise Unfit(HTTPStatus.BAD_REQUEST) from error
    if len(body) > MOST_BYTES:
        raise Unfit(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if len(body) < length:
        raise Unfit(HTTPStatus.BAD_REQUEST)
    return body


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() else 0


def _form(body: bytes) -> tuple[tuple[str, str], ...]:
    """Every pair, repeats and blanks included; none when it is no form, or no provider's."""
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors=STAYS_QUOTED,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return ()
    return tuple(pairs)


def _stays_quoted(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):  # nothing is encoded with it
        raise error
    return quote_from_bytes(error.object[error.start : error.end]), error.end


codecs.register_error(STAYS_QUOTED, _stays_quoted)


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def headers_of_all(*, secure: bool) -> dict[str, str]:
    """What every answer of ours carries; `secure`: strangers reach us by https only."""
    return HEADERS | (OVER_TLS if secure else {})


@cache
def _head(
    status: int, content_type: str, length: int, *, secure: bool
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The status line and the headers of an answer."""
    about = {"Content-Type": content_type, "Content-Length": str(length)}
    headers = about | headers_of_all(secure=secure)
    return f"{status} {HTTPStatus(status).phrase}", (*headers.items(),)


def _may_get(environ: WSGIEnvironment) -> bool:
    may = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
    return may and environ["PATH_INFO"] in ALSO_GET


def _said(what: str, status: int) -> WebhookAnswer:
    return WebhookAnswer(status, f"{what}\n".encode(), PLAIN)


def _which(parts: Parts, path: str, channel: str) -> tuple[str, Channel | None]:
    """The channel of this route and its adapter; WhatsApp's for Twilio's reports when its SMS are off."""
    adapter = _adapter(path, parts.channels.get(channel))
    if adapter is None and path.endswith("/status"):
        return "whatsapp", parts.channels.get("whatsapp")
    return channel, adapter


def _adapter(path: str, channel: Channel | None) -> Channel | None:
    if not isinstance(channel, SmsSources):
        return channel
    source = channel.source_at(path)
    return source.channel if source else None
