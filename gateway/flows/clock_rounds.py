"""What the clock does: push, remind, escalate, wake, and pick up whatever nobody picked up.

Every round can be run at any time, by any number of processes, and again: due
moments stand in rows, each is taken under its lock and moved on.
"""

import logging
from datetime import datetime, timedelta

from gateway.flows.cases import save, tell
from gateway.flows.channel_health import watch
from gateway.flows.conversing import converse
from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from intake.reading.nik import mask_numbers
from intake.state import Woke
from routing.life import tick
from storage.tracing import note, trace_in, tracing
from storage.unit_of_work import Transaction
from storage.values import StoredComplaint

log = logging.getLogger(__name__)
BATCH = 100
STALE_PUSH = timedelta(
    seconds=60
)  # pushed, but not routed for so long: the queue may have been emptied
QUIET_DRAFT = timedelta(
    hours=24
)  # then the coordinator is told of a draft nobody finished


def push(parts: Parts) -> int:
    """Put completed complaints on the central queue; how many."""
    now = parts.clock()
    with parts.store.reading() as tx:
        ids = tx.to_push(now - STALE_PUSH, BATCH)
    pushed = [id_ for id_ in ids if parts.bell.ring("route", id_)]
    if pushed:
        with parts.store.transaction() as tx:
            for id_ in pushed:
                tx.mark_pushed(id_, now)
                with tracing(trace_in(tx.messages_of(id_))):
                    note(log, "pushed", complaint=id_)
    return len(pushed)


def sweep(parts: Parts) -> None:
    """Ring again for everything committed but not picked up. Redis may have been emptied: nothing is lost."""
    now = parts.clock()
    with parts.store.reading() as tx:
        due, completed = tx.has_due(now), tx.to_push(now - STALE_PUSH, 1)
        attached, waking = tx.has_due_attachment(now), tx.due_conversations(now, 1)
    if due:
        parts.bell.ring("deliver")
    if completed:
        push(parts)
    if attached:
        parts.bell.ring("fetch")
    if waking and _conversations(parts, now):
        parts.bell.ring("deliver")


def tick_all(parts: Parts, now: datetime) -> list[str]:
    """The clock pass as of a moment: deadlines, conversations to wake, quiet drafts, silent channels."""
    done = (
        _cases(parts, now)
        + _conversations(parts, now)
        + _drafts(parts, now)
        + watch(parts, now)
    )
    if done:
        parts.bell.ring("deliver")
    return done


def _cases(parts: Parts, now: datetime) -> list[str]:
    with parts.store.reading() as tx:
        ids = tx.due_cases(now, BATCH)
    return [line for id_ in ids for line in _case(parts, id_, now)]


def _case(parts: Parts, complaint_id: int, now: datetime) -> list[str]:
    with parts.store.transaction() as tx:
        row = tx.case(complaint_id, lock=True)
        stored = tx.complaint_by_id(complaint_id)
        if row is None or stored is None or row.next_at is None or row.next_at > now:
            return []
        case, notices, _ = tick(row.case, now, parts.office, parts.verbs)
        save(parts, tx, row, case, now)
        with tracing(trace_in(tx.messages_of(complaint_id))):
            tell(parts, tx, stored, case, notices)
        return [
            f"{case.tracking_id}: {notice.key} to {notice.agency or 'the citizen'}"
            for notice in notices
        ]


def _conversations(parts: Parts, now: datetime) -> list[str]:
    with parts.store.reading() as tx:
        ids = tx.due_conversations(now, BATCH)
    return [line for id_ in ids for line in _wake(parts, id_)]


def _wake(parts: Parts, contact_id: int) -> list[str]:
    with tracing(), parts.store.transaction() as tx:
        run = converse(parts, tx, tx.contact_by_id(contact_id), Woke())
    return [f"{run.state.draft.id}: nudged"] if run.said else []


def _drafts(parts: Parts, now: datetime) -> list[str]:
    """A draft with a story whose citizen fell silent: the coordinator may finish it."""
    with parts.store.transaction() as tx:
        drafts = tx.quiet_drafts(now - QUIET_DRAFT, BATCH)
        for draft in drafts:
            tx.mark_coordinator_told(draft.id, now)
            if draft.complaint.description:
                _tell_of_draft(parts, tx, draft)
    return [
        f"{draft.complaint.tracking_id}: coordinator told of the unfinished draft"
        for draft in drafts
    ]


def _tell_of_draft(parts: Parts, tx: Transaction, draft: StoredComplaint) -> None:
    id_ = draft.complaint.tracking_id
    title = mask_numbers(draft.complaint.title)[:80]
    tell_coordinator(
        parts, tx, Alarm("alarm.draft", {"id": id_, "title": title}), draft.id
    )
