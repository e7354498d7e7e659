"""Killed at each step of delivery and started again: nothing lost, repeats only where documented
(docs/decisions/002-at-least-once.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store import Store, deliveries
from tests.acceptance.newsroom import GREEK_NEWS, HOSTILE_NEWS, TAJIK_NEWS, Newsroom
from tests.acceptance.process import Process, running
from tests.fakes.scripting import PATIENCE_S, Trouble
from tests.fakes.telegram import TelegramServer
from tests.fakes.web import hung

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]

CHAT = 42
PROMISED_S = 5.0
TOLD = ": envoy accredited (confirmed)"
TAJIK_TOLD, GREEK_TOLD, NORWEGIAN_TOLD = (
    f"{host}{TOLD}" for host in ("Tajikistan", "Greece", "Norway")
)


class Scene:
    """One Telegram bot over one store, started as often as a test wants."""

    def __init__(self, folder: Path, newsroom: Newsroom, telegram: TelegramServer) -> None:
        self.folder = folder
        self.newsroom = newsroom
        self.telegram = telegram
        self.settings = newsroom.settings(folder) | {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.url,
        }

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Process]:
        """The process, ready."""
        async with running(self.settings, self.folder) as process:
            await process.until_ready("telegram")
            yield process

    async def subscribe(self) -> None:
        """The chat wants to hear everything."""
        await self.telegram.say(CHAT, "/subscribe all")
        await self.telegram.wait_sent(1, chat_id=CHAT)

    def alerts(self, told: str = TOLD) -> list[str]:
        """What the chat was told of the news."""
        return [sent["text"] for sent in self.telegram.sent_to(CHAT) if told in sent["text"]]

    async def until_told(self, count: int) -> None:
        """Wait until the chat was told so often."""
        await self.telegram.record.until(
            lambda: len(self.alerts()) >= count, PATIENCE_S, f"alert {count}"
        )

    async def unsent(self) -> int:
        """How many deliveries the store still holds; only while nothing runs on it."""
        store = await Store.open(self.folder / "data" / "missionwatch.db")
        try:
            async with store.read() as tx:
                return await deliveries.pending(tx)
        finally:
            await store.close()


@pytest.fixture
def scene(tmp_path: Path, newsroom: Newsroom, telegram: TelegramServer) -> Scene:
    return Scene(tmp_path, newsroom, telegram)


async def test_three_lives_of_one_store(scene: Scene) -> None:
    """Each start costs seconds, so one process's end is the beginning of the next one's tale."""
    async with scene.running() as process:
        await scene.subscribe()
        await _is_killed_between_the_ledger_and_the_send(scene, process)
    assert await scene.unsent() == 1
    assert scene.alerts() == []

    await scene.telegram.start()
    async with scene.running() as process:
        await scene.until_told(1)
        await process.until_logged("alert_sent", repeat=False)
        await _is_killed_while_the_answer_is_outstanding(scene, process)
    assert len(scene.alerts(TAJIK_TOLD)) == 1

    async with scene.running() as process:
        await scene.until_told(3)
        await process.until_logged("alert_sent", repeat=True)
        await _is_stopped_during_a_send(scene, process)

    assert len(scene.alerts(TAJIK_TOLD)) == 1
    assert len(scene.alerts(GREEK_TOLD)) == 2
    assert len(scene.alerts(NORWEGIAN_TOLD)) == 1
    # Nothing is left that another start could send.
    assert await scene.unsent() == 0


async def _is_killed_between_the_ledger_and_the_send(scene: Scene, process: Process) -> None:
    await scene.telegram.stop()
    scene.newsroom.publish("tj-mid", *TAJIK_NEWS)
    await process.until_logged("alert_delayed")
    await process.kill()


async def _is_killed_while_the_answer_is_outstanding(scene: Scene, process: Process) -> None:
    # Taken and shown to the chat, but the answer never reaches us.
    outage = Trouble("sendMessage", status=502, body="", stall_s=60, accept=True)
    scene.telegram.script.add(outage)
    scene.newsroom.publish("gr-mfa", *GREEK_NEWS)
    await scene.until_told(2)
    await process.kill()


async def _is_stopped_during_a_send(scene: Scene, process: Process) -> None:
    before = len(scene.telegram.record.of("sendMessage"))
    scene.telegram.stall_next(1.0)
    scene.newsroom.publish("fjord-times", *HOSTILE_NEWS)
    await scene.telegram.wait_call("sendMessage", before + 1)
    code, took_s = await process.stop()
    assert code == 0
    assert took_s < PROMISED_S


async def test_a_stop_with_everything_stuck_ends_in_time_and_loses_nothing(
    scene: Scene,
) -> None:
    async with scene.running() as process:
        await scene.subscribe()
        scene.telegram.stall_next(60)
        scene.newsroom.publish("tj-mid", *TAJIK_NEWS)
        await scene.telegram.wait_call("sendMessage", 2)
        scene.newsroom.web.behave("/steppe-wire", hung())
        asked = scene.newsroom.web.count("/steppe-wire")
        await asyncio.wait_for(
            scene.newsroom.web.until_asked("/steppe-wire", asked + 1), PATIENCE_S
        )
        code, took_s = await process.stop()

    assert code == 0
    assert took_s < PROMISED_S
    assert await scene.unsent() == 1
