"""What verbs do to a case: a move takes a case and what is being done, and gives the case after it.

Who may act, and during which states, is in the table (`verbs.py`); a move only refuses what depends on
its own details, such as a desk that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from routing.agencies import Agencies, Agency
from routing.case import (
    Action,
    Case,
    CaseState,
    HistoryEntry,
    NotAllowed,
    Notice,
    Result,
)
from routing.clocks import deadlines_for
from routing.office import Office

MOST_RETURNS = 2  # a further one leaves the case with the coordinator for good


@dataclass(frozen=True, slots=True)
class Tells:
    """A notice that a verb leads to."""

    key: str
    quoting: str = (
        ""  # the name under which it quotes the action's note; "": it does not
    )
    goes_on: bool = False  # a sentence of ours follows the words on the same line


@dataclass(frozen=True, slots=True)
class Doing:
    """One action being carried out, and whom its verb tells."""

    action: Action
    now: datetime  # in local time
    office: Office
    citizen: Tells | None
    desk: Tells | None


Move = Callable[[Case, Doing], Result]


def becomes(state: CaseState) -> Move:
    """The move to a state."""

    def move(case: Case, doing: Doing) -> Result:
        return stays(replace(case, state=state), doing)

    return move


def stays(case: Case, doing: Doing) -> Result:
    """Only the history grows."""
    after = noted(case, doing)
    return after, (*to_citizen(after, doing), *to_desk(after, doing))


def hand_up(case: Case, doing: Doing) -> Result:
    """To the desk above; the last return leaves it with the coordinator."""
    agencies = doing.office.agencies
    up = (
        agencies.by_code[agencies.coordinator]
        if case.hops >= MOST_RETURNS
        else above(case, agencies)
    )
    return _hand_over(replace(case, hops=case.hops + 1), doing, up)


def hand_to(case: Case, doing: Doing) -> Result:
    """To the desk that the action names."""
    typed = doing.action.to
    to = doing.office.agencies.find(typed)
    if to is None or not to.administrators:
        key = "refused.unstaffed_desk" if to else "refused.unknown_desk"
        raise NotAllowed(doing.office.words.say(key, to=typed))
    return (case, ()) if to.code == case.agency else _hand_over(case, doing, to)


def leave_note(case: Case, doing: Doing) -> Result:
    """Words for the desks: the one that has the case hears of them, unless they are its own."""
    after = noted(case, doing)
    own = case.agency in doing.action.desks
    return after, () if own else to_desk(after, doing)


def open_again(case: Case, doing: Doing) -> Result:
    """A new round one level up, with deadlines of its own; the desk that answered hears of it too."""
    office = doing.office
    up = above(case, office.agencies).code
    calendar = office.calendar_of(up)
    fresh = replace(
        case,
        state=CaseState.FORWARDED,
        agency=up,
        deadlines=deadlines_for(
            case.kind, doing.now, calendar, office.limits, case.opened_at
        ),
        reminded=(),
    )
    after = noted(fresh, doing)
    told = to_desk(after, doing)
    before = [
        replace(one, agency=case.agency) for one in told if case.agency != after.agency
    ]
    return after, (*to_citizen(case, doing), *told, *before)


def at_the_top(case: Case, agencies: Agencies) -> bool:
    """Nobody sits above the desk that has it."""
    return case.agency == agencies.coordinator


def moved_enough(case: Case, _agencies: Agencies) -> bool:
    """So many desks have said "not ours" that it stays where it is."""
    return case.hops > MOST_RETURNS


def noted(case: Case, doing: Doing) -> Case:
    """The case with a line in its history."""
    action = doing.action
    return logged(
        case,
        HistoryEntry(
            doing.now, action.actor, action.verb, action.note.strip(), case.agency
        ),
    )


def logged(case: Case, entry: HistoryEntry) -> Case:
    """The case with this line at the end of its history."""
    return replace(case, history=(*case.history, entry))


def to_citizen(case: Case, doing: Doing) -> tuple[Notice, ...]:
    """What the verb tells the citizen, if anything."""
    tells, agencies = doing.citizen, doing.office.agencies
    if not tells:
        return ()
    quoted = _quoted(tells, doing)
    words = _whole(quoted) if tells.goes_on else quoted
    return (citizen_notice(case, agencies, tells.key, **words),)


def to_desk(case: Case, doing: Doing) -> tuple[Notice, ...]:
    """What the verb tells the desk that has the case, if anything."""
    tells = doing.desk
    return (
        (Notice("administrators", case.agency, tells.key, _quoted(tells, doing)),)
        if tells
        else ()
    )


def citizen_notice(case: Case, agencies: Agencies, key: str, **args: str) -> Notice:
    """A notice to the citizen, which always names the case and the desk that has it."""
    name = agencies.by_code[case.agency].name
    return Notice(
        "citizen", None, key, {"id": case.tracking_id, "agency": name, **args}
    )


def above(case: Case, agencies: Agencies) -> Agency:
    """The nearest desk above that somebody works at; the coordinator has none above."""
    return next(
        (agency for agency in agencies.parents(case.agency) if agency.administrators),
        agencies.by_code[agencies.coordinator],
    )


def _hand_over(case: Case, doing: Doing, to: Agency) -> Result:
    return stays(replace(case, agency=to.code, state=CaseState.FORWARDED), doing)


def _whole(quoted: dict[str, str]) -> dict[str, str]:
    """Words that ours follow, each text with a stop at its end."""
    return {name: with_stop(words) for name, words in quoted.items()}


def with_stop(words: str) -> str:
    """The words with a full stop, unless they end in a mark of their own."""
    return words if not words or words[-1] in ".!?…:;)" else f"{words}."


def _quoted(tells: Tells, doing: Doing) -> dict[str, str]:
    return {tells.quoting: doing.action.note.strip()} if tells.quoting else {}
