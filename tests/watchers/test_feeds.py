"""Feeds: every habit of real feeds is a file with the expected items beside it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from watchers.errors import ReadError
from watchers.feeds import MAX_ITEMS, read_feed
from watchers.model import Item, PollState
from watchers.preview import published_text

FEEDS = Path(__file__).resolve().parents[1] / "data" / "feeds"
FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
EXPECTED = sorted(FEEDS.glob("*.expected.json"))


def _read(body: bytes, wanted: dict[str, Any]) -> tuple[Item, ...]:
    return read_feed(
        body,
        url=wanted.get("url", "https://news.example/feed"),
        charset=wanted.get("charset"),
        fetched_at=FETCHED_AT,
        timezone=wanted.get("timezone"),
    )


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_feed_is_read_as_expected(expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    body = expected.with_name(expected.name.replace(".expected.json", ".xml")).read_bytes()
    if "error" in wanted:
        with pytest.raises(ReadError) as raised:
            _read(body, wanted)
        assert raised.value.state is PollState(wanted["error"]["state"])
        assert wanted["error"]["reason"] in raised.value.reason
        return
    zone = ZoneInfo(wanted.get("timezone", "UTC"))
    found = [
        {
            "title": item.title,
            "url": item.url,
            "published": published_text(item, zone),
            "guid": item.guid,
            "lead": item.lead,
        }
        for item in _read(body, wanted)
    ]
    assert len(found) == len(wanted["items"])
    for had, want in zip(found, wanted["items"], strict=True):
        assert {name: had[name] for name in want} == want


def test_a_huge_feed_is_cut_before_it_is_parsed() -> None:
    entry = "<item><title>Story {0}</title><link>https://news.example/{0}</link></item>"
    items = "".join(entry.format(number) for number in range(100_000))
    body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()
    found = read_feed(body, url="", charset=None, fetched_at=FETCHED_AT)
    assert len(found) == MAX_ITEMS
    assert found[-1].title == f"Story {MAX_ITEMS - 1}"


def test_entities_that_multiply_do_no_harm() -> None:
    entities = "".join(f'<!ENTITY e{level + 1} "{f"&e{level};" * 10}">' for level in range(1, 12))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e1 "ha">{entities}]>'
        "<rss version='2.0'><channel><item><title>x &e12;</title></item></channel></rss>"
    ).encode()
    try:
        found = read_feed(body, url="", charset=None, fetched_at=FETCHED_AT)
    except ReadError:
        return
    assert all(len(item.title) <= 500 for item in found)
