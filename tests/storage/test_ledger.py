from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from intake.messages import Address, OutboundMessage
from storage.unit_of_work import make_engine
from storage.values import FunnelRow

HOUR = timedelta(hours=1)


@pytest.fixture
def audited(store, now):
    with store.transaction() as tx:
        for n in range(4):
            tx.audit(
                "admin:1", "read", f"complaint:{n % 2}", now + n * HOUR, f"page {n}"
            )
    return store


def test_it_is_known_who_read_what(audited, now):
    with audited.reading() as tx:
        entries = tx.audit_of("complaint:1")
    assert [(one.actor, one.action, one.at, one.detail) for one in entries] == [
        ("admin:1", "read", now + HOUR, "page 1"),
        ("admin:1", "read", now + 3 * HOUR, "page 3"),
    ]


def test_an_untouched_record_holds(audited):
    with audited.reading() as tx:
        assert tx.verify_audit()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            "UPDATE audit SET actor = 'admin:2' WHERE detail = 'page 1'",
            id="another actor",
        ),
        pytest.param(
            "UPDATE audit SET at = (SELECT min(at) FROM audit) WHERE detail = 'page 1'",
            id="another time",
        ),
        pytest.param("DELETE FROM audit WHERE detail = 'page 2'", id="a row taken out"),
        pytest.param(
            "DELETE FROM audit WHERE detail = 'page 0'", id="the first row taken out"
        ),
        pytest.param(
            "UPDATE audit SET id = id + 100 WHERE detail = 'page 1'",
            id="rows in another order",
        ),
    ],
)
def test_a_touched_record_shows(audited, database_url, change):
    engine = make_engine(database_url)
    with engine.begin() as connection:
        assert connection.execute(text(change)).rowcount == 1
    engine.dispose()
    with audited.reading() as tx:
        assert not tx.verify_audit()


def test_records_written_at_once_still_form_one_chain(store, now):
    def record(n):
        with store.transaction() as tx:
            tx.audit(f"admin:{n}", "read", "complaint:1", now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(record, range(40)))
    with store.reading() as tx:
        assert len(tx.audit_of("complaint:1")) == 40
        assert tx.verify_audit()


def test_steps_are_counted_since_a_moment(store, now):
    with store.transaction() as tx:
        for hours in (0, 1, 2):
            tx.add_mark("asked", "name", "sms", "id", now + hours * HOUR)
        tx.add_mark("answered", "name", "sms", "su", now + HOUR)
    with store.reading() as tx:
        assert tx.funnel(now + HOUR) == [
            FunnelRow("answered", "name", "sms", "su", 1),
            FunnelRow("asked", "name", "sms", "id", 2),
        ]


def test_gauges_count_what_there_is(store, now):
    budi = Address("sms", "+6281200000001")
    with store.transaction() as tx:
        contact_id = tx.contact(budi, now).id
        for _ in range(3):
            outbox_id = tx.add_outbox(
                contact_id, OutboundMessage(budi, "Halo"), now, kind="reply"
            )
        tx.mark_failed(outbox_id, "no such number", now, fault="Refused")
        tx.add_quarantine("sms", "not JSON", b"{", now)
        tx.add_quarantine("sms", "not JSON", b"{", now - 2 * HOUR)
        assert tx.counts(now - HOUR) == {
            "outbox_pending": 2,
            "outbox_failed": 1,
            "complaints_unrouted": 0,
            "complaints_draft": 0,
            "quarantine": 1,
        }
        assert tx.failures_since(now) == {("sms", "Refused"): 1}
        assert tx.failures_since(now + HOUR) == {}
        assert tx.made() == {
            "inbound": 0,
            "outbox": 3,
            "complaints": 0,
            "quarantine": 2,
        }
