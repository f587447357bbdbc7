"""Fetching updates while the network comes and goes: none is lost, none counts twice."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from house import BOT, House
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

from channels.telegram import TelegramChannel
from gateway.operate.polling import poll_once
from intake.messages import Address


class Updates(BaseRequest):
    """A Bot API that keeps updates until an offset confirms them; `faults` come first."""

    def __init__(self, texts: list[str], faults: list[Any]) -> None:
        self.waiting = [_update(n, text) for n, text in enumerate(texts, start=1)]
        self.faults = faults

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def do_request(self, url, method, request_data=None, *args, **options):
        offset = request_data.parameters.get("offset") or 0
        self.waiting = [
            one for one in self.waiting if one.get("update_id", offset) >= offset
        ]
        found = list(self.waiting)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        return 200, json.dumps({"ok": True, "result": found}).encode()


def _update(number: int, text: str) -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "Budi"}
    chat = {"id": 7, "type": "private"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 0,
            "from": person,
            "chat": chat,
            "text": text,
        },
    }


@pytest.fixture
def fetch(house: House) -> Callable[..., int | None]:
    """Fetch so many times; the offset of the next."""
    stop = threading.Event()
    stop.set()  # so that nobody waits

    def run(server: Updates, times: int, offset: int | None = None) -> int | None:
        channel = TelegramChannel(BOT, (), "https://api.telegram.org", server)
        for _ in range(times):
            offset = poll_once(house.parts, channel, offset, stop)
        return offset

    return run


def texts(house: House) -> list[str]:
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("telegram", "7"))
        return (
            [one.message.text for one in tx.recent_inbound(contact.id, 20)][::-1]
            if contact
            else []
        )


BUSY = (
    429,
    b'{"ok": false, "error_code": 429, "description": "x", "parameters": {"retry_after": 3}}',
)
CONFLICT = (
    409,
    b'{"ok": false, "error_code": 409, "description": "Conflict: terminated by other getUpdates"}',
)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([], id="a good day"),
        pytest.param(
            [NetworkError("down"), NetworkError("down")], id="the network is away"
        ),
        pytest.param([TimedOut()], id="the answer is lost on its way"),
        pytest.param([(502, b"<html>Bad Gateway</html>")], id="a gateway says HTML"),
        pytest.param([(200, b'{"ok": true, "resu')], id="half a JSON"),
        pytest.param([BUSY], id="too fast"),
        pytest.param([CONFLICT], id="another one fetches, too"),
    ],
)
def test_updates_survive_the_network(house: House, fetch, faults) -> None:
    server = Updates(["satu", "dua", "tiga"], faults)
    assert fetch(server, len(faults) + 2) == 4
    assert texts(house) == ["satu", "dua", "tiga"]
    assert server.waiting == []


def test_a_poller_that_begins_again_counts_nothing_twice(house: House, fetch) -> None:
    server = Updates(["satu", "dua"], [])
    fetch(server, 1)
    assert len(server.waiting) == 2  # taken in, not confirmed: then the poller died
    fetch(server, 2)
    assert texts(house) == ["satu", "dua"]


@pytest.mark.parametrize(
    "poison",
    [
        pytest.param(
            {"update_id": 2, "message": {"text": "tanpa chat"}},
            id="one that cannot be read",
        ),
        pytest.param({"message": {"text": "tanpa nomor"}}, id="one without a number"),
        pytest.param({"update_id": 2, "new_thing": {}}, id="one of a new kind"),
    ],
)
def test_g2_a_poisonous_update_holds_nothing_up(house: House, fetch, poison) -> None:
    server = Updates(["satu", "dua", "tiga"], [])
    server.waiting[1] = poison
    assert fetch(server, 2) == 4
    assert texts(house) == ["satu", "tiga"]
