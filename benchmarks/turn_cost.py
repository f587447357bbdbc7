"""What the pure part of a turn costs: `python -m benchmarks.turn_cost [--against DIR] [--reports FILE]`.

Every citizen of `benchmarks.citizens` talks over each channel, each time in words of their own, so that
no text comes twice and a cache of texts cannot flatter the figures. With `--reports` the texts of a
JSON-lines file (`{"text": ...}`) are told as first stories, too. Measured are, apart for the turn that
opens a draft (`story`) and for all others (`answer`), in the order in which a turn needs them:

* loads: the message and the conversation read from what is stored;
* step: the conversation's answer to the message;
* complaint_of: the complaint, where the turn saves or submits one;
* dumps: the conversation and the complaint written as they are stored;
* render: the words of the reply.

`--against` measures another tree (a git worktree of an earlier commit) in the same way, in rounds that
take turns, and prints this tree's medians as a share of that one's.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import thread_time_ns

from benchmarks.citizens import CITIZENS, Citizen
from benchmarks.conversation_cost import CHANNELS, PATIENCE, SENDERS, Talk
from gateway.operate.chat import Chat
from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_catalogue, load_gazetteer, load_heads
from intake.conversation import step
from intake.form.filing import complaint_of
from intake.messages import InboundMessage
from intake.state import Event, Said, Save, Say, State, Submit, Turn
from intake.wording.render import Rendered, render
from storage.codec import dumps, loads
from storage.values import Conversation

KINDS = ("story", "answer")
PARTS = ("step", "complaint_of", "render", "dumps", "loads")
ROUNDS = 3
WARM_UP = 40  # talks before the first that is measured
HOME = Path(__file__).parent.parent
ONE = "--one-round"  # for the process that measures: JSON instead of a table

Times = dict[str, list[int]]  # "story step" -> nanoseconds


def main() -> None:
    """Measure, and print the table; with `--against` both trees and the ratios."""
    args = _arguments()
    if args.one_round:
        print(json.dumps(measured(args.round, args.reports)))
        return
    trees = [HOME, *([args.against] if args.against else [])]
    times: list[Times] = [defaultdict(list) for _ in trees]
    for number in range(args.rounds):
        for tree, seen in zip(trees, times, strict=True):
            for name, values in _one_round(tree, number, args.reports).items():
                seen[name] += values
    for line in table(*times):
        print(line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turn_cost")
    parser.add_argument("--against", type=Path, help="another tree to compare with")
    parser.add_argument("--reports", type=Path, help="JSON lines with a `text` each")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--round", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument(ONE, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _one_round(tree: Path, number: int, reports: Path | None) -> Times:
    """The same measurement in a fresh process that imports `tree`."""
    command = [sys.executable, "-P", __file__, ONE, "--round", str(number)]
    command += ["--reports", str(reports.resolve())] if reports else []
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(tree.resolve())},
        cwd=tree,
        capture_output=True,
        check=True,
        text=True,
    )
    times: Times = json.loads(done.stdout)
    return times


def table(ours: Times, theirs: Times | None = None) -> Iterator[str]:
    """The lines to print: median and p90 in microseconds, and the ratio of the medians."""
    against = f"{'before':>16}{'ratio':>8}" if theirs else ""
    yield f"{'us, median/p90':24}{'turns':>7}{'':>16}{against}"
    for name in (f"{kind} {part}" for kind in KINDS for part in PARTS):
        line = f"{name:24}{len(ours[name]):7}{_spread(ours[name]):>16}"
        if theirs:
            ratio = median(ours[name]) / median(theirs[name])
            line += f"{_spread(theirs[name]):>16}{ratio:8.2f}"
        yield line


def _spread(times: list[int]) -> str:
    return f"{median(times) / 1000:.0f}/{quantiles(times, n=10)[-1] / 1000:.0f}"


# --- in the process that measures --------------------------------------------------------


@dataclass
class Timed(Chat):
    """A phone whose turns are timed part by part, in the order in which the shell takes them."""

    times: Times = field(default_factory=lambda: defaultdict(list))

    def hear(self, event: Event) -> list[Rendered]:
        """One turn, timed; the reply is rendered once more as it is shown, which is not counted."""
        self.wake_at = None
        sender, able = SENDERS[self.channel], CAPABILITIES[self.channel]
        words = event.text if isinstance(event, Said) else ""
        row, sealed = (
            dumps(Conversation(self.state)),
            dumps(InboundMessage("x", sender, words)),
        )
        spent: dict[str, int] = {}
        with _clock(spent, "loads"):
            loads(InboundMessage, sealed)
            state = loads(Conversation, row).state
        context = self._context()
        with _clock(spent, "step"):
            turn = step(state, event, context)
        saved = any(isinstance(effect, Save | Submit) for effect in turn.effects)
        complaint = None
        if saved:
            with _clock(spent, "complaint_of"):
                complaint = complaint_of(
                    turn.state,
                    sender,
                    able,
                    load_gazetteer(),
                    self.now,
                    load_heads(),
                )
        with _clock(spent, "dumps"):
            dumps(Conversation(turn.state))
            if complaint:
                dumps(complaint)
        self._render(turn, spent)
        self._note("story" if _opened(state, turn.state) else "answer", spent)
        self.state = turn.state
        self.effects += turn.effects
        return [shown for effect in turn.effects for shown in self._carry_out(effect)]

    def _render(self, turn: Turn, spent: dict[str, int]) -> None:
        able = CAPABILITIES[self.channel]
        said = [effect for effect in turn.effects if isinstance(effect, Say)]
        if said:
            with _clock(spent, "render"):
                for effect in said:
                    render(effect, turn.state.language, able, load_catalogue())

    def _note(self, kind: str, spent: dict[str, int]) -> None:
        for part, one in spent.items():
            self.times[f"{kind} {part}"].append(one)


def _opened(before: State, after: State) -> bool:
    return bool(after.draft.story) and not before.draft.story


@contextmanager
def _clock(spent: dict[str, int], part: str) -> Iterator[None]:
    began = thread_time_ns()
    yield
    spent[part] = thread_time_ns() - began


def measured(number: int, reports: Path | None) -> Times:
    """The times of one round; another number, other words."""
    times: Times = defaultdict(list)
    serial = count(number * 10_000 + 1)
    people = [(citizen, channel) for citizen in CITIZENS for channel in CHANNELS]
    random.Random(number).shuffle(people)
    warm = [
        _Measured(citizen, channel, number, serial, defaultdict(list))
        for citizen, channel in people[:WARM_UP]
    ]
    talks = [
        _Measured(citizen, channel, number, serial, times)
        for citizen, channel in people
    ]
    _side_by_side([talk.turns() for talk in warm])
    reports_told = [_told(text, next(serial), times) for text in _texts(reports)]
    _side_by_side([*(talk.turns() for talk in talks), *reports_told])
    return times


def _side_by_side(talks: list[Iterator[None]]) -> None:
    """Each says one thing, then each the next: between two turns of one person come those of the others."""
    done = object()
    while talks:
        talks = [talk for talk in talks if next(talk, done) is not done]


class _Measured(Talk):
    """A talk that can be taken a message at a time, by somebody with words of their own."""

    def __init__(
        self,
        citizen: Citizen,
        channel: str,
        seed: int,
        serial: Iterator[int],
        times: Times,
    ) -> None:
        super().__init__(_another(citizen, next(serial)), channel, seed)
        self.chat = Timed(channel, citizen.near, times=times)

    def turns(self) -> Iterator[None]:
        """`run`, with a pause after each message."""
        for opening in self._openings():
            yield self._send(opening)
        while (
            len(self.sent) < PATIENCE[self.channel]
            and (words := self._next()) is not None
        ):
            yield self._send(words)


def _told(text: str, n: int, times: Times) -> Iterator[None]:
    """A report from elsewhere as somebody's first message."""
    Timed("whatsapp", "53.11", times=times).send(_own_words(text, n))
    yield


def _texts(reports: Path | None) -> list[str]:
    lines = reports.read_text(encoding="utf-8").splitlines() if reports else []
    return [json.loads(line)["text"] for line in lines]


def _another(citizen: Citizen, n: int) -> Citizen:
    """Somebody else with the same matter: other words, another door, another name."""
    return replace(
        citizen,
        story=_own_words(citizen.story, n),
        place=f"{citizen.place} no {n}",
        name=citizen.name and f"{citizen.name} {_own_name(n)}",
    )


def _own_words(text: str, n: int) -> str:
    return f"{text}. Sudah {n} orang yang tanya"


def _own_name(n: int) -> str:
    return "".join(_SYLLABLES[int(digit)] for digit in str(n)).capitalize()


_SYLLABLES = ("ra", "di", "su", "na", "mo", "ka", "li", "to", "wa", "ni")


if __name__ == "__main__":
    main()
