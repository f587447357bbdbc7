"""The citizens' side: one message becomes one turn of the conversation, and its effects become rows."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gateway.flows.cases import act_within
from gateway.flows.telling import reply
from gateway.setup.parts import Parts
from intake.complaint import Complaint, tracking_id
from intake.conversation import fact_text, step
from intake.form.filing import complaint_of
from intake.messages import InboundMessage
from intake.places.nearest import nearest_in
from intake.state import (
    Adopted,
    Amend,
    Append,
    AskOwner,
    Cancel,
    Claimed,
    Context,
    Dispute,
    Drop,
    Effect,
    Event,
    Lend,
    Line,
    Mark,
    Said,
    Save,
    Say,
    State,
    StopContact,
    Submit,
    TellStatus,
    Wake,
)
from routing.case import CITIZEN, Action, NotAllowed
from routing.status import NOTHING_SENT, Filed, standing
from routing.updates import addition_note, appended, corrected, correction_note
from storage.queue import Bell
from storage.tracing import note
from storage.unit_of_work import Transaction
from storage.values import Contact, Conversation, StoredComplaint

log = logging.getLogger(__name__)


@dataclass
class Run:
    """One turn being carried out inside its transaction."""

    parts: Parts
    tx: Transaction
    contact: Contact
    state: State
    ctx: Context
    now: datetime
    callback: str | None = None
    complaint_id: int | None = None  # the complaint this message belongs to
    wake_at: datetime | None = None
    said: bool = False
    rings: list[Bell] = field(default_factory=list)


def converse(
    parts: Parts,
    tx: Transaction,
    contact: Contact,
    event: Event,
    callback: str | None = None,
) -> Run:
    """Take one turn with this person and store everything it leads to."""
    now = parts.clock()
    stored = tx.conversation(contact.id) or Conversation(
        State(language=parts.settings.language)
    )
    ctx = _context(parts, tx, contact, now)
    turn = step(stored.state, event, ctx)
    run = Run(parts, tx, contact, turn.state, ctx, now, callback)
    for effect in turn.effects:
        EFFECTS[type(effect)](run, effect)
    note(
        log,
        "turn",
        contact=contact.id,
        complaint=run.complaint_id,
        effects=",".join(type(effect).__name__ for effect in turn.effects),
    )
    tx.save_conversation(
        contact.id, replace(stored, state=turn.state), now, run.wake_at
    )
    return run


def heard(message: InboundMessage) -> Said:
    """The conversation's view of a message."""
    return Said(
        text=message.text,
        button=message.button,
        media=message.media,
        location=message.location,
        shared_phone=message.shared_phone,
        language_hint=message.language_hint,
        group=message.group or "",
        reference=message.reference,
        edits=message.edits or "",
    )


def _context(parts: Parts, tx: Transaction, contact: Contact, now: datetime) -> Context:
    return Context(
        now=now,
        new_id=_free_id(parts, tx),
        gazetteer=parts.gazetteer(),
        scorer=parts.scorer(),
        capabilities=parts.capabilities(contact.address.channel),
        home=parts.agencies.home_region(),
        nearest=nearest_in(parts.places),
        unread=tx.owed(contact.id),
    )


def _free_id(parts: Parts, tx: Transaction) -> str:
    """An id that no complaint has; with 887 million of them the second draw is rare."""
    fresh = tracking_id(parts.draw)
    while not tx.tracking_id_free(fresh):
        fresh = tracking_id(parts.draw)
    return fresh


def _say(run: Run, effect: Say) -> None:
    reply(run.parts, run.tx, run.contact, effect, run.state.language, run.callback)
    run.callback, run.said = None, True


def _save(run: Run, _effect: Save) -> None:
    complaint = _complaint(run)
    run.complaint_id = run.tx.save_complaint(
        complaint, run.contact.id, "draft", run.now
    )


def _submit(run: Run, _effect: Submit) -> None:
    complaint = _complaint(run)
    run.complaint_id = run.tx.save_complaint(
        complaint, run.contact.id, "completed", run.now
    )
    run.rings.append("push")


def _complaint(run: Run) -> Complaint:
    return complaint_of(
        run.state,
        run.contact.address,
        run.ctx.capabilities,
        run.parts.gazetteer(),
        run.now,
    )


def _cancel(run: Run, effect: Cancel) -> None:
    stored = run.tx.complaint(effect.tracking_id)
    if stored:
        run.tx.save_complaint(stored.complaint, run.contact.id, "cancelled", run.now)


def _drop(run: Run, effect: Drop) -> None:
    """What was told before the citizen began anew belongs to nothing any more."""
    stored = run.tx.complaint(effect.tracking_id)
    if stored and run.tx.drop_parts(stored.id):
        run.rings.append("fetch")


def _append(run: Run, effect: Append) -> None:
    """Further words or attachments for a complaint that was sent; its desk is told."""
    stored = run.tx.complaint(effect.tracking_id)
    if stored is None:
        return
    run.complaint_id = stored.id
    if effect.text:
        more = appended(stored.complaint, effect.text)
        run.tx.save_complaint(more, stored.contact_id, stored.status, run.now)
    _tell_case(run, stored, addition_note(effect.text, run.parts.words))


def _amend(run: Run, effect: Amend) -> None:
    """A correction of a complaint that was sent; its desk is told."""
    stored = run.tx.complaint(effect.tracking_id)
    if stored is None:
        return
    right = corrected(stored.complaint, _complaint(run))
    run.complaint_id = run.tx.save_complaint(
        right, stored.contact_id, stored.status, run.now
    )
    value = fact_text(effect.slot, run.state, run.ctx)
    _tell_case(run, stored, correction_note(effect.slot, value, run.parts.words))


def _tell_case(run: Run, stored: StoredComplaint, note: str) -> None:
    """Before it is routed there is no desk to tell: the complaint itself carries the words."""
    if run.tx.case(stored.id):
        act_within(
            run.parts,
            run.tx,
            stored.complaint.tracking_id,
            Action("append", CITIZEN, (), note),
        )


def _status(run: Run, effect: TellStatus) -> None:
    reply_line = _status_line(run, effect.tracking_id)
    _say(run, Say((reply_line,), run.state.draft.choices, run.state.shown))


def _status_line(run: Run, wanted: str | None) -> Line:
    """How this complaint stands, or the one they sent last."""
    if wanted is None:
        latest = run.tx.complaints_of(run.contact.id, 1)
        if not latest:
            return Line(NOTHING_SENT)
        wanted = latest[0].complaint.tracking_id
    told = standing(_filed(run, wanted), run.parts.agencies.by_code, run.state.language)
    return Line(told.key, told.facts)


def _filed(run: Run, wanted: str) -> Filed | None:
    stored = run.tx.complaint(wanted)
    row = run.tx.case(stored.id) if stored else None
    return Filed(wanted, stored.status, row.case if row else None) if stored else None


def _dispute(run: Run, effect: Dispute) -> None:
    """Only the reporter may say that it is not solved; a stranger with the id learns only how it stands."""
    stored = run.tx.complaint(effect.tracking_id)
    mine = stored is not None and stored.contact_id == run.contact.id
    if not mine or stored is None or run.tx.case(stored.id) is None:
        _status(run, TellStatus(effect.tracking_id))
        return
    key = "dispute.done"
    try:
        act_within(
            run.parts,
            run.tx,
            effect.tracking_id,
            Action("dispute", CITIZEN, (), effect.text),
        )
    except NotAllowed:
        key = "dispute.not_yet"
    _say(run, Say((Line(key, {"id": effect.tracking_id}),), (), run.state.turn))
    run.complaint_id = stored.id


def _ask_owner(run: Run, effect: AskOwner) -> None:
    """Somebody quoted the id of a draft begun elsewhere: its owner is asked, nothing of it is shown."""
    stored = run.tx.complaint(effect.tracking_id)
    if (
        stored is None
        or stored.status != "draft"
        or stored.contact_id == run.contact.id
    ):
        _status(run, TellStatus(effect.tracking_id))
        return
    owner = run.tx.contact_by_id(stored.contact_id)
    if not owner.stopped:
        converse(
            run.parts,
            run.tx,
            owner,
            Claimed(effect.tracking_id, run.contact.id, run.contact.address.channel),
        )
    _say(run, Say((Line("claim.asked"),), (), run.state.turn))


def _lend(run: Run, effect: Lend) -> None:
    """The owner said yes: the draft, its id and its words go to the other contact."""
    run.tx.give_complaint(effect.tracking_id, effect.to)
    converse(run.parts, run.tx, run.tx.contact_by_id(effect.to), Adopted(effect.state))


def _stop(run: Run, _effect: StopContact) -> None:
    run.tx.set_stopped(run.contact.id, True)


def _wake(run: Run, effect: Wake) -> None:
    run.wake_at = effect.at


def _mark(run: Run, effect: Mark) -> None:
    run.tx.add_mark(
        effect.metric,
        effect.slot,
        run.contact.address.channel,
        run.state.language,
        run.now,
    )


EFFECTS: dict[type[Effect], Callable[[Run, Any], None]] = {
    Say: _say,
    Save: _save,
    Submit: _submit,
    Cancel: _cancel,
    Drop: _drop,
    Append: _append,
    Amend: _amend,
    TellStatus: _status,
    Dispute: _dispute,
    AskOwner: _ask_owner,
    Lend: _lend,
    StopContact: _stop,
    Wake: _wake,
    Mark: _mark,
}
