"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Times are microseconds since 1970 UTC.
    op.create_table('alerts',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alerts'))
    )
    op.create_index('ix_alerts_act', 'alerts', ['act'], unique=False)
    op.create_table('chats',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform', sa.String(), nullable=False),
    sa.Column('chat', sa.String(), nullable=False),
    sa.Column('thread', sa.String(), nullable=False),
    sa.Column('suspended', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chats')),
    sa.UniqueConstraint('platform', 'chat', 'thread', name='uq_chats_platform_chat_thread')
    )
    op.create_table('events',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('dossier', sa.String(), nullable=False),
    sa.Column('host', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('mission', sa.String(), nullable=True),
    sa.Column('assertion', sa.String(), nullable=False),
    sa.Column('earliest', sa.Date(), nullable=False),
    sa.Column('latest', sa.Date(), nullable=False),
    sa.Column('known_at', sa.BigInteger(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events'))
    )
    op.create_index('ix_events_act', 'events', ['act'], unique=False)
    op.create_index('ix_events_dossier_host_kind', 'events', ['dossier', 'host', 'kind'], unique=False)
    op.create_index('ix_events_earliest', 'events', ['earliest'], unique=False)
    op.create_table('items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('publisher', sa.String(), nullable=False),
    sa.Column('link_key', sa.String(), nullable=True),
    sa.Column('guid_key', sa.String(), nullable=True),
    sa.Column('title_key', sa.String(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('found_at', sa.BigInteger(), nullable=False),
    sa.Column('on_first_poll', sa.Boolean(), nullable=False),
    sa.Column('done_at', sa.BigInteger(), nullable=True),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('first_tried_at', sa.BigInteger(), nullable=True),
    sa.Column('next_try_at', sa.BigInteger(), nullable=True),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_items'))
    )
    op.create_index('ix_items_link_key', 'items', ['link_key'], unique=False)
    op.create_index('ix_items_publisher_guid_key', 'items', ['publisher', 'guid_key'], unique=False)
    op.create_index('ix_items_publisher_title_key_day', 'items', ['publisher', 'title_key', 'day'], unique=False)
    op.create_index('ix_items_state_next_try_at', 'items', ['state', 'next_try_at'], unique=False)
    op.create_index('ix_items_source_id_state', 'items', ['source_id', 'state'], unique=False)
    op.create_table('meta',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_meta'))
    )
    op.create_table('sources',
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=True),
    sa.Column('last_poll_at', sa.BigInteger(), nullable=True),
    sa.Column('last_ok_at', sa.BigInteger(), nullable=True),
    sa.Column('etag', sa.Text(), nullable=True),
    sa.Column('last_modified', sa.Text(), nullable=True),
    sa.Column('body_hash', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('interval_min', sa.Float(), nullable=True),
    sa.Column('item_count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('source_id', name=op.f('pk_sources'))
    )
    op.create_table('deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.String(), nullable=False),
    sa.Column('chat_id', sa.Integer(), nullable=False),
    sa.Column('platform', sa.String(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('repeat', sa.Boolean(), nullable=False),
    sa.Column('owner', sa.String(), nullable=True),
    sa.Column('lease_until', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=True),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_deliveries_alert_id')),
    sa.ForeignKeyConstraint(['chat_id'], ['chats.id'], name=op.f('fk_deliveries_chat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('alert_id', 'chat_id', name='uq_deliveries_alert_id_chat_id')
    )
    op.create_index('ix_deliveries_unsent', 'deliveries', ['platform', 'id'], unique=False, sqlite_where=sa.text("state IN ('pending', 'sending')"), postgresql_where=sa.text("state IN ('pending', 'sending')"))
    op.create_index('ix_deliveries_unsent_chat', 'deliveries', ['chat_id', 'id'], unique=False, sqlite_where=sa.text("state IN ('pending', 'sending')"), postgresql_where=sa.text("state IN ('pending', 'sending')"))
    op.create_table('event_revisions',
    sa.Column('event_id', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('change', sa.String(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_revisions_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', 'revision', name=op.f('pk_event_revisions'))
    )
    op.create_index('ix_event_revisions_at', 'event_revisions', ['at'], unique=False)
    op.create_table('reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.String(), nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('assertion', sa.String(), nullable=False),
    sa.Column('host', sa.String(), nullable=True),
    sa.Column('mission', sa.String(), nullable=True),
    sa.Column('envoy', sa.String(), nullable=True),
    sa.Column('rank', sa.String(), nullable=True),
    sa.Column('announced_by', sa.String(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('background', sa.Boolean(), nullable=False),
    sa.Column('alert', sa.Boolean(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_reports_event_id')),
    sa.ForeignKeyConstraint(['item_id'], ['items.id'], name=op.f('fk_reports_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports'))
    )
    op.create_index('ix_reports_event_id', 'reports', ['event_id'], unique=False)
    op.create_index('ix_reports_item_id', 'reports', ['item_id'], unique=False)
    op.create_table('subscriptions',
    sa.Column('chat_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chats.id'], name=op.f('fk_subscriptions_chat_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('chat_id', 'kind', 'value', name=op.f('pk_subscriptions'))
    )
    op.create_index('ix_subscriptions_kind_value', 'subscriptions', ['kind', 'value'], unique=False)
