"""Whatever a body is made of, a reader returns plausible items or raises its own error."""

from __future__ import annotations

import datetime as dt
import random
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers.articles import read_article
from watchers.dates import EARLIEST, LATEST_AHEAD
from watchers.errors import ReadError
from watchers.feeds import read_feed
from watchers.listings import read_listing
from watchers.model import Item

DATA = Path(__file__).resolve().parents[1] / "data"
FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
SEEDS = sorted(
    path for path in (*DATA.glob("feeds/*"), *DATA.glob("pages/*")) if "expected" not in path.name
)
_PIECES = (
    b"<", b">", b"</", b"<![CDATA[", b"]]>", b"&#x0;", b"&#99999999;", b"&lt;", b"\x00", b"\xff",
    b"\xed\xa0\x80", b"<item>", b"</item>", b"<entry>", b"<a href='", b"href=//[::1", b"'>",
    b"xmlns:x=''", b"<!DOCTYPE x [", b"<base href='http://[bad'>", b"<dt>", b"<table>", b"{", b"[",
    b"99999999999999999999", b"2026-11-20T10:00:00+99:99", b"0000-00-00", "۱۴۰۵/۱۳/۴۰".encode(),
)  # fmt: skip


def mutated(body: bytes, seed: int) -> bytes:
    """A body with a few things cut, doubled, swapped or stuck in."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randint(0, len(body)) for _ in range(2))
        change = chance.randrange(4)
        if change == 0:
            body = body[:at] + body[to:]
        elif change == 1:
            body = body[:to] + body[at:to][:5_000] + body[to:]
        elif change == 2:
            body = body[:at] + chance.choice(_PIECES) + body[at:]
        else:
            body = body[:at] + bytes(reversed(body[at:to][:200])) + body[at + 200 :]
    return body


def _check(items: tuple[Item, ...]) -> None:
    for item in items:
        assert item.title == item.title.strip()
        assert item.url is None or not item.url.startswith("javascript:")
        if item.published is not None:
            assert EARLIEST <= item.published <= FETCHED_AT + LATEST_AHEAD


def read_every_way(body: bytes, charset: str | None = None) -> None:
    url = "https://gov.example/news/"
    for read in (read_feed, read_listing):
        try:
            items = read(body, url=url, charset=charset, fetched_at=FETCHED_AT)
        except ReadError:
            continue
        _check(items)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_mutated_samples(path: Path) -> None:
    body = path.read_bytes()
    for seed in range(25):
        read_every_way(mutated(body, seed))


@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    read_every_way(body)


_MARKUP = st.lists(
    st.sampled_from(
        [
            *("<html>", "<body>", "<ul>", "<li>", "</li>", "<dl>", "<dt>", "<dd>", "<p>", "<!--"),
            *("<table>", "<tr>", "<td>", "</a>", "<h3>", "</h3>", "<script>", "-->", "<item>"),
            *("<a href='/n/101'>", "<a href='?id=7'>", "<a href='//x/1'>", "<a href='#'>"),
            *("<rss version='2.0'>", "<channel>", "<title>", "</title>", "<pubDate>"),
            *("<base href='x'>", "<time datetime='2026-11-20'>", "20.11.2026", "2026/10/03"),
            *("Read more", "The ministry receives an envoy"),
        ]
    ),
    max_size=60,
)


@given(_MARKUP)
@settings(max_examples=200, deadline=None)
def test_any_markup(parts: list[str]) -> None:
    read_every_way(" ".join(parts).encode())


HOSTILE = {
    "nested elements": b"<html><body>" + b"<div>" * 200_000 + b"<a href='/n/101'>An envoy</a>",
    "nested formatting": b"<html><body>" + b"<a href='/n/1'><b>" * 100_000,
    "nested tables": b"<table>" * 50_000 + b"<tr><td><a href='/n/100'>x</a>",
    "opening brackets": b"<" * 1_000_000,
    "comments without end": b"<!--" * 300_000,
    "scripts without end": b"<html>" + b"<script>" * 200_000,
    "attributes without end": b"<html>" + b"<meta property='x' " * 60_000,
    "ampersands": b"&" * 1_000_000,
    "blanks": b" " * 1_000_000 + b"<rss>",
    "items without end": b"<rss version='2.0'><channel>" + b"<item><title>" * 100_000,
    "nested XML": b"<rss version='2.0'>" + b"<a>" * 300_000,
    "tags in a title": b"<rss version='2.0'><channel><item><title>" + b"<b" * 300_000,
    "escapes upon escapes": b"<rss version='2.0'><channel><item><title>"
    + b"&amp;lt;b&amp;gt;" * 50_000
    + b"</title></item></channel></rss>",
    "links in one row": b"<div>"
    + b"<a href='/n/%d'>The envoy is received</a> 20.11.2026 " * 5_000,
    "nested JSON": b'{"a":' * 50_000,
}
LARGE = {
    "paragraphs": b"<p>" + b"<p>The minister spoke of the embassy and talks. </p>" * 38_000,
    "small paragraphs": b"<html><body>" + b"<p>word word</p>" * 120_000,
    "boxes": b"<html><body>" + b"<div class=x>text of a box</div>" * 60_000,
    "rows": b"<ul>" + b"<li><a href='/n/1'>An envoy is received</a> 20.11.2026</li>" * 33_000,
    "one text": b"<p>" + b"word " * 400_000,
    "escapes": b"<html><body>" + b"<p>&amp;amp;&lt;b&gt;</p>" * 90_000,
}
READ_S = 2.0
"""No reading of up to 2 MB takes longer …"""
TRIES = 3
"""… where others at work on the same core make it look longer, at some other moment."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_cost_little(name: str) -> None:
    started = time.process_time()
    read_every_way(HOSTILE[name])
    assert time.process_time() - started < 4.0  # two readings of up to 2 MB, on a slow machine


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("read", [read_article, read_listing], ids=["article", "listing"])
def test_two_megabytes_are_read_in_time(name: str, read: Any) -> None:
    assert any(_took_s(read, LARGE[name][:2_000_000]) < READ_S for _ in range(TRIES))


def _took_s(read: Any, body: bytes) -> float:
    started = time.process_time()
    with suppress(ReadError):
        read(body, url="https://x.example/1", charset=None, fetched_at=FETCHED_AT)
    return time.process_time() - started


def test_mutated_articles() -> None:
    body = (DATA / "pages" / "article.html").read_bytes()
    for seed in range(40):
        try:
            found = read_article(
                mutated(body, seed), url="https://x.example/1", charset=None, fetched_at=FETCHED_AT
            )
        except ReadError:
            continue
        assert found.text
