"""All rows of one moment as lines, and lines as rows again, from and to SQLite and PostgreSQL.

    {"schema": "0008_put_aside", "of": "2026-...", "made_at": "2026-..."}
    {"table": "subject", "columns": [...]}      then each of its rows as a list
    {"rows": {"subject": 17, ...}}              how many there are of each

Data keys are left out: they lie in a file of their own (storage/back_up.py), so that forgetting
a person reaches the back-ups that are made already.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, column, func, insert, select, table, text

from storage.sealed_file import Torn
from storage.tables import SUBJECT, SYSTEM_SUBJECT, bound

AT_A_TIME = 500  # rows read, and written
SORTED = SUBJECT.metadata.sorted_tables  # a row stands behind those it names
KEY = "wrapped_key"

Keys = Mapping[int, bytes]  # of living people, wrapped, by subject
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Which database some rows are of, and of when."""

    schema: str
    of: str  # when its own key was made: no two databases have the same
    made_at: datetime


def origin_of(connection: Connection, at: datetime) -> Origin:
    """Whose rows these are."""
    schema = connection.execute(text("SELECT version_num FROM alembic_version"))
    born = select(SUBJECT.c.created_at).where(SUBJECT.c.id == SYSTEM_SUBJECT)
    made = connection.execute(born).scalar_one()
    return Origin(schema.scalar_one(), made.isoformat(), at)


def living(connection: Connection) -> Iterator[tuple[int, bytes | None]]:
    """Everybody's wrapped key; None of those who were forgotten."""
    rows = select(SUBJECT.c.id, SUBJECT.c.wrapped_key).execution_options(
        yield_per=AT_A_TIME
    )
    for row in connection.execute(rows):
        yield row.id, row.wrapped_key and bytes(row.wrapped_key)


def lines_of(connection: Connection, origin: Origin) -> Iterator[str]:
    """Every row there is."""
    counted: dict[str, int] = {}
    yield json.dumps(
        {
            "schema": origin.schema,
            "of": origin.of,
            "made_at": origin.made_at.isoformat(),
        }
    )
    for one in SORTED:
        yield json.dumps({"table": one.name, "columns": [c.name for c in one.columns]})
        counted[one.name] = 0
        in_order = select(one).order_by(*one.primary_key.columns)
        rows = connection.execute(in_order.execution_options(yield_per=AT_A_TIME))
        for row in rows:
            counted[one.name] += 1
            told = [_told(name, value) for name, value in row._mapping.items()]
            yield json.dumps(told, separators=(",", ":"))
    yield json.dumps({"rows": counted})


def origin_in(head: dict[str, Any]) -> Origin:
    """What the first line says; Torn when it is none."""
    try:
        made_at = datetime.fromisoformat(head["made_at"])
        return Origin(head["schema"], head["of"], made_at)
    except (KeyError, ValueError, TypeError) as error:
        raise Torn("it does not begin as it should") from error


def tables_in(
    lines: Iterator[str], use: Callable[[str, list[str], Iterator[Row]], int]
) -> dict[str, int]:
    """Hand each table to `use`, which says how many rows it had; Torn unless those are all."""
    found: dict[str, int] = {}
    line = json.loads(next(lines, "{}"))
    while "table" in line:
        rest: list[dict[str, Any]] = []
        rows = _rows(lines, rest)
        found[line["table"]] = use(line["table"], line["columns"], rows)
        for _ in rows:
            raise Torn("rows were left over")
        line = rest[0] if rest else {}
    if line.get("rows") != found:
        raise Torn("it does not hold as many rows as it says")
    return found


def count(lines: Iterator[str]) -> dict[str, int]:
    """How many rows of each table there are; Torn unless all are there."""
    return tables_in(lines, lambda _name, _columns, rows: sum(1 for _ in rows))


class Loading:
    """Puts rows into an empty database of their schema."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self.forgotten: list[int] = []  # whose rows are here, and whose key is not

    def load(self, name: str, columns: list[str], rows: Iterator[Row]) -> int:
        """One table; how many rows."""
        into, number = insert(table(name, *map(column, columns))), 0
        while some := list(islice(rows, AT_A_TIME)):
            values = [self._values(name, columns, row) for row in some]
            self._connection.execute(into, values)
            number += len(some)
        if self._connection.dialect.name == "postgresql" and "id" in columns:
            self._count_on(name)
        return number

    def _values(self, name: str, columns: list[str], row: Row) -> dict[str, Any]:
        read = (_read(value, self._connection.dialect.name) for value in row)
        values = dict(zip(columns, read, strict=True))
        if name == SUBJECT.name and values[KEY]:
            values[KEY] = self._keys.get(values["id"])
            if values[KEY] is None:
                self.forgotten.append(values["id"])
        return values

    def _count_on(self, name: str) -> None:
        """PostgreSQL counts apart from the rows, SQLite does not."""
        counts = select(func.pg_get_serial_sequence(name, "id"))
        if sequence := self._connection.execute(counts).scalar_one():
            newest = select(func.max(table(name, column("id")).c.id)).scalar_subquery()
            on = func.setval(sequence, func.coalesce(newest, 1), newest.is_not(None))
            self._connection.execute(select(on))


def _rows(lines: Iterator[str], rest: list[dict[str, Any]]) -> Iterator[Row]:
    """The rows from here on; the line behind them is put into `rest`."""
    for line in lines:
        value = json.loads(line)
        if isinstance(value, dict):
            rest.append(value)
            return
        yield value


def _told(name: str, value: Any) -> Any:
    if name == KEY:
        return value and True  # whether there is one
    if isinstance(value, datetime):
        return {"m": value.astimezone(UTC).isoformat(timespec="microseconds")}
    if isinstance(value, bytes | memoryview):
        return {"b": base64.b64encode(value).decode()}
    return value


def _read(value: Any, dialect: str) -> Any:
    if not isinstance(value, dict):
        return value
    if "m" in value:
        return bound(datetime.fromisoformat(value["m"]), dialect)
    return base64.b64decode(value["b"])
