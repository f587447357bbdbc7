"""`satupintu subject`, `audit` and `breach-report`: an operator's half of the duties of UU 27/2022."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from gateway.flows import data_rights
from gateway.setup.parts import Parts
from intake.messages import Address
from routing.clocks import date_text, time_text
from storage.values import AuditEntry

SHELL = "satupintu subject"  # the actor in the record
LANGUAGE = "en"  # of what operators read
OWNER_ONLY = 0o600
BATCH = 500  # people's keys in one transaction
READ, COPIED = "read_", "subject_export"  # how the record names them


def export(parts: Parts, address: Address, to: str) -> str:
    """All that is held of a person: as text, or written to a ZIP with their files. Unknown, OSError."""
    if not to:
        return data_rights.as_json(data_rights.held_by(parts, address, SHELL))
    packed, path = data_rights.copy_of(parts, address, SHELL), Path(to)
    path.touch(mode=OWNER_ONLY)
    path.write_bytes(packed)
    return f"{to}: {len(packed)} bytes, readable by you only"


def erase(parts: Parts, address: Address, confirmed: Callable[[str], bool]) -> str:
    """Forget a person, once that is confirmed; "" when it was not. Unknown."""
    held = data_rights.held_by(parts, address, SHELL)
    told = ", ".join(f"{len(rows)} {name}" for name, rows in held.items() if rows)
    if not confirmed(f"{address}: {told}"):
        return ""
    files = data_rights.erase(parts, address, SHELL)
    return f"forgotten: nothing of theirs opens again; {files} files are gone"


def restrict(parts: Parts, address: Address, *, lift: bool) -> str:
    """Keep a person's data and show them to nobody, or use them again. Unknown."""
    at = data_rights.restrict(parts, address, SHELL, lift=lift)
    since = _told(parts, at)
    return f"their data are {'used again' if lift else 'only kept'} since {since}"


def rotate(parts: Parts) -> Iterator[str]:
    """Wrap every person's key with the first of DATA_KEY, while everything runs; progress, a line each."""
    after, changed = -1, 0
    while True:
        with parts.store.transaction() as tx:
            last, fresh = tx.rewrap(after, BATCH)
        changed += fresh
        if last == after:
            break
        after = last
        yield f"{changed} keys wrapped anew"
    yield (
        f"done: {changed} keys wrapped anew. Keep the last key of DATA_KEY: people are found by it."
    )


def verify_audit(parts: Parts) -> bool:
    """Whether nothing was altered, added or taken out between others."""
    with parts.store.reading() as tx:
        return tx.verify_audit()


def breach_report(parts: Parts, since: datetime, until: datetime) -> str:
    """Who read what of whom between two moments, and what must be told to whom (UU 27/2022, article 46)."""
    with parts.store.reading() as tx:
        entries = list(filter(_is_reading, tx.audit_between(since, until)))
        sound = tx.verify_audit()
    by = Counter((one.actor, one.action) for one in entries)
    lines = [
        f"Readings of personal data from {_told(parts, since)} to {_told(parts, until)}:",
        *(
            f"  {number:5} {action} by {actor}"
            for (actor, action), number in sorted(by.items())
        ),
        f"  {len(entries):5} in all, of {len({one.subject for one in entries})} reports or people:",
        *(f"        {subject}" for subject in sorted({e.subject for e in entries})),
        f"The record itself is {'whole' if sound else 'BROKEN: somebody altered it'}.",
        "",
        *_duties(parts, until),
    ]
    return "\n".join(lines)


def _duties(parts: Parts, until: datetime) -> Iterator[str]:
    yield "Within 3 x 24 hours of knowing of a breach tell in writing each person concerned and the"
    yield "authority (UU 27/2022, article 46): which data, when and how they got out, and what was done"
    yield "and can be done about it. Where public service is disturbed or many are harmed, tell the public."
    yield f"The record was read to {_told(parts, until)}."


def _told(parts: Parts, at: datetime) -> str:
    at = parts.office.local(at)
    return f"{date_text(at.date(), LANGUAGE)} {time_text(at)}"


def _is_reading(entry: AuditEntry) -> bool:
    return entry.action.startswith(READ) or entry.action == COPIED
