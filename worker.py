"""The RQ entry point: thin jobs that carry ids only, and the processes that run them.

Jobs are wake-ups: `deliver` and `push` drain what is due, `route` consumes one
complaint from the central queue, `tick` is the clock pass, `fetch` brings what people
sent along. Rows are the truth;
the scheduler's sweep rings again for whatever a lost wake-up left lying.
"""

import argparse
import logging
import signal
import threading
from functools import cache, partial

from gateway import cases, delivery, media, rounds, service
from gateway.logs import log_quietly
from gateway.parts import Parts
from gateway.processes import Role, tend
from gateway.settings import Settings, settings_here
from gateway.wiring import build, warm_up
from storage.queue import QUEUES
from storage.unit_of_work import DatabaseDown

SWEEP_SECONDS = 2.0
TICK_SECONDS = 60.0
log = logging.getLogger(__name__)


@cache
def parts() -> Parts:
    """The parts of this worker process, built when its first job comes."""
    return build(settings_here())


def deliver() -> None:
    """Send what is due."""
    delivery.deliver(parts())


def push() -> None:
    """Put completed complaints on the central queue."""
    rounds.push(parts())


def route(complaint_id: int) -> None:
    """Consume one complaint from the central queue."""
    cases.route(parts(), int(complaint_id))


def tick() -> None:
    """Deadlines, reminders, escalation, drafts gone quiet."""
    rounds.tick_all(parts(), parts().clock())


def fetch() -> None:
    """Fetch what people sent along."""
    media.fetch(parts())


def main() -> None:
    """`python -m worker`, the same as `satupintu worker`."""
    parser = argparse.ArgumentParser(prog="satupintu worker")
    parser.add_argument("--queue", choices=QUEUES, help="only this queue, in this process")
    queue = parser.parse_args().queue
    log_quietly()
    work(settings_here(), queue)


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
            rounds.sweep(built)
            service.drain_spool(built)
            if passed >= TICK_SECONDS:
                passed = 0.0
                rounds.tick_all(built, built.clock())
        except DatabaseDown as error:
            log.error("the database is down: %s", error)  # noqa: TRY400  (its text holds no more than this)


if __name__ == "__main__":
    main()
