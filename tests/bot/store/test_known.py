"""The ledger as it stood at a time: each event by its last revision up to then."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import events_of, fold_all
from bot.model import Change, ChangeKind, Event, Origin
from bot.store import Store, events
from config.catalog import load_catalog
from config.vocabulary import Assertion, Stance
from tests.bot.store.conftest import NOW, after
from tests.bot.store.test_events import event, raised

HOST = "RU"


@asynccontextmanager
async def fresh() -> AsyncIterator[Store]:
    """A store of its own for each example of a property."""
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "missionwatch.db")
        try:
            yield store
        finally:
            await store.close()


def moved(before: Event, host: str) -> Change:
    after_it = replace(before, host=host, mission=None, revision=before.revision + 1)
    return Change(ChangeKind.CORRECTED, after_it, before)


async def test_each_event_as_it_was_known(store: Store) -> None:
    new = Change(ChangeKind.NEW, event("one"))
    change = raised(new.event)
    async with store.write() as tx:
        await events.save(tx, new, NOW)
        await events.save(tx, change, after(60))
        await events.save(tx, Change(ChangeKind.NEW, event("two")), after(120))

        async def known(seconds: float) -> list[Event]:
            return await events.all_events(tx, "afghanistan", HOST, after(seconds))

        assert await known(-1) == []
        assert await known(0) == [new.event]
        assert await known(59) == [new.event]
        assert await known(60) == [change.event]
        assert await known(120) == [change.event, event("two")]
        assert await known(120) == await events.all_events(tx, "afghanistan", HOST)
        assert await events.all_events(tx, "other", HOST, after(120)) == []


async def test_a_host_has_what_was_known_to_be_its_own(store: Store) -> None:
    new = Change(ChangeKind.NEW, event("one"))
    change = moved(new.event, "KZ")
    async with store.write() as tx:
        await events.save(tx, new, NOW)
        await events.save(tx, change, after(60), Origin.EDITOR)
        for seconds, ru, kz in ((0, [new.event], []), (60, [], [change.event])):
            assert await events.all_events(tx, "afghanistan", "RU", after(seconds)) == ru
            assert await events.all_events(tx, "afghanistan", "KZ", after(seconds)) == kz


async def test_spring_2022_as_it_was_known_in_spring_2022(store: Store) -> None:
    """On 20 March nobody had told of what Moscow had done in February."""
    catalog = load_catalog()
    missions = catalog.missions.values()
    day = dt.date(2022, 3, 20)
    end = dt.datetime(2022, 3, 20, 23, 59, tzinfo=dt.UTC)
    async with store.write() as tx:
        await events.sync_history(tx, events_of(catalog), NOW)
        then = await events.all_events(tx, "afghanistan", None, end)
        now = await events.all_events(tx, "afghanistan")
    shipped_then = events_of(catalog, day)
    assert {each.id for each in then} == {each.id for each in shipped_then}
    assert fold_all(then, missions, day)["RU"].stance is Stance.NONE
    assert fold_all(now, missions, day)["RU"].stance is Stance.CHARGE


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 50), st.sampled_from(list(Assertion))),
        max_size=12,
    ),
    st.integers(0, 60),
    st.integers(0, 60),
)
async def test_knowing_is_monotone(
    changes: list[tuple[int, int, Assertion]], one: int, other: int
) -> None:
    """What is known at a time is known later, or revised since; never forgotten."""
    early, late = sorted((one, other))
    async with fresh() as store, store.write() as tx:
        held: dict[str, Event] = {}
        for number, at, assertion in sorted(changes, key=lambda change: change[1]):
            name = f"event-{number}"
            before = held.get(name)
            revision = before.revision + 1 if before else 1
            held[name] = replace(event(name), assertion=assertion, revision=revision)
            kind = ChangeKind.RAISED if before else ChangeKind.NEW
            await events.save(tx, Change(kind, held[name], before), after(at))
        then = await events.all_events(tx, "afghanistan", None, after(early))
        later = {e.id: e for e in await events.all_events(tx, "afghanistan", None, after(late))}
    for each in then:
        assert later[each.id].revision >= each.revision
