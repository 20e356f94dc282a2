"""Searches of decisions that people keep, and agreed standards among what is searched.

Revision ID: 8a41c6d2f7b3
Revises: 5e1c7a9d4b20
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.migrations.checks import renew

revision = "8a41c6d2f7b3"
down_revision = "a91d3e5b7c08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_saved_search_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
        sa.UniqueConstraint("staff_id", "title", name="uq_saved_search_staff_id_title"),
    )
    op.create_index("ix_saved_search_staff_id", "saved_search", ["staff_id"])
    renew(
        "precedent",
        {
            "ck_precedent_authority": "authority IN ('standard', 'guiding', 'typical', 'higher_court', 'own_court', 'own_office')"
        },
    )
