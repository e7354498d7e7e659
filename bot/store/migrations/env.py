"""Runs the migrations on the connection that `bot.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things in place: later migrations copy the table.
    render_as_batch=True,
)
# No transaction here: the caller's holds all migrations, or none.
context.run_migrations()
