"""the e-file"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from app.migrations.checks import renew

revision = 'c65e4fe2ebb4'
down_revision = '2b7c40d1e9aa'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('file_export',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('court_id', sa.Integer(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('manifest_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('key_fingerprint', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_file_export_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['court_id'], ['body.id'], name=op.f('fk_file_export_court_id_body')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_file_export_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_export'))
    )
    with op.batch_alter_table('file_export', schema=None) as batch_op:
        batch_op.create_index('ix_file_export_case', ['case_id'], unique=False)

    op.create_table('file_volume',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('folder', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('fingerprint', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('starts', sa.JSON(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("folder IN ('main', 'inner')", name=op.f('ck_file_volume_folder')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_file_volume_case_id_arbitration_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_volume')),
    sa.UniqueConstraint('case_id', 'fingerprint', name=op.f('uq_file_volume_case_id_fingerprint'))
    )
    op.create_table('evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('source_note', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=True),
    sa.Column('proves', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('form', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=True),
    sa.Column('handed_in_on', sa.Date(), nullable=False),
    sa.Column('finding', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('finding_reason', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('found_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("finding IN ('pending', 'admitted', 'partly', 'not_admitted')", name=op.f('ck_evidence_finding')),
    sa.CheckConstraint("form IN ('original', 'copy', 'compared', 'electronic')", name=op.f('ck_evidence_form')),
    sa.CheckConstraint("source IN ('party', 'inquiry', 'inspection', 'appraisal', 'third_party')", name=op.f('ck_evidence_source')),
    sa.CheckConstraint('pages >= 0', name=op.f('ck_evidence_pages_not_negative')),
    sa.ForeignKeyConstraint(['added_by_id'], ['staff.id'], name=op.f('fk_evidence_added_by_id_staff')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_evidence_attachment_id_attachment')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_evidence_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['found_by_id'], ['staff.id'], name=op.f('fk_evidence_found_by_id_staff')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_evidence_party_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_evidence_case_id_ordinal'))
    )
    op.create_table('evidence_remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('authentic', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('lawful', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('relevant', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("authentic IN ('accepted', 'disputed', 'not_stated')", name=op.f('ck_evidence_remark_authentic')),
    sa.CheckConstraint("lawful IN ('accepted', 'disputed', 'not_stated')", name=op.f('ck_evidence_remark_lawful')),
    sa.CheckConstraint("relevant IN ('accepted', 'disputed', 'not_stated')", name=op.f('ck_evidence_remark_relevant')),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_evidence_remark_by_id_staff')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_evidence_remark_evidence_id_evidence')),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_evidence_remark_party_id_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_remark')),
    sa.UniqueConstraint('evidence_id', 'party_id', name=op.f('uq_evidence_remark_evidence_id_party_id'))
    )
    with op.batch_alter_table('evidence_remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_remark_party_id'), ['party_id'], unique=False)

    op.create_table('reading_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('attachment_id', sa.Integer(), nullable=True),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('colour', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("colour IN ('yellow', 'green', 'blue', 'red')", name=op.f('ck_reading_mark_colour')),
    sa.CheckConstraint('(paper_id IS NULL) <> (attachment_id IS NULL)', name=op.f('ck_reading_mark_one_document')),
    sa.CheckConstraint('page >= 1', name=op.f('ck_reading_mark_page_from_one')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_reading_mark_attachment_id_attachment')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_reading_mark_body_id_body')),
    sa.ForeignKeyConstraint(['case_id'], ['arbitration_case.id'], name=op.f('fk_reading_mark_case_id_arbitration_case')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_reading_mark_paper_id_paper')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_reading_mark_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading_mark'))
    )
    with op.batch_alter_table('reading_mark', schema=None) as batch_op:
        batch_op.create_index('ix_reading_mark_case_body', ['case_id', 'body_id'], unique=False)

    with op.batch_alter_table('arbitration_case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('hold_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('held_by_id', sa.Integer(), nullable=True))

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('pages', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('pdf_sha256', sqlmodel.sql.sqltypes.AutoString(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('scan', sqlmodel.sql.sqltypes.AutoString(length=20), server_default='not_scanned', nullable=False))
    renew('attachment', {'ck_attachment_scan': "scan IN ('not_scanned', 'clean')"})
