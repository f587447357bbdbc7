"""What gammu-smsd runs for each SMS: post every row that is not taken yet, mark what was.

    RunOnReceive = /opt/satu-pintu/.venv/bin/python -m channels.gammu_hook
        /var/lib/gammu/smsd.db http://127.0.0.1:8000/webhooks/gammu /etc/satu-pintu/gammu-secret

(one line). It takes no settings from elsewhere and imports little, since the daemon
waits for it. Run it each minute, too (cron): whatever could not be posted while the
gateway was down goes then, and so do reports, for which the daemon rings no bell.

The daemon holds the parts of a long SMS back until all are there, or until its own
MultipartTimeout; it then writes them as rows one by one. A group with a gap is left
alone until SETTLED seconds after its last row, lest it be read half written.

A phone uses its references again after 256 messages, so what belongs together is told by
the time, too. A row that the gateway chokes on holds up its sender only, and what goes
wrong is told without a word of theirs.
"""

import codecs
import sqlite3
import sys
import traceback
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests

CREATOR = "satu-pintu"  # marks our rows; then ":", our token, and once reported "=" and the state reported
SETTLED = 10  # seconds
TIMEOUT = 20  # seconds; the daemon waits two minutes at most
LOCK_SECONDS = 10.0
APART = 3600.0  # seconds between parts of one message at most; the same reference later is another
LENIENT = "satu-pintu.lenient"  # how we decode what is no UTF-8
ITS_OWN_FAULT = frozenset(  # of one row: the others may do better
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INTERNAL_SERVER_ERROR,
    }
)
CONCATENATED = {
    0x00: 1,
    0x08: 2,
}  # information element -> bytes of its reference (TS 23.040 9.2.3.24)

# Whatever is in the columns comes as text or not at all: SQLite keeps to no type.
WAITING = """SELECT ID, CAST(Class AS INTEGER) AS Class, CAST(TextDecoded AS TEXT) AS TextDecoded,
    CAST(coalesce(SenderNumber, '') AS TEXT) AS SenderNumber, CAST(coalesce(UDH, '') AS TEXT) AS UDH,
    CAST(coalesce(Coding, '') AS TEXT) AS Coding,
    CAST(coalesce(ReceivingDateTime, '') AS TEXT) AS ReceivingDateTime,
    coalesce((julianday('now') - julianday(UpdatedInDB)) * 86400, 1e9) AS age
    FROM inbox WHERE Processed = 'false' ORDER BY ID"""
TAKEN = "UPDATE inbox SET Processed = 'true' WHERE ID = ?"
SENT = """SELECT ID, CreatorID, coalesce(max(StatusError), -1) AS error, CASE
    WHEN max(Status IN ('SendingError', 'Error', 'DeliveryFailed')) THEN 'failed'
    WHEN min(Status = 'DeliveryOK') THEN 'delivered' ELSE 'sent' END AS state
    FROM sentitems WHERE CreatorID LIKE ? || ':%' GROUP BY ID
    HAVING CreatorID NOT LIKE '%=' || state"""
REPORTED = "UPDATE sentitems SET CreatorID = ? WHERE ID = ?"


@dataclass(frozen=True, slots=True)
class SmsPart:
    """Where a row belongs: to which long message, as which part of how many."""

    key: tuple[object, ...]
    position: int = 1
    of: int = 1


@dataclass(slots=True)
class RowGroup:
    """The rows of one message."""

    of: int
    at: float  # seconds, of the first that came: near it are the others
    parts: dict[int, list[sqlite3.Row]] = field(default_factory=dict)

    @property
    def rows(self) -> list[sqlite3.Row]:
        return [row for rows in self.parts.values() for row in rows]

    def takes(self, row: sqlite3.Row, position: int) -> bool:
        """Whether the row may be of this message: its place is free, or it is there once more."""
        there = self.parts.get(position)
        near = abs(_seconds(row) - self.at) <= APART
        return near and (there is None or _same(there[0], row))

    @property
    def is_ready(self) -> bool:
        return len(self.parts) == self.of or min(r["age"] for r in self.rows) > SETTLED


class _Post:
    """Our gateway, and which senders' rows it does not take at present."""

    def __init__(self, url: str, secret: str, session: requests.Session) -> None:
        self._url, self._session = url, session
        self._headers = {"Authorization": f"Bearer {secret}"}
        self.there = True
        self.held: set[object] = set()

    def __call__(self, body: dict[str, Any], sender: object) -> bool:
        """Whether it was taken; after a failure that is not this body's own, nothing is any more."""
        if not self.there or sender in self.held:
            return False
        try:
            answer = self._session.post(
                self._url, json=body, headers=self._headers, timeout=TIMEOUT
            )
        except requests.RequestException:
            self.there = False
            return False
        if not answer.ok:
            self.held.add(sender)
            self.there = answer.status_code in ITS_OWN_FAULT
        return answer.ok


def main() -> int:
    """The command; 1 when something could not be posted and is left for the next run."""
    database, url, secret_file = sys.argv[1:4]
    try:
        secret = Path(secret_file).read_text(encoding="utf-8").strip()
        with closing(sqlite3.connect(database, timeout=LOCK_SECONDS)) as tables:
            return 0 if run(tables, url, secret, requests.Session()) else 1
    except Exception as error:  # noqa: BLE001  (its own words may quote a citizen)
        _tell(error)
        return 1


def run(
    tables: sqlite3.Connection, url: str, secret: str, session: requests.Session
) -> bool:
    """Post what waits, oldest first, and mark each thing once taken; False when something was not."""
    post = _Post(url, secret, session)
    for rows in waiting(tables):
        if post(message(rows), rows[0]["SenderNumber"]):
            with tables:
                tables.executemany(TAKEN, [(row["ID"],) for row in rows])
    for row in tables.execute(SENT, (CREATOR,)).fetchall():
        creator = str(row["CreatorID"]).partition("=")[0]
        token = creator.partition(":")[2]
        error = "" if row["error"] < 0 else str(row["error"])
        report = {"message": token, "status": row["state"], "error": error}
        if post(report, creator):
            with tables:
                tables.execute(REPORTED, (f"{creator}={row['state']}", row["ID"]))
    return post.there and not post.held


def waiting(tables: sqlite3.Connection) -> list[list[sqlite3.Row]]:
    """The rows of each message that is not taken yet and will not grow, in the order they came."""
    tables.row_factory = sqlite3.Row
    tables.text_factory = _decoded
    return groups(tables.execute(WAITING).fetchall())


def _tell(error: Exception) -> None:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{frame.filename}:{frame.lineno}"
    sys.stderr.write(f"gammu hook: {type(error).__name__} at {where}\n")


def _decoded(raw: bytes) -> str:
    """The text, however broken: half a character that the 70th place cut in two waits for its other half."""
    return raw.decode("utf-8", LENIENT)


def _lenient(error: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return codecs.lookup_error("surrogatepass")(error)
    except UnicodeDecodeError as broken:
        return "\ufffd", broken.end


codecs.register_error(LENIENT, _lenient)


def groups(rows: Iterable[sqlite3.Row]) -> list[list[sqlite3.Row]]:
    """The rows of each message that is whole, or will not become so; in the order they came."""
    found: dict[tuple[object, ...], list[RowGroup]] = {}
    every: list[RowGroup] = []
    for row in rows:
        part = part_of(row)
        alike = found.setdefault(part.key, [])
        near = [one for one in alike if one.takes(row, part.position)]
        if near:
            group = min(near, key=lambda one: abs(one.at - _seconds(row)))
        else:
            group = RowGroup(part.of, _seconds(row))
            alike.append(group)
            every.append(group)
        group.parts.setdefault(part.position, []).append(row)
    return [group.rows for group in every if group.is_ready]


def _same(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    told = ("TextDecoded", "ReceivingDateTime")
    return all(one[name] == other[name] for name in told)


def _seconds(row: sqlite3.Row) -> float:
    """The network's time; one moment for all that have none."""
    try:
        moment = datetime.fromisoformat(row["ReceivingDateTime"])
    except ValueError:
        return -1.0
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001


def part_of(row: sqlite3.Row) -> SmsPart:
    """What the row's header says; a row without one, or with nonsense in it, is a message of its own."""
    alone = SmsPart((row["ID"],))
    try:
        header = bytes.fromhex(row["UDH"])
    except ValueError:
        return alone
    at = 1
    while at + 2 <= len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if element in CONCATENATED and len(value) == CONCATENATED[element] + 2:
            *reference, of, position = value
            whole = (row["SenderNumber"], *reference, of)
            return SmsPart(whole, position, of) if 1 <= position <= of else alone
        at += 2 + length
    return alone


def message(rows: list[sqlite3.Row]) -> dict[str, Any]:
    """A message as we post it; doubled rows of a part count once. A text that is not there is null."""
    first = min(rows, key=lambda row: part_of(row).position)
    texts = {part_of(row).position: row["TextDecoded"] for row in rows}
    return {
        "from": first["SenderNumber"],
        "time": min(row["ReceivingDateTime"] for row in rows),
        "class": first["Class"],
        "coding": first["Coding"],
        "of": part_of(first).of,
        "parts": [{"position": n, "text": text} for n, text in sorted(texts.items())],
    }


if __name__ == "__main__":
    sys.exit(main())
