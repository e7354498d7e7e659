"""Archives taken apart into documents, and documents into texts."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from watchers.archives import ArchiveError, Document, DocumentKind, documents_in, texts_in

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>
<item><title>One</title><link>https://www.news.example/1</link><description>Lead</description>
<pubDate>Mon, 20 Jul 2026 08:00:00 GMT</pubDate></item>
<item><title>Two</title></item></channel></rss>"""
FETCHED = dt.datetime(2026, 7, 25, tzinfo=dt.UTC)


def test_lines_packed_or_not(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "title": "T", "published": "2026-07"}) + "\n\n"
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.ndjson.gz"
    plain.write_text(line)
    packed.write_bytes(gzip.compress(line.encode()))
    for path in (plain, packed):
        (document,) = documents_in(path)
        assert document.where == f"{path}, line 1"
        (text,) = texts_in(document)
        assert (text.id, str(text.published)) == ("a", "2026-07")


def test_entries_of_a_feed(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(FEED)
    (document,) = documents_in(path)
    first, second = texts_in(document)
    assert (first.id, first.publisher) == ("https://www.news.example/1", "news.example")
    assert (first.body, str(first.published)) == ("Lead", "2026-07-20")
    assert (second.id, second.publisher) == (f"{path}#2", None)


def test_what_a_crawl_took_along_may_be_unreadable() -> None:
    page = Document("w", DocumentKind.PAGE, b"<html></html>", "u", None, FETCHED)
    with pytest.raises(ArchiveError, match=r"^w: "):
        texts_in(page)
    crawled = Document("w", DocumentKind.PAGE, b"<html></html>", "u", None, FETCHED, True)
    assert texts_in(crawled) == []


@pytest.mark.parametrize(
    "line", [b"no json", b"[]", b'{"id": "a"}', b'{"id": "a", "title": "\xff"}']
)
def test_a_line_that_is_no_item_names_its_place(line: bytes) -> None:
    with pytest.raises(ArchiveError, match=r"^file, line 3: "):
        texts_in(Document("file, line 3", DocumentKind.LINE, line))


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        list(documents_in(tmp_path))
