"""Who is told of what: one alert an act, one delivery a chat, only those who asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.alerts.announce import Occasion, alerts_of, announce, moves_of, regions_by_host
from bot.model import Change, ChangeKind, ChatAddress, Platform, Scope, ScopeKind
from bot.store import Store, chats, deliveries, events
from config.model import Catalog
from config.vocabulary import Assertion, Kind, Rank, Stance
from tests.bot.alerts.test_compose import event, new
from tests.bot.samples import ALICE, ALL, BOB, CHANNEL, GROUP, NOW, shown, subscribe

DUE = NOW + dt.timedelta(days=100)
PLATFORMS = [Platform.TELEGRAM, Platform.SLACK]


def occasion(**acts: tuple[Change, ...]) -> Occasion:
    return Occasion(acts, "A headline", NOW, DUE)


async def told(
    store: Store,
    catalog: Catalog,
    *changes: Change,
    platforms: list[Platform] = PLATFORMS,
) -> list[ChatAddress]:
    """Announce one act; the chats that are told."""
    async with store.write() as tx:
        for change in changes:
            await events.save(tx, change, NOW)
        made = await announce(tx, occasion(act=changes), catalog, platforms)
    async with store.write() as tx:
        found = [
            delivery.address
            for platform in Platform
            for delivery in await deliveries.claim(tx, platform, "test", DUE, 30, 100)
        ]
    assert made == len(found)
    return found


async def test_the_right_chats_are_told_each_once(store: Store, catalog: Catalog) -> None:
    await subscribe(
        store,
        (ALICE, Scope(ScopeKind.HOST, "KZ")),
        (BOB, Scope(ScopeKind.HOST, "JP")),
        (GROUP, ALL),
        (GROUP, Scope(ScopeKind.HOST, "KZ")),
        (CHANNEL, Scope(ScopeKind.REGION, "central-asia")),
    )
    assert await told(store, catalog, new(event(host="KZ"))) == [ALICE, GROUP, CHANNEL]


async def test_an_act_about_several_hosts_is_one_message_for_those_of_any(
    store: Store, catalog: Catalog
) -> None:
    await subscribe(
        store, (ALICE, Scope(ScopeKind.HOST, "DE")), (BOB, Scope(ScopeKind.HOST, "FR"))
    )
    changes = (new(event(host="DE")), new(event(host="FR")))

    assert await told(store, catalog, *changes) == [ALICE, BOB]


async def test_chats_that_nobody_can_write_to_get_no_delivery(
    store: Store, catalog: Catalog
) -> None:
    await subscribe(store, (ALICE, ALL), (BOB, ALL), (CHANNEL, ALL))
    async with store.write() as tx:
        await chats.suspend(tx, BOB, "blocked")

    only = [Platform.TELEGRAM]
    assert await told(store, catalog, new(event()), platforms=only) == [ALICE]


async def test_the_same_revision_is_announced_once(store: Store, catalog: Catalog) -> None:
    await subscribe(store, (ALICE, ALL))

    assert await told(store, catalog, new(event())) == [ALICE]
    async with store.write() as tx:
        assert await announce(tx, occasion(act=(new(event()),)), catalog, PLATFORMS) == 0


async def test_deliveries_are_due_by_the_walls_clock(store: Store, catalog: Catalog) -> None:
    await subscribe(store, (ALICE, ALL))
    async with store.write() as tx:
        await announce(tx, occasion(act=(new(event()),)), catalog, PLATFORMS)
    async with store.read() as tx:
        assert await deliveries.next_due(tx, Platform.TELEGRAM) == DUE


async def test_the_message_tells_how_the_stance_moved(store: Store, catalog: Catalog) -> None:
    await subscribe(store, (ALICE, ALL))
    made = new(event(rank=Rank.CHARGE))
    async with store.write() as tx:
        await events.save(tx, made, NOW)
        await announce(tx, occasion(act=(made,)), catalog, PLATFORMS)
        (delivery,) = await deliveries.claim(tx, Platform.TELEGRAM, "test", DUE, 30, 1)

    assert "Norway now accepts a chargé d'affaires" in shown(delivery.message)


def test_an_alert_is_named_by_the_revisions_it_tells_of() -> None:
    first, second = event(host="DE"), event(host="FR")
    revised = replace(first, revision=2)
    one = alerts_of(occasion(a=(new(first), new(second))))
    same = alerts_of(occasion(a=(new(second), new(first))))
    other = alerts_of(occasion(a=(Change(ChangeKind.RAISED, revised, first), new(second))))

    assert one[0].id == same[0].id.replace(same[0].act, one[0].act)
    assert one[0].id != other[0].id
    assert other[0].revision == 2


def test_each_act_is_an_alert_and_an_empty_one_is_none() -> None:
    made = alerts_of(occasion(a=(new(event()),), b=(), c=(new(event(act="letter")),)))
    assert [alert.act for alert in made] == [event().id, "letter"]


@pytest.mark.parametrize(
    ("assertion", "after"),
    [(Assertion.CONFIRMED, Stance.CHARGE), (Assertion.CLAIMED, Stance.NONE)],
)
def test_only_what_is_confirmed_moves_a_stance(
    catalog: Catalog, assertion: Assertion, after: Stance
) -> None:
    made = event(rank=Rank.CHARGE, assertion=assertion)
    assert moves_of([new(made)], [made], catalog, NOW.date()) == {"NO": (Stance.NONE, after)}


def test_before_is_as_it_was_before_this_act(catalog: Catalog) -> None:
    older = event(Kind.RECOGNIZED, happened=event().happened)
    claimed = event(rank=Rank.CHARGE, assertion=Assertion.CLAIMED)
    confirmed = replace(claimed, assertion=Assertion.CONFIRMED, revision=2)
    change = Change(ChangeKind.RAISED, confirmed, claimed)

    moves = moves_of([change], [older, confirmed], catalog, NOW.date())
    assert moves == {"NO": (Stance.RECOGNIZED, Stance.RECOGNIZED)}


def test_regions_of_a_host(catalog: Catalog) -> None:
    regions = regions_by_host(catalog)
    assert "central-asia" in regions["KZ"]
    assert all(host in catalog.regions[r].hosts for host, ids in regions.items() for r in ids)
