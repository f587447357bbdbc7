"""Every measurement, or the ones named: `python -m benchmarks [gazetteer webhook ...]`."""

import sys
from collections.abc import Callable

from benchmarks import conversation_cost, gazetteer, language, webhook

BENCHMARKS: dict[str, Callable[[], object]] = {
    "gazetteer": gazetteer.main,
    "language": language.main,
    "conversation_cost": conversation_cost.main,
    "webhook": webhook.main,
}


def main(names: list[str]) -> int:
    """Run these, all when none is named; 2 for a name there is not."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(
            f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n"
        )
        return 2
    sys.argv[1:] = []
    for name in names or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()
        print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
