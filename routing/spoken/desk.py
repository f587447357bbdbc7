"""An officer's plain words, from what they say to what is done: pure, a turn at a time.

The words are read by the case they are about (`which.py`) and by what they do (`reader.py`); `LEADS` says
what each act leads to, `QUESTIONS` what can be answered to what we ask. Nothing reaches a citizen but
by a verb, as the answer to our question, or after a yes; nothing opens a complaint but their saying so.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from intake.wording.sms import clip
from routing.agencies import Agencies, Agency
from routing.case import NEW, OPEN, CaseState
from routing.life import buttons
from routing.spoken.acts import DeskAct, Meant
from routing.spoken.consent import agrees, chosen_in, is_answer
from routing.spoken.memory import Held, Memory
from routing.spoken.reader import heard_in, says_only_done
from routing.spoken.second_thoughts import instead_in, says_more
from routing.spoken.sight import DeskSight
from routing.spoken.spelling import spelled
from routing.spoken.steps import Away, Consequence, DeskTurn, Do, Own, Step, Tell
from routing.spoken.which import (
    Part,
    Seen,
    by_name,
    by_number,
    named_alike,
    names_only,
    parts_of,
    which,
)
from routing.spoken.whither import MOST_ALIKE, SPOKEN_OF, likely, read_whither

LIST = "list"
BUTTON = "desk"  # `desk:MARK:2`, the second choice of the question with this mark
MOST_CHOICES = 8  # cases offered at once: what Telegram shows

# What can be answered to a question, in the order of its numbers; what each does is in `CHOICES`.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "send": ("send", "note"),
    "unsure": ("send", "note", "own"),
    "meaning": ("note", "send", "own"),
    "move": ("do", "note"),
    "either": ("send", "return"),
    "close": ("close", "open"),
    "stray": ("own", "drop"),
}
ASIDES = frozenset(  # said beside an open question, which stays open
    {
        DeskAct.HELP,
        DeskAct.LIST,
        DeskAct.NEEDMORE,
        DeskAct.ACK,
        DeskAct.SMALLTALK,
        DeskAct.ANGRY,
        DeskAct.ASKCITIZEN,
    }
)
ANSWERS = frozenset({DeskAct.ANSWER, DeskAct.PLAN, DeskAct.ACCEPT, DeskAct.FINISH})
TO_CITIZEN = frozenset({"answer", "finish"})  # verbs whose words a citizen reads
GOES_AWAY = frozenset(
    {"return", "transfer"}
)  # verbs after which a case is another desk's
_CHOICE = re.compile(  # "1 sudah kami vaksin" chooses and tells; "2 hari lagi" does not choose
    r"(\d)[.):,!]?(?:\s+(?!(?:hari|minggu|bulan|tahun|jam|menit|orang|tim|unit|titik|meter|truk|kali|kk|"
    r"rumah|lubang|sampai|[-\d])\b)(\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
QUOTED = 60  # characters of the words that "which one?" asks about


@dataclass(frozen=True, slots=True)
class Remark:
    """Words of one case, or of none."""

    words: str
    heard: Meant
    case: Seen | None = None

    @property
    def id(self) -> str:
        """The number of their case."""
        return self.case.id if self.case else ""


Lead = Callable[[Remark, DeskSight], Consequence]


def hear(
    text: str, sight: DeskSight, memory: Memory, button: str | None = None
) -> DeskTurn:
    """Take in what an officer wrote or tapped; words whose case was never chosen come back to them."""
    now = memory.fresh(sight.now)
    turn = _heard(text, sight, now, button)
    return replace(turn, steps=(*_given_back(memory, now, sight), *turn.steps))


def _given_back(before: Memory, now: Memory, sight: DeskSight) -> tuple[Tell, ...]:
    """What waited for "which one?" when the question has grown old: no case has kept it."""
    if before.asks != "which" or now.asks:
        return ()
    lost = (held.words for held in before.held if not held.id)
    return tuple(Tell(sight.quoting("spoken.given_back", words)) for words in lost)


def _heard(text: str, sight: DeskSight, memory: Memory, button: str | None) -> DeskTurn:
    if button is not None:
        return _tapped(button, sight, memory)
    if memory.asks == "words":
        return _in_answer(text, sight, memory)
    if memory.asks == "which":
        return _to_which(text, sight, memory) or _anew(text, sight, memory)
    if memory.asks == "desk":
        return _to_desk(text, sight, memory)
    chosen = _choice_in(text, sight, memory)
    return _chosen(chosen, sight, memory) if chosen else _anew(text, sight, memory)


# --- our questions ----------------------------------------------------------------


def _tapped(button: str, sight: DeskSight, memory: Memory) -> DeskTurn:
    _, mark, number = f"{button}::".split(":")[:3]
    if mark != memory.mark or not number.isdecimal():
        return DeskTurn((Tell(sight.say("spoken.stale")),), memory)
    chosen = _numbered(int(number), memory)
    if chosen is None and memory.asks == "words":
        return _in_answer(number, sight, memory)
    return _chosen(chosen, sight, memory) if chosen else _anew(number, sight, memory)


def _choice_in(text: str, sight: DeskSight, memory: Memory) -> tuple[str, ...] | None:
    """What was chosen, a name of `CHOICES`; None when the words answer nothing we asked."""
    if not memory.asks:
        return None
    bare = text.strip().strip(".!)").casefold()
    if bare.isdecimal():
        return _numbered(int(bare), memory)
    names = QUESTIONS[memory.asks]
    titled = (name for name in names if sight.say(f"choice.{name}").casefold() == bare)
    named = next(titled, None) or chosen_in(text, memory.asks, names)
    return (named,) if named else None


def _numbered(number: int, memory: Memory) -> tuple[str, ...] | None:
    if memory.asks == "desk":
        return memory.ids[number - 1 : number] or None if number else None
    if memory.asks == "which":
        return _case_of_number(number, memory)
    names = QUESTIONS.get(memory.asks, ())
    return (names[number - 1],) if 0 < number <= len(names) else None


def _case_of_number(number: int, memory: Memory) -> tuple[str, ...] | None:
    ids = memory.ids
    if number == len(ids) + 1:
        return ids
    return (ids[number - 1],) if 0 < number <= len(ids) else None


def _to_which(text: str, sight: DeskSight, memory: Memory) -> DeskTurn | None:
    """An answer to "which one?": a case, some of those offered, a case and more words; None for none."""
    number, more = _numbered_start(text)
    if ids := _case_of_number(number, memory):
        said = (*memory.held, *(Held("", one) for one in [more] if one))
        return _chosen(ids, sight, replace(memory, held=said))
    asked = sight.those(memory.ids)
    named = which(text, asked, sight.quoted)
    if names_only(text, asked):
        return _pointed(named or named_alike(text, asked), named, sight, memory)
    if named and heard_in(text).act == DeskAct.UNREAD and not is_answer(text):
        turn = _chosen(named, sight, memory)
        kept = noted(Held("note", text, id_) for id_ in named)
        return replace(turn, steps=(*kept, *turn.steps))
    return None


def _pointed(
    ids: tuple[str, ...],
    named: tuple[str, ...] | None,
    sight: DeskSight,
    memory: Memory,
) -> DeskTurn | None:
    """Words that only point: at what was meant, or at fewer than were offered."""
    if named:
        return _chosen(named, sight, memory)
    return _again([], sight, replace(memory, ids=ids or memory.ids))


def _numbered_start(text: str) -> tuple[int, str]:
    """The number of a choice and what is said after it; 0 when a number begins something else."""
    found = _CHOICE.fullmatch(text.strip())
    return (int(found[1]), (found[2] or "").strip()) if found else (0, "")


def _chosen(names: tuple[str, ...], sight: DeskSight, memory: Memory) -> DeskTurn:
    if memory.asks == "which":
        said = [
            (held.words, id_)
            for held in memory.held
            for id_ in ((held.id,) if held.id else names)
        ]
        outcomes = [_lead(words, sight, sight.seen(id_)) for words, id_ in said]
    elif memory.asks == "desk":
        outcomes = [_handed_on(replace(memory.held[0], to=names[0]))]
    else:
        outcomes = [CHOICES[names[0]](held, sight) for held in memory.held]
    return _turn(outcomes, sight, memory.settled())


def _send(held: Held, _sight: DeskSight) -> Consequence:
    return Consequence((Do(held.verb or "answer", held.id, held.words, held.to),))


def _note(held: Held, _sight: DeskSight) -> Consequence:
    return Consequence((Do("note", held.id, held.words),))


def _return(held: Held, _sight: DeskSight) -> Consequence:
    return Consequence((Do("return", held.id, held.words),))


def _begin(held: Held, _sight: DeskSight) -> Consequence:
    return Consequence((Own(held.words),))


def _drop(_held: Held, sight: DeskSight) -> Consequence:
    return Consequence((Tell(sight.say("spoken.dropped")),))


def _close(held: Held, _sight: DeskSight) -> Consequence:
    return Consequence((Do("finish", held.id),))


def _leave_open(held: Held, sight: DeskSight) -> Consequence:
    return Consequence((Tell(sight.say("spoken.left_open", id=held.id)),))


CHOICES: dict[str, Callable[[Held, DeskSight], Consequence]] = {
    "send": _send,
    "do": _send,
    "note": _note,
    "return": _return,
    "own": _begin,
    "drop": _drop,
    "close": _close,
    "open": _leave_open,
}


# --- to which desk ----------------------------------------------------------------


def hand_on(verb: str, id_: str, text: str, sight: DeskSight) -> DeskTurn:
    """Begin a verb that takes a desk: `text` is what was typed behind it, the desk and why."""
    case = sight.seen(id_)
    if case is None or not sight.able(verb, case.case):
        return _turn([Consequence((Do(verb, id_, text, text),))], sight, Memory())
    return _turn([_whither(Held(verb, "", id_), text, sight)], sight, Memory())


def _whither(held: Held, text: str, sight: DeskSight) -> Consequence:
    """Where the text names one desk, there; else the likely ones are offered, and what was said is kept."""
    agencies = sight.office.agencies
    meant = read_whither(text, agencies)
    waiting = replace(held, words=joined(held.words, meant.reason))
    staffed = [one for one in meant.desks if one.administrators]
    if len(meant.desks) == 1:
        return _handed_on(replace(waiting, to=meant.desks[0].code))
    codes = [one.code for one in staffed[:MOST_ALIKE]]
    return Consequence(
        asks="desk", held=(waiting,), among=tuple(codes), named=meant.name * (not codes)
    )


def _handed_on(held: Held) -> Consequence:
    """The desk is known: it is done, once there is a reason."""
    if held.words:
        return Consequence((Do(held.verb, held.id, held.words, held.to),))
    return Consequence(asks="words", held=(held,))


def _to_desk(text: str, sight: DeskSight, memory: Memory) -> DeskTurn:
    """An answer to "to which desk?": a number, a name, and perhaps why; or something else altogether."""
    held, heard = memory.held[0], heard_in(text)
    number, more = _numbered_start(text)
    if chosen := _numbered(number, memory):
        why = replace(held, words=joined(held.words, more))
        return _chosen(chosen, sight, replace(memory, held=(why,)))
    if heard.act == DeskAct.REGRET:
        return _taken_back(text, sight, memory)
    if read_whither(text, sight.office.agencies).desks:
        return _turn([_whither(held, text, sight)], sight, memory.settled())
    if heard.act in ASIDES or heard.act in (DeskAct.UNREAD, DeskAct.FORWARD):
        aside = heard.act in ASIDES or is_answer(text)
        asked = _again([_lead(text, sight, sight.seen(held.id))], sight, memory)
        return (
            asked
            if aside
            else _turn([_whither(held, text, sight)], sight, memory.settled())
        )
    return _anew(text, sight, memory)


def _which_desk(
    sight: DeskSight, waiting: Memory, unknown: str
) -> tuple[str, tuple[str, ...], Memory]:
    held, agencies = waiting.held[0], sight.office.agencies
    case = sight.seen(held.id)
    codes = waiting.ids
    if not codes and case:
        offered = likely(unknown, case.about, agencies, case.case.agency)
        codes = tuple(one.code for one in offered)
    names = tuple(agencies.by_code[code].name for code in codes)
    key = "asks.desk.unknown" if unknown else f"asks.desk.{held.verb}"
    asked = sight.say(key, id=held.id, words=clip(unknown, QUOTED))
    text = f"{asked}\n{numbered(names, chr(10))}"
    return text, names, replace(waiting, ids=codes)


# --- words that we asked for ------------------------------------------------------


def _in_answer(text: str, sight: DeskSight, memory: Memory) -> DeskTurn:
    """In answer to a verb's question: the words it was asked for, or something said beside it."""
    id_, heard = memory.ids[0], heard_in(text)
    shown = bool(memory.held and memory.held[0].words)
    if shown and (text.strip() == "1" or agrees(text)):
        done = Consequence((Do(memory.action, id_, memory.held[0].words),))
        return _turn([done], sight, memory.settled())
    if heard.act == DeskAct.REGRET:
        return _taken_back(text, sight, memory)
    if heard.act in ASIDES:
        return _beside(text, sight, memory)
    if heard.act in LEADS_AWAY:
        kept = Consequence(noted(memory.held))
        away = _lead(text, sight, sight.seen(id_))
        return _turn([kept, away], sight, memory.settled())
    return _turn([_taken(text, heard, id_, sight, memory)], sight, memory.settled())


def _taken(
    text: str, heard: Meant, id_: str, sight: DeskSight, memory: Memory
) -> Consequence:
    """Words for a verb. Those a citizen will read go at once only if they read as an answer."""
    if memory.action not in TO_CITIZEN:
        to = memory.held[0].to if memory.held else ""
        return Consequence((Do(memory.action, id_, text, to),))
    if asks := _doubt(text, heard):
        return Consequence(asks=asks, held=(Held(memory.action, text, id_),))
    case, sent = sight.seen(id_), (Do(memory.action, id_, text),)
    ends = heard.act == DeskAct.FINISH and memory.action == "answer"
    if ends and case and sight.able("answer", case.case):
        return Consequence(sent, "close", (Held("finish", text, id_),))
    return Consequence(sent)


def _doubt(text: str, heard: Meant) -> str:
    """What is asked before such words reach a citizen; "" when they plainly answer."""
    if heard.act in (DeskAct.NOTOURS, DeskAct.FORWARD):
        return "either"
    if heard.act not in ANSWERS:
        return "send"
    return "unsure" if not heard.sure and _AS_A_CITIZEN.search(text) else ""


_AS_A_CITIZEN = re.compile(
    r"\b(?:rumah|rmh|gang|gg|kampung|lingkungan|rt|tempat) (?:saya|sy|kami|ku)\b|\b(?:tolong|mohon|tlg|mhn) "
    r"(?:segera |juga )?di\w{4,}|\b(?:me|nge)lapor\w*|\bwarga (?:sini|biasa)\b",
    re.I,
)


def _beside(text: str, sight: DeskSight, memory: Memory) -> DeskTurn:
    """Answered, and the question is put again in few words."""
    outcomes = [_lead(text, sight, sight.seen(memory.ids[0]))]
    if memory.held:
        return _again(outcomes, sight, memory)
    aside = _turn(outcomes, sight, memory)
    key = "spoken.still.return" if memory.action == "return" else "spoken.still"
    again = Tell(sight.say(key, id=memory.ids[0]))
    return DeskTurn((*aside.steps, again), replace(memory, said=aside.memory.said))


# --- words of their own accord ----------------------------------------------------


def _anew(text: str, sight: DeskSight, memory: Memory) -> DeskTurn:
    """Not in answer to anything: read by its cases, each part by what it does."""
    if memory.asks and is_answer(text):
        return _again([], sight, memory)
    if memory.asks and heard_in(text).act == DeskAct.REGRET:
        return _taken_back(text, sight, memory)
    parts = parts_of(text, sight.cases, sight.quoted)
    outcomes = [one for part in parts for one in _of_part(part, sight)]
    if all(heard_in(part.text).act in ASIDES for part in parts):
        aside = _again if memory.asks else _turn
        return aside(outcomes, sight, memory)
    return _turn([*_passed_over(memory), *outcomes], sight, memory.settled())


def _again(
    outcomes: Sequence[Consequence], sight: DeskSight, memory: Memory
) -> DeskTurn:
    """Something was said in between: a yes counts only right after the question, so it is put again."""
    aside = _turn([one for one in outcomes if not one.asks], sight, memory)
    text, choices, waiting = _worded(sight, memory)
    kept = replace(waiting, said=aside.memory.said)
    return DeskTurn((*aside.steps, Tell(text)), kept, choices)


def _passed_over(memory: Memory) -> list[Consequence]:
    """Words that waited for a choice which did not come: without a case they go on waiting."""
    if memory.asks == "which":
        return [Consequence(asks="which", held=memory.held, among=memory.ids)]
    return [Consequence(left_behind(memory, quiet=False))]


def left_behind(memory: Memory, *, quiet: bool = True) -> tuple[Do, ...]:
    """What becomes of words that wait when nobody will choose any more: notes of their cases."""
    return () if memory.asks == "close" else noted(memory.held, quiet=quiet)


def _taken_back(text: str, sight: DeskSight, memory: Memory) -> DeskTurn:
    """What waited stays with its case; what is said instead is shown in its place."""
    anew, ids = instead_in(text), {held.id for held in memory.held} or {*memory.ids}
    kept = Consequence(left_behind(memory, quiet=not anew))
    case = sight.seen(ids.pop()) if len(ids) == 1 else None
    if anew and case:
        return _turn([kept, _instead(anew, case, sight)], sight, memory.settled())
    if anew:
        turn = _anew(anew, sight, memory.settled())
        return replace(turn, steps=(*kept.steps, *turn.steps))
    more = case is not None and says_more(text)
    own = (Held("note", text, case.id),) if case and more else ()
    given_up = Consequence((*noted(own), Tell(sight.say("command.given_up"))))
    return _turn([kept, given_up], sight, memory.settled())


def _instead(words: str, case: Seen, sight: DeskSight) -> Consequence:
    """Words in place of others are an answer, unless they plainly do something else."""
    heard = heard_in(words)
    if heard.act in OF_A_CASE - {DeskAct.UNREAD}:
        return _lead(words, sight, case)
    return _answer(Remark(words, Meant(DeskAct.ANSWER), case), sight)


def _of_part(part: Part, sight: DeskSight) -> list[Consequence]:
    heard = heard_in(part.text)
    if heard.act not in OF_A_CASE:
        case = sight.seen(part.ids[0]) if part.ids and len(part.ids) == 1 else None
        return [LEADS[heard.act](Remark(part.text, heard, case), sight)]
    if part.ids is None:
        alike = named_alike(part.text, sight.cases)
        return [Consequence(asks="which", held=(Held("", part.text),), among=alike)]
    if not part.ids:
        return [_without_case(Remark(part.text, heard), sight)]
    return [_lead(part.text, sight, sight.seen(id_)) for id_ in part.ids]


def _lead(text: str, sight: DeskSight, case: Seen | None) -> Consequence:
    heard = heard_in(text)
    if heard.act in OF_A_CASE and case is None:
        return _without_case(Remark(text, heard), sight)
    return LEADS[heard.act](Remark(text, heard, case), sight)


def _without_case(said: Remark, sight: DeskSight) -> Consequence:
    if said.heard.act in (DeskAct.UNREAD, DeskAct.ANSWER):
        return Consequence(asks="stray", held=(Held("", said.words),))
    return Consequence((Tell(sight.say("spoken.none_open")),))


# --- what each act leads to -------------------------------------------------------


def _accept(said: Remark, sight: DeskSight) -> Consequence:
    case = _case(said)
    if not sight.may("accept", case.case):
        return _elsewhere(said, sight)
    if case.case.state in NEW:
        return Consequence((Do("accept", said.id),))
    return _courtesy("spoken.accepted", sight, id=said.id)


def _answer(said: Remark, sight: DeskSight) -> Consequence:
    """To the citizen, once it was shown."""
    if not sight.able("answer", _case(said).case):
        return _elsewhere(said, sight)
    asks = "send" if said.heard.sure else "unsure"
    return Consequence(asks=asks, held=(Held("answer", said.words, said.id),))


def _finish(said: Remark, sight: DeskSight) -> Consequence:
    """Closed at once when the citizen has an answer and these words add nothing to it."""
    case, bare = _case(said).case, says_only_done(said.words)
    if not sight.able("finish", case):
        return _elsewhere(said, sight)
    if case.state == CaseState.ANSWERED and bare:
        return Consequence((Do("finish", said.id),))
    asks = "words" if bare else "send"
    return Consequence(asks=asks, held=(Held("finish", said.words, said.id),))


def _notours(said: Remark, sight: DeskSight) -> Consequence:
    if not said.heard.sure and sight.able("return", _case(said).case):
        return Consequence(asks="move", held=(Held("return", said.words, said.id),))
    return _moved_on(said, sight)


def _forward(said: Remark, sight: DeskSight) -> Consequence:
    named = agencies_named(said.words, sight.office.agencies)
    if not sight.able("transfer", _case(said).case):
        return _moved_on(said, sight)
    held = Held("transfer", said.words, said.id)
    if len(named) == 1:
        return Consequence(asks="move", held=(replace(held, to=named[0].code),))
    if named or SPOKEN_OF.search(said.words):
        codes = tuple(one.code for one in named[:MOST_ALIKE])
        return Consequence(asks="desk", held=(held,), among=codes)
    return _moved_on(said, sight)


def _moved_on(said: Remark, sight: DeskSight) -> Consequence:
    """Back to the desk above, with the words as the reason; where it cannot be, they are kept."""
    case = _case(said).case
    if not sight.may("return", case):
        return _elsewhere(said, sight)
    back = Do("return", said.id, said.words)
    if sight.able("return", case):
        return Consequence((back,))
    return Consequence((back, Do("note", said.id, said.words, quiet=True)))


def _ask_citizen(said: Remark, sight: DeskSight) -> Consequence:
    told = sight.say("spoken.ask_citizen", id=said.id)
    kept = Do("note", said.id, said.words, quiet=True)
    return Consequence((kept, Tell(told), Tell(_contact(said, sight))))


def _more(said: Remark, sight: DeskSight) -> Consequence:
    """What we have; of the reporter only what the page may show."""
    about, id_ = _case(said).about, said.id
    have = sight.say(
        "spoken.have",
        id=id_,
        place=sight.where(id_) or "-",
        files=len(about.attachments),
        link=sight.link(id_),
    )
    return Consequence((Tell(have), Tell(_contact(said, sight))))


def _contact(said: Remark, sight: DeskSight) -> str:
    about = _case(said).about
    hidden = about.anonymous or about.confidential
    key = "spoken.contact.hidden" if hidden else "spoken.contact.page"
    return sight.say(key, id=said.id, link=sight.link(said.id))


def _list(_said: Remark, _sight: DeskSight) -> Consequence:
    return Consequence((Do(LIST),))


def _help(said: Remark, sight: DeskSight) -> Consequence:
    """How this works; a question that may have been about their case stays with it as well."""
    kept = (
        (Do("note", said.id, said.words, quiet=True),)
        if said.id and not said.heard.sure
        else ()
    )
    return Consequence((*kept, Tell(sight.say("spoken.help"))))


def _ack(said: Remark, sight: DeskSight) -> Consequence:
    """Noted is not accepted: where a case still waits for that, how to say so."""
    case = said.case.case if said.case else None
    if case is None or case.state not in NEW or not sight.may("accept", case):
        return _courtesy("spoken.ack", sight)
    word = sight.voice.verbs["accept"].word
    return _courtesy("spoken.ack_new", sight, id=said.id, word=word)


def _smalltalk(_said: Remark, sight: DeskSight) -> Consequence:
    return _courtesy("spoken.hello", sight)


def _angry(_said: Remark, sight: DeskSight) -> Consequence:
    return _courtesy("spoken.calm", sight)


def _courtesy(key: str, sight: DeskSight, **args: object) -> Consequence:
    return Consequence((Tell(sight.say(key, **args)),), said=key)


def _away(said: Remark, sight: DeskSight) -> Consequence:
    ids = tuple(one.id for one in sight.cases)
    key = (
        "spoken.away.top"
        if sight.office.agencies.coordinator in sight.desks
        else "spoken.away"
    )
    return Consequence((Away(said.words, ids), Tell(sight.say(key))))


def _own(said: Remark, _sight: DeskSight) -> Consequence:
    return Consequence((Own(said.words),))


def _regret(said: Remark, sight: DeskSight) -> Consequence:
    """Nothing waits. What has gone is not called back, but can be put right."""
    case = said.case
    more = says_more(said.words)
    kept = (Do("note", said.id, said.words, quiet=True),) if case and more else ()
    gone = case is not None and _sent_by(sight.actor, case)
    key = "spoken.sent_already" if gone else "spoken.nothing_waits"
    return Consequence((*kept, Tell(sight.say(key, id=said.id))))


def _sent_by(actor: str, case: Seen) -> bool:
    own = [line.action for line in case.case.history if line.actor == actor]
    return bool(own) and own[-1] in TO_CITIZEN


def _unread(said: Remark, sight: DeskSight) -> Consequence:
    """Named only: the case and what can be done. Anything else is asked, once."""
    if _only_names(said):
        return _named(said, sight)
    return Consequence(asks="meaning", held=(Held("", said.words, said.id),))


def _only_names(said: Remark) -> bool:
    one = [_case(said)]
    named = by_number(said.words, one) or by_name(said.words, one)
    return bool(named) and names_only(said.words, one)


def _named(said: Remark, sight: DeskSight) -> Consequence:
    told = sight.say("spoken.named", id=said.id, title=sight.about(said.id))
    shown = buttons(_case(said).case, sight.office, sight.voice.verbs)
    return Consequence((Tell(told, shown),))


def _elsewhere(said: Remark, sight: DeskSight) -> Consequence:
    """Not theirs to act on just now: the words go to its history, and to the desk that has it."""
    case = _case(said).case
    kept = Do("note", said.id, said.words, quiet=True)
    if case.state not in OPEN:
        return Consequence((kept, Tell(sight.say("spoken.closed", id=said.id))))
    desk = sight.office.agencies.staffed(case.agency).name
    return Consequence(
        (kept, Tell(sight.say("spoken.elsewhere", id=said.id, agency=desk)))
    )


def _case(said: Remark) -> Seen:
    if said.case is None:
        raise LookupError("an act of a case without one")
    return said.case


LEADS: dict[DeskAct, Lead] = {
    DeskAct.ACCEPT: _accept,
    DeskAct.ANSWER: _answer,
    DeskAct.PLAN: _answer,
    DeskAct.FINISH: _finish,
    DeskAct.NOTOURS: _notours,
    DeskAct.FORWARD: _forward,
    DeskAct.ASKCITIZEN: _ask_citizen,
    DeskAct.NEEDMORE: _more,
    DeskAct.LIST: _list,
    DeskAct.HELP: _help,
    DeskAct.ACK: _ack,
    DeskAct.SMALLTALK: _smalltalk,
    DeskAct.ANGRY: _angry,
    DeskAct.MOVED: _away,
    DeskAct.LEAVE: _away,
    DeskAct.OWN: _own,
    DeskAct.REGRET: _regret,
    DeskAct.UNREAD: _unread,
}
OF_A_CASE = frozenset(
    {
        DeskAct.ACCEPT,
        DeskAct.ANSWER,
        DeskAct.PLAN,
        DeskAct.FINISH,
        DeskAct.NOTOURS,
        DeskAct.FORWARD,
        DeskAct.ASKCITIZEN,
        DeskAct.NEEDMORE,
        DeskAct.UNREAD,
    }
)
LEADS_AWAY = frozenset(
    {DeskAct.OWN, DeskAct.MOVED, DeskAct.LEAVE}
)  # from whatever we asked


def agencies_named(text: str, agencies: Agencies) -> tuple[Agency, ...]:
    """The desks that the words name alike, by their code or by the words of their name that few have."""
    words = {word.text for word in spelled(text).words}
    named = tuple(
        one for one in agencies.by_code.values() if one.code.rpartition(".")[2] in words
    )
    if len(named) == 1:
        return named
    scores = {one.code: len(words & own) for one, own in _own_words(agencies)}
    best = max(scores.values(), default=0)
    return tuple(
        agencies.by_code[code]
        for code, score in scores.items()
        if best and score == best
    )


def _own_words(agencies: Agencies) -> Iterable[tuple[Agency, set[str]]]:
    names = {
        one.code: {word.text for word in spelled(one.name).words}
        for one in agencies.by_code.values()
    }
    everywhere = [word for own in names.values() for word in own]
    shared = {word for word in everywhere if everywhere.count(word) > 1}
    return [(agencies.by_code[code], own - shared) for code, own in names.items()]


# --- from outcomes to a turn ------------------------------------------------------


def _turn(
    outcomes: Sequence[Consequence], sight: DeskSight, memory: Memory
) -> DeskTurn:
    """All steps, then at most one question; a courtesy that was said last is not said again."""
    steps: list[Step] = []
    for one in outcomes:
        if not (one.said and one.said == memory.said):
            steps += one.steps
            memory = replace(memory, said=one.said if one.steps else memory.said)
    if any(isinstance(step, Own) for step in steps):
        memory = Memory(own=True, at=sight.now.isoformat())
    asking = [one for one in outcomes if one.asks]
    return (
        _asked(steps, asking, sight, memory)
        if asking
        else DeskTurn(tuple(steps), memory)
    )


def _asked(
    steps: list[Step], asking: Sequence[Consequence], sight: DeskSight, memory: Memory
) -> DeskTurn:
    """The first question with all that can be asked with it; the words of any other stay with their case.

    While it is not known which case some words are about, all that came with them waits for that.
    """
    kinds = [one.asks for one in asking]
    asks = "which" if "which" in kinds else kinds[0]
    now = [one for one in asking if asks in (one.asks, "which")]
    kept = noted(_held(one for one in asking if one not in now), quiet=False)
    dos = [one for one in steps if isinstance(one, Do)]
    waiting = replace(
        memory.settled(),
        asks=asks,
        ids=now[0].among
        if asks == "desk"
        else _offered(now, sight, dos) * (asks == "which"),
        held=_held(now),
        at=sight.now.isoformat(),
        said="",
    )
    text, choices, waiting = _worded(sight, waiting, now[0].named)
    return DeskTurn((*steps, *kept, Tell(text)), waiting, choices)


def _offered(
    asking: Sequence[Consequence], sight: DeskSight, dos: Sequence[Do]
) -> tuple[str, ...]:
    """The cases to choose from, without those that these very words send elsewhere."""
    gone = {one.id for one in dos if one.verb in GOES_AWAY}
    there = tuple(one.id for one in sight.cases if one.id not in gone)
    among = [one.among for one in asking if one.asks == "which"]
    named = {*chain.from_iterable(among)} if all(among) else {*there}
    return tuple(filter(named.__contains__, there)) or there


def _held(asking: Iterable[Consequence]) -> tuple[Held, ...]:
    """What waits; words for the same case and verb are one text."""
    waiting = [held for one in asking for held in one.held]
    together: dict[tuple[str, str, str], str] = {}
    for held in (one for one in waiting if one.id):
        key = (held.verb, held.id, held.to)
        together[key] = joined(together.get(key, ""), held.words)
    loose = dict.fromkeys(one for one in waiting if not one.id)
    merged = (Held(verb, words, *whose) for (verb, *whose), words in together.items())
    return (*loose, *merged)


def joined(before: str, more: str) -> str:
    """Two texts as one, with a full stop between them."""
    if not before or not more or before == more:
        return more or before
    end = "" if before.rstrip().endswith((".", "!", "?")) else "."
    return f"{before.rstrip()}{end} {more}"


def noted(held: Iterable[Held], *, quiet: bool = True) -> tuple[Do, ...]:
    """Words that go nowhere stay with their case."""
    said = (one for one in held if one.id and one.words)
    return tuple(Do("note", one.id, one.words, quiet=quiet) for one in said)


def _worded(
    sight: DeskSight, waiting: Memory, unknown: str = ""
) -> tuple[str, tuple[str, ...], Memory]:
    """The question, what can be tapped, and the memory of it; `unknown`: a desk of which we do not know."""
    if waiting.asks == "desk":
        return _which_desk(sight, waiting, unknown)
    if waiting.asks == "which":
        return _which_one(sight, waiting)
    first = waiting.held[0]
    if waiting.asks == "words":
        asked = _for_words(sight, first)
        return (
            asked,
            (),
            replace(
                waiting, action=first.verb or "finish", ids=(first.id,), held=(first,)
            ),
        )
    choices = tuple(sight.say(f"choice.{name}") for name in QUESTIONS[waiting.asks])
    rest = "" if not sight.short else f" {numbered(choices, ' ')}"
    return _question(sight, waiting, rest), choices, waiting


def _for_words(sight: DeskSight, held: Held) -> str:
    if held.to:
        to = sight.office.agencies.by_code[held.to].name
        return sight.say(f"asks.reason.{held.verb}", id=held.id, agency=to)
    return sight.quoting("spoken.what_done", held.words, id=held.id)


def _question(sight: DeskSight, waiting: Memory, rest: str) -> str:
    first = waiting.held[0]
    if waiting.asks == "send" and len(waiting.held) > 1:
        each = "; ".join(
            f'{held.id}: "{" ".join(held.words.split())}"' for held in waiting.held
        )
        return sight.quoting("asks.send_each", each, rest)
    key = f"asks.{waiting.asks}"
    if waiting.asks == "move" or (waiting.asks == "send" and first.verb == "finish"):
        key = f"{key}.{first.verb}"
    to = sight.office.agencies.by_code[first.to].name if first.to else ""
    return sight.quoting(key, first.words, rest, id=first.id, agency=to)


def _which_one(
    sight: DeskSight, waiting: Memory
) -> tuple[str, tuple[str, ...], Memory]:
    cases = sight.those(waiting.ids)[-MOST_CHOICES:]
    ids = tuple(one.id for one in cases)
    every = (sight.say("choice.all"),) if len(ids) > 1 else ()
    rows = [*(f"{one.id} {sight.about(one.id)}" for one in cases), *every]
    about = "; ".join(" ".join(one.words.split()) for one in waiting.held if not one.id)
    asked = sight.say("asks.which", words=clip(about, QUOTED))
    text = f"{asked}\n{numbered(rows, chr(10))}"
    return text, (*ids, *every), replace(waiting, ids=ids)


def numbered(rows: Iterable[str], gap: str) -> str:
    """Choices with their numbers."""
    return gap.join(f"{n} {row}" for n, row in enumerate(rows, 1))
