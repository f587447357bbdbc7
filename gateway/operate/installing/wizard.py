"""`satupintu setup`: talk somebody through an installation, try each credential as it is typed, write `.env`.

It may be left at any time and run again: what is set is offered, and nothing is written before it was tried.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from channels.contract import SendError
from gateway.operate.installing.dotenv import keep
from gateway.operate.installing.steps import SetupStep, is_secret
from gateway.setup.channels import build_channels
from gateway.setup.readers import Wrong
from gateway.setup.real_providers import example_fault
from gateway.setup.settings import (
    TABLE,
    BadSettings,
    Settings,
    read_dotenv,
    read_settings,
)
from gateway.setup.wiring import load_reasons

Ask = Callable[[str, bool], str]  # the question, and whether the answer is hidden
Tell = Callable[[str], None]
LANGUAGE = "en"  # of what operators read
EMPTIES = "-"  # typed to empty what is set
AGAIN, KEEP, LEAVE = "a", "k", "l"


class Wizard:
    """Goes through steps; `ask` None: nobody is asked, what is given must do."""

    def __init__(
        self, path: Path, given: Mapping[str, str], tell: Tell, ask: Ask | None
    ) -> None:
        """`given` counts more than what `path` holds. BadSettings when that is no text."""
        self._path = path
        self._known = {**read_dotenv(path), **given}
        self._given = given
        self._tell = tell
        self._ask = ask
        self._reasons = load_reasons(LANGUAGE)

    def walk(self, steps: Iterable[SetupStep]) -> bool:
        """Each step in turn; whether all went well, those that were left out included. OSError."""
        went = [self._take(step) for step in steps]
        return all(went)

    def missing(self) -> list[str]:
        """What still keeps the product from starting, a sentence each."""
        try:
            settings = read_settings(self._known)
        except BadSettings as error:
            return error.faults
        fault = example_fault(settings)
        nothing = "no channel is set up yet: only the simulator would start"
        return [f"AGENCIES_FILE {fault}"] * bool(fault) + [nothing] * settings.simulated

    def _take(self, step: SetupStep) -> bool:
        self._tell(f"\n== {step.title}")
        if self._ask:
            self._tell(step.why)
        while True:
            values = self._values(step)
            if not values.get(step.asks[0]):
                self._write(dict.fromkeys(step.asks, ""))
                self._tell("left out")
                return True
            faults = self._try(step, values)
            for fault in faults:
                self._tell(f"FAULT {fault}")
            choice = self._choice() if faults else KEEP
            if choice == KEEP:
                self._write(values)
            if choice != AGAIN:
                return not faults

    def _values(self, step: SetupStep) -> dict[str, str]:
        """What the step's settings shall be: typed, or as they are; and what nobody types."""
        values: dict[str, str] = {}
        for name in step.asks:
            offered = self._offered(step, name)
            values[name] = self._typed(name, offered) if self._ask else offered
            if not values[step.asks[0]]:
                return {}
        made = {
            name: self._known.get(name) or make(self._known)
            for name, make in step.made.items()
        }
        return values | made

    def _offered(self, step: SetupStep, name: str) -> str:
        """What is set, what this step suggests, or what counts when nothing is said."""
        usual = TABLE[name].default
        suggest = step.suggests.get(name)
        return (
            self._known.get(name)
            or (suggest(self._known) if suggest else "")
            or (usual if isinstance(usual, str) else "")
        )

    def _typed(self, name: str, offered: str) -> str:
        """Asked until it can be read."""
        shown = "as it is" if offered and is_secret(name) else offered
        question = f"{name} ({TABLE[name].meaning})" + f" [{shown}]" * bool(shown)
        while True:
            typed = self._ask(f"{question}: ", is_secret(name)).strip()  # type: ignore[misc]
            value = "" if typed == EMPTIES else typed or offered
            try:
                if value:
                    TABLE[name].reader(value)
            except Wrong as wrong:
                self._tell(f"FAULT {name} {wrong}")
                continue
            return value

    def _try(self, step: SetupStep, values: Mapping[str, str]) -> list[str]:
        """What is wrong with them, of the step's own; the provider is asked as well."""
        try:
            settings = read_settings({**self._known, **values})
        except BadSettings as error:
            own = [one for one in error.faults if one.split()[0] in values]
            if not own:
                self._tell("not tried: other steps are missing")
            return own
        return list(self._proved(step, settings))

    def _proved(self, step: SetupStep, settings: Settings) -> Iterable[str]:
        try:
            for line in step.connect(settings) if step.connect else ():
                self._tell(f"ok    {line}")
        except BadSettings as error:
            yield from error.faults
        except SendError as error:
            yield self._reasons.say(str(error))
        else:
            if step.proves:
                faults = build_channels(settings)[step.proves].check()
                yield from map(self._reasons.say, faults)

    def _choice(self) -> str:
        """What to do with what does not work: nobody there to ask leaves it."""
        if not self._ask:
            return LEAVE
        while True:
            typed = self._ask(
                "[a]gain, [k]eep it all the same, [l]eave it out? ", False
            )
            if typed[:1].lower() in (AGAIN, KEEP, LEAVE):
                return typed[:1].lower()

    def _write(self, values: Mapping[str, str]) -> None:
        changed = {
            name: value
            for name, value in values.items()
            if value != read_dotenv(self._path).get(name, "")
        }
        if changed:
            keep(self._path, changed)
            self._tell(f"ok    written to {self._path}: {', '.join(changed)}")
        self._known |= values
