"""Checks what was read: every published piece once, read to its end, and not too late."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tests.week.book import STARTS, Book, Piece, Site
from tests.week.living import Row
from tests.week.script import Ill, Script, Trouble
from watchers.identity import canonical_link

QUIET_FACTOR = 4
"""docs/watchers.md: the interval grows up to four times `every_min` …"""
JITTER = 1.1
"""… and a tenth of it is chance."""
SLACK = dt.timedelta(minutes=15)
"""A tick, and a queue at a host."""
AFTERMATH = dt.timedelta(hours=14)
"""The longest back-off, 12 hours and a tenth."""
ROBOTS_KEPT = dt.timedelta(days=1)


def unread(pieces: Iterable[Piece], rows: Iterable[Row]) -> list[str]:
    """What is not in the store exactly once and done, and what nobody published."""
    states: dict[str, list[str]] = {}
    for row in rows:
        states.setdefault(row.link, []).append(row.state)
    wrong = []
    for piece in pieces:
        found = states.pop(canonical_link(piece.url), [])
        if found != ["done"]:
            wrong.append(f"{piece.url} of {piece.at} is kept as {found or 'nothing'}")
    wrong += [f"{link} was published by nobody" for link in states]
    return wrong


def late(book: Book, script: Script, rows: Sequence[Row]) -> list[str]:
    """What was read later than its source's slowest pace allows, where nothing was wrong."""
    found_at = {row.link: row.found_at for row in rows}
    places: Mapping[str, int] = Counter(
        piece.url for site in book.sites.values() for piece in site.pieces
    )
    wrong = []
    for site in book.sites.values():
        for piece in site.pieces:
            found = found_at.get(canonical_link(piece.url))
            if found is None or piece.at < STARTS or places[piece.url] > 1:
                continue
            if found - piece.at > _slowest(site) and not _is_excused(site, script, piece.at):
                wrong.append(f"{piece.url} of {piece.at} was read at {found}")
    return wrong


def _slowest(site: Site) -> dt.timedelta:
    pace = dt.timedelta(minutes=site.source.every_min * QUIET_FACTOR)
    held = dt.timedelta(seconds=max(site.max_age_s, site.ttl_min * 60))
    return max(pace * JITTER, held) + SLACK


def _is_excused(site: Site, script: Script, at: dt.datetime) -> bool:
    until = at + _slowest(site)
    troubles = [(each.start, _over(each)) for each in script.of(site.source.id)]
    troubles += [(since, since + AFTERMATH) for since, _ in site.layouts]
    return any(start <= until and at <= end for start, end in troubles)


def _over(trouble: Trouble) -> dt.datetime:
    is_kept = trouble.ill is Ill.DISALLOWED
    return trouble.end + AFTERMATH + (ROBOTS_KEPT if is_kept else dt.timedelta())
