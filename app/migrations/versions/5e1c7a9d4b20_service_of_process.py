"""service of process"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.migrations.checks import renew

revision = '5e1c7a9d4b20'
down_revision = 'd81f3a5c7e20'
branch_labels = None
depends_on = None

# The papers somebody had to be served with when this was written; new ones say so themselves when they are made.
SERVED = (
    "acceptance_notice", "correction_request", "refusal_notice", "jurisdiction_explanation", "counterclaim_notice",
    "response_notice", "claim_change_notice", "panel_notice", "collective_notice", "hearing_notice", "postponement_notice",
    "suspension_notice", "resumption_notice", "extension_notice", "added_party_notice", "award", "advance_award",
    "correction_decision", "mediation_statement", "reopening_decision", "cancellation_decision", "withdrawal_decision",
    "deemed_withdrawal_decision", "termination_decision",
)  # fmt: skip


def text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False, server_default='')


def upgrade() -> None:
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('result', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False, server_default='served')
        )
        batch_op.add_column(text('signed_by', 60))
        batch_op.add_column(text('relation', 20))
        batch_op.add_column(text('tracking_number', 60))
        batch_op.add_column(text('place', 300))
        batch_op.add_column(text('ground', 20))
        batch_op.add_column(text('inquiry', 300))
        batch_op.add_column(sa.Column('attachments', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(text('failure', 20))
        batch_op.add_column(sa.Column('failed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('return_paper_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('taken_back_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('taken_back_day', sa.Date(), nullable=True))
        batch_op.add_column(text('taken_back_reason', 300))
        batch_op.create_foreign_key(batch_op.f('fk_service_return_paper_id_paper'), 'paper', ['return_paper_id'], ['id'])
    # What was recorded without a day of service was on its way.
    op.execute("UPDATE service SET result = 'sent' WHERE served_on IS NULL")
    renew(
        "service",
        {
            "ck_service_result": "result IN ('sent', 'served', 'failed', 'taken_back')",
            "ck_service_served_has_a_day": "served_on IS NULL OR result = 'served'",
        },
    )
    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.add_column(sa.Column('awaits_service', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f('ix_paper_awaits_service'), ['awaits_service'], unique=False)
    paper = sa.table('paper', sa.column('kind'), sa.column('folder'), sa.column('case_id'), sa.column('awaits_service', sa.Boolean()))
    case = sa.table('arbitration_case', sa.column('id'), sa.column('state'))
    running = sa.select(case.c.id).where(case.c.state != 'closed')
    op.execute(
        paper.update()
        .where(paper.c.kind.in_(SERVED), paper.c.folder == 'main', paper.c.case_id.in_(running))
        .values(awaits_service=True)
    )
    op.create_table(
        'service_address',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('party_id', sa.Integer(), nullable=False),
        sa.Column('agent_id', sa.Integer(), nullable=True),
        sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column('recipients', sa.JSON(), nullable=False),
        sa.Column('e_consent', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('e_address', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column('signed_on', sa.Date(), nullable=False),
        sa.Column('recorded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('recorded_by_id', sa.Integer(), nullable=True),
        sa.Column('paper_id', sa.Integer(), nullable=True),
        sa.Column('replaced_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_service_address_agent_id_agent')),
        sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_service_address_case_id_arbitration_case')),
        sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_service_address_paper_id_paper')),
        sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_service_address_party_id_party')),
        sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_service_address_recorded_by_id_staff')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_address')),
    )
    with op.batch_alter_table('service_address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_address_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_address_party_id'), ['party_id'], unique=False)
