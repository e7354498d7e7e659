"""The page of one item: text, title, date, language; and what is no article."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.fakes.fetching import FakeFetch, parse_here
from tests.fakes.web import STUB
from watchers.articles import fetch_article, read_article
from watchers.errors import FetchError, ReadError
from watchers.model import Article, PollState

FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
TEXT = "".join(
    f"<p>Paragraph {n}: the chargé d'affaires was received by the deputy minister, and both sides "
    f"spoke about trade, visas and the work of the consulates in the border provinces.</p>"
    for n in range(6)
)


def page(head: str = "", body: str = TEXT, lang: str = "en") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{lang}-GB"><head><meta charset="utf-8">'
        f"<title>Envoy received | Ministry</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><main><article><h1>Envoy received</h1>"
        f"{body}</article></main></body></html>"
    ).encode()


def read(body: bytes, url: str = "https://gov.example/news/1") -> Article:
    return read_article(body, url=url, charset=None, fetched_at=FETCHED_AT)


def test_an_article_is_read() -> None:
    found = read(page('<meta property="og:title" content="Envoy &amp;amp; aide received">'))
    assert found.title == "Envoy & aide received"
    assert found.text.count("the chargé d'affaires was received") == 6
    assert "Home" not in found.text
    assert (found.lang, found.url) == ("en", "https://gov.example/news/1")


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (
            '<meta content="2026-11-20T10:00:00+03:00" property="article:published_time">',
            "https://gov.example/2020/01/01/x",
            "2026-11-20T07:00:00+00:00",
        ),
        (
            '<script type="a/ld+json">{"datePublished": "2026-11-19T10:00:00Z"}</script>',
            "https://gov.example/1",
            "2026-11-19T10:00:00+00:00",
        ),
        ("", "https://gov.example/2026/11/18/x", "2026-11-18T00:00:00+00:00"),
        ('<meta name="date" content="2031-01-01">', "https://gov.example/1", None),
    ],
)
def test_its_date_is_what_the_page_says_else_what_its_address_does(
    head: str, url: str, expected: str | None
) -> None:
    found = read(page(head), url)
    assert (found.published.isoformat() if found.published else None) == expected


def test_a_long_transcript_is_read_whole() -> None:
    body = "".join(
        f"<p>Question {n}: what about the embassy? Answer: we have said what we had to say about "
        f"it, and nothing has changed since the last briefing that was held here.</p>"
        for n in range(600)
    )
    found = read(page(body=body))
    assert "Question 0:" in found.text
    assert "Question 599:" in found.text


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"", PollState.EMPTY),
        (STUB, PollState.BLOCKED),
        (b"<html><head></head><body></body></html>", PollState.UNREADABLE),
        (b'<rss version="2.0"><channel></channel></rss>', PollState.UNREADABLE),
        (b'{"a": 1}', PollState.UNREADABLE),
    ],
)
def test_what_is_no_article_says_why(body: bytes, state: PollState) -> None:
    with pytest.raises(ReadError) as raised:
        read(body)
    assert raised.value.state is state
    assert raised.value.reason


async def test_an_article_is_fetched_and_read() -> None:
    fetch = FakeFetch()
    fetch.serve("https://gov.example/news/1", page())
    found = await fetch_article(
        fetch, parse_here, "https://gov.example/news/1", fetched_at=FETCHED_AT, ports=(8080,)
    )
    assert found.title == "Envoy received"
    assert fetch.requests[0].ports == (8080,)
    with pytest.raises(FetchError):
        await fetch_article(fetch, parse_here, "https://gov.example/2", fetched_at=FETCHED_AT)


async def test_an_article_keeps_to_the_pause_of_its_source() -> None:
    fetch = FakeFetch()
    url = "https://gov.example/3"
    with pytest.raises(FetchError):
        await fetch_article(fetch, parse_here, url, fetched_at=FETCHED_AT, min_gap_s=20.0)
    assert [request.min_gap_s for request in fetch.requests] == [20.0]
