"""An installation whose LANGUAGE is English: its officers read no word of Indonesian from us."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from house import House

from gateway.web.app import create_app
from intake.messages import Address
from storage.unit_of_work import Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ME = "sms:+6281298765432"
STORY = (
    "The street light in front of Matawai market Waingapu has been out for two weeks"
)
INDONESIAN = re.compile(
    r"\b(?:yang|tidak|untuk|sudah|belum|dari|dengan|pelapor|laporan)\b", re.IGNORECASE
)


@pytest.fixture
def english(store: Store, redis_url: str, tmp_path: Path, now: datetime) -> House:
    house = House(store, redis_url, tmp_path, now, {"LANGUAGE": "en"})
    for words in (STORY, "John Miller", "same"):
        house.sms(words)
        house.settle()
    return house


def test_a_notice_and_the_answers_to_commands(english: House) -> None:
    (notice,) = [one for one in english.wire.sent if "New report" in one.text]
    id_ = english.tracking_id(ME)
    for words in (
        "Complaint: ",
        "Where: ",
        "Deadline: Accept by Thu 26 Nov 2026",
        f"Reply: TERIMA {id_} | ",
    ):
        assert words in notice.text
    assert set(notice.buttons) == {"Accept", "Answer", "Not ours"}
    sender = notice.to.partition(":")[2]
    for typed, answer in (
        (f"TERIMA {id_}", f"Thank you, you accepted {id_}. The reporter is told."),
        (
            f"SELESAI {id_}",
            f"The reporter has no answer yet. First write: SELESAI {id_} and what was done.",
        ),
        (f"JAWAB {id_}", f"Please write the answer to the reporter of {id_}."),
        ("batal", "All right, never mind."),
    ):
        english.whatsapp(typed, sender=sender)
        english.settle()
        assert english.says(notice.to)[-1] == answer


def test_the_pages(english: House) -> None:
    id_ = english.tracking_id(ME)
    web, base = create_app(english.parts).test_client(), english.settings.public_url
    boss = Address("telegram", "1001")
    link = (
        "/admin" + english.parts.links.login(boss, english.now).partition("/admin")[2]
    )
    shown = web.get(link, base_url=base).text
    token = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert token
    web.post(link, data={"csrf": token[1]}, base_url=base)
    pages = {
        path: web.get(path, base_url=base).text
        for path in ("/", "/admin/", f"/admin/kasus/{id_}")
    }
    pages |= {"/admin/draf": web.get("/admin/draf", base_url=base).text, "enter": shown}
    for path, words in {
        "/": "A complaint about a public service?",
        "/admin/": "1 reports",
        f"/admin/kasus/{id_}": "Report received",
        "/admin/draf": "No draft is left behind.",
        "enter": "You will be logged in as",
    }.items():
        assert words in pages[path]
        assert '<html lang="en">' in pages[path]
        text = re.sub(r"<[^>]*>", " ", pages[path]).replace(STORY, "")
        assert INDONESIAN.findall(text) == []
