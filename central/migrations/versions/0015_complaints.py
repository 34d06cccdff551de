"""Complaints with their clocks, and policies as data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("branch", _NAME, nullable=False),
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=True),
        sa.Column("reference_key", sa.String(length=32), nullable=True),
        sa.Column("provisional", sa.String(length=80), nullable=False),
        sa.Column("provisional_key", sa.String(length=80), nullable=False),
        sa.Column("proof", sa.String(length=32), nullable=False),
        sa.Column("category", _NAME, nullable=False),
        sa.Column("occurred", sa.String(length=16), nullable=False),
        sa.Column("wish", _NAME, nullable=False),
        sa.Column("contact", sa.String(length=16), nullable=False),
        sa.Column("elsewhere", sa.Boolean(), nullable=False),
        sa.Column("dictated", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(), nullable=False),
        sa.Column("regime", _NAME, nullable=True),
        sa.Column("regime_version", sa.Integer(), nullable=True),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("operation", name=op.f("uq_complaint_operation")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    op.create_index(op.f("ix_complaint_reference_key"), "complaint", ["reference_key"])
    op.create_index(op.f("ix_complaint_provisional_key"), "complaint", ["provisional_key"])
    op.create_index(op.f("ix_complaint_due"), "complaint", ["due"])
    op.create_table(
        "complaint_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("who", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["complaint"], ["complaint.id"], name=op.f("fk_complaint_event_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_event")),
    )
    op.create_index(op.f("ix_complaint_event_complaint"), "complaint_event", ["complaint"])
    op.create_table(
        "complaint_try",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kiosk_id", _NAME, nullable=False),
        sa.Column("reference_key", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_try")),
    )
    op.create_index(op.f("ix_complaint_try_at"), "complaint_try", ["at"])


def downgrade() -> None:
    for table in ("complaint_try", "complaint_event", "complaint", "policy"):
        op.drop_table(table)
