"""Files of drafts that were begun anew are found to be shredded."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DROPPED = sa.text("state = 'dropped'")


def upgrade() -> None:
    op.create_index(
        "ix_attachment_dropped",
        "attachment",
        ["inbound_id"],
        sqlite_where=DROPPED,
        postgresql_where=DROPPED,
    )


def downgrade() -> None:
    op.drop_index("ix_attachment_dropped", table_name="attachment")
