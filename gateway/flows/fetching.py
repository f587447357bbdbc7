"""Fetching what people sent along, long after their message is stored and answered.

The attachment's row is the truth: it waits until it is stored, refused or gone, and is
tried again with growing pauses meanwhile. No transaction is open while a provider or
the media store is spoken to. Whatever the bytes turn out to be counts; what the
provider calls them does not.
"""

import logging
import time
from datetime import timedelta
from hashlib import sha256

from channels.contract import (
    KeepsFiles,
    Misconfigured,
    SendError,
    Throttled,
    Unreachable,
    Unwanted,
    Why,
)
from gateway.flows import imaging, sniffing, stripping
from gateway.flows.telling import news
from gateway.setup.parts import Parts
from intake.state import Line
from storage.attachments import FileKey
from storage.transaction_base import Erased
from storage.unit_of_work import DatabaseDown, Transaction
from storage.values import FoundFile, WaitingAttachment

log = logging.getLogger(__name__)

LEASE = timedelta(
    minutes=5
)  # longer than a download and the drawing of a picture may take
ROUND_SECONDS = 5.0  # then the worker rings itself again, so that a job stays short
FETCH_AGAIN_AFTER = tuple(
    timedelta(seconds=s) for s in (10, 30, 60, 120, 300, 900, 1800)
)  # then every hour
SHREDDED_AT_ONCE = 100  # files in one job; the next takes more
LONGEST_DELAY = timedelta(hours=1)
GIVE_UP = timedelta(hours=72)  # a weekend without anybody to mend it
MOST_BEGUN = 3  # workers one file may kill
TOLD = {  # what its sender is told of a file that is not kept; an erased person is told nothing
    f"refused:{Why.BIG}": "attachment.big",
    f"refused:{Why.PIXELS}": "attachment.big",
    f"refused:{Why.TYPE}": "attachment.type",
    f"refused:{Why.BROKEN}": "attachment.unread",
    f"refused:{Why.CRASH}": "attachment.unread",
    f"refused:{Why.HOST}": "attachment.gone",
    "gone": "attachment.gone",
}


def fetch(parts: Parts) -> int:
    """Shred what was dropped, then fetch what is due, one after the other; how many were fetched."""
    shred(parts)
    started, taken = time.monotonic(), 0
    while time.monotonic() - started < ROUND_SECONDS:
        now = parts.clock()
        with parts.store.transaction() as tx:
            item = tx.take_attachment(now, now + LEASE)
        if item is None:
            return taken
        _one(parts, item)
        taken += 1
    parts.bell.ring("fetch")
    return taken


def shred(parts: Parts) -> None:
    """Take away the files of drafts that were begun anew. The row goes last: a crash begins it again."""
    with parts.store.reading() as tx:
        dropped = tx.dropped_attachments(SHREDDED_AT_ONCE)
    for one in dropped:
        try:
            for key, name in one.files:
                parts.media.delete(key, name)
        except OSError as error:
            log.error("a dropped file cannot be taken away: %s", error.strerror)  # noqa: TRY400  (no more to tell)
            continue
        with parts.store.transaction() as tx:
            tx.keep_damaged(one.id) if one.damaged else tx.forget_attachment(one.id)


def _one(parts: Parts, item: WaitingAttachment) -> None:
    """Each way this can end is a state of the row, so that no file holds up the next."""
    try:
        found = _fetched(parts, item)
    except SendError as error:
        _failed(parts, item, error)
    except Erased:
        _give_up(parts, item, "erased")
    except DatabaseDown:
        raise
    except Exception as error:  # noqa: BLE001  (a disk that is full, or a fault of ours: it may be mended)
        log.error("an attachment could not be kept: %s", type(error).__name__)  # noqa: TRY400  (it may quote)
        _later(parts, item, _pause(item))
    else:
        _store(parts, item, found)


def _store(parts: Parts, item: WaitingAttachment, found: FoundFile) -> None:
    """What was dropped while it was fetched is not kept."""
    with parts.store.transaction() as tx:
        kept = tx.store_attachment(item.id, found)
        key = tx.file_key_of(item.subject_id)
        spare = () if kept else tx.files_nobody_has(item.subject_id, found)
    for name in spare:
        parts.media.delete(key, name)


def _failed(parts: Parts, item: WaitingAttachment, error: SendError) -> None:
    """Never, or later; and when."""
    if isinstance(error, Unwanted):
        log.warning("an attachment from %s is not taken: %s", item.channel, error.why)
        _give_up(parts, item, f"refused:{error.why}")
        return
    level = logging.ERROR if isinstance(error, Misconfigured) else logging.WARNING
    log.log(level, "an attachment from %s is not there yet: %s", item.channel, error)
    pause = (
        timedelta(seconds=error.retry_after)
        if isinstance(error, Throttled)
        else _pause(item)
    )
    _later(parts, item, pause)


def _fetched(parts: Parts, item: WaitingAttachment) -> FoundFile:
    if not item.media.ref:
        raise Unwanted(Why.WORDS)
    if item.begun >= MOST_BEGUN:
        raise Unwanted(Why.CRASH)
    channel = parts.channels.get(item.channel)
    if not isinstance(channel, KeepsFiles):
        raise Unreachable("the channel is switched off")
    with parts.store.reading() as tx:
        key = tx.file_key_of(item.subject_id)
    content = channel.fetch(item.media.ref).content
    return keep(parts, key, content, item.media.media_type)


def keep(parts: Parts, key: FileKey, content: bytes, claimed: str) -> FoundFile:
    """Look at a file's bytes, and store it with what is made of it. Unwanted: why it is not taken."""
    kind = sniffing.media_type(content)
    if kind is None and sniffing.is_error_page(content, claimed):
        raise Unreachable("words came in the place of a file")
    if kind is None:
        raise Unwanted(Why.TYPE)
    picture = _picture(content, kind) if kind in imaging.FORMATS else None
    content = stripping.stripped(content, kind)
    name = _keep(parts, key, content)
    if picture is None:
        return FoundFile(name, len(content), kind)
    shown, thumbnail = (
        _keep(parts, key, picture.shown),
        _keep(parts, key, picture.thumbnail),
    )
    return FoundFile(name, len(content), kind, picture.location, shown, thumbnail)


def _picture(content: bytes, kind: str) -> imaging.Picture:
    try:
        return imaging.redraw(content, kind)
    except imaging.TooManyPixels:
        raise Unwanted(Why.PIXELS) from None
    except imaging.BrokenPicture:
        raise Unwanted(Why.BROKEN) from None


def _keep(parts: Parts, key: FileKey, content: bytes) -> str:
    name = sha256(content).hexdigest()
    parts.media.put(key, name, content)
    return name


def _pause(item: WaitingAttachment) -> timedelta:
    return (
        FETCH_AGAIN_AFTER[item.attempts]
        if item.attempts < len(FETCH_AGAIN_AFTER)
        else LONGEST_DELAY
    )


def _later(parts: Parts, item: WaitingAttachment, pause: timedelta) -> None:
    now = parts.clock()
    if now - item.created_at >= GIVE_UP:
        log.error("an attachment from %s was never given out", item.channel)
        _give_up(parts, item, "gone")
        return
    with parts.store.transaction() as tx:
        tx.retry_attachment(item.id, now + pause)


def _give_up(parts: Parts, item: WaitingAttachment, state: str) -> None:
    with parts.store.transaction() as tx:
        tx.give_up_attachment(item.id, state)
        told = _tell_sender(parts, tx, item, state)
    if told:
        parts.bell.ring("deliver")


def _tell_sender(
    parts: Parts, tx: Transaction, item: WaitingAttachment, state: str
) -> bool:
    """Whoever sent it learns that it is not with us, and why, once for each reason of a report."""
    complaint_id = tx.complaint_of_attachment(item.id)
    stored = tx.complaint_by_id(complaint_id) if complaint_id else None
    if stored is None or state not in TOLD:
        return False
    contact = tx.contact_by_id(stored.contact_id)
    if contact.stopped:
        return False
    key = f"{TOLD[state]}:{stored.id}"
    news(parts, tx, contact, Line(TOLD[state]), stored.id, parts.clock(), key=key)
    return True
