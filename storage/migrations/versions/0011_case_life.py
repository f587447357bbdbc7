"""A case has ten states: what was accepted is in follow-up; resolved and archived lie with the closed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN, DONE = (
    "next_at IS NOT NULL AND state != 'resolved'",
    "state IN ('resolved', 'closed', 'archived')",
)
OPEN_BEFORE, DONE_BEFORE = "next_at IS NOT NULL", "state = 'closed'"
OF_OPEN = {
    "ix_cases_open_desk": ["agency", "due_at", "complaint_id"],
    "ix_cases_open": ["due_at", "complaint_id"],
}
OF_DONE = {
    "ix_cases_closed_desk": ["agency", "complaint_id"],
    "ix_cases_closed": ["complaint_id"],
}
BEFORE = {  # what the four states before were called, for one step back
    "received": "forwarded",
    "verified": "forwarded",
    "reopened": "forwarded",
    "in_follow_up": "accepted",
    "waiting": "accepted",
    "resolved": "closed",
    "archived": "closed",
}


def upgrade() -> None:
    op.execute("UPDATE cases SET state = 'in_follow_up' WHERE state = 'accepted'")
    _index_anew(OF_OPEN, OPEN)
    _index_anew(OF_DONE, DONE)


def downgrade() -> None:
    for new, old in BEFORE.items():
        op.execute(f"UPDATE cases SET state = '{old}' WHERE state = '{new}'")
    _index_anew(OF_OPEN, OPEN_BEFORE)
    _index_anew(OF_DONE, DONE_BEFORE)


def _index_anew(indexes: dict[str, list[str]], condition: str) -> None:
    where = sa.text(condition)
    for name, columns in indexes.items():
        op.drop_index(name, table_name="cases")
        op.create_index(
            name, "cases", columns, sqlite_where=where, postgresql_where=where
        )
