"""Small faults in a source, found in its tree and written into its text.

A fault replaces one expression or statement and leaves every other byte as it is. Where one is
named (`Fault.name`) no line number counts, so that a sample stays the same while code around it
changes.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
UNREAD = {  # fields that decide nothing, or where no expression may stand
    "annotation",
    "returns",
    "decorator_list",
    "pattern",
    "bases",
}
SHOWN = 60  # characters of code in a table

Change = tuple[ast.expr | ast.stmt, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Fault:
    """One change to one file: bytes `start` to `end` of it become `after`."""

    file: str
    scope: str
    kind: str
    start: int
    end: int
    lines: range
    before: str
    after: str
    nth: int
    at_import: bool  # in no function: run once, by whoever came first

    @property
    def name(self) -> str:
        return f"{self.file} {self.scope} {self.kind} {self.before} -> {self.after} {self.nth}"

    @property
    def shown(self) -> str:
        """`age < 3` becomes `age <= 3`, in a line of a table."""
        return f"`{_short(self.before)}` → `{_short(self.after)}`"

    def put_into(self, source: bytes) -> bytes:
        return source[: self.start] + self.after.encode() + source[self.end :]


def faults_in(source: str, file: str) -> Iterator[Fault]:
    """Every fault this module can be given."""
    starts = _line_starts(source)
    seen: Counter[tuple[str, ...]] = Counter()
    for scope, inside, node in _read(ast.parse(source), "", inside=False):
        for kind, changes in KINDS.items():
            for what, after in changes(node):
                before = ast.unparse(what)
                key = (scope, kind, before, after)
                seen[key] += 1
                yield Fault(
                    file,
                    scope,
                    kind,
                    starts[what.lineno - 1] + what.col_offset,
                    starts[(what.end_lineno or 0) - 1] + (what.end_col_offset or 0),
                    range(what.lineno, (what.end_lineno or 0) + 1),
                    before,
                    after,
                    seen[key],
                    not inside,
                )


def _read(
    node: ast.AST, scope: str, *, inside: bool
) -> Iterator[tuple[str, bool, ast.AST]]:
    """What is run, each with the function it stands in, and whether it stands in one at all.

    Positions inside f-strings are not to be trusted before Python 3.12, and assertions are for
    the type checker.
    """
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if field in UNREAD or isinstance(child, ast.JoinedStr | ast.Assert):
                continue
            if isinstance(child, ast.AST):
                name = child.name if isinstance(child, Named) else ""
                within = f"{scope}.{name}".strip(".")
                deeper = inside or isinstance(child, Function)
                yield within, deeper, child
                yield from _read(child, within, inside=deeper)


def _turned(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        first, *rest = node.ops
        for other in TURNED[type(first)]:
            yield (
                node,
                _text(ast.Compare(node.left, [other(), *rest], node.comparators)),
            )


def _fixed(node: ast.AST) -> Iterator[Change]:
    """A loop is only fixed to false: the other never ends, and anything notices that."""
    if isinstance(node, ast.If | ast.IfExp):
        yield node.test, "True"
        yield node.test, "False"
    elif isinstance(node, ast.While):
        yield node.test, "False"
    elif isinstance(node, ast.comprehension):
        yield from ((test, "True") for test in node.ifs)


def _left_out(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, "pass"


def _by_one(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return
    if isinstance(node.value, int | float):
        yield node, f"({node.value + 1!r})"
        yield node, f"({node.value - 1!r})"


def _swapped(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, _text(ast.BoolOp(other, node.values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, _text(node.operand)


def _emptied(node: ast.AST) -> Iterator[Change]:
    """Yes becomes no; what is empty already is left so."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    value = ast.unparse(node.value)
    if value in ("True", "False"):
        yield node.value, str(value == "False")
    elif value not in ("None", "''", "()", "[]", "{}", "0"):
        yield node.value, "None"


KINDS: dict[str, Callable[[ast.AST], Iterator[Change]]] = {
    "a comparison turned": _turned,
    "a condition fixed": _fixed,
    "a call left out": _left_out,
    "a number changed by one": _by_one,
    "a boolean swapped": _swapped,
    "a return emptied": _emptied,
}


def _text(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _line_starts(source: str) -> list[int]:
    """Where each line begins, in bytes: the tree counts columns so."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _short(code: str) -> str:
    line = " ".join(code.split()).replace("|", "\\|")
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
