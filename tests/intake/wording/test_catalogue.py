"""Every key, in every language: said somewhere, worded everywhere, plain, and naming only what works."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from gateway.setup.wiring import load_catalogue
from intake.dialogue.command_words import read_command
from intake.form.slots import FORM
from intake.state import USUAL_DAYS
from intake.wording.catalogue import BRIEF, CHAT, SMS, read_catalogue
from routing.case import CaseState

HOUSE = Path(__file__).parents[3]
SPEAKERS = [
    *sorted((HOUSE / "intake").rglob("*.py")),
    *sorted((HOUSE / "gateway" / "flows").glob("*.py")),
    *sorted((HOUSE / "routing").glob("*.py")),
]
CATALOGUE = load_catalogue()
LANGUAGES = ("id", "en", "jv", "su")
KEYS = sorted({key for _, key in CATALOGUE.texts["id"]})
WORDINGS = [
    pytest.param(language, width, key, text, id=f"{language} {width} {key}")
    for language in LANGUAGES
    for (width, key), text in CATALOGUE.texts[language].items()
]


# --- which keys there are -----------------------------------------------------------


@cache
def trees() -> tuple[ast.AST, ...]:
    return tuple(
        node
        for file in SPEAKERS
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )


@cache
def spoken() -> set[str]:
    """Every string written in the modules that speak."""
    return {
        node.value
        for node in trees()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@cache
def patterns() -> list[re.Pattern[str]]:
    """The keys that are put together: f"ask.{slot}{stage}" as a pattern."""
    found = [node for node in trees() if isinstance(node, ast.JoinedStr)]
    return [
        re.compile("".join(map(_piece, one.values)))
        for one in found
        if _starts_as_key(one)
    ]


def _starts_as_key(joined: ast.JoinedStr) -> bool:
    """f"ask.{slot}" or f"{wish}.noted"."""
    ends = [
        str(one.value)
        for one in (joined.values[0], joined.values[-1])
        if isinstance(one, ast.Constant)
    ]
    return any(re.fullmatch(r"([a-z_]+\.)+|(\.[a-z_]+)+", end) for end in ends)


def _piece(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]*"


@cache
def asked_for() -> set[str]:
    """The keys named outright: Line("...") and key="..."."""
    calls = [node for node in trees() if isinstance(node, ast.Call)]
    lines = [
        c.args[0]
        for c in calls
        if isinstance(c.func, ast.Name) and c.func.id == "Line" and c.args
    ]
    labels = [k.value for c in calls for k in c.keywords if k.arg == "key"]
    alternatives = [e for one in lines + labels for e in _alternatives(one)]
    return {
        str(one.value)
        for one in alternatives
        if isinstance(one, ast.Constant) and one.value
    }


def _alternatives(node: ast.expr) -> list[ast.expr]:
    return (
        [*_alternatives(node.body), *_alternatives(node.orelse)]
        if isinstance(node, ast.IfExp)
        else [node]
    )


@cache
def faults() -> set[str]:
    """Why an answer cannot be right: Invalid("...") of the extractors and _fault(slot, "...")."""
    files = [
        *(HOUSE / "intake" / "reading").glob("*.py"),
        *(HOUSE / "intake" / "form").glob("*.py"),
    ]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(
        re.findall(r'(?:Invalid\(|_fault\("\w+", |else )"([a-z]+\.[a-z]+)"', text)
    )


EXPANDED = {
    *(key for slot in FORM.rows for key in slot.texts()),
    *(f"choice.privacy.{value}" for value in ("confidential", "anonymous", "open")),
    *(f"status.{state.value}" for state in CaseState),
    *(f"invalid.{why}" for why in faults()),
}


@pytest.mark.parametrize("key", sorted(asked_for() | EXPANDED))
def test_what_the_program_wants_to_say_has_words(key: str) -> None:
    assert key in KEYS


def test_the_search_for_spoken_keys_finds_them() -> None:
    assert len(asked_for()) > 40
    assert {
        "nik.length",
        "nik.form",
        "name.invalid",
        "phone.invalid",
        "when.future",
    } <= faults()
    assert len(patterns()) > 3


@pytest.mark.parametrize("key", KEYS)
def test_no_sentence_is_left_that_nobody_says(key: str) -> None:
    assert key in spoken() or any(pattern.fullmatch(key) for pattern in patterns())


def test_no_fault_has_words_that_no_parser_finds() -> None:
    assert {key for key in KEYS if key.startswith("invalid.")} == {
        f"invalid.{why}" for why in faults()
    }


# --- the same in every language -----------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_words_every_key_and_no_other(language: str) -> None:
    assert {key for _, key in CATALOGUE.texts[language]} == set(KEYS)


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert set(CATALOGUE.languages) == set(LANGUAGES)


@pytest.mark.parametrize("language", ["jv", "su"])
def test_a_file_without_a_native_reader_says_so(language: str) -> None:
    head = (HOUSE / "intake" / "wording" / "texts" / f"{language}.po").read_text(
        encoding="utf-8"
    )[:400]
    assert "WANTS A NATIVE READER" in head


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", KEYS)
def test_every_language_knows_the_same_arguments(key: str) -> None:
    for width in (CHAT, SMS):
        wordings = {
            language: fields(CATALOGUE.text(key, language, width))
            for language in LANGUAGES
        }
        assert len({frozenset(names) for names in wordings.values()}) == 1, wordings


ARGUMENTS = {"id", "story", "place", "name", "value", "before", "n", "wants"}
ARGUMENTS |= {"numbers", "agency", "deadline", "answer", "channel", "area", "link"}
ARGUMENTS |= {"question", "reason", "was", "until"}
ARGUMENTS |= USUAL_DAYS.keys()


@pytest.mark.parametrize(("language", "width", "key", "text"), WORDINGS)
def test_a_sentence_has_no_argument_that_nobody_gives(
    language: str, width: str, key: str, text: str
) -> None:
    assert fields(text) <= ARGUMENTS


def test_a_missing_width_takes_the_next_wider_one_and_a_missing_language_the_source() -> (
    None
):
    catalogue = read_catalogue(
        {
            "id": b'msgctxt "chat"\nmsgid "a"\nmsgstr "lebar"\n\n'
            b'msgctxt "sms"\nmsgid "a"\nmsgstr "ringkas"\n',
            "en": b'msgctxt "chat"\nmsgid "a"\nmsgstr "long"\n',
        }
    )
    assert [catalogue.text("a", "id", width) for width in (CHAT, SMS, BRIEF)] == [
        "lebar",
        "ringkas",
        "ringkas",
    ]
    assert [catalogue.text("a", "en", width) for width in (CHAT, SMS, BRIEF)] == [
        "long",
        "long",
        "long",
    ]
    assert catalogue.text("a", "jv", SMS) == "ringkas"
    with pytest.raises(KeyError):
        catalogue.text("b", "id", CHAT)


# --- style ----------------------------------------------------------------------------

JARGON = re.compile(
    r"\b(disposisi\w*|opd|skpd|instansi|terkait|verifikasi\w*|validasi\w*|ditindaklanjuti|berwenang"
    r"|menelaah|pelapor|dimohonkan|perihal|sebagaimana|tersebut|submit|invalid|error|input|draft"
    r"|mandatory|pursuant|hereby|aforementioned)\b",
    re.I,
)
LONGEST = {CHAT: 400, SMS: 160, BRIEF: 60}


@pytest.mark.parametrize(("language", "width", "key", "text"), WORDINGS)
def test_a_sentence_is_plain_and_short(
    language: str, width: str, key: str, text: str
) -> None:
    assert not JARGON.search(text)
    assert len(text) <= LONGEST[width]
    assert text == text.strip()
    assert "  " not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_buttons_fit_on_a_button(language: str) -> None:
    shortest_title = 20  # WhatsApp
    labels = {
        key: CATALOGUE.text(key, language, CHAT)
        for key in KEYS
        if key.startswith("choice.")
    }
    assert labels
    assert {
        key: label for key, label in labels.items() if len(label) > shortest_title
    } == {}


# --- commands named in a sentence ------------------------------------------------------

SHOUTED = re.compile(r"\b(UBAH|CHANGE) ([A-Z]+)|\b([A-Z]{2,})\b")
NO_COMMANDS = {
    "SMS",
    "NIK",
    "KTP",
    "RT",
    "RW",
    "LPR",
    "ID",
    "DARURAT",
    "EMERGENCY",
    "SATU",
    "PINTU",
}
ANSWERS = {
    "YA",
    "YES",
    "SAMA",
    "SAME",
    "RAHASIA",
    "CONFIDENTIAL",
    "NAMA",
    "NAME",
}  # of the question they stand in


def commands_in(text: str) -> list[str]:
    found = (
        match[0] for match in SHOUTED.finditer(re.sub(r"LPR-\w+|\{\w+\}", "", text))
    )
    return [word for word in found if word not in NO_COMMANDS | ANSWERS]


def understood(command: str) -> bool:
    """It steers the conversation as a whole message, with something behind it where it needs that."""
    slot = command.partition("/")[0].split()[-1].casefold()
    if command.split(maxsplit=1)[0] in {"UBAH", "CHANGE"} and len(command.split()) > 1:
        return slot in FORM.by_name
    return read_command(command) is not None


NAMING = [
    pytest.param(p.values[3], id=str(p.id))
    for p in WORDINGS
    if commands_in(str(p.values[3]))
]


@pytest.mark.parametrize("text", NAMING)
def test_a_command_named_in_a_sentence_works(text: str) -> None:
    assert [word for word in commands_in(text) if not understood(word)] == []


def test_the_search_for_named_commands_finds_them() -> None:
    assert len(NAMING) > 100
    assert commands_in("Ketik BANTUAN, atau UBAH LOKASI .. di SMS") == [
        "BANTUAN",
        "UBAH LOKASI",
    ]
    assert not understood("OFFICER")
