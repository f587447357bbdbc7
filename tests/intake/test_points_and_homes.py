"""What a map's link and the reporter's home do in a conversation: the pin, the scene, the title."""

from typing import Any

import pytest

from gateway.operate.chat import Chat
from intake.form.title import brief
from intake.state import State

LINK = "https://maps.google.com/?q=-9.6571,120.2641"
SHORT = "https://maps.app.goo.gl/AbC1"


def after(channel: str, *lines: str) -> State:
    chat = Chat(channel, home="53.11")
    for line in lines:
        chat.send(line)
    return chat.state


def pin(state: State) -> tuple[float, float] | None:
    place = state.value("place") or {}
    lat, lon = place.get("latitude"), place.get("longitude")
    return None if lat is None else (lat, lon)


def text(state: State, slot: str) -> Any:
    return (state.value(slot) or {}).get("text")


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((f"jalan rusak parah {LINK}",), id="in the story"),
        pytest.param(("jalan rusak parah -9.6571, 120.2641",), id="a pair in it"),
        pytest.param((LINK, "jalan rusak parah"), id="before the story"),
        pytest.param(("jalan rusak parah", LINK), id="as the answer"),
        pytest.param(("jalan rusak parah", f"ini lokasinya {LINK}"), id="with a word"),
        pytest.param(
            ("jalan rusak parah", f"UBAH LOKASI {LINK}"), id="as a correction"
        ),
    ],
)
def test_a_link_is_the_pin_and_no_part_of_the_title(
    channel: str, lines: tuple[str, ...]
) -> None:
    state = after(channel, *lines)
    assert pin(state) == (-9.6571, 120.2641)
    assert brief(state) == "Jalan rusak parah"


def test_what_stands_beside_a_link_in_an_answer_is_read_as_ever() -> None:
    state = after("sms", "jalan rusak parah", f"{LINK} Budi Santoso, alamat Jl Mawar 5")
    assert pin(state) == (-9.6571, 120.2641)
    assert state.value("name") == "Budi Santoso"
    assert text(state, "address") == "Jl Mawar 5"


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        pytest.param(("jalan rusak", SHORT), SHORT, id="alone"),
        pytest.param(
            ("jalan rusak", f"depan pasar Matawai {SHORT}"),
            f"depan pasar Matawai {SHORT}",
            id="beside words",
        ),
    ],
)
def test_a_link_that_cannot_be_read_is_kept_whole(
    lines: tuple[str, ...], place: str
) -> None:
    state = after("telegram", *lines)
    assert text(state, "place") == place
    assert pin(state) is None


def test_a_link_alone_gives_no_title() -> None:
    state = after("telegram", SHORT, "jalan rusak parah")
    assert brief(state) == "Jalan rusak parah"
    assert brief(after("telegram", SHORT)) == ""


@pytest.mark.parametrize(
    ("story", "place", "home"),
    [
        pytest.param(story, place, home, id=id_)
        for id_, (story, place, home) in {
            "the name between": (
                "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu. Nama saya Budi Santoso "
                "alamat Jl Ahmad Yani 12 RT 3 RW 2",
                "di depan pasar Matawai Kota Waingapu",
                "Jl Ahmad Yani 12 RT 3 RW 2",
            ),
            "the home first": (
                "Saya Budi Santoso tinggal di Jl Mawar 5 RT 1. Lampu jalan mati di depan pasar Matawai",
                "di depan pasar Matawai",
                "Jl Mawar 5 RT 1",
            ),
            "behind a comma": (
                "sampah menumpuk di Kel. Kambajawa, Petrus Ndjawa, Jl Kenanga 7",
                "di Kel. Kambajawa",
                "Jl Kenanga 7",
            ),
            "a house of mine": (
                "jalan berlubang di depan pasar Matawai. rumah saya di Jl Kenanga 7 RT 3",
                "di depan pasar Matawai",
                "di Jl Kenanga 7 RT 3",
            ),
            "called so": (
                "pohon tumbang di depan pasar Matawai. Jl Kenanga 7 RT 3 (rumah saya)",
                "di depan pasar Matawai",
                "Jl Kenanga 7 RT 3",
            ),
            "beside the name, and no scene": (
                "jalan rusak parah. Nama saya Budi Santoso alamat Jl Ahmad Yani 12",
                None,
                "Jl Ahmad Yani 12",
            ),
            "an accusation has no scene at home": (
                "oknum lurah minta uang, rumah saya di Jl Kenanga 7",
                None,
                "di Jl Kenanga 7",
            ),
            "the scene is at home": (
                "air mati di rumah saya di Jl Kenanga 7",
                "di Jl Kenanga 7",
                "di Jl Kenanga 7",
            ),
        }.items()
    ],
)
def test_a_home_is_not_the_scene(story: str, place: str | None, home: str) -> None:
    state = after("sms", story)
    assert text(state, "place") == place
    assert text(state, "address") == home
    assert "address" not in state.draft.asked


@pytest.mark.parametrize(
    ("story", "title"),
    [
        pytest.param(story, title, id=story)
        for story, title in (
            ("jalan rusak parah. Petrus Ndjawa Jl Kenanga 7", "Jalan rusak parah"),
            ("lampu jalan mati, a.n. Umbu Landu", "Lampu jalan mati"),
            ("sampah menumpuk. Jl Kenanga 7 RT 3 (rumah saya)", "Sampah menumpuk"),
            ("air PDAM keruh, rumah saya di Jl Mawar 3", "Air PDAM keruh"),
            ("pohon tumbang. hub Pak Melkianus", "Pohon tumbang"),
            (f"jembatan putus {SHORT}", "Jembatan putus"),
        )
    ],
)
def test_names_homes_and_links_never_stand_in_titles(story: str, title: str) -> None:
    assert brief(after("sms", story)) == title
