"""One reader of numbers for every channel: Indonesian only where an Indonesian line can have it."""

import json
from datetime import UTC
from pathlib import Path
from urllib.parse import urlencode

import pytest
from http_gateway import FakeGateway

from channels.contract import Webhook
from channels.gammu import GammuChannel, Modem
from channels.kannel import KannelAccount, KannelChannel
from channels.sms import party
from channels.telegram import HEADER, TelegramChannel
from intake.messages import InboundMessage

US = "+628110001708"

READ = [
    ("60123456789", "+60123456789", "Malaysia without its plus"),
    ("6591234567", "+6591234567", "Singapore, whose digits look like a line in Aceh"),
    ("966501234567", "+966501234567", "Saudi Arabia without its plus"),
    ("006281234567004", "+6281234567004", "two noughts for the plus"),
    ("00673 7123456", "+6737123456", "Brunei behind two noughts"),
    ("081234560003", "+6281234560003", "national"),
    ("81234560005", "+6281234560005", "national without its nought: not Japan"),
    ("+81234560005", "+81234560005", "Japan, told with its plus"),
    ("85512345678", "+6285512345678", "as good a line here as in Cambodia: ours"),
    ("0085512345678", "+85512345678", "Cambodia behind two noughts"),
    ("8613800138000", "+8613800138000", "China: no line of ours is so long"),
    ("+081234560003", "+6281234560003", "a plus before the national one"),
    ("+62081298765432", "+6281298765432", "the nought left in behind 62"),
    ("0062081298765432", "+6281298765432", "the nought left in behind 0062"),
    ("+6262812345678", "+62812345678", "62 twice"),
    ("+62+62812345678", "+62812345678", "62 twice, each with a plus"),
    ("062812345678", "+62812345678", "a nought before 62"),
    ("062820123", "+6262820123", "a fixed line of Kabanjahe, which begins alike"),
    ("+6260123456789", "+60123456789", "62 before a Malaysian one"),
    ("67077123456", "+67077123456", "Timor-Leste, just over the border"),
    ("\u202a+62 812-9876-5432\u202c", "+6281298765432", "out of a contact book"),
    ("+628400000000", "+628400000000", "a possible line of an operator yet unknown"),
]
KEPT = [
    ("99999999999", "of no country"),
    ("0000000000", "noughts"),
    ("021123456", "a digit short"),
    ("3511021508470001", "a NIK"),
    ("+99912345678", "a plus before no country"),
    ("081234", "a beginning"),
    ("85261234567890", "neither of Hong Kong nor of ours"),
]


def row(table):
    return [pytest.param(*given, id=told) for *given, told in table]


@pytest.mark.parametrize(("written", "number"), row(READ))
def test_a_number_is_read(written, number):
    assert party(written) == (number, False)
    assert party(number) == (number, False)


@pytest.mark.parametrize("written", row(KEPT))
def test_what_no_line_can_have_is_kept_as_it_came_and_never_answered(written):
    assert party(written) == (written, True)


def by_kannel(number: str) -> InboundMessage:
    account = KannelAccount(
        "http://127.0.0.1/", "u", "p", "s", (US,), (), "http://127.0.0.1/dlr"
    )
    kannel = KannelChannel(account, FakeGateway().session(), lambda: "id")
    fields = {"from": number, "text": "halo", "secret": "s"}
    [message] = kannel.parse(
        Webhook(f"http://x/webhooks/kannel?{urlencode(fields)}", {})
    )
    return message


def by_gammu(number: str) -> InboundMessage:
    modem = GammuChannel(Modem(Path("/nowhere"), "s", US, UTC), lambda: "id")
    posted = {
        "from": number,
        "time": "2026-11-21 22:15:17",
        "class": -1,
        "coding": "",
        "of": 1,
        "parts": [{"position": 1, "text": "halo"}],
    }
    body = json.dumps(posted).encode()
    [message] = modem.parse(Webhook("", {"Authorization": "Bearer s"}, body=body))
    return message


@pytest.mark.parametrize("way", [by_kannel, by_gammu])
@pytest.mark.parametrize(("written", "number"), row(READ[:6]))
def test_every_source_of_sms_reads_alike(way, written, number):
    message = way(written)
    assert (message.sender.id, message.automatic) == (number, False)


def shared(number: str) -> InboundMessage:
    telegram = TelegramChannel("1:token", ("s",), "http://127.0.0.1:1")
    contact = {"phone_number": number, "first_name": "Ana", "user_id": 7}
    chat, person = {"id": 7, "type": "private"}, {"id": 7, "first_name": "Ana"}
    message = {"message_id": 1, "chat": chat, "from": person, "contact": contact}
    body = json.dumps({"update_id": 1, "message": message}).encode()
    [heard] = telegram.parse(Webhook("", {HEADER: "s"}, body=body))
    return heard


@pytest.mark.parametrize(("written", "number"), row(READ[:11]))
def test_a_contact_shared_on_telegram_is_read_alike(written, number):
    assert shared(written).shared_phone == number


@pytest.mark.parametrize("written", row(KEPT))
def test_a_contact_that_no_line_can_have_stays_as_it_came(written):
    assert shared(written).shared_phone == written
