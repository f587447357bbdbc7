"""What is listed, sorted and counted stands in indexed columns, so that no page grows with what has been."""

from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DISTRICT = 8  # characters of a region's code that name its kecamatan: 53.11.04


@dataclass(frozen=True)
class IndexOver:
    """An index over the rows that a condition holds for; over all without one."""

    name: str
    table: str
    columns: tuple[str, ...]
    where: str = ""

    def create(self) -> None:
        where = sa.text(self.where) if self.where else None
        op.create_index(
            self.name,
            self.table,
            list(self.columns),
            sqlite_where=where,
            postgresql_where=where,
        )

    def drop(self) -> None:
        op.drop_index(self.name, table_name=self.table)


OPEN, CLOSED = "next_at IS NOT NULL", "state = 'closed'"
NEW = (
    IndexOver(
        "ix_cases_open_desk", "cases", ("agency", "due_at", "complaint_id"), OPEN
    ),
    IndexOver("ix_cases_open", "cases", ("due_at", "complaint_id"), OPEN),
    IndexOver("ix_cases_closed_desk", "cases", ("agency", "complaint_id"), CLOSED),
    IndexOver("ix_cases_closed", "cases", ("complaint_id",), CLOSED),
    IndexOver("ix_cases_next", "cases", ("next_at",), OPEN),
    IndexOver(
        "ix_complaint_alike",
        "complaint",
        ("category", "district", "received_at"),
        "status = 'completed'",
    ),
    IndexOver(
        "ix_complaint_untold",
        "complaint",
        ("coordinator_told_at", "updated_at"),
        "status = 'draft' AND coordinator_told_at IS NULL",
    ),
    IndexOver(
        "ix_outbox_failed",
        "outbox",
        ("status", "settled_at", "channel", "fault"),
        "status = 'failed'",
    ),
    IndexOver("ix_quarantine_received", "quarantine", ("received_at",)),
    IndexOver("ix_attachment_subject", "attachment", ("subject_id", "sha256")),
)
OLD = (
    IndexOver("ix_cases_desk", "cases", ("agency", "state", "next_at")),
    IndexOver("ix_cases_next", "cases", ("next_at",)),
)


def upgrade() -> None:
    for old in OLD:
        old.drop()
    op.add_column("complaint", sa.Column("district", sa.String(), nullable=True))
    op.add_column("complaint", sa.Column("trace", sa.String(), nullable=True))
    op.add_column("cases", sa.Column("due_at", MOMENT, nullable=True))
    op.execute(
        f"UPDATE complaint SET district = substr(region_code, 1, {DISTRICT})"
        f" WHERE length(region_code) >= {DISTRICT}"
    )
    # The deadlines are sealed. The clock looks at every open case once more, and writes them down.
    op.execute(
        "UPDATE cases SET due_at = next_at, next_at = updated_at WHERE next_at IS NOT NULL"
    )
    for new in NEW:
        new.create()


def downgrade() -> None:
    for new in NEW:
        new.drop()
    op.drop_column("cases", "due_at")
    op.drop_column("complaint", "trace")
    op.drop_column("complaint", "district")
    for old in OLD:
        old.create()
