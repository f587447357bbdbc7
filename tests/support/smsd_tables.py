"""The tables of gammu-smsd, version 17, as the daemon itself accepts them (`gammu-smsd-tables(7)`)."""

import sqlite3
from pathlib import Path

NOW = "NUMERIC NOT NULL DEFAULT (datetime('now'))"
WORDS = "Text TEXT, TextDecoded TEXT DEFAULT '', Coding TEXT NOT NULL, UDH TEXT, Class INTEGER DEFAULT -1"
STATE = (
    "Status TEXT NOT NULL DEFAULT 'Reserved', StatusCode INTEGER NOT NULL DEFAULT -1"
)
TABLES = f"""
CREATE TABLE gammu (Version INTEGER PRIMARY KEY);
INSERT INTO gammu VALUES (17);
CREATE TABLE inbox (ID INTEGER PRIMARY KEY AUTOINCREMENT, UpdatedInDB {NOW}, ReceivingDateTime {NOW}, {WORDS},
    SenderNumber TEXT NOT NULL DEFAULT '', SMSCNumber TEXT NOT NULL DEFAULT '', RecipientID TEXT,
    Processed TEXT NOT NULL DEFAULT 'false', Status INTEGER NOT NULL DEFAULT -1);
CREATE TABLE outbox (ID INTEGER PRIMARY KEY AUTOINCREMENT, UpdatedInDB {NOW}, InsertIntoDB {NOW},
    SendingDateTime {NOW}, SendingTimeOut {NOW}, SendBefore TIME DEFAULT '23:59:59',
    SendAfter TIME DEFAULT '00:00:00', DestinationNumber TEXT NOT NULL, {WORDS},
    MultiPart TEXT NOT NULL DEFAULT 'false', RelativeValidity INTEGER DEFAULT -1, SenderID TEXT,
    DeliveryReport TEXT DEFAULT 'default', CreatorID TEXT NOT NULL, Retries INTEGER DEFAULT 0,
    Priority INTEGER DEFAULT 0, {STATE});
CREATE TABLE outbox_multipart (ID INTEGER, SequencePosition INTEGER NOT NULL, {WORDS}, {STATE},
    PRIMARY KEY (ID, SequencePosition));
CREATE TABLE sentitems (ID INTEGER, SequencePosition INTEGER NOT NULL DEFAULT 1, UpdatedInDB {NOW},
    InsertIntoDB {NOW}, SendingDateTime {NOW}, DeliveryDateTime NUMERIC,
    DestinationNumber TEXT NOT NULL DEFAULT '', SMSCNumber TEXT NOT NULL DEFAULT '', {WORDS}, SenderID TEXT,
    Status TEXT NOT NULL DEFAULT 'SendingOK', StatusError INTEGER NOT NULL DEFAULT -1,
    StatusCode INTEGER NOT NULL DEFAULT -1, TPMR INTEGER NOT NULL DEFAULT -1,
    RelativeValidity INTEGER NOT NULL DEFAULT -1, CreatorID TEXT NOT NULL,
    PRIMARY KEY (ID, SequencePosition));
CREATE TABLE phones (ID TEXT, UpdatedInDB {NOW}, InsertIntoDB {NOW}, TimeOut {NOW}, Send TEXT, Receive TEXT,
    IMEI TEXT PRIMARY KEY, IMSI TEXT, NetCode TEXT, NetName TEXT, Client TEXT, Battery INTEGER,
    Signal INTEGER, Sent INTEGER DEFAULT 0, Received INTEGER DEFAULT 0);
"""


def create(file: Path) -> sqlite3.Connection:
    """An empty daemon's database."""
    tables = sqlite3.connect(file)
    tables.executescript(TABLES)
    return tables


def arrive(
    tables: sqlite3.Connection, text: str, udh: str = "", **changes: object
) -> None:
    """A row as the daemon stores an SMS, a minute ago unless `UpdatedInDB` says otherwise."""
    row = {
        "SenderNumber": "+6281298765432",
        "ReceivingDateTime": "2026-11-21 22:15:17",
        "Coding": "Default_No_Compression",
        "Class": -1,
        "UpdatedInDB": "2026-11-21 22:15:20",
        "TextDecoded": text,
        "UDH": udh,
        **changes,
    }
    columns = ", ".join(row)
    with tables:
        tables.execute(
            f"INSERT INTO inbox ({columns}) VALUES ({', '.join('?' * len(row))})",
            [*row.values()],
        )
