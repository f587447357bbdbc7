"""Pairs of reports about one matter: what was said of them, and who follows whom."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COMPLETED = sa.text("status = 'completed'")


def upgrade() -> None:
    op.create_table(
        "pair",
        sa.Column("id", ID, primary_key=True),
        sa.Column("complaint_id", ID, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("lead_id", ID, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("citizen", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("following", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("complaint_id", "lead_id"),
    )
    op.create_index("ix_pair_lead", "pair", ["lead_id"])
    op.create_index(
        "ix_pair_following",
        "pair",
        ["lead_id", "complaint_id"],
        sqlite_where=sa.text("following"),
        postgresql_where=sa.text("following"),
    )
    op.create_index(
        "ix_complaint_village",
        "complaint",
        ["region_code", "received_at"],
        sqlite_where=COMPLETED,
        postgresql_where=COMPLETED,
    )


def downgrade() -> None:
    op.drop_index("ix_complaint_village", table_name="complaint")
    op.drop_table("pair")
