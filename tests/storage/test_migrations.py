from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from storage.migrations import migrate
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


def test_an_absent_database_is_told():
    with pytest.raises(DatabaseDown):
        migrate("sqlite:////nowhere/at/all.db")
