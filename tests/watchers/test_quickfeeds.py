"""The quick way through a feed yields what feedparser yields, or declines."""

from __future__ import annotations

import datetime as dt
import json
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers import feeds
from watchers.charsets import to_text
from watchers.errors import ReadError
from watchers.model import Item
from watchers.quickfeeds import quick_feed
from watchers.sniffing import Shape, shape_of

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
URL = "https://x.example/feeds/a.xml"
FEEDS = Path(__file__).parents[1] / "data" / "feeds"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)

texts = st.text(
    st.sampled_from("Посол принят aé\u00a0&<>'\"-–|\n\t;#Ã©â€™\u0093x1 ۱"), max_size=40
)
addresses = st.one_of(
    st.sampled_from(
        ["https://x.example/n/1", "/n/2", "n/3?id=5&amp;b=6", "?dtl/7", "", "tag:x,2026:8",
         "HTTP://X.example/9", "https://x.example/a;b", "https://x.example?q=1#f", "//y.example/1"]
    ),
    texts,
)  # fmt: skip
dates = st.sampled_from(
    ["Fri, 20 Nov 2026 10:00:00 +0300", "2026-11-20T10:00:00Z", "20.11.2026", "", "soon"]
)


def element(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{text}</{name}>"


@st.composite
def rss_fields(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 13))
    text = draw(texts)
    cdata = f"<![CDATA[{text.replace(']]>', '')}]]>"
    inside = draw(st.sampled_from([escape(text), escape(escape(text)), cdata]))
    permalink = draw(st.sampled_from(["", ' isPermaLink="false"', ' isPermaLink="true"']))
    address = escape(draw(addresses))
    fields = (
        element("title", inside), element("title", inside), element("link", address),
        element("guid", address, permalink), element("description", inside),
        element("pubDate", draw(dates)), element("dc:date", draw(dates)),
        element("content:encoded", inside), element("dc:creator", inside),
        element("source", inside, ' url="https://y.example/"'),
        f'<atom:link rel="self" href="{address}"/>', f'<media:content url="{address}"/>',
        element("odd", inside), element("description", f"<b>{escape(text)}</b>"),
    )  # fmt: skip
    return fields[kind]


@st.composite
def atom_fields(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 8))
    inside = escape(draw(texts))
    typed = draw(st.sampled_from(["", ' type="html"', ' type="text"', ' type="image/png"']))
    rel = draw(st.sampled_from(["", ' rel="alternate"', ' rel="related"', ' rel="enclosure"']))
    address = escape(draw(addresses))
    fields = (
        element("title", inside, typed), element("summary", inside, typed),
        element("content", inside, typed), element("id", address),
        f'<link href="{address}"{rel}/>', element("updated", draw(dates)),
        element("published", draw(dates)), element("author", element("name", inside)),
        element("content", f"<div>{inside}</div>", ' type="xhtml"'),
    )  # fmt: skip
    return fields[kind]


@st.composite
def whole_feeds(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        entries = draw(st.lists(st.lists(rss_fields(), max_size=6), max_size=4))
        items = "".join(element("item", "".join(found)) for found in entries)
        about = element("title", escape(draw(texts))) + element("lastBuildDate", draw(dates))
        return f'<rss version="2.0" {NAMESPACES}><channel>{about}{items}</channel></rss>'
    entries = draw(st.lists(st.lists(atom_fields(), max_size=6), max_size=4))
    items = "".join(element("entry", "".join(found)) for found in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'


def read(body: bytes) -> tuple[Item, ...] | str:
    try:
        return feeds.read_feed(body, url=URL, charset=None, fetched_at=NOW)
    except ReadError as error:
        return error.reason


def slowly(body: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Item, ...] | str:
    with monkeypatch.context() as patched:
        patched.setattr(feeds, "quick_feed", lambda text, url: None)
        return read(body)


def is_quick(body: bytes) -> bool:
    text = to_text(body)
    return shape_of(text) is Shape.FEED and quick_feed(feeds._prepared(text), URL) is not None


@settings(max_examples=200)
@given(feed=whole_feeds())
def test_made_up_feeds_read_alike(feed: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        assert read(feed.encode()) == slowly(feed.encode(), patched)


@pytest.mark.parametrize("path", sorted(FEEDS.glob("*.xml")), ids=lambda path: path.stem)
def test_samples_read_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = path.read_bytes()
    assert read(body) == slowly(body, monkeypatch)


@pytest.mark.shared
def test_reference_samples_read_alike_and_most_quickly(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = json.loads((shared_data / "samples" / "index.json").read_text(encoding="utf-8"))
    bodies = [
        (shared_data / "samples" / sample["file"]).read_bytes()
        for sample in index["samples"]
        if sample["kind"] == "feed" and sample["expect"]["items"]
    ]
    for body in bodies:
        assert read(body) == slowly(body, monkeypatch)
    assert sum(map(is_quick, bodies)) > len(bodies) / 2


@pytest.mark.parametrize(
    "odd",
    [
        '<rss version="2.0"><channel><item><title>A <b>b</b></title></item></channel></rss>',
        '<rss version="2.0"><channel xml:base="/x"><item><title>A</title></item></channel></rss>',
        '<rss version="2.0"><channel><item><x:t>A</x:t></item></channel></rss>',
        "<rss><channel><item><title>A</title><title>B</title></item></channel></rss>",
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>',
        "<rdf:RDF/>",
        "<rss><channel><item><title>cut",
    ],
)
def test_what_is_odd_is_declined(odd: str) -> None:
    assert quick_feed(odd, URL) is None


def test_an_ordinary_feed_is_quick() -> None:
    feed = (
        '<rss version="2.0"><channel><title>T</title><item><title>A &amp; B</title>'
        "<guid>https://x.example/1</guid></item></channel></rss>"
    )
    found = quick_feed(feed, URL)
    assert found is not None
    assert found.entries == [{"title": "A & B", "id": "https://x.example/1", "id_is_link": True}]
