"""The migrations build exactly the tables that the code speaks of."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from bot.codec import dumps
from bot.store import Store, events, sources
from bot.store.migrate import HEAD, SCRIPTS
from bot.store.tables import metadata
from tests.bot.store.conftest import NOW
from tests.bot.store.test_events import event


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_migrated_tables_are_those_of_the_code(store: Store) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with store.read() as tx:
        assert await tx.connection.run_sync(differences) == []


def put_in_the_way(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE subscriptions (in_the_way INTEGER)")


async def test_a_broken_migration_leaves_nothing(path: Path) -> None:
    """A table in the way stops the first migration halfway; none of its other tables stays."""
    put_in_the_way(path)
    with pytest.raises(OperationalError, match="already exists"):
        await Store.open(path)
    with closing(sqlite3.connect(path)) as raw:
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
    assert names == {"subscriptions"}


async def test_reopening_migrates_nothing(path: Path) -> None:
    await (await Store.open(path)).close()
    store = await Store.open(path)
    async with store.read() as tx:
        versions = await tx.connection.execute(text("SELECT version_num FROM alembic_version"))
        assert versions.scalars().all() == [HEAD]
    await store.close()


def at_version(path: Path, version: str) -> None:
    """A database as an earlier release left it."""
    path.parent.mkdir(exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


async def test_the_first_release_is_brought_up_to_date(path: Path) -> None:
    at_version(path, "0001")
    held = event("one")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO events VALUES (?, ?, 'RU', ?, NULL, ?, ?, ?, 0, '', 'watch', 1, ?)",
            (
                held.id,
                held.dossier,
                "mission_closed",
                "confirmed",
                "2026-02-01",
                "2026-02-01",
                dumps(held),
            ),
        )
        raw.execute(
            "INSERT INTO event_revisions VALUES (?, 1, 0, 'watch', 'new', ?)",
            (held.id, dumps(held)),
        )
    store = await Store.open(path)
    async with store.write() as tx:
        assert await events.get(tx, "one") == held
        assert await events.latest(tx, 5) == [held]
        assert await events.all_events(tx, held.dossier, "RU", NOW) == [held]
        assert await events.all_events(tx, held.dossier, "KZ", NOW) == []
        assert await events.retract(tx, "one", 1, "misread", NOW) is not None
    await store.close()


async def test_sources_of_before_health_know_their_newest_item(path: Path) -> None:
    at_version(path, "0003")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO sources (source_id, reason, failures, item_count) "
            "VALUES ('paper', '', 0, 2), ('new', '', 0, 0)"
        )
        raw.executemany(
            "INSERT INTO items (source_id, publisher, state, found_at, on_first_poll, content) "
            "VALUES ('paper', 'P', 'done', ?, false, '{}')",
            [(1_000_000,), (3_000_000,)],
        )
    store = await Store.open(path)
    async with store.read() as tx:
        states = await sources.states(tx)
    await store.close()
    assert states["paper"].news_at == dt.datetime(1970, 1, 1, 0, 0, 3, tzinfo=dt.UTC)
    assert states["new"].news_at is None
