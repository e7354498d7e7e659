"""Reads a list of items that a site serves as JSON, or as HTML inside JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from watchers.charsets import to_text
from watchers.cleaning import clean_lead, clean_title, plain
from watchers.dates import Dated
from watchers.errors import ReadError
from watchers.links import absolute, without_noise
from watchers.model import Item, PollState, Reading
from watchers.rowdates import DateReader
from watchers.rowtexts import is_title
from watchers.sniffing import Shape, shape_of, wall

_TITLES = ("title", "headline", "name", "subject", "caption", "header", "heading")
_LINKS = ("url", "link", "href", "permalink", "canonical_url", "web_url", "uri", "path")
_DATES = (
    "published", "published_at", "publishedat", "publish_date", "publisheddate", "pubdate",
    "published_date", "date_published", "datepublished", "date", "datetime", "created_date",
    "created_at", "createdat", "created", "date_created", "time", "timestamp", "updated_at",
    "modified",
)  # fmt: skip
_IDS = ("id", "guid", "uuid", "slug", "_id")
_LEADS = ("lead", "summary", "description", "excerpt", "annotation", "body", "content", "text")
_FIRST_NAMES = {
    "title": _TITLES[0],
    "link": _LINKS[0],
    "date": _DATES[0],
    "id": _IDS[0],
    "lead": _LEADS[0],
}
_TEMPLATE = re.compile(r"\{([\w.]+)\}")
_DATA_SCRIPT = re.compile(
    r"<script\b[^<>]*\btype=[\"']?application/(?:ld\+)?json\b[^<>]*>(.*?)</script", re.I | re.S
)
MAX_RECORDS = 2_000
"""Records of a list that are read."""
_MAX_DEPTH = 8


def read_json_list(text: str, url: str, read: DateReader) -> tuple[Item, ...] | str:
    """The items of the longest list of titled records; the HTML, where that is what JSON holds."""
    data = _loaded(text)
    records = max(_lists(data), key=len, default=[])
    items = [item for record in records[:MAX_RECORDS] if (item := _item(record, url, read))]
    if items:
        return tuple(items)
    for fragment in _strings(data):
        if "<a " in fragment and "href" in fragment:
            return fragment
    raise ReadError(PollState.EMPTY, "the JSON holds no list of titled records")


def read_embedded_lists(text: str, url: str, read: DateReader) -> tuple[Item, ...]:
    """The items of the list of dated records that a page's scripts hold as data; () for none."""
    best: list[Item] = []
    for script in _DATA_SCRIPT.finditer(text):
        try:
            data = json.loads(script[1])
        except (ValueError, RecursionError):
            continue  # A template, or data that only its own script can read.
        for records in _lists(data):
            items = [_item(record, url, read) for record in records[:MAX_RECORDS]]
            dated = [item for item in items if item and item.url and item.published]
            best = max(best, dated, key=len)
    return tuple(best) if len(best) > 1 else ()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(PollState.UNREADABLE, "the JSON is broken") from error


def json_reading(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    timezone: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Reading:
    """The records of a JSON endpoint. Raises ReadError.

    Args:
        fields: where to look, as dotted paths: `list` (the records), `title`, `link` (also a
            pattern such as `https://x.example/news/{id}`), `date`, `id`, `lead`. What it leaves
            out is guessed.
    """
    text = to_text(body, charset)
    shape = shape_of(text)
    if shape is Shape.EMPTY:
        raise ReadError(PollState.EMPTY, "the body is empty")
    if shape is not Shape.JSON:
        blocked = wall(text) if shape is Shape.HTML else None
        raise blocked or ReadError(PollState.NOT_A_FEED, f"{shape.value} where JSON was promised")
    read = DateReader(fetched_at, ZoneInfo(timezone) if timezone else None)
    if not fields:
        found = read_json_list(text, url, read)
        if isinstance(found, tuple):
            return Reading(found)
        raise ReadError(PollState.NOT_A_FEED, "HTML inside JSON: write kind: page")
    return Reading(_by_fields(_loaded(text), url, read, fields))


def _by_fields(
    data: Any, url: str, read: DateReader, fields: Mapping[str, str]
) -> tuple[Item, ...]:
    records = _at(data, fields["list"]) if "list" in fields else None
    if "list" not in fields:
        # The longest list whose records have the title that the entry names.
        wanted = fields.get("title")
        lists = _lists(data) if wanted is None else _lists_with(data, wanted)
        records = max(lists, key=len, default=None)
    if not isinstance(records, list):
        where = fields.get("list") or fields.get("title") or "titled records"
        reason = f"the JSON holds no list by the source's fields ({where}): it has changed"
        raise ReadError(PollState.EMPTY, reason)
    known = [_renamed(record, fields) for record in records[:MAX_RECORDS] if _is_record(record)]
    return tuple(item for record in known if (item := _item(record, url, read)))


def _lists_with(data: Any, path: str, depth: int = 0) -> Iterator[Sequence[Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list) and any(_word(_at(record, path)) for record in data):
        yield data
    for child in _children(data):
        yield from _lists_with(child, path, depth + 1)


def _is_record(record: Any) -> bool:
    return isinstance(record, dict)


def _renamed(record: Mapping[str, Any], fields: Mapping[str, str]) -> Mapping[str, Any]:
    """The record with what the source's fields name under names that are found first."""
    named = {key: value for key, value in record.items() if isinstance(key, str)}
    for field, first in _FIRST_NAMES.items():
        if path := fields.get(field):
            named = {k: v for k, v in named.items() if k.lower() != first}
            value = _filled(path, record) if _TEMPLATE.search(path) else _at(record, path)
            named[first] = value
    return named


def _filled(pattern: str, record: Mapping[str, Any]) -> str:
    """A pattern with a record's values in it; "" where one of them is missing."""
    values = {name: _word(_at(record, name)) for name in _TEMPLATE.findall(pattern)}
    if not all(values.values()):
        return ""
    return _TEMPLATE.sub(lambda match: quote(values[match[1]], safe=""), pattern)


def _at(data: Any, path: str) -> Any:
    """The value at a dotted path; numbers count into lists."""
    for name in path.split("."):
        if isinstance(data, dict):
            data = data.get(name)
        elif isinstance(data, list) and name.isdecimal() and int(name) < len(data):
            data = data[int(name)]
        else:
            return None
    return data


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
