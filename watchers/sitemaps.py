"""Reads sitemaps, of news or plain, into items; an index says which sitemap to name instead.

A sitemap of news has titles and dates of publication; a plain one has addresses and, at best, the
day of the last change: its titles are made of the addresses. Pure; raises `ReadError` only.
Formats: https://www.sitemaps.org/protocol.html,
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from watchers.charsets import to_text
from watchers.cleaning import clean_title, plain
from watchers.dates import Dated, date_in_url, parse_date
from watchers.errors import ReadError
from watchers.links import absolute, without_noise
from watchers.model import Item, PollState, Reading
from watchers.rowtexts import is_title
from watchers.sniffing import Shape, not_a_feed, shape_of

MAX_ADDRESSES = 50_000
"""The most that a sitemap may hold, by the protocol."""
MAX_ITEMS = 2_000
"""The newest that are read."""
MAX_UNPACKED = 5_000_000
_ENTRY = re.compile(r"<url[\s>](.*?)</url\s*>", re.IGNORECASE | re.DOTALL)
_INDEX = re.compile(r"<sitemapindex[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<urlset[\s>]", re.IGNORECASE)
_LOC = re.compile(r"<loc>([^<]{1,4000})</loc", re.IGNORECASE)
_FIELD = re.compile(
    r"<(?:news:)?(publication_date|title|lastmod)>(?:<!\[CDATA\[)?([^<]{0,2000}?)(?:\]\]>)?</",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.\w{2,5}$")
_NUMBERS = re.compile(r"(?:^|[-_ ])\d[\d_-]*(?=$|[-_ ])")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class _Entry:
    address: str
    title: str
    published: str
    changed: str


def sitemap_reading(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    timezone: str | None = None,
) -> Reading:
    """The newest pages that a sitemap names, in its order."""
    text = to_text(_unpacked(body), charset)
    if _ROOT.search(text[:10_000]) is None:
        raise _no_sitemap(text, url)
    entries = [
        _entry(match[1])
        for match, _ in zip(_ENTRY.finditer(text), range(MAX_ADDRESSES), strict=False)
    ]
    zone = ZoneInfo(timezone) if timezone else None
    items = (_item(entry, url, fetched_at, zone) for entry in _newest(entries))
    return Reading(tuple(item for item in items if item is not None))


def is_sitemap(text: str) -> bool:
    """Whether a text is a sitemap or an index of such."""
    head = text[:10_000]
    return _ROOT.search(head) is not None or _INDEX.search(head) is not None


def _unpacked(body: bytes) -> bytes:
    """A body that is a gzip file, unpacked up to a bound: `sitemap.xml.gz`."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(31)
    try:
        unpacked = unpacker.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        raise ReadError(PollState.UNREADABLE, "the gzip file is broken") from error
    if unpacker.unconsumed_tail:
        raise ReadError(PollState.TOO_LARGE, f"over {MAX_UNPACKED // 1_000_000} MB unpacked")
    return unpacked


def _no_sitemap(text: str, url: str) -> ReadError:
    if _INDEX.search(text[:10_000]):
        named = [plain(found) for found in _LOC.findall(text[:200_000])]
        newest = f": {named[-1][:200]}" if named else ""
        reason = f"an index of {len(named)} sitemaps; name the one of its news{newest}"
        return ReadError(PollState.NOT_A_FEED, reason)
    if shape_of(text) is Shape.FEED:
        return ReadError(PollState.NOT_A_FEED, "a feed where a sitemap was promised")
    error = not_a_feed(text)
    return ReadError(
        error.state, error.reason.replace("a feed was promised", "a sitemap was promised")
    )


def _entry(inside: str) -> _Entry:
    fields = {name.lower(): value for name, value in reversed(_FIELD.findall(inside))}
    found = _LOC.search(inside)
    return _Entry(
        address=plain(clean_title(found[1])) if found else "",
        title=clean_title(fields.get("title", "")),
        published=plain(fields.get("publication_date", "")),
        changed=plain(fields.get("lastmod", "")),
    )


def _newest(entries: list[_Entry]) -> list[_Entry]:
    """Those that were published or changed last, by how ISO dates sort, in their order."""
    if len(entries) <= MAX_ITEMS:
        return entries
    places = sorted(
        range(len(entries)),
        key=lambda place: entries[place].published or entries[place].changed,
        reverse=True,
    )
    return [entries[place] for place in sorted(places[:MAX_ITEMS])]


def _item(entry: _Entry, url: str, fetched_at: dt.datetime, zone: dt.tzinfo | None) -> Item | None:
    address = absolute(entry.address, url)
    title = entry.title or (title_of_address(address) if address else "")
    if address is None or not is_title(title):
        return None
    dated = _dated(entry, address, fetched_at, zone)
    return Item(
        title=title,
        url=without_noise(address),
        published=dated.at if dated else None,
        published_is_day=dated is not None and dated.is_day,
    )


def _dated(
    entry: _Entry, address: str, fetched_at: dt.datetime, zone: dt.tzinfo | None
) -> Dated | None:
    """When it was published; the last change only where nothing better is known."""
    return (
        parse_date(entry.published, fetched_at=fetched_at, zone=zone)
        or date_in_url(address, fetched_at=fetched_at, zone=zone)
        or parse_date(entry.changed, fetched_at=fetched_at, zone=zone)
    )


def title_of_address(address: str) -> str:
    """The words of an address's last part that has any: `…/news/envoy-is-received-123.html`."""
    for part in reversed(unquote(urlsplit(address).path).split("/")):
        words = _NUMBERS.sub(" ", _EXTENSION.sub("", part)).replace("-", " ").replace("_", " ")
        title = clean_title(words)
        if is_title(title):
            return title[:1].upper() + title[1:]
    return ""
