"""One SMS that the gateway phone delivers twice, with a stamp of its own each time, is one message."""

from datetime import timedelta

import pytest
from house import CITIZEN, House

from intake.messages import Address, InboundMessage

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


def deliver(
    house: House, texts: list[tuple[str, float]], channel: str = "sms"
) -> list[str]:
    """Each text with its stamp in seconds from now, all of them a moment apart; what is said to them."""
    sender = Address(channel, CITIZEN if channel != "telegram" else "7")
    for number, (words, second) in enumerate(texts):
        at = house.now + timedelta(seconds=second)
        told = InboundMessage(f"m{number}", sender, words, sent_at=at)
        house.parts.door.take([told], house.now + timedelta(seconds=3 * number))
        house.settle(0)
    return [one for one in house.says(str(sender)) if "diteruskan" not in one]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([(STORY, 0), (STORY, 2)], id="a story, seconds later"),
        pytest.param([(STORY, 2), (STORY, 0)], id="a story, the later stamp first"),
        pytest.param([(STORY, 0), (STORY, 45)], id="a story, most of a minute later"),
        pytest.param([(STORY, 0), ("SAMA", 20), (STORY, 3)], id="after the next one"),
        pytest.param([(STORY, 0), ("SAMA", 20), ("SAMA", 23)], id="a short answer"),
        pytest.param([("STATUS", 0), ("STATUS", 1)], id="a command"),
        pytest.param([(STORY, 0), (STORY, 1), (STORY, 2), (STORY, 3)], id="four times"),
    ],
)
def test_a_copy_is_not_answered_again(
    house: House, texts: list[tuple[str, float]]
) -> None:
    different = len(dict(texts))
    assert len(deliver(house, texts)) == different


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(
            [(STORY, 0), ("SAMA", 30), ("SAMA", 60)], id="a short answer given twice"
        ),
        pytest.param([("STATUS", 0), ("STATUS", 6)], id="asked again"),
        pytest.param([(STORY, 0), (STORY, 90)], id="told again later"),
        pytest.param([(STORY, 0), (STORY + "!", 1)], id="other words"),
        pytest.param([("1", 0), ("2", 1)], id="other numbers"),
    ],
)
def test_what_is_said_again_is_heard_again(
    house: House, texts: list[tuple[str, float]]
) -> None:
    assert len(deliver(house, texts)) == len(texts)


def test_in_a_chat_one_may_answer_within_a_second(house: House) -> None:
    assert len(deliver(house, [("halo", 0), ("halo", 1)], "telegram")) == 2
