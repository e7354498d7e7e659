"""The one way from a body to items, whatever the kind of source: ready to be sent to a process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.vocabulary import SourceKind
from watchers.model import Item


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads bodies of one source as its kind; picklable. A call raises `ReadError` only."""

    kind: SourceKind
    url: str
    """Where the body came from, after redirects: relative links are relative to it."""
    fetched_at: dt.datetime
    charset: str | None = None
    timezone: str | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, body: bytes) -> tuple[Item, ...]:
        """The items of a body."""
        return self._feed(body) if self.kind is SourceKind.FEED else self._page(body)

    def _feed(self, body: bytes) -> tuple[Item, ...]:
        # Imported where it runs: the process that polls never needs the parsers.
        from watchers.feeds import read_feed

        return read_feed(
            body,
            url=self.url,
            charset=self.charset,
            fetched_at=self.fetched_at,
            timezone=self.timezone,
        )

    def _page(self, body: bytes) -> tuple[Item, ...]:
        from watchers.listings import read_listing

        return read_listing(
            body,
            url=self.url,
            charset=self.charset,
            fetched_at=self.fetched_at,
            selectors=self.selectors,
            timezone=self.timezone,
        )
