"""The JSON-lines form of matching: what `match` reads and answers.

InputError   a line that cannot be used; says which field and why
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from config.partial_date import PartialDate
from watchers.model import Report, Text


class InputError(ValueError):
    """A line that cannot be used; the message names the field."""


def parse_line(line: str) -> Text:
    """One line of input. Raises InputError."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON: {error}") from error
    return text_of(data)


def text_of(data: object) -> Text:
    """The text that an input object describes; unknown fields are ignored. Raises InputError."""
    if not isinstance(data, Mapping):
        raise InputError("an item must be a JSON object with id, title and text")
    return Text(
        id=_identity(data),
        title=_one_line(_string(data, "title", required=True)),
        body=_string(data, "text"),
        lang=_string(data, "lang") or None,
        published=_date(data),
        publisher=_string(data, "publisher") or None,
        url=_string(data, "url") or None,
        publisher_host=_string(data, "publisher_host") or None,
        publisher_is_claimant=data.get("publisher_is_claimant") is True,
        publisher_country=_string(data, "publisher_country") or None,
    )


def answer(item: str, reports: Iterable[Report]) -> dict[str, Any]:
    """The answer to one item, ready for `json.dumps`."""
    return {"id": item, "reports": [_report(report) for report in reports]}


def _identity(data: Mapping[str, Any]) -> str:
    value = data.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"id: must be a string, is {value!r}")
    return str(value)


def _string(data: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = data.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{name}: must be a string, is {value!r}")
    return value


def _one_line(title: str) -> str:
    """A title is one line; length is kept, so offsets still point into what was sent."""
    return title.replace("\n", " ").replace("\r", " ")


def _date(data: Mapping[str, Any]) -> PartialDate | None:
    value = data.get("published")
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise InputError(f"published: must be a date as a string, is {value!r}")
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise InputError(f"published: {error}") from error


def _report(report: Report) -> dict[str, Any]:
    return {
        "kind": report.kind.value,
        "assertion": report.assertion.value,
        "host": report.host,
        "mission": report.mission,
        "envoy": report.envoy,
        "rank": report.rank.value if report.rank else None,
        "announced_by": report.announced_by.value,
        "confidence": report.confidence,
        "background": report.background,
        "alert": report.alert,
        "act": report.act,
        "evidence": [
            {"text": span.text, "start": span.start, "end": span.end, "concept": span.concept}
            for span in report.evidence
        ],
    }
