"""A body at hand is read as what it looks like, unless told."""

from __future__ import annotations

import datetime as dt

import pytest

from config.vocabulary import SourceKind
from tests.watchers.test_poll import FEED, PAGE
from watchers.errors import ReadError
from watchers.model import Item
from watchers.preview import guess_kind, preview, published_text

FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)


def test_the_kind_is_guessed_from_the_body() -> None:
    assert guess_kind(FEED) is SourceKind.FEED
    assert guess_kind(PAGE) is SourceKind.PAGE
    assert guess_kind(b'[{"title": "x"}]') is SourceKind.PAGE
    assert guess_kind(b"") is SourceKind.FEED


def test_a_body_yields_its_items() -> None:
    kind, items = preview(PAGE, url="https://s.example/news", fetched_at=FETCHED_AT)
    assert (kind, len(items)) == (SourceKind.PAGE, 2)
    kind, items = preview(FEED, url="", fetched_at=FETCHED_AT)
    assert (kind, len(items)) == (SourceKind.FEED, 1)


def test_a_kind_that_is_told_is_kept() -> None:
    with pytest.raises(ReadError, match="where a feed was promised"):
        preview(PAGE, url="https://s.example/", fetched_at=FETCHED_AT, kind=SourceKind.FEED)


def test_a_date_is_shown_as_exactly_as_it_is_known() -> None:
    kabul = dt.timezone(dt.timedelta(hours=4, minutes=30))
    midnight = dt.datetime(2026, 11, 19, 19, 30, tzinfo=dt.UTC)
    assert published_text(Item("t", None)) is None
    assert published_text(Item("t", None, published=midnight)) == "2026-11-19T19:30:00Z"
    day = Item("t", None, published=midnight, published_is_day=True)
    assert published_text(day, kabul) == "2026-11-20"
