"""Doubles, floods, echoes, machines, groups, backlogs: all is stored, not all is answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from house import CITIZEN, PUBLIC, SMS, TOKEN, House
from redis import Redis
from twilio.request_validator import RequestValidator

from gateway.flows.talk import BURST, DAILY
from gateway.operate.resending import unblock
from intake.messages import Address
from storage.values import StoredInbound

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
ME, COORDINATOR = f"sms:{CITIZEN}", "telegram:1001"
KIND = "sangat cepat"  # of the one sentence a flood is answered with
SID_1 = "SM" + "1" * 32


def stored(house: House, address: str = ME) -> list[StoredInbound]:
    """A person's messages, oldest first."""
    with house.store.reading() as tx:
        return tx.recent_inbound(tx.find_contact(Address.from_text(address)).id, 200)[
            ::-1
        ]


def complaints(house: House, address: str = ME) -> list[str]:
    with house.store.reading() as tx:
        found = tx.complaints_of(tx.find_contact(Address.from_text(address)).id, 10)
    return [one.complaint.description for one in found]


def reports_of_flood(house: House) -> list[str]:
    return [text for text in house.says(COORDINATOR) if "bertubi-tubi" in text]


# --- The same message more than once


def again_at_once(house: House) -> None:
    house.sms(STORY, sid=SID_1)


def again_in_parallel(house: House) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: house.sms(STORY, sid=SID_1), range(4)))


def again_after_two_days(house: House) -> None:
    house.now += timedelta(hours=48)
    house.sms(STORY, sid=SID_1)


def again_after_redis_was_emptied(house: House) -> None:
    with Redis.from_url(house.redis_url) as redis:
        redis.flushall()
    house.sms(STORY, sid=SID_1)


def other_words_under_the_same_id(house: House) -> None:
    house.sms("Lampu jalan padam di Kambajawa sejak kemarin malam", sid=SID_1)


@pytest.mark.parametrize(
    "repeat",
    [
        pytest.param(again_at_once, id="T12 the same MessageSid again is one record"),
        pytest.param(
            again_in_parallel, id="T12 the same MessageSid in parallel is one record"
        ),
        pytest.param(
            again_after_two_days,
            id="T12 the same MessageSid after 48 hours is one record",
        ),
        pytest.param(
            again_after_redis_was_emptied,
            id="T12 the same MessageSid after Redis was emptied",
        ),
        pytest.param(
            other_words_under_the_same_id,
            id="T13 the first words under a MessageSid count",
        ),
    ],
)
def test_a_message_counts_once(house: House, repeat) -> None:
    house.sms(STORY, sid=SID_1)
    house.settle()
    said = len(house.says(ME))
    repeat(house)
    house.settle()
    assert [one.message.text for one in stored(house)] == [STORY]
    assert complaints(house) == [STORY]
    assert len(house.says(ME)) == said


def test_t12_the_same_message_in_parallel_from_the_start(house: House) -> None:
    again_in_parallel(house)
    house.settle()
    assert len(stored(house)) == len(complaints(house)) == len(house.says(ME)) == 1


@pytest.mark.parametrize(
    ("first", "second", "answers"),
    [
        pytest.param(
            STORY,
            STORY,
            1,
            id="T14 a story sent twice within 2 s is kept twice and answered once",
        ),
        pytest.param(
            "SAMA", "SAMA", 2, id="T14 a short answer twice may be two answers"
        ),
    ],
)
def test_a_double_by_hand_is_kept_and_flagged(
    house: House, first: str, second: str, answers: int
) -> None:
    house.sms(first)
    house.now += timedelta(seconds=1)
    house.sms(second)
    house.settle()
    assert [one.message.text for one in stored(house)] == [first, second]
    assert len(house.says(ME)) == answers


def test_t14_a_double_belongs_to_the_same_complaint_and_is_counted(
    house: House,
) -> None:
    house.sms(STORY)
    house.sms(STORY)
    first, second = stored(house)
    assert first.complaint_id == second.complaint_id is not None
    assert complaints(house) == [STORY]
    with house.store.reading() as tx:
        assert [
            row.count
            for row in tx.funnel(house.now - timedelta(days=1))
            if row.metric == "double"
        ] == [1]


@pytest.mark.parametrize(
    ("seconds", "doubles"),
    [
        pytest.param(
            0.5, 1, id="T14 before anyone could read our answer it is a double"
        ),
        pytest.param(
            3.0, 0, id="T14 after our answer the same words are a new message"
        ),
    ],
)
def test_the_same_words_again_are_a_double_only_at_once(
    house: House, seconds: float, doubles: int
) -> None:
    house.sms(STORY)
    house.settle(seconds)
    house.sms(STORY)
    with house.store.reading() as tx:
        counted = [
            row.count
            for row in tx.funnel(house.now - timedelta(days=1))
            if row.metric == "double"
        ]
    assert sum(counted) == doubles


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param(
            [("1", "a"), ("2", "a")],
            ["Halo 1", "Halo 2"],
            id="T15 two messages under one token are two",
        ),
        pytest.param(
            [("1", "a"), ("1", "b")],
            ["Halo 1"],
            id="T15 one message under two tokens is one",
        ),
    ],
)
def test_the_idempotency_token_decides_nothing(house: House, sent, kept) -> None:
    for digit, token in sent:
        sid = "SM" + digit * 32
        form = {
            "MessageSid": sid,
            "AccountSid": house.settings.twilio_account_sid,
            "From": CITIZEN,
            "To": SMS,
        }
        form |= {"Body": f"Halo {digit}", "NumMedia": "0"}
        signature = RequestValidator(TOKEN).compute_signature(
            f"{PUBLIC}/webhooks/twilio/sms", form
        )
        headers = {"X-Twilio-Signature": signature, "I-Twilio-Idempotency-Token": token}
        assert (
            house.web.post(
                "/webhooks/twilio/sms", data=form, headers=headers
            ).status_code
            == 200
        )
    assert [one.message.text for one in stored(house)] == kept


# --- Floods


def flood(house: House, count: int, seconds: float = 1.0, words: str = "tes") -> None:
    for n in range(count):
        house.sms(words.format(n))
        house.settle(seconds)


def test_a_flood_is_answered_with_one_kind_sentence_and_told_once(house: House) -> None:
    flood(house, BURST + 20, seconds=0.5)
    house.settle()
    said = house.says(ME)
    assert len([text for text in said if KIND in text]) == 1
    assert said[-1] == next(text for text in said if KIND in text)
    assert len(said) <= BURST + 1
    assert len(stored(house)) == BURST + 20
    (told,) = reports_of_flood(house)
    assert CITIZEN not in told


def test_a_first_honest_report_is_heard_in_the_middle_of_a_flood(house: House) -> None:
    flood(house, BURST + 5, seconds=0.5)
    house.sms(STORY)
    house.settle()
    assert complaints(house) == [STORY]
    assert KIND not in house.says(ME)[-1]
    assert "alamat" in house.says(ME)[-1]


def test_words_in_a_flood_still_belong_to_the_unfinished_report(house: House) -> None:
    house.sms("Jalan rusak parah di depan pasar")
    house.settle()
    flood(house, BURST + 5, seconds=0.5, words="Tolong cepat ditangani ya pak {}")
    house.sms("Letaknya di Matawai, Kota Waingapu")
    house.settle()
    assert len(complaints(house)) == 1
    assert None not in {one.complaint_id for one in stored(house)}
    assert len([text for text in house.says(ME) if KIND in text]) == 1


def test_what_a_reporter_floods_us_with_is_kept_with_the_report(house: House) -> None:
    house.sms(STORY)
    house.sms("SAMA")
    house.settle()
    flood(house, BURST + 10, seconds=0.5, words="Tolong cepat ditangani ya pak {}")
    house.settle()
    kept = {one.complaint_id for one in stored(house)[BURST + 1 :]}
    assert len(kept) == 1
    assert kept != {None}
    assert len([text for text in house.says(ME) if KIND in text]) == 1


def test_whoever_slows_down_is_answered_again(house: House) -> None:
    flood(house, BURST + 10, seconds=0.5)
    quiet = len(house.says(ME))
    house.now += timedelta(minutes=2)
    house.sms("Lampu jalan padam di Kambajawa sejak kemarin malam")
    house.settle()
    assert len(house.says(ME)) == quiet + 1


def test_hundreds_of_messages_a_day_without_a_report_are_play(house: House) -> None:
    flood(house, DAILY + 5, seconds=20)
    assert len([text for text in house.says(ME) if KIND in text]) == 1
    assert len(reports_of_flood(house)) == 1
    said = len(house.says(ME))
    house.settle(600)
    house.sms("tes")
    house.settle()
    assert len(house.says(ME)) == said


@pytest.mark.parametrize(
    "whom",
    [
        pytest.param(lambda contact_id: ME, id="by their address"),
        pytest.param(str, id="by the number in the notice"),
    ],
)
def test_a_held_back_person_is_let_through_by_hand(house: House, whom) -> None:
    flood(house, 70, seconds=20)
    said = len(house.says(ME))
    with house.store.reading() as tx:
        contact_id = tx.find_contact(Address("sms", CITIZEN)).id
    assert unblock(house.parts, whom(contact_id))
    house.sms("Halo")
    house.settle()
    assert len(house.says(ME)) == said + 1


@pytest.mark.parametrize("whom", ["sms:+6281999999999", "424242"])
def test_nobody_is_let_through_whom_we_do_not_know(house: House, whom: str) -> None:
    assert not unblock(house.parts, whom)


# --- Machines


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        pytest.param(
            "TELKOMSEL",
            "Paket internet murah hanya hari ini!",
            id="an operator's promotion",
        ),
        pytest.param("1818", "Pulsa Anda kurang dari Rp1000", id="a short code"),
    ],
)
def test_a_machine_is_stored_and_not_answered(
    house: House, sender: str, text: str
) -> None:
    house.sms(text, sender=sender)
    house.settle()
    assert house.says(f"sms:{sender}") == []
    assert len(stored(house, f"sms:{sender}")) == 1


@pytest.mark.parametrize(
    "altered",
    [
        pytest.param(lambda text: text, id="word for word"),
        pytest.param(lambda text: f"  {text.upper()} ", id="in capitals"),
    ],
)
def test_our_own_words_coming_back_are_not_answered(house: House, altered) -> None:
    house.sms(STORY)
    house.settle()
    said = house.says(ME)
    house.sms(altered(said[-1]))
    house.settle()
    assert house.says(ME) == said
    assert len(stored(house)) == 2


def test_two_gateways_that_answer_each_other_come_to_rest(house: House) -> None:
    """The other side sends each of our messages back, a little changed."""
    house.sms("Terima kasih telah menghubungi kami.")
    for _ in range(2 * BURST):
        before = len(house.says(ME))
        house.settle()
        new = house.says(ME)[before:]
        for text in new:
            house.sms(f"Auto: {text}")
    assert len(house.says(ME)) <= BURST + 2


# --- Groups and backlogs


def group_message(
    house: House, text: str, kind: str = "supergroup", person: bool = True
) -> None:
    number = 5000 + int(house.now.timestamp()) % 1000
    message = {
        "message_id": number,
        "date": 0,
        "chat": {"id": -100, "type": kind},
        "text": text,
    }
    if person:
        message["from"] = {"id": 7, "is_bot": False, "first_name": "Budi"}
    house.update(
        {"update_id": number, "message" if person else "channel_post": message}
    )


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        pytest.param("group", 1, id="G16 a group gets one polite line a day"),
        pytest.param("supergroup", 1, id="G16 a supergroup, too"),
    ],
)
def test_a_group_is_sent_to_a_private_chat(house: House, kind: str, lines: int) -> None:
    for text in ("/start", "halo bot", "tolong"):
        group_message(house, text, kind)
        house.settle()
    first = house.says("telegram:-100")
    assert len(first) == lines
    assert "chat pribadi" in first[0]
    house.now += timedelta(days=1)
    group_message(house, "halo lagi", kind)
    house.settle()
    assert house.says("telegram:-100") == first * 2


@pytest.mark.parametrize(
    "words", [pytest.param("siaran", id="G16 a channel gets silence")]
)
def test_a_channel_is_not_answered(house: House, words: str) -> None:
    group_message(house, words, kind="channel", person=False)
    house.settle()
    assert house.says("telegram:-100") == []


@pytest.mark.parametrize(
    ("hours", "answers"),
    [
        pytest.param(5, 1, id="G4 a backlog of hours is answered once"),
        pytest.param(0, 4, id="G4 fresh messages are answered one by one"),
    ],
)
def test_what_waited_for_hours_gets_one_answer(
    house: House, hours: int, answers: int
) -> None:
    sent = int((house.now - timedelta(hours=hours)).timestamp())
    for n, text in enumerate(("halo", "tes", "bantuan", "halo admin")):
        house.telegram(text, date=sent + n)
        house.settle(0.2)
    for _ in range(2):  # the rest of it is waited for
        house.settle(20)
    assert len(house.says("telegram:7")) == answers
    assert len(stored(house, "telegram:7")) == 4


def test_a_number_given_out_in_a_backlog_is_told_all_the_same(house: House) -> None:
    sent = int((house.now - timedelta(hours=5)).timestamp())
    house.telegram(STORY, date=sent)
    house.telegram("tes", date=sent + 1)
    house.settle(20)
    assert house.tracking_id("telegram:7")


# --- One citizen, two ids on WhatsApp


def wa(house: House, sender: str, text: str, **more: str) -> None:
    house.whatsapp(text, sender=sender, **more)


USER, PHONE = "ID.2081234567890", "+6281277700011"


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(
            [(PHONE, {"ExternalUserId": f"whatsapp:{USER}"}), (USER, {})],
            id="T35 a number with a user id, then the user id alone",
        ),
        pytest.param(
            [(USER, {}), (USER, {"WaId": PHONE[1:]}), (PHONE, {})],
            id="T35 the user id first, the number later",
        ),
        pytest.param(
            [(USER, {}), (PHONE, {"ExternalUserId": f"whatsapp:{USER}"}), (USER, {})],
            id="T35 both apart, then together",
        ),
        pytest.param(
            [(PHONE, {}), (USER, {"WaId": PHONE[1:]}), (USER, {})],
            id="T35 the number first, then the user id with it",
        ),
    ],
)
def test_two_ids_of_one_person_are_one_citizen(house: House, messages) -> None:
    for sender, more in messages:
        wa(house, sender, "halo", **more)
        house.settle()
    with house.store.reading() as tx:
        by_phone = tx.find_contact(Address("whatsapp", PHONE))
        by_user = tx.find_contact(Address("whatsapp", USER))
    assert by_phone == by_user
    assert by_phone is not None
    assert by_phone.address.id == PHONE


def test_t35_when_both_had_a_contact_the_number_keeps_it(house: House) -> None:
    wa(house, USER, "halo")
    wa(house, PHONE, "halo juga")
    wa(house, PHONE, "ini saya", ExternalUserId=f"whatsapp:{USER}")
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("whatsapp", USER))
        assert contact == tx.find_contact(Address("whatsapp", PHONE))
        assert len(tx.recent_inbound(contact.id, 10)) == 2


def test_t35_a_malformed_user_id_is_ignored_and_the_message_kept(house: House) -> None:
    wa(house, PHONE, "halo", ExternalUserId="whatsapp:???")
    assert len(stored(house, f"whatsapp:{PHONE}")) == 1


def test_t35_a_linked_person_who_is_erased_is_found_by_neither_id(house: House) -> None:
    wa(house, PHONE, "halo", ExternalUserId=f"whatsapp:{USER}")
    with house.store.transaction() as tx:
        tx.erase_subject(
            tx.find_contact(Address("whatsapp", USER)).subject_id, house.now
        )
        assert tx.find_contact(Address("whatsapp", USER)) is None
        assert tx.find_contact(Address("whatsapp", PHONE)) is None
