"""Enrolment, heartbeats, and the keys of sealed fields."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KIOSK = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("kiosk", _KIOSK, nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_certificate_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", "serial", name=op.f("pk_certificate")),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("kiosk", _KIOSK, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_enrolment_code_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_enrolment_code")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("kiosk", _KIOSK, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_heartbeat_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "sealing_key",
        sa.Column("kid", sa.String(length=32), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_sealing_key")),
    )
    op.create_table(
        "visit_key",
        sa.Column("kiosk", _KIOSK, nullable=False),
        sa.Column("visit", _KIOSK, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kid", sa.String(length=32), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("delete_after", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "visit", name=op.f("pk_visit_key")),
    )


def downgrade() -> None:
    for table in ("visit_key", "sealing_key", "heartbeat", "enrolment_code", "certificate"):
        op.drop_table(table)
