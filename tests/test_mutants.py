"""Small faults are what they say, stay the same for a seed, and are told apart by the tests they meet."""

import ast
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coverage import CoverageData

from mutants.faults import Fault, faults_in
from mutants.reach import Reach
from mutants.rooms import ROOT, digests, mirrors, modules, sample
from mutants.trees import Tree

OPERATORS = [
    pytest.param(
        "a < b", {"(a <= b)", "(a >= b)"}, id="less: or equal, or the contrary"
    ),
    pytest.param("a == b", {"(a != b)"}, id="equal: not equal"),
    pytest.param(
        "a in b < c", {"(a not in b < c)"}, id="of a chain the first is turned"
    ),
    pytest.param("x if a else y", {"True", "False"}, id="a choice: both ways"),
    pytest.param("[x for x in y if x]", {"True"}, id="a filter: everything passes"),
    pytest.param("0o600", {"(385)", "(383)"}, id="a number: one more, one less"),
    pytest.param("a and b", {"(a or b)"}, id="and: or"),
    pytest.param("a or b", {"(a and b)"}, id="or: and"),
    pytest.param("not a", {"(a)"}, id="not: as it is"),
]
STATEMENTS = [
    pytest.param("if a: b", {"True", "False"}, id="a condition: both ways"),
    pytest.param("while a: b", {"False"}, id="a loop: never begun"),
    pytest.param("f(x)", {"pass"}, id="a call whose value nobody takes: left out"),
    pytest.param("def f(): return x", {"None"}, id="a return: emptied"),
    pytest.param("def f(): return True", {"False"}, id="yes: no"),
    pytest.param("def f(): return []", set(), id="what is empty cannot be emptied"),
    pytest.param("def f(): return", set(), id="nothing cannot be emptied"),
    pytest.param("a: X[1] = b", set(), id="a type is left alone"),
    pytest.param("@f(1)\ndef g(): a", set(), id="a decorator is left alone"),
    pytest.param("assert a > 1", set(), id="an assertion is left alone"),
    pytest.param(
        "a = f'{b > 1}'", set(), id="what is inside an f-string is left alone"
    ),
    pytest.param("a = True", set(), id="True is no number"),
]
PROJECT = {
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib"\n',
    "room.py": "def is_old(years):\n    return years > 3\n",
    "test_far.py": "from room import is_old\n\n\ndef test_far():\n    assert is_old(9)\n",
    "test_near.py": "from room import is_old\n\n\ndef test_near():\n    assert not is_old(3)\n",
}


@pytest.mark.parametrize(("code", "expected"), OPERATORS)
def test_an_expression_is_changed_in_place(code: str, expected: set[str]) -> None:
    source = f"é = ({code})  # é\nlast = é\n"
    for fault in faults_in(source, "a.py"):
        written = fault.put_into(source.encode()).decode()
        assert (
            written == f"é = ({fault.after})  # é\nlast = é\n" or fault.before != code
        )
        ast.parse(written)
    assert {f.after for f in faults_in(source, "a.py")} == expected


@pytest.mark.parametrize(("code", "expected"), STATEMENTS)
def test_a_statement_is_changed(code: str, expected: set[str]) -> None:
    assert {fault.after for fault in faults_in(code, "a.py")} == expected


@pytest.mark.parametrize("file", ["routing/clocks.py", "channels/sms.py", "worker.py"])
def test_every_fault_of_a_module_can_be_compiled(file: str) -> None:
    source = (ROOT / file).read_bytes()
    faults = list(faults_in(source.decode(), file))
    assert faults
    for fault in faults:
        written = fault.put_into(source)
        assert ast.dump(ast.parse(written)) != ast.dump(ast.parse(source)), fault


def test_a_fault_is_the_same_one_when_lines_are_added_above_it() -> None:
    source = "def f(a):\n    return a > 1\n"
    later = f"# a comment\n\n\n{source}"
    assert names(source) == names(later)


def test_two_equal_pieces_of_one_function_are_two_faults() -> None:
    assert len(set(names("def f(a):\n    g(a)\n    g(a)\n"))) == 2


def test_a_seed_always_gives_the_same_sample_and_another_seed_another() -> None:
    first = sample(7, 5, "routing/clocks.py")
    assert first == sample(7, 5, "routing/clocks.py")
    assert first != sample(8, 5, "routing/clocks.py")
    assert {fault.file for fault in first} == {"routing/clocks.py"}


def test_what_migrations_did_once_is_not_broken() -> None:
    assert not [file for file in modules("storage") if "migrations/versions" in file]
    assert "storage/migrations/__init__.py" in modules("storage")


def test_a_module_is_mirrored_by_its_tests_or_by_those_of_its_folder() -> None:
    assert mirrors("routing/clocks.py") == ["tests/routing/test_clocks.py"]
    assert "tests/gateway/web/test_admin.py" in mirrors("gateway/web/app.py")


@pytest.mark.parametrize(
    ("tests", "noticed"),
    [
        pytest.param(["test_far.py::test_far"], "", id="looks elsewhere"),
        pytest.param(
            ["test_far.py::test_far", "test_near.py::test_near"],
            "test_near.py::test_near",
            id="looks at the edge",
        ),
    ],
)
def test_a_fault_lives_in_a_copy_until_a_test_notices(
    tmp_path: Path, tests: list[str], noticed: str
) -> None:
    tree = Tree(tmp_path / "copy", project(tmp_path / "project"))
    fault = next(
        fault
        for fault in faults_in(PROJECT["room.py"], "room.py")
        if fault.after == "(years >= 3)"
    )
    outcome = tree.outcome(fault, tests)
    assert (outcome.by, outcome.noticed) == (noticed, bool(noticed))
    assert (tmp_path / "copy" / "room.py").read_text() == PROJECT["room.py"]


MODULE, NEAR, FAR = (
    "routing/clocks.py",
    "tests/routing/test_clocks.py",
    "tests/routing/test_case.py",
)


@pytest.fixture
def measured(tmp_path: Path) -> Callable[..., Reach]:
    """What was measured once: who ran which lines of a module, and what each took."""

    def measured(ran: dict[str, list[int]], **known: Any) -> Reach:
        data = CoverageData(str(tmp_path / "a.coverage"))
        for test, lines in ran.items():
            data.set_context(test)
            data.add_lines({str(ROOT / MODULE): lines})
        data.write()
        usual = {
            "seconds": dict.fromkeys(ran, 1.0),
            "failed": [],
            "tests": digests([NEAR, FAR]),
            "sources": digests([MODULE]),
        }
        (tmp_path / "a.json").write_text(json.dumps(usual | known))
        return Reach(tmp_path)

    return measured


RAN = {f"{FAR}::a": [3], f"{FAR}::b": [3], f"{NEAR}::c": [3], f"{NEAR}::d": [9]}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({}, "cab", id="what mirrors the module comes first"),
        pytest.param(
            {"seconds": {f"{FAR}::a": 9, f"{FAR}::b": 1, f"{NEAR}::c": 20}},
            "cba",
            id="then the quickest",
        ),
        pytest.param({"failed": [f"{FAR}::a"]}, "cb", id="none that always fails"),
        pytest.param(
            {"tests": {**digests([NEAR]), FAR: "was"}}, "c", id="none that has changed"
        ),
        pytest.param(
            {"sources": {}}, "cdab", id="of a changed module, all that ran any of it"
        ),
        pytest.param(
            {"seconds": {f"{FAR}::a": 200, f"{FAR}::b": 3, f"{NEAR}::c": 1}},
            "cb",
            id="no more than the time allows",
        ),
    ],
)
def test_the_tests_that_reach_a_line_are_run(
    measured: Callable[..., Reach], known: dict[str, Any], expected: str
) -> None:
    reach = measured(RAN, **known)
    assert [test[-1] for test in reach.tests_for(fault_at(3))] == list(expected)


def test_a_line_that_runs_only_at_import_is_reached_by_whoever_runs_the_module(
    measured: Callable[..., Reach],
) -> None:
    fault = next(
        iter(faults_in("\n\na = 1", MODULE))
    )  # in a line that some test imported
    assert [test[-1] for test in measured(RAN).tests_for(fault)] == list("cdab")
    assert measured(RAN).tests_for(fault_at(2)) == measured(RAN).tests_for(fault)


def fault_at(line: int) -> Fault:
    """In a function, which begins a line before."""
    source = "\n" * (line - 2) + "def f(a):\n    a < 1"
    return next(iter(faults_in(source, MODULE)))


def project(directory: Path) -> Path:
    shutil.copytree(ROOT / "mutants", directory / "mutants")
    for name, text in PROJECT.items():
        (directory / name).write_text(text)
    return directory


def names(source: str) -> list[str]:
    return [fault.name for fault in faults_in(source, "a.py")]
