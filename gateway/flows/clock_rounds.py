"""What the clock does: push, remind, escalate, wake, and pick up whatever nobody picked up.

Every round can be run at any time, by any number of processes, and again: due
moments stand in rows, each is taken under its lock and moved on. A round works off
all that is due, a few in each transaction, so that writers who serve people get
their turn in between; what is at fault is left for the next round and holds up nothing else.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from gateway.flows.cases import route, save, set_free, tell
from gateway.flows.channel_health import watch
from gateway.flows.conversing import turn_within
from gateway.flows.data_rights import carry_out
from gateway.flows.digests import MOST, SEVERAL, Digests, Find, gather
from gateway.flows.following import part
from gateway.flows.put_aside import watch_put_aside
from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from intake.reading.nik import mask_numbers
from intake.state import Woke
from routing.case import SYSTEM, CaseState
from routing.watch import tick
from storage.door import tell_fault
from storage.queue import Bell
from storage.rehearsal import RehearsalStore, SilentBell
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

PATIENT = frozenset(
    {CaseState.WAITING, CaseState.RESOLVED}
)  # which wait for the citizen
ARRIVED = frozenset({None, "sent", "delivered", "read"})  # None: nothing was told
LISTED = 10  # lines of a message to the coordinator

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
    done += carry_out(parts, now)
    told = watch(parts, now) + watch_put_aside(parts)
    if told:
        parts.bell.ring("deliver")
    return done + told


def rehearse(parts: Parts, now: datetime) -> list[str]:
    """What `settle_in` and `tick_all` would do as of a moment: nothing is written, sent or rung for.

    Each step is looked at on its own, over what is stored now: what one would lead to is not seen.
    """
    dry = replace(parts, store=RehearsalStore(parts.store), bell=SilentBell(parts.bell))
    return list(dict.fromkeys(settle_in(dry, now) + tick_all(dry, now)))


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
    def find(tx: Transaction, limit: int) -> list[int]:
        return tx.due_cases(now, limit)

    digests = gather(parts, find, now)

    def look(tx: Transaction, ids: list[int]) -> list[str]:
        return _look_at(parts, tx, tx.hold_due(ids, now), digests, now)

    return _work_off(parts, find, look)


def settle_in(parts: Parts, now: datetime) -> list[str]:
    """Cases at desks that have left the agencies file, or lost their people, go to the nearest above.

    For a start: the file may have changed. The citizen and the new desk hear of it, the coordinator reads a
    list of all that went elsewhere, and the history says why.
    """
    staffed = [
        desk.code for desk in parts.agencies.by_code.values() if desk.administrators
    ]

    def find(tx: Transaction, limit: int) -> list[int]:
        return tx.open_elsewhere(staffed, limit)

    digests, moved = gather(parts, find, now), _moving(parts, find)

    def move(tx: Transaction, ids: list[int]) -> list[str]:
        done = _look_at(parts, tx, tx.hold_open(ids), digests, now)
        if moved and done:
            key = f"rehomed:{now:%Y%m%d}:{_print(moved)}"
            args = {"n": len(moved), "list": _listed(moved)}
            tell_coordinator(parts, tx, Alarm("alarm.rehomed", args), None, key=key)
        return done

    return _work_off(parts, find, move)


def _moving(parts: Parts, find: Find) -> list[str]:
    """A line for each case that will move to a desk other than the coordinator's, who hears of its own."""
    agencies = parts.agencies
    with parts.store.reading() as tx:
        cases = [row.case for row in tx.cases_of(find(tx, MOST))]
    return [
        f"{case.tracking_id}: {case.agency} -> {desk.name}"
        for case in cases
        if (desk := agencies.staffed(case.agency)).code != agencies.coordinator
    ]


def _look_at(
    parts: Parts,
    tx: Transaction,
    rows: Sequence[StoredCase],
    digests: Digests,
    now: datetime,
) -> list[str]:
    complaints = tx.complaints_by_id([row.complaint_id for row in rows])
    return [
        line
        for row in rows
        if (stored := complaints.get(row.complaint_id))
        for line in _case(parts, tx, row, stored, digests, now)
    ]


def _case(
    parts: Parts,
    tx: Transaction,
    row: StoredCase,
    stored: StoredComplaint,
    digests: Digests,
    now: datetime,
) -> list[str]:
    case, notices, _ = tick(
        row.case, now, parts.office, parts.verbs, reached=_reached(tx, row, stored)
    )
    save(parts, tx, row, case, now)
    with tracing(stored.trace):
        digests.tell(parts, tx, stored.id, notices)
        tell(parts, tx, stored, case, digests.rest(stored.id, notices))
    return [
        f"{case.tracking_id}: {notice.key} to {notice.agency or 'the citizen'}"
        for notice in notices
    ]


def _reached(tx: Transaction, row: StoredCase, stored: StoredComplaint) -> bool:
    """Whether what we told the citizen last has left, and did not fail: only then they are silent."""
    if row.case.state not in PATIENT:
        return True
    return tx.news_status(stored.contact_id, stored.id) in ARRIVED


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
    """Drafts with a story whose citizen fell silent: the coordinator may finish them, and is told once."""

    def find(tx: Transaction, limit: int) -> list[int]:
        return tx.quiet_drafts(now - QUIET_DRAFT, limit)

    with parts.store.reading() as tx:
        quiet = tx.complaints_by_id(find(tx, MOST)).values()
    lines = [_draft_line(draft) for draft in quiet if draft.complaint.description]

    def tell_of(tx: Transaction, ids: list[int]) -> list[str]:
        drafts = tx.complaints_by_id(tx.mark_coordinator_told(ids, now)).values()
        for draft in drafts:
            if draft.complaint.description:
                _tell_of_draft(parts, tx, draft, lines)
        return [
            f"{draft.complaint.tracking_id}: coordinator told of the unfinished draft"
            for draft in drafts
        ]

    return _work_off(parts, find, tell_of)


def _tell_of_draft(
    parts: Parts, tx: Transaction, draft: StoredComplaint, lines: list[str]
) -> None:
    """By itself, or where there are several with the first of them, once for all."""
    if len(lines) >= SEVERAL and _draft_line(draft) in lines:
        alarm = Alarm("alarm.drafts", {"n": len(lines), "list": _listed(lines)})
        tell_coordinator(parts, tx, alarm, None, key=f"drafts:{_print(lines)}")
        return
    about = {"id": draft.complaint.tracking_id, "title": _title(draft)}
    tell_coordinator(parts, tx, Alarm("alarm.draft", about), draft.id)


def _draft_line(draft: StoredComplaint) -> str:
    return f"{draft.complaint.tracking_id} {_title(draft)[:40]}"


def _title(draft: StoredComplaint) -> str:
    return mask_numbers(draft.complaint.title)[:80]


def _listed(lines: Sequence[str]) -> str:
    """The first of them, each on a line of its own."""
    more = ["..."] if len(lines) > LISTED else []
    return "\n".join([*lines[:LISTED], *more])


def _print(lines: Sequence[str]) -> str:
    """What tells these lines from any others."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
