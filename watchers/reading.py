"""The one way from a body to items, whatever the kind of source: ready to be sent to a process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.vocabulary import SourceKind
from watchers.model import Item, Reading


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
    fields: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, body: bytes) -> tuple[Item, ...]:
        """The items of a body."""
        return self.read(body).items

    def read(self, body: bytes) -> Reading:
        """The items of a body, and what was learnt beside them."""
        readers = {
            SourceKind.FEED: self._feed,
            SourceKind.PAGE: self._page,
            SourceKind.TELEGRAM: self._telegram,
            SourceKind.SITEMAP: self._sitemap,
            SourceKind.JSON: self._json,
        }
        return readers[self.kind](body)

    # Readers are imported where they run: the process that polls never needs the parsers.

    def _feed(self, body: bytes) -> Reading:
        from watchers.feeds import feed_reading

        return feed_reading(
            body,
            url=self.url,
            charset=self.charset,
            fetched_at=self.fetched_at,
            timezone=self.timezone,
        )

    def _page(self, body: bytes) -> Reading:
        from watchers.listings import listing_reading

        return listing_reading(
            body,
            url=self.url,
            charset=self.charset,
            fetched_at=self.fetched_at,
            selectors=self.selectors,
            timezone=self.timezone,
        )

    def _telegram(self, body: bytes) -> Reading:
        from watchers.telegrampages import telegram_reading

        return telegram_reading(
            body, url=self.url, charset=self.charset, fetched_at=self.fetched_at
        )

    def _sitemap(self, body: bytes) -> Reading:
        from watchers.sitemaps import sitemap_reading

        return sitemap_reading(
            body,
            url=self.url,
            charset=self.charset,
            fetched_at=self.fetched_at,
            timezone=self.timezone,
        )

    def _json(self, body: bytes) -> Reading:
        from watchers.jsonlists import json_reading

        return json_reading(
            body,
            url=self.url,
            charset=self.charset,
            fetched_at=self.fetched_at,
            timezone=self.timezone,
            fields=self.fields,
        )
