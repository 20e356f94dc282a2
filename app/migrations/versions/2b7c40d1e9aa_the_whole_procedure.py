"""the whole procedure"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlmodel import SQLModel

import app.models  # noqa: F401  (until the checks below are written out)
from app.migrations.checks import renew_checks

revision = '2b7c40d1e9aa'
down_revision = '07e545ec498a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('procedural_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.CheckConstraint("state IN ('received', 'granted', 'refused', 'withdrawn')", name=op.f('ck_procedural_request_state')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_procedural_request_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['staff.id'], name=op.f('fk_procedural_request_decided_by_id_staff')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_procedural_request_party_id_party')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_procedural_request_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedural_request')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_procedural_request_case_id_ordinal'))
    )
    with op.batch_alter_table('procedural_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procedural_request_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_procedural_request_kind'), ['kind'], unique=False)

    with op.batch_alter_table('arbitration_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('law_on', sa.Date(), nullable=True))
    with op.batch_alter_table('arbitration_case', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('private_ground', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False, server_default='')
        )
        batch_op.add_column(sa.Column('votes', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('not_signing', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('hearing', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appearance', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(
            sa.Column('default_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False, server_default='')
        )
        batch_op.add_column(sa.Column('public', sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(sa.Column('receipt_confirmed', sa.Boolean(), nullable=False, server_default=sa.false()))
    renew_checks(SQLModel.metadata)
