"""The part of Twilio's REST API that the gateway uses.

https://www.twilio.com/docs/messaging/api/message-resource
Errors: https://www.twilio.com/docs/api/errors
"""

import hmac
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from gateway.simulator.config import SimulatorConfig
from gateway.simulator.state import Bubble, Phone, PhoneFile, Phones
from gateway.simulator.twilio_content import NOT_FOUND, Contents, Shown, TwilioError
from gateway.simulator.twilio_line import PREFIXES, TwilioLine
from intake.wording.sms import segments

CHANNELS = tuple(PREFIXES)
LONGEST = 1600  # characters in a message
RECIPIENTS = {
    "sms": re.compile(r"\+[1-9]\d{7,14}"),
    "whatsapp": re.compile(r"whatsapp:(\+[1-9]\d{7,14}|ID\.\d+)"),
}


AUTHENTICATE = TwilioError(401, 20003, "Authenticate")
NO_BODY = TwilioError(400, 21602, "Message body is required.")
TOO_LONG = TwilioError(
    400, 21617, "The concatenated message body exceeds the 1600 character limit."
)
OPTED_OUT = TwilioError(400, 21610, "Attempt to send to unsubscribed recipient")
MIXED = TwilioError(
    400, 21910, "Invalid From and To pair. From and To should be of the same channel"
)
WINDOW_CLOSED = "63016"  # comes later, as a status: Twilio accepts the message first


class TwilioRest:
    """Requests in, JSON values out; raises TwilioError."""

    def __init__(
        self,
        config: SimulatorConfig,
        state: Phones,
        line: TwilioLine,
        contents: Contents,
    ) -> None:
        self._config = config
        self._state = state
        self._line = line
        self._contents = contents

    def enter(self, _endpoint: str | None, place: dict[str, Any] | None) -> None:
        """Basic authentication with the account's SID and token; the URL must name that account."""
        login = request.authorization
        given = f"{login.username}:{login.password}" if login else ""
        if not hmac.compare_digest(
            given, f"{self._config.account_sid}:{self._config.auth_token}"
        ):
            raise AUTHENTICATE
        if (place or {}).pop(
            "account", self._config.account_sid
        ) != self._config.account_sid:
            raise NOT_FOUND

    def account(self) -> dict[str, Any]:
        """Who we are."""
        account = self._config.account_sid
        return {
            "sid": account,
            "owner_account_sid": account,
            "friendly_name": "Simulator",
            "status": "active",
            "type": "Full",
            "uri": f"/2010-04-01/Accounts/{account}.json",
        }

    def numbers(self) -> dict[str, Any]:
        """The SMS number and where its webhook points."""
        number = self._config.sms_number
        wanted = request.args.get("PhoneNumber", number)
        found = {
            "sid": "PN" + "0" * 32,
            "account_sid": self._config.account_sid,
            "phone_number": number,
            "friendly_name": number,
            "sms_url": f"{self._config.public_url.rstrip('/')}/webhooks/twilio/sms",
            "sms_method": "POST",
            "capabilities": {"sms": True, "mms": True, "voice": False},
        }
        return {
            "incoming_phone_numbers": [found] if wanted == number else [],
            "page": 0,
            "next_page_uri": None,
        }

    def create_message(self) -> tuple[dict[str, Any], int]:
        """Accept a message, put it on the phone, report on it later."""
        phone = self._recipient(
            request.form.get("To", ""), request.form.get("From", "")
        )
        shown = self._shown()
        links = tuple(
            PhoneFile(token_hex(16), "photo", "", url, None, url)
            for url in request.form.getlist("MediaUrl")
        )
        if not shown.text and not links:
            raise NO_BODY
        if len(shown.text) > LONGEST:
            raise TOO_LONG
        if phone.stopped:
            raise OPTED_OUT
        error = "" if shown.approved or self._line.window_open(phone) else WINDOW_CLOSED
        bubble = self._state.add(
            phone,
            "in",
            shown.text,
            ("MM" if links else "SM") + token_hex(16),
            status="queued",
            error=error,
            buttons=shown.choices if phone.channel == "whatsapp" else (),
            list_button=shown.list_button,
            media=links,
            callback_url=request.form.get("StatusCallback", ""),
        )
        made = self._message(phone, bubble) | {"error_code": None}
        self._line.carry(phone, bubble, error)
        return made, HTTPStatus.CREATED

    def list_messages(self) -> dict[str, Any]:
        """Newest first, filtered, in pages that stay put while new messages arrive."""
        found = [pair for pair in self._state.all_sent(CHANNELS) if self._wanted(*pair)]
        after = request.args.get("PageToken", "").removeprefix("PA")
        ids = [bubble.provider_id for _, bubble in found]
        start = ids.index(after) + 1 if after in ids else 0
        size = min(request.args.get("PageSize", 50, int), 1000)
        page = found[start : start + size]
        self._fetched(page)
        more = (
            urlencode(
                request.args.to_dict() | {"PageToken": f"PA{page[-1][1].provider_id}"}
            )
            if page
            else ""
        )
        uri = f"/2010-04-01/Accounts/{self._config.account_sid}/Messages.json"
        return {
            "messages": [self._message(*pair) for pair in page],
            "page": request.args.get("Page", 0, int),
            "page_size": size,
            "start": start,
            "uri": uri,
            "next_page_uri": f"{uri}?{more}" if start + size < len(found) else None,
        }

    def _fetched(self, page: list[tuple[Phone, Bubble]]) -> None:
        """Whoever lists messages has those, too, that no webhook could bring: their phones show it."""
        for phone, bubble in page:
            if bubble.direction == "out" and bubble.status == "failed":
                self._state.touch(phone, bubble, status="fetched")

    def fetch_message(self, sid: str) -> dict[str, Any]:
        """One message."""
        return self._message(*self._found(sid))

    def list_media(self, sid: str) -> dict[str, Any]:
        """What came with a message."""
        _, bubble = self._found(sid)
        return {
            "media_list": [self._media(sid, media) for media in bubble.media],
            "next_page_uri": None,
        }

    def fetch_media(self, sid: str, media_sid: str) -> dict[str, Any] | Response:
        """The file itself, or with `.json` what is known of it."""
        bare = media_sid.removesuffix(".json")
        media = next(
            (one for one in self._found(sid)[1].media if f"ME{one.id}" == bare), None
        )
        if media is None or media.content is None:
            raise NOT_FOUND
        if bare != media_sid:
            return self._media(sid, media)
        return Response(media.content, content_type=media.media_type)

    def _recipient(self, to: str, from_: str) -> Phone:
        sender = "whatsapp" if from_.startswith(PREFIXES["whatsapp"]) else "sms"
        channel = "whatsapp" if to.startswith(PREFIXES["whatsapp"]) else "sms"
        if not RECIPIENTS[channel].fullmatch(to):
            raise TwilioError(
                400, 21211, f"The 'To' number {to} is not a valid phone number."
            )
        if from_ and sender != channel:
            raise MIXED
        if (
            from_ != self._line.number(channel)
            and "MessagingServiceSid" not in request.form
        ):
            raise _not_ours(channel, from_)
        return self._state.phone(channel, to.removeprefix(PREFIXES[channel]))

    def _shown(self) -> Shown:
        sid = request.form.get("ContentSid")
        if not sid:
            return Shown(request.form.get("Body", ""))
        return self._contents.render(
            sid, json.loads(request.form.get("ContentVariables") or "{}")
        )

    def _wanted(self, phone: Phone, bubble: Bubble) -> bool:
        ours, theirs = (
            self._line.number(phone.channel),
            PREFIXES[phone.channel] + phone.id,
        )
        ends = (
            {"To": theirs, "From": ours}
            if bubble.direction == "in"
            else {"To": ours, "From": theirs}
        )
        if any(
            request.args.get(end, address) != address for end, address in ends.items()
        ):
            return False
        return all(
            test(bubble.at, _moment(request.args[name]))
            for name, test in _DATES.items()
            if name in request.args
        )

    def _found(self, sid: str) -> tuple[Phone, Bubble]:
        for channel in CHANNELS:
            if found := self._state.sent(channel, sid):
                return found
        raise NOT_FOUND

    def _message(self, phone: Phone, bubble: Bubble) -> dict[str, Any]:
        ours, theirs = (
            self._line.number(phone.channel),
            PREFIXES[phone.channel] + phone.id,
        )
        inbound = bubble.direction == "out"
        uri = f"/2010-04-01/Accounts/{self._config.account_sid}/Messages/{bubble.provider_id}"
        failed = bubble.error and bubble.status == "failed"
        return {
            "sid": bubble.provider_id,
            "account_sid": self._config.account_sid,
            "messaging_service_sid": None,
            "api_version": "2010-04-01",
            "direction": "inbound" if inbound else "outbound-api",
            "from": theirs if inbound else ours,
            "to": ours if inbound else theirs,
            "body": bubble.text,
            "status": "received" if inbound else bubble.status,
            "num_segments": str(
                segments(bubble.text).parts if phone.channel == "sms" else 1
            ),
            "num_media": str(len(bubble.media)),
            "date_created": _rfc(bubble.at),
            "date_updated": _rfc(bubble.at),
            "date_sent": _rfc(bubble.at),
            "error_code": int(bubble.error) if failed else None,
            "error_message": None,
            "price": None,
            "price_unit": "USD",
            "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }

    def _media(self, sid: str, media: PhoneFile) -> dict[str, Any]:
        uri = f"/2010-04-01/Accounts/{self._config.account_sid}/Messages/{sid}/Media/ME{media.id}.json"
        own = {
            "sid": f"ME{media.id}",
            "parent_sid": sid,
            "content_type": media.media_type,
            "uri": uri,
        }
        return own | {"account_sid": self._config.account_sid}


def twilio_blueprint(rest: TwilioRest, contents: Contents) -> Blueprint:
    """Twilio's URLs, api.twilio.com and content.twilio.com on one host."""
    pages = Blueprint("twilio", __name__)
    pages.url_value_preprocessor(rest.enter)
    pages.register_error_handler(TwilioError, _refusal)
    messages = "/2010-04-01/Accounts/<account>/Messages"
    routes: tuple[tuple[str, str, Callable[..., Any]], ...] = (
        ("GET", "/2010-04-01/Accounts/<account>.json", rest.account),
        (
            "GET",
            "/2010-04-01/Accounts/<account>/IncomingPhoneNumbers.json",
            rest.numbers,
        ),
        ("POST", f"{messages}.json", rest.create_message),
        ("GET", f"{messages}.json", rest.list_messages),
        ("GET", f"{messages}/<sid>.json", rest.fetch_message),
        ("GET", f"{messages}/<sid>/Media.json", rest.list_media),
        ("GET", f"{messages}/<sid>/Media/<media_sid>", rest.fetch_media),
        ("POST", "/v1/Content", contents.create),
        ("GET", "/v1/Content", contents.list_all),
        ("GET", "/v1/Content/<sid>", contents.fetch),
        ("DELETE", "/v1/Content/<sid>", contents.delete),
        ("POST", "/v1/Content/<sid>/ApprovalRequests/whatsapp", contents.approve),
    )
    for method, url, view in routes:
        pages.add_url_rule(url, view.__name__, view, methods=[method])
    return pages


def _refusal(error: TwilioError) -> tuple[Response, int]:
    info = f"https://www.twilio.com/docs/errors/{error.code}"
    body = {
        "code": error.code,
        "message": error.message,
        "more_info": info,
        "status": error.status,
    }
    return jsonify(body), error.status


def _not_ours(channel: str, from_: str) -> TwilioError:
    if channel == "whatsapp":
        return TwilioError(
            400,
            63007,
            "Twilio could not find a Channel with the specified From address",
        )
    return TwilioError(
        400,
        21606,
        f"The 'From' phone number {from_} is not a valid, SMS-capable Twilio number",
    )


_DATES: dict[str, Callable[[float, datetime], bool]] = {
    "DateSent": lambda at, day: datetime.fromtimestamp(at, UTC).date() == day.date(),
    "DateSent<": lambda at, moment: at <= moment.timestamp(),
    "DateSent>": lambda at, moment: at >= moment.timestamp(),
}


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise TwilioError(400, 20001, f"not a date: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _rfc(at: float) -> str:
    return format_datetime(datetime.fromtimestamp(at, UTC))
