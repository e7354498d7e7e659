"""Editors' decisions; retracted events; the host of each revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('events', sa.Column('retracted', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('event_revisions', sa.Column('host', sa.String(), nullable=True))
    # Until now no revision ever changed its event's host.
    op.execute('UPDATE event_revisions SET host = (SELECT host FROM events WHERE events.id = event_revisions.event_id)')
    op.create_index('ix_event_revisions_host', 'event_revisions', ['host'], unique=False)
    op.create_index('ix_reports_confidence', 'reports', ['confidence'], unique=False)
    op.create_table('decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.String(), nullable=True),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    # Microseconds since 1970 UTC.
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_decisions_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('subject', name='uq_decisions_subject')
    )
    op.create_index('ix_decisions_report_id', 'decisions', ['report_id'], unique=False)
    op.create_index('ix_decisions_event_id', 'decisions', ['event_id'], unique=False)
