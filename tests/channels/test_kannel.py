"""SMS through Kannel and its likes, against the checklist of modems and aggregators (M2-M6)."""

import logging
from itertools import count
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from http_gateway import FakeGateway, answer
from requests import ConnectTimeout
from requests.exceptions import ChunkedEncodingError

from channels.contract import (
    BadSignature,
    Malformed,
    Misconfigured,
    Refused,
    Throttled,
    Unreachable,
    Webhook,
)
from channels.kannel import KannelAccount, KannelChannel
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)

URL = "https://lapor.example/webhooks/kannel"
SEND = "http://127.0.0.1:13013/cgi-bin/sendsms"
SECRET, CITIZEN, US = "kannel-secret", "+6281298765432", ("+628110001708", "1708")
TAKEN = answer(202, "0: Accepted for delivery")


def account(**changes) -> KannelAccount:
    fields = {
        "send_url": SEND,
        "username": "satu",
        "password": "pass word",
        "secret": SECRET,
        "numbers": US,
        "allowed": ("127.0.0.1", "10.1.0.0/16"),
        "report_url": f"{URL}/dlr",
    }
    return KannelAccount(**fields | changes)


def kannel(*answers, **changes) -> tuple[KannelChannel, FakeGateway]:
    gateway = FakeGateway(*answers or (TAKEN,))
    numbers = count(1)
    return KannelChannel(
        account(**changes), gateway.session(), lambda: f"id{next(numbers)}"
    ), gateway


def got(
    url: str = URL,
    remote: str = "127.0.0.1",
    secret: str | None = SECRET,
    **fields: str,
) -> Webhook:
    """A GET as Kannel makes it."""
    query = fields | ({"secret": secret} if secret is not None else {})
    return Webhook(f"{url}?{urlencode(query)}", {}, remote=remote)


def posted(body: bytes, query: str = f"secret={SECRET}") -> Webhook:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Webhook(f"{URL}?{query}", headers, body=body, remote="127.0.0.1")


def heard(webhook: Webhook, **changes) -> InboundMessage:
    [message] = kannel(**changes)[0].parse(webhook)
    return message


SMS = {"from": CITIZEN, "to": "1708", "text": "Jalan rusak", "time": "1795299317"}


# --- Who calls


@pytest.mark.parametrize(
    "webhook",
    [
        pytest.param(got(**SMS, secret=None), id="without a secret"),
        pytest.param(got(**SMS, secret=""), id="with an empty one"),
        pytest.param(got(**SMS, secret="guess"), id="with a wrong one"),
        pytest.param(got(**SMS, secret="rahasia-é"), id="with one that is not ASCII"),
        pytest.param(
            posted(b"from=1", f"secret={SECRET}&secret={SECRET}"),
            id="with the right one twice",
        ),
        pytest.param(
            posted(b"secret=" + SECRET.encode(), "secret=guess"),
            id="with a second one in the body",
        ),
        pytest.param(
            got(**SMS, remote="192.0.2.7"), id="from an address not on the list"
        ),
        pytest.param(got(**SMS, remote=""), id="from nowhere"),
        pytest.param(got(**SMS, remote="not an address"), id="from no address at all"),
    ],
)
def test_nobody_is_heard(webhook):
    with pytest.raises(BadSignature):
        kannel()[0].parse(webhook)


@pytest.mark.parametrize(
    ("remote", "allowed"),
    [
        pytest.param("10.1.200.3", ("10.1.0.0/16",), id="within a network"),
        pytest.param("::ffff:127.0.0.1", ("127.0.0.1",), id="IPv4 as IPv6 writes it"),
        pytest.param("192.0.2.7", (), id="anyone, when no address is listed"),
    ],
)
def test_an_allowed_address_is_heard(remote, allowed):
    assert heard(got(**SMS, remote=remote), allowed=allowed).text == "Jalan rusak"


def test_an_address_that_a_header_claims_counts_for_nothing():
    webhook = got(**SMS, remote="192.0.2.7")
    with pytest.raises(BadSignature):
        kannel()[0].parse(
            Webhook(
                webhook.url, {"X-Forwarded-For": "127.0.0.1"}, remote=webhook.remote
            )
        )


# --- What is said


def test_a_message_is_read_whole():
    message = heard(
        got(**SMS, id="7f2f498f", smsc="telkomsel", charset="UTF-8", coding="0")
    )
    assert message.external_id == message.reference
    assert (message.sender, message.to) == (Address("sms", CITIZEN), "1708")
    assert (message.text, message.automatic, message.unreadable) == (
        "Jalan rusak",
        False,
        False,
    )
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-11-21T22:15:17+00:00"


@pytest.mark.parametrize(
    ("sender", "known_as", "automatic"),
    [
        pytest.param("081298765432", CITIZEN, False, id="M3 08… is the same person"),
        pytest.param("6281298765432", CITIZEN, False, id="M3 62… is the same person"),
        pytest.param(
            " 6281298765432", CITIZEN, False, id="M3 an unescaped + is a space"
        ),
        pytest.param(
            "+62 812-9876-5432", CITIZEN, False, id="M3 written with spaces and dashes"
        ),
        pytest.param(
            "TELKOMSEL", "TELKOMSEL", True, id="M2 an operator's name is never answered"
        ),
        pytest.param("8999", "8999", True, id="M2 a short code is never answered"),
    ],
)
def test_a_sender_is_known_however_written(sender, known_as, automatic):
    message = heard(got(**SMS | {"from": sender}))
    assert (message.sender.id, message.automatic) == (known_as, automatic)


@pytest.mark.parametrize(
    ("fields", "automatic"),
    [
        pytest.param(
            {"mclass": "0"}, True, id="M2 flash: what pops up is the operator's own"
        ),
        pytest.param({"mclass": "-1"}, False, id="no class"),
        pytest.param({"mclass": "1"}, False, id="kept in the phone"),
    ],
)
def test_flash_is_never_answered(fields, automatic):
    assert heard(got(**SMS, **fields)).automatic is automatic


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            b"text=J%C3%A9%E2%82%AC%0Ax",
            "Jé€\nx",
            id="UTF-8, as Kannel writes all by itself",
        ),
        pytest.param(b"text=J%C3%A9&charset=utf-8", "Jé", id="UTF-8 by name"),
        pytest.param(
            b"text=%00J%00%E9&charset=UTF-16BE&coding=2", "Jé", id="UCS-2 as it came"
        ),
        pytest.param(
            b"content=%00j%00a%00l%00a%00n%00+%D8%3D%DE%A7&coding=8",
            "jalan 🚧",
            id="UCS-2 that Jasmin does not name",
        ),
        pytest.param(b"content=%00J%00%E9&coding=8", "Jé", id="UCS-2, two letters"),
        pytest.param(
            b"content=%A9%97%A9%B1&coding=8", "\ua997\ua9b1", id="Javanese letters"
        ),
        pytest.param(b"content=&coding=8", "", id="UCS-2 of nothing"),
        pytest.param(b"content=abc&coding=8", "abc", id="UCS-2 it cannot be"),
        pytest.param(
            b"content=jala&coding=8&charset=utf-8",
            "jala",
            id="UTF-8, whatever the coding",
        ),
        pytest.param(b"content=jala&coding=0", "jala", id="of the usual coding"),
        pytest.param(b"text=J%E9&charset=ISO-8859-1", "Jé", id="Latin 1"),
        pytest.param(b"text=J%E9", "Jé", id="Latin 1 that calls itself nothing"),
        pytest.param(
            b"text=halo&charset=punycode", "halo", id="a charset nobody knows"
        ),
        pytest.param(b"text=a%00b", "ab", id="without NUL, which no database stores"),
        pytest.param(b"text=++a++b++", "  a  b  ", id="with its spaces"),
        pytest.param(b"content=halo", "halo", id="content, as Jasmin calls it"),
        pytest.param(b"text=", "", id="empty"),
        pytest.param(b"x=1", "", id="absent"),
        pytest.param(b"text=%00&charset=UTF-16BE", "", id="half a character"),
        pytest.param(
            b"text=%00J%00a%00&charset=UTF-16BE", "Ja", id="words and half a character"
        ),
        pytest.param(
            b"text=%00J%D8%3D&charset=UTF-16BE", "J\ufffd", id="half an emoji in UCS-2"
        ),
        pytest.param(
            b"text=%D8%3D%DE%18&charset=UTF-16BE", "\U0001f618", id="an emoji in UCS-2"
        ),
        pytest.param(b"text=J%ED%A0%BD", "J\ufffd", id="half an emoji in UTF-8"),
        pytest.param(
            b"text=%C3%A9%ED%A0%BD%ED%B8%98",
            "é\U0001f618",
            id="an emoji in halves, as CESU-8 writes it",
        ),
    ],
)
def test_words_are_read_in_their_alphabet(body, text):
    assert heard(posted(body + b"&from=081298765432")).text == text


def test_binary_data_are_not_text():
    message = heard(got(**SMS | {"text": "\x01\x02"}, coding="1"))
    assert (message.text, message.unreadable) == ("", True)


@pytest.mark.parametrize(
    "webhook",
    [
        pytest.param(got(text="halo"), id="nobody"),
        pytest.param(got(**SMS | {"from": " "}), id="a blank"),
        pytest.param(got(**SMS | {"from": "\u2003"}), id="another blank"),
        pytest.param(posted(b"from=081298765432&text=a&text=b"), id="two texts"),
        pytest.param(posted(b"from=081298765432&from=081200000001"), id="two senders"),
    ],
)
def test_a_genuine_request_that_lacks_something_is_malformed(webhook):
    with pytest.raises(Malformed):
        heard(webhook)


# --- What is a repeat


def same(first: dict[str, str], second: dict[str, str]) -> bool:
    channel, _ = kannel()
    ids = {
        message.external_id
        for fields in (first, second)
        for message in channel.parse(got(**fields))
    }
    return len(ids) == 1


@pytest.mark.parametrize(
    ("change", "repeat"),
    [
        pytest.param({}, True, id="M6 the same words at the same second: a repeat"),
        pytest.param(
            {"from": "081298765432"}, True, id="M6 however the number is written"
        ),
        pytest.param(
            {"time": "1795299318"},
            False,
            id="M6 the same words a second later: said again",
        ),
        pytest.param({"text": "2"}, False, id="M6 other words"),
        pytest.param({"from": "+6281200000001"}, False, id="M6 another person"),
    ],
)
def test_without_an_id_it_is_sender_words_and_the_networks_time(change, repeat):
    assert same(SMS, SMS | change) is repeat


@pytest.mark.parametrize(
    ("change", "repeat"),
    [
        pytest.param({}, True, id="the same once more: the gateway tries again"),
        pytest.param({"time": "1795299400"}, True, id="tried again with a new time"),
        pytest.param(
            {"from": "081298765432"}, True, id="however the number is written"
        ),
        pytest.param({"text": "Lampu mati"}, False, id="an id that was used again"),
        pytest.param({"from": "+6281200000001"}, False, id="used again for another"),
        pytest.param({"id": "8"}, False, id="said again"),
        pytest.param({"id": ""}, False, id="without one"),
    ],
)
def test_an_id_counts_with_what_it_stands_for(change, repeat):
    assert same(SMS | {"id": "7"}, SMS | {"id": "7"} | change) is repeat


@pytest.mark.parametrize(
    ("time", "repeat"),
    [
        pytest.param("2026-11-21 22:15:17", True, id="to the second"),
        pytest.param(
            "2026-11-21 22:15",
            False,
            id="M6 to the minute: the answers 1 and 1 must both survive",
        ),
        pytest.param("", False, id="M6 no time at all: doubled is better than lost"),
    ],
)
def test_a_time_tells_repeats_only_to_the_second(time, repeat):
    assert same(SMS | {"time": time}, SMS | {"time": time}) is repeat


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        pytest.param(
            "2026-11-21 22:15:17",
            "2026-11-21T22:15:17+00:00",
            id="M4 a date, in UTC as Kannel says",
        ),
        pytest.param("0", None, id="M4 a clock that was never set"),
        pytest.param(
            "99999999999",
            "5138-11-16T09:46:39+00:00",
            id="M4 a clock gone wrong is told as it is",
        ),
        pytest.param("2026-02-30 22:15:17", None, id="M4 a day that is not"),
        pytest.param("kemarin", None, id="M4 a word"),
    ],
)
def test_the_networks_clock_is_noted_and_not_relied_on(time, moment):
    sent_at = heard(got(**SMS | {"time": time})).sent_at
    assert (sent_at.isoformat() if sent_at else None) == moment


# --- Delivery reports


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("1", DeliveryStatus.DELIVERED),
        ("2", DeliveryStatus.FAILED),
        ("4", DeliveryStatus.QUEUED),
        ("8", DeliveryStatus.SENT),
        ("16", DeliveryStatus.FAILED),
        pytest.param("34", DeliveryStatus.FAILED, id="34 it expired"),
        pytest.param("66", DeliveryStatus.FAILED, id="66 nobody knows"),
        pytest.param("12", DeliveryStatus.SENT, id="12 two bits: the further one"),
    ],
)
def test_a_report_says_how_far_it_got(kind, status):
    [report] = kannel()[0].parse(got(f"{URL}/dlr", message="id1", type=kind))
    assert (report.channel, report.provider_id, report.status) == ("sms", "id1", status)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("DELIVRD", DeliveryStatus.DELIVERED),
        ("UNDELIV", DeliveryStatus.FAILED),
        ("ESME_ROK", DeliveryStatus.SENT),
        ("ESME_RINVDSTADR", DeliveryStatus.FAILED),
    ],
)
def test_jasmin_reports_in_words(word, status):
    body = f"id=theirs&message_status={word}&level=2&err=004".encode()
    [report] = kannel()[0].parse(
        Webhook(
            f"{URL}/dlr?message=id1&secret={SECRET}&type=%d",
            {"Content-Type": "application/x-www-form-urlencoded"},
            body=body,
            remote="127.0.0.1",
        )
    )
    assert report == DeliveryReport("sms", "id1", status, "004", report.error)


@pytest.mark.parametrize("kind", ["32", "0", "%d", "later"])
def test_a_report_that_says_nothing_is_passed_over(kind):
    assert kannel()[0].parse(got(f"{URL}/dlr", message="id1", type=kind)) == []


@pytest.mark.parametrize(
    "fields", [{"type": "1"}, {"message": "id1"}], ids=["of what", "and what"]
)
def test_a_report_lacks(fields):
    with pytest.raises(Malformed):
        kannel()[0].parse(got(f"{URL}/dlr", **fields))


# --- Sending


def test_a_message_leaves_as_kannel_wants_it():
    channel, gateway = kannel()
    assert (
        channel.send(OutboundMessage(Address("sms", CITIZEN), "Terima kasih – “Satu”"))
        == "id1"
    )
    [request] = gateway.asked
    assert (request.method, (request.url or "").partition("?")[0]) == ("GET", SEND)
    fields = gateway.query()
    assert fields.pop("dlr-url") == f"{URL}/dlr?message=id1&secret={SECRET}&type=%d"
    assert fields == {
        "username": "satu",
        "password": "pass word",
        "from": "+628110001708",
        "to": CITIZEN,
        "text": 'Terima kasih - "Satu"',
        "charset": "UTF-8",
        "coding": "0",
        "dlr-mask": "31",
    }


def test_the_report_url_that_we_give_is_one_that_we_understand():
    channel, gateway = kannel()
    id_ = channel.send(OutboundMessage(Address("sms", CITIZEN), "halo"))
    called = gateway.query()["dlr-url"].replace("%d", "1")
    [report] = channel.parse(Webhook(called, {}, remote="127.0.0.1"))
    assert report == DeliveryReport("sms", id_, DeliveryStatus.DELIVERED)


@pytest.mark.parametrize(
    ("via", "sender"),
    [
        pytest.param("1708", "1708", id="from the number they wrote to"),
        pytest.param("", "+628110001708", id="from the first"),
        pytest.param("+628999", "+628110001708", id="never from one that is not ours"),
    ],
)
def test_an_answer_comes(via, sender):
    channel, gateway = kannel()
    channel.send(OutboundMessage(Address("sms", CITIZEN), "halo", via=via))
    assert gateway.query()["from"] == sender


def test_jasmin_has_names_of_its_own():
    channel, gateway = kannel(answer(200, 'Success "07033084"'), dialect="jasmin")
    channel.send(OutboundMessage(Address("sms", CITIZEN), "halo"))
    [request] = gateway.asked
    fields = parse_qs(str(request.body))
    assert (request.method, urlsplit(request.url or "").query) == ("POST", "")
    assert (fields["content"], fields["dlr-method"], channel.ack[0]) == (
        ["halo"],
        ["POST"],
        "ACK/Jasmin",
    )
    assert "text" not in fields


@pytest.mark.parametrize(
    "words",
    [
        "0: Accepted for delivery",
        "3: Queued for later delivery",
        "Sent.",
        'Success "07033084"',
    ],
)
def test_a_yes_is_a_yes(words):
    assert (
        kannel(answer(202, words))[0].send(
            OutboundMessage(Address("sms", CITIZEN), "halo")
        )
        == "id1"
    )


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param(
            answer(403, "Authorization failed for sendsms"),
            Misconfigured,
            id="a wrong password",
        ),
        pytest.param(answer(404, "Unknown request."), Misconfigured, id="a wrong path"),
        pytest.param(
            answer(302, "", Location="http://elsewhere/"),
            Misconfigured,
            id="sent elsewhere",
        ),
        pytest.param(
            answer(400, "Number(s) has/have been denied"), Refused, id="a barred number"
        ),
        pytest.param(
            answer(200, "1: Invalid number"), Refused, id="a 200 with an error inside"
        ),
        pytest.param(
            answer(200, 'Error "No route found"'), Refused, id="Jasmin's error in a 200"
        ),
        pytest.param(
            answer(503, "Temporal failure, try again later."),
            Unreachable,
            id="its queue is full",
        ),
        pytest.param(answer(502, "<html>"), Unreachable, id="something before it"),
        pytest.param(
            answer(200, "<html>Welcome"), Unreachable, id="a 200 of something else"
        ),
        pytest.param(answer(202, ""), Unreachable, id="a 202 that says nothing"),
        pytest.param(ConnectTimeout(), Unreachable, id="no answer"),
        pytest.param(ChunkedEncodingError(), Unreachable, id="half an answer"),
        pytest.param(answer(429), Throttled, id="too fast"),
    ],
)
def test_names_why_a_message_was_not_sent(given, error):
    with pytest.raises(error) as caught:
        kannel(given)[0].send(OutboundMessage(Address("sms", CITIZEN), "rahasia"))
    assert caught.type is error
    told = f"{caught.value!r} {caught.value.__cause__!r}"
    assert not any(
        secret in told for secret in (CITIZEN, "rahasia", "pass word", SECRET)
    )


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (answer(429, Retry_After="17"), 17),
        (answer(503, Retry_After="30"), 30),
        (answer(429), 5),
        (answer(429, Retry_After="soon"), 5),
        (answer(429, Retry_After="9" * 400), 3600),
    ],
    ids=[
        "as it says",
        "a 503 may say it, too",
        "five seconds when it does not say",
        "no words",
        "an hour at most",
    ],
)
def test_waits_when_throttled(given, seconds):
    with pytest.raises(Throttled) as caught:
        kannel(given)[0].send(OutboundMessage(Address("sms", CITIZEN), "halo"))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        pytest.param(
            answer(400, "Missing receiver number, rejected"),
            0,
            id="it misses the recipient: all is well",
        ),
        pytest.param(answer(403, "Authorization failed"), 1, id="a wrong password"),
        pytest.param(ConnectTimeout(), 1, id="no answer"),
        pytest.param(answer(200, "<html>"), 1, id="something that takes anything"),
    ],
)
def test_checks_itself_without_sending(given, faults):
    channel, gateway = kannel(given)
    assert len(channel.check()) == faults
    assert "to" not in gateway.query()
    assert "text" not in gateway.query()


def test_neither_log_nor_repr_holds_numbers_words_or_secrets(caplog):
    caplog.set_level(logging.DEBUG)
    channel, _ = kannel()
    channel.send(OutboundMessage(Address("sms", CITIZEN), "rahasia"))
    channel.parse(got(**SMS))
    channel.parse(got(f"{URL}/dlr", message="id1", type="999"))
    told = caplog.text + repr(account())
    assert not any(
        secret in told for secret in (CITIZEN, "rahasia", "Jalan", SECRET, "pass word")
    )
