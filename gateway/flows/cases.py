"""The administrators' side: route a complaint, act on its case, and tell whoever must know."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gateway.flows.alike import suggest, told_of
from gateway.flows.evidence import with_files
from gateway.flows.following import carry_on, keep_to_lead, release_followers
from gateway.flows.telling import (
    Alarm,
    Wording,
    await_answer,
    citizen_language,
    dated,
    news,
    tell_administrator,
    tell_coordinator,
)
from gateway.setup.parts import Parts
from intake.form.veil import let_go
from intake.messages import Address
from intake.state import Line
from routing.agencies import Administrator
from routing.assign import assign
from routing.case import Action, Case, HistoryEntry, Notice
from routing.life import act, buttons, open_case
from routing.moves import logged
from routing.notices import administrator_text, done_text, held_words
from routing.watch import tick
from storage.tracing import TRACE, note, tracing
from storage.transaction_base import Damaged
from storage.unit_of_work import Transaction
from storage.values import Contact, StoredCase, StoredComplaint

log = logging.getLogger(__name__)


def route(parts: Parts, complaint_id: int) -> None:
    """Consume one complaint from the central queue. Doing it again changes nothing."""
    now = parts.clock()
    with parts.store.transaction() as tx:
        stored = tx.complaint_by_id(complaint_id, lock=True)
        if stored is None or stored.status != "completed" or tx.case(complaint_id):
            return
        with tracing(stored.trace):
            _open(parts, tx, stored, now)
    parts.bell.ring("deliver")


def _open(
    parts: Parts, tx: Transaction, complete: StoredComplaint, now: datetime
) -> None:
    assignment = assign(complete.complaint, parts.agencies, parts.words)
    stored, found = suggest(parts, tx, complete, assignment.agency, now)
    case, notices = open_case(
        stored.complaint, assignment, now, parts.office, parts.verbs
    )
    _, _, next_at = tick(case, now, parts.office, parts.verbs)
    tx.add_case(stored.id, case, next_at, now)
    tx.mark_routed(stored.id, now)
    note(log, "routed", complaint=stored.id, agency=case.agency)
    tell(parts, tx, stored, case, told_of(parts, tx, stored, notices, found))


def act_on(parts: Parts, tracking_id: str, action: Action) -> str:
    """Carry out an action and say so. NotAllowed: why not; LookupError: no such case."""
    with parts.store.transaction() as tx:
        said = act_within(parts, tx, tracking_id, action)
    parts.bell.ring("deliver")
    return said


def act_within(
    parts: Parts, tx: Transaction, tracking_id: str, action: Action, by: int = 0
) -> str:
    """`act_on` inside a transaction that does more: the turn of contact `by`, if it is one."""
    stored = tx.complaint(tracking_id)
    row = tx.case(stored.id, lock=True) if stored else None
    if stored is None or row is None:
        raise LookupError(tracking_id)
    keep_to_lead(parts, tx, row, action)
    now = parts.clock()
    case, notices = act(row.case, action, now, parts.office, parts.verbs)
    save(parts, tx, row, case, now)
    tx.audit(action.actor, f"case_{action.verb}", tracking_id, now)
    request = TRACE.get()
    with tracing(stored.trace):  # what follows is the complaint's, whoever acted
        note(log, "acted", complaint=stored.id, verb=str(action.verb), request=request)
        tell(parts, tx, stored, case, notices, by)
        for about, alone, told in release_followers(parts, tx, stored, action):
            set_free(parts, tx, about, alone, told)
    verb = parts.verbs[action.verb]
    if case == row.case and verb.officers:  # it had been done: nobody was told anything
        return parts.words.say("done.before", id=tracking_id)
    desk = parts.agencies.find(action.to) if action.to else None
    return done_text(verb, tracking_id, parts.words, desk.name if desk else "")


def set_free(
    parts: Parts,
    tx: Transaction,
    stored: StoredComplaint,
    case: Case,
    notices: Iterable[Notice],
) -> None:
    """Save a case that follows no more, and tell whoever must know."""
    row = tx.case(stored.id, lock=True)
    if row is not None:
        save(parts, tx, row, case, parts.clock())
        tell(parts, tx, stored, case, notices)


def release(parts: Parts, tracking_id: str, actor: str) -> str:
    """The coordinator lets the words go that were held, as they stand now, and their desk hears of it.

    LookupError: no case whose words wait.
    """
    with parts.store.transaction() as tx:
        stored = tx.complaint(tracking_id)
        row = tx.case(stored.id, lock=True) if stored else None
        if stored is None or row is None or not held_words(stored.complaint):
            raise LookupError(tracking_id)
        now = parts.clock()
        about = replace(stored.complaint, flags=let_go(stored.complaint))
        tx.save_complaint(about, stored.contact_id, stored.status, now)
        case = logged(row.case, HistoryEntry(now, actor, RELEASE, "", row.case.agency))
        save(parts, tx, row, case, now)
        tx.audit(actor, "release_words", tracking_id, now)
        shown = buttons(case, parts.office, parts.verbs)
        told = Notice("administrators", case.agency, "admin.released", {}, shown)
        with tracing(stored.trace):
            tell(parts, tx, replace(stored, complaint=about), case, [told])
    parts.bell.ring("deliver")
    return parts.words.say("held.released", id=tracking_id)


RELEASE = "release"  # in stored histories


def save(
    parts: Parts, tx: Transaction, row: StoredCase, case: Case, now: datetime
) -> None:
    """Store the case, with the moment the clock must look at it again; its lead's, where it follows one."""
    _, _, next_at = tick(case, now, parts.office, parts.verbs)
    if tx.following(row.complaint_id):
        next_at = None
    tx.save_case(row.complaint_id, case, next_at, now)


def tell(
    parts: Parts,
    tx: Transaction,
    stored: StoredComplaint,
    case: Case,
    notices: Iterable[Notice],
    by: int = 0,
) -> None:
    """Put a case's notices into the outbox, for the citizen and for administrators.

    What citizens did themselves (BELUM) the conversation has answered at once.
    """
    answered = {
        verb.tells.key
        for verb in parts.verbs.values()
        if verb.tells and not verb.officers
    }
    notices = tuple(notices)
    for notice in notices:
        if notice.key in answered:
            continue
        if notice.to == "citizen":
            _tell_citizen(parts, tx, stored, case, notice, by)
        else:
            _tell_desk(parts, tx, stored, case, notice)
    carry_on(parts, tx, stored, case, notices)
    _hold(parts, tx, stored)


def _hold(parts: Parts, tx: Transaction, stored: StoredComplaint) -> None:
    """Names that may tell who an anonymous reporter is wait: the coordinator hears of them, and of more."""
    if held := held_words(stored.complaint):
        alarm = Alarm("alarm.held", {"id": stored.complaint.tracking_id})
        key = f"held:{stored.id}:{len(held)}:{len(stored.complaint.flags)}"
        tell_coordinator(parts, tx, alarm, stored.id, key=key)


def _tell_citizen(
    parts: Parts,
    tx: Transaction,
    stored: StoredComplaint,
    case: Case,
    notice: Notice,
    by: int,
) -> None:
    name = parts.agencies.by_code[case.agency].name
    args = {"id": case.tracking_id, "agency": name, **notice.args}
    contact = _reporter(parts, tx, stored)
    args = dated(args, citizen_language(parts, tx, contact))
    news(parts, tx, contact, Line(notice.key, args), stored.id, parts.clock())
    if contact.id != by:  # their own turn is stored by itself
        await_answer(parts, tx, contact, case.tracking_id, notice.key)


def _reporter(parts: Parts, tx: Transaction, stored: StoredComplaint) -> Contact:
    """The citizen; where their contact is damaged, at the address that the complaint has."""
    try:
        return tx.contact_by_id(stored.contact_id)
    except Damaged:
        about = stored.complaint
        address = Address(about.reporter.channel, about.reporter.address_on_channel)
        return tx.contact(address, parts.clock())


def _tell_desk(
    parts: Parts, tx: Transaction, stored: StoredComplaint, case: Case, notice: Notice
) -> None:
    """Tell every administrator of the desk; when none can be reached, those above, at last an alarm."""
    stored = replace(stored, complaint=with_files(tx, stored))
    desk = parts.agencies.by_code[notice.agency or case.agency]
    for agency in (desk, *parts.agencies.parents(desk.code)):
        told = [
            tell_administrator(
                parts,
                tx,
                person.notify,
                _wording(parts, person, stored, case, notice),
                stored.id,
            )
            for person in agency.administrators
        ]
        if any(told):
            note(
                log,
                "notified",
                complaint=stored.id,
                agency=agency.code,
                notice=notice.key,
            )
            return
    log.error(
        "no administrator of %s can be reached: none of their channels is on", desk.code
    )


def _wording(
    parts: Parts,
    person: Administrator,
    stored: StoredComplaint,
    case: Case,
    notice: Notice,
) -> Wording:
    link = parts.links.case(person.notify[0], case.tracking_id)
    long, short = (
        administrator_text(
            notice, stored.complaint, case, parts.voice, short=short, link=link
        )
        for short in (False, True)
    )
    return Wording(long, short, notice.buttons)


def desks_of(parts: Parts, address: Address) -> tuple[str, ...]:
    """The codes of the agencies this address speaks for."""
    return tuple(agency.code for agency, _ in parts.agencies.administrators_at(address))


def actor_at(parts: Parts, address: Address) -> str:
    """The administrator's name, for the history; two people at one address are named together."""
    return ", ".join(
        dict.fromkeys(
            person.name for _, person in parts.agencies.administrators_at(address)
        )
    )
