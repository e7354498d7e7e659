"""When is an item one that was seen before? The names it goes by, compared.

The names themselves are made by watchers; this decides, purely, over what the store holds.
Rule: two names agree, or all that both have. A wrong "new" only reads an item twice (its
event is known then: corroboration); a wrong "seen" loses an alert. So this is strict.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from config.model import Source
from watchers.model import Item

TITLE_WINDOW = dt.timedelta(days=3)
"""Equal titles of one publisher mean one item only this near in time: "Weekly briefing"."""


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """The names of one item; None where it has none of that sort."""

    link: str | None
    guid: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Known:
    """An item as identity sees it: its names, whose it is, and about when."""

    keys: ItemKeys
    publisher: str
    day: dt.date


def known_as(source: Source, item: Item, at: dt.datetime) -> Known:
    """What to look for, and to keep, of an item found at `at`."""
    day = (item.published or at).astimezone(dt.UTC).date()
    title = hashlib.sha256(item.title.casefold().encode()).hexdigest()[:32]
    return Known(ItemKeys(item.url, item.guid, title), source.publisher, day)


def is_same(one: Known, other: Known) -> bool:
    """True where both are the same item."""
    names = [
        agree
        for agree in (
            _links_agree(one, other),
            _guids_agree(one, other),
            _titles_agree(one, other),
        )
        if agree is not None
    ]
    return sum(names) >= min(2, len(names))


def _links_agree(one: Known, other: Known) -> bool | None:
    if one.keys.link is None or other.keys.link is None:
        return None
    return one.keys.link == other.keys.link


def _guids_agree(one: Known, other: Known) -> bool | None:
    # A guid is one publisher's own: "12345" of another says nothing.
    if one.keys.guid is None or other.keys.guid is None or one.publisher != other.publisher:
        return None
    return one.keys.guid == other.keys.guid


def _titles_agree(one: Known, other: Known) -> bool:
    near = abs(one.day - other.day) <= TITLE_WINDOW
    return near and one.publisher == other.publisher and one.keys.title == other.keys.title
