"""Bring a database to the newest schema: Alembic without an ini file, run inside our own process."""

from contextlib import ExitStack
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.unit_of_work import clean_errors, make_engine, writers_turn

ONE_AT_A_TIME = (
    5311  # any number of ours: the advisory lock that keeps two starts apart
)


class NewerSchema(Exception):
    """The database is of newer code than this; the message says what to do."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database has the schema {revision}, which this version does not know:"
            " it was used by a newer version, so start that one"
        )


def migrate(database_url: str, revision: str = "head") -> None:
    """Upgrade to `revision`; several processes may call it at once. DatabaseDown, NewerSchema."""
    turns = writers_turn(database_url)
    engine = make_engine(database_url)
    with ExitStack() as held:
        held.callback(engine.dispose)
        held.enter_context(clean_errors())
        if turns:
            held.enter_context(turns.held())
        upgrade(held.enter_context(engine.begin()), revision)


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the database behind a connection to `revision`, in its transaction. NewerSchema."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
    config = _config()
    known = _known(config)
    for one in (schema_of(connection), revision):
        if one and one != "head" and one not in known:
            raise NewerSchema(one)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def schema_of(connection: Connection) -> str:
    """The revision a database is at; "" before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar() or ""


def schema_fault(connection: Connection) -> str:
    """Why this code cannot work with a database, in a sentence; "" when it can."""
    found, config = schema_of(connection), _config()
    if found and found not in _known(config):
        return str(NewerSchema(found))
    if not found:
        return "the database is empty yet: `satupintu run` sets it up, or `satupintu migrate` alone"
    if found != ScriptDirectory.from_config(config).get_current_head():
        return f"the database has the schema {found}: run `satupintu migrate`"
    return ""


def _known(config: Config) -> set[str]:
    return {
        one.revision for one in ScriptDirectory.from_config(config).walk_revisions()
    }


def _config() -> Config:
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent).replace("%", "%%")
    )
    return config
