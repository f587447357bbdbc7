"""The worker processes: one for each queue, and a scheduler that rings for what nobody picked up."""

import logging
import signal
import threading
from functools import cache, partial

from gateway.flows import clock_rounds, receiving
from gateway.operate.processes import Role, tend
from gateway.setup.parts import Parts
from gateway.setup.settings import Settings, settings_here
from gateway.setup.wiring import build, warm_up
from storage.unit_of_work import DatabaseDown

SWEEP_SECONDS = 2.0
TICK_SECONDS = 60.0
log = logging.getLogger(__name__)


@cache
def parts() -> Parts:
    """The parts of this worker process, built when its first job comes."""
    return build(settings_here())


def work(settings: Settings, queue: str | None = None) -> None:
    """A process for each queue and one scheduler; with `queue` only that, in this process."""
    if queue:
        run_worker(queue)
    else:
        warm_up(settings)
        tend(roles(settings.workers))


def roles(senders: int) -> list[Role]:
    """The processes there are, and what each does; `senders` of those that talk to providers."""
    return [
        ("scheduler", run_scheduler),
        *[("deliver", partial(run_worker, "deliver"))] * senders,
        ("push", partial(run_worker, "push")),
        ("central", partial(run_worker, "central")),
        ("media", partial(run_worker, "media")),
    ]


def run_worker(queue: str) -> None:
    """Work on one queue until told to stop. One queue each: rq loses no job that way."""
    parts().bell.work(queue)


def run_scheduler() -> None:
    """Sweep every 2 s and tick every minute until told to stop; any number of these may run."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    built, passed = parts(), TICK_SECONDS
    while not stop.wait(SWEEP_SECONDS):
        passed += SWEEP_SECONDS
        try:
            clock_rounds.sweep(built)
            receiving.drain_spool(built)
            if passed >= TICK_SECONDS:
                passed = 0.0
                clock_rounds.tick_all(built, built.clock())
        except DatabaseDown as error:
            log.error("the database is down: %s", error)  # noqa: TRY400  (its text holds no more than this)
