"""Opening, locking, transactions, and what a kill leaves."""

from __future__ import annotations

import asyncio
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import Store, StoreError, StoreLocked, StoreMisuse, StoreTooNew, meta


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def make_wide(path: Path) -> None:
    path.parent.mkdir()
    path.touch(mode=0o644)


async def fail_halfway(store: Store) -> None:
    async with store.write() as tx:
        await meta.put(tx, "lost", "1")
        raise RuntimeError("halfway")


async def test_file_and_folder_are_private(store: Store, path: Path) -> None:
    async with store.write() as tx:
        await meta.put(tx, "a", "b")
    modes = {each.name: mode_of(each) for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "missionwatch.db-wal" in modes
    assert mode_of(path.parent) == 0o700


async def test_a_wider_file_is_narrowed(path: Path) -> None:
    make_wide(path)
    await (await Store.open(path)).close()
    assert mode_of(path) == 0o600


async def test_an_unwritable_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="MISSIONWATCH_DATA"):
        await Store.open(tmp_path / "file" / "missionwatch.db")


async def test_memory_is_refused() -> None:
    with pytest.raises(StoreError, match="give its path"):
        await Store.open("sqlite+aiosqlite:///:memory:")


async def test_opens_by_url_too(path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{path}")
    await store.close()
    assert mode_of(path) == 0o600


async def test_second_exclusive_open_is_locked_out(path: Path) -> None:
    first = await Store.open(path, exclusive=True)
    with pytest.raises(StoreLocked, match="MISSIONWATCH_DATA") as caught:
        await Store.open(path, exclusive=True)
    assert str(path) in str(caught.value)
    reader = await Store.open(path)
    await reader.close()
    await first.close()
    await (await Store.open(path, exclusive=True)).close()


async def test_close_twice(path: Path) -> None:
    store = await Store.open(path, exclusive=True)
    await store.close()
    await store.close()


async def test_commits_and_rolls_back(store: Store) -> None:
    async with store.write() as tx:
        await meta.put(tx, "kept", "1")
    with pytest.raises(RuntimeError, match="halfway"):
        await fail_halfway(store)
    async with store.read() as tx:
        assert (await meta.get(tx, "kept"), await meta.get(tx, "lost")) == ("1", None)


async def test_what_was_written_is_there_after_reopening(path: Path) -> None:
    store = await Store.open(path)
    async with store.write() as tx:
        await meta.put(tx, "a", "b")
        await meta.put(tx, "a", "c")
    await store.close()
    store = await Store.open(path)
    async with store.write() as tx:
        assert await meta.get(tx, "a") == "c"
        await meta.drop(tx, "a")
        assert await meta.get(tx, "a") is None
    await store.close()


async def test_pragmas(store: Store) -> None:
    async with store.read() as tx:
        asked = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        found = [(await tx.connection.execute(text(f"PRAGMA {name}"))).scalar() for name in asked]
    assert found == ["wal", 1, 2, 5000]


async def test_a_read_sees_one_moment(store: Store) -> None:
    async with store.write() as tx:
        await meta.put(tx, "a", "before")
    async with store.read() as reading:
        assert await meta.get(reading, "a") == "before"
        async with store.write() as tx:
            await meta.put(tx, "a", "after")
        assert await meta.get(reading, "a") == "before"
    async with store.read() as reading:
        assert await meta.get(reading, "a") == "after"


async def test_writers_queue(store: Store) -> None:
    async def add_one() -> None:
        async with store.write() as tx:
            count = int(await meta.get(tx, "count") or 0)
            await asyncio.sleep(0)
            await meta.put(tx, "count", str(count + 1))

    await asyncio.gather(*(add_one() for _ in range(20)))
    async with store.read() as tx:
        assert await meta.get(tx, "count") == "20"


async def test_a_write_inside_a_write_is_told(store: Store) -> None:
    async with store.write():
        with pytest.raises(StoreMisuse, match="pass the transaction"):
            await fail_halfway(store)


async def test_a_cancelled_write_is_rolled_back_and_blocks_nobody(store: Store) -> None:
    begun = asyncio.Event()

    async def hang() -> None:
        async with store.write() as tx:
            await meta.put(tx, "halfway", "yes")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.write() as tx:
        assert await meta.get(tx, "halfway") is None


async def test_two_stores_on_one_file_do_not_lose_writes(path: Path) -> None:
    stores = [await Store.open(path), await Store.open(path)]

    async def add_ten(store: Store) -> None:
        for _ in range(10):
            async with store.write() as tx:
                count = int(await meta.get(tx, "count") or 0)
                await meta.put(tx, "count", str(count + 1))

    await asyncio.gather(*(add_ten(store) for store in stores))
    async with stores[0].read() as tx:
        assert await meta.get(tx, "count") == "20"
    for store in stores:
        await store.close()


async def test_a_newer_database_is_refused(path: Path) -> None:
    store = await Store.open(path)
    async with store.write() as tx:
        await tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await store.close()
    with pytest.raises(StoreTooNew, match="9999"):
        await Store.open(path)


KILLED_HALFWAY = """
    import asyncio, os, signal, sys
    from bot.store import Store, meta

    async def main():
        store = await Store.open(sys.argv[1], exclusive=True)
        async with store.write() as tx:
            await meta.put(tx, "committed", "yes")
        async with store.write() as tx:
            await meta.put(tx, "halfway", "yes")
            os.kill(os.getpid(), signal.SIGKILL)

    asyncio.run(main())
"""


async def test_kill_keeps_what_was_committed_and_nothing_else(path: Path) -> None:
    killed = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", textwrap.dedent(KILLED_HALFWAY), str(path)],
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    store = await Store.open(path, exclusive=True)
    async with store.read() as tx:
        assert await meta.get(tx, "committed") == "yes"
        assert await meta.get(tx, "halfway") is None
    await store.close()
