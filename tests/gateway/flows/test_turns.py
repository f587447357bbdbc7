"""Turns: many people share a commit, nobody pays for another's fault, and each is taken once."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from house import CITIZEN, House
from sqlalchemy import text

from gateway.flows import turns
from gateway.flows.talk import BURST, SAID_KEPT, fingerprint
from gateway.flows.turns import BATCH, DEATHS, LEASE
from intake.messages import Address, DeliveryReport, DeliveryStatus, InboundMessage
from storage.tracing import TRACE
from storage.turns import Overtaken, rows_of
from storage.unit_of_work import DatabaseDown
from storage.waiting import MOST_AT_ONCE, Caller

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
ME = f"sms:{CITIZEN}"

Statements = Callable[[], AbstractContextManager[list[str]]]


def number(n: int) -> str:
    return f"+6281290000{n:03}"


def write(house: House, words: str, sender: str = CITIZEN, trace: str = "t") -> None:
    """A message at the door, whose turn nobody takes yet."""
    told = InboundMessage(
        f"SM{next(house._ids):032x}",
        Address("sms", sender),
        words,
        trace=trace,
    )
    house.parts.door.take([told], house.now)


def lease(house: House, by: str = "a") -> list[Caller]:
    with house.store.transaction() as tx:
        return tx.take_line(by, house.now, house.now + LEASE, BATCH)


def waiting(house: House) -> bool:
    with house.store.reading() as tx:
        return tx.oldest_waiting() is not None


# --- what it costs


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((STORY,), id="a story"),
        pytest.param((STORY, "SAMA"), id="an answer"),
    ],
)
def test_a_turn_costs_at_most_eight_statements(
    house: House, statements: Statements, words: tuple[str, ...]
) -> None:
    for told in words[:-1]:
        write(house, told)
        house.settle()
    write(house, words[-1])
    with statements() as sent:
        assert turns._batch(house.parts, lease(house)) == 1
    assert len(sent) <= 8, sent


def test_to_find_that_nothing_waits_costs_two_statements(
    house: House, statements: Statements
) -> None:
    with statements() as sent:
        assert turns.take_batch(house.parts, "a") == 0
    assert len(sent) == 2, sent


def test_a_batch_costs_no_more_statements_than_one_person(
    house: House, statements: Statements
) -> None:
    for n in range(BATCH):
        write(house, f"{STORY} {n}", number(n))
    with statements() as sent:
        assert turns._batch(house.parts, lease(house)) == BATCH
    assert len(sent) <= 8, sent


# --- fair, in order, once


def test_one_who_writes_without_end_holds_up_nobody(house: House) -> None:
    for n in range(3 * MOST_AT_ONCE):
        write(house, f"tolong {n}")
    write(house, STORY, number(1))
    assert turns.take_batch(house.parts) == MOST_AT_ONCE + 1
    with house.store.reading() as tx:
        other = tx.find_contact(Address("sms", number(1)))
        assert other is not None
        assert tx.pending_replies(other.id)


def test_what_came_in_a_burst_is_heard_in_order_and_answered_once(house: House) -> None:
    with house.asleep():
        for told in (
            "Jalan rusak parah di depan pasar",
            "lubangnya dalam sekali",
            "sudah banyak yang jatuh",
        ):
            house.whatsapp(told)
    house.settle()
    house.settle(20)
    (said,) = house.says(f"whatsapp:{CITIZEN}")
    assert house.tracking_id(f"whatsapp:{CITIZEN}") in said
    with house.store.reading() as tx:
        stored = tx.complaint(house.tracking_id(f"whatsapp:{CITIZEN}"))
        assert stored is not None
        assert stored.complaint.description.splitlines() == [
            "Jalan rusak parah di depan pasar",
            "lubangnya dalam sekali",
            "sudah banyak yang jatuh",
        ]


def test_whoever_writes_while_their_turn_is_taken_is_heard_next(house: House) -> None:
    write(house, STORY)
    callers = lease(house)
    write(house, "SAMA")
    turns._batch(house.parts, callers)
    assert waiting(house)
    assert turns.take_turns(house.parts) == 1
    assert not waiting(house)


def test_whom_one_worker_has_no_other_takes_until_the_lease_ends(house: House) -> None:
    write(house, STORY)
    assert len(lease(house, "a")) == 1
    assert lease(house, "b") == []
    assert turns.take_turns(house.parts) == 0
    house.now += LEASE + timedelta(seconds=1)
    assert turns.take_turns(house.parts) == 1


def test_a_turn_taken_twice_is_stored_once(house: House) -> None:
    """The lease ran out while the first worker was still at it."""
    write(house, STORY)
    slow = [turns._run(house.parts, one) for one in lease(house, "a")]
    house.now += LEASE + timedelta(seconds=1)
    assert turns.take_turns(house.parts, "b") == 1
    with pytest.raises(Overtaken), house.store.transaction() as tx:
        tx.store_turns(rows_of([run.done() for run in slow], house.now))
    house.settle()
    assert len(house.says(ME)) == 1


def test_of_a_batch_only_the_overtaken_are_left_out(house: House) -> None:
    for n in range(3):
        write(house, f"{STORY} {n}", number(n))
    slow = lease(house, "a")
    house.now += LEASE + timedelta(seconds=1)
    with house.store.transaction() as tx:
        (fast,) = tx.take_suspect("b", house.now, house.now + LEASE)
    turns._alone(house.parts, fast)
    turns._batch(house.parts, slow)
    house.settle()
    assert [len(house.says(f"sms:{number(n)}")) for n in range(3)] == [1, 1, 1]


# --- faults


def test_a_fault_in_one_turn_lets_the_others_of_the_batch_through(house: House) -> None:
    gazetteer = house.parts.gazetteer

    def broken_for_one():  # type: ignore[no-untyped-def]
        if TRACE.get() == "bad":
            raise RuntimeError("Budi Santoso")
        return gazetteer()

    house.parts = replace(house.parts, gazetteer=broken_for_one)
    for n in range(5):
        write(house, f"{STORY} {n}", number(n), "bad" if n == 2 else "good")
    turns.take_turns(house.parts)
    house.settle()
    said = [house.says(f"sms:{number(n)}") for n in range(5)]
    assert [len(one) for one in said] == [1] * 5
    assert ["kami simpan" in one[0] for one in said] == [n == 2 for n in range(5)]
    with house.store.reading() as tx:
        assert len(tx.quarantined(9)) == 1


def test_a_message_that_ends_its_worker_is_put_aside_after_three_times(
    house: House,
) -> None:
    for n in range(3):
        write(house, f"{STORY} {n}", number(n))
    assert len(lease(house, "w")) == 3  # and the worker dies
    deaths = 1
    while deaths < DEATHS:
        turns.let_go(house.parts, "w")
        with house.store.transaction() as tx:
            (suspect,) = tx.take_suspect("w", house.now, house.now + LEASE)
        if suspect.contact.address.id == number(0):
            deaths += 1
        else:
            turns._alone(house.parts, suspect)
    turns.let_go(house.parts, "w")
    turns.take_turns(house.parts, "w")
    house.settle()
    said = [house.says(f"sms:{number(n)}") for n in range(3)]
    assert ["kami simpan" in one[0] for one in said] == [True, False, False]
    assert any("karantina" in told for told in house.says("telegram:1001"))


def test_who_shared_a_batch_with_it_goes_before_it(house: House) -> None:
    for n in range(2):
        write(house, f"{STORY} {n}", number(n))
    lease(house, "w")
    order = []
    with house.store.transaction() as tx:
        for _ in range(2):
            tx.let_go("w")
            (suspect,) = tx.take_suspect("w", house.now, house.now + LEASE)
            order.append(suspect.contact.address.id)
    assert order == [number(0), number(1)]


def test_whom_a_dead_worker_held_is_free_when_it_begins_anew(house: House) -> None:
    write(house, STORY)
    lease(house, "w")
    turns.let_go(house.parts, "somebody else")
    assert turns.take_turns(house.parts, "w") == 0
    turns.let_go(house.parts, "w")
    assert turns.take_turns(house.parts, "w") == 1


def spoil(house: House, table: str, column: str, person: int) -> None:
    """What is sealed there for this person opens no more."""
    with house.store.transaction() as tx:
        contact = tx.find_contact(Address("sms", number(person)))
        assert contact is not None
        where = {"spoilt": b"x" * 60, "contact": contact.id}
        change = f"UPDATE {table} SET {column} = :spoilt WHERE contact_id = :contact"
        tx._run(text(change), where)


def test_a_message_that_cannot_be_opened_holds_up_no_other(house: House) -> None:
    for n in range(3):
        write(house, f"{STORY} {n}", number(n))
    spoil(house, "inbound", "body", 1)
    turns.take_turns(house.parts)
    house.settle()
    said = [house.says(f"sms:{number(n)}") for n in range(3)]
    assert ["kirim sekali lagi" in one[0] for one in said] == [False, True, False]
    assert not waiting(house)


def test_a_database_that_fails_under_a_turn_makes_nobody_a_suspect(
    house: House,
) -> None:
    write(house, STORY)
    callers = lease(house, "a")
    with pytest.raises(DatabaseDown), turns._kept(house.parts, callers):
        raise DatabaseDown("gone")
    assert [one.tries for one in lease(house, "b")] == [1]


def test_what_was_held_back_in_a_flood_does_not_count_as_said(house: House) -> None:
    """Or the first answer after it would be taken for a loop, and never leave."""
    for n in range(BURST + 20):
        house.sms("halo" if n % 2 else "tes")
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("sms", CITIZEN))
        assert contact is not None
        stored = tx.conversation(contact.id)
        assert stored is not None
        newest = [one.message.text for one in tx.outbox_of(contact.id, SAID_KEPT)]
    remembered = [print_ for print_, _ in reversed(stored.talk.said)]
    assert remembered == [fingerprint(text) for text in newest]


def test_a_conversation_that_cannot_be_opened_is_kept_aside_and_begun_anew(
    house: House,
) -> None:
    for n in range(2):
        write(house, f"{STORY} {n}", number(n))
    house.settle()
    spoil(house, "conversation", "state", 1)
    for n in range(2):
        write(house, "SAMA", number(n))
    house.settle()
    said = [house.says(f"sms:{number(n)}")[1] for n in range(2)]
    assert ["rusak di sistem" in one for one in said] == [False, True]
    with house.store.reading() as tx:
        kept = [one.raw or b"" for one in tx.quarantined(9)]
    assert b"x" * 60 in kept
    assert any(b"SAMA" in one for one in kept)
    write(house, STORY, number(1))
    house.settle()
    assert "dicatat" in house.says(f"sms:{number(1)}")[2]


def test_a_receipt_that_cannot_be_worked_in_holds_up_no_other(house: House) -> None:
    house.sms(STORY)
    house.settle()
    (sent,) = house.wire.to(ME)
    good = DeliveryReport("sms", sent.provider_id, DeliveryStatus.DELIVERED)
    bad = DeliveryReport("sms", "SM1", "no such status")  # type: ignore[arg-type]
    with house.store.transaction() as tx:
        tx.add_receipts([bad, good], house.now)
    with house.store.reading() as tx:
        assert tx.has_waiting(house.now)
    turns.take_turns(house.parts)
    with house.store.reading() as tx:
        assert [one.provider_id for one in tx.outbox("delivered", 9)] == [
            sent.provider_id
        ]
        assert not tx.has_waiting(house.now)


def test_the_same_text_again_and_again_is_told_to_the_coordinator(house: House) -> None:
    """Two machines talk: each of our answers is the same, and theirs are not ours word for word."""
    for n in range(30):
        house.sms("bantuan" if n % 2 else "BANTUAN")
        house.settle(5)
    assert len(house.says(ME)) < 30


def test_a_turn_that_hangs_ends_its_worker_even_one_that_never_lets_go() -> None:
    program = (
        "from gateway.flows import turns; turns.PATIENCE = 0.3\n"
        "with turns._watched():\n"
        "    'a'.join('b' for _ in iter(int, 1))"  # one call that never comes back
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert b"Timeout" in done.stderr
