"""What gammu-smsd runs for each SMS: post every row that is not taken yet, mark what was.

    RunOnReceive = /opt/satu-pintu/.venv/bin/python -m channels.gammu_hook
        /var/lib/gammu/smsd.db http://127.0.0.1:8000/webhooks/gammu /etc/satu-pintu/gammu-secret

(one line). It takes no settings from elsewhere and imports little, since the daemon
waits for it. Run it each minute, too (cron): whatever could not be posted while the
gateway was down goes then, and so do reports, for which the daemon rings no bell.

The daemon holds the parts of a long SMS back until all are there, or until its own
MultipartTimeout; it then writes them as rows one by one. A group with a gap is left
alone until SETTLED seconds after its last row, lest it be read half written.
"""

import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

CREATOR = "satu-pintu"  # marks our rows; then ":", our token, and once reported "=" and the state reported
SETTLED = 10  # seconds
TIMEOUT = 20  # seconds; the daemon waits two minutes at most
LOCK_SECONDS = 10.0
CONCATENATED = {
    0x00: 1,
    0x08: 2,
}  # information element -> bytes of its reference (TS 23.040 9.2.3.24)

WAITING = """SELECT ID, SenderNumber, ReceivingDateTime, TextDecoded, Coding, UDH, Class,
    (julianday('now') - julianday(UpdatedInDB)) * 86400 AS age
    FROM inbox WHERE Processed = 'false' ORDER BY ID"""
TAKEN = "UPDATE inbox SET Processed = 'true' WHERE ID = ?"
SENT = """SELECT ID, CreatorID, max(StatusError) AS error, CASE
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


def main() -> int:
    """The command; 1 when something could not be posted and is left for the next run."""
    database, url, secret_file = sys.argv[1:4]
    secret = Path(secret_file).read_text(encoding="utf-8").strip()
    with closing(sqlite3.connect(database, timeout=LOCK_SECONDS)) as tables:
        return 0 if run(tables, url, secret, requests.Session()) else 1


def run(
    tables: sqlite3.Connection, url: str, secret: str, session: requests.Session
) -> bool:
    """Post what waits, oldest first, and mark each thing once taken; False when the gateway is not there."""
    tables.row_factory = sqlite3.Row

    def post(body: dict[str, Any]) -> bool:
        try:
            headers = {"Authorization": f"Bearer {secret}"}
            return session.post(url, json=body, headers=headers, timeout=TIMEOUT).ok
        except requests.RequestException:
            return False

    for rows in groups(tables.execute(WAITING).fetchall()):
        if not post(message(rows)):
            return False
        with tables:
            tables.executemany(TAKEN, [(row["ID"],) for row in rows])
    for row in tables.execute(SENT, (CREATOR,)).fetchall():
        creator = str(row["CreatorID"]).partition("=")[0]
        token = creator.partition(":")[2]
        error = "" if row["error"] < 0 else str(row["error"])
        if not post({"message": token, "status": row["state"], "error": error}):
            return False
        with tables:
            tables.execute(REPORTED, (f"{creator}={row['state']}", row["ID"]))
    return True


def groups(rows: Iterable[sqlite3.Row]) -> list[list[sqlite3.Row]]:
    """The rows of each message that is whole, or will not become so; in the order they came."""
    found: dict[tuple[object, ...], list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(part_of(row).key, []).append(row)
    return [group for group in found.values() if _is_ready(group)]


def _is_ready(group: list[sqlite3.Row]) -> bool:
    parts = [part_of(row) for row in group]
    whole = len({part.position for part in parts}) == parts[0].of
    return whole or min(row["age"] for row in group) > SETTLED


def part_of(row: sqlite3.Row) -> SmsPart:
    """What the row's header says; a row without one, or with nonsense in it, is a message of its own."""
    alone = SmsPart((row["ID"],))
    try:
        header = bytes.fromhex(row["UDH"] or "")
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
    """A message as we post it; doubled rows of a part count once."""
    first = min(rows, key=lambda row: part_of(row).position)
    texts = {part_of(row).position: row["TextDecoded"] for row in rows}
    return {
        "from": first["SenderNumber"],
        "time": str(min(row["ReceivingDateTime"] for row in rows)),
        "class": first["Class"],
        "coding": first["Coding"],
        "of": part_of(first).of,
        "parts": [{"position": n, "text": text} for n, text in sorted(texts.items())],
    }


if __name__ == "__main__":
    sys.exit(main())
