"""What watchers remember beside validators: working address, rhythm, waits, layout."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sources', sa.Column('address', sa.Text(), nullable=True))
    op.add_column('sources', sa.Column('rhythm_min', sa.Float(), nullable=True))
    op.add_column('sources', sa.Column('ttl_min', sa.Float(), nullable=True))
    op.add_column('sources', sa.Column('layout', sa.Text(), nullable=True))
    op.add_column('sources', sa.Column('odd_layout', sa.Text(), nullable=True))
    op.add_column('sources', sa.Column('odd_hash', sa.String(), nullable=True))
