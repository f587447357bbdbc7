"""One message to a desk, where one pass of the clock would send it several.

What a pass will say is looked at before it begins. A case is then moved on in a transaction of its own
batch, as always, and its notice is left out if a digest stands for it; the digest is put in line with the
first of its cases, under a key made of all of them: whatever ends a pass in between, nothing is left
untold, and the next pass tells of the rest.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.flows.telling import Wording, tell_administrator
from gateway.setup.parts import Parts
from routing.agencies import Agency
from routing.case import Notice
from routing.digest import GATHERED, Digest, DigestLine, desks_with_several, told_of
from routing.watch import tick
from storage.tracing import note
from storage.unit_of_work import Transaction
from storage.values import StoredCase, StoredComplaint

log = logging.getLogger(__name__)
SEVERAL = 2  # messages; one alone is told with its buttons
MOST = 2000  # cases of a pass that are looked at; further ones are told one by one
AT_A_TIME = 100

Find = Callable[[Transaction, int], list[int]]  # so many of what is due, oldest first


@dataclass(frozen=True, slots=True)
class Digests:
    """What stands for single notices in one pass."""

    by_desk: dict[str, Digest]
    covered: frozenset[tuple[int, str, str]]  # complaint, desk, key
    day: str  # of the pass: the same cases may be told of again later

    def rest(self, complaint_id: int, notices: Sequence[Notice]) -> list[Notice]:
        """The notices that are still to be sent one by one."""
        return [one for one in notices if not self._covers(complaint_id, one)]

    def tell(
        self,
        parts: Parts,
        tx: Transaction,
        complaint_id: int,
        notices: Sequence[Notice],
    ) -> None:
        """Put the digests that stand for any of these notices in line, each once."""
        for one in notices:
            if self._covers(complaint_id, one):
                self._send(parts, tx, self.by_desk[one.agency or ""])

    def _covers(self, complaint_id: int, one: Notice) -> bool:
        return (complaint_id, one.agency or "", one.key) in self.covered

    def _send(self, parts: Parts, tx: Transaction, digest: Digest) -> None:
        desk = _reachable(parts, digest.desk)
        if desk is None:
            log.error("no administrator of %s can be reached", digest.desk)
            return
        name = parts.agencies.by_code[digest.desk].name
        wording = Wording(digest.long(parts.voice, name), digest.short(parts.voice))
        key = f"digest:{digest.desk}:{self.day}:{_print(digest)}"
        for person in desk.administrators:
            tell_administrator(parts, tx, person.notify, wording, None, key=key)
        note(log, "notified", agency=desk.code, notice="digest")


def gather(parts: Parts, find: Find, now: datetime) -> Digests:
    """What a pass over these cases will say, gathered by desk."""
    found: list[tuple[int, Notice, DigestLine]] = []
    with parts.store.reading() as tx:
        ids = find(tx, MOST)
        for at in range(0, len(ids) if len(ids) >= SEVERAL else 0, AT_A_TIME):
            found += _said_of(parts, tx, ids[at : at + AT_A_TIME], now)
    digests = desks_with_several([(one, told) for _, one, told in found], SEVERAL)
    by_desk = {one.desk: one for one in digests}
    return Digests(
        by_desk,
        frozenset(
            (id_, notice.agency or "", notice.key)
            for id_, notice, _ in found
            if notice.agency in by_desk
        ),
        f"{now:%Y%m%d}",
    )


def _said_of(
    parts: Parts, tx: Transaction, ids: list[int], now: datetime
) -> list[tuple[int, Notice, DigestLine]]:
    about = tx.complaints_by_id(ids)
    said: list[tuple[int, Notice, DigestLine]] = []
    for row in tx.cases_of(ids):
        if stored := about.get(row.complaint_id):
            try:
                said += _said_by(parts, row, stored, now)
            except Exception:  # noqa: BLE001  (it holds up no other: the pass itself tells what is wrong)
                log.debug("complaint %s cannot be looked at", row.complaint_id)
    return said


def _said_by(
    parts: Parts, row: StoredCase, stored: StoredComplaint, now: datetime
) -> list[tuple[int, Notice, DigestLine]]:
    case, notices, _ = tick(row.case, now, parts.office, parts.verbs)
    about = stored.complaint
    return [
        (row.complaint_id, one, told_of(one, case, about, parts.agencies, parts.voice))
        for one in notices
        if one.key in GATHERED
    ]


def _reachable(parts: Parts, code: str) -> Agency | None:
    """This desk, or the nearest above it, with somebody whose channel is on."""
    desk = parts.agencies.by_code[code]
    return next(
        (
            one
            for one in (desk, *parts.agencies.parents(code))
            if any(
                address.channel in parts.channels
                for person in one.administrators
                for address in person.notify
            )
        ),
        None,
    )


def _print(digest: Digest) -> str:
    text = "\n".join(sorted(one.line for one in digest.told))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
