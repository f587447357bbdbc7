"""Those who follow another report: what is done to the lead is done to them, and told to each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from gateway.flows.telling import await_answer, citizen_language, dated, news
from gateway.setup.parts import Parts
from intake.state import Line
from routing.case import CITIZEN, Action, Case, HistoryEntry, NotAllowed, Notice
from routing.clocks import date_text
from routing.life import buttons
from routing.moves import logged
from routing.notices import veiled
from routing.supporters import LEAVES, PART, RELEASES, WAITING, mirrored, parted
from routing.verbs import By
from storage.transaction_base import Damaged
from storage.unit_of_work import Transaction
from storage.values import StoredCase, StoredComplaint, StoredPair

Told = tuple[StoredComplaint, Case, tuple[Notice, ...]]


def carry_on(
    parts: Parts,
    tx: Transaction,
    lead: StoredComplaint,
    case: Case,
    notices: Iterable[Notice],
) -> None:
    """What was done to a lead is done to its followers, and their citizens read what its citizen reads."""
    told = [one for one in notices if one.to == "citizen"]
    for pair in tx.followers(lead.id):
        row = tx.case(pair.complaint_id, lock=True)
        own = tx.complaint_by_id(pair.complaint_id)
        if row is None or own is None:
            continue
        after = mirrored(row.case, case)
        if after != row.case:
            tx.save_case(row.complaint_id, after, None, parts.clock())
        for notice in told:
            _tell(parts, tx, own, lead, case, notice)


def _tell(
    parts: Parts,
    tx: Transaction,
    own: StoredComplaint,
    lead: StoredComplaint,
    case: Case,
    notice: Notice,
) -> None:
    """By their own number, in their language; an answer may name the lead's citizen, and then does not."""
    try:
        contact = tx.contact_by_id(own.contact_id)
    except Damaged:
        return
    clean = {
        name: veiled(value, lead.complaint, parts.voice) if name == "answer" else value
        for name, value in notice.args.items()
    }
    names = {
        "id": own.complaint.tracking_id,
        "agency": parts.agencies.by_code[case.agency].name,
    }
    args = dated({**clean, **names}, citizen_language(parts, tx, contact))
    line = Line(notice.key, args)
    news(parts, tx, contact, line, own.id, parts.clock())
    await_answer(parts, tx, contact, own.complaint.tracking_id, notice.key)


def keep_to_lead(
    parts: Parts, tx: Transaction, row: StoredCase, action: Action
) -> None:
    """An officer acts on the lead, and is told which it is; a citizen who disputes goes their own way.

    NotAllowed, in words, for the officer.
    """
    pair = tx.following(row.complaint_id)
    if pair is None:
        return
    verb = parts.verbs[action.verb]
    if verb.by in {By.DESK, By.COORDINATOR}:
        lead = tx.complaint_by_id(pair.lead_id)
        other = lead.complaint.tracking_id if lead else ""
        own = row.case.tracking_id
        raise NotAllowed(parts.words.say("pair.follows", id=own, other=other))
    if action.verb in LEAVES and row.case.state in verb.during:
        said = replace(pair.pair, citizen="different")
        tx.save_pair(pair.complaint_id, pair.lead_id, said, parts.clock())
        tx.unfollow(pair, parts.clock())


def release_followers(
    parts: Parts, tx: Transaction, lead: StoredComplaint, action: Action
) -> Iterator[Told]:
    """The lead was taken back: each report that followed lives on by itself, and who must know is told."""
    if action.verb not in RELEASES:
        return
    for pair in tx.followers(lead.id):
        told = part(parts, tx, pair, CITIZEN, keep_answer=True)
        if told:
            yield told


def part(
    parts: Parts,
    tx: Transaction,
    pair: StoredPair,
    actor: str,
    *,
    keep_answer: bool = False,
) -> Told | None:
    """End a following; whom to tell that it stands by itself again. None: the report is gone.

    The case is what it was before; `keep_answer`: unless it was answered meanwhile, and of the same matter.
    """
    now = parts.office.local(parts.clock())
    tx.unfollow(pair, now)
    row = tx.case(pair.complaint_id, lock=True)
    own = tx.complaint_by_id(pair.complaint_id)
    if row is None or own is None or pair.before is None:
        return None
    if keep_answer and row.case.state not in WAITING:
        case = logged(row.case, HistoryEntry(now, actor, PART, "", row.case.agency))
    else:
        case = parted(row.case, pair.before, actor, now)
    return own, case, _alone(parts, own, case, now)


def _alone(
    parts: Parts, own: StoredComplaint, case: Case, now: datetime
) -> tuple[Notice, ...]:
    """The citizen reads which date holds again, unless it is over: the clock speaks of that at once."""
    shown = buttons(case, parts.office, parts.verbs)
    desk = Notice("administrators", case.agency, "admin.parted", {}, shown)
    due = case.deadlines.respond
    if case.state not in WAITING:
        return (desk,)
    if due <= now:
        return Notice("citizen", None, "alike.different"), desk
    told = {"deadline": date_text(due.date(), own.complaint.reporter.language)}
    return Notice("citizen", None, "alike.alone", told), desk
