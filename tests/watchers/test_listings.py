"""Listing pages: every habit of ministries' sites is a page with the expected items beside it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

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
    from zoneinfo import ZoneInfo

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
