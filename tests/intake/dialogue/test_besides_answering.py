"""What strangers said besides answering, and what must have come of it: one row a fault that was."""

import re
from typing import Any

import pytest

from benchmarks.chat import Chat
from intake.state import Append

WAINGAPU = "53.11"
LAMP = "lampu jalan mati di Hambala sejak kemarin"
ROAD = "jalan rusak parah di Hambala sejak senin"
TO_THE_REVIEW = (LAMP, "Budi Santoso", "sama", "lewati", "lewati")


def talked(channel: str, *lines: str) -> Chat:
    chat = Chat(channel, WAINGAPU)
    for line in lines:
        chat.send(line)
    return chat


def value(chat: Chat, slot: str) -> Any:
    known = chat.state.value(slot)
    return known.get("text") if isinstance(known, dict) else known


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        pytest.param(
            (*TO_THE_REVIEW, "1 kurang, tambahkan bahwa tiangnya miring"),
            "tiangnya miring",
            id="more for the first line of the review is added to it",
        ),
        pytest.param(
            ("mau lapor sampah", "di Kambajawa", "udah sebulan ga diangkut bau"),
            "ga diangkut bau",
            id="what is told beside the time",
        ),
        pytest.param(
            ("air PDAM keruh di Hambala", "listriknya juga sering padam di situ"),
            "listriknya juga sering padam di situ",
            id="what is told instead of the time",
        ),
        pytest.param(
            ("jalan rusak", "ini buat ngadu ya? listrik sering padam di Lewa Paku"),
            "listrik sering padam di Lewa Paku",
            id="what is told beside a question",
        ),
        pytest.param(
            ("lampu jalan mati", "got mampet di jalan Soekarno, banjir masuk rumah"),
            "banjir masuk rumah",
            id="a blocked drain (got) is nothing that got solved",
        ),
        pytest.param(
            (ROAD, "sudah diperbaiki jalannya", "bukan"),
            "sudah diperbaiki jalannya",
            id="what only sounded solved, when they say no",
        ),
    ],
)
def test_it_is_in_the_report(lines: tuple[str, ...], part: str) -> None:
    chat = talked("telegram", *lines)
    assert part in "\n".join(chat.state.draft.story)
    assert lines[0] in "\n".join(chat.state.draft.story)


@pytest.mark.parametrize(
    ("lines", "slot", "asked"),
    [
        pytest.param((*TO_THE_REVIEW, "2 salah"), "place", "place", id="2 salah"),
        pytest.param((*TO_THE_REVIEW, "4 keliru pak"), "name", "name", id="4 keliru"),
    ],
)
def test_a_line_that_is_wrong_is_asked_for_anew(
    lines: tuple[str, ...], slot: str, asked: str
) -> None:
    chat = talked("whatsapp", *lines)
    assert (value(chat, slot), chat.state.draft.asked) == (None, (asked,))


def test_a_line_corrected_in_a_sentence_takes_the_new_words() -> None:
    chat = talked("whatsapp", *TO_THE_REVIEW, "3 bukan kemarin tapi senin")
    assert value(chat, "time") == "senin"


def test_a_name_told_when_asked_where_is_a_name() -> None:
    chat = talked("telegram", "jalan rusak parah", "nama saya Dodi Kurniawan")
    assert (value(chat, "name"), value(chat, "place")) == ("Dodi Kurniawan", None)
    assert chat.state.draft.asked[:1] == ("place",)


def test_a_name_with_a_but_is_kept() -> None:
    chat = talked("telegram", ROAD, "Lina tapi tolong dirahasiakan")
    assert (value(chat, "name"), chat.state.draft.confidential) == ("Lina", True)


def test_gibberish_is_no_name() -> None:
    assert value(talked("telegram", ROAD, "asdfghjkl"), "name") is None


@pytest.mark.parametrize(
    ("answer", "phase"),
    [
        ("ya batalkan", "cancelled"),
        ("iya batalin aja", "cancelled"),
        ("gak jadi batal, lanjut", "collect"),
        ("jangan dibatalkan", "collect"),
    ],
)
def test_whether_to_cancel_is_answered_in_words(answer: str, phase: str) -> None:
    assert talked("telegram", ROAD, "batalkan aja", answer).state.phase == phase


@pytest.mark.parametrize("words", ["jgn batal", "eh gak jadi batal"])
def test_a_cancelled_draft_comes_back_when_they_say_so(words: str) -> None:
    chat = talked("sms", ROAD, "batal", words)
    assert (chat.state.phase, chat.state.draft.story) == ("collect", (ROAD,))


@pytest.mark.parametrize(
    "words", ["jangan bilang-bilang nama saya ya", "nama saya jangan sampai bocor"]
)
def test_a_wish_that_the_name_stays_secret_is_granted(words: str) -> None:
    draft = talked("telegram", *TO_THE_REVIEW, words).state.draft
    assert draft.confidential or draft.anonymous


def test_a_second_matter_leaves_the_first_to_be_sent() -> None:
    chat = talked(
        *("telegram", LAMP, "sampah juga numpuk di Prailiu, beda masalah ini"),
        *("Budi Santoso", "sama", "lewati", "lewati"),
    )
    first = chat.state.draft.id
    chat.send("ya")
    assert chat.filed[first] == "completed"
    assert chat.filed[chat.state.draft.id] == "draft"


SENT = ("sms", f"{LAMP}, Budi Santoso", "sama")


@pytest.mark.parametrize(
    "words",
    [
        "jangan ditindaklanjuti dulu, saya takut",
        "saya takut ketahuan pak lurah",
        "jujur saya was-was pak",
        "aku wedi pak",
    ],
)
def test_fear_after_the_receipt_is_passed_on_and_told_what_secrecy_there_is(
    words: str,
) -> None:
    chat = talked(*SENT)
    chat.effects = []
    [shown] = chat.send(words)
    assert [one.text for one in chat.effects if isinstance(one, Append)] == [words]
    assert {"ANONIM", "RAHASIA", "BATAL"} <= set(re.findall("[A-Z]+", shown.text))
    assert len(shown.text) <= 160


@pytest.mark.parametrize("words", ["anak saya takut lewat", "warga takut kalau malam"])
def test_whom_the_matter_frightens_tells_more_of_it(words: str) -> None:
    chat = talked(*SENT)
    [shown] = chat.send(words)
    assert "ANONIM" not in shown.text


@pytest.mark.parametrize("words", ["di kampung saya", "kampung sini aja pak"])
def test_here_is_no_place(words: str) -> None:
    chat = talked("telegram", "jembatan patah sejak senin", words)
    assert value(chat, "place") is None


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("dpn pasar Matawai 3 bln Simon", ("dpn pasar Matawai", "3 bln", "Simon")),
        (
            "depan pasar Matawai sudah 2 minggu Maria Rambu",
            ("depan pasar Matawai", "sudah 2 minggu", "Maria Rambu"),
        ),
        ("RT 3 RW 5 Hambala 1 thn", ("RT 3 RW 5 Hambala", "1 thn", None)),
        ("jl Melati no 3 Hambala", ("jl Melati no 3 Hambala", None, None)),
    ],
)
def test_how_long_it_lasts_parts_where_from_who(
    answer: str, told: tuple[str | None, ...]
) -> None:
    chat = talked("sms", "jembatan kayu patah", answer)
    assert tuple(value(chat, slot) for slot in ("place", "time", "name")) == told


@pytest.mark.parametrize("channel", ["telegram", "sms"])
def test_an_answer_beside_a_question_is_one(channel: str) -> None:
    chat = talked(channel, "jembatan kayu patah", "ini gratis kan? depan pasar Matawai")
    assert value(chat, "place") == "depan pasar Matawai"


def test_a_question_that_a_receipt_has_no_room_for_goes_with_the_report() -> None:
    chat = talked(*SENT[:2], "sama. apakah ini gratis?")
    assert chat.state.draft.questions == ("apakah ini gratis?",)


PLACED = ("whatsapp", "jembatan patah sejak natal", "RT 03 RW 05 Hambala", "Budi, sama")


@pytest.mark.parametrize(
    ("words", "slot", "now"),
    [
        ("RT 03 RW 05, kebalik itu", "place", "RT 05 RW 03 Hambala"),
        ("rt rw nya kebalik pak", "place", "RT 05 RW 03 Hambala"),
        ("RT 7", "place", "RT 7 RW 05 Hambala"),
        ("kurang lengkap, dekat gereja", "place", "RT 03 RW 05 Hambala, dekat gereja"),
        ("kejadiannya tahun baru", "time", "tahun baru"),
        ("eh tahun baru deng", "time", "tahun baru"),
        ("namanya Marta", "name", "Marta"),
    ],
)
def test_at_the_review_a_fact_said_anew_takes_the_place_of_the_old(
    words: str, slot: str, now: str
) -> None:
    assert value(talked(*PLACED, words), slot) == now


def test_who_lives_where_it_happened_lives_at_the_mended_number() -> None:
    chat = talked(*PLACED, "RT dan RW kebalik")
    assert value(chat, "address") == "RT 05 RW 03 Hambala"


def test_who_lives_where_it_happened_stays_where_another_place_is_the_scene() -> None:
    chat = talked(*PLACED, "2 depan pasar Kambajawa")
    assert value(chat, "address") == "RT 03 RW 05 Hambala"


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("rasido lapor wae mas", "withdraw"),
        ("tong diteruskeun kang, tos diurus ku warga", "withdraw"),
        ("la odi' lampona pak", "solved"),
        ("baikmi lampunya pak, makasih", "solved"),
    ],
)
def test_what_is_taken_back_or_solved_in_a_regional_tongue_is_asked_about(
    words: str, about: str
) -> None:
    targets = [choice.target for choice in talked(*SENT, words).state.draft.choices]
    assert about in targets


def test_another_matter_in_javanese_is_a_report_of_its_own() -> None:
    chat = talked(*SENT, "ono maneh pak, sampah numpuk ing pasar")
    assert chat.state.draft.story == ("sampah numpuk ing pasar",)


@pytest.mark.parametrize(
    ("told", "place", "region"),
    [
        pytest.param(
            "Kelurahan Prailiu",
            "di Kambera, Kelurahan Prailiu",
            "53.11.16.1002",
            id="a village in the district they told of is more of the place",
        ),
        pytest.param(
            "Kelurahan Matawai", "di Kambera", "53.11.16", id="one elsewhere is not"
        ),
        pytest.param("Kambera", "di Kambera", "53.11.16", id="nor the district again"),
        pytest.param("Budi Santoso", "di Kambera", "53.11.16", id="nor a name"),
    ],
)
def test_asked_for_the_name_they_tell_more_of_the_place(
    told: str, place: str, region: str
) -> None:
    chat = talked("telegram", "jalan rusak parah di Kambera", "kemarin", told)
    assert value(chat, "place") == place
    assert chat.state.value("place")["region_code"] == region


def test_what_was_meant_counts_although_they_do_not_say_instead_of_what() -> None:
    chat = talked("telegram", LAMP, "maksud saya di depan gereja Payeti")
    assert value(chat, "place") == "di depan gereja Payeti"
