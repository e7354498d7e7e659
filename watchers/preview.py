"""What a source would yield: the same readers as a poll's, on a body at hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from config.vocabulary import SourceKind
from watchers.charsets import to_text
from watchers.model import Item
from watchers.reading import Reader
from watchers.sitemaps import is_sitemap
from watchers.sniffing import Shape, shape_of

_CHANNEL = re.compile(r"https?://t\.me/s/", re.IGNORECASE)


def preview(
    body: bytes,
    *,
    url: str,
    fetched_at: dt.datetime,
    kind: SourceKind | None = None,
    charset: str | None = None,
    selectors: Mapping[str, str] | None = None,
    timezone: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> tuple[SourceKind, tuple[Item, ...]]:
    """Reads a body as the kind of source it looks like, unless told. Raises ReadError."""
    kind = kind or guess_kind(body, charset, url)
    reader = Reader(kind, url, fetched_at, charset, timezone, selectors or {}, fields or {})
    return kind, reader(body)


def guess_kind(body: bytes, charset: str | None = None, url: str = "") -> SourceKind:
    """A page for HTML and JSON, a sitemap for one, a feed for all else.

    JSON stays a page: that reader takes a list of records, and HTML inside JSON too.
    """
    text = to_text(body, charset)
    if _CHANNEL.match(url):
        return SourceKind.TELEGRAM
    shape = shape_of(text)
    if shape is Shape.XML and is_sitemap(text):
        return SourceKind.SITEMAP
    return SourceKind.PAGE if shape in (Shape.HTML, Shape.JSON) else SourceKind.FEED


def published_text(item: Item, zone: dt.tzinfo = dt.UTC) -> str | None:
    """An item's date as shown: a day as a day (in the source's zone), a time in UTC."""
    if item.published is None:
        return None
    if item.published_is_day:
        return item.published.astimezone(zone).date().isoformat()
    return item.published.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
