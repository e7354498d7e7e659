"""Checks that no host was asked more often than its rules: from the world's list of requests."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from tests.week.book import Book, Layout, Manners, Site
from tests.week.living import GAP_S
from tests.week.polls import Poll, polls_of
from tests.week.script import CUT_OFF, Ill
from tests.week.world import Asked, What

EXACT_S = 0.001
KEPT_S = 24 * 3_600.0
"""A robots.txt is kept for a day; one whose server fails is asked for again after an hour."""
TRIED_AGAIN_S = 3_600.0
LONGEST_HOLD_S = 2 * 24 * 3_600.0
JITTER = 0.9
LAST_TICK = dt.timedelta(minutes=1)
"""What was under way when the process ended is asked again when it is back."""


def rude(asked: Sequence[Asked], book: Book) -> list[str]:
    """Every request that came too early, or should not have come at all."""
    by_host: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        by_host[each.host].append(each)
    wrong: list[str] = []
    for host, requests in by_host.items():
        wrong += _crowding(host, requests, book)
        wrong += _unheeded(requests)
    for source_id, polls in polls_of(asked).items():
        wrong += _too_often(book.sites[source_id], polls, _ends(asked))
    return wrong


def _crowding(host: str, requests: Sequence[Asked], book: Book) -> Iterable[str]:
    """One request at a time, with the host's pause between."""
    wished = max(
        (s.source.min_gap_s or 0.0 for s in book.sites.values() if _at(s) == host), default=0.0
    )
    pause_s = max(GAP_S, wished, book.hosts.get(host, Manners(None)).crawl_delay_s)
    for before, after in pairwise(requests):
        if before.life != after.life:
            continue
        if before.ended_at is None or after.at < before.ended_at:
            yield f"{after.url} was asked at {after.at} while {before.url} was being asked"
            continue
        least_s = GAP_S if after.what is What.ROBOTS else pause_s
        gap_s = (after.at - before.ended_at).total_seconds()
        if gap_s < least_s - EXACT_S:
            yield f"{after.url} was asked {gap_s:g} s after {before.url}, not {least_s:g} s"


def _at(site: Site) -> str:
    return urlsplit(site.source.url).netloc


def _unheeded(requests: Sequence[Asked]) -> Iterable[str]:
    """robots.txt is asked for first, seldom, and heeded."""
    last: dict[tuple[int, str], Asked] = {}
    had: set[tuple[int, str]] = set()
    """Of these there is a copy, which serves while their server fails."""
    for each in requests:
        parts = urlsplit(each.url)
        origin = each.life, f"{parts.scheme}://{parts.netloc}"
        robots = last.get(origin)
        if each.what is not What.ROBOTS:
            if robots is None:
                yield f"{each.url} was asked before its robots.txt"
            elif robots.ill is Ill.DISALLOWED or (_fails(robots) and origin not in had):
                yield f"{each.url} was asked at {each.at} although its robots.txt forbids it"
            continue
        if robots is not None and robots.status is not None:
            age_s = (each.at - robots.at).total_seconds()
            least_s = TRIED_AGAIN_S if _fails(robots) else KEPT_S
            if age_s < least_s:
                yield f"{each.url} was asked again after {age_s:g} s"
        if robots is None or each.status is not None:
            last[origin] = each
        if each.status is not None and not _fails(each):
            had.add(origin)


def _fails(robots: Asked) -> bool:
    return robots.status is None or robots.status >= 500


def _ends(asked: Iterable[Asked]) -> Mapping[int, dt.datetime]:
    return {each.life: each.at for each in asked}


def _too_often(
    site: Site, polls: Sequence[Poll], ends: Mapping[int, dt.datetime]
) -> Iterable[str]:
    failures = 0
    for before, after in pairwise(polls):
        failures = 0 if before.is_good else failures + 1
        lived_on = before.asked[0].life == after.asked[0].life
        if not lived_on and before.at > ends[before.asked[0].life] - LAST_TICK:
            continue
        least_s = _interval_s(site, before, failures)
        took_s = (after.at - before.ended_at).total_seconds()
        if took_s < least_s - EXACT_S:
            name = site.source.id
            yield f"{name} was polled at {after.at}, {took_s:g} s later, not {least_s:g} s"


def _interval_s(site: Site, poll: Poll, failures: int) -> float:
    """The least time to the next poll, by the site's rules and the answers given."""
    shortest_s, longest_s = site.source.every_min * 60.0, site.source.every_max * 60.0
    last = poll.asked[-1]
    held_s = min(last.holds_s, LONGEST_HOLD_S)
    if poll.is_good:
        if site.layout(last.at) is Layout.RSS:
            held_s = max(held_s, site.ttl_min * 60.0)
        return max(shortest_s * JITTER, min(held_s, longest_s))
    if CUT_OFF[0] <= poll.at < CUT_OFF[1]:
        # It was our network, and no host was asked: no back-off holds once it is back.
        return shortest_s * JITTER
    doubled_s = min(longest_s, shortest_s * 2.0 ** (failures - 1))
    return max(doubled_s * JITTER, held_s)
