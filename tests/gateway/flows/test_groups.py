"""A desk whose address is a Telegram group: served as offices work, and followed when it moves."""

from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from house import PUBLIC, House, Sent

from gateway.operate.inspection import case_json, examine
from storage.unit_of_work import Store

AGENCIES = """\
coordinator: kab
agencies:
  - code: kab
    name: Koordinator
    region: "53.11"
    administrators:
      - {name: Grup Kabupaten, notify: ["telegram:-4001"]}
      - {name: Siti, notify: ["telegram:1003"]}
  - code: kab.pupr
    name: Dinas PUPR
    parent: kab
    region: "53.11.99"
    administrators: [{name: Rina, notify: ["telegram:1002"]}]
"""
GROUP, MOVED, CITIZEN = "telegram:-4001", "telegram:-1001234", "telegram:7"
STORY = "Anjing liar banyak sekali di Matawai Waingapu sejak kemarin"
NUMBERS = count(9000)


@pytest.fixture
def office(store: Store, redis_url: str, tmp_path: Path, now: datetime) -> House:
    file = tmp_path / "agencies.yaml"
    file.write_text(AGENCIES)
    return House(store, redis_url, tmp_path, now, {"AGENCIES_FILE": str(file)})


def member(name: str) -> dict[str, Any]:
    return {"id": 40, "is_bot": False, "first_name": name}


def at(chat: int) -> dict[str, Any]:
    return {
        "id": chat,
        "type": "group" if chat > -(10**6) else "supergroup",
        "title": "Dinas",
    }


def write(
    house: House, text: str, *, chat: int = -4001, name: str = "Maria Rambu", **more
) -> None:
    message = {
        "message_id": next(NUMBERS),
        "date": 0,
        "from": member(name),
        "chat": at(chat),
    }
    house.update(
        {"update_id": next(NUMBERS), "message": message | {"text": text} | more}
    )
    house.settle()


def reply(house: House, to: Sent, text: str, **more: Any) -> None:
    chat, number = to.provider_id.split(":")
    answered = {"message_id": int(number), "date": 0, "chat": at(int(chat))}
    write(house, text, chat=int(chat), reply_to_message=answered, **more)


def press(
    house: House, title: str, *, name: str = "Maria Rambu", chat: int = -4001
) -> None:
    shown = next(
        one
        for one in reversed(house.wire.to(f"telegram:{chat}"))
        if title in one.buttons
    )
    number = int(shown.provider_id.split(":")[1])
    query = {
        "id": f"press{next(NUMBERS)}",
        "from": member(name),
        "chat_instance": "1",
        "data": shown.buttons[title],
        "message": {"message_id": number, "date": 0, "chat": at(chat)},
    }
    house.update({"update_id": next(NUMBERS), "callback_query": query})
    house.settle()


def complaint(house: House) -> str:
    """A complaint whose desk is the group; its id."""
    for text in (STORY, "anonim", "KIRIM"):
        house.telegram(text)
        house.settle(60)
    id_ = house.tracking_id(CITIZEN)
    for _ in range(3):
        house.settle(60)
    assert any(id_ in text for text in house.says(GROUP)), house.says(CITIZEN)
    return id_


def history(house: House, id_: str) -> list[tuple[str, str]]:
    shown = case_json(house.parts, id_)
    assert shown is not None
    return [(one["action"], one["actor"]) for one in shown["case"]["history"]]


def test_a_press_in_the_group_is_done_answered_and_recorded_by_name(
    office: House,
) -> None:
    id_ = complaint(office)
    press(office, "Terima")
    assert ("accept", "Maria Rambu (Grup Kabupaten)") in history(office, id_)
    assert office.wire.acknowledged[-1].startswith("press")
    assert id_ in office.says(GROUP)[-1]
    press(office, "Terima", name="Yusuf")
    assert len(office.wire.acknowledged) == 2
    assert not any("Yusuf" in actor for _, actor in history(office, id_))


@pytest.mark.parametrize(
    "written",
    [
        "TERIMA {id}",
        "terima {id}",
        "/terima {id}",
        "/terima@SatuPintuBot {id}",
        "@SatuPintuBot TERIMA {id}",
        "@satupintu_bot terima {id}",
    ],
)
def test_a_command_in_the_group_works(office: House, written: str) -> None:
    id_ = complaint(office)
    write(office, written.format(id=id_), name="Yusuf")
    assert ("accept", "Yusuf (Grup Kabupaten)") in history(office, id_)


def test_the_list_may_be_asked_for(office: House) -> None:
    id_ = complaint(office)
    write(office, "/daftar")
    assert id_ in office.says(GROUP)[-1]


def test_an_answer_is_written_as_a_reply(office: House) -> None:
    id_ = complaint(office)
    press(office, "Jawab")
    asked = office.wire.to(GROUP)[-1]
    assert "membalas" in asked.text
    before = office.says(GROUP)
    write(office, "pak Budi sudah lihat ini?", name="Yusuf")
    assert office.says(GROUP) == before
    reply(office, asked, "Petugas kami sudah datang hari Kamis.", name="Yusuf")
    assert any("sudah datang hari Kamis" in text for text in office.says(CITIZEN))
    assert any(actor.startswith("Yusuf") for _, actor in history(office, id_))


@pytest.mark.parametrize(
    "said",
    [
        "ada yang tahu jam rapat?",
        "ok siap",
        "terima kasih pak",
        "sudah ditangani kemarin",
        "SELESAI",
        "Selesai rapat jam 3 ya",
        "@budi tolong cek",
        "stop",
        "lapor baru",
    ],
)
def test_what_members_say_to_each_other_is_left_alone(office: House, said: str) -> None:
    id_ = complaint(office)
    before, so_far = office.says(GROUP), history(office, id_)
    write(office, said)
    assert (office.says(GROUP), history(office, id_)) == (before, so_far)


def test_a_report_of_ones_own_is_not_told_before_the_group(office: House) -> None:
    complaint(office)
    write(office, "/baru")
    assert "chat pribadi" in office.says(GROUP)[-1]


@pytest.mark.parametrize(
    "more",
    [
        {"from": {"id": 5, "is_bot": True, "first_name": "Bot lain"}},
        {"sender_chat": {"id": -4001, "type": "group"}},
    ],
    ids=["another bot", "an anonymous post"],
)
def test_who_is_no_person_is_left_alone(office: House, more: dict[str, Any]) -> None:
    id_ = complaint(office)
    before = office.says(GROUP)
    write(office, f"TERIMA {id_}", **more)
    assert office.says(GROUP) == before


def test_a_press_in_a_group_of_no_desk_is_answered_each_time(office: House) -> None:
    for n in range(2):
        query = {
            "id": f"press{n}",
            "from": member("Ana"),
            "data": "case:accept:LPR-7K2F9QX",
            "message": {"message_id": 5, "date": 0, "chat": at(-77)},
        }
        office.update({"update_id": next(NUMBERS), "callback_query": query})
        office.settle(70)
    assert office.wire.acknowledged == ["press0", "press1"]
    assert "chat pribadi" in office.says("telegram:-77")[0]


def test_a_notice_to_the_group_keeps_the_reporter_behind_the_link(
    office: House,
) -> None:
    for text in (
        STORY,
        "nama saya Maria Rambu Kahi",
        "Jl Melati 5",
        "lewati",
        "081298765432",
        "KIRIM",
    ):
        office.telegram(text)
        office.settle(60)
    told = "\n".join(office.says(GROUP))
    assert "/admin/" in told or not told
    assert "Kahi" not in told
    assert "081298765432" not in told


# --- A group that moves


def moves(to: str, number: int) -> Any:
    """Telegram refuses what goes to a group that has become a supergroup."""
    refusal = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": number},
    }
    return lambda address: (400, refusal) if address == to else None


def told_of_move(house: House) -> None:
    message = {
        "message_id": 1,
        "date": 0,
        "from": member("Ana"),
        "chat": at(-4001),
        "migrate_to_chat_id": -1001234,
    }
    house.update({"update_id": next(NUMBERS), "message": message})


def told_in_the_new_one(house: House) -> None:
    message = {
        "message_id": 1,
        "date": 0,
        "from": member("Ana"),
        "chat": at(-1001234),
        "migrate_from_chat_id": -4001,
    }
    house.update({"update_id": next(NUMBERS), "message": message})


def told_twice(house: House) -> None:
    told_of_move(house)
    told_in_the_new_one(house)


def after_it_was_joined(house: House) -> None:
    change = {
        "chat": at(-1001234),
        "from": member("Ana"),
        "date": 0,
        "new_chat_member": {"status": "member"},
    }
    house.update({"update_id": next(NUMBERS), "my_chat_member": change})
    gone = {**change, "chat": at(-4001), "new_chat_member": {"status": "left"}}
    house.update({"update_id": next(NUMBERS), "my_chat_member": gone})
    told_of_move(house)


def refused_only(house: House) -> None:
    """Nobody told us: the first notice is refused with the new id."""


@pytest.mark.parametrize(
    "tell",
    [told_of_move, told_in_the_new_one, told_twice, after_it_was_joined, refused_only],
)
def test_a_group_that_moved_is_followed_at_once(office: House, tell) -> None:
    tell(office)
    office.wire.fault = moves(GROUP, -1001234)
    for text in (STORY, "anonim", "KIRIM"):
        office.telegram(text)
        office.settle(60)
    id_ = office.tracking_id(CITIZEN)
    assert any(id_ in text for text in office.says(MOVED))
    press(office, "Terima", chat=-1001234)
    assert ("accept", "Maria Rambu (Grup Kabupaten)") in history(office, id_)
    said = [one.words for one in examine(office.parts) if not one.fine]
    assert any(f"{GROUP} is {MOVED} now" in one for one in said)


@pytest.mark.parametrize(
    ("who", "told"), [("telegram:1003", True), ("telegram:1002", False)]
)
def test_the_desks_page_says_that_the_file_should_be_changed(
    office: House, who: str, told: bool
) -> None:
    told_of_move(office)
    assert (MOVED in office.browser(who).get("/admin/", base_url=PUBLIC).text) is told


def test_a_link_to_log_in_follows_the_group(office: House) -> None:
    told_of_move(office)
    client = office.web.application.test_client()
    office.fill_in(client, "/admin/login", "/admin/login", contact="-4001")
    office.settle()
    assert "/admin/masuk/" in office.says(MOVED)[-1]


def test_nothing_is_said_of_groups_that_stay(office: House) -> None:
    complaint(office)
    assert not [one for one in examine(office.parts) if one.part == "agencies file"]
