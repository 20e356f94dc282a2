"""the whole procedure"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.migrations.checks import renew

revision = '2b7c40d1e9aa'
down_revision = '07e545ec498a'
branch_labels = None
depends_on = None


CHECKS = {
    "arbitration_case": {
        "ck_arbitration_case_state":
            "state IN ('filed', 'correcting', 'on_hold', 'accepted', 'in_delegated_mediation', 'tribunal_formed', 'hearing_set', 'heard', 'deliberated', 'under_approval', 'approved', 'suspended', 'awarded', 'settling', 'settled', 'refused', 'no_jurisdiction', 'transferred_in', 'transferring', 'designation', 'transferred', 'not_taken', 'cancelled', 'withdrawn', 'deemed_withdrawn', 'terminated_by_suit', 'closed', 'pre_filing')",
        "ck_arbitration_case_source":
            "source IN ('direct', 'mediation', 'negotiation', 'report', 'import', 'transfer')",
    },
    "entrustment": {
        "ck_entrustment_ends_after_start":
            'until >= since',
        "ck_entrustment_two_people":
            'from_id <> to_id',
    },
    "joint_meeting": {
        "ck_joint_meeting_status":
            "status IN ('planned', 'held')",
    },
    "link_change": {
        "ck_link_change_consent":
            "consent IN ('both', 'both_written')",
    },
    "staff_relation": {
        "ck_staff_relation_kind":
            "kind IN ('relative', 'agent', 'employed', 'adviser', 'other')",
    },
    "staff_role": {
        "ck_staff_role_role":
            "role IN ('filing_clerk', 'mediator', 'arbitrator', 'hearing_clerk', 'section_head', 'head', 'judge', 'court_clerk', 'analyst', 'system_admin', 'security_admin', 'audit_admin')",
    },
    "approval": {
        "ck_approval_state":
            "state IN ('waiting', 'approved', 'returned', 'withdrawn', 'void')",
    },
    "award": {
        "ck_award_type":
            "type IN ('final', 'non_final', 'advance_payment')",
        "ck_award_state":
            "state IN ('draft', 'submitted', 'approved', 'awaiting', 'partly_in_effect', 'in_effect', 'no_effect', 'contested', 'annulled', 'not_enforced', 'never_effective', 'superseded', 'set_aside')",
    },
    "discussion": {
        "ck_discussion_state":
            "state IN ('proposed', 'on_agenda', 'discussed', 'resolved', 'withdrawn')",
    },
    "lead": {
        "ck_lead_kind":
            "kind IN ('report', 'negotiation', 'mediation')",
        "ck_lead_state":
            "state IN ('reported', 'negotiating', 'in_mediation', 'unresolved', 'resolved', 'applied', 'dropped')",
    },
    "party": {
        "ck_party_left_how":
            "left_how IS NULL OR left_how IN ('withdrawn', 'settled', 'severed')",
    },
    "referral": {
        "ck_referral_stage":
            "stage IN ('before_filing', 'before_acceptance', 'before_hearing')",
        "ck_referral_outcome":
            "outcome IS NULL OR outcome IN ('agreed', 'partly_agreed', 'refused', 'no_agreement', 'withdrawn', 'lapsed', 'declined')",
        "ck_referral_state":
            "state IN ('proposed', 'agreed', 'not_agreed', 'delegated', 'accepted', 'failed', 'handed_over', 'returned', 'succeeded', 'partly_settled', 'withdrawn')",
    },
    "agreement": {
        "ck_agreement_force":
            "force IN ('none', 'performed', 'review', 'confirmation', 'payment_order', 'judgment')",
        "ck_agreement_state":
            "state IN ('drafted', 'binding', 'broken', 'in_review', 'in_confirmation', 'under_payment_order', 'sued', 'enforceable', 'performed', 'decided', 'abandoned')",
    },
    "mediation_session": {
        "ck_mediation_session_mode":
            "mode IN ('on_site', 'online', 'phone')",
    },
    "procedural_request": {
        "ck_procedural_request_state":
            "state IN ('received', 'forwarded', 'entrusted', 'recorded', 'granted', 'refused', 'withdrawn')",
    },
    "task_trace": {
        "ck_task_trace_what":
            "what IN ('claim', 'give_back', 'assign', 'take_back', 'left')",
    },
    "agreement_review": {
        "ck_agreement_review_state":
            "state IN ('applied', 'accepted', 'not_accepted', 'granted', 'effective', 'refused', 'withdrawn')",
        "ck_agreement_review_ground":
            "ground IS NULL OR ground IN ('out_of_scope', 'wrong_commission', 'late', 'relation', 'confirmed', 'unlawful', 'harms_others', 'false_evidence', 'not_voluntary', 'unclear', 'other')",
    },
    "claim_item_change": {
        "ck_claim_item_change_kind":
            "kind IN ('added', 'changed', 'withdrawn', 'succeeded')",
    },
    "group_consent": {
        "ck_group_consent_way":
            "way IN ('in_person', 'phone', 'written', 'online')",
    },
    "item_liability": {
        "ck_item_liability_form":
            "form IN ('each', 'joint', 'several', 'supplementary')",
    },
    "agreement_payment": {
        "ck_agreement_payment_amount_fen_not_negative":
            'amount_fen IS NULL OR amount_fen >= 0',
    },
    "court_matter": {
        "ck_court_matter_state":
            "state IN ('filed', 'accepted', 'joined', 'stayed', 'judged', 'ended', 'not_accepted', 'confirmed', 'not_confirmed', 'revoked', 'order_issued', 'order_served', 'order_in_force', 'order_paid', 'order_lapsed')",
        "ck_court_matter_kind":
            "kind IN ('first_instance', 'second_instance', 'annulment', 'confirmation', 'payment_order', 'enforcement', 'retrial', 'agreement_suit')",
        "ck_court_matter_ended_by":
            "ended_by IS NULL OR ended_by IN ('judgment', 'settled', 'withdrawn', 'dismissed_procedure', 'not_accepted', 'performed', 'no_assets', 'terminated', 'not_enforced')",
    },
    "mediation_statement": {
        "ck_mediation_statement_state":
            "state IN ('issued', 'effective', 'refused', 'set_aside')",
    },
    "service": {
        "ck_service_method":
            "method IN ('direct', 'co_resident', 'left_or_posted', 'post', 'electronic', 'entrusted', 'public_notice', 'simple')",
    },
    "court_notice": {
        "ck_court_notice_status":
            "status IN ('open', 'linked', 'not_labour')",
        "ck_court_notice_kind":
            "kind IN ('first_instance', 'second_instance', 'annulment', 'confirmation', 'payment_order', 'enforcement', 'retrial', 'agreement_suit')",
    },
    "recovery": {
        "ck_recovery_amount_fen_not_negative":
            'amount_fen IS NULL OR amount_fen >= 0',
    },
    "link_candidate": {
        "ck_link_candidate_found_by":
            "found_by IN ('number', 'names', 'persons')",
        "ck_link_candidate_status":
            "status IN ('open', 'confirmed', 'rejected')",
        "ck_link_candidate_one_source":
            '(notice_id IS NULL) <> (matter_id IS NULL)',
    },
}
"""Table → name → what the database refuses to be otherwise, as this revision leaves it."""


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
        batch_op.add_column(sa.Column('partial_items', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('reopened_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('earlier_panel', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('keep_until', sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column('legal_hold', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False, server_default='')
        )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.add_column(sa.Column('partial', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('advance', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.alter_column(
            'type', existing_type=sa.VARCHAR(length=12), type_=sqlmodel.sql.sqltypes.AutoString(length=20),
            existing_nullable=False,
        )
    op.create_table('mediation_statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False),
    sa.Column('item_ids', sa.JSON(), nullable=False),
    sa.Column('terms', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('refused_by_id', sa.Integer(), nullable=True),
    sa.Column('refusal', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.CheckConstraint("state IN ('issued', 'effective', 'refused')", name=op.f('ck_mediation_statement_state')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_mediation_statement_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_mediation_statement_paper_id_paper')),
    sa.ForeignKeyConstraint(['refused_by_id'], ['party.id'], name=op.f('fk_mediation_statement_refused_by_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_statement')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_mediation_statement_case_id_ordinal'))
    )
    with op.batch_alter_table('mediation_statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mediation_statement_case_id'), ['case_id'], unique=False)
    op.create_table('award_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('before_text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('after_text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('before_fen', sa.BigInteger(), nullable=True),
    sa.Column('after_fen', sa.BigInteger(), nullable=True),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_award_correction_award_id_award')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_award_correction_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['item_id'], ['claim_item.id'], name=op.f('fk_award_correction_item_id_claim_item')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_award_correction_paper_id_paper')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award_correction')),
    sa.UniqueConstraint('award_id', 'ordinal', name=op.f('uq_award_correction_award_id_ordinal'))
    )
    with op.batch_alter_table('award_correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_correction_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_award_correction_case_id'), ['case_id'], unique=False)
    with op.batch_alter_table('hearing', schema=None) as batch_op:
        batch_op.add_column(sa.Column('appearance', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(
            sa.Column('default_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False, server_default='')
        )
        batch_op.add_column(sa.Column('public', sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(sa.Column('receipt_confirmed', sa.Boolean(), nullable=False, server_default=sa.false()))
    # ---- 调解：渠道变更、立案前争议、时效中断、利害关系 ----
    op.create_table('link_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_key', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
    sa.Column('target', sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
    sa.Column('start', sa.Date(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('stages', sa.JSON(), nullable=False),
    sa.Column('proposers', sa.JSON(), nullable=False),
    sa.Column('consent', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('limit_rule', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('comes_back', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('mark', sqlmodel.sql.sqltypes.AutoString(length=1), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("consent IN ('both', 'both_written')", name=op.f('ck_link_change_consent')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['staff.id'], name=op.f('fk_link_change_entered_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_change')),
    sa.UniqueConstraint('office_key', 'source', 'target', 'start', name=op.f('uq_link_change_office_key_source_target_start'))
    )
    op.create_table('lead',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('registered_by_id', sa.Integer(), nullable=True),
    sa.Column('reporter', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('negotiate_until', sa.Date(), nullable=True),
    sa.Column('unresolved_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('outcome_text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('reported')", name=op.f('ck_lead_state')),
    sa.CheckConstraint("kind IN ('report', 'negotiation', 'mediation')", name=op.f('ck_lead_kind')),
    sa.ForeignKeyConstraint(['application_id'], ['arbitration_case.id'], name=op.f('fk_lead_application_id_arbitration_case')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_lead_body_id_body')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_lead_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['staff.id'], name=op.f('fk_lead_registered_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('case_id', name=op.f('uq_lead_case_id')),
    sa.UniqueConstraint('number', name=op.f('uq_lead_number'))
    )
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_state'), ['state'], unique=False)
    op.create_table('interruption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_interruption_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_interruption_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interruption'))
    )
    with op.batch_alter_table('interruption', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interruption_case_id'), ['case_id'], unique=False)
    op.create_table('staff_relation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('relative', 'agent', 'employed', 'adviser', 'other')", name=op.f('ck_staff_relation_kind')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['staff.id'], name=op.f('fk_staff_relation_entered_by_id_staff')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_relation_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_relation'))
    )
    with op.batch_alter_table('staff_relation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_relation_staff_id'), ['staff_id'], unique=False)
    with op.batch_alter_table('arbitration_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('origin_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_arbitration_case_origin_id'), ['origin_id'], unique=False)
        batch_op.create_foreign_key(
            batch_op.f('fk_arbitration_case_origin_id_arbitration_case'), 'arbitration_case', ['origin_id'], ['id']
        )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.add_column(sa.Column('began_at_body', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('given_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    with op.batch_alter_table('mediation_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('held_at', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mode', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False, server_default='on_site'))
    op.create_table('delegation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('delegates', sa.JSON(), nullable=False),
    sa.Column('signers', sa.JSON(), nullable=False),
    sa.Column('receives_awards', sa.Boolean(), nullable=False),
    sa.Column('document', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('elected_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_delegation_case_id_arbitration_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_delegation_case_id_ordinal'))
    )
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegation_case_id'), ['case_id'], unique=False)
    op.create_table('group_consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('way', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_group_consent_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_group_consent_party_id_party')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_group_consent_recorded_by_id_staff')),
    sa.ForeignKeyConstraint(['request_id'], ['procedural_request.id'], name=op.f('fk_group_consent_request_id_procedural_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_consent')),
    sa.UniqueConstraint('request_id', 'party_id', name=op.f('uq_group_consent_request_id_party_id'))
    )
    with op.batch_alter_table('group_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_consent_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_consent_request_id'), ['request_id'], unique=False)
    with op.batch_alter_table('arbitration_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('collective_contract', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('guided_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('severed_from_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_arbitration_case_severed_from_id_arbitration_case'), 'arbitration_case', ['severed_from_id'], ['id']
        )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('left_how', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
        batch_op.add_column(sa.Column('left_paper_id', sa.Integer(), nullable=True))
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(sa.Column('received_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_service_received_by_id_party'), 'party', ['received_by_id'], ['id'])

    # 诉讼阶段、联席会议
    op.create_table('joint_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('topics', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('status', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('minutes', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('called_by_id', sa.Integer(), nullable=True),
    sa.Column('called_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("status IN ('planned', 'held')", name=op.f('ck_joint_meeting_status')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_joint_meeting_body_id_body')),
    sa.ForeignKeyConstraint(['called_by_id'], ['staff.id'], name=op.f('fk_joint_meeting_called_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_meeting'))
    )
    with op.batch_alter_table('joint_meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_joint_meeting_body_id'), ['body_id'], unique=False)

    op.create_table('discussion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('question', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('read_from', sa.Date(), nullable=True),
    sa.Column('read_until', sa.Date(), nullable=True),
    sa.Column('views', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('resolution', sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('standard_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('proposed', 'on_agenda', 'discussed', 'resolved', 'withdrawn')", name=op.f('ck_discussion_state')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_discussion_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['meeting_id'], ['joint_meeting.id'], name=op.f('fk_discussion_meeting_id_joint_meeting')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['staff.id'], name=op.f('fk_discussion_proposed_by_id_staff')),
    sa.ForeignKeyConstraint(['standard_id'], ['standard.id'], name=op.f('fk_discussion_standard_id_standard')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_discussion_case_id_ordinal'))
    )
    with op.batch_alter_table('discussion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_discussion_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('meeting_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['joint_meeting.id'], name=op.f('fk_meeting_member_meeting_id_joint_meeting')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_meeting_member_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_member')),
    sa.UniqueConstraint('meeting_id', 'staff_id', name=op.f('uq_meeting_member_meeting_id_staff_id'))
    )
    with op.batch_alter_table('meeting_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_member_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_member_staff_id'), ['staff_id'], unique=False)

    op.create_table('court_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('court_id', sa.Integer(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('status', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('plaintiff_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('plaintiff_identity', sqlmodel.sql.sqltypes.AutoString(length=18), nullable=False),
    sa.Column('defendant_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('award_number', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('first_instance', 'second_instance', 'annulment', 'confirmation', 'payment_order', 'enforcement', 'retrial')", name=op.f('ck_court_notice_kind')),
    sa.CheckConstraint("status IN ('open', 'linked', 'not_labour')", name=op.f('ck_court_notice_status')),
    sa.ForeignKeyConstraint(['court_id'], ['body.id'], name=op.f('fk_court_notice_court_id_body')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['staff.id'], name=op.f('fk_court_notice_entered_by_id_staff')),
    sa.ForeignKeyConstraint(['matter_id'], ['court_matter.id'], name=op.f('fk_court_notice_matter_id_court_matter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_court_notice')),
    sa.UniqueConstraint('court_id', 'number', name=op.f('uq_court_notice_court_id_number'))
    )
    with op.batch_alter_table('court_notice', schema=None) as batch_op:
        batch_op.create_index('ix_court_notice_status', ['status', 'court_id'], unique=False)

    op.create_table('court_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['matter_id'], ['court_matter.id'], name=op.f('fk_court_receipt_matter_id_court_matter')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_court_receipt_party_id_party')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_court_receipt_recorded_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_court_receipt')),
    sa.UniqueConstraint('matter_id', 'party_id', name=op.f('uq_court_receipt_matter_id_party_id'))
    )
    with op.batch_alter_table('court_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_court_receipt_matter_id'), ['matter_id'], unique=False)

    op.create_table('recovery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount_fen IS NULL OR amount_fen >= 0', name=op.f('ck_recovery_amount_fen_not_negative')),
    sa.ForeignKeyConstraint(['matter_id'], ['court_matter.id'], name=op.f('fk_recovery_matter_id_court_matter')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_recovery_recorded_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery'))
    )
    with op.batch_alter_table('recovery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_matter_id'), ['matter_id'], unique=False)

    op.create_table('link_candidate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=True),
    sa.Column('matter_id', sa.Integer(), nullable=True),
    sa.Column('award_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('found_by', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('confidence', sa.Integer(), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('status', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.CheckConstraint("found_by IN ('number', 'names', 'persons')", name=op.f('ck_link_candidate_found_by')),
    sa.CheckConstraint("status IN ('open', 'confirmed', 'rejected')", name=op.f('ck_link_candidate_status')),
    sa.CheckConstraint('(notice_id IS NULL) <> (matter_id IS NULL)', name=op.f('ck_link_candidate_one_source')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_link_candidate_award_id_award')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_link_candidate_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['staff.id'], name=op.f('fk_link_candidate_decided_by_id_staff')),
    sa.ForeignKeyConstraint(['matter_id'], ['court_matter.id'], name=op.f('fk_link_candidate_matter_id_court_matter')),
    sa.ForeignKeyConstraint(['notice_id'], ['court_notice.id'], name=op.f('fk_link_candidate_notice_id_court_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_candidate')),
    sa.UniqueConstraint('notice_id', 'matter_id', 'award_id', name=op.f('uq_link_candidate_notice_id_matter_id_award_id'))
    )
    with op.batch_alter_table('link_candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_candidate_award_id'), ['award_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_candidate_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_candidate_matter_id'), ['matter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_candidate_notice_id'), ['notice_id'], unique=False)

    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.add_column(sa.Column('perform_by', sa.Date(), nullable=True))

    with op.batch_alter_table('court_matter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('for_refusal', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('ended_how', sqlmodel.sql.sqltypes.AutoString(length=30), nullable=True))
        batch_op.add_column(sa.Column('effective_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('moved_from_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('trial_procedure', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
        batch_op.add_column(sa.Column('amount_fen', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('title_paper_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('sent_by_office', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(batch_op.f('fk_court_matter_moved_from_id_body'), 'body', ['moved_from_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_court_matter_title_paper_id_paper'), 'paper', ['title_paper_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_court_matter_merged_into_id_court_matter'), 'court_matter', ['merged_into_id'], ['id'])

    with op.batch_alter_table('limit_clock', schema=None) as batch_op:
        batch_op.add_column(sa.Column('options', sa.JSON(), nullable=True))

    # ### end Alembic commands ###
    # 调解协议、仲裁审查、司法确认、支付令
    op.create_table('agreement_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('applied_on', sa.Date(), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('arbitrator_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ground', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.CheckConstraint("ground IS NULL OR ground IN ('out_of_scope', 'wrong_commission', 'late', 'relation', 'confirmed', 'unlawful', 'harms_others', 'false_evidence', 'not_voluntary', 'unclear', 'other')", name=op.f('ck_agreement_review_ground')),
    sa.CheckConstraint("state IN ('applied', 'accepted', 'not_accepted', 'granted', 'effective', 'refused', 'withdrawn')", name=op.f('ck_agreement_review_state')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreement_review_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['arbitrator_id'], ['staff.id'], name=op.f('fk_agreement_review_arbitrator_id_staff')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_agreement_review_case_id_arbitration_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_review'))
    )
    with op.batch_alter_table('agreement_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_review_agreement_id'), ['agreement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_review_case_id'), ['case_id'], unique=False)

    op.create_table('agreement_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('signer', sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreement_signature_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_agreement_signature_recorded_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_signature')),
    sa.UniqueConstraint('agreement_id', 'signer', name=op.f('uq_agreement_signature_agreement_id_signer'))
    )
    with op.batch_alter_table('agreement_signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_signature_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('agreement_payment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount_fen IS NULL OR amount_fen >= 0', name=op.f('ck_agreement_payment_amount_fen_not_negative')),
    sa.ForeignKeyConstraint(['line_id'], ['payment_line.id'], name=op.f('fk_agreement_payment_line_id_payment_line')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['staff.id'], name=op.f('fk_agreement_payment_recorded_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_payment'))
    )
    with op.batch_alter_table('agreement_payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_payment_line_id'), ['line_id'], unique=False)

    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('body_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('by_listed_body', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('subjects', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('item_ids', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('other_duties', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('other_done_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('next_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('performed_on', sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_agreement_body_id_body'), 'body', ['body_id'], ['id'])

    with op.batch_alter_table('court_matter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agreement_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('order_ground', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True))
        batch_op.add_column(sa.Column('wrong_court', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('served_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_court_matter_agreement_id'), ['agreement_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_court_matter_agreement_id_agreement'), 'agreement', ['agreement_id'], ['id'])

    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.add_column(sa.Column('review_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_paper_review_id_agreement_review'), 'agreement_review', ['review_id'], ['id'])

    # 集体争议：裁决对各劳动者分别生效
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.add_column(sa.Column('worker_fates', sa.JSON(), server_default='{}', nullable=False))
    op.create_table('entrustment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('from_id <> to_id', name=op.f('ck_entrustment_two_people')),
    sa.CheckConstraint('until >= since', name=op.f('ck_entrustment_ends_after_start')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['staff.id'], name=op.f('fk_entrustment_entered_by_id_staff')),
    sa.ForeignKeyConstraint(['from_id'], ['staff.id'], name=op.f('fk_entrustment_from_id_staff')),
    sa.ForeignKeyConstraint(['office_id'], ['body.id'], name=op.f('fk_entrustment_office_id_body')),
    sa.ForeignKeyConstraint(['to_id'], ['staff.id'], name=op.f('fk_entrustment_to_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entrustment'))
    )
    with op.batch_alter_table('entrustment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entrustment_from_id'), ['from_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entrustment_office_id'), ['office_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entrustment_to_id'), ['to_id'], unique=False)
    op.create_table('approval',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('machine', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('asked', sa.JSON(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('level', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('opinions', sa.JSON(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=False),
    sa.Column('requested_by_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.Column('due_rule', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('earlier_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'approved', 'returned', 'withdrawn', 'void')", name=op.f('ck_approval_state')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_approval_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['earlier_id'], ['approval.id'], name=op.f('fk_approval_earlier_id_approval')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['staff.id'], name=op.f('fk_approval_requested_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_approval_case_id_ordinal'))
    )
    with op.batch_alter_table('approval', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_approval_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_approval_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_approval_requested_by_id'), ['requested_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_approval_state'), ['state'], unique=False)
    op.create_table('task_trace',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=True),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.CheckConstraint("what IN ('claim', 'give_back', 'assign', 'take_back', 'left')", name=op.f('ck_task_trace_what')),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_task_trace_by_id_staff')),
    sa.ForeignKeyConstraint(['from_id'], ['staff.id'], name=op.f('fk_task_trace_from_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_trace_task_id_task')),
    sa.ForeignKeyConstraint(['to_id'], ['staff.id'], name=op.f('fk_task_trace_to_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_trace'))
    )
    with op.batch_alter_table('task_trace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_trace_task_id'), ['task_id'], unique=False)
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_hand', sa.Boolean(), nullable=False, server_default=sa.false()))
    # ---- 收件到开庭之间：请求变更、连带责任、合并审理、移送 ----
    op.create_table('case_join',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_case_join_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['lead_id'], ['arbitration_case.id'], name=op.f('fk_case_join_lead_id_arbitration_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_join'))
    )
    with op.batch_alter_table('case_join', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_join_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_join_lead_id'), ['lead_id'], unique=False)

    op.create_table('claim_item_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.CheckConstraint("kind IN ('added', 'changed', 'withdrawn', 'succeeded')", name=op.f('ck_claim_item_change_kind')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_claim_item_change_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['item_id'], ['claim_item.id'], name=op.f('fk_claim_item_change_item_id_claim_item')),
    sa.ForeignKeyConstraint(['request_id'], ['procedural_request.id'], name=op.f('fk_claim_item_change_request_id_procedural_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_item_change'))
    )
    with op.batch_alter_table('claim_item_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_item_change_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_item_change_item_id'), ['item_id'], unique=False)

    op.create_table('item_liability',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('form', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('ground', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.CheckConstraint("form IN ('each', 'joint', 'several', 'supplementary')", name=op.f('ck_item_liability_form')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_item_liability_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['item_id'], ['claim_item.id'], name=op.f('fk_item_liability_item_id_claim_item')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_item_liability_party_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_liability')),
    sa.UniqueConstraint('item_id', 'party_id', name=op.f('uq_item_liability_item_id_party_id'))
    )
    with op.batch_alter_table('item_liability', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_item_liability_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_item_liability_item_id'), ['item_id'], unique=False)

    with op.batch_alter_table('arbitration_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('debate_closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('agreed_facts', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('transfer_to', sqlmodel.sql.sqltypes.AutoString(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('transfer_to_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('transfer_number', sqlmodel.sql.sqltypes.AutoString(length=60), server_default='', nullable=False))
        batch_op.add_column(sa.Column('transferred_from_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('may_sue_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('may_sue_ground', sqlmodel.sql.sqltypes.AutoString(length=200), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_arbitration_case_transferred_from_id'), ['transferred_from_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_arbitration_case_transferred_from_id_arbitration_case'), 'arbitration_case', ['transferred_from_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_arbitration_case_transfer_to_id_body'), 'body', ['transfer_to_id'], ['id'])

    with op.batch_alter_table('claim_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('counterclaim', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.add_column(sa.Column('joined_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('joined_ground', sqlmodel.sql.sqltypes.AutoString(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('succeeds_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_party_succeeds_id_party'), 'party', ['succeeds_id'], ['id'])
    for table, wanted in CHECKS.items():
        renew(table, wanted)
