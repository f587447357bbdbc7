from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations

import pytest
from arrivals import came
from sqlalchemy import event, update

from intake.messages import (
    Address,
    Button,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)
from intake.state import State
from storage.outbox import FREE
from storage.tables import OUTBOX
from storage.turns import Taken, rows_of
from storage.unit_of_work import Store, make_engine
from storage.values import Conversation, Retry

BUDI, SITI, ANA = (Address("sms", f"+628120000000{n}") for n in range(3))
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LEASE = 10 * SECOND
ROOM, ONE = {"sms": 10}, {"sms": 1}
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


def lease(tx, now, room=ROOM):
    return [item.message.text for item in tx.lease_due(now, now + LEASE, room)]


def sent_as(tx, outbox_id, provider_id, now):
    return tx.mark_sent({outbox_id: provider_id}, now).get(outbox_id)


def retry(tx, outbox_id, due_at, error="503"):
    tx.mark_retry([Retry(outbox_id, due_at, error)])


def report(status, provider_id="SM1", **why):
    return DeliveryReport("sms", provider_id, status, **why)


@pytest.fixture
def sent(store: Store, now):
    """A message its provider calls SM1."""
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        sent_as(tx, outbox_id, "SM1", now)
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
        (item,) = tx.lease_due(now, now + LEASE, ROOM)
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
        sent_as(tx, ids["b1"], "SM1", now)
        assert lease(tx, now) == ["b2"]


@pytest.mark.parametrize(
    "hold_back",
    [
        pytest.param(
            lambda tx, first, now: tx.lease_due(now, now + LEASE, ONE),
            id="is being sent",
        ),
        pytest.param(
            lambda tx, first, now: retry(tx, first, now + HOUR, "503"),
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
            lambda tx, first, now: sent_as(tx, first, "SM1", now), id="was sent"
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


def test_a_channel_without_room_is_left_alone(store, now):
    telegram = Address("telegram", "1001")
    with store.transaction() as tx:
        add(tx, now, "by sms")
        add(tx, now, "by telegram", telegram)
        assert lease(tx, now, {}) == []
        assert lease(tx, now, {"telegram": 1}) == ["by telegram"]
        assert lease(tx, now, {"sms": 1, "telegram": 1}) == ["by sms"]


def test_a_killed_workers_message_comes_free_and_its_attempt_counts(store, now):
    with store.transaction() as tx:
        add(tx, now)
        tx.lease_due(now, now + LEASE, ONE)
    with store.transaction() as tx:
        assert lease(tx, now + LEASE - SECOND) == []
        (again,) = tx.lease_due(now + LEASE, now + 2 * LEASE, ONE)
        assert again.attempts == 1


def test_a_failed_try_is_counted_and_explained(store, now):
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        tx.lease_due(now, now + LEASE, ONE)
        retry(tx, outbox_id, now + HOUR, "503")
        assert not tx.has_due(now + LEASE)
        (item,) = tx.lease_due(now + HOUR, now + HOUR + LEASE, ONE)
    assert (item.attempts, item.error) == (1, "503")


def test_the_drain_looks_at_pending_rows_only(migrated_sqlite, now):
    """However many were sent: with a full scan the drain would slow down with every message."""
    engine = make_engine(f"sqlite:///{migrated_sqlite}")
    query = FREE.params(now=now, channel="sms", limit=10)
    sql = query.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [
            row.detail
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")
        ]
    engine.dispose()
    assert [step for step in plan if "INDEX ix_outbox_lane" in step]
    assert [step for step in plan if "INDEX ix_outbox_turn" in step]
    assert not [step for step in plan if "SCAN" in step]


def test_workers_at_once_never_take_the_same_message(store, now):
    with store.transaction() as tx:
        for n in range(40):
            add(tx, now, str(n), Address("sms", f"+6281{n:09}"))

    def take(_):
        with store.transaction() as tx:
            return [item.id for item in tx.lease_due(now, now + LEASE, {"sms": 3})]

    with ThreadPoolExecutor(8) as threads:
        taken = [
            outbox_id for batch in threads.map(take, range(40)) for outbox_id in batch
        ]
    assert len(taken) == len(set(taken)) == 40


@pytest.mark.parametrize("late", ["mark_sent", "mark_retry", "put_back", "mark_failed"])
def test_a_worker_that_comes_too_late_changes_nothing(store, sent, now, late):
    words = {
        "mark_sent": ({sent: "SM2"}, now),
        "mark_retry": ([Retry(sent, now, "503")],),
        "put_back": ({sent: now},),
        "mark_failed": (sent, "gone", now),
    }
    with store.transaction() as tx:
        getattr(tx, late)(*words[late])
        assert tx.outbox_by_provider_id("sms", "SM1").status == "sent"
        assert tx.outbox_by_provider_id("sms", "SM2") is None
        assert not tx.has_due(now)


def test_reports_in_any_order_end_the_same(store, now):
    with store.transaction() as tx:
        for number, order in enumerate(
            permutations([QUEUED, SENT, FAILED, DELIVERED, READ])
        ):
            sent_as(tx, add(tx, now), f"SM{number}", now)
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
        assert sent_as(tx, outbox_id, "SM1", now) == report(DELIVERED)
        assert tx.outbox_by_provider_id("sms", "SM1").status == "delivered"


def test_a_report_is_for_its_own_channel_only(store, sent, now):
    with store.transaction() as tx:
        assert tx.record_report(DeliveryReport("whatsapp", "SM1", READ), now) is None
        assert tx.outbox_by_provider_id("sms", "SM1").status == "sent"


def test_a_report_of_nothing_we_sent_is_forgotten_after_a_week(store, now):
    with store.transaction() as tx:
        tx.record_report(report(DELIVERED), now)
        tx.record_report(report(DELIVERED, "SM9"), now + timedelta(days=8))
        assert sent_as(tx, add(tx, now), "SM1", now) is None


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
    return lambda tx: sent_as(tx, outbox_id, f"SM{outbox_id}", now)


def _delivered(outbox_id, now):
    return lambda tx: tx.record_report(report(DELIVERED, f"SM{outbox_id}"), now)


def test_a_failed_message_can_be_sent_anew(store, now):
    with store.transaction() as tx:
        outbox_id = add(tx, now)
        tx.lease_due(now, now + LEASE, ONE)
        sent_as(tx, outbox_id, "SM1", now)
        tx.record_report(report(FAILED), now)
        tx.requeue(outbox_id, now + HOUR)
        (item,) = tx.lease_due(now + HOUR, now + HOUR + LEASE, ONE)
        assert (item.attempts, item.provider_id, item.error) == (0, None, "")
        assert tx.record_report(report(DELIVERED), now + HOUR) is None
        sent_as(tx, outbox_id, "SM2", now + HOUR)
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
        retry(tx, outbox_id, now + HOUR, "503")
        assert tx.oldest_unsent() == now
        tx.mark_failed(outbox_id, "gone", now)
        sent_as(tx, tonight, "SM1", now)
        assert tx.oldest_unsent() is None


def people(number):
    return [Address("sms", f"+6281{n:09}") for n in range(number)]


def statements(store, act):
    """How many statements an act costs."""
    ran = []

    def note(*facts):
        ran.append(facts[2])

    event.listen(store._engine, "before_cursor_execute", note)
    with store.transaction() as tx:
        act(tx)
    event.remove(store._engine, "before_cursor_execute", note)
    return len(ran)


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(
            lambda tx, ids, now: tx.lease_due(now, now + LEASE, {"sms": 99}), id="lease"
        ),
        pytest.param(
            lambda tx, ids, now: tx.mark_sent({n: f"SM{n}" for n in ids}, now),
            id="record as sent",
        ),
        pytest.param(
            lambda tx, ids, now: tx.mark_retry([Retry(n, now, "503") for n in ids]),
            id="record for another try",
        ),
        pytest.param(
            lambda tx, ids, now: tx.put_back(dict.fromkeys(ids)), id="put back"
        ),
    ],
)
def test_twenty_cost_no_more_statements_than_two(store, now, act):
    counted = []
    for number in (2, 20):
        with store.transaction() as tx:
            ids = [add(tx, now, to=to) for to in people(number)]
        counted.append(statements(store, lambda tx, ids=ids: act(tx, ids, now)))
        with store.transaction() as tx:
            for one in tx.outbox("pending", 99):
                tx.mark_failed(one.id, "done", now)
    assert counted[0] == counted[1] <= 5


def test_each_of_many_sent_gets_its_own_name_and_its_own_early_report(store, now):
    with store.transaction() as tx:
        ids = [add(tx, now, to=to) for to in people(3)]
        early = report(FAILED, "SM1", error_code="30003")
        tx.record_report(early, now)
        tx.record_report(report(DELIVERED, "SM2"), now)
        told = tx.mark_sent({n: f"SM{place}" for place, n in enumerate(ids)}, now)
        assert told == {ids[1]: early, ids[2]: report(DELIVERED, "SM2")}
        assert [tx.outbox_item(n).status for n in ids] == [
            "sent",
            "failed",
            "delivered",
        ]
        assert [tx.outbox_item(n).provider_id for n in ids] == ["SM0", "SM1", "SM2"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_row_another_holds_keeps_the_persons_later_ones_back(store, now):
    """The other's transaction is still open: PostgreSQL would skip its row, not what it stands before."""
    with store.transaction() as tx:
        add(tx, now, "first")
        add(tx, now, "second")
        add(tx, now, "hers", SITI)
    with store.transaction() as other:
        assert [i.message.text for i in other.lease_due(now, now + LEASE, ONE)] == [
            "first"
        ]
        with store.transaction() as tx:
            assert lease(tx, now) == ["hers"]


def test_after_one_death_all_that_were_in_flight_go_on_together(store, now):
    """It was hardly the message's fault; and they have waited long enough."""
    with store.transaction() as tx:
        for to in people(5):
            add(tx, now, to=to)
        assert len(lease(tx, now)) == 5
        assert len(lease(tx, now + LEASE)) == 5


def test_of_messages_whose_workers_died_twice_one_at_a_time_is_tried_again(store, now):
    """Whoever of them killed them takes no other along a third time."""
    with store.transaction() as tx:
        ids = [add(tx, now, to=to) for to in people(5)]
        for death in range(2):
            assert len(lease(tx, now + death * LEASE)) == 5
        later = now + 2 * LEASE
        fresh = add(tx, now, to=SITI)
        assert [i.id for i in tx.lease_due(later, later + LEASE, ROOM)] == [
            ids[0],
            fresh,
        ]
        assert tx.lease_due(later, later + LEASE, ROOM, doubtful=False) == []
        # Of this one nobody died: its try failed.
        tx.mark_retry([Retry(ids[1], later, "503", fault="Unreachable")])
        (again,) = tx.lease_due(later, later + LEASE, ROOM, doubtful=False)
        assert again.id == ids[1]


def test_a_lease_that_is_renewed_in_time_is_nobody_else_s(store, now):
    with store.transaction() as tx:
        mine, lost = (add(tx, now, to=to) for to in people(2))
        lease(tx, now)
        later = now + LEASE
        assert tx.renew({mine: later, lost: later}, later + SECOND) == {mine, lost}
        assert lease(tx, later) == []


def test_a_lease_that_another_has_taken_over_is_not_renewed(store, now):
    with store.transaction() as tx:
        id_ = add(tx, now)
        lease(tx, now)
        later = now + LEASE
        assert len(lease(tx, later)) == 1
        assert tx.renew({id_: later}, later + HOUR) == set()
        assert len(lease(tx, later + LEASE)) == 1


def test_what_was_settled_meanwhile_is_not_renewed(store, now):
    with store.transaction() as tx:
        id_ = add(tx, now)
        lease(tx, now)
        sent_as(tx, id_, "SM1", now)
        assert tx.renew({id_: now + LEASE}, now + HOUR) == set()


@pytest.mark.parametrize("body", [b"\0" * 40, b""], ids=["altered", "empty"])
def test_a_message_that_is_damaged_is_parked_and_holds_up_none(store, now, body):
    with store.transaction() as tx:
        broken, other = add(tx, now), add(tx, now, "hers", SITI)
        tx._run(update(OUTBOX).where(OUTBOX.c.id == broken).values(body=body))
        assert lease(tx, now) == ["hers"]
        sent_as(tx, other, "SM1", now)
        assert not tx.has_due(now + HOUR)
        assert tx.failures_since(now) == {("sms", "Damaged"): 1}
        later = add(tx, now)
        assert [one.id for one in tx.lease_due(now, now + LEASE, ROOM)] == [later]
    with store.reading() as tx:
        (kept,) = tx.quarantined(9)
    assert (kept.about, kept.raw) == (f"outbox.body:{broken}", body)


def test_the_persons_last_words_come_with_the_row(store, now):
    with store.transaction() as tx:
        came(tx, InboundMessage("1", BUDI), now - HOUR)
        (budi,) = tx.take_line("w", now, now, 1)
        taken = Taken(budi, Conversation(State()))
        tx.store_turns(rows_of([taken], now))
        add(tx, now, said_before=3)
        add(tx, now, to=SITI)
        his, hers = tx.lease_due(now, now + LEASE, ROOM)
    assert (his.last_inbound_at, his.said_before) == (now - HOUR, 3)
    assert (hers.last_inbound_at, hers.said_before) == (None, 0)
