"""unserved by age"""

from alembic import op

revision = 'a91d3e5b7c08'
down_revision = '8c2f6b1d0e37'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The list of the unserved is read oldest first: an index in that order answers a page without sorting all of them.
    with op.batch_alter_table('paper', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_awaits_service'))
        batch_op.create_index('ix_paper_awaiting', ['awaits_service', 'made_on', 'id'], unique=False)
