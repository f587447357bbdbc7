"""Many calls to the providers at once: what may pass what, and what may not."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from queue import SimpleQueue
from typing import Any

import pytest
from house import House
from sqlalchemy import event, select

from gateway.flows import courier, delivery
from gateway.flows.courier import Courier
from gateway.flows.lanes import Call, End, Lane, Lapsed, slots_for
from gateway.setup.parts import Parts
from intake.messages import Address, Button, OutboundMessage, Rate
from storage.crypto import KeyRing
from storage.tables import OUTBOX
from storage.unit_of_work import DatabaseDown, Store, open_store

PATIENCE = 20  # seconds until a test gives up


def whatsapp(n: int) -> str:
    return f"whatsapp:+62812{n:08d}"


def put(house: House, to: str, *texts: str, **message: Any) -> list[int]:
    address = Address.from_text(to)
    with house.store.transaction() as tx:
        contact = tx.contact(address, house.now)
        rows = [OutboundMessage(address, text, **message) for text in texts]
        return [
            tx.add_outbox(contact.id, row, house.now, kind="case.answered")
            for row in rows
        ]


def statuses(house: House, ids: list[int]) -> list[str]:
    with house.store.reading() as tx:
        return [tx.outbox_item(one).status for one in ids]


@contextmanager
def at_work(parts: Parts) -> Iterator[Courier]:
    """A courier in a thread, told to stop in the end."""
    one, stop = Courier(parts), threading.Event()
    thread = threading.Thread(target=one.run, args=(stop,))
    thread.start()
    try:
        yield one
    finally:
        stop.set()
        one.wake()
        thread.join(PATIENCE)
    assert not thread.is_alive()


class Gate:
    """Providers that keep the calls to some people until they are let go."""

    def __init__(self, house: House, hangs: Callable[[str], bool]) -> None:
        self.came: dict[str, threading.Event] = {}
        self.open = threading.Event()
        self._hangs = hangs
        house.wire.fault = self

    def __call__(self, to: str) -> None:
        self.expected(to).set()
        if self._hangs(to):
            self.open.wait(PATIENCE)

    def expected(self, to: str) -> threading.Event:
        return self.came.setdefault(to, threading.Event())

    def reached(self, *people: str) -> bool:
        return all(self.expected(to).wait(PATIENCE) for to in people)


def meet(house: House, number: int) -> None:
    """Nobody is answered before so many have asked; for ever alone is an error."""
    together = threading.Barrier(number)

    def provider(_to: str) -> None:
        together.wait(PATIENCE)

    house.wire.fault = provider


@pytest.mark.parametrize(
    ("rate", "slots"),
    [
        pytest.param(Rate(80, 1, 80), 24, id="WhatsApp"),
        pytest.param(Rate(30, 1, 30), 9, id="Telegram"),
        pytest.param(Rate(1, 1, 10), 4, id="a slow one has some to spare"),
        pytest.param(Rate(1000, 1, 80), 32, id="never too many"),
    ],
)
def test_a_channel_has_the_slots_its_rate_can_use(rate: Rate, slots: int) -> None:
    assert slots_for(rate) == slots


def test_twelve_calls_to_one_provider_are_in_flight_at_once(house: House) -> None:
    meet(house, 12)
    ids = [put(house, whatsapp(n), "Kabar")[0] for n in range(24)]
    assert delivery.deliver(house.parts) == 24
    assert statuses(house, ids) == ["sent"] * 24


def test_a_channel_that_hangs_holds_up_no_other(house: House) -> None:
    gate = Gate(house, lambda to: to.startswith("whatsapp"))
    hanging = [put(house, whatsapp(n), "Kabar")[0] for n in range(40)]
    with at_work(house.parts) as one:
        assert gate.reached(*(whatsapp(n) for n in range(24)))
        others = [
            *put(house, "sms:+6281200000001", "Kabar"),
            *put(house, "telegram:7", "Kabar"),
        ]
        one.wake()
        assert gate.reached("sms:+6281200000001", "telegram:7")
        assert statuses(house, hanging) == ["pending"] * 40
        gate.open.set()
        assert gate.reached(*(whatsapp(n) for n in range(40)))
    assert statuses(house, others + hanging) == ["sent"] * 42


def test_one_call_that_hangs_leaves_its_channel_to_the_others(house: House) -> None:
    gate = Gate(house, lambda to: to == whatsapp(0))
    (first,) = put(house, whatsapp(0), "Kabar")
    with at_work(house.parts) as one:
        assert gate.reached(whatsapp(0))
        (second,) = put(house, whatsapp(1), "Kabar")
        one.wake()
        assert gate.reached(whatsapp(1))
        assert statuses(house, [first]) == ["pending"]
        gate.open.set()
    assert statuses(house, [first, second]) == ["sent", "sent"]


def test_a_wake_is_enough(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "LOOK", 10.0 * PATIENCE)
    gate = Gate(house, lambda _to: False)
    with at_work(house.parts) as one:
        for n in range(3):
            put(house, whatsapp(n), "Kabar")
            one.wake()
            assert gate.reached(whatsapp(n))


def test_two_couriers_share_the_work_and_keep_each_person_s_order(
    house: House, database_url: str, keys: KeyRing
) -> None:
    people, texts = [whatsapp(n) for n in range(12)], [f"Kabar {n}" for n in range(4)]
    ids = [one for to in people for one in put(house, to, *texts)]
    flying: Counter[str] = Counter()
    most: Counter[str] = Counter()
    done = threading.Semaphore(0)

    def provider(to: str) -> None:
        flying[to] += 1
        most[to] = max(most[to], flying[to])
        threading.Event().wait(0.01)  # so that calls overlap where they may
        flying[to] -= 1
        done.release()

    house.wire.fault = provider
    other = open_store(database_url, keys)
    with at_work(house.parts), at_work(replace(house.parts, store=other)):
        assert all(done.acquire(timeout=PATIENCE) for _ in ids)
    other.dispose()
    assert [house.says(to) for to in people] == [texts] * 12
    assert most == dict.fromkeys(people, 1)
    assert statuses(house, ids) == ["sent"] * len(ids)


@contextmanager
def settled_in(store: Store) -> Iterator[list[int]]:
    """How many rows each statement settles."""
    seen: list[int] = []

    def note(*facts: Any) -> None:
        _, _, statement, values, _, many = facts
        if statement.startswith("UPDATE outbox SET status"):
            seen.append(len(values) if many else 1)

    event.listen(store._engine, "before_cursor_execute", note)
    yield seen
    event.remove(store._engine, "before_cursor_execute", note)


def test_what_ends_while_the_database_is_busy_is_recorded_together(
    house: House,
) -> None:
    gate = Gate(house, lambda _to: True)
    ids = [put(house, whatsapp(n), "Kabar")[0] for n in range(20)]
    with settled_in(house.store) as settled:
        with at_work(house.parts):
            assert gate.reached(*(whatsapp(n) for n in range(20)))
            with house.store.transaction() as tx:
                for one in ids[:1]:  # in PostgreSQL only the row itself is held
                    held = OUTBOX.update().where(OUTBOX.c.id == one)
                    tx._run(held.values(due_at=house.now))
                gate.open.set()
                while len(house.wire.sent) < 20:
                    threading.Event().wait(0.01)
        assert sum(settled) == 20
        assert len(settled) <= 10
    assert statuses(house, ids) == ["sent"] * 20


def test_while_one_call_hangs_the_others_are_recorded_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "REST", 0.5)
    gate = Gate(house, lambda to: to == whatsapp(0))
    ids = [put(house, whatsapp(n), "Kabar")[0] for n in range(20)]
    with settled_in(house.store) as settled, at_work(house.parts):
        while statuses(house, ids).count("sent") < 19:
            threading.Event().wait(0.05)
        assert sum(settled) == 19
        assert len(settled) <= 6
        gate.open.set()
    assert statuses(house, ids) == ["sent"] * 20


def test_who_is_put_in_line_leaves_before_the_record_of_others(
    house: House, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    put(house, whatsapp(1), "Kabar")
    one = Courier(house.parts)
    assert one._round() == 1
    one._gather(PATIENCE)
    put(house, whatsapp(2), "Kabar")
    one.wake()
    one._gather(PATIENCE)
    with statements() as sent:
        assert one._round() == 1
    changes = [statement for statement in sent if statement.startswith("UPDATE outbox")]
    settles = [change.startswith("UPDATE outbox SET status") for change in changes]
    assert settles == [False, True]  # leased first, recorded then
    one._land(PATIENCE)


def test_told_to_stop_it_records_what_is_in_flight_and_begins_nothing(
    house: House,
) -> None:
    gate = Gate(house, lambda _to: True)
    ids = [put(house, whatsapp(n), "Kabar")[0] for n in range(3)]
    one, stop = Courier(house.parts), threading.Event()
    thread = threading.Thread(target=one.run, args=(stop,))
    thread.start()
    assert gate.reached(*(whatsapp(n) for n in range(3)))
    stop.set()
    (late,) = put(house, whatsapp(3), "Kabar")
    one.wake()
    gate.open.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert statuses(house, [*ids, late]) == ["sent"] * 3 + ["pending"]
    assert whatsapp(3) not in gate.came


def test_a_hung_call_does_not_keep_the_process_from_stopping(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "LANDING", 0.1)
    gate = Gate(house, lambda _to: True)
    (one,) = put(house, whatsapp(0), "Kabar")
    with at_work(house.parts):
        assert gate.reached(whatsapp(0))
    assert statuses(house, [one]) == ["pending"]
    gate.open.set()


class Outage:
    """The store, which can be made to be down for writing."""

    def __init__(self, real: Store) -> None:
        self._real, self.down, self.refused = real, False, threading.Event()
        self.reading = real.reading

    @contextmanager
    def transaction(self, **options: Any) -> Iterator[Any]:
        if self.down:
            self.refused.set()
            raise DatabaseDown("away")
        with self._real.transaction(**options) as tx:
            yield tx


def test_what_ended_while_the_database_was_down_is_recorded_later_and_said_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "AGAIN", 0.05)
    gate, store = Gate(house, lambda _to: True), Outage(house.store)
    ids = [put(house, whatsapp(n), "Kabar")[0] for n in range(3)]
    with at_work(replace(house.parts, store=store)):
        assert gate.reached(*(whatsapp(n) for n in range(3)))
        store.down = True
        gate.open.set()
        assert store.refused.wait(PATIENCE)
        assert statuses(house, ids) == ["pending"] * 3
        store.down = False
    assert statuses(house, ids) == ["sent"] * 3
    assert [house.says(whatsapp(n)) for n in range(3)] == [["Kabar"]] * 3


def test_one_that_cannot_be_recorded_does_not_take_the_others_along(
    house: House,
) -> None:
    """Its provider gave it the name of another."""
    meet(house, 4)
    house.wire.numbers = iter([1, 1, 2, 3])
    ids = [put(house, whatsapp(n), "Kabar")[0] for n in range(4)]
    delivery.deliver(house.parts)
    assert sorted(statuses(house, ids)) == ["pending", "sent", "sent", "sent"]


def test_buttons_that_many_want_at_once_are_made_once(house: House) -> None:
    for n in range(16):
        put(house, whatsapp(n), "Pilih", buttons=(Button("y", "Ya"), Button("t", "T")))
    delivery.deliver(house.parts)
    assert len(house.wire.sent) == 16
    assert len(house.wire.contents) == 1


def test_a_message_of_a_channel_we_no_longer_know_takes_the_next_way(
    house: House,
) -> None:
    gone, chat = Address("pigeon", "1"), Address("telegram", "7")
    with house.store.transaction() as tx:
        contact = tx.contact(gone, house.now)
        message = OutboundMessage(gone, "Kabar")
        tx.add_outbox(contact.id, message, house.now, kind="notice", fallbacks=(chat,))
    delivery.deliver(house.parts)
    assert house.says(str(chat)) == ["Kabar"]


def test_after_a_rest_one_call_goes_ahead_of_the_others(
    house: House, now: datetime
) -> None:
    ended: list[End] = []
    lane = Lane(house.parts.channels["sms"], 4, ended.append, lambda: now)
    (one,) = put(house, "sms:+6281200000001", "Kabar")
    with house.store.reading() as tx:
        call = Call(tx.outbox_item(one), now + courier.LEASE)
    lane.be_careful()
    assert lane.free == 1
    lane.begin(call)
    assert lane.free == 0
    lane.landed(well=False)
    assert lane.free == 1
    lane.begin(call)
    lane.landed(well=True)
    assert lane.free == 4
    lane.close()


def test_a_row_leased_again_while_its_call_still_hangs_is_not_sent_beside_it(
    house: House,
) -> None:
    gate = Gate(house, lambda to: to == whatsapp(0))
    (first,) = put(house, whatsapp(0), "Kabar")
    with at_work(house.parts) as one:
        assert gate.reached(whatsapp(0))
        house.now += 2 * courier.LEASE
        (other,) = put(house, whatsapp(1), "Kabar")
        one.wake()
        assert gate.reached(whatsapp(1))
        gate.open.set()
    assert house.says(whatsapp(0)) == ["Kabar"]
    assert statuses(house, [first, other]) == ["sent", "sent"]


def test_a_call_that_takes_long_is_nobody_else_s_meanwhile(
    house: House, database_url: str, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "RENEW", timedelta(seconds=0.05))
    gate = Gate(house, lambda _to: True)
    (one,) = put(house, whatsapp(0), "Kabar")
    other = open_store(database_url, keys)
    with at_work(house.parts), at_work(replace(house.parts, store=other)) as second:
        assert gate.reached(whatsapp(0))
        for _ in range(8):
            house.now += courier.LEASE / 2
            renewed_until(house, one, house.now + courier.LEASE)
            second.wake()
        gate.open.set()
    other.dispose()
    assert house.says(whatsapp(0)) == ["Kabar"]


def renewed_until(house: House, id_: int, moment: datetime) -> None:
    """Wait until the message is leased so long."""
    leased = select(OUTBOX.c.leased_until).where(OUTBOX.c.id == id_)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with house.store.reading() as tx:
            if tx._value(leased) >= moment:
                return
        threading.Event().wait(0.01)
    raise AssertionError("the lease was not renewed")


def test_a_process_that_was_stopped_begins_nothing_that_may_be_another_s_by_now(
    house: House, now: datetime
) -> None:
    ended: SimpleQueue[End] = SimpleQueue()
    late = now + courier.LEASE
    lane = Lane(house.parts.channels["sms"], 4, ended.put, lambda: late)
    (one,) = put(house, "sms:+6281200000001", "Kabar")
    with house.store.reading() as tx:
        lane.begin(Call(tx.outbox_item(one), now + courier.LEASE))
    assert isinstance(ended.get(timeout=PATIENCE).outcome, Lapsed)
    assert house.wire.sent == []
    lane.close()
