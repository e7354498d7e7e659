"""The reference samples beside the checkout, read as their index expects.

Where the index repeats what feedparser or the raw file said, a cleaned reading counts as equal:
titles are compared as text (no markup, no escapes), and the exceptions stand named below.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from config.vocabulary import SourceKind
from watchers.articles import read_article
from watchers.cleaning import clean_title
from watchers.dates import parse_date
from watchers.errors import ReadError
from watchers.model import Item, PollState
from watchers.preview import preview

pytestmark = pytest.mark.shared
FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
BASES = {
    "china_mfa": "https://www.mfa.gov.cn/eng/xw/fyrbt/",
    "iran_mfa": "https://en.mfa.ir/portal/newsagencyshow/699",
    "mid_ru": "https://mid.ru/ru/foreign_policy/news/",
    "mofa_gov_pk": "https://mofa.gov.pk/press-releases",
    "alemarah": "https://www.alemarahenglish.af/",
    "kremlin_ru": "http://kremlin.ru/events/president/news",
    "mofa_fa": "https://mfa.gov.af/dr",
}
ZONES = {"mid_ru": "Europe/Moscow", "kremlin_ru": "Europe/Moscow"}
WRONG_TITLES = {
    # The index leaves the publisher's name on Google News' titles, and says of the file that is
    # encoded twice that it is.
    "feed-extractor__rss-feed-standard-realworld.xml": "In a major boost to Democrats, Manchin "
    "and Schumer announce deal for energy and health care bill",
    "FeedReader__Rss20YandexRussia.xml": "В Москве из-за сильных морозов объявлен «оранжевый» "
    "уровень опасности",
}
WRONG_DATES = {
    # A feed that knows days only: the index gives the UTC day of its midnight in Minsk.
    "FeedReader__Rss20CityDog.xml": "2017-01-25",
}


def _samples(shared: Path, kind: str) -> list[tuple[dict[str, Any], bytes]]:
    index = json.loads((shared / "samples" / "index.json").read_text(encoding="utf-8"))
    return [
        (sample, (shared / "samples" / sample["file"]).read_bytes())
        for sample in index["samples"]
        if sample["kind"] == kind
    ]


def _by_name(table: dict[str, str], file: str) -> str | None:
    return next((value for name, value in table.items() if name in file), None)


def _day(item: Item) -> str | None:
    return item.published.date().isoformat() if item.published else None


def _feed_misses(sample: dict[str, Any], body: bytes) -> list[str]:
    wanted = sample["expect"]
    try:
        _, items = preview(body, url="", fetched_at=FETCHED_AT)
    except ReadError as error:
        return [] if wanted["items"] == 0 else [error.reason]
    misses = [] if len(items) == wanted["items"] else [f"{len(items)} items"]
    if items and wanted["items"]:
        title = WRONG_TITLES.get(sample["file"], clean_title(wanted["first_title"]))
        day = WRONG_DATES.get(sample["file"], (wanted["first_date_utc"] or "")[:10]) or None
        found = (items[0].title, items[0].url, _day(items[0]))
        misses += [
            str(f)
            for f, w in zip(found, (title, wanted["first_link"], day), strict=True)
            if f != w
        ]
    return misses


def test_feeds(shared_data: Path) -> None:
    misses = {s["file"]: _feed_misses(s, body) for s, body in _samples(shared_data, "feed")}
    assert len(misses) == 47
    assert {file: found for file, found in misses.items() if found} == {}


def _listing_misses(sample: dict[str, Any], body: bytes) -> list[str]:
    wanted, file = sample["expect"], sample["file"]
    base = _by_name(BASES, file) or ""
    kind, items = preview(body, url=base, fetched_at=FETCHED_AT, timezone=_by_name(ZONES, file))
    link = wanted["first_link"].replace("۱۲۳۴ (percent-encoded)", "%DB%B1%DB%B2%DB%B3%DB%B4")
    moment = items[0].published.strftime("%Y-%m-%dT%H:%M:%SZ") if items[0].published else ""
    date = wanted["first_date"]
    found = (kind, len(items), items[0].title, items[0].url, moment[: len(date)])
    expected = (SourceKind.PAGE, wanted["items"], wanted["first_title"], link, date)
    return [str(f) for f, w in zip(found, expected, strict=True) if f != w]


def test_listings(shared_data: Path) -> None:
    misses = {s["file"]: _listing_misses(s, body) for s, body in _samples(shared_data, "listing")}
    assert len(misses) == 7
    assert {file: found for file, found in misses.items() if found} == {}


def test_articles_and_stubs_are_no_feeds_and_no_lists(shared_data: Path) -> None:
    pages = _samples(shared_data, "html")
    assert pages
    for sample, body in pages:
        for kind in SourceKind:
            with pytest.raises(ReadError) as raised:
                preview(body, url="https://x.example/a/", fetched_at=FETCHED_AT, kind=kind)
            assert raised.value.state in (PollState.NOT_A_FEED, PollState.EMPTY), sample["file"]
            assert raised.value.reason


def test_articles_give_title_date_and_text(shared_data: Path) -> None:
    stubs = ("meta_refresh", "orf.html")
    for sample, body in _samples(shared_data, "html"):
        if any(stub in sample["file"] for stub in stubs):
            continue
        article = read_article(body, url="", charset=None, fetched_at=FETCHED_AT)
        wanted = sample["expect"]
        said = clean_title(wanted["og_title"] or wanted["title"])
        assert article.title is not None
        assert said.startswith(article.title) or article.title.startswith(said), sample["file"]
        assert len(article.text) > 500, sample["file"]
        if wanted["published"]:
            said_at = parse_date(wanted["published"], fetched_at=FETCHED_AT)
            assert said_at is not None
            assert article.published is not None
            assert article.published.date() == said_at.at.date(), sample["file"]
