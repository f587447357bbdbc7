"""What people ask for as the owners of their data, and whose data are only kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("done_at IS NULL")
AGREED = sa.text("outcome = 'agreed'")


def upgrade() -> None:
    op.add_column("subject", sa.Column("restricted_at", MOMENT, nullable=True))
    op.create_table(
        "data_request",
        sa.Column("id", ID, primary_key=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", ID, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
    )
    op.create_index(
        "ix_data_request_open", "data_request", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_data_request_subject", "data_request", ["subject_id"])
    op.create_index(
        "ix_data_request_agreed",
        "data_request",
        ["id"],
        sqlite_where=AGREED,
        postgresql_where=AGREED,
    )


def downgrade() -> None:
    op.drop_table("data_request")
    op.drop_column("subject", "restricted_at")
