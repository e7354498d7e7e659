"""Whether a country's own word is being read: a gap is what `/status` has to mention. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.model import Source
from config.vocabulary import SourceRole
from watchers.health import WELL, Health, health_of
from watchers.model import SourceState

OWN_VOICE = frozenset({SourceRole.HOST_MFA, SourceRole.UN})
"""Of a ministry, a head of state or government; the UN speaks for itself."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A country whose ministries' sources were read once, and are not now."""

    since: dt.datetime
    """When the last of them was read, or showed something new."""
    answers: bool
    """One of them answers, with nothing new for far too long."""


def own_sources(sources: Iterable[Source], country: str) -> list[Source]:
    """The polled sources through which a country itself speaks: its ministry, its presidency."""
    return [
        each
        for each in sources
        if each.enabled and each.country == country and each.role in OWN_VOICE and each.tier == 1
    ]


def gap_of(
    own: Iterable[Source], states: Mapping[str, SourceState], now: dt.datetime
) -> Gap | None:
    """The gap in a country's coverage; None where one of its own sources is well.

    None also where it has none, or none was ever read: there is nothing that stopped.
    """
    lost: list[tuple[dt.datetime, bool]] = []
    for source in own:
        state = states.get(source.id)
        if state is None or state.last_ok_at is None:
            continue
        health = health_of(source, state, now).state
        if health in WELL:
            return None
        is_stale = health is Health.STALE and state.news_at is not None
        last = state.news_at if is_stale else state.last_ok_at
        lost.append((last or state.last_ok_at, is_stale))
    if not lost:
        return None
    return Gap(max(at for at, _ in lost), any(is_stale for _, is_stale in lost))


def gap_sentence(gap: Gap) -> str:
    """The gap in one line for people who ask."""
    what = "shown anything new" if gap.answers else "been readable"
    day = f"{gap.since.day} {gap.since:%b %Y}"
    return f"None of its own sources has {what} since {day}; what you read may be behind."
