"""Statements made once: building one costs more time than SQLite needs to run it.

The moving values are bound when it is executed. Used where a citizen waits (receiving)
and where much is moved (sending); elsewhere statements are built where they are used.
Where thousands may wait at once (the door) even SQLAlchemy's way of running one costs
more than the database: there a statement is `SQL`, text for the driver.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NewType, TypeVar

from sqlalchemy import Select, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert

T = TypeVar("T")

INSERTS: dict[str, Callable[[Table], Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def for_dialects(make: Callable[[Callable[[Table], Insert]], T]) -> dict[str, T]:
    """One statement per database: `ON CONFLICT` is written alike but made by different classes."""
    return {dialect: make(insert) for dialect, insert in INSERTS.items()}


def lockable(statement: Select[Any], table: Table) -> dict[bool, Select[Any]]:
    """The statement as it is, and (under True) holding the rows it finds until the commit.

    Rows that merely refer to the held ones may still be added by others. SQLite has no row
    locks and needs none: one writer at a time.
    """
    return {False: statement, True: statement.with_for_update(of=table, key_share=True)}


SQL = NewType("SQL", str)  # `?` a value, {0} {1} lists of values, {hold} see HOLDS
MARKS = {"sqlite": "?", "postgresql": "%s"}
HOLDS = {"sqlite": "", "postgresql": "FOR NO KEY UPDATE"}  # as `lockable`
SPELLINGS = 1024  # kept: there is one for each number of values


@lru_cache(maxsize=SPELLINGS)
def spelled(sql: SQL, dialect: str, *lists: tuple[int, int]) -> str:
    """The statement as a driver takes it, each of its lists so many rows of so many values."""
    mark = MARKS[dialect]
    values = (", ".join([_row(mark, width)] * rows) for rows, width in lists)
    return sql.replace("?", mark).format(*values, hold=HOLDS[dialect])


def _row(mark: str, width: int) -> str:
    return f"({', '.join([mark] * width)})"
