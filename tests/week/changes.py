"""How sources stood in the week, by docs/watchers.md and by what the world answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.week.book import Book, hour
from tests.week.polls import Poll, polls_of
from tests.week.script import Ill, Script
from tests.week.world import Asked, What

WELL, FAILING, BLOCKED, STALE = "well", "failing", "blocked", "stale"
FAILED = ((3, dt.timedelta(minutes=15)), (2, dt.timedelta(hours=6)))
"""So many failed polls in a row over so long are no hiccup."""
ALIKE = 3
"""Failed polls alike that turn one kind of lasting trouble into the other."""
STALE_AFTER = dt.timedelta(days=7)
BACK_OFF = 1 + 2 + 1
"""Three polls of which nothing is seen take so many shortest intervals, with jitter."""


@dataclass(frozen=True, slots=True)
class Change:
    """A source stands otherwise than before."""

    source: str
    state: str
    since: dt.datetime
    by: dt.datetime
    """When it must have been noticed; `since` where the world saw it happen."""


def changes_of(asked: Sequence[Asked], book: Book, script: Script) -> Mapping[str, list[Change]]:
    """What operators are to be told of, by source, in order."""
    polls = polls_of(asked)
    found = {each: list(_by_polls(each, of)) for each, of in polls.items()}
    for trouble in script.troubles:
        if trouble.ill is Ill.DISALLOWED:
            (source,) = trouble.sources
            found[source] += list(_unseen(source, asked, polls[source], book))
    found[script.frozen] += list(_frozen(script.frozen, polls[script.frozen], book))
    return {each: sorted(of, key=lambda change: change.since) for each, of in found.items()}


def _by_polls(source: str, polls: Sequence[Poll]) -> Iterable[Change]:
    state, failed = WELL, list[Poll]()
    is_out, alike = False, 0
    for poll in polls:
        if poll.is_good:
            if state != WELL:
                yield Change(source, WELL, poll.ended_at, poll.ended_at)
            state, failed = WELL, []
            continue
        is_like_last = bool(failed) and failed[-1].shuts_out is poll.shuts_out
        alike = alike + 1 if is_like_last else 1
        if len(failed) < ALIKE or alike >= ALIKE:
            is_out = poll.shuts_out
        failed.append(poll)
        lasted = poll.ended_at - failed[0].ended_at
        if any(len(failed) >= count and lasted >= least for count, least in FAILED):
            now = BLOCKED if is_out else FAILING
            if now != state:
                yield Change(source, now, poll.ended_at, poll.ended_at)
            state = now


def _unseen(
    source: str, asked: Sequence[Asked], polls: Sequence[Poll], book: Book
) -> Iterable[Change]:
    """Of a source whose robots.txt forbids it the world sees no polls."""
    forbidden = next(e for e in asked if e.what is What.ROBOTS and e.ill is Ill.DISALLOWED)
    every = dt.timedelta(minutes=book.sites[source].source.every_min)
    yield Change(source, BLOCKED, forbidden.at, forbidden.at + BACK_OFF * every)
    back = next(poll for poll in polls if poll.at > forbidden.at)
    yield Change(source, WELL, back.ended_at, back.ended_at)


def _frozen(source: str, polls: Sequence[Poll], book: Book) -> Iterable[Change]:
    pieces = book.sites[source].pieces
    last = max(piece.at for piece in pieces if piece.at < hour(0))
    first = min(piece.at for piece in pieces if piece.at > hour(0))
    yield Change(source, STALE, last + STALE_AFTER, last + STALE_AFTER)
    thawed = next(poll for poll in polls if poll.at >= first and poll.is_good)
    yield Change(source, WELL, thawed.ended_at, thawed.ended_at)
