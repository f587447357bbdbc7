"""Providers' requests: to the channel for trust, to the service for keeping, and the answer they expect."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from requests.structures import CaseInsensitiveDict

from channels.contract import BadSignature, Channel, Malformed, Webhook
from channels.sms_sources import SmsSources
from gateway.flows.receiving import receive
from gateway.setup.parts import Parts

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


def create_webhooks(parts: Parts) -> Blueprint:
    """The provider-facing routes of interface.md."""
    blueprint = Blueprint("webhooks", __name__)
    for path, channel in ROUTES.items():
        name = path.removeprefix("/webhooks/").replace("/", "_")
        methods = ["POST", "GET"] if path in ALSO_GET else ["POST"]
        blueprint.add_url_rule(path, name, _view(parts, channel), methods=methods)
    return blueprint


def _view(parts: Parts, channel: str) -> Callable[[], Response]:
    def view() -> Response:
        known, adapter = _which(parts, channel)
        if adapter is None:
            return Response("this channel is off\n", 404, mimetype="text/plain")
        body, content_type = adapter.ack
        try:
            receive(parts, known, _webhook(parts))
        except BadSignature:
            return Response("wrong signature\n", 403, mimetype="text/plain")
        except Malformed:
            return Response(body, adapter.malformed_status, mimetype=content_type)
        return Response(body, 200, mimetype=content_type)

    return view


def _which(parts: Parts, channel: str) -> tuple[str, Channel | None]:
    """The channel of this route and its adapter; WhatsApp's for Twilio's reports when its SMS are off."""
    adapter = _adapter(parts.channels.get(channel))
    if adapter is None and request.path.endswith("/status"):
        return "whatsapp", parts.channels.get("whatsapp")
    return channel, adapter


def _adapter(channel: Channel | None) -> Channel | None:
    if not isinstance(channel, SmsSources):
        return channel
    source = channel.source_at(request.path)
    return source.channel if source else None


def _webhook(parts: Parts) -> Webhook:
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
