"""The watch: a poll is remembered only once the store took it, and trouble is said once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import structlog

from bot.watch import Watch
from config.model import Source
from tests.bot.samples import NOW, SetClock, item, polled, source
from watchers.model import PollResult, PollState, SourceState

PAPER, WIRE = source("paper"), source("wire")


class Scene:
    """A watch over two sources whose polls a test scripts."""

    def __init__(self, *, states: dict[str, SourceState] | None = None) -> None:
        self.clock = SetClock()
        self.results: list[PollResult] = []
        self.asked_with: list[SourceState] = []
        self.asked: list[Source] = []
        self.taken: list[PollResult] = []
        self.new: list[str] = []
        self.is_store_broken = False
        off = source("off", enabled=False)
        self.watch = Watch(
            {each.id: each for each in (PAPER, WIRE, off)},
            states or {},
            self._poll,
            self._take,
            self.new.append,
            self.clock,
        )

    async def _poll(self, source: Source, state: SourceState) -> PollResult:
        self.asked.append(source)
        self.asked_with.append(state)
        return self.results.pop(0)

    async def _take(self, _source: Source, result: PollResult) -> int:
        if self.is_store_broken:
            raise OSError("disk full")
        self.taken.append(result)
        return len(result.items)

    async def poll(self, state: PollState = PollState.OK, *titles: str) -> None:
        """One poll of the paper that ends so; the next is due at once."""
        self.results.append(polled(PAPER, *map(item, titles), state=state))
        await self.watch.poll(PAPER.id)


async def test_a_poll_is_taken_and_remembered_and_new_items_are_told() -> None:
    scene = Scene()
    await scene.poll(PollState.OK, "One")
    await scene.poll(PollState.NOT_MODIFIED)

    assert [state.etag for state in scene.asked_with] == [None, '"1"']
    assert len(scene.taken) == 2
    assert scene.new == [PAPER.id]


async def test_what_the_store_did_not_take_is_asked_for_again() -> None:
    scene = Scene()
    scene.is_store_broken = True
    with pytest.raises(OSError, match="disk full"):
        await scene.poll(PollState.OK, "One")
    scene.is_store_broken = False
    await scene.poll(PollState.OK, "One")

    assert [state.etag for state in scene.asked_with] == [None, None]
    assert scene.new == [PAPER.id]


async def test_a_source_that_is_not_due_any_more_is_left_alone() -> None:
    scene = Scene()
    later = replace(polled(PAPER).next_state, due_at=NOW + dt.timedelta(minutes=5))
    scene.results.append(replace(polled(PAPER), next_state=later))
    await scene.watch.poll(PAPER.id)
    await scene.watch.poll(PAPER.id)
    assert len(scene.asked_with) == 1

    scene.clock.pass_(minutes=5)
    await scene.poll()
    assert len(scene.asked_with) == 2


def test_what_is_due_follows_the_states_and_leaves_out_what_is_off() -> None:
    later = SourceState(WIRE.id, due_at=NOW + dt.timedelta(minutes=5))
    scene = Scene(states={WIRE.id: later})

    assert scene.watch.due(NOW) == [PAPER.id]
    assert scene.watch.due(NOW + dt.timedelta(minutes=5)) == [PAPER.id, WIRE.id]
    assert scene.watch.source(WIRE.id) is WIRE
    assert scene.watch.source("off") is not None, "what it showed before is still read"
    assert scene.watch.source("unheard-of") is None


async def test_trouble_is_said_once_and_its_end_too() -> None:
    scene = Scene()
    with structlog.testing.capture_logs() as logs:
        for state in (
            PollState.OK,
            PollState.SERVER_ERROR,
            PollState.SERVER_ERROR,
            PollState.GONE,
            PollState.NOT_MODIFIED,
            PollState.SAME_BODY,
        ):
            await scene.poll(state)

    assert [(log["event"], log.get("state") or log.get("was")) for log in logs] == [
        ("source_troubled", PollState.SERVER_ERROR),
        ("source_troubled", PollState.GONE),
        ("source_recovered", PollState.GONE),
    ]


async def test_the_summary_counts_how_sources_stand() -> None:
    scene = Scene()
    assert scene.watch.summary().polled == 0
    await scene.poll()
    summary = scene.watch.summary()
    assert (summary.sources, summary.polled, summary.read) == (2, 1, 1)
    assert not summary.is_first_round_over

    scene.results.append(polled(WIRE, state=PollState.GONE))
    await scene.watch.poll(WIRE.id)
    summary = scene.watch.summary()
    assert summary.is_first_round_over
    assert (summary.read, dict(summary.troubles)) == (1, {PollState.GONE: 1})


async def test_a_source_is_polled_as_awaited_while_something_is() -> None:
    scene = Scene()
    await scene.poll()
    scene.watch.expect({PAPER.id})
    await scene.poll()
    scene.watch.expect(frozenset())
    await scene.poll()

    assert [each.is_awaited for each in scene.asked] == [False, True, False]
    source_kept = scene.watch.source(PAPER.id)
    assert source_kept is not None
    assert not source_kept.is_awaited


async def test_the_first_answer_after_a_cut_makes_all_due_that_were_out_of_reach() -> None:
    later = NOW + dt.timedelta(hours=9)
    names = ["paper", *(f"paper-{n}" for n in range(6))]
    away = {
        name: SourceState(
            name,
            due_at=NOW if name == "paper" else later,
            last_poll_at=NOW - dt.timedelta(hours=3),
            state=PollState.UNREACHABLE,
            failures=4,
        )
        for name in names
    }
    scene = Scene(states=away)
    scene.watch.use({name: source(name) for name in names}, away)
    with structlog.testing.capture_logs() as logs:
        await scene.poll(PollState.OK, "One")
    assert [each["sources"] for each in logs if each["event"] == "network_back"] == [6]
    soon = scene.watch.due(NOW + dt.timedelta(minutes=1))
    assert {*names[1:]} <= {*soon}
