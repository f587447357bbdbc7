"""The question whether somebody else's report is about the same matter, and its answers.

It is asked once, beside the news of who handles the report, and only of somebody whom we wait for with
nothing else. Who does not answer has said nothing; whatever they write next is heard as ever.
"""

from intake.dialogue.command_words import Command
from intake.reading.words import normalise, word_set
from intake.reading.yes_no import read_yes_no
from intake.state import Choice, Context, Judge, State, Turn


def asked_alike(state: State, tracking_id: str, other: str) -> State | None:
    """The conversation with the question on the table; None where it would come between other things."""
    free = state.phase == "done" and not state.draft.choices and not state.later
    if not free or state.last != tracking_id:
        return None
    choices = (
        Choice("command", "same", other, key="choice.same"),
        Choice("command", "different", other, key="choice.different"),
    )
    turn = state.turn + 1
    return state.with_(turn=turn, shown=turn, choices=choices, pending="")


def says_same(state: State, text: str) -> bool | None:
    """Yes or no to it. "Ok" and "siap" are said to the news that stands beside it: no answer.

    Nor is a bare "SAMA" of somebody who has just said so of their address: it may have come twice.
    """
    said, plain = read_yes_no(text), normalise(text).text
    address = state.answer("address")
    twice = plain == "sama" and address is not None and address.how == "same"
    if said and (twice or _ACKNOWLEDGES.issuperset(plain.split())):
        return None
    return said


_ACKNOWLEDGES = word_set(
    "ok oke okay okey okeh oks sip siap lanjut boleh setuju pak bu bapak ibu min admin kak mas mbak "
    "terima kasih 👍 👌 sure right"
)


def judge_same(state: State, command: Command, _ctx: Context) -> Turn | None:
    """ "Ya": by a choice only."""
    return _judged(state, command.argument, same=True)


def judge_different(state: State, command: Command, _ctx: Context) -> Turn | None:
    """ "Beda", by the choice."""
    return _judged(state, command.argument, same=False)


def _judged(state: State, other: str, *, same: bool) -> Turn | None:
    if state.phase != "done" or not state.last:
        return None
    return Turn(state.with_(choices=()), (Judge(state.last, other, same=same),))


def part(state: State, command: Command, _ctx: Context) -> Turn | None:
    """BEDA at any time: of the report that is named, else of the one sent last."""
    about = command.argument.split()[0] if command.argument else ""
    last = state.last if state.phase == "done" else ""
    subject = about or last
    if not subject:
        return None
    return Turn(state.with_(choices=()), (Judge(subject, "", same=False),))
