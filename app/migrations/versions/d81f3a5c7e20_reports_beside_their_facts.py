"""reports beside their facts

A report issued before keeps everything in its snapshot and is read from there; what is issued from now on keeps its
facts, the cases behind its figures and its lines in tables of their own.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = 'd81f3a5c7e20'
down_revision = '5d1a7e30c4b2'
branch_labels = None
depends_on = None

ASKED = [
    'report_id', 'topic', 'office_id', 'court_id', 'arbitrator_id', 'channel', 'kind', 'reason', 'hit', 'kept_fen', 'larger_fen', 'days',
]


def upgrade() -> None:
    op.create_table('report_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_part_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_part')),
    sa.UniqueConstraint('report_id', 'name', name=op.f('uq_report_part_report_id_name'))
    )
    op.create_index(op.f('ix_report_part_report_id'), 'report_part', ['report_id'], unique=False)
    op.create_table('report_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('topic', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('court_id', sa.Integer(), nullable=True),
    sa.Column('arbitrator_id', sa.Integer(), nullable=True),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('hit', sa.Boolean(), nullable=False),
    sa.Column('kept_fen', sa.BigInteger(), nullable=False),
    sa.Column('larger_fen', sa.BigInteger(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.CheckConstraint("topic IN ('item', 'closed', 'referral')", name=op.f('ck_report_line_topic')),
    sa.ForeignKeyConstraint(['arbitrator_id'], ['staff.id'], name=op.f('fk_report_line_arbitrator_id_staff')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_report_line_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['court_id'], ['body.id'], name=op.f('fk_report_line_court_id_body')),
    sa.ForeignKeyConstraint(['office_id'], ['body.id'], name=op.f('fk_report_line_office_id_body')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_line_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_line'))
    )
    op.create_index('ix_report_line_asked', 'report_line', ASKED, unique=False)


def downgrade() -> None:
    op.drop_index('ix_report_line_asked', table_name='report_line')
    op.drop_table('report_line')
    op.drop_index(op.f('ix_report_part_report_id'), table_name='report_part')
    op.drop_table('report_part')
