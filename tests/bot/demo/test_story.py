"""The demo's world publishes as its clock goes on, over real HTTP; its story is well made."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demo.story import Story, load_story
from bot.demo.world import World
from config.vocabulary import SourceKind
from tests.bot.samples import SetClock
from watchers.articles import read_article
from watchers.model import Item
from watchers.preview import preview


@pytest.fixture(scope="module")
def story() -> Story:
    return load_story()


@pytest.fixture
async def world(story: Story) -> AsyncIterator[World]:
    made = World(story, SetClock(story.starts))
    await made.start()
    yield made
    await made.stop()


def test_all_that_happens_lies_within_the_story(story: Story) -> None:
    times = [*(item.at for item in story.items), *(typed.at for typed in story.typed)]
    sources = {source.id for source in story.sources}

    assert all(story.starts <= at < story.ends for at in times)
    assert [item.at for item in story.items] == sorted(item.at for item in story.items)
    assert {item.source for item in story.items} == sources
    assert len({item.path for item in story.items}) == len(story.items)


async def fetched(address: str, **headers: str) -> tuple[int, bytes, str | None]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, headers=headers) as answer,
    ):
        return answer.status, await answer.read(), answer.headers.get("ETag")


async def items_of(world: World, story: Story, source_id: str, now: dt.datetime) -> list[Item]:
    """What the watchers read on one of the world's sources."""
    (source,) = (each for each in story.sources if each.id == source_id)
    status, body, _ = await fetched(world.base + source.path)
    assert status == 200
    kind = SourceKind(source.fields["kind"])
    return list(preview(body, url=world.base + source.path, fetched_at=now, kind=kind)[1])


@pytest.mark.parametrize("days", [0, 12, 26])
async def test_every_source_reads_as_far_as_the_clock_has_come(
    world: World, story: Story, days: int
) -> None:
    now = story.starts + dt.timedelta(days=days)
    world._clock = SetClock(now)
    for source in story.sources:
        due = [each for each in story.items if each.source == source.id and each.at <= now]
        read = await items_of(world, story, source.id, now)

        assert [item.title for item in read] == [item.title for item in reversed(due)]
        assert [item.published and item.published.date() for item in read] == [
            item.at.date() for item in reversed(due)
        ]


async def test_articles_are_there_once_they_are_published(world: World, story: Story) -> None:
    first, last = story.items[0], story.items[-1]
    status, body, _ = await fetched(world.base + first.path)
    article = read_article(
        body, url=world.base + first.path, charset="utf-8", fetched_at=story.ends
    )

    assert status == 200
    assert first.text in article.text
    assert (await fetched(world.base + last.path))[0] == 404


async def test_what_has_not_changed_is_not_sent_again(world: World, story: Story) -> None:
    address = world.base + story.sources[0].path
    _, _, etag = await fetched(address)
    assert etag is not None
    assert (await fetched(address, **{"If-None-Match": etag}))[0] == 304


def test_the_sources_can_be_watched(story: Story) -> None:
    entries = World(story, SetClock()).source_entries()
    assert [entry["id"] for entry in entries] == [source.id for source in story.sources]
    assert all(entry["enabled"] for entry in entries)
