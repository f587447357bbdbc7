"""What a conversation remembers between two messages, and what it may do.

The state holds *answers keyed by slot*, never a position in a flow, so that
over-answering, correcting, going back, resuming after days and changing the
form while people are in it need no special states. All that belongs to one report
is its `Draft`, so that nothing of it can reach the next.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import repeat
from operator import attrgetter, call
from typing import Any, TypeVar

from intake.messages import Capabilities, Media, SharedPoint
from intake.places.gazetteer import Gazetteer
from intake.reading.act_model import Models
from intake.reading.language import LanguageScorer
from intake.reading.topics import TOPICS, Topics

OUR_TOPICS = Topics(TOPICS)
MOST_PAST = 40  # messages of earlier reports whose edits we recognise


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """One slot's value, with where it came from."""

    value: Any  # JSON; its shape is the slot's own
    raw: str  # the citizen's words
    version: int = 1  # of the slot's parser
    how: str = "answered"  # answered | volunteered | same | skipped | kept | corrected | shared


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing on offer right now: its number, its words and what taking it does."""

    act: str  # "set" | "command"
    target: str  # a slot's or a command's id
    value: Any = None
    key: str = ""  # catalogue key of the label; empty: `label` is it
    label: str = ""
    asks: str = ""  # "phone" | "location": a button that asks the app for it


@dataclass(frozen=True, slots=True)
class Draft:
    """One report while it is told, and after: all that must end with it. Starting anew is `Draft()`."""

    id: str | None = None  # the tracking id
    opened_at: str | None = None
    story: tuple[str, ...] = ()  # verbatim, a message each
    values: dict[str, Answer] = field(default_factory=dict)
    attic: dict[str, Any] = field(
        default_factory=dict
    )  # answers to slots that the form no longer has
    flags: tuple[str, ...] = ()
    anonymous: bool = False
    confidential: bool = False
    asked: tuple[str, ...] = ()  # the slots of the last question
    choices: tuple[Choice, ...] = ()  # what numbers and buttons mean now
    pending: str = ""  # a text that waits for a choice to be made
    misses: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(
        default_factory=dict
    )  # per slot the misses when it was last asked
    trail: tuple[
        dict[str, Answer | None], ...
    ] = ()  # per answered question: what stood there before
    offered: tuple[str, ...] = ()  # slots for which regions were offered by number
    who_asked: bool = (
        False  # whether this report is theirs or somebody else's was asked
    )
    replacing: bool = False  # the next words are the story instead of what was told
    told_at: str | None = (
        None  # when they last told a part of the story: what follows at once belongs to it
    )
    owes: bool = (
        False  # they wrote more than one message at once, and wait for our question
    )
    attachments: int = 0
    album: str = ""  # the group of the last photo, so that an album is answered once
    refs: dict[str, str] = field(
        default_factory=dict
    )  # message reference -> "story:<n>" | "answer" | "file"
    nudged: bool = False
    wants_person: bool = False
    alarmed: bool = False  # the emergency numbers were given
    stuck: int = 0  # how often we went in circles
    claim: dict[str, Any] | None = None  # another channel that wants to continue this
    additions: int = 0  # to the complaint, since it was sent
    questions: tuple[
        str, ...
    ] = ()  # asked of us, and left to the coordinator to answer
    refused: tuple[str, ...] = ()  # slots they did not want to tell when asked


@dataclass(frozen=True, slots=True)
class State:
    """One person's conversation on one channel."""

    phase: str = "idle"  # idle | collect | review | done | cancelled
    draft: Draft = field(default_factory=Draft)
    language: str = "id"
    language_score: float = 0.0
    language_locked: bool = False
    regional: str = ""
    turn: int = 0  # how many there were
    shown: int = 0  # the turn of what was last shown: only its buttons count
    said: str = ""  # fingerprint of the last thing we said, and how often in a row
    repeats: int = 0
    touched_at: str | None = None  # when the person last wrote
    last: str | None = None  # the tracking id sent last
    last_category: str | None = None
    known: dict[str, Answer] = field(
        default_factory=dict
    )  # who complained last from here: never merged
    past: dict[str, str] = field(
        default_factory=dict
    )  # references of messages of earlier reports -> their id
    calls_person: bool = False  # they asked for a person before there was a report
    prelude: str = ""  # who they said they are before there was a matter
    later: tuple[
        str, ...
    ] = ()  # further matters, told while another was being taken down
    expects: tuple[
        "Expected", ...
    ] = ()  # what we wait for about reports that were sent

    def with_(self, **changes: Any) -> "State":
        """A copy with these fields changed, those of the draft in its draft."""
        own = {name: changes.pop(name) for name in tuple(changes) if name in _OWN}
        if changes:
            own["draft"] = changed(own.get("draft", self.draft), changes)
        return changed(self, own)

    def begin(self, draft: Draft) -> "State":
        """Another report instead of the one at hand, whose messages we still know for its own."""
        own = {
            ref: self.draft.id or ""
            for ref in (*self.draft.refs, self.draft.album)
            if ref
        }
        past = dict([*self.past.items(), *own.items()][-MOST_PAST:])
        return changed(self, {"draft": draft, "past": past})

    def answer(self, slot: str) -> Answer | None:
        """What is known for this slot."""
        return self.draft.values.get(slot)

    def value(self, slot: str) -> Any:
        """The bare value for this slot, or None."""
        known = self.draft.values.get(slot)
        return known.value if known else None


_OWN = frozenset(State.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Said:
    """Event: a person wrote, tapped, attached or shared something."""

    text: str = ""
    button: str | None = None
    media: tuple[Media, ...] = ()
    location: SharedPoint | None = None
    shared_phone: str | None = None
    language_hint: str = ""
    group: str = ""  # album: attachments with the same group belong together
    reference: str = ""  # what an edit of this message will call it
    edits: str = (
        ""  # the reference of the earlier message this one replaces the text of
    )


@dataclass(frozen=True, slots=True)
class Woke:
    """Event: the time we asked to be woken at has come."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Event, to the one who began a draft: somebody on another channel quoted its id."""

    tracking_id: str
    by: int  # the shell's id of that contact
    channel: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """Event, to the one who quoted the id: the owner said yes; here is their conversation."""

    lent: State  # the owner's


@dataclass(frozen=True, slots=True)
class Expected:
    """About a report that was sent we wait for something."""

    id: str  # of the report
    what: str  # reply (to an officer's question) | verdict (is it solved?) | why (not?) | "": no longer


Event = Said | Woke | Claimed | Adopted


USUAL_DAYS = {"respond": "5", "settle": "14"}  # as shipped


@dataclass(frozen=True, slots=True)
class Context:
    """What a step may use besides the state and the event. `now` is local and aware.

    Of words that came late `now` is when they were written: "yesterday" counts from there.
    """

    now: datetime
    new_id: str  # an unused tracking id, in case a draft is opened
    gazetteer: Gazetteer
    scorer: LanguageScorer
    capabilities: Capabilities
    home: str | None = None  # the deployment's own region, a prior
    unread: bool = False  # our last words have not left yet: what is written now does not answer them
    nearest: Callable[[float, float], str | None] | None = (
        None  # the known place next to a point (degrees)
    )
    models: Models | None = None  # for what the tables of acts and topics miss
    topics: Topics = OUR_TOPICS  # what people ask us, the deployment's own among it
    days: Mapping[str, str] = field(
        default_factory=lambda: dict(USUAL_DAYS)
    )  # working days until an answer ("respond"), and until a complaint is settled ("settle")
    clock: datetime | None = None  # where that is another moment than `now`

    def later(self, wait: timedelta) -> datetime:
        """So much time from this moment, whatever the event's own is."""
        return (self.clock or self.now) + wait


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to say: a catalogue key and its arguments."""

    key: str
    args: dict[str, str] = field(default_factory=dict)
    optional: bool = False  # may be left out when an SMS has no room
    tight: bool = False  # on the next line rather than a paragraph of its own
    refs: tuple[
        str, ...
    ] = ()  # keys whose texts, joined by commas, become the argument `wants`


@dataclass(frozen=True, slots=True)
class Say:
    """Effect: say these lines as one message."""

    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Save:
    """Effect: the draft changed; keep it where the coordinator can see it."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Effect: the complaint is complete; put it on the central queue.

    `of` is the state it was completed in, where the turn goes on to another draft.
    """

    of: "State | None" = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Effect: the citizen took the draft back."""

    tracking_id: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Effect: what was told so far is gone: take its messages and files off this draft, and shred them."""

    tracking_id: str


@dataclass(frozen=True, slots=True)
class Append:
    """Effect: more words or attachments for a complaint that was sent already."""

    tracking_id: str
    text: str
    answers: bool = False  # they answer what an officer asked


@dataclass(frozen=True, slots=True)
class Stars:
    """Effect: the citizen's figure for a report; only the shell knows whether it may be given."""

    tracking_id: str
    stars: int  # 1 to 5


@dataclass(frozen=True, slots=True)
class Amend:
    """Effect: the citizen corrected a fact of a complaint that was sent already."""

    tracking_id: str
    slot: str


@dataclass(frozen=True, slots=True)
class TellDesk:
    """Effect: the citizen did this to their complaint, in these words; its desk is told."""

    tracking_id: str
    verb: str  # urge | solved | withdraw | keep | person | ask
    text: str


@dataclass(frozen=True, slots=True)
class TellStatus:
    """Effect: say how this complaint stands; only the shell knows. None: the person's latest."""

    tracking_id: str | None
    lead: str = ""  # what is said before it


@dataclass(frozen=True, slots=True)
class Dispute:
    """Effect: the citizen says it is not solved.

    Where nothing was answered yet there is `otherwise`, if anything, and it is told as `said`.
    """

    tracking_id: str
    text: str
    otherwise: "Append | TellDesk | None" = None
    said: str = "dispute.not_yet"


@dataclass(frozen=True, slots=True)
class Judge:
    """Effect: the citizen says whether their complaint and another one are about the same matter."""

    tracking_id: str
    other: str  # "": the one they were asked about, or whose news they get
    same: bool


@dataclass(frozen=True, slots=True)
class AskOwner:
    """Effect: an id that is not this person's was quoted. If it is a draft, its owner is asked to confirm."""

    tracking_id: str


@dataclass(frozen=True, slots=True)
class Lend:
    """Effect: the owner said yes; the draft goes to this contact as `Adopted`."""

    tracking_id: str
    to: int
    state: State


@dataclass(frozen=True, slots=True)
class AskRight:
    """Effect: the owner of the data asks for what the law gives them (UU 27/2022)."""

    kind: str  # copy | limit | withdraw | erase


@dataclass(frozen=True, slots=True)
class StopContact:
    """Effect: the person does not want to be written to."""


@dataclass(frozen=True, slots=True)
class Wake:
    """Effect: send `Woke` at this moment unless the person writes before."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Effect: count this for the funnel."""

    metric: str  # asked | answered | missed | abandoned | submitted | cancelled
    slot: str = ""


Effect = (
    Say
    | Save
    | Submit
    | Cancel
    | Drop
    | Append
    | Stars
    | Amend
    | TellDesk
    | TellStatus
    | Dispute
    | Judge
    | AskOwner
    | Lend
    | AskRight
    | StopContact
    | Wake
    | Mark
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step leads to."""

    state: State
    effects: tuple[Effect, ...] = ()


# --- copies ------------------------------------------------------------------------------------


def changed(old: T, changes: dict[str, Any]) -> T:
    """`dataclasses.replace` in a third of its time, for a turn makes dozens of copies.

    For types with slots and no `__post_init__`; the old value itself when nothing changes.
    """
    kind = type(old)
    values_of, place, setters = _FIELDS.get(kind) or _fields(kind)
    values = list(values_of(old))
    differs = False
    for name, value in changes.items():
        at = place[name]
        differs = differs or value is not values[at]
        values[at] = value
    if not differs:
        return old
    new = object.__new__(kind)
    deque(map(call, setters, repeat(new), values), maxlen=0)  # each field, set in C
    return new


_Fields = tuple[Callable[[Any], tuple[Any, ...]], dict[str, int], tuple[Any, ...]]
_FIELDS: dict[
    type, _Fields
] = {}  # a getter of all fields, the place of each, and how each is set


def _fields(kind: Any) -> _Fields:
    names = tuple(kind.__dataclass_fields__)
    place = {name: at for at, name in enumerate(names)}
    setters = tuple(getattr(kind, name).__set__ for name in names)
    _FIELDS[kind] = attrgetter(*names), place, setters
    return _FIELDS[kind]
