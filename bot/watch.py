"""The watch over all sources: what is due, and one poll of one source brought into the line."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace

import structlog

from config.model import Source
from watchers.cuts import due_after_cut
from watchers.model import PollResult, PollState, SourceState
from watchers.ports import Clock
from watchers.schedule import due

GOOD = frozenset({PollState.OK, PollState.NOT_MODIFIED, PollState.SAME_BODY})
CUT_LOOK_EVERY = dt.timedelta(minutes=1)
"""How often a recovery is asked whether it ends a cut of our own network: it looks at them all."""
Poll = Callable[[Source, SourceState], Awaitable[PollResult]]
Take = Callable[[Source, PollResult], Awaitable[int]]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Summary:
    """How the sources stand."""

    sources: int
    polled: int
    read: int
    troubles: Mapping[PollState, int]

    @property
    def is_first_round_over(self) -> bool:
        """True once every source was polled at least once."""
        return self.polled >= self.sources


class Watch:
    """Polls sources and remembers how they stand.

    Args:
        states: what the store remembers of the sources.
        take: brings a poll's outcome into the store; answers how many items were new.
        on_new: called with a source's id when it showed new items.
    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        states: Mapping[str, SourceState],
        poll: Poll,
        take: Take,
        on_new: Callable[[str], None],
        clock: Clock,
    ) -> None:
        self._known: Mapping[str, Source] = sources
        self._sources: dict[str, Source] = {}
        self.awaited: Collection[str] = frozenset()
        """Sources of which something overdue is awaited."""
        self._states: dict[str, SourceState] = {}
        self._poll = poll
        self._take = take
        self._on_new = on_new
        self._clock = clock
        self._next_cut_look: dt.datetime | None = None
        self.use(sources, states)

    def use(self, sources: Mapping[str, Source], states: Mapping[str, SourceState]) -> None:
        """Watch these sources from now on.

        What is remembered of a source that goes on stays; `states` tells of the others.
        """
        before = self._states
        self._known = sources
        self._sources = {s.id: s for s in sources.values() if s.enabled}
        self._states = {
            source_id: before.get(source_id) or states.get(source_id) or SourceState(source_id)
            for source_id in self._sources
        }

    def expect(self, source_ids: Collection[str]) -> None:
        """Of these something overdue is awaited: silence slows their polls no more."""
        self.awaited = source_ids

    def due(self, now: dt.datetime) -> list[str]:
        """The sources to poll now."""
        return due(self._states, self._sources, now)

    def source(self, source_id: str) -> Source | None:
        """A source that is known: what a paused one showed before is still read."""
        return self._known.get(source_id)

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources that are polled."""
        return self._sources

    @property
    def states(self) -> Mapping[str, SourceState]:
        """What is remembered of each."""
        return self._states

    async def poll(self, source_id: str) -> None:
        """Poll one source once, if it is still due."""
        source, before = self._sources.get(source_id), self._states.get(source_id)
        # It may have been paused while its poll waited for its turn.
        if source is None or before is None:
            return
        # A tick that came during a poll asked for another: by now the source is not due.
        if before.due_at is not None and before.due_at > self._clock.now():
            return
        if source_id in self.awaited:
            source = replace(source, is_awaited=True)
        result = await self._poll(source, before)
        new = await self._take(source, result)
        # Only what the store took is remembered: after a failure above, the next poll asks with
        # the old ETag and gets the same items again.
        if source_id in self._states:
            if before.state is PollState.UNREACHABLE and result.state in GOOD:
                self._end_cut()
            self._states[source_id] = result.next_state
        self._report(before, result)
        if new:
            self._on_new(source_id)

    def _end_cut(self) -> None:
        """Poll soon what was out of reach with all others: we are connected again."""
        now = self._clock.now()
        if self._next_cut_look is not None and now < self._next_cut_look:
            return
        self._next_cut_look = now + CUT_LOOK_EVERY
        due_at = due_after_cut(self._states, self._sources, now)
        for source_id, at in due_at.items():
            self._states[source_id] = replace(self._states[source_id], due_at=at)
        if due_at:
            log.info("network_back", sources=len(due_at))

    def summary(self) -> Summary:
        """How the sources stand now."""
        seen = [state for state in self._states.values() if state.state is not None]
        troubles = Counter(
            state.state for state in seen if state.state and state.state not in GOOD
        )
        return Summary(
            sources=len(self._states),
            polled=len(seen),
            read=sum(1 for state in seen if state.state in GOOD),
            troubles=troubles,
        )

    def _report(self, before: SourceState, result: PollResult) -> None:
        if result.state in GOOD:
            if before.state is not None and before.state not in GOOD:
                log.info("source_recovered", source=result.source_id, was=before.state)
            return
        # A source that stays broken is said once; `doctor` shows it as long as it is.
        if before.state is not result.state:
            log.info(
                "source_troubled",
                source=result.source_id,
                state=result.state,
                reason=result.reason,
            )
