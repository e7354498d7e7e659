"""What is remembered of sources, and of what texts said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from bot.model import Change, ChangeKind
from bot.store import ItemState, Store, StoredReport, items, reports, sources
from bot.store import events as ledger
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Kind, Rank, RankFlag
from tests.bot.store.conftest import NOW, after, source_of
from tests.bot.store.test_events import event
from watchers.model import Item, PollState, Report, SourceState, Span

FULL = SourceState(
    source_id="paper",
    due_at=after(60),
    last_poll_at=NOW,
    last_ok_at=NOW,
    etag='W/"1"',
    last_modified="Sun, 01 Mar 2026 12:00:00 GMT",
    body_hash="abc",
    state=PollState.NOT_MODIFIED,
    reason="",
    failures=2,
    interval_min=45.5,
    item_count=30,
    address="https://mirror.example/feed",
    rhythm_min=95.5,
    ttl_min=15.0,
    layout="main>ul>li|field|0.98",
    odd_layout="main>div|none|0",
    odd_hash="def",
    news_at=after(-90),
    undated="0123",
    trouble_at=after(-30),
    alike=2,
    shut_out=True,
)

REPORT = Report(
    kind=Kind.ENVOY_ACCREDITED,
    assertion=Assertion.CONFIRMED,
    host="RU",
    mission="ru-moscow-embassy",
    envoy="gul-hassan",
    rank=Rank.CHARGE,
    rank_flags=(RankFlag.ACTING,),
    announced_by=Announcer.HOST_MFA,
    confidence=0.93,
    alert=True,
    act="1",
    happened=PartialDate.parse("2026-02"),
    evidence=(Span("accredited", 4, 14, "ACCREDIT"),),
    reasons=("the ministry says so",),
)


async def test_states_come_back_as_they_were(store: Store) -> None:
    async with store.write() as tx:
        assert await sources.states(tx) == {}
        await sources.save_states(tx, [FULL, SourceState("new")])
        await sources.save_states(tx, [])
        assert await sources.states(tx) == {"paper": FULL, "new": SourceState("new")}
        changed = replace(FULL, state=PollState.OK, etag=None, failures=0)
        await sources.save_states(tx, [changed])
        assert (await sources.states(tx))["paper"] == changed


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    async with store.write() as tx:
        naive = SourceState("paper", due_at=NOW.replace(tzinfo=None))
        with pytest.raises(StatementError, match="has no time zone"):
            await sources.save_states(tx, [naive])


async def test_reports_come_back_as_they_were(store: Store) -> None:
    async with store.write() as tx:
        item = await items.add(tx, source_of(), Item("t", "u"), ItemState.NEW, NOW)
        await ledger.save(tx, Change(ChangeKind.NEW, event("one")), NOW)
        number = await reports.add(tx, item, REPORT, "one", NOW)
        await reports.add(tx, item, replace(REPORT, rank=None), None, NOW)
        assert await reports.of_event(tx, "one") == [
            StoredReport(number, item, "one", NOW, REPORT)
        ]
        assert await reports.count(tx) == 2


async def test_a_report_rests_on_an_item_that_is_there(store: Store) -> None:
    async with store.write() as tx:
        with pytest.raises(IntegrityError):
            await reports.add(tx, 404, REPORT, None, NOW)
