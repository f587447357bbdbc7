from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from house import settings_of
from sqlalchemy import inspect, text

from gateway.setup.settings import BadSettings
from gateway.setup.wiring import demand_schema
from storage.migrations import NewerSchema, migrate
from storage.tables import SUBJECT, TABLES
from storage.unit_of_work import DatabaseDown, make_engine


def test_migrations_make_exactly_the_tables_of_the_code(empty_database_url):
    migrate(empty_database_url)
    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SUBJECT.metadata) == []
        assert set(inspect(connection).get_table_names()) == {
            *TABLES,
            "alembic_version",
        }
    engine.dispose()


def test_migrating_twice_and_at_once_is_harmless(empty_database_url):
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(migrate, [empty_database_url] * 3))
    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        assert inspect(connection).has_table("outbox")
    engine.dispose()


def test_code_that_is_older_than_the_schema_refuses_it_in_a_sentence(
    database_url, tmp_path
):
    settings = settings_of(tmp_path, DATABASE_URL=database_url)
    demand_schema(settings)
    of_tomorrow(database_url)
    with pytest.raises(NewerSchema, match=r"9999.*start that one"):
        migrate(database_url)
    with pytest.raises(BadSettings, match=r"9999.*start that one"):
        demand_schema(settings)


def test_a_part_alone_does_not_start_before_the_migrations(
    empty_database_url, tmp_path
):
    migrate(empty_database_url, "0001")
    with pytest.raises(BadSettings, match="satupintu migrate"):
        demand_schema(settings_of(tmp_path, DATABASE_URL=empty_database_url))


def of_tomorrow(url: str) -> None:
    """As if newer code had migrated it."""
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


def test_an_absent_database_is_told():
    with pytest.raises(DatabaseDown):
        migrate("sqlite:////nowhere/at/all.db")
