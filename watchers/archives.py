"""Old texts from files: JSON lines as `match` reads them, feeds, and WARC archives of the web.

A file is taken apart into documents, which is quick and done once; a document becomes texts by
itself, in whatever process: extracting an article takes most of the time.

ArchiveError    a file or an entry that cannot be read; names the file and the line
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from config.partial_date import PartialDate
from watchers.articles import read_article
from watchers.errors import ReadError
from watchers.feeds import read_feed
from watchers.matching.jsonl import InputError, parse_line
from watchers.model import Item, Text

LINES = frozenset({".jsonl", ".ndjson", ".json"})
WARCS = frozenset({".warc"})


class ArchiveError(Exception):
    """A file or an entry that cannot be read; names the file and the line."""


class DocumentKind(StrEnum):
    """What a document of an archive is."""

    LINE = "line"
    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Document:
    """One part of an archive, not read yet."""

    where: str
    """The file, and the line or record in it."""
    kind: DocumentKind
    body: bytes
    url: str = ""
    charset: str | None = None
    fetched_at: dt.datetime | None = None
    is_crawled: bool = False
    """Among many that a crawl took along: one that cannot be read is no error."""


def documents_in(path: Path) -> Iterator[Document]:
    """The parts of an archive, in their order. Raises ArchiveError."""
    inner = path.with_suffix("") if path.suffix == ".gz" else path
    try:
        if inner.suffix.lower() in WARCS:
            yield from _warc(path)
        elif inner.suffix.lower() in LINES:
            yield from _lines(path)
        else:
            with _open(path) as stream:
                yield Document(str(path), DocumentKind.FEED, stream.read(), path.name)
    except (OSError, EOFError) as error:
        raise ArchiveError(f"{path}: cannot be read ({error})") from error


def texts_in(document: Document) -> list[Text]:
    """The texts of a document: one of a line or a page, one an entry of a feed.

    Raises ArchiveError for what cannot be read, unless a crawl took it along.
    """
    try:
        match document.kind:
            case DocumentKind.LINE:
                return [parse_line(document.body.decode())]
            case DocumentKind.FEED:
                return _feed(document)
            case DocumentKind.PAGE:
                return _page(document)
    except (InputError, ReadError, UnicodeDecodeError) as error:
        if document.is_crawled:
            return []
        raise ArchiveError(f"{document.where}: {error}") from error


def _lines(path: Path) -> Iterator[Document]:
    with _open(path) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield Document(f"{path}, line {number}", DocumentKind.LINE, line)


def _warc(path: Path) -> Iterator[Document]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                document = _response(path, record)
                if document is not None:
                    yield document
        except ArchiveLoadFailed as error:
            raise ArchiveError(f"{path}: is no WARC file ({error})") from error


def _response(path: Path, record: Any) -> Document | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    if record.http_headers.get_statuscode() != "200":
        return None
    media, _, parameters = (record.http_headers.get_header("Content-Type") or "").partition(";")
    kind = _kind_of(media.strip().lower())
    if kind is None:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    _, _, charset = parameters.partition("charset=")
    return Document(
        f"{path}, {url}",
        kind,
        record.content_stream().read(),
        url,
        charset.strip(" \"'") or None,
        dt.datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        is_crawled=True,
    )


def _kind_of(media: str) -> DocumentKind | None:
    if media in {"text/html", "application/xhtml+xml"}:
        return DocumentKind.PAGE
    return DocumentKind.FEED if media.endswith("xml") else None


def _feed(document: Document) -> list[Text]:
    items = read_feed(
        document.body,
        url=document.url,
        charset=document.charset,
        fetched_at=_fetched_at(document),
    )
    return [_text_of(item, f"{document.where}#{n}") for n, item in enumerate(items, start=1)]


def _text_of(item: Item, where: str) -> Text:
    return Text(
        id=item.url or item.guid or where,
        title=item.title,
        body=item.lead,
        published=PartialDate(item.published.date()) if item.published else None,
        publisher=_publisher(item.url or ""),
        url=item.url,
    )


def _page(document: Document) -> list[Text]:
    article = read_article(
        document.body,
        url=document.url,
        charset=document.charset,
        fetched_at=_fetched_at(document),
    )
    return [
        Text(
            id=document.url,
            title=article.title or "",
            body=article.text,
            lang=article.lang,
            published=PartialDate(article.published.date()) if article.published else None,
            publisher=_publisher(document.url),
            url=document.url,
        )
    ]


def _fetched_at(document: Document) -> dt.datetime:
    return document.fetched_at or dt.datetime.now(dt.UTC)


def _publisher(url: str) -> str | None:
    host = urlsplit(url).hostname
    return host.removeprefix("www.") if host else None


def _open(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb")
