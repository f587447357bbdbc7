"""All that can be done to a case, one row a verb: to add a verb, add a row here and its words.

Everything else is read from the row: what the phone understands, the buttons, the forms of the page,
the names in the history, the "Balas: ..." line of notices, questions and refusals, the README's chart.
Its sentences stand in routing/texts under `verb.NAME.PART`, what the citizen is told in
intake/wording/texts. A row with a part missing is refused when the program starts (`check_verbs`), by a
sentence that names it.

* A case is resolved only after an answer of this round, and never by "not ours": that moves it, to the
  desk that the reason names or to the one above.
* Moving it (return, transfer) does not restart its clocks; a dispute by the citizen opens a new round
  one level up, with deadlines of its own. After the third return it stays with the coordinator.
* Resolved is what the desk says, closed what the citizen agrees to, in words or by ten delivered working
  days of silence after two reminders (`watch.py`).
* A question to the citizen stops the clocks while it waits, thirty days in all.
* Archived is only by the coordinator and with a reason; the citizen may open that again, too.
* The lane of oversight is chosen by a person only; the desks it was at no longer see the case.
* A note changes nothing: it stands in the history, for any desk that has or had the case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from routing.agencies import Agencies
from routing.case import NEW, OPEN, OVER, UNANSWERED, Case, CaseState
from routing.moves import (
    Move,
    Tells,
    agree,
    archive,
    ask_back,
    ask_help,
    at_the_top,
    becomes,
    give_help,
    hand_to,
    hand_up,
    leave_note,
    moved_enough,
    open_again,
    oversee,
    overseen,
    rate,
    resolve,
    stays,
)
from routing.roles import Role

MOST_BUTTONS, LONGEST_TITLE = (
    3,
    20,
)  # of WhatsApp: buttons under a message, characters in one


class By(StrEnum):
    """Who may do it."""

    DESK = "desk"  # the one that has the case, or any above it
    COORDINATOR = "coordinator"
    INVOLVED = "involved"  # any desk that has or had the case, or above one
    HELPER = "helper"  # a desk that was asked for a part of it, or above one
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
    takes_desk: bool = (
        False  # the words behind it begin with a desk (`spoken/whither.py`)
    )
    lines: int = 3  # of the form's text field
    untapped: frozenset[CaseState] = frozenset()  # during these it has no button
    leads: tuple[CaseState, ...] = ()  # where it may lead; none: the state stays
    only_from: frozenset[CaseState] = (
        frozenset()
    )  # where it leads there; none: from wherever it may be done
    roles: frozenset[Role] = (
        frozenset()
    )  # who at the desk may; none: all but supervisors
    alone: bool = False  # one person's at a time: a second one is asked first
    tells_with_words: Tells | None = None  # the citizen, when words came with it

    @property
    def moves_from(self) -> frozenset[CaseState]:
        """The states out of which it leads."""
        return self.only_from or self.during | self.with_words

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


CHIEF = frozenset({Role.ADMINISTRATOR})
READER = frozenset(Role)
ANYTIME = frozenset(CaseState)

VERBS = table(
    Verb(
        name="accept",
        by=By.DESK,
        during=NEW,
        already=frozenset(
            {CaseState.IN_FOLLOW_UP, CaseState.WAITING, CaseState.ANSWERED}
        ),
        move=becomes(CaseState.IN_FOLLOW_UP),
        leads=(CaseState.IN_FOLLOW_UP,),
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
        leads=(CaseState.ANSWERED,),
        said_once=True,
        alone=True,
        tells=Tells("case.answered", "answer", goes_on=True),
        typed=("jawab",),
        note=Note.MUST,
        lines=6,
    ),
    Verb(
        name="finish",
        by=By.DESK,
        during=frozenset({CaseState.ANSWERED}),
        already=frozenset({CaseState.RESOLVED, CaseState.CLOSED}),
        with_words=UNANSWERED,
        words_are="answer",
        move=resolve,
        leads=(CaseState.RESOLVED,),
        alone=True,
        tells=Tells("case.resolved"),
        tells_with_words=Tells("case.finished", "answer", goes_on=True),
        typed=("selesai",),
        everyday=True,
        note=Note.MAY,
    ),
    Verb(
        name="query",  # to the citizen
        by=By.DESK,
        during=OPEN,
        move=ask_back,
        leads=(CaseState.WAITING,),
        said_once=True,
        tells=Tells("case.asked", "question"),
        typed=("tanya", "tanyakan"),
        everyday=True,
        note=Note.MUST,
        untapped=NEW | {CaseState.ANSWERED},
    ),
    Verb(
        name="return",  # "not ours"
        by=By.DESK,
        during=UNANSWERED,
        bar=at_the_top,
        move=hand_up,
        leads=(CaseState.FORWARDED, CaseState.RECEIVED),
        roles=CHIEF,
        said_once=True,
        tells=Tells("case.moved"),
        tells_desk=Tells("admin.moved", "reason"),
        typed=("bukan",),
        everyday=True,
        note=Note.MUST,
        untapped=UNANSWERED - {CaseState.VERIFIED, CaseState.FORWARDED},
    ),
    Verb(
        name="transfer",
        by=By.DESK,
        during=OPEN,
        bar=moved_enough,
        move=hand_to,
        leads=(CaseState.FORWARDED, CaseState.RECEIVED),
        roles=CHIEF,
        tells=Tells("case.moved"),
        tells_desk=Tells("admin.moved", "reason"),
        typed=("alih", "alihkan", "teruskan"),
        everyday=True,
        note=Note.MUST,
        takes_desk=True,
        untapped=OPEN - {CaseState.RECEIVED, CaseState.REOPENED},
    ),
    Verb(
        name="verify",
        by=By.COORDINATOR,
        during=frozenset({CaseState.RECEIVED}),
        already=frozenset({CaseState.VERIFIED}),
        move=becomes(CaseState.VERIFIED),
        leads=(CaseState.VERIFIED,),
        tells=Tells("case.verified"),
        typed=("verifikasi",),
        untapped=ANYTIME,
    ),
    Verb(
        name="help",  # another desk is asked for a part
        by=By.DESK,
        during=OPEN,
        move=ask_help,
        roles=CHIEF,
        internal=True,
        typed=("bantu", "libatkan"),
        everyday=True,
        note=Note.MUST,
        takes_desk=True,
        untapped=ANYTIME,
    ),
    Verb(
        name="report",  # what came of that part
        by=By.HELPER,
        during=OPEN,
        move=give_help,
        internal=True,
        said_once=True,
        tells_desk=Tells("admin.helped", "text"),
        typed=("hasil",),
        everyday=True,
        note=Note.MUST,
        untapped=ANYTIME,
    ),
    Verb(
        name="archive",
        by=By.COORDINATOR,
        during=OPEN,
        already=frozenset({CaseState.ARCHIVED}),
        move=archive,
        leads=(CaseState.ARCHIVED,),
        roles=CHIEF,
        alone=True,
        tells=Tells("case.archived", "reason", goes_on=True),
        typed=("arsipkan", "arsip"),
        note=Note.MUST,
        untapped=ANYTIME,
    ),
    Verb(
        name="oversee",  # berkadar pengawasan: set by a person, never by us
        by=By.COORDINATOR,
        during=OPEN,
        bar=overseen,
        move=oversee,
        leads=(CaseState.RECEIVED,),
        roles=CHIEF,
        tells=Tells("case.oversight"),
        typed=("pengawasan",),
        note=Note.MUST,
        untapped=ANYTIME,
    ),
    Verb(
        name="note",  # for the desks only
        by=By.INVOLVED,
        during=ANYTIME,
        move=leave_note,
        said_once=True,
        internal=True,
        tells_desk=Tells("admin.noted", "text"),
        typed=("catat", "catatan"),
        everyday=True,
        note=Note.MUST,
        untapped=ANYTIME,
    ),
    Verb(
        name="dispute",  # the citizen: "not solved"
        by=By.CITIZEN,
        during=frozenset({CaseState.ANSWERED, CaseState.RESOLVED}) | OVER,
        move=open_again,
        leads=(CaseState.REOPENED,),
        said_once=True,
        tells=Tells("case.reopened"),
        tells_desk=Tells("admin.reopened", "text"),
    ),
    Verb(
        name="reply",  # the citizen: to what a desk asked
        by=By.CITIZEN,
        during=frozenset({CaseState.WAITING}),
        move=becomes(CaseState.IN_FOLLOW_UP),
        leads=(CaseState.IN_FOLLOW_UP,),
        tells_desk=Tells("admin.replied", "text"),
    ),
    Verb(
        name="rate",  # the citizen: 1 to 5
        by=By.CITIZEN,
        during=frozenset({CaseState.ANSWERED, CaseState.RESOLVED, CaseState.CLOSED}),
        move=rate,
        leads=(CaseState.CLOSED,),
        only_from=frozenset({CaseState.ANSWERED, CaseState.RESOLVED}),
        said_once=True,
        tells_desk=Tells("admin.rated", "text"),
    ),
    Verb(
        name="append",  # the citizen: more details
        by=By.CITIZEN,
        during=ANYTIME,
        tells_desk=Tells("admin.appended", "text"),
    ),
    Verb(
        name="urge",  # the citizen: asks again how far it is
        by=By.CITIZEN,
        during=ANYTIME,
        said_once=True,
        tells_desk=Tells("admin.urged", "text"),
    ),
    Verb(
        name="ask",  # the citizen: a question that only an officer can answer
        by=By.CITIZEN,
        during=ANYTIME,
        said_once=True,
        tells_desk=Tells("admin.asked", "text"),
    ),
    Verb(
        name="person",  # the citizen: wants to hear from a person
        by=By.CITIZEN,
        during=ANYTIME,
        tells_desk=Tells("admin.person", "text"),
    ),
    Verb(
        name="solved",  # the citizen: it is solved, by whomever
        by=By.CITIZEN,
        during=ANYTIME,
        move=agree,
        leads=(CaseState.CLOSED,),
        only_from=frozenset({CaseState.ANSWERED, CaseState.RESOLVED}),
        said_once=True,
        tells_desk=Tells("admin.solved", "text"),
    ),
    Verb(
        name="withdraw",  # the citizen: takes it back
        by=By.CITIZEN,
        during=ANYTIME,
        said_once=True,
        tells_desk=Tells("admin.withdrawn", "text"),
    ),
    Verb(
        name="keep",  # the citizen: it is not to be taken back after all
        by=By.CITIZEN,
        during=ANYTIME,
        said_once=True,
        tells_desk=Tells("admin.kept", "text"),
    ),
)
