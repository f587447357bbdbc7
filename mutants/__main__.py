"""`make mutants`: put small faults into copies of the project, and see whether the tests notice.

`python -m mutants --seed 7 --count 50 --only intake` takes a sample of one room;
`--again` takes only what nobody noticed last time. Ends with 1 when more go unnoticed than allowed.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from mutants.faults import Fault
from mutants.reach import KEPT, Reach, measure
from mutants.rooms import sample
from mutants.trees import Outcome, Tree

AT_ONCE = 2
UNNOTICED = KEPT / "unnoticed.json"
TIGHT = ("intake/", "routing/", "channels/", "gateway/web/admin/")  # none may survive


def main(words: list[str]) -> int:
    """Run it; 1 when the suite notices too little."""
    asked = _asked(words)
    print(f"seed {asked.seed}", flush=True)
    faults = _wanted(asked)
    measure()
    outcomes = []
    for outcome in outcomes_of(faults, Reach()):
        outcomes.append(outcome)
        print(f"{len(outcomes)}/{len(faults)} {line(outcome)}", flush=True)
    print(table(outcomes))
    return _judged([one.fault for one in outcomes if not one.noticed], asked.allowed)


def _wanted(asked: argparse.Namespace) -> list[Fault]:
    faults = sample(asked.seed, asked.count, asked.only)
    if not asked.again:
        return faults
    names = set(json.loads(UNNOTICED.read_text()))
    return [fault for fault in faults if fault.name in names]


def _judged(survivors: list[Fault], allowed: int) -> int:
    UNNOTICED.write_text(json.dumps([fault.name for fault in survivors]))
    tight = [fault for fault in survivors if fault.file.startswith(TIGHT)]
    print(f"{len(survivors)} went unnoticed, {len(tight)} of them where none may")
    return int(len(survivors) > allowed or bool(tight))


def outcomes_of(faults: list[Fault], reach: Reach) -> Iterator[Outcome]:
    """Each as it ends, two copies at work."""
    trees: SimpleQueue[Tree] = SimpleQueue()

    def one(fault: Fault) -> Outcome:
        tree = trees.get()
        try:
            return tree.outcome(fault, reach.tests_for(fault))
        finally:
            trees.put(tree)

    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        for number in range(AT_ONCE):
            trees.put(Tree(Path(place) / str(number)))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for ended in as_completed([pool.submit(one, fault) for fault in faults]):
                yield ended.result()


def line(outcome: Outcome) -> str:
    """What is printed as soon as it is known."""
    fault = outcome.fault
    how = f"noticed by {outcome.by}" if outcome.noticed else "UNNOTICED"
    return (
        f"{outcome.seconds:4.0f} s {fault.file}:{fault.lines.start} {fault.kind}: "
        f"{fault.shown} - {how} ({outcome.tests} reach it)"
    )


def table(outcomes: list[Outcome]) -> str:
    """The whole sample, by place."""
    rows = ["| where | fault | noticed by |", "|---|---|---|"]
    for one in sorted(outcomes, key=lambda one: one.fault.name):
        fault = one.fault
        rows.append(
            f"| `{fault.file}` {fault.scope} | {fault.kind}: {fault.shown} | {one.by or '**nobody**'} |"
        )
    return "\n".join(rows)


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--only", default="", help="a room, folder or file")
    parser.add_argument("--allowed", type=int, default=3, help="how many may survive")
    parser.add_argument("--again", action="store_true", help="last time's survivors")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
