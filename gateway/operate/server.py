"""The web server: Granian in front of the application, in several processes."""

import os
import resource
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from gateway.operate.processes import (
    HELD_UP,
    WEB_HANGS,
    WEB_WORKER,
    end_hanging_web,
    follow,
)
from gateway.setup.hearts import OWN_HEART
from gateway.setup.logs import set_up_logs
from gateway.setup.settings import Settings
from gateway.setup.wiring import parts_here, warm_up
from gateway.web.app import create_app
from gateway.web.bodies import WholeBodies

THREADS = 16  # a process's; they wait for the disk most of the time
CONNECTIONS = 2048  # of a process at a time; one that waits for a body costs no thread
FILES = 2 * CONNECTIONS
HEADER_MS = 10_000  # milliseconds for a request's headers
MIND = 1.0  # seconds between looks at the workers' hearts
PATIENCE = 5  # seconds for requests to be finished on SIGTERM; a worker told twice would never end


def serve(settings: Settings) -> None:
    """Serve until SIGTERM."""
    warm_up()
    allow_many_files()
    threading.Thread(target=_mind_workers, daemon=True).start()
    server = Granian(
        "gateway.web.bodies:WholeBodies",
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.web_workers,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MS),
        workers_kill_timeout=PATIENCE,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        websockets=False,
    )
    server.serve(target_loader=partial(_load, settings, os.getpid()), wrap_loader=False)


def _mind_workers() -> None:
    """Also where no parent of ours does: `satupintu web` on a machine of its own."""
    while True:
        began = time.monotonic()
        time.sleep(MIND)
        if time.monotonic() - began > MIND + HELD_UP:  # all of us were stopped, perhaps
            time.sleep(WEB_HANGS)
        end_hanging_web()


def _load(settings: Settings, parent: int) -> Callable[..., Any]:
    """The application, joined in the process that serves it: connections must not be shared."""
    follow(parent)
    OWN_HEART.start(WEB_WORKER)
    set_up_logs(settings.log_format, settings.log_level)
    served = WholeBodies(create_app(parts_here()), THREADS)
    return served.answer


def allow_many_files() -> None:
    """A connection is a file, and slow ones come by the hundred."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
