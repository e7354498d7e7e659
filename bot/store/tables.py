"""The tables. What is kept is told in docs/ledger.md; migrations/versions builds them.

Lists and small structures that are never searched are JSON text, written by `codec`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.dialect import UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("due_at", UtcTime),
    Column("last_poll_at", UtcTime),
    Column("last_ok_at", UtcTime),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String),
    Column("state", String),
    Column("reason", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("interval_min", Float),
    Column("item_count", Integer, nullable=False),
    Column("address", Text),
    Column("rhythm_min", Float),
    Column("ttl_min", Float),
    Column("layout", Text),
    Column("odd_layout", Text),
    Column("odd_hash", String),
    Column("news_at", UtcTime),
    Column("undated", String),
    Column("trouble_at", UtcTime),
    Column("alike", Integer, nullable=False, server_default="0"),
    Column("shut_out", Boolean, nullable=False, server_default=text("false")),
)

# What the operators were told of each source, so that they are told once (bot/alerts/notices.py).
told = Table(
    "told",
    metadata,
    Column("source_id", String, primary_key=True),
    # The health as told.
    Column("state", String, nullable=False),
    # Since when it is another, which waits to be told.
    Column("changed_at", UtcTime),
    # The outage that it was told as part of: "country:AF", "host:gov.example", "network:".
    Column("outage", String),
)

# What operators did to sources, above the catalogue: kept for ever (bot/sources/changes.py).
source_changes = Table(
    "source_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", String, nullable=False),
    Column("action", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
    # The fields of a source that was added, as JSON; '' for other changes.
    Column("entry", Text, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", String, nullable=False),
    Column("publisher", String, nullable=False),
    # The names an item goes by (watchers/identity.py); `day` dates them, where it is known.
    Column("link_key", String),
    Column("guid_key", String),
    Column("title_key", String),
    Column("day", Date),
    Column("state", String, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("found_at", UtcTime, nullable=False),
    Column("on_first_poll", Boolean, nullable=False),
    Column("done_at", UtcTime),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("first_tried_at", UtcTime),
    Column("next_try_at", UtcTime),
    Column("content", Text, nullable=False),
    Index("ix_items_link_key", "link_key"),
    Index("ix_items_publisher_guid_key", "publisher", "guid_key"),
    Index("ix_items_publisher_title_key_day", "publisher", "title_key", "day"),
    Index("ix_items_state_next_try_at", "state", "next_try_at"),
    Index("ix_items_source_id_state", "source_id", "state"),
)

events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("dossier", String, nullable=False),
    Column("host", String),
    Column("kind", String, nullable=False),
    Column("mission", String),
    Column("assertion", String, nullable=False),
    Column("earliest", Date, nullable=False),
    Column("latest", Date, nullable=False),
    Column("known_at", UtcTime, nullable=False),
    Column("act", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("retracted", Boolean, nullable=False, server_default=text("false")),
    Index("ix_events_dossier_host_kind", "dossier", "host", "kind"),
    Index("ix_events_earliest", "earliest"),
    Index("ix_events_act", "act"),
)

event_revisions = Table(
    "event_revisions",
    metadata,
    Column("event_id", String, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    # When the ledger came to say so; with `events.earliest` these are the two times.
    Column("at", UtcTime, nullable=False),
    # `history` for what was shipped, `watch` for what the line found, `editor` for judgements.
    Column("author", String, nullable=False),
    Column("change", String, nullable=False),
    Column("content", Text, nullable=False),
    # As of this revision: an editor may move an event to another host.
    Column("host", String),
    Index("ix_event_revisions_at", "at"),
    Index("ix_event_revisions_host", "host"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Integer, ForeignKey("items.id"), nullable=False),
    # No cascade: an event that reports refer to stays.
    Column("event_id", String, ForeignKey("events.id")),
    Column("at", UtcTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("assertion", String, nullable=False),
    Column("host", String),
    Column("mission", String),
    Column("envoy", String),
    Column("rank", String),
    Column("announced_by", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("act", String, nullable=False),
    Column("content", Text, nullable=False),
    Index("ix_reports_event_id", "event_id"),
    Index("ix_reports_item_id", "item_id"),
    Index("ix_reports_confidence", "confidence"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    # What is decided once: of two editors one wins.
    Column("subject", String, nullable=False),
    Column("report_id", Integer, ForeignKey("reports.id")),
    Column("event_id", String),
    Column("verdict", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("subject", name="uq_decisions_subject"),
    Index("ix_decisions_report_id", "report_id"),
    Index("ix_decisions_event_id", "event_id"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("chat", String, nullable=False),
    # '' where there is none: NULL would not be held unique.
    Column("thread", String, nullable=False),
    Column("suspended", Text),
    UniqueConstraint("platform", "chat", "thread", name="uq_chats_platform_chat_thread"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("chat_id", Integer, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", String, primary_key=True),
    Index("ix_subscriptions_kind_value", "kind", "value"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String, primary_key=True),
    Column("act", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("content", Text, nullable=False),
    Index("ix_alerts_act", "act"),
)

_UNSENT = text("state IN ('pending', 'sending')")

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", String, ForeignKey("alerts.id"), nullable=False),
    Column("chat_id", Integer, ForeignKey("chats.id"), nullable=False),
    Column("platform", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("repeat", Boolean, nullable=False),
    Column("owner", String),
    Column("lease_until", UtcTime),
    Column("reason", Text, nullable=False),
    Column("message_id", String),
    Column("sent_at", UtcTime),
    UniqueConstraint("alert_id", "chat_id", name="uq_deliveries_alert_id_chat_id"),
    # Only what is unsent is looked for all day; the sent pile up outside these.
    Index(
        "ix_deliveries_unsent",
        "platform",
        "id",
        sqlite_where=_UNSENT,
        postgresql_where=_UNSENT,
    ),
    Index(
        "ix_deliveries_unsent_chat",
        "chat_id",
        "id",
        sqlite_where=_UNSENT,
        postgresql_where=_UNSENT,
    ),
)

edits = Table(
    "edits",
    metadata,
    # The newest wording of a message wins; a row goes once it is shown, so there are few.
    Column(
        "delivery_id", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("message", Text, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
)
