"""Looking into the product from the command line: one case, and whether everything works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.flows.backing_up import OVERDUE, backups_at
from gateway.flows.channel_health import Pulse, pulses, silent_channels
from gateway.flows.delivery import oldest_age
from gateway.flows.evidence import with_files
from gateway.flows.groups import moved_groups
from gateway.flows.readiness import LATE_SECONDS, put_aside
from gateway.flows.repairing import unrepaired
from gateway.operate.orphans import RUNNING, is_held
from gateway.setup.parts import Parts
from gateway.setup.real_providers import example_fault
from intake.complaint import envelope, read_tracking_id
from routing.case import to_json
from routing.clocks import time_text
from storage.migrations import schema_fault
from storage.unit_of_work import DatabaseDown, Transaction
from storage.values import StoredComplaint

RECENT = timedelta(days=1)  # how far back the doctor looks for messages given up
SHELL = "satupintu case"  # the actor in the record of readings


def case_json(parts: Parts, typed_id: str) -> dict[str, Any] | None:
    """The envelope of a complaint plus `case`; None when unknown. The reading is recorded."""
    wanted = read_tracking_id(typed_id)
    if wanted is None:
        return None
    with parts.store.transaction() as tx:
        stored = tx.complaint(wanted)
        if stored is None:
            return None
        tx.audit(SHELL, "read_case", wanted, parts.clock())
        return full_envelope(tx, stored) | {
            "status": stored.status,
            "case": _case(parts, tx, stored),
        }


def full_envelope(tx: Transaction, stored: StoredComplaint) -> dict[str, Any]:
    """What the central queue's consumer works on, version 1 of the interface."""
    zone = stored.complaint.received_at.tzinfo
    messages = [
        {
            "id": one.message.external_id,
            "received_at": one.received_at.astimezone(zone).isoformat(),
        }
        for one in tx.messages_of(stored.id)
    ]
    return envelope(with_files(tx, stored), messages)


def _case(
    parts: Parts, tx: Transaction, stored: StoredComplaint
) -> dict[str, Any] | None:
    row = tx.case(stored.id)
    if row is None:
        return None
    agency = parts.agencies.by_code.get(row.case.agency)
    return {
        "agency_name": agency.name if agency else row.case.agency,
        **to_json(row.case),
    }


def case_text(shown: dict[str, Any]) -> str:
    """The same for reading on a terminal."""
    case = shown["case"] or {}
    rows = {
        "id": shown["tracking_id"],
        "status": shown["status"],
        "what": shown["title"],
        "where": shown["location"]["text"],
        "category": shown["category"],
        "state": case.get("state", "not routed yet"),
        "agency": case.get("agency_name"),
        "flags": ", ".join(shown["flags"]),
    }
    return "\n".join(f"{name:9} {value}" for name, value in rows.items() if value)


OTHERS = 0o077  # bits of a file's mode


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined."""

    part: str
    fine: bool
    words: str


def examine(parts: Parts) -> list[Finding]:
    """Settings, database, Redis, the outbox and each provider, in words."""
    findings = [
        Finding("settings", True, f"channels {', '.join(parts.settings.channels)}")
    ]
    findings += [_database(parts), _redis(parts), _privacy(parts)]
    if fault := example_fault(parts.settings):
        findings.append(Finding("agencies file", False, f"AGENCIES_FILE {fault}"))
    if parts.settings.simulated and not _runs_here(parts):
        return [
            *findings,
            Finding("channels", True, "simulated, by `satupintu run` as well"),
        ]
    for name, channel in parts.channels.items():
        faults = channel.check()
        said = map(parts.reasons.say, faults)
        findings += [Finding(name, False, fault) for fault in said] or [
            Finding(name, True, "answers us")
        ]
    return findings + _traffic(parts) + _back_up(parts)


def _privacy(parts: Parts) -> Finding:
    """Whether only the owner reads what lies on this disk: the keys are there, and everything they seal."""
    ours = (parts.settings.var_dir, Path(".env"))
    open_ = [one for one in ours if one.exists() and one.stat().st_mode & OTHERS]
    if not open_:
        return Finding("privacy", True, "only the owner may read our files")
    names = " ".join(map(str, open_))
    return Finding("privacy", False, f"others may read {names}: chmod go-rwx {names}")


def _traffic(parts: Parts) -> list[Finding]:
    """When each channel last worked, and which are silent; nothing while the database is down."""
    try:
        with parts.store.reading() as tx:
            seen, silent = pulses(parts, tx), silent_channels(parts, tx, parts.clock())
            failures = tx.failures_since(parts.clock() - RECENT)
            moved, missing = moved_groups(parts, tx), unrepaired(parts, tx)
    except DatabaseDown:
        return []
    lines = [
        Finding(
            f"{p.channel} traffic", p not in silent, _pulse_words(parts, p, p in silent)
        )
        for p in seen
    ]
    given_up = ", ".join(
        f"{channel} {fault} {n}" for (channel, fault), n in sorted(failures.items())
    )
    return [
        *lines,
        _aside(parts),
        *(
            Finding(f"{source} gaps", False, f"{why}; run `satupintu repair`")
            for source, why in missing.items()
        ),
        *(
            Finding("agencies file", False, f"{old} is {new} now: change it there")
            for old, new in moved.items()
        ),
        Finding(
            "given up",
            True,
            f"since yesterday {given_up or 'nothing'}; `satupintu outbox` lists them",
        ),
    ]


def _back_up(parts: Parts) -> list[Finding]:
    """Whether the daily back-up is there, and how old it is; nothing where none is wanted."""
    place = parts.settings.backup_to
    if not place:
        return []
    try:
        at = backups_at(parts, place).newest_at()
    except Exception as error:  # noqa: BLE001  (whatever the place's driver says)
        return [Finding("back-up", False, f"BACKUP_TO: {error}")]
    if at is None or parts.clock() - at > OVERDUE:
        last = f"the last is of {_local(parts, at)}" if at else "there is none yet"
        return [Finding("back-up", False, f"{last}; run `satupintu backup` to see why")]
    return [Finding("back-up", True, f"the last is of {_local(parts, at)}")]


def _aside(parts: Parts) -> Finding:
    waits = put_aside(parts)
    words = f"{waits} wait for somebody; `satupintu quarantine` lists them"
    return Finding("put aside", not waits, words if waits else "nothing")


def _pulse_words(parts: Parts, pulse: Pulse, silent: bool) -> str:
    moments = (("in", pulse.last_inbound), ("out", pulse.last_outbound))
    words = ", ".join(
        f"last {way} {_local(parts, at)}" if at else f"never {way}"
        for way, at in moments
    )
    return (
        f"{words}; nobody writes any more: check the number, its credit and its webhook"
        if silent
        else words
    )


def _local(parts: Parts, at: datetime) -> str:
    at = parts.office.local(at)
    return f"{at:%Y-%m-%d} {time_text(at)}"


def _database(parts: Parts) -> Finding:
    try:
        with parts.store.snapshot() as connection:
            fault = schema_fault(connection)
        if fault:
            return Finding("database", False, fault)
        age = oldest_age(parts, parts.clock())
    except DatabaseDown as error:
        if parts.flag.is_raised():
            return Finding("database", False, parts.flag.sentence())
        return Finding(
            "database",
            False,
            f"{error}; check DATABASE_URL and the disk's space",
        )
    if age > LATE_SECONDS:
        return Finding(
            "outbox",
            False,
            f"a message has waited {timedelta(seconds=int(age))}; is `satupintu worker` running?",
        )
    return Finding("database", True, "answers, nothing waits too long")


def _redis(parts: Parts) -> Finding:
    if not parts.settings.redis_url and not _runs_here(parts):
        return Finding(
            "redis", True, "not running: `satupintu run` starts it with the rest"
        )
    if parts.bell.ping():
        return Finding("redis", True, "answers")
    return Finding(
        "redis",
        False,
        "no answer; messages are kept and go out later. Is REDIS_URL right, is it running?",
    )


def _runs_here(parts: Parts) -> bool:
    return is_held(parts.settings.var_dir / RUNNING)
