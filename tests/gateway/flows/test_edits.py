"""An edit that changes nothing is nothing: a reaction, a pin or a link's preview sends the message again."""

from typing import Any

import pytest
from house import House

CHAT = "telegram:7"
STORY = "Jalan rusak di Matawai Waingapu sejak kemarin"
PERSON = {"id": 7, "is_bot": False, "first_name": "Budi"}


def photo(ref: str, size: int = 0) -> dict[str, Any]:
    shown = {"file_id": ref, "file_unique_id": ref[:2], "width": 9, "height": 9}
    return {"photo": [shown | ({"file_size": size} if size else {})]}


def edited(house: House, number: int, **fields: Any) -> None:
    chat = {"id": 7, "type": "private"}
    message = {
        "message_id": 500,
        "date": 0,
        "edit_date": 1,
        "from": PERSON,
        "chat": chat,
    }
    house.update({"update_id": number, "edited_message": message | fields})
    house.settle(60)


def files(house: House) -> int:
    return len(house.files(house.tracking_id(CHAT)))


def begun(house: House, **fields: Any) -> list[str]:
    house.telegram(update=500, **fields)
    house.settle(60)
    return house.says(CHAT)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        pytest.param({"text": STORY}, {"text": STORY}, id="words: a link's preview"),
        pytest.param({"text": STORY}, {"text": f"{STORY} "}, id="a space behind them"),
        pytest.param(
            {"caption": STORY, **photo("p1")},
            {"caption": STORY, **photo("p1")},
            id="a photo with its words: a reaction",
        ),
        pytest.param(
            {"caption": STORY, **photo("p1", 4711)},
            {"caption": STORY, **photo("q1", 4711)},
            id="the same photo with a new handle",
        ),
        pytest.param(
            {"caption": STORY, "video": {"file_id": "v", "mime_type": "video/mp4"}},
            {"caption": STORY, "video": {"file_id": "v", "mime_type": "video/mp4"}},
            id="a video",
        ),
        pytest.param(
            {"caption": STORY, "document": {"file_id": "d", "file_size": 9}},
            {"caption": STORY, "document": {"file_id": "d", "file_size": 9}},
            id="a document",
        ),
        pytest.param({"text": "LAPOR"}, {"text": "LAPOR"}, id="a command"),
        pytest.param({"text": "halo"}, {"text": "halo"}, id="a greeting"),
    ],
)
def test_an_edit_that_changes_nothing_is_nothing(house: House, first, again) -> None:
    said = begun(house, **first)
    for number in (501, 502, 503):
        edited(house, number, **again)
    assert house.says(CHAT) == said
    if "caption" in first:
        assert files(house) == 1


def test_the_photo_of_a_changed_caption_counts_once(house: House) -> None:
    begun(house, caption=STORY, **photo("p1", 4711))
    changed = "Jembatan rusak di Kambajawa Waingapu sejak kemarin"
    edited(house, 501, caption=changed, **photo("p1", 4711))
    edited(house, 502, caption=changed, **photo("p1", 4711))
    assert files(house) == 1
    assert sum("diganti" in one for one in house.says(CHAT)) == 1


def test_a_photo_that_was_replaced_is_added(house: House) -> None:
    begun(house, caption=STORY, **photo("p1", 4711))
    edited(house, 501, caption=STORY, **photo("q9", 5000))
    assert files(house) == 2


def test_words_changed_and_changed_back_are_two_changes(house: House) -> None:
    begun(house, text=STORY)
    edited(house, 501, text="Lampu jalan mati di Matawai Waingapu sejak kemarin")
    edited(house, 502, text=STORY)
    edited(house, 503, text=STORY)
    assert sum("diganti" in one for one in house.says(CHAT)) == 2


def test_an_edit_of_what_we_do_not_know_is_heard(house: House) -> None:
    edited(house, 501, text=STORY)
    assert house.tracking_id(CHAT)


def test_a_command_of_an_officer_is_done_once(house: House) -> None:
    house.telegram("DAFTAR", 1001, update=500)
    house.settle(60)
    said = house.says("telegram:1001")
    chat = {"id": 1001, "type": "private"}
    message = {"message_id": 500, "date": 0, "from": PERSON, "chat": chat}
    house.update({"update_id": 501, "edited_message": message | {"text": "DAFTAR"}})
    house.settle(60)
    assert house.says("telegram:1001") == said
