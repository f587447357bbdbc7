"""Every measurement, or the ones named: `make bench WHAT="door turn"`, `python -m benchmarks door turn`.

A word with a dot or a slash in it is a file for the one named before: `officers lines.tsv`.
"""

import importlib
import sys
from itertools import pairwise

BENCHMARKS = {  # name -> its module, read when its turn comes
    "door": "door",
    "turn": "turn",
    "turn_cost": "turn_cost",
    "whole": "whole",
    "deliver": "deliver",
    "growth": "growth",
    "footprint": "footprint",
    "gazetteer": "gazetteer",
    "language": "language",
    "conversation": "conversation_cost",
    "chat": "chat",
    "officers": "officers",
    "real": "real",
    "duplicates": "duplicates",
}
OTHER_NAMES = {"conversation_cost": "conversation"}


def main(names: list[str]) -> int:
    """Run these, all when none is named; 2 for a name there is not."""
    names, files = _with_files(names)
    unknown = [name for name in names if name not in {*BENCHMARKS, *OTHER_NAMES}]
    if unknown:
        sys.stderr.write(
            f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n"
        )
        return 2
    for name in names or BENCHMARKS:
        sys.argv[1:] = files.get(name, [])
        print(f"== {name}", flush=True)
        module = BENCHMARKS[OTHER_NAMES.get(name, name)]
        importlib.import_module(f"benchmarks.{module}").main()
        print(flush=True)
    return 0


def _with_files(words: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """The benchmarks named, and the file behind a name."""
    files = {name: [file] for name, file in pairwise(words) if _is_file(file)}
    return [one for one in words if not _is_file(one)], files


def _is_file(name: str) -> bool:
    return "." in name or "/" in name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
