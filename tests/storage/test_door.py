"""The door: what it has returned for is stored, whoever stored it, and nobody waits for another's fault."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from intake.messages import Address, ContactStopped, InboundMessage
from storage.arrivals import Arrival
from storage.door import DRAINED, Door
from storage.events import event_to
from storage.spool import Spool, SpoolFailed
from storage.unit_of_work import DatabaseDown, Store, Transaction, read_url

BUDI = Address("sms", "+6281298765432")


class Watched:
    """The store, but each commit can be held up, and is counted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.commits = 0
        self.entered, self.go = threading.Event(), threading.Event()
        self.go.set()
        self.fault: Callable[[int], Exception | None] = lambda _: None

    @contextmanager
    def transaction(self, **options: Any) -> Iterator[Transaction]:
        self.commits += 1
        self.entered.set()
        assert self.go.wait(30)
        if fault := self.fault(self.commits):
            raise fault
        with self._store.transaction(**options) as tx:
            yield tx


@pytest.fixture
def watched(store):
    return Watched(store)


@pytest.fixture
def spool(tmp_path, keys):
    return Spool(tmp_path / "spool", keys)


@pytest.fixture
def door(watched, spool):
    return Door(watched, spool, lambda: None)


def message(number: int, sender: Address = BUDI) -> InboundMessage:
    return InboundMessage(f"m{number}", sender, f"kata {number}")


def kept(store, sender: Address = BUDI) -> list[str]:
    """The words stored for a person, oldest first."""
    with store.reading() as tx:
        contact = tx.find_contact(sender)
        found = tx.recent_inbound(contact.id, 500) if contact else []
    return [one.message.text for one in reversed(found)]


def at_the_same_time(door: Door, watched: Watched, now, count: int) -> list[Exception]:
    """Requests that all come while the first one's commit is held up; what was raised."""
    raised: list[Exception] = []

    def take(number: int) -> None:
        try:
            door.take([message(number)], now)
        except Exception as error:  # noqa: BLE001  (that is what is asked)
            raised.append(error)

    watched.go.clear()
    first = threading.Thread(target=take, args=(0,))
    first.start()
    assert watched.entered.wait(30)
    others = [threading.Thread(target=take, args=(n,)) for n in range(1, count)]
    for one in others:
        one.start()
    while door._line.qsize() < count - 1:
        assert any(one.is_alive() for one in others)
    watched.go.set()
    for one in (first, *others):
        one.join(30)
        assert not one.is_alive()
    return raised


def test_all_who_have_come_when_it_is_our_turn_to_write_share_one_commit(
    door, watched, store, now
):
    assert at_the_same_time(door, watched, now, 20) == []
    assert sorted(kept(store)) == sorted(f"kata {n}" for n in range(20))
    assert watched.commits == 1


def test_when_the_database_goes_away_each_of_them_is_spooled(
    door, watched, store, spool, now
):
    watched.fault = lambda _: DatabaseDown("gone")
    assert at_the_same_time(door, watched, now, 5) == []
    assert len(list(spool.records())) == 5
    watched.fault = lambda _: None
    assert door.drain(now) == 5
    assert sorted(kept(store)) == sorted(f"kata {n}" for n in range(5))


def test_without_disk_and_database_every_one_of_them_is_refused(
    door, watched, store, now, tmp_path
):
    (tmp_path / "spool").write_text("not a folder")
    watched.fault = lambda _: DatabaseDown("gone")
    raised = at_the_same_time(door, watched, now, 5)
    assert [type(one) for one in raised] == [SpoolFailed] * 5


def test_a_fault_in_a_group_costs_the_others_nothing(door, watched, store, now):
    watched.fault = lambda number: ValueError("odd") if number == 2 else None
    assert at_the_same_time(door, watched, now, 4) == []
    assert sorted(kept(store)) == sorted(f"kata {n}" for n in range(4))


def test_what_cannot_be_stored_at_all_is_kept_in_quarantine(door, watched, store, now):
    watched.fault = lambda number: ValueError("odd") if number <= 2 else None
    door.take([message(1)], now)
    with store.reading() as tx:
        (one,) = tx.quarantined(9)
    assert one.reason == "our fault: ValueError"
    assert b"kata 1" in one.raw


def test_what_not_even_quarantine_takes_is_refused(door, watched, now):
    watched.fault = lambda _: ValueError("odd")
    with pytest.raises(ValueError, match="odd"):
        door.take([message(1)], now)


def test_a_spooled_record_that_cannot_be_taken_in_holds_up_none_behind_it(
    door, store, spool, now
):
    spool.put({"type": "NoSuchThing", "event": {}})
    spool.put(event_to(message(1)))
    assert door.drain(now) == 2
    assert kept(store) == ["kata 1"]
    with store.reading() as tx:
        (one,) = tx.quarantined(9)
    assert b"NoSuchThing" in one.raw


@pytest.mark.parametrize(
    "record",
    [
        pytest.param({}, id="empty"),
        pytest.param({"type": "InboundMessage"}, id="without an event"),
        pytest.param({"type": "InboundMessage", "event": []}, id="a list"),
        pytest.param({"type": "InboundMessage", "event": {"v": 99}}, id="of tomorrow"),
        pytest.param({"type": "InboundMessage", "event": {"v": "x"}}, id="no version"),
        pytest.param({"type": ["x"], "event": {}}, id="a type that is none"),
        pytest.param({"quarantine": "sms"}, id="put aside without a reason"),
        pytest.param(
            {"quarantine": "sms", "reason": "x", "raw": "\u1234"},
            id="raw that is no bytes",
        ),
    ],
)
def test_whatever_record_is_spooled_the_good_ones_around_it_come_in(
    door, store, spool, now, record
):
    spool.put(event_to(message(1)))
    spool.put(record)
    spool.put(event_to(message(2)))
    door.take([message(3)], now)
    assert kept(store) == ["kata 1", "kata 2", "kata 3"]
    assert not spool.waits()
    with store.reading() as tx:
        assert len(tx.quarantined(9)) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[1, 2]", id="a list"),
        pytest.param(b"3", id="a number"),
        pytest.param(b"{", id="half of it"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 100_000, id="too deep"),
    ],
)
def test_a_record_that_is_none_is_kept_told_and_passed_over(
    door, store, spool, keys, now, content
):
    spool.put({"type": "NoSuchThing", "event": {}})
    (file,) = spool._directory.iterdir()
    file.write_bytes(keys.seal(content, "spool"))
    spool.put(event_to(message(1)))
    assert door.drain(now) == 1
    assert door.drain(now) == 0
    assert kept(store) == ["kata 1"]
    with store.reading() as tx:
        (one,) = tx.quarantined(9)
    assert one.reason.startswith("damaged: spool.record:")
    assert [one.suffix for one in spool._directory.iterdir()] == [".damaged"]


def test_what_not_even_quarantine_takes_stays_a_file_and_holds_up_none(
    door, watched, store, spool, now, tmp_path
):
    spool.put({"type": "NoSuchThing", "event": {}})
    spool.put(event_to(message(1)))
    watched.fault = lambda number: ValueError("odd") if number <= 2 else None
    assert door.drain(now) == 2
    assert kept(store) == ["kata 1"]
    assert [one.suffix for one in (tmp_path / "spool").iterdir()] == [".damaged"]


def test_a_long_spool_is_not_drained_while_a_request_waits_and_stays_in_order(
    door, watched, store, spool, now
):
    for number in range(3 * DRAINED):
        spool.put(event_to(message(number)))
    door.take([message(100)], now)
    assert watched.commits <= DRAINED + 1
    assert len(kept(store)) == DRAINED
    assert door.drain(now) == 2 * DRAINED + 1
    assert kept(store) == [f"kata {n}" for n in [*range(3 * DRAINED), 100]]


@pytest.mark.parametrize(
    "odd",
    [
        {"text": b"bytes"},
        {"sender": "sms:+62"},
        {"media": ({"kind": "rocket"},)},
        {"sent_at": "yesterday"},
        {"text": 7},
        {"location": ("x", "y")},
    ],
    ids=str,
)
def test_what_could_not_be_read_back_is_never_acknowledged_as_a_message(
    door, watched, store, spool, now, odd
):
    watched.fault = lambda _: DatabaseDown("gone")
    try:
        door.take([replace(message(1), **odd)], now)
    except Exception:  # noqa: BLE001  (refused: its provider keeps it)
        assert not spool.waits()
        return
    assert ["quarantine" in record for _, record in spool.records()] == [True]
    watched.fault = lambda _: None
    door.take([message(2)], now)  # the spool is where messages go for a while yet
    door.drain(now)
    assert kept(store) == ["kata 2"]
    with store.reading() as tx:
        (one,) = tx.quarantined(9)
    assert b"m1" in (one.raw or b"")


def test_one_persons_messages_are_stored_in_the_order_they_came(door, store, now):
    for number in range(30):
        door.take([message(number)], now)
    assert kept(store) == [f"kata {n}" for n in range(30)]


def test_known_senders_cost_two_statements_however_many_there_are(
    store, now, statements
):
    senders = [Address("sms", f"+62812000000{n:02}") for n in range(30)]
    with store.transaction() as tx:
        tx.add_messages(
            [Arrival(message(n, one), now) for n, one in enumerate(senders)]
        )
    with statements() as sent, store.transaction() as tx:
        tx.add_messages(
            [Arrival(message(100 + n, one), now) for n, one in enumerate(senders)]
        )
    assert len(sent) == 2


def test_whoever_blocks_us_stands_in_line_like_a_message(door, store, now):
    door.take([ContactStopped("b1", BUDI, True)], now)
    with store.reading() as tx:
        contact = tx.find_contact(BUDI)
        assert contact is not None
        (one,) = tx.recent_inbound(contact.id, 5)
    assert one.message.opt_out == "stop"


# --- A database that takes its time


@pytest.fixture
def quick(monkeypatch):
    """No request waits longer than a moment."""
    monkeypatch.setattr("storage.door.PATIENCE", 0.2)


def test_what_the_database_does_not_take_in_time_is_spooled_and_kept_once(
    quick, door, watched, store, spool, now
):
    watched.go.clear()
    door.take([message(1)], now)
    assert [record["event"]["text"] for _, record in spool.records()] == ["kata 1"]
    watched.go.set()  # and the late commit comes through as well
    while kept(store) != ["kata 1"]:
        threading.Event().wait(0.01)
    door.drain(now)
    assert kept(store) == ["kata 1"]


def test_while_the_database_keeps_somebody_waiting_the_others_do_not_wait(
    quick, door, watched, store, spool, now
):
    watched.go.clear()
    door.take([message(0)], now)
    began = time.monotonic()
    for number in range(1, 21):
        door.take([message(number)], now)
    assert time.monotonic() - began < 3  # twenty times the patience would be 4
    assert len(list(spool.records())) == 21
    watched.go.set()
    while not kept(store):
        threading.Event().wait(0.01)
    door.drain(now)
    assert kept(store) == [f"kata {n}" for n in range(21)]


def test_after_the_wait_messages_are_stored_behind_those_in_the_spool(
    quick, door, watched, store, spool, now
):
    watched.go.clear()
    for number in range(3):
        door.take([message(number)], now)
    watched.go.set()
    while not kept(store):
        threading.Event().wait(0.01)
    for number in range(3, 6):
        door.take([message(number)], now)
    door.drain(now)
    assert kept(store) == [f"kata {n}" for n in range(6)]


def test_what_nobody_could_read_does_not_wait_either(
    quick, door, watched, store, spool, now
):
    watched.go.clear()
    door.keep_unread(("sms", "no sender", b"x=1"), now)
    watched.go.set()
    watched.fault = lambda _: DatabaseDown("gone")
    while door._busy_since:
        threading.Event().wait(0.01)
    watched.fault = lambda _: None
    door.drain(now)
    with store.reading() as tx:
        assert {one.raw for one in tx.quarantined(9)} == {b"x=1"}


def test_a_forked_process_stores_by_itself(door, store, now):
    door.take([message(0)], now)
    store.dispose()
    child = multiprocessing.get_context("fork").Process(
        target=door.take, args=([message(1)], now)
    )
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert kept(store) == ["kata 0", "kata 1"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("table", ["inbound", "contact", "subject"])
def test_while_another_holds_a_table_of_postgresql_messages_are_spooled(
    quick, store, database_url, spool, now, table
):
    door, url = Door(store, spool, lambda: None), read_url(database_url)
    engine = create_engine(url)
    with engine.begin() as other:
        other.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        for number in range(3):
            door.take([message(number)], now)
    engine.dispose()
    assert len(list(spool.records())) == 3
    while door._busy_since:
        threading.Event().wait(0.01)
    door.drain(now)
    assert kept(store) == [f"kata {n}" for n in range(3)]
