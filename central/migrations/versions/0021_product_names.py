"""What the bank's products are called in other languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TABLES = ("account", "bank_card")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("product_names", sa.JSON()))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "product_names")
