"""One damaged row holds up itself only: it is put aside and told, all others go on, nothing is deleted."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from house import CITIZEN, PUBLIC, House
from sqlalchemy import Connection, text

from gateway.flows import delivery, turns
from gateway.flows.put_aside import StillUnread, replay
from gateway.operate.inspection import examine
from gateway.operate.resending import listing
from storage.unit_of_work import Store, make_engine
from storage.values import Quarantined

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
OTHER = "+6281290000111"
COORDINATOR = "telegram:1001"
BEGIN_ANEW, KEPT_FOR_AN_OFFICER = "rusak di sistem kami", "kami simpan"
OF_TOMORROW = b'{"v":99,"state":7,"message":7,"tracking_id":7}'

SEALED = (
    ("outbox", "body"),
    ("outbox", "outcome"),
    ("inbound", "body"),
    ("conversation", "state"),
    ("complaint", "envelope"),
    ("cases", "body"),
    ("contact", "address"),
    ("subject", "wrapped_key"),
)


class Harm:
    """Changes one byte of what is sealed, and says what stands there."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def do(
        self, table: str, column: str, where: str = "1=1", at: int | None = None
    ) -> int:
        """In every such row, in the middle or at a byte; how many there are."""
        sealed = self.sealed(table, column, where)
        for old in sealed:
            self._put(table, column, old, _other(old, at))
        return len(sealed)

    def mend(self, table: str, column: str, where: str = "1=1") -> None:
        """The same byte once more."""
        self.do(table, column, where)

    def rows(self, table: str) -> int:
        with self._connected() as connection:
            found: int = connection.execute(
                text(f"SELECT count(*) FROM {table}")
            ).scalar_one()
        return found

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = make_engine(self._url)
        with engine.begin() as connection:
            yield connection
        engine.dispose()

    def pending(self) -> int:
        with self._connected() as connection:
            found: int = connection.execute(
                text("SELECT count(*) FROM outbox WHERE status = 'pending'")
            ).scalar_one()
        return found

    def sealed(self, table: str, column: str, where: str = "1=1") -> list[bytes]:
        query = f"SELECT {column} AS sealed FROM {table} WHERE {where} AND {column} IS NOT NULL"
        with self._connected() as connection:
            return [bytes(row.sealed) for row in connection.execute(text(query))]

    def _put(self, table: str, column: str, old: bytes, new: bytes) -> None:
        change = text(f"UPDATE {table} SET {column} = :new WHERE {column} = :old")
        with self._connected() as connection:
            connection.execute(change, {"new": new, "old": old})


def _other(sealed: bytes, at: int | None) -> bytes:
    middle = len(sealed) // 2 if at is None else at
    return sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :]


@pytest.fixture
def harm(database_url: str) -> Harm:
    return Harm(database_url)


def report(house: House, sender: str) -> str:
    """A whole report by SMS; its id."""
    for words in (STORY, "SAMA"):
        house.sms(words, sender)
        house.settle()
    house.settle()
    return house.tracking_id(f"sms:{sender}")


def put_aside(store: Store) -> list[Quarantined]:
    with store.reading() as tx:
        return tx.quarantined(99)


@pytest.mark.parametrize(
    ("table", "column"), SEALED, ids=[f"{t}.{c} of all there is" for t, c in SEALED]
)
def test_whatever_is_damaged_others_go_on_and_nothing_is_deleted(
    house: House, harm: Harm, table: str, column: str
) -> None:
    report(house, CITIZEN)
    with house.asleep():
        house.sms("apakah sudah?", CITIZEN)
    before = harm.rows(table)
    assert harm.do(table, column)
    assert house.sms("STATUS", CITIZEN).status_code == 200
    house.settle()
    told = len(house.says(f"sms:{CITIZEN}"))
    fresh = report(house, OTHER)
    assert fresh in house.says("whatsapp:+6281300000002")[-1]
    assert house.sms("STATUS", CITIZEN).status_code == 200
    house.settle()
    assert len(house.says(f"sms:{CITIZEN}")) > told, "they are left in silence"
    assert harm.rows(table) >= before


ALARMED = [
    one for one in SEALED if one not in (("outbox", "body"), ("outbox", "outcome"))
]


@pytest.mark.parametrize(
    ("table", "column"), ALARMED, ids=[f"{t}.{c}" for t, c in ALARMED]
)
def test_what_is_damaged_is_told_to_the_coordinator_and_by_ready_and_doctor(
    house: House, harm: Harm, table: str, column: str
) -> None:
    id_ = report(house, CITIZEN)
    with house.asleep():
        house.sms("apakah sudah?", CITIZEN)
    assert "warning" not in house.web.get("/ready").json
    harm.do(table, column)
    house.sms("STATUS", CITIZEN)
    officer = house.browser(COORDINATOR)
    assert officer.get("/admin/", base_url=PUBLIC).status_code == 200
    officer.get(f"/admin/kasus/{id_}", base_url=PUBLIC)
    house.tick()
    assert any("karantina" in one for one in house.says(COORDINATOR))
    assert any(
        f"damaged: {table}.{column}" in one.reason for one in put_aside(house.store)
    )
    answer = house.web.get("/ready")
    assert (answer.status_code, answer.json["put_aside"] > 0) == (200, True)
    assert "quarantine" in answer.json["warning"]
    assert [one.fine for one in examine(house.parts) if one.part == "put aside"] == [
        False
    ]


# --- what is to be sent


def test_a_damaged_reply_is_parked_with_an_alarm_and_all_others_go_out(
    house: House, harm: Harm
) -> None:
    people = [f"+62812900002{n:02}" for n in range(12)]
    for one in people:
        house.sms(STORY, one)
    harm.do("outbox", "body", "id = 5")
    house.settle()
    assert [len(house.says(f"sms:{one}")) for one in people] == [1] * 4 + [0] + [1] * 7
    house.sms("SAMA", people[4])  # who waits behind the damaged one
    house.settle()
    assert "diterima" in house.says(f"sms:{people[4]}")[0]
    house.tick()
    house.tick()
    said = [house.says(f"sms:{one}") for one in people]
    assert [any("tidak terkirim" in text for text in one) for one in said] == [
        one == people[4] for one in people
    ]
    house.settle(3700)
    house.tick()
    assert ["karantina" in one for one in house.says(COORDINATOR)].count(True) == 1
    assert "nothing is failed" in listing(house.parts, "failed")


def test_a_damaged_reply_leaves_once_it_is_whole_again(
    house: House, harm: Harm
) -> None:
    house.sms(STORY)
    harm.do("outbox", "body")
    house.settle()
    (kept,) = put_aside(house.store)
    with pytest.raises(StillUnread):
        replay(house.parts, kept, "tests")
    assert house.says(f"sms:{CITIZEN}") == []
    harm.mend("outbox", "body")
    replay(house.parts, kept, "tests")
    house.settle()
    assert len(house.says(f"sms:{CITIZEN}")) == 1
    with pytest.raises(StillUnread):
        replay(house.parts, put_aside(house.store)[0], "tests")
    assert house.web.get("/ready").json["put_aside"] == 0


def test_a_damaged_report_of_a_provider_does_not_have_a_message_sent_again(
    house: House, harm: Harm
) -> None:
    house.sms(STORY)
    early = {"MessageSid": f"SM{1:032d}", "MessageStatus": "delivered"}
    house.post(
        "/webhooks/twilio/status",
        {**early, "AccountSid": house.settings.twilio_account_sid},
    )
    assert harm.do("parked_report", "body")
    for _ in range(5):
        house.settle(100)
    assert len(house.says(f"sms:{CITIZEN}")) == 1


# --- what came in


def test_a_damaged_message_is_answered_and_taken_up_once_it_is_whole_again(
    house: House, harm: Harm
) -> None:
    with house.asleep():
        house.sms(STORY)
    harm.do("inbound", "body")
    turns.take_turns(house.parts)
    house.settle()
    assert "kirim sekali lagi" in house.says(f"sms:{CITIZEN}")[-1]
    harm.mend("inbound", "body")
    (kept,) = put_aside(house.store)
    replay(house.parts, kept, "tests")
    turns.take_turns(house.parts)
    house.settle()
    assert "dicatat: Jalan rusak" in house.says(f"sms:{CITIZEN}")[-1]


def test_a_damaged_conversation_is_owned_up_to_and_begun_anew(
    house: House, harm: Harm
) -> None:
    house.sms(STORY)
    house.settle()
    harm.do("conversation", "state")
    house.sms("SAMA")
    house.settle()
    assert BEGIN_ANEW in house.says(f"sms:{CITIZEN}")[-1]
    id_ = report(house, CITIZEN)
    assert id_ in house.says("whatsapp:+6281300000002")[-1]
    kept = {one.reason: one.raw for one in put_aside(house.store)}
    assert any(b"SAMA" in (raw or b"") for raw in kept.values())
    assert any(why.startswith("damaged: conversation.state") for why in kept)


def test_a_silent_citizen_with_a_damaged_conversation_is_told_once(
    house: House, harm: Harm
) -> None:
    house.telegram("jalan rusak parah di depan pasar Matawai")
    house.settle()
    harm.do("conversation", "state")
    for _ in range(4):
        house.settle(3600)
        house.tick()
    said = house.says("telegram:7")
    assert [BEGIN_ANEW in one for one in said].count(True) == 1
    assert len(said) == 2


def test_people_in_the_same_batch_as_a_damaged_key_are_answered(
    house: House, harm: Harm
) -> None:
    people = [f"+62812900003{n:02}" for n in range(6)]
    with house.asleep():
        for one in people:
            house.sms(STORY, one)
    harm.do(
        "subject",
        "wrapped_key",
        "id = (SELECT subject_id FROM contact ORDER BY id LIMIT 1)",
    )
    turns.take_turns(house.parts)
    house.settle()
    assert [len(house.says(f"sms:{one}")) for one in people] == [0, 1, 1, 1, 1, 1]
    house.sms(STORY, people[0])
    house.settle()
    assert len(house.says(f"sms:{people[0]}")) == 1, "who writes again begins anew"


def test_an_administrator_whose_key_is_damaged_is_still_told(
    house: House, harm: Harm
) -> None:
    report(house, CITIZEN)
    harm.do("subject", "wrapped_key")
    id_ = report(house, OTHER)
    assert id_ in house.says("whatsapp:+6281300000002")[-1]


def test_the_systems_own_key_damaged_stops_neither_reports_nor_alarms(
    house: House, harm: Harm
) -> None:
    house.post(
        "/webhooks/twilio/sms",
        {
            "MessageSid": "SM" + "f" * 32,
            "AccountSid": house.settings.twilio_account_sid,
        },
    )
    assert harm.do("subject", "wrapped_key", "id = 0")
    house.post(
        "/webhooks/twilio/sms",
        {
            "MessageSid": "SM" + "e" * 32,
            "AccountSid": house.settings.twilio_account_sid,
        },
    )
    house.tick()
    assert any("karantina" in one for one in house.says(COORDINATOR))
    assert len(put_aside(house.store)) == 3
    report(house, CITIZEN)


@pytest.mark.parametrize("at", [0, 3, 4, 20], ids=lambda at: f"byte {at}")
def test_without_the_systems_key_people_are_answered(
    house: House, harm: Harm, at: int
) -> None:
    """Its first bytes name the master key: then it is like one that was sealed with another."""
    report(house, CITIZEN)
    harm.do("outbox", "body")
    house.post("/webhooks/twilio/sms", {"MessageSid": "SM" + "f" * 32})
    assert harm.do("subject", "wrapped_key", "id = 0", at)
    harm.do("conversation", "state")
    with house.asleep():
        house.sms("STATUS", CITIZEN)
        house.sms(STORY, OTHER)
    turns.take_turns(house.parts)
    house.settle()
    assert "dicatat" in house.says(f"sms:{OTHER}")[-1]


# --- cases and files


def test_one_damaged_case_breaks_no_list_and_no_officers_talk(
    house: House, harm: Harm
) -> None:
    ids = [report(house, f"+62812900004{n:02}") for n in range(3)]
    second = f"(SELECT id FROM complaint WHERE tracking_id = '{ids[1]}')"
    assert harm.do("cases", "body", f"complaint_id = {second}")
    officer = house.browser(COORDINATOR)
    page = officer.get("/admin/", base_url=PUBLIC).text
    assert [id_ in page for id_ in ids] == [True, False, True]
    assert officer.get(f"/admin/kasus/{ids[1]}", base_url=PUBLIC).status_code == 500
    assert "rusak" in officer.get(f"/admin/kasus/{ids[1]}", base_url=PUBLIC).text
    house.whatsapp("daftar", "+6281300000002")
    house.settle()
    assert ids[2] in house.says("whatsapp:+6281300000002")[-1]
    house.sms(f"STATUS {ids[1]}", "+6281290000401")
    house.settle()
    assert KEPT_FOR_AN_OFFICER in house.says("sms:+6281290000401")[-1]


def test_a_citizen_whose_contact_is_damaged_hears_of_their_case(
    house: House, harm: Harm
) -> None:
    id_ = report(house, CITIZEN)
    harm.do("contact", "address")
    house.whatsapp(f"TERIMA {id_}", "+6281300000002")
    house.settle()
    assert f"{id_} diterima Dinas" in house.says(f"sms:{CITIZEN}")[-1]


@pytest.mark.parametrize(
    "column",
    [
        pytest.param("media", id="what it was"),
        pytest.param("found", id="what was found"),
    ],
)
def test_a_damaged_attachment_holds_up_no_other_file(
    house: House, harm: Harm, column: str
) -> None:
    photo = [
        {"file_id": "F", "file_unique_id": "f", "width": 9, "height": 9, "file_size": 9}
    ]
    for chat in (7, 8):
        house.telegram(
            chat=chat, photo=photo, caption="jalan rusak parah di depan pasar Matawai"
        )
    harm.do("attachment", "media", "inbound_id = 1")
    assert house.fetch() == 1, "the other one"
    assert house.fetch() == 0
    assert harm.rows("attachment") == 2
    delivery.deliver(house.parts)


# --- what is whole, but not for us


@pytest.mark.parametrize(
    ("table", "column"),
    [("conversation", "state"), ("outbox", "body"), ("cases", "body")],
    ids=["a conversation", "a reply", "a case"],
)
def test_what_newer_code_wrote_is_left_to_it(
    house: House, harm: Harm, table: str, column: str
) -> None:
    """An old worker beside a new one puts nothing aside, and ends nothing."""
    id_ = report(house, CITIZEN)
    house.sms("STATUS")
    with house.store.transaction() as tx:
        for row in tx._all(text(f"SELECT DISTINCT subject_id FROM {table}")):
            sealed = tx._vault.seal(f"{table}.{column}", row.subject_id, OF_TOMORROW)
            change = text(f"UPDATE {table} SET {column} = :new WHERE subject_id = :who")
            tx._run(change, {"new": sealed, "who": row.subject_id})
    before = harm.sealed(table, column), harm.pending()
    house.sms(f"STATUS {id_}")
    house.settle()
    assert harm.sealed(table, column)[: len(before[0])] == before[0]
    assert table != "outbox" or harm.pending() >= before[1] > 0
    assert not any(one.about for one in put_aside(house.store))
