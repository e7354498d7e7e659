"""Old texts enter the store many at a time, and come to what they come to one at a time."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.backlog import Entered, enter
from bot.ledger import events_of
from bot.model import ChatAddress, Platform
from bot.store import Store, chats, events, reports
from config.catalog import load_catalog
from config.model import Catalog
from tests.bot.samples import ALL
from watchers.archives import Document, DocumentKind
from watchers.matching import Matcher
from watchers.matching.parallel import Read, read_batch

LABELLED = Path(__file__).parents[1] / "data" / "labelled_en.jsonl"
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
CHAT = ChatAddress(Platform.CONSOLE, "chat")
TABLES = ("items", "reports", "events", "event_revisions", "alerts", "deliveries")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def read(catalog: Catalog) -> Sequence[Read]:
    """Labelled items by a dozen publishers; some of them twice."""
    lines = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    documents = [
        Document(
            f"line {n}",
            DocumentKind.LINE,
            json.dumps(
                each
                | {
                    "id": str(n),
                    "published": each.get("published", each.get("date")),
                    "publisher": f"Paper {n % 12}",
                    "url": f"https://paper{n % 12}.example/{n}",
                }
            ).encode(),
        )
        for n, each in enumerate(lines)
    ]
    found = read_batch(documents, Matcher.build(catalog))
    assert len(found) > 40
    again = [(replace(text, id=f"{text.id} again"), told) for text, told in found[::5]]
    elsewhere = [(replace(text, publisher="Mirror"), told) for text, told in found[::7]]
    return [*found, *again, *elsewhere]


def entered(
    path: Path, read: Sequence[Read], catalog: Catalog, *, is_announced: bool
) -> tuple[Entered, dict[str, list[tuple[object, ...]]]]:
    """What came of it, and every row there is now."""

    async def ask() -> Entered:
        store = await Store.open(path)
        try:
            async with store.write() as tx:
                await events.sync_history(tx, events_of(catalog), NOW)
                await chats.subscribe(tx, CHAT, ALL)
            return await enter(store, read, catalog, NOW, is_announced=is_announced)
        finally:
            await store.close()

    done = asyncio.run(ask())
    with closing(sqlite3.connect(path)) as db:
        rows = {
            table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in TABLES
        }
    return done, rows


@pytest.mark.parametrize("is_announced", [False, True])
def test_many_at_a_time_come_to_the_same_rows(
    read: Sequence[Read],
    catalog: Catalog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_announced: bool,
) -> None:
    together = entered(tmp_path / "many.db", read, catalog, is_announced=is_announced)
    monkeypatch.setattr("bot.backlog.TOGETHER", 1)
    alone = entered(tmp_path / "one.db", read, catalog, is_announced=is_announced)
    assert together == alone
    done, rows = together
    assert done.seen > 10
    assert done.items + done.seen == len(read)
    assert len(rows["items"]) == done.items
    assert len(rows["reports"]) > done.items
    assert (done.new, done.revised) > (5, 5)
    assert (done.deliveries > 5) is is_announced
    assert len(rows["deliveries"]) == done.deliveries


def test_what_was_entered_is_left_alone(
    read: Sequence[Read], catalog: Catalog, tmp_path: Path
) -> None:
    _, rows = entered(tmp_path / "a.db", read, catalog, is_announced=False)
    again, then = entered(tmp_path / "a.db", read, catalog, is_announced=True)
    assert again == Entered(seen=len(read))
    assert then == rows


def test_a_stop_loses_whole_transactions_alone(
    read: Sequence[Read], catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started again, a run that failed halfway comes to what it would have come to."""
    _, whole = entered(tmp_path / "whole.db", read, catalog, is_announced=False)
    monkeypatch.setattr("bot.backlog.TOGETHER", 16)
    written, calls = reports.add_all, 0

    async def failing(*args: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError("no space left on device")
        await written(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("bot.backlog.reports.add_all", failing)
        with pytest.raises(OSError, match="no space"):
            entered(tmp_path / "a.db", read, catalog, is_announced=False)
    done, rows = entered(tmp_path / "a.db", read, catalog, is_announced=False)
    # Two transactions of 16 texts had been written, some of which were known from others.
    assert len(whole["items"]) - 32 <= done.items < len(whole["items"]) - 16
    assert rows == whole
