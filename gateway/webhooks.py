"""Providers' requests: to the channel for trust, to the service for keeping, and the answer they expect."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from requests.structures import CaseInsensitiveDict

from channels.contract import BadSignature, Malformed, Webhook
from gateway.parts import Parts
from gateway.service import receive

MOST_BYTES = 2 * 1024 * 1024  # no provider sends more: media are fetched, not pushed
ROUTES = {  # path -> channel; delivery receipts of both Twilio channels come to one address
    "/webhooks/twilio/sms": "sms",
    "/webhooks/twilio/whatsapp": "whatsapp",
    "/webhooks/twilio/status": "sms",
    "/webhooks/telegram": "telegram",
}


def create_webhooks(parts: Parts) -> Blueprint:
    """The provider-facing routes of interface.md."""
    blueprint = Blueprint("webhooks", __name__)
    for path, channel in ROUTES.items():
        name = path.removeprefix("/webhooks/").replace("/", "_")
        blueprint.add_url_rule(path, name, _view(parts, channel), methods=["POST"])
    return blueprint


def _view(parts: Parts, channel: str) -> Callable[[], Response]:
    def view() -> Response:
        known = _which(parts, channel)
        if known is None:
            return Response("this channel is off\n", 404, mimetype="text/plain")
        body, content_type = parts.channels[known].ack
        try:
            receive(parts, known, _webhook(parts))
        except BadSignature:
            return Response("wrong signature\n", 403, mimetype="text/plain")
        except Malformed:
            return Response(body, parts.channels[known].malformed_status, mimetype=content_type)
        return Response(body, 200, mimetype=content_type)

    return view


def _which(parts: Parts, channel: str) -> str | None:
    """The channel of this route; the other Twilio channel when only that one is on."""
    if channel in parts.channels:
        return channel
    return "whatsapp" if request.path.endswith("/status") and "whatsapp" in parts.channels else None


def _webhook(parts: Parts) -> Webhook:
    """The request as the provider signed it: PUBLIC_URL, path and raw query."""
    query = request.query_string.decode("ascii", "replace")
    body = request.get_data(cache=True, parse_form_data=False)
    return Webhook(
        url=parts.settings.public_url + request.path + (f"?{query}" if query else ""),
        headers=CaseInsensitiveDict(request.headers.items()),
        form=tuple(request.form.items(multi=True)),
        body=body,
    )
