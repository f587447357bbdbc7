"""What an officer's words are read with: the cases in their sight, and how they are spoken to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from intake.wording.sms import SINGLE, clip, segments
from routing.case import OPEN, Case, CaseState
from routing.life import may, offers
from routing.notices import Voice, place_text, title_text
from routing.office import Office
from routing.spoken.which import Seen

MOST_SHOWN = 900  # characters of words that are shown before they go; the whole of a usual answer
NAMED = 40  # characters of a case's title in a list of choices
MOVES = ("dispute", "return", "transfer", "rehome")


@dataclass(frozen=True, slots=True)
class DeskSight:
    """One officer's, at one moment."""

    cases: tuple[Seen, ...]  # that plain words may be about, the oldest first
    desks: tuple[str, ...]
    actor: str
    office: Office
    voice: Voice
    now: datetime
    link: Callable[[str], str] = str  # the page of a case
    short: bool = False  # each message costs: one part
    quoted: str | None = None  # the case of the message replied to

    def seen(self, tracking_id: str) -> Seen | None:
        """The case of this number."""
        return next((one for one in self.cases if one.id == tracking_id), None)

    def those(self, ids: Collection[str]) -> tuple[Seen, ...]:
        """The cases of these numbers, the oldest first."""
        return tuple(one for one in self.cases if one.id in ids)

    def say(self, key: str, **args: object) -> str:
        """A sentence in the width of their channel."""
        words = self.voice.words
        return words.brief(key, **args) if self.short else words.say(key, **args)

    def quoting(self, key: str, words: str, rest: str = "", **args: object) -> str:
        """A sentence that shows their own words back, cut only where more would cost a second message."""
        told = " ".join(words.split()).rstrip(
            " ."
        )  # our sentence brings a stop of its own
        if not self.short:
            return self.say(key, words=told[:MOST_SHOWN], **args) + rest
        room = SINGLE - segments(self.say(key, words="", **args) + rest).characters
        return self.say(key, words=clip(told, max(room, 0)), **args) + rest

    def about(self, tracking_id: str) -> str:
        """What a case is about, in a few words."""
        one = self.seen(tracking_id)
        return title_text(one.about, self.voice)[:NAMED].rstrip() if one else ""

    def where(self, tracking_id: str) -> str:
        """Where it happened, as notices tell it."""
        one = self.seen(tracking_id)
        return place_text(one.about, self.voice) if one else ""

    def may(self, verb: str, case: Case) -> bool:
        """Whether they may do this to it in some state."""
        return may(case, self.voice.verbs[verb], self.desks, self.office.agencies)

    def able(self, verb: str, case: Case) -> bool:
        """Whether they can do this to it now."""
        able = offers(case, self.desks, self.office.agencies, self.voice.verbs)
        return any(one.name == verb for one in able)


def theirs(case: Case, desks: tuple[str, ...]) -> bool:
    """Whether plain words of these desks may be about it: open and theirs, or theirs until it was "
    "disputed."""
    if case.state not in OPEN:
        return False
    return case.agency in desks or _disputed_from(case, desks)


def _disputed_from(case: Case, desks: tuple[str, ...]) -> bool:
    moves = [n for n, line in enumerate(case.history) if line.action in MOVES]
    if not moves or case.history[moves[-1]].action != "dispute":
        return False
    before = case.history[moves[-1] - 1] if moves[-1] else None
    return (
        before is not None
        and before.agency in desks
        and case.state == CaseState.REOPENED
    )
