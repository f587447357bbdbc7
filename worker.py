"""The RQ entry point: thin jobs that carry ids only.

Jobs are wake-ups: `deliver` and `push` drain what is due, `route` consumes one
complaint from the central queue, `fetch` brings what people sent
along. Rows are the truth; the scheduler's sweep rings again for whatever a lost wake-up
left lying.
"""

import argparse

from gateway.flows import cases, clock_rounds, delivery, fetching
from gateway.operate.workers import parts, work
from gateway.setup.logs import set_up_logs
from gateway.setup.settings import settings_here
from storage.queue import QUEUES


def deliver() -> None:
    """Send what is due."""
    delivery.deliver(parts())


def push() -> None:
    """Put completed complaints on the central queue."""
    clock_rounds.push(parts())


def route(complaint_id: int) -> None:
    """Consume one complaint from the central queue."""
    cases.route(parts(), int(complaint_id))


def fetch() -> None:
    """Fetch what people sent along."""
    fetching.fetch(parts())


def main() -> None:
    """`python -m worker`, the same as `satupintu worker`."""
    parser = argparse.ArgumentParser(prog="satupintu worker")
    parser.add_argument(
        "--queue", choices=QUEUES, help="only this queue, in this process"
    )
    queue = parser.parse_args().queue
    settings = settings_here()
    set_up_logs(settings.log_format, settings.log_level)
    work(settings, queue)


if __name__ == "__main__":
    main()
