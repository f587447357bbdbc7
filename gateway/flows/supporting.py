"""Somebody says whether two reports are about the same matter: the citizen who was asked, or a desk.

Nothing is joined by anybody else, and what one said stays said: whoever answers "different" is not
overruled by the other's "same".
"""

from collections.abc import Iterable
from dataclasses import replace

from gateway.flows.alike import matter_args
from gateway.flows.cases import save, set_free, tell
from gateway.flows.following import part
from gateway.setup.parts import Parts
from intake.state import Line
from routing.case import CITIZEN, Case, HistoryEntry, NotAllowed, Notice
from routing.clocks import date_text
from routing.duplicates import compared, unflagged
from routing.life import may
from routing.moves import logged
from routing.supporters import (
    SUPPORTED,
    Pair,
    Said,
    Side,
    hindrance,
    joined,
    lead_first,
)
from storage.unit_of_work import Transaction
from storage.values import StoredCase, StoredComplaint, StoredPair

Report = tuple[StoredComplaint, StoredCase]


# --- a citizen --------------------------------------------------------------------


def citizen_says(
    parts: Parts, tx: Transaction, own: StoredComplaint, other: str, *, same: bool
) -> Line:
    """Keep what the citizen says of their report and another, do it, and what to answer."""
    id_ = {"id": own.complaint.tracking_id}
    pair = _asked_pair(tx, own, other)
    if pair is None:
        return Line("alike.different", id_)
    answer: Said = "same" if same else "different"
    said = _keep(parts, tx, pair, replace(pair.pair, citizen=answer))
    if not same:
        return _apart(parts, tx, pair, own)
    lead, mine = _report(tx, pair.lead_id), _report(tx, own.id)
    if pair.following and lead:
        return Line("alike.joined", _joined_args(parts, tx, own, lead))
    if not said.agreed:
        return Line("alike.different", id_)
    if not (lead and mine) or hindrance(_side(tx, lead), _side(tx, mine)):
        return Line("alike.gone", id_)
    _join(parts, tx, replace(pair, pair=said), lead, mine, CITIZEN)
    _tell_desks(parts, tx, lead, mine)
    return Line("alike.joined", _joined_args(parts, tx, own, lead))


def _asked_pair(tx: Transaction, own: StoredComplaint, other: str) -> StoredPair | None:
    if not other:
        mine = [one for one in tx.pairs_of(own.id) if one.complaint_id == own.id]
        return tx.following(own.id) or next(iter(mine), None)
    asked = tx.complaint(other)
    pair = tx.pair(own.id, asked.id, lock=True) if asked else None
    return pair if pair and pair.complaint_id == own.id else None


def _apart(
    parts: Parts, tx: Transaction, pair: StoredPair, own: StoredComplaint
) -> Line:
    id_ = {"id": own.complaint.tracking_id}
    told = part(parts, tx, pair, CITIZEN) if pair.following else None
    if told is None:
        return Line("alike.different", id_)
    stored, case, notices = told
    kept = [one for one in notices if one.to != "citizen"]
    set_free(parts, tx, stored, case, kept)
    answer = next((one for one in notices if one.key == "alike.alone"), None)
    if answer is None:
        return Line("alike.different", id_)
    agency = parts.agencies.by_code[case.agency].name
    return Line("alike.apart", {**id_, "agency": agency, **answer.args})


def _joined_args(
    parts: Parts, tx: Transaction, own: StoredComplaint, lead: Report
) -> dict[str, str]:
    case = lead[1].case
    return {
        "id": own.complaint.tracking_id,
        "agency": parts.agencies.by_code[case.agency].name,
        "deadline": _deadline(case, own),
        "n": str(citizens(tx, lead[0].id)),
    }


def _tell_desks(parts: Parts, tx: Transaction, lead: Report, mine: Report) -> None:
    """The lead's desk learns how many there are, not of each; a desk that had the other, where it went."""
    (stored, row), (own, _) = lead, mine
    ids = {"id": stored.complaint.tracking_id, "other": own.complaint.tracking_id}
    number = citizens(tx, stored.id)
    notices = []
    if number <= EACH or number % EVERY == 0:
        told = {"other": ids["other"], "n": str(number)}
        desk = row.case.agency
        notices.append(Notice("administrators", desk, "admin.supported", told))
    tell(parts, tx, stored, row.case, notices)
    _tell_former(parts, tx, mine, row.case)


EACH, EVERY = (
    3,
    5,
)  # supporters whose coming is told: each of the first, then every fifth


# --- a desk -----------------------------------------------------------------------


def judge(
    parts: Parts,
    ids: tuple[str, str],
    actor: str,
    desks: Iterable[str],
    *,
    same: bool,
) -> str:
    """`desk_says` in a transaction of its own."""
    with parts.store.transaction() as tx:
        said = desk_says(parts, tx, ids, actor, desks, same=same)
    parts.bell.ring("deliver")
    return said


def desk_says(
    parts: Parts,
    tx: Transaction,
    ids: tuple[str, str],
    actor: str,
    desks: Iterable[str],
    *,
    same: bool,
) -> str:
    """Keep what a desk says of two reports, do it, and what the desk reads.

    NotAllowed, in words; LookupError for a report that is not there.
    """
    desks = tuple(desks)
    reports = [_known(parts, tx, id_, desks) for id_ in ids]
    if not same:
        return _denied(parts, tx, reports[0], reports[1], actor)
    one, other = (_leading(tx, report) for report in reports)
    if one[0].id == other[0].id:
        raise NotAllowed(parts.words.say("pair.already", id=ids[0], other=ids[1]))
    return _confirmed(parts, tx, one, other, actor)


def _known(
    parts: Parts, tx: Transaction, tracking_id: str, desks: tuple[str, ...]
) -> Report:
    stored = tx.complaint(tracking_id)
    report = _report(tx, stored.id) if stored else None
    if report is None:
        raise LookupError(tracking_id)
    case = report[1].case
    if not may(case, parts.verbs["answer"], desks, parts.agencies):
        name = parts.agencies.by_code[case.agency].name
        refused = parts.words.say("refused.stranger", id=tracking_id, agency=name)
        raise NotAllowed(refused)
    return report


def _leading(tx: Transaction, report: Report) -> Report:
    """The report itself, or the one that it follows."""
    pair = tx.following(report[0].id)
    return (_report(tx, pair.lead_id) if pair else None) or report


def _confirmed(
    parts: Parts, tx: Transaction, one: Report, other: Report, actor: str
) -> str:
    sides = _side(tx, one), _side(tx, other)
    leads = lead_first(*sides)[0].about.tracking_id
    lead, own = (one, other) if sides[0].about.tracking_id == leads else (other, one)
    ids = {"id": own[0].complaint.tracking_id, "other": leads}
    why = hindrance(_side(tx, lead), _side(tx, own))
    pair = _pair_of(parts, tx, lead, own)
    if not why and pair.pair.citizen == "different":
        why = "pair.citizen_denied"
    if why:
        raise NotAllowed(parts.words.say(why, **ids))
    said = _keep(parts, tx, pair, replace(pair.pair, desk="same"))
    _join(parts, tx, replace(pair, pair=said), lead, own, actor)
    case = lead[1].case
    told = {"deadline": _deadline(case, own[0]), **matter_args(own[0], pair.pair)}
    notice = Notice("citizen", None, "alike.told", told)
    tell(parts, tx, own[0], replace(own[1].case, agency=case.agency), [notice])
    _tell_former(parts, tx, own, case)
    return parts.words.say("pair.joined", n=citizens(tx, lead[0].id), **ids)


def _pair_of(parts: Parts, tx: Transaction, lead: Report, own: Report) -> StoredPair:
    """The pair as it was suggested, or a new one; the other way round when the older one follows."""
    known = tx.pair(own[0].id, lead[0].id, lock=True)
    if known and known.complaint_id == own[0].id:
        return known
    found = compared(own[0].complaint, lead[0].complaint)
    fresh = Pair(found.score, found.days, found.one_village, found.shared)
    if known:
        tx.drop_pair(known)
        fresh = replace(fresh, desk=known.pair.desk)
    tx.save_pair(own[0].id, lead[0].id, fresh, parts.clock())
    pair = tx.pair(own[0].id, lead[0].id, lock=True)
    if pair is None:
        raise LookupError(own[0].complaint.tracking_id)
    return pair


def _denied(
    parts: Parts, tx: Transaction, one: Report, other: Report, actor: str
) -> str:
    ids = {
        "id": one[0].complaint.tracking_id,
        "other": other[0].complaint.tracking_id,
    }
    pair = tx.pair(one[0].id, other[0].id, lock=True) or _pair_of(
        parts, tx, *_by_age(one, other)
    )
    _keep(parts, tx, pair, replace(pair.pair, desk="different"))
    told = part(parts, tx, pair, actor) if pair.following else None
    if told is None:
        return parts.words.say("pair.denied", **ids)
    set_free(parts, tx, *told)
    tx.audit(actor, "part_case", ids["id"], parts.clock(), ids["other"])
    own = told[0].complaint.tracking_id
    return parts.words.say("pair.parted", id=own)


def _by_age(one: Report, other: Report) -> tuple[Report, Report]:
    older, newer = sorted(
        (one, other), key=lambda report: report[0].complaint.received_at
    )
    return older, newer


def other_of(tx: Transaction, tracking_id: str) -> str:
    """The report that a single number means beside itself: its lead, else the one it is most like; or ""."""
    stored = tx.complaint(tracking_id)
    if stored is None:
        return ""
    pair = tx.following(stored.id) or next(iter(tx.pairs_of(stored.id)), None)
    if pair is None:
        return ""
    ids = {pair.complaint_id, pair.lead_id} - {stored.id}
    other = tx.complaint_by_id(ids.pop())
    return other.complaint.tracking_id if other else ""


# --- both -------------------------------------------------------------------------


def citizens(tx: Transaction, lead_id: int) -> int:
    """How many people stand behind a report."""
    return tx.citizens_of([lead_id]).get(lead_id, 1)


def _tell_former(parts: Parts, tx: Transaction, own: Report, lead: Case) -> None:
    """A desk that had the report reads where it went."""
    stored, before = own
    if before.case.agency != lead.agency:
        there = {"other": lead.tracking_id}
        went = Notice("administrators", before.case.agency, "admin.follows", there)
        tell(parts, tx, stored, before.case, [went])


def together(tx: Transaction, tracking_id: str | None) -> tuple[Line, ...]:
    """What STATUS adds for a report that is handled with others: how many people, nothing of theirs."""
    stored = tx.complaint(tracking_id) if tracking_id else None
    if stored is None:
        return ()
    pair = tx.following(stored.id)
    number = citizens(tx, pair.lead_id if pair else stored.id)
    return (
        (Line("status.together", {"n": str(number)}, optional=True),)
        if number > 1
        else ()
    )


def _report(tx: Transaction, complaint_id: int) -> Report | None:
    stored = tx.complaint_by_id(complaint_id)
    row = tx.case(complaint_id, lock=True) if stored else None
    return (stored, row) if stored and row else None


def _side(tx: Transaction, report: Report) -> Side:
    stored, row = report
    return Side(stored.complaint, row.case, followed=bool(tx.followers(stored.id)))


def _keep(parts: Parts, tx: Transaction, pair: StoredPair, said: Pair) -> Pair:
    """What was said of it, from now on. Who knows that they differ ends our guess."""
    now = parts.clock()
    tx.save_pair(pair.complaint_id, pair.lead_id, said, now)
    stored = tx.complaint_by_id(pair.complaint_id)
    lead = tx.complaint_by_id(pair.lead_id)
    if stored and lead and "different" in {said.citizen, said.desk}:
        about = unflagged(stored.complaint, lead.complaint.tracking_id)
        if about != stored.complaint:
            tx.save_complaint(about, stored.contact_id, stored.status, now)
    return said


def _join(
    parts: Parts, tx: Transaction, pair: StoredPair, lead: Report, own: Report, by: str
) -> None:
    now = parts.office.local(parts.clock())
    lead_row, own_row = lead[1], own[1]
    own_id, lead_id = own_row.case.tracking_id, lead_row.case.tracking_id
    tx.follow(pair, own_row.case, now)
    tx.save_case(
        own_row.complaint_id, joined(own_row.case, lead_row.case, by, now), None, now
    )
    entry = HistoryEntry(now, by, SUPPORTED, own_id, lead_row.case.agency)
    save(parts, tx, lead_row, logged(lead_row.case, entry), now)
    tx.audit(by, "join_case", own_id, now, lead_id)


def _deadline(case: Case, own: StoredComplaint) -> str:
    return date_text(case.deadlines.respond.date(), own.complaint.reporter.language)
