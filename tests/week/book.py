"""The world's own book: what is published where and when, and how each site serves it."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from config.model import Source

STARTS = dt.datetime(2026, 7, 20, 8, tzinfo=dt.UTC)
"""After the last row of the shipped history."""
PUBLISHES_H = 168.0
"""For so long something is published …"""
LASTS_H = 184.0
"""… then there is time for whatever is late: the longest back-off is 13 hours."""


def hour(number: float) -> dt.datetime:
    """A moment of the week."""
    return STARTS + dt.timedelta(hours=number)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a source published: the product is to have it once."""

    number: int
    at: dt.datetime
    title: str
    url: str
    lead: str = ""
    text: str = ""
    """Of its article."""
    retitled_at: dt.datetime | None = None
    retitled: str = ""

    def title_at(self, now: dt.datetime) -> str:
        """Its headline, edited or not yet."""
        return self.retitled if self.retitled_at and self.retitled_at <= now else self.title


class Layout(StrEnum):
    """How a site shows its pieces."""

    RSS = "rss"
    ATOM = "atom"
    ROWS = "rows"
    CARDS = "cards"
    TABLE = "table"
    TEASERS = "teasers"
    """Without dates."""
    LABELS = "labels"
    """Every link says the same."""
    TELEGRAM = "telegram"
    SITEMAP = "sitemap"
    JSON = "json"


class Validator(StrEnum):
    """What a site offers for a conditional GET."""

    ETAG = "etag"
    MODIFIED = "modified"
    BOTH = "both"
    NONE = "none"
    """The same bytes with 200 again and again."""
    RESTLESS = "restless"
    """Other bytes every time, whatever is in them."""


@dataclass(frozen=True)
class Site:
    """A source as the world serves it."""

    source: Source
    pieces: Sequence[Piece]
    """Oldest first."""
    window: int
    """So many of the newest are shown."""
    layouts: Sequence[tuple[dt.datetime, Layout]]
    """From when it looks like what, oldest first."""
    validator: Validator
    max_age_s: int = 0
    ttl_min: int = 0

    @cached_property
    def _moments(self) -> list[dt.datetime]:
        return [piece.at for piece in self.pieces]

    @cached_property
    def _edits(self) -> list[dt.datetime]:
        return sorted(piece.retitled_at for piece in self.pieces if piece.retitled_at)

    def shown(self, now: dt.datetime) -> Sequence[Piece]:
        """What it shows, newest first."""
        count = bisect.bisect_right(self._moments, now)
        return self.pieces[max(0, count - self.window) : count][::-1]

    def layout(self, now: dt.datetime) -> Layout:
        """How it looks."""
        return [layout for since, layout in self.layouts if since <= now][-1]

    def version(self, now: dt.datetime) -> tuple[int, int, Layout]:
        """Changes whenever its bytes do."""
        edits = bisect.bisect_right(self._edits, now)
        return bisect.bisect_right(self._moments, now), edits, self.layout(now)

    def changed_at(self, now: dt.datetime) -> dt.datetime:
        """The last change of its bytes."""
        moments = [*self._moments, *self._edits, *(since for since, _ in self.layouts)]
        return max(moment for moment in moments if moment <= now)


@dataclass(frozen=True, slots=True)
class Manners:
    """What a host asks of robots."""

    robots: str | None
    """None: it has no robots.txt."""
    crawl_delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """News of a mission, printed by several: told to chats so often, and no more."""

    place: str
    """The country that its alerts name."""
    headings: tuple[str, ...]
    """How each of its alerts begins."""


@dataclass(frozen=True)
class Book:
    """All that is decided before the week begins."""

    sites: Mapping[str, Site]
    hosts: Mapping[str, Manners]
    stories: Sequence[Story] = ()
    late_articles: Mapping[str, dt.datetime] = field(default_factory=dict)
    """Articles that cannot be had before."""

    @cached_property
    def pieces(self) -> Mapping[str, Piece]:
        """All that is published, by address: two sources may show one piece."""
        return {each.url: each for site in self.sites.values() for each in site.pieces}
