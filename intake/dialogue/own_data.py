"""What a person may ask of their own data, in any phase: PRIVASI and the words it names."""

from intake.dialogue.command_words import Command
from intake.dialogue.effects import confirm, say
from intake.state import AskRight, Context, Line, State, Turn


def tell_privacy(state: State, _command: Command, _ctx: Context) -> Turn:
    """PRIVASI: what we do with what they tell us, and the words for their rights."""
    return Turn(state, (say(state, Line("data.privacy"), choices=state.draft.choices),))


def tell_how_to_correct(state: State, _command: Command, _ctx: Context) -> Turn:
    """KOREKSIDATA: nothing but saying what is right, at any time."""
    return Turn(state, (say(state, Line("data.correct"), choices=state.draft.choices),))


def ask_copy(state: State, _command: Command, _ctx: Context) -> Turn:
    """LIHATDATA: only the shell can make the link."""
    return Turn(state, (AskRight("copy"),))


def ask_limit(state: State, _command: Command, _ctx: Context) -> Turn:
    """BATASIDATA: at once, because it harms nobody and can be taken back."""
    return Turn(state, (AskRight("limit"), say(state, Line("data.limited"))))


def ask_withdraw(state: State, _command: Command, _ctx: Context) -> Turn:
    """TARIKIZIN, once they have said that they mean it."""
    return confirm(state, "data.withdraw.confirm", "data_withdrawn", "TARIKIZIN")


def withdrawn(state: State, _command: Command, _ctx: Context) -> Turn:
    """They mean it."""
    state = state.with_(choices=())
    return Turn(state, (AskRight("withdraw"), say(state, Line("data.noted"))))


def ask_erase(state: State, _command: Command, _ctx: Context) -> Turn:
    """HAPUSDATA, once they have said that they mean it: it cannot be undone."""
    return confirm(state, "data.erase.confirm", "data_erased", "HAPUSDATA")


def erased(state: State, _command: Command, _ctx: Context) -> Turn:
    """They mean it."""
    state = state.with_(choices=())
    return Turn(state, (AskRight("erase"), say(state, Line("data.noted"))))
