"""The administrators' side of the channels: what an administrator writes or taps.

Typed verbs and buttons are commands; everything else is read as plain words about their cases. Only what
they say is a complaint of their own goes on to the citizens' conversation, and the citizens' commands.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from gateway.flows.cases import act_within, actor_at, desks_of
from gateway.flows.conversing import Run, say, turn
from gateway.flows.groups import is_group, moved_groups
from gateway.flows.possession import Hands, attend_proven, hold
from gateway.flows.supporting import desk_says, other_of
from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from intake.complaint import PREFIX, read_tracking_id
from intake.dialogue.command_words import read_command as read_citizens_command
from intake.messages import Address, Button, InboundMessage
from intake.state import Said
from intake.wording.render import Rendered
from intake.wording.sms import segments, split_parts
from routing.case import ActedBefore, Action, NotAllowed
from routing.commands import LIST, CaseCommand, Help, NeedsText, Read, read_command
from routing.life import may, speaks_for
from routing.notices import ask_text, open_cases_text
from routing.pair_command import PairCommand, read_pair
from routing.spoken.acts import DeskAct
from routing.spoken.desk import BUTTON, hand_on, hear, left_behind, numbered
from routing.spoken.memory import Memory, memory_from, memory_to
from routing.spoken.reader import heard_in
from routing.spoken.sight import DeskSight, theirs
from routing.spoken.steps import Away, DeskTurn, Do, Own, Step, Tell
from routing.spoken.which import Seen
from storage.unit_of_work import Transaction
from storage.values import StoredCase

LISTED = 50
TOLD = 20  # of our last messages to them: a case that was disputed is found there
TELLING, OVER = ("collect", "review"), ("done", "cancelled")  # phases of a report
ALWAYS = frozenset(  # commands of citizens that an officer's number knows, too
    {"status", "stop", "start", "english", "indonesian", "javanese", "sundanese"}
)
NEW = "new"  # a report of their own begins
OF_A_REPORT = frozenset(
    {"cancel", "change", "resume"}
)  # and those for a report of their own
OF_CASES_ONLY = frozenset(
    {DeskAct.ACCEPT, DeskAct.NOTOURS, DeskAct.FORWARD}
)  # nobody complains so
MENTION = (
    re.compile(  # how a group speaks to one bot among others; their names all end so
        r"\s*(?:@\w*bot\b[\s,:]*/?|/(?=\w))", re.IGNORECASE | re.ASCII
    )
)
A_REPORT = "lapor baru"  # the citizens' command that begins another one


def attend(run: Run, message: InboundMessage) -> bool:
    """Do what an administrator asks; False when it is not for us, but a citizen's words."""
    run.seen = memory_from(run.desk).seen
    proven = not run.capabilities.forgeable
    hands = Hands(_attend, _done, _actor)
    ours = _attend(run, message) if proven else attend_proven(run, message, hands)
    run.desk = _with_seen(run.desk, run.seen)
    return ours


def _with_seen(desk: dict[str, str] | None, seen: str) -> dict[str, str] | None:
    """What is kept of an officer, all else as it is."""
    kept = {name: value for name, value in (desk or {}).items() if name != "seen"}
    return kept | ({"seen": seen} if seen else {}) or None


def _attend(run: Run, message: InboundMessage) -> bool:
    memory = _remembered(run, message)
    _keep_forgotten(run, memory)
    quoted = _replied(run.store, message)
    if (pair := read_pair(message.text, quoted)) and not memory.asks:
        _reply(run, message, _judge(run, pair))
        return True
    command = _command(run, message, quoted)
    if command is not None and not _beside_a_question(command, memory):
        _obey(run, command, memory, message)
        return True
    if _is_a_citizens(run, message, memory, quoted):
        run.desk = memory_to(memory)
        return False
    if _begins_own(message, quoted):
        run.desk = memory_to(Memory(own=True, at=run.now.isoformat()))
        return False
    return _converse(run, message, memory, quoted)


def is_officer(run: Run, message: InboundMessage) -> bool:
    """Whether an officer writes; from now on the run knows as whom the agencies file has them."""
    run.post, run.author = _post(run, message), message.author
    return run.post is not None


def _post(run: Run, message: InboundMessage) -> Address | None:
    """The agencies file's address for this one: theirs, their other id, or where their group was before."""
    agencies = run.parts.agencies
    for one in (message.sender, run.contact.address, message.alias):
        if one and agencies.administrators_at(one):
            return one
    if not (is_group(message.sender) and any(map(is_group, agencies.addresses()))):
        return None
    moved = moved_groups(run.parts, run.store).items()
    return next((old for old, new in moved if new == message.sender), None)


def attend_group(run: Run, message: InboundMessage) -> bool:
    """Serve a desk's group; False when it is none. What its members say to each other is left alone."""
    if not (is_group(message.sender) and is_officer(run, message)):
        return False
    if message.author and _is_for_us(run, message):
        before, spoken = run.desk, replace(message, text=MENTION.sub("", message.text))
        if not attend(run, spoken):
            run.desk = before
            _reply(run, message, run.parts.words.say("group.desk_only"))
    return True


def _is_for_us(run: Run, message: InboundMessage) -> bool:
    """A button of ours, a reply or a word to us, or a command that names its report."""
    if message.button is not None or MENTION.match(message.text):
        return True
    parts, answered = run.parts, message.replied_to
    if answered and run.store.outbox_by_provider_id("telegram", answered):
        return True
    read = read_command(message.text, None, None, parts.verbs, parts.words)
    return isinstance(read, CaseCommand | NeedsText)


def _remembered(run: Run, message: InboundMessage) -> Memory:
    """What we wait for. A complaint of their own begun is theirs until it is sent or taken back."""
    kept = memory_from(run.desk)
    fresh = kept.fresh(run.now)
    untold = fresh.own and run.state.phase not in OVER
    meant = untold and heard_in(message.text).act != DeskAct.REGRET
    return replace(fresh, own=(kept.own and run.state.phase in TELLING) or meant)


def _keep_forgotten(run: Run, memory: Memory) -> None:
    """Words that waited too long for a choice stay with their cases."""
    before = memory_from(run.desk)
    if before.held and not memory.held:
        _keep(run, before)


def _keep(run: Run, memory: Memory) -> None:
    for step in left_behind(memory):
        _carry_out(run, CaseCommand(step.verb, step.id, step.words))


def _beside_a_question(command: CaseCommand | NeedsText | Help, memory: Memory) -> bool:
    """A look at the list leaves our question open, as the same wish in plain words does."""
    listing = isinstance(command, CaseCommand) and command.action == LIST
    return listing and bool(memory.asks)


# --- typed verbs and buttons ------------------------------------------------------


def _command(run: Run, message: InboundMessage, quoted: str | None) -> Read:
    parts = run.parts
    read = read_command(message.text, message.button, quoted, parts.verbs, parts.words)
    plain = message.button is None and _reads_better(message.text, read, parts)
    return None if plain else read


def _reads_better(text: str, read: Read, parts: Parts) -> bool:
    """Whether it is a sentence that only happens to begin with a verb's word: "bukan wewenang kami, pak"."""
    if not isinstance(read, CaseCommand) or read.action == LIST or not read.note:
        return False
    word = text.split(maxsplit=1)[0]
    typed = word.isupper() or not parts.verbs[read.action].everyday
    named = read_tracking_id(read.tracking_id) and read.tracking_id[4:] in text.upper()
    heard = heard_in(text)
    return not typed and not named and heard.sure and heard.act != DeskAct.UNREAD


def _obey(
    run: Run,
    read: CaseCommand | NeedsText | Help,
    memory: Memory,
    message: InboundMessage,
) -> None:
    _keep(run, memory)
    if not isinstance(read, Help) and _takes_desk(run, read):
        words = read.note if isinstance(read, CaseCommand) else ""
        sight = _sight(run, message, read.tracking_id)
        _serve(run, hand_on(read.action, read.tracking_id, words, sight), message)
        return
    said = _carry_out(run, read)
    memory = replace(memory.settled(), said="")
    if isinstance(read, NeedsText):
        asked = run.now.isoformat()
        memory = replace(
            memory, asks="words", action=read.action, ids=(read.tracking_id,), at=asked
        )
    run.desk = memory_to(memory)
    _reply(run, message, said)


def _takes_desk(run: Run, read: CaseCommand | NeedsText) -> bool:
    verb = run.parts.verbs.get(read.action)
    return verb is not None and verb.takes_desk


def _carry_out(run: Run, read: CaseCommand | NeedsText | Help) -> str:
    parts = run.parts
    if isinstance(read, Help):
        return read.why
    if isinstance(read, NeedsText):
        return ask_text(parts.verbs[read.action], read.tracking_id, parts.words)
    if read.action == LIST:
        return _open_cases(parts, run.store, _desks(run))
    return _act(run, read)


def _act(run: Run, read: CaseCommand) -> str:
    parts = run.parts
    at = run.post or run.contact.address
    desks, role = speaks_for(parts.agencies.roles_at(at), parts.verbs[read.action])
    action = Action(
        read.action,
        _actor(run),
        desks,
        read.note,
        read.to,
        role,
        seen=Memory(seen=run.seen).read_of(read.tracking_id),
    )
    try:
        if run.held is not None:
            return hold(run, read.tracking_id, action)
        said = act_within(parts, run.store, read.tracking_id, action, run.contact.id)
    except ActedBefore as refusal:
        run.seen = f"{read.tracking_id} {refusal.seen}"
        return str(refusal)
    except NotAllowed as refusal:
        return str(refusal)
    except LookupError:
        return parts.words.say("refused.no_such_case", id=read.tracking_id)
    run.seen = ""
    return said


def _judge(run: Run, read: PairCommand | Help) -> str:
    """Whether two reports are about one matter, and what the officer reads."""
    parts, tx = run.parts, run.store
    if isinstance(read, Help):
        return parts.words.say(read.why)
    if run.held is not None:  # it reaches citizens, and an SMS proves nothing
        return parts.words.say("pair.by_page")
    one, *rest = read.ids
    other = rest[0] if rest else other_of(tx, one)
    if not other:
        return parts.words.say("pair.which")
    try:
        return desk_says(
            parts, tx, (one, other), _actor(run), _desks(run), same=read.same
        )
    except NotAllowed as refusal:
        return str(refusal)
    except LookupError as unknown:
        return parts.words.say("refused.no_such_case", id=unknown.args[0])


def _replied(tx: Transaction, message: InboundMessage) -> str | None:
    """The complaint that the message replied to was about."""
    item = (
        tx.outbox_by_provider_id(message.sender.channel, message.replied_to)
        if message.replied_to
        else None
    )
    stored = (
        tx.complaint_by_id(item.complaint_id) if item and item.complaint_id else None
    )
    return stored.complaint.tracking_id if stored else None


def _open_cases(parts: Parts, tx: Transaction, desks: tuple[str, ...]) -> str:
    seen = parts.agencies.in_sight_of(desks)
    others = {one.code: one.name for one in parts.agencies.by_code.values()}
    for own in desks:
        others.pop(own, None)
    return open_cases_text(
        [(one.case, one.about) for one in _at(tx, seen)], parts.voice, others
    )


# --- plain words ------------------------------------------------------------------


def _is_a_citizens(
    run: Run, message: InboundMessage, memory: Memory, quoted: str | None
) -> bool:
    """Words of a report of their own, begun because they said so, or a command of citizens."""
    if message.button is not None:
        return not message.button.startswith(f"{BUTTON}:")
    if quoted is not None or memory.asks:
        return False
    if memory.own or _is_citizens_command(run, message):
        return True
    begun = run.state.phase in TELLING  # by an earlier version, which asked nobody
    return begun and heard_in(message.text).act not in OF_CASES_ONLY


def _begins_own(message: InboundMessage, quoted: str | None) -> bool:
    """The citizens' command for a report, in so many words."""
    command = read_citizens_command(message.text)
    return quoted is None and command is not None and command.id == NEW


def _is_citizens_command(run: Run, message: InboundMessage) -> bool:
    command = read_citizens_command(message.text)
    if command is None:
        return False
    over = run.state.phase in OVER
    disputes = command.id == "dispute" and bool(command.argument)
    return command.id in ALWAYS or (over and (command.id in OF_A_REPORT or disputes))


def _converse(
    run: Run, message: InboundMessage, memory: Memory, quoted: str | None
) -> bool:
    """Their words, read by their cases; False when the citizens' conversation is to hear them as they are."""
    if not message.text.strip() and message.button is None:
        return _without_words(run, message, memory)
    sight = _sight(run, message, quoted)
    if foreign := _foreign(message.text, sight):  # refused in the words of any verb
        _reply(run, message, _act(run, CaseCommand("note", foreign, message.text)))
        return True
    heard = hear(message.text, sight, memory, message.button)
    own = _serve(run, heard, message)
    return not own or _begin_own(run, own.words, message)


def _serve(run: Run, heard: DeskTurn, message: InboundMessage) -> Own | None:
    """Do all that a turn leads to, and say so; what they say of a report of their own is left."""
    run.desk = memory_to(heard.memory)
    own = next((step for step in heard.steps if isinstance(step, Own)), None)
    told = [*_done(run, heard.steps, message), *_of_files(run, message, own)]
    if told:
        text = "\n".join(one.text for one in told)
        _reply(run, message, text, *_taps(heard, told))
    return own


def _foreign(text: str, sight: DeskSight) -> str:
    """The number of a report that is not theirs to read of, or that there is not; "" for none."""
    return next((id_ for id_ in _numbers(text) if not sight.seen(id_)), "")


def _of_files(run: Run, message: InboundMessage, own: Own | None) -> list[Tell]:
    """That what came along goes no further, unless it is part of their own complaint."""
    lost = message.media and not own
    return [Tell(run.parts.words.say("spoken.files"))] if lost else []


def _begin_own(run: Run, words: str, message: InboundMessage) -> bool:
    """The citizens' conversation hears of a new report; False: of words just written, by itself."""
    if run.author:
        return False  # a report is somebody's own: not told before a whole group
    if run.state.phase in OVER:
        before = len(run.taken.replies)
        turn(run, Said(text=A_REPORT))
        del run.taken.replies[before:]
    if words == message.text:
        return False
    turn(run, Said(text=words), message.callback)
    return True


def _without_words(run: Run, message: InboundMessage, memory: Memory) -> bool:
    """A photo alone, a place, a sticker: no complaint, and nothing a citizen could be sent."""
    key = "spoken.files"
    run.desk = memory_to(replace(memory, said=key))
    if memory.said != key:
        _reply(run, message, run.parts.words.say(key))
    return True


def _sight(run: Run, message: InboundMessage, quoted: str | None) -> DeskSight:
    parts, address = run.parts, run.post or run.contact.address
    return DeskSight(
        cases=_cases_meant(run, message, quoted),
        desks=_desks(run),
        actor=_actor(run),
        office=parts.office,
        voice=parts.voice,
        now=run.now,
        link=lambda id_: parts.links.case(address, id_),
        short=run.capabilities.segment,
        quoted=quoted,
    )


def _cases_meant(
    run: Run, message: InboundMessage, quoted: str | None
) -> tuple[Seen, ...]:
    """What plain words may be about: open cases of their desks, and any that is quoted or numbered."""
    tx, desks = run.store, _desks(run)
    memory = memory_from(run.desk)
    named = [
        quoted,
        *memory.ids,
        *(held.id for held in memory.held),
        *_numbers(message.text),
    ]
    told = [
        item.complaint_id
        for item in tx.outbox_of(run.contact.id, TOLD)
        if item.kind == "notice"
    ]
    found = {
        one.id: one
        for one in (
            *_at(tx, frozenset(desks)),
            *(one for one in _of(tx, told) if theirs(one.case, desks)),
            *(one for one in _known(tx, named) if _involved(run, one)),
        )
    }
    return tuple(sorted(found.values(), key=lambda one: one.case.opened_at))


def _involved(run: Run, one: Seen) -> bool:
    """Whether they may read of it: their desks have or had it, or stand above one that did."""
    parts = run.parts
    return may(one.case, parts.verbs["note"], _desks(run), parts.agencies)


def _numbers(text: str) -> Iterator[str]:
    """The whole numbers of reports that stand in a text; a word of seven letters is none."""
    for word in text.replace("LPR ", PREFIX).split():
        bare = word.strip(".,:;!?()\"'")
        meant = any(map(str.isdigit, bare)) or bare.upper().startswith(PREFIX)
        if meant and (found := read_tracking_id(bare)):
            yield found


def _at(tx: Transaction, desks: frozenset[str] | None) -> list[Seen]:
    rows = tx.cases_at(tx.places("open", desks, LISTED))
    return _seen(tx, rows)


def _of(tx: Transaction, complaint_ids: list[int | None]) -> list[Seen]:
    wanted = dict.fromkeys(id_ for id_ in complaint_ids if id_ is not None)
    return _seen(tx, tx.cases_of([*wanted]))


def _known(tx: Transaction, tracking_ids: list[str | None]) -> list[Seen]:
    named = tx.complaints_named([id_ for id_ in dict.fromkeys(tracking_ids) if id_])
    return _of(tx, [one.id for one in named])


def _seen(tx: Transaction, rows: list[StoredCase]) -> list[Seen]:
    about = tx.complaints_by_id([row.complaint_id for row in rows])
    pairs = [(row.case, about.get(row.complaint_id)) for row in rows]
    return [Seen(case, stored.complaint) for case, stored in pairs if stored]


# --- what they lead to ------------------------------------------------------------


def _done(run: Run, steps: tuple[Step, ...], message: InboundMessage) -> Iterator[Tell]:
    """Carry the steps out, and what is said of each."""
    for step in steps:
        told = CARRIED_OUT[type(step)](run, step, message)
        if told is not None:
            yield told


def _do(run: Run, step: Do, _message: InboundMessage) -> Tell | None:
    said = _carry_out(run, CaseCommand(step.verb, step.id, step.words, step.to))
    return None if step.quiet or not said else Tell(said)


def _tell(_run: Run, step: Tell, _message: InboundMessage) -> Tell:
    return step


def _tell_away(run: Run, step: Away, message: InboundMessage) -> None:
    """The coordinator hears it in their own words, the same words once a day."""
    parts = run.parts
    desks = [parts.agencies.by_code[code].name for code in _desks(run)]
    told = {
        "who": _actor(run) if run.held is None else _unproven(run),
        "desk": ", ".join(desks),
        "words": " ".join(step.words.split()),
        "ids": ", ".join(step.ids) or "-",
    }
    print_ = zlib.crc32(message.text.encode("utf-8", "surrogatepass"))
    key = f"away:{run.contact.id}:{print_}:{run.now.date()}"
    tell_coordinator(parts, run.store, Alarm("alarm.away", told), None, key=key)


def _own(_run: Run, _step: Own, _message: InboundMessage) -> None:
    """What they say of their own complaint is heard last, and by the citizens' conversation."""


CARRIED_OUT: dict[type[Step], Callable[[Run, Any, InboundMessage], Tell | None]] = {
    Do: _do,
    Tell: _tell,
    Away: _tell_away,
    Own: _own,
}


def _taps(heard: DeskTurn, told: list[Tell]) -> tuple[Button, ...]:
    """The choices as buttons where the channel shows so many, else those of what was told last."""
    titles, mark = heard.choices, heard.memory.mark
    if not titles:
        return next((one.buttons for one in reversed(told) if one.buttons), ())
    return tuple(
        Button(f"{BUTTON}:{mark}:{n}", title) for n, title in enumerate(titles, 1)
    )


def _reply(run: Run, message: InboundMessage, text: str, *buttons: Button) -> None:
    """Say it as their channel carries it: short parts, or buttons, or numbers to answer with."""
    if not text:
        return  # all of it waits to be proved, and that is asked in its own words
    run.callback = message.callback
    if run.author and memory_from(run.desk).asks:
        text = f"{text} {run.parts.words.say('group.reply')}"
    able = run.capabilities
    if able.segment:
        for part in [text] if segments(text).parts == 1 else split_parts(text):
            say(run, Rendered(part))
    elif len(buttons) > able.buttons:
        titles = numbered([one.title for one in buttons], "\n")
        say(run, Rendered(f"{text}\n{titles}"))
    else:
        say(run, Rendered(text, buttons))
    run.rings.add("deliver")


def _desks(run: Run) -> tuple[str, ...]:
    return desks_of(run.parts, run.post or run.contact.address)


def _unproven(run: Run) -> str:
    """Whom an SMS names as its sender: an alarm does not wait for proof, but says that there is none."""
    return run.parts.words.say("proof.none", who=_actor(run))


def _actor(run: Run) -> str:
    """Who acts, for the history: of a group the one who wrote or pressed, and which group it is."""
    known = actor_at(run.parts, run.post or run.contact.address)
    return f"{run.author} ({known})" if run.author else known
