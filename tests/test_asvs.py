"""OWASP ASVS 5.0.0: every requirement of levels 1 and 2 is in asvs.toml, and every test it names is there."""

import ast
import io
import logging
import re
import secrets
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gateway.setup.logs import TextLines
from gateway.setup.wiring import load_words

ROOT = Path(__file__).parents[1]
MAP = tomllib.loads((ROOT / "tests" / "asvs.toml").read_text(encoding="utf-8"))
REQUIREMENTS: dict[str, dict[str, Any]] = {
    number: row for chapter in MAP.values() for number, row in chapter.items()
}
# section -> how many requirements of level 1 or 2 it has, numbered from 1 without a gap
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ALL = {
    f"{section}.{n}" for section, most in SECTIONS.items() for n in range(1, most + 1)
}
NAMED = sorted(
    {
        test
        for row in REQUIREMENTS.values()
        for test in (
            [row["test"]] if isinstance(row.get("test"), str) else row.get("test", [])
        )
    }
)
NOT_MET = {
    "5.4.3",
    "6.3.3",
    "7.5.2",
    "15.2.1",
}  # said so in the map, each with its reason

# --- the map ----------------------------------------------------------------------


def test_the_standard_has_253_requirements_of_levels_1_and_2() -> None:
    assert len(ALL) == 253


def test_every_requirement_is_answered_in_one_way() -> None:
    assert ALL - REQUIREMENTS.keys() == set()
    odd = [
        number
        for number, row in REQUIREMENTS.items()
        if len({"test", "why", "open"} & row.keys()) != 1 or not row.get("is")
    ]
    assert odd == []
    assert all(
        number.split(".")[0] == chapter[1:]
        for chapter, rows in MAP.items()
        for number in rows
    )


def test_what_is_not_met_is_known() -> None:
    assert {number for number, row in REQUIREMENTS.items() if "open" in row} == NOT_MET


@pytest.mark.parametrize("test", NAMED)
def test_the_test_is_there_and_not_left_out(test: str) -> None:
    file, _, name = test.partition("::")
    found = [one for one in _functions(ROOT / file) if one.name == name]
    assert len(found) == 1
    marks = {ast.unparse(one).split("(")[0] for one in found[0].decorator_list}
    assert not any("skip" in one or "xfail" in one for one in marks)


def test_what_a_reason_sends_to_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for word in (
        "AES-256-GCM",
        "20 MB",
        "SECRET_KEY",
        "make audit",
        "rediss://",
        "standard error",
    ):
        assert word in page


@cache
def _functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


# --- what is true of all our code -------------------------------------------------

ROOMS = ("intake", "routing", "channels", "storage", "gateway")


@cache
def _code() -> dict[str, ast.Module]:
    files = [
        *(one for room in ROOMS for one in sorted((ROOT / room).rglob("*.py"))),
        ROOT / "worker.py",
    ]
    return {
        str(one.relative_to(ROOT)): ast.parse(one.read_text(encoding="utf-8"))
        for one in files
    }


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    for file, tree in _code().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield file, node, ast.unparse(node.func)


def _imports() -> Iterator[tuple[str, str]]:
    for file, tree in _code().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((file, one.name) for one in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((file, f"{node.module}.{one.name}") for one in node.names)


def test_no_statement_is_glued_together() -> None:
    """SQL is written, or made by SQLAlchemy; into a string go constants of ours only."""
    glued = [
        f"{file}: {ast.unparse(call)}"
        for file, call, name in _calls()
        if name.split(".")[-1] in {"text", "execute", "exec_driver_sql"} and call.args
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.FormattedValue)
        and not ast.unparse(part.value).isupper()
    ]
    assert [one for one in glued if not one.startswith(OURS)] == []


OURS = (  # names of schemas, tables and states that this program or the database itself gave
    "storage/unit_of_work.py: cursor.execute(f'PRAGMA",
    "storage/restoring.py: ",
    "storage/soundness.py: ",
    "storage/migrations/versions/0011_case_life.py: ",
)


RUNS = re.compile(
    r"(?:builtins\.)?(?:eval|exec|compile|__import__)|os\.(?:system|popen|exec\w*|spawn\w*)"
    r"|(?:pickle|marshal|dill|shelve)\.\w+|yaml\.(?:load|unsafe_load|full_load)"
    r"|render_template_string|jinja2\.Template|subprocess\.(?:getoutput|getstatusoutput)"
)


def test_nothing_runs_text_as_a_program() -> None:
    runs = [
        f"{file}: {name}"
        for file, call, name in _calls()
        if RUNS.fullmatch(name) or any(one.arg == "shell" for one in call.keywords)
    ]
    assert runs == []
    assert [
        one
        for _, one in _imports()
        if one.split(".")[0] in {"pickle", "marshal", "shelve"}
    ] == []


def test_what_fills_a_sentence_is_never_its_format() -> None:
    told = load_words("id").say(
        "alarm.away", who="{words.__class__} %s {0}", desk="d", words="w", ids="i"
    )
    assert "{words.__class__} %s {0}" in told


def test_chance_comes_from_the_system() -> None:
    """The simulator, rehearsals and the terminal chat may play with chance that can be foretold."""
    play = {
        file for file, one in _imports() if one == "random" or one.startswith("random.")
    }
    assert play <= {
        "gateway/operate/chat.py",
        "gateway/operate/rehearsal/people.py",
        "gateway/operate/rehearsal/rehearse.py",
        "gateway/operate/rehearsal/town.py",
    }
    wiring = ast.unparse(_code()["gateway/setup/wiring.py"])
    assert f"draw=secrets.{secrets.randbelow.__name__}" in wiring


def test_ciphers_come_from_known_libraries() -> None:
    used = {
        one
        for _, one in _imports()
        if one.split(".")[0] in {"cryptography", "Crypto", "nacl", "ssl"}
    }
    assert used <= {
        "cryptography.exceptions.InvalidTag",
        "cryptography.hazmat.primitives.ciphers.aead.AESGCM",
        "cryptography.hazmat.primitives.hashes.SHA256",
        "cryptography.hazmat.primitives.kdf.hkdf.HKDF",
        "ssl",
    }


def test_hashes_are_strong_but_where_a_provider_wants_another() -> None:
    hashes = {(file, one) for file, one in _imports() if one.split(".")[0] == "hashlib"}
    weak = {file for file, one in hashes if one not in {"hashlib", "hashlib.sha256"}}
    named = {
        file
        for file, tree in _code().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in {"sha1", "md5"}
    }
    assert weak | named <= {"channels/twilio.py", "gateway/simulator/twilio_line.py"}
    assert not [
        name for _, _, name in _calls() if name in {"hashlib.md5", "hashlib.sha1"}
    ]


SECRET = re.compile(
    r"(?:^|[._])(?:secrets?|signature|csrf|password|digest|hmac)$", re.IGNORECASE
)


def test_secrets_are_compared_in_constant_time() -> None:
    """By hmac.compare_digest: never with ==, whose time tells how far it got."""
    loose = [
        f"{file}:{node.lineno} {ast.unparse(node)}"
        for file, tree in _code().items()
        if not file.startswith(("gateway/simulator", "intake", "routing"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops)
        and any(
            SECRET.search(ast.unparse(one)) for one in (node.left, *node.comparators)
        )
    ]
    assert loose == []


def test_every_library_is_pinned_with_its_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    pinned = [
        line
        for line in text.splitlines()
        if line and not line.lstrip().startswith(("#", "-"))
    ]
    assert len(pinned) > 20
    assert [
        line.split()[0]
        for line in pinned
        if "==" not in line or "--hash=sha256:" not in line
    ] == []


@pytest.mark.parametrize("char", ["\n", "\r\n", "\u2028", "\x1b[2K", "\x85", "\x00"])
def test_no_line_of_the_log_can_be_forged(char: str) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TextLines())
    log = logging.Logger("gateway.test")
    log.addHandler(handler)
    log.warning(
        "put aside: %s", f"x{char}2026-11-27T09:00:00+0700 INFO gateway all is well"
    )
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()
