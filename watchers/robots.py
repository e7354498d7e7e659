"""What hosts ask of robots, by RFC 9309: which addresses not to ask for, and how long to wait.

A robots.txt is kept for a day (2.4). Where there is none (4xx, a loop, nonsense) everything is
allowed (2.3.1.3); where its server fails everything is disallowed (2.3.1.4) until it answers, an
older copy is at hand, or a month has passed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult

from watchers.errors import FetchError
from watchers.model import PollState
from watchers.ports import Request, Response

if TYPE_CHECKING:
    from protego import Protego

KEPT_S = 24 * 3600.0
"""RFC 9309, 2.4: a copy should not be used for longer."""
TRIED_AGAIN_S = 3600.0
"""A robots.txt that could not be had is asked for again after this."""
PATIENCE_S = 30 * 24 * 3600.0
"""RFC 9309, 2.3.1.4: after a reasonably long time (for example, 30 days) it counts as absent."""
MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB are parsed."""
MAX_DELAY_S = 60.0
"""A longer crawl-delay is kept so far: hosts that ask for hours mean crawlers of whole sites."""
MAX_HOSTS = 20_000
_TIMEOUT_S = 15.0
_SERVER_FAILS = frozenset({PollState.SERVER_ERROR, PollState.BUSY, PollState.UNREACHABLE})


@dataclass(slots=True)
class _Host:
    """What is known of one origin."""

    rules: Protego | None = None
    """None: everything is allowed."""
    good_until: float = 0.0
    has_copy: bool = False
    """Some robots.txt, or the lack of one, was seen."""
    failing_since: float | None = None
    trouble: FetchError | None = None
    """Why nothing may be asked."""
    lock: asyncio.Lock | None = None
    """Held while its robots.txt is asked for."""


class Robots:
    """Remembers the robots.txt of every host that was asked.

    Args:
        get: fetches one address; its own requests heed no robots.txt.
        agent: our product token, as robots.txt files would name us.
        now: seconds on a clock that only goes forward.
    """

    def __init__(
        self,
        get: Callable[[Request], Awaitable[Response]],
        agent: str,
        now: Callable[[], float],
    ) -> None:
        self._get = get
        self._agent = agent
        self._now = now
        self._hosts: dict[str, _Host] = {}

    async def check(self, parts: SplitResult, ports: tuple[int, ...]) -> float:
        """The crawl-delay in seconds to keep; raises FetchError where we are asked not to ask."""
        origin = f"{parts.scheme}://{parts.netloc}"
        host = self._hosts.get(origin)
        if host is None:
            self._forget_some()
            host = self._hosts[origin] = _Host()
        if host.good_until <= self._now():
            await self._refresh_once(host, origin, ports)
        if (trouble := host.trouble) is not None:
            # A new error each time: one that is raised twice drags its first traceback along.
            raise FetchError(
                trouble.state, trouble.reason, retry_after_s=trouble.retry_after_s
            ) from trouble
        return self._verdict(host, parts)

    async def _refresh_once(self, host: _Host, origin: str, ports: tuple[int, ...]) -> None:
        lock = host.lock = host.lock or asyncio.Lock()
        async with lock:
            if host.good_until <= self._now():
                await self._refresh(host, origin, ports)
        host.lock = None

    def _verdict(self, host: _Host, parts: SplitResult) -> float:
        if host.rules is None:
            return 0.0
        if not host.rules.can_fetch(parts.geturl(), self._agent):
            reason = f"the robots.txt of {parts.hostname} asks us not to ask for this address"
            raise FetchError(PollState.DISALLOWED, reason, retryable=False)
        return min(float(host.rules.crawl_delay(self._agent) or 0.0), MAX_DELAY_S)

    async def _refresh(self, host: _Host, origin: str, ports: tuple[int, ...]) -> None:
        request = Request(
            url=f"{origin}/robots.txt",
            ports=ports,
            max_bytes=MAX_BYTES,
            timeout_s=_TIMEOUT_S,
            accept="text/plain, */*;q=0.5",
            heeds_robots=False,
        )
        try:
            response = await self._get(request)
        except FetchError as error:
            self._failed(host, error)
            return
        host.rules = _parsed(response.body)
        self._good(host)

    def _good(self, host: _Host) -> None:
        host.good_until = self._now() + KEPT_S
        host.failing_since = host.trouble = None
        host.has_copy = True

    def _failed(self, host: _Host, error: FetchError) -> None:
        if error.state not in _SERVER_FAILS or "redirects over" in error.reason:
            host.rules = None
            self._good(host)
            return
        now = self._now()
        had_copy = host.has_copy
        host.failing_since = now if host.failing_since is None else host.failing_since
        # Where nobody answers, the next poll asks again: a network that is down for a minute must
        # not silence its sources for an hour.
        is_away = error.state is PollState.UNREACHABLE and not had_copy
        host.good_until = now if is_away else now + TRIED_AGAIN_S
        if not had_copy:
            is_over = now - host.failing_since >= PATIENCE_S
            host.trouble = None if is_over else _not_to_be_had(error)

    def _forget_some(self) -> None:
        """Forgets those whose copies are oldest, when there are too many."""
        if len(self._hosts) >= MAX_HOSTS:
            oldest = sorted(self._hosts, key=lambda origin: self._hosts[origin].good_until)
            for origin in oldest[: MAX_HOSTS // 10]:
                del self._hosts[origin]


def _not_to_be_had(error: FetchError) -> FetchError:
    """The trouble of all that is not asked while a robots.txt cannot be had."""
    if error.state is PollState.UNREACHABLE:
        return error
    reason = f"robots.txt cannot be read ({error.reason}): nothing is asked until it can"
    # A server that fails does not shut us out: whether it was asked for its robots.txt or for a
    # page is chance, and must not look like another trouble.
    return FetchError(error.state, reason, retry_after_s=TRIED_AGAIN_S)


def _parsed(body: bytes) -> Protego | None:
    """The rules in a robots.txt; None for one without any, such as a page of HTML."""
    text = body.decode("utf-8-sig", "replace")
    if not text.strip() or text.lstrip().startswith("<"):
        return None
    # Imported where it runs: most hosts have no robots.txt, or an empty one.
    from protego import Protego

    return Protego.parse(text)
