"""Fraud rules and one-time codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "fraud",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", _NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_fraud")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_at"), "message", ["at"])
    op.create_table(
        "code_standing",
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_code_standing_customer")),
        sa.PrimaryKeyConstraint("customer", name=op.f("pk_code_standing")),
    )
    op.create_table(
        "one_time_code",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("about", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phone", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("proof", sa.LargeBinary(length=32), nullable=True),
        sa.Column("proved_at", sa.DateTime(), nullable=True),
        sa.Column("spent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_one_time_code_customer")),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_one_time_code_kiosk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
        sa.UniqueConstraint("kiosk", "key", name=op.f("uq_one_time_code_kiosk_key")),
        sa.UniqueConstraint("proof", name=op.f("uq_one_time_code_proof")),
    )
    for column in ("customer", "phone", "kiosk"):
        op.create_index(op.f(f"ix_one_time_code_{column}_at"), "one_time_code", [column, "at"])


def downgrade() -> None:
    for column in ("customer", "phone", "kiosk"):
        op.drop_index(op.f(f"ix_one_time_code_{column}_at"), table_name="one_time_code")
    op.drop_table("one_time_code")
    op.drop_table("code_standing")
    op.drop_index(op.f("ix_message_at"), table_name="message")
    op.drop_table("message")
    op.drop_table("fraud")
