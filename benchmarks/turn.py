"""Durable turns a second on one core: ours and two frameworks', in alternating rounds of one run.

A turn is one message of a dialogue of six (story, place, time, name, address, confirmation), durable
before the next: ours in SQLite with synchronous=FULL, messages stored and turns taken for 32 people
at a time; python-telegram-bot's with its pickle flushed each turn; aiogram's in a Redis that waits
for the disk. Each contestant is a process pinned to one core; aiogram's Redis has the other.
Then one round of ours again, watched: where the time goes.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.servers import (
    ROOT,
    environment,
    free_port,
    prepared,
    process,
    redis_always,
)
from benchmarks.tables import beside, goal, show

OURS, PTB, AIOGRAM = "Satu Pintu", "python-telegram-bot", "aiogram"
HEAD = ("", "turns/s wall", "turns/s CPU", "ms a turn")
AIOGRAM_PYTHON = Path(sys.prefix) / "bench" / "bin" / "python"
TOKEN = {"TELEGRAM_BOT_TOKEN": "1708:bench", "TELEGRAM_WEBHOOK_SECRET": "bench"}


@dataclass(frozen=True)
class Sizes:
    """How much to measure."""

    rounds: int = 5
    people: int = 64  # a round's: six turns each
    warm_up: int = 32
    watched: int = 64  # people of the round in which is seen where the time goes


@dataclass(frozen=True)
class Took:
    """One round; seconds."""

    turns: int
    wall: float
    cpu: float


Rounds = Mapping[str, Sequence[Took]]


@dataclass(frozen=True)
class Measured:
    """The rounds by contestant; seconds by what they went to, with `turns` and `completed`."""

    rounds: Rounds
    shares: Mapping[str, float]


Contestants = Mapping[str, "subprocess.Popen[bytes]"]


def main(sizes: Sizes = Sizes()) -> Measured:
    """Print the tables, and return what they are made of."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        env = stack.enter_context(_house(Path(folder)))
        contestants = stack.enter_context(_contestants(Path(folder), env))
        print(beside())
        rounds = _rounds(contestants, sizes)
        shares = _told(contestants[OURS], "watched", sizes.watched)
    measured = Measured(rounds, shares)
    _print(measured.rounds, sizes)
    _print_shares(dict(measured.shares))
    print(beside())
    return measured


@contextmanager
def _house(folder: Path) -> Iterator[dict[str, str]]:
    """A migrated database and Redis; what our own process runs with."""
    env = environment(folder / "ours", free_port(), **TOKEN)
    with prepared(folder / "ours", env):
        yield env


@contextmanager
def _contestants(folder: Path, env: Mapping[str, str]) -> Iterator[Contestants]:
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with ExitStack() as stack:
        wanted = {
            OURS: (_ours(env), env),
            PTB: (_floor(sys.executable, "ptb_turns", str(folder)), plain),
        }
        if AIOGRAM_PYTHON.exists():
            url = stack.enter_context(redis_always(folder / "aiogram"))
            python = str(AIOGRAM_PYTHON)
            wanted[AIOGRAM] = (_floor(python, "aiogram_turns", url), plain)
        else:
            print(
                f"without aiogram: {AIOGRAM_PYTHON} is missing (`make bench` makes it)"
            )
        yield {
            name: stack.enter_context(_pinned(command, its_env))
            for name, (command, its_env) in wanted.items()
        }


def _ours(env: Mapping[str, str]) -> list[str]:
    return [sys.executable, "-m", "benchmarks.our_turns", env["VAR_DIR"]]


def _floor(python: str, name: str, argument: str) -> list[str]:
    return [python, "-m", f"benchmarks.floors.{name}", argument]


@contextmanager
def _pinned(
    command: list[str], env: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """On the last core; it is ready to take rounds."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with process(command, env, **pipes) as contestant:
        os.sched_setaffinity(contestant.pid, {max(os.sched_getaffinity(0))})
        assert contestant.stdout is not None
        if contestant.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{command!r} did not start")
        yield contestant


def _rounds(contestants: Contestants, sizes: Sizes) -> Rounds:
    for contestant in contestants.values():
        _round(contestant, sizes.warm_up)
    done: dict[str, list[Took]] = {name: [] for name in contestants}
    for _ in range(sizes.rounds):
        for name, contestant in contestants.items():
            done[name].append(_round(contestant, sizes.people))
    return done


def _round(contestant: "subprocess.Popen[bytes]", people: int) -> Took:
    return Took(**_told(contestant, "round", people))


def _told(
    contestant: "subprocess.Popen[bytes]", what: str, people: int
) -> dict[str, Any]:
    """What it says when told to do this with so many people."""
    assert contestant.stdin is not None
    assert contestant.stdout is not None
    contestant.stdin.write(f"{what} {people}\n".encode())
    contestant.stdin.flush()
    answer: dict[str, Any] = json.loads(contestant.stdout.readline())
    return answer


def _print(rounds: Rounds, sizes: Sizes) -> None:
    print(
        f"\n{sizes.rounds} rounds of {sizes.people} dialogues each, alternating, one core"
    )
    rows = [
        (name, _wall(took), _cpu(took), 1000 / _wall(took))
        for name, took in rounds.items()
    ]
    show(HEAD, rows)
    for name, least in ((PTB, 1.5), (AIOGRAM, 1.0)):
        if name in rounds:
            share = _wall(rounds[OURS]) / _wall(rounds[name])
            goal(f"turns a second, of {name}'s", share, least=least)


def _wall(took: Sequence[Took]) -> float:
    return statistics.median(one.turns / one.wall for one in took)


def _cpu(took: Sequence[Took]) -> float:
    return statistics.median(one.turns / one.cpu for one in took)


def _print_shares(shares: dict[str, float]) -> None:
    turns, completed = shares.pop("turns"), shares.pop("completed")
    whole = sum(shares.values())
    print(
        f"\nwhere it goes: {turns:.0f} turns of ours, watched; {completed:.0f} reports made"
    )
    rows = sorted(shares.items(), key=lambda row: -row[1])
    show(
        ("", "ms a turn", "%"),
        [(name, s * 1000 / turns, s * 100 / whole) for name, s in rows],
    )


if __name__ == "__main__":
    main()
