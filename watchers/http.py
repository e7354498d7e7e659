"""The one door to the internet: safe, polite, bounded.

`HttpFetch` implements `watchers.ports.Fetch` over a `watchers.ports.Wire`. Only public addresses
and agreed ports are asked, every redirect is checked like a first request, a body is never larger
nor a request longer than asked for, a host gets one request at a time. Whatever goes wrong is a
`FetchError` whose reason names the host and never a secret.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import aiohttp

from watchers.addresses import AddressGuard, ForbiddenAddressError
from watchers.clocks import SystemStopwatch
from watchers.errors import FetchError
from watchers.manners import HostTurns, TurnTimeoutError
from watchers.model import PollState
from watchers.ports import Hop, Request, Response, Stopwatch, Wire
from watchers.robots import Robots
from watchers.wire import HttpWire, failure

MAX_REDIRECTS = 5
MIN_GAP_S = 1.0
"""Between two requests to one host."""
MAX_WAIT_S = 300.0
"""For one's turn at a busy host."""
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class HttpFetch:
    """Fetches over HTTP; an async context manager, else call `close()`.

    Args:
        user_agent: names us and where to read about us.
        proxy: an `http://` proxy that all requests go through; addresses are then its business,
            but for literal ones.
        allow_loopback: tests and the demo ask their own machine.
        min_gap_s: the pause between two requests to one host; a source, or the host's
            robots.txt, may ask for more.
        robots: whether robots.txt is heeded.
        stopwatch: measures the pauses and how long a robots.txt is kept.
        wire: carries the requests; by default the real network.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        proxy: str | None = None,
        allow_loopback: bool = False,
        min_gap_s: float = MIN_GAP_S,
        max_wait_s: float = MAX_WAIT_S,
        robots: bool = True,
        stopwatch: Stopwatch | None = None,
        wire: Wire | None = None,
    ) -> None:
        if proxy and urlsplit(proxy).scheme not in _PORTS:
            raise ValueError("the HTTP proxy must be an http:// or https:// address")
        self._user_agent = user_agent
        self._proxy = proxy
        self._guard = AddressGuard(allow_loopback=allow_loopback)
        stopwatch = stopwatch or SystemStopwatch()
        self._turns = HostTurns(min_gap_s, max_wait_s, stopwatch)
        agent = product_token(user_agent)
        self._robots = Robots(self, agent, stopwatch.seconds) if robots else None
        self._wire = wire or HttpWire(self._guard, proxy)

    async def __aenter__(self) -> HttpFetch:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes every connection. A closed door opens again at the next call."""
        await self._wire.close()

    async def __call__(self, request: Request) -> Response:
        """One GET, redirects followed. Raises FetchError and nothing else."""
        url = request.url
        left_s = request.timeout_s
        for _ in range(MAX_REDIRECTS + 1):
            parts = self._checked(url, request.ports)
            self._leave_alone(parts)
            await self._heed(parts, request)
            answer, took_s = await self._ask(urlunsplit(parts), parts, request, left_s)
            if isinstance(answer, Response):
                return answer
            left_s -= took_s
            url = _next_hop(parts, answer)
        host = urlsplit(request.url).hostname
        raise FetchError(PollState.SERVER_ERROR, f"{host} redirects over {MAX_REDIRECTS} times")

    def _leave_alone(self, parts: SplitResult) -> None:
        """Raises where the host asked for a pause, of whichever of its addresses."""
        if held_s := self._turns.held_s(_queue_of(parts)):
            reason = f"{parts.hostname} asks to be left alone for {math.ceil(held_s / 60)} min yet"
            raise FetchError(PollState.BUSY, reason, retry_after_s=held_s)

    async def _heed(self, parts: SplitResult, request: Request) -> None:
        """Keeps to what the host's robots.txt asks, and the pause its source asks."""
        gap_s = request.min_gap_s or 0.0
        if self._robots is not None and request.heeds_robots:
            gap_s = max(gap_s, await self._robots.check(parts, request.ports))
        if gap_s:
            self._turns.widen(_queue_of(parts), gap_s)

    def _checked(self, url: str, ports: tuple[int, ...]) -> SplitResult:
        """The parts of an address that we may ask. Raises FetchError."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname
        except ValueError as error:
            raise _refused("the address is not valid") from error
        if parts.scheme not in _PORTS or not host:
            raise _refused("only http and https addresses are fetched")
        if "@" in parts.netloc:
            raise _refused(f"the address at {host} carries a user name")
        if port is not None and port not in (80, 443, *ports):
            raise _refused(f"port {port} of {host} is not one that its source names")
        if self._proxy and re.fullmatch(r"[\d.]+|.*:.*|(?:.*\.)?localhost", host):
            self._check_literal(host)
        return parts._replace(fragment="")

    def _check_literal(self, host: str) -> None:
        try:
            self._guard.check("127.0.0.1" if host.endswith("localhost") else host)
        except (ForbiddenAddressError, ValueError) as error:
            raise _refused(f"{host} is not a public address") from error

    async def _ask(
        self, url: str, parts: SplitResult, request: Request, left_s: float
    ) -> tuple[Response | str, float]:
        """One hop: the response, or where it redirects to; and the seconds it took."""
        host = str(parts.hostname)
        queue = _queue_of(parts)
        loop = asyncio.get_running_loop()
        try:
            async with self._turns.turn(queue):
                # Whoever went before may have been told to wait.
                self._leave_alone(parts)
                started = loop.time()
                async with asyncio.timeout(max(0.0, left_s)):
                    answer = await self._get(url, request)
                return answer, loop.time() - started
        except FetchError as error:
            if error.state is PollState.BUSY and error.retry_after_s:
                self._turns.hold(queue, error.retry_after_s)
            raise
        except TurnTimeoutError as error:
            raise FetchError(PollState.BUSY, f"{host} has too many requests waiting") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure(host, error, request.timeout_s) from error

    async def _get(self, url: str, request: Request) -> Response | str:
        answer = await self._wire(url, self._headers(request), request.max_bytes)
        location = answer.headers.get("Location")
        if answer.status in _REDIRECTS and location:
            return location
        host = str(urlsplit(url).hostname)
        if answer.status != 304 and not 200 <= answer.status < 300:
            raise _by_status(host, answer)
        if answer.status == 202 and not answer.body:
            raise FetchError(PollState.BLOCKED, f"{host} answers 202 without a body")
        return _response(url, answer)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "User-Agent": self._user_agent,
            "Accept": request.accept,
            "Accept-Encoding": "gzip, deflate",
        }
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers


def _response(url: str, answer: Hop) -> Response:
    content_type = answer.headers.get("Content-Type", "")
    charset = _CHARSET.search(content_type)
    return Response(
        status=answer.status,
        url=url,
        body=answer.body,
        content_type=content_type.partition(";")[0].strip().lower(),
        charset=charset[1] if charset else None,
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
        retry_after_s=retry_after_s(answer.headers),
        headers={name.lower(): value for name, value in answer.headers.items()},
    )


def product_token(user_agent: str) -> str:
    """The name that robots.txt files know us by: `MissionWatch/1.0 (…)` is `MissionWatch`."""
    return re.split(r"[/\s]", user_agent.strip(), maxsplit=1)[0]


def _queue_of(parts: SplitResult) -> str:
    """What shares one queue: a host on its usual ports, any other port by itself."""
    host, port = str(parts.hostname), parts.port
    return host if port in (None, 80, 443) else f"{host}:{port}"


def _next_hop(parts: SplitResult, location: str) -> str:
    """Where a redirect leads. A page that redirects to itself wants a cookie: a wall."""
    here = urlunsplit(parts)
    try:
        there = urljoin(here, location)
    except ValueError as error:
        raise _refused(f"{parts.hostname} redirects to an address that is not valid") from error
    if there.partition("#")[0] == here:
        reason = f"{parts.hostname} redirects to itself: a wall that wants a cookie"
        raise FetchError(PollState.BLOCKED, reason)
    return there


def _by_status(host: str, answer: Hop) -> FetchError:
    status = answer.status
    reason = f"{host} answers {status}"
    wait_s = retry_after_s(answer.headers)
    if answer.headers.get("cf-mitigated") == "challenge":
        return FetchError(PollState.BLOCKED, f"{reason} with a Cloudflare challenge")
    if status in (429, 503):
        return FetchError(PollState.BUSY, reason, retry_after_s=wait_s)
    if status in (404, 410):
        return FetchError(PollState.GONE, reason, retryable=False)
    if 400 <= status < 500:
        return FetchError(PollState.REFUSED, reason, retry_after_s=wait_s)
    return FetchError(PollState.SERVER_ERROR, reason, retry_after_s=wait_s)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks us to stay away, from a number or a date."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        sent = parsedate_to_datetime(headers["Date"]) if "Date" in headers else None
    except ValueError:
        return None
    now = sent or dt.datetime.now(dt.UTC)
    if until.tzinfo is None or now.tzinfo is None:
        return None
    return max(0.0, (until - now).total_seconds())


def _refused(reason: str) -> FetchError:
    return FetchError(PollState.REFUSED, reason, retryable=False)
