"""Runs readers in other processes: a reader that hangs or dies costs its own call only.

`ReaderPool` implements `watchers.ports.Parse`. Workers are fresh interpreters that import only
readers (never the caller's `__main__`), so it works the same from a console script and a test.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

import structlog

from watchers.errors import ReaderHungError, ReadError
from watchers.model import PollState
from watchers.readerprocess import DONE, HEADER, REFUSED, STARTED

T = TypeVar("T")
START_DEADLINE_S = 60.0
"""For a worker to start and import what a reader needs, which no call's deadline pays for."""
CALLS_PER_WORKER = 2_000
"""Then it is replaced: parsers leak a little."""
MEMORY_MB = 1_500
_MAIN = "import sys; from watchers.readerprocess import main; main(int(sys.argv[1]))"
log = structlog.get_logger()


class _WorkerDiedError(Exception):
    """The worker ended in the middle of a call."""


class ReaderPool:
    """A few reader processes, started when first needed; an async context manager.

    Args:
        size: how many readers run at once; further callers wait, which counts against nothing.
        memory_mb: the address space a worker may take, where the system can limit it.
    """

    def __init__(self, size: int = 1, *, memory_mb: int = MEMORY_MB) -> None:
        self._free = asyncio.Semaphore(size)
        self._memory_mb = memory_mb
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    async def __aenter__(self) -> ReaderPool:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends all workers. Calls under way fail; the pool may be used again."""
        for worker in list(self._all):
            await self._end(worker)

    async def __call__(self, reader: Callable[..., T], *args: Any, deadline_s: float = 10.0) -> T:
        """What the reader returns.

        Raises ReaderHungError at the deadline and ReadError otherwise: the reader's own, or
        UNREADABLE where it raised something else or took its process with it.
        """
        call = pickle.dumps((reader, args), pickle.HIGHEST_PROTOCOL)
        async with self._free:
            worker = self._idle.pop() if self._idle else await self._started()
            reusable = False
            try:
                kind, payload = await worker.call(call, deadline_s)
                reusable = worker.calls < CALLS_PER_WORKER
            except TimeoutError as error:
                raise ReaderHungError(deadline_s) from error
            except _WorkerDiedError as error:
                reason = f"the reader's process died ({worker.returncode})"
                raise ReadError(PollState.UNREADABLE, reason) from error
            finally:
                # A cancelled call leaves its worker in the middle of it: that one ends too.
                if reusable:
                    self._idle.append(worker)
                else:
                    await self._end(worker)
        result: T = _outcome(kind, payload)
        return result

    async def _started(self) -> _Worker:
        try:
            worker = await _Worker.start(self._memory_mb)
        except OSError as error:
            reason = "no reader process can be started on this machine"
            raise ReadError(PollState.UNREADABLE, reason) from error
        self._all.add(worker)
        return worker

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        await worker.end()


def _outcome(kind: bytes, payload: bytes) -> Any:
    value = pickle.loads(payload)  # noqa: S301 - from our own child
    if kind == DONE:
        return value
    if kind == REFUSED:
        state, reason, retryable, retry_after_s = value
        raise ReadError(state, reason, retryable=retryable, retry_after_s=retry_after_s)
    name, trace = value
    log.warning("reader_failed", error=name, trace=trace)
    raise ReadError(PollState.UNREADABLE, f"the reader failed ({name})")


class _Worker:
    """One reader process, seen from this side."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.calls = 0

    @classmethod
    async def start(cls, memory_mb: int) -> _Worker:
        """A new process, with our own import path."""
        paths = os.pathsep.join(path for path in sys.path if path)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _MAIN,
            str(memory_mb),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        return cls(process)

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.returncode

    async def call(self, call: bytes, deadline_s: float) -> tuple[bytes, bytes]:
        """Sends a call and waits for its outcome. Raises TimeoutError or _WorkerDiedError."""
        self.calls += 1
        try:
            kind, payload = await asyncio.wait_for(self._send(call), START_DEADLINE_S)
            if kind == STARTED:
                kind, payload = await asyncio.wait_for(self._receive(), deadline_s)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            await self._process.wait()
            raise _WorkerDiedError from error
        return kind, payload

    async def _send(self, call: bytes) -> tuple[bytes, bytes]:
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(HEADER.pack(b"c", len(call)) + call)
        await stdin.drain()
        return await self._receive()

    async def _receive(self) -> tuple[bytes, bytes]:
        stdout = self._process.stdout
        assert stdout is not None
        kind, size = HEADER.unpack(await stdout.readexactly(HEADER.size))
        return kind, await stdout.readexactly(size)

    async def end(self) -> None:
        """Kills it and waits until it is gone."""
        if self._process.returncode is None:
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
