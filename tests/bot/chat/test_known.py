"""As the world was, and as it was known: the same question to every ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.peek import PeekedLedger
from bot.chat.ports import Ledger
from bot.chat.shipped import ShippedLedger
from bot.chat.stored import StoredLedger
from bot.ledger import events_of, fold
from bot.store import Store, events
from config.model import Catalog
from config.vocabulary import Stance
from tests.bot.chat.conftest import Chat

DAY = dt.date(2022, 3, 20)
END = dt.datetime.combine(DAY, dt.time.max, dt.UTC)


@pytest.fixture(params=["stored", "peeked", "shipped"])
async def ledger(
    request: pytest.FixtureRequest, catalog: Catalog, tmp_path: Path
) -> AsyncIterator[Ledger]:
    path = tmp_path / "missionwatch.db"
    store = await Store.open(path)
    async with store.write() as tx:
        await events.sync_history(tx, events_of(catalog), END)
    ledgers: dict[str, Ledger] = {
        "stored": StoredLedger(store, catalog.dossier.id),
        "peeked": PeekedLedger(path, catalog.dossier.id),
        "shipped": ShippedLedger(events_of(catalog)),
    }
    yield ledgers[request.param]
    await store.close()


async def test_every_ledger_tells_both_times(ledger: Ledger, catalog: Catalog) -> None:
    missions = catalog.missions.values()
    now = await ledger.events("RU")
    then = await ledger.events("RU", known_by=END)
    assert fold(now, missions, "RU", DAY).stance is Stance.CHARGE
    assert fold(then, missions, "RU", DAY).stance is Stance.NONE
    everywhere = await ledger.events(known_by=END)
    assert {e.id for e in everywhere} == {e.id for e in events_of(catalog, DAY)}
    assert all(event.host == "RU" for event in then)


async def test_status_tells_what_was_known(chat: Chat) -> None:
    said = await chat.say("/status russia 2022-03-20 known 2022-03-20")
    assert said.startswith("Russia on 2022-03-20, as known on 2022-03-20: has accepted no envoy")
    assert "accepts a chargé" in await chat.say("/status russia 2022-03-20")


async def test_the_day_of_knowing_is_the_day_meant(chat: Chat) -> None:
    alone = await chat.say("/status russia --known 2022-03-20")
    assert alone == await chat.say("/status russia 2022-03-20 known 2022-03-20")
    overview = await chat.say("/status known 2022-03-20")
    assert overview.startswith("All hosts by stance, on 2022-03-20, as known on 2022-03-20")


async def test_knowing_lies_in_the_past(chat: Chat) -> None:
    assert "is still to come" in await chat.say("/status russia known 2099-01-01")
    assert "is no date" in await chat.say("/status russia known tomorrow")
