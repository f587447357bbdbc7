"""The wizard at a terminal, or in a script."""

from collections.abc import Mapping, Sequence
from getpass import getpass
from pathlib import Path

from gateway.operate.installing.steps import BY_NAME, SETUP
from gateway.operate.installing.wizard import Wizard

HERE = Path(".env")


def set_up(names: Sequence[str], given: Mapping[str, str], *, silent: bool) -> bool:
    """Go through the steps of these names, else all; whether all went well and nothing is missing.

    BadSettings when `.env` is no text.
    """
    wizard = Wizard(HERE, given, _tell, None if silent else _ask)
    try:
        well = wizard.walk([BY_NAME[name] for name in names] or SETUP)
    except (EOFError, KeyboardInterrupt):
        _tell("\nleft here; what was written stays")
        return False
    return _told(wizard) and well


def missing(given: Mapping[str, str]) -> bool:
    """Only say what is missing; whether nothing is."""
    return _told(Wizard(HERE, given, _tell, None))


def _told(wizard: Wizard) -> bool:
    left = wizard.missing()
    for one in left:
        _tell(f"MISSING {one}")
    if not left:
        _tell("nothing is missing: `satupintu run`, then `satupintu trial` beside it")
    return not left


def _ask(question: str, hidden: bool) -> str:
    return getpass(question) if hidden else input(question)


def _tell(line: str) -> None:
    print(line)  # noqa: T201
