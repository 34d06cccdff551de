"""Names and notes of payments stand sealed with the payment alone, no longer in the books."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE posting SET other = NULL WHERE entry IN (SELECT entry FROM payment WHERE entry IS NOT NULL)")
    op.execute("UPDATE bank_entry SET text = NULL WHERE id IN (SELECT entry FROM payment WHERE entry IS NOT NULL)")


def downgrade() -> None:
    """They stay where they are sealed."""
