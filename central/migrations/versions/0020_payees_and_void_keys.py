"""A key whose outcome was asked for before anything came with it is void: of that nobody knows whose it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEYED = ("bank_change", "payment_request")


def _nullable(*, nullable: bool) -> None:
    for table in _KEYED:
        with op.batch_alter_table(table) as changed:
            for column in ("customer", "visit"):
                changed.alter_column(column, existing_type=sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    _nullable(nullable=True)


def downgrade() -> None:
    for table in _KEYED:
        op.execute(sa.text(f"DELETE FROM {table} WHERE what = 'void'"))  # noqa: S608 - names of this file
    _nullable(nullable=False)
