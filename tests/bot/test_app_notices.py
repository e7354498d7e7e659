"""From polls that fail to the operators' chat: the app ticked by hand, on a clock that is set."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.alerts.notices import Notices
from bot.model import Platform
from bot.store import Store, deliveries
from config.model import Catalog, Source
from tests.bot.samples import GROUP, shown
from tests.bot.test_app import Scene, Submitted
from watchers.errors import FetchError
from watchers.model import PollResult, PollState, SourceState
from watchers.outcomes import Answer, failed, unchanged
from watchers.ports import Response


async def test_an_outage_and_its_end_are_each_told_once(
    store: Store, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(store, catalog, Submitted())
    monkeypatch.setattr(
        scene.app,
        "_notices",
        Notices(store, catalog, GROUP, scene.clock, scene.wall, lambda: None),
    )
    is_down = False

    async def poll(watched: Source, state: SourceState) -> PollResult:
        now = scene.clock.now()
        if is_down:
            error = FetchError(PollState.UNREACHABLE, "no answer", retryable=True)
            return failed(watched, state, error, now)
        answer = Answer(Response(304, watched.url), "", None, now)
        return unchanged(watched, state, PollState.NOT_MODIFIED, answer)

    monkeypatch.setattr(scene.watch, "_poll", poll)

    async def live(hours: int) -> list[str]:
        for _ in range(hours * 12):
            for each in scene.watch.due(scene.clock.now()):
                await scene.watch.poll(each)
            await scene.app.tick()
            scene.clock.pass_(minutes=5)
        async with store.write() as tx:
            later = scene.wall.now() + dt.timedelta(days=1)
            heard = await deliveries.claim(tx, Platform.TELEGRAM, "me", later, 1, 9)
            for sent in heard:
                await deliveries.mark_sent(tx, sent.id, "1", later)
        return [shown(each.message).splitlines()[0] for each in heard]

    assert await live(6) == []
    is_down = True
    told = "Outage: 2 sources of Norway went silent together"
    assert await live(12) == [told]
    assert await live(12) == []
    is_down = False
    assert await live(24) == ["Outage over: 2 sources of Norway can be read again"]
    assert await live(12) == []
