"""What is longer than anybody types is kept whole and read as far as people write."""

import time

import pytest
from house import CITIZEN, House

from gateway.flows.hearing import READ_MOST
from intake.messages import Address, InboundMessage, SharedPoint

ME = f"whatsapp:{CITIZEN}"
OPENING = "Jalan rusak parah di depan pasar Matawai Kota Waingapu sejak kemarin. "
MILLION = 1_000_000

LONG = [
    pytest.param("a" * MILLION, id="one letter"),
    pytest.param(OPENING + "dan banjir " * 90_000, id="words"),
    pytest.param(OPENING + "0812 " * 200_000, id="numbers"),
    pytest.param(OPENING + "\n" * MILLION, id="empty lines"),
    pytest.param(OPENING + "🚧" * 250_000, id="pictures"),
    pytest.param(OPENING + "Jl. Melati RT 2 RW 3 Desa Temu " * 30_000, id="places"),
    pytest.param(OPENING + ("(" * 9 + ")") * 90_000, id="brackets"),
    pytest.param(" " * MILLION, id="nothing but spaces"),
]


def arrive(house: House, told: InboundMessage) -> None:
    house.parts.door.take([told], house.now)
    house.settle()


@pytest.mark.parametrize("text", LONG)
def test_a_million_characters_are_kept_and_answered_soon(
    house: House, text: str
) -> None:
    began = time.process_time()
    arrive(house, InboundMessage("SM1", Address("whatsapp", CITIZEN), text))
    assert time.process_time() - began < 5, "others wait meanwhile"
    assert "4.000 huruf pertama" in house.says(ME)[-1]
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("whatsapp", CITIZEN))
        assert contact is not None
        (kept,) = tx.recent_inbound(contact.id, 9)
        stored = tx.complaints_of(contact.id, 9)
    assert kept.message.text == text
    assert all(len(one.complaint.description) <= READ_MOST for one in stored)


@pytest.mark.parametrize(
    "text",
    [OPENING, OPENING.ljust(READ_MOST, "x"), "halo", "LAPOR", OPENING * 40],
    ids=["a sentence", "as long as is read", "a greeting", "a command", "long"],
)
def test_what_people_write_is_read_to_its_end(house: House, text: str) -> None:
    arrive(house, InboundMessage("SM1", Address("whatsapp", CITIZEN), text))
    assert not any("4.000 huruf" in one for one in house.says(ME))


def test_a_place_of_a_million_letters_is_read_as_far(house: House) -> None:
    point = SharedPoint(-9.65, 120.26, "Waingapu " * 100_000)
    sender = Address("whatsapp", CITIZEN)
    arrive(house, InboundMessage("SM1", sender, OPENING))
    began = time.process_time()
    arrive(house, InboundMessage("SM2", sender, location=point))
    assert time.process_time() - began < 5
    assert "4.000 huruf" in house.says(ME)[-1]


def test_many_long_pieces_are_read_as_one_that_is_too_long(house: House) -> None:
    sender = Address("telegram", "7")
    with house.asleep():
        for n in range(6):
            told = InboundMessage(f"t{n}", sender, f"{OPENING} {n} " * 30)
            house.parts.door.take([told], house.now)
    house.settle()
    assert house.says("telegram:7")


def test_a_machine_that_writes_a_million_characters_gets_no_answer(
    house: House,
) -> None:
    sender = Address("sms", "12345")
    arrive(house, InboundMessage("SM1", sender, "a" * MILLION, automatic=True))
    assert house.says("sms:12345") == []
