"""Readers in other processes: what hangs or dies costs its own call only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from tests.watchers import readers
from watchers.errors import ReaderHungError, ReadError
from watchers.model import PollState
from watchers.pool import ReaderPool


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool() as made:
        yield made


async def test_a_reader_runs_in_another_process_that_is_kept(pool: ReaderPool) -> None:
    import os

    first = await pool(readers.process_id)
    assert first != os.getpid()
    assert await pool(readers.process_id) == first
    assert await pool(readers.length, b"x" * 3_000_000) == 3_000_000


async def test_a_hung_reader_is_killed_at_its_deadline(pool: ReaderPool) -> None:
    before = await pool(readers.process_id)
    started = time.monotonic()
    with pytest.raises(ReaderHungError) as raised:
        await pool(readers.hang, deadline_s=0.3)
    assert time.monotonic() - started < 5
    assert raised.value.state is PollState.HUNG
    assert await pool(readers.process_id) != before


async def test_a_reader_that_takes_its_process_along_fails_alone(pool: ReaderPool) -> None:
    with pytest.raises(ReadError, match="died") as raised:
        await pool(readers.die)
    assert raised.value.state is PollState.UNREADABLE
    assert await pool(readers.length, b"ab") == 2


async def test_what_a_reader_raises_arrives(pool: ReaderPool) -> None:
    with pytest.raises(ReadError) as raised:
        await pool(readers.refuse)
    error = raised.value
    assert (error.state, error.reason) == (PollState.BLOCKED, "a wall")
    assert (error.retryable, error.retry_after_s) == (False, 5.0)


async def test_any_other_error_is_unreadable_and_logged(pool: ReaderPool) -> None:
    with capture_logs() as logs, pytest.raises(ReadError, match="ZeroDivisionError: by zero"):
        await pool(readers.fail)
    assert [entry["event"] for entry in logs] == ["reader_failed"]
    assert "in fail" in logs[0]["trace"]


async def test_waiting_for_a_turn_counts_against_nothing(pool: ReaderPool) -> None:
    calls = [pool(readers.nap, 0.2, deadline_s=1.0) for _ in range(8)]
    assert await asyncio.gather(*calls) == [0.2] * 8


async def test_a_hung_call_does_not_harm_those_behind_it(pool: ReaderPool) -> None:
    hung = asyncio.create_task(pool(readers.hang, deadline_s=0.3))
    behind = asyncio.create_task(pool(readers.length, b"abc", deadline_s=5.0))
    with pytest.raises(ReaderHungError):
        await hung
    assert await behind == 3


async def test_two_readers_run_at_once() -> None:
    async with ReaderPool(2) as pool:
        ids = await asyncio.gather(pool(readers.nap, 0.3), pool(readers.process_id))
        other = await asyncio.gather(pool(readers.process_id), pool(readers.process_id))
    assert ids[1] in other


async def test_a_cancelled_call_leaves_the_pool_usable(pool: ReaderPool) -> None:
    await pool(readers.length, b"")
    call = asyncio.create_task(pool(readers.hang, deadline_s=60))
    await asyncio.wait([call], timeout=0.1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await pool(readers.length, b"ab") == 2


async def test_memory_is_limited() -> None:
    async with ReaderPool(memory_mb=300) as pool:
        with pytest.raises(ReadError, match="MemoryError"):
            await pool(readers.take_memory, 1_000)
        assert await pool(readers.take_memory, 10) == 10 * 1024 * 1024


async def test_what_a_reader_prints_is_no_answer(pool: ReaderPool) -> None:
    assert await pool(readers.chatter, "ab") == "ab"


async def test_a_worker_never_imports_our_main_module(pool: ReaderPool) -> None:
    assert await pool(readers.main_module) == "None"
    heavy = ("pytest", "aiohttp", "sqlalchemy", "pydantic", "structlog")
    assert "aiohttp" not in await pool(readers.loaded, heavy)
    assert "sqlalchemy" not in await pool(readers.loaded, heavy)


async def test_a_closed_pool_has_no_process_left() -> None:
    import os

    pool = ReaderPool()
    worker = await pool(readers.process_id)
    await pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
