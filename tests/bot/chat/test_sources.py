"""`/sources` over the shipped catalogue and a store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.peeked_sources import PeekedSources
from bot.chat.ports import SourceBook
from bot.chat.sources import SourceReplies
from bot.chat.stored import StoredSources
from bot.chat.telegram_html import render
from bot.sources.changes import Action, SourceChange
from bot.store import Store, items, source_changes, sources
from tests.bot.chat.conftest import Chat, plain_text
from tests.bot.samples import NOW, item
from watchers.model import PollState, SourceState

TELEGRAM_LIMIT = 4096
FAILING = SourceState(
    "ru-mid-news",
    last_poll_at=NOW,
    last_ok_at=NOW,
    state=PollState.SERVER_ERROR,
    reason="mid.ru answers 500",
    failures=1,
    shut_out=True,
    interval_min=60.0,
)


@pytest.fixture
async def store(tmp_path: Path, chat: Chat) -> AsyncIterator[Store]:
    """A store that knows something of three sources."""
    opened = await Store.open(tmp_path / "missionwatch.db")
    async with opened.write() as tx:
        await sources.save_states(tx, [FAILING])
        watched = chat.catalog.sources["ru-mid-news"]
        for title in ("Older", "A very new title"):
            await items.add_new(tx, watched, [item(title)], NOW, on_first_poll=False)
        await source_changes.record(
            tx, SourceChange("ru-mid-answers", Action.PAUSE, NOW, "ann", "too much of it")
        )
    yield opened
    await opened.close()


async def test_without_a_place_it_counts_and_names_the_gaps(chat: Chat) -> None:
    said = await chat.say("/sources")
    assert said.startswith(f"{len(chat.catalog.sources)} sources\n")
    assert " off" in said
    assert "No ministry or presidency is read of\n" in said
    assert "Sweden (sv)" in said
    assert await chat.say("/sources all") == said


async def test_of_a_country_each_source_is_told(chat: Chat) -> None:
    said = await chat.say("/sources russia")
    russian = [each for each in chat.catalog.sources.values() if each.country == "RU"]
    assert len(said.split("\n\n")) == len(russian)
    assert "ru-mid-news (" in said
    assert "unread: It has not been asked yet." in said
    assert "tier 1, host_mfa, ru" in said


async def test_of_a_region_all_its_states_are_told(chat: Chat) -> None:
    said = await chat.say("/sources central asia")
    assert "kz-" in said
    assert "uz-" in said


async def test_a_long_answer_fits_and_says_how_much_is_missing(chat: Chat) -> None:
    message = await chat.commands.answer("/sources russia", chat.address)
    text = render(message)
    assert len(text) <= TELEGRAM_LIMIT
    if "more, missionwatch sources russia" not in text:
        assert text.count("Last new item") == len(message.blocks)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/sources russsia", "Did you mean Russia"),
        ("/sources zzzzqqqq", "I know no place called “zzzzqqqq”. Write a country, a region"),
        ("/sources andorra", "No source is known of andorra."),
    ],
)
async def test_what_is_no_place_or_has_no_source_is_said(
    chat: Chat, typed: str, told: str
) -> None:
    assert told in await chat.say(typed)


@pytest.mark.parametrize("kind", ["stored", "peeked"])
async def test_a_store_is_told_alike_by_both_ways_in(
    chat: Chat, store: Store, tmp_path: Path, kind: str
) -> None:
    book: SourceBook = StoredSources(store, chat.catalog)
    if kind == "peeked":
        book = PeekedSources(tmp_path / "missionwatch.db", chat.catalog)
    facts = await book.facts(with_last=True)
    assert facts.states == {"ru-mid-news": FAILING}
    assert facts.last["ru-mid-news"].title == "A very new title"
    assert facts.last["ru-mid-news"].found_at == NOW
    assert facts.known["ru-mid-answers"].reason == "too much of it"

    assert (await book.facts()).last == {}
    norwegian = await book.facts({"NO"})
    assert {each.source.country for each in norwegian.known.values()} == {"NO"}

    said = plain_text(
        await SourceReplies(chat.catalog, chat.places, book, chat.clock).answer("russia")
    )
    assert f"paused since {NOW:%Y-%m-%d}: too much of it" in said.split("\n\n")[0]
    assert "“A very new title”. Every 60 min" in said


async def test_a_store_of_an_earlier_release_is_looked_into(chat: Chat, tmp_path: Path) -> None:
    from tests.bot.store.test_migrations import at_version

    path = tmp_path / "old" / "missionwatch.db"
    at_version(path, "0002")
    facts = await PeekedSources(path, chat.catalog).facts()
    assert facts.states == {}
    assert len(facts.known) == len(chat.catalog.sources)
