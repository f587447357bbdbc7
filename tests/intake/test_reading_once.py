"""A turn reads each text once, and what is remembered of texts is little."""

from dataclasses import replace
from importlib import resources

import pytest

from gateway.operate.chat import Chat
from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer
from intake.conversation import step
from intake.form.filing import complaint_of
from intake.messages import Address
from intake.places.gazetteer import Gazetteer
from intake.reading.memory import LONGEST, MOST, remembered
from intake.state import Said, State

HOME = "53.11"
STORIES = [
    "Jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso",
    "Lampu mati di Jl Ahmad Yani Kel. Kambajawa Kec. Kota Waingapu. Nama saya Siti Rahma, alamat sama",
    "air PDAM sdh 5 hari tdk ngalir di RT 03/02 Kel Hambala Waingapu, Yosef Umbu",
    "Sampah menumpuk, bau sekali",
]
ANSWERS = [
    "kel Kambajawa",
    "kemarin",
    "Budi Santoso",
    "SAMA",
    "Kel. Hambala, kemarin, Budi",
]


class Counting(Gazetteer):
    """A gazetteer that notes what it is made to search."""

    searched: list[tuple[str, bool]]

    def _search(self, text, home, *, strict):
        self.searched.append((text, strict))
        return super()._search(text, home, strict=strict)


@pytest.fixture(scope="module")
def counting():
    data = (
        resources.files("intake.places").joinpath("data", "regions.txt.xz").read_bytes()
    )
    return Counting.from_bytes(data)


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
@pytest.mark.parametrize("story", STORIES)
def test_no_turn_and_no_complaint_searches_a_text_twice(counting, story, channel):
    chat = Chat(channel, HOME)
    state, able = State(), CAPABILITIES[channel]
    ctx = replace(chat._context(), gazetteer=counting)
    for words in (story, *ANSWERS):
        counting.searched = []
        state = step(state, Said(text=words), ctx).state
        complaint_of(state, Address(channel, "+6281200000001"), able, counting, ctx.now)
        assert len(counting.searched) == len(set(counting.searched))


def test_a_story_is_searched_as_a_whole_once(counting):
    counting.searched = []
    ctx = replace(Chat("sms", HOME)._context(), gazetteer=counting)
    step(State(), Said(text="lampu jalan mati di Kel. Hambala"), ctx)
    assert counting.searched == [("lampu jalan mati di Kel. Hambala", True)]


def test_what_a_gazetteer_that_counts_finds_is_what_the_plain_one_finds(counting):
    counting.searched = []
    assert counting.spot(STORIES[0], HOME) == load_gazetteer().spot(STORIES[0], HOME)


# --- what is remembered -----------------------------------------------------------------------


def counted():
    """A reader of lengths, and the texts it was made to read."""
    read: list[str] = []

    @remembered
    def length(text: str) -> int:
        read.append(text)
        return len(text)

    return length, read


def test_a_text_is_read_once_while_it_is_among_the_last():
    length, read = counted()
    assert [length("halo"), length("halo")] == [4, 4]
    assert read == ["halo"]


def test_a_text_is_forgotten_behind_so_many_others():
    length, read = counted()
    for n in range(MOST + 1):
        length(f"halo {n}")
    length("halo 0")
    assert read.count("halo 0") == 2


def test_of_long_texts_only_the_last_is_kept():
    length, read = counted()
    one, other = "a" * (LONGEST + 1), "b" * (LONGEST + 1)
    for text in (one, one, other, one):
        length(text)
    assert read == [one, other, one]


def test_long_texts_put_out_no_short_ones():
    length, read = counted()
    length("halo")
    for n in range(MOST + 1):
        length("a" * (LONGEST + 1 + n))
    length("halo")
    assert read.count("halo") == 1
