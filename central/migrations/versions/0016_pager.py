"""Calls for staff are acknowledged: by whom, when, and whether they had to be repeated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("reminded_at", sa.DateTime()),
        sa.Column("acknowledged_at", sa.DateTime()),
        sa.Column("acknowledged_as", sa.String(length=32)),
        sa.Column("acknowledged_by", sa.String(length=128)),
    ]


def upgrade() -> None:
    for column in _added():
        op.add_column("page", column)
    op.create_index(op.f("ix_page_branch_at"), "page", ["branch", "at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_page_branch_at"), "page")
    for column in reversed(_added()):
        op.drop_column("page", column.name)
