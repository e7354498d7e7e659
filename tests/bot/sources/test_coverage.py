"""Coverage: gaps among the polled sources, and what the shipped list has yet to find."""

from __future__ import annotations

from dataclasses import replace

from bot.sources.coverage import coverage_of
from config.model import Catalog

UNFOUND = {("AZ", "az"), ("KG", "ky"), ("LK", "si"), ("TJ", "tg")}
"""Hosts whose outlets in the main language nobody has listed with an address yet."""


WITHOUT_MINISTRY = ("SY",)
"""It has no Afghan mission, yet the history has a row of it; no feed of its ministry is known."""


def test_every_host_has_a_ministry_and_an_outlet_listed(catalog: Catalog) -> None:
    listed = [replace(source, enabled=True) for source in catalog.sources.values()]
    coverage = coverage_of(catalog, listed)

    assert coverage.without_ministry == WITHOUT_MINISTRY
    assert set(coverage.without_outlet) == UNFOUND


def test_what_is_off_covers_nothing(catalog: Catalog) -> None:
    coverage = coverage_of(catalog, catalog.sources.values())

    assert "AT" in coverage.without_ministry
    assert ("AT", "de") in coverage.without_outlet


def test_what_nobody_saw_alive_is_off_and_says_so(catalog: Catalog) -> None:
    unseen = [s for s in catalog.sources.values() if "never seen alive" in s.notes]

    assert len(unseen) > 50
    assert not any(source.enabled for source in unseen)
