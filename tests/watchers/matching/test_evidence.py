"""Every report points to the words it rests on, exactly as they stand."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from config.catalog import load_catalog
from tests.watchers.matching.conftest import a_text
from watchers.matching import Matcher
from watchers.model import Text

LINES = (Path(__file__).parents[2] / "data" / "variants_en.jsonl").read_text("utf-8").splitlines()
ITEMS = [json.loads(line) for line in LINES]
MATCHER = Matcher.build(load_catalog())
MATCHER.load()  # Else the first example pays for it, and is over its deadline.
PIECES = st.sampled_from(
    [
        "Taliban",
        "TALIBAN’S",
        "the Afghan embassy in",
        "Türkiye",
        "Moscow",
        "ﬁnally",
        "accredited",
        "chargé d’affaires",
        "\u200bAfghan\u00adistan",
        "U.S.",
        "closes its embassy in Kabul",
        ". ",
        ", which",
        "\n",
        "طالبان",
        "İstanbul",
        "recognised",
        "by",
        "May 2021",
        "𝐓aliban",
    ]
)


def check(text: Text) -> None:
    full = f"{text.title}\n{text.body}"
    for report in MATCHER.match(text):
        assert 0 <= report.confidence <= 1
        assert report.evidence
        for span in report.evidence:
            assert full[span.start : span.end] == span.text


@given(st.lists(PIECES, max_size=8), st.lists(PIECES | st.text(max_size=12), max_size=40))
@settings(max_examples=200, deadline=None)  # the first text of a language loads its lexicon
def test_spans_stand_in_any_text(title: list[str], body: list[str]) -> None:
    check(a_text(" ".join(title).replace("\n", " "), " ".join(body)))


@given(st.sampled_from(ITEMS), st.sampled_from(["\u200b", "’", "İ", "ﬁ", "é", "  "]), st.data())
@settings(max_examples=200, deadline=None)  # the first text of a language loads its lexicon
def test_spans_stand_with_odd_letters_in_between(
    item: dict[str, str], odd: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(item["title"])))
    check(a_text(item["title"][:at] + odd + item["title"][at:], item["text"], item["published"]))


def test_explain_tells_the_same_as_match() -> None:
    for item in ITEMS[:40]:
        text = a_text(item["title"], item["text"], item["published"])
        told = MATCHER.explain(text)
        assert told.reports == MATCHER.match(text) or not told.touches
        for clause in told.clauses:
            assert told.text[clause.start : clause.end].strip() == clause.text
            for span in clause.concepts:
                assert told.text[span.start : span.end] == span.text
