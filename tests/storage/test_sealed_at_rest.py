"""What a thief of the disk, or a reader of an error message, gets to see: nothing of the people."""

import pytest
from arrivals import belongs, came
from cases import a_case
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from intake.complaint import Complaint, HomeAddress, Location, Reporter
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
)
from intake.state import Draft, State
from routing.supporters import Pair
from storage.tables import TABLES
from storage.unit_of_work import make_engine
from storage.values import Conversation

NUMBER, NAME, NIK, WORDS, HANDLE = (
    "+6281298765432",
    "Kartini",
    "5311046504900001",
    "rahasia",
    "AgACAgUAAx",
)
CANARIES = [NUMBER.removeprefix("+"), NAME, NIK, WORDS, HANDLE]
KARTINI = Address("whatsapp", NUMBER)


@pytest.fixture
def filled(store, now):
    """A database with all we may know of someone, in every table that could hold it."""
    photo = Media(MediaKind.PHOTO, HANDLE)
    message = InboundMessage(
        f"{NUMBER}:1", KARTINI, WORDS, (photo,), profile_name=NAME, shared_phone=NUMBER
    )
    reporter = Reporter("whatsapp", NUMBER, "id", NAME, HomeAddress(WORDS), NUMBER, NIK)
    complaint = Complaint(
        "LPR-2222222", "complaint", WORDS, WORDS, now, reporter, Location(WORDS, WORDS)
    )
    failed = DeliveryReport(
        "whatsapp", f"{NUMBER}:2", DeliveryStatus.FAILED, "63016", f"{NUMBER} said no"
    )
    parked = DeliveryReport(
        "whatsapp", f"{NUMBER}:3", DeliveryStatus.FAILED, "63016", f"{NUMBER} said no"
    )
    with store.transaction() as tx:
        kartini = tx.contact(KARTINI, now)
        inbound_id = came(tx, message, now)
        tx.save_conversation(
            kartini.id,
            Conversation(State("collect", Draft(story=(NAME, NIK, WORDS)))),
            now,
            now,
        )
        complaint_id = tx.save_complaint(complaint, kartini.id, "draft", now)
        belongs(tx, inbound_id, "LPR-2222222", now, [photo])
        tx.add_receipts([failed], now)
        tx.add_case(complaint_id, a_case("pupr", now, note=f"{NAME} {WORDS}"), now, now)
        tx.save_pair(complaint_id, complaint_id, Pair(4.0, 3, True, (NAME, WORDS)), now)
        outbox_id = tx.add_outbox(
            kartini.id,
            OutboundMessage(KARTINI, WORDS),
            now,
            kind="reply",
            fallbacks=(KARTINI,),
        )
        tx.mark_sent({outbox_id: f"{NUMBER}:2"}, now)
        tx.record_report(failed, now)
        tx.record_report(parked, now)
        tx.add_quarantine(
            "whatsapp", "no sender", f"{NUMBER} {NAME} {WORDS}".encode(), now
        )
        tx.begin_gap("sms", now, now)
        tx.add_request(kartini.id, "erase", now, now)
        tx.audit("admin:1", "read", f"complaint:{complaint_id}", now)
        tx.add_mark("asked", "name", "whatsapp", "id", now)
    return store


def test_no_column_of_any_table_shows_a_person(filled, database_url):
    engine = make_engine(database_url)
    with engine.connect() as connection:
        for name, table in TABLES.items():
            rows = [tuple(row) for row in connection.execute(table.select())]
            assert rows, f"{name} is empty: nothing was looked at"
            assert _seen(repr(rows).encode()) == [], name
    engine.dispose()


def test_no_file_of_the_database_shows_a_person(
    filled, database_url, tmp_path, request
):
    postgres = database_url.startswith("postgresql")
    directory = request.getfixturevalue("postgres").directory if postgres else tmp_path
    data = b"".join(
        file.read_bytes() for file in directory.rglob("*") if file.is_file()
    )
    assert b"LPR-2222222" in data, "these are not the files"
    assert _seen(data) == []


def test_an_error_message_shows_no_values(database_url):
    engine = make_engine(database_url)
    with pytest.raises(DBAPIError) as failed, engine.begin() as connection:
        connection.execute(
            text("INSERT INTO nothing VALUES (:words)"), {"words": WORDS}
        )
    assert WORDS not in str(failed.value)
    engine.dispose()


def _seen(data):
    return [canary for canary in CANARIES if canary.encode() in data]
