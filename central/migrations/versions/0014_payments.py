"""Transfers: saved and blocked payees, orders, what terminals asked of them, and how often names were checked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)
_PENDING = sa.text("status = 'PDNG'")


def upgrade() -> None:
    op.create_table(
        "payee",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.String(length=34), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_payee_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee")),
    )
    op.create_index(op.f("ix_payee_customer"), "payee", ["customer"])
    op.create_table(
        "blocked_payee",
        sa.Column("number", sa.String(length=34), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_blocked_payee")),
    )
    op.create_table(
        "payment",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("debtor", _NAME, nullable=False),
        sa.Column("number", sa.String(length=34), nullable=False),
        sa.Column("creditor", _NAME, nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("delay", sa.String(length=16), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("entry", _NAME, nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_payment_customer")),
        sa.ForeignKeyConstraint(["debtor"], ["account.id"], name=op.f("fk_payment_debtor")),
        sa.ForeignKeyConstraint(["creditor"], ["account.id"], name=op.f("fk_payment_creditor")),
        sa.ForeignKeyConstraint(["entry"], ["bank_entry.id"], name=op.f("fk_payment_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("entry", name=op.f("uq_payment_entry")),
    )
    op.create_index(op.f("ix_payment_customer_accepted_at"), "payment", ["customer", "accepted_at"])
    op.create_index(
        "ix_payment_pending_due_at", "payment", ["due_at"], sqlite_where=_PENDING, postgresql_where=_PENDING
    )
    op.create_index(
        "ix_payment_pending_debtor", "payment", ["debtor"], sqlite_where=_PENDING, postgresql_where=_PENDING
    )
    op.create_table(
        "payment_request",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("payment", _NAME, nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_payment_request_kiosk")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_payment_request_customer")),
        sa.ForeignKeyConstraint(["payment"], ["payment.id"], name=op.f("fk_payment_request_payment")),
        sa.PrimaryKeyConstraint("kiosk", "key", name=op.f("pk_payment_request")),
    )
    op.create_table(
        "payee_check",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_payee_check_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_check")),
    )
    op.create_index(op.f("ix_payee_check_customer_at"), "payee_check", ["customer", "at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_payee_check_customer_at"), table_name="payee_check")
    op.drop_table("payee_check")
    op.drop_table("payment_request")
    op.drop_index("ix_payment_pending_debtor", table_name="payment")
    op.drop_index("ix_payment_pending_due_at", table_name="payment")
    op.drop_index(op.f("ix_payment_customer_accepted_at"), table_name="payment")
    op.drop_table("payment")
    op.drop_table("blocked_payee")
    op.drop_index(op.f("ix_payee_customer"), table_name="payee")
    op.drop_table("payee")
