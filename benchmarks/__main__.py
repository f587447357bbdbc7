"""Every measurement, or the ones named: `make bench WHAT="door turn"`, `python -m benchmarks door turn`."""

import importlib
import sys

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
}
OTHER_NAMES = {"conversation_cost": "conversation"}


def main(names: list[str]) -> int:
    """Run these, all when none is named; 2 for a name there is not."""
    unknown = [name for name in names if name not in {*BENCHMARKS, *OTHER_NAMES}]
    if unknown:
        sys.stderr.write(
            f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n"
        )
        return 2
    sys.argv[1:] = []
    for name in names or BENCHMARKS:
        print(f"== {name}", flush=True)
        module = BENCHMARKS[OTHER_NAMES.get(name, name)]
        importlib.import_module(f"benchmarks.{module}").main()
        print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
