"""The line itself: poll result → unseen items → match → article → match → merge → alert.

Each item is its own transaction: ledger change, reports, alerts, deliveries and "item done" are
written together or not at all. An item whose reading raises is marked failed with the reason and
shown by `doctor`; the rest go on. This module alone opens the transactions of that line.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.alerts.announce import Occasion, announce, refresh
from bot.alerts.answered import ASKED_WINDOW, close_answered
from bot.alerts.asking import ask, question
from bot.alerts.caps import AlertCap, doubted
from bot.ledger import ItemFacts, kinds_for, merge
from bot.ledger.review import as_read, is_unsure, to_ask
from bot.model import Change, ChangeKind, ChatAddress, Correction, Event, Platform
from bot.store import Store, StoredItem, Tx, events, items, questions, reports, sources
from bot.store.reports import StoredReport
from bot.wording import UNSURE
from config.model import Catalog, Source
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Kind, Read, SourceRole
from watchers.dates import local_day
from watchers.errors import WatcherError
from watchers.matching import Matcher
from watchers.model import Article, Item, PollResult, Report, SourceState, Text
from watchers.ports import Clock

FIRST_POLL_WINDOW = dt.timedelta(hours=48)
"""The first poll of a source is silent about items older than this."""
NEWS_WINDOW = dt.timedelta(days=14)
"""Older items that a source shows for the first time are late reprints: kept, never announced."""
ARTICLE_PATIENCE = dt.timedelta(hours=24)
"""How long an article that cannot be had is tried again."""
ARTICLE_RETRY = dt.timedelta(minutes=20)
FULL_LEAD = 1_500
"""A lead of this many characters is the whole text (full-text feeds): no article is fetched."""

LEAD_OPENING = 60
"""Characters of a lead that are looked for in its article: leads are cut or end in "read more"."""

FetchArticle = Callable[[Source, Item], Awaitable[Article]]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one item came to."""

    reports: tuple[Report, ...]
    facts: ItemFacts
    is_silent: bool


def text_of(source: Source, item_id: str, item: Item, article: Article | None) -> Text:
    """The text that is matched for an item of a source."""
    published = _published(item, article)
    return Text(
        id=item_id,
        title=item.title,
        body=_body(item, article),
        lang=source.lang or (article.lang if article else None),
        published=_day(published, source),
        publisher=source.publisher,
        url=item.url,
        publisher_host=source.country if source.role is SourceRole.HOST_MFA else None,
        publisher_is_claimant=source.role is SourceRole.CLAIMANT,
        publisher_country=source.country or None,
    )


def is_silent(published: dt.datetime | None, on_first_poll: bool, found_at: dt.datetime) -> bool:
    """Whether an item was too old when it was found to be announced; its reports still enter the
    ledger.

    An undated item of a first poll may be years old, so it is silent; later an undated item is
    new because it was not there before.
    """
    if published is None:
        return on_first_poll
    age = found_at - published
    return age > (FIRST_POLL_WINDOW if on_first_poll else NEWS_WINDOW)


def admit(report: Report) -> Report:
    """Let the middle band of confidence through as a claim, marked as an unconfirmed reading.

    Where no editors' chat decides, a likely but unsure reading is told as such and moves no
    stance.
    """
    if not is_unsure(report):
        return report
    if report.assertion is Assertion.DENIED:
        # A denial takes an event back: it would move what an unsure reading may not.
        return report
    assertion = Assertion.CLAIMED if report.assertion is Assertion.CONFIRMED else report.assertion
    return replace(report, alert=True, assertion=assertion, reasons=(*report.reasons, UNSURE))


class Intake:
    """Takes what polls found and brings it into the ledger and the outbox.

    Args:
        clock: the world's, for the age of news; `wall` the real one, for deliveries.
        platforms: those with a courier; only their chats get deliveries.
        on_alert: called after a commit that made deliveries.
        editors: the chat that is asked about what was read unsurely; None: it is told as such.
        cap: counts what each source has announced.
    """

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        catalog: Catalog,
        fetch_article: FetchArticle,
        clock: Clock,
        wall: Clock,
        platforms: Collection[Platform],
        on_alert: Callable[[], None],
        editors: ChatAddress | None = None,
        cap: AlertCap | None = None,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._catalog = catalog
        self._fetch_article = fetch_article
        self._clock = clock
        self._wall = wall
        self._platforms = platforms
        self._on_alert = on_alert
        self._editors = editors
        self._cap = cap or AlertCap()
        self._quiet: dict[str, SourceState] = {}

    async def take(self, source: Source, result: PollResult) -> int:
        """Store a poll's outcome and its unseen items; return how many were new.

        Polls that found nothing wait for `flush`, at most a tick, and are written together.
        """
        if not result.items:
            self._quiet[source.id] = result.next_state
            return 0
        now = self._clock.now()
        async with self._store.write() as tx:
            unseen = await items.unseen(tx, source, result.items)
            await items.add_new(tx, source, unseen, now, on_first_poll=result.is_first)
            await sources.save_states(tx, [result.next_state])
        self._quiet.pop(source.id, None)
        if unseen:
            log.info("items_found", source=source.id, new=len(unseen), read=len(result.items))
        return len(unseen)

    async def flush(self) -> None:
        """Write the states of the polls that found nothing."""
        if not self._quiet:
            return
        states, self._quiet = list(self._quiet.values()), {}
        async with self._store.write() as tx:
            await sources.save_states(tx, states)

    async def read_source(self, source: Source) -> None:
        """Read every item of a source that is new or whose article is due again."""
        while True:
            async with self._store.read() as tx:
                batch = await items.unread(tx, source.id, self._clock.now(), limit=50)
            if not batch:
                return
            for stored in batch:
                await self._read_one(source, stored)

    async def _read_one(self, source: Source, stored: StoredItem) -> None:
        try:
            await self._read(source, stored)
        except Exception as error:
            # The edge of the item loop: one unreadable item must not stop the others. It is
            # kept as failed, with the reason, for `doctor`.
            log.exception("item_failed", source=source.id, item=stored.id)
            async with self._store.write() as tx:
                await items.set_failed(
                    tx, stored.id, f"{type(error).__name__}: {error}", self._clock.now()
                )

    async def _read(self, source: Source, stored: StoredItem) -> None:
        item = stored.item
        wanted = source.read is Read.FULL or self._matcher.touches(item.title, item.lead)
        if not wanted:
            async with self._store.write() as tx:
                await items.set_done(tx, stored.id, self._clock.now())
            return
        article, trouble = await self._article(source, item)
        reading = self._judge(source, stored, article)
        async with self._store.write() as tx:
            alerted = await self._enter(tx, stored, reading)
            now = self._clock.now()
            if trouble and not self._is_out_of_patience(stored):
                # A headline that suffices is announced at once; the article may still say more
                # (docs/decisions/001).
                await items.set_waiting(tx, stored.id, now, now + ARTICLE_RETRY, trouble)
            else:
                await items.set_done(tx, stored.id, now)
        if alerted:
            self._on_alert()

    async def _article(self, source: Source, item: Item) -> tuple[Article | None, str]:
        """The article, or None and what kept us from it ("" when none is needed)."""
        if item.url is None or len(item.lead) >= FULL_LEAD:
            return None, ""
        try:
            return await self._fetch_article(source, item), ""
        except WatcherError as error:
            log.info("article_not_had", source=source.id, url=item.url, reason=error.reason)
            return None, error.reason if error.retryable else ""
        except Exception:
            # A fault of ours in reading a page must not lose what its headline says.
            log.exception("article_failed", source=source.id, url=item.url)
            return None, ""

    def _is_out_of_patience(self, stored: StoredItem) -> bool:
        return self._clock.now() - stored.found_at >= ARTICLE_PATIENCE

    def _judge(self, source: Source, stored: StoredItem, article: Article | None) -> Reading:
        now = self._clock.now()
        published = _published(stored.item, article)
        text = text_of(source, str(stored.id), stored.item, article)
        found = self._matcher.match(text)
        facts = ItemFacts(
            published=_day(published, source),
            fetched_at=now,
            publisher=source.publisher,
            url=stored.item.url or source.url,
            title=stored.item.title,
            text=text.body,
        )
        silent = is_silent(published, stored.on_first_poll, stored.found_at)
        return Reading(found, facts, silent)

    async def _enter(self, tx: Tx, stored: StoredItem, reading: Reading) -> bool:
        """Merge a reading into the ledger; True where deliveries were made."""
        now = self._clock.now()
        reading, warned = await self._within_cap(tx, stored, reading)
        told: dict[str, tuple[str, Change]] = {}
        silent: dict[str, Event] = {}
        read: list[StoredReport] = []
        for report in reading.reports:
            change = await self._merge(tx, report, reading.facts)
            if change is not None and change.event != change.before:
                await events.save(tx, change, now)
            event_id = change.event.id if change else None
            report_id = await reports.add(tx, stored.id, report, event_id, now)
            read.append(StoredReport(report_id, stored.id, event_id, now, report))
            if change is not None and change.event.id in told:
                act, earlier = told[change.event.id]
                told[change.event.id] = act, _joined(earlier, change)
            elif change is not None and change.speaks_up:
                told[change.event.id] = report.act, change
            elif change is not None and change.event != change.before:
                silent[change.event.id] = change.event
        self._log_reading(stored, reading, [change for _, change in told.values()])
        for event_id in silent.keys() - told.keys():
            await refresh(tx, silent[event_id], self._catalog, self._wall.now())
        # After the whole item: what its surer reports have entered needs no editor.
        hosts = {change.event.host for _, change in told.values()}
        hosts |= {event.host for event in silent.values()}
        asked = warned + await self._close_answered(tx, hosts)
        asked += sum([await self._ask(tx, kept, stored, reading) for kept in read])
        if reading.is_silent or not told:
            return asked > 0
        occasion = Occasion(_by_act(told.values()), stored.item.title, now, self._wall.now())
        await self._cap.note(tx, stored.source_id, len(occasion.acts), now)
        return await announce(tx, occasion, self._catalog, self._platforms) + asked > 0

    async def _within_cap(
        self, tx: Tx, stored: StoredItem, reading: Reading
    ) -> tuple[Reading, int]:
        """The reading, in doubt where its source is over its cap; and how many were told so."""
        now, source = self._clock.now(), stored.source_id
        speaks = not reading.is_silent and any(report.alert for report in reading.reports)
        if not speaks or not await self._cap.is_over(tx, source, now):
            return reading, 0
        told = await self._cap.tell(tx, source, now, self._wall.now())
        return replace(reading, reports=doubted(reading.reports)), told

    async def _close_answered(self, tx: Tx, hosts: Collection[str | None]) -> int:
        """Close the questions that are answered by now; how many messages are to be edited."""
        if self._editors is None:
            return 0
        return await close_answered(tx, hosts, self._catalog, self._clock.now(), self._wall.now())

    async def _ask(self, tx: Tx, kept: StoredReport, stored: StoredItem, reading: Reading) -> int:
        """Ask the editors about a report that is not sure enough to be told; 1 where they are."""
        report, facts = kept.report, reading.facts
        if self._editors is None or reading.is_silent or not is_unsure(report):
            return 0
        since = facts.fetched_at - ASKED_WINDOW
        dossier = self._catalog.dossier.id
        change = to_ask(
            report,
            item=facts,
            candidates=await events.candidates(tx, dossier, report.host, kinds_for(report.kind)),
            waiting=await questions.waiting(tx, report.host, since),
            dossier=dossier,
            catalog=self._catalog,
        )
        if change is None:
            return 0
        read, publisher = as_read(report, Correction(), facts), facts.publisher or stored.source_id
        message = question(kept, read, stored, publisher, self._catalog)
        now, due = self._clock.now(), self._wall.now()
        return await ask(tx, kept.id, change, message, self._editors, now, due)

    async def _merge(self, tx: Tx, report: Report, facts: ItemFacts) -> Change | None:
        dossier = self._catalog.dossier.id
        candidates = await events.candidates(tx, dossier, report.host, kinds_for(report.kind))

        def merged(read: Report) -> Change | None:
            return merge(
                read, item=facts, candidates=candidates, dossier=dossier, catalog=self._catalog
            )

        admitted = report if self._editors else admit(report)
        change = merged(admitted)
        if admitted is report or change is None:
            return _made_sure(change, report)
        if change.before is None:
            return replace(change, event=replace(change.event, notes=UNSURE))
        # An unsure reading may begin an event; one that is known it neither raises nor bears out.
        return merged(report)

    def _log_reading(
        self, stored: StoredItem, reading: Reading, changes: Sequence[Change]
    ) -> None:
        if not reading.reports:
            return
        log.info(
            "item_matched",
            item=stored.id,
            reports=[f"{r.kind}/{r.assertion}/{r.host}" for r in reading.reports],
            changes=[f"{c.kind}:{c.event.id}" for c in changes],
            silent=reading.is_silent,
        )


def _by_act(told: Iterable[tuple[str, Change]]) -> dict[str, tuple[Change, ...]]:
    """What is announced together: the text's acts; one that a headline and a body tell in parts
    (an embassy closed, and its consulates) is one.
    """
    acts: dict[str, list[Change]] = defaultdict(list)
    act_of: dict[tuple[Kind, str | None], str] = {}
    for act, change in told:
        happening = (change.event.kind, change.event.host)
        acts[act_of.setdefault(happening, act)].append(change)
    return {act: tuple(changes) for act, changes in acts.items()}


def _joined(earlier: Change, later: Change) -> Change:
    """Two changes of one event by one text, told as one."""
    is_new = earlier.kind is ChangeKind.NEW and later.kind is ChangeKind.RAISED
    kind = earlier.kind if is_new or not later.speaks_up else later.kind
    return replace(later, kind=kind, before=earlier.before)


def _made_sure(change: Change | None, report: Report) -> Change | None:
    """The change; an event that an unsure reading began loses its mark where a sure one adds."""
    if change is None or change.before is None or not report.alert:
        return change
    if change.event.notes != UNSURE or change.event.revision == change.before.revision:
        return change
    return replace(change, event=replace(change.event, notes=""))


def _body(item: Item, article: Article | None) -> str:
    """The article; with the lead before it where that says something else, as with a page of
    which only a notice could be extracted.
    """
    if article is None:
        return item.lead
    opening = _words(item.lead)[:LEAD_OPENING]
    return article.text if opening in _words(article.text) else f"{item.lead}\n{article.text}"


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _published(item: Item, article: Article | None) -> dt.datetime | None:
    return item.published or (article.published if article else None)


def _day(moment: dt.datetime | None, source: Source) -> PartialDate | None:
    return PartialDate(local_day(moment, source.timezone)) if moment else None
