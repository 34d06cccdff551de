"""Void keys, of nobody knows whom; whether saved payees were ever paid; what changes are to the fraud rules.

Of limits that were changed before it is not known whether they were raised: they count as never raised.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEYED = ("bank_change", "payment_request")


def _nullable(*, nullable: bool) -> None:
    for table in _KEYED:
        with op.batch_alter_table(table) as changed:
            for column in ("customer", "visit"):
                changed.alter_column(column, existing_type=sa.String(length=64), nullable=nullable)


_FIRST_PAID = """
UPDATE payee SET paid_at = (
    SELECT min(payment.ended_at) FROM payment
    WHERE payment.customer = payee.customer AND payment.number = payee.number AND payment.status = 'ACSC'
)
"""


_KINDS = """
UPDATE bank_change SET kind = CASE what WHEN 'activate' THEN 'cardActivation' ELSE what END
WHERE what IN ('activate', 'phoneChange', 'addressChange')
"""


def upgrade() -> None:
    _nullable(nullable=True)
    op.add_column("payee", sa.Column("paid_at", sa.DateTime()))
    op.execute(sa.text(_FIRST_PAID))
    op.add_column("bank_change", sa.Column("kind", sa.String(length=32)))
    op.execute(sa.text(_KINDS))


def downgrade() -> None:
    op.drop_column("bank_change", "kind")
    op.drop_column("payee", "paid_at")
    for table in _KEYED:
        op.execute(sa.text(f"DELETE FROM {table} WHERE what = 'void'"))  # noqa: S608 - names of this file
    _nullable(nullable=False)
