"""Content of desired states, and what people did with keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)
_KEPT = sa.text("state <> 'erased'")


def upgrade() -> None:
    op.create_table(
        "key_use",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("about", _NAME, nullable=False),
        sa.Column("who", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_use")),
    )
    op.create_table(
        "faq",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", _NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq")),
    )
    op.create_table(
        "slot",
        sa.Column("branch", _NAME, nullable=False),
        sa.Column("service", _NAME, nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "service", "starts", name=op.f("pk_slot")),
    )
    op.create_table(
        "setting",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "section", "key", name=op.f("pk_setting")),
    )
    op.create_table(
        "revoked_token",
        sa.Column("token_id", _NAME, nullable=False),
        sa.Column("branch", _NAME, nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_revoked_token")),
    )
    op.create_index(op.f("ix_revoked_token_branch"), "revoked_token", ["branch"])
    op.create_index(
        op.f("ix_visit_key_delete_after"),
        "visit_key",
        ["delete_after"],
        sqlite_where=_KEPT,
        postgresql_where=_KEPT,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_key_delete_after"), "visit_key")
    for table in ("revoked_token", "setting", "slot", "faq", "key_use"):
        op.drop_table(table)
