"""Reads YAML that somebody wrote by hand: every fault with its line, in words its author can act on.

The nodes are read, not the values: a value no longer knows the line it stood in, and YAML makes numbers
and truths of words that were meant as words (`53.10`, `no`).
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

_TEXT, _NOTHING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
NO_DAY = date.min  # stands for one that could not be read, which is noted


class BrokenFile(ValueError):
    """The file cannot be used; `faults` names each reason with its line, in the file's order."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class HandWritten:
    """Takes YAML nodes apart, noting what is wrong and going on."""

    def __init__(self) -> None:
        self.faults: list[tuple[int, str]] = []

    def refuse(self, node: Node | None, why: str) -> None:
        """Note what is wrong with a node."""
        self.faults.append((node.start_mark.line + 1 if node else 1, why))

    def mapping(
        self, node: Node | None, keys: Mapping[str, bool], what: str
    ) -> dict[str, Node]:
        """The values under known keys; empty optional ones are left out."""
        if not isinstance(node, MappingNode):
            self.refuse(node, f"{what} must be a list of keys: {', '.join(keys)}")
            return {}
        self._refuse_odd_keys(node, keys, what)
        found = {
            str(name.value): value
            for name, value in node.value
            if value.tag != _NOTHING
        }
        for key, needed in keys.items():
            if needed and key not in found:
                self.refuse(node, f"{what} has no `{key}`")
        return found

    def _refuse_odd_keys(
        self, node: MappingNode, keys: Mapping[str, bool], what: str
    ) -> None:
        times = Counter(str(name.value) for name, _ in node.value)
        for key, number in times.items():
            if key not in keys:
                self.refuse(node, f"{what} has an unknown key `{key}`")
            elif number > 1:
                self.refuse(node, f"{what} has more than one `{key}`")

    def items(self, node: Node | None, what: str) -> list[Node]:
        """The items of a list that is not empty; none where it is absent."""
        if node is None:
            return []
        if not isinstance(node, SequenceNode) or not node.value:
            self.refuse(node, f"{what} must be a list with at least one item")
            return []
        return list(node.value)

    def text(self, node: Node | None, what: str) -> str:
        """The words of a scalar, or "" after noting that they are none."""
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self.refuse(node, f"{what} must be one text")
            return ""
        if node.tag != _TEXT:
            kind = node.tag.rpartition(":")[2]
            self.refuse(
                node,
                f'{what} {node.value} is a {kind} to YAML: put quotes around it, "{node.value}"',
            )
            return ""
        if not node.value.strip():
            self.refuse(node, f"{what} is empty")
        return str(node.value).strip()

    def whole(self, node: Node | None, what: str, low: int, high: int) -> int:
        """A whole number between these, or 0 after noting that it is none."""
        if node is None:
            return 0
        raw = node.value if isinstance(node, ScalarNode) else ""
        if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
            return int(raw)
        self.refuse(node, f"{what} must be a whole number from {low} to {high}")
        return 0

    def day(self, node: Node | None, what: str) -> date:
        """A day such as 2026-12-28, quoted or not, or NO_DAY after noting that it is none."""
        if node is None:
            return NO_DAY
        with suppress(ValueError, TypeError):
            return date.fromisoformat(node.value)
        self.refuse(node, f"{what} must be a day such as 2026-12-28")
        return NO_DAY

    def one_of(
        self, node: Node | None, what: str, allowed: tuple[str, ...], default: str = ""
    ) -> str:
        """One of these words, or `default` after noting that it is none; it stands for an absent one."""
        if node is None:
            return default
        text = self.text(node, what)
        if text and text not in allowed:
            self.refuse(node, f"{what} `{text}` is not one of {', '.join(allowed)}")
        return text if text in allowed else default

    def done(self, broken: type[BrokenFile]) -> None:
        """Raise what has been noted, if anything."""
        if self.faults:
            raise broken([f"line {line}: {why}" for line, why in sorted(self.faults)])


def compose(text: str, broken: type[BrokenFile]) -> Node | None:
    """The root of a YAML text; `broken` when it is not YAML."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise broken(
            [f"line {line}: not YAML: {error.problem or error.context}"]
        ) from error
    except yaml.YAMLError as error:
        raise broken([f"line 1: not YAML: {error}"]) from error
