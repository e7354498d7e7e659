"""How sources are listed, and which hosts are not covered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.sources.changes import Action, SourceChange, known_sources
from bot.sources.coverage import coverage_of, main_languages
from bot.sources.listing import Facts, LastItem, counts_of, rows_of
from config.catalog import load_catalog
from config.vocabulary import SourceRole
from watchers.model import PollState, SourceState

CATALOG = load_catalog()
NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ID = "ru-mid-news"


def test_a_watched_source_is_listed_with_its_health() -> None:
    state = SourceState(
        ID,
        last_poll_at=NOW,
        last_ok_at=NOW,
        state=PollState.OK,
        interval_min=45.0,
        news_at=NOW - HOUR,
    )
    last = LastItem(NOW - HOUR, "A title")
    facts = Facts(known_sources(CATALOG, ()), {ID: state}, {ID: last})
    row = next(row for row in rows_of(facts.of({"RU"}), NOW) if row.known.source.id == ID)
    assert (row.health, row.since, row.last, row.interval_min) == (
        "fresh",
        NOW - HOUR,
        last,
        45.0,
    )


@pytest.mark.parametrize(
    ("action", "health"), [(Action.PAUSE, "paused"), (Action.RETIRE, "retired")]
)
def test_what_an_operator_said_comes_before_what_polls_say(action: Action, health: str) -> None:
    change = SourceChange(ID, action, NOW, "ann", "a wall")
    facts = Facts(known_sources(CATALOG, [change]), {ID: SourceState(ID)}, {})
    row = next(row for row in rows_of(facts, NOW) if row.known.source.id == ID)
    assert (row.health, row.reason, row.since) == (health, "a wall", NOW)
    assert counts_of(rows_of(facts, NOW))[health] == 1


def test_only_the_states_asked_for_are_listed() -> None:
    facts = Facts(known_sources(CATALOG, ()), {}, {})
    assert {row.known.source.country for row in rows_of(facts.of({"RU", "KZ"}), NOW)} == {
        "RU",
        "KZ",
    }
    assert len(rows_of(facts, NOW)) == len(CATALOG.sources)


@pytest.mark.parametrize(
    ("host", "languages"),
    [
        ("RU", ("ru",)),
        ("CH", ("de",)),
        ("AU", ("en",)),
        ("NO", ("nb", "no")),
        ("PK", ("ur",)),
        ("UN", ()),
    ],
)
def test_the_main_language_of_a_host(host: str, languages: tuple[str, ...]) -> None:
    assert main_languages(host) == languages


def test_gaps_are_hosts_without_a_ministry_or_an_outlet_in_their_language() -> None:
    ministry = replace(CATALOG.sources[ID], country="AT", role=SourceRole.HOST_MFA, lang="en")
    outlet = replace(CATALOG.sources[ID], country="AT", role=SourceRole.NEWS, lang="de")
    english = replace(outlet, lang="en")

    none = coverage_of(CATALOG, ())
    assert "AT" in none.without_ministry
    assert ("AT", "de") in none.without_outlet
    assert "UN" in none.without_ministry
    assert "UN" not in dict(none.without_outlet), "a body has no language"

    both = coverage_of(CATALOG, [ministry, outlet])
    assert "AT" not in both.without_ministry
    assert "AT" not in dict(both.without_outlet)
    assert ("AT", "de") in coverage_of(CATALOG, [ministry, english]).without_outlet
    off = [replace(each, enabled=False) for each in (ministry, outlet)]
    assert coverage_of(CATALOG, off) == none
