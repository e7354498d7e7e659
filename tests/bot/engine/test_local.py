"""The local engine: one run per key, one more when asked during a run, no job stops another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.engine import LocalEngine


class Recorder:
    """A handler that notes what runs and can be held."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.starts: asyncio.Queue[str] = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()
        self.at_once = 0
        self.most_at_once = 0

    async def __call__(self, key: str) -> None:
        self.started.append(key)
        self.starts.put_nowait(key)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.gate.wait()
            if key == "bad":
                raise ValueError("a job that fails")
        finally:
            self.at_once -= 1


@contextlib.asynccontextmanager
async def running(recorder: Recorder, limit: int = 4) -> AsyncIterator[LocalEngine]:
    engine = LocalEngine({"poll": limit})
    task = asyncio.create_task(engine.run({"poll": recorder}))
    await asyncio.sleep(0)
    yield engine
    await engine.close()
    await task


async def started(recorder: Recorder, count: int) -> None:
    for _ in range(count):
        await recorder.starts.get()


async def test_a_repeat_while_queued_is_nothing_new() -> None:
    recorder = Recorder()
    engine = LocalEngine({"poll": 1})
    engine.submit("poll", "a")
    engine.submit("poll", "a")

    task = asyncio.create_task(engine.run({"poll": recorder}))
    await engine.idle()
    await engine.close()
    await task

    assert recorder.started == ["a"]


async def test_repeats_while_running_add_exactly_one_run() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    async with running(recorder) as engine:
        engine.submit("poll", "a")
        await started(recorder, 1)
        for _ in range(5):
            engine.submit("poll", "a")
        recorder.gate.set()
        await engine.idle()

    assert recorder.started == ["a", "a"]


async def test_the_same_key_never_runs_twice_at_once() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    async with running(recorder) as engine:
        engine.submit("poll", "a")
        await started(recorder, 1)
        engine.submit("poll", "a")
        await asyncio.sleep(0)
        assert recorder.most_at_once == 1
        recorder.gate.set()
        await engine.idle()

    assert recorder.most_at_once == 1


async def test_no_more_jobs_at_once_than_the_limit() -> None:
    recorder = Recorder()
    recorder.gate.clear()
    async with running(recorder, limit=2) as engine:
        for key in "abcde":
            engine.submit("poll", key)
        await started(recorder, 2)
        await asyncio.sleep(0)
        assert recorder.at_once == 2
        recorder.gate.set()
        await engine.idle()

    assert sorted(recorder.started) == list("abcde")


@pytest.mark.parametrize("position", [0, 1])
async def test_a_failing_job_does_not_stop_the_next(position: int) -> None:
    recorder = Recorder()
    keys = ["good"]
    keys.insert(position, "bad")
    async with running(recorder, limit=1) as engine:
        for key in keys:
            engine.submit("poll", key)
        await engine.idle()

    assert recorder.started == keys
