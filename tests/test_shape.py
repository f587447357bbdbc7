"""Lines one can read aloud: how many ways lead through a function, and how long it is, at most.

Ways are counted as radon does, with every `and`, ternary and comprehension; a function inside
another counts for itself.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = (
    "gateway",
    "channels",
    "intake",
    "routing",
    "storage",
    "scripts",
    "benchmarks",
    "mutants",
)
WAYS, LINES = 10, 40

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measured:
    """One function: `intake/conversation.py step`."""

    name: str
    ways: int
    lines: int


def measured(source: str, file: str) -> Iterator[Measured]:
    for name, node in functions(ast.parse(source), ""):
        yield Measured(
            f"{file} {name}", ways(node), (node.end_lineno or 0) - node.lineno + 1
        )


def functions(node: ast.AST, within: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield within + child.name, child
        named = isinstance(child, Function | ast.ClassDef)
        yield from functions(child, f"{within}{child.name}." if named else within)  # type: ignore[attr-defined]


def ways(function: Function) -> int:
    return 1 + sum(
        ways_of(node) for node in chain.from_iterable(map(own_nodes, function.body))
    )


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The node and what is in it, but for functions and classes: they count for themselves."""
    if isinstance(node, Function | ast.ClassDef):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from own_nodes(child)


def ways_of(node: ast.AST) -> int:
    """How many more ways there are because of this node."""
    match node:
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.Match():
            return sum(not is_wildcard(one.pattern) for one in node.cases)
    return 0


def is_wildcard(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def ours() -> list[Measured]:
    files = [
        path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    written = [path for path in files if "migrations/versions" not in path.as_posix()]
    return [
        one
        for path in (*written, ROOT / "worker.py")
        for one in measured(
            path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        )
    ]


OURS = ours()
DENSE = {one.name: one.ways for one in OURS if one.ways > WAYS}


def test_no_function_has_more_ways_through_it_than_one_can_follow() -> None:
    assert DENSE == {}


def test_every_function_can_be_seen_at_once() -> None:
    assert [one for one in OURS if one.lines > LINES] == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("return x", 1, id="one way"),
        pytest.param(
            "if x:\n    pass\nelif y:\n    pass\nelse:\n    pass", 3, id="two questions"
        ),
        pytest.param("return a and b and c or d", 4, id="each and, each or"),
        pytest.param(
            "return [a if a else b for a in c if a if b]",
            5,
            id="a comprehension and its ifs",
        ),
        pytest.param(
            "try:\n    a()\nexcept A:\n    b()\nexcept B:\n    c()\nelse:\n    d()",
            4,
            id="faults",
        ),
        pytest.param(
            "for a in b:\n    c()\nelse:\n    d()", 3, id="a loop with an else"
        ),
        pytest.param(
            "match a:\n    case 1:\n        b()\n    case _:\n        c()",
            2,
            id="a case",
        ),
        pytest.param(
            "def g():\n    return a or b\nreturn g", 1, id="not what is within"
        ),
        pytest.param(
            "with a as b:\n    assert b\nreturn lambda: c",
            2,
            id="an assertion, not a lambda",
        ),
    ],
)
def test_ways_are_counted_as_radon_does(body: str, expected: int) -> None:
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    first = next(measured(f"def f():\n{indented}\n", "f.py"))
    assert (first.name, first.ways) == ("f.py f", expected)
