"""The door: webhooks a second and how long each waits, beside two floors, in alternating rounds of one run.

* bare door: the fastest honest door written by hand (`floors/bare_door.py`);
* textbook door: a framework, an ORM, one commit each (`floors/textbook_door.py`);
* Satu Pintu on SQLite and on PostgreSQL: web and Redis only, so that nobody takes the turns meanwhile.

Each message is an SMS by Twilio, from a number that never wrote before. The machine is noisy, and
the load runs on the same cores: read the ratios.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Result, closed_loop, joined, open_loop
from benchmarks.servers import floor, postgres, satupintu
from benchmarks.tables import beside, goal, show
from benchmarks.webhooks import People

BARE, TEXTBOOK = "bare door", "textbook door"
OURS, ON_POSTGRES = "Satu Pintu", "Satu Pintu, PostgreSQL"
HEAD = ("", "msgs/s", "of bare", "p50 ms", "p99 ms", "errors")
CONNECTIONS = 32
FEW = 320  # messages to warm a door up with


@dataclass(frozen=True)
class Sizes:
    """How much to measure."""

    rounds: int = 5
    seconds: float = 2.0  # a round's
    rates: tuple[int, ...] = (50, 200)  # of the open loops, a second
    on_postgres: bool = True
    warm_up: int = FEW


Doors = Mapping[str, int]  # name -> port
Rounds = dict[str, list[Result]]
Round = Callable[[str, int], Result]  # of a door's name and port


def main(sizes: Sizes = Sizes()) -> dict[str, Rounds]:
    """Print the tables, and return the rounds they are made of."""
    people, done = People("door"), {}
    with tempfile.TemporaryDirectory() as folder, _doors(Path(folder), sizes) as doors:
        warm = {name: _warm(people, port, sizes) for name, port in doors.items()}
        print(beside())
        done["closed"] = _rounds(doors, sizes, _closed(people, warm, sizes.seconds))
        _print(f"closed loop, {CONNECTIONS} connections", done["closed"], sizes)
        _goals_closed(done["closed"])
        for rate in sizes.rates:
            of_rate = _rounds(doors, sizes, _open(people, rate, sizes.seconds))
            _print(f"open loop, {rate} a second", of_rate, sizes)
            _goals_open(of_rate, rate)
            done[f"open {rate}"] = of_rate
    print(beside())
    return done


@contextmanager
def _doors(var: Path, sizes: Sizes) -> Iterator[Doors]:
    with ExitStack() as stack:
        doors = {
            BARE: stack.enter_context(floor(var / "bare", "bare_door")),
            TEXTBOOK: stack.enter_context(floor(var / "textbook", "textbook_door")),
            OURS: stack.enter_context(satupintu(var / "ours", "web"))[0].port,
        }
        if sizes.on_postgres:
            url = stack.enter_context(postgres())
            ours = satupintu(var / "pg", "web", DATABASE_URL=url)
            doors[ON_POSTGRES] = stack.enter_context(ours)[0].port
        yield doors


def _warm(people: People, port: int, sizes: Sizes) -> float:
    """Open the connections, read what is read once; the rate to expect, a second."""
    requests = people.write(port, sizes.warm_up)
    return closed_loop(port, requests, CONNECTIONS).rate


def _rounds(doors: Doors, sizes: Sizes, measure: Round) -> Rounds:
    rounds: Rounds = {name: [] for name in doors}
    for _ in range(sizes.rounds):
        for name, port in doors.items():
            rounds[name].append(measure(name, port))
    return rounds


def _closed(people: People, warm: Mapping[str, float], seconds: float) -> Round:
    def measure(name: str, port: int) -> Result:
        enough = CONNECTIONS + int(warm[name] * seconds * 3)
        requests = people.write(port, enough)
        return closed_loop(port, requests, CONNECTIONS, seconds)

    return measure


def _open(people: People, rate: int, seconds: float) -> Round:
    def measure(_name: str, port: int) -> Result:
        return open_loop(port, people.write(port, int(rate * seconds)), rate)

    return measure


def _rate(rounds: list[Result]) -> float:
    return statistics.median(one.rate for one in rounds)


def _print(what: str, rounds: Rounds, sizes: Sizes) -> None:
    print(f"\n{what}: {sizes.rounds} rounds of {sizes.seconds:g} s each, alternating")
    floor_rate = _rate(rounds[BARE])
    rows = []
    for name, results in rounds.items():
        all_, rate = joined(results), _rate(results)
        p50, p99 = all_.percentile(0.5), all_.percentile(0.99)
        rows.append((name, rate, rate / floor_rate, p50, p99, all_.errors))
    show(HEAD, rows)


def _goals_closed(rounds: Rounds) -> None:
    bare, ours = rounds[BARE], rounds[OURS]
    goal("rate, of the bare door's", _rate(ours) / _rate(bare), least=0.5)
    goal("p99, of the bare door's", _p99(ours) / _p99(bare), most=3)
    if ON_POSTGRES in rounds:
        share = _rate(rounds[ON_POSTGRES]) / _rate(ours)
        goal("rate on PostgreSQL, of ours on SQLite", share, least=0.75)


def _goals_open(rounds: Rounds, rate: int) -> None:
    times = _p99(rounds[OURS]) / _p99(rounds[BARE])
    goal(f"p99 at {rate} a second, of the bare door's", times, most=3)
    goal("errors", float(joined(rounds[OURS]).errors), most=0)


def _p99(rounds: list[Result]) -> float:
    return joined(rounds).percentile(0.99)


if __name__ == "__main__":
    main()
