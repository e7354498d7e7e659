"""The other side of `watchers.pool`: a process that runs one reader after the other.

Frames on standard input and output are a length and a pickle. It imports nothing but what the
readers it is sent need, has a memory limit, and ends when its input does.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import struct
import sys
import traceback
from typing import Any, BinaryIO

from watchers.errors import WatcherError

HEADER = struct.Struct(">cI")
LAST_RESORT_S = 300
"""A call that outlives even its parent (killed, so that nobody kills us) ends by itself."""
STARTED, DONE, REFUSED, FAILED = b"s", b"d", b"r", b"f"


def main(memory_mb: int) -> None:
    """Serves until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle.
    logging.disable(logging.CRITICAL)
    _limit_memory(memory_mb)
    frames_in = sys.stdin.buffer
    frames_out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # What a library prints is no frame.
    while (call := _read(frames_in)) is not None:
        _alarm(LAST_RESORT_S)
        kind, payload = _run(call, frames_out)
        _write(frames_out, kind, payload)
        _alarm(0)


def _run(call: bytes, frames_out: BinaryIO) -> tuple[bytes, bytes]:
    try:
        reader, args = pickle.loads(call)  # noqa: S301 - from our own parent
        _write(frames_out, STARTED, b"")
        return DONE, pickle.dumps(reader(*args), pickle.HIGHEST_PROTOCOL)
    except WatcherError as error:
        parts = (error.state, error.reason, error.retryable, error.retry_after_s)
        return REFUSED, pickle.dumps(parts)
    except Exception as error:
        # The edge of the process: the parent logs the trace and fails this one call.
        return FAILED, pickle.dumps((_named(error), traceback.format_exc()[-4000:]))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__


def _alarm(seconds: int) -> None:
    """The system ends the process then, whatever it is doing; 0 takes that back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _read(stream: BinaryIO) -> bytes | None:
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    _, size = HEADER.unpack(header)
    return stream.read(size)


def _write(stream: BinaryIO, kind: bytes, payload: bytes) -> None:
    stream.write(HEADER.pack(kind, len(payload)) + payload)
    stream.flush()


def _limit_memory(memory_mb: int) -> None:
    """Caps the address space where the system can; elsewhere the deadline is what bounds."""
    try:
        import resource
    except ImportError:
        return
    limit: Any = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
