"""What can go wrong on the way from the web to reports.

WatcherError
├── FetchError(state, reason, retryable, retry_after_s)   no usable answer
├── ReadError(state, reason)                              bytes that are not what was promised
└── ReaderHungError                                          a reader passed its deadline
"""

from __future__ import annotations

from watchers.model import PollState


class WatcherError(Exception):
    """Base of all of them. `state` marks the source; the message is its reason."""

    def __init__(
        self,
        state: PollState,
        reason: str,
        *,
        retryable: bool = True,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason
        self.retryable = retryable
        self.retry_after_s = retry_after_s


class FetchError(WatcherError):
    """No usable answer from a host."""


class ReadError(WatcherError):
    """The body is not what the source promised."""


class ReaderHungError(WatcherError):
    """A reader passed its deadline; its process was killed and replaced."""

    def __init__(self, deadline_s: float) -> None:
        super().__init__(PollState.HUNG, f"the reader took over {deadline_s:g} s and was killed")
