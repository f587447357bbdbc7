"""Providers' requests: to the channel for trust, to the service for keeping, and the answer they expect."""

import logging
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from requests.structures import CaseInsensitiveDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from channels.contract import BadSignature, Channel, Malformed, Webhook
from channels.sms_sources import SmsSources
from gateway.flows.receiving import receive
from gateway.setup.parts import Parts
from storage.door import tell_fault
from storage.tracing import tracing

log = logging.getLogger(__name__)

MOST_BYTES = 2 * 1024 * 1024  # no provider sends more: media are fetched, not pushed
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


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
}


class Webhooks:
    """The provider-facing routes of interface.md, in front of all the others.

    They pass Flask by: a provider's request needs no session, no template and no routing, and it
    comes by the thousand when a town is under water.
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
            response = self._answer(_ProvidersRequest(environ), channel)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    def _answer(self, request: Request, channel: str) -> Response:
        if request.method != "POST" and not _may_get(request):
            return _said("use POST", 405)
        known, adapter = _which(self._parts, request.path, channel)
        if adapter is None:
            return _said("this channel is off", 404)
        body, content_type = adapter.ack
        try:
            receive(self._parts, known, _webhook(self._parts, request))
        except HTTPException as refusal:  # too large, or no form
            return _said(refusal.name, refusal.code or 400)
        except BadSignature:
            return _said("wrong signature", 403)
        except Malformed:
            return Response(body, adapter.malformed_status, content_type=content_type)
        except Exception as error:  # noqa: BLE001  (nothing is acknowledged: the provider sends it again)
            tell_fault(log, "a webhook could not be taken in", error)
            return _said("try again", 500)
        return Response(body, 200, content_type=content_type)


class _ProvidersRequest(Request):
    max_content_length = MOST_BYTES


def _may_get(request: Request) -> bool:
    return request.method in {"GET", "HEAD"} and request.path in ALSO_GET


def _said(what: str, status: int) -> Response:
    return Response(f"{what}\n", status, mimetype="text/plain")


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


def _webhook(parts: Parts, request: Request) -> Webhook:
    """The request as the provider signed it: PUBLIC_URL, path and raw query."""
    query = request.query_string.decode("ascii", "replace")
    body = request.get_data(cache=True, parse_form_data=False)
    return Webhook(
        url=parts.settings.public_url + request.path + (f"?{query}" if query else ""),
        headers=CaseInsensitiveDict(request.headers.items()),
        form=tuple(request.form.items(multi=True)),
        body=body,
        remote=request.remote_addr or "",
    )
