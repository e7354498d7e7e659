"""Reads the page of one item: its text, its title, its date and its language.

`read_article` is pure and picklable and runs in a reader process, where the extractors (heavy to
import) stay; it raises `ReadError` only.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from watchers.charsets import to_text
from watchers.cleaning import clean_title, plain, repaired
from watchers.dates import Dated, date_in_url, parse_date
from watchers.errors import ReadError
from watchers.model import Article, PollState
from watchers.ports import Fetch, Parse, Request
from watchers.sniffing import Shape, page_title, refuse_deep, shape_of, wall

READ_DEADLINE_S = 20.0
MAX_TEXT = 200_000
"""Characters of an article that are kept: a long briefing, but not a book."""
MAX_MARKUP = 300_000
"""Characters of a page that are looked at."""
_UNREAD_TAGS = ["style", "svg", "noscript", "iframe", "select", "template", "form"]
_META_DATES = tuple(
    re.compile(
        rf"""<meta\b(?=[^<>]*(?:property|name|itemprop)=["']{name}["'])"""
        r"""[^<>]*content=["']([^"']{6,60})["']""",
        re.IGNORECASE,
    )
    for name in (
        r"(?:article|og):published_time",
        r"datePublished",
        r"(?:pubdate|publish-?_?date|publishedDate|sailthru\.date|parsely-pub-date)",
        r"(?:dc\.date(?:\.issued)?|date)",
    )
)
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{6,60})"')
_TIME = re.compile(r"""<time\b[^<>]*datetime=["']([^"']{6,60})["']""", re.IGNORECASE)
_LANG = re.compile(r"""<html\b[^<>]*\blang=["']?([A-Za-z]{2,3})\b""", re.IGNORECASE)
_OG_TITLE = re.compile(
    r"""<meta\b(?=[^<>]*property=["']og:title["'])[^<>]*content=(["'])(.{3,500}?)\1""", re.I | re.S
)


async def fetch_article(
    fetch: Fetch,
    parse: Parse,
    url: str,
    *,
    fetched_at: dt.datetime,
    ports: tuple[int, ...] = (),
    timezone: str | None = None,
    min_gap_s: float | None = None,
) -> Article:
    """The article at an address. Raises FetchError, ReadError or ReaderHungError."""
    accept = "text/html, */*;q=0.5"
    request = Request(url=url, ports=ports, accept=accept, min_gap_s=min_gap_s)
    response = await fetch(request)
    reader = partial(
        read_article,
        url=response.url,
        charset=response.charset,
        fetched_at=fetched_at,
        timezone=timezone,
    )
    return await parse(reader, response.body, deadline_s=READ_DEADLINE_S)


def read_article(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    timezone: str | None = None,
) -> Article:
    """The article in a page. A wall, a stub or a page without text raises, with why."""
    text = to_text(body, charset)
    shape = shape_of(text)
    if shape is Shape.EMPTY:
        raise ReadError(PollState.EMPTY, "the body is empty")
    if shape in (Shape.FEED, Shape.JSON):
        raise ReadError(PollState.UNREADABLE, f"{shape.value} where an article was expected")
    if blocked := wall(text):
        raise blocked
    refuse_deep(text, Shape.HTML)
    text = _trimmed(text)
    found = _extracted(text, url)
    article = _paragraphs(found.text or "") if found is not None else ""
    if not article:
        raise ReadError(PollState.UNREADABLE, "no text is found in the page")
    dated = _dated(text, url, fetched_at, ZoneInfo(timezone) if timezone else None)
    lang = _LANG.search(text[:5_000])
    return Article(
        url=url,
        title=_title(text, found.title),
        text=article[:MAX_TEXT],
        published=dated.at if dated else None,
        lang=lang[1].lower() if lang else None,
    )


def _trimmed(text: str) -> str:
    """A page that the extractors, which take 3 s a megabyte, read within their time.

    First goes what is never read, then what lies beyond `MAX_MARKUP`: more than the text that is
    kept, in any markup of a newspaper.
    """
    if len(text) <= MAX_MARKUP:
        return text
    tree = LexborHTMLParser(text)
    tree.strip_tags(_UNREAD_TAGS, recursive=True)
    markup = tree.html or ""
    if len(markup) <= MAX_MARKUP:
        return markup
    end = max(markup.rfind("</p>", 0, MAX_MARKUP), markup.rfind("<br", 0, MAX_MARKUP))
    return markup[: end if end > MAX_MARKUP // 2 else MAX_MARKUP]


def _extracted(text: str, url: str) -> Any:
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            text, url=url or None, with_metadata=True, include_comments=False, favor_recall=True
        )
    except Exception as error:
        # It runs lxml and a dozen heuristics over anything at all; none of what they raise is
        # more than "unreadable".
        reason = f"the page cannot be extracted ({type(error).__name__})"
        raise ReadError(PollState.UNREADABLE, reason) from error


def _paragraphs(text: str) -> str:
    lines = (plain(repaired(line)) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _title(text: str, extracted: str | None) -> str | None:
    given = _OG_TITLE.search(text[:200_000])
    return clean_title(given[2] if given else extracted or "") or page_title(text) or None


def _dated(text: str, url: str, fetched_at: dt.datetime, zone: dt.tzinfo | None) -> Dated | None:
    """What the page says of itself, else what its address or its text does."""
    for pattern in (*_META_DATES, _LD_DATE, _TIME):
        for match in pattern.finditer(text[:500_000]):
            if found := parse_date(match[1], fetched_at=fetched_at, zone=zone):
                return found
    return date_in_url(url, fetched_at=fetched_at, zone=zone) or _in_text(text, fetched_at, zone)


def _in_text(text: str, fetched_at: dt.datetime, zone: dt.tzinfo | None) -> Dated | None:
    from htmldate import find_date

    try:
        day = find_date(
            text,
            original_date=True,
            max_date=fetched_at.date().isoformat(),
            extensive_search=False,
        )
    except (ValueError, TypeError, AttributeError, LookupError):
        # What its heuristics raise over broken markup: a date that cannot be found is unknown.
        return None
    return parse_date(day, fetched_at=fetched_at, zone=zone) if day else None
