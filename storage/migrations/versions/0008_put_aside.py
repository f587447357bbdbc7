"""What was put aside is told, can be dealt with, and is noted once when it is a damaged row."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
TABLE = "quarantine"
PARTIAL = {
    "ix_quarantine_untold": sa.text("told_at IS NULL"),
    "ix_quarantine_unsettled": sa.text("settled_at IS NULL"),
}


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("about", sa.String(), nullable=True))
    op.add_column(TABLE, sa.Column("told_at", MOMENT, nullable=True))
    op.add_column(TABLE, sa.Column("settled_at", MOMENT, nullable=True))
    op.execute(f"UPDATE {TABLE} SET told_at = received_at")  # no alarm about the past
    op.create_index("ix_quarantine_about", TABLE, ["about"], unique=True)
    for name, where in PARTIAL.items():
        op.create_index(
            name, TABLE, ["id"], sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    for name in (*PARTIAL, "ix_quarantine_about"):
        op.drop_index(name, table_name=TABLE)
    for column in ("settled_at", "told_at", "about"):
        op.drop_column(TABLE, column)
