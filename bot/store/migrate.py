"""Brings a database to the tables this version knows, all migrations or none."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy import column as sql_column
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.dialect import WRITES
from bot.store.errors import StoreTooNew

HEAD = "0006"
"""The newest migration. Known here so that a start with nothing to do, the common one, does
not import Alembic (0.2 s); a test holds it to what the scripts say."""

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(engine: AsyncEngine) -> None:
    """Run what is missing in one transaction; raises StoreTooNew before a newer database."""
    async with engine.connect() as connection:
        if await connection.run_sync(_current) == HEAD:
            return
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            await connection.run_sync(_upgrade)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = table("alembic_version", sql_column("version_num"))
    found: str | None = connection.scalar(select(version.c.version_num))
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    # Asked again inside the transaction: another process may have been quicker.
    current = _current(connection)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if current is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(current)
        except CommandError as error:
            raise StoreTooNew(
                f"the store at {connection.engine.url.database} was written by a newer "
                f"version (migration {current}); use that version, or another data folder"
            ) from error
    command.upgrade(config, "head")
