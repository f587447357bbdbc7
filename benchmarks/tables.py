"""Tables on paper, and what the machine was busy with beside us."""

import os
from collections.abc import Sequence


def show(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns side by side, the first to the left, the others to the right; numbers of three places."""
    cells = [list(head), *[[_text(cell) for cell in row] for row in rows]]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    for row in cells:
        first, *rest = (
            cell.rjust(width) for cell, width in zip(row, widths, strict=True)
        )
        print("  ".join([first.strip().ljust(widths[0]), *rest]), flush=True)


def _text(cell: object) -> str:
    if not isinstance(cell, float):
        return str(cell)
    places = 0 if abs(cell) >= 100 else 1 if abs(cell) >= 10 else 2
    return f"{cell:.{places}f}"


def beside() -> str:
    """How busy the machine is: other work on the same cores makes every figure worse."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load average {one:.1f} (1 min) {five:.1f} (5 min)"


def goal(
    what: str, value: float, least: float | None = None, most: float | None = None
) -> None:
    """A line that says whether a goal of the design is met."""
    wanted = f"at least {least:g}" if least is not None else f"at most {most:g}"
    met = (least is None or value >= least) and (most is None or value <= most)
    print(
        f"{'met ' if met else 'MISS'}  {what}: {_text(value)}, goal {wanted}",
        flush=True,
    )
