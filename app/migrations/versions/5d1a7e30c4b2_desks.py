"""Drafts typed and not sent, the log of searches, walls, and what a filing desk asks about place and time.

Revision ID: 5d1a7e30c4b2
Revises: 2b7c40d1e9aa
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "5d1a7e30c4b2"
down_revision = "ff3d0f0ae97c"
branch_labels = None
depends_on = None


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table(
        "typed_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("path", text(300), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_typed_draft_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_typed_draft"),
        sa.UniqueConstraint("staff_id", "path", name="uq_typed_draft_staff_id_path"),
    )
    op.create_index("ix_typed_draft_saved_at", "typed_draft", ["saved_at"])
    op.create_table(
        "search_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("staff_name", text(40), nullable=False),
        sa.Column("role", text(200), nullable=False),
        sa.Column("place", text(20), nullable=False),
        sa.Column("words", text(200), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("address", text(64), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_search_made_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_search_made"),
    )
    op.create_index("ix_search_made_at", "search_made", ["at"])
    op.create_index("ix_search_made_staff_id", "search_made", ["staff_id"])
    op.create_table(
        "conflict_wall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("party_name", text(120), nullable=False),
        sa.Column("party_number", text(18), nullable=False),
        sa.Column("reason", text(300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("case_id IS NOT NULL OR party_name <> ''", name=op.f("ck_conflict_wall_case_or_party")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_conflict_wall_staff_id_staff"),
        sa.ForeignKeyConstraint(["case_id"], ["arbitration_case.id"], name="fk_conflict_wall_case_id_arbitration_case"),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name="fk_conflict_wall_set_by_id_staff"),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["staff.id"], name="fk_conflict_wall_lifted_by_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_wall"),
    )
    for column in ("staff_id", "case_id", "party_name"):
        op.create_index(f"ix_conflict_wall_{column}", "conflict_wall", [column])
    with op.batch_alter_table("arbitration_case") as table:
        table.add_column(sa.Column("performance_place", text(120), server_default="", nullable=False))
        table.add_column(sa.Column("infringed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("relation_ended_on", sa.Date(), nullable=True))
