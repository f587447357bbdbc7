"""Whether people are heard who do not answer what is asked: `python -m benchmarks.chat [FILE [SCENARIOS]]`.

FILE holds lines as strangers write them: where each is said (first, place, who, review, done), the
words, the act they are, and a detail. Without SCENARIOS they all are about one broken bridge; with
it the first column of FILE names the scenario. Each line is said to the real core, brought to that
point, on each channel; SMS has no review, and asks for place and name at once.

* handled: what the act deserves came about (`JUDGES`).
* harm: something stands as a name, address or place that is none; anonymity nobody asked for; words
  that are in no part of the report; a withdrawal or the wish for a person passed over.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gateway.operate.chat import Chat
from intake.form.slots import kind
from intake.reading.kind import INFORMATION
from intake.state import (
    Amend,
    Append,
    Cancel,
    Effect,
    Say,
    State,
    Submit,
    TellDesk,
    TellStatus,
)

DEFAULT = Path("../shared/data/chat_lines.tsv")
CHANNELS = ("telegram", "whatsapp", "sms")
HOME = "53.11"
MOST_STEPS = 12  # until a point of the conversation is reached
PLACES = ("name", "address", "place")


@dataclass(frozen=True)
class Scenario:
    """What was told before the line."""

    story: str
    place: str
    name: str
    address: str = "sama"
    home: str | None = HOME


BRIDGE = Scenario(
    "Jembatan kayu menuju sekolah patah dan anak-anak takut lewat sejak minggu lalu",
    "depan pasar Matawai Kota Waingapu",
    "Maria Rambu",
)


@dataclass(frozen=True)
class Spoken:
    """One line of the file."""

    scenario: str
    where: str
    text: str
    act: str
    detail: str

    @property
    def parts(self) -> dict[str, str]:
        """`place=Matawai;rest=licinnya` by name; bare words are the rest."""
        pairs = [part.partition("=") for part in self.detail.split(";") if part]
        return {k if eq else "rest": v if eq else k for k, eq, v in pairs}


@dataclass
class Answered:
    """What a line led to."""

    said: Spoken
    before: State
    after: State
    effects: list[Effect]
    shown: list[str]
    asked_before: tuple[str, ...] = ()

    keys: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [
            line.key
            for effect in self.effects
            if isinstance(effect, Say)
            for line in effect.lines
        ]

    # --- what stands where ----------------------------------------------------------

    @property
    def told(self) -> str:
        """All that reached the report as words."""
        added = [e.text for e in self.effects if isinstance(e, Append | TellDesk)]
        later = getattr(self.after, "later", ())
        notes = getattr(self.after.draft, "questions", ())
        parts = (*self.after.draft.story, *added, *later, *notes)
        return flat("\n".join((*parts, self.after.draft.pending)))

    def new_story(self, words: str) -> bool:
        """These words are in the description now, and in no slot."""
        added = " ".join(e.text for e in self.effects if isinstance(e, Append))
        parts = " ".join(self.after.draft.story)
        return flat(words) in flat(f"{parts} {added}") and not any(
            flat(words) in self._slot(slot) for slot in PLACES
        )

    def _slot(self, slot: str) -> str:
        value = self.after.value(slot)
        text = value.get("text") if isinstance(value, dict) else value
        return flat(str(text or ""))

    def slot_has(self, slot: str, words: str) -> bool:
        """The slot holds these words, or a choice on offer does."""
        if flat(words) in self._slot(slot):
            return True
        offered = [c for c in self.after.draft.choices if c.target == slot]
        return any(flat(words) in flat(f"{c.label} {c.value}") for c in offered)

    def same(self, *slots: str) -> bool:
        """Nothing changed in these slots."""
        return all(self.before.value(s) == self.after.value(s) for s in slots)

    @property
    def untouched(self) -> bool:
        """No slot changed, nor whether they stay unnamed."""
        return self.same(*PLACES) and self.quiet

    @property
    def quiet(self) -> bool:
        """Anonymity stands as it stood."""
        return self.before.draft.anonymous == self.after.draft.anonymous

    @property
    def still_asks(self) -> bool:
        """The open question is still open, all of it or the half that is asked first."""
        if self.said.where in {"first", "done"}:
            return True
        before, after = self.before.draft.asked, self.after.draft.asked
        same = before[: len(after)] == after and bool(before) == bool(after)
        return self.after.phase == self.before.phase and same

    @property
    def offers(self) -> set[str]:
        """What the choices on the table do."""
        return {f"{c.target} {c.value or ''}".strip() for c in self.after.draft.choices}

    def has(self, kind: type[Effect]) -> bool:
        """Whether there was such an effect."""
        return any(isinstance(effect, kind) for effect in self.effects)

    def tells_desk(self, verb: str) -> bool:
        """Whether the desk was told this of the complaint."""
        return any(getattr(effect, "verb", "") == verb for effect in self.effects)

    def says(self, *starts: str) -> bool:
        """Whether a sentence of one of these keys was said."""
        return any(key.startswith(starts) for key in self.keys)


def flat(text: str) -> str:
    """Without what does not matter for comparing."""
    return " ".join(text.casefold().split())


# --- judging ------------------------------------------------------------------------


def _story(h: Answered) -> bool:
    words = h.said.parts.get("rest", "")
    if h.said.where == "first":
        return flat(words) in h.told and h.after.draft.id is not None
    return h.new_story(words) and h.untouched and h.still_asks


def _answer_and_story(h: Answered) -> bool:
    parts = dict(h.said.parts)
    rest = parts.pop("rest", "")
    if not parts:
        slots = {"place": ("place",), "who": ("name", "address")}[h.said.where]
        return h.new_story(rest) and not h.same(*slots) and h.quiet
    return h.new_story(rest) and all(h.slot_has(s, v) for s, v in parts.items())


def _answer(h: Answered) -> bool:
    value = h.said.detail
    if h.said.where == "review":
        return h.has(Submit) if value == "yes" else h.after.phase == "review"
    parts = {s: v for s, v in h.said.parts.items() if s in {"place", "name", "address"}}
    if parts:
        return all(h.slot_has(s, v) for s, v in parts.items()) and h.quiet
    slots = {"place": ("place",), "who": ("name", "address"), "first": ()}
    return any(h.slot_has(s, value) for s in slots.get(h.said.where, ())) and h.quiet


TOPIC = {  # the files' names for topics -> ours
    "send_location": "send_pin",
    "change_later": "can_i_change",
    "other": "",
}
STATUS_TELLS = {"how_long", "who_handles", "how_to_check", "what_next"}


def _ask(h: Answered) -> bool:
    topic = TOPIC.get(h.said.detail, h.said.detail)
    told = _tells_of(h, topic)
    if h.said.where == "first":
        asks_of_offices = not topic and _is_information_request(h)
        return (told and h.after.draft.id is None) or asks_of_offices
    return told and h.untouched and h.still_asks and _no_words_lost(h, "")


def _tells_of(h: Answered, topic: str) -> bool:
    """The topic's own sentence was said (any topic's where it has no name), or one as good."""
    if h.says(f"topic.{topic}"):
        return True
    if topic == "secret":  # the same, with the choices to tap
        return h.says("secret.")
    return h.said.where == "done" and topic in STATUS_TELLS and h.has(TellStatus)


def _is_information_request(h: Answered) -> bool:
    """A question to an office, not to us: a kind of report of its own (permintaan informasi)."""
    return h.after.draft.id is not None and kind(h.after) == INFORMATION


def _answer_and_ask(h: Answered) -> bool:
    topic = TOPIC.get(h.said.detail, h.said.detail)
    slots = {"place": ("place",), "who": ("name", "address")}.get(h.said.where, ())
    answered = not slots or not h.same(*slots)
    return h.says(f"topic.{topic}") and answered and h.quiet


def _fix(h: Answered) -> bool:
    ((slot, value),) = h.said.parts.items()
    if slot == "story":
        return flat(value) in h.told and h.untouched
    if not value:
        return h.says("ask.", "fix.", "change.", "which")
    changed = h.slot_has(slot, value) or _chosen_text(h, slot, value)
    return changed and (h.said.where != "done" or h.has(Amend) or h.says("fix."))


def _chosen_text(h: Answered, slot: str, value: str) -> bool:
    known = h.after.answer(slot)
    return known is not None and flat(value) in flat(known.raw)


def _unknown(h: Answered) -> bool:
    kept = [h.after.value(s) for s in PLACES if not h.same(s)]
    return not any(kept) and h.quiet and h.after.phase in {"collect", "review"}


def _refuse(h: Answered) -> bool:
    kept = [h.after.value(s) for s in PLACES if not h.same(s)]
    wants = h.said.detail == "anonymous"
    return not any(kept) and (h.after.draft.anonymous or False) == (
        wants or h.before.draft.anonymous
    )


def _human(h: Answered) -> bool:
    called = "wants_person" in h.after.draft.flags or h.after.calls_person
    return called or h.tells_desk("person") or h.says("human")


def _status(h: Answered) -> bool:
    return h.has(TellStatus)


def _cancel(h: Answered) -> bool:
    asked = any(o.startswith(("cancel", "withdraw")) for o in h.offers)
    nothing = h.said.where == "first" and h.says("cancel.nothing")
    return (asked and h.says("cancel.", "withdraw.")) or h.has(Cancel) or nothing


def _solved(h: Answered) -> bool:
    return h.says("solved.") and h.untouched


def _new(h: Answered) -> bool:
    words = h.said.detail or h.said.parts.get("rest", "")
    fresh = h.after.draft.id != h.before.draft.id or h.after.phase == "idle"
    if h.said.where == "done":
        return fresh and (not words or flat(words) in h.told)
    later = getattr(h.after, "later", ())
    return bool(later) or (fresh and not words) or h.says("later.")


def _hurry(h: Answered) -> bool:
    if h.said.where == "done":
        return h.tells_desk("urge") and not h.has(Append)
    return h.untouched and h.still_asks


def _polite(h: Answered) -> bool:
    opened = h.before.draft.id is None and h.after.draft.id is not None
    stands = h.before.draft.story == h.after.draft.story
    return not opened and stands and h.untouched and h.still_asks and not _sent(h)


def _sent(h: Answered) -> bool:
    return h.has(Append) or (h.has(Submit) and h.said.where != "review")


def _noise(h: Answered) -> bool:
    return _polite(h)


JUDGES: dict[str, Callable[[Answered], bool]] = {
    "story": _story,
    "answer+story": _answer_and_story,
    "answer": _answer,
    "answer+ask": _answer_and_ask,
    "ask": _ask,
    "fix": _fix,
    "unknown": _unknown,
    "refuse": _refuse,
    "human": _human,
    "status": _status,
    "cancel": _cancel,
    "solved": _solved,
    "new": _new,
    "hurry": _hurry,
    "thanks": _polite,
    "greet": _polite,
    "anger": _polite,
    "wait": _polite,
    "noise": _noise,
}

NO_VALUE = {  # acts after which no slot may hold the line's words
    "story",
    "ask",
    "unknown",
    "refuse",
    "human",
    "status",
    "cancel",
    "solved",
    "new",
    "hurry",
    "thanks",
    "greet",
    "anger",
    "wait",
    "noise",
}


def harm(h: Answered) -> str:
    """What was done that must not be; empty when nothing."""
    return _stored(h) or next((name for name, done in HARMS.items() if done(h)), "")


def _stored(h: Answered) -> str:
    other_report = h.before.draft.id != h.after.draft.id
    if h.said.act not in NO_VALUE or other_report:
        return ""
    stored = (s for s in PLACES if not h.same(s) and h.after.value(s))
    return next((f"stored as {slot}" for slot in stored), "")


def _is_made_anonymous(h: Answered) -> bool:
    wished = h.said.act == "refuse" and h.said.detail == "anonymous"
    return not (h.quiet or wished or "anonim" in h.said.text.casefold())


def _loses_words(h: Answered) -> bool:
    words = h.said.parts.get("rest", "")
    return h.said.act in {"story", "answer+story"} and not _no_words_lost(h, words)


def _gets_no_person(h: Answered) -> bool:
    return h.said.act == "human" and not _human(h)


def _cannot_withdraw(h: Answered) -> bool:
    return h.said.act == "cancel" and not _cancel(h)


def _opens_for_nothing(h: Answered) -> bool:
    act = h.said.act
    if act not in {"ask", "greet", "thanks", "noise"} or h.said.where != "first":
        return False
    asks_of_offices = act == "ask" and _is_information_request(h)
    return bool(h.after.draft.id) and not asks_of_offices


HARMS: dict[str, Callable[[Answered], bool]] = {  # the first that was done counts
    "made anonymous": _is_made_anonymous,
    "words lost": _loses_words,
    "a person was asked for in vain": _gets_no_person,
    "a withdrawal was passed over": _cannot_withdraw,
    "a number for nothing": _opens_for_nothing,
}


def _no_words_lost(h: Answered, words: str) -> bool:
    if not words:
        return True
    slots = [h._slot(slot) for slot in PLACES]
    raws = [flat(a.raw) for a in h.after.draft.values.values()]
    return any(flat(words) in part for part in (h.told, *slots, *raws))


# --- playing ------------------------------------------------------------------------


@cache
def at(channel: str, scenario: Scenario, where: str) -> Chat | None:
    """The conversation brought to this point; None where it has no such point."""
    chat = Chat(channel, scenario.home)
    if where == "first":
        return chat
    chat.send(scenario.story)
    for _ in range(MOST_STEPS):
        if _is_at(chat.state, where):
            return chat
        answer = _next_answer(chat.state, scenario)
        if answer is None:
            return None
        chat.send(answer)
    return None


def _is_at(state: State, where: str) -> bool:
    asked = state.draft.asked
    if where == "place":
        return state.phase == "collect" and "place" in asked
    if where == "who":
        return state.phase == "collect" and asked[:1] == ("name",)
    return state.phase == where


def _next_answer(state: State, scenario: Scenario) -> str | None:
    if state.phase == "review":
        return "ya"
    if state.phase != "collect":
        return None
    told = {
        "place": scenario.place,
        "name": scenario.name,
        "address": scenario.address,
        "time": "sejak minggu lalu",
    }
    if len(state.draft.asked) > 1:  # SMS: the place first, so that the name is asked
        return (
            told["place"] if "place" in state.draft.asked else f"{scenario.name}, sama"
        )
    if state.draft.choices and state.draft.choices[0].label:
        return "1"
    return told.get(state.draft.asked[0], "lewati")


def hear(said: Spoken, channel: str, scenario: Scenario) -> Answered | None:
    """Say the line at its point."""
    ready = at(channel, scenario, said.where)
    if ready is None:
        return None
    chat = copy(ready)
    chat.effects, chat.filed = [], dict(ready.filed)
    shown = chat.send(said.text)
    return Answered(
        said, ready.state, chat.state, chat.effects, [one.text for one in shown]
    )


def read(path: Path) -> Iterator[Spoken]:
    """The file's lines, with or without a scenario before them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 5:
            yield Spoken(*cells[:5])
        elif len(cells) >= 3:
            yield Spoken("", *cells[:3], cells[3] if len(cells) > 3 else "")


def scenarios(path: Path | None) -> dict[str, Scenario]:
    """The scenarios by name; the bridge where there is no file."""
    if path is None:
        return {"": BRIDGE}
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {
        row[0]: Scenario(row[1], row[2], row[3], row[4], None) for row in rows if row[0]
    }


def main(argv: list[str] | None = None) -> None:
    """Print handled and harm by act and by context, and each line that failed with -v."""
    args = sys.argv[1:] if argv is None else argv
    path, told_before = _files(args)
    if not path.exists():
        print(f"no lines to play: {path} is not there")
        return
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for said, channel, heard in played(path, scenarios(told_before)):
        good, hurt = JUDGES[said.act](heard), harm(heard)
        for row in ("all", f"act {said.act}", f"where {said.where}", channel):
            counts[row].update(all=1, handled=good, harm=bool(hurt))
        if "-v" in args and (hurt or not good):
            _tell(said, channel, heard, f"HARM {hurt}" if hurt else "miss")
    _print(counts)


def _files(args: list[str]) -> tuple[Path, Path | None]:
    """The lines to play, and their scenarios."""
    files = [Path(arg) for arg in args if arg != "-v"]
    return files[0] if files else DEFAULT, files[1] if len(files) > 1 else None


def played(
    path: Path, known: dict[str, Scenario]
) -> Iterator[tuple[Spoken, str, Answered]]:
    """Each line said on each channel that has its point."""
    for said in read(path):
        for channel in CHANNELS:
            if heard := hear(said, channel, known[said.scenario]):
                yield said, channel, heard


def _tell(said: Spoken, channel: str, heard: Answered, mark: str) -> None:
    print(f"{mark} | {channel} {said.where} | {said.act} {said.detail}")
    print(f"    > {said.text}")
    for text in heard.shown:
        print("    < " + text.replace("\n", " / ")[:160])


def _print(counts: dict[str, Counter[str]]) -> None:
    print(f"{'':24} {'lines':>6} {'handled':>8} {'harm':>7}")
    for row, n in sorted(counts.items(), key=lambda one: (" " in one[0], one[0])):
        share = [f"{100 * n[what] / n['all']:5.1f} %" for what in ("handled", "harm")]
        print(f"{row:24} {n['all']:6} {share[0]:>8} {share[1]:>7}")


if __name__ == "__main__":
    main()
