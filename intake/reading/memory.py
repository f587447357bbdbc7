"""Reading one text once: the readers of a turn ask the same of the same words again and again.

What is kept are citizens' own words, so it is little, short, and for this process's memory alone:
the last `MOST` texts of at most `LONGEST` characters, and beside them the last long one.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

MOST = 64
LONGEST = 1000  # characters; one SMS of ten parts has fewer

P = ParamSpec("P")
R = TypeVar("R")
Reader = Callable[Concatenate[str, P], R]


def remembered(read: Reader[P, R]) -> Reader[P, R]:
    """The same reader, which remembers; its other arguments must be hashable."""
    short: Callable[..., R] = lru_cache(maxsize=MOST)(read)
    long: Callable[..., R] = lru_cache(maxsize=1)(read)

    @wraps(read)
    def reading(text: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return (short if len(text) <= LONGEST else long)(text, *args, **kwargs)

    return reading
