"""Why a provider refused is told in the language of the installation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.email import ONE_WAY
from gateway.setup.wiring import load_reasons

FOLDER = Path(__file__).parents[2] / "channels"
ENGLISH, INDONESIAN = load_reasons("en"), load_reasons("id")
ONLY_OURS = re.compile(
    r"\b(tidak|terlalu|ditolak|menolak|sedang|belum|bukan|lebih dari|minta|gagal|keliru|penuh|tujuan|"
    r"berkas|jawaban|penerima|sandi|pesan|sudah|bermasalah|tercapai|ditangguhkan|tanpa)\b"
)
FOR_CITIZENS = {  # Telegram's own menu has its English beside it; a gap in an SMS is the citizen's text
    "Kabar laporan Anda",
    "Batalkan laporan yang sedang ditulis",
    "[bagian {} tidak sampai]",
    ONE_WAY,
}


def sentences() -> Iterator[str]:
    """What the adapters say in Indonesian, {1} for a gap, without what stands in brackets behind it."""
    for file in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(one.value) if isinstance(one, ast.Constant) else "\0"
                    for one in node.values
                )
            elif isinstance(node, ast.Constant) and id(node) not in inside:
                yield str(node.value)


SAID = sorted(
    {
        re.sub(r" \(\0\)$", "", text)
        for text in sentences()
        if ONLY_OURS.search(text) and text not in FOR_CITIZENS
    }
)


@pytest.mark.parametrize("text", SAID, ids=lambda text: text.replace("\0", "_"))
def test_every_reason_has_english_words(text: str) -> None:
    filled = text.replace("\0", "x.example")
    assert ENGLISH.say(filled) != filled
    assert not ONLY_OURS.search(ENGLISH.say(filled))


def test_the_walk_finds_the_reasons() -> None:
    assert len(SAID) > 50


def test_no_words_are_left_that_no_adapter_says() -> None:
    shapes = {re.sub(r"\{\d\}", "\0", source) for source in ENGLISH.texts}
    every = {re.sub(r" \(\0\)$", "", text) for text in sentences()}
    assert shapes - every == set()


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        pytest.param(
            "nomor tujuan tidak dikenal (30005)",
            "the number is unknown (30005)",
            id="a code behind it stays",
        ),
        pytest.param(
            "Telegram minta jeda 7 detik",
            "Telegram asks us to wait 7 seconds",
            id="a number in it stays",
        ),
        pytest.param(
            "server email menolak penerima (550)",
            "the mail server refuses the recipient (550)",
            id="what stands in a gap is told, too",
        ),
        pytest.param("Boom (x) y", "Boom (x) y", id="what nobody knows stays"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_a_reason_is_said_in_english(reason: str, told: str) -> None:
    assert ENGLISH.say(reason) == told
    assert INDONESIAN.say(reason) == reason
