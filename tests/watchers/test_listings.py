"""Listing pages: every habit of ministries' sites is a page with the expected items beside it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from watchers.errors import ReadError
from watchers.listings import read_listing
from watchers.model import Item, PollState

PAGES = Path(__file__).resolve().parents[1] / "data" / "pages"
FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
EXPECTED = sorted(PAGES.glob("*.expected.json"))


def _load(expected: Path) -> tuple[bytes, dict[str, Any]]:
    name = expected.name.removesuffix(".expected.json")
    page = next(path for path in PAGES.glob(f"{name}.*") if path != expected)
    return page.read_bytes(), json.loads(expected.read_text(encoding="utf-8"))


def _read(body: bytes, wanted: dict[str, Any]) -> tuple[Item, ...]:
    return read_listing(
        body,
        url=wanted["url"],
        charset=None,
        fetched_at=FETCHED_AT,
        selectors=wanted.get("selectors"),
        timezone=wanted.get("timezone"),
    )


def shown(item: Item, timezone: str | None) -> str | None:
    """A day as a day, a time as UTC."""
    if item.published is None:
        return None
    if item.published_is_day:
        local = item.published.astimezone(ZoneInfo(timezone) if timezone else dt.UTC)
        return local.date().isoformat()
    return item.published.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_page_is_read_as_expected(expected: Path) -> None:
    body, wanted = _load(expected)
    if "error" in wanted:
        with pytest.raises(ReadError) as raised:
            _read(body, wanted)
        assert raised.value.state is PollState(wanted["error"]["state"])
        assert wanted["error"]["reason"] in raised.value.reason
        return
    found = [
        {"title": i.title, "url": i.url, "published": shown(i, wanted.get("timezone"))}
        for i in _read(body, wanted)
    ]
    assert found == wanted["items"]


def _refused(body: bytes, selectors: dict[str, str] | None = None) -> ReadError:
    with pytest.raises(ReadError) as raised:
        _read(body, {"url": "https://gov.example/news", "selectors": selectors})
    return raised.value


ROWS = b"<ul><li><a href='/n/1'>The ministry receives an envoy</a></li></ul>"


def test_selectors_that_find_nothing_or_are_none_say_so() -> None:
    gone = _refused(ROWS, {"row": "div.gone"})
    assert (gone.state, "finds no row" in gone.reason) == (PollState.EMPTY, True)
    wrong = _refused(ROWS, {"row": "li:::"})
    assert "not valid CSS" in wrong.reason
    linkless = _refused(b"<ul><li>No link at all in this row</li></ul>", {"row": "li"})
    assert linkless.state is PollState.EMPTY


def test_selectors_find_a_single_row_and_its_title() -> None:
    wanted = {"url": "https://gov.example/news", "selectors": {"row": "li", "title": "b"}}
    body = b"<ul><li><b>Named by the selector</b> <a href='/n/1'>Read more about it</a></li></ul>"
    assert [item.title for item in _read(body, wanted)] == ["Named by the selector"]
    titleless = {"url": wanted["url"], "selectors": {"row": "li", "title": "h9"}}
    assert [item.title for item in _read(ROWS, titleless)] == ["The ministry receives an envoy"]


@pytest.mark.parametrize(
    ("body", "state", "reason"),
    [
        (b"", PollState.EMPTY, "empty"),
        (b"{ broken", PollState.UNREADABLE, "JSON is broken"),
        (b"[" * 100_000, PollState.UNREADABLE, "JSON is broken"),
        (b'{"a": [1, 2, {"b": true}]}', PollState.EMPTY, "no list"),
        (b'[{"title": "A record without any address or id"}]', PollState.EMPTY, "no list"),
        (b"<html><body></body></html>", PollState.EMPTY, "no list"),
    ],
)
def test_what_holds_no_list_says_why(body: bytes, state: PollState, reason: str) -> None:
    error = _refused(body)
    assert error.state is state
    assert reason in error.reason


def test_a_record_without_address_goes_by_its_id() -> None:
    body = b'[{"id": 7, "title": {"rendered": "The ministry receives"}, "date": "2026-11-20"}]'
    (item,) = _read(body, {"url": "https://gov.example/api"})
    assert (item.url, item.guid, item.title) == (None, "7", "The ministry receives")
    assert shown(item, None) == "2026-11-20"
