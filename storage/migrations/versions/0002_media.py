"""When an attachment is fetched next, and what it turned out to be."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
EARLY = "2026-01-01T00:00:00.000000+00:00"  # what waits already is due at once
NEW = ("place", "due_at", "attempts", "begun", "found")


def upgrade() -> None:
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("due_at", MOMENT, nullable=False, server_default=EARLY))
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("begun", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("found", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("attachment") as table:
        for name in NEW[:4]:
            table.alter_column(name, server_default=None)
    op.create_index(
        "ix_attachment_due",
        "attachment",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_attachment_due",
        table_name="attachment",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    with op.batch_alter_table("attachment") as table:
        for name in NEW:
            table.drop_column(name)
