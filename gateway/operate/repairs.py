"""Bringing in what providers hold: a thread for each source for ever, or once by hand.

    satupintu repair [--since MOMENT] [--dry-run]

By hand it prints a line for each source as soon as that one is done: what was looked for, how many
messages its provider lists, how many of them we lacked.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime

from gateway.flows.repairing import GapSource, Repaired, gap_sources, repair
from gateway.setup.parts import Parts
from gateway.setup.refusals import REFUSALS

EVERY = 180.0  # seconds between looks while all is well
AGAIN = 10.0  # ... and after one that failed; then twice that, and so on
PAUSE = 0.5

Survives = Callable[[Callable[[], object]], bool]  # do it; False when it failed


@dataclass
class Rhythm:
    """When the next look at one source is due, on the monotonic clock. The first is at once."""

    began: float = 0.0  # the last look
    due_at: float = 0.0
    outage: bool = True  # something may be missing
    retry: float = AGAIN

    def due(self, now: float, refused: float) -> bool:
        """Whether it is time. What was refused since the last look is looked for soon."""
        if refused > self.began and not self.outage:
            self.outage, self.due_at = True, min(self.due_at, refused + AGAIN)
        return now >= self.due_at

    def ended(self, began: float, *, well: bool) -> None:
        """A look that began then is over."""
        self.began, self.outage = began, not well
        self.due_at = began + (EVERY if well else self.retry)
        self.retry = AGAIN if well else min(2 * self.retry, EVERY)


def watch_gaps(parts: Parts, survives: Survives) -> None:
    """Look after every source there is, in threads of their own: one that hangs holds up itself only."""
    for source in gap_sources(parts):
        threading.Thread(
            target=_go_on, args=(parts, source, survives), name=source.name, daemon=True
        ).start()


def _go_on(parts: Parts, source: GapSource, survives: Survives) -> None:
    began = time.monotonic()
    # Providers on this machine start together with us, and remember nothing of an outage.
    rhythm = Rhythm(began, began + (AGAIN if parts.settings.simulated else 0.0))
    while True:
        while not rhythm.due(time.monotonic(), REFUSALS.latest):
            time.sleep(PAUSE)
        began = time.monotonic()
        well = _look(parts, source, survives, outage=rhythm.outage)
        rhythm.ended(began, well=well)


def _look(parts: Parts, source: GapSource, survives: Survives, *, outage: bool) -> bool:
    """Whether all that the source holds is in."""
    done: list[Repaired] = []
    return (
        survives(lambda: done.append(repair(parts, source, outage=outage)))
        and not done[0].why
    )


@dataclass(frozen=True, slots=True)
class RepairLine:
    """What is printed of one source."""

    words: str
    fine: bool


def repair_all(
    parts: Parts, since: datetime | None, *, dry: bool
) -> Iterator[RepairLine]:
    """Look at all sources at once; a line for each that is done, and a last one."""
    sources = gap_sources(parts)
    if not sources:
        yield RepairLine("no provider here can be asked what it holds", True)
        return
    with ThreadPoolExecutor(len(sources)) as pool:
        looks = {
            pool.submit(repair, parts, one, since, dry=dry): one for one in sources
        }
        for look in as_completed(looks):
            error = look.exception()
            if error:
                name = looks[look].name
                yield RepairLine(f"{name:16} FAULT {type(error).__name__}", False)
            else:
                yield _line(parts, look.result(), dry=dry)


def _line(parts: Parts, done: Repaired, *, dry: bool) -> RepairLine:
    since = done.since.astimezone(parts.settings.zone)
    words = f"{done.source:16} since {since:%Y-%m-%d %H:%M:%S}  {_found(done, dry=dry)}"
    if done.why:
        words += f"  FAULT {parts.reasons.say(done.why)}"
    return RepairLine(words, not done.why)


def _found(done: Repaired, *, dry: bool) -> str:
    if done.asked:
        return "asked to bring everything again; it comes by webhook"
    missing = f"{done.brought} {'would be' if dry else 'were'} brought in"
    return f"{done.listed} there, {missing}"
