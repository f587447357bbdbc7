"""What an officer's words lead to: values that the shell carries out, in their order."""

from dataclasses import dataclass

from intake.messages import Button
from routing.spoken.memory import Held, Memory


@dataclass(frozen=True, slots=True)
class Do:
    """A verb of the case, or the list of open cases."""

    verb: str
    id: str = ""
    words: str = ""
    to: str = ""
    quiet: bool = False  # what it leads to is said by another step


@dataclass(frozen=True, slots=True)
class Tell:
    """A sentence for the officer."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """The coordinator learns that this officer cannot be counted on, in their own words."""

    words: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """The citizens' conversation hears these words: a complaint of the officer's own."""

    words: str


Step = Do | Tell | Away | Own


@dataclass(frozen=True, slots=True)
class Consequence:
    """What some words lead to: steps, and what is to be asked before anything else is done."""

    steps: tuple[Step, ...] = ()
    asks: str = ""
    held: tuple[Held, ...] = ()
    among: tuple[
        str, ...
    ] = ()  # of "which" the cases to choose from, (): all in sight; of "desk" the desks, (): likely ones
    named: str = ""  # of "desk": a name that no desk bears
    said: str = ""  # a courtesy, by its key: never twice in a row


@dataclass(frozen=True, slots=True)
class DeskTurn:
    """All that one message leads to, and what is remembered."""

    steps: tuple[Step, ...]
    memory: Memory
    choices: tuple[str, ...] = ()  # to tap, or to answer with their number
