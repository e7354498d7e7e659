"""The line from polls to the outbox over a real store; what it meets is a test's to script."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intake import Intake
from bot.model import Delivery, Event, Platform
from bot.store import Store, deliveries, events, items
from config.model import Catalog, Source
from tests.bot.samples import ScriptedMatcher, SetClock, polled, source
from watchers.model import Article, Item

PAPER = source()


class Line:
    """An intake over a real store; articles, the matcher and the clock are a test's."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self.store = store
        self.catalog = catalog
        self.clock = SetClock()
        self.matcher = ScriptedMatcher()
        self.articles: dict[str, Article | Exception] = {}
        self.asked: list[str] = []
        self.alerted = 0
        self.intake = Intake(
            store,
            self.matcher,
            catalog,
            self._article,
            self.clock,
            self.clock,
            [Platform.TELEGRAM],
            self._on_alert,
        )

    def _on_alert(self) -> None:
        self.alerted += 1

    async def _article(self, _source: Source, wanted: Item) -> Article:
        assert wanted.url is not None
        self.asked.append(wanted.url)
        answer = self.articles.get(wanted.url)
        if isinstance(answer, Exception):
            raise answer
        return answer or Article(wanted.url, None, "Nothing more is said.", None)

    async def show(
        self, *found: Item, watched: Source = PAPER, is_first: bool = False
    ) -> list[Delivery]:
        """Poll, read, and answer with all deliveries there are."""
        await self.intake.take(watched, polled(watched, *found, is_first=is_first))
        await self.intake.read_source(watched)
        return await self.deliveries()

    async def deliveries(self) -> list[Delivery]:
        """What is in the outbox, without taking it."""
        async with self.store.read() as tx:
            rows = await deliveries.pending(tx)
        async with self.store.write() as tx:
            taken = await deliveries.claim(
                tx, Platform.TELEGRAM, "test", self.clock.now(), 0.001, 50
            )
            await deliveries.release_owned_by_others(tx, self.clock.now())
        assert rows >= len(taken)
        return taken

    async def unsent(self) -> int:
        async with self.store.read() as tx:
            return await deliveries.pending(tx)

    async def events(self, host: str = "NO") -> Sequence[Event]:
        async with self.store.read() as tx:
            return await events.all_events(tx, self.catalog.dossier.id, host)

    async def counts(self) -> dict[str, int]:
        async with self.store.read() as tx:
            found = await items.counts(tx)
        return {state.value: count for state, count in found.items() if count}
