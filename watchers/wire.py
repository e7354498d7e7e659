"""One GET on the network, by aiohttp: `HttpWire` implements `watchers.ports.Wire`.

Every socket is made for an address that was checked; a body is never larger than asked for.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import aiohttp

from watchers.addresses import NOT_PUBLIC, AddressGuard, ForbiddenAddressError
from watchers.errors import FetchError
from watchers.model import PollState
from watchers.ports import Hop
from watchers.resolver import DaemonResolver

CONNECT_TIMEOUT_S = 10.0
_MAX_CONNECTIONS = 100
_DNS_TTL_S = 300


class HttpWire:
    """Carries requests over HTTP, with no cookie and no connection kept.

    Args:
        guard: says which addresses may be connected to.
        proxy: all requests go through it; addresses are then its business.
    """

    def __init__(self, guard: AddressGuard, proxy: str | None = None) -> None:
        self._guard = guard
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Closes every connection; the next call opens anew."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __call__(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Hop:
        """One GET. Raises FetchError for a body over `max_bytes`, else what `failure` reads."""
        async with self._opened().get(
            url, headers=headers, allow_redirects=False, proxy=self._proxy
        ) as answer:
            is_success = 200 <= answer.status < 300
            body = await _body(answer, max_bytes) if is_success else b""
            return Hop(answer.status, answer.headers, body)

    def _opened(self) -> aiohttp.ClientSession:
        """The session, made at the first call: it belongs to the running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=_MAX_CONNECTIONS,
                limit_per_host=2,
                # A host is asked once in minutes: kept connections would only pile up, one for
                # each host of the last seconds, until no file can be opened.
                force_close=True,
                ttl_dns_cache=_DNS_TTL_S,
                resolver=DaemonResolver(),
                socket_factory=None if self._proxy else self._guard.make_socket,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S),
                trust_env=False,
            )
            # aiohttp asks again at once where a connection breaks, without the host's pause: here
            # the next poll does. It has no public switch for that; a test keeps watch.
            self._session._retry_connection = False
        return self._session


async def _body(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """The body after decompression, cut off by an error as soon as it grows too large."""
    reason = f"{answer.url.host} sends over {max_bytes / 1e6:g} MB"
    too_large = FetchError(PollState.TOO_LARGE, reason, retryable=False)
    if (answer.content_length or 0) > max_bytes:
        answer.close()
        raise too_large
    chunks, size = [], 0
    async for chunk in answer.content.iter_any():
        size += len(chunk)
        if size > max_bytes:
            answer.close()
            raise too_large
        chunks.append(chunk)
    return b"".join(chunks)


def failure(host: str, error: Exception, timeout_s: float) -> FetchError:
    """What went wrong below HTTP, in words that name the host only."""
    cause = _root(error)
    # Where a name has several addresses, the errors of all come as the text of one.
    if isinstance(cause, ForbiddenAddressError) or NOT_PUBLIC in str(error):
        return _refused(f"{host} leads to an address that is not public")
    if isinstance(error, TimeoutError):
        return FetchError(PollState.UNREACHABLE, f"{host} does not answer within {timeout_s:g} s")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchError(PollState.UNREACHABLE, f"the name {host} is not known")
    if isinstance(cause, ssl.SSLError | ssl.CertificateError):
        why = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "TLS error"
        return FetchError(PollState.UNREACHABLE, f"{host}: no trusted TLS connection ({why})")
    if isinstance(error, aiohttp.InvalidURL):
        return _refused("the address is not valid")
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ClientResponseError):
        return FetchError(PollState.UNREACHABLE, f"{host} breaks off or garbles its answer")
    return FetchError(PollState.UNREACHABLE, f"no connection to {host} ({type(error).__name__})")


def _root(error: BaseException) -> BaseException:
    """The first cause of an error, where aiohttp keeps the one of the operating system."""
    seen = {id(error)}
    while True:
        inner = getattr(error, "os_error", None) or error.__cause__
        if not isinstance(inner, BaseException) or id(inner) in seen:
            return error
        if isinstance(error, ssl.SSLError | ssl.CertificateError | ForbiddenAddressError):
            return error
        seen.add(id(inner))
        error = inner


def _refused(reason: str) -> FetchError:
    return FetchError(PollState.REFUSED, reason, retryable=False)
