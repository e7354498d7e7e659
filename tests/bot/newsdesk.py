"""An editors' chat beside a line: reports come in by `reads`, editors answer by `say`."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.commands import Commands
from bot.chat.editing import Editing
from bot.chat.places import Places
from bot.chat.stored import StoredLedger, StoredSubscriptions
from bot.intake import Intake
from bot.model import ChatAddress, Delivery, Event, Message, Platform
from bot.review import Review
from bot.store import Store, deliveries, events
from config.model import Catalog, Source
from tests.bot.samples import ScriptedMatcher, SetClock, item, polled, report, shown, source
from watchers.matching import PUBLISH_THRESHOLD, REVIEW_THRESHOLD
from watchers.model import Article, Item, Report

EDITORS = ChatAddress(Platform.TELEGRAM, "-100777")
MIDDLE = (PUBLISH_THRESHOLD + REVIEW_THRESHOLD) / 2
BOTH = (Platform.TELEGRAM, Platform.SLACK)


def unsure(confidence: float = MIDDLE, **more: object) -> Report:
    """A report of the middle band: Oslo accredits."""
    made = report(alert=False, confidence=confidence, reasons=("+0.40 base", "+0.10 host acts"))
    return replace(made, **more)  # type: ignore[arg-type]  # a test's own fields


class Newsdesk:
    """The line, the review and the commands over one store."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self.store = store
        self.catalog = catalog
        self.clock = SetClock()
        self.matcher = ScriptedMatcher()
        self.woken = 0
        self.intake = Intake(
            store, self.matcher, catalog, self._article, self.clock, self.clock, BOTH,
            self._wake, EDITORS,
        )  # fmt: skip
        self.review = Review(store, catalog, self.clock, self.clock, BOTH, self._wake)
        places = Places(catalog)
        self.commands = Commands(
            catalog, places, StoredLedger(store, catalog.dossier.id), StoredSubscriptions(store),
            self.clock, Editing(self.review, catalog, places, EDITORS),
        )  # fmt: skip

    def _wake(self) -> None:
        self.woken += 1

    async def _article(self, _source: Source, wanted: Item) -> Article:
        assert wanted.url is not None
        return Article(wanted.url, None, "Nothing more is said.", None)

    async def reads(
        self, title: str, *said: Report, paper: str = "fjord-times", hours_old: float = 1.0
    ) -> list[Delivery]:
        """A paper prints something that is read so; all that waits to be sent after it."""
        self.matcher.on(title, *said)
        watched = source(paper)
        printed = item(title, hours_old=hours_old, lead=f"In {paper}.")
        await self.intake.take(watched, polled(watched, printed))
        await self.intake.read_source(watched)
        return await self.unsent()

    async def unsent(self) -> list[Delivery]:
        """What waits in the outbox, oldest first, without taking it."""
        found: list[Delivery] = []
        for platform in BOTH:
            async with self.store.write() as tx:
                found += await deliveries.claim(tx, platform, "test", self.clock.now(), 0.001, 50)
                await deliveries.release_owned_by_others(tx, self.clock.now())
        return sorted(found, key=lambda each: each.id)

    async def send_all(self) -> list[Delivery]:
        """Send what waits; all of it."""
        sent: list[Delivery] = []
        while batch := await self.unsent():
            async with self.store.write() as tx:
                for each in batch:
                    await deliveries.mark_sent(tx, each.id, str(each.id), self.clock.now())
            sent += batch
        return sent

    async def press(self, text: str, by: str = "Ada (telegram:1)") -> Message:
        """What the editors' chat is answered, as a message."""
        return await self.commands.answer(text, EDITORS, by)

    async def say(self, text: str, by: str = "Ada (telegram:1)") -> str:
        """The same, as its words."""
        return shown(await self.press(text, by))

    async def events(self, host: str = "NO") -> list[Event]:
        """A host's events that the shipped history does not hold."""
        async with self.store.read() as tx:
            return await events.all_events(tx, self.catalog.dossier.id, host)


def commands_of(message: Message) -> dict[str, str]:
    """The buttons of a message: label to command."""
    return {button.label: button.command for row in message.buttons for button in row}
