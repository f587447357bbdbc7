"""Turns: whoever has written is answered, the longest waiting first, many people at a time.

A batch of people is leased, their turns are taken in memory, and what all of them led to is stored
in one short transaction. What concerns more than the person's own conversation, what goes wrong,
and whom a worker died over, is taken up alone, so that it holds up itself only.
"""

import faulthandler
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from gateway.flows.conversing import NeedsStore, Run, begin, begin_anew
from gateway.flows.delivery import apply_report
from gateway.flows.hearing import (
    apologise,
    hear,
    hear_sms,
    hear_together,
    settle_replies,
)
from gateway.flows.pieces import left_alone_until, together
from gateway.flows.put_aside import tell_of_put_aside
from gateway.flows.sms_pieces import sms_groups, waits_for_rest
from gateway.setup.hearts import OWN_HEART
from gateway.setup.parts import Parts
from intake.messages import Capabilities
from storage.crypto import Unreadable
from storage.door import tell_fault
from storage.events import event_to
from storage.queue import Bell
from storage.receipts import Receipt
from storage.tracing import tracing
from storage.turns import Heard, Overtaken, rows_of
from storage.unit_of_work import DatabaseDown, Transaction
from storage.values import StoredInbound
from storage.waiting import Aside, Caller

log = logging.getLogger(__name__)

BATCH = 32  # people whose turns share a commit
RECEIPTS = 200  # delivery reports that share a commit
LEASE = timedelta(seconds=5)  # a batch takes a fraction of a second
PATIENCE = 20  # seconds for turns that take milliseconds; then the process ends itself
REST = timedelta(seconds=3)  # one who wrote while we were away is left alone so long
MOST_REST = timedelta(seconds=15)
DEATHS = 3  # workers that may end over one message


def take_turns(parts: Parts, by: str = "") -> int:
    """Work off all that waits now; how many messages. `by`: this worker's name."""
    taken = 0
    while done := take_batch(parts, by):
        OWN_HEART.turn()
        taken += done
    return taken


def take_batch(parts: Parts, by: str = "") -> int:
    """One batch of people, one suspect, and the receipts there are; how many messages. 0: nothing waits."""
    line, aside = _lease(parts, by)
    line = _done_writing(parts, line)
    with _kept(parts, line):
        taken = _batch(parts, line) if line else 0
    if aside.suspects:
        taken += _suspect(parts, by)
    return taken + (_receipts(parts) if aside.receipts else 0)


def let_go(parts: Parts, by: str) -> None:
    """Begin a worker's life: whom it held in an earlier one, which ended in a turn, is free at once."""
    with parts.store.transaction(durable=False) as tx:
        tx.let_go(by)


def _lease(parts: Parts, by: str) -> tuple[list[Caller], Aside]:
    now = parts.clock()
    with parts.store.transaction(durable=False) as tx:
        return tx.take_line(by, now, now + LEASE, BATCH), tx.waits_aside(now)


def next_free(parts: Parts) -> datetime | None:
    """When the next of those who are still writing may be answered."""
    with parts.store.reading() as tx:
        return tx.next_free(parts.clock())


def _done_writing(parts: Parts, line: list[Caller]) -> list[Caller]:
    """Who is still writing is left alone for a moment; the others are answered."""
    pause, now = timedelta(milliseconds=parts.settings.pause_ms), parts.clock()
    alone = {
        one.contact.id: until
        for one in line
        if (until := _alone_until(parts, one, now, pause))
    }
    if alone:
        with parts.store.transaction(durable=False) as tx:
            tx.leave_alone(alone)
    return [one for one in line if one.contact.id not in alone]


def _alone_until(
    parts: Parts, caller: Caller, now: datetime, pause: timedelta
) -> datetime | None:
    if not caller.messages or caller.tries > 1:
        return None
    if caller.messages[-1].came_late:
        return _rest_of_backlog(caller, now)
    if _able(parts, caller).segment:
        return waits_for_rest(caller, now)
    if parts.agencies.administrators_at(caller.contact.address):
        return None
    return left_alone_until(caller, now, pause)


def _rest_of_backlog(caller: Caller, now: datetime) -> datetime | None:
    """What waited at the provider comes in no order that it promises, and within seconds."""
    first, last = caller.messages[0], caller.messages[-1]
    until = min(last.received_at + REST, first.received_at + MOST_REST)
    return until if until > now else None


def _able(parts: Parts, caller: Caller) -> Capabilities:
    return parts.capabilities(caller.contact.address.channel)


def _batch(parts: Parts, line: Sequence[Caller]) -> int:
    runs, alone = _planned(parts, line)
    alone += _stored(parts, runs)
    for caller in alone:
        _alone(parts, caller)
    return sum(max(1, len(caller.messages)) for caller in line)


def _planned(parts: Parts, line: Sequence[Caller]) -> tuple[list[Run], list[Caller]]:
    """The turns taken in memory; and the people who must be taken up alone."""
    runs, alone = [], []
    with _watched():
        for caller in line:
            try:
                runs.append(_run(parts, caller))
            except NeedsStore:
                alone.append(caller)
            except Exception as error:  # noqa: BLE001  (it is met again, and kept, when taken up alone)
                tell_fault(log, "turns failed", error)
                alone.append(caller)
    return runs, alone


def _run(parts: Parts, caller: Caller, tx: Transaction | None = None) -> Run:
    if caller.unreadable or caller.lost:
        raise Unreadable(f"contact {caller.contact.id}")
    run = begin(parts, caller, parts.clock(), tx)
    for group in _groups(parts, caller):
        with tracing(group[-1].message.trace):
            _hear(run, group)
    settle_replies(run)
    return run


def _hear(run: Run, group: Sequence[StoredInbound]) -> None:
    if run.capabilities.segment:
        hear_sms(run, group)
    elif len(group) == 1:
        hear(run, group[0])
    else:
        hear_together(run, group)


def _groups(parts: Parts, caller: Caller) -> Iterator[list[StoredInbound]]:
    """What is read as one: the pieces of a thought, where we wait for them."""
    messages = _as_written(caller.messages)
    if _able(parts, caller).segment:
        return sms_groups(messages)
    if not parts.settings.pause_ms:
        return ([one] for one in messages)
    return together(messages)


def _as_written(messages: Sequence[StoredInbound]) -> Sequence[StoredInbound]:
    """In the order they were written: what came late may have come in any."""
    if not any(one.came_late for one in messages):
        return messages
    return sorted(messages, key=lambda one: (one.written_at, one.id))


def _stored(parts: Parts, runs: list[Run]) -> list[Caller]:
    """Store what they led to; who must be taken up alone because the batch could not be stored with them."""
    if not runs:
        return []
    rows = rows_of([run.done() for run in runs], parts.clock())
    try:
        with parts.store.transaction() as tx:
            tx.store_turns(rows)
    except Overtaken as overtaken:
        return _without(parts, runs, overtaken.people)
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (one of them is at fault, and must not cost the others their turn)
        tell_fault(log, "a batch failed", error)
        return [run.caller for run in runs]
    _ring(parts, runs)
    return []


def _without(parts: Parts, runs: list[Run], people: set[int]) -> list[Caller]:
    """Another worker was faster with these; the rest is stored all the same."""
    _give_back(parts, people)
    return _stored(parts, [run for run in runs if run.contact.id not in people])


def _alone(parts: Parts, caller: Caller) -> None:
    """Take one person's first message inside a transaction, with all its pieces.

    What fails is kept, and they are told.
    """
    messages = next(_groups(parts, caller), [])
    more = len(caller.messages) > len(messages) or caller.more
    first = replace(caller, messages=tuple(messages), more=more)
    try:
        with parts.store.transaction() as tx:
            with _watched():
                run = _run(parts, first, tx)
            tx.store_turns(rows_of([run.done()], parts.clock()))
    except Overtaken as overtaken:  # it may be somebody whom this turn concerned
        _give_back(parts, {*overtaken.people, caller.contact.id})
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, the message is kept and answered)
        tell_fault(log, "a message could not be handled", error)
        _park(parts, first, type(error).__name__)
    else:
        _ring(parts, [run])


def _suspect(parts: Parts, by: str) -> int:
    """Someone over whose message a worker died: alone, and after three deaths not again."""
    now = parts.clock()
    with parts.store.transaction(durable=False) as tx:
        found = tx.take_suspect(by, now, now + LEASE)
    with _kept(parts, found):
        for caller in found:
            if caller.tries > DEATHS:
                _park(parts, caller, f"{DEATHS} workers ended over it")
            else:
                _alone(parts, caller)
    return len(found)


@contextmanager
def _kept(parts: Parts, callers: Sequence[Caller]) -> Iterator[None]:
    """A database that fails under us is no fault of these people: their tries do not count."""
    try:
        yield
    except DatabaseDown:
        with suppress(DatabaseDown):
            _give_back(parts, {one.contact.id for one in callers})
        raise


def _give_back(parts: Parts, people: set[int]) -> None:
    """Let others take these, at once."""
    if people:
        with parts.store.transaction(durable=False) as tx:
            tx.give_back(sorted(people))


def _park(parts: Parts, caller: Caller, reason: str) -> None:
    """Keep the message where a person looks, tell its sender that it is kept, and the coordinator."""
    try:
        with parts.store.transaction() as tx:
            _set_aside(parts, tx, caller, reason)
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (it waits, alone, and is tried again when the lease ends)
        tell_fault(log, "a message could not be put aside", error)
    parts.bell.ring("deliver")


def _set_aside(parts: Parts, tx: Transaction, caller: Caller, reason: str) -> None:
    run = begin(parts, caller, parts.clock(), tx)
    for one in caller.messages:
        _keep_aside(run, tx, one, reason)
    run.taken.heard += [Heard(id_, None, ()) for id_ in caller.unreadable]
    if caller.lost:
        begin_anew(run)
    elif caller.unreadable or not all(one.message.automatic for one in caller.messages):
        apologise(run, caller.messages)
        tell_of_put_aside(parts, tx)
    tx.store_turns(rows_of([run.done()], run.now))


def _keep_aside(run: Run, tx: Transaction, one: StoredInbound, reason: str) -> None:
    with tracing(one.message.trace):
        run.taken.heard.append(Heard(one.id, None, ()))
        raw = json.dumps(event_to(one.message)).encode()
        channel = one.message.sender.channel
        tx.add_quarantine(channel, f"our fault: {reason}", raw, run.now)


def _receipts(parts: Parts) -> int:
    """Work in what providers report; one that cannot be is put aside, as the damaged ones are by now."""
    try:
        with parts.store.transaction() as tx:
            found = tx.take_receipts(RECEIPTS)
            for one in found:
                _apply(parts, tx, one)
            if found:
                tx.drop_receipts([one.id for one in found])
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (one of them is at fault)
        tell_fault(log, "receipts failed", error)
        return _receipts_one_by_one(parts)
    if found:
        parts.bell.ring("deliver")
    return len(found)


def _apply(parts: Parts, tx: Transaction, one: Receipt) -> None:
    if one.report:
        apply_report(parts, tx, one.report)


def _receipts_one_by_one(parts: Parts) -> int:
    with parts.store.transaction() as tx:
        found = tx.take_receipts(RECEIPTS)
    for one in found:
        try:
            with parts.store.transaction() as tx:
                _apply(parts, tx, one)
                tx.drop_receipts([one.id])
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001  (it is kept for a person to look at)
            tell_fault(log, "a receipt could not be worked in", error)
            _put_aside(parts, one, type(error).__name__)
    return len(found)


def _put_aside(parts: Parts, one: Receipt, reason: str) -> None:
    raw = json.dumps(event_to(one.report)).encode() if one.report else b""
    with parts.store.transaction() as tx:
        tx.add_quarantine(one.channel, f"our fault: {reason}", raw, parts.clock())
        tx.drop_receipts([one.id])


def _ring(parts: Parts, runs: Sequence[Run]) -> None:
    bells: set[Bell] = {bell for run in runs for bell in run.rings}
    if any(run.taken.replies for run in runs):
        bells.add("deliver")
    for bell in sorted(bells):
        parts.bell.ring(bell)


@contextmanager
def _watched() -> Iterator[None]:
    """End the process when a turn hangs, even one that holds the interpreter: a suspect from then on."""
    out = sys.__stderr__ or sys.stderr
    faulthandler.dump_traceback_later(PATIENCE, exit=True, file=out)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
