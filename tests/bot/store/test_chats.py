"""Chats, what they subscribe to, and who hears what."""

from __future__ import annotations

import pytest

from bot.model import ChatAddress, Platform, Scope, ScopeKind
from bot.store import Store, chats

GROUP = ChatAddress(Platform.TELEGRAM, "-100")
TOPIC = ChatAddress(Platform.TELEGRAM, "-100", "7")
CHANNEL = ChatAddress(Platform.SLACK, "T1/C1")
TERMINAL = ChatAddress(Platform.CONSOLE, "console")

ALL = Scope(ScopeKind.ALL)
ASIA = Scope(ScopeKind.REGION, "central-asia")
RUSSIA = Scope(ScopeKind.HOST, "RU")
REGIONS = {"TJ": ("central-asia", "asia"), "RU": ("europe",)}


async def test_a_chat_is_remembered_once(store: Store) -> None:
    async with store.write() as tx:
        first = await chats.remember(tx, GROUP)
        assert await chats.remember(tx, GROUP) == first
        assert await chats.remember(tx, TOPIC) != first
        assert await chats.find(tx, GROUP) == first
        assert await chats.find(tx, CHANNEL) is None


async def test_subscribing_and_unsubscribing(store: Store) -> None:
    async with store.write() as tx:
        assert await chats.subscribe(tx, GROUP, RUSSIA)
        assert not await chats.subscribe(tx, GROUP, RUSSIA)
        assert await chats.subscribe(tx, GROUP, ASIA)
        assert await chats.subscribe(tx, GROUP, ALL)
        assert await chats.scopes(tx, GROUP) == [ALL, ASIA, RUSSIA]
        assert await chats.scopes(tx, TOPIC) == []
        assert await chats.unsubscribe(tx, GROUP, ASIA) == 1
        assert await chats.unsubscribe(tx, GROUP, ASIA) == 0
        assert await chats.unsubscribe(tx, GROUP) == 2
        assert await chats.unsubscribe(tx, CHANNEL) == 0
        assert await chats.scopes(tx, GROUP) == []


@pytest.mark.parametrize(
    ("hosts", "hear"),
    [
        (["RU"], [GROUP, CHANNEL]),
        (["TJ"], [TOPIC, CHANNEL]),
        (["RU", "TJ"], [GROUP, TOPIC, CHANNEL]),
        (["FR"], [CHANNEL]),
        ([None], [CHANNEL]),
        ([None, "TJ"], [TOPIC, CHANNEL]),
    ],
)
async def test_audience(store: Store, hosts: list[str | None], hear: list[ChatAddress]) -> None:
    async with store.write() as tx:
        await chats.subscribe(tx, GROUP, RUSSIA)
        await chats.subscribe(tx, TOPIC, ASIA)
        await chats.subscribe(tx, CHANNEL, ALL)
        await chats.subscribe(tx, CHANNEL, RUSSIA)
        await chats.remember(tx, TERMINAL)
        assert await chats.audience(tx, None, hosts, REGIONS) == hear
        telegram = [chat for chat in hear if chat.platform is Platform.TELEGRAM]
        assert await chats.audience(tx, {Platform.TELEGRAM}, hosts, REGIONS) == telegram


async def test_a_suspended_chat_hears_nothing_and_keeps_its_subscriptions(store: Store) -> None:
    async with store.write() as tx:
        await chats.subscribe(tx, GROUP, ALL)
        await chats.suspend(tx, GROUP, "blocked")
        assert await chats.audience(tx, None, ["RU"], {}) == []
        assert await chats.suspended(tx) == [(GROUP, "blocked")]
        assert await chats.scopes(tx, GROUP) == [ALL]
        await chats.resume(tx, GROUP)
        assert await chats.audience(tx, None, ["RU"], {}) == [GROUP]


async def test_subscribing_again_resumes(store: Store) -> None:
    async with store.write() as tx:
        await chats.subscribe(tx, GROUP, ALL)
        await chats.suspend(tx, GROUP, "blocked")
        assert not await chats.subscribe(tx, GROUP, ALL)
        assert await chats.audience(tx, None, ["RU"], {}) == [GROUP]


async def test_a_group_that_becomes_a_supergroup(store: Store) -> None:
    supergroup = ChatAddress(Platform.TELEGRAM, "-1001")
    async with store.write() as tx:
        await chats.subscribe(tx, GROUP, RUSSIA)
        await chats.subscribe(tx, GROUP, ASIA)
        await chats.subscribe(tx, supergroup, RUSSIA)
        await chats.move(tx, GROUP, supergroup)
        assert await chats.find(tx, GROUP) is None
        assert await chats.scopes(tx, supergroup) == [ASIA, RUSSIA]


async def test_moving_nowhere_changes_nothing(store: Store) -> None:
    async with store.write() as tx:
        await chats.subscribe(tx, GROUP, RUSSIA)
        await chats.move(tx, GROUP, GROUP)
        await chats.move(tx, CHANNEL, TERMINAL)
        assert await chats.scopes(tx, GROUP) == [RUSSIA]
        assert await chats.find(tx, TERMINAL) is None
