"""Alembic's entry point: uses the connection that `storage.migrations.migrate` opened."""

from alembic import context

from storage.tables import SUBJECT

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SUBJECT.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
