"""The RQ entry point, and the workers' own: `python -m worker`.

The one job, `route`, consumes a complaint from the central queue by its id. Everything else
is rung for (`storage.queue`): rows are the truth, and each worker looks at them unasked, too.
"""

import argparse

from gateway.flows import cases
from gateway.operate.workers import ROLES, work
from gateway.setup.logs import set_up_logs
from gateway.setup.settings import settings_here
from gateway.setup.wiring import parts_here


def route(complaint_id: int) -> None:
    """Consume one complaint from the central queue."""
    cases.route(parts_here(), int(complaint_id))


def main() -> None:
    """`python -m worker`, the same as `satupintu worker`."""
    parser = argparse.ArgumentParser(prog="satupintu worker")
    parser.add_argument("--queue", choices=ROLES, help="only this one, in this process")
    queue = parser.parse_args().queue
    settings = settings_here()
    set_up_logs(settings.log_format, settings.log_level)
    work(settings, queue)


if __name__ == "__main__":
    main()
