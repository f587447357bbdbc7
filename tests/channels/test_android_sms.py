"""SMS through a phone with the Android gateway app (M2-M4, M7, M8)."""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from http_gateway import FakeGateway, answer
from requests import ConnectTimeout

from channels.android_sms import AndroidAccount, AndroidSmsChannel
from channels.contract import (
    BadSignature,
    Malformed,
    Misconfigured,
    Refused,
    Throttled,
    Unreachable,
    Webhook,
)
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)

URL = "https://lapor.example/webhooks/android-sms"
API, SECRET, CITIZEN, US = (
    "http://192.168.1.10:8080",
    "signing key",
    "+6281298765432",
    "+628110001708",
)
ACCOUNT = AndroidAccount(API, "sms", "pass word", SECRET, US)
TAKEN = answer(202, '{"id": "m1", "state": "Pending", "recipients": []}')
SMS = {
    "messageId": "83be51e4",
    "message": "Jalan rusak",
    "sender": CITIZEN,
    "recipient": "08110001708",
    "phoneNumber": CITIZEN,
    "simNumber": 1,
    "receivedAt": "2026-11-21T22:15:17.000+07:00",
}


def phone(*answers) -> tuple[AndroidSmsChannel, FakeGateway]:
    gateway, numbers = FakeGateway(*answers or (TAKEN,)), count(1)
    return AndroidSmsChannel(
        ACCOUNT, gateway.session(), lambda: f"id{next(numbers)}"
    ), gateway


def signed(body: bytes, key: str = SECRET, timestamp: str = "1795299317") -> Webhook:
    signature = hmac.new(key.encode(), body + timestamp.encode(), sha256).hexdigest()
    return Webhook(URL, {"X-Signature": signature, "X-Timestamp": timestamp}, body=body)


def event(name: str, payload: Any, id_: str = "e1") -> Webhook:
    whole = {
        "deviceId": "d",
        "event": name,
        "id": id_,
        "payload": payload,
        "webhookId": "w",
    }
    return signed(json.dumps(whole).encode())


def heard(**changes: Any) -> InboundMessage:
    [message] = phone()[0].parse(event("sms:received", {**SMS, **changes}))
    return message


# --- Who calls


@pytest.mark.parametrize(
    "webhook",
    [
        pytest.param(Webhook(URL, {}, body=b"{}"), id="without a signature"),
        pytest.param(signed(b"{}", key="guess"), id="signed with another key"),
        pytest.param(
            Webhook(URL, signed(b"{}").headers, body=b"[]"),
            id="with other words than were signed",
        ),
        pytest.param(
            Webhook(
                URL, {**signed(b"{}").headers, "X-Timestamp": "1795299999"}, body=b"{}"
            ),
            id="with another time than was signed",
        ),
        pytest.param(
            Webhook(URL, {"X-Signature": "é" * 64}, body=b"{}"),
            id="with letters of another kind",
        ),
    ],
)
def test_nobody_is_heard(webhook):
    with pytest.raises(BadSignature):
        phone()[0].parse(webhook)


@pytest.mark.parametrize(
    "timestamp",
    ["1", "1795299317"],
    ids=["M8 the first try", "M8 one of two days later"],
)
def test_a_retry_is_heard_however_old_its_signature(timestamp):
    body = json.dumps({"event": "sms:received", "payload": SMS}).encode()
    assert len(phone()[0].parse(signed(body, timestamp=timestamp))) == 1


# --- What is said


def test_a_message_is_read_whole():
    message = heard()
    assert (message.sender, message.text, message.to) == (
        Address("sms", CITIZEN),
        "Jalan rusak",
        US,
    )
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-11-21T22:15:17+07:00"
    assert not message.automatic


@pytest.mark.parametrize(
    ("changes", "sender", "automatic"),
    [
        pytest.param(
            {"sender": "081298765432"}, CITIZEN, False, id="M3 08… is the same person"
        ),
        pytest.param(
            {"sender": None},
            CITIZEN,
            False,
            id="an app without `sender` has `phoneNumber`",
        ),
        pytest.param(
            {"sender": "TELKOMSEL"},
            "TELKOMSEL",
            True,
            id="M2 an operator's name is never answered",
        ),
        pytest.param(
            {"sender": "3636"}, "3636", True, id="M2 a short code is never answered"
        ),
    ],
)
def test_a_sender_is_known(changes, sender, automatic):
    message = heard(**changes)
    assert (message.sender.id, message.automatic) == (sender, automatic)


def test_a_phone_that_does_not_know_its_number_has_the_one_that_is_set():
    assert heard(recipient=None).to == US


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        pytest.param(
            "2024-06-22T15:46:11.000+09:00",
            "2024-06-22T15:46:11+09:00",
            id="M4 of another zone",
        ),
        pytest.param(
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:00+00:00",
            id="M4 never set, and told so",
        ),
        pytest.param("2024-06-22T15:46:11", None, id="M4 of no zone"),
        pytest.param("yesterday", None, id="M4 that is none"),
    ],
)
def test_the_phones_clock_is_noted_and_not_relied_on(time, moment):
    sent_at = heard(receivedAt=time).sent_at
    assert (sent_at.isoformat() if sent_at else None) == moment


@pytest.mark.parametrize(
    ("change", "repeat"),
    [
        pytest.param({}, True, id="M8 one SMS as two events (issue 372)"),
        pytest.param(
            {"receivedAt": "2026-11-21T22:15:19.000+07:00"},
            False,
            id="M8 two equal SMS, which share their messageId (issue 394)",
        ),
        pytest.param({"message": "2"}, False, id="other words"),
    ],
)
def test_a_repeat_is_known_by_sender_words_and_time(change, repeat):
    channel, _ = phone()
    [one] = channel.parse(event("sms:received", SMS, "e1"))
    [other] = channel.parse(event("sms:received", {**SMS, **change}, "e2"))
    assert (one.external_id == other.external_id) is repeat


def test_an_mms_is_acknowledged_although_it_cannot_be_read():
    payload = {
        "messageId": "1",
        "sender": CITIZEN,
        "subject": "foto",
        "receivedAt": SMS["receivedAt"],
    }
    [message] = phone()[0].parse(event("mms:received", payload))
    assert (message.text, message.unreadable) == ("foto", True)


@pytest.mark.parametrize(
    "name", ["sms:data-received", "system:ping", "call:missed", "", None]
)
def test_other_events_are_passed_over(name):
    assert phone()[0].parse(event(name, SMS)) == []


@pytest.mark.parametrize(
    "webhook",
    [
        pytest.param(signed(b'{"event": "sms:rec'), id="half a JSON"),
        pytest.param(signed(b"[1]"), id="a list"),
        pytest.param(signed(b"\xff\xfe"), id="bytes"),
        pytest.param(signed(b"[" * 100_000), id="a bottomless list"),
        pytest.param(event("sms:received", None), id="no payload"),
        pytest.param(
            event("sms:received", {**SMS, "sender": 5, "phoneNumber": ""}), id="nobody"
        ),
        pytest.param(event("sms:received", {**SMS, "receivedAt": None}), id="no time"),
        pytest.param(
            event("sms:received", {"sender": CITIZEN, "receivedAt": "x"}),
            id="no message",
        ),
        pytest.param(event("sms:delivered", {}), id="a report of nothing"),
    ],
)
def test_a_genuine_request_that_lacks_something_is_malformed(webhook):
    with pytest.raises(Malformed):
        phone()[0].parse(webhook)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("sms:sent", DeliveryStatus.SENT),
        ("sms:delivered", DeliveryStatus.DELIVERED),
        ("sms:failed", DeliveryStatus.FAILED),
    ],
)
def test_a_report_says_how_far_it_got(name, status):
    [report] = phone()[0].parse(
        event(name, {"messageId": "m1", "recipient": CITIZEN, "reason": "no signal"})
    )
    assert report == DeliveryReport("sms", "m1", status, error="no signal")


# --- Sending


def test_a_message_is_handed_to_the_phone():
    channel, gateway = phone()
    assert (
        channel.send(OutboundMessage(Address("sms", CITIZEN), "Terima kasih – “Satu”"))
        == "m1"
    )
    [request] = gateway.asked
    assert (request.method, request.url) == ("POST", f"{API}/message")
    assert request.headers["Authorization"].startswith("Basic ")
    assert json.loads(request.body or b"") == {
        "id": "id1",
        "textMessage": {"text": 'Terima kasih - "Satu"'},
        "phoneNumbers": [CITIZEN],
        "withDeliveryReport": True,
        "ttl": 86400,
    }


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param(answer(401), Misconfigured, id="a wrong password"),
        pytest.param(answer(404), Misconfigured, id="a wrong address"),
        pytest.param(
            answer(400, '{"message": "invalid phone number"}'),
            Refused,
            id="a number it will not have",
        ),
        pytest.param(
            answer(202, '{"id": "m1", "state": "Failed"}'),
            Refused,
            id="a 202 that failed",
        ),
        pytest.param(
            answer(503, '{"error": "QueueLimitExceeded"}'),
            Unreachable,
            id="its queue is full",
        ),
        pytest.param(answer(202, '{"id": 5}'), Unreachable, id="a 202 without an id"),
        pytest.param(answer(202, '{"id": "m'), Unreachable, id="half a JSON"),
        pytest.param(answer(200, "<html>"), Unreachable, id="something else"),
        pytest.param(ConnectTimeout(), Unreachable, id="M7 the phone is off"),
        pytest.param(answer(429, Retry_After="9"), Throttled, id="too fast"),
    ],
)
def test_names_why_a_message_was_not_sent(given, error):
    with pytest.raises(error) as caught:
        phone(given)[0].send(OutboundMessage(Address("sms", CITIZEN), "rahasia"))
    assert caught.type is error
    told = f"{caught.value!r} {caught.value.__cause__!r} {ACCOUNT!r}"
    assert not any(
        secret in told for secret in (CITIZEN, "rahasia", "pass word", SECRET)
    )


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        pytest.param(answer(200, '{"status": "pass", "checks": {}}'), [], id="well"),
        pytest.param(
            answer(
                200,
                '{"checks": {"battery:level": {"status": "fail"}, "messages:failed": {"status": "warn"}}}',
            ),
            ["Ponsel gerbang SMS: battery:level bermasalah"],
            id="M7 nearly empty",
        ),
        pytest.param(
            ConnectTimeout(),
            ["Ponsel gerbang SMS: gerbang SMS tidak menjawab (ConnectTimeout)"],
            id="M7 off",
        ),
        pytest.param(
            answer(200, "<html>"), ["Ponsel gerbang SMS: not JSON"], id="not the app"
        ),
    ],
)
def test_checks_how_the_phone_feels(given, faults):
    assert phone(given)[0].check() == faults


# --- Having the phone bring its inbox again


SINCE, UNTIL = (datetime(2026, 11, 21, hour, tzinfo=UTC) for hour in (9, 10))
SPAN = {
    "since": "2026-11-21T09:00:00.000+00:00",
    "until": "2026-11-21T10:00:00.000+00:00",
}
TWO_PHONES = '[{"id": "d1"}, {"id": "d2"}, {}, 7]'


@pytest.mark.parametrize(
    ("devices", "asked"),
    [
        pytest.param(answer(404), [SPAN], id="the phone itself has no list of phones"),
        pytest.param(answer(200, "{}"), [SPAN], id="what is no list counts as none"),
        pytest.param(answer(200, "<html>"), [SPAN], id="neither does nonsense"),
        pytest.param(
            answer(200, TWO_PHONES),
            [{"deviceId": "d1"} | SPAN, {"deviceId": "d2"} | SPAN],
            id="a server that speaks for several is told which",
        ),
    ],
)
def test_the_phone_is_asked_to_bring_its_inbox_again(devices, asked):
    channel, gateway = phone(devices, answer(202, "{}"))
    channel.send_again(SINCE, UNTIL)
    _, *exports = gateway.asked
    assert {one.url for one in exports} == {f"{API}/messages/inbox/export"}
    assert [json.loads(one.body) for one in exports] == asked


def test_a_phone_that_is_off_brings_nothing_and_says_so():
    with pytest.raises(Unreachable):
        phone(ConnectTimeout())[0].send_again(SINCE, UNTIL)
