"""What stands between a subject and its verb: a clause that the sentence goes on behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.watchers.matching.test_lead import alerts
from watchers.matching import Matcher
from watchers.model import Text

_LABELLED = Path(__file__).parents[2] / "data" / "labelled_en.jsonl"
_INSERTIONS = (", shut since 2021,", ", which the Taliban attacked,", ", after the takeover,")


@pytest.mark.parametrize(
    "told",
    [
        "The Chilean embassy in Peru, shut since 2001, reopens.",
        "The embassy of Chile, closed since August 2021, opens its doors.",
        "Chile's embassy, which was attacked in 2021, closes.",
        "The embassy of Chile, after the takeover, closes.",
    ],
)
def test_anothers_mission_behind_an_insertion_is_no_news(told: str) -> None:
    """Nor does it keep the rest of the text from being read."""
    title = "Peru accepts Taliban ambassador"
    assert alerts("en", title, told) == alerts("en", title)


def test_an_insertion_anywhere_leaves_a_text_readable(matcher: Matcher) -> None:
    items = [json.loads(line) for line in _LABELLED.read_text("utf-8").splitlines()]
    titles = ["The embassy of Chile reopens", *(str(item["title"]) for item in items)]
    told = 0
    for title in titles:
        words = title.split()
        for place in range(1, len(words)):
            for inserted in _INSERTIONS:
                text = f"{' '.join(words[:place])}{inserted} {' '.join(words[place:])}"
                told += bool(matcher.match(Text("t", text, "", "en")))
    assert told > len(titles)
