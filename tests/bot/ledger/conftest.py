"""The shipped catalogue, and short ways to write events and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from bot.ledger import ItemFacts, merge
from bot.model import Change, Event
from config.catalog import load_catalog
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Kind
from watchers.model import Report

DOSSIER = "afghanistan"
ASTANA, ALMATY = "kz-astana-embassy", "kz-almaty-consulate"
TODAY = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)

CONFIRMED, CLAIMED = Assertion.CONFIRMED, Assertion.CLAIMED
PLANNED, DENIED = Assertion.PLANNED, Assertion.DENIED


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


def event(
    kind: Kind, day: str, assertion: Assertion = CONFIRMED, host: str = "KZ", **more: Any
) -> Event:
    """An event of the watch, by default about no mission of its own."""
    happened = PartialDate.parse(day)
    known_at = dt.datetime.combine(happened.day, dt.time(8), dt.UTC)
    fields: dict[str, Any] = {
        "id": f"{day}-{host.lower()}-{kind.value}",
        "dossier": DOSSIER,
        "mission": None,
        "known_at": known_at,
        "act": "an act",
        "publishers": ("First Post",),
    }
    return Event(kind=kind, assertion=assertion, host=host, happened=happened, **(fields | more))


def report(
    kind: Kind, assertion: Assertion = CONFIRMED, host: str | None = "KZ", **more: Any
) -> Report:
    """A report sure enough to be told."""
    fields: dict[str, Any] = {"alert": True, "confidence": 0.9, "announced_by": Announcer.MEDIA}
    if isinstance(more.get("happened"), str):
        more["happened"] = PartialDate.parse(more["happened"])
    return Report(kind, assertion, host, **(fields | more))


def item(
    day: str | None = "2026-11-20", publisher: str | None = "Second Herald", url: str = "u"
) -> ItemFacts:
    """The item that a report was read in."""
    published = None if day is None else PartialDate.parse(day)
    address = f"https://news.example/{url}"
    return ItemFacts(published, TODAY, publisher, address, "A headline")


shipped = cache(load_catalog)
"""Property tests cannot take the fixture of one session: they ask here."""


def change_of(
    told: Report, held: Iterable[Event] = (), facts: ItemFacts | None = None
) -> Change | None:
    """What a report changes in a ledger that holds these events."""
    return merge(told, item=facts or item(), candidates=held, dossier=DOSSIER, catalog=shipped())


def changed(told: Report, held: Iterable[Event] = (), facts: ItemFacts | None = None) -> Change:
    """The same where something must come of it."""
    change = change_of(told, held, facts)
    assert change is not None
    return change
