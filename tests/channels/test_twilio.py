"""SMS and WhatsApp through Twilio, against the checklist of providers' habits (T1-T39, S1-S7)."""

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import permutations
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from requests import ConnectTimeout
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator, get_signature_algorithm

from channels.contract import (
    BadSignature,
    Malformed,
    Misconfigured,
    OptedOut,
    Refused,
    Throttled,
    Unreachable,
    Webhook,
    WindowClosed,
)
from channels.twilio import (
    SharedKey,
    TwilioChannel,
    TwilioSms,
    TwilioWhatsApp,
    twilio_client,
)
from intake.messages import (
    Address,
    Button,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
    SharedPoint,
)
from intake.wording.sms import segments

PAYLOADS = Path(__file__).parents[1] / "payloads" / "twilio"
URL = "https://lapor.example/webhooks/twilio/sms"
API = "http://127.0.0.1:8001/twilio"
ACCOUNT, TOKEN, US, CITIZEN = "AC" + "1" * 32, "token", "+15550100123", "+6281200000001"
USER_ID = "ID.208412345678901"
STATUS_URL = "https://lapor.example/webhooks/twilio/status"
KEY = SharedKey("webhooks_sharedkey_1", "shared secret")
SECRET = Address("sms", CITIZEN)


class FakeTwilio(HttpClient):
    """Answers each request with the next answer (the last one for ever), and remembers them."""

    def __init__(self, *answers: Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict]] = []

    def request(self, method, url, params=None, data=None, **_):
        self.asked.append((url.removeprefix(API), data))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def made(sid: str) -> Response:
    return Response(201, json.dumps({"sid": sid}), {})


def refused(status: int, code: int, **headers: str) -> Response:
    body = {
        "code": code,
        "status": status,
        "message": f"The number {CITIZEN} is not good",
    }
    return Response(status, json.dumps(body), headers)


def channel(name: str = "sms", *answers, secrets=(TOKEN,)) -> TwilioChannel:
    client = twilio_client(ACCOUNT, TOKEN, API, FakeTwilio(*answers))
    kind = {"sms": TwilioSms, "whatsapp": TwilioWhatsApp}[name]
    return kind(US, client, secrets, ACCOUNT, STATUS_URL)


def wire(twilio: TwilioChannel) -> FakeTwilio:
    return twilio._client.http_client._wire


def payload(name: str, **changes: str | None) -> dict[str, str]:
    """A stored payload with some fields changed; None takes one away."""
    form = json.loads((PAYLOADS / f"{name}.json").read_text()) | changes
    return {key: value for key, value in form.items() if value is not None}


def signed(form: dict[str, str], url: str = URL, token: str = TOKEN) -> Webhook:
    signature = RequestValidator(token).compute_signature(url, form)
    return Webhook(url, {"X-Twilio-Signature": signature}, list(form.items()))


def heard(name: str, form: dict[str, str]) -> InboundMessage:
    [message] = channel(name).parse(signed(form))
    return message


def told(channel_name: str, text: str = "", **fields) -> dict:
    return {"sender": Address(channel_name, CITIZEN), "text": text, **fields}


def media_url(sid_number: int, item: int) -> str:
    base = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{sid_number:032x}/Media"
    return f"{base}/ME{item:032x}"


# --- Signatures


@pytest.mark.parametrize(
    "path", sorted(PAYLOADS.glob("*.json")), ids=lambda path: f"T1 {path.stem} is read"
)
def test_reads_every_payload_twilio_sends(path):
    name = "whatsapp" if path.stem.startswith("whatsapp") else "sms"
    form = json.loads(path.read_text())
    [event] = channel(name).parse(signed(form))
    ours = event.provider_id if isinstance(event, DeliveryReport) else event.external_id
    assert ours == form["MessageSid"]


def test_what_twilio_expects_back():
    """T1."""
    assert channel().ack == ("<Response/>", "text/xml")
    assert channel().malformed_status == 400


GOOD = payload("sms_text")


@pytest.mark.parametrize(
    "webhook",
    [
        pytest.param(Webhook(URL, {}, list(GOOD.items())), id="T2 no signature"),
        pytest.param(
            Webhook(URL, {"X-Twilio-Signature": ""}, list(GOOD.items())),
            id="T2 a blank signature",
        ),
        pytest.param(
            Webhook(URL, {"X-Twilio-Signature": "dipalsukan"}, list(GOOD.items())),
            id="T3 a made-up one",
        ),
        pytest.param(
            Webhook(URL, {"X-Twilio-Signature": "\udce9é"}, list(GOOD.items())),
            id="T3 not even ASCII",
        ),
        pytest.param(
            signed(GOOD, token="another secret"), id="T3 one made with another secret"
        ),
        pytest.param(
            Webhook(
                URL,
                signed(GOOD).headers,
                list((GOOD | {"Body": "Jalan Mawar"}).items()),
            ),
            id="T4 an altered body",
        ),
        pytest.param(
            Webhook(URL, signed(GOOD).headers, []), id="T5 one for another form"
        ),
        pytest.param(
            Webhook(URL + "?from=elsewhere", signed(GOOD).headers, list(GOOD.items())),
            id="T7 another query",
        ),
        pytest.param(
            Webhook(
                URL.replace("https", "http"), signed(GOOD).headers, list(GOOD.items())
            ),
            id="T7 another scheme",
        ),
        pytest.param(
            Webhook("https://[oops/", signed(GOOD).headers, list(GOOD.items())),
            id="T7 an unreadable URL",
        ),
        pytest.param(
            signed(GOOD | {"AccountSid": "AC" + "2" * 32}),
            id="T10 the form of another account",
        ),
    ],
)
def test_refuses_what_twilio_did_not_send(webhook):
    with pytest.raises(BadSignature):
        channel().parse(webhook)


@pytest.mark.parametrize(
    ("called", "signed_as"),
    [
        pytest.param(URL, URL, id="T7 the URL as it is"),
        pytest.param(
            URL,
            URL.replace("example", "example:443"),
            id="T7 signed with the port, called without",
        ),
        pytest.param(
            URL.replace("example", "example:8443"),
            URL,
            id="T7 signed without the port, called with",
        ),
        pytest.param(
            URL.replace("example", "example:8443"),
            URL.replace("example", "example:8443"),
            id="T7 both with the port",
        ),
        pytest.param(
            "http://lapor.example/in",
            "http://lapor.example:80/in",
            id="T7 plain http is signed with port 80",
        ),
        pytest.param(
            URL + "?tenant=2&x=%20", URL + "?tenant=2&x=%20", id="T7 a query is signed"
        ),
        pytest.param(
            URL + "?", URL, id="T7 the question mark a framework adds is not signed"
        ),
        pytest.param(URL + "#rc=3&rp=all", URL, id="T7 the fragment is not signed"),
    ],
)
def test_checks_the_signature_over_the_public_url(called, signed_as):
    webhook = Webhook(called, signed(GOOD, signed_as).headers, list(GOOD.items()))
    assert channel().parse(webhook)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"Body": "  spasi di ujung \n"}, id="T7 trailing spaces are signed"
        ),
        pytest.param({"Body": ""}, id="T7 a blank value is signed"),
        pytest.param(
            {"Body": "Banjir 🌊 ꦗꦮ café"}, id="T7 emoji and Javanese script are signed"
        ),
        pytest.param(
            {"ParameterOfNextYear": "1"}, id="T7 an unknown parameter is signed"
        ),
    ],
)
def test_signs_the_fields_as_they_came(changes):
    assert channel().parse(signed(GOOD | changes))


def test_t7_headers_are_read_as_given_and_proxies_words_are_ignored():
    webhook = signed(GOOD)
    forwarded = {
        **webhook.headers,
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
    }
    assert channel().parse(Webhook(URL, forwarded, webhook.form))


@pytest.mark.parametrize("token", [TOKEN, "next token"])
def test_t7_two_tokens_are_good_while_one_replaces_the_other(token):
    assert channel(secrets=(TOKEN, "next token")).parse(signed(GOOD, token=token))


def shared(
    settings: str, algorithm: str = "HMAC_SHA256", secret: str = KEY.secret
) -> Webhook:
    signature = RequestValidator(secret).compute_signature(URL, GOOD, algorithm)
    headers = {
        "X-Twilio-Signature": signature,
        "X-Twilio-Webhooks-Signature-Settings": settings,
    }
    return Webhook(URL, headers, list(GOOD.items()))


def test_t8_a_shared_key_signs_with_sha256():
    assert channel(secrets=(TOKEN, KEY)).parse(
        shared(f"key={KEY.id},algorithm=HMAC_SHA256")
    )


@pytest.mark.parametrize(
    ("webhook", "secrets"),
    [
        pytest.param(
            shared(f"key={KEY.id},algorithm=HMAC_SHA256"),
            (TOKEN,),
            id="T8 no such key was configured",
        ),
        pytest.param(
            shared("key=other,algorithm=HMAC_SHA256"),
            (KEY,),
            id="T8 the header names another key",
        ),
        pytest.param(
            shared(f"key={KEY.id},algorithm=HMAC_SHA1", "HMAC_SHA1"),
            (KEY,),
            id="T8 the header asks for less",
        ),
        pytest.param(
            shared("", "HMAC_SHA1"),
            (KEY,),
            id="T8 a shared key does not sign the old way",
        ),
        pytest.param(
            shared(f"key={KEY.id},algorithm=HMAC_SHA256", "HMAC_SHA256", TOKEN),
            (TOKEN, KEY),
            id="T8 the other secret",
        ),
        pytest.param(
            shared(f"key={KEY.id},algorithm=HMAC_MD5"),
            (TOKEN, KEY),
            id="T8 an unknown algorithm",
        ),
        pytest.param(
            shared("algorithm=none", "HMAC_SHA1", TOKEN),
            (TOKEN, KEY),
            id="T8 no algorithm at all",
        ),
    ],
)
def test_the_header_never_weakens_the_check(webhook, secrets):
    with pytest.raises(BadSignature):
        channel(secrets=secrets).parse(webhook)


NAMES = st.sampled_from(
    ["From", "Body", "To", "MessageSid", "AccountSid", "Zzz"]
) | st.text(max_size=6)
VALUES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
FORMS = st.lists(st.tuples(NAMES.filter(lambda n: n.isprintable()), VALUES), max_size=8)
HOSTS = st.sampled_from(
    [
        "lapor.example",
        "lapor.example:443",
        "lapor.example:8443",
        "LAPOR.example:80",
        "10.0.0.1",
    ]
)
TAILS = st.sampled_from(
    [
        "",
        "/",
        "/sms",
        "/sms?",
        "/sms?a=1&b=",
        "/s%20ms;v=1?x=:443",
        "/sms?u=http://h:1/",
    ]
)
TAMPERED = st.sampled_from(["", "url", "field", "signature", "secret", "port"])


class Repeated(dict):
    """A form with repeated keys, as Django hands it to Twilio's validator."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self.pairs])

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]


def admitted(webhook: Webhook, secrets) -> bool:
    try:
        channel(secrets=secrets).parse(webhook)
    except BadSignature as error:
        return str(error) != "sms: signature"
    except Malformed:
        return True
    return True


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["https", "http"]),
    HOSTS,
    TAILS,
    FORMS,
    st.sampled_from(["HMAC_SHA1", "HMAC_SHA256"]),
    TAMPERED,
)
@example(
    "https",
    "lapor.example",
    "/sms",
    [("Body", "b"), ("Body", "a"), ("Body", "b")],
    "HMAC_SHA1",
    "",
)
@example("https", "lapor.example", "/sms", [], "HMAC_SHA1", "port")
def test_t7_our_verdict_is_that_of_twilios_own_validator(
    scheme, host, tail, pairs, algorithm, tampered
):
    url, secret = (
        f"{scheme}://{host}{tail}",
        TOKEN if algorithm == "HMAC_SHA1" else KEY.secret,
    )
    theirs = RequestValidator(secret)
    signature = RequestValidator(
        secret + "!" * (tampered == "secret")
    ).compute_signature(
        url.replace(host, host + ":81" * (tampered == "port")),
        Repeated(pairs),
        algorithm,
    )
    url += "/x" * (tampered == "url")  # a slash: the validator breaks on "example:443x"
    pairs = pairs + [("Added", "later")] * (tampered == "field")
    signature = signature[:-2] if tampered == "signature" else signature
    settings_header = f"key={KEY.id},algorithm={algorithm}"
    headers = {
        "X-Twilio-Signature": signature,
        "X-Twilio-Webhooks-Signature-Settings": settings_header,
    }
    verdict = theirs.validate(
        url, Repeated(pairs), signature, get_signature_algorithm(settings_header)
    )
    assert admitted(Webhook(url, headers, pairs), (TOKEN, KEY)) == verdict


@given(
    st.text(),
    st.lists(st.tuples(st.text(), st.text()), max_size=4),
    st.text(),
    st.text(),
)
def test_no_request_whatever_gets_past_or_breaks_the_check(
    url, pairs, signature, settings_header
):
    headers = {
        "X-Twilio-Signature": signature,
        "X-Twilio-Webhooks-Signature-Settings": settings_header,
    }
    with pytest.raises(BadSignature):
        channel().parse(Webhook(url, headers, pairs))


# --- What is genuine but wrong


def signed_pairs(pairs: list[tuple[str, str]]) -> Webhook:
    signature = RequestValidator(TOKEN).compute_signature(URL, Repeated(pairs))
    return Webhook(URL, {"X-Twilio-Signature": signature}, pairs)


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([], id="T5 no parameters at all"),
        pytest.param(
            list(payload("sms_text", MessageSid=None).items()), id="T16 no MessageSid"
        ),
        pytest.param(
            list(payload("sms_text", MessageSid=" ").items()),
            id="T16 a blank MessageSid",
        ),
        pytest.param(list(payload("sms_text", From=None).items()), id="T36 no sender"),
        *(
            pytest.param(
                list(payload("sms_text", From=nobody).items()),
                id=f"T36 from {nobody!r}, which is nobody",
            )
            for nobody in ("whatsapp:", " ", "\0", "whatsapp: ", "\u00a0")
        ),
        *(
            pytest.param(
                list(payload("sms_text", AccountSid=blank).items()),
                id=f"T11 signed for the account {blank!r}",
            )
            for blank in (None, "", " ", "\0", "\t")
        ),
        *(
            pytest.param(
                list(payload("sms_text", To=other).items()),
                id=f"T11 written to {other!r}",
            )
            for other in (None, "", "+15550199999", "12345", "whatsapp:+6281100001708")
        ),
        pytest.param([*GOOD.items(), ("Body", "yang lain")], id="T7 two bodies"),
        pytest.param(
            [*GOOD.items(), ("Body", GOOD["Body"])], id="T7 the same body twice"
        ),
        pytest.param([*GOOD.items(), ("MessageSid", "SM2")], id="T7 two MessageSids"),
        pytest.param([*GOOD.items(), ("From", "+6281200000002")], id="T7 two senders"),
        pytest.param([*GOOD.items(), ("AccountSid", ACCOUNT)], id="T7 two accounts"),
        pytest.param(
            [*GOOD.items(), ("MediaUrl0", "https://a"), ("MediaUrl0", "https://b")],
            id="T7 two first photos",
        ),
        pytest.param(
            list(payload("status_sms", MessageSid=None).items()),
            id="S6 a report on no message",
        ),
    ],
)
def test_keeps_a_genuine_but_broken_form_aside(pairs):
    with pytest.raises(Malformed):
        channel().parse(signed_pairs(pairs))


def test_t7_an_unknown_parameter_may_be_repeated():
    assert channel().parse(
        signed_pairs([*GOOD.items(), ("Tag", "a"), ("Tag", "b"), ("Tag", "a")])
    )


# --- Messages


PHOTO_1 = Media(MediaKind.PHOTO, media_url(2, 20), "image/jpeg")
PHOTO_2 = Media(MediaKind.PHOTO, media_url(2, 21), "image/png")
WAINGAPU = SharedPoint(-9.6567, 120.2641, "Pasar Inpres, Jl. Ahmad Yani, Waingapu")


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        pytest.param(
            "sms",
            payload("sms_text"),
            told("sms", " Jalan Melati berlubang sejak minggu lalu \n", to=US),
            id="T1 the text is kept as written, spaces included",
        ),
        pytest.param(
            "sms",
            payload("sms_pooled"),
            {"to": US, "external_id": "SM" + "0" * 31 + "1"},
            id="T9 a pooled number is ours",
        ),
        pytest.param(
            "sms",
            payload("sms_pooled", To="+15550199999"),
            {"to": "+15550199999"},
            id="T11 another number of our Messaging Service is named in `to`",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body=""),
            told("sms"),
            id="T16 an empty body is an empty message",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body=None),
            told("sms"),
            id="T17 so is an absent one",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body=" \n "),
            told("sms", " \n "),
            id="T18 white space stays",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body="a\0b\0"),
            told("sms", "ab"),
            id="T19 NUL bytes go",
        ),
        pytest.param(
            "sms",
            payload(
                "sms_text",
                Body="SmFsYW4gTWVsYXRpIHJ1c2FrIHBhcmFoIHNlamFrIG1pbmdndSBsYWx1LCB0b2xvbmcgZGlwZXJiYWlraQ==",
            ),
            told(
                "sms", "Jalan Melati rusak parah sejak minggu lalu, tolong diperbaiki"
            ),
            id="T20 a joined SMS that came as base64 is unwrapped",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body="A" * 64),
            told("sms", "A" * 64),
            id="T20 a long word is not base64",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body="/+" * 32),
            told("sms", "/+" * 32),
            id="T20 nor is a row of signs",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body="a" * 10_000),
            told("sms", "a" * 10_000),
            id="T21 10,000 letters",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body="\u202eabc\u200b😀ꦗꦮ"),
            told("sms", "\u202eabc\u200b😀ꦗꦮ"),
            id="T22 any script is kept",
        ),
        pytest.param(
            "sms",
            payload("mms_two_photos"),
            told("sms", "Ini fotonya", media=(PHOTO_1, PHOTO_2)),
            id="T23 two photos with words",
        ),
        pytest.param(
            "sms",
            payload("mms_two_photos", Body=""),
            told("sms", media=(PHOTO_1, PHOTO_2)),
            id="T23 two photos without words",
        ),
        pytest.param(
            "sms",
            payload("mms_two_photos", NumMedia="5"),
            {"media": (PHOTO_1, PHOTO_2)},
            id="T23 NumMedia larger than the links",
        ),
        pytest.param(
            "sms",
            payload("mms_two_photos", NumMedia="dua"),
            {"media": (PHOTO_1, PHOTO_2)},
            id="T23 NumMedia that is no number",
        ),
        pytest.param(
            "sms",
            payload("mms_two_photos", MediaUrl0=None),
            {"media": (PHOTO_2,)},
            id="T23 only the second link present",
        ),
        pytest.param(
            "sms",
            payload("sms_text", NumMedia="1"),
            {"media": ()},
            id="T23 NumMedia without links",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_location"),
            told("whatsapp", location=WAINGAPU),
            id="T24 a place with its name",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_location", Label=None, Address=None),
            {"location": SharedPoint(-9.6567, 120.2641)},
            id="T24 a bare place",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_location", Latitude="91"),
            {"location": None, "unreadable": True},
            id="T24 a latitude beyond the pole",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_location", Longitude="nan"),
            {"location": None},
            id="T24 not a number",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_location", Latitude="0", Longitude="0.0"),
            {"location": None},
            id="T24 0,0 is no place",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_location", Longitude=None),
            {"location": None},
            id="T24 half a place",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_voice"),
            told(
                "whatsapp",
                media=(Media(MediaKind.VOICE, media_url(5, 50), "audio/ogg"),),
            ),
            id="T25 a voice note",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_sticker"),
            told(
                "whatsapp",
                media=(Media(MediaKind.STICKER, media_url(6, 60), "image/webp"),),
            ),
            id="T26 a sticker",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_contact"),
            told(
                "whatsapp",
                media=(Media(MediaKind.CONTACT, media_url(7, 70), "text/vcard"),),
            ),
            id="T27 a contact card",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_document"),
            told(
                "whatsapp",
                "surat.pdf",
                media=(Media(MediaKind.DOCUMENT, media_url(8, 80), "application/pdf"),),
            ),
            id="T28 a document",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_video"),
            told(
                "whatsapp",
                media=(Media(MediaKind.VIDEO, media_url(9, 90), "video/mp4"),),
            ),
            id="T29 a video",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_photo"),
            told("whatsapp", "Begini keadaannya", profile_name="Siti Aminah"),
            id="T23 a photo with its caption",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_button"),
            told("whatsapp", "Ya, kirim", button="review:yes"),
            id="T30 a button gives its payload",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_button"),
            {"replied_to": "MM" + f"{99:032x}"},
            id="T31 a button names the question it stood under",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_list"),
            told(
                "whatsapp", "Kambera", button="choice:3", replied_to="MM" + f"{98:032x}"
            ),
            id="T32 a row of a list is a button",
        ),
        pytest.param(
            "sms",
            payload("sms_text", ButtonPayload="review:yes", ButtonText="Ya"),
            {"button": None},
            id="T33 there are no buttons on SMS",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_forwarded"),
            told("whatsapp", "Sebarkan! Besok air mati total se-kota"),
            id="T34 a forwarded message is heard like one's own",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_text", From=CITIZEN),
            told("whatsapp", "Lampu jalan mati di depan masjid"),
            id="T35 a WhatsApp number without the prefix",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_text"),
            told(
                "whatsapp",
                "Lampu jalan mati di depan masjid",
                alias=Address("whatsapp", USER_ID),
            ),
            id="T35 a number and its user id are one person",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_user_id"),
            {"sender": Address("whatsapp", USER_ID), "alias": None, "automatic": False},
            id="T35 a person with a user id and no number",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_user_id", WaId="6281200000001"),
            {
                "sender": Address("whatsapp", USER_ID),
                "alias": Address("whatsapp", CITIZEN),
            },
            id="T35 a user id whose number is told later",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_text", ExternalUserId="whatsapp:%%%"),
            {"alias": None, "text": "Lampu jalan mati di depan masjid"},
            id="T35 a malformed user id is ignored",
        ),
        pytest.param(
            "sms",
            payload("sms_text", From="TELKOMSEL"),
            {"automatic": True},
            id="T36 a name instead of a number",
        ),
        pytest.param(
            "sms",
            payload("sms_short_code"),
            {"automatic": True, "sender": Address("sms", "3636")},
            id="T36 a short code",
        ),
        pytest.param(
            "sms",
            payload("sms_text", From="ID.20841"),
            {"automatic": True},
            id="T36 a user id is only one on WhatsApp",
        ),
        *(
            pytest.param(
                "sms",
                payload("sms_text", From=number),
                {"sender": Address("sms", CITIZEN), "automatic": False},
                id=f"T36 {number!r} is the same person",
            )
            for number in (
                "081200000001",
                "6281200000001",
                " 6281200000001",
                "+62081200000001",
                "+62 812-0000-0001",
            )
        ),
        pytest.param(
            "sms",
            payload("sms_text", From=" 15550100999"),
            {"sender": Address("sms", "+15550100999")},
            id="T36 a plus that was decoded as a space is still a plus",
        ),
        pytest.param(
            "sms",
            payload("sms_text", From="+62387 61234"),
            {"sender": Address("sms", "+6238761234"), "automatic": False},
            id="T36 a landline is a person",
        ),
        pytest.param(
            "sms",
            payload("sms_text", From="+999 1234 5678"),
            {"sender": Address("sms", "+999 1234 5678"), "automatic": True},
            id="T36 what no country has is kept as it came, and not answered",
        ),
        pytest.param(
            "sms",
            payload("sms_opt_out"),
            told("sms", "STOP", opt_out="stop"),
            id="T37 Twilio has answered STOP already",
        ),
        pytest.param(
            "sms",
            payload("sms_opt_out", OptOutType="HELP"),
            {"opt_out": "help"},
            id="T37 and HELP",
        ),
        pytest.param(
            "sms",
            payload("sms_opt_out", OptOutType="NEW"),
            {"opt_out": None},
            id="T37 a word of next year",
        ),
        pytest.param(
            "sms",
            payload("sms_text", Body="tolong stop truk tambang"),
            {"opt_out": None},
            id="T38 the word stop inside a sentence",
        ),
        pytest.param(
            "sms",
            payload("sms_opt_out", OptOutType="START"),
            {"opt_out": "start"},
            id="T39 START un-stops",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_text", MessageType="order", Body=""),
            {"unreadable": True},
            id="T22 a kind we cannot read is only acknowledged",
        ),
        pytest.param(
            "whatsapp",
            payload("whatsapp_text", Body=""),
            {"unreadable": False},
            id="T16 an empty text is not unreadable",
        ),
    ],
)
def test_reads_a_message(name, form, expected):
    message = heard(name, form)
    assert {field: getattr(message, field) for field in expected} == expected


FIELDS = sorted(
    (payload("whatsapp_button") | payload("whatsapp_location")).keys() - {"AccountSid"}
)


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "MessageStatus", "NumMedia", "MediaUrl0"]), VALUES
    )
)
@settings(max_examples=200, deadline=None)
def test_any_signed_form_is_read_or_set_aside(changes):
    with suppress(Malformed):
        assert (
            len(channel("whatsapp").parse(signed(payload("whatsapp_text") | changes)))
            <= 1
        )


# --- Delivery reports


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        pytest.param(
            payload("status_whatsapp"),
            DeliveryReport("whatsapp", "SM" + f"{10:032x}", DeliveryStatus.DELIVERED),
            id="S1 a WhatsApp message arrived, told on the common status URL",
        ),
        pytest.param(
            payload("status_sms"),
            DeliveryReport("sms", "SM" + f"{11:032x}", DeliveryStatus.SENT),
            id="S1 an SMS was sent",
        ),
        pytest.param(
            payload("status_whatsapp", MessageStatus="read", EventType="READ"),
            DeliveryReport("whatsapp", "SM" + f"{10:032x}", DeliveryStatus.READ),
            id="S1 a message was read",
        ),
        pytest.param(
            payload("status_failed"),
            DeliveryReport(
                "sms",
                "SM" + f"{12:032x}",
                DeliveryStatus.FAILED,
                "30005",
                "nomor tujuan tidak dikenal",
            ),
            id="S7 a code without words gets ours",
        ),
        pytest.param(
            payload("status_failed", ErrorCode="39999", ErrorMessage="Novel trouble"),
            DeliveryReport(
                "sms",
                "SM" + f"{12:032x}",
                DeliveryStatus.FAILED,
                "39999",
                "Novel trouble",
            ),
            id="S2 an unknown code keeps Twilio's words",
        ),
        pytest.param(
            payload("status_failed", ErrorCode="39999"),
            DeliveryReport(
                "sms",
                "SM" + f"{12:032x}",
                DeliveryStatus.FAILED,
                "39999",
                "galat Twilio 39999",
            ),
            id="S7 an unknown code without words",
        ),
        pytest.param(
            payload("status_failed", ErrorCode="21610"),
            DeliveryReport(
                "sms",
                "SM" + f"{12:032x}",
                DeliveryStatus.FAILED,
                "21610",
                "penerima sudah membalas STOP",
                True,
            ),
            id="S2 21610 stops the contact",
        ),
        pytest.param(
            payload("status_sms", ErrorCode="0"),
            DeliveryReport("sms", "SM" + f"{11:032x}", DeliveryStatus.SENT),
            id="S2 code 0 is no error",
        ),
    ],
)
def test_reads_a_delivery_report(form, expected):
    assert (
        channel("sms").parse(signed(form))
        == channel("whatsapp").parse(signed(form))
        == [expected]
    )


def test_s3_an_unknown_status_is_logged_and_says_nothing(caplog):
    caplog.set_level(logging.WARNING)
    assert (
        channel().parse(signed(payload("status_sms", MessageStatus="teleported"))) == []
    )
    assert "teleported" in caplog.text
    assert CITIZEN not in caplog.text


@pytest.mark.parametrize(
    "order", list(permutations(["queued", "sent", "delivered", "read"])), ids="-".join
)
def test_s1_reports_in_any_order_end_at_the_highest_rank(order):
    reports = [
        channel().parse(signed(payload("status_sms", MessageStatus=word)))[0]
        for word in order
    ]
    assert (
        max(reports, key=lambda report: report.status.rank).status
        is DeliveryStatus.READ
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("accepted", DeliveryStatus.QUEUED),
        ("scheduled", DeliveryStatus.QUEUED),
        ("sending", DeliveryStatus.QUEUED),
        ("undelivered", DeliveryStatus.FAILED),
        ("failed", DeliveryStatus.FAILED),
        ("canceled", DeliveryStatus.FAILED),
    ],
    ids=lambda value: f"S1 {value}",
)
def test_every_word_of_twilio_has_its_rank(word, status):
    [report] = channel().parse(signed(payload("status_sms", MessageStatus=word)))
    assert report.status is status


# --- Sending


@pytest.mark.parametrize(
    ("name", "to", "text", "expected"),
    [
        pytest.param(
            "sms",
            CITIZEN,
            "Terima kasih",
            {"To": CITIZEN, "From": US, "Body": "Terima kasih"},
            id="SMS",
        ),
        pytest.param(
            "sms",
            CITIZEN,
            "“Siap” … 🙏",
            {"To": CITIZEN, "From": US, "Body": '"Siap" ...'},
            id="SMS is made cheap",
        ),
        pytest.param(
            "whatsapp",
            CITIZEN,
            "“Siap” 🙏",
            {
                "To": f"whatsapp:{CITIZEN}",
                "From": f"whatsapp:{US}",
                "Body": "“Siap” 🙏",
            },
            id="WhatsApp keeps its signs",
        ),
        pytest.param(
            "whatsapp",
            USER_ID,
            "Halo",
            {"To": f"whatsapp:{USER_ID}", "From": f"whatsapp:{US}", "Body": "Halo"},
            id="T35 to someone without a number",
        ),
    ],
)
def test_sends_from_our_number(name, to, text, expected):
    twilio = channel(name, made("SM9"))
    assert twilio.send(OutboundMessage(Address(name, to), text)) == "SM9"
    expected |= {"StatusCallback": STATUS_URL}
    assert wire(twilio).asked == [
        (f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", expected)
    ]


def test_an_sms_goes_out_in_one_alphabet():
    twilio = channel("sms", made("SM9"))
    twilio.send(OutboundMessage(Address("sms", CITIZEN), "Désolé… “ya” – 😀 Ж"))
    assert segments(wire(twilio).asked[0][1]["Body"]).encoding == "GSM-7"


YES_NO = (Button("review:yes", "Ya, kirim"), Button("review:no", "Ubah"))
FIVE = tuple(Button(f"choice:{i}", f"Desa {i}") for i in range(5))
REVIEW = "Periksa:\n\nLokasi:  Jl Melati\tDepok"


def asked(buttons: tuple[Button, ...], text: str = REVIEW) -> OutboundMessage:
    return OutboundMessage(Address("whatsapp", CITIZEN), text, buttons)


def test_whatsapp_buttons_are_quick_replies_and_the_stored_content_holds_no_words_of_the_citizen():
    twilio = channel("whatsapp", made("HX1"), made("SM9"))
    assert twilio.send(asked(YES_NO)) == "SM9"
    (content_path, content), (_, message) = wire(twilio).asked
    assert content_path == "/v1/Content"
    assert content["types"] == {
        "twilio/quick-reply": {
            "body": "{{1}}\n\n{{2}}",
            "actions": [
                {"type": "QUICK_REPLY", "title": "Ya, kirim", "id": "review:yes"},
                {"type": "QUICK_REPLY", "title": "Ubah", "id": "review:no"},
            ],
        }
    }
    assert message["ContentSid"] == "HX1"
    assert json.loads(message["ContentVariables"]) == {
        "1": "Periksa:",
        "2": "Lokasi: Jl Melati Depok",
    }
    assert "Body" not in message


def test_four_to_ten_choices_are_a_list():
    twilio = channel("whatsapp", made("HX1"), made("SM9"))
    twilio.send(asked(FIVE))
    picker = wire(twilio).asked[0][1]["types"]["twilio/list-picker"]
    assert [(row["id"], row["item"]) for row in picker["items"]] == [
        (b.id, b.title) for b in FIVE
    ]


def test_the_same_buttons_are_stored_once():
    twilio = channel("whatsapp", made("HX1"), made("SM8"), made("SM9"))
    assert [
        twilio.send(asked(YES_NO, text)) for text in ("Kirim?", "Sudah benar?")
    ] == ["SM8", "SM9"]
    assert [path for path, _ in wire(twilio).asked].count("/v1/Content") == 1


@pytest.mark.parametrize(
    ("message", "answers"),
    [
        pytest.param(
            asked(YES_NO),
            (refused(400, 60200), made("SM9")),
            id="Twilio will not store the content",
        ),
        pytest.param(
            asked(YES_NO),
            (refused(404, 20404), made("SM9")),
            id="there is no Content API",
        ),
        pytest.param(
            asked(YES_NO),
            (made("HX1"), refused(400, 21656), made("SM9")),
            id="the variables are refused",
        ),
        pytest.param(
            asked(YES_NO, "a" * 1025),
            (made("SM9"),),
            id="the text is too long for buttons",
        ),
        pytest.param(asked(FIVE * 3), (made("SM9"),), id="there are too many choices"),
    ],
)
def test_without_buttons_the_choices_are_spelled_out(message, answers):
    twilio = channel("whatsapp", *answers)
    assert twilio.send(message) == "SM9"
    choices = [
        f"{i}. {button.title}" for i, button in enumerate(message.buttons, start=1)
    ]
    assert wire(twilio).asked[-1][1]["Body"] == "\n".join([message.text, *choices])


@pytest.mark.parametrize(
    ("code", "error"), [(21610, OptedOut), (63016, WindowClosed)], ids=str
)
def test_buttons_do_not_get_round_a_closed_door(code, error):
    twilio = channel("whatsapp", made("HX1"), refused(400, code))
    with pytest.raises(error):
        twilio.send(asked(YES_NO))
    assert len(wire(twilio).asked) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(refused(400, 21610), OptedOut, id="21610 the person said stop"),
        pytest.param(refused(400, 63016), WindowClosed, id="63016 needs a template"),
        *(
            pytest.param(refused(400, code), Refused, id=f"{code} is never retried")
            for code in (
                21211,
                21612,
                21614,
                21617,
                21408,
                30003,
                30005,
                30006,
                63003,
                63024,
                63032,
                63033,
            )
        ),
        *(
            pytest.param(refused(400, code), Refused, id=f"{code} was filtered")
            for code in (30004, 30007)
        ),
        *(
            pytest.param(
                refused(400, code), Throttled, id=f"{code} asks us to slow down"
            )
            for code in (63018, 14107, 30001, 21611)
        ),
        *(
            pytest.param(
                refused(400, code), Misconfigured, id=f"{code} is our own fault"
            )
            for code in (20003, 21606, 63007, 63015, 30002)
        ),
        pytest.param(refused(429, 20429), Throttled, id="429"),
        pytest.param(Response(429, "", {}), Throttled, id="429 without a body"),
        pytest.param(refused(401, 20003), Misconfigured, id="401"),
        pytest.param(
            Response(403, "<html>", {}), Misconfigured, id="403 from something else"
        ),
        pytest.param(
            Response(404, "<html>", {}), Misconfigured, id="404: not Twilio's address"
        ),
        pytest.param(Response(408, "", {}), Unreachable, id="408"),
        pytest.param(refused(500, 20500), Unreachable, id="500"),
        pytest.param(Response(503, "<html>", {}), Unreachable, id="503 without a time"),
        pytest.param(refused(400, 99999), Refused, id="an unknown code"),
        pytest.param(ConnectTimeout(), Unreachable, id="no answer"),
        pytest.param(
            Response(201, "<html>", {}), Unreachable, id="a 201 that is not JSON"
        ),
        pytest.param(Response(201, "{}", {}), Unreachable, id="a 201 without a SID"),
        pytest.param(
            Response(201, "[1]", {}), Unreachable, id="a 201 of another shape"
        ),
        pytest.param(Response(201, "", {}), Unreachable, id="an empty 201"),
    ],
)
def test_names_why_a_message_was_not_sent(answer, error):
    with pytest.raises(error) as caught:
        channel("sms", answer).send(OutboundMessage(SECRET, "Terima kasih"))
    assert caught.type is error
    assert CITIZEN not in f"{caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        pytest.param(
            refused(429, 20429, **{"Retry-After": "17"}),
            17,
            id="as long as Twilio says",
        ),
        pytest.param(
            refused(429, 20429, **{"retry-after": "17"}),
            17,
            id="however the header is spelled",
        ),
        pytest.param(
            refused(503, 20503, **{"Retry-After": "30"}), 30, id="a 503 may say it too"
        ),
        pytest.param(refused(429, 20429), 1, id="a second when it does not say"),
        pytest.param(
            refused(429, 20429, **{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
            1,
            id="no dates",
        ),
        pytest.param(
            refused(429, 20429, **{"Retry-After": "-5"}), 1, id="nothing negative"
        ),
        pytest.param(
            refused(429, 20429, **{"Retry-After": "9" * 400}),
            3600,
            id="an hour at most",
        ),
    ],
)
def test_waits_when_throttled(answer, seconds):
    with pytest.raises(Throttled) as caught:
        channel("sms", answer).send(OutboundMessage(SECRET, "Terima kasih"))
    assert caught.value.retry_after == seconds


def test_the_log_holds_neither_numbers_nor_words(caplog):
    caplog.set_level(logging.DEBUG)
    channel("sms", made("SM9")).send(OutboundMessage(SECRET, "rahasia"))
    with pytest.raises(Refused):
        channel("sms", refused(400, 21211)).send(OutboundMessage(SECRET, "rahasia"))
    heard("sms", payload("sms_text"))
    assert not any(
        secret in caplog.text for secret in (CITIZEN, "rahasia", TOKEN, "Melati")
    )


# --- The client


@pytest.mark.parametrize(
    ("api_url", "content_url"),
    [
        ("https://api.twilio.com", "https://content.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://content.dublin.ie1.twilio.com"),
        ("http://127.0.0.1:8001/twilio", "http://127.0.0.1:8001/twilio"),
        ("http://api.simulator.example", "http://api.simulator.example"),
    ],
)
def test_one_setting_says_where_twilio_is(api_url, content_url):
    client = twilio_client(ACCOUNT, TOKEN, api_url, FakeTwilio(made("SM9")))
    assert (client.api.base_url, client.content.base_url) == (api_url, content_url)


@pytest.mark.parametrize(
    ("answer", "faults"),
    [
        pytest.param(
            Response(200, '{"sid": "AC1", "status": "active"}', {}),
            [],
            id="all is well",
        ),
        pytest.param(
            Response(200, '{"sid": "AC1", "status": "suspended"}', {}),
            ["Twilio: akun Twilio ditangguhkan"],
            id="suspended",
        ),
        pytest.param(
            refused(401, 20003),
            ["Twilio: SID akun atau token Twilio ditolak (20003)"],
            id="the token is wrong",
        ),
        pytest.param(
            ConnectTimeout(),
            ["Twilio: Twilio tidak menjawab (ConnectTimeout)"],
            id="no answer",
        ),
        pytest.param(
            Response(200, "<html>", {}),
            ["Twilio: jawaban Twilio tidak terbaca (JSONDecodeError)"],
            id="not Twilio",
        ),
    ],
)
def test_checks_the_account(answer, faults):
    assert channel("sms", answer).check() == faults


class Echo(BaseHTTPRequestHandler):
    """A Twilio whose SIDs say who was written to; nobody is answered before sixteen have asked."""

    protocol_version = "HTTP/1.1"
    lines: ClassVar[set[tuple[str, int]]] = set()  # the connections there were
    together: ClassVar = threading.Barrier(16)

    def do_POST(self) -> None:
        self.lines.add(self.client_address)
        self.together.wait(20)
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        body = json.dumps({"sid": form["To"][0], "status": "queued"}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *facts: object) -> None: ...


@pytest.fixture
def echo() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Echo.lines.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_threads_at_once_get_the_sid_of_their_own_message_over_a_connection_each(
    echo: str,
) -> None:
    client = twilio_client(ACCOUNT, TOKEN, echo)
    twilio = TwilioSms(US, client, (TOKEN,), ACCOUNT)
    numbers = [f"+62812{n:08d}" for n in range(16)]

    def send(number: str) -> str:
        return twilio.send(OutboundMessage(Address("sms", number), "Halo"))

    with ThreadPoolExecutor(16) as threads:
        for _ in range(3):
            assert list(threads.map(send, numbers)) == numbers
    client.http_client._wire._session.close()
    assert len(Echo.lines) == 16
