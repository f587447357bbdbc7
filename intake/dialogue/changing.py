"""Corrections: `2 Jl Mawar 5` in the review, `UBAH NAMA Siti` at any time, also after the receipt."""

import re
from dataclasses import replace

from intake.dialogue.after_receipt import append
from intake.dialogue.answering import ADDITION_WORDS, attach, only_sticker, tells
from intake.dialogue.asking import ask_again, ask_for, proceed
from intake.dialogue.effects import say
from intake.dialogue.questions import answers_to, topics_of
from intake.dialogue.review import fact_text, reviewed, submit
from intake.dialogue.telling_on import kept_apart
from intake.dialogue.updates import add_story, read_anew, remember
from intake.form.combined import answers
from intake.form.slots import next_question
from intake.reading.clauses import clauses_of, joined
from intake.reading.corrections import correction_of
from intake.reading.names import is_bare_name
from intake.reading.question import is_question
from intake.reading.yes_no import read_yes_no
from intake.state import Amend, Answer, Choice, Context, Line, Said, Save, State, Turn

NUMBERED = re.compile(r"\s*(\d{1,2})[\s.):=-]+(\S.*)", re.S)
NUMBER = re.compile(r"\s*(?:no\.?|nomor|nomer)?\s*(\d{1,2})\s*[.)]?\s*", re.I)
KINDS = ("complaint", "aspiration", "information_request")


def on_review(state: State, said: Said, ctx: Context) -> Turn:
    """A message while everything is shown: yes, a line to correct, or more of the story."""
    if said.media or said.location or said.shared_phone:
        return _attached(state, said, ctx)
    yes = read_yes_no(said.text) if not NUMBER.fullmatch(said.text) else None
    if yes:
        return submit(state, ctx)
    if is_to_send(said.text):
        return _sent_with_more(state, said.text, ctx)
    if line := _line(said.text, state, ctx):
        return _at_line(state, *line, ctx)
    if slot := told_by_itself(said.text, state, ctx):
        return change(state, slot, said.text, ctx)
    return _otherwise(state, said, yes, ctx)


_SENDS = re.compile(
    r"(?:(?:ya+|iya+|ok\w*|baik|sip|nggih|inggih|monggo|mangga|sudah|udah|wis|cus+|mantap|lengkap|betul|"
    r"benar|bener|boleh|silakan|silahkan|tolong|langsung)[\s,.]+)*"
    r"(?:kirim(?:kan|in|o|no)?|kirm|krm|dikirim|di kirim|send|lanjut(?:kan|in)?|gas+ke+n|sampaikan)\b"
    r"(?!\s+(?:foto|lokasi|video|gambar|ulang|nanti|besok|dulu|ke|via|lewat|apa|kemana|uang))",
    re.I,
)
FEW = 5  # words of "kirim" with its courtesies


def is_to_send(text: str) -> bool:
    """ "Kirim" at the head of what is said, whatever follows."""
    return bool(_SENDS.match(text.strip()))


def _sent_with_more(state: State, text: str, ctx: Context) -> Turn:
    """Sent, with what was told beside it; what was asked is answered."""
    first, *rest = clauses_of(text)
    more = [one for one in rest if not is_question(one.text)]
    if len(first.text.split()) > FEW:
        more = [first, *more]
    story = joined(text, more)
    topics = topics_of(
        state, tuple(one.text for one in rest if is_question(one.text)), ctx
    )
    turn = submit(kept_apart(state, story, ctx) if story else state, ctx)
    lines = answers_to(topics, ctx)
    return (
        replace(turn, effects=(*turn.effects, say(turn.state, *lines)))
        if lines
        else turn
    )


def _otherwise(state: State, said: Said, yes: bool | None, ctx: Context) -> Turn:
    if yes is False:
        return which_line(state, ctx)
    if len(said.text.split()) >= ADDITION_WORDS and tells(said.text):
        return proceed(add_story(state, said, ctx), ctx, (Line("added_to_draft"),))
    return ask_again(state, ctx, Line("not_understood"))


def _attached(state: State, said: Said, ctx: Context) -> Turn:
    """A photo, a point or a number is taken in; words that came with it are part of the story."""
    if only_sticker(said):
        return Turn(state)
    state, leads, quiet = attach(state, said, ctx)
    if said.text.strip():
        state = add_story(state, said, ctx)
    return Turn(state, (Save(),)) if quiet else proceed(state, ctx, leads)


def _line(text: str, state: State, ctx: Context) -> tuple[str, str] | None:
    """Which line of the review is meant, and the new words for it if there are any."""
    match = NUMBERED.fullmatch(text) or NUMBER.fullmatch(text)
    slots = reviewed(state, ctx)
    if match is None or not 0 < int(match[1]) <= len(slots):
        return None
    return slots[int(match[1]) - 1], match[2].strip() if match.re is NUMBERED else ""


def told_by_itself(text: str, state: State, ctx: Context) -> str:
    """The line that the review has room for, and that these words fill: a number, or a name."""
    if len(text.split()) > MOST_BESIDE or read_yes_no(text) is not None:
        return ""
    digits = sum(map(str.isdigit, text))
    if digits >= FEWEST_DIGITS:
        slot = "phone" if _PHONE_LIKE.fullmatch(text.strip()) else "nik"
    else:
        slot = (
            "name" if is_bare_name(text, fewest=1) and not state.value("name") else ""
        )
    return slot if slot in reviewed(state, ctx) else ""


MOST_BESIDE = 6  # words: "NIK saya 5311 0455 0690 0003"
FEWEST_DIGITS = 9  # of a telephone number
_PHONE_LIKE = re.compile(r"[^\d+]*(?:\+?62|0|8)(?:[\s.-]?\d){7,12}\W*")
ADDS = re.compile(
    r"(?:(?:tolong|mohon|masih|ada yang)\s+)?(?:kurang|tambah\w*|plus|add)\b[\s,.:;-]*"
    r"(?:(?:tolong |mohon )?tambah\w*\b[\s,.:;-]*)?(?:bahwa\s+)?",
    re.I,
)
IS_WRONG = re.compile(
    r"(?:itu |masih |nya |kok |yang )*(?:salah|slh|keliru|tidak benar|ga bener|gak benar|bukan itu|"
    r"kurang tepat|wrong|kurang)(?: (?:pak|bu|min|ya|kak|deh|itu|tulis|ketik|nih))*\W*",
    re.I,
)


def _at_line(state: State, slot: str, words: str, ctx: Context) -> Turn:
    """That it is wrong, more for it, a correction in a sentence, or the new words."""
    if IS_WRONG.fullmatch(words):
        return change(state, slot, "", ctx)
    if slot == "story" and (more := ADDS.match(words)) and words[more.end() :]:
        added = add_story(state, Said(text=words[more.end() :]), ctx)
        return proceed(added, ctx, (Line("added_to_draft"),))
    told = correction_of(words)
    return change(state, slot, told.new if told and told.new else words, ctx)


def which_line(state: State, ctx: Context) -> Turn:
    """Something is wrong: which line?"""
    if ctx.capabilities.segment:
        return Turn(
            state, (say(state, Line("change.how", {"id": state.draft.id or ""})),)
        )
    slots = reviewed(state, ctx)
    choices = tuple(
        Choice("command", "change", slot, key=f"slot.{slot}") for slot in slots
    )
    state = state.with_(choices=choices)
    return Turn(state, (say(state, Line("change.which"), choices=choices),))


def change(state: State, slot: str, words: str, ctx: Context) -> Turn:
    """UBAH x: with words at once, without them by asking. After the receipt the officer is told."""
    if slot == "story":
        return _change_story(state, words, ctx)
    if slot == "kind" and not words:
        return _which_kind(state)
    if not words:
        return ask_anew(state, slot, ctx)
    bare = state.with_(
        values={s: a for s, a in state.draft.values.items() if s != slot}
    )
    reading = answers(words, (slot,), bare, ctx)
    if slot not in reading.answers:
        why = next(iter(reading.faults.values()), "")
        return ask_again(
            state, ctx, Line(f"invalid.{why}" if why else "change.not_understood")
        )
    return correct(state, slot, reading.answers[slot], ctx)


def correct(state: State, slot: str, answer: Answer, ctx: Context) -> Turn:
    """This slot with a corrected answer, and on from there; after the receipt its desk is told."""
    corrected = Answer(answer.value, answer.raw, answer.version, "corrected")
    before = remember(state, (slot,))
    state = before.with_(
        values={
            **state.draft.values,
            slot: corrected,
            **_home_too(state, slot, corrected),
        },
        flags=tuple(
            flag for flag in state.draft.flags if flag != f"needs_operator:{slot}"
        ),
        anonymous=state.draft.anonymous and slot != "name",
        who_asked=state.draft.who_asked or slot == "name",
    )
    return (
        tell_sent(state, slot, ctx)
        if state.phase == "done"
        else proceed(state, ctx, (_changed(state, slot, ctx),), short=True)
    )


def _home_too(state: State, slot: str, place: Answer) -> dict[str, Answer]:
    """Who lives where it happened lives where a mended detail of it says."""
    home, before = state.answer("address"), state.value("place")
    if slot != "place" or home is None or not before or not place.value:
        return {}
    if home.how != "same" or home.value != {**before, "landmark": None}:
        return {}
    was, now = (set(str(one["text"] or "").split()) for one in (before, place.value))
    if len(was & now) * 2 < len(was):
        return {}
    value = {**place.value, "landmark": None}
    return {"address": Answer(value, home.raw, home.version, "same")}


def _changed(state: State, slot: str, ctx: Context) -> Line:
    """While a question is open they see what it is now; a review shows it anyway."""
    if slot == "kind" or not next_question(state, ctx.capabilities):
        return Line("changed", optional=True)
    value = fact_text(slot, state, ctx)
    return Line("fix.done", {"value": value}, optional=True, refs=(f"slot.{slot}",))


def tell_sent(state: State, slot: str, ctx: Context) -> Turn:
    """The complaint is with the officers already: they are told, and the citizen that they are."""
    value = state.value(slot)
    words = (
        str(value.get("text") or "")
        if isinstance(value, dict)
        else fact_text(slot, state, ctx)
    )
    refs = (f"kind.{value}",) if slot == "kind" else ()
    line = Line(
        "changed.kind" if refs else "changed.sent",
        {"id": state.last or "", "value": words},
        refs=refs,
    )
    return Turn(state, (Amend(state.last or "", slot), say(state, line)))


def ask_anew(state: State, slot: str, ctx: Context) -> Turn:
    """Ask for this slot once more, as if nothing stood in it."""
    if state.phase == "done":
        return Turn(state, (say(state, Line("change.how", {"id": state.last or ""})),))
    opened = remember(state, (slot,)).with_(
        values={s: a for s, a in state.draft.values.items() if s != slot},
        misses={s: n for s, n in state.draft.misses.items() if s != slot},
        counted={s: n for s, n in state.draft.counted.items() if s != slot},
        choices=(),
        phase="collect",
        anonymous=state.draft.anonymous and slot != "name",
    )
    return ask_for(opened, slot, ctx)


def _which_kind(state: State) -> Turn:
    choices = tuple(
        Choice("command", "change", f"kind {kind}", key=f"kind.{kind}")
        for kind in KINDS
    )
    state = state.with_(choices=choices)
    return Turn(state, (say(state, Line("ask.kind"), choices=choices),))


def _change_story(state: State, words: str, ctx: Context) -> Turn:
    """What was told stays until there is something in its place."""
    if state.phase == "done":
        return (
            append(state, Said(text=words))
            if words
            else Turn(state, (say(state, Line("change.story")),))
        )
    if words:
        return proceed(
            read_anew(state.with_(story=(words,)), ctx),
            ctx,
            (Line("changed", optional=True),),
        )
    asked = state.with_(phase="collect", asked=("story",), choices=(), replacing=True)
    return Turn(
        asked, (say(asked, Line("ask.story.instead", {"id": state.draft.id or ""})),)
    )
