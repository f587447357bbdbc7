"""Twilio's servers, simulated: what a phone sends becomes a signed webhook, what it gets is reported back.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request
Signature: https://www.twilio.com/docs/usage/security#validating-requests
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha1, sha256
from secrets import token_hex
from urllib.parse import urldefrag, urlencode

from gateway.simulator.config import SimulatorConfig
from gateway.simulator.post import ACCEPTED, Postman
from gateway.simulator.samples import card
from gateway.simulator.state import (
    Bubble,
    Phone,
    PhoneButton,
    PhoneFile,
    Phones,
    Pin,
    PostOutcome,
    Typed,
)
from intake.wording.sms import segments

PREFIXES = {"sms": "", "whatsapp": "whatsapp:"}
WINDOW = (
    24 * 3600
)  # seconds after a person's last message in which a business may write freely
REPORT_AFTER = 0.15  # seconds between two steps of a delivery
RETRY_AFTER = (
    2.0  # Twilio tries once more when nobody answers, and never after an HTTP error
)

_STOP_START = {
    "STOP": {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"},
    "START": {"START", "UNSTOP"},
}
KEYWORDS = {"sms": _STOP_START | {"HELP": {"HELP", "INFO"}}, "whatsapp": _STOP_START}
KEYWORD_ANSWERS = {
    "STOP": "Anda berhenti menerima pesan dari nomor ini. Balas START untuk menerima lagi.",
    "START": "Anda kembali menerima pesan dari nomor ini. Balas STOP untuk berhenti.",
    "HELP": "Balas STOP untuk berhenti menerima pesan dari nomor ini.",
}
MESSAGE_TYPES = {
    "photo": "image",
    "voice": "audio",
    "contact": "contacts",
}  # the others keep their name


class TwilioLine:
    """Phones on SMS and WhatsApp."""

    def __init__(
        self,
        config: SimulatorConfig,
        state: Phones,
        postman: Postman,
        site: Callable[[], str],
    ) -> None:
        self._config = config
        self._state = state
        self._postman = postman
        self._site = site  # where media links point

    def number(self, channel: str) -> str:
        """Our address on that channel, as Twilio writes it."""
        numbers = {
            "sms": self._config.sms_number,
            "whatsapp": self._config.whatsapp_number,
        }
        return PREFIXES[channel] + numbers[channel].removeprefix(PREFIXES["whatsapp"])

    def say(self, phone: Phone, said: Typed) -> PostOutcome:
        """Send what the person wrote."""
        sent = [
            self._say_one(phone, said, text, media)
            for text, media in _messages(phone, said)
        ]
        return PostOutcome(
            min(status for status, _ in sent), tuple(bubble for _, bubble in sent)
        )

    def press(
        self, phone: Phone, choice: PhoneButton, under: Bubble | None
    ) -> PostOutcome:
        """Tap a quick reply, or a row of a list: WhatsApp sends its title as a message."""
        bubble = self._written(
            phone,
            Typed(choice.title, reply_to=under.n if under else None),
            choice.title,
            (),
        )
        if under:
            self._state.touch(phone, under, pressed=choice.id)
        fields = {
            "MessageType": "interactive",
            "ButtonText": choice.title,
            "ButtonPayload": choice.id,
        }
        if under and under.list_button:
            fields |= {"ListId": choice.id, "ListTitle": choice.title}
        form = self._form(phone, bubble) | fields
        return PostOutcome(self._deliver(phone, bubble, form), (bubble,))

    def stop(self, phone: Phone) -> PostOutcome:
        """Send STOP."""
        return self.say(phone, Typed("STOP"))

    def seen(self, phone: Phone, up_to: int) -> None:
        """The person has looked at everything up to that message: WhatsApp reports it as read."""
        if phone.channel != "whatsapp":
            return
        with self._state.lock:
            shown = [
                one
                for one in phone.bubbles
                if one.direction == "in" and one.n <= up_to and not one.seen
            ]
            for bubble in shown:
                bubble.seen = True
        for bubble in shown:
            if bubble.status == "delivered":
                self._postman.later(0, partial(self._steps, phone, bubble, ("read",)))

    def carry(self, phone: Phone, bubble: Bubble, error: str) -> None:
        """Take a message of ours to the phone and report each step; `error` is why it will not arrive."""
        steps = ("failed",) if error else ("sent", "delivered")
        self._postman.later(REPORT_AFTER, partial(self._steps, phone, bubble, steps))

    def window_open(self, phone: Phone) -> bool:
        """Whether the business may write freely now."""
        if phone.channel != "whatsapp":
            return True
        return (
            phone.heard_at is not None and self._state.clock() - phone.heard_at < WINDOW
        )

    def _say_one(
        self, phone: Phone, said: Typed, text: str, media: tuple[PhoneFile, ...]
    ) -> tuple[int, Bubble]:
        bubble = self._written(phone, said, text, media)
        keyword = next(
            (
                name
                for name, words in KEYWORDS[phone.channel].items()
                if text.strip().upper() in words
            ),
            "",
        )
        form = self._form(phone, bubble) | ({"OptOutType": keyword} if keyword else {})
        if keyword in ("STOP", "START"):
            phone.stopped = keyword == "STOP"
        status = self._deliver(phone, bubble, form)
        if keyword:
            self._state.add(
                phone, "in", KEYWORD_ANSWERS[keyword], _sid("SM"), status="delivered"
            )
        return status, bubble

    def _written(
        self, phone: Phone, said: Typed, text: str, media: tuple[PhoneFile, ...]
    ) -> Bubble:
        phone.heard_at = self._state.clock()
        return self._state.add(
            phone,
            "out",
            text,
            _sid("MM" if media else "SM"),
            status="sending",
            media=media,
            pin=said.pin,
            contact=said.contact,
            reply_to=said.reply_to,
        )

    def _form(self, phone: Phone, bubble: Bubble) -> dict[str, str]:
        sid = bubble.provider_id
        common = {
            "ApiVersion": "2010-04-01",
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "MessageSid": sid,
            "AccountSid": self._config.account_sid,
            "SmsStatus": "received",
            "From": PREFIXES[phone.channel] + phone.id,
            "To": self.number(phone.channel),
            "Body": bubble.text,
            "NumSegments": str(
                segments(bubble.text).parts if phone.channel == "sms" else 1
            ),
            "NumMedia": str(len(bubble.media)),
        }
        own = (
            _SMS_PLACES
            if phone.channel == "sms"
            else self._whatsapp_fields(phone, bubble)
        )
        return common | own | self._media_fields(bubble)

    def _whatsapp_fields(self, phone: Phone, bubble: Bubble) -> dict[str, str]:
        digits = phone.id.lstrip("+")
        fields = {
            "ProfileName": phone.name,
            "WaId": digits,
            "MessageType": _message_type(bubble),
            "ExternalUserId": f"whatsapp:ID.{int(sha256(digits.encode()).hexdigest()[:12], 16)}",
            "ReferralNumMedia": "0",
            "Forwarded": "false",
            "FrequentlyForwarded": "false",
        }
        context = {"ProfileName": phone.name, "WaId": digits}
        fields["ChannelMetadata"] = json.dumps(
            {"type": "whatsapp", "data": {"context": context}}
        )
        return (
            fields
            | self._reply_fields(phone, bubble)
            | (_pin_fields(bubble.pin) if bubble.pin else {})
        )

    def _reply_fields(self, phone: Phone, bubble: Bubble) -> dict[str, str]:
        answered = phone.bubble(bubble.reply_to) if bubble.reply_to else None
        if not answered:
            return {}
        return {
            "OriginalRepliedMessageSender": self.number(phone.channel),
            "OriginalRepliedMessageSid": answered.provider_id,
        }

    def _media_fields(self, bubble: Bubble) -> dict[str, str]:
        account = f"{self._site()}/2010-04-01/Accounts/{self._config.account_sid}"
        base = f"{account}/Messages/{bubble.provider_id}/Media"
        fields = {}
        for i, media in enumerate(bubble.media):
            fields[f"MediaUrl{i}"] = f"{base}/ME{media.id}"
            fields[f"MediaContentType{i}"] = media.media_type
        return fields

    def _deliver(
        self,
        phone: Phone,
        bubble: Bubble,
        form: Mapping[str, str],
        *,
        last: bool = False,
    ) -> int:
        status = self._post(
            f"{self._config.public_url.rstrip('/')}/webhooks/twilio/{phone.channel}",
            form,
        )
        self._state.touch(
            phone, bubble, status="sent" if status in ACCEPTED else "failed"
        )
        if status == 0 and not last:
            self._postman.later(
                RETRY_AFTER, partial(self._deliver, phone, bubble, form, last=True)
            )
        return status

    def _steps(self, phone: Phone, bubble: Bubble, steps: tuple[str, ...]) -> None:
        self._report(phone, bubble, steps[0])
        with self._state.lock:
            self._state.touch(phone, bubble, status=steps[0])
            read = ("read",) if steps[0] == "delivered" and bubble.seen else ()
        if rest := steps[1:] or read:
            self._postman.later(REPORT_AFTER, partial(self._steps, phone, bubble, rest))

    def _report(self, phone: Phone, bubble: Bubble, status: str) -> None:
        if not bubble.callback_url:
            return
        form = {
            "ApiVersion": "2010-04-01",
            "AccountSid": self._config.account_sid,
            "MessageSid": bubble.provider_id,
            "SmsSid": bubble.provider_id,
            "MessageStatus": status,
            "SmsStatus": status,
            "From": self.number(phone.channel),
            "To": PREFIXES[phone.channel] + phone.id,
        }
        if phone.channel == "whatsapp":
            form |= {"ChannelPrefix": "whatsapp", "ChannelInstallSid": "XE" + "0" * 32}
        if bubble.error:
            form |= {"ErrorCode": bubble.error, "ErrorMessage": ""}
        if self._post(bubble.callback_url, form) == 0:
            self._postman.later(
                RETRY_AFTER, partial(self._post, bubble.callback_url, form)
            )

    def _post(self, url: str, form: Mapping[str, str]) -> int:
        url = urldefrag(url).url  # `#rc=...` steers Twilio's retries and is not sent
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": _signature(self._config.auth_token, url, form),
            "I-Twilio-Idempotency-Token": token_hex(16),
        }
        return self._postman.post(
            self._config.reach(url), headers, urlencode(form).encode()
        )


_SMS_PLACES = {
    f"{end}{place}": "" for end in ("From", "To") for place in ("City", "State", "Zip")
} | {
    "FromCountry": "ID",
    "ToCountry": "US",
}


def _messages(phone: Phone, said: Typed) -> list[tuple[str, tuple[PhoneFile, ...]]]:
    """WhatsApp carries one file per message; SMS has no places, so the phone writes a link."""
    media = said.media + ((card(said.contact),) if said.contact else ())
    if phone.channel == "sms" and said.pin:
        return [
            (
                f"https://maps.google.com/?q={said.pin.latitude},{said.pin.longitude}",
                media,
            )
        ]
    if phone.channel == "whatsapp" and len(media) > 1:
        return [(said.text if i == 0 else "", (one,)) for i, one in enumerate(media)]
    return [(said.text, media)]


def _message_type(bubble: Bubble) -> str:
    if bubble.pin:
        return "location"
    if bubble.media:
        return MESSAGE_TYPES.get(bubble.media[0].kind, bubble.media[0].kind)
    return "text"


def _pin_fields(pin: Pin) -> dict[str, str]:
    point = {"Latitude": str(pin.latitude), "Longitude": str(pin.longitude)}
    words = {"Label": pin.label, "Address": pin.address}
    return point | {name: value for name, value in words.items() if value}


def _signature(token: str, url: str, form: Mapping[str, str]) -> str:
    signed = url + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.new(token.encode(), signed.encode(), sha1).digest()).decode()


def _sid(prefix: str) -> str:
    return prefix + token_hex(16)
