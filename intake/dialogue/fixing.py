"""Corrections in one's own words: which fact is meant, and what it becomes.

The fact is the line of the review that is named, the slot that is named, the one that holds the old
value, or the one the new value is made for; when none is, the words go on with the story, or the citizen
is asked which line they mean.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from intake.dialogue.changing import ask_anew, correct, which_line
from intake.dialogue.review import reviewed
from intake.form.answers import place_value
from intake.form.combined import answers
from intake.form.slot import Reading
from intake.places.address import spot_place_span
from intake.reading.corrections import Correction, correction_of, told_anew
from intake.reading.telling import tells_of
from intake.reading.when import spot_when
from intake.state import Answer, Context, Said, State, Turn

Fallback = Callable[[State, Said, Context], Turn]
LIKE_A_TIME = re.compile(
    r"\b(?:hari|minggu|bulan|tahun|jam|tanggal|tgl|senin|selasa|rabu|kamis|jumat|jum'at|sabtu|kemarin|"
    r"tadi|semalam|lalu|"
    r"januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|week|"
    r"month|day|year|"
    r"natal|tahun baru|lebaran|idul \w+|paskah|nyepi|galungan|puasa|ramadh?an|imlek|waisak|agustusan|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|ago|yesterday|blm|bln|hr|mgg)\b",
    re.I,
)
LIKE_A_PLACE = re.compile(
    r"\b(?:di|depan|dpn|dekat|dkt|deket|samping|belakang|sebelah|seberang|jl|jln|jalan|gang|gg|desa|"
    r"ds|kel|kelurahan|kec|kecamatan|"
    r"dusun|kampung|kp|rt|rw|pasar|masjid|gereja|sekolah|sd|smp|kantor|puskesmas|simpang|blok|perum|"
    r"in front of|near|street)\b",
    re.I,
)
AT_HOME = re.compile(
    r"\b(?:rumah\w*|rmh|alamat\w*|tinggal|my address|i live|omah\w*|blok|block|kontrakan|kos)\b",
    re.I,
)
WORDS = re.compile(r"[^\W_]+")
WHERE_OR_WHO = frozenset({"place", "address", "name"})
NAME_WORDS = 5
FEW = 4
LONGEST = 8  # words of a value; more are a story put right


def fix(state: State, said: Said, ctx: Context, otherwise: Fallback) -> Turn:
    """Put it right; what cannot be placed goes where `otherwise` takes it."""
    if swapped := _swapped(said.text, state):
        return correct(state, *swapped, ctx)
    told = correction_of(said.text) or told_anew(said.text) or Correction()
    slot = _meant(told, said.text, state, ctx)
    told = _added(told, slot, said.text, state)
    if slot in {"", "story"}:
        return (
            which_line(state, ctx)
            if slot == "" and not told.new and state.phase == "review"
            else otherwise(state, said, ctx)
        )
    if not told.new:
        return _without_value(state, slot, said, ctx, otherwise)
    answer = _read(slot, told, state, ctx)
    if answer is None:
        return otherwise(state, said, ctx)
    return correct(state, slot, answer, ctx)


def _without_value(
    state: State, slot: str, said: Said, ctx: Context, otherwise: Fallback
) -> Turn:
    """Something is wrong, and they did not say what is right: asked, where there is something to ask for."""
    if state.answer(slot) is None and state.phase != "done":
        return otherwise(state, said, ctx)
    return ask_anew(state, slot, ctx)


def _swapped(text: str, state: State) -> tuple[str, Answer] | None:
    """ "RT 03 RW 05, kebalik itu": the two numbers change places, where they stand."""
    if not SWAPPED.search(text):
        return None
    slots = ("address", "place") if AT_HOME.search(text) else ("place", "address")
    for slot in slots:
        known = state.value(slot) or {}
        words = str(known.get("text") or "")
        if both := RT_RW.search(words):
            rt, rw = both.group("rt", "rw")
            text = (
                words[: both.start("rt")]
                + rw
                + words[both.end("rt") : both.start("rw")]
                + rt
                + words[both.end("rw") :]
            )
            value = {
                **known,
                "text": text,
                "rt": known.get("rw"),
                "rw": known.get("rt"),
            }
            return slot, Answer(value, text)
    return None


def _added(told: Correction, slot: str, text: str, state: State) -> Correction:
    """ "Kurang lengkap, dekat gereja": what stood there stays."""
    words = str((state.value(slot) or {}).get("text") or "") if slot in WHERE else ""
    if not (words and told.new and ADDS.search(text)):
        return told
    return replace(told, old="", new=f"{words}, {told.new}")


WHERE = frozenset({"place", "address"})
ADDS = re.compile(
    r"\bkurang (?:lengkap|jelas|detail|rinci|satu)\b|\b(?:tambah|tambahi|ditambah|lengkapnya)\b",
    re.I,
)
SWAPPED = re.compile(
    r"\b(?:ke|ter|ka|ta)(?:balik|walik|balek|tukar|tuker)\b|\bketuk[ae]r\b", re.I
)
RT_RW = re.compile(
    r"\brt\b[\s.:]*(?P<rt>\d{1,3})[\s,./]*(?:rw\b[\s.:]*)?(?P<rw>\d{1,3})\b", re.I
)


# --- which fact ----------------------------------------------------------------------------


def _meant(told: Correction, text: str, state: State, ctx: Context) -> str:
    if line := _numbered_line(told, state, ctx):
        return line
    if told.slot and told.slot != "place":
        return _named(told, text)
    if held := _that_holds(told.old, text, state):
        return held
    if told.slot:
        return told.slot
    return _made_for(told, text, state, ctx) if told.new or told.old else ""


def _numbered_line(told: Correction, state: State, ctx: Context) -> str:
    """The slot of the review's line; a time is no place, whatever line they counted."""
    lines = reviewed(state, ctx) if state.phase == "review" else ()
    if not 0 < (told.line or 0) <= len(lines):
        return ""
    slot = lines[(told.line or 0) - 1]
    return "time" if slot in WHERE_OR_WHO and _is_time(told.new, ctx) else slot


def _named(told: Correction, text: str) -> str:
    """A slot's own word; "rumah" in a sentence about a time is no address."""
    if (
        told.slot == "address"
        and LIKE_A_TIME.search(told.new)
        and not AT_HOME.search(text)
    ):
        return "time"
    return told.slot


def _that_holds(old: str, text: str, state: State) -> str:
    """The slot whose words the old value is among; of place and home the one that is spoken of."""
    words = set(WORDS.findall(old.casefold()))
    if not words:
        return ""
    holding = [
        slot
        for slot in ("name", "place", "address", "time")
        if _holds(slot, words, state)
    ]
    if "address" in holding and "place" in holding and AT_HOME.search(text):
        holding.remove("place")
    if holding:
        return holding[0]
    story = set(WORDS.findall(" ".join(state.draft.story).casefold()))
    return "story" if words <= story else ""


def _holds(slot: str, words: set[str], state: State) -> bool:
    answer = state.answer(slot)
    if answer is None or not answer.value:
        return False
    value = answer.value.get("text") if isinstance(answer.value, dict) else answer.value
    known = set(WORDS.findall(f"{value} {answer.raw}".casefold()))
    return bool(words) and len(words & known) * 2 > len(words)


def _is_time(words: str, ctx: Context) -> bool:
    """A time, with a word or two around it: "patahnya hari Senin kemarin"."""
    hit = spot_when(words, ctx.now)
    if hit is None:
        return False
    around = 2
    rest = words[: hit.start] + " " + words[hit.end :]
    return len(rest.split()) <= around and not LIKE_A_PLACE.search(rest)


def _made_for(told: Correction, text: str, state: State, ctx: Context) -> str:
    """The slot the new value is of the kind of."""
    if state.answer("time") and _is_time(told.new, ctx):
        return "time"
    if len(told.new.split()) > LONGEST or tells_of(told.new):
        return "time" if LIKE_A_TIME.search(told.old) else "story"
    if _is_like_a_time(told.new):
        return "time"
    return _where_it_is(told.new, text, state)


def _is_like_a_time(new: str) -> bool:
    if not LIKE_A_TIME.search(new):
        return False
    return not LIKE_A_PLACE.search(new.split(",", maxsplit=1)[0])


def _where_it_is(new: str, text: str, state: State) -> str:
    if AT_HOME.search(text) and state.answer("address"):
        return "address"
    if LIKE_A_PLACE.search(new):
        return "place" if state.answer("place") else "story"
    return "story"


# --- its new value -------------------------------------------------------------------------------


def _read(slot: str, told: Correction, state: State, ctx: Context) -> Answer | None:
    read = READERS.get(slot, _as_answered)
    return read(slot, told, state, ctx)


def _time(_slot: str, told: Correction, _state: State, ctx: Context) -> Answer | None:
    """The words that are a time, or, when only a person can read them, the words."""
    hit = spot_when(told.new, ctx.now)
    if hit is None:
        words = told.new[:60]
        return Answer({"date": None, "precision": "unknown", "text": words}, told.new)
    value = {
        "date": hit.value.date,
        "precision": hit.value.precision,
        "text": told.new[hit.start : hit.end],
    }
    return Answer(value, told.new)


def _where(slot: str, told: Correction, state: State, ctx: Context) -> Answer | None:
    """The old words with the new in their place, or the new alone."""
    known = state.value(slot) or {}
    before = str(known.get("text") or "")
    words = _replaced(before, told) or _numbered(before, told.new)
    words = words or _place_words(told.new)
    read = _as_answered(slot, Correction(new=words), state, ctx)
    if read is not None or len(told.new.split()) > LONGEST:
        return read
    return Answer({**known, **place_value(words, None)}, told.new)


def _numbered(before: str, new: str) -> str:
    """`RT 07` in the place of the RT that stood there."""
    mark = re.match(r"(rt|rw|no\.?|nomor|blok|block)\b[\s.]*(\w+)", new, re.I)
    if not mark or not before or len(new.split()) > FEW:
        return ""
    old = re.compile(rf"\b{re.escape(mark[1])}\b[\s.]*\w+", re.I)
    return old.sub(new, before, count=1) if old.search(before) else f"{before}, {new}"


def _replaced(before: str, told: Correction) -> str:
    at = before.casefold().find(told.old.casefold()) if told.old else -1
    if at < 0 or len(told.new.split()) > len(before.split()) + 1:
        return ""
    new = _place_words(told.new)
    return _not_twice(before[:at], new) + new + before[at + len(told.old) :]


def _not_twice(before: str, new: str) -> str:
    """Without the words at its end that the new begin with: "desa Kambata | desa Kambata Bundung"."""
    words, begins = before.split(), new.split()
    for many in range(min(len(words), len(begins)), 0, -1):
        said = [word.casefold() for word in words[-many:]]
        if said == [word.casefold() for word in begins[:many]]:
            return " ".join([*words[:-many], ""])
    return before


def _place_words(words: str) -> str:
    """From the word that points to the place on: "jembatannya di Kambera" is "di Kambera"."""
    cue = re.search(r"\b(?:di|ada di|in|at|ning|nang)\s+(?=\w)", words, re.I)
    if cue and spot_place_span(words[: cue.start()]) is None:
        return words[cue.start() :]
    return words


def _name(slot: str, told: Correction, state: State, ctx: Context) -> Answer | None:
    before = str(state.value("name") or "")
    new = " ".join(told.new.split(",")[0].split()[:NAME_WORDS])
    if told.old and told.old.casefold() in before.casefold() and " " not in new:
        at = before.casefold().find(told.old.casefold())
        new = before[:at] + new + before[at + len(told.old) :]
    return _as_answered(slot, Correction(new=new), state, ctx)


def _as_answered(
    slot: str, told: Correction, state: State, ctx: Context
) -> Answer | None:
    bare = state.with_(
        values={s: a for s, a in state.draft.values.items() if s != slot}
    )
    reading: Reading = answers(told.new, (slot,), bare, ctx)
    return reading.answers.get(slot)


READERS: dict[str, Callable[[str, Correction, State, Context], Answer | None]] = {
    "time": _time,
    "place": _where,
    "address": _where,
    "name": _name,
}
