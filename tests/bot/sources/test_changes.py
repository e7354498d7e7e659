"""Operators' changes above the catalogue: pure merging, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.sources.changes import (
    Action,
    ChangeError,
    SourceChange,
    Standing,
    added,
    check,
    known_sources,
)
from config.catalog import load_catalog
from config.errors import EntryError
from config.model import Source

CATALOG = load_catalog()
NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
POLLED = "ru-mid-news"
OFF = next(source.id for source in CATALOG.sources.values() if not source.enabled)
NEW = replace(CATALOG.sources[POLLED], id="xx-new", url="https://new.example/feed", notes="")


def change(action: Action, source_id: str = POLLED, why: str = "why") -> SourceChange:
    return SourceChange(source_id, action, NOW, "ann", why)


def test_without_changes_it_is_the_catalogue() -> None:
    known = known_sources(CATALOG, ())
    assert {id: each.source for id, each in known.items()} == dict(CATALOG.sources)
    assert known[OFF].standing is Standing.OFF
    assert known[OFF].reason == CATALOG.sources[OFF].notes
    assert list(known) == sorted(known)


@pytest.mark.parametrize(
    ("actions", "standing", "is_polled"),
    [
        ([Action.PAUSE], Standing.PAUSED, False),
        ([Action.PAUSE, Action.RESUME], Standing.WATCHED, True),
        ([Action.RETIRE], Standing.RETIRED, False),
        ([Action.PAUSE, Action.RETIRE, Action.RESUME], Standing.WATCHED, True),
    ],
)
def test_the_last_change_says_how_it_stands(
    actions: list[Action], standing: Standing, is_polled: bool
) -> None:
    held = known_sources(CATALOG, map(change, actions))[POLLED]
    assert (held.standing, held.source.enabled) == (standing, is_polled)
    assert (held.reason, held.since, held.by, held.is_added) == ("why", NOW, "ann", False)


def test_what_the_catalogue_has_off_can_be_turned_on() -> None:
    held = known_sources(CATALOG, [change(Action.RESUME, OFF)])[OFF]
    assert held.source == replace(CATALOG.sources[OFF], enabled=True)


def test_an_added_source_is_known_and_can_be_paused() -> None:
    add = added(NEW, NOW, "ann", "found it")
    held = known_sources(CATALOG, [add])["xx-new"]
    assert (held.source, held.standing, held.is_added) == (NEW, Standing.WATCHED, True)
    held = known_sources(CATALOG, [add, change(Action.PAUSE, "xx-new")])["xx-new"]
    assert (held.source.enabled, held.is_added) == (False, True)


def test_an_entry_that_the_catalogue_came_to_hold_wins() -> None:
    theirs = replace(NEW, publisher="As shipped now")
    grown = replace(CATALOG, sources={**CATALOG.sources, "xx-new": theirs})
    held = known_sources(grown, [added(NEW, NOW, "ann"), change(Action.PAUSE, "xx-new")])["xx-new"]
    assert held.source == replace(theirs, enabled=False)
    assert not held.is_added


def test_an_address_that_the_catalogue_came_to_hold_is_not_polled_twice() -> None:
    theirs: Source = replace(NEW, id="ru-other")
    grown = replace(CATALOG, sources={**CATALOG.sources, "ru-other": theirs})
    known = known_sources(grown, [added(NEW, NOW, "ann")])
    assert known["ru-other"].source.enabled
    assert known["xx-new"].standing is Standing.RETIRED
    assert known["xx-new"].reason == "ru-other has its address in the catalogue now"
    assert not known["xx-new"].source.enabled


def test_changes_of_what_is_gone_are_passed_over() -> None:
    known = known_sources(CATALOG, [change(Action.PAUSE, "was-once")])
    assert "was-once" not in known


def test_a_stored_entry_that_cannot_be_used_any_more_says_so() -> None:
    few = replace(CATALOG, countries={"KZ": CATALOG.countries["KZ"]})
    with pytest.raises(EntryError, match="an added source: xx-new: country: RU has no entry"):
        known_sources(few, [added(NEW, NOW, "ann")])


@pytest.mark.parametrize(
    ("before", "wanted", "told"),
    [
        ([], change(Action.RESUME), "ru-mid-news is polled already"),
        (
            [change(Action.PAUSE)],
            change(Action.PAUSE),
            "is paused already since 2026-07-01 by ann; `sources resume`",
        ),
        ([change(Action.RETIRE)], change(Action.PAUSE), "is retired already"),
        ([change(Action.RETIRE)], change(Action.RETIRE), "is retired already"),
        ([], change(Action.PAUSE, OFF), "is off in the catalogue already"),
        ([], change(Action.PAUSE, "ru-mid-new"), "no source 'ru-mid-new': did you mean ru-mid-ne"),
        ([], change(Action.PAUSE, "zzzzzz"), "`missionwatch sources` lists them"),
    ],
)
def test_a_change_that_changes_nothing_is_refused(
    before: list[SourceChange], wanted: SourceChange, told: str
) -> None:
    with pytest.raises(ChangeError) as raised:
        check(known_sources(CATALOG, before), wanted)
    assert told in str(raised.value)


@pytest.mark.parametrize("action", [Action.RESUME, Action.RETIRE])
def test_what_makes_a_difference_is_allowed(action: Action) -> None:
    check(known_sources(CATALOG, [change(Action.PAUSE)]), change(action))
