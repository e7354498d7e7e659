"""Readers that behave badly, for the pool's tests: it is sent them by name."""

from __future__ import annotations

import os
import signal
import sys
import time

from watchers.errors import ReadError
from watchers.model import PollState


def length(body: bytes) -> int:
    return len(body)


def process_id() -> int:
    return os.getpid()


def hang() -> None:
    time.sleep(600)


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def refuse() -> None:
    raise ReadError(PollState.BLOCKED, "a wall", retryable=False, retry_after_s=5.0)


def fail() -> None:
    raise ZeroDivisionError("by zero")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take_memory(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def chatter(word: str) -> str:
    print(word * 100_000)
    sys.stdout.flush()
    return word


def main_module() -> str:
    return str(getattr(sys.modules["__main__"], "__file__", None))


def loaded(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in sys.modules]
