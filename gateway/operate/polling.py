"""Telegram without a public address: long polling through the same door as the webhook.

The offset moves on only after an update is stored, so an update is never lost;
one that comes again is known by its id, so it is never counted twice.
"""

import logging
import signal
import threading
from typing import Any

from channels.contract import Event, Malformed, SendError, Throttled
from channels.telegram import TelegramChannel
from gateway.flows.receiving import read, take
from gateway.setup.channels import build_telegram
from gateway.setup.parts import Parts
from gateway.setup.settings import Settings
from gateway.setup.wiring import build

log = logging.getLogger(__name__)
WAIT_SECONDS = 30  # how long Telegram holds the request open
PAUSE_SECONDS = 3.0  # after a network fault


def serve(settings: Settings) -> None:
    """Fetch until SIGTERM."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    poll(build(settings), stop)


def poll(parts: Parts, stop: threading.Event) -> None:
    """Fetch and take in updates until told to stop; a network that is away is waited for."""
    channel, offset = build_telegram(parts.settings), None
    while not stop.is_set() and not _unhooked(channel, stop):
        log.warning("Telegram's webhook is not off yet: trying again")
    while not stop.is_set():
        offset = poll_once(parts, channel, offset, stop)


def _unhooked(channel: TelegramChannel, stop: threading.Event) -> bool:
    """Telegram gives no updates to whom fetches them as long as it pushes them somewhere."""
    try:
        channel.delete_webhook()
    except SendError as error:
        _wait(error, stop)
        return False
    return True


def poll_once(
    parts: Parts, channel: TelegramChannel, offset: int | None, stop: threading.Event
) -> int | None:
    """One request; the offset of the next."""
    try:
        updates = channel.updates(offset, WAIT_SECONDS)
    except SendError as error:
        _wait(error, stop)
        return offset
    take(parts, [event for one in updates for event in _read(parts, channel, one)])
    numbers = [
        one["update_id"] for one in updates if isinstance(one.get("update_id"), int)
    ]
    return numbers[-1] + 1 if numbers else offset


def _wait(error: SendError, stop: threading.Event) -> None:
    log.warning("Telegram does not answer: %s", error)
    stop.wait(
        max(PAUSE_SECONDS, error.retry_after)
        if isinstance(error, Throttled)
        else PAUSE_SECONDS
    )


def _read(
    parts: Parts, channel: TelegramChannel, update: dict[str, Any]
) -> list[Event]:
    try:
        return read(
            parts,
            "telegram",
            lambda: {"update": update},
            lambda: channel.parse_update(update),
        )
    except Malformed:
        return []
