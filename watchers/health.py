"""How a polled source stands: a pure decision over its entry, what is remembered of it, the time.

A source that answers is `fresh`, `quiet` or `stale` by the age of its newest item beside its own
rhythm; one that keeps failing is `failing`, or `blocked` where it shuts us out. A failed poll or
two change nothing, so that nothing flaps; `watchers.outcomes` keeps the count.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from config.model import Source
from watchers.model import PollState, SourceState


class Health(StrEnum):
    """How a source stands."""

    FRESH = "fresh"
    """It showed something new within its usual gap."""
    QUIET = "quiet"
    """Nothing new for longer than usual, which may well be."""
    UNREAD = "unread"
    """Not read yet since it was listed: nothing can be said of it."""
    STALE = "stale"
    """It answers, with nothing new for far longer than usual: frozen, or left by its makers."""
    FAILING = "failing"
    """Poll after poll yields nothing to read."""
    BLOCKED = "blocked"
    """It shuts us out: a challenge or login, its robots.txt, a redirect to another's domain."""


WELL = frozenset({Health.FRESH, Health.QUIET, Health.UNREAD})
"""Nobody is told which of these a source is."""
UNREADABLE = frozenset({Health.FAILING, Health.BLOCKED})

FAILED_POLLS = 3
"""So many failed polls in a row, over `FAILED_FOR` at least, are no hiccup any more …"""
FAILED_FOR = dt.timedelta(minutes=15)
FEW_FAILED_POLLS = 2
"""… nor are so many over `FAILED_LONG`, for sources that are asked seldom."""
FAILED_LONG = dt.timedelta(hours=6)

FRESH_FOR = dt.timedelta(days=1)
"""News is fresh for a day at least; a source that publishes seldom, for two of its usual gaps."""
FRESH_GAPS = 2
STALE_AFTER = dt.timedelta(days=7)
"""Offices close for a week of holidays: nothing is stale before, nor within five usual gaps."""
STALE_GAPS = 5
UNKNOWN_RHYTHM = dt.timedelta(days=6)
"""The usual gap of a source whose dates do not tell one: stale after a month."""

_REDESIGNS = frozenset({PollState.LAYOUT_CHANGED, PollState.EMPTY, PollState.NOT_A_FEED})


@dataclass(frozen=True, slots=True)
class HealthView:
    """How a source stands, why (a sentence), and since when (None: not known)."""

    state: Health
    reason: str
    since: dt.datetime | None


def health_of(source: Source, state: SourceState | None, now: dt.datetime) -> HealthView:
    """How a polled source stands at a time; `state` None: it was never asked."""
    if state is None or state.state is None:
        return HealthView(Health.UNREAD, "It has not been asked yet.", None)
    if is_broken(state):
        return _broken(state)
    view = _by_its_news(state, now)
    notes = [view.reason, _alternate(source, state), _hiccup(state)]
    return HealthView(view.state, " ".join(note for note in notes if note), view.since)


def is_broken(state: SourceState) -> bool:
    """Whether its polls have failed too often to be a hiccup."""
    lasted = _lasted(state)
    if state.failures >= FAILED_POLLS:
        return lasted >= FAILED_FOR
    return state.failures >= FEW_FAILED_POLLS and lasted >= FAILED_LONG


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in one."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def moment(at: dt.datetime) -> str:
    """A time as people read it: `3 Nov 2026, 10:40 UTC`."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def _lasted(state: SourceState) -> dt.timedelta:
    """How long its polls are known to have failed: from the first of them to the last."""
    if state.trouble_at is None or state.last_poll_at is None:
        return dt.timedelta()
    return state.last_poll_at - state.trouble_at


def _broken(state: SourceState) -> HealthView:
    count = f"{state.failures} polls in a row failed"
    last = f"; it was last read {moment(state.last_ok_at)}" if state.last_ok_at else ""
    if state.shut_out:
        reason = f"It shuts us out: {state.reason or state.state}{last}"
        return HealthView(Health.BLOCKED, sentence(reason), state.trouble_at)
    redesign = ", probably a redesign" if state.state in _REDESIGNS else ""
    reason = f"{count}{redesign}: {state.reason or state.state}{last}"
    return HealthView(Health.FAILING, sentence(reason), state.trouble_at)


def _by_its_news(state: SourceState, now: dt.datetime) -> HealthView:
    """Fresh, quiet or stale, whatever a poll or two said lately."""
    if state.last_ok_at is None:
        return HealthView(Health.UNREAD, "It has not been read yet.", None)
    if state.news_at is None:
        return HealthView(Health.QUIET, "It is read, and has shown no item yet.", None)
    usual = UNKNOWN_RHYTHM
    if state.rhythm_min is not None:
        usual = dt.timedelta(minutes=state.rhythm_min)
    fresh_for = max(FRESH_FOR, FRESH_GAPS * usual if state.rhythm_min is not None else usual)
    stale_after = max(STALE_AFTER, STALE_GAPS * usual)
    age = now - state.news_at
    newest = f"Its newest item is of {moment(state.news_at)}"
    if age <= fresh_for:
        return HealthView(Health.FRESH, f"{newest}.", state.news_at)
    rhythm = f"; usually there is one every {span(usual)}" if state.rhythm_min is not None else ""
    if age <= stale_after:
        return HealthView(Health.QUIET, f"{newest}{rhythm}.", state.news_at + fresh_for)
    reason = f"It answers, yet nothing is new since {moment(state.news_at)}{rhythm}."
    return HealthView(Health.STALE, reason, state.news_at + stale_after)


def span(length: dt.timedelta) -> str:
    """A length of time in its one fitting unit: `5 minutes`, `3 hours`, `12 days`."""
    minutes = length.total_seconds() / 60
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= 2 * size or (unit == "minute"):
            count = max(1, round(minutes / size))
            return f"{count} {unit}{'s' if count != 1 else ''}"
    raise AssertionError("the last unit takes every length")


def _alternate(source: Source, state: SourceState) -> str:
    if state.address is None or state.address == source.url:
        return ""
    return f"It is read at its alternate {state.address}, since its own address does not answer."


def _hiccup(state: SourceState) -> str:
    if not state.failures:
        return ""
    times = "The last poll" if state.failures == 1 else f"The last {state.failures} polls"
    return sentence(f"{times} failed: {state.reason or state.state}")
