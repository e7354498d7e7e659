"""Editors' decisions: one wins, all are kept."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from bot.model import Change, ChangeKind, Correction, Decision, Origin, Verdict
from bot.store import ItemState, Store, Tx, decisions, events, items, reports
from config.vocabulary import Assertion, Kind
from tests.bot.store.conftest import NOW, after, source_of
from tests.bot.store.test_events import event, shipped
from watchers.model import Item, Report

REVIEW, PUBLISH = 0.4, 0.7


async def kept_report(
    tx: Tx,
    confidence: float = 0.5,
    event_id: str | None = None,
    kind: Kind = Kind.MISSION_CLOSED,
    *,
    background: bool = False,
) -> int:
    item = await items.add(tx, source_of(), Item("A headline", None), ItemState.DONE, NOW)
    report = Report(kind, Assertion.CONFIRMED, "RU", confidence=confidence, background=background)
    return await reports.add(tx, item, report, event_id, NOW)


def decision(report: int, by: str = "ada", verdict: Verdict = Verdict.CONFIRM) -> Decision:
    return Decision(verdict, by, NOW, report=report, fields=Correction(host="KZ"))


async def test_a_decision_is_kept_whole(store: Store) -> None:
    async with store.write() as tx:
        report = await kept_report(tx)
        made = decision(report)
        assert await decisions.of_subject(tx, made.subject) is None
        assert await decisions.record(tx, made)
        assert await decisions.of_subject(tx, made.subject) == made
        assert await decisions.latest(tx) == [made]
        assert await decisions.latest(tx, since=after(1)) == []
        (decided,) = await decisions.decided_reports(tx)
    assert (decided.decision, decided.report.id) == (made, report)
    assert decided.item.item.title == "A headline"


async def test_of_two_editors_one_wins(path: Path) -> None:
    """Two processes: each has its own store on the one file, and decides at the same moment."""
    one, other = await Store.open(path), await Store.open(path)
    async with one.write() as tx:
        report = await kept_report(tx)
    both_ready = asyncio.Barrier(2)

    async def decide(store: Store, by: str) -> bool:
        async with store.read() as tx:
            assert await decisions.of_subject(tx, f"report:{report}") is None
        await both_ready.wait()
        async with store.write() as tx:
            return await decisions.record(tx, decision(report, by))

    won = await asyncio.gather(decide(one, "ada"), decide(other, "grace"))
    assert sorted(won) == [False, True]
    async with one.read() as tx:
        standing = await decisions.of_subject(tx, f"report:{report}")
    assert standing is not None
    assert standing.by == ("ada" if won[0] else "grace")
    await one.close()
    await other.close()


async def test_an_event_is_decided_as_it_stood(store: Store) -> None:
    seen = Decision(Verdict.RETRACT, "ada", NOW, event="one", revision=1)
    async with store.write() as tx:
        await events.save(tx, Change(ChangeKind.NEW, event("one")), NOW)
        assert await decisions.record(tx, seen)
        assert not await decisions.record(tx, seen)
        change = await events.retract(tx, "one", 1, "misread", after(60))
        assert change is not None
        assert (change.kind, change.event.retracted) == (ChangeKind.RETRACTED, True)
        assert await events.retract(tx, "one", 1, "again", after(61)) is None
        assert await events.retract(tx, "one", 2, "again", after(61)) is None
        assert await events.retract(tx, "no such", 1, "", NOW) is None
        assert await events.latest(tx, 5) == []
        assert len(await events.revisions(tx, "one")) == 2
        assert await decisions.of_event(tx, "one") == [seen]


async def test_what_an_editor_judged_outlives_a_new_history(store: Store) -> None:
    before = shipped("one")
    async with store.write() as tx:
        await events.sync_history(tx, [before, shipped("two")], NOW)
        await events.retract(tx, "one", 1, "misread", after(60))
        await events.sync_history(tx, [shipped("one", "2026-02-02")], after(120))
        kept = await events.get(tx, "one")
        assert await events.get(tx, "two") is None
    assert kept is not None
    assert kept.retracted


async def test_near_misses(store: Store) -> None:
    async with store.write() as tx:
        await events.save(tx, Change(ChangeKind.NEW, event("one")), NOW, Origin.WATCH)
        middle = await kept_report(tx, 0.5, "one")
        low = await kept_report(tx, 0.2)
        for quiet in (
            await kept_report(tx, 0.9),
            await kept_report(tx, 0.2, "one"),
            await kept_report(tx, 0.5, kind=Kind.POSITION),
            await kept_report(tx, 0.5, background=True),
        ):
            assert quiet
        decided = await kept_report(tx, 0.5)
        await decisions.record(tx, decision(decided))
        found = [each.id for each in await reports.near_misses(tx, REVIEW, PUBLISH)]
        assert found == [low, middle]
        paged = await reports.near_misses(tx, REVIEW, PUBLISH, limit=1, before=low)
        assert [each.id for each in paged] == [middle]
        await reports.assign(tx, low, "one")
        kept = await reports.get(tx, low)
        assert kept is not None
        assert kept.event_id == "one"
        assert await reports.get(tx, 0) is None


def test_a_decision_is_of_its_time() -> None:
    assert decision(7).subject == "report:7"
    added = Decision(Verdict.ADD, "ada", dt.datetime.now(dt.UTC), event="new", revision=0)
    assert added.subject == "event:new@0"
