"""Looking for damage before anything is done with the database, and when an operator asks."""

import logging
from pathlib import Path

from gateway.setup.settings import Settings
from gateway.setup.wiring import damage_flag
from storage.soundness import fault_in, lost_writes
from storage.unit_of_work import DatabaseDown

BOOT = Path(
    "/proc/sys/kernel/random/boot_id"
)  # another one each time the machine starts
AT_START = (
    5.0  # seconds; what is not seen in that time is looked for while everything runs
)

log = logging.getLogger(__name__)


def look_before_start(settings: Settings) -> None:
    """Raise the flag when the database or its log is damaged. Nobody else may have opened it yet."""
    flag = damage_flag(settings)
    stopped = _machine_had_stopped(settings.var_dir / "boot")
    try:
        lost = lost_writes(settings.database_url)
        if lost and stopped:
            # A power cut may tear what was not yet on the disk; nothing of that was acknowledged.
            log.error(
                "the end of the database's log was torn; a copy is %s", lost.kept_in
            )
        elif lost:
            flag.hoist(
                f"its log; {lost.number} commits are lost, a copy is {lost.kept_in}"
            )
        if fault := fault_in(settings.database_url, AT_START):
            flag.hoist(fault)
    except DatabaseDown:
        return  # whoever needs it says so
    if flag.is_raised():
        log.error("%s", flag.sentence())


def check(settings: Settings) -> str:
    """What is damaged, in a clause, however long the look takes; "" when nothing is. DatabaseDown."""
    return fault_in(settings.database_url, float("inf"))


def _machine_had_stopped(note: Path) -> bool:
    """Whether the machine was started since we were here last; None known counts as no."""
    try:
        now, before = BOOT.read_text(), note.read_text() if note.exists() else ""
        note.write_text(now)
    except OSError:
        return False
    return bool(before) and before != now
