from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from arrivals import belongs, came

from intake.complaint import Complaint, Reporter
from intake.messages import Address, InboundMessage, Media, MediaKind, SharedPoint

BUDI = Address("telegram", "1001")
PLAIN = InboundMessage("42", BUDI)
FULL = InboundMessage(
    external_id="1001:43",
    sender=BUDI,
    text="  Sampah \U0001f5d1 belum diangkut \n",
    media=(
        Media(MediaKind.PHOTO, "file-1", "image/jpeg", 1234),
        Media(MediaKind.VOICE, "file-2"),
    ),
    location=SharedPoint(-9.65, 120.26, "Waingapu"),
    button="confirm",
    replied_to="41",
    profile_name="Budi",
    language_hint="id",
    shared_phone="+6281200000001",
    group="album",
    edits="40",
    to="@satupintu",
    opt_out="stop",
    automatic=True,
    unreadable=True,
)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(PLAIN, id="an empty message"),
        pytest.param(FULL, id="a message with everything"),
        pytest.param(InboundMessage("44", BUDI, "a\x00b"), id="a NUL in the text"),
        pytest.param(InboundMessage("45\ud800", BUDI, "\ud83d"), id="half an emoji"),
        pytest.param(InboundMessage("46", BUDI, "x" * 100_000), id="a very long text"),
    ],
)
def test_a_message_is_given_back_as_it_came(store, now, message):
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        inbound_id = came(tx, message, now)
    with store.reading() as tx:
        stored = tx.inbound(inbound_id)
        assert (stored.message, stored.contact_id, stored.complaint_id) == (
            message,
            budi.id,
            None,
        )
        assert stored.received_at == now
        assert tx.inbound_by_external_id("telegram", message.external_id) == stored


def test_the_senders_clock_is_kept(store, now):
    message = InboundMessage("47", BUDI, sent_at=now - timedelta(minutes=3))
    with store.transaction() as tx:
        inbound_id = came(tx, message, now)
        assert tx.inbound(inbound_id).message.sent_at == now - timedelta(minutes=3)


def test_a_repeat_is_told_and_changes_nothing(store, now):
    later = now + timedelta(hours=1)
    with store.transaction() as tx:
        assert came(tx, PLAIN, now)
    with store.transaction() as tx:
        assert came(tx, PLAIN, later) is None
    with store.reading() as tx:
        budi = tx.find_contact(BUDI)
        assert len(tx.recent_inbound(budi.id, 10)) == 1


def test_of_many_equal_messages_at_once_one_counts(store, now):
    def receive(_):
        with store.transaction() as tx:
            return came(tx, PLAIN, now)

    with ThreadPoolExecutor(8) as threads:
        assert (
            sum(received is not None for received in threads.map(receive, range(24)))
            == 1
        )


def test_the_same_id_on_another_channel_is_another_message(store, now):
    elsewhere = Address("sms", "+6281200000001")
    with store.transaction() as tx:
        assert came(tx, PLAIN, now)
        assert came(tx, InboundMessage("42", elsewhere), now)


def test_messages_of_a_complaint_come_in_order(store, now):
    complaint = Complaint(
        "LPR-2222222", "complaint", "", "", now, Reporter("telegram", BUDI.id, "id")
    )
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        complaint_id = tx.save_complaint(complaint, budi.id, "draft", now)
        ids = [came(tx, InboundMessage(str(n), BUDI), now) for n in range(4)]
        for inbound_id in (ids[2], ids[0]):
            belongs(tx, inbound_id, complaint.tracking_id, now)
    with store.reading() as tx:
        assert [one.id for one in tx.messages_of(complaint_id)] == [ids[0], ids[2]]
        assert tx.inbound(ids[0]).complaint_id == complaint_id
        assert [one.id for one in tx.recent_inbound(budi.id, 3)] == ids[:0:-1]


def test_an_unknown_message_is_a_lookup_error(store):
    with store.reading() as tx, pytest.raises(LookupError):
        tx.inbound(404)


def test_what_nobody_could_read_is_kept_whole(store, now):
    raw = bytes(range(256))
    with store.reading() as tx:
        assert tx.quarantined(5) == []
    with store.transaction() as tx:
        for reason in ("no sender", "not JSON"):
            tx.add_quarantine("sms", reason, raw, now)
    with store.reading() as tx:
        kept = tx.quarantined(5)
        assert [
            (one.channel, one.reason, one.received_at, one.raw) for one in kept
        ] == [
            ("sms", "not JSON", now, raw),
            ("sms", "no sender", now, raw),
        ]
        assert len(tx.quarantined(1)) == 1
