"""A request that nobody can read holds up nobody behind it, is kept, and is told of."""

import logging
from dataclasses import replace

import pytest
from house import BOT, CITIZEN, SECRET, House, TelegramWire

from channels.contract import Event, Webhook
from channels.telegram import TelegramChannel
from gateway.setup.logs import FORMATS

COORDINATOR, WORDS = "telegram:1001", "nama saya Budi"


class Choking(TelegramChannel):
    """A channel with a fault of ours, which meets one update."""

    fault: Exception

    def parse(self, webhook: Webhook) -> list[Event]:
        if b"Budi" in webhook.body:
            raise self.fault
        return super().parse(webhook)


@pytest.mark.parametrize(
    "fault",
    [
        KeyError(WORDS),
        RecursionError(WORDS),
        UnicodeDecodeError("utf-8", WORDS.encode(), 0, 1, WORDS),
        AttributeError(WORDS),
        AssertionError(WORDS),
        OverflowError(WORDS),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_fault_of_ours_in_reading_is_kept_and_told_once(
    house: House, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    wire = TelegramWire(house.wire)
    broken = Choking(BOT, (SECRET,), "https://api.telegram.org", wire)
    broken.fault = fault
    on = {**house.parts.channels, "telegram": broken}
    house.parts = replace(house.parts, channels=on)
    house.rebuild()
    with caplog.at_level(logging.DEBUG):
        answers = [house.telegram(WORDS), house.telegram(WORDS), house.sms("halo")]
    assert [one.status_code for one in answers] == [200, 200, 200]
    with house.store.transaction() as tx:
        kept = [one.raw.decode() for one in tx.quarantined(limit=9)]
    assert [WORDS in one for one in kept] == [True, True]
    assert WORDS not in caplog.text
    house.tick()
    house.tick()
    assert len([one for one in house.says(COORDINATOR) if "karantina" in one]) == 1
    assert house.says(f"sms:{CITIZEN}")


@pytest.mark.parametrize("format_", FORMATS)
def test_no_traceback_quotes_anyone(format_: str) -> None:
    with pytest.raises(LookupError) as raised:
        fail()
    told = FORMATS[format_]().format(failed(raised.value))
    assert WORDS not in told
    assert "LookupError" in told
    assert "test_receiving.py" in told


def fail() -> None:
    raise LookupError(WORDS) from ValueError(WORDS)


def failed(error: Exception) -> logging.LogRecord:
    raised = (type(error), error, error.__traceback__)
    return logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), raised)
