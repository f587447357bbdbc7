"""What every spotter and parser answers with.

A *parser* is lenient and reads the answer to its own question; a *spotter* is
strict and finds volunteered information in words meant for something else.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spotted(Generic[T]):
    """A value found inside a text, and the half-open range of characters it stands in."""

    value: T
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Invalid:
    """Understood, but cannot be right; `why` is a key of the catalogues, such as `nik.length`."""

    why: str
