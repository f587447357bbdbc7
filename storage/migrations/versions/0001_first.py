"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_subject", "audit", ["subject", "id"], unique=False)
    op.create_table(
        "mark",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_index(op.f("ix_mark_at"), "mark", ["at"], unique=False)
    op.create_table(
        "parked_report",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("provider_index", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_report")),
        sa.UniqueConstraint(
            "channel", "provider_index", name=op.f("uq_parked_report_channel_provider_index")
        ),
    )
    op.create_index(op.f("ix_parked_report_received_at"), "parked_report", ["received_at"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
    )
    op.create_table(
        "contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("last_inbound_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_contact_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("channel", "address_index", name=op.f("uq_contact_channel_address_index")),
    )
    op.create_index(op.f("ix_contact_subject_id"), "contact", ["subject_id"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("id", ID, nullable=False),
        sa.Column("tracking_id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("pushed_at", MOMENT, nullable=True),
        sa.Column("routed_at", MOMENT, nullable=True),
        sa.Column("coordinator_told_at", MOMENT, nullable=True),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_complaint_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("tracking_id", name=op.f("uq_complaint_tracking_id")),
    )
    op.create_index("ix_complaint_contact", "complaint", ["contact_id", "id"], unique=False)
    op.create_index(
        "ix_complaint_draft",
        "complaint",
        ["updated_at"],
        unique=False,
        sqlite_where=sa.text("status = 'draft'"),
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_index(
        "ix_complaint_unrouted",
        "complaint",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'completed' AND routed_at IS NULL"),
        postgresql_where=sa.text("status = 'completed' AND routed_at IS NULL"),
    )
    op.create_table(
        "conversation",
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wake_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_conversation_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_conversation")),
    )
    op.create_index(
        "ix_conversation_wake",
        "conversation",
        ["wake_at"],
        unique=False,
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.create_table(
        "cases",
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_cases_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_desk", "cases", ["agency", "state", "next_at"], unique=False)
    op.create_index("ix_cases_next", "cases", ["next_at"], unique=False)
    op.create_table(
        "inbound",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("complaint_id", ID, nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external_index", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_inbound_complaint_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_inbound_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint("channel", "external_index", name=op.f("uq_inbound_channel_external_index")),
    )
    op.create_index(op.f("ix_inbound_complaint_id"), "inbound", ["complaint_id"], unique=False)
    op.create_index("ix_inbound_contact", "inbound", ["contact_id", "id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("complaint_id", ID, nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("provider_index", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_outbox_complaint_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_outbox_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("channel", "provider_index", name=op.f("uq_outbox_channel_provider_index")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_contact", "outbox", ["contact_id", "id"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["status", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index("ix_outbox_status", "outbox", ["status", "id"], unique=False)
    op.create_index(
        "ix_outbox_turn",
        "outbox",
        ["contact_id", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("inbound_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("media", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_attachment_complaint_id")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_attachment_inbound_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_complaint_id"), "attachment", ["complaint_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_attachment_complaint_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(
        "ix_outbox_turn",
        table_name="outbox",
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index("ix_outbox_status", table_name="outbox")
    op.drop_index(
        "ix_outbox_due",
        table_name="outbox",
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index("ix_outbox_contact", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_inbound_contact", table_name="inbound")
    op.drop_index(op.f("ix_inbound_complaint_id"), table_name="inbound")
    op.drop_table("inbound")
    op.drop_index("ix_cases_next", table_name="cases")
    op.drop_index("ix_cases_desk", table_name="cases")
    op.drop_table("cases")
    op.drop_index(
        "ix_conversation_wake",
        table_name="conversation",
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.drop_table("conversation")
    op.drop_index(
        "ix_complaint_unrouted",
        table_name="complaint",
        sqlite_where=sa.text("status = 'completed' AND routed_at IS NULL"),
        postgresql_where=sa.text("status = 'completed' AND routed_at IS NULL"),
    )
    op.drop_index(
        "ix_complaint_draft",
        table_name="complaint",
        sqlite_where=sa.text("status = 'draft'"),
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.drop_index("ix_complaint_contact", table_name="complaint")
    op.drop_table("complaint")
    op.drop_index(op.f("ix_contact_subject_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("subject")
    op.drop_table("quarantine")
    op.drop_index(op.f("ix_parked_report_received_at"), table_name="parked_report")
    op.drop_table("parked_report")
    op.drop_index(op.f("ix_mark_at"), table_name="mark")
    op.drop_table("mark")
    op.drop_index("ix_audit_subject", table_name="audit")
    op.drop_table("audit")
