"""The whole way: a message comes in, its reply is handed to the provider. And a backlog, drained.

`satupintu run` with Twilio's SMS, whose provider stands on this machine and answers at once, or
after as long as the real one takes. Each message is from a number that never wrote before; its
latency counts from the moment it should have been sent to the arrival of the first reply.

The backlog is sent as fast as the door takes it. What drains it are turns, so that is what is
counted, in the database; replies leave at the pace their channel allows. Meanwhile a few people a
second write as on any other day: what the door makes them wait.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.installed import Installation, Watch, installation
from benchmarks.load import Result, closed_loop, joined, open_loop
from benchmarks.tables import beside, goal, show

RATE = 50  # messages a second of the open loop
LIGHT = 20  # messages a second while a backlog is drained
CONNECTIONS = 32
MUCH = 0.1  # of a backlog: with less left when all is sent, nothing was drained
WAYS_HEAD = ("provider takes", "p50 ms", "p99 ms", "last ms", "replies", "door p99 ms")
DRAIN_HEAD = (
    "workers",
    "taken in /s",
    "waiting then",
    "turns/s",
    "turns/s overall",
    "last turn s",
    "last reply s",
    "replies",
    "door p50 ms",
    "door p99 ms",
    "errors",
)


@dataclass(frozen=True)
class Sizes:
    """How much to measure."""

    messages: int = 500  # at RATE a second
    delays: tuple[float, ...] = (0.0, 0.2)  # seconds the provider takes
    backlog: int = 5000
    workers: tuple[int, ...] = (1, 2)
    warm_up: int = 20  # messages
    patience: float = 60.0  # seconds for replies, and for turns without progress


@dataclass(frozen=True)
class Way:
    """Message in to reply out; milliseconds, in order."""

    waits: list[float]
    messages: int
    door: Result


@dataclass(frozen=True)
class Drained:
    """How a backlog went; seconds from its first message."""

    flood: Result
    waiting: int  # turns still to take when all was sent
    left: int  # turns that were never taken
    rate: float  # turns a second from then on; nan: there was nothing left to take
    last_turn: float
    last_reply: float
    replies: int
    door: Result  # meanwhile

    @property
    def overall(self) -> float:
        """Turns a second from the first message on, while the door took them in as well."""
        return (len(self.flood.latencies) - self.left) / self.last_turn

    @property
    def drained(self) -> float:
        """Turns a second of the backlog; where hardly any was left to drain, the whole's."""
        much = self.waiting > len(self.flood.latencies) * MUCH
        return self.rate if much else self.overall


@dataclass
class Figures:
    """All that was measured."""

    ways: dict[float, Way] = field(default_factory=dict)  # by the provider's delay
    drains: dict[int, Drained] = field(default_factory=dict)  # by workers


def main(sizes: Sizes = Sizes()) -> Figures:
    """Print the tables, and return what they are made of."""
    figures = Figures()
    print(beside())
    for delay in sizes.delays:
        with installation(delay) as house:
            figures.ways[delay] = way(house, sizes)
    print_ways(figures.ways, sizes)
    for workers in sizes.workers:
        with installation(workers=workers) as house:
            figures.drains[workers] = drain(house, sizes)
    print_drains(figures.drains, sizes)
    print(beside())
    return figures


# --- One message's way


def way(house: Installation, sizes: Sizes) -> Way:
    """Message in to reply out, at an open loop's pace."""
    house.warm_up(sizes.warm_up, sizes.patience)
    senders, requests = house.write(sizes.messages)
    door = open_loop(house.port, requests, RATE)
    replies = house.await_replies(senders, sizes.patience)
    waits = [
        (replies[sender] - door.began - n / RATE) * 1000
        for n, sender in enumerate(senders)
        if sender in replies
    ]
    return Way(sorted(waits), len(senders), door)


def print_ways(ways: Mapping[float, Way], sizes: Sizes) -> None:
    """A row for each delay of the provider, and the goals."""
    print(f"\nmessage in to reply out: {sizes.messages} messages, {RATE} a second")
    rows = [
        (
            f"{delay * 1000:.0f} ms",
            _at(one.waits, 0.5),
            _at(one.waits, 0.99),
            _at(one.waits, 1.0),
            f"{len(one.waits)} of {one.messages}",
            one.door.percentile(0.99),
        )
        for delay, one in ways.items()
    ]
    show(WAYS_HEAD, rows)
    if at_once := ways.get(0.0):
        goal("p50 ms, provider answers at once", _at(at_once.waits, 0.5), most=30)
        goal("p99 ms, provider answers at once", _at(at_once.waits, 0.99), most=120)
        goal("without a reply", at_once.messages - len(at_once.waits), most=0)


def _at(waits: list[float], share: float) -> float:
    return waits[int((len(waits) - 1) * share)] if waits else float("nan")


# --- A backlog


def drain(house: Installation, sizes: Sizes) -> Drained:
    """A backlog, from its first message to its last reply."""
    house.warm_up(sizes.warm_up, sizes.patience)
    senders, requests = house.write(sizes.backlog)
    watch = Watch(house.handled, sizes.backlog, sizes.patience)
    watch.start()
    flood = closed_loop(house.port, requests, CONNECTIONS, float("inf"))
    sent, waiting = time.perf_counter(), watch.left()
    door = joined(list(_light_load(house, watch)))
    watch.join()
    replies = house.await_replies(senders, sizes.patience)
    taken, seconds = waiting - watch.waiting, watch.last - sent
    return Drained(
        flood=flood,
        waiting=waiting,
        left=watch.waiting,
        rate=taken / seconds if taken and seconds > 0 else float("nan"),
        last_turn=watch.last - flood.began,
        last_reply=max(replies.values(), default=float("nan")) - flood.began,
        replies=len(replies),
        door=door,
    )


def _light_load(house: Installation, watch: Watch) -> Iterator[Result]:
    """A few people a second, for as long as there is a backlog, and once in any case."""
    while True:
        _, requests = house.write(LIGHT)
        yield open_loop(house.port, requests, LIGHT)
        if not watch.is_alive():
            return


def print_drains(drains: Mapping[int, Drained], sizes: Sizes) -> None:
    """A row for each number of workers, and the goals."""
    print(f"\na backlog of {sizes.backlog}, and {LIGHT} a second meanwhile")
    rows = [
        (
            workers,
            one.flood.rate,
            one.waiting,
            one.rate,
            one.overall,
            one.last_turn,
            one.last_reply,
            f"{one.replies} of {sizes.backlog}",
            one.door.percentile(0.5),
            one.door.percentile(0.99),
            one.flood.errors + one.door.errors,
        )
        for workers, one in drains.items()
    ]
    show(DRAIN_HEAD, rows)
    if two := drains.get(2):
        goal("turns a second by two workers", two.drained, least=400)
        goal("the door's p99 ms meanwhile", two.door.percentile(0.99), most=100)
        goal("turns never taken", two.left, most=0)


if __name__ == "__main__":
    main()
