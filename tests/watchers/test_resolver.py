"""Look-ups in daemon threads: answers, errors, and no waiting for those under way."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from watchers.resolver import DaemonResolver


async def test_a_name_has_addresses() -> None:
    found = await DaemonResolver().resolve("localhost", 80, socket.AF_UNSPEC)
    assert {result["host"] for result in found} & {"127.0.0.1", "::1"}
    assert all((result["hostname"], result["port"]) == ("localhost", 80) for result in found)


@pytest.mark.parametrize("name", ["nowhere.invalid", "a" * 70 + ".example", "\udc80"])
async def test_a_name_nobody_knows_is_an_error(name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - aiohttp asks for just that type
        await DaemonResolver().resolve(name, 80, socket.AF_UNSPEC)


async def test_a_look_up_that_hangs_can_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    threads: list[threading.Thread] = []

    def hang(*_: object, **__: object) -> list[object]:
        threads.append(threading.current_thread())
        release.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    resolver = DaemonResolver(max_threads=1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(resolver.resolve("slow.example"), 0.1)
    assert threads[0].daemon
    waiting = asyncio.create_task(resolver.resolve("next.example"))
    await asyncio.wait([waiting], timeout=0.05)
    assert len(threads) == 1
    release.set()
    assert await waiting == []


def test_an_answer_after_the_end_of_the_loop_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    threads: list[threading.Thread] = []

    def late(*_: object, **__: object) -> list[object]:
        threads.append(threading.current_thread())
        release.wait(10)
        return []

    async def leave() -> None:
        task = asyncio.create_task(DaemonResolver().resolve("slow.example"))
        await asyncio.wait([task], timeout=0.05)
        task.cancel()

    monkeypatch.setattr(socket, "getaddrinfo", late)
    asyncio.run(leave())
    release.set()
    threads[0].join(5)
    assert not threads[0].is_alive()
