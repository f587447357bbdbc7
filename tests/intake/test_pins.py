"""A shared point is taken whatever was answered before it."""

import pytest

from gateway.operate.chat import Chat

PIN = "/pin -9.65 120.26"


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram"])
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["jalan rusak parah", "xyz", "xyz", "xyz"], id="three unreadable places"
        ),
        pytest.param(
            ["lampu jalan mati", "asdf", "qwer", "zxcv"], id="three other ones"
        ),
        pytest.param(["sampah menumpuk", "lewat"], id="a place passed over"),
        pytest.param(
            ["air tidak mengalir", "tidak tahu", "tidak tahu"], id="not known twice"
        ),
        pytest.param(
            ["jembatan putus", "xyz", "/photo", "xyz", "xyz"], id="a photo between"
        ),
        pytest.param(
            ["jalan rusak parah", "xyz", "xyz", "xyz", PIN], id="another point"
        ),
        pytest.param([PIN], id="nothing before"),
        pytest.param(["halo", "saya mau lapor"], id="a greeting"),
        pytest.param(
            ["jalan rusak di Matawai Waingapu sejak kemarin", "Tono"], id="a good place"
        ),
    ],
)
def test_a_point_is_answered_wherever_it_comes(channel: str, lines: list[str]) -> None:
    chat = Chat(channel, "53.11")
    for line in lines:
        chat.send(line)
    said = chat.send(PIN)
    assert said
    assert chat.send("Waingapu")
