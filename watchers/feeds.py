"""Reads feeds as they are: bytes in any encoding, RSS, RDF and Atom, broken or not, into items.

`read_feed` is pure and picklable, runs in a reader process, and raises `ReadError` only. Its
encoding, its dates and its titles are our own reading; feedparser gives the structure.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from watchers.charsets import to_text
from watchers.cleaning import clean_lead, clean_title, plain, repaired
from watchers.clocktimes import clock_times
from watchers.dates import Dated, parse_date
from watchers.datewords import fold
from watchers.errors import ReadError
from watchers.model import Item, PollState, Reading
from watchers.quickfeeds import quick_feed
from watchers.sniffing import Shape, not_a_feed, refuse_deep, shape_of

MAX_ITEMS = 2_000
"""A longer feed is cut to its first entries before it is parsed."""
_ENTRY = re.compile(r"<(?:[\w-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(r"<((?:[\w-]+:)?(?:rss|feed|rdf))[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</\s*(?:[\w-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\\d|3[01]));",
    re.I,
)
_DASHES = "-–—|·»&"
_PERIODS_MIN = {
    "hourly": 60.0,
    "daily": 1_440.0,
    "weekly": 10_080.0,
    "monthly": 43_200.0,
    "yearly": 525_600.0,
}
_DATE_FIELDS = ("published", "created", "updated")
_SUFFIX = re.compile(r"^(.{8,}\S)\s+[-–—|·»]\s+([^-–—|·»]{2,40})$")


def read_feed(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    timezone: str | None = None,
) -> tuple[Item, ...]:
    """The entries of a feed in its own order; a valid channel without entries yields ()."""
    return feed_reading(
        body, url=url, charset=charset, fetched_at=fetched_at, timezone=timezone
    ).items


def feed_reading(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    timezone: str | None = None,
) -> Reading:
    """The entries of a feed, and how long it says that nothing changes. Raises ReadError."""
    text = to_text(body, charset)
    if shape_of(text) is not Shape.FEED:
        raise not_a_feed(text)
    text = _prepared(text)
    refuse_deep(text, Shape.FEED)
    channel, entries = _taken_apart(text, url)
    own_zone = ZoneInfo(timezone) if timezone else None
    titles = [str(entry.get("title", "")) for entry in entries]
    suffix = _common_suffix(titles, clean_title(_own(channel, "title")))
    zones = (own_zone or _channel_zone(channel), own_zone)
    reader = _EntryReader(url, fetched_at, zones, suffix, _dates_are_days(entries))
    items = (reader.item(entry) for entry in entries[:MAX_ITEMS])
    return Reading(tuple(item for item in items if item is not None), ttl_min=_ttl_min(channel))


def _taken_apart(text: str, url: str) -> tuple[Any, Sequence[Any]]:
    """The channel and its entries, quickly where that is sure to be right."""
    if (quick := quick_feed(text, url)) is not None:
        return quick.channel, quick.entries
    return _taken_apart_slowly(text, url)


def _taken_apart_slowly(text: str, url: str) -> tuple[Any, Sequence[Any]]:
    parsed = _parse(text.encode("utf-8", "replace"), url)
    entries = parsed["entries"]
    if not entries and (parsed["bozo"] or not parsed["version"]):
        raise _unreadable(parsed, text)
    return parsed["feed"], entries


def _prepared(text: str) -> str:
    """What the parser gets: from the root element on, without what XML forbids, cut."""
    text = _PROLOG.sub("", text, count=1)
    root = _ROOT.search(text)
    if root and not _ENTITIES.search(text, 0, root.start()):
        text = text[root.start() :]
    return _cut(_NOT_XML.sub("", text))


def _cut(text: str) -> str:
    """The text up to `MAX_ITEMS` entries, closed again so that it stays well-formed."""
    for count, found in enumerate(_ENTRY.finditer(text)):
        if count == MAX_ITEMS:
            root = _ROOT.search(text)
            name = root[1] if root else "rss"
            channel = "</channel>" if name.lower() == "rss" else ""
            return f"{text[: found.start()]}{channel}</{name}>"
    return text


def _parse(body: bytes, url: str) -> Any:
    # Imported where it runs: most feeds never need it.
    import feedparser

    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # Its parsers raise a dozen types on broken input; none of them is more than "unreadable".
        reason = f"the feed cannot be parsed ({type(error).__name__})"
        raise ReadError(PollState.UNREADABLE, reason) from error


def _unreadable(parsed: Any, text: str) -> ReadError:
    if not _CLOSED.search(text):
        return ReadError(PollState.UNREADABLE, "the feed is cut in the middle: no entry is left")
    if not parsed["version"]:
        return ReadError(PollState.NOT_A_FEED, "XML of no known feed format")
    why = plain(str(parsed.get("bozo_exception", "")))[:120]
    return ReadError(PollState.UNREADABLE, f"the feed is broken and holds no entry ({why})")


def _channel_zone(channel: Any) -> dt.tzinfo | None:
    """The offset the channel's own date carries: its entries' zone where they name none."""
    for field in ("updated", "published"):
        for clock in clock_times(fold(_own(channel, field))):
            if clock.zone is not None:
                return clock.zone
    return None


def _ttl_min(channel: Any) -> float | None:
    """Minutes between its changes, by the channel's word: RSS's ttl, else the syndication module.

    Periods and frequency: http://web.resource.org/rss/1.0/modules/syndication/
    """
    ttl = _own(channel, "ttl").strip()
    if ttl.isdecimal() and len(ttl) < 7:
        return float(ttl)
    period = _PERIODS_MIN.get(_own(channel, "sy_updateperiod").strip().lower())
    frequency = _own(channel, "sy_updatefrequency").strip()
    if period is None:
        return None
    return period / max(1, int(frequency) if frequency.isdecimal() and len(frequency) < 5 else 1)


def _dates_are_days(entries: Sequence[Any]) -> bool:
    """Whether every entry is dated midnight: the feed knows days only."""
    dates = [str(entry["published"]) for entry in entries if entry.get("published")]
    return len(dates) > 1 and all("00:00:00" in date for date in dates)


def _common_suffix(titles: Sequence[str], channel: str) -> str | None:
    """The publisher's name, where nearly every title ends with it and the channel bears it.

    A suffix that the channel does not bear may be the country that all its news are about.
    """
    if len(titles) < 3 or sum(any(map(title.__contains__, _DASHES)) for title in titles) < 3:
        return None
    cleaned = map(clean_title, titles)
    found = Counter(match[2] for title in cleaned if (match := _SUFFIX.match(title)))
    if not found:
        return None
    suffix, count = found.most_common(1)[0]
    borne = suffix.casefold() in channel.casefold()
    return suffix if borne and count >= 0.8 * len(titles) else None


class _EntryReader:
    """Reads the entries of one feed, given what was learnt from the whole of it."""

    def __init__(
        self,
        url: str,
        fetched_at: dt.datetime,
        zones: tuple[dt.tzinfo | None, dt.tzinfo | None],
        suffix: str | None,
        days_only: bool,
    ) -> None:
        self._by_aggregator = "news.google." in url
        self._fetched_at = fetched_at
        self._zone, self._zone_of_days = zones
        self._suffix = suffix
        self._days_only = days_only

    def item(self, entry: Any) -> Item | None:
        guid = plain(str(entry.get("id", ""))) or None
        link = _link(entry, guid)
        lead = clean_lead(_body(entry))
        title = self._title(entry) or _shortened(lead)
        if not (title or link or guid):
            return None
        dated = self._dated(entry)
        return Item(
            title=title,
            url=link,
            guid=guid,
            lead="" if lead == title else lead,
            published=dated.at if dated else None,
            published_is_day=dated is not None and (dated.is_day or self._days_only),
        )

    def _title(self, entry: Any) -> str:
        title = clean_title(str(entry.get("title", "")))
        source = clean_title(str(entry.get("source", {}).get("title", "")))
        for publisher in (source, self._suffix):
            if publisher and (match := _SUFFIX.match(title)) and match[2] == publisher:
                return match[1]
        if self._by_aggregator and (match := _SUFFIX.match(title)):
            return match[1]
        return title

    def _dated(self, entry: Any) -> Dated | None:
        """The first of its dates that can be true."""
        for field in _DATE_FIELDS:
            raw = repaired(_own(entry, field))
            found = parse_date(raw, fetched_at=self._fetched_at, zone=self._zone)
            if found and (found.is_day or self._days_only):
                # A day is the midnight of the source's zone, whatever zone the feed writes.
                day = raw.partition("00:00:00")[0].rstrip("T ")
                found = parse_date(day, fetched_at=self._fetched_at, zone=self._zone_of_days)
            if found:
                return found
        return None


def _own(record: Any, field: str) -> str:
    """A field as it stands; feedparser's own `get` may answer with another one, and warns."""
    return str(dict.get(record, field) or "")


def _link(entry: Any, guid: str | None) -> str | None:
    for candidate in (plain(str(entry.get("link") or "")), guid or ""):
        if candidate and _is_web_link(candidate, allow_relative=candidate != guid):
            return candidate
    return None


def _is_web_link(link: str, *, allow_relative: bool) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return allow_relative and not parts.scheme


def _body(entry: Any) -> str:
    contents = [str(part.get("value", "")) for part in entry.get("content", ())]
    return max([*contents, str(entry.get("summary", ""))], key=len)


def _shortened(lead: str, limit: int = 120) -> str:
    """The beginning of a lead, for an entry that has no title."""
    return lead if len(lead) <= limit else lead[:limit].rsplit(" ", 1)[0] + "…"
