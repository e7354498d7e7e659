"""What health is decided by, and what operators were told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Times are microseconds since 1970 UTC.
    op.add_column('sources', sa.Column('news_at', sa.BigInteger(), nullable=True))
    op.add_column('sources', sa.Column('undated', sa.String(), nullable=True))
    op.add_column('sources', sa.Column('trouble_at', sa.BigInteger(), nullable=True))
    op.add_column('sources', sa.Column('alike', sa.Integer(), server_default='0', nullable=False))
    op.add_column('sources', sa.Column('shut_out', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    # When the newest item was found is the best that is known of sources polled until now.
    op.execute('UPDATE sources SET news_at = (SELECT max(found_at) FROM items WHERE items.source_id = sources.source_id)')
    op.create_table('told',
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=True),
    sa.Column('outage', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('source_id', name=op.f('pk_told'))
    )
