"""Several sources of SMS as one channel: which one a message leaves by, and whose a webhook is."""

from dataclasses import dataclass, field

import pytest
from http_gateway import FakeGateway, answer

from channels.android_sms import AndroidAccount, AndroidSmsChannel
from channels.contract import Channel, Event, Malformed, Unwanted, Webhook
from channels.kannel import KannelAccount, KannelChannel
from channels.sms import prefix
from channels.sms_sources import SmsSource, SmsSources
from gateway.setup.channels import CAPABILITIES
from intake.messages import Address, DeliveryReport, DeliveryStatus, OutboundMessage

KANNEL, PHONE = "+628110001708", "+628220001708"
ROOT = "https://lapor.example/awal/webhooks"


@dataclass
class Office:
    """Two sources, and what reached each one's gateway."""

    kannel: FakeGateway = field(
        default_factory=lambda: FakeGateway(answer(202, "0: Accepted"))
    )
    phone: FakeGateway = field(
        default_factory=lambda: FakeGateway(answer(202, '{"id": "m1"}'))
    )

    def sources(self) -> SmsSources:
        account = KannelAccount(
            "http://k/send", "u", "p", "s", (KANNEL, "1708"), (), f"{ROOT}/kannel/dlr"
        )
        android = AndroidAccount("http://a", "u", "p", "s", PHONE)
        by_kannel = KannelChannel(account, self.kannel.session(), lambda: "k1")
        by_phone = AndroidSmsChannel(android, self.phone.session(), lambda: "a1")
        return SmsSources(
            (
                SmsSource("kannel", by_kannel, (KANNEL, "1708"), ("+62811", "+628")),
                SmsSource(
                    "android-sms", by_phone, (PHONE,), ("+6281", "+6281234", "+62822")
                ),
            )
        )


@pytest.mark.parametrize(
    ("number", "via", "goes_by"),
    [
        pytest.param(
            "+6282200000001",
            "1708",
            "kannel",
            id="by the one they wrote to, whatever their number",
        ),
        pytest.param(
            "+6281100000001", PHONE, "phone", id="by the other one they wrote to"
        ),
        pytest.param("+6281234000001", "", "phone", id="else by the longest prefix"),
        pytest.param("+6281100000001", "", "kannel", id="else by its own prefix"),
        pytest.param("+6289900000001", "", "kannel", id="else by a shorter one"),
        pytest.param("+15550100123", "", "kannel", id="else by the first"),
        pytest.param(
            "+6282200000001",
            "+628999",
            "phone",
            id="never by a number that is not ours any more",
        ),
    ],
)
def test_a_message_leaves(number, via, goes_by):
    office = Office()
    office.sources().send(OutboundMessage(Address("sms", number), "halo", via=via))
    assert {name: len(getattr(office, name).asked) for name in ("kannel", "phone")} == {
        "kannel": int(goes_by == "kannel"),
        "phone": int(goes_by == "phone"),
    }


def test_a_webhook_belongs_to_the_source_its_path_names():
    report: list[Event] = (
        Office()
        .sources()
        .parse(Webhook(f"{ROOT}/kannel/dlr?message=m&type=1&secret=s", {}))
    )
    assert report == [DeliveryReport("sms", "m", DeliveryStatus.DELIVERED)]


@pytest.mark.parametrize("path", ["/pager", "/kannels", "/android-sms-2/kannel", ""])
def test_a_path_of_nobody_is_malformed(path):
    with pytest.raises(Malformed):
        Office().sources().parse(Webhook(f"{ROOT}{path}", {}))


def test_where_nobody_keeps_files_none_is_fetched():
    with pytest.raises(Unwanted):
        Office().sources().fetch("https://api.twilio.com/anything")


def test_it_is_the_channel_sms_and_tells_every_fault():
    office = Office(phone=FakeGateway(answer(401)), kannel=FakeGateway(answer(403)))
    sources: Channel = office.sources()
    assert (sources.name, sources.capabilities) == ("sms", CAPABILITIES["sms"])
    assert [fault.split(":")[0] for fault in sources.check()] == [
        "Kannel",
        "Ponsel gerbang SMS",
    ]


@pytest.mark.parametrize("written", ["0811", "62811", "+62811", "0062811", " 0811 "])
def test_a_prefix_may_be_written_as_people_do(written):
    assert prefix(written) == "+62811"
