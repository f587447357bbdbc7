"""What the workers of test_doorbell run, in the place of `worker`."""

import os
import signal
from collections.abc import Callable

ran: list[tuple[object, ...]] = []
meanwhile: list[Callable[[], object]] = []  # each happens once, while a job runs


class Broken(Exception):
    """What a job dies of."""


def deliver(*ids: int) -> None:
    ran.append(("deliver", *ids))
    if meanwhile:
        meanwhile.pop()()


def push(*ids: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def route(*ids: int | str) -> None:
    ran.append(("route", *ids))


def fetch() -> None:
    ran.append(("fetch",))
    raise Broken("Budi, +6281200000001")
