"""Editors' decisions carried out: recorded, entered, told, in one transaction each.

Of two editors who decide the same thing the first wins (`store.decisions.record`); the other is
answered with what the first decided. What a decision makes of the ledger is decided by
`bot.ledger.decide`; this module opens the transactions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import structlog

from bot.alerts.announce import Occasion, announce, refresh
from bot.alerts.answered import close_answered
from bot.alerts.asking import facts_of, question_id
from bot.alerts.settled import Settled, decided
from bot.intake import is_silent
from bot.ledger import kinds_for, merge
from bot.ledger.decide import added, apply_decision, check, decided_report
from bot.ledger.errors import DecisionError
from bot.ledger.review import retold
from bot.model import Change, ChangeKind, Decision, Event, Origin, Platform, Verdict
from bot.store import (
    Store,
    StoredItem,
    Tx,
    decisions,
    deliveries,
    edits,
    events,
    items,
    meta,
    reports,
    source_changes,
)
from bot.store.reports import StoredReport
from config.model import Catalog, Source
from watchers.matching import PUBLISH_THRESHOLD, REVIEW_THRESHOLD
from watchers.model import Report
from watchers.ports import Clock

_UNTITLED = "Entered by the editors"
"""Stands where a headline would, over an editor's own event without a note."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """A report to decide, with the item it was read in."""

    kept: StoredReport
    item: StoredItem
    publisher: str
    decision: Decision | None
    """What was decided already."""


class Review:
    """What editors can do.

    Args:
        clock: the world's, which dates decisions; `wall` the real one, for deliveries.
        on_alert: called after a commit that made deliveries.
    """

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        clock: Clock,
        wall: Clock,
        platforms: Collection[Platform],
        on_alert: Callable[[], None],
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._clock = clock
        self._wall = wall
        self._platforms = platforms
        self._on_alert = on_alert

    def now(self) -> dt.datetime:
        """When a decision is made: now, on the world's clock."""
        return self._clock.now()

    async def asked(self, report_id: int) -> Asked:
        """A report with all that is known of it. Raises DecisionError where there is none."""
        async with self._store.read() as tx:
            kept, item = await _found(tx, report_id)
            subject = Decision(Verdict.CONFIRM, "", self.now(), report=report_id).subject
            publisher = await self._publisher(tx, item)
            return Asked(kept, item, publisher, await decisions.of_subject(tx, subject))

    async def misses(self, limit: int, before: int | None = None) -> list[Asked]:
        """The undecided near misses, newest first."""
        async with self._store.read() as tx:
            found = await reports.near_misses(
                tx, REVIEW_THRESHOLD, PUBLISH_THRESHOLD, limit, before
            )
            return [await self._undecided(tx, kept) for kept in found]

    async def _undecided(self, tx: Tx, kept: StoredReport) -> Asked:
        item = await _item(tx, kept)
        return Asked(kept, item, await self._publisher(tx, item), None)

    async def events_of(self, host: str | None) -> Sequence[Event]:
        """A host's events, or all, that stand."""
        async with self._store.read() as tx:
            found = await events.all_events(tx, self._catalog.dossier.id, host)
        return [event for event in found if not event.retracted]

    async def people(self, kept: StoredReport, host: str | None) -> list[str]:
        """Whom an editor may mean, as ids or as written, likeliest first.

        Those typed for this report, its own, the envoys of that host, all others by name.
        """
        async with self._store.read() as tx:
            typed = await _typed(tx, kept.id)
            held = await events.all_events(tx, self._catalog.dossier.id)
        newest = [event for event in reversed(held) if not event.retracted]
        of_host = [event.envoy for event in newest if event.host == host]
        others = sorted(
            self._catalog.envoys.values(), key=lambda each: (host not in each.hosts, each.name)
        )
        named = [*typed, kept.report.envoy, *of_host, *(envoy.id for envoy in others)]
        named += [event.envoy for event in newest]
        return list(dict.fromkeys(each for each in named if each is not None))

    async def keep_name(self, report_id: int, name: str) -> None:
        """Remember, until the report is decided, a name of one line that was typed for it."""
        async with self._store.write() as tx:
            names = dict.fromkeys([name, *await _typed(tx, report_id)])
            await meta.put(tx, _typed_key(report_id), "\n".join(names))

    async def decide(self, decision: Decision) -> Settled:
        """Carry out what was decided of a report. Raises DecisionError; nothing is kept then."""
        check(decision, self._catalog)
        assert decision.report is not None
        async with self._store.write() as tx:
            kept, item = await _found(tx, decision.report)
            if not await decisions.record(tx, decision):
                return Settled(await _earlier(tx, decision), is_first=False)
            change = await self._entered(tx, kept, item, decision)
            told = 0
            if change is not None and not _is_old(item):
                told = await self._tell(tx, change, item.item.title)
            settled = Settled(decision, True, change, told)
            await meta.drop(tx, _typed_key(kept.id))
            await self._close_question(tx, kept, item, settled)
            await self._close_others(tx, change)
        return self._settled(settled)

    async def add(self, decision: Decision, *, is_another: bool = False) -> Settled:
        """Enter an event of an editor's own. Raises DecisionError.

        `is_another` lets it stand beside an event that looks the same.
        """
        check(decision, self._catalog)
        change = added(decision, self._catalog.dossier.id)
        async with self._store.write() as tx:
            held = await self._held(tx, change.event, is_another=is_another)
            if held is not None:
                raise DecisionError(
                    f"the ledger holds this already, as {held.id}: /correct that, or write "
                    "“another” with it if it is another event"
                )
            settled = await self._apply(tx, change, decision)
        return self._settled(settled)

    async def amend(self, decision: Decision) -> Settled:
        """Correct or retract an event as the editor saw it. Raises DecisionError."""
        check(decision, self._catalog)
        assert decision.event is not None
        async with self._store.write() as tx:
            held = await events.get(tx, decision.event)
            if held is None:
                raise DecisionError(f"there is no event {decision.event}")
            if held.revision != decision.revision:
                earlier = await decisions.of_subject(tx, decision.subject)
                if earlier is not None:
                    return Settled(earlier, is_first=False)
                raise DecisionError(f"the event {held.id} has changed meanwhile: look again")
            settled = await self._apply(tx, apply_decision(held, decision), decision)
        return self._settled(settled)

    async def _held(self, tx: Tx, event: Event, *, is_another: bool) -> Event | None:
        """The event that an added one would tell again; None where it is new."""
        same = await events.get(tx, event.id)
        if same is not None or is_another:
            return same
        held = await events.candidates(tx, event.dossier, event.host, kinds_for(event.kind))
        return retold(event, held, self._catalog)

    async def _apply(self, tx: Tx, change: Change, decision: Decision) -> Settled:
        if not await decisions.record(tx, decision):
            return Settled(await _earlier(tx, decision), is_first=False)
        await events.save(tx, change, self.now(), Origin.EDITOR)
        told = await self._tell(tx, change, decision.note or _UNTITLED)
        await self._close_others(tx, change)
        return Settled(decision, True, change, told)

    async def _entered(
        self, tx: Tx, kept: StoredReport, item: StoredItem, decision: Decision
    ) -> Change | None:
        """Merge the report as it was decided; it becomes part of the event that it met."""
        read = decided_report(kept.report, decision)
        if read is None:
            return None
        change = await self._merged(tx, read, item, decision)
        if change is None:
            return None
        if change.event != change.before:
            await events.save(tx, change, self.now(), Origin.EDITOR)
        await reports.assign(tx, kept.id, change.event.id)
        return change

    async def _close_question(
        self, tx: Tx, kept: StoredReport, item: StoredItem, settled: Settled
    ) -> None:
        """Let the question show the decision, however that was made; its buttons go."""
        asked = await deliveries.alert(tx, question_id(kept.id))
        if asked is not None:
            publisher = await self._publisher(tx, item)
            message = decided(kept, item, publisher, settled, self._catalog)
            await edits.put(tx, asked, message, self._wall.now())

    async def _close_others(self, tx: Tx, change: Change | None) -> None:
        """Close what is asked elsewhere and answered by what was entered."""
        if change is not None:
            hosts = {change.event.host}
            await close_answered(tx, hosts, self._catalog, self.now(), self._wall.now())

    async def _merged(
        self, tx: Tx, read: Report, item: StoredItem, decision: Decision
    ) -> Change | None:
        dossier = self._catalog.dossier.id
        same = None
        if decision.same_as is not None:
            same = await events.get(tx, decision.same_as)
            if same is None:
                raise DecisionError(f"there is no event {decision.same_as}")
            candidates = [same]
        else:
            candidates = await events.candidates(tx, dossier, read.host, kinds_for(read.kind))
        change = merge(
            read,
            item=facts_of(item, await self._source(tx, item), self.now()),
            candidates=candidates,
            dossier=dossier,
            catalog=self._catalog,
        )
        if same is not None and (change is None or change.event.id != same.id):
            # An editor may know to be one what no rule would: nothing of it is told again.
            return Change(ChangeKind.CORROBORATED, same, same)
        return change

    async def _source(self, tx: Tx, item: StoredItem) -> Source | None:
        """Where an item was found; None for one that came from an archive."""
        known = (await source_changes.known(tx, self._catalog)).get(item.source_id)
        return known.source if known else None

    async def _publisher(self, tx: Tx, item: StoredItem) -> str:
        source = await self._source(tx, item)
        return source.publisher if source else item.source_id

    async def _tell(self, tx: Tx, change: Change, title: str) -> int:
        if not change.speaks_up:
            await refresh(tx, change.event, self._catalog, self._wall.now())
            return 0
        occasion = Occasion({change.event.act: (change,)}, title, self.now(), self._wall.now())
        return await announce(tx, occasion, self._catalog, self._platforms)

    def _settled(self, settled: Settled) -> Settled:
        """After the commit: wake the outbox, and say what was done."""
        if settled.told:
            self._on_alert()
        log.info(
            "editor_decided",
            verdict=settled.decision.verdict,
            by=settled.decision.by,
            subject=settled.decision.subject,
            about=settled.change.event.id if settled.change else None,
            is_first=settled.is_first,
            told=settled.told,
        )
        return settled


def _typed_key(report_id: int) -> str:
    return f"typed-names:{report_id}"


async def _typed(tx: Tx, report_id: int) -> list[str]:
    """The names that editors typed for a report, the last one first."""
    kept = await meta.get(tx, _typed_key(report_id))
    return kept.split("\n") if kept else []


async def _found(tx: Tx, report_id: int) -> tuple[StoredReport, StoredItem]:
    kept = await reports.get(tx, report_id)
    if kept is None:
        raise DecisionError(f"there is no report {report_id}; /misses lists those to decide")
    return kept, await _item(tx, kept)


async def _item(tx: Tx, kept: StoredReport) -> StoredItem:
    item = await items.get(tx, kept.item_id)
    assert item is not None  # a foreign key
    return item


async def _earlier(tx: Tx, decision: Decision) -> Decision:
    earlier = await decisions.of_subject(tx, decision.subject)
    assert earlier is not None  # `record` has just found it
    return earlier


def _is_old(item: StoredItem) -> bool:
    return is_silent(item.item.published, item.on_first_poll, item.found_at)
