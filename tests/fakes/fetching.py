"""A `Fetch` in memory and a `Parse` in process, kept honest by the contract tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from watchers.errors import FetchError
from watchers.model import PollState
from watchers.ports import Request, Response

T = TypeVar("T")


class FakeFetch:
    """Answers from a table: a Response to hand out, or a FetchError to raise.

    A served body answers 304 to its own ETag; an unknown address is GONE.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._answers: dict[str, Response | FetchError] = {}

    def serve(
        self, url: str, body: bytes, *, redirected_to: str | None = None, **about: Any
    ) -> None:
        """Serves a body; `about` are further fields of the Response."""
        answer = Response(status=200, url=redirected_to or url, body=body, **about)
        self._answers[url] = answer

    def fail(self, url: str, error: FetchError) -> None:
        """Makes an address fail."""
        self._answers[url] = error

    async def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        answer = self._answers.get(request.url)
        if answer is None:
            raise FetchError(PollState.GONE, "the fake answers 404", retryable=False)
        if isinstance(answer, FetchError):
            raise answer
        if len(answer.body) > request.max_bytes:
            raise FetchError(PollState.TOO_LARGE, "the fake sends too much", retryable=False)
        if answer.etag and answer.etag == request.etag:
            return Response(status=304, url=answer.url, etag=answer.etag)
        return answer


async def parse_here(reader: Callable[..., T], *args: Any, deadline_s: float = 10.0) -> T:
    """Runs the reader in this process, without a deadline."""
    return reader(*args)
