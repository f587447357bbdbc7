"""All that can be done to a case, one row a verb: to add a verb, add a row here and its words.

Everything else is read from the row: what the phone understands, the buttons, the forms of the page,
the names in the history, the "Balas: ..." line of notices, questions and refusals. Its sentences stand
in routing/texts under `verb.NAME.PART`, what the citizen is told in intake/wording/texts. A row with a
part missing is refused when the program starts (`check_verbs`), by a sentence that names it.

```
forwarded --accept--> accepted --answer--> answered --finish--> closed
forwarded -------------answer------------> answered
forwarded, accepted ------return-----> forwarded, at the desk above
forwarded, accepted, answered --transfer--> forwarded, at another desk
answered, closed ---------dispute----> forwarded, at the desk above
```

* A case closes only after an answer of this round, and never by "not ours": that moves it.
* Moving it (return, transfer) does not restart its clocks; a dispute by the citizen opens a new round
  one level up, with deadlines of its own.
* A note changes nothing: it stands in the history, for any desk that has or had the case.
* After the third return the case stays with the coordinator, who answers it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from routing.agencies import Agencies
from routing.case import OPEN, Case, CaseState
from routing.moves import (
    Move,
    Tells,
    at_the_top,
    becomes,
    hand_to,
    hand_up,
    leave_note,
    moved_enough,
    open_again,
    stays,
)

MOST_BUTTONS, LONGEST_TITLE = (
    3,
    20,
)  # of WhatsApp: buttons under a message, characters in one


class By(StrEnum):
    """Who may do it."""

    DESK = "desk"  # the one that has the case, or any above it
    COORDINATOR = "coordinator"
    INVOLVED = "involved"  # any desk that has or had the case, or above one
    CITIZEN = "citizen"


class Note(StrEnum):
    """Whether words go with it."""

    NONE = "none"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True, slots=True)
class Verb:
    """All there is to one verb, save its sentences."""

    name: str  # in stored histories, buttons and addresses of pages: never changed
    by: By
    during: frozenset[CaseState]  # the states it may be done in
    move: Move = stays
    already: frozenset[CaseState] = frozenset()  # it has been done: nothing happens
    with_words: frozenset[CaseState] = (
        frozenset()
    )  # also during these, when words come with it
    words_are: str = ""  # the verb that the words alone would have been
    bar: Callable[[Case, Agencies], bool] | None = None  # what else stands against it
    said_once: bool = False  # said again in the same words by the same person: a repeat
    tells: Tells | None = None  # the citizen
    internal: bool = False  # stays among the desks: the citizen is not told
    tells_desk: Tells | None = None  # the desk that has the case afterwards
    typed: tuple[
        str, ...
    ] = ()  # its words on the phone, any case; the first is the one we name
    everyday: bool = (
        False  # also begins ordinary sentences: needs an id, a reply, or capitals
    )
    not_before: tuple[
        str, ...
    ] = ()  # with one of these behind it the word means something else
    note: Note = Note.NONE
    takes_desk: bool = False  # the first word behind it is the code of a desk
    lines: int = 3  # of the form's text field
    untapped: frozenset[CaseState] = frozenset()  # during these it has no button

    @property
    def officers(self) -> bool:
        """Whether it is an administrator's."""
        return self.by != By.CITIZEN

    @property
    def word(self) -> str:
        """How we name it on the phone."""
        return self.typed[0].upper()

    def key(self, part: str) -> str:
        """The key of one of its sentences in the officers' catalogue."""
        return f"verb.{self.name}.{part}"

    def needs_words(self, state: CaseState) -> bool:
        """Whether it cannot be done without words just now."""
        return self.note == Note.MUST or state in self.with_words


Verbs = Mapping[str, Verb]  # by name, in the order they are offered


def table(*rows: Verb) -> Verbs:
    """The rows by their names."""
    return {verb.name: verb for verb in rows}


UNANSWERED = frozenset({CaseState.FORWARDED, CaseState.ACCEPTED})

VERBS = table(
    Verb(
        name="accept",
        by=By.DESK,
        during=frozenset({CaseState.FORWARDED}),
        already=frozenset({CaseState.ACCEPTED, CaseState.ANSWERED}),
        move=becomes(CaseState.ACCEPTED),
        tells=Tells("case.accepted"),
        typed=("terima",),
        everyday=True,
        not_before=("kasih", "kasi", "ksh"),
    ),
    Verb(
        name="answer",
        by=By.DESK,
        during=OPEN,
        move=becomes(CaseState.ANSWERED),
        said_once=True,
        tells=Tells("case.answered", "answer", goes_on=True),
        typed=("jawab",),
        note=Note.MUST,
        lines=6,
    ),
    Verb(
        name="finish",
        by=By.DESK,
        during=frozenset({CaseState.ANSWERED}),
        already=frozenset({CaseState.CLOSED}),
        with_words=UNANSWERED,
        words_are="answer",
        move=becomes(CaseState.CLOSED),
        tells=Tells("case.closed"),
        typed=("selesai",),
        everyday=True,
        note=Note.MAY,
    ),
    Verb(
        name="return",  # "not ours"
        by=By.DESK,
        during=UNANSWERED,
        bar=at_the_top,
        move=hand_up,
        said_once=True,
        tells=Tells("case.moved"),
        tells_desk=Tells("admin.moved", "reason"),
        typed=("bukan",),
        everyday=True,
        note=Note.MUST,
    ),
    Verb(
        name="transfer",
        by=By.COORDINATOR,
        during=OPEN,
        bar=moved_enough,
        move=hand_to,
        tells=Tells("case.moved"),
        tells_desk=Tells("admin.moved", "reason"),
        typed=("alih",),
        note=Note.MUST,
        takes_desk=True,
    ),
    Verb(
        name="note",  # for the desks only
        by=By.INVOLVED,
        during=frozenset(CaseState),
        move=leave_note,
        said_once=True,
        internal=True,
        tells_desk=Tells("admin.noted", "text"),
        typed=("catat", "catatan"),
        everyday=True,
        note=Note.MUST,
        untapped=frozenset(CaseState),
    ),
    Verb(
        name="dispute",  # the citizen: "not solved"
        by=By.CITIZEN,
        during=frozenset({CaseState.ANSWERED, CaseState.CLOSED}),
        move=open_again,
        said_once=True,
        tells=Tells("case.reopened"),
        tells_desk=Tells("admin.reopened", "text"),
    ),
    Verb(
        name="append",  # the citizen: more details
        by=By.CITIZEN,
        during=frozenset(CaseState),
        tells_desk=Tells("admin.appended", "text"),
    ),
    Verb(
        name="urge",  # the citizen: asks again how far it is
        by=By.CITIZEN,
        during=frozenset(CaseState),
        said_once=True,
        tells_desk=Tells("admin.urged", "text"),
    ),
    Verb(
        name="ask",  # the citizen: a question that only an officer can answer
        by=By.CITIZEN,
        during=frozenset(CaseState),
        said_once=True,
        tells_desk=Tells("admin.asked", "text"),
    ),
    Verb(
        name="person",  # the citizen: wants to hear from a person
        by=By.CITIZEN,
        during=frozenset(CaseState),
        tells_desk=Tells("admin.person", "text"),
    ),
    Verb(
        name="solved",  # the citizen: it is solved, by whomever
        by=By.CITIZEN,
        during=frozenset(CaseState),
        said_once=True,
        tells_desk=Tells("admin.solved", "text"),
    ),
    Verb(
        name="withdraw",  # the citizen: takes it back
        by=By.CITIZEN,
        during=frozenset(CaseState),
        said_once=True,
        tells_desk=Tells("admin.withdrawn", "text"),
    ),
    Verb(
        name="keep",  # the citizen: it is not to be taken back after all
        by=By.CITIZEN,
        during=frozenset(CaseState),
        said_once=True,
        tells_desk=Tells("admin.kept", "text"),
    ),
)
