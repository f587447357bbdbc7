"""A draft continued on another channel; edits, albums and bursts as the providers send them."""

from datetime import timedelta

import pytest
from house import CITIZEN, House

from gateway.flows.clock_rounds import tick_all
from gateway.operate.inspection import case_json

SMS, CHAT = f"sms:{CITIZEN}", "telegram:7"
STORY = "Bendungan irigasi jebol di Kambajawa Waingapu sejak kemarin"


@pytest.fixture
def begun(house: House) -> str:
    """A draft begun by SMS, and its id."""
    house.sms(STORY)
    house.settle(60)
    return house.tracking_id(SMS)


def test_its_owner_confirms_and_the_draft_goes_on_where_its_id_was_quoted(
    house: House, begun: str
) -> None:
    house.telegram(begun)
    house.settle(60)
    assert "persetujuan" in house.says(CHAT)[-1]
    assert f"melanjutkan {begun} lewat Telegram" in house.says(SMS)[-1]

    house.sms("ya")
    house.settle(60)
    assert "dilanjutkan di sana" in house.says(SMS)[-1]
    assert "Siapa nama dan alamat Anda" in house.says(CHAT)[-1]

    for text in ("Budi Santoso", "sama", "lewati", "lewati", "kirim"):
        house.telegram(text)
        house.settle(60)
    shown = case_json(house.parts, begun)
    assert shown is not None
    assert shown["description"] == STORY
    assert shown["reporter"]["channel"] == "telegram"
    assert shown["completed_at"]


def test_nothing_of_the_draft_is_shown_before_its_owner_says_yes(
    house: House, begun: str
) -> None:
    house.telegram(f"/start {begun}")
    house.settle(60)
    house.sms("bukan")
    house.settle(60)
    for text in ("STATUS", begun):
        house.telegram(text)
        house.settle(60)
    assert not any(
        "endungan" in text or "Kambajawa" in text for text in house.says(CHAT)
    )
    house.sms("Budi, sama")
    house.settle(60)
    assert (
        f"{begun} diterima" in house.says(SMS)[-1]
        or f"{begun} diterima" in house.says(SMS)[-2]
    )


def test_a_second_request_does_not_bother_the_owner_again(
    house: House, begun: str
) -> None:
    for chat in (7, 8, 9):
        house.telegram(begun, chat)
        house.settle(60)
    assert sum("melanjutkan" in text for text in house.says(SMS)) == 1


def test_the_id_of_a_sent_complaint_is_answered_with_its_status(
    house: House, begun: str
) -> None:
    house.sms("Budi, sama")
    house.settle(60)
    house.telegram(begun)
    house.settle(60)
    assert begun in house.says(CHAT)[-1]
    assert "persetujuan" not in house.says(CHAT)[-1]


def test_an_edited_message_replaces_what_it_was(house: House) -> None:
    house.telegram("Jalan rusak di Matawai Waingapu sejak kemarin", update=500)
    house.settle(60)
    person = {"id": 7, "is_bot": False, "first_name": "Budi"}
    edited = {
        "message_id": 500,
        "date": 0,
        "edit_date": 1,
        "from": person,
        "chat": {"id": 7, "type": "private"},
        "text": "Jembatan rusak di Kambajawa Waingapu sejak kemarin",
    }
    house.update({"update_id": 501, "edited_message": edited})
    house.settle(60)
    house.telegram("anonim")
    house.settle(60)
    assert "Jembatan rusak di Kambajawa" in house.says(CHAT)[-1]
    assert "Matawai" not in house.says(CHAT)[-1]


def test_an_album_is_answered_once_and_all_of_it_is_kept(house: House) -> None:
    for n in range(3):
        photo = [
            {"file_id": f"p{n}", "file_unique_id": f"u{n}", "width": 1, "height": 1}
        ]
        caption = (
            {"caption": "Selokan mampet di Matawai Waingapu sejak kemarin"}
            if n == 0
            else {}
        )
        house.telegram("", media_group_id="44", photo=photo, **caption)
    house.settle(60)
    assert len(house.says(CHAT)) == 1
    shown = case_json(house.parts, house.tracking_id(CHAT))
    assert shown is not None
    assert len(shown["attachments"]) == 3


def test_who_writes_in_pieces_is_asked_again_when_they_are_done(house: House) -> None:
    house.telegram("lampu jalan mati")
    house.telegram("tolong pak")  # before our question has left
    house.settle(1)
    assert len(house.says(CHAT)) == 1
    house.now += timedelta(minutes=1)
    tick_all(house.parts, house.now)
    house.settle(1)
    assert "Di mana" in house.says(CHAT)[-1]
    assert len(house.says(CHAT)) == 2


def test_a_report_that_may_be_two_things_is_kept_with_both(house: House) -> None:
    house.sms("guru honorer di kelurahan Kambajawa belum digaji")
    house.settle(60)
    shown = case_json(house.parts, house.tracking_id(SMS))
    assert shown is not None
    assert {shown["category"], shown["other_category"]} == {
        "Ketenagakerjaan",
        "Pendidikan dan Kebudayaan",
    }
    assert shown["category_words"]
    assert shown["other_category_words"]
