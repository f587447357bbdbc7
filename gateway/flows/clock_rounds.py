"""What the clock does: push, remind, escalate, wake, and pick up whatever nobody picked up.

Every round can be run at any time, by any number of processes, and again: due
moments stand in rows, each is taken under its lock and moved on. A round works off
all that is due, a few in each transaction, so that writers who serve people get
their turn in between; what is at fault is left for the next round and holds up nothing else.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from gateway.flows.cases import route, save, set_free, tell
from gateway.flows.channel_health import watch
from gateway.flows.conversing import turn_within
from gateway.flows.following import part
from gateway.flows.put_aside import watch_put_aside
from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from intake.reading.nik import mask_numbers
from intake.state import Woke
from routing.case import SYSTEM
from routing.life import tick
from storage.door import tell_fault
from storage.queue import Bell
from storage.tracing import note, tracing
from storage.transaction_base import was_held
from storage.unit_of_work import DatabaseDown, Transaction
from storage.values import StoredCase, StoredComplaint

log = logging.getLogger(__name__)
BATCH = 10  # in one transaction: others wait for it a few hundredths of a second
PUSHED = 100  # in one transaction, which holds a single statement
# Pushed, but not routed for so long: the queue may have been emptied, its worker killed.
STALE_PUSH = timedelta(seconds=5)
QUIET_DRAFT = timedelta(
    hours=24
)  # then the coordinator is told of a draft nobody finished

Find = Callable[[Transaction, int], list[int]]  # so many of what is due, oldest first
Work = Callable[[Transaction, list[int]], list[str]]  # do it; what was done, in words


def push(parts: Parts) -> int:
    """Put completed complaints on the central queue; how many.

    What it does not take, or nobody works off, is routed here: rows are the truth, and routing
    twice changes nothing.
    """
    now, number = parts.clock(), 0
    while stale := _pushed_in_vain(parts, now):
        _note_pushed(parts, stale, now)  # what ends us must not be the first again
        _route_here(parts, stale)
    while ids := _unpushed(parts, now, PUSHED):
        pushed = [id_ for id_ in ids if parts.bell.push(id_)]
        _note_pushed(parts, ids, now)
        _route_here(parts, sorted({*ids} - {*pushed}))
        number += len(pushed)
    return number


def _pushed_in_vain(parts: Parts, now: datetime) -> list[int]:
    with parts.store.reading() as tx:
        return tx.pushed_in_vain(now - STALE_PUSH, PUSHED)


def _route_here(parts: Parts, ids: list[int]) -> None:
    for id_ in ids:
        try:
            route(parts, id_)
        except DatabaseDown:
            raise
        except Exception as error:  # noqa: BLE001  (it is tried again, and the others are not held up)
            tell_fault(log, f"complaint {id_} could not be routed", error)


def _unpushed(parts: Parts, now: datetime, limit: int) -> list[int]:
    with parts.store.reading() as tx:
        return tx.to_push(now - STALE_PUSH, limit)


def _note_pushed(parts: Parts, pushed: list[int], now: datetime) -> None:
    if pushed:
        with parts.store.transaction() as tx:
            traces = tx.mark_pushed(pushed, now)
        for id_ in pushed:
            with tracing(traces.get(id_, "")):
                note(log, "pushed", complaint=id_)


def sweep(parts: Parts) -> None:
    """Ring again for everything committed but not picked up. Redis may have been emptied: nothing is lost."""
    now = parts.clock()
    waits = what_waits(parts, now)
    for bell in waits:
        parts.bell.ring(bell)
    if "push" in waits:
        push(parts)
    with parts.store.reading() as tx:
        waking = tx.due_conversations(now, 1)
    if waking:
        _conversations(parts, now)


def what_waits(parts: Parts, now: datetime) -> list[Bell]:
    """The bells of those who would find something to do now."""
    with parts.store.reading() as tx:
        return [bell for bell, waits in LOOKS.items() if waits(tx, now)]


LOOKS: dict[Bell, Callable[[Transaction, datetime], bool]] = {
    "converse": lambda tx, now: tx.has_waiting(now),
    "deliver": lambda tx, now: tx.has_due(now),
    "push": lambda tx, now: bool(tx.to_push(now - STALE_PUSH, 1)),
    "fetch": lambda tx, now: tx.has_due_attachment(now),
}


def tick_all(parts: Parts, now: datetime) -> list[str]:
    """The clock pass as of a moment: deadlines, people to wake, drafts, channels, what was put aside."""
    done = _left_alone(parts) + _cases(parts, now)
    done += _conversations(parts, now) + _drafts(parts, now)
    told = watch(parts, now) + watch_put_aside(parts)
    if told:
        parts.bell.ring("deliver")
    return done + told


def _work_off(parts: Parts, find: Find, work: Work) -> list[str]:
    """Do all that is due, each once, and ring for what it leads to.

    What is still due after its turn was at fault; it stands before all others, so we look past it.
    """
    done: list[str] = []
    tried: set[int] = set()
    stuck = 0
    while True:
        with parts.store.reading() as tx:
            found = find(tx, BATCH + stuck)
        due = [id_ for id_ in found if id_ not in tried]
        if not due and len(found) < BATCH + stuck:
            return done
        stuck = len(found) - len(due)
        tried.update(due)
        if due:
            done += _batch(parts, due, work)


def _batch(parts: Parts, ids: list[int], work: Work) -> list[str]:
    """In one transaction; when that fails, in one for each, so that only what is at fault is left undone."""
    try:
        with parts.store.transaction() as tx:
            tx.give_way()
            done = work(tx, ids)
    except Exception as error:
        if isinstance(error, DatabaseDown) and not was_held(error):
            raise
        if len(ids) > 1:
            return [line for id_ in ids for line in _batch(parts, [id_], work)]
        log.exception("the clock leaves number %s for its next pass", *ids)
        return []
    if done:
        parts.bell.ring("deliver")
    return done


def _cases(parts: Parts, now: datetime) -> list[str]:
    def look(tx: Transaction, ids: list[int]) -> list[str]:
        rows, complaints = tx.hold_due(ids, now), tx.complaints_by_id(ids)
        return [
            line
            for row in rows
            if (stored := complaints.get(row.complaint_id))
            for line in _case(parts, tx, row, stored, now)
        ]

    return _work_off(parts, lambda tx, limit: tx.due_cases(now, limit), look)


def _case(
    parts: Parts,
    tx: Transaction,
    row: StoredCase,
    stored: StoredComplaint,
    now: datetime,
) -> list[str]:
    case, notices, _ = tick(row.case, now, parts.office, parts.verbs)
    save(parts, tx, row, case, now)
    with tracing(stored.trace):
        tell(parts, tx, stored, case, notices)
    return [
        f"{case.tracking_id}: {notice.key} to {notice.agency or 'the citizen'}"
        for notice in notices
    ]


def _left_alone(parts: Parts) -> list[str]:
    """Whose lead is forgotten lives on by itself."""

    def free(tx: Transaction, ids: list[int]) -> list[str]:
        pairs = [pair for id_ in ids if (pair := tx.following(id_))]
        told = [part(parts, tx, pair, SYSTEM, keep_answer=True) for pair in pairs]
        for one in filter(None, told):
            set_free(parts, tx, *one)
        return [f"{one[1].tracking_id}: stands by itself" for one in told if one]

    return _work_off(parts, lambda tx, limit: tx.left_alone(limit), free)


def _conversations(parts: Parts, now: datetime) -> list[str]:
    def wake(tx: Transaction, ids: list[int]) -> list[str]:
        return [line for id_ in ids for line in _wake(parts, tx, id_)]

    return _work_off(parts, lambda tx, limit: tx.due_conversations(now, limit), wake)


def _wake(parts: Parts, tx: Transaction, contact_id: int) -> list[str]:
    with tracing():
        run = turn_within(parts, tx, tx.contact_by_id(contact_id), Woke())
    return [f"{run.state.draft.id}: nudged"] if run.taken.replies else []


def _drafts(parts: Parts, now: datetime) -> list[str]:
    """A draft with a story whose citizen fell silent: the coordinator may finish it."""

    def tell_of(tx: Transaction, ids: list[int]) -> list[str]:
        drafts = tx.complaints_by_id(tx.mark_coordinator_told(ids, now))
        return [line for draft in drafts.values() for line in _draft(parts, tx, draft)]

    return _work_off(
        parts, lambda tx, limit: tx.quiet_drafts(now - QUIET_DRAFT, limit), tell_of
    )


def _draft(parts: Parts, tx: Transaction, draft: StoredComplaint) -> list[str]:
    if draft.complaint.description:
        _tell_of_draft(parts, tx, draft)
    return [f"{draft.complaint.tracking_id}: coordinator told of the unfinished draft"]


def _tell_of_draft(parts: Parts, tx: Transaction, draft: StoredComplaint) -> None:
    id_ = draft.complaint.tracking_id
    title = mask_numbers(draft.complaint.title)[:80]
    tell_coordinator(
        parts, tx, Alarm("alarm.draft", {"id": id_, "title": title}), draft.id
    )
