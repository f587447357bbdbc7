"""The invariants of the house, one section each. Every test here has been seen to fail on a broken house."""

import ast
import logging
import subprocess
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from house import CITIZEN, PUBLIC, SID, SMS, TOKEN, TRACKING_ID, House
from redis import Redis
from sqlalchemy import text
from twilio.request_validator import RequestValidator

from gateway.operate.inspection import case_json
from gateway.web.app import create_app
from intake.messages import Address
from storage.crypto import KeyRing, new_data_key
from storage.unit_of_work import open_store

ME, ADDRESS = f"sms:{CITIZEN}", Address("sms", CITIZEN)
NAME, NIK, STREET = "Rambu Kahi Ana", "5311014208900001", "Jalan Cendana Dua Belas"
STORY = (
    f"lampu jalan mati di {STREET} Kel. Matawai Kec. Kota Waingapu sejak kemarin, "
    f"nama saya {NAME}, NIK {NIK}"
)
ROOT = Path(__file__).parents[1]


# 1. A message we answered 200 is in the database, or in the local spool when the database is down.


@pytest.fixture
def cut_off(house: House, tmp_path: Path) -> House:
    """The house with a database that cannot be opened."""
    broken = open_store(
        f"sqlite:///{tmp_path}/no/such/folder.db", KeyRing.from_text(new_data_key())
    )
    house.web = create_app(house.parts_over(broken)).test_client()
    return house


def test_1_without_a_database_the_message_waits_in_the_spool_and_is_answered_later(
    cut_off: House,
) -> None:
    assert cut_off.sms("jalan rusak di depan pasar").status_code == 200
    assert cut_off.says(ME) == []
    assert cut_off.drain() == 1
    assert cut_off.drain() == 0
    cut_off.settle()
    assert len(cut_off.says(ME)) == 1


def test_1_what_came_while_the_database_was_down_is_taken_in_order_and_once(
    cut_off: House,
) -> None:
    for n, words in enumerate(("sampah menumpuk di Kambajawa", "SAMA", "SAMA")):
        cut_off.sms(words, sid=f"SM{min(n, 1):032d}")
    cut_off.drain()
    with cut_off.store.reading() as tx:
        contact = tx.find_contact(ADDRESS)
        assert contact is not None
        kept = [one.message.text for one in reversed(tx.recent_inbound(contact.id, 10))]
    assert kept == ["sampah menumpuk di Kambajawa", "SAMA"]


def test_1_a_later_message_does_not_overtake_what_waits_in_the_spool(
    cut_off: House,
) -> None:
    cut_off.sms("sampah menumpuk di Kambajawa")
    cut_off.web = create_app(cut_off.parts).test_client()
    cut_off.sms("SAMA")
    with cut_off.store.reading() as tx:
        contact = tx.find_contact(ADDRESS)
        assert contact is not None
        kept = [one.message.text for one in reversed(tx.recent_inbound(contact.id, 10))]
    assert kept == ["sampah menumpuk di Kambajawa", "SAMA"]


def test_1_without_database_and_disk_nothing_is_acknowledged(
    cut_off: House, tmp_path: Path
) -> None:
    (tmp_path / "spool").write_text("not a folder")
    assert cut_off.sms("jalan rusak").status_code >= 500


@pytest.mark.parametrize(
    ("path", "signature"),
    [
        pytest.param("/webhooks/twilio/sms", "", id="an SMS without a signature"),
        pytest.param(
            "/webhooks/twilio/whatsapp",
            "bm90IG91cnM=",
            id="a WhatsApp message signed by others",
        ),
        pytest.param(
            "/webhooks/twilio/status", "", id="a delivery receipt without a signature"
        ),
    ],
)
def test_1_a_wrong_signature_is_refused_and_leaves_nothing(
    house: House, path: str, signature: str
) -> None:
    form = {
        "MessageSid": "SM1",
        "AccountSid": SID,
        "From": CITIZEN,
        "To": SMS,
        "Body": "jalan rusak",
    }
    assert house.post(path, form, signature).status_code == 403
    assert _rows(house) == 0


def test_1_a_wrong_telegram_secret_is_refused_and_leaves_nothing(house: House) -> None:
    assert (
        house.update(
            {"update_id": 1, "message": {"text": "halo"}}, secret="guess"
        ).status_code
        == 403
    )
    assert _rows(house) == 0


def test_1_a_genuine_but_unreadable_update_is_kept_in_quarantine_and_acknowledged(
    house: House,
) -> None:
    assert house.update({"nonsense": True}).status_code == 200
    with house.store.reading() as tx:
        assert [row.channel for row in tx.quarantined(10)] == ["telegram"]


def test_1_a_genuine_but_unreadable_form_is_kept_in_quarantine_and_answered_400(
    house: House,
) -> None:
    assert house.post("/webhooks/twilio/sms", {"Body": "no id"}).status_code == 400
    with house.store.reading() as tx:
        assert [row.channel for row in tx.quarantined(10)] == ["sms"]


# 2. The same provider message, delivered any number of times, in parallel, changes the state once.


def test_2_twenty_parallel_deliveries_of_one_message_count_once(house: House) -> None:
    def post(_n: int) -> int:
        client = house.web.application.test_client()
        return _post_with(house, client, "jalan rusak di Kambajawa", "SM" + "7" * 32)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, range(20))) == {200}
    house.settle()
    assert len(house.says(ME)) == 1


def test_2_a_repeat_with_other_words_changes_nothing(house: House) -> None:
    house.sms("jalan rusak di Kambajawa", sid="SM" + "8" * 32)
    house.sms("BATAL", sid="SM" + "8" * 32)
    house.settle()
    assert len(house.says(ME)) == 1


def test_2_a_double_tap_sends_the_complaint_once(house: House) -> None:
    for words in ("Sampah menumpuk", "Jl Ahmad Yani, Kambajawa", "kemarin", "ANONIM"):
        house.telegram(words)
        house.settle()
    house.tap("Kirim")
    house.tap("Kirim")
    house.settle()
    with house.store.reading() as tx:
        assert len(tx.places("open", None, 10)) == 1


# 3. One person's messages are processed in the order we received them; their replies leave in order.


def test_3_a_reply_that_must_be_sent_again_holds_back_the_later_ones(
    house: House,
) -> None:
    down = iter([True, False])
    house.wire.fault = lambda _to: (503, {}) if next(down, False) else None
    house.sms("lampu jalan mati")
    house.sms("BANTUAN")
    house.settle()
    assert house.says(ME) == []
    house.settle(60)
    house.settle(60)
    texts = house.says(ME)
    assert len(texts) == 2
    assert "dicatat" in texts[0]


def test_3_two_messages_in_parallel_are_both_worked_in_one_after_the_other(
    house: House,
) -> None:
    def post(n: int) -> int:
        client = house.web.application.test_client()
        return _post_with(
            house, client, f"sampah menumpuk di gang {n} dekat pasar", f"SM{n:032d}"
        )

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(post, range(4))) == {200}
    with house.store.reading() as tx:
        contact = tx.find_contact(ADDRESS)
        assert contact is not None
        state = tx.conversation(contact.id)
        assert state is not None
        assert state.state.turn == 4


# 4. Jobs carry ids; rows are the truth; Redis is only the doorbell and the central queue.


def test_4_redis_never_holds_what_a_person_wrote_or_who_they_are(
    house: House, redis_url: str
) -> None:
    _one_complaint(house, settle=False)
    with Redis.from_url(redis_url) as redis:
        held = b"\n".join(_contents(redis))
    assert held
    assert [canary for canary in _canaries() if canary.encode() in held] == []


def test_4_with_redis_emptied_at_every_step_the_answer_still_comes(
    house: House, redis_url: str
) -> None:
    with Redis.from_url(redis_url) as redis:
        for words in (
            "jalan rusak di depan pasar Matawai Kota Waingapu, Budi Santoso",
            "SAMA",
        ):
            house.sms(words)
            redis.flushall()
        for _ in range(3):
            house.settle(61)
            redis.flushall()
    assert "diteruskan" in house.says(ME)[-1]


# 5. A citizen is never told "registered" before the commit, and is never left in silence.


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("jalan rusak", id="a story"),
        pytest.param("halo", id="a greeting"),
        pytest.param("???", id="only punctuation"),
        pytest.param("", id="nothing at all"),
        pytest.param("1", id="a number out of nowhere"),
        pytest.param("😀😀", id="only emoji"),
        pytest.param("STATUS LPR-2222222", id="an id that does not exist"),
        pytest.param("BELUM", id="a complaint that was never made"),
        pytest.param("a" * 10000, id="ten thousand letters"),
        pytest.param(
            "\u202eabc\x00\ud83d", id="right-to-left marks, NUL and half a character"
        ),
    ],
)
def test_5_every_message_is_answered(house: House, words: str) -> None:
    assert house.telegram(words or "\u200b").status_code == 200
    house.settle()
    assert len(house.says("telegram:7")) == 1


def test_5_a_fault_of_ours_keeps_the_message_and_tells_its_sender(house: House) -> None:
    def broken() -> None:
        raise RuntimeError("the gazetteer is gone")

    house.parts = replace(house.parts, gazetteer=broken)  # type: ignore[arg-type]  # that is the fault
    house.rebuild()
    assert house.sms("jalan rusak").status_code == 200
    house.settle()
    assert "kami simpan" in house.says(ME)[0]
    assert any("karantina" in text for text in house.says("telegram:1001"))
    with house.store.reading() as tx:
        assert len(tx.quarantined(10)) == 1


def test_5_nobody_is_told_of_a_complaint_that_is_not_stored(house: House) -> None:
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
        told = {id_ for text_ in house.says(ME) for id_ in _ids(text_)}
        with house.store.reading() as tx:
            assert all(tx.complaint(id_) is not None for id_ in told)
        assert told


# 7. Every complaint has an owner: the last routing row is the coordinating desk.


def test_7_a_complaint_without_place_and_category_goes_to_the_coordinator(
    house: House,
) -> None:
    for words in ("pelayanannya tidak menyenangkan sama sekali", "KIRIM"):
        house.sms(words)
        house.settle()
    shown = case_json(house.parts, house.tracking_id(ME))
    assert shown is not None
    assert shown["case"]["agency"] == house.parts.agencies.coordinator
    assert any(house.tracking_id(ME) in words for words in house.says("telegram:1001"))


# 8. Personal data is sealed at rest, masked in logs, and every reading of it by a person is recorded.


def test_8_the_database_holds_no_personal_data_in_the_clear(
    house: House, tmp_path: Path
) -> None:
    _one_complaint(house)
    held = b"\n".join(_everything(house, tmp_path))
    assert len(held) > 1000
    assert [canary for canary in _canaries() if canary.encode() in held] == []


def test_8_the_log_holds_no_personal_data_whatever_goes_wrong(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house.wire.fault = lambda _to: (
        400,
        {"code": 21211, "message": f"invalid {CITIZEN}"},
    )
    _one_complaint(house)
    house.post("/webhooks/twilio/sms", {"Body": STORY, "From": CITIZEN}, "forged")
    house.post("/webhooks/twilio/sms", {"Body": STORY, "From": CITIZEN})
    assert [canary for canary in _canaries() if canary in caplog.text] == []


def test_8_looking_at_a_case_is_recorded(house: House) -> None:
    _one_complaint(house)
    id_ = house.tracking_id(ME)
    case_json(house.parts, id_)
    with house.store.reading() as tx:
        assert "read_case" in [entry.action for entry in tx.audit_of(id_)]
        assert tx.verify_audit()


def test_8_an_administrator_is_not_told_who_complains(house: House) -> None:
    _one_complaint(house)
    told = "\n".join(one.text for one in house.wire.sent if one.to != ME)
    assert house.tracking_id(ME) in told
    assert [canary for canary in (NAME, NIK, CITIZEN) if canary in told] == []


# The walls: what import-linter cannot see.


def test_only_the_wiring_reads_the_clock() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("intake", "routing", "channels", "storage", "gateway")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and _is_datetime(node)
    ]
    assert readers == ["gateway/setup/wiring.py"]


def test_no_class_name_means_two_things() -> None:
    where: dict[str, list[str]] = {}
    for folder in ("intake", "routing", "channels", "storage", "gateway"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    where.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


def test_nothing_imports_the_entry_point_of_the_workers() -> None:
    importers = {
        str(path.relative_to(ROOT))
        for folder in ("intake", "routing", "channels", "storage", "gateway")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        and any(name.name == "worker" for name in node.names)
    }
    assert importers == set()


def test_the_entry_point_of_the_workers_loads_no_flask_and_no_page() -> None:
    names = "[n for n in sys.modules if n.split('.')[0] == 'flask' or n.startswith('gateway.web')]"
    program = f"import sys, worker; print({names})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def _is_datetime(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}


def _one_complaint(house: House, *, settle: bool = True) -> None:
    for words in (STORY, "SAMA"):
        house.sms(words)
        if settle:
            house.settle()


def _canaries() -> tuple[str, ...]:
    return (NAME, NIK, STREET, CITIZEN, CITIZEN.removeprefix("+62"))


def _ids(words: str) -> list[str]:
    return TRACKING_ID.findall(words)


def _contents(redis: Redis) -> Iterator[bytes]:
    """Every key and value, and what rq has packed into its jobs. (A dump may be compressed.)"""
    readers = {
        b"string": lambda key: [redis.get(key)],
        b"hash": lambda key: [
            part for pair in redis.hgetall(key).items() for part in pair
        ],
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1),
    }
    for key in redis.scan_iter("*"):
        yield key
        for part in readers[redis.type(key)](key):
            yield part
            with suppress(zlib.error):
                yield zlib.decompress(part)


def _rows(house: House) -> int:
    with house.store.reading() as tx:
        return sum(tx.made().values())


def _everything(house: House, tmp_path: Path) -> Iterator[bytes]:
    """All files of ours, and on PostgreSQL every row of every table."""
    for path in tmp_path.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    with house.store.reading() as tx:
        connection = tx._connection
        names = connection.dialect.get_table_names(connection)
        for name in names:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                yield repr(
                    tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                ).encode()


def _post_with(house: House, client: FlaskClient, words: str, sid: str) -> int:
    form = {
        "MessageSid": sid,
        "AccountSid": SID,
        "NumMedia": "0",
        "From": CITIZEN,
        "To": SMS,
        "Body": words,
    }
    path = "/webhooks/twilio/sms"
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)
    return house.heard(
        client.post(path, data=form, headers={"X-Twilio-Signature": signature})
    ).status_code
