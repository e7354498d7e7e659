"""OPML out and in: without loss for our own, with reasons for what is left out, and safely."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.sources.opml import MAX_BYTES, OpmlError, read_opml, sources_of, to_opml
from config.catalog import load_catalog
from config.vocabulary import SourceKind

CATALOG = load_catalog()
NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
FOREIGN = b"""<?xml version="1.0"?><opml version="1.0"><body><outline text="Folder">
<outline text="A  &amp; B" xmlUrl="https://a.example/feed" language="ru-RU"/>
<outline text="No feed" htmlUrl="https://b.example/"/></outline>
<outline text="C" xmlUrl="https://c.example/feed"/></body></opml>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<opml version="2.0"><body><outline text="&b;" xmlUrl="https://a.example"/></body></opml>"""


def test_what_was_written_is_read_back() -> None:
    data, taken, left = to_opml(CATALOG.sources.values(), "Ours", NOW)
    assert len(taken) + len(left) == len(CATALOG.sources)
    assert all(each.kind is SourceKind.FEED and each.enabled for each in taken)
    again, refused = sources_of(read_opml(data), {}, CATALOG.countries, {})
    assert again == taken
    assert refused == []


def test_awkward_characters_survive() -> None:
    source = next(each for each in CATALOG.sources.values() if each.kind is SourceKind.FEED)
    odd = replace(source, publisher="<\"&'> \u200f\u0627 \U0001f600", enabled=True)
    data, _, _ = to_opml([odd], "<&>", NOW)
    assert sources_of(read_opml(data), {}, CATALOG.countries, {}) == ([odd], [])


def test_what_is_left_out_says_why() -> None:
    feed = next(each for each in CATALOG.sources.values() if each.kind is SourceKind.FEED)
    page = next(each for each in CATALOG.sources.values() if each.kind is SourceKind.PAGE)
    off = replace(feed, enabled=False)
    _, taken, left = to_opml([page, off], "Ours", NOW)
    assert taken == []
    assert [each.why for each in left] == ["a page: OPML holds feeds only", "not polled"]


def test_a_list_of_another_reader_needs_what_it_does_not_say() -> None:
    outlines = read_opml(FOREIGN)
    assert [each.url for each in outlines] == ["https://a.example/feed", "https://c.example/feed"]
    given = {"country": "RU", "role": "news", "tier": "3"}
    taken, left = sources_of(outlines, given, CATALOG.countries, {})
    assert [(each.id, each.publisher, each.lang) for each in taken] == [
        ("a-example-feed", "A & B", "ru")
    ]
    assert [(each.name, each.why) for each in left] == [
        ("https://c.example/feed", "lang: is missing. Add lang.")
    ]
    again, left = sources_of(outlines[:1], given, CATALOG.countries, {"x": taken[0]})
    assert again == []
    assert left[0].why == "a-example-feed has this address already"


def test_an_address_that_stands_twice_is_taken_once() -> None:
    outlines = read_opml(FOREIGN)[:1] * 2
    given = {"country": "RU", "role": "news", "tier": "3"}
    taken, left = sources_of(outlines, given, CATALOG.countries, {})
    assert (len(taken), len(left)) == (1, 1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (BOMB, "declares a document type or entities"),
        (b"not xml", "is no XML"),
        (b"", "is no XML"),
        (b"<rss/>", "is no OPML: its root element is <rss>"),
        (b" " * (MAX_BYTES + 1), "is over 5 MB"),
    ],
)
def test_what_is_no_opml_or_not_safe_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(OpmlError, match=told):
        read_opml(data)


def test_a_mark_of_ours_that_is_garbled_is_passed_over() -> None:
    garbled = FOREIGN.replace(
        b'language="ru-RU"', b'xmlns:mw="urn:missionwatch:source" mw:entry="[oops"'
    )
    assert read_opml(garbled)[0].fields == {}
