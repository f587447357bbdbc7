"""Statements made once: building one costs more time than SQLite needs to run it.

The moving values are bound when it is executed. Used where a citizen waits (receiving)
and where much is moved (sending); elsewhere statements are built where they are used.
"""

from collections.abc import Callable
from typing import Any, TypeVar

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
