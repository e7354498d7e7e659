"""The JSON-lines form: what is read, what is answered, and what is refused."""

from __future__ import annotations

import json

import pytest

from config.partial_date import PartialDate
from watchers.matching import Matcher
from watchers.matching.jsonl import InputError, answer, parse_line, text_of


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024-09", "2024-09"),
        ("2024-09-05", "2024-09-05"),
        ("2024-09-05T10:00:00Z", "2024-09-05"),
    ],
)
def test_published_may_be_as_exact_as_it_is_known(published: object, day: str) -> None:
    text = text_of({"id": "1", "title": "T", "text": "", "published": published})
    assert text.published is not None
    assert str(text.published) == day
    assert isinstance(text.published, PartialDate)


def test_published_may_be_null_and_unknown_fields_are_ignored() -> None:
    text = text_of({"id": 5, "title": "T", "text": "b", "published": None, "colour": "red"})
    assert (text.id, text.published, text.body) == ("5", None, "b")


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ([], "object"),
        ({"title": "T"}, "id"),
        ({"id": "1"}, "title"),
        ({"id": "1", "title": 7}, "title"),
        ({"id": "1", "title": "T", "text": []}, "text"),
        ({"id": "1", "title": "T", "published": "yesterday"}, "published"),
        ({"id": "1", "title": "T", "published": True}, "published"),
        ({"id": True, "title": "T"}, "id"),
    ],
)
def test_bad_input_names_the_field(item: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        text_of(item)


def test_a_line_that_is_no_json_is_refused() -> None:
    with pytest.raises(InputError, match="no JSON"):
        parse_line("{")


def test_the_answer_has_every_field(matcher: Matcher) -> None:
    text = parse_line(
        json.dumps(
            {
                "id": "a",
                "title": "UAE accepts Taliban ambassador Badruddin Haqqani in Abu Dhabi",
                "text": "",
                "published": "2024-08-22",
            }
        )
    )
    told = json.loads(json.dumps(answer(text.id, matcher.match(text))))
    assert told["id"] == "a"
    (report,) = told["reports"]
    confidence = report.pop("confidence")
    evidence = report.pop("evidence")
    assert report == {
        "kind": "ambassador_accepted",
        "assertion": "confirmed",
        "host": "AE",
        "mission": "ae-abudhabi-embassy",
        "envoy": "badruddin-haqqani",
        "rank": "ambassador",
        "announced_by": "media",
        "background": False,
        "alert": True,
        "act": report["act"],
    }
    assert 0.6 <= confidence <= 1
    assert {"text": "ambassador", "start": 20, "end": 30, "concept": "AMBASSADOR"} in evidence
