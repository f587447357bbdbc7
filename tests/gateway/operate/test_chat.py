"""`satupintu chat`: the core in a terminal, and the transcripts it leaves."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from stories import replay

from gateway.operate.chat import Chat, save, talk, transcript
from gateway.operate.cli import main

HOME = "53.11"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


def test_an_sms_shows_what_it_costs() -> None:
    shown = list(talk(Chat("sms", HOME), [STORY, "SAMA"]))
    assert len(shown) == 2
    assert shown[0].startswith("< LPR-")
    assert "(1 SMS, " in shown[0]
    assert "diterima" in shown[1]


def test_buttons_are_shown_with_the_number_that_taps_them() -> None:
    shown = list(
        talk(
            Chat("telegram", HOME),
            ["Pegawai membentak warga di Kel. Kambajawa Waingapu", "/tap 2", "/tap 1"],
        )
    )
    assert shown[0].endswith("[1 Hari ini] [2 Kemarin] [3 Tidak tahu]")
    assert shown[1].endswith("[1 Tanpa nama]")
    assert "Waktu: 22-11-2026" in shown[2]


def test_a_tap_on_no_button_is_told_and_changes_nothing() -> None:
    chat = Chat("telegram", HOME)
    shown = list(talk(chat, ["Sampah menumpuk di Kel. Kambajawa Waingapu", "/tap 9"]))
    assert shown[1] == "(the last message has 1 buttons)"
    assert chat.state.draft.asked == ("name", "address")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        pytest.param(
            "/photo jalan rusak parah sekali",
            {"attachments": 1},
            id="a photo with a caption",
        ),
        pytest.param("/voice", {"attachments": 1}, id="a voice note"),
        pytest.param(
            "/photograph my street please, it is broken",
            {"attachments": 0},
            id="words that begin alike",
        ),
    ],
)
def test_an_attachment_is_a_line(line: str, kept: dict[str, int]) -> None:
    chat = Chat("telegram", HOME)
    chat.send(line)
    assert {"attachments": chat.state.draft.attachments} == kept


def test_a_pin_is_a_line() -> None:
    chat = Chat("whatsapp", HOME)
    chat.send("Jalan longsor menutup jalan")
    chat.send("/pin -9.6567 120.2641")
    place = chat.state.value("place")
    assert (place["latitude"], place["longitude"]) == (-9.6567, 120.2641)


def test_waiting_moves_the_clock_and_brings_the_one_nudge() -> None:
    chat = Chat("telegram", HOME)
    chat.send("Jalan longsor menutup jalan")
    began = chat.now
    assert ["belum terkirim" in one.text for one in chat.send("/wait 25h")] == [True]
    assert chat.now == began + timedelta(hours=25)
    assert chat.send("/wait 25h") == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        pytest.param([], "Belum ada laporan", id="nothing told yet"),
        pytest.param(["Jalan rusak di kampung kami"], "belum terkirim", id="a draft"),
        pytest.param([STORY, "SAMA"], "sudah kami terima", id="sent"),
        pytest.param(
            ["Jalan rusak di kampung kami", "BATAL"],
            "sudah dibatalkan",
            id="taken back",
        ),
    ],
)
def test_the_status_is_that_of_the_draft_at_hand(lines: list[str], says: str) -> None:
    chat = Chat("sms", HOME)
    for line in lines:
        chat.send(line)
    assert says in chat.send("STATUS")[0].text


def test_what_was_saved_replays_word_for_word(tmp_path: Path) -> None:
    file = tmp_path / "new" / "story.txt"
    chat = Chat("telegram", HOME)
    save(
        file,
        chat,
        [
            "Jalan longsor menutup jalan",
            "/wait 25h",
            "/pin -9.6567 120.2641",
            "???",
            "BATAL",
        ],
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith(
        "# Jalan longsor menutup jalan\nchannel: telegram\nhome: 53.11\n\n> Jalan longsor"
    )
    assert replay(text) == text


def test_the_same_lines_lead_to_the_same_transcript() -> None:
    assert transcript("sms", HOME, [STORY, "SAMA"]) == transcript(
        "sms", HOME, [STORY, "SAMA"]
    )


def test_the_command_talks_and_saves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "story.txt"
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{STORY}\nSAMA\n"))
    monkeypatch.setattr(
        sys, "argv", ["satupintu", "chat", "--channel", "sms", "--save", str(file)]
    )
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert "diterima" in capsys.readouterr().out
    assert "home: 53.11\n" in file.read_text(encoding="utf-8")
