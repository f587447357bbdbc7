"""What one message leads to: a turn of the conversation, an officer's command, or nothing on purpose.

Whatever comes is stored and nobody is blocked: the rules against floods, echoes, doubles, machines
and backlogs only decide whether we answer.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from gateway.flows.conversing import Run, begin, count, say, turn
from gateway.flows.edits import as_changed
from gateway.flows.groups import is_group
from gateway.flows.officers import attend, attend_group, is_officer
from gateway.flows.pieces import joined
from gateway.flows.sms_pieces import is_cut, read_whole
from gateway.flows.talk import (
    came_twice,
    heard,
    in_flood,
    is_double,
    is_echo,
    lifted,
    same_words,
)
from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from intake.complaint import PREFIX
from intake.messages import InboundMessage
from intake.state import Line, Said, Say
from intake.wording.render import Rendered, render
from intake.wording.sms import segments
from storage.tracing import tracing
from storage.turns import Heard, rows_of
from storage.unit_of_work import Transaction
from storage.values import LATE, Contact, StoredInbound

BACKLOG = LATE  # older than this when it reaches us: it waited at the provider
GATHER = timedelta(seconds=1)  # for the rest of a backlog, before its one answer goes
ECHO_SPAN, ECHO_LOOKED_AT = timedelta(days=1), 20
LONG = 60  # characters; a shorter text with a number in it is a question about a report
REPORTED = (
    "done",
    "cancelled",
)  # phases in which the newest report is out of their hands
LIFT = "lift_flood"
READ_MOST = (
    4000  # characters of a message; the longest that any channel's own app sends
)


def hear(run: Run, one: StoredInbound) -> None:
    """Take in one message of theirs."""
    run.tracking_id, double = None, _is_double(run, one)
    run.talk = heard(run.talk, one)
    changed = as_changed(run, one)
    if changed is None:
        run.taken.heard.append(Heard(one.id, None, ()))
        return
    part = _beginning(changed)
    if not _needs_no_turn(run, part):
        _double(run) if double else _turn(run, part)
    if part is not changed:
        _tell_of_cut(run)
    media = changed.message.media
    run.taken.heard.append(Heard(one.id, run.tracking_id, media))
    if media and run.tracking_id:
        run.rings.add("fetch")


def hear_sms(run: Run, group: Sequence[StoredInbound]) -> None:
    """Take in an SMS, or the pieces of a long one as the message they are."""
    hear(run, read_whole(run, group))
    run.taken.heard += [Heard(one.id, run.tracking_id, ()) for one in group[:-1]]
    run.talk = replace(run.talk, cut=all(is_cut(one.message.text) for one in group))


def hear_together(run: Run, group: Sequence[StoredInbound]) -> None:
    """Take in the pieces of one thought: one turn for all of them, and one answer."""
    run.tracking_id, fresh = None, []
    for one in group:
        double = _is_double(run, one)
        run.talk = heard(run.talk, one)
        if not (double or _needs_no_turn(run, _beginning(one))):
            fresh.append(one)
    if fresh:
        whole = joined(fresh)
        part = _beginning(whole)
        _turn(run, part)
        if part is not whole:
            _tell_of_cut(run)
    run.taken.heard += [Heard(one.id, run.tracking_id, ()) for one in group]


def _is_double(run: Run, one: StoredInbound) -> bool:
    return is_double(run.talk, one) or came_twice(run.talk, one, run.capabilities)


def _beginning(one: StoredInbound) -> StoredInbound:
    """As much of a message as is read: a million characters would hold up everyone. All of it is kept."""
    text, there = one.message.text, one.message.location
    if len(text) > READ_MOST:
        words = text[:READ_MOST].rsplit(maxsplit=1)
        cut = words[0] if words else ""  # the last word may be half of one
        one = replace(one, message=replace(one.message, text=cut))
    if there and len(there.label) > READ_MOST:
        label = replace(there, label=there.label[:READ_MOST])
        one = replace(one, message=replace(one.message, location=label))
    return one


def _tell_of_cut(run: Run) -> None:
    """Whoever gets an answer learns how far we read; a machine, and who is not answered, gets none."""
    if run.taken.replies and run.capabilities.segment:
        _say(run, "cut")
    elif run.taken.replies:
        _begin_with(run, _worded(run, "cut").text, "\n\n")


def _tell_of_late(run: Run) -> None:
    """Whoever is answered late learns why, where there is room: an SMS stays one part. Officers know."""
    if not run.taken.replies or run.parts.agencies.administrators_at(
        run.contact.address
    ):
        return
    note, last = _worded(run, "late").text, run.taken.replies[-1].message
    if not run.capabilities.segment:
        _begin_with(run, note, "\n\n")
    elif segments(f"{note} {last.text}").parts == 1:
        _begin_with(run, note, " ")


def _begin_with(run: Run, note: str, between: str) -> None:
    """Put a sentence before the last answer."""
    last = run.taken.replies[-1]
    message = replace(last.message, text=f"{note}{between}{last.message.text}")
    run.taken.replies[-1] = replace(last, message=message)


def _needs_no_turn(run: Run, one: StoredInbound) -> bool:
    """Whether it is no part of a conversation; what is to be done about it is done."""
    message = one.message
    if message.moved_to:
        run.store.moved(message.sender, message.moved_to, run.now)
        return True
    if message.opt_out:
        run.taken.stopped = message.opt_out == "stop"
        return True  # the provider has answered it
    if message.automatic:
        if not attend_group(run, message):
            _greet_group(run, message)
        return True  # answering a machine makes a loop
    if run.contact.stopped or run.taken.stopped:
        run.taken.stopped = False
    if is_officer(run, message) and attend(run, message):
        return True
    return _comes_back(run, message)


def _comes_back(run: Run, message: InboundMessage) -> bool:
    """Our own words: an answer, which the conversation remembers, or a notice, which names its complaint."""
    if is_echo(run.talk, message.text, run.now):
        return True
    if PREFIX not in message.text or len(message.text) < LONG:
        return False
    notices = run.store.said_since(run.contact.id, run.now - ECHO_SPAN, ECHO_LOOKED_AT)
    return any(same_words(message.text, one) for one in notices)


def _double(run: Run) -> None:
    """It is stored where the first is, and counted."""
    run.tracking_id = run.state.draft.id
    count(run, "double")


def _turn(run: Run, one: StoredInbound) -> None:
    """The conversation's turn, with an answer unless it would feed a flood.

    Someone who has sent a report and floods us is waited out: what they add is stored with it. Someone
    who has not is listened to all the same, and answered as soon as their words make a report.
    """
    late = one.written_at.astimezone(run.now.tzinfo) if one.came_late else None
    reported, run.said_at = run.state.phase in REPORTED, late
    if not in_flood(run.talk, one.written_at, reported=reported):
        turn(run, said_in(one.message), one.message.callback)
        return
    _tell_of_flood(run)
    if reported:
        run.tracking_id = run.state.draft.id
    else:
        _listen(run, one)


def _listen(run: Run, one: StoredInbound) -> None:
    """A turn whose answer is held back, unless it began a report or sent one off."""
    known, replies = run.state.draft.id, len(run.taken.replies)
    turn(run, said_in(one.message), one.message.callback)
    if run.state.draft.id == known and run.state.phase not in REPORTED:
        del run.taken.replies[replies:]


def _tell_of_flood(run: Run) -> None:
    """The one sentence they get, and what the coordinator learns, once a day."""
    today = str(run.now.date())
    if run.talk.flooded == today:
        return
    contact, tx = run.contact, run.store
    run.talk = replace(run.talk, flooded=today)
    _say(run, "flood", f"flood:{contact.id}:{today}")
    told = {"contact": contact.id, "channel": contact.address.channel}
    key = f"flood:{contact.id}:{today}"
    tell_coordinator(run.parts, tx, Alarm("alarm.flood", told), None, key=key)
    run.rings.add("deliver")


def _greet_group(run: Run, message: InboundMessage) -> None:
    """One polite line a day to a Telegram group whose member wrote; nothing to any other machine.

    Channels and anonymous posts have no name of a person; an answer to them reaches nobody.
    """
    if is_group(message.sender) and message.profile_name:
        run.callback = message.callback  # a press waits for its answer each time
        once = f"group:{run.contact.id}:{run.now.date()}"
        _say(run, "group", None if message.callback else once)


def apologise(run: Run, messages: Sequence[StoredInbound]) -> None:
    """We could not work their messages in: kept for a person to read, or not to be read by anyone."""
    run.callback = messages[-1].message.callback if messages else None
    with tracing(messages[-1].message.trace if messages else ""):
        _say(run, "trouble" if messages else "trouble.unread")


def settle_replies(run: Run) -> None:
    """After the last of several messages: what was asked at the first need not be asked again later.

    What waited for hours at the provider is answered once, not message by message; a number we gave
    out is said anyhow.
    """
    if run.state.draft.owes and run.asked:
        run.state, run.taken.wake_at = run.state.with_(owes=False), run.wake_asked
    if any(_is_old(run, one) for one in run.caller.messages):
        _gather(run)
    if any(one.came_late for one in run.caller.messages):
        _tell_of_late(run)


def _is_old(run: Run, one: StoredInbound) -> bool:
    sent = one.message.sent_at
    return sent is not None and run.now - sent >= BACKLOG


def _gather(run: Run) -> None:
    replies = run.taken.replies
    last = replies[-1:]
    run.taken.replies = [
        *(one for one in replies[:-1] if PREFIX in one.message.text),
        *(replace(one, due_at=run.now + GATHER) for one in last),
    ]
    if run.caller.owed:
        _supersede(run, keep_newest=not last)


def _supersede(run: Run, *, keep_newest: bool) -> None:
    """Answers from before that have not left yet are not needed any more."""
    tx = run.store
    waiting = tx.pending_replies(run.contact.id)
    for item in waiting[1 if keep_newest else 0 :]:
        if PREFIX not in item.message.text:
            why = "a later answer says it all"
            tx.mark_failed(item.id, why, run.now, fault="Superseded")


def lift(parts: Parts, tx: Transaction, contact: Contact, actor: str) -> None:
    """Count this person's messages from now on only."""
    now = parts.clock()
    run = begin(parts, tx.caller(contact, owed=False), now, tx)
    run.talk = lifted(run.talk)
    tx.store_turns(rows_of([run.done()], now))
    tx.audit(actor, LIFT, f"contact {contact.id}", now)


def _say(run: Run, line: str, key: str | None = None) -> None:
    say(run, _worded(run, line), key=key)


def _worded(run: Run, line: str) -> Rendered:
    spoken = Say((Line(line),))
    return render(spoken, run.state.language, run.capabilities, run.parts.catalogue)


def said_in(message: InboundMessage) -> Said:
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
