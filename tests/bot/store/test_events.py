"""The ledger's rows: nothing overwritten, and the shipped history kept in step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import text

from bot.model import Change, ChangeKind, Event, Origin
from bot.store import ItemState, Store, Tx, events, items, reports
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Kind, Precision
from tests.bot.store.conftest import NOW, after, source_of
from watchers.model import Item, Report


def event(name: str, day: str = "2026-02-01", kind: Kind = Kind.MISSION_CLOSED) -> Event:
    return Event(
        id=name,
        dossier="afghanistan",
        kind=kind,
        assertion=Assertion.CONFIRMED,
        host="RU",
        mission="ru-moscow-embassy",
        happened=PartialDate.parse(day),
        known_at=NOW,
        act=f"act-{name}",
    )


def shipped(name: str, day: str = "2026-02-01") -> Event:
    return replace(
        event(name, day),
        origin=Origin.HISTORY,
        known_at=dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC),
    )


def raised(before: Event) -> Change:
    after_it = replace(before, notes="raised", revision=before.revision + 1)
    return Change(ChangeKind.RAISED, after_it, before)


async def ids(tx: Tx) -> list[str]:
    return [each.id for each in await events.all_events(tx, "afghanistan")]


async def test_every_revision_is_kept(store: Store) -> None:
    new = Change(ChangeKind.NEW, event("one"))
    change = raised(new.event)
    async with store.write() as tx:
        await events.save(tx, new, NOW)
        await events.save(tx, change, after(60))
        assert await events.get(tx, "one") == change.event
        assert await events.revisions(tx, "one") == [
            (NOW, ChangeKind.NEW, new.event),
            (after(60), ChangeKind.RAISED, change.event),
        ]


async def test_a_corroboration_that_changed_nothing_is_no_revision(store: Store) -> None:
    one = event("one")
    async with store.write() as tx:
        await events.save(tx, Change(ChangeKind.NEW, one), NOW)
        await events.save(tx, Change(ChangeKind.CORROBORATED, one, one), after(60))
        assert len(await events.revisions(tx, "one")) == 1


async def test_candidates(store: Store) -> None:
    async with store.write() as tx:
        for each in (
            event("closed"),
            event("opened", kind=Kind.MISSION_OPENED),
            replace(event("elsewhere"), host="FR"),
            replace(event("another dossier"), dossier="other"),
            replace(event("no host"), host=None),
        ):
            await events.save(tx, Change(ChangeKind.NEW, each), NOW)

        async def found(host: str | None, *kinds: Kind) -> list[str]:
            held = await events.candidates(tx, "afghanistan", host, kinds or None)
            return [each.id for each in held]

        assert await found("RU", Kind.MISSION_CLOSED) == ["closed"]
        assert await found("RU", Kind.MISSION_CLOSED, Kind.MISSION_OPENED) == ["closed", "opened"]
        assert await found("RU") == ["closed", "opened"]
        assert await found("DE") == []


async def test_all_and_latest(store: Store) -> None:
    async with store.write() as tx:
        for name, day in (("b", "2024-05"), ("c", "2025-01-01"), ("a", "2022")):
            await events.save(tx, Change(ChangeKind.NEW, event(name, day)), NOW)
        seen = replace(event("seen", "2026-01-01"), kind=Kind.OBSERVATION, host="FR")
        await events.save(tx, Change(ChangeKind.NEW, seen), NOW)
        assert await ids(tx) == ["a", "b", "c", "seen"]
        assert [e.id for e in await events.all_events(tx, "afghanistan", "RU")] == ["a", "b", "c"]
        assert [e.id for e in await events.latest(tx, 2)] == ["seen", "c"]
        assert [e.id for e in await events.latest(tx, 9, {Kind.MISSION_CLOSED})] == ["c", "b", "a"]
        assert await events.get(tx, "none") is None
        b = await events.get(tx, "b")
        assert b is not None
        assert b.happened.precision is Precision.MONTH


async def test_history_comes_in_as_of_its_own_day(store: Store) -> None:
    async with store.write() as tx:
        assert await events.sync_history(tx, [shipped("h1"), shipped("h2", "2022-04-15")], NOW)
        assert await ids(tx) == ["h2", "h1"]
        ((at, change, _),) = await events.revisions(tx, "h2")
        assert (at, change) == (dt.datetime(2022, 4, 15, tzinfo=dt.UTC), ChangeKind.NEW)


async def test_the_same_history_is_not_read_twice(store: Store) -> None:
    async with store.write() as tx:
        await events.sync_history(tx, [shipped("h1"), shipped("h2")], NOW)
        assert not await events.sync_history(tx, [shipped("h2"), shipped("h1")], after(60))
        assert len(await events.revisions(tx, "h1")) == 1


async def test_a_corrected_row_is_a_new_revision(store: Store) -> None:
    corrected = replace(shipped("h1"), notes="corrected")
    async with store.write() as tx:
        await events.sync_history(tx, [shipped("h1"), shipped("h2")], NOW)
        assert await events.sync_history(tx, [corrected, shipped("h2")], after(60))
        now = await events.get(tx, "h1")
        assert now == replace(corrected, revision=2)
        assert [at for at, _, _ in await events.revisions(tx, "h1")][1:] == [after(60)]
        assert len(await events.revisions(tx, "h2")) == 1


async def test_what_the_watch_found_outlives_a_correction(store: Store) -> None:
    async with store.write() as tx:
        await events.sync_history(tx, [shipped("h1")], NOW)
        change = raised(shipped("h1"))
        await events.save(tx, change, after(60))
        await events.sync_history(tx, [replace(shipped("h1"), notes="corrected")], after(120))
        assert await events.get(tx, "h1") == change.event


async def test_a_corroborated_row_stays_so_when_another_row_changes(store: Store) -> None:
    async with store.write() as tx:
        await events.sync_history(tx, [shipped("h1")], NOW)
        told_again = replace(shipped("h1"), publishers=("The Paper",), revision=2)
        await events.save(tx, Change(ChangeKind.CORROBORATED, told_again, shipped("h1")), NOW)
        await events.sync_history(tx, [shipped("h1"), shipped("h2")], after(60))
        assert await events.get(tx, "h1") == told_again


async def test_rows_no_longer_shipped_go_unless_something_rests_on_them(store: Store) -> None:
    rows = [shipped(name) for name in ("gone", "told", "watched", "stays")]
    async with store.write() as tx:
        await events.sync_history(tx, rows, NOW)
        await events.save(tx, raised(shipped("watched")), NOW)
        await events.save(tx, Change(ChangeKind.NEW, event("news")), NOW)
        item = await items.add(tx, source_of(), Item("t", "u"), ItemState.DONE, NOW)
        report = Report(Kind.MISSION_CLOSED, Assertion.CONFIRMED, "RU")
        await reports.add(tx, item, report, "told", NOW)
        await events.sync_history(tx, [shipped("stays")], after(60))
        assert await ids(tx) == ["news", "stays", "told", "watched"]
        left = await tx.connection.execute(
            text("SELECT count(*) FROM event_revisions WHERE event_id = 'gone'")
        )
        assert left.scalar() == 0


async def test_a_history_of_thousands(store: Store) -> None:
    rows = [shipped(f"h{number:04}") for number in range(1200)]
    async with store.write() as tx:
        await events.sync_history(tx, rows, NOW)
        assert len(await ids(tx)) == 1200
        await events.sync_history(tx, rows[:100], NOW)
        assert len(await ids(tx)) == 100


async def test_taking_in_the_same_twice_does_nothing(store: Store) -> None:
    theirs = [shipped("one"), replace(event("two"), revision=3)]
    async with store.write() as tx:
        first = await events.take_in(tx, theirs, NOW)
        assert (first.new, first.revised, first.kept) == (2, 0, 0)
        assert await events.all_events(tx, "afghanistan") == theirs
        again = await events.take_in(tx, theirs, after(60))
        assert (again.new, again.revised, again.kept) == (0, 0, 2)
        newer = [replace(theirs[0], notes="new", revision=2), replace(theirs[1], revision=2)]
        third = await events.take_in(tx, newer, after(120))
        assert (third.new, third.revised, third.kept) == (0, 1, 1)
        assert await events.get(tx, "one") == newer[0]
        assert await events.get(tx, "two") == theirs[1]
        told = [(at, change) for at, change, _ in await events.revisions(tx, "one")]
    assert told == [(theirs[0].known_at, ChangeKind.NEW), (after(120), ChangeKind.CORRECTED)]
