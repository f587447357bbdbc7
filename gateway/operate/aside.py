"""`satupintu quarantine`: what was put aside, for whoever mends what was at fault."""

from collections.abc import Iterator

from gateway.flows.put_aside import (
    StillUnread,
    content_of,
    look_at,
    replay,
    settle,
)
from gateway.setup.parts import Parts
from storage.values import Quarantined

SHELL = "satupintu quarantine"  # the actor in the record of readings
LISTED = 200
ALL = "all"


class NoSuchNumber(LookupError):
    """Nothing of this number was put aside."""


def aside_listing(parts: Parts) -> str:
    """What was put aside, newest first: when, why and whether it is dealt with; not what it says."""
    with parts.store.reading() as tx:
        rows = tx.quarantined(LISTED)
    lines = [_line(parts, row) for row in rows]
    last = f"{len(rows)} in quarantine" if rows else "the quarantine is empty"
    return "\n".join([*lines, last])


def aside_text(parts: Parts, number: int) -> str:
    """One of them, whole but for secrets of ours. The reading is recorded."""
    kept = look_at(parts, number, SHELL)
    if kept is None:
        raise NoSuchNumber(number)
    return f"{_line(parts, kept)}\n{content_of(kept)}"


def aside_again(parts: Parts, number: int) -> None:
    """Take it in after all; StillUnread, NoSuchNumber."""
    replay(parts, _kept(parts, number), SHELL)


def again_each(parts: Parts, wanted: str) -> Iterator[tuple[str, str]]:
    """Take in the one of this number, or `all` that wait, oldest first: each with why it stays, or ""."""
    with parts.store.reading() as tx:
        waits = [str(one.id) for one in tx.quarantined(LISTED, unsettled=True)]
    for number in reversed(waits) if wanted == ALL else [wanted]:
        try:
            aside_again(parts, int(number))
        except (NoSuchNumber, ValueError):
            yield number, "is no number of the list"
        except StillUnread as error:
            yield number, f"stays where it is: {error}"
        else:
            yield number, ""


def aside_done(parts: Parts, number: int) -> None:
    """It was dealt with otherwise; NoSuchNumber."""
    settle(parts, _kept(parts, number), SHELL)


def _kept(parts: Parts, number: int) -> Quarantined:
    with parts.store.reading() as tx:
        kept = tx.quarantined_by_id(number)
    if kept is None:
        raise NoSuchNumber(number)
    return kept


def _line(parts: Parts, row: Quarantined) -> str:
    at = parts.office.local(row.received_at).isoformat(timespec="seconds")
    size = "damaged" if row.raw is None else f"{len(row.raw)} bytes"
    done = "settled" if row.settled_at else "waits"
    return f"{row.id:6}  {at}  {row.channel:9} {size:>12}  {done:7}  {row.reason}"
