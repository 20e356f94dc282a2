"""what is being written"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = 'ff3d0f0ae97c'
down_revision = 'c65e4fe2ebb4'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('saved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('how', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_draft_version_by_id_staff')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_draft_version_case_id_arbitration_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_version')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_draft_version_case_id_ordinal'))
    )
    op.create_table('hearing_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('corrections', sa.JSON(), nullable=False),
    sa.Column('signatures', sa.JSON(), nullable=False),
    sa.Column('saved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('saved_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_hearing_record_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_hearing_record_hearing_id_hearing')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['staff.id'], name=op.f('fk_hearing_record_saved_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_record')),
    sa.UniqueConstraint('hearing_id', name=op.f('uq_hearing_record_hearing_id'))
    )
    with op.batch_alter_table('hearing_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hearing_record_case_id'), ['case_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('hearing_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hearing_record_case_id'))

    op.drop_table('hearing_record')
    op.drop_table('draft_version')
