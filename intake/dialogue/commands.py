"""Commands: what a person may do besides telling and answering, as a table."""

from collections.abc import Callable

from intake.complaint import read_tracking_id
from intake.dialogue import own_data
from intake.dialogue.after_receipt import append
from intake.dialogue.alike import judge_different, judge_same, part
from intake.dialogue.answering import on_collect, skip
from intake.dialogue.asking import ask_again, proceed
from intake.dialogue.awaited import settled
from intake.dialogue.changing import change, on_review, tell_sent, which_line
from intake.dialogue.command_words import Command
from intake.dialogue.effects import confirm, say, with_flag
from intake.dialogue.handover import lend
from intake.dialogue.opening import open_draft
from intake.dialogue.review import office_reads, review, submit
from intake.dialogue.updates import add_story, read_anew, remember, undo
from intake.reading.matters import two_matters
from intake.state import (
    Answer,
    AskOwner,
    Cancel,
    Choice,
    Context,
    Dispute,
    Draft,
    Drop,
    Line,
    Mark,
    Said,
    State,
    StopContact,
    TellDesk,
    TellStatus,
    Turn,
)

DRAFTING = frozenset({"collect", "review"})
Handler = Callable[[State, Command, Context], Turn | None]


def obey(state: State, command: Command, ctx: Context) -> Turn | None:
    """What the command leads to; None when it means nothing here and the words are just words."""
    return COMMANDS[command.id](state, command, ctx)


def _help(state: State, _command: Command, ctx: Context) -> Turn:
    line = Line(
        "help.draft" if state.phase in DRAFTING else "help",
        {"id": state.draft.id or ""},
    )
    if ctx.capabilities.segment or state.phase not in DRAFTING:
        return Turn(state, (say(state, line, choices=()),))
    return ask_again(state, ctx, line)


def _cancel(state: State, _command: Command, _ctx: Context) -> Turn:
    if state.phase == "done":
        return confirm(state, "withdraw.confirm", "withdraw", "BATAL")
    if state.phase not in DRAFTING:
        return Turn(state, (say(state, Line("cancel.nothing")),))
    gone = state.with_(
        phase="cancelled", choices=(), asked=(), pending="", told_at=None
    )
    line = Line("cancelled", {"id": state.draft.id or ""})
    return Turn(
        gone, (Cancel(state.draft.id or ""), Mark("cancelled"), say(gone, line))
    )


def _resume(state: State, _command: Command, ctx: Context) -> Turn | None:
    """LANJUT: the words that waited are heard now; a cancelled draft comes back; a review is sent."""
    if state.draft.pending and state.phase in DRAFTING:
        awake = state.with_(
            touched_at=ctx.now.isoformat(), pending="", choices=(), told_at=None
        )
        hear = on_collect if state.phase == "collect" else on_review
        return hear(awake, Said(text=state.draft.pending), ctx)
    if state.phase == "cancelled" and state.draft.id:
        return proceed(
            state.with_(phase="collect"),
            ctx,
            (Line("resumed", {"id": state.draft.id}),),
        )
    if state.phase == "review":
        return submit(state, ctx)
    return ask_again(state, ctx) if state.phase == "collect" else None


def _restart(state: State, _command: Command, ctx: Context) -> Turn:
    if state.phase not in DRAFTING:
        return Turn(state, (say(state, Line("welcome")),))
    id_ = state.draft.id or ""
    blank = state.begin(Draft(id=id_, opened_at=state.draft.opened_at)).with_(
        phase="collect"
    )
    turn = proceed(blank, ctx, (Line("restarted", {"id": id_}),))
    return Turn(turn.state, (Drop(id_), *turn.effects))


def _new(state: State, command: Command, ctx: Context) -> Turn:
    """A new matter. The draft that was open stays where the coordinator sees it."""
    text = command.argument or state.draft.pending
    if text:
        return open_draft(state.with_(touched_at=None), Said(text=text), ctx)
    if state.phase == "collect" and not state.draft.story:
        return ask_again(state, ctx)
    left = state.draft.id if state.phase in DRAFTING else None
    line = Line("welcome.left", {"id": left}) if left else Line("welcome.new")
    idle = state.with_(phase="idle", choices=(), asked=(), pending="", told_at=None)
    return Turn(idle, (say(idle, line),))


def _append_pending(state: State, command: Command, ctx: Context) -> Turn | None:
    if state.phase != "done":
        return _resume(state, command, ctx)
    return append(
        state.with_(choices=()), Said(text=command.argument or state.draft.pending)
    )


def _back(state: State, _command: Command, ctx: Context) -> Turn:
    if state.phase == "review" and not state.draft.trail:
        return which_line(state, ctx)
    if state.phase not in DRAFTING or not state.draft.trail:
        return ask_again(state, ctx, Line("back.nothing"))
    return proceed(undo(state).with_(told_at=None), ctx, (Line("back", optional=True),))


def _skip(state: State, _command: Command, ctx: Context) -> Turn | None:
    """LEWATI: an optional slot is left out; a required one is left for an officer to find."""
    if state.phase not in DRAFTING:
        return None
    if (
        state.phase == "review"
        or not state.draft.asked
        or state.draft.asked == ("story",)
    ):
        return ask_again(state, ctx)
    return skip(state, ctx)


def _anonymous(state: State, _command: Command, ctx: Context) -> Turn | None:
    return _hide(state, "anonymous", ctx)


def _confidential(state: State, _command: Command, ctx: Context) -> Turn | None:
    return _hide(state, "confidential", ctx)


def _hide(state: State, how: str, ctx: Context) -> Turn | None:
    """Without a name, or with the name for the officers in charge alone; also after the receipt."""
    if state.phase not in {*DRAFTING, "done"}:
        return None
    asked = tuple(slot for slot in state.draft.asked if slot in {"name", "privacy"})
    hidden = remember(state, asked or ("privacy",)).with_(
        values={**state.draft.values, "privacy": Answer(how, "")},
        anonymous=state.draft.anonymous or how == "anonymous",
        confidential=state.draft.confidential or how == "confidential",
        choices=(),
        told_at=None,
    )
    if state.phase == "done":
        return _hidden_late(hidden, how, ctx)
    noted = Line(f"{how}.noted", optional=True)
    turn = proceed(hidden, ctx, (noted,))
    if ctx.capabilities.segment or turn.state.phase != "collect":
        return turn  # a review, and a receipt, tell it themselves
    return proceed(hidden, ctx, (noted, *_reads(hidden, how)))


def _hidden_late(hidden: State, how: str, ctx: Context) -> Turn:
    """After the receipt: its desk is told, and nothing of them is remembered for the next report."""
    turn = tell_sent(hidden, "privacy", ctx)
    line = Line(f"{how}.sent", {"id": hidden.last or ""})
    return Turn(
        hidden.with_(known={} if how == "anonymous" else hidden.known),
        (turn.effects[0], say(hidden, line, *_reads(hidden, how))),
    )


def _reads(state: State, how: str) -> tuple[Line, ...]:
    return office_reads(state) if how == "anonymous" else ()


def _send(state: State, _command: Command, ctx: Context) -> Turn | None:
    return submit(state, ctx) if state.phase in DRAFTING and state.draft.story else None


def _tell_desk(verb: str, line: str) -> Handler:
    """What they said of the complaint they sent, and confirmed."""

    def tell(state: State, command: Command, _ctx: Context) -> Turn | None:
        if state.phase != "done" or not state.last:
            return None
        told = TellDesk(state.last, verb, command.argument)
        done = state.with_(choices=())
        return Turn(done, (told, say(done, Line(line, {"id": state.last}))))

    return tell


def _split(state: State, _command: Command, ctx: Context) -> Turn | None:
    """What was told as one are two reports: the second is opened when this one is sent."""
    told = state.draft.story
    both = two_matters(told[0]) if state.phase == "collect" and told else None
    if both is None:
        return None
    apart = state.with_(
        story=(both.first, *told[1:]),
        later=(*state.later, both.second),
        choices=(),
    )
    return proceed(read_anew(apart, ctx), ctx, (Line("matters.split"),))


def _stay(state: State, _command: Command, ctx: Context) -> Turn:
    """ "No" to what we asked to be sure of: all stays as it is, and what they said belongs to the report."""
    words = next((str(c.value) for c in state.draft.choices if _told(c)), "")
    state = state.with_(choices=())
    if words:
        said = Said(text=words)
        return (
            append(state, said)
            if state.phase == "done"
            else _told_after_all(state, said, ctx)
        )
    if state.phase == "done":
        return Turn(state, (say(state, Line("stay.sent", {"id": state.last or ""})),))
    if state.phase == "review":
        return review(state, ctx, (Line("stay"),))
    return ask_again(state, ctx, Line("stay"), short=True)


TOLD_BY = {"cancel", "solved"}  # asked because words sounded as if all were well


def _told(choice: Choice) -> bool:
    return (
        choice.key == "choice.yes" and choice.target in TOLD_BY and bool(choice.value)
    )


def _told_after_all(state: State, said: Said, ctx: Context) -> Turn:
    return ask_again(
        add_story(state, said, ctx), ctx, Line("heard_also", optional=True), short=True
    )


def _human(state: State, command: Command, ctx: Context) -> Turn:
    """A person is always reachable: the draft goes as it is; without a story the next message does."""
    if state.phase in DRAFTING and state.draft.story:
        return submit(
            state.with_(flags=with_flag(state.draft.flags, "wants_person")), ctx
        )
    if state.phase == "done" and state.last:
        asks = TellDesk(state.last, "person", command.argument)
        return Turn(state, (asks, say(state, Line("human.sent", {"id": state.last}))))
    waiting = state.with_(
        **{"wants_person" if state.phase in DRAFTING else "calls_person": True}
    )
    return Turn(waiting, (say(waiting, Line("human")),))


def _stop(state: State, _command: Command, _ctx: Context) -> Turn:
    return Turn(state.with_(choices=()), (StopContact(), say(state, Line("stopped"))))


def _language(code: str) -> Handler:
    def choose(state: State, _command: Command, ctx: Context) -> Turn:
        chosen = state.with_(language=code, language_locked=True)
        if ctx.capabilities.segment and chosen.phase == "collect":
            return ask_again(chosen, ctx)
        return ask_again(chosen, ctx, Line("language.set"))

    return choose


def _status(state: State, command: Command, _ctx: Context) -> Turn:
    return Turn(state, (TellStatus(command.argument or state.last or state.draft.id),))


def _quote(state: State, command: Command, ctx: Context) -> Turn:
    """Only an id: their own draft goes on, their complaint's status is told, another's draft is asked for."""
    id_ = read_tracking_id(command.argument)
    if id_ is not None and id_ == state.draft.id and state.phase in DRAFTING:
        return ask_again(state, ctx, Line("resumed", {"id": id_}))
    if id_ is None or id_ == state.last:
        return Turn(state, (TellStatus(id_ or command.argument),))
    return Turn(state, (AskOwner(id_),))


def _dispute(state: State, command: Command, _ctx: Context) -> Turn | None:
    tracking_id, _, rest = command.argument.partition(" ")
    subject = tracking_id or _disputed(state)
    after = settled(state, subject)
    return Turn(after, (Dispute(subject, rest),)) if subject else None


def _disputed(state: State) -> str:
    """Of which report a bare BELUM is: the one whose end they were just told of, else the last."""
    awaited = [one.id for one in state.expects if one.what == "verdict"]
    return awaited[-1] if awaited else (state.last or "") * (state.phase == "done")


def _start(state: State, command: Command, ctx: Context) -> Turn | None:
    """Telegram's /start, perhaps with an id behind it from a link."""
    if read_tracking_id(command.argument):
        return _quote(state, command, ctx)
    return (
        ask_again(state, ctx)
        if state.phase in DRAFTING
        else Turn(state, (say(state, Line("welcome")),))
    )


def _change(state: State, command: Command, ctx: Context) -> Turn | None:
    slot, _, rest = command.argument.partition(" ")
    if state.phase not in {*DRAFTING, "done"}:
        return None
    return change(state, slot, rest.strip(), ctx) if slot else which_line(state, ctx)


def _lend(state: State, command: Command, ctx: Context) -> Turn | None:
    return lend(state, command.argument, ctx)


COMMANDS: dict[str, Handler] = {
    "help": _help,
    "cancel": _cancel,
    "restart": _restart,
    "back": _back,
    "resume": _resume,
    "skip": _skip,
    "human": _human,
    "stop": _stop,
    "new": _new,
    "append": _append_pending,
    "send": _send,
    "english": _language("en"),
    "indonesian": _language("id"),
    "javanese": _language("jv"),
    "sundanese": _language("su"),
    "status": _status,
    "change": _change,
    "dispute": _dispute,
    "part": part,
    "start": _start,
    "quote": _quote,
    "anonymous": _anonymous,
    "confidential": _confidential,
    "privacy": own_data.tell_privacy,
    "data_copy": own_data.ask_copy,
    "data_correct": own_data.tell_how_to_correct,
    "data_limit": own_data.ask_limit,
    "data_withdraw": own_data.ask_withdraw,
    "data_erase": own_data.ask_erase,
    "lend": _lend,
    "stay": _stay,  # these only by a choice
    "split": _split,
    "same": judge_same,
    "different": judge_different,
    "data_withdrawn": own_data.withdrawn,
    "data_erased": own_data.erased,
    "withdraw": _tell_desk("withdraw", "withdrawn"),
    "solved": _tell_desk("solved", "solved.told"),
}
