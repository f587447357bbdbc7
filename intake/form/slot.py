"""What a slot is: one row holds all there is to it. The rows themselves stand in `slots.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from intake.complaint import Complaint
from intake.messages import Capabilities
from intake.places.gazetteer import Gazetteer
from intake.reading.spans import Spotted
from intake.state import Answer, Choice, Context, Line, State

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text told: answers by slot, faults by slot, choices that are open, a wish to stay unnamed."""

    answers: dict[str, Answer]
    faults: dict[str, str]  # slot -> catalogue key
    choices: tuple[Choice, ...] = ()
    anonymous: bool = False

    @property
    def empty(self) -> bool:
        """Nothing at all was understood."""
        return not (self.answers or self.faults or self.choices or self.anonymous)


NOTHING = Reading({}, {})

Wanted = Callable[[State, Capabilities], bool]
Parser = Callable[[str, State, Context], Reading]
Spotter = Callable[[str, Context], Spotted[Any] | None]
Offers = Callable[[State, Context], tuple[Choice, ...]]
Question = Callable[["Slot", State], Line]
Show = Callable[[Any, Context], str]
Keep = Callable[[str], Any]
File = Callable[[Complaint, Any, Gazetteer], Complaint]


def always(_state: State, _capabilities: Capabilities) -> bool:
    """In every form."""
    return True


def no_offers(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    """Nothing to tap."""
    return ()


def plain_question(slot: "Slot", state: State) -> Line:
    """`ask.<slot>`, shorter with an example when it was asked before."""
    stage = ".again" if state.draft.misses.get(slot.id) else ""
    return Line(f"ask.{slot.id}{stage}", {"id": state.draft.id or ""})


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing the form wants to know."""

    id: str
    version: int  # raise it when the parser's value changes shape: stored raw words are parsed again
    required: bool
    tries: int  # how often it is asked where messages are free; 0: never
    sms_tries: int  # and where each costs the citizen money: the receipt then says what is missing
    why: str  # for the chart and the README
    wanted: Wanted
    parse: Parser  # lenient: reads the answer to its own question
    show: Show  # the value as its citizen reads it
    file: File  # the value's place in the complaint
    names: tuple[str, ...]  # what citizens call it: UBAH <name>
    personal: bool  # an officer is told that it changed, but not to what
    spot: Spotter | None = None  # strict: finds it in words meant for something else
    claims: int = 0  # which spotter has the first claim on words: the lowest
    anywhere: bool = False  # found by its spotter wherever it stands in the answer to several questions
    offers: Offers = no_offers  # what can be tapped instead of typing
    question: Question = plain_question
    keep: Keep | None = (
        None  # the value made of raw words that nobody could read; None: left out
    )
    filled: Callable[[Answer], bool] = lambda _: (
        True
    )  # whether an answer needs no further question
    alone: bool = False  # never combined with others in one SMS question
    worth: Wanted = always  # whether it deserves a question where messages are free
    beside: str = ""  # the slot whose first question there asks for this one as well
    in_review: bool = True

    def texts(self) -> tuple[str, ...]:
        """The catalogue keys that it needs in every language."""
        groups = (
            (self.tries > 0, (f"ask.{self.id}", f"ask.{self.id}.again")),
            (self.sms_tries > 0 and not self.alone, (f"want.{self.id}",)),
            (self.in_review, (f"slot.{self.id}", f"review.{self.id}")),
            (self.in_review and self.tries > 0, (f"review.{self.id}.none",)),
            (self.required, (f"receipt.lacks.{self.id}",)),
        )
        return tuple(key for needed, keys in groups if needed for key in keys)


class BrokenForm(ValueError):
    """A row of the form lacks a part; `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(
            "the form cannot be used:\n" + "\n".join(f"  - {fault}" for fault in faults)
        )
        self.faults = faults


NEEDED = {
    "why": "says what it is for",
    "wanted": "says when it is wanted",
    "parse": "reads the answer to its question",
    "show": "shows it to its citizen",
    "file": "gives it its place in the complaint",
    "names": "tells what citizens call it (UBAH ...)",
    "question": "asks for it",
    "offers": "says what can be tapped",
}


def check_form(rows: Iterable[Slot], wordings: dict[str, set[str]]) -> None:
    """BrokenForm unless every row is whole and has its words in each of these {language: keys}."""
    faults = [fault for slot in rows for fault in _faults(slot, wordings)]
    if faults:
        raise BrokenForm(faults)


def _faults(slot: Slot, wordings: dict[str, set[str]]) -> list[str]:
    return [*_absent(slot), *_contradictions(slot), *_unsaid(slot, wordings)]


def _absent(slot: Slot) -> list[str]:
    needed = [part for part in NEEDED if part != "names" or slot.in_review]
    return [
        f"slot {slot.id}: nothing {NEEDED[part]} ({part})"
        for part in needed
        if not getattr(slot, part)
    ]


def _contradictions(slot: Slot) -> list[str]:
    rules = (
        (
            slot.required and not slot.keep,
            "keeps its raw words, though it is required (keep)",
        ),
        (
            slot.anywhere and not slot.spot,
            "finds it in an answer to several questions (spot)",
        ),
    )
    return [f"slot {slot.id}: nothing {what}" for broken, what in rules if broken]


def _unsaid(slot: Slot, wordings: dict[str, set[str]]) -> list[str]:
    return [
        f"slot {slot.id}: no words for `{key}` in {language}"
        for language, known in wordings.items()
        for key in slot.texts()
        if key not in known
    ]
