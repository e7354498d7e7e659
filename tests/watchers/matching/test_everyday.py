"""A stream of everyday news alerts nobody."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from config.catalog import load_catalog
from config.lexicon import languages
from tests.everyday import headlines
from watchers.errors import ReadError
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of
from watchers.preview import preview

COUNT = 31_000
FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def polyglot() -> Matcher:
    return Matcher.build(load_catalog(), languages())


def alerts(matcher: Matcher, title: str, lang: str | None) -> list[str]:
    text = text_of({"id": "1", "title": title, "lang": lang, "published": "2025-06-01"})
    return [f"{r.kind}/{r.assertion}/{r.host}" for r in matcher.match(text) if r.alert]


def test_everyday_news_alerts_nobody(polyglot: Matcher) -> None:
    stream = list(headlines(COUNT))
    assert set(Counter(lang for lang, _ in stream)) == set(languages())
    assert sum(polyglot.touches(title, "") for _, title in stream) > COUNT / 3
    false = [(title, found) for lang, title in stream if (found := alerts(polyglot, title, lang))]
    assert false == []


def test_the_stream_is_the_same_for_the_same_seed() -> None:
    assert list(headlines(500, seed=7)) == list(headlines(500, seed=7))
    assert list(headlines(500, seed=7)) != list(headlines(500, seed=8))


@pytest.mark.shared
def test_the_sample_feeds_alert_nobody(polyglot: Matcher, shared_data: Path) -> None:
    index = json.loads((shared_data / "samples" / "index.json").read_text("utf-8"))
    titles = [title for each in index["samples"] for title in titles_of(shared_data, each)]
    assert len(titles) > 300
    assert [(title, found) for title in titles if (found := alerts(polyglot, title, None))] == []


def titles_of(shared: Path, sample: dict[str, Any]) -> list[str]:
    if sample["kind"] != "feed":
        return []
    body = (shared / "samples" / sample["file"]).read_bytes()
    try:
        _, items = preview(body, url="", fetched_at=FETCHED_AT)
    except ReadError:
        # Some of the samples are broken on purpose; tests/watchers/test_samples.py says which.
        return []
    return [item.title for item in items]
