"""What operators are told of sources: which changes, when, and which are one outage. Pure.

A change waits `SETTLE`, so that what happens together is told together; longer while others of its
country, its host or of all sources are failing too. What was told is remembered by source.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from config.model import Source
from watchers.health import WELL, Health, HealthView

SETTLE = dt.timedelta(minutes=10)
"""What changes within this time is told in one message; what is over by then, never."""
LONGEST_WAIT = dt.timedelta(hours=2)
"""How long a change waits for others that may make it an outage."""
GIVEN_UP = dt.timedelta(days=7)
"""An outage from which nothing came back for so long is none any more: what its sources do, and
others of their country or host, is told apart from then on."""
NETWORK = "network:"
NETWORK_SHARE = 0.8
"""When so many of all sources fail together it is we who are cut off."""
NETWORK_LEAST = 5
SHARE = 0.5
"""Of a country's or a host's sources that were well: so many that fail together are an outage."""
LEAST = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What operators know of a source, and what waits to be told."""

    source_id: str
    state: Health = Health.QUIET
    """As told; `quiet` for whatever is well."""
    changed_at: dt.datetime | None = None
    """Since when it is another, which waits; None: it is as told."""
    outage: str | None = None
    """The outage it was told as part of, as `country:AF`, `host:gov.example` or `network:`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to the operators."""

    is_over: bool
    """It tells of recovery."""
    sources: tuple[str, ...]
    outage: str | None = None
    still: tuple[str, ...] = ()
    """Sources of an outage that is over which cannot be read all the same."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say, and what to remember: the rows that changed."""

    notices: tuple[Notice, ...] = ()
    told: tuple[Told, ...] = ()


def outages_of(source: Source) -> tuple[str, str, str]:
    """The outages that a source can be part of, widest first."""
    return NETWORK, f"country:{source.country}", f"host:{urlsplit(source.url).hostname}"


def decide(
    sources: Mapping[str, Source],
    views: Mapping[str, HealthView],
    brewing: Collection[str],
    polled: Mapping[str, dt.datetime],
    told: Mapping[str, Told],
    now: dt.datetime,
) -> Decision:
    """What is told of the sources now.

    Args:
        sources: those that are polled; `views` says how each stands.
        brewing: those whose last poll failed, and which may yet recover.
        polled: when each was last asked; without those never asked.
        told: what was told before; a source without a row counts as well.
    """
    rows = {each: told.get(each, Told(each)) for each in sources}
    rows = {each: _noted(row, views[each].state, now) for each, row in rows.items()}
    rows |= _given_up(rows, views, now)
    waiting = {each for each, row in rows.items() if row.changed_at is not None}
    falls = {each for each in waiting if views[each].state not in WELL}
    back = waiting - falls
    notices = _outages(sources, rows, falls, set(brewing) - waiting, polled, views, now)
    notices += _singles(rows, falls, views, now, is_over=False)
    notices += _recoveries(rows, back, views, now)
    changed = [row for each, row in rows.items() if row != told.get(each, Told(each))]
    return Decision(tuple(notices), tuple(changed))


def _noted(row: Told, state: Health, now: dt.datetime) -> Told:
    """The row, with its wait begun or ended."""
    if state is row.state or (state in WELL and row.state in WELL):
        return replace(row, changed_at=None)
    return row if row.changed_at else replace(row, changed_at=now)


def _given_up(
    rows: Mapping[str, Told], views: Mapping[str, HealthView], now: dt.datetime
) -> dict[str, Told]:
    """The rows of outages from which nothing came back for long, as told apart; in silence."""
    members: dict[str, list[str]] = defaultdict(list)
    for each, row in rows.items():
        if row.outage is not None:
            members[row.outage].append(each)
    return {
        each: replace(rows[each], outage=None)
        for fallen in members.values()
        if all(_is_long_down(views[one], now) for one in fallen)
        for each in fallen
    }


def _is_long_down(view: HealthView, now: dt.datetime) -> bool:
    return view.state not in WELL and now - (view.since or now) > GIVEN_UP


def _outages(
    sources: Mapping[str, Source],
    rows: dict[str, Told],
    falls: set[str],
    brewing: Collection[str],
    polled: Mapping[str, dt.datetime],
    views: Mapping[str, HealthView],
    now: dt.datetime,
) -> list[Notice]:
    """Tells of outages, and takes what belongs to one, or may yet, out of `falls`."""
    if not falls:
        return []
    open_ones = {row.outage for row in rows.values() if row.outage}
    members = _members(sources)
    notices = []
    for key in [key for rank in range(3) for key in _ranked(sources, falls, rank)]:
        fallen = [each for each in members[key] if each in falls]
        if key in open_ones:
            _tell(rows, fallen, views, key)
            falls.difference_update(fallen)
            continue
        well = [each for each in members[key] if each in falls or rows[each].state in WELL]
        near = [each for each in well if each in brewing]
        known = _known(fallen, near, well, polled, views)
        is_certain = _is_outage(key, len(fallen), len(well))
        if not is_certain and not _is_outage(key, len(fallen) + len(near), known):
            continue
        if _waited(rows, fallen, now) < (SETTLE if is_certain else LONGEST_WAIT):
            falls.difference_update(fallen)
        elif is_certain or len(fallen) >= _least(key):
            notices.append(Notice(False, tuple(fallen), key))
            _tell(rows, fallen, views, key)
            falls.difference_update(fallen)
    return notices


def _known(
    fallen: Collection[str],
    near: Collection[str],
    well: Collection[str],
    polled: Mapping[str, dt.datetime],
    views: Mapping[str, HealthView],
) -> int:
    """How many are known to fail or to be well since the last of the fallen began to fail.

    Whoever was not asked since may be silent too: a network that is cut off shows slowly, as
    one source after the other is polled.
    """
    since = max((at for each in fallen if (at := views[each].since)), default=None)
    failing = {*fallen, *near}
    asked = [each for each in well if each not in failing and each in polled]
    return len(failing) + sum(since is None or polled[each] >= since for each in asked)


def _members(sources: Mapping[str, Source]) -> Mapping[str, list[str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for each, source in sources.items():
        for key in outages_of(source):
            members[key].append(each)
    return members


def _ranked(sources: Mapping[str, Source], falls: Iterable[str], rank: int) -> list[str]:
    return sorted({outages_of(sources[each])[rank] for each in falls})


def _is_outage(key: str, fallen: int, well: int) -> bool:
    share = NETWORK_SHARE if key == NETWORK else SHARE
    return fallen >= _least(key) and fallen >= share * well


def _least(key: str) -> int:
    return NETWORK_LEAST if key == NETWORK else LEAST


def _singles(
    rows: dict[str, Told],
    changed: Collection[str],
    views: Mapping[str, HealthView],
    now: dt.datetime,
    *,
    is_over: bool,
) -> list[Notice]:
    """One message for all that changed by itself, once the first of it has settled."""
    if not changed or _waited(rows, changed, now) < SETTLE:
        return []
    _tell(rows, changed, views, None)
    return [Notice(is_over, tuple(sorted(changed)))]


def _recoveries(
    rows: dict[str, Told],
    back: set[str],
    views: Mapping[str, HealthView],
    now: dt.datetime,
) -> list[Notice]:
    """An outage is over when all its sources are back, or those that are have waited for long."""
    notices = []
    for key in sorted({outage for each in back if (outage := rows[each].outage)}):
        members = [each for each, row in rows.items() if row.outage == key]
        returned = [each for each in members if each in back]
        still = [each for each in members if each not in back]
        back.difference_update(returned)
        if _waited(rows, returned, now) < (LONGEST_WAIT if still else SETTLE):
            continue
        notices.append(Notice(True, tuple(returned), key, tuple(still)))
        _tell(rows, returned, views, None)
        for each in still:
            rows[each] = replace(rows[each], outage=None)
    return notices + _singles(rows, back, views, now, is_over=True)


def _waited(rows: Mapping[str, Told], changed: Iterable[str], now: dt.datetime) -> dt.timedelta:
    """How long the first of these changes has waited."""
    return max((now - (rows[each].changed_at or now) for each in changed), default=dt.timedelta())


def _tell(
    rows: dict[str, Told],
    changed: Iterable[str],
    views: Mapping[str, HealthView],
    outage: str | None,
) -> None:
    for each in changed:
        state = Health.QUIET if views[each].state in WELL else views[each].state
        rows[each] = Told(each, state, None, outage)
