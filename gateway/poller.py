"""Telegram without a public address: long polling through the same door as the webhook.

The offset moves on only after an update is stored, so an update is never lost;
one that comes again is known by its id, so it is never counted twice.
"""

import logging
import threading

from channels.contract import Malformed, SendError
from channels.telegram import TelegramChannel
from gateway.parts import Parts
from gateway.service import take
from gateway.wiring import build_telegram

log = logging.getLogger(__name__)
WAIT_SECONDS = 30  # how long Telegram holds the request open
PAUSE_SECONDS = 3.0  # after a network fault


def poll(parts: Parts, stop: threading.Event) -> None:
    """Fetch and take in updates until told to stop."""
    channel, offset = build_telegram(parts.settings), None
    channel.delete_webhook()
    while not stop.is_set():
        offset = poll_once(parts, channel, offset, stop)


def poll_once(
    parts: Parts, channel: TelegramChannel, offset: int | None, stop: threading.Event
) -> int | None:
    """One request; the offset of the next."""
    try:
        updates = channel.updates(offset, WAIT_SECONDS)
    except SendError as error:
        log.warning("Telegram does not answer: %s", error)
        stop.wait(PAUSE_SECONDS)
        return offset
    for update in updates:
        try:
            events = channel.parse_update(update)
        except Malformed as error:
            with parts.store.transaction() as tx:
                tx.add_quarantine("telegram", str(error), repr(update).encode(), parts.clock())
            events = []
        for event in events:
            take(parts, event)
        offset = int(update["update_id"]) + 1
    return offset
