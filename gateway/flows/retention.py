"""What is old enough goes: people long silent, files of old cases, what was put aside and dealt with.

UU 27/2022, article 43: data are erased once they are not needed any more. What a report was about, where
and when, stays for counting; whose it was, and what was said, does not open again.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.flows.data_rights import erase_contact
from gateway.setup.parts import Parts
from storage.unit_of_work import Transaction

log = logging.getLogger(__name__)
BATCH = 100
ACTOR = "retention"  # in the record


@dataclass(frozen=True, slots=True)
class Outlived:
    """How much of each class is older than it may be."""

    people: int  # who never sent a report
    reporters: int
    files: int
    aside: int = 0


def outlived(parts: Parts, now: datetime) -> Outlived:
    """What `let_go` would take, of what lives now; what was put aside is not counted before."""
    with parts.store.reading() as tx:
        files = _files(parts, tx, now, limit=-1)
        return Outlived(
            len(list(_silent(parts, tx, now, reported=False))),
            len(list(_silent(parts, tx, now, reported=True))),
            len(files),
        )


def let_go(parts: Parts, now: datetime) -> Outlived:
    """Let everything go whose time is over, in batches, each in a transaction of its own. DatabaseDown."""
    people = _forget(parts, now, reported=False)
    reporters = _forget(parts, now, reported=True)
    files = 0
    while True:
        with parts.store.transaction() as tx:
            old = _files(parts, tx, now, BATCH)
            tx.outlive(old)
        files += len(old)
        if len(old) < BATCH:
            break
    aside, since = 0, _since(now, parts.settings.retain_aside_days)
    if since:
        with parts.store.transaction() as tx:
            aside = tx.drop_settled(since)
    return Outlived(people, reporters, files, aside)


def _forget(parts: Parts, now: datetime, *, reported: bool) -> int:
    with parts.store.reading() as tx:
        found = list(_silent(parts, tx, now, reported=reported))
    return sum(erase_contact(parts, one, ACTOR) for one in found)


def _silent(
    parts: Parts, tx: Transaction, now: datetime, *, reported: bool
) -> Iterator[int]:
    """Citizens; whoever the agencies file names writes seldom, and is not one of them."""
    kept = parts.settings
    since = _since(now, kept.retain_case_days if reported else kept.retain_talk_days)
    after = 0
    while since:
        found = tx.long_silent(since, reported=reported, after=after, limit=BATCH)
        if not found:
            return
        after = found[-1]
        yield from (one for one in found if not _is_officer(parts, tx, one))


def _is_officer(parts: Parts, tx: Transaction, contact_id: int) -> bool:
    try:
        address = tx.contact_by_id(contact_id).address
    except LookupError:
        return True
    return bool(parts.agencies.administrators_at(address))


def _files(parts: Parts, tx: Transaction, now: datetime, limit: int) -> list[str]:
    since = _since(now, parts.settings.retain_media_days)
    return tx.old_files(since, limit if limit > 0 else 10**9) if since else []


def _since(now: datetime, days: int) -> datetime | None:
    """None: this class is kept for ever."""
    return now - timedelta(days=days) if days else None
