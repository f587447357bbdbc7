"""An administrator's number as the sender of an SMS proves nothing: what may be done by it."""

import re
from dataclasses import replace
from datetime import timedelta

import officers_stories
import pytest
from house import CITIZEN, House

from intake.messages import Address
from intake.wording.sms import segments
from routing.spoken.proof import DIGITS, UNANSWERED_MOST, WRONG_MOST

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DESK, ME, COORDINATOR = "+6281300000002", "sms:+6281300000002", "telegram:1001"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
BRIBE = "KTP jadi bila transfer 500 ribu ke rekening ini"
CODE = re.compile(rf"\b\d{{{DIGITS}}}\b")
WRONG = "000000"


@pytest.fixture
def report(house: House) -> str:
    """A report at a desk whose officer is reached by SMS."""
    agencies = officers_stories.reached_by(house.parts.agencies, "sms")
    house.parts = replace(house.parts, agencies=agencies)
    house.rebuild()
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    return house.tracking_id(f"sms:{CITIZEN}")


def write(house: House, *texts: str) -> str:
    """An SMS with the desk's number as its sender, and what we send to that number; "" for silence."""
    before = len(house.says(ME))
    for text in texts:
        house.sms(text, sender=DESK)
        house.settle()
    return "\n".join(house.says(ME)[before:])


def code(told: str) -> str:
    return CODE.findall(told)[-1]


def history(house: House, id_: str) -> list[str]:
    case = house.case(id_)
    assert case
    return [one["action"] for one in case["case"]["history"]]


@pytest.mark.parametrize(
    "orders",
    [
        pytest.param(["JAWAB {id} " + BRIBE], id="an answer"),
        pytest.param(["TERIMA {id}"], id="taking it on"),
        pytest.param(["SELESAI {id} " + BRIBE], id="closing it"),
        pytest.param(["BUKAN {id} bukan kami"], id="sending it away"),
        pytest.param(["CATAT {id} tutup saja"], id="a note for the desks"),
        pytest.param(["kami terima"], id="taking it on in plain words"),
        pytest.param(["besok diperbaiki", "1"], id="a yes to our question"),
        pytest.param(["JAWAB {id}", BRIBE, "1"], id="words a verb asked for"),
        pytest.param(["besok diperbaiki", "DAFTAR"], id="words left behind"),
    ],
)
def test_what_a_forger_orders_by_sms_is_not_done(
    house: House, report: str, orders: list[str]
) -> None:
    before, told = history(house, report), house.says(f"sms:{CITIZEN}")
    write(house, *(one.format(id=report) for one in orders))
    house.settle(3600)
    assert history(house, report) == before
    assert house.says(f"sms:{CITIZEN}") == told


def test_the_code_lets_go_exactly_what_was_shown_with_it(
    house: House, report: str
) -> None:
    asked = write(house, f"JAWAB {report} Jalan ditambal hari Kamis")
    assert f"JAWAB {report} Jalan ditambal hari Kamis" in asked
    assert "diteruskan ke pelapor" in write(house, code(asked))
    assert "Jalan ditambal hari Kamis" in house.says(f"sms:{CITIZEN}")[-1]


@pytest.mark.parametrize("typed", ["{0}", "kode {0}", "{0}.", " {1} {2} "])
def test_a_code_may_be_written_as_people_do(
    house: House, report: str, typed: str
) -> None:
    found = code(write(house, f"TERIMA {report}"))
    write(house, typed.format(found, found[:3], found[3:]))
    assert history(house, report)[-1] == "accept"


def test_a_code_works_once(house: House, report: str) -> None:
    found = code(write(house, f"CATAT {report} sudah dilihat"))
    write(house, found)
    write(house, f"CATAT {report} tutup saja")
    assert "salah" in write(house, found)
    assert history(house, report).count("note") == 1


def test_a_code_works_for_ten_minutes(house: House, report: str) -> None:
    found = code(write(house, f"TERIMA {report}"))
    house.now += timedelta(minutes=11)
    assert "10 menit" in write(house, found)
    assert "accept" not in history(house, report)


def test_a_forged_order_does_not_ride_on_a_genuine_one(
    house: House, report: str
) -> None:
    genuine = code(write(house, f"TERIMA {report}"))
    write(house, f"JAWAB {report} {BRIBE}")
    write(house, genuine)
    assert history(house, report)[-1] == "accept"
    assert all(BRIBE not in one for one in house.says(f"sms:{CITIZEN}"))


def test_guessing_ends_all_codes_of_the_hour(house: House, report: str) -> None:
    found = code(write(house, f"TERIMA {report}"))
    write(house, *[WRONG] * WRONG_MOST)
    write(house, found)
    assert "accept" not in history(house, report)


def test_after_an_hour_an_honest_officer_goes_on(house: House, report: str) -> None:
    write(house, f"TERIMA {report}", *[WRONG] * WRONG_MOST)
    house.now += timedelta(hours=1, minutes=1)
    write(house, code(write(house, f"TERIMA {report}")))
    assert history(house, report)[-1] == "accept"


def test_codes_nobody_answers_end_and_the_coordinator_hears_of_it_once(
    house: House, report: str
) -> None:
    before, heard = len(house.says(ME)), len(house.says(COORDINATOR))
    for n in range(UNANSWERED_MOST + 5):
        write(house, f"CATAT {report} nomor {n}")
    told = house.says(ME)[before:]
    assert len([one for one in told if CODE.search(one)]) == UNANSWERED_MOST
    assert len(told) == UNANSWERED_MOST + 1
    alarms = house.says(COORDINATOR)[heard:]
    assert len([one for one in alarms if "memalsukan" in one]) == 1


def test_orders_that_were_confirmed_do_not_wear_the_codes_out(
    house: House, report: str
) -> None:
    for n in range(UNANSWERED_MOST + 2):
        write(house, code(write(house, f"CATAT {report} nomor {n}")))
    assert history(house, report).count("note") == UNANSWERED_MOST + 2


@pytest.mark.parametrize("words", ["DAFTAR", "STATUS {id}", "caranya gimana?"])
def test_reading_needs_no_code_and_reaches_the_number_alone(
    house: House, report: str, words: str
) -> None:
    others = [one for one in house.wire.sent if f"sms:{DESK}" != one.to]
    told = write(house, words.format(id=report))
    assert told
    assert not CODE.search(told)
    assert [one for one in house.wire.sent if f"sms:{DESK}" != one.to] == others


def test_what_cannot_be_done_is_said_without_a_code(house: House, report: str) -> None:
    for words in ("TERIMA LPR-7K2F9QX", f"SELESAI {report}"):
        told = write(house, words)
        assert told
        assert not CODE.search(told)


def test_what_changed_meanwhile_is_refused_when_the_code_comes(
    house: House, report: str
) -> None:
    first = code(write(house, f"BUKAN {report} jalan provinsi"))
    write(house, code(write(house, f"JAWAB {report} sudah ditambal")))
    before = history(house, report)
    write(house, first)
    assert history(house, report) == before


@pytest.mark.parametrize(
    "words", ["beres", "sudah kami tambal " * 30, "ditambal 😘 hari Kamis"]
)
def test_a_code_comes_in_one_sms_that_shows_beginning_and_end(
    house: House, report: str, words: str
) -> None:
    asked = write(house, f"JAWAB {report} {words}. TAMAT")
    assert segments(asked).parts == 1
    assert f"JAWAB {report}" in asked
    assert "TAMAT" in asked


def test_an_alarm_of_an_officer_away_says_that_its_sender_is_not_certain(
    house: House, report: str
) -> None:
    write(house, "saya cuti sampai senin")
    assert "belum pasti" in house.says(COORDINATOR)[-1]


def test_a_question_and_its_code_are_independent_of_our_memory_of_the_talk(
    house: House, report: str
) -> None:
    found = code(write(house, "besok diperbaiki", "1"))
    write(house, "DAFTAR")
    write(house, found)
    assert "besok diperbaiki" in house.says(f"sms:{CITIZEN}")[-1]


@pytest.mark.parametrize(
    ("channel", "sender"), [("whatsapp", DESK), ("telegram", "1002")]
)
def test_where_the_channel_proves_the_sender_no_code_is_asked(
    house: House, report: str, channel: str, sender: str
) -> None:
    agencies = officers_stories.reached_by(house.parts.agencies, channel)
    house.parts = replace(house.parts, agencies=agencies)
    house.rebuild()
    house.hear(f"{channel}:{sender}", {"text": f"TERIMA {report}"})
    house.settle()
    assert history(house, report)[-1] == "accept"


def test_a_number_known_by_another_channel_is_a_citizen_by_sms(house: House) -> None:
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    report = house.tracking_id(f"sms:{CITIZEN}")
    before = history(house, report)
    write(house, f"JAWAB {report} {BRIBE}")
    assert history(house, report) == before


def test_what_waits_is_sealed_with_the_conversation(house: House, report: str) -> None:
    write(house, f"JAWAB {report} {BRIBE}")
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("sms", DESK))
        assert contact is not None
        kept = tx.conversation(contact.id)
    assert kept is not None
    assert kept.desk is not None
    assert BRIBE in kept.desk["proof"]
    raw = b"".join(file.read_bytes() for file in house.settings.var_dir.glob("*.db*"))
    assert BRIBE.encode() not in raw
