"""Bring a database to the newest schema: Alembic without an ini file, run inside our own process."""

from contextlib import ExitStack
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.unit_of_work import clean_errors, make_engine, writers_turn

ONE_AT_A_TIME = (
    5311  # any number of ours: the advisory lock that keeps two starts apart
)


def migrate(database_url: str, revision: str = "head") -> None:
    """Upgrade to `revision`; several processes may call it at once. DatabaseDown when it cannot be done."""
    turns = writers_turn(database_url)
    engine = make_engine(database_url)
    with ExitStack() as held:
        held.callback(engine.dispose)
        held.enter_context(clean_errors())
        if turns:
            held.enter_context(turns.held())
        _upgrade(held.enter_context(engine.begin()), revision)


def _upgrade(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent).replace("%", "%%")
    )
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
