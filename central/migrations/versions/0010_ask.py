"""Categories, hand-over links and ratings of answers; bulletins; call-backs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)
_RECORD = ("kiosk", "epoch", "seq")


def upgrade() -> None:
    op.add_column("service", sa.Column("links", sa.JSON(), nullable=True))
    op.add_column("faq", sa.Column("words", sa.JSON(), nullable=True))
    op.add_column("faq", sa.Column("links", sa.JSON(), nullable=True))
    category = op.create_table(
        "faq_category",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_category")),
    )
    # Answers that are there have categories without names: they go by their ids until the bank names them.
    held = op.get_bind().execute(sa.text("SELECT category, MIN(place) FROM faq GROUP BY category ORDER BY 2"))
    named = [{"id": row[0], "place": place, "names": {"zh_CN": row[0], "en": row[0]}} for place, row in enumerate(held)]
    if named:
        op.bulk_insert(category, named)
    op.create_table(
        "callback_window",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_window")),
    )
    op.create_table(
        "bulletin",
        sa.Column("id", _NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=True),
        sa.Column("ends", sa.DateTime(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
    )
    op.create_table(
        "faq_rating",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("epoch", _NAME, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("visit", _NAME, nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("faq", _NAME, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(*_RECORD, name=op.f("pk_faq_rating")),
    )
    op.create_table(
        "callback",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("epoch", _NAME, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("visit", _NAME, nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("topic", _NAME, nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("on_file", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(*_RECORD, name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_ends"), "callback", ["ends"])
    op.create_table(
        "callback_done",
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("epoch", _NAME, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint(*_RECORD, name=op.f("pk_callback_done")),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_callback_ends"), "callback")
    for table in ("callback_done", "callback", "faq_rating", "bulletin", "callback_window", "faq_category"):
        op.drop_table(table)
    with op.batch_alter_table("faq") as faq:
        faq.drop_column("links")
        faq.drop_column("words")
    with op.batch_alter_table("service") as service:
        service.drop_column("links")
