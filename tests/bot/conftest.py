"""What most rooms of the bot need: the shipped catalogue, a store on a real file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import Store
from config.catalog import load_catalog
from config.model import Catalog
from tests.bot.line import Line
from tests.bot.newsdesk import Newsdesk
from tests.bot.samples import ALICE, ALL, report, subscribe


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "missionwatch.db")
    yield opened
    await opened.close()


@pytest.fixture
async def desk(store: Store, catalog: Catalog) -> Newsdesk:
    await subscribe(store, (ALICE, ALL))
    return Newsdesk(store, catalog)


@pytest.fixture
async def line(store: Store, catalog: Catalog) -> Line:
    made = Line(store, catalog)
    await subscribe(store, (ALICE, ALL))
    made.matcher.on("Oslo", report())
    return made
