"""The administrators' side: route a complaint, act on its case, and tell whoever must know."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gateway.parts import Parts
from gateway.words import news, tell_administrator
from intake.complaint import Complaint
from intake.extract.nik import mask_numbers
from intake.messages import Address
from intake.state import Line
from routing.agencies import Administrator, Agency
from routing.assign import assign
from routing.case import OPEN, Action, Case, act, from_json, open_case, tick, to_json
from routing.duplicates import similar
from routing.notices import Notice, administrator_text, done_text
from storage.unit_of_work import Transaction
from storage.values import StoredCase, StoredComplaint

log = logging.getLogger(__name__)
SAID_AT_ONCE = "case.reopened"  # the reply to BELUM has told the citizen
COMPARED = 200  # open cases looked at for duplicates


def route(parts: Parts, complaint_id: int) -> None:
    """Consume one complaint from the central queue. Doing it again changes nothing."""
    now = parts.clock()
    with parts.store.transaction() as tx:
        stored = tx.complaint_by_id(complaint_id, lock=True)
        if stored is None or stored.status != "completed" or tx.case(complaint_id):
            return
        complaint = _flag_duplicate(tx, stored, now)
        case, notices = open_case(complaint, assign(complaint, parts.agencies), now, parts.agencies, parts.calendar)
        _, _, next_at = tick(case, now, parts.agencies, parts.calendar)
        tx.add_case(complaint_id, to_json(case), case.agency, str(case.state), next_at, now)
        tx.mark_routed(complaint_id, now)
        tell(parts, tx, stored, complaint, case, notices)
    parts.bell.ring("deliver")


def _flag_duplicate(tx: Transaction, stored: StoredComplaint, now: datetime) -> Complaint:
    complaint = stored.complaint
    if complaint.category is None or complaint.location.region_code is None:
        return complaint
    rows = (tx.complaint_by_id(case.complaint_id) for case in tx.cases(None, [str(s) for s in OPEN], COMPARED, 0))
    alike = similar(complaint, (row.complaint for row in rows if row))
    if alike is None:
        return complaint
    flagged = replace(complaint, flags=(*complaint.flags, f"possible_duplicate:{alike}"))
    tx.save_complaint(flagged, stored.contact_id, "completed", now)
    return flagged


def act_on(parts: Parts, tracking_id: str, action: Action) -> str:
    """Carry out an action and say so, in Indonesian. NotAllowed: why not; LookupError: no such case."""
    with parts.store.transaction() as tx:
        said = act_within(parts, tx, tracking_id, action)
    parts.bell.ring("deliver")
    return said


def act_within(parts: Parts, tx: Transaction, tracking_id: str, action: Action) -> str:
    """`act_on` inside a transaction that does more."""
    stored = tx.complaint(tracking_id)
    row = tx.case(stored.id, lock=True) if stored else None
    if stored is None or row is None:
        raise LookupError(tracking_id)
    now = parts.clock()
    case, notices = act(from_json(row.body), action, now, parts.agencies, parts.calendar)
    save(parts, tx, row, case, now)
    tx.audit(action.actor, f"case_{action.verb}", tracking_id, now)
    tell(parts, tx, stored, stored.complaint, case, notices)
    return done_text(str(action.verb), tracking_id) if str(action.verb) in DONE_VERBS else ""


DONE_VERBS = frozenset({"accept", "answer", "finish", "return", "transfer"})


def save(parts: Parts, tx: Transaction, row: StoredCase, case: Case, now: datetime) -> None:
    """Store the case, with the moment the clock must look at it again."""
    _, _, next_at = tick(case, now, parts.agencies, parts.calendar)
    tx.save_case(row.complaint_id, to_json(case), case.agency, str(case.state), next_at, now)


def tell(
    parts: Parts, tx: Transaction, stored: StoredComplaint, complaint: Complaint, case: Case, notices: Iterable[Notice]
) -> None:
    """Put a case's notices into the outbox, for the citizen and for administrators."""
    for notice in notices:
        if notice.key == SAID_AT_ONCE:
            continue
        if notice.to == "citizen":
            _tell_citizen(parts, tx, stored, case, notice)
        else:
            tell_desk(parts, tx, stored, complaint, case, notice)


def _tell_citizen(parts: Parts, tx: Transaction, stored: StoredComplaint, case: Case, notice: Notice) -> None:
    name = parts.agencies.by_code[case.agency].name
    args = {"id": case.tracking_id, "agency": name, **notice.args}
    contact = tx.contact_by_id(stored.contact_id)
    news(parts, tx, contact, Line(notice.key, args), stored.id, parts.clock())


def tell_desk(
    parts: Parts, tx: Transaction, stored: StoredComplaint, complaint: Complaint, case: Case, notice: Notice
) -> None:
    """Tell every administrator of the desk; when none can be reached, those above, at last an alarm."""
    for agency in _desk_and_above(parts, notice.agency or case.agency):
        if sum([_tell_one(parts, tx, person, stored, complaint, case, notice) for person in agency.administrators]):
            return
    log.error("no administrator of %s can be reached: none of their channels is on", notice.agency)


def _tell_one(  # noqa: PLR0913  (a notice is about a complaint, its row and its case)
    parts: Parts,
    tx: Transaction,
    person: Administrator,
    stored: StoredComplaint,
    complaint: Complaint,
    case: Case,
    notice: Notice,
) -> bool:
    def worded(address: Address, *, short: bool) -> str:
        link = parts.links.case(address, case.tracking_id)
        return administrator_text(notice, complaint, case, short=short, link=link, mask=mask_numbers)

    usable = tuple(address for address in person.notify if address.channel in parts.channels)
    if not usable:
        return False
    long, short = worded(usable[0], short=False), worded(usable[0], short=True)
    return tell_administrator(parts, tx, usable, long, short, notice.buttons, stored.id)


def _desk_and_above(parts: Parts, code: str) -> tuple[Agency, ...]:
    return (parts.agencies.by_code[code], *parts.agencies.parents(code))


def desks_of(parts: Parts, address: Address) -> tuple[str, ...]:
    """The codes of the agencies this address speaks for."""
    return tuple(agency.code for agency, _ in parts.agencies.administrators_at(address))


def actor_at(parts: Parts, address: Address) -> str:
    """The administrator's name, for the history; two people at one address are named together."""
    return ", ".join(dict.fromkeys(person.name for _, person in parts.agencies.administrators_at(address)))
