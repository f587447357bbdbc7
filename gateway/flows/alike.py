"""When a report is routed: what it may be the same as, for its desk to see and its citizen to be asked.

The question costs no message: it stands in the one that tells who handles the report. Nothing of the other
report is shown. The matter is told in the words that both used, the place by the village that both named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from gateway.flows.telling import dated
from gateway.setup.parts import Parts
from intake.complaint import Complaint
from intake.dialogue.alike import asked_alike
from intake.messages import OutboundMessage
from intake.state import Line, Say
from intake.wording.render import render
from routing.case import Notice
from routing.duplicates import (
    ASKED,
    WITHIN,
    Alike,
    alike,
    can_repeat,
    flagged,
    may_be_compared,
    protected,
    secret,
)
from routing.likeness import in_own_words, meaning
from routing.notices import veiled
from routing.pair_texts import why_text
from routing.supporters import WAITING, Pair
from storage.transaction_base import Damaged
from storage.turns import Taken, rows_of
from storage.unit_of_work import Transaction
from storage.values import Contact, Conversation, StoredComplaint
from storage.waiting import Caller

COMPARED = 100  # open cases of the village, and as many of the matter, the newest first


def suggest(
    parts: Parts, tx: Transaction, stored: StoredComplaint, agency: str, now: datetime
) -> tuple[StoredComplaint, tuple[Alike, ...]]:
    """The complaint, flagged when there is one like it, and those it is like; they are kept as pairs."""
    about = stored.complaint
    if not can_repeat(about) or secret(about):
        return stored, ()
    others = {one.complaint.tracking_id: one for one in _others(tx, stored, agency)}
    likely = alike(about, (one.complaint for one in others.values()))
    found = tuple(
        _without_names(parts, one, about, others[one.tracking_id].complaint)
        for one in likely
    )
    ids = {tracking_id: one.id for tracking_id, one in others.items()}
    for one in found:
        pair = Pair(one.score, one.days, one.one_village, one.shared)
        tx.save_pair(stored.id, ids[one.tracking_id], pair, now)
    complaint = flagged(about, found)
    if complaint is not about:
        tx.save_complaint(complaint, stored.contact_id, "completed", now)
    return replace(stored, complaint=complaint), found


def _others(
    tx: Transaction, stored: StoredComplaint, agency: str
) -> Iterator[StoredComplaint]:
    """The open reports that its desk may read to be like it."""
    others = tx.like(stored.complaint, stored.complaint.received_at - WITHIN, COMPARED)
    cases = tx.cases_of([one.id for one in others])
    desks = {row.complaint_id: row.case.agency for row in cases}
    for one in others:
        same = desks.get(one.id) == agency
        if may_be_compared(stored.complaint, one.complaint, one_desk=same):
            yield one


def _without_names(
    parts: Parts, found: Alike, one: Complaint, other: Complaint
) -> Alike:
    """What they share, without words that tell who either citizen is."""

    both = (one, other)
    names = {
        meaning(word)
        for about in both
        for word in re.findall(r"\w+", (about.reporter.name or "").casefold())
    }

    def shown(word: str) -> bool:
        veils = (veiled(word, about, parts.voice) == word for about in both)
        return word not in names and all(veils)

    return replace(found, shared=tuple(filter(shown, found.shared)))


def told_of(
    parts: Parts,
    tx: Transaction,
    stored: StoredComplaint,
    notices: Iterable[Notice],
    found: tuple[Alike, ...],
) -> tuple[Notice, ...]:
    """The notices of a new case, with what it is like; the citizen's not when it went as a question."""
    if not found:
        return tuple(notices)
    best = found[0]
    why = why_text(best, parts.words, stored.complaint.tracking_id)
    asked = _ask(parts, tx, stored, found, notices)
    return tuple(
        replace(one, args={**one.args, "alike": why}) if one.to != "citizen" else one
        for one in notices
        if not (asked and one.to == "citizen")
    )


def _ask(
    parts: Parts,
    tx: Transaction,
    stored: StoredComplaint,
    found: tuple[Alike, ...],
    notices: Iterable[Notice],
) -> bool:
    """Ask the citizen in the news of who handles it; False: nothing was sent."""
    news = next((one for one in notices if one.to == "citizen"), None)
    other = _to_ask_of(tx, stored, found)
    contact = _reachable(parts, tx, stored)
    if news is None or other is None or contact is None:
        return False
    caller = tx.caller(contact, owed=False)
    talk = caller.conversation
    if talk is None:
        return False
    id_ = stored.complaint.tracking_id
    state = asked_alike(talk.state, id_, other.tracking_id)
    if state is None:
        return False
    now = parts.clock()
    kept = Taken(caller, replace(talk, state=state))
    tx.store_turns(rows_of([kept], now))
    args = dated({**news.args, **matter_args(stored, other)}, state.language)
    line = Line("case.forwarded.alike", args)
    spoken = Say((line,), state.draft.choices, state.shown)
    able = parts.capabilities(contact.address.channel)
    text = render(spoken, state.language, able, parts.catalogue)
    message = OutboundMessage(
        contact.address, text.text, text.buttons, via=_number(tx, caller, talk)
    )
    tx.add_outbox(contact.id, message, now, kind=line.key, complaint_id=stored.id)
    return True


def _number(tx: Transaction, caller: Caller, talk: Conversation) -> str:
    """Which of our numbers they wrote to last."""
    return talk.talk.number or next(
        (one.message.to for one in tx.recent_inbound(caller.contact.id, 1)), ""
    )


def _to_ask_of(
    tx: Transaction, stored: StoredComplaint, found: tuple[Alike, ...]
) -> Alike | None:
    """The likeliest report the citizen may hear of: somebody else's, waiting, and nothing to protect."""
    if protected(stored.complaint):
        return None
    likely = {one.tracking_id: one for one in found if one.score >= ASKED}
    named = tx.complaints_named([*likely])
    cases = {row.complaint_id: row for row in tx.cases_of([one.id for one in named])}
    for other in named:
        row = cases.get(other.id)  # one that cannot be read is left out
        if row is not None and row.case.state in WAITING and _tellable(stored, other):
            return likely[other.complaint.tracking_id]
    return None


def _tellable(stored: StoredComplaint, other: StoredComplaint) -> bool:
    """Whether it is somebody else's, and its citizen asked for no protection."""
    theirs = other.contact_id != stored.contact_id and not _one_person(stored, other)
    return theirs and not protected(other.complaint)


def _one_person(one: StoredComplaint, other: StoredComplaint) -> bool:
    """Whether the same person wrote both, as far as two numbers tell."""
    numbers = (
        {about.reporter.phone, about.reporter.address_on_channel} - {None}
        for about in (one.complaint, other.complaint)
    )
    return bool(set.intersection(*numbers))


def _reachable(
    parts: Parts, tx: Transaction, stored: StoredComplaint
) -> Contact | None:
    """The citizen, if they can be asked: an officer's words are read by their cases first."""
    try:
        contact = tx.contact_by_id(stored.contact_id)
    except Damaged:
        return None
    officer = parts.agencies.administrators_at(contact.address)
    return None if contact.stopped or officer else contact


def matter_args(stored: StoredComplaint, shared: Alike | Pair) -> dict[str, str]:
    """What both are about and where: in this citizen's own words, and by their own village."""
    path = stored.complaint.location.region_path
    return {
        "story": in_own_words(stored.complaint.description, shared.shared),
        "place": next((name for name in reversed(path) if name), ""),
    }
