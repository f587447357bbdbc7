from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations

import pytest

from intake.messages import (
    Address,
    Button,
    DeliveryReport,
    DeliveryStatus,
    OutboundMessage,
)
from storage.outbox import FREE
from storage.unit_of_work import Store, make_engine

BUDI, SITI, ANA = (Address("sms", f"+628120000000{n}") for n in range(3))
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LEASE = 10 * SECOND
SENT, DELIVERED, READ, FAILED, QUEUED = (
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
    DeliveryStatus.QUEUED,
)


def add(tx, now, text="Halo", to=BUDI, **options):
    return tx.add_outbox(
        tx.contact(to, now).id, OutboundMessage(to, text), now, kind="reply", **options
    )


def lease(tx, now, paused=()):
    return [item.message.text for item in tx.lease_due(now, now + LEASE, 10, paused)]


def report(status, provider_id="SM1", **why):
    return DeliveryReport("sms", provider_id, status, **why)


@pytest.fixture
def sent(store: Store, now):
    """A message its provider calls SM1."""
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        tx.mark_sent(outbox_id, "SM1", now)
    return outbox_id


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(OutboundMessage(BUDI, "Halo"), id="text only"),
        pytest.param(
            OutboundMessage(
                BUDI,
                "Pilih\n1 \U0001f44d",
                (Button("y", "Ya"), Button("p", "Nomor", "phone")),
                "SM0",
                "cb",
            ),
            id="with everything",
        ),
    ],
)
def test_a_message_is_given_back_as_it_was_put_in(store, now, message):
    with store.transaction() as tx:
        contact_id = tx.contact(BUDI, now).id
        outbox_id = tx.add_outbox(
            contact_id, message, now, kind="receipt", fallbacks=(SITI, ANA)
        )
        (item,) = tx.lease_due(now, now + LEASE, 10)
    assert (item.id, item.contact_id, item.message, item.fallbacks) == (
        outbox_id,
        contact_id,
        message,
        (SITI, ANA),
    )
    assert (item.kind, item.status, item.attempts, item.created_at) == (
        "receipt",
        "pending",
        0,
        now,
    )
    assert (item.complaint_id, item.provider_id, item.error) == (None, None, "")


def test_what_has_a_key_is_said_once(store, now):
    with store.transaction() as tx:
        assert add(tx, now, key="receipt:1")
        assert add(tx, now, key="receipt:1") is None
        assert add(tx, now, key="receipt:2")
        assert add(tx, now)
        assert add(tx, now)


def test_each_person_gets_one_message_at_a_time_in_order(store, now):
    with store.transaction() as tx:
        ids = {
            text: add(tx, now, text, to)
            for to, text in ((BUDI, "b1"), (BUDI, "b2"), (SITI, "s1"), (BUDI, "b3"))
        }
        assert lease(tx, now) == ["b1", "s1"]
        assert lease(tx, now) == []
        tx.mark_sent(ids["b1"], "SM1", now)
        assert lease(tx, now) == ["b2"]


@pytest.mark.parametrize(
    "hold_back",
    [
        pytest.param(
            lambda tx, first, now: tx.lease_due(now, now + LEASE, 1), id="is being sent"
        ),
        pytest.param(
            lambda tx, first, now: tx.mark_retry(first, now + HOUR, "503"),
            id="waits for its next try",
        ),
    ],
)
def test_a_message_waits_while_the_one_before_it(store, now, hold_back):
    with store.transaction() as tx:
        first = add(tx, now, "first")
        add(tx, now, "second")
        hold_back(tx, first, now)
        assert lease(tx, now) == []
        assert not tx.has_due(now)


@pytest.mark.parametrize(
    "settle",
    [
        pytest.param(
            lambda tx, first, now: tx.mark_sent(first, "SM1", now), id="was sent"
        ),
        pytest.param(
            lambda tx, first, now: tx.mark_failed(first, "no such number", now),
            id="was given up",
        ),
    ],
)
def test_a_message_may_leave_when_the_one_before_it(store, now, settle):
    with store.transaction() as tx:
        first = add(tx, now, "first")
        add(tx, now, "second")
        settle(tx, first, now)
        assert lease(tx, now) == ["second"]


def test_nothing_leaves_before_it_is_due(store, now):
    with store.transaction() as tx:
        add(tx, now, "later", due_at=now + HOUR)
        assert not tx.has_due(now)
        assert lease(tx, now) == []
        assert tx.has_due(now + HOUR)
        assert lease(tx, now + HOUR) == ["later"]


def test_a_paused_channel_is_left_alone(store, now):
    telegram = Address("telegram", "1001")
    with store.transaction() as tx:
        add(tx, now, "by sms")
        add(tx, now, "by telegram", telegram)
        assert lease(tx, now, paused={"sms"}) == ["by telegram"]
        assert lease(tx, now, paused=["telegram"]) == ["by sms"]


def test_a_killed_workers_message_comes_free_and_its_attempt_counts(store, now):
    with store.transaction() as tx:
        add(tx, now)
        tx.lease_due(now, now + LEASE, 1)
    with store.transaction() as tx:
        assert lease(tx, now + LEASE - SECOND) == []
        (again,) = tx.lease_due(now + LEASE, now + 2 * LEASE, 1)
        assert again.attempts == 1


def test_a_failed_try_is_counted_and_explained(store, now):
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        tx.lease_due(now, now + LEASE, 1)
        tx.mark_retry(outbox_id, now + HOUR, "503")
        assert not tx.has_due(now + LEASE)
        (item,) = tx.lease_due(now + HOUR, now + HOUR + LEASE, 1)
    assert (item.attempts, item.error) == (1, "503")


def test_the_drain_looks_at_pending_rows_only(migrated_sqlite, now):
    """However many were sent: with a full scan the drain would slow down with every message."""
    engine = make_engine(f"sqlite:///{migrated_sqlite}")
    query = FREE.params(now=now, paused=["sms"], limit=10)
    sql = query.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [
            row.detail
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")
        ]
    engine.dispose()
    assert [step for step in plan if "INDEX ix_outbox_due" in step]
    assert [step for step in plan if "INDEX ix_outbox_turn" in step]
    assert not [step for step in plan if "SCAN" in step]


def test_workers_at_once_never_take_the_same_message(store, now):
    with store.transaction() as tx:
        for n in range(40):
            add(tx, now, str(n), Address("sms", f"+6281{n:09}"))

    def take(_):
        with store.transaction() as tx:
            return [item.id for item in tx.lease_due(now, now + LEASE, 3)]

    with ThreadPoolExecutor(8) as threads:
        taken = [
            outbox_id for batch in threads.map(take, range(40)) for outbox_id in batch
        ]
    assert len(taken) == len(set(taken)) == 40


@pytest.mark.parametrize("late", ["mark_sent", "mark_retry", "mark_failed"])
def test_a_worker_that_comes_too_late_changes_nothing(store, sent, now, late):
    words = {
        "mark_sent": ("SM2", now),
        "mark_retry": (now, "503"),
        "mark_failed": ("gone", now),
    }
    with store.transaction() as tx:
        getattr(tx, late)(sent, *words[late])
        assert tx.outbox_by_provider_id("sms", "SM1").status == "sent"
        assert tx.outbox_by_provider_id("sms", "SM2") is None
        assert not tx.has_due(now)


def test_reports_in_any_order_end_the_same(store, now):
    with store.transaction() as tx:
        for number, order in enumerate(
            permutations([QUEUED, SENT, FAILED, DELIVERED, READ])
        ):
            tx.mark_sent(add(tx, now), f"SM{number}", now)
            for status in order:
                tx.record_report(report(status, f"SM{number}"), now)
        assert len(tx.outbox("read", 1000)) == 120


def test_only_a_real_change_is_told(store, sent, now):
    with store.transaction() as tx:
        assert tx.record_report(report(SENT), now) is None
        assert tx.record_report(report(DELIVERED), now).status == "delivered"
        assert tx.record_report(report(DELIVERED), now) is None
        assert tx.record_report(report(FAILED), now) is None


def test_a_reported_failure_is_explained(store, sent, now):
    with store.transaction() as tx:
        item = tx.record_report(
            report(FAILED, error_code="30003", error="Unreachable handset"), now
        )
    assert (item.id, item.status, item.error) == (
        sent,
        "failed",
        "30003 Unreachable handset",
    )
    assert item.provider_id == "SM1"


def test_a_report_that_comes_before_us_is_applied(store, now):
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        assert tx.record_report(report(DELIVERED), now) is None
        assert tx.record_report(report(QUEUED), now) is None
        assert tx.mark_sent(outbox_id, "SM1", now) == report(DELIVERED)
        assert tx.outbox_by_provider_id("sms", "SM1").status == "delivered"


def test_a_report_is_for_its_own_channel_only(store, sent, now):
    with store.transaction() as tx:
        assert tx.record_report(DeliveryReport("whatsapp", "SM1", READ), now) is None
        assert tx.outbox_by_provider_id("sms", "SM1").status == "sent"


def test_a_report_of_nothing_we_sent_is_forgotten_after_a_week(store, now):
    with store.transaction() as tx:
        tx.record_report(report(DELIVERED), now)
        tx.record_report(report(DELIVERED, "SM9"), now + timedelta(days=8))
        assert tx.mark_sent(add(tx, now), "SM1", now) is None


def test_a_report_at_the_very_moment_of_sending_is_not_lost(store, now):
    with store.transaction() as tx:
        ids = [add(tx, now, to=Address("sms", f"+6281{n:09}")) for n in range(20)]

    def happen(event):
        with store.transaction() as tx:
            event(tx)

    events = [event for n in ids for event in (_sent(n, now), _delivered(n, now))]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(happen, events))
    with store.reading() as tx:
        assert len(tx.outbox("delivered", 100)) == 20


def _sent(outbox_id, now):
    return lambda tx: tx.mark_sent(outbox_id, f"SM{outbox_id}", now)


def _delivered(outbox_id, now):
    return lambda tx: tx.record_report(report(DELIVERED, f"SM{outbox_id}"), now)


def test_a_failed_message_can_be_sent_anew(store, now):
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        tx.lease_due(now, now + LEASE, 1)
        tx.mark_sent(outbox_id, "SM1", now)
        tx.record_report(report(FAILED), now)
        tx.requeue(outbox_id, now + HOUR)
        (item,) = tx.lease_due(now + HOUR, now + HOUR + LEASE, 1)
        assert (item.attempts, item.provider_id, item.error) == (0, None, "")
        assert tx.record_report(report(DELIVERED), now + HOUR) is None
        tx.mark_sent(outbox_id, "SM2", now + HOUR)
        assert [one.status for one in tx.outbox_of(item.contact_id, 9)] == ["sent"]


def test_messages_are_listed_newest_first(store, now):
    with store.transaction() as tx:
        ids = [add(tx, now) for _ in range(3)]
        tx.mark_failed(ids[1], "gone", now)
        contact_id = tx.contact(BUDI, now).id
        assert [item.id for item in tx.outbox_of(contact_id, 2)] == [ids[2], ids[1]]
        assert [item.id for item in tx.outbox("pending", 9)] == [ids[2], ids[0]]
        assert [item.error for item in tx.outbox("failed", 9)] == ["gone"]


def test_the_longest_wait_is_known_through_every_retry(store, now):
    with store.transaction() as tx:
        assert tx.oldest_unsent() is None
        tonight = add(tx, now, due_at=now + 9 * HOUR, to=SITI)
        assert tx.oldest_unsent() == now + 9 * HOUR
        outbox_id = add(tx, now)
        tx.mark_retry(outbox_id, now + HOUR, "503")
        assert tx.oldest_unsent() == now
        tx.mark_failed(outbox_id, "gone", now)
        tx.mark_sent(tonight, "SM1", now)
        assert tx.oldest_unsent() is None
