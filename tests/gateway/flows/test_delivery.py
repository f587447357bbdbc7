"""What leaves, how fast, and which way it goes when the first is closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from house import SID, House

from gateway.flows import delivery
from gateway.flows.breakers import SEVERAL
from gateway.flows.courier import LEASE, SAID_MOST
from gateway.flows.lanes import slots_for
from gateway.operate.resending import listing, resend
from intake.messages import Address, OutboundMessage

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
PHONE = "+6281277700011"
WHATSAPP_ME, SMS_ME, COORDINATOR = f"whatsapp:{PHONE}", f"sms:{PHONE}", "telegram:1001"
CHAT = Address("telegram", "7")
DAY = timedelta(days=1)
TEMPLATE = "HX" + "a" * 32
NEWS = "Kabar LPR-7K2F9QX: jalan sudah ditambal."


def put(
    house: House, to: str, *texts: str, kind: str = "case.answered", **options
) -> list[int]:
    """Messages to one address, in line."""
    address = Address.from_text(to)
    with house.store.transaction() as tx:
        contact = tx.contact(address, house.now)
        rows = [OutboundMessage(address, text) for text in texts]
        return [
            tx.add_outbox(contact.id, row, house.now, kind=kind, **options)
            for row in rows
        ]


def statuses(house: House, ids: list[int]) -> list[str]:
    with house.store.reading() as tx:
        return [tx.outbox_item(one).status for one in ids]


def status_callback(
    house: House,
    provider_id: str,
    status: str,
    code: str = "",
    channel: str = "whatsapp",
) -> int:
    """Twilio's word about a message of ours."""
    prefix = "whatsapp:" if channel == "whatsapp" else ""
    form = {
        "MessageSid": provider_id,
        "MessageStatus": status,
        "AccountSid": SID,
        "From": f"{prefix}+628110001709",
        "To": f"{prefix}{PHONE}",
    }
    return house.post(
        "/webhooks/twilio/status", form | ({"ErrorCode": code} if code else {})
    ).status_code


# --- Rates


def test_a_chat_gets_a_burst_and_then_a_message_a_second_in_order(house: House) -> None:
    texts = [f"Kabar {n}" for n in range(8)]
    put(house, "telegram:7", *texts)
    began = house.now
    delivery.deliver(house.parts)
    assert house.says("telegram:7") == texts
    assert 4.9 <= (house.now - began).total_seconds() <= 6


def test_a_slow_chat_holds_nobody_else_up(house: House) -> None:
    put(house, "telegram:7", *[f"Kabar {n}" for n in range(8)])
    put(house, "telegram:8", "Halo")
    delivery.deliver(house.parts)
    assert [one.to for one in house.wire.sent].index("telegram:8") < 6


def test_a_whole_channel_at_its_limit_keeps_its_line(house: House) -> None:
    for n in range(40):
        put(house, f"sms:+62812000000{n:02d}", f"Kabar {n}")
    began = house.now
    while delivery.deliver(house.parts):
        pass  # a slow machine needs more than one round for so many
    places = [int(one.text.split()[1]) for one in house.wire.sent]
    assert sorted(places) == [*range(40)]
    slots = slots_for(house.parts.limiter.rate("sms"))  # calls that pass each other
    assert all(abs(place - n) < slots for n, place in enumerate(places))
    assert (house.now - began).total_seconds() >= 29
    with house.store.reading() as tx:
        assert {item.attempts for item in tx.outbox("sent", 100)} == {1}


def test_two_workers_together_are_no_faster_and_say_nothing_twice(house: House) -> None:
    for n in range(25):
        put(house, f"sms:+62812000000{n:02d}", f"Kabar {n}")
    began = house.now
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(delivery.deliver, [house.parts] * 2))
    assert sorted(one.text for one in house.wire.sent) == sorted(
        f"Kabar {n}" for n in range(25)
    )
    assert (house.now - began).total_seconds() >= 14


def test_a_group_at_its_twenty_a_minute_waits_for_the_sweeper(house: House) -> None:
    put(house, "telegram:-100", *[f"Kabar {n}" for n in range(22)])
    delivery.deliver(house.parts)
    first = len(house.says("telegram:-100"))
    house.settle(60)
    assert (first, len(house.says("telegram:-100"))) == (20, 22)


# --- Errors


def test_a_429_pauses_the_channel_and_burns_no_other_message(house: House) -> None:
    ids = [put(house, f"telegram:{n}", "Kabar")[0] for n in range(1, 41)]
    slots = slots_for(house.parts.limiter.rate("telegram"))
    asked: list[str] = []

    def busy(to: str):
        asked.append(to)
        return 429, {
            "ok": False,
            "error_code": 429,
            "description": "x",
            "parameters": {"retry_after": 30},
        }

    house.wire.fault = busy
    delivery.deliver(house.parts)
    assert SEVERAL <= len(asked) < slots + SEVERAL < 40  # those already under way
    house.wire.fault = lambda _to: None
    house.settle(29)
    assert house.wire.sent == []
    for _ in range(3):
        house.settle(2)
    assert statuses(house, ids) == ["sent"] * 40
    with house.store.reading() as tx:
        tried = sorted(item.attempts for item in tx.outbox("sent", 100))
    assert tried == [1] * (40 - len(asked)) + [2] * len(asked)


def test_a_refused_account_is_told_once_an_hour_on_another_channel(
    house: House,
) -> None:
    for n in range(5):
        put(house, f"whatsapp:+62812000000{n:02d}", f"Kabar {n}")
    house.wire.fault = lambda to: (
        (401, {"code": 20003}) if to.startswith("whatsapp") else None
    )
    for _ in range(8):
        house.settle(6 * 60)
    alarms = [text for text in house.says(COORDINATOR) if "menolak akun" in text]
    assert len(alarms) == 1
    house.settle(20 * 60)
    assert (
        len([text for text in house.says(COORDINATOR) if "menolak akun" in text]) == 2
    )
    house.wire.fault = lambda _to: None
    house.settle(6 * 60)
    assert len([one for one in house.wire.sent if one.to.startswith("whatsapp")]) == 5


def test_retries_grow_to_five_minutes_and_end_after_four_hours(house: House) -> None:
    tries = []

    def down(to: str):
        tries.append(house.now)
        return 500, {}

    house.wire.fault = down
    (one,) = put(house, "sms:+6281200000001", "Kabar", kind="reply")
    began = house.now
    while statuses(house, [one]) == ["pending"]:
        house.settle(1 if len(tries) < 8 else 60)
        assert house.now - began < timedelta(hours=5)
    gaps = [round((b - a).total_seconds()) for a, b in pairwise(tries)]
    assert gaps[:7] == [2, 5, 15, 30, 60, 120, 300]
    assert all(300 <= gap <= 360 for gap in gaps[7:])
    assert timedelta(hours=4) <= tries[-1] - tries[0] <= timedelta(hours=4, minutes=6)


def test_a_message_whose_workers_die_is_left_alone_in_the_end(house: House) -> None:
    (one,) = put(house, "sms:+6281200000001", "Kabar")
    for _ in range(3):
        with house.store.transaction() as tx:
            tx.lease_due(house.now, house.now + LEASE, {"sms": 10})
        house.now += 2 * LEASE
    delivery.deliver(house.parts)
    assert statuses(house, [one]) == ["failed"]
    assert house.says("sms:+6281200000001") == []


def test_a_crash_between_the_yes_and_our_commit_says_it_twice_and_never_more(
    house: House,
) -> None:
    (one,) = put(house, "sms:+6281200000001", "Kabar")
    with house.store.transaction() as tx:
        (item,) = tx.lease_due(house.now, house.now + LEASE, {"sms": 10})
    house.parts.channels["sms"].send(item.message)  # and then the worker dies
    for _ in range(3):
        house.settle(100)
    assert house.says("sms:+6281200000001") == ["Kabar"] * 2
    assert statuses(house, [one]) == ["sent"]


# --- Loops


def test_the_same_text_once_too_often_within_ten_minutes_is_held_back(
    house: House,
) -> None:
    most = SAID_MOST
    ids = [
        *put(house, "sms:+6281200000001", "Halo juga", said_before=most - 1),
        *put(house, "sms:+6281200000001", "Halo juga", said_before=most),
        *put(house, "sms:+6281200000001", "Halo juga", said_before=most + 1),
    ]
    delivery.deliver(house.parts)
    assert house.says("sms:+6281200000001") == ["Halo juga"]
    assert statuses(house, ids) == ["sent", "failed", "failed"]
    house.settle()
    assert len([text for text in house.says(COORDINATOR) if "berulang" in text]) == 1


def test_the_same_text_later_is_news_again(house: House) -> None:
    for _ in range(2 * SAID_MOST):
        put(house, "sms:+6281200000001", "Halo juga")
        house.settle(90)
    assert len(house.says("sms:+6281200000001")) == 2 * SAID_MOST


# --- WhatsApp's window


@pytest.fixture
def templates(tmp_path):
    file = tmp_path / "templates.yaml"
    file.write_text(
        f'"*": {{id: {{content_sid: {TEMPLATE}, variables: [id, text]}}}}\n'
    )
    return {"WHATSAPP_TEMPLATES": str(file)}


@pytest.fixture
def approved(store, redis_url, tmp_path, now, templates) -> House:
    """A house with an approved template."""
    house = House(store, redis_url, tmp_path, now, templates)
    house.wire.contents[TEMPLATE] = {
        "types": {"twilio/text": {"body": "Laporan {{1}}. {{2}} Balas untuk lanjut."}}
    }
    return house


def test_inside_the_window_news_goes_as_it_is(approved: House) -> None:
    approved.whatsapp("halo", sender=PHONE)
    approved.settle()
    approved.now += DAY - timedelta(minutes=1)
    put(approved, WHATSAPP_ME, NEWS)
    approved.settle()
    assert approved.says(WHATSAPP_ME)[-1] == NEWS


def test_outside_the_window_news_goes_as_a_template(approved: House) -> None:
    approved.whatsapp("halo", sender=PHONE)
    approved.settle()
    approved.now += DAY + timedelta(minutes=1)
    put(approved, WHATSAPP_ME, NEWS)
    approved.settle()
    assert approved.says(WHATSAPP_ME)[-1] == f"Laporan -. {NEWS} Balas untuk lanjut."
    assert approved.says(SMS_ME) == []


def test_our_own_messages_do_not_extend_the_window(approved: House) -> None:
    approved.whatsapp("halo", sender=PHONE)
    for _ in range(3):
        put(approved, WHATSAPP_ME, NEWS)
        approved.settle(12 * 3600)
    assert approved.says(WHATSAPP_ME)[-1].startswith("Laporan")


def test_63016_in_a_report_takes_the_template_once(approved: House) -> None:
    put(approved, WHATSAPP_ME, NEWS)
    approved.settle()
    assert (
        status_callback(
            approved, approved.wire.to(WHATSAPP_ME)[0].provider_id, "failed", "63016"
        )
        == 200
    )
    approved.settle()
    assert [text[:7] for text in approved.says(WHATSAPP_ME)] == ["Kabar L", "Laporan"]
    status_callback(
        approved, approved.wire.to(WHATSAPP_ME)[1].provider_id, "failed", "63016"
    )
    approved.settle()
    assert approved.says(SMS_ME) == [NEWS]


def test_a_refusal_with_63016_takes_the_template(approved: House) -> None:
    answers = [(400, {"code": 63016})]
    approved.wire.fault = lambda to: (
        answers.pop() if answers and to == WHATSAPP_ME else None
    )
    put(approved, WHATSAPP_ME, NEWS)
    approved.settle()
    assert approved.says(WHATSAPP_ME) == [f"Laporan -. {NEWS} Balas untuk lanjut."]


def test_outside_the_window_without_a_template_it_goes_by_sms(house: House) -> None:
    house.whatsapp("halo", sender=PHONE)
    house.settle()
    before = len(house.says(WHATSAPP_ME))
    house.now += 2 * DAY
    put(house, WHATSAPP_ME, NEWS)
    house.settle()
    assert len(house.says(WHATSAPP_ME)) == before
    assert house.says(SMS_ME) == [NEWS]


def test_without_sms_either_the_coordinator_is_told(house: House) -> None:
    house.whatsapp(STORY, sender=PHONE)
    house.settle()
    with house.store.transaction() as tx:
        contact = tx.find_contact(Address("whatsapp", PHONE))
        (stored,) = tx.complaints_of(contact.id, 1)
        tx.contact(Address("sms", PHONE), house.now)
        tx.set_stopped(tx.find_contact(Address("sms", PHONE)).id, True)
    house.now += 2 * DAY
    put(house, WHATSAPP_ME, NEWS, complaint_id=stored.id)
    house.settle()
    assert house.says(SMS_ME) == []
    told = [
        text for text in house.says(COORDINATOR) if "tidak sampai (whatsapp)" in text
    ]
    assert len(told) == 1
    assert stored.complaint.tracking_id in told[0]


@pytest.mark.parametrize(
    ("code", "arrives"),
    [
        pytest.param("63003", [NEWS], id="S2 a number without WhatsApp gets it by SMS"),
        pytest.param(
            "63024", [NEWS], id="S2 an invalid WhatsApp recipient gets it by SMS"
        ),
        pytest.param("21610", [], id="S2 who said STOP gets nothing more"),
    ],
)
def test_a_failed_report_takes_the_next_way(
    house: House, code: str, arrives: list[str]
) -> None:
    put(house, WHATSAPP_ME, NEWS)
    house.settle()
    status_callback(
        house, house.wire.to(WHATSAPP_ME)[0].provider_id, "undelivered", code
    )
    house.settle()
    assert house.says(SMS_ME) == arrives


@pytest.mark.parametrize("how", ["refused", "reported"])
@pytest.mark.parametrize(
    ("code", "stopped"),
    [
        pytest.param(21610, True, id="who said STOP"),
        pytest.param(21211, False, id="not whose number is none"),
        pytest.param(63024, False, id="nor who has no WhatsApp"),
    ],
)
def test_of_those_not_reached_only_who_said_stop_is_written_to_no_more(
    house: House, how: str, code: int, stopped: bool
) -> None:
    if how == "refused":
        house.wire.fault = lambda to: (
            (400, {"code": code}) if to == WHATSAPP_ME else None
        )
    put(house, WHATSAPP_ME, NEWS)
    house.settle()
    if how == "reported":
        id_ = house.wire.to(WHATSAPP_ME)[0].provider_id
        status_callback(house, id_, "undelivered", str(code))
        house.settle()
    with house.store.reading() as tx:
        assert tx.find_contact(Address("whatsapp", PHONE)).stopped is stopped


def test_an_administrator_outside_the_window_is_told_at_the_next_contact(
    house: House,
) -> None:
    admin, other = "whatsapp:+6281300000002", Address("telegram", "1002")
    house.whatsapp("DAFTAR", sender="+6281300000002")
    house.settle()
    house.now += 2 * DAY
    put(house, admin, "Laporan baru LPR-7K2F9QX.", kind="notice", fallbacks=(other,))
    house.settle()
    assert house.says(str(other)) == ["Laporan baru LPR-7K2F9QX."]


def test_an_administrator_without_another_contact_gets_the_notice_by_sms(
    house: House,
) -> None:
    house.whatsapp("DAFTAR", sender="+6281300000002")
    house.settle()
    house.now += 2 * DAY
    put(house, "whatsapp:+6281300000002", "Laporan baru LPR-7K2F9QX.", kind="notice")
    house.settle()
    assert house.says("sms:+6281300000002") == ["Laporan baru LPR-7K2F9QX."]


def test_a_notice_that_reaches_no_contact_is_told_to_the_coordinator(
    house: House,
) -> None:
    house.wire.fault = lambda to: (
        (403, {"ok": False, "error_code": 403, "description": "blocked"})
        if "99" in to
        else None
    )
    put(house, "telegram:99", "Laporan baru LPR-7K2F9QX.", kind="notice")
    house.settle()
    house.settle()
    assert any("untuk petugas tidak sampai" in text for text in house.says(COORDINATOR))


def test_a_switched_off_channel_takes_the_next_way(house: House) -> None:
    put(
        house,
        "email:a@b.go.id",
        "Laporan baru LPR-7K2F9QX.",
        kind="notice",
        fallbacks=(CHAT,),
    )
    house.settle()
    assert house.says("telegram:7") == ["Laporan baru LPR-7K2F9QX."]


# --- Status callbacks


@pytest.mark.parametrize(
    "word",
    [pytest.param("delivered", id="S4 a receipt before our commit is applied later")],
)
def test_an_early_receipt_waits_for_our_commit(house: House, word: str) -> None:
    seen: list[int] = []

    def early(to: str):
        seen.append(status_callback(house, f"SM{1:032d}", word, channel="sms"))

    house.wire.fault = early
    (one,) = put(house, SMS_ME, NEWS)
    house.settle()
    assert seen == [200]
    assert statuses(house, [one]) == [word]


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        pytest.param(
            ["delivered", "delivered"], "delivered", id="S5 the same receipt twice"
        ),
        pytest.param(
            ["delivered", "sent"],
            "delivered",
            id="S1 a late sent does not undo delivered",
        ),
        pytest.param(["read", "delivered", "sent"], "read", id="S1 backwards"),
    ],
)
def test_receipts_come_twice_and_in_any_order(
    house: House, reports: list[str], status: str
) -> None:
    (one,) = put(house, SMS_ME, NEWS)
    house.settle()
    sid = house.wire.to(SMS_ME)[0].provider_id
    assert {
        status_callback(house, sid, report, channel="sms") for report in reports
    } == {200}
    assert statuses(house, [one]) == [status]


def test_s5_a_failure_told_twice_takes_the_next_way_once(house: House) -> None:
    put(house, WHATSAPP_ME, NEWS)
    house.settle()
    sid = house.wire.to(WHATSAPP_ME)[0].provider_id
    for _ in range(2):
        status_callback(house, sid, "failed", "63003")
        house.settle()
    assert house.says(SMS_ME) == [NEWS]


def test_s4_a_receipt_of_a_message_that_was_never_ours_changes_nothing(
    house: House,
) -> None:
    assert status_callback(house, "SM" + "f" * 32, "delivered") == 200
    assert house.wire.sent == []


# --- By hand


def test_what_was_given_up_is_listed_without_a_word_of_it_and_sent_again(
    house: House,
) -> None:
    house.wire.fault = lambda to: (400, {"code": 30007}) if to == SMS_ME else None
    (one,) = put(house, SMS_ME, NEWS)
    put(house, SMS_ME, "Jawaban lama", kind="reply")
    house.settle()
    house.settle()
    shown = listing(house.parts, "failed")
    assert "30007" in shown
    assert "Refused" in shown
    assert shown.splitlines()[-1] == "2 failed"
    assert PHONE not in shown
    assert "ditambal" not in shown
    house.wire.fault = lambda _to: None
    house.wire.sent.clear()
    assert one in resend(house.parts, "all")
    house.settle()
    assert NEWS in house.says(SMS_ME)
    assert "Jawaban lama" not in house.says(SMS_ME)


def test_one_message_is_sent_again_by_its_number(house: House) -> None:
    house.wire.fault = lambda _to: (400, {"code": 30007})
    (one,) = put(house, SMS_ME, "Jawaban lama", kind="reply")
    house.settle()
    house.wire.fault = lambda _to: None
    house.now += 2 * DAY
    assert resend(house.parts, str(one)) == [one]
    house.settle()
    assert house.says(SMS_ME) == ["Jawaban lama"]
    assert resend(house.parts, str(one)) == []
    assert listing(house.parts, "failed") == "nothing is failed"
    with pytest.raises(ValueError, match="invalid literal"):
        resend(house.parts, "semua")


def test_a_long_telegram_text_resumes_at_the_part_that_failed(house: House) -> None:
    text = " ".join(f"kata{n:04d}" for n in range(1200))
    put(house, "telegram:7", text)
    calls: list[str] = []

    def second_fails(to: str):
        calls.append(to)
        return (
            (500, {"ok": False, "error_code": 500, "description": "x"})
            if len(calls) == 2
            else None
        )

    house.wire.fault = second_fails
    for _ in range(4):
        house.settle(3)
    assert " ".join(house.says("telegram:7")) == text
