"""Edits of what was sent: none lost, none sent anew, the newest wording wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Change, ChangeKind, Message, Platform
from bot.store import Store, Tx, chats, deliveries, edits
from tests.bot.store.conftest import NOW, after
from tests.bot.store.test_deliveries import TELEGRAM, alert, chat, message
from tests.bot.store.test_events import event

NEWS = alert("news")
DAY_S = 86_400


async def sent(tx: Tx, *names: str) -> None:
    """Deliver the news to these chats."""
    await deliveries.add(tx, NEWS, message("news"), [chat(name) for name in names], NOW)
    for each in await deliveries.claim(tx, TELEGRAM, "me", NOW, 30, 99):
        await deliveries.mark_sent(tx, each.id, f"m{each.id}", NOW)


async def due(tx: Tx, seconds: float = 0) -> list[tuple[str, str, str]]:
    found = await edits.due(tx, TELEGRAM, after(seconds), 99)
    return [
        (each.address.chat, each.message_id, each.message.blocks[0].lines[0].spans[0].text)
        for each in found
    ]


async def test_what_was_sent_waits_to_be_edited(store: Store) -> None:
    async with store.write() as tx:
        await sent(tx, "a", "b")
        assert await edits.put(tx, NEWS, message("newer"), NOW) == 2
        assert await due(tx) == [("a", "m1", "newer"), ("b", "m2", "newer")]
        assert await edits.next_due(tx, TELEGRAM) == NOW
        assert await edits.next_due(tx, Platform.SLACK) is None
        assert await deliveries.pending(tx) == 0


async def test_the_newest_wording_wins(store: Store) -> None:
    async with store.write() as tx:
        await sent(tx, "a")
        await edits.put(tx, NEWS, message("newer"), NOW)
        (old,) = await edits.due(tx, TELEGRAM, NOW, 9)
        await edits.put(tx, NEWS, message("newest"), NOW)
        # The older one is only now known to be shown, or to be refused: the newest goes on.
        await edits.mark_shown(tx, old)
        await edits.drop(tx, old)
        await edits.retry_at(tx, old, after(600), 7)
        (left,) = await edits.due(tx, TELEGRAM, NOW, 9)
        assert (left.message, left.attempts) == (message("newest"), 0)
        await edits.mark_shown(tx, left)
        assert await due(tx) == []


async def test_what_says_so_already_is_not_edited(store: Store) -> None:
    async with store.write() as tx:
        await sent(tx, "a")
        assert await edits.put(tx, NEWS, message("news"), NOW) == 0
        await edits.put(tx, NEWS, message("newer"), NOW)
        assert await edits.put(tx, NEWS, message("news"), NOW) == 0
        assert await due(tx) == []


async def test_what_is_old_stays_as_it_is(store: Store) -> None:
    async with store.write() as tx:
        await sent(tx, "a")
        late = after(edits.WINDOW.total_seconds() + 1)
        assert await edits.put(tx, NEWS, message("newer"), late) == 0
        assert await edits.put(tx, NEWS, message("newer"), after(6 * DAY_S)) == 1


async def test_what_was_not_sent_yet_is_sent_so(store: Store) -> None:
    async with store.write() as tx:
        await deliveries.add(tx, NEWS, message("news"), [chat("a"), chat("b")], NOW)
        (taken,) = await deliveries.claim(tx, TELEGRAM, "me", NOW, 30, 1)
        assert await edits.put(tx, NEWS, message("newer"), NOW) == 1
        assert await due(tx) == []
        (waiting,) = await deliveries.claim(tx, TELEGRAM, "me", NOW, 30, 99)
        assert (waiting.address, waiting.message) == (chat("b"), message("newer"))
        await deliveries.mark_sent(tx, taken.id, "m1", NOW)
        assert await due(tx) == [("a", "m1", "newer")]


@pytest.mark.parametrize("is_failed", [True, False])
async def test_what_never_arrived_or_may_not_is_left_alone(store: Store, is_failed: bool) -> None:
    async with store.write() as tx:
        await sent(tx, "a")
        await edits.put(tx, NEWS, message("newer"), NOW)
        if is_failed:
            await deliveries.mark_failed(tx, 1, "gone")
            assert await edits.put(tx, NEWS, message("newest"), NOW) == 0
        else:
            await chats.suspend(tx, chat("a"), "kicked")
        assert await due(tx) == []
        assert await edits.next_due(tx, TELEGRAM) is None


async def test_a_chat_that_moves_takes_its_edits_along(store: Store) -> None:
    async with store.write() as tx:
        await sent(tx, "a")
        await edits.put(tx, NEWS, message("newer"), NOW)
        await chats.move(tx, chat("a"), chat("b"))
        assert await due(tx) == [("b", "m1", "newer")]


async def test_a_retry_waits(store: Store) -> None:
    async with store.write() as tx:
        await sent(tx, "a")
        await edits.put(tx, NEWS, message("newer"), NOW)
        (edit,) = await edits.due(tx, TELEGRAM, NOW, 9)
        await edits.retry_at(tx, edit, after(60), 1)
        assert await due(tx, 59) == []
        assert await edits.next_due(tx, TELEGRAM) == after(60)
        assert [each.attempts for each in await edits.due(tx, TELEGRAM, after(60), 9)] == [1]


async def test_the_newest_alert_that_tells_of_an_event_is_found(store: Store) -> None:
    first, other = event("first"), event("other")
    told = replace(alert("one"), changes=(Change(ChangeKind.NEW, first),))
    again = replace(alert("two"), changes=(Change(ChangeKind.RAISED, first),), created_at=after(9))
    beside = replace(
        alert("three"), changes=(Change(ChangeKind.NEW, other),), created_at=after(99)
    )
    async with store.write() as tx:
        for each in (told, again, beside):
            await deliveries.add(tx, each, Message(()), [chat("a")], NOW)
        assert await edits.newest_alert(tx, "act", "first") == again
        assert await edits.newest_alert(tx, "act", "nothing") is None
        assert await deliveries.alert(tx, "two") == again
        assert await deliveries.alert(tx, "ten") is None
        assert await deliveries.told(tx, "act", "first") == [chat("a")]
