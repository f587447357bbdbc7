"""The web server: Granian in front of the application, in several processes."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from gateway.operate.processes import follow
from gateway.setup.logs import set_up_logs
from gateway.setup.settings import Settings
from gateway.setup.wiring import parts_here, warm_up
from gateway.web.app import create_app

THREADS = 16  # a process's; they wait for the disk most of the time
PATIENCE = 5  # seconds for requests to be finished on SIGTERM; a worker told twice would never end


def serve(settings: Settings) -> None:
    """Serve until SIGTERM."""
    warm_up()
    server = Granian(
        "gateway.web.wsgi:app",
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=THREADS,
        workers_kill_timeout=PATIENCE,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        websockets=False,
    )
    server.serve(target_loader=partial(_load, settings, os.getpid()), wrap_loader=False)


def _load(settings: Settings, parent: int) -> Callable[..., Any]:
    """The application, joined in the process that serves it: connections must not be shared."""
    follow(parent)
    set_up_logs(settings.log_format, settings.log_level)
    return create_app(parts_here())
