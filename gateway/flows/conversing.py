"""The citizens' side: one message becomes one turn of the conversation, and its effects become rows.

Most turns concern nobody but the person: they are taken in memory, and what they lead to is
gathered, to be stored with that of many others. What concerns a case, or somebody else's draft,
raises `NeedsStore` there, and is taken once more inside a transaction.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gateway.flows import data_rights
from gateway.flows.cases import act_within
from gateway.flows.supporting import citizen_says, together
from gateway.flows.talk import said, said_before
from gateway.setup.parts import Parts
from intake.complaint import Complaint, tracking_id
from intake.conversation import fact_text, step
from intake.dialogue.awaited import await_
from intake.form.filing import complaint_of
from intake.messages import Address, Capabilities, OutboundMessage
from intake.places.nearest import nearest_in
from intake.state import (
    Adopted,
    Amend,
    Append,
    AskOwner,
    AskRight,
    Cancel,
    Claimed,
    Context,
    Dispute,
    Drop,
    Effect,
    Event,
    Expected,
    Judge,
    Lend,
    Line,
    Mark,
    Save,
    Say,
    Stars,
    State,
    StopContact,
    Submit,
    TellDesk,
    TellStatus,
    Wake,
)
from intake.wording.render import Rendered, render, render_whole
from routing.case import CITIZEN, Action, NotAllowed
from routing.moves import CONTENT
from routing.spoken.steps import Do
from routing.status import NOTHING_SENT, Filed, standing
from routing.updates import addition_note, appended, corrected, correction_note
from storage.queue import Bell
from storage.tracing import TRACE, note
from storage.turns import Counted, Filing, Reply, Taken, rows_of
from storage.unit_of_work import Transaction
from storage.values import Contact, Conversation, StoredComplaint, Talk
from storage.waiting import Caller

log = logging.getLogger(__name__)
ASKED = "asked"  # the mark of a turn that put a question


class NeedsStore(Exception):
    """This turn looks at more than its own conversation: it must be taken inside a transaction."""


@dataclass
class Run:
    """One person's turns being taken: in memory, or inside a transaction when they concern others, too."""

    parts: Parts
    caller: Caller
    now: datetime
    state: State
    tx: Transaction | None = None
    talk: Talk = field(default_factory=Talk)
    desk: dict[str, str] | None = None
    post: Address | None = None  # whom the agencies file knows an officer as
    author: str = ""  # which of them wrote, where many share one address
    seen: str = ""  # how far an officer has read of what a colleague did
    taken: Taken = field(init=False)
    capabilities: Capabilities = field(init=False)
    held: list[Do] | None = None  # what an unproven officer would do; None: do it
    callback: str | None = None
    asked: bool = False  # one of these turns asked a question
    wake_asked: datetime | None = None  # what the last that did wants to be woken at
    tracking_id: str | None = None  # the complaint that the message at hand belongs to
    rings: set[Bell] = field(default_factory=set)
    said_at: datetime | None = None  # the message at hand, which came late

    def __post_init__(self) -> None:
        self.taken = Taken(self.caller, Conversation(self.state))
        self.capabilities = self.parts.capabilities(self.contact.address.channel)

    @property
    def contact(self) -> Contact:
        """Whose turns these are."""
        return self.caller.contact

    @property
    def store(self) -> Transaction:
        """The transaction, with the complaint as it is by now in it; NeedsStore when there is none."""
        if self.tx is None:
            raise NeedsStore
        for filing in self.taken.filings.values():
            self.tx.save_complaint(
                filing.complaint, self.contact.id, filing.status, self.now
            )
        self.taken.filings.clear()
        return self.tx

    def done(self) -> Taken:
        """What it all led to. Only what is left of the replies counts as said."""
        talk, replies = self.talk, []
        for one in self.taken.replies:
            text = one.message.text
            replies.append(replace(one, said_before=said_before(talk, text, self.now)))
            talk = said(talk, text, self.now)
        conversation = Conversation(self.state, self.desk, talk)
        return replace(self.taken, replies=replies, conversation=conversation)


def begin(
    parts: Parts, caller: Caller, now: datetime, tx: Transaction | None = None
) -> Run:
    """Turns with a person, from where their conversation stands."""
    stored = caller.conversation or Conversation(
        State(language=parts.settings.language)
    )
    return Run(parts, caller, now, stored.state, tx, stored.talk, stored.desk)


def turn(run: Run, event: Event, callback: str | None = None) -> None:
    """Take one turn, and note what it leads to."""
    run.callback, run.tracking_id = callback, None
    run.taken.wake_at = None
    ctx = _context(run)
    result = step(run.state, event, ctx)
    run.state = result.state
    for effect in result.effects:
        EFFECTS[type(effect)](run, effect)
    if ASKED in {one.metric for one in result.effects if isinstance(one, Mark)}:
        run.asked, run.wake_asked = True, run.taken.wake_at
    note(
        log,
        "turn",
        contact=run.contact.id,
        complaint=run.tracking_id,
        effects=",".join(type(effect).__name__ for effect in result.effects),
    )


def turn_within(parts: Parts, tx: Transaction, contact: Contact, event: Event) -> Run:
    """A turn that no message of theirs led to, stored with all else that this transaction does."""
    caller = tx.caller(contact, owed=tx.owed(contact.id))
    run = begin(parts, caller, parts.clock(), tx)
    if caller.lost and not isinstance(event, Adopted):
        begin_anew(run)
    else:
        turn(run, event)
    tx.store_turns(rows_of([run.done()], run.now))
    return run


def say(run: Run, text: Rendered, *, key: str | None = None) -> None:
    """Put an answer to their own message in line, from the number they wrote to."""
    message = OutboundMessage(
        run.contact.address,
        text.text,
        text.buttons,
        acknowledge=run.callback,
        via=run.talk.number,
        trace=TRACE.get(),
    )
    run.taken.replies.append(Reply(message, key))
    run.callback = None
    note(log, "queued", contact=run.contact.id, channel=run.contact.address.channel)


def begin_anew(run: Run) -> None:
    """What we remembered of the talk is damaged, and kept aside: they are told, and can begin again."""
    _say(run, Say((Line("trouble.lost"),)))


def _context(run: Run) -> Context:
    parts = run.parts
    return Context(
        now=parts.office.local(run.said_at or run.now),
        clock=run.now,
        new_id=_free_id(run),
        gazetteer=parts.gazetteer(),
        scorer=parts.scorer(),
        models=parts.models(),
        topics=parts.topics,
        days=_days(parts, run.now),
        capabilities=run.capabilities,
        home=parts.agencies.home_region(),
        nearest=nearest_in(parts.places),
        unread=run.caller.owed or bool(run.taken.replies),
    )


def _days(parts: Parts, now: datetime) -> dict[str, str]:
    """What a report sent today has, for those who ask how long it takes."""
    today = parts.office.local(now).date()
    steps = {"respond": "respond", "settle": "settle:complaint"}
    return {
        name: str(parts.limits.on(step, today).days) for name, step in steps.items()
    }


def _free_id(run: Run) -> str:
    """An id that no complaint has. In memory only when it is stored is seen whether it is free."""
    fresh = tracking_id(run.parts.draw)
    while run.tx and not run.tx.tracking_id_free(fresh):
        fresh = tracking_id(run.parts.draw)
    return fresh


def _say(run: Run, effect: Say) -> None:
    say(
        run,
        render(effect, run.state.language, run.capabilities, run.parts.catalogue),
    )


def _save(run: Run, _effect: Save) -> None:
    _file(run, run.state, "draft")


def _submit(run: Run, effect: Submit) -> None:
    _file(run, effect.of or run.state, "completed")
    run.rings.add("push")


def _file(run: Run, state: State, status: str) -> None:
    complaint = _complaint(run, state)
    run.tracking_id = complaint.tracking_id
    run.taken.filings[complaint.tracking_id] = Filing(complaint, status, TRACE.get())


def _complaint(run: Run, state: State) -> Complaint:
    return complaint_of(
        state,
        run.contact.address,
        run.capabilities,
        run.parts.gazetteer(),
        run.now,
        run.parts.models().heads(),
    )


def _cancel(run: Run, effect: Cancel) -> None:
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored:
        tx.save_complaint(stored.complaint, run.contact.id, "cancelled", run.now)


def _drop(run: Run, effect: Drop) -> None:
    """What was told before the citizen began anew belongs to nothing any more."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored and tx.drop_parts(stored.id):
        run.rings.add("fetch")


def _append(run: Run, effect: Append) -> None:
    """Further words or attachments for a complaint that was sent; its desk is told."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored is None:
        return
    run.tracking_id = effect.tracking_id
    if effect.text:
        more = appended(stored.complaint, effect.text)
        tx.save_complaint(more, stored.contact_id, stored.status, run.now)
    note = addition_note(effect.text, run.parts.words)
    if effect.answers and _does(run, stored, "reply", note):
        return
    _tell_case(run, stored, note)


def _does(run: Run, stored: StoredComplaint, verb: str, note: str) -> bool:
    """Do this to the case in the citizen's name; False where its state does not allow that now."""
    if run.store.case(stored.id) is None:
        return False
    action = Action(verb, CITIZEN, (), note)
    try:
        id_ = stored.complaint.tracking_id
        act_within(run.parts, run.store, id_, action, run.contact.id)
    except NotAllowed:
        return False
    run.rings.add("deliver")
    return True


def _rate(run: Run, effect: Stars) -> None:
    """A figure for how it was dealt with; who is not content hears how to open it again."""
    tx, id_ = run.store, effect.tracking_id
    stored = tx.complaint(id_)
    if (
        stored is None
        or not _is_mine(run, stored)
        or not _does(run, stored, "rate", str(effect.stars))
    ):
        _status(run, TellStatus(id_))
        return
    run.tracking_id = id_
    key = "rate.thanks" if effect.stars >= CONTENT else "rate.sorry"
    _say(run, Say((Line(key, {"id": id_}),), (), run.state.turn))


def _is_mine(run: Run, stored: StoredComplaint) -> bool:
    """Their report; or its news had to go to this phone by SMS, and they answer where they read it."""
    owner = stored.contact_id == run.contact.id
    return owner or run.store.was_told(run.contact.id, stored.id)


def _amend(run: Run, effect: Amend) -> None:
    """A correction of a complaint that was sent; its desk is told."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored is None:
        return
    right = corrected(stored.complaint, _complaint(run, run.state))
    tx.save_complaint(right, stored.contact_id, stored.status, run.now)
    run.tracking_id = effect.tracking_id
    value = fact_text(effect.slot, run.state, _context(run))
    _tell_case(run, stored, correction_note(effect.slot, value, run.parts.words))


def _tell_desk(run: Run, effect: TellDesk) -> None:
    """The citizen did this to their complaint: its history and its desk hear of it."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored is None:
        return
    run.tracking_id = effect.tracking_id
    if tx.case(stored.id) is None:  # not routed yet: the words go with the complaint
        note = run.parts.words.say(f"note.{effect.verb}", text=effect.text)
        more = appended(stored.complaint, note)
        tx.save_complaint(more, stored.contact_id, stored.status, run.now)
        return
    run.rings.add("deliver")
    action = Action(effect.verb, CITIZEN, (), effect.text)
    act_within(run.parts, tx, effect.tracking_id, action, run.contact.id)


def _tell_case(run: Run, stored: StoredComplaint, note: str) -> None:
    """Before it is routed there is no desk to tell: the complaint itself carries the words."""
    tx = run.store
    if tx.case(stored.id):
        run.rings.add("deliver")
        act_within(
            run.parts,
            tx,
            stored.complaint.tracking_id,
            Action("append", CITIZEN, (), note),
            run.contact.id,
        )


def _status(run: Run, effect: TellStatus) -> None:
    reply_line = _status_line(run, effect.tracking_id)
    lead = (Line(effect.lead, optional=True),) if effect.lead else ()
    with_others = together(run.store, reply_line.args.get("id"))
    lines = (*lead, reply_line, *with_others)
    _say(run, Say(lines, run.state.draft.choices, run.state.shown))


def _status_line(run: Run, wanted: str | None) -> Line:
    """How this complaint stands, or the one they sent last."""
    if wanted is None:
        latest = run.store.complaints_of(run.contact.id, 1)
        if not latest:
            return Line(NOTHING_SENT)
        wanted = latest[0].complaint.tracking_id
    told = standing(_filed(run, wanted), run.parts.agencies.by_code, run.state.language)
    return Line(told.key, told.facts)


def _filed(run: Run, wanted: str) -> Filed | None:
    tx = run.store
    stored = tx.complaint(wanted)
    row = tx.case(stored.id) if stored else None
    return Filed(wanted, stored.status, row.case if row else None) if stored else None


def _dispute(run: Run, effect: Dispute) -> None:
    """Only the reporter may say that it is not solved; a stranger with the id learns only how it stands."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored is None or not _is_mine(run, stored) or tx.case(stored.id) is None:
        _status(run, TellStatus(effect.tracking_id))
        return
    key = "dispute.done"
    try:
        act_within(
            run.parts,
            tx,
            effect.tracking_id,
            Action("dispute", CITIZEN, (), effect.text),
            run.contact.id,
        )
        key = _reopened(run, stored, said=bool(effect.text))
        if key == "dispute.why":
            run.state = await_(run.state, Expected(effect.tracking_id, "why"))
    except NotAllowed:
        key = effect.said
        if effect.otherwise:
            EFFECTS[type(effect.otherwise)](run, effect.otherwise)
    told = {"id": effect.tracking_id, **_status_line(run, effect.tracking_id).args}
    _say(run, Say((Line(key, told),), (), run.state.turn))
    run.tracking_id = effect.tracking_id


def _reopened(run: Run, stored: StoredComplaint, *, said: bool) -> str:
    """What to say of it: why is asked once, and after the second time the Ombudsman is named."""
    row = run.store.case(stored.id)
    times = row.case.disputes if row else 0
    if times > 1:
        return "dispute.again"
    return "dispute.done" if said else "dispute.why"


def _judge(run: Run, effect: Judge) -> None:
    """Only who sent a report says what it is about; a stranger with the id learns only how it stands."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if stored is None or not _is_mine(run, stored) or not tx.case(stored.id):
        _status(run, TellStatus(effect.tracking_id))
        return
    line = citizen_says(run.parts, tx, stored, effect.other, same=effect.same)
    _say(run, Say((line,), (), run.state.turn))
    run.tracking_id = effect.tracking_id
    run.rings.add("deliver")


def _ask_owner(run: Run, effect: AskOwner) -> None:
    """Somebody quoted the id of a draft begun elsewhere: its owner is asked, nothing of it is shown."""
    tx = run.store
    stored = tx.complaint(effect.tracking_id)
    if (
        stored is None
        or stored.status != "draft"
        or stored.contact_id == run.contact.id
    ):
        _status(run, TellStatus(effect.tracking_id))
        return
    owner = tx.contact_by_id(stored.contact_id)
    if not owner.stopped:
        turn_within(
            run.parts,
            tx,
            owner,
            Claimed(effect.tracking_id, run.contact.id, run.contact.address.channel),
        )
    _say(run, Say((Line("claim.asked"),), (), run.state.turn))


def _lend(run: Run, effect: Lend) -> None:
    """The owner said yes: the draft, its id and its words go to the other contact."""
    tx = run.store
    tx.give_complaint(effect.tracking_id, effect.to)
    turn_within(run.parts, tx, tx.contact_by_id(effect.to), Adopted(effect.state))


def _right(run: Run, effect: AskRight) -> None:
    """What the owner of the data asked for: given at once, or noted for the coordinator."""
    link = data_rights.ask(run.parts, run.store, run.contact, effect.kind)
    run.rings.add("deliver")
    if link:
        line, language = Line("data.copy", {"link": link}), run.state.language
        for text in render_whole(line, language, run.capabilities, run.parts.catalogue):
            say(run, Rendered(text, ()))


def _stop(run: Run, _effect: StopContact) -> None:
    run.taken.stopped = True


def _wake(run: Run, effect: Wake) -> None:
    run.taken.wake_at = effect.at


def _mark(run: Run, effect: Mark) -> None:
    count(run, effect.metric, effect.slot)


def count(run: Run, metric: str, slot: str = "") -> None:
    """Count a step of the conversation."""
    channel, language = run.contact.address.channel, run.state.language
    run.taken.steps.append(Counted(metric, slot, channel, language))


EFFECTS: dict[type[Effect], Callable[[Run, Any], None]] = {
    Say: _say,
    Save: _save,
    Submit: _submit,
    Cancel: _cancel,
    Drop: _drop,
    Append: _append,
    Stars: _rate,
    Amend: _amend,
    TellDesk: _tell_desk,
    TellStatus: _status,
    Dispute: _dispute,
    Judge: _judge,
    AskOwner: _ask_owner,
    Lend: _lend,
    AskRight: _right,
    StopContact: _stop,
    Wake: _wake,
    Mark: _mark,
}
