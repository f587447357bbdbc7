"""A person's other id on a channel, why messages failed, and when a channel last worked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_contact_alias", "contact", ["channel", "alias_index"], True),
    ("ix_inbound_latest", "inbound", ["channel", "received_at"], False),
    ("ix_outbox_latest", "outbox", ["channel", "settled_at"], False),
)


def upgrade() -> None:
    op.add_column("contact", sa.Column("alias_index", sa.LargeBinary(), nullable=True))
    op.add_column("outbox", sa.Column("fault", sa.String(), nullable=True))
    for name, table, columns, unique in INDEXES:
        op.create_index(name, table, columns, unique=unique)


def downgrade() -> None:
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table_name=table)
    op.drop_column("outbox", "fault")
    op.drop_column("contact", "alias_index")
