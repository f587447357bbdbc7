"""Officers' plain words through the whole house: read tests/transcripts/officers as an officer would."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import officers_stories
import pytest
from house import CITIZEN, House
from officers_lines import SAID

from intake.messages import Address
from intake.wording.sms import segments
from routing.spoken.acts import DeskAct

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DESK = "+6281300000002"
ME = f"whatsapp:{DESK}"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
STORIES = sorted(officers_stories.HERE.glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_conversation_goes_word_for_word_as_written_down(
    path: Path, house: House
) -> None:
    written = path.read_text(encoding="utf-8")
    assert officers_stories.played(written, house) == written


def say(house: House, words: str, **more: str) -> str:
    """The desk's officer writes, and reads our answer; "" for silence."""
    before = len(house.says(ME))
    house.whatsapp(words, sender=DESK, **more)
    house.settle()
    return "\n".join(house.says(ME)[before:])


def own_complaints(house: House) -> int:
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("whatsapp", DESK))
        return len(tx.complaints_of(contact.id, 9)) if contact else 0


@pytest.fixture
def report(house: House) -> str:
    """A report at the desk."""
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    return house.tracking_id(f"sms:{CITIZEN}")


@pytest.mark.parametrize(
    "words",
    [
        *(texts[0] for act, texts in SAID.items() if act != DeskAct.OWN),
        "lampu di rumah sy mati dari kemarin",
        "jalan rusak di depan pasar Matawai Kota Waingapu",
        "tes",
        "1",
        "ya",
        "?",
        "kirim",
        "LPR-",
    ],
)
def test_no_words_but_those_that_say_so_become_a_complaint(
    house: House, words: str
) -> None:
    say(house, words)
    say(house, words)
    assert own_complaints(house) == 0


@pytest.mark.parametrize("phone", ["photo", "sticker"])
def test_a_file_alone_is_no_complaint_and_is_answered_once(
    house: House, phone: str
) -> None:
    files = {
        "NumMedia": "1",
        "MediaUrl0": "https://api.twilio.com/x",
        "MediaContentType0": f"image/{phone}",
    }
    assert "belum dapat diteruskan" in say(house, "", **files)
    assert say(house, "", **files) == ""
    assert own_complaints(house) == 0


def test_second_thoughts_before_a_word_of_the_complaint_end_it(
    house: House, report: str
) -> None:
    say(house, "mau lapor")
    say(house, "eh gak jadi deh")
    assert "Anda terima" in say(house, "kami terima")
    assert own_complaints(house) == 0


def test_a_complaint_of_their_own_that_was_never_told_is_forgotten(
    house: House, report: str
) -> None:
    say(house, "mau lapor")
    house.now += timedelta(days=2)
    assert "Anda terima" in say(house, "kami terima")
    assert own_complaints(house) == 0


def test_the_citizens_command_begins_a_complaint_too(house: House) -> None:
    say(house, "LAPOR BARU")
    say(house, "air mati di Kambajawa sudah tiga hari")
    assert own_complaints(house) == 1


def test_status_of_any_report_is_still_told(house: House, report: str) -> None:
    assert report in say(house, f"STATUS {report}")


def test_words_that_were_not_understood_become_a_complaint_when_they_say_so_later(
    house: House,
) -> None:
    asked = say(house, "air di rumah mati dari kemarin")
    assert "laporan Anda sendiri" in asked
    say(house, "1")
    assert own_complaints(house) == 1


def test_a_sentence_that_begins_with_a_verbs_word_keeps_it(
    house: House, report: str
) -> None:
    notice = house.wire.to(ME)[-1].provider_id
    say(
        house,
        "bukan wewenang kami, itu jalan provinsi",
        OriginalRepliedMessageSid=notice,
    )
    case = house.case(report)
    assert case
    assert (
        case["case"]["history"][-1]["note"] == "bukan wewenang kami, itu jalan provinsi"
    )


def test_of_a_report_that_was_never_theirs_an_officer_learns_only_who_has_it(
    house: House, report: str
) -> None:
    house.whatsapp(f"alamat persisnya {report} di mana?", sender="+6281300000003")
    house.settle()
    assert house.says("whatsapp:+6281300000003") == [
        f"{report} sedang ditangani Dinas PUPR Sumba Timur."
    ]


def test_a_note_is_typed_and_stays_among_the_desks(house: House, report: str) -> None:
    citizen = f"sms:{CITIZEN}"
    before = house.says(citizen)
    assert (
        say(house, f"CATAT {report} alat berat dipakai di Lewa")
        == f"Dicatat di {report}, tidak dikirim ke pelapor."
    )
    assert house.says(citizen) == before


def test_by_sms_every_question_is_one_part(house: House, report: str) -> None:
    agencies = officers_stories.reached_by(house.parts.agencies, "sms")
    house.parts = replace(house.parts, agencies=agencies)
    house.rebuild()
    for words in ("besok dikerjakan", "1", "sdh beres", "batu bata", "2", "ini siapa"):
        house.sms(words, sender=DESK)
        house.settle()
    assert [
        text for text in house.says(f"sms:{DESK}") if segments(text).parts > 1
    ] == []


def noted(house: House, report: str) -> list[str]:
    case = house.case(report)
    assert case
    return [one["note"] for one in case["case"]["history"] if one["action"] == "note"]


def test_a_verb_typed_over_an_open_question_keeps_what_waited(
    house: House, report: str
) -> None:
    say(house, "besok kami tambal")
    say(house, f"TERIMA {report}")
    assert noted(house, report) == ["besok kami tambal"]


def test_words_that_waited_too_long_for_a_yes_are_kept(
    house: House, report: str
) -> None:
    say(house, "besok kami tambal")
    house.now += timedelta(days=2)
    say(house, "ya")
    assert noted(house, report) == ["besok kami tambal"]


def test_the_list_they_ask_for_names_the_cases_of_their_desk(
    house: House, report: str
) -> None:
    listed = say(house, "DAFTAR")
    assert report in listed
    assert "jalan rusak parah" in listed.lower()
    house.telegram("DAFTAR", 1001)
    house.settle()
    assert report in house.says("telegram:1001")[-1]  # the coordinator sees all


def test_a_desk_without_open_cases_is_told_so(house: House) -> None:
    assert say(house, "DAFTAR") == house.parts.words.say("list.none")


def test_a_look_at_the_list_is_followed_by_our_question(
    house: House, report: str
) -> None:
    say(house, "besok kami tambal")
    assert "Kirim?" in say(house, "DAFTAR")
    assert "diteruskan ke pelapor" in say(house, "ya")


def test_thanks_after_a_question_beside_ours_send_nothing(
    house: House, report: str
) -> None:
    citizen = f"sms:{CITIZEN}"
    say(house, "sudah saya cek, besok tim turun")
    say(house, "nomor warga berapa?")
    before = house.says(citizen)
    assert "Kirim?" in say(house, "makasih ya")
    assert house.says(citizen) == before


def test_an_answer_ends_in_a_stop_before_our_words(house: House, report: str) -> None:
    say(house, "besok kami tambal")
    say(house, "iya kirim")
    assert "besok kami tambal. Belum beres?" in house.says(f"sms:{CITIZEN}")[-1]


@pytest.mark.parametrize(
    "words", ["terima kasih sudah membantu", "terimakasih banyak pak"]
)
def test_thanks_are_answered_as_thanks(house: House, words: str) -> None:
    assert say(house, words) == "Baik, terima kasih."
