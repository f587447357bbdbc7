"""Commands in the words people use; inside a sentence they are text."""

import pytest

from intake.complaint import tracking_id
from intake.dialogue.command_words import (
    COMMAND_OF,
    COMMAND_WORDS,
    Command,
    read_command,
)

DRAWN = iter((5, 9, 13, 2, 7, 21))
ID = tracking_id(lambda _below: next(DRAWN))


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("BATAL", "cancel"),
        ("  Ga jadi. ", "cancel"),
        ("salah kirim", "cancel"),
        ("ora sido", "cancel"),
        ("teu jadi", "cancel"),
        ("cancel", "cancel"),
        ("ulang", "restart"),
        ("KEMBALI", "back"),
        ("mbalik", "back"),
        ("lanjut", "resume"),
        ("teraskeun", "resume"),
        ("LEWATI!", "skip"),
        ("-", "skip"),
        ("skip", "skip"),
        ("0", "help"),
        ("?", "help"),
        ("/help", "help"),
        ("tulung", "help"),
        ("gimana caranya", "help"),
        ("PETUGAS", "human"),
        ("mau bicara dengan petugas", "human"),
        ("STOP", "stop"),
        ("berhenti", "stop"),
        ("BARU", "new"),
        ("laporan anyar", "new"),
        ("kirim", "send"),
        ("kintun", "send"),
        ("EN", "english"),
        ("*bahasa indonesia*", "indonesian"),
        ("basa jawa", "javanese"),
        ("sunda", "sundanese"),
        ("status", "status"),
        ("cek laporan", "status"),
        ("ubah", "change"),
        ("belum beres", "dispute"),
        ("anonim", "anonymous"),
        ("RAHASIA", "confidential"),
        ("/start", "start"),
    ],
)
def test_a_whole_message_is_a_command(text: str, id_: str) -> None:
    assert read_command(text) == Command(id_)


@pytest.mark.parametrize(
    "text",
    [
        "tolong batalkan izin tambang itu",
        "jalan rusak, stop truk lewat",
        "kembalikan uang saya",
        "status tanah saya belum jelas sampai sekarang",
        "baru saja terjadi kecelakaan",
        "petugas kelurahan minta uang",
        "belum ada perbaikan sampai hari ini",
        "ubah jalan itu jadi satu arah",
        "ganti lampu jalan yang mati",
        "jalanku",
        "LPR adalah singkatan apa",
        "",
        "???",
        "10",
    ],
)
def test_a_command_inside_a_sentence_is_text(text: str) -> None:
    assert read_command(text) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (f"STATUS {ID}", Command("status", ID)),
        (f"cek laporan {ID.lower()}", Command("status", ID)),
        ("STATUS LPR-0000000", Command("status", "LPR-0000000")),
        (f"BELUM {ID} masih bocor", Command("dispute", f"{ID} masih bocor")),
        ("UBAH NAMA Siti Rahma", Command("change", "name Siti Rahma")),
        ("ganti lokasi: Jl Mawar 5", Command("change", "place Jl Mawar 5")),
        ("UBAH ALAMAT", Command("change", "address")),
        ("ubah jenis aspirasi", Command("change", "kind aspirasi")),
        (f"/start {ID}", Command("start", ID)),
        (ID, Command("quote", ID)),
        (f"#{ID} ", Command("quote", f"#{ID}")),
        ("lpr 2222222", Command("quote", "lpr 2222222")),
    ],
)
def test_some_commands_take_something_behind_them(text: str, command: Command) -> None:
    assert read_command(text) == command


def test_no_word_means_two_commands() -> None:
    assert len(COMMAND_OF) == sum(len(words) for words in COMMAND_WORDS.values())
