"""A store on a real file, and a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import Store
from config.model import Source
from config.vocabulary import SourceKind, SourceRole

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def after(seconds: float) -> dt.datetime:
    """`NOW` and some seconds."""
    return NOW + dt.timedelta(seconds=seconds)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "missionwatch.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(path)
    yield opened
    await opened.close()


def source_of(name: str = "paper", publisher: str = "The Paper") -> Source:
    return Source(
        id=name,
        kind=SourceKind.FEED,
        url=f"https://{name}.example/feed",
        publisher=publisher,
        country="RU",
        lang="en",
        role=SourceRole.NEWS,
        tier=2,
    )
