"""The people's side: what the page with phones and the tests call.

    GET  /phones                              the accounts there are
    GET  /phones/<channel>/<id>               one account
    GET  /phones/<channel>/<id>/messages      ?after=N newer than message N, ?since=V changed after version V
    POST /phones/<channel>/<id>/send          {text, media, location, contact, reply_to, button, name}
    POST /phones/<channel>/<id>/press         {button, message}
    POST /phones/<channel>/<id>/edit          {message, text}; Telegram
    POST /phones/<channel>/<id>/seen          {message}; everything up to it was looked at
    POST /phones/<channel>/<id>/stop          block the bot, or send STOP
    GET  /media/<id>                          a file as the phone shows it
    POST /segments                            {text}: what it costs as SMS
    GET  /outage                              whether the way to the gateway is cut
    POST /outage                              {on}: cut it, or mend it

What a person does answers `{status, messages}`: the HTTP status the gateway's webhook
answered (0: nothing answered; null: it waits for getUpdates) and the new messages.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, NoReturn

from flask import Blueprint, Response, abort, jsonify, request

from gateway.simulator.config import CHANNELS, SimulatorConfig
from gateway.simulator.post import Postman
from gateway.simulator.samples import SAMPLES, sample
from gateway.simulator.state import (
    Bubble,
    ContactCard,
    Phone,
    PhoneButton,
    PhoneFile,
    Phones,
    Pin,
    PostOutcome,
    Typed,
    bubble_json,
    new_media,
)
from gateway.simulator.telegram_line import TelegramLine
from gateway.simulator.telegram_objects import phone_number
from gateway.simulator.twilio_line import TwilioLine
from intake.wording.sms import segments

CITIZENS = (
    ("Yanti", "sms", "+6281298765432"),
    ("Siti", "whatsapp", "+6281234567890"),
    ("Budi", "telegram", "700000001"),
)
IDS = {
    "sms": re.compile(r"\+?\d{2,15}|[A-Za-z0-9 ]{1,11}"),
    "whatsapp": re.compile(r"\+\d{6,15}|ID\.\d+"),
    "telegram": re.compile(r"[1-9]\d{0,15}"),
}
SHOWN_AS_THEY_ARE = re.compile(
    r"image/(png|jpeg|webp|gif)|audio/[\w-]+|video/mp4|application/pdf"
)


class PhonesApi:
    """What people do, handed to the channel's line."""

    def __init__(
        self,
        config: SimulatorConfig,
        state: Phones,
        twilio: TwilioLine,
        telegram: TelegramLine,
    ) -> None:
        self._config = config
        self._state = state
        self._telegram = telegram
        self._lines: dict[str, TwilioLine | TelegramLine] = {
            "sms": twilio,
            "whatsapp": twilio,
            "telegram": telegram,
        }

    def accounts(self) -> Response:
        """The phones on the page."""
        administrators = [
            {
                "label": label,
                "channel": address.channel,
                "id": address.id,
                "last": self._state.phone(address.channel, address.id, label).last_n,
            }
            for label, address in self._config.known_administrators()
        ]
        citizens = [
            {"label": label, "channel": channel, "id": id_}
            for label, channel, id_ in CITIZENS
        ]
        numbers = {
            "sms": self._config.sms_number,
            "whatsapp": self._config.whatsapp_number,
        }
        ours = numbers | {"telegram": f"@{self._telegram.bot['username']}"}
        return jsonify(citizens=citizens, administrators=administrators, gateway=ours)

    def account(self, channel: str, id_: str) -> Response:
        """One phone."""
        phone = self._phone(channel, id_)
        return jsonify(
            channel=channel,
            id=phone.id,
            name=phone.name,
            stopped=phone.stopped,
            version=phone.version,
        )

    def messages(self, channel: str, id_: str) -> Response:
        """What lies on the phone, oldest first."""
        phone = self._phone(channel, id_)
        after, since = (
            request.args.get("after", 0, int),
            request.args.get("since", 0, int),
        )
        with self._state.lock:
            found = [
                one for one in phone.bubbles if one.n > after and one.version > since
            ]
            answer = jsonify([bubble_json(phone, bubble) for bubble in found])
            answer.headers["X-Version"] = str(
                phone.version
            )  # lower than the page's: we were restarted
            answer.headers["X-Stopped"] = str(int(phone.stopped))
            return answer

    def send(self, channel: str, id_: str) -> Response:
        """Write, attach, share; with `button`, tap."""
        given = _body()
        phone = self._phone(channel, id_, str(given.get("name", "")))
        if "button" in given:
            return self._press(phone, str(given["button"]), given.get("reply_to"))
        said = Typed(
            str(given.get("text", "")),
            tuple(_media(one) for one in _listed(given.get("media"))),
            _pin(given.get("location")),
            _contact(given.get("contact"), phone),
            given.get("reply_to"),
        )
        return self._answer(phone, self._lines[channel].say(phone, said))

    def press(self, channel: str, id_: str) -> Response:
        """Tap a button, by id or title, of message `message` or of the newest that has it."""
        given = _body()
        if "button" not in given:
            _refuse("which button?")
        return self._press(
            self._phone(channel, id_), str(given["button"]), given.get("message")
        )

    def edit(self, channel: str, id_: str) -> Response:
        """Change an own message."""
        given = _body()
        phone = self._phone(channel, id_)
        bubble = phone.bubble(given.get("message", 0))
        if channel != "telegram" or bubble is None or bubble.direction != "out":
            _refuse("only a message of one's own on Telegram can be changed")
        return self._answer(
            phone, self._telegram.edit(phone, bubble, str(given.get("text", "")))
        )

    def seen(self, channel: str, id_: str) -> Response:
        """The person has looked."""
        phone = self._phone(channel, id_)
        self._lines[channel].seen(phone, int(_body().get("message", phone.last_n)))
        return jsonify(ok=True)

    def stop(self, channel: str, id_: str) -> Response:
        """No more of this, please."""
        phone = self._phone(channel, id_)
        return self._answer(phone, self._lines[channel].stop(phone))

    def media(self, id_: str) -> Response:
        """A file; anything a browser might run comes as a download."""
        media = self._state.media(id_)
        if media is None or media.content is None:
            abort(HTTPStatus.NOT_FOUND)
        harmless = SHOWN_AS_THEY_ARE.fullmatch(media.media_type.partition(";")[0])
        return Response(
            media.content,
            content_type=media.media_type if harmless else "application/octet-stream",
        )

    def segments(self) -> Response:
        """The composer's counter."""
        return jsonify(asdict(segments(str(_body().get("text", "")))))

    def _press(self, phone: Phone, button: str, n: int | None) -> Response:
        choice, under = _find(phone, button, n)
        return self._answer(
            phone, self._lines[phone.channel].press(phone, choice, under)
        )

    def _answer(self, phone: Phone, outcome: PostOutcome) -> Response:
        messages = [bubble_json(phone, bubble) for bubble in outcome.bubbles]
        return jsonify(status=outcome.status, messages=messages)

    def _phone(self, channel: str, id_: str, name: str = "") -> Phone:
        if channel not in CHANNELS or not IDS[channel].fullmatch(id_):
            abort(HTTPStatus.NOT_FOUND)
        return self._state.phone(channel, id_, name)


class Outages:
    """Cuts the way to the gateway and mends it: what is written meanwhile is only at the providers."""

    def __init__(self, postman: Postman) -> None:
        self._postman = postman

    def outage(self) -> Response:
        """Whether it is cut; with `on`, as wanted."""
        if request.method == "POST":
            self._postman.cut = bool(_body().get("on"))
        return jsonify(on=self._postman.cut)


def phones_blueprint(api: PhonesApi, postman: Postman) -> Blueprint:
    """The people's URLs."""
    pages = Blueprint("phones", __name__)
    one = "/phones/<channel>/<id_>"
    pages.add_url_rule("/phones", "accounts", api.accounts)
    pages.add_url_rule(one, "account", api.account)
    pages.add_url_rule(f"{one}/messages", "messages", api.messages)
    pages.add_url_rule("/media/<id_>", "media", api.media)
    pages.add_url_rule(
        "/outage", "outage", Outages(postman).outage, methods=["GET", "POST"]
    )
    pages.add_url_rule("/segments", "segments", api.segments, methods=["POST"])
    for view in (api.send, api.press, api.edit, api.seen, api.stop):
        pages.add_url_rule(
            f"{one}/{view.__name__}", view.__name__, view, methods=["POST"]
        )
    return pages


def _find(
    phone: Phone, button: str, n: int | None
) -> tuple[PhoneButton, Bubble | None]:
    """The button and its message; an unknown one is pressed all the same, as a forged one would be."""
    named = phone.bubble(n) if n else None
    for bubble in [named] if named else reversed(phone.bubbles):
        for choice in (*bubble.buttons, *(bubble.keyboard or ())):
            if button in (choice.id, choice.title):
                return choice, bubble
    return PhoneButton(button, button), named


def _body() -> dict[str, Any]:
    body = request.get_json()
    if not isinstance(body, dict):
        _refuse("a JSON object is wanted")
    return body


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _media(given: Any) -> PhoneFile:
    """`{kind}` for a sample, `{kind, type, name, data}` (base64) for a file, or just the kind."""
    if isinstance(given, str):
        given = {"kind": given}
    kind = given.get("kind", "photo")
    if kind not in SAMPLES:
        _refuse(f"no such kind: {kind}")
    if "data" not in given:
        return sample(kind)
    try:
        content = b64decode(given["data"], validate=True)
    except NotBase64:
        _refuse("data is not base64")
    return new_media(
        kind,
        str(given.get("type", "application/octet-stream")),
        str(given.get("name", kind)),
        content,
    )


def _pin(given: Any) -> Pin | None:
    if not given:
        return None
    try:
        point = float(given["latitude"]), float(given["longitude"])
    except (KeyError, TypeError, ValueError):
        _refuse("a location has latitude and longitude")
    return Pin(*point, str(given.get("label", "")), str(given.get("address", "")))


def _contact(given: Any, phone: Phone) -> ContactCard | None:
    """`true` is the person's own card."""
    if not given:
        return None
    if given is True:
        number = phone_number(phone) if phone.channel == "telegram" else phone.id
        return ContactCard(number, phone.name, own=True)
    return ContactCard(
        str(given.get("phone_number", "")),
        str(given.get("first_name", "Kontak")),
        own=False,
    )


def _refuse(why: str) -> NoReturn:
    abort(Response(why, HTTPStatus.BAD_REQUEST, content_type="text/plain"))
