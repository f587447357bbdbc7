"""Serve a floor: `python -m benchmarks.floors.serve bare_door`, as many processes and threads as ours has."""

import importlib
import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = 8  # a process's, where the interface has any


def main(name: str) -> None:
    """Serve until SIGTERM."""
    target = f"benchmarks.floors.{name}"
    door = importlib.import_module(target)
    door.prepare()
    Granian(
        f"{target}:app",
        port=int(os.environ["FLOOR_PORT"]),
        interface=door.INTERFACE,
        workers=int(os.environ["FLOOR_PROCESSES"]),
        blocking_threads=THREADS if door.INTERFACE == Interfaces.WSGI else None,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1])
