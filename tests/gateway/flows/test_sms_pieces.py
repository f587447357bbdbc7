"""A long SMS that its network does not join: its pieces are one message, however they come."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from house import CITIZEN, House

from gateway.flows import turns
from gateway.flows.sms_pieces import is_cut
from intake.messages import Address
from intake.state import State
from storage.unit_of_work import Store

ME, OFFICER = f"sms:{CITIZEN}", "+6281300000002"
AGENCIES = f"""\
coordinator: kab
agencies:
  - code: kab
    name: Koordinator
    region: "53.11"
    administrators: [{{name: Siti, notify: ["sms:{OFFICER}"]}}]
"""
HEAD = (
    "LAPOR jalan rusak parah berlubang di depan pasar Matawai Kota Waingapu sudah 3 bulan, "
    "banyak pengendara2 jatuh terutama waktu malam. Nama saya "
)
TOLD = f"{HEAD}Budi Santoso. Lampu jalan di situ juga mati"
LONG = (
    f"{TOLD}, mohon segera ditambal sebelum musim hujan tiba karena anak sekolah lewat "
    "di situ tiap hari dan beberapa dari mereka sudah pernah jatuh sampai luka, terima kasih"
)
WIDE = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu 😘 sudah 3 bulan, Budi Santoso"


def cut(text: str, size: int = 153) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def arrive(house: House, pieces: list[str], apart: float) -> list[str]:
    """They come, and the workers look all the while; what is said in the end."""
    for piece in pieces:
        house.sms(piece)
        house.now += timedelta(seconds=apart)
        turns.take_turns(house.parts)
    for _ in range(4):
        house.settle(2)
    return house.says(ME)


def state(house: House) -> State:
    with house.store.reading() as tx:
        contact = tx.find_contact(Address("sms", CITIZEN))
        assert contact is not None
        stored = tx.conversation(contact.id)
    assert stored is not None
    return stored.state


def test_the_example_is_cut_within_the_name() -> None:
    assert cut(TOLD)[0].endswith("Budi Santo")
    assert [len(one) for one in cut(LONG)][:2] == [153, 153]


@pytest.mark.parametrize(
    ("pieces", "apart"),
    [
        pytest.param(cut(TOLD), 0.5, id="two within a second"),
        pytest.param(cut(TOLD), 2, id="two within two seconds"),
        pytest.param(cut(TOLD), 0, id="two at the same moment"),
        pytest.param(cut(LONG), 0.7, id="three"),
        pytest.param(cut(TOLD, 152), 0.5, id="with a wide reference"),
        pytest.param([*cut(TOLD)[:1], *cut(TOLD)], 0.2, id="the first came twice"),
    ],
)
def test_pieces_that_come_soon_are_one_message_and_get_one_answer(
    house: House, pieces: list[str], apart: float
) -> None:
    assert len(arrive(house, pieces, apart)) == 1
    (story,) = state(house).draft.story
    assert story == "".join(dict.fromkeys(pieces))
    assert state(house).draft.values["name"].value == "Budi Santoso"


def test_pieces_in_ucs2_are_joined(house: House) -> None:
    pieces = [WIDE[:66], WIDE[66:]]
    assert is_cut(pieces[0])
    assert len(arrive(house, pieces, 0.5)) == 1
    assert state(house).draft.story == (WIDE,)


@pytest.mark.parametrize(
    ("pieces", "apart"),
    [
        pytest.param(cut(TOLD), 5, id="the rest five seconds later"),
        pytest.param(cut(TOLD), 9, id="nine seconds later"),
        pytest.param(cut(LONG), 5, id="three, each five seconds after the other"),
        pytest.param(cut(LONG), 3.5, id="three, each when the wait is over"),
        pytest.param(cut(TOLD)[::-1], 0.5, id="the end first"),
        pytest.param(cut(TOLD)[::-1], 0, id="the end first, at the same moment"),
        pytest.param(cut(TOLD)[::-1], 1.9, id="the end first, by two seconds"),
    ],
)
def test_at_the_latest_the_next_piece_joins_them(
    house: House, pieces: list[str], apart: float
) -> None:
    arrive(house, pieces, apart)
    whole = LONG if len(pieces) > 2 else TOLD
    assert state(house).draft.story == (whole,)
    assert state(house).draft.values["name"].value == "Budi Santoso"


def test_in_any_order_no_word_is_lost(house: House) -> None:
    first, second, third = cut(LONG)
    arrive(house, [third, second, first], 0.5)
    told = "".join(state(house).draft.story)
    assert all(piece in told for piece in (first, second, third))


@pytest.mark.parametrize("apart", [0.5, 2.5, 5])
def test_a_long_answer_is_one_answer(house: House, apart: float) -> None:
    arrive(house, ["LAPOR jalan rusak parah sudah 3 bulan, Budi Santoso"], 1)
    answer = (
        "di depan pasar Matawai Kota Waingapu " + "dekat bengkel besar " * 6 + "toko"
    )
    arrive(house, cut(answer), apart)
    draft = state(house).draft
    with house.store.reading() as tx:
        stored = tx.complaint(house.tracking_id(ME))
    assert stored is not None
    raws = [one.raw for one in draft.values.values()]
    kept = " ".join([*draft.story, *raws, stored.complaint.description])
    assert answer in kept


@pytest.mark.parametrize(
    ("texts", "apart"),
    [
        pytest.param([TOLD[:140], "lampu mati di Payeti Waingapu"], 0.5, id="not full"),
        pytest.param([TOLD[:153], "SAMA"], 30, id="an answer half a minute later"),
        pytest.param([TOLD[:153], "SAMA"], 11, id="an answer, typed fast"),
        pytest.param([TOLD[:153], "BATAL"], 5, id="a command"),
    ],
)
def test_what_is_no_piece_is_left_apart(
    house: House, texts: list[str], apart: float
) -> None:
    arrive(house, texts, apart)
    assert "".join(texts) not in state(house).draft.story


def test_a_message_that_only_happens_to_be_full_is_answered_after_three_seconds(
    house: House,
) -> None:
    house.sms(TOLD[:153])
    house.settle(2)
    assert house.says(ME) == []
    house.settle(1.5)
    assert len(house.says(ME)) == 1


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("a" * 153, True),
        ("a" * 152, True),
        ("a" * 151, False),
        ("a" * 154, False),
        ("a" * 160, False),
        ("a" * 151 + "€", True),
        ("a" * 67, True),
        ("é" * 67 + "", True),
        ("😘" * 33, True),
        ("😘" * 33 + "aa", False),
        ("", False),
    ],
)
def test_a_full_part_is_known_by_its_size(text: str, full: bool) -> None:
    assert is_cut(text) is full


@pytest.mark.parametrize("apart", [0.5, 2.5])
def test_pieces_of_an_officers_answer_are_one_answer(
    store: Store, redis_url: str, tmp_path: Path, now: datetime, apart: float
) -> None:
    file = tmp_path / "agencies.yaml"
    file.write_text(AGENCIES)
    house = House(store, redis_url, tmp_path, now, {"AGENCIES_FILE": str(file)})
    for text in ("Jalan rusak di Matawai Waingapu sejak kemarin", "anonim", "KIRIM"):
        house.telegram(text)
        house.settle(60)
    id_ = house.tracking_id("telegram:7")
    answer = f"JAWAB {id_} " + "Jalan itu kami tambal hari Kamis bila cuaca cerah. " * 4
    for piece in cut(answer.strip()):
        house.sms(piece, sender=OFFICER)
        house.now += timedelta(seconds=apart)
        turns.take_turns(house.parts)
    for _ in range(3):
        house.settle(2)
    (asked,) = house.says(f"sms:{OFFICER}")[1:]
    house.sms(asked.split()[1], sender=OFFICER)
    house.settle()
    told = [one for one in house.says("telegram:7") if "tambal" in one]
    assert len(told) == 1
    assert told[0].count("hari Kamis") == 4
