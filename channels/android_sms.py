"""SMS through an Android phone with the open "SMS Gateway for Android" app (sms-gate.app).

The phone signs each webhook with HMAC-SHA256 over the body followed by the
`X-Timestamp` header. A signature does not expire here: the app tries again for two
days, and a replay is known by its fingerprint. The event's id is no use for that:
one SMS may come as several events with different ids (issues 264, 288, 372), and
`messageId` is made of the words, so that two equal SMS share it (issue 394).
RCS never reaches the app (issue 295): such a citizen's chat must be sent as SMS.
https://docs.sms-gate.app/features/webhooks/  https://docs.sms-gate.app/features/sending-messages/
"""

import hmac
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from requests import Session

from channels.contract import (
    BadSignature,
    Event,
    Malformed,
    Misconfigured,
    Refused,
    SendError,
    Unreachable,
    Webhook,
)
from channels.sms import NewId, Sms, ask, fingerprint, party, sender, storable
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)
from intake.wording.sms import to_gsm7

log = logging.getLogger(__name__)

SIGNATURE, TIMESTAMP = "X-Signature", "X-Timestamp"
TTL = 24 * 3600  # seconds after which a phone that was off drops a message, and says so
ILL = "fail"  # the status of a health check that failed


@dataclass(frozen=True, slots=True)
class AndroidAccount:
    """Where the app's API is, how it knows us, and how we know it."""

    url: str  # http://192.168.1.10:8080, or https://api.sms-gate.app/3rdparty/v1
    username: str
    password: str
    secret: str  # the app's "Signing Key"
    number: str  # the SIM's

    def __repr__(self) -> str:
        return f"AndroidAccount({self.number})"


class AndroidSmsChannel(Sms):
    """One phone, both ways."""

    ack = ("", "text/plain")
    malformed_status = 200  # any other would make the phone send it again for two days

    def __init__(
        self, account: AndroidAccount, session: Session, new_id: NewId
    ) -> None:
        self._account = account
        self._session = session
        self._new_id = new_id

    def parse(self, webhook: Webhook) -> list[Event]:
        """The message or delivery report in a genuine webhook; none for a ping or an event we do not know."""
        if not _is_genuine(webhook, self._account.secret):
            raise BadSignature("android-sms: signature")
        event = _Json.of(webhook.body)
        read = EVENTS.get(event.text("event"))
        if read is None:
            log.info("event %.40r of the phone is not for us", event.text("event"))
            return []
        return [read(event.inner("payload"), self._account.number)]

    def send(self, message: OutboundMessage) -> str:
        """Hand the message to the phone and return its id. An answer without sense is Unreachable."""
        wanted = {
            "id": self._new_id(),
            "textMessage": {"text": to_gsm7(message.text)},
            "phoneNumbers": [message.to.id],
            "withDeliveryReport": True,
            "ttl": TTL,
        }
        answer = ask(
            self._session,
            "POST",
            f"{self._account.url}/message",
            json=wanted,
            auth=self._auth,
        )
        try:
            made = _Json.of(answer.content)
            id_, state = made.text("id"), made.text("state")
        except Malformed:
            raise Unreachable("jawaban ponsel gerbang SMS tidak terbaca") from None
        if not id_:
            raise Unreachable("jawaban ponsel gerbang SMS tidak memuat nomor pesan")
        if state == "Failed":
            raise Refused("ponsel gerbang SMS gagal mengirim")
        return id_

    def check(self) -> list[str]:
        """Whether the phone answers and feels well: network, battery, failed messages."""
        try:
            answer = ask(
                self._session, "GET", f"{self._account.url}/health", auth=self._auth
            )
            checks = _Json.of(answer.content).inner("checks")
        except (SendError, Malformed) as error:
            return [f"Ponsel gerbang SMS: {error}"]
        ill = [
            name for name in checks.names() if checks.inner(name).text("status") == ILL
        ]
        return [f"Ponsel gerbang SMS: {name} bermasalah" for name in ill]

    def send_again(self, since: datetime, until: datetime) -> None:
        """Have the app read its inbox again, and bring each SMS as a webhook; in no order that it promises.

        A server that speaks for several phones wants to be told which.
        https://docs.sms-gate.app/features/webhooks/ (`POST /messages/inbox/export`)
        """
        span = {"since": _stamp(since), "until": _stamp(until)}
        for device in self._devices() or [{}]:
            ask(
                self._session,
                "POST",
                f"{self._account.url}/messages/inbox/export",
                json=device | span,
                auth=self._auth,
            )

    def _devices(self) -> list[dict[str, str]]:
        """The phones there are; none where the phone itself answers and has no list of them."""
        url = f"{self._account.url}/devices"
        try:
            answer = ask(self._session, "GET", url, auth=self._auth)
            listed = json.loads(answer.content)
        except (Misconfigured, Refused, ValueError, RecursionError):
            return []
        ids = (
            [one.get("id") for one in listed if isinstance(one, dict)]
            if isinstance(listed, list)
            else []
        )
        return [{"deviceId": id_} for id_ in ids if isinstance(id_, str)]

    @property
    def _auth(self) -> tuple[str, str]:
        return self._account.username, self._account.password


def _is_genuine(webhook: Webhook, secret: str) -> bool:
    signed = webhook.body + webhook.headers.get(TIMESTAMP, "").encode(errors="replace")
    expected = hmac.new(secret.encode(), signed, sha256).hexdigest().encode()
    given = webhook.headers.get(SIGNATURE, "").strip().lower().encode(errors="replace")
    return hmac.compare_digest(given, expected)


@dataclass(frozen=True, slots=True)
class _Json:
    """An object of someone else's JSON: what is not there, or of another type, is empty."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, raw: bytes) -> "_Json":
        """The object; Malformed when it is not one."""
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            raise Malformed("not JSON") from None
        if not isinstance(value, dict):
            raise Malformed("not a JSON object")
        return cls(value)

    def inner(self, name: str) -> "_Json":
        value = self.values.get(name)
        return _Json(value if isinstance(value, dict) else {})

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return storable(value) if isinstance(value, str) else ""

    def names(self) -> list[str]:
        return list(self.values)


def _received(payload: _Json, number: str) -> InboundMessage:
    if "message" not in payload.values:
        raise Malformed("no message")
    return _inbound(payload, number, payload.text("message"), unreadable=False)


def _picture(payload: _Json, number: str) -> InboundMessage:
    """An MMS, whose parts stay on the phone: the person is told, not left in silence."""
    return _inbound(payload, number, payload.text("subject"), unreadable=True)


def _inbound(
    payload: _Json, number: str, text: str, *, unreadable: bool
) -> InboundMessage:
    written = payload.text("sender") or payload.text("phoneNumber")
    time = payload.text("receivedAt")
    if not (written.strip() and time):
        raise Malformed("no sender or no time")
    who, machine = sender(written)
    id_ = fingerprint(who, text, time)
    return InboundMessage(
        external_id=id_,
        reference=id_,
        sender=Address("sms", who),
        text=text,
        sent_at=_moment(time),
        to=party(payload.text("recipient"))[0] or number,
        automatic=machine,
        unreadable=unreadable,
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _moment(time: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _report(status: DeliveryStatus) -> Callable[[_Json, str], Event]:
    def read(payload: _Json, _number: str) -> DeliveryReport:
        id_ = payload.text("messageId")
        if not id_:
            raise Malformed("no messageId")
        return DeliveryReport("sms", id_, status, error=payload.text("reason")[:200])

    return read


EVENTS: dict[str, Callable[[_Json, str], Event]] = {
    "sms:received": _received,
    "mms:received": _picture,
    "sms:sent": _report(DeliveryStatus.SENT),
    "sms:delivered": _report(DeliveryStatus.DELIVERED),
    "sms:failed": _report(DeliveryStatus.FAILED),
}
