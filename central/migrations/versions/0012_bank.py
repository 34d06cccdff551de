"""The embedded core of the bank: customers, sessions, accounts with postings, cards, limits, changes, deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "bank_entry",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=140), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entry")),
    )
    op.create_table(
        "customer",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_table(
        "take_away",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_take_away")),
    )
    op.create_index(op.f("ix_take_away_expires"), "take_away", ["expires"])
    op.create_table(
        "account",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=34), nullable=False),
        sa.Column("scheme", sa.String(length=8), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("product", _NAME, nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_account_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("number", name=op.f("uq_account_number")),
    )
    op.create_index(op.f("ix_account_customer"), "account", ["customer"])
    op.create_table(
        "bank_card",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("masked_pan", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("product", _NAME, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("expiry", sa.String(length=4), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_bank_card_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_card")),
    )
    op.create_index(op.f("ix_bank_card_customer"), "bank_card", ["customer"])
    op.create_table(
        "customer_document",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_customer_document_customer")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_customer_document")),
    )
    op.create_table(
        "spending_limit",
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_spending_limit_customer")),
        sa.PrimaryKeyConstraint("customer", "kind", name=op.f("pk_spending_limit")),
    )
    op.create_table(
        "bank_change",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_bank_change_customer")),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_bank_change_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", "key", name=op.f("pk_bank_change")),
    )
    op.create_table(
        "bank_session",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_bank_session_customer")),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_bank_session_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", "digest", name=op.f("pk_bank_session")),
    )
    op.create_table(
        "card_authorisation",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("card", _NAME, nullable=False),
        sa.Column("who", sa.String(length=128), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["card"], ["bank_card.id"], name=op.f("fk_card_authorisation_card")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_card_authorisation")),
    )
    op.create_table(
        "posting",
        sa.Column("entry", _NAME, nullable=False),
        sa.Column("account", _NAME, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.String(length=70), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_posting_account")),
        sa.ForeignKeyConstraint(["entry"], ["bank_entry.id"], name=op.f("fk_posting_entry")),
        sa.PrimaryKeyConstraint("entry", "account", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_account_at_entry"), "posting", ["account", "at", "entry"])
    op.create_table(
        "statement_delivery",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("customer", _NAME, nullable=False),
        sa.Column("account", _NAME, nullable=False),
        sa.Column("date_from", sa.String(length=10), nullable=False),
        sa.Column("date_to", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_statement_delivery_account")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_statement_delivery_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_delivery")),
    )


def downgrade() -> None:
    op.drop_table("statement_delivery")
    op.drop_index(op.f("ix_posting_account_at_entry"), table_name="posting")
    op.drop_table("posting")
    op.drop_table("card_authorisation")
    op.drop_table("bank_session")
    op.drop_table("bank_change")
    op.drop_table("spending_limit")
    op.drop_table("customer_document")
    op.drop_index(op.f("ix_bank_card_customer"), table_name="bank_card")
    op.drop_table("bank_card")
    op.drop_index(op.f("ix_account_customer"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_take_away_expires"), table_name="take_away")
    op.drop_table("take_away")
    op.drop_table("customer")
    op.drop_table("bank_entry")
