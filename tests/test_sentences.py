"""Every sentence that anybody reads stands in a catalogue: none outside, none missing, none left over.

Citizens' sentences are looked at in intake/wording; here are the officers', and the walk over the house.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from gateway.setup.wiring import load_officers_catalogue
from gateway.web.admin.case_reader import REASONS
from gateway.web.admin.lists import LISTS
from gateway.web.admin.pages import STOPPED
from gateway.web.admin.views import NOBODY
from intake.complaint import tracking_id
from intake.messages import MediaKind
from intake.wording.catalogue import CHAT, SMS
from routing.case import LIVE, CaseState
from routing.complete import sentences_of
from routing.notices import KINDS, REMARKS
from routing.pair_command import PairCommand, read_pair
from routing.status import UNROUTED
from routing.verbs import VERBS

ROOT = Path(__file__).parents[1]
ROOMS = ("intake", "routing", "channels", "storage", "gateway")
FILES = [
    *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))),
    ROOT / "worker.py",
]
TEMPLATES = sorted((ROOT / "gateway" / "web").rglob("*.html"))
CATALOGUE = load_officers_catalogue()
LANGUAGES = ("id", "en")
KEYS = sorted({key for _, key in CATALOGUE.texts["id"]})
WORDINGS = [
    pytest.param(language, width, key, text, id=f"{language} {width} {key}")
    for language in LANGUAGES
    for (width, key), text in CATALOGUE.texts[language].items()
]


# --- none outside ---------------------------------------------------------------------

INDONESIAN = re.compile(
    r"\b(?:"
    r"ada|adalah|agar|akan|anda|apa|atau|bagi|bahwa|belum|bila|bisa|boleh|bukan|dalam|dan|dapat|dari"
    r"|dengan|di|ini|itu|jangan|jika|juga|kalau|kami|karena|ke|kepada|kita|lagi|lewat|masih|mohon|oleh|pada"
    r"|paling|perlu|saja|sampai|saya|sebagai|sejak|semua|setiap|silakan|sudah|supaya|tetap|tidak|untuk|yang"
    r"|alasan|balas|balasan|diterima|halaman|jawab|jawaban|kabar|kanal|koordinator|laporan|masuk|meja|nomor"
    r"|pelapor|pesan|petugas|tautan|tenggat|terima|tulis|unit|warga"
    r")\b"
)
ENOUGH = 3  # such words make a sentence
READERS = (  # what citizens and officers say, not what they are told
    "intake/reading",
    "routing/named.py",
    "routing/desk_names.py",
    "intake/places",
    "intake/dialogue/command_words.py",
    "routing/likeness",
    "routing/spoken/consent.py",
    "routing/spoken/cues.py",
    "routing/spoken/reader.py",
    "routing/spoken/second_thoughts.py",
    "routing/spoken/spelling.py",
    "routing/spoken/which.py",
    "routing/spoken/whither.py",
)
REASONS_OF_FAULTS = (
    "channels",
)  # source sentences of channels/texts; tests/channels/test_reasons.py holds them to it
STAND_INS = (
    "gateway/operate/rehearsal/people.py",
    "gateway/simulator",
)  # speaks as the providers do, on a developer's machine
PATTERN = re.compile(r"\\[sbwWd]|\(\?")


def indonesian(text: str) -> bool:
    return (
        not PATTERN.search(text) and len(INDONESIAN.findall(text.casefold())) >= ENOUGH
    )


def outside() -> Iterator[str]:
    for file in FILES:
        name = str(file.relative_to(ROOT))
        if not name.startswith(READERS + REASONS_OF_FAULTS + STAND_INS):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from (f"{name}: {text}" for text in strings(tree) if indonesian(text))
    for file in TEMPLATES:
        said = re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", file.read_text(encoding="utf-8"))
        yield from (
            f"{file.name}: {line.strip()}"
            for line in said.splitlines()
            if indonesian(line)
        )


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string but docstrings; one with gaps as a whole."""
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "_"
                for part in node.values
            )
        elif _is_text(node) and id(node) not in inside | _docstrings(tree):
            yield str(node.value)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def _docstrings(tree: ast.AST) -> frozenset[int]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, owners)]
    return frozenset(
        id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)
    )


def test_no_sentence_stands_outside_the_catalogues() -> None:
    assert list(outside()) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param(
            'SENT = "Tautan masuk sudah dikirim ke sana dan berlaku."',
            True,
            id="a constant",
        ),
        pytest.param(
            'say(f"Laporan {id} sudah ada di {desk}.")', True, id="a sentence with gaps"
        ),
        pytest.param('"""Sudah ada di meja."""', False, id="a docstring"),
        pytest.param(r'WORDS = r"\b(?:yang|sudah|ada)\b"', False, id="a pattern"),
        pytest.param(
            'raise ValueError("the channel is switched off")', False, id="English"
        ),
    ],
)
def test_the_walk_finds_sentences(line: str, found: bool) -> None:
    assert any(map(indonesian, strings(ast.parse(line)))) == found


# --- none missing, none left over --------------------------------------------------------

SPEAKERS = [
    file for file in FILES if file.parts[len(ROOT.parts)] in ("routing", "gateway")
]
EXPANDED = {
    *(key for verb in VERBS.values() for key in sentences_of(verb)),
    *(f"step.{step}" for step in LIVE[CaseState.FORWARDED]),
    *(f"kind.{kind}" for kind in ("complaint", "aspiration", "information_request")),
    *(f"remark.{name}" for name in (*REMARKS, "confidential", "anonymous")),
    *(f"files.{kind}" for kind in (*KINDS, "other")),
    *(f"state.{state}" for state in (*CaseState, *(UNROUTED.keys() - {"cancelled"}))),
    *(f"actor.{actor}" for actor in NOBODY),
    *(f"media.{kind}" for kind in MediaKind),
    *(f"page.list.{name}" for name in LISTS),
    *(f"page.reason.{name}" for name in REASONS),
    *(
        f"page.stopped.{why}{part}"
        for (why, _), part in product(
            [*STOPPED.values(), ("foreign", 403)], ("", ".advice")
        )
    ),
}


@cache
def nodes() -> tuple[ast.AST, ...]:
    return tuple(
        node
        for file in SPEAKERS
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )


@cache
def templates() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in TEMPLATES)


@cache
def asked_for() -> set[str]:
    """The keys named outright: say("..."), brief("..."), Alarm("..."), t('...')."""
    speaking = {"say", "brief", "Alarm"}
    calls = [
        node
        for node in nodes()
        if isinstance(node, ast.Call) and node.args and _name(node) in speaking
    ]
    named = {
        str(one.value)
        for call in calls
        for one in _alternatives(call.args[0])
        if _is_text(one)
    }
    return named | set(re.findall(r"t\('([\w.]+)'[,)]", templates()))


def _name(call: ast.Call) -> str:
    return (
        call.func.attr
        if isinstance(call.func, ast.Attribute)
        else getattr(call.func, "id", "")
    )


def _alternatives(node: ast.expr) -> list[ast.expr]:
    return (
        [*_alternatives(node.body), *_alternatives(node.orelse)]
        if isinstance(node, ast.IfExp)
        else [node]
    )


@cache
def spoken() -> set[str]:
    """Every string in the modules that speak, and in the templates."""
    return {str(node.value) for node in nodes() if _is_text(node)} | set(
        re.findall(r"'([\w.]+)'", templates())
    )


@cache
def patterns() -> list[re.Pattern[str]]:
    """The keys that are put together: f"file.{state}" as a pattern."""
    joined = [node.values for node in nodes() if isinstance(node, ast.JoinedStr)]
    heads = [str(parts[0].value) for parts in joined if _is_text(parts[0])]
    return [
        re.compile(re.escape(head) + r"[\w.:]+")
        for head in heads
        if re.fullmatch(r"[a-z]+\.", head)
    ]


@pytest.mark.parametrize("key", sorted(asked_for() | EXPANDED))
def test_what_the_house_wants_to_say_has_words(key: str) -> None:
    assert key in KEYS


def test_the_search_for_keys_finds_them() -> None:
    assert {
        "alarm.flood",
        "page.history",
        "page.list.none_waiting",
        "refused.unknown_desk",
    } <= spoken()
    assert {"alarm.flood", "page.history", "assigned.where"} <= asked_for()
    assert len(patterns()) > 5


@pytest.mark.parametrize("key", KEYS)
def test_no_sentence_is_left_that_nobody_says(key: str) -> None:
    assert key in spoken() | EXPANDED or any(
        pattern.fullmatch(key) for pattern in patterns()
    )


# --- the same in both languages ----------------------------------------------------------


def test_officers_read_indonesian_or_english() -> None:
    assert set(CATALOGUE.languages) == set(LANGUAGES)


def test_both_languages_word_every_key_in_the_same_widths() -> None:
    assert set(CATALOGUE.texts["id"]) == set(CATALOGUE.texts["en"])


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    "pair", [pytest.param(pair, id=" ".join(pair)) for pair in CATALOGUE.texts["id"]]
)
def test_both_languages_know_the_same_arguments(pair: tuple[str, str]) -> None:
    assert fields(CATALOGUE.texts["id"][pair]) == fields(CATALOGUE.texts["en"][pair])


@pytest.mark.parametrize(("language", "width", "key", "text"), WORDINGS)
def test_a_sentence_fits_and_can_stand_in_an_attribute(
    language: str, width: str, key: str, text: str
) -> None:
    assert text == text.strip()
    assert "  " not in text
    assert width in (CHAT, SMS)
    assert width == CHAT or len(text) <= 160
    assert '"' not in text or "<a href" in text


@pytest.mark.parametrize(("language", "width", "key", "text"), WORDINGS)
def test_a_command_named_in_a_sentence_is_one(
    language: str, width: str, key: str, text: str
) -> None:
    named = re.findall(r"\b([A-Z]{4,}) \{id\}", text)
    others = set(named) - {verb.word for verb in VERBS.values() if verb.officers}
    id_ = tracking_id(lambda _most: 0)
    assert all(
        isinstance(read_pair(f"{word} {id_}", None), PairCommand) for word in others
    )


def test_the_search_for_named_commands_finds_them() -> None:
    assert sum("SELESAI {id}" in text for text in CATALOGUE.texts["id"].values()) == 1
