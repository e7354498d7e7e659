"""The world around a real process: sources, Telegram and Slack, all on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.newsroom import Newsroom
from tests.fakes.slack import SlackServer
from tests.fakes.telegram import TelegramServer
from tests.fakes.web import FakeWeb


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    async with FakeWeb() as web:
        yield Newsroom(web)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server
