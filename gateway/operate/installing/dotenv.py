"""Writing settings into a `.env` file: what somebody wrote around them stays as it is."""

import os
from collections.abc import Mapping
from pathlib import Path

OWNER_ONLY = 0o600


def keep(path: Path, values: Mapping[str, str]) -> None:
    """Put the values into the file, whole or not at all, readable by the owner only. OSError."""
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=OWNER_ONLY)
    fresh.write_text(with_values(before, values), encoding="utf-8")
    fresh.replace(path)


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The text of a `.env` file with these values: in their old lines, else at the end.

    ValueError for a value that no line can hold.
    """
    left, lines = dict(values), []
    for line in text.splitlines():
        name = line.strip().removeprefix("export ").partition("=")[0].strip()
        if "=" not in line or name not in values:
            lines.append(line)
        elif name in left:  # a second line for the same would win over the first
            lines.append(_line(name, left.pop(name)))
    return "\n".join([*lines, *(_line(*one) for one in left.items()), ""])


def _line(name: str, value: str) -> str:
    if len(f"{value} ".splitlines()) > 1 or value != value.strip():
        raise ValueError(f"{name} has more than a line, or blanks around it")
    quoted = value[:1] in ("'", '"') or " #" in value
    quote = '"' if value[-1:] == "'" else "'"
    return f"{name}={quote}{value}{quote}" if quoted else f"{name}={value}"
