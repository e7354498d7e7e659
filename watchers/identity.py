"""The names an item goes by, and when two items are the same one.

An item has up to three names: its canonical link, its guid, and its title near its day. Two
items of one publisher are the same when two names agree, or when the one that agrees is all they
have in common to compare. So an edit (new guid, or new title) is no new item, and a second
statement under an old headline is one.

A store keeps the three keys of every item and looks candidates up by `link`, by
(`publisher`, `guid`) and by (`publisher`, `title`); `is_same` then decides.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit, urlunsplit

from watchers.cleaning import plain
from watchers.links import unwrapped, without_noise
from watchers.model import Item

TITLE_WINDOW = dt.timedelta(days=3)
"""Equal titles of one publisher mean one item only this near in time: "Weekly briefing"."""
_DEFAULT_PORT = re.compile(r":(?:80|443)$")
_INDEX = re.compile(r"/(?:index\.(?:html?|php))?$", re.IGNORECASE)
_SPOKEN_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """The names of one item; None where it has none of that sort."""

    publisher: str
    link: str | None
    guid: str | None
    title: str | None
    """Hash of the title as compared: letters and digits only, without case."""
    day: dt.date | None
    """When it says it was published; None: unknown."""


@lru_cache(maxsize=512)
def item_keys(item: Item, publisher: str) -> ItemKeys:
    """What to look for, and to keep, of an item.

    Remembered for the items of one poll: they are looked up first and kept a moment later.
    """
    link = canonical_link(item.url) if item.url else None
    guid = canonical_guid(item.guid) if item.guid else None
    title = title_hash(item.title)
    day = item.published.astimezone(dt.UTC).date() if item.published else None
    return ItemKeys(publisher, link, guid, title, day)


def canonical_link(url: str) -> str:
    """An address without what may change while it means the same page.

    Scheme, `www.`, default port, tracking, paging and session parameters, a plain fragment, and
    percent-encoding are left out of it; the case of the path and identifying queries are kept.
    """
    parts = urlsplit(without_noise(unwrapped(plain(url))))
    host = _SPOKEN_HOST.sub("", _DEFAULT_PORT.sub("", parts.netloc.rpartition("@")[2].lower()))
    path = _INDEX.sub("", unquote(parts.path)).rstrip("/ ")
    return urlunsplit(("", host, path, unquote(parts.query), parts.fragment)).removeprefix("//")


def canonical_guid(guid: str) -> str:
    """A guid as compared: an address like a link, so without the edit stamp behind `#`."""
    guid = plain(guid)
    return canonical_link(guid) if guid.startswith(("http://", "https://")) else guid


def title_hash(title: str) -> str | None:
    """A hash of a title's letters and digits; None for a title that has none."""
    words = _NOT_WORD.sub(" ", plain(title).casefold()).strip()
    return hashlib.sha256(words.encode()).hexdigest()[:32] if words else None


def is_same(one: ItemKeys, other: ItemKeys) -> bool:
    """Whether two items are the same. Symmetric; strict, since a wrong yes loses an item.

    Items of different publishers are the same only by an equal link and an equal title.
    """
    if one.publisher != other.publisher:
        return one.link is not None and one.link == other.link and one.title == other.title
    link = _agree(one.link, other.link)
    guid = _agree(one.guid, other.guid)
    title = _titles_agree(one, other)
    votes = [link, guid, title].count(True)
    if votes >= 2:
        return True
    if votes == 0 or (title and not (link is None and guid is None)):
        return False
    return _suffices(link, guid, title, one, other)


def _suffices(
    link: bool | None, guid: bool | None, title: bool | None, one: ItemKeys, other: ItemKeys
) -> bool:
    """Whether the one name that agrees settles it: the others are missing, or an edit explains."""
    if link:
        # The headline was changed. Not so where a guid says otherwise (all links of the feed
        # lead to one page), or where the day does (a page that is used again and again).
        return guid is None and _near(one, other)
    if guid:
        # Feeds repeat guids by mistake: with another link and another title it is another item.
        return link is None and (title is None or _near(one, other))
    return bool(title)


def _agree(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else one == other


def _titles_agree(one: ItemKeys, other: ItemKeys) -> bool | None:
    equal = _agree(one.title, other.title)
    return equal and _near(one, other) if equal else equal


def _near(one: ItemKeys, other: ItemKeys) -> bool:
    """Whether the days lie within the window, as far as they are known."""
    if one.day is None or other.day is None:
        return True
    return abs(one.day - other.day) <= TITLE_WINDOW
