"""the court's feedback: opinions, actions, topics of meetings, files asked for, results read by the program"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.migrations.checks import renew

revision = '6d3fb0a4c918'
down_revision = '5e1c7a9d4b20'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('file_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('court_id', sa.Integer(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('party_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('granted', sa.Boolean(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answer', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['staff.id'], name=op.f('fk_file_request_answered_by_id_staff')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['staff.id'], name=op.f('fk_file_request_asked_by_id_staff')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_file_request_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['staff.id'], name=op.f('fk_file_request_confirmed_by_id_staff')),
    sa.ForeignKeyConstraint(['court_id'], ['body.id'], name=op.f('fk_file_request_court_id_body')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_request'))
    )
    with op.batch_alter_table('file_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_file_request_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_file_request_court', ['court_id', 'id'], unique=False)

    op.create_table('divergence_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('action', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('standard_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("action IN ('standard', 'training', 'template', 'none')", name=op.f('ck_divergence_action_action')),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_divergence_action_by_id_staff')),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_divergence_action_outcome_id_outcome')),
    sa.ForeignKeyConstraint(['standard_id'], ['standard.id'], name=op.f('fk_divergence_action_standard_id_standard')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_divergence_action'))
    )
    with op.batch_alter_table('divergence_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_divergence_action_outcome_id'), ['outcome_id'], unique=False)

    op.create_table('divergence_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('side', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('reason_code', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("reason_code IN ('new_evidence', 'fact_finding', 'law', 'calculation', 'time_bar', 'procedure', 'discretion', 'party_choice', 'policy_change')", name=op.f('ck_divergence_opinion_reason_code')),
    sa.CheckConstraint("side IN ('office', 'court')", name=op.f('ck_divergence_opinion_side')),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_divergence_opinion_by_id_staff')),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_divergence_opinion_outcome_id_outcome')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_divergence_opinion'))
    )
    with op.batch_alter_table('divergence_opinion', schema=None) as batch_op:
        batch_op.create_index('ix_divergence_opinion_outcome', ['outcome_id', 'side'], unique=False)

    op.create_table('meeting_topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=True),
    sa.Column('claim_item_id', sa.Integer(), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('resolution', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('resolved_by_id', sa.Integer(), nullable=True),
    sa.Column('resolved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint('(outcome_id IS NULL) <> (claim_item_id IS NULL)', name=op.f('ck_meeting_topic_one_source')),
    sa.ForeignKeyConstraint(['added_by_id'], ['staff.id'], name=op.f('fk_meeting_topic_added_by_id_staff')),
    sa.ForeignKeyConstraint(['claim_item_id'], ['claim_item.id'], name=op.f('fk_meeting_topic_claim_item_id_claim_item')),
    sa.ForeignKeyConstraint(['meeting_id'], ['joint_meeting.id'], name=op.f('fk_meeting_topic_meeting_id_joint_meeting')),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_meeting_topic_outcome_id_outcome')),
    sa.ForeignKeyConstraint(['resolved_by_id'], ['staff.id'], name=op.f('fk_meeting_topic_resolved_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_topic')),
    sa.UniqueConstraint('meeting_id', 'claim_item_id', name=op.f('uq_meeting_topic_meeting_id_claim_item_id')),
    sa.UniqueConstraint('meeting_id', 'outcome_id', name=op.f('uq_meeting_topic_meeting_id_outcome_id'))
    )
    with op.batch_alter_table('meeting_topic', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_topic_claim_item_id'), ['claim_item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_topic_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_topic_outcome_id'), ['outcome_id'], unique=False)

    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recognised', sqlmodel.sql.sqltypes.AutoString(length=10), server_default='', nullable=False))

    renew('outcome', {'ck_outcome_recognised': "recognised IN ('', 'kept', 'changed')"})

