"""The daily back-up: made when due, told of when it fails; its keys renewed when somebody is forgotten."""

import logging
from datetime import datetime, timedelta

from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from gateway.setup.wiring import load_keys
from storage.back_up import BackUps, Made
from storage.door import tell_fault
from storage.lock import held_by_one
from storage.sealed_file import Torn
from storage.shelf import Shelf

EVERY = timedelta(hours=24)
AGAIN = timedelta(hours=1)  # after one that failed
OVERDUE = EVERY + timedelta(hours=6)  # then something is wrong with it

log = logging.getLogger(__name__)


def back_up(parts: Parts, to: str, keep: int = 0) -> Made:
    """Make a back-up, read it again, and only then take older ones away, if but so many shall stay.

    BadUrl, LockFailed, DatabaseDown, Torn, NoBackUp, OSError or a driver's error: there is no new one,
    and all older ones are as they were.
    """
    with held_by_one(parts.settings.var_dir / "backing-up"):
        given, now = backups_at(parts, to), parts.clock()
        if not parts.flag.is_raised():  # else perhaps all rows can still be read
            with parts.store.transaction() as tx:
                tx.ensure_system(now)
        spool = parts.spool.sealed()
        made = given.make(parts.store, parts.media.shelf, spool, now)
        if keep:
            given.keep(keep)
    return made


def backups_at(parts: Parts, place: str) -> BackUps:
    """The back-ups there; BadUrl."""
    return BackUps(Shelf(place), load_keys(parts.settings))


class Rounds:
    """What the process does that makes back-ups by itself."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._not_before: datetime | None = None

    def look(self) -> str:
        """Do what is due; what was done, in words."""
        now = self._parts.clock()
        if self._not_before and now < self._not_before:
            return ""
        try:
            return self._do_due(now)
        except Exception as error:  # noqa: BLE001  (whatever the place's driver says)
            self._not_before = now + AGAIN
            tell_fault(log, "the back-up failed", error)
            return self._tell(now)

    def _do_due(self, now: datetime) -> str:
        to = self._parts.settings.backup_to
        given = backups_at(self._parts, to)
        newest = given.newest_at()
        if newest is None or now - newest >= EVERY:
            made = back_up(self._parts, to, self._parts.settings.backup_keep)
            return f"{made.name}: {made.rows} rows"
        if self._somebody_was_forgotten(given):
            with held_by_one(self._parts.settings.var_dir / "backing-up"):
                given.renew_keys(self._parts.store, now)
            return "who was forgotten is unreadable in the back-ups, too"
        return ""

    def _somebody_was_forgotten(self, given: BackUps) -> bool:
        listed = given.keys_at()
        if listed is None:
            raise Torn("the list of keys is gone")
        with self._parts.store.reading() as tx:
            return tx.forgotten_since(listed)

    def _tell(self, now: datetime) -> str:
        key = f"backup:{now:%Y-%m-%d}"
        with self._parts.store.transaction() as tx:
            told = tell_coordinator(
                self._parts, tx, Alarm("alarm.backup"), None, key=key
            )
        if told:
            self._parts.bell.ring("deliver")
        return "coordinator told that the back-up failed" if told else ""
