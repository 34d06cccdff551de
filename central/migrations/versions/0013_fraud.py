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


def downgrade() -> None:
    op.drop_table("fraud")
