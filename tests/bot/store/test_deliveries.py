"""The outbox: nothing lost, nobody told twice, one at a time in each chat."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.model import (
    Alert,
    Block,
    ChatAddress,
    Line,
    Message,
    Platform,
    Scope,
    ScopeKind,
    Span,
)
from bot.store import Store, Tx, chats, deliveries
from tests.bot.store.conftest import NOW, after
from tests.bot.store.plans import plans_of

TELEGRAM = Platform.TELEGRAM


def chat(name: str, platform: Platform = TELEGRAM) -> ChatAddress:
    return ChatAddress(platform, name)


def message(words: str) -> Message:
    return Message((Block((Line((Span(words),)),)),))


def alert(name: str, act: str = "act") -> Alert:
    return Alert(name, act, 1, (), NOW)


async def add(tx: Tx, name: str, *names: str, act: str = "act") -> int:
    addresses = [chat(each) for each in names]
    return await deliveries.add(tx, alert(name, act), message(name), addresses, NOW)


async def claimed(tx: Tx, seconds: float = 0, limit: int = 99, owner: str = "me") -> list[str]:
    found = await deliveries.claim(tx, TELEGRAM, owner, after(seconds), 30, limit)
    return [f"{each.alert_id}→{each.address.chat}" for each in found]


async def test_adding_twice_is_adding_once(store: Store) -> None:
    async with store.write() as tx:
        assert await add(tx, "one", "a", "b", "a") == 2
        assert await add(tx, "one", "a", "b", "c") == 1
        assert await deliveries.pending(tx) == 3


async def test_a_claimed_delivery_is_as_it_was_written(store: Store) -> None:
    topic = ChatAddress(TELEGRAM, "-100", "7")
    async with store.write() as tx:
        await deliveries.add(tx, alert("one"), message("words"), [topic], NOW)
        (found,) = await deliveries.claim(tx, TELEGRAM, "me", NOW, 30, 10)
    assert (found.address, found.message) == (topic, message("words"))
    assert (found.attempts, found.repeat, found.alert_id) == (1, False, "one")


async def test_one_at_a_time_in_a_chat_oldest_first(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a", "b")
        await add(tx, "two", "a", "c")
        assert await claimed(tx) == ["one→a", "one→b", "two→c"]
        assert await claimed(tx) == []
        await deliveries.mark_sent(tx, 1, "m1", NOW)
        assert await claimed(tx) == ["two→a"]


async def test_a_claim_takes_no_more_than_asked_and_only_its_platform(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a", "b", "c")
        slack = [chat("s", Platform.SLACK)]
        await deliveries.add(tx, alert("one"), message("one"), slack, NOW)
        assert await claimed(tx, limit=2) == ["one→a", "one→b"]
        assert await deliveries.pending(tx, Platform.SLACK) == 1
        assert await claimed(tx) == ["one→c"]


async def test_a_retry_waits_and_holds_back_what_follows_in_its_chat(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a")
        await add(tx, "two", "a")
        await claimed(tx)
        await deliveries.retry_at(tx, 1, after(10), "flood")
        assert await claimed(tx, 9) == []
        assert await deliveries.next_due(tx, TELEGRAM) == after(10)
        assert await claimed(tx, 10) == ["one→a"]


async def test_what_was_put_back_was_not_tried(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a")
        await claimed(tx)
        await deliveries.put_back(tx, 1, after(5))
        (found,) = await deliveries.claim(tx, TELEGRAM, "me", after(5), 30, 1)
        assert (found.attempts, found.repeat) == (1, False)


async def test_a_lease_that_ran_out_is_claimed_as_a_repeat(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a")
        await claimed(tx, owner="dead")
        assert await claimed(tx, 29) == []
        assert await deliveries.next_due(tx, TELEGRAM) == after(30)
        (found,) = await deliveries.claim(tx, TELEGRAM, "heir", after(30), 30, 9)
        assert (found.repeat, found.attempts) == (True, 2)


async def test_a_renewed_lease_holds(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a", "b")
        await claimed(tx, limit=1)
        assert await deliveries.renew(tx, "me", after(25), 30) == 1
        assert await deliveries.renew(tx, "other", after(25), 30) == 0
        assert await claimed(tx, 54) == ["one→b"]
        assert await claimed(tx, 55) == ["one→a"]


async def test_at_start_what_was_sending_is_due_again(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a", "b")
        await claimed(tx, limit=1)
        assert await deliveries.release_owned_by_others(tx, after(1)) == 1
        found = await deliveries.claim(tx, TELEGRAM, "me", after(1), 30, 9)
    assert [(each.address.chat, each.repeat) for each in found] == [("a", True), ("b", False)]


async def test_sent_and_failed_are_never_claimed_again(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a", "b")
        await claimed(tx)
        await deliveries.mark_sent(tx, 1, "m1", NOW)
        await deliveries.mark_failed(tx, 2, "rejected")
        assert await claimed(tx, 9_999) == []
        assert await deliveries.release_owned_by_others(tx, NOW) == 0
        assert (await deliveries.pending(tx), await deliveries.next_due(tx, TELEGRAM)) == (0, None)
        ((failed, reason),) = await deliveries.failed(tx)
        assert (failed.address, reason) == (chat("b"), "rejected")


async def test_a_suspended_chat_waits_and_is_not_counted(store: Store) -> None:
    async with store.write() as tx:
        await add(tx, "one", "a")
        await chats.suspend(tx, chat("a"), "blocked")
        assert await claimed(tx) == []
        assert (await deliveries.pending(tx), await deliveries.next_due(tx, TELEGRAM)) == (0, None)
        await chats.resume(tx, chat("a"))
        assert await claimed(tx) == ["one→a"]


async def test_a_moved_chat_gets_what_was_waiting_once(store: Store) -> None:
    async with store.write() as tx:
        await chats.subscribe(tx, chat("old"), Scope(ScopeKind.ALL))
        await add(tx, "one", "old", "new")
        await add(tx, "two", "old")
        await chats.move(tx, chat("old"), chat("new"))
        assert await claimed(tx) == ["one→new"]
        await deliveries.mark_sent(tx, 2, "m", NOW)
        assert await claimed(tx) == ["two→new"]


async def test_a_thousand_chats(store: Store) -> None:
    names = [f"c{number}" for number in range(1100)]
    async with store.write() as tx:
        assert await add(tx, "one", *names) == 1100
        assert await claimed(tx, limit=3) == ["one→c0", "one→c1", "one→c2"]


async def test_no_delivery_goes_to_two_owners(path: Path) -> None:
    """Four drains on four connections, as in a fleet, take everything exactly once."""
    stores = [await Store.open(path) for _ in range(4)]
    async with stores[0].write() as tx:
        await add(tx, "one", *(f"c{number}" for number in range(200)))
        await add(tx, "two", *(f"c{number}" for number in range(0, 200, 2)))

    async def drain(store: Store, owner: str) -> list[int]:
        taken: list[int] = []
        while True:
            async with store.write() as tx:
                found = await deliveries.claim(tx, TELEGRAM, owner, NOW, 30, 7)
            if not found:
                return taken
            for each in found:
                taken.append(each.id)
                async with store.write() as tx:
                    await deliveries.mark_sent(tx, each.id, "m", NOW)

    takes = await asyncio.gather(*(drain(store, str(n)) for n, store in enumerate(stores)))
    counts = Counter(number for taken in takes for number in taken)
    assert set(counts.values()) == {1}
    async with stores[0].read() as tx:
        # A drain may end while another still holds a chat's first; none is lost by that.
        assert len(counts) + await deliveries.pending(tx) == 300
    for store in stores:
        await store.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda tx: deliveries.claim(tx, TELEGRAM, "me", NOW, 30, 10),
        lambda tx: deliveries.next_due(tx, TELEGRAM),
        deliveries.pending,
        lambda tx: deliveries.renew(tx, "me", NOW, 30),
        lambda tx: deliveries.release_owned_by_others(tx, NOW),
    ],
    ids=["claim", "next_due", "pending", "renew", "release"],
)
async def test_years_of_sent_deliveries_slow_nothing_down(
    store: Store, ask: Callable[[Tx], Awaitable[object]]
) -> None:
    plan, *_rest = await plans_of(store, ask)
    steps = [step for step in plan.split(" / ") if "deliveries" in step or "earlier" in step]
    assert steps
    assert all("ix_deliveries_unsent" in step for step in steps), plan
