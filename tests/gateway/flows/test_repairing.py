"""What a provider holds and we lack comes in: all of it, once, in order; and late words get a true answer."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from house import CITIZEN, SMS, WHATSAPP, House
from requests import ConnectTimeout
from twilio.http.response import Response
from twilio_list import EACH, fill

from channels.contract import Backlog
from channels.telegram import TelegramChannel
from channels.twilio import PAGE
from gateway.flows import turns
from gateway.flows.channel_health import pulses
from gateway.flows.repairing import (
    OVERLAP,
    GapSource,
    Repaired,
    gap_sources,
    repair,
)
from gateway.operate.repairs import repair_all
from gateway.web.app import create_app
from intake.messages import Address
from storage.crypto import KeyRing, new_data_key
from storage.unit_of_work import Store, open_store

ME, ADDRESS = f"sms:{CITIZEN}", Address("sms", CITIZEN)
WA_ME = f"whatsapp:{CITIZEN}"
COORDINATOR = "telegram:1001"
DOWN = Response(503, '{"code": 20500, "status": 503, "message": "x"}', {})
DENIED = Response(401, '{"code": 20003, "status": 401, "message": "x"}', {})


def source(house: House, name: str = "sms") -> GapSource:
    return next(one for one in gap_sources(house.parts) if one.name == name)


def look(house: House, name: str = "sms", **more: object) -> Repaired:
    return repair(house.parts, source(house, name), **more)  # type: ignore[arg-type]


@pytest.fixture
def begun(house: House) -> House:
    """A house that has looked for the first time; then an hour passed."""
    for one in gap_sources(house.parts):
        repair(house.parts, one)
    house.now += timedelta(hours=1)
    return house


def write(
    house: House, text: str, ago: float = 30.0, sender: str = CITIZEN, **more: object
) -> str:
    """A person writes by SMS, so many minutes ago; only Twilio has it. Its id."""
    at = house.now - timedelta(minutes=ago)
    return str(house.wire.held.write(sender, SMS, text, at, **more)["sid"])


def whatsapp(house: House, text: str, ago: float, **more: object) -> str:
    to, sender = f"whatsapp:{WHATSAPP}", f"whatsapp:{CITIZEN}"
    at = house.now - timedelta(minutes=ago)
    return str(house.wire.held.write(sender, to, text, at, **more)["sid"])


def texts(house: House, who: Address = ADDRESS) -> list[str]:
    """What is stored of a person, in the order it came in."""
    with house.store.reading() as tx:
        contact = tx.find_contact(who)
        rows = tx.recent_inbound(contact.id, 1000) if contact else []
    return [one.message.text for one in reversed(rows)]


def answered(house: House) -> None:
    """Late words are left alone for some seconds, for the rest of them."""
    for _ in range(6):
        house.settle(1)


def read_to(house: House, name: str = "sms") -> datetime:
    with house.store.reading() as tx:
        gap = tx.gap(name)
    assert gap is not None
    return gap.read_to


# --- All of it, once, in order --------------------------------------------------------


def test_an_outage_of_an_hour_comes_in_in_order_for_each_person_and_none_twice(
    begun: House,
) -> None:
    wrote = fill(begun.wire.held, 300, begun.now)
    found = [look(begun, name) for name in ("sms", "whatsapp")]
    assert [one.brought for one in found] == [150, 150]
    assert {who: texts(begun, who) for who in wrote} == wrote
    assert [look(begun, name).brought for name in ("sms", "whatsapp")] == [0, 0]
    assert len(next(iter(wrote.values()))) == EACH


def test_every_page_of_the_list_is_read(begun: House) -> None:
    for n in range(PAGE + 5):
        write(begun, f"pesan {n}", 30 - n / 100, f"+62812{n:08d}")
    assert look(begun).brought == PAGE + 5


def test_those_of_one_second_keep_the_order_of_the_list(begun: House) -> None:
    for n in range(5):
        write(begun, f"pesan {n}", 30)
    look(begun)
    assert texts(begun) == [f"pesan {n}" for n in range(5)]


def test_what_a_webhook_brought_before_or_brings_afterwards_counts_once(
    begun: House,
) -> None:
    first = write(begun, "lampu jalan mati di depan pasar Matawai", 1)
    begun.sms("lampu jalan mati di depan pasar Matawai", sid=first)
    assert look(begun).brought == 0
    second = write(begun, "sudah tiga hari", 0.5)
    assert look(begun).brought == 1
    begun.sms("sudah tiga hari", sid=second)
    assert texts(begun) == [
        "lampu jalan mati di depan pasar Matawai",
        "sudah tiga hari",
    ]


def test_one_that_was_never_brought_counts_from_when_it_was_made(begun: House) -> None:
    """Twilio's list has no `date_sent` of what it has not brought anywhere."""
    write(begun, "jalan rusak", 30, date_sent=None)
    assert look(begun).brought == 1
    assert read_to(begun) == begun.now - timedelta(minutes=30)


def test_what_we_wrote_ourselves_changes_nothing(begun: House) -> None:
    write(begun, "Laporan Anda diterima", direction="outbound-api", status="delivered")
    write(begun, "jawaban", direction="outbound-reply", status="undelivered")
    done = look(begun)
    assert (done.listed, done.brought) == (0, 0)
    assert texts(begun) == []


def test_what_the_list_shows_late_is_found_by_reading_its_end_again(
    begun: House,
) -> None:
    write(begun, "lampu mati", 1)
    look(begun)
    write(begun, "kata lama yang baru tampak", 4, "+6281200000009")
    assert look(begun).brought == 1
    assert timedelta(minutes=4) < OVERLAP


def test_a_message_whose_files_twilio_has_not_whole_yet_is_waited_for(
    begun: House,
) -> None:
    write(begun, "foto lampu", 40, status="receiving")
    write(begun, "lampu mati", 30, "+6281200000009")
    assert look(begun).brought == 1
    assert read_to(begun) <= begun.now - timedelta(minutes=40)
    begun.wire.held.records[0]["status"] = "received"
    assert look(begun).brought == 1


def test_the_first_look_leaves_alone_what_is_older_than_we_are(house: House) -> None:
    write(house, "pesan untuk pemilik nomor sebelumnya", 300)
    assert look(house).brought == 0


def test_a_house_that_was_in_use_before_looks_back_to_its_latest_message(
    house: House,
) -> None:
    house.sms("lampu jalan mati di depan pasar Matawai")
    house.now += timedelta(hours=5)
    write(house, "masih mati", 120)
    assert look(house).brought == 1


def test_nobody_reads_on_behind_a_hole(begun: House) -> None:
    before = read_to(begun)
    write(begun, "lampu mati", 50)
    write(begun, "jalan rusak", 5, "+6281200000009")
    assert look(begun, since=begun.now - timedelta(minutes=10)).brought == 1
    assert read_to(begun) == before
    assert look(begun).brought == 1
    assert read_to(begun) == begun.now - timedelta(minutes=5)


def test_a_look_by_hand_may_begin_before_what_was_read(begun: House) -> None:
    write(begun, "hilang dari cadangan", 600)
    assert look(begun).brought == 0
    assert look(begun, since=begun.now - timedelta(hours=11)).brought == 1


def test_a_dry_look_changes_nothing(begun: House) -> None:
    before = read_to(begun)
    write(begun, "lampu mati")
    assert look(begun, dry=True).brought == 1
    assert texts(begun) == []
    assert read_to(begun) == before


def test_what_the_disk_was_too_full_to_take_comes_in_afterwards(
    begun: House, tmp_path: Path
) -> None:
    broken = open_store(
        f"sqlite:///{tmp_path}/no/x.db", KeyRing.from_text(new_data_key())
    )
    spool = tmp_path / "spool"
    if spool.exists():
        spool.rmdir()
    spool.write_text("full")
    begun.web = create_app(begun.parts_over(broken)).test_client()
    with begun.asleep():
        for n in range(3):
            words = f"lampu {n} mati"
            assert begun.sms(words, sid=write(begun, words, 3 - n)).status_code == 500
    spool.unlink()
    begun.rebuild()
    assert look(begun).brought == 3
    assert texts(begun) == [f"lampu {n} mati" for n in range(3)]


def test_a_record_nobody_can_read_is_put_aside_once_and_holds_up_nobody(
    begun: House,
) -> None:
    write(begun, "tanpa pengirim", sender="")
    write(begun, "lampu mati", 20)
    assert look(begun).brought == 1
    look(begun)
    with begun.store.reading() as tx:
        assert [row.channel for row in tx.quarantined(10)] == ["sms"]


def test_the_words_of_one_who_was_forgotten_stay_away(begun: House) -> None:
    words = "lampu jalan mati di depan pasar Matawai"
    begun.sms(words, sid=write(begun, words, 1))
    with begun.store.transaction() as tx:
        contact = tx.find_contact(ADDRESS)
        assert contact is not None
        tx.erase_subject(contact.subject_id, begun.now)
    assert look(begun).brought == 0
    with begun.store.reading() as tx:
        assert tx.find_contact(ADDRESS) is None


# --- Files ----------------------------------------------------------------------------


def _with_file(house: House, ago: float, text: str = "lampu jalan mati") -> str:
    sid = whatsapp(house, text, ago, num_media="1")
    uri = f"/2010-04-01/Accounts/AC/Messages/{sid}/Media/ME1.json"
    house.wire.held.media[sid] = [{"uri": uri, "content_type": "image/jpeg"}]
    return sid


def _media(house: House) -> list[str]:
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("whatsapp", CITIZEN))
        assert contact is not None
        rows = tx.recent_inbound(contact.id, 10)
    return [media.ref for row in rows for media in row.message.media]


def test_files_come_along_by_the_links_a_webhook_would_have_named(begun: House) -> None:
    sid = _with_file(begun, 30)
    look(begun, "whatsapp")
    url = f"https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{sid}/Media/ME1"
    assert _media(begun) == [url]


def test_a_list_of_files_that_fails_holds_up_its_sender_only(begun: House) -> None:
    _with_file(begun, 30)
    whatsapp(begun, "sudah tiga hari", 29)
    to = f"whatsapp:{WHATSAPP}"
    begun.wire.held.write("whatsapp:+6281200000009", to, "halo", begun.now)
    begun.wire.list_fault = lambda url: DOWN if "Media" in url else None
    done = look(begun, "whatsapp")
    assert done.brought == 1
    assert done.why
    assert read_to(begun, "whatsapp") <= begun.now - timedelta(minutes=30)
    begun.wire.list_fault = lambda _url: None
    assert look(begun, "whatsapp").brought == 2
    assert texts(begun, Address("whatsapp", CITIZEN)) == [
        "lampu jalan mati",
        "sudah tiga hari",
    ]


def test_after_a_day_the_words_come_in_without_the_files(begun: House) -> None:
    _with_file(begun, 30)
    begun.now += timedelta(days=2)
    begun.wire.held.write(
        "whatsapp:+6281200000009", f"whatsapp:{WHATSAPP}", "halo", begun.now
    )
    begun.wire.list_fault = lambda url: DOWN if "Media" in url else None
    assert look(begun, "whatsapp").brought == 2
    assert _media(begun) == []


def test_a_place_which_the_list_does_not_show_is_asked_for_again(begun: House) -> None:
    whatsapp(begun, "", 30)
    look(begun, "whatsapp")
    answered(begun)
    assert begun.says(WA_ME) != []


# --- A provider that fails ------------------------------------------------------------


def test_a_provider_that_refuses_is_told_and_moves_nothing(
    begun: House, caplog: pytest.LogCaptureFixture
) -> None:
    before = read_to(begun)
    write(begun, "lampu mati")
    begun.wire.list_fault = lambda url: (
        DOWN if SMS[1:] in url and "whats" not in url else None
    )
    with caplog.at_level(logging.ERROR):
        assert look(begun).why
    assert look(begun, "whatsapp").why == ""
    assert read_to(begun) == before
    assert "sms: not all it holds came in" in caplog.text
    ready = begun.web.get("/ready").get_json()
    assert ready["status"] == "ok"
    assert ready["unrepaired"].startswith("sms: ")
    assert 'satupintu_unrepaired{source="sms"} 1.0' in begun.web.get("/metrics").text
    begun.wire.list_fault = lambda _url: None
    assert look(begun).brought == 1
    assert "sms" not in begun.web.get("/ready").get_json()["unrepaired"]


def test_the_coordinator_hears_of_it_after_a_quarter_of_an_hour(begun: House) -> None:
    begun.wire.list_fault = lambda _url: DOWN
    look(begun)
    begun.settle()
    assert begun.says(COORDINATOR) == []
    begun.now += timedelta(minutes=16)
    look(begun)
    begun.settle()
    (alarm,) = begun.says(COORDINATOR)
    assert "tertahan di penyedia" in alarm


def test_an_account_that_is_refused_is_told_at_once(begun: House) -> None:
    begun.wire.list_fault = lambda _url: DENIED
    look(begun)
    begun.settle()
    (alarm,) = begun.says(COORDINATOR)
    assert "menolak akun kita" in alarm


def test_a_source_that_nobody_looks_at_any_more_is_told(begun: House) -> None:
    assert "nobody looks" in begun.web.get("/ready").get_json()["unrepaired"]


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param(Response(200, "<html>", {}), id="a page of HTML"),
        pytest.param(Response(200, '{"messages": 7}', {}), id="no list"),
        pytest.param(Response(200, '{"messages": [{}]}', {}), id="an empty record"),
        pytest.param(Response(200, "[]", {}), id="something else"),
        pytest.param(ConnectTimeout(), id="no answer"),
    ],
)
def test_nonsense_from_a_provider_ends_no_look(
    begun: House, nonsense: Response | Exception
) -> None:
    before = read_to(begun)
    begun.wire.list_fault = lambda _url: nonsense
    look(begun)
    assert texts(begun) == []
    assert read_to(begun) >= before


# --- By hand --------------------------------------------------------------------------


def test_by_hand_each_source_gets_a_line_and_a_fault_is_seen(begun: House) -> None:
    write(begun, "lampu mati")
    begun.wire.list_fault = lambda url: DOWN if "whatsapp" in url else None
    lines = list(repair_all(begun.parts, None, dry=False))
    by_source = {line.words.split()[0]: line for line in lines}
    assert by_source["sms"].words.endswith("1 there, 1 were brought in")
    assert by_source["sms"].fine
    assert "FAULT" in by_source["whatsapp"].words
    assert not by_source["whatsapp"].fine


# --- Telegram -------------------------------------------------------------------------


class _Behind(TelegramChannel):
    """A bot whose webhook fails; what Telegram itself says is read in tests/channels."""

    found = Backlog(0)

    def backlog(self) -> Backlog:
        return self.found


@pytest.mark.parametrize(
    ("waiting", "failed_ago", "told"),
    [
        pytest.param(7, 1, True, id="what waits after a failure is told"),
        pytest.param(7, 60, False, id="an old failure is past"),
        pytest.param(0, 1, False, id="nothing waits"),
    ],
)
def test_telegram_brings_its_backlog_itself_and_is_only_watched(
    begun: House, waiting: int, failed_ago: int, told: bool
) -> None:
    bot = _Behind("1:x", ("s",), "https://api.telegram.org")
    bot.found = Backlog(
        waiting, begun.now - timedelta(minutes=failed_ago), "Telegram: webhook gagal"
    )
    done = repair(begun.parts, GapSource("telegram", "telegram", bot))
    assert (done.listed, bool(done.why)) == (waiting, told)


# --- Late words get a true answer -----------------------------------------------------


@pytest.fixture
def patient(store: Store, redis_url: str, tmp_path: Path, now: datetime) -> House:
    """As every house is, unless a test wants to be answered at once."""
    house = House(store, redis_url, tmp_path, now, {"PAUSE_MS": "1500"})
    look(house, "whatsapp")
    house.now += timedelta(hours=1)
    return house


def test_who_is_answered_late_is_told_why_and_answered_once(patient: House) -> None:
    begun = patient
    whatsapp(begun, "lampu jalan mati sudah tiga hari, gelap sekali", 50)
    whatsapp(begun, "halo?", 45)
    whatsapp(begun, "di depan pasar Matawai Kota Waingapu", 40)
    look(begun, "whatsapp")
    answered(begun)
    (answer,) = begun.says(WA_ME)
    assert answer.startswith("Maaf, pesan Anda terlambat sampai di kami.")
    assert "Matawai" in answer


def test_an_answer_to_what_was_asked_before_the_outage_is_taken_as_one(
    house: House,
) -> None:
    house.whatsapp("lampu jalan mati sudah tiga hari, gelap sekali")
    house.settle()
    assert "Di mana" in house.says(WA_ME)[-1]
    look(house, "whatsapp")
    house.now += timedelta(hours=26)
    whatsapp(house, "di depan pasar Matawai Kota Waingapu", 25 * 60)
    look(house, "whatsapp")
    turns.take_turns(house.parts)
    house.now += timedelta(seconds=4)
    turns.take_turns(house.parts)
    with house.store.reading() as tx:
        stored = tx.complaint(house.tracking_id(WA_ME))
    assert stored is not None
    assert "Matawai" in stored.complaint.location.text


def test_yesterday_counts_from_when_it_was_written(begun: House) -> None:
    begun.now = begun.now.replace(hour=20)
    write(begun, "lampu jalan mati di depan pasar Matawai sejak kemarin", 0)
    day = begun.now.date()
    begun.now += timedelta(hours=9)
    look(begun)
    answered(begun)
    with begun.store.reading() as tx:
        stored = tx.complaint(begun.tracking_id(ME))
    assert stored is not None
    assert stored.complaint.occurred_on is not None
    assert str(stored.complaint.occurred_on.date) == str(day - timedelta(days=1))


def test_an_sms_answered_late_stays_one_part(begun: House) -> None:
    write(begun, "BANTUAN")
    look(begun)
    answered(begun)
    (answer,) = begun.says(ME)
    assert len(answer) <= 160


def test_a_stop_among_late_words_holds_unless_more_was_written(begun: House) -> None:
    write(begun, "lampu jalan mati di depan pasar Matawai", 50)
    write(begun, "STOP", 40)
    other = "+6281200000009"
    write(begun, "STOP", 50, other)
    write(begun, "lampu jalan mati di depan pasar Matawai", 40, other)
    look(begun)
    answered(begun)
    with begun.store.reading() as tx:
        stopped = [
            (found := tx.find_contact(Address("sms", who))) and found.stopped
            for who in (CITIZEN, other)
        ]
    assert stopped == [True, False]
    assert len(begun.says(ME)) <= 2


def test_who_wrote_much_in_an_hour_is_not_taken_for_a_flood(begun: House) -> None:
    for n in range(50):
        whatsapp(begun, f"lampu nomor {n} di jalan Ahmad Yani mati", 59 - n)
    look(begun, "whatsapp")
    for _ in range(4):
        answered(begun)
    assert not any("sangat cepat" in one for one in begun.says(WA_ME))


def test_when_whatsapp_is_closed_the_answer_goes_by_sms(begun: House) -> None:
    whatsapp(begun, "lampu jalan mati di depan pasar Matawai", 50)
    begun.now += timedelta(hours=25)
    look(begun, "whatsapp")
    answered(begun)
    answered(begun)
    assert begun.says(WA_ME) == []
    assert begun.says(ME) != []


def test_late_words_that_come_in_any_order_are_read_as_they_were_written(
    patient: House,
) -> None:
    for text, ago in (("tiangnya miring mau roboh", 30), ("lampu jalan mati", 33)):
        whatsapp(patient, text, ago)
        look(patient, "whatsapp")
    answered(patient)
    with patient.store.reading() as tx:
        stored = tx.complaint(patient.tracking_id(WA_ME))
    assert stored is not None
    assert stored.complaint.description.split("\n") == [
        "lampu jalan mati",
        "tiangnya miring mau roboh",
    ]


def test_the_door_shows_when_a_channel_last_worked(begun: House) -> None:
    write(begun, "lampu mati")
    look(begun)
    with begun.store.reading() as tx:
        sms = next(one for one in pulses(begun.parts, tx) if one.channel == "sms")
    assert sms.last_inbound == begun.now.astimezone(sms.last_inbound.tzinfo)
