"""Operators' changes above the catalogue, and what is known of every source with them."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from config.errors import EntryError
from config.model import Catalog, Source
from config.source_entries import fields_of, read_sources, without_lines


class ChangeError(Exception):
    """A change that cannot be made; the sentence says why, and the cure."""


class Action(StrEnum):
    """What an operator does to a source."""

    ADD = "add"
    PAUSE = "pause"
    RESUME = "resume"
    """Ends a pause, brings a retired source back, or turns on one that the catalogue has off."""
    RETIRE = "retire"
    """Never polled again; kept in listings."""


class Standing(StrEnum):
    """Whether a source is polled, and by whose word it is not."""

    WATCHED = "watched"
    PAUSED = "paused"
    RETIRED = "retired"
    OFF = "off"
    """The catalogue says `enabled: false`."""


@dataclass(frozen=True, slots=True)
class SourceChange:
    """One change of one source: who, when and why."""

    source_id: str
    action: Action
    at: dt.datetime
    by: str
    reason: str = ""
    entry: str = ""
    """The fields of a source that is added, as JSON."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source, whether it is polled, and the last change that said so."""

    source: Source
    """`enabled` as it stands now."""
    standing: Standing
    reason: str = ""
    since: dt.datetime | None = None
    """None: as shipped."""
    by: str = ""
    is_added: bool = False
    """Added by an operator: no entry of the catalogue."""


_AFTER = {
    Action.ADD: Standing.WATCHED,
    Action.PAUSE: Standing.PAUSED,
    Action.RESUME: Standing.WATCHED,
    Action.RETIRE: Standing.RETIRED,
}
_ALLOWED = {
    Action.PAUSE: {Standing.WATCHED},
    Action.RESUME: {Standing.PAUSED, Standing.RETIRED, Standing.OFF},
    Action.RETIRE: {Standing.WATCHED, Standing.PAUSED, Standing.OFF},
}
_SHOWN = {Standing.WATCHED: "polled", Standing.OFF: "off in the catalogue"}


def known_sources(catalog: Catalog, changes: Iterable[SourceChange]) -> Mapping[str, KnownSource]:
    """Every source with all changes applied in their order, by id.

    An entry that the catalogue has come to hold itself wins over the one added before. What was
    added and cannot be used any more (its address is another's now) is kept as retired.
    """
    known = {id: _shipped(source) for id, source in catalog.sources.items()}
    for change in changes:
        if change.action is Action.ADD and change.source_id not in known:
            known[change.source_id] = _added(change, catalog, known)
        elif change.source_id in known and change.action is not Action.ADD:
            known[change.source_id] = _changed(known[change.source_id], change)
    return dict(sorted(known.items()))


def added(source: Source, at: dt.datetime, by: str, reason: str = "") -> SourceChange:
    """The change that adds a source."""
    entry = json.dumps(fields_of(source), ensure_ascii=False)
    return SourceChange(source.id, Action.ADD, at, by, reason, entry)


def check(known: Mapping[str, KnownSource], change: SourceChange) -> None:
    """Raises ChangeError for a change of no source, or one that changes nothing."""
    held = known.get(change.source_id)
    if held is None:
        near = difflib.get_close_matches(change.source_id, known, n=1)
        cure = f"did you mean {near[0]}?" if near else "`missionwatch sources` lists them"
        raise ChangeError(f"there is no source {change.source_id!r}: {cure}")
    if held.standing in _ALLOWED[change.action]:
        return
    when = f" since {held.since:%Y-%m-%d}" if held.since else ""
    who = f" by {held.by}" if held.by else ""
    state = _SHOWN.get(held.standing, held.standing.value)
    cure = "" if held.standing is Standing.WATCHED else "; `sources resume` has it polled again"
    raise ChangeError(f"{change.source_id} is {state} already{when}{who}{cure}")


def _shipped(source: Source) -> KnownSource:
    if source.enabled:
        return KnownSource(source, Standing.WATCHED)
    return KnownSource(source, Standing.OFF, source.notes)


def _changed(held: KnownSource, change: SourceChange) -> KnownSource:
    standing = _AFTER[change.action]
    source = replace(held.source, enabled=standing is Standing.WATCHED)
    return KnownSource(source, standing, change.reason, change.at, change.by, held.is_added)


def _added(
    change: SourceChange, catalog: Catalog, known: Mapping[str, KnownSource]
) -> KnownSource:
    source = _read(change.entry, catalog, {})
    standing = Standing.WATCHED if source.enabled else Standing.OFF
    held = KnownSource(source, standing, change.reason, change.at, change.by, is_added=True)
    twin = next((id for id, each in known.items() if each.source.url == source.url), None)
    if twin is None:
        return held
    off = replace(source, enabled=False)
    reason = f"{twin} has its address in the catalogue now"
    return replace(held, source=off, standing=Standing.RETIRED, reason=reason)


def _read(entry: str, catalog: Catalog, held: Mapping[str, Source]) -> Source:
    try:
        (source,) = read_sources(f"[{entry}]", "an added source", catalog.countries, held)
    except EntryError as error:
        raise without_lines(error) from None
    return source
