"""Booking by the customer: numbers, keyed hashes of holders, what was asked, look-ups that failed; walk-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NAME = sa.String(length=64)


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("ends", sa.DateTime()),
        sa.Column("number", sa.String(length=9)),
        sa.Column("person", sa.LargeBinary(length=16)),
        sa.Column("tail", sa.LargeBinary(length=16)),
        sa.Column("uid", sa.String(length=36)),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moved_to", sa.Integer()),
    ]


def upgrade() -> None:
    for column in _added():
        op.add_column("appointment", column)
    op.create_index(op.f("ix_appointment_number"), "appointment", ["number"], unique=True)
    op.create_index(op.f("ix_appointment_person"), "appointment", ["person"])
    op.create_index(op.f("ix_appointment_branch_service_starts"), "appointment", ["branch", "service", "starts"])
    op.create_table(
        "appointment_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("appointment", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["appointment"], ["appointment.id"], name=op.f("fk_appointment_request_appointment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_request")),
    )
    op.create_index(op.f("ix_appointment_request_at"), "appointment_request", ["at"])
    op.create_table(
        "appointment_miss",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("branch", _NAME, nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_miss")),
    )
    op.create_index(op.f("ix_appointment_miss_branch_at"), "appointment_miss", ["branch", "at"])
    op.create_table(
        "walk_in",
        sa.Column("visit", _NAME, nullable=False),
        sa.Column("kiosk", _NAME, nullable=False),
        sa.Column("service", _NAME, nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("branch", _NAME, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("slip", sa.String(length=16), nullable=True),
        sa.Column("counter", sa.String(length=16), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("visit", "kiosk", "service", name=op.f("pk_walk_in")),
        sa.UniqueConstraint(
            "branch", "day", "service", "position", name=op.f("uq_walk_in_branch_day_service_position")
        ),
    )
    op.create_index(op.f("ix_walk_in_branch_day_service_at"), "walk_in", ["branch", "day", "service", "at"])
    op.create_table(
        "queue_state",
        sa.Column("branch", _NAME, nullable=False),
        sa.Column("service", _NAME, nullable=False),
        sa.Column("counters", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["branch"], ["branch.id"], name=op.f("fk_queue_state_branch")),
        sa.PrimaryKeyConstraint("branch", "service", name=op.f("pk_queue_state")),
    )


def downgrade() -> None:
    for table in ("queue_state", "walk_in", "appointment_miss", "appointment_request"):
        op.drop_table(table)
    for name in ("branch_service_starts", "person", "number"):
        op.drop_index(op.f(f"ix_appointment_{name}"), "appointment")
    for column in reversed(_added()):
        op.drop_column("appointment", column.name)
