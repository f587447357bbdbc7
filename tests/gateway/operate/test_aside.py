"""What was put aside is listed, read (which is recorded) and taken in once the fault is mended."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from house import BOT, CITIZEN, PUBLIC, SECRET, SID, House

from channels.contract import Event, Malformed, Webhook
from channels.telegram import TelegramChannel
from channels.twilio import TwilioSms
from gateway.flows import turns
from gateway.flows.put_aside import StillUnread
from gateway.flows.receiving import keep_unread
from gateway.operate.aside import (
    SHELL,
    NoSuchNumber,
    aside_again,
    aside_done,
    aside_listing,
    aside_text,
)
from gateway.web.app import create_app
from storage.door import Door
from storage.unit_of_work import DatabaseDown

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
ME = f"sms:{CITIZEN}"


class Faulty:
    """An adapter with a fault that somebody mends."""

    def __init__(self, real: TwilioSms | TelegramChannel) -> None:
        self._real = real
        self.ack, self.malformed_status = real.ack, real.malformed_status

    def parse(self, webhook: Webhook) -> list[Event]:
        self._real.parse(webhook)
        raise Malformed("a field we did not know")


def with_a_fault(house: House, channel: str) -> Faulty:
    faulty = Faulty(house.parts.channels[channel])  # type: ignore[arg-type]
    channels = {**house.parts.channels, channel: faulty}
    house.parts = replace(house.parts, channels=channels)  # type: ignore[arg-type]
    house.web = create_app(house.parts).test_client()
    return faulty


def mend(house: House, channel: str, faulty: Faulty) -> None:
    channels = {**house.parts.channels, channel: faulty._real}
    house.parts = replace(house.parts, channels=channels)


@pytest.mark.parametrize(
    ("channel", "write"),
    [
        ("sms", lambda house: house.sms(STORY)),
        ("whatsapp", lambda house: house.whatsapp(STORY)),
        ("telegram", lambda house: house.telegram(STORY)),
    ],
    ids=["sms", "whatsapp", "telegram"],
)
def test_a_request_nobody_could_read_is_taken_in_once_somebody_can(
    house: House, channel: str, write: Callable[[House], object]
) -> None:
    faulty = with_a_fault(house, channel)
    write(house)
    house.settle()
    assert house.wire.sent == []
    assert "a field we did not know" in aside_listing(house.parts)
    with pytest.raises(StillUnread):
        aside_again(house.parts, 1)
    mend(house, channel, faulty)
    aside_again(house.parts, 1)
    house.settle()
    assert any("LPR-" in one.text for one in house.wire.sent)
    assert " settled " in aside_listing(house.parts)
    with pytest.raises(StillUnread):
        aside_again(house.parts, 1)


def test_a_message_that_could_not_be_worked_in_is_answered_after_the_fix(
    house: House,
) -> None:
    whole = house.parts

    def broken():  # type: ignore[no-untyped-def]
        raise RuntimeError("Budi Santoso")

    house.parts = replace(whole, gazetteer=broken)
    house.sms(STORY)
    house.settle()
    assert "kami simpan" in house.says(ME)[-1]
    house.parts = whole
    aside_again(house.parts, 1)
    house.settle()
    assert "dicatat: Jalan rusak" in house.says(ME)[-1]
    turns.take_turns(house.parts)
    house.settle()
    assert len(house.says(ME)) == 2, "it is taken up once"


def test_what_came_while_the_database_was_down_is_taken_in_too(house: House) -> None:
    faulty = with_a_fault(house, "sms")

    class Away:
        def transaction(self, **_: object) -> None:
            raise DatabaseDown("gone")

    whole, away = house.parts, Door(Away(), house.parts.spool, lambda: None)  # type: ignore[arg-type]
    house.parts = replace(whole, door=away)
    house.web = create_app(house.parts).test_client()
    with house.asleep():
        house.sms(STORY)
    house.parts = whole
    mend(house, "sms", faulty)
    assert house.drain() == 1
    aside_again(house.parts, 1)
    house.settle()
    assert "dicatat" in house.says(ME)[-1]


def test_an_update_that_was_fetched_is_taken_in_once_it_can_be_read(
    house: House,
) -> None:
    message = {
        "message_id": 5,
        "date": 0,
        "text": STORY,
        "from": {"id": 7, "is_bot": False, "first_name": "Budi"},
        "chat": {"id": 7, "type": "private"},
    }
    update = {"update_id": 9, "message": message}
    keep_unread(house.parts, "telegram", "a field we did not know", {"update": update})
    aside_again(house.parts, 1)
    house.settle()
    assert house.says("telegram:7")


@pytest.mark.parametrize(
    "raw",
    [b"", b"[1]", b"{", b"From=1&Body=x", b'{"event": {}, "type": "x"}', b"\xff"],
    ids=["empty", "a list", "half", "a form", "of no type", "no text"],
)
def test_what_cannot_be_taken_in_stays_and_says_why(house: House, raw: bytes) -> None:
    with house.store.transaction() as tx:
        tx.add_quarantine("sms", "not a form", raw, house.now)
    with pytest.raises(StillUnread):
        aside_again(house.parts, 1)
    assert " waits " in aside_listing(house.parts)
    aside_text(house.parts, 1)
    aside_done(house.parts, 1)
    assert house.web.get("/ready").json["put_aside"] == 0
    with pytest.raises(NoSuchNumber):
        aside_again(house.parts, 2)


def test_reading_and_taking_in_are_recorded_and_the_list_quotes_nobody(
    house: House,
) -> None:
    faulty = with_a_fault(house, "sms")
    house.sms(STORY)
    assert "Matawai" not in aside_listing(house.parts)
    assert "Matawai" in aside_text(house.parts, 1)
    mend(house, "sms", faulty)
    aside_again(house.parts, 1)
    with house.store.reading() as tx:
        done = [(one.actor, one.action) for one in tx.audit_of("quarantine 1")]
        assert tx.verify_audit()
    assert done == [(SHELL, "read_quarantine"), (SHELL, "replay_quarantine")]


def test_no_secret_of_ours_is_shown(house: House) -> None:
    with_a_fault(house, "telegram")
    house.telegram(STORY)
    url = "https://x/webhooks/kannel?from=1&secret=kannel-secret&text=a"
    keep_unread(
        house.parts,
        "sms",
        "no from",
        {"webhook": {"url": url, "headers": {}, "form": [], "body": ""}},
    )
    shown = aside_text(house.parts, 1) + aside_text(house.parts, 2)
    assert "text=a" in shown
    assert not any(one in shown for one in (SECRET, BOT, "kannel-secret"))
    assert SID not in shown


# --- the coordinator's page


def test_the_coordinator_reads_and_takes_in_on_the_page(house: House) -> None:
    faulty = with_a_fault(house, "sms")
    house.sms(STORY)
    browser = house.browser("telegram:1001")
    page = browser.get("/admin/karantina", base_url=PUBLIC).text
    assert "a field we did not know" in page
    assert "Matawai" not in page
    assert "Matawai" in browser.get("/admin/karantina/1", base_url=PUBLIC).text
    again = "/admin/karantina/1/ulang"
    assert house.fill_in(browser, "/admin/karantina", again).status_code == 303
    assert "Belum dapat" in browser.get("/admin/karantina", base_url=PUBLIC).text
    mend(house, "sms", faulty)
    house.rebuild()
    browser = house.browser("telegram:1001")
    house.fill_in(browser, "/admin/karantina", again)
    house.settle()
    assert "dicatat" in house.says(ME)[-1]
    assert "a field we did" not in browser.get("/admin/karantina", base_url=PUBLIC).text
    with house.store.reading() as tx:
        done = [one.action for one in tx.audit_of("quarantine 1")]
    assert done == ["read_quarantine", "replay_quarantine"]


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/admin/karantina", "GET"),
        ("/admin/karantina/1", "GET"),
        ("/admin/karantina/1/ulang", "POST"),
        ("/admin/karantina/1/selesai", "POST"),
    ],
    ids=["the list", "one of them", "taking in", "being done"],
)
def test_what_was_put_aside_is_for_the_coordinator_only(
    house: House, path: str, method: str
) -> None:
    with house.store.transaction() as tx:
        tx.add_quarantine("sms", "not a form", b"Matawai", house.now)
    officer = house.browser("whatsapp:+6281300000002")
    if method == "GET":
        answer = officer.get(path, base_url=PUBLIC)
    else:
        answer = house.fill_in(officer, "/admin/", path)
    assert answer.status_code in {403, 404}
    assert "Matawai" not in answer.text
    with house.store.reading() as tx:
        assert tx.unsettled(9) == 1
        assert tx.audit_of("quarantine 1") == []


@pytest.mark.parametrize("number", ["2", "999999999999", "x", "0"])
def test_a_number_that_nothing_has_is_not_found(house: House, number: str) -> None:
    browser = house.browser("telegram:1001")
    answer = browser.get(f"/admin/karantina/{number}", base_url=PUBLIC)
    assert answer.status_code == 404
