"""Items: which are new, and where each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from bot.store import ItemState, Store, items
from config.model import Source
from tests.bot.store.conftest import NOW, after, source_of
from tests.bot.store.plans import plans_of
from watchers.model import Item

SOURCE = source_of()


def item(title: str = "Envoy accredited", url: str | None = None, guid: str | None = None) -> Item:
    return Item(title, url, guid, published=NOW)


async def keep(store: Store, *kept: Item, source: Source = SOURCE) -> None:
    async with store.write() as tx:
        for each in kept:
            await items.add(tx, source, each, ItemState.NEW, NOW)


async def unseen(store: Store, *found: Item, source: Source = SOURCE) -> Sequence[Item]:
    async with store.read() as tx:
        return await items.unseen(tx, source, found)


KEPT = item("Envoy accredited", "https://paper.example/1", "g1")


@pytest.mark.parametrize(
    ("again", "is_seen"),
    [
        (KEPT, True),
        (item("Envoy accredited [updated]", "https://paper.example/1", "g1"), True),
        (item("Envoy accredited", "https://paper.example/1", "g1#edit2"), True),
        (item("Envoy accredited", "https://paper.example/moved/1", "g1"), True),
        # The same headline again gets another address and is another item.
        (item("Envoy accredited", "https://paper.example/1-2", "g2"), False),
        (item("Another story", "https://paper.example/2", "g1"), False),
        (item("Another story", "https://paper.example/2", "g2"), False),
    ],
)
async def test_two_names_must_agree(store: Store, again: Item, is_seen: bool) -> None:
    await keep(store, KEPT)
    assert list(await unseen(store, again)) == ([] if is_seen else [again])


async def test_an_item_with_a_title_alone(store: Store) -> None:
    await keep(store, item("Only a title"))
    assert not await unseen(store, item("Only a title"))
    assert await unseen(store, item("Another title"))


async def test_a_title_of_weeks_ago_is_another_item(store: Store) -> None:
    await keep(store, item("Weekly briefing"))
    later = Item("Weekly briefing", None, published=NOW + dt.timedelta(days=7))
    assert await unseen(store, later) == [later]


async def test_the_same_page_by_another_address(store: Store) -> None:
    await keep(store, KEPT)
    tracked = item("Envoy accredited!", "http://www.paper.example/1/?utm_source=feed")
    assert not await unseen(store, tracked)


async def test_rows_without_a_day(store: Store) -> None:
    undated = Item("Weekly briefing", None)
    await keep(store, undated)
    assert not await unseen(store, undated, item("Weekly briefing"))
    assert await unseen(store, Item("Monthly briefing", None), item("Daily briefing"))


async def test_another_publisher_with_that_title_and_guid_is_another_item(store: Store) -> None:
    await keep(store, item("Taliban envoy", guid="12"))
    found = item("Taliban envoy", guid="12")
    assert await unseen(store, found, source=source_of("other", "Other")) == [found]


async def test_one_page_through_two_feeds_of_a_publisher_is_read_once(store: Store) -> None:
    await keep(store, KEPT)
    assert not await unseen(store, KEPT, source=source_of("front-page", "The Paper"))


async def test_a_row_linked_three_times_is_one_item(store: Store) -> None:
    other = item("Another", "https://paper.example/2", "g2")
    assert await unseen(store, KEPT, KEPT, other, KEPT) == [KEPT, other]


async def test_a_feed_of_thousands(store: Store) -> None:
    many = [item(f"Story {n}", f"https://paper.example/{n}", f"g{n}") for n in range(1200)]
    await keep(store, *many[:1100])
    assert await unseen(store, *many) == many[1100:]


async def test_the_life_of_an_item(store: Store) -> None:
    async with store.write() as tx:
        number = await items.add(tx, SOURCE, KEPT, ItemState.NEW, NOW, on_first_poll=True)
        assert await items.sources_unread(tx, NOW) == ["paper"]
        (unread,) = await items.unread(tx, "paper", NOW, 10)
        assert (unread.id, unread.item, unread.on_first_poll) == (number, KEPT, True)

        await items.set_waiting(tx, number, NOW, after(60), "time-out")
        assert await items.unread(tx, "paper", after(59), 10) == []
        (waiting,) = await items.unread(tx, "paper", after(60), 10)
        assert (waiting.state, waiting.tries, waiting.reason, waiting.first_tried_at) == (
            ItemState.WAITING_ARTICLE,
            1,
            "time-out",
            NOW,
        )
        await items.set_waiting(tx, number, after(60), after(120), "time-out")
        again = await items.get(tx, number)
        assert again is not None
        assert (again.tries, again.first_tried_at) == (2, NOW)

        await items.set_done(tx, number, after(130))
        done = await items.get(tx, number)
        assert done is not None
        assert (done.state, done.reason, done.next_try_at) == (ItemState.DONE, "", None)
        assert await items.sources_unread(tx, after(999)) == []


async def test_failed_items_are_shown_with_the_reason(store: Store) -> None:
    async with store.write() as tx:
        first = await items.add(tx, SOURCE, KEPT, ItemState.NEW, NOW)
        second = await items.add(tx, SOURCE, item("Two", "u2"), ItemState.NEW, NOW)
        await items.add(tx, SOURCE, item("Three", "u3"), ItemState.NEW, NOW)
        await items.set_failed(tx, first, "ValueError: no", NOW)
        await items.set_failed(tx, second, "KeyError: no", NOW)
        assert [(f.id, f.reason) for f in await items.failed(tx)] == [
            (second, "KeyError: no"),
            (first, "ValueError: no"),
        ]
        assert await items.counts(tx) == {
            ItemState.NEW: 1,
            ItemState.WAITING_ARTICLE: 0,
            ItemState.DONE: 0,
            ItemState.FAILED: 2,
        }


async def test_failed_items_are_new_again_at_the_next_start(store: Store) -> None:
    async with store.write() as tx:
        first = await items.add(tx, SOURCE, KEPT, ItemState.NEW, NOW)
        other = await items.add(tx, SOURCE, item("Two", "u2"), ItemState.NEW, NOW)
        await items.set_failed(tx, first, "ValueError: no", NOW)
        await items.set_done(tx, other, NOW)

        assert await items.retry_failed(tx) == 1
        assert [each.id for each in await items.unread(tx, SOURCE.id, NOW, limit=9)] == [first]
        again = await items.get(tx, first)
        assert again is not None
        assert (again.state, again.reason) == (ItemState.NEW, "")
        assert await items.retry_failed(tx) == 0


async def test_no_such_item(store: Store) -> None:
    async with store.read() as tx:
        assert await items.get(tx, 1) is None


async def test_years_of_items_slow_nothing_down(store: Store) -> None:
    (unseen_plan,) = await plans_of(store, lambda tx: items.unseen(tx, SOURCE, [KEPT]))
    (unread_plan,) = await plans_of(store, lambda tx: items.unread(tx, "paper", NOW, 9))
    (sources_plan,) = await plans_of(store, lambda tx: items.sources_unread(tx, NOW))
    assert unseen_plan.count("SEARCH items USING INDEX") == 3
    assert "(source_id=? AND state=?)" in unread_plan
    assert "state=?" in sources_plan
    assert "SCAN" not in unseen_plan + unread_plan + sources_plan
