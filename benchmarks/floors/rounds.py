"""A contestant in a process of its own: it takes a round of turns when told to, and says what that took.

Standard library only: a floor runs where nothing of ours is installed.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial

Turns = Callable[[], int]  # takes a round's turns, and says how many they were
Prepare = Callable[[int], Turns]  # for so many people; what it makes is not counted


def serve(prepare: Prepare, **others: Callable[[int], object]) -> None:
    """A line `round PEOPLE` is a round: `{"turns", "wall", "cpu"}`, seconds; others as named, too."""
    round_: Callable[[int], object] = partial(_round, prepare)
    commands = {"round": round_, **others}
    print("ready", flush=True)
    for line in sys.stdin:
        what, people = line.split()
        print(json.dumps(commands[what](int(people))), flush=True)


def _round(prepare: Prepare, people: int) -> dict[str, float]:
    take = prepare(people)
    wall, cpu = time.perf_counter(), time.process_time()
    turns = take()
    return {
        "turns": turns,
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
    }
