"""A database of many cases, made from a few real rows by set-based inserts.

Each kind of row is written once by the product itself, then copied with other clear columns. All
belong to one person, whose key opens every copy. Cases come at a steady rate, so a larger database
is an older one; every second hundred is still open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Table, text

from gateway.setup.parts import Parts
from intake.complaint import Complaint, Location, Reporter
from intake.messages import Address, InboundMessage, Media, MediaKind, OutboundMessage
from intake.state import State
from routing.assign import Assignment
from routing.life import open_case
from storage.arrivals import Arrival
from storage.migrations import migrate
from storage.tables import (
    ATTACHMENT,
    CASES,
    COMPLAINT,
    CONTACT,
    CONVERSATION,
    INBOUND,
    OUTBOX,
    QUARANTINE,
)
from storage.turns import Heard, Taken, rows_of
from storage.unit_of_work import Transaction, make_engine
from storage.values import Contact, Conversation

FIRST = 1000  # the row number before the first copy
NEXT = f"{FIRST} + n"
APART = 288  # seconds from one case to the next: 300 a day
STORY = "Lampu jalan di depan SD Inpres mati sudah dua minggu, gelap sekali"
CATEGORY, REGION = "Perhubungan", "53.11.04.1002"
BUDI = Address("sms", "+6281200000001")
OPEN = "(n / 100) % 2 = 0"


HURRY = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "foreign_keys=OFF",
    "cache_size=-500000",
)


@dataclass(frozen=True)
class Words:
    """How a database says what another says otherwise."""

    moment: str  # so many seconds after 1970
    blob: str  # of a text


DIALECTS = {
    "sqlite": Words(
        "strftime('%Y-%m-%dT%H:%M:%S', {}, 'unixepoch') || '.000000+00:00'",
        "CAST({} AS BLOB)",
    ),
    "postgresql": Words("to_timestamp({})", "convert_to({}, 'UTF8')"),
}


def fill(parts: Parts, size: int) -> None:
    """Migrate the database of these parts, and fill it with so many cases and five messages for each."""
    url = parts.settings.database_url
    migrate(url)
    _write_one_of_each(parts)
    parts.store.dispose()  # SQLite's log is left only by one who is alone
    engine = make_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _hurry(connection)
        with connection.begin():
            _copy_all(connection, parts, size)
    _settle(engine)
    engine.dispose()


def _hurry(connection: Connection) -> None:
    """Nothing of it need survive; by the driver itself, which begins no transaction."""
    cursor = connection.connection.cursor()
    for setting in HURRY:
        cursor.execute(f"PRAGMA {setting}")


def a_complaint(tracking_id: str, now: datetime) -> Complaint:
    """A complaint that has likes in its category and kecamatan."""
    return Complaint(
        tracking_id,
        "complaint",
        "Lampu jalan mati",
        STORY,
        now,
        Reporter("sms", BUDI.id, "id", "Budi Santoso"),
        Location("depan SD Inpres", region_code=REGION),
        category=CATEGORY,
        completed_at=now,
    )


def _write_one_of_each(parts: Parts) -> None:
    now = parts.clock() - timedelta(days=10)
    office, photo = parts.office, Media(MediaKind.PHOTO, "ref", "image/jpeg", 20480)
    complaint = a_complaint("LPR-2222222", now)
    with parts.store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        tx.save_conversation(budi.id, Conversation(State()), now, None)
        id_ = tx.save_complaint(complaint, budi.id, "completed", now)
        tx.mark_routed(id_, now)
        assigned = Assignment(parts.agencies.coordinator, "", ())
        case, _ = open_case(complaint, assigned, now, office, parts.verbs)
        tx.add_case(id_, case, parts.clock() + timedelta(days=1), now)
        _heard(tx, budi, complaint.tracking_id, photo, now)
        message = OutboundMessage(BUDI, f"LPR-2222222 diterima. {STORY}")
        sent = tx.add_outbox(budi.id, message, now, kind="reply", complaint_id=id_)
        tx.mark_sent({sent or 0: "SM2"}, now)
        tx.add_quarantine("sms", "not JSON", b"{", now)


def _heard(
    tx: Transaction, who: Contact, tracking_id: str, photo: Media, now: datetime
) -> None:
    """A message with a photo, part of the complaint."""
    (stored,) = tx.add_messages([Arrival(InboundMessage("SM1", BUDI, STORY), now)])
    caller = tx.caller(who, owed=False)
    taken = Taken(caller, caller.conversation or Conversation(State()))
    taken.heard.append(Heard(stored.inbound_id or 0, tracking_id, (photo,)))
    tx.store_turns(rows_of([taken], now))


def _copy_all(connection: Connection, parts: Parts, size: int) -> None:
    say, now = DIALECTS[connection.dialect.name], int(parts.clock().timestamp())
    _drop_indexes(connection)
    for table, number, changed in Copies(say, size, now, _desk(parts)).all():
        _copy(connection, table, number, changed)
    _create_indexes(connection)


@dataclass(frozen=True)
class Copies:
    """What is different in copy `n` of each row, from 1, in the words of a database."""

    say: Words
    size: int
    now: int  # seconds after 1970
    desk: str

    def all(self) -> list[tuple[Table, int, dict[str, str]]]:
        """Each table with the number of its copies."""
        size, person = self.size, {"id": NEXT, "address_index": self._blob("at")}
        return [
            (CONTACT, (size + 1) // 2, person),
            (CONVERSATION, (size + 1) // 2, {"contact_id": NEXT}),
            (COMPLAINT, size, self._complaint()),
            (COMPLAINT, size // 10, self._draft()),
            (CASES, size, self._case()),
            (INBOUND, 3 * size, self._inbound()),
            (OUTBOX, 2 * size, self._outbox()),
            (ATTACHMENT, size // 10, {"id": "'file' || n", "state": "'stored'"}),
            (QUARANTINE, size // 100, {"id": NEXT, "received_at": self._came("n")}),
        ]

    def _complaint(self) -> dict[str, str]:
        likes, there = f"'{CATEGORY}'", f"'{REGION[:8]}'"
        moments = ("received_at", "updated_at", "completed_at")
        return {
            "id": NEXT,
            "tracking_id": "'LPR-C' || n",
            "contact_id": f"{FIRST} + (n + 1) / 2",  # two complaints a person
            "category": f"CASE n % 5 WHEN 0 THEN {likes} ELSE 'c' || n % 5 END",
            "district": f"CASE (n / 5) % 20 WHEN 0 THEN {there} ELSE 'd' || (n / 5) % 20 END",
            **dict.fromkeys(moments, self._came("n")),
        }

    def _draft(self) -> dict[str, str]:
        return {
            **self._complaint(),
            "id": f"{FIRST} + {self.size} + n",
            "tracking_id": "'LPR-D' || n",
            "status": "'draft'",
            "coordinator_told_at": self._came("n"),
            "routed_at": "NULL",
        }

    def _case(self) -> dict[str, str]:
        ahead = self._at("(n % 20 + 1) * 86400")
        owed = self._at("(n % 40 - 10) * 86400 + n % 86400")
        return {
            "complaint_id": NEXT,
            "agency": self.desk,
            "state": f"CASE WHEN {OPEN} THEN 'forwarded' ELSE 'closed' END",
            "next_at": f"CASE WHEN {OPEN} THEN {ahead} END",
            "due_at": f"CASE WHEN {OPEN} THEN {owed} END",
            "updated_at": self._came("n"),
        }

    def _inbound(self) -> dict[str, str]:
        return {
            "id": NEXT,
            "contact_id": f"{FIRST} + ({_of(3)} + 1) / 2",
            "complaint_id": f"{FIRST} + {_of(3)}",
            "external_index": self._blob("in"),
            "received_at": self._came(_of(3)),
        }

    def _outbox(self) -> dict[str, str]:
        return {
            "id": NEXT,
            "contact_id": f"{FIRST} + ({_of(2)} + 1) / 2",
            "complaint_id": f"{FIRST} + {_of(2)}",
            "provider_index": self._blob("out"),
            "status": "CASE n % 50 WHEN 0 THEN 'failed' ELSE 'delivered' END",
            "fault": "CASE n % 50 WHEN 0 THEN 'Refused' END",
            "settled_at": self._came(_of(2)),
        }

    def _came(self, case: str) -> str:
        """When this case came: one after the other until now."""
        return self._at(f"({case} - {self.size}) * {APART}")

    def _at(self, seconds: str) -> str:
        return self.say.moment.format(f"({self.now} + {seconds})")

    def _blob(self, name: str) -> str:
        return self.say.blob.format(f"'{name}' || n")


def _of(number: int) -> str:
    """The case that message `n` is of, so many messages a case."""
    return f"((n + {number - 1}) / {number})"


def _desk(parts: Parts) -> str:
    codes = [*parts.agencies.by_code]
    rows = " ".join(f"WHEN {n} THEN '{code}'" for n, code in enumerate(codes))
    return f"CASE n % {len(codes)} {rows} END"


def _copy(
    connection: Connection, table: Table, number: int, changed: dict[str, str]
) -> None:
    """Copy the table's first row; from a table of its own, or SQLite would first copy all aside."""
    key = next(iter(table.primary_key.columns)).name
    seed = f"seed_{table.name}"
    connection.execute(text(f"DROP TABLE IF EXISTS {seed}"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE {seed} AS SELECT * FROM {table.name} ORDER BY {key} LIMIT 1"
        )
    )
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, name) for name in names)
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({', '.join(names)}) WITH RECURSIVE numbers(n) AS"
            f" (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {number})"
            f" SELECT {values} FROM numbers, {seed} WHERE n <= {number}"
        )
    )


def _drop_indexes(connection: Connection) -> None:
    for table in COMPLAINT.metadata.tables.values():
        for index in table.indexes:
            index.drop(connection)


def _create_indexes(connection: Connection) -> None:
    """All at once at the end: much quicker than one by one with each row."""
    for table in COMPLAINT.metadata.tables.values():
        for index in table.indexes:
            index.create(connection)


def _settle(engine: Engine) -> None:
    """What a database does by itself in time: PostgreSQL's statistics and sequences, SQLite's log."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
            return
        for table in (CONTACT, COMPLAINT, INBOUND, OUTBOX, QUARANTINE):
            name = table.name
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
                )
            )
        connection.execute(text("VACUUM ANALYZE"))
