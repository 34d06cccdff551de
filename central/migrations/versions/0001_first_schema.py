"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "epoch", "kind", "about", name=op.f("pk_alarm")),
    )
    op.create_table(
        "branch",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("branch", sa.String(length=64), nullable=False),
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=True),
        sa.Column("why", sa.String(length=64), nullable=False),
        sa.Column("screen", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
    )
    op.create_table(
        "quarantine",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=8), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "digest", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "segment",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("encoding", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("cosigned", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "epoch", "first", name=op.f("pk_segment")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("counter", sa.String(length=16), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_table(
        "staff_call",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=False),
        sa.Column("screen", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kiosk", "epoch", "seq", name=op.f("pk_staff_call")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("kiosk", "epoch", "seq", name=op.f("pk_survey_answer")),
    )
    op.create_table(
        "visit",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("began", sa.DateTime(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("how", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("kiosk", "epoch", "visit", name=op.f("pk_visit")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token_id", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("branch", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("opens", sa.DateTime(), nullable=False),
        sa.Column("closes", sa.DateTime(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["branch"], ["branch.id"], name=op.f("fk_appointment_branch")),
        sa.ForeignKeyConstraint(["service"], ["service.id"], name=op.f("fk_appointment_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("token_id", name=op.f("uq_appointment_token_id")),
    )
    op.create_table(
        "kiosk",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("branch", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(), nullable=False),
        sa.Column("log_key", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(["branch"], ["branch.id"], name=op.f("fk_kiosk_branch")),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_kiosk")),
    )
    op.create_table(
        "check_in",
        sa.Column("token_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("branch", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("slip", sa.String(length=16), nullable=True),
        sa.Column("counter", sa.String(length=16), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_check_in_kiosk")),
        sa.ForeignKeyConstraint(["token_id"], ["appointment.token_id"], name=op.f("fk_check_in_token_id")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "branch", "day", "service", "position", name=op.f("uq_check_in_branch_day_service_position")
        ),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_check_in_branch_day_service_at"), ["branch", "day", "service", "at"], unique=False
        )

    op.create_table(
        "desired",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(length=32), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_desired_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_desired")),
    )
    op.create_table(
        "epoch",
        sa.Column("kiosk", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=512), nullable=False),
        sa.Column("acked", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("cosigned", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.kiosk"], name=op.f("fk_epoch_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", "epoch", name=op.f("pk_epoch")),
    )


def downgrade() -> None:
    op.drop_table("epoch")
    op.drop_table("desired")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_branch_day_service_at"))

    op.drop_table("check_in")
    op.drop_table("kiosk")
    op.drop_table("appointment")
    op.drop_table("visit")
    op.drop_table("survey_answer")
    op.drop_table("staff_call")
    op.drop_table("service")
    op.drop_table("segment")
    op.drop_table("quarantine")
    op.drop_table("page")
    op.drop_table("notice")
    op.drop_table("branch")
    op.drop_table("alarm")
