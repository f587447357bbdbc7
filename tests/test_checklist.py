"""The checklist of channel cases and the tests that exist are the same; and the cases of the door itself."""

import re
from pathlib import Path

import pytest
from house import CITIZEN, SID, SMS, House

TESTS = Path(__file__).parent
NAMED = re.findall(
    r"(?:^- |, )([TSGM]\d+) ",
    (TESTS / "checklist.md").read_text(encoding="utf-8"),
    re.M,
)
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py"))
)


def test_the_checklist_is_whole() -> None:
    expected = {"T": 39, "S": 7, "G": 21, "M": 9}
    assert [
        f"{kind}{n}" for kind, last in expected.items() for n in range(1, last + 1)
    ] == NAMED


@pytest.mark.parametrize("name", NAMED)
def test_each_line_has_a_test_that_bears_its_name(name: str) -> None:
    assert re.search(rf'"{name}[ ,:]|def test_{name.lower()}_', SOURCES)


def test_t6_a_get_is_not_allowed_and_leaves_nothing(house: House) -> None:
    assert house.web.get("/webhooks/twilio/sms").status_code == 405
    assert house.web.get("/webhooks/telegram").status_code == 405


def test_g3_the_same_update_twice_counts_once(house: House) -> None:
    for _ in range(2):
        assert house.telegram("lampu jalan mati", update=4711).status_code == 200
    house.settle()
    assert len(house.says("telegram:7")) == 1


def test_s3_a_status_word_we_do_not_know_is_acknowledged(house: House) -> None:
    form = {
        "MessageSid": "SM1",
        "AccountSid": SID,
        "MessageStatus": "teleported",
        "To": CITIZEN,
        "From": SMS,
    }
    assert house.post("/webhooks/twilio/status", form).status_code == 200
