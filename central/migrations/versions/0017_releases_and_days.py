"""A frozen card's release is asked for at a terminal and decided at the centre, where a member of staff's word was that
nothing gave; and complaints bear the very day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)


def upgrade() -> None:
    op.add_column("complaint", sa.Column("occurred_on", sa.String(length=10)))
    op.drop_table("card_authorisation")
    op.create_table(
        "card_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("card", _NAME, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String(length=16)),
        sa.Column("decided_at", sa.DateTime()),
        sa.Column("decided_by", sa.String(length=128)),
        sa.Column("reason", sa.String(length=512)),
        sa.ForeignKeyConstraint(["card"], ["bank_card.id"], name=op.f("fk_card_release_card")),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_card_release_kiosk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_release")),
    )
    op.create_index(op.f("ix_card_release_card"), "card_release", ["card"])
    op.create_index(op.f("ix_card_release_decision_expires"), "card_release", ["decision", "expires"])


def downgrade() -> None:
    op.drop_column("complaint", "occurred_on")
    op.drop_table("card_release")
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
