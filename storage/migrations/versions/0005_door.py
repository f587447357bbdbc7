"""The door only stores: whose messages wait, who takes their turn, and receipts as they came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = "1970-01-01T00:00:00.000000+00:00"  # what is there already has had its turn
WAITS = sa.text("waiting_since IS NOT NULL")
UNHANDLED = sa.text("handled_at IS NULL")


def upgrade() -> None:
    for column in (
        sa.Column("waiting_since", MOMENT, nullable=True),
        sa.Column("arrivals", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("contact", column)
    op.add_column(
        "inbound",
        sa.Column("handled_at", MOMENT, nullable=True, server_default=BEFORE),
    )
    op.create_index(
        "ix_contact_waiting",
        "contact",
        ["waiting_since", "id"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "ix_inbound_waiting",
        "inbound",
        ["contact_id", "id"],
        sqlite_where=UNHANDLED,
        postgresql_where=UNHANDLED,
    )
    op.create_table(
        "receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )


def downgrade() -> None:
    op.drop_table("receipt")
    op.drop_index("ix_inbound_waiting", table_name="inbound")
    op.drop_index("ix_contact_waiting", table_name="contact")
    op.drop_column("inbound", "handled_at")
    for column in ("tries", "leased_by", "leased_until", "arrivals", "waiting_since"):
        op.drop_column("contact", column)
