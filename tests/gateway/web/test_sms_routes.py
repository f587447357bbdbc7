"""SMS by several sources through the web application: who is let in, and by which way the answer goes."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from house import CITIZEN, House
from http_gateway import FakeGateway, answer
from werkzeug.test import TestResponse

from channels.android_sms import AndroidAccount, AndroidSmsChannel
from channels.kannel import KannelAccount, KannelChannel
from channels.sms_sources import SmsSource, SmsSources
from gateway.web.app import create_app

SECRET, KANNEL, PHONE = "sms-secret", "+628110009999", "+628220009999"
ME = f"sms:{CITIZEN}"
STORY = (
    "jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
)


@dataclass
class Office:
    """A house whose SMS come by Kannel and by a phone; Twilio's are off."""

    house: House
    kannel: FakeGateway
    phone: FakeGateway
    seconds: Iterator[int]

    def by_kannel(
        self, text: str, path: str = "", remote: str = "127.0.0.1", **more: str
    ) -> TestResponse:
        time = str(int(self.house.now.timestamp()) + next(self.seconds))
        fields = {
            "from": CITIZEN,
            "to": "1708",
            "text": text,
            "time": time,
            "secret": SECRET,
            **more,
        }
        headers = {"X-Forwarded-For": "127.0.0.1"}
        return self.house.web.get(
            f"/webhooks/kannel{path}",
            query_string=fields,
            headers=headers,
            environ_base={"REMOTE_ADDR": remote},
        )

    def by_phone(self, text: str) -> TestResponse:
        time = (self.house.now + timedelta(seconds=next(self.seconds))).isoformat()
        payload = {"sender": CITIZEN, "message": text, "receivedAt": time}
        body = json.dumps({"event": "sms:received", "payload": payload}).encode()
        signature = hmac.new(SECRET.encode(), body + b"1", sha256).hexdigest()
        headers = {"X-Signature": signature, "X-Timestamp": "1"}
        return self.house.web.post("/webhooks/android-sms", data=body, headers=headers)

    def answers(self) -> list[str]:
        """What Kannel was given to send, oldest first."""
        self.house.settle()
        return [self.kannel.query(n)["text"] for n in range(len(self.kannel.asked))]

    def counts(self) -> dict[str, Any]:
        with self.house.store.reading() as tx:
            return {
                "quarantine": [one.reason for one in tx.quarantined(9)],
                "made": tx.made(),
            }


@pytest.fixture
def office(house: House) -> Office:
    kannel, phone = FakeGateway(answer(202, "0: Accepted for delivery")), FakeGateway()
    phone.answers = [answer(202, json.dumps({"id": f"m{n}"})) for n in range(9)]
    ids = count(1)
    account = KannelAccount(
        "http://k/sendsms",
        "u",
        "p",
        SECRET,
        (KANNEL, "1708"),
        ("127.0.0.1",),
        "https://l/webhooks/kannel/dlr",
    )
    by_kannel = KannelChannel(account, kannel.session(), lambda: f"k{next(ids)}")
    by_phone = AndroidSmsChannel(
        AndroidAccount("http://a", "u", "p", SECRET, PHONE),
        phone.session(),
        lambda: f"a{next(ids)}",
    )
    sources = SmsSources(
        (
            SmsSource("android-sms", by_phone, (PHONE,)),
            SmsSource("kannel", by_kannel, (KANNEL, "1708")),
        )
    )
    house.parts = replace(
        house.parts, channels={**house.parts.channels, "sms": sources}
    )
    house.web = create_app(house.parts).test_client()
    return Office(house, kannel, phone, count(1))


def test_an_answer_goes_back_by_the_number_that_was_written_to(office: Office) -> None:
    response = office.by_kannel(f"LAPOR {STORY}")
    assert (response.status_code, response.text) == (200, "")
    assert "alamat" in office.answers()[0]
    assert office.kannel.query()["from"] == "1708"
    assert office.phone.asked == []


def test_who_writes_to_another_number_is_answered_from_there(office: Office) -> None:
    office.by_kannel(f"LAPOR {STORY}")
    assert len(office.answers()) == 1
    assert office.by_phone("SAMA").status_code == 200
    assert len(office.answers()) == 1
    assert (
        "LPR-" in json.loads(office.phone.asked[0].body or b"")["textMessage"]["text"]
    )


def test_a_report_reaches_the_message_it_is_about(office: Office) -> None:
    office.by_kannel(f"LAPOR {STORY}")
    office.answers()
    assert office.by_kannel("", "/dlr", message="k1", type="1").status_code == 200
    office.house.settle()
    with office.house.store.reading() as tx:
        assert [item.provider_id for item in tx.outbox("delivered", 9)] == ["k1"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"secret": "guess"}, 403, id="a wrong secret"),
        pytest.param(
            {"remote": "192.0.2.7"},
            403,
            id="an address that is not allowed, whatever a header claims",
        ),
    ],
)
def test_a_stranger_is_not_let_in(
    office: Office, changes: dict[str, str], status: int
) -> None:
    before = office.counts()
    assert office.by_kannel("halo", **changes).status_code == status
    assert office.counts() == before
    assert office.answers() == []


def test_what_cannot_be_read_is_kept_and_not_asked_for_again(office: Office) -> None:
    assert office.by_kannel("halo", **{"from": ""}).status_code == 200
    assert office.counts()["quarantine"] == ["no from"]


def test_the_same_sms_twice_is_one(office: Office) -> None:
    for _ in range(2):
        office.by_kannel(f"LAPOR {STORY}", id="7f2f498f")
    assert len(office.answers()) == 1


def test_an_operator_is_heard_and_never_answered(office: Office) -> None:
    assert office.by_kannel("Promo pulsa", **{"from": "TELKOMSEL"}).status_code == 200
    assert office.answers() == []


@pytest.mark.parametrize("path", ["/webhooks/gammu", "/webhooks/twilio/sms"])
def test_a_source_that_is_off_says_so(office: Office, path: str) -> None:
    assert office.house.web.post(path).status_code == 404


def test_without_twilio_sms_its_reports_are_whatsapps(office: Office) -> None:
    assert office.house.post("/webhooks/twilio/status", {}, "forged").status_code == 403


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        pytest.param(f"LAPOR {STORY}", "alamat", id="M9 LAPOR and the story"),
        pytest.param(f"lapor {STORY}", "alamat", id="M9 in small letters"),
        pytest.param(f"LAPOR:{STORY}", "alamat", id="M9 without a space"),
        pytest.param(f"LAPR {STORY}", "alamat", id="M9 with a typo"),
        pytest.param(f"TANGKAB {STORY}", "alamat", id="M9 a region's own word"),
        pytest.param(f"KULONPROGO {STORY}", "alamat", id="M9 a region's name"),
        pytest.param("LAPOR", "Silakan tulis", id="M9 the word alone"),
    ],
)
def test_the_words_people_know_from_1708_are_no_hindrance(
    office: Office, text: str, asks: str
) -> None:
    office.by_kannel(text)
    assert asks in office.answers()[0]
