"""Reads a list of items that a site serves as JSON, or as HTML inside JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watchers.cleaning import clean_lead, clean_title, plain
from watchers.dates import Dated
from watchers.errors import ReadError
from watchers.links import absolute, without_noise
from watchers.model import Item, PollState
from watchers.rowdates import DateReader
from watchers.rowtexts import is_title

_TITLES = ("title", "headline", "name", "subject", "caption", "header", "heading")
_LINKS = ("url", "link", "href", "permalink", "canonical_url", "web_url", "uri", "path")
_DATES = (
    "published", "published_at", "publishedat", "publish_date", "publisheddate", "pubdate",
    "published_date", "date_published", "date", "datetime", "created_date", "created_at",
    "createdat", "created", "date_created", "time", "timestamp", "updated_at", "modified",
)  # fmt: skip
_IDS = ("id", "guid", "uuid", "slug", "_id")
_LEADS = ("lead", "summary", "description", "excerpt", "annotation", "body", "content", "text")
MAX_RECORDS = 2_000
"""Records of a list that are read."""
_MAX_DEPTH = 8


def read_json_list(text: str, url: str, read: DateReader) -> tuple[Item, ...] | str:
    """The items of the longest list of titled records; the HTML, where that is what JSON holds."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(PollState.UNREADABLE, "the JSON is broken") from error
    records = max(_lists(data), key=len, default=[])
    items = [item for record in records[:MAX_RECORDS] if (item := _item(record, url, read))]
    if items:
        return tuple(items)
    for fragment in _strings(data):
        if "<a " in fragment and "href" in fragment:
            return fragment
    raise ReadError(PollState.EMPTY, "the JSON holds no list of titled records")


def _lists(data: Any, depth: int = 0) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Every list of records that have a title, anywhere in the data."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        titled = [record for record in data if isinstance(record, dict) and _title(record)]
        if titled:
            yield titled
    for child in _children(data):
        yield from _lists(child, depth + 1)


def _children(data: Any) -> Sequence[Any]:
    if isinstance(data, dict):
        return list(data.values())
    return data if isinstance(data, list) else ()


def _strings(data: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif depth <= _MAX_DEPTH:
        for child in _children(data):
            yield from _strings(child, depth + 1)


def _item(record: Mapping[str, Any], url: str, read: DateReader) -> Item | None:
    address = absolute(_first(record, _LINKS), url)
    guid = plain(_first(record, _IDS)) or None
    if address is None and guid is None:
        return None
    dated = _dated(record, read)
    return Item(
        title=_title(record),
        url=without_noise(address) if address else None,
        guid=guid,
        lead=clean_lead(_first(record, _LEADS)),
        published=dated.at if dated else None,
        published_is_day=dated is not None and dated.is_day,
    )


def _title(record: Mapping[str, Any]) -> str:
    title = clean_title(_first(record, _TITLES))
    return title if is_title(title) else ""


def _dated(record: Mapping[str, Any], read: DateReader) -> Dated | None:
    folded = {key.lower(): value for key, value in record.items()}
    for name in _DATES:
        if found := read.parse(_word(folded.get(name))):
            return found
    return None


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    folded = {key.lower(): value for key, value in record.items()}
    for name in names:
        if word := _word(folded.get(name)):
            return word
    return ""


def _word(value: Any) -> str:
    """A value as text; of a value by language, or one that is `rendered`, the first."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, dict):
        return next((v for v in value.values() if isinstance(v, str) and v.strip()), "")
    return ""
