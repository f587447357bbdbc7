"""What the workers of test_doorbell run, in the place of `worker`."""

import os
import signal
from collections.abc import Callable

BREAKS, KILLS = 13, 666  # complaints that a worker comes to grief over
ran: list[tuple[object, ...]] = []
meanwhile: list[Callable[[], object]] = []  # each happens once, while a job runs


class Broken(Exception):
    """What a job dies of."""


def route(complaint_id: int) -> None:
    if complaint_id == KILLS:
        os.kill(os.getpid(), signal.SIGKILL)
    ran.append(("route", complaint_id))
    if meanwhile:
        meanwhile.pop()()
    if complaint_id == BREAKS:
        raise Broken("Budi, +6281200000001")
