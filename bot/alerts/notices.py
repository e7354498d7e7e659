"""What operators are told of the sources: composed here, sent as alerts are.

What changed is found by comparing the stored states with the rows of what was told; those rows and
the delivery are one transaction. A crash before it leaves the change to be found again, one after
it nothing to tell.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence

import structlog

from bot.lines import block, bold, line, message
from bot.model import Alert, Block, ChatAddress, Message
from bot.store import Store, Tx, deliveries, told
from config.model import Catalog, Source
from watchers.health import UNREADABLE, HealthView, health_of
from watchers.model import SourceState
from watchers.outages import NETWORK, Decision, Notice, Told, decide
from watchers.ports import Clock

LOOK_EVERY = dt.timedelta(minutes=1)
"""Changes of health take minutes to settle: to look at each tick would cost, and tell no more."""
BREATH = 500
"""Sources judged before others get their turn on the loop."""
SHOWN = 20
"""Sources named in one notice; `doctor` names all."""
log = structlog.get_logger()


class Notices:
    """Looks at how the sources stand, and tells the operators what changed, once.

    Args:
        operators: their chat; None: changes are logged only.
        on_notice: called after a commit that made a delivery.
    """

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        operators: ChatAddress | None,
        clock: Clock,
        wall: Clock,
        on_notice: Callable[[], None],
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._operators = operators
        self._clock = clock
        self._wall = wall
        self._on_notice = on_notice
        self._told: dict[str, Told] | None = None
        self._next_look: dt.datetime | None = None

    async def look(self, sources: Mapping[str, Source], states: Mapping[str, SourceState]) -> None:
        """Tell what is to be told of the polled sources; `states` must be in the store."""
        now = self._clock.now()
        if self._next_look is not None and now < self._next_look:
            return
        self._next_look = now + LOOK_EVERY
        views = await self._views(sources, states, now)
        brewing = {each for each, state in states.items() if state.failures}
        polled = {each: s.last_poll_at for each, s in states.items() if s.last_poll_at}
        known = await self._known()
        # Beside the loop: at ten thousand sources it would hold it for longer than 0.1 s.
        decision = await asyncio.to_thread(decide, sources, views, brewing, polled, known, now)
        if not decision.told:
            return
        async with self._store.write() as tx:
            await self._keep(tx, decision, sources, views, now)
        known.update({row.source_id: row for row in decision.told})
        for notice in decision.notices:
            _log(notice, views)
        if decision.notices and self._operators is not None:
            self._on_notice()

    async def _known(self) -> dict[str, Told]:
        if self._told is None:
            async with self._store.read() as tx:
                self._told = await told.all_told(tx)
        return self._told

    async def _views(
        self, sources: Mapping[str, Source], states: Mapping[str, SourceState], now: dt.datetime
    ) -> dict[str, HealthView]:
        views = {}
        for place, (each, source) in enumerate(sources.items()):
            views[each] = health_of(source, states.get(each), now)
            if place % BREATH == BREATH - 1:
                await asyncio.sleep(0)
        return views

    async def _keep(
        self,
        tx: Tx,
        decision: Decision,
        sources: Mapping[str, Source],
        views: Mapping[str, HealthView],
        now: dt.datetime,
    ) -> None:
        await told.save(tx, decision.told)
        if self._operators is None:
            return
        for notice in decision.notices:
            name = notice_id(notice, now)
            composed = compose_notice(notice, sources, views, self._catalog)
            alert = Alert(name, name, 1, (), now)
            await deliveries.add(tx, alert, composed, [self._operators], self._wall.now())


def notice_id(notice: Notice, now: dt.datetime) -> str:
    """Names a notice by what it tells and when."""
    parts = [str(notice.is_over), notice.outage or "", now.isoformat(), *notice.sources]
    return f"notice:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def compose_notice(
    notice: Notice,
    sources: Mapping[str, Source],
    views: Mapping[str, HealthView],
    catalog: Catalog,
) -> Message:
    """A notice as a message."""
    blocks = [block(line(bold(_heading(notice, catalog))))]
    blocks += _named(notice.sources, sources, views, with_reason=not notice.is_over)
    if notice.still:
        blocks.append(block(line("Not readable yet, and told apart from now on:")))
        blocks += _named(notice.still, sources, views, with_reason=True)
    return message(*blocks, more="missionwatch doctor names all")


def _heading(notice: Notice, catalog: Catalog) -> str:
    count = len(notice.sources)
    many = f"{count} source{'s' if count != 1 else ''}"
    if notice.outage is None:
        return f"Readable again: {many}" if notice.is_over else f"Trouble with {many}"
    kind, _, name = notice.outage.partition(":")
    where = f"at {name}"
    if kind == "country":
        country = catalog.countries.get(name)
        where = f"of {country.name if country else name}"
    if notice.outage == NETWORK:
        if notice.is_over:
            return f"The network is back: {many} can be read again"
        return f"Nearly all sources fail together ({count}): our own network?"
    if notice.is_over:
        return f"Outage over: {many} {where} can be read again"
    return f"Outage: {many} {where} went silent together"


def _named(
    ids: Sequence[str],
    sources: Mapping[str, Source],
    views: Mapping[str, HealthView],
    *,
    with_reason: bool,
) -> list[Block]:
    blocks = []
    for each in ids[:SHOWN]:
        view = views[each]
        told_of = line(bold(f"{each} ({sources[each].publisher})"), f": {view.state}")
        blocks.append(block(told_of, view.reason) if with_reason else block(told_of))
    if len(ids) > SHOWN:
        blocks.append(block(f"and {len(ids) - SHOWN} more"))
    return blocks


def _log(notice: Notice, views: Mapping[str, HealthView]) -> None:
    # A person may have to act where sources cannot be read; recovery is for the record.
    is_bad = any(views[each].state in UNREADABLE for each in notice.sources)
    bound = log.bind(outage=notice.outage, sources=list(notice.sources))
    if notice.is_over:
        bound.info("sources_recovered", still=list(notice.still))
    elif is_bad:
        bound.warning("sources_troubled", reasons=[views[s].reason for s in notice.sources[:5]])
    else:
        bound.info("sources_stale")
