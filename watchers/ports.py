"""What the watchers need from outside, as Protocols. Callers never import the concrete class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    """Time as the process sees it: aware UTC. The demo and tests move it."""

    def now(self) -> dt.datetime: ...


class Stopwatch(Protocol):
    """Time that only goes forward, for pauses and how long things are kept.

    Apart from `Clock`: hosts are asked at the pace of real time, whatever the world's clock shows.
    """

    def seconds(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Request:
    """A conditional GET."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    ports: tuple[int, ...] = ()
    """Ports beside 80 and 443 that may be asked."""
    max_bytes: int = 5_000_000
    """After decompression."""
    timeout_s: float = 30.0
    accept: str = "*/*"
    min_gap_s: float | None = None
    """Seconds between requests to this host, where it wants more than the usual pause."""
    heeds_robots: bool = True
    """False for robots.txt itself."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. `status` 304 has an empty body."""

    status: int
    url: str
    """After redirects."""
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None
    """From the Content-Type header only."""
    etag: str | None = None
    last_modified: str | None = None
    retry_after_s: float | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hop:
    """What one address answered, redirects not followed."""

    status: int
    headers: Mapping[str, str]
    """Looked up whatever the case of their names."""
    body: bytes = b""
    """After decompression; empty where the status is no success."""


class Wire(Protocol):
    """Carries one GET of one address.

    Raises `watchers.errors.FetchError` for a body over `max_bytes`, and below HTTP what
    `watchers.wire.failure` puts into words.
    """

    async def __call__(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Hop: ...

    async def close(self) -> None: ...


class Fetch(Protocol):
    """The one door to the internet. Raises `watchers.errors.FetchError` and nothing else."""

    async def __call__(self, request: Request) -> Response: ...


class Parse(Protocol):
    """Runs a pure, picklable reader in another process, killed at the deadline.

    Raises `watchers.errors.ReaderHungError` at the deadline, and what the reader raises.
    """

    async def __call__(
        self, reader: Callable[..., T], *args: Any, deadline_s: float = 10.0
    ) -> T: ...
