"""How fast texts are read, and beside a compiled alternation over the same terms.

Run with `make bench`. The figures of a run stand in docs/matching.md; only ratios are asserted.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import languages, load_dossier_lexicon, load_lexicon
from config.model import Catalog
from watchers.matching import Matcher
from watchers.matching.fold import fold
from watchers.matching.gazetteer import meanings
from watchers.model import Text

LABELLED = Path(__file__).parents[1] / "data" / "labelled_en.jsonl"
EVERYDAY = (
    "Central bank holds rates as inflation cools for a third month",
    "Midfielder signs two-year deal after medical in the capital",
    "Heavy rain floods roads in the north; schools stay closed on Monday",
    "Parliament passes budget after all-night debate on fuel subsidies",
    "Airline adds flights to the coast for the summer season",
    "Museum returns bronze figures to their country of origin",
)
LEAD = (
    "Officials said on Tuesday that the measure would take effect next month, after weeks of "
    "talks with unions, traders and regional governors. Analysts expect prices to ease by "
    "autumn, though some warned that a weak harvest could undo the gains. All were thanked. "
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.build(load_catalog())


def everyday(count: int) -> list[Text]:
    return [
        Text(str(n), f"{EVERYDAY[n % len(EVERYDAY)]} ({n})", LEAD[: 250 + n % 50], "en")
        for n in range(count)
    ]


def relevant() -> list[Text]:
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    return [
        Text(str(n), row["title"], (row["text"] + " " + LEAD)[:500], "en")
        for n, row in enumerate(rows)
        if row["kind"] != "none"
    ]


def per_second(work: Callable[[], object], count: int, rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return count / best


def test_irrelevant_and_relevant_items_a_second(
    matcher: Matcher, capsys: pytest.CaptureFixture[str]
) -> None:
    dull, telling = everyday(5_000), relevant()
    touched = per_second(
        lambda: [matcher.touches(text.title, text.body) for text in dull], len(dull)
    )
    matched = per_second(lambda: [matcher.match(text) for text in dull], len(dull))
    read = per_second(lambda: [matcher.match(text) for text in telling], len(telling))
    with capsys.disabled():
        print(f"\nirrelevant: touches {touched:,.0f}/s, match {matched:,.0f}/s")
        print(f"relevant (title + 500 characters): match {read:,.0f}/s")

    assert matched > read, "an irrelevant item must be cheaper than a relevant one"


def test_the_search_beats_a_compiled_alternation(
    matcher: Matcher, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = load_catalog()
    lexicons = [load_lexicon("en"), load_dossier_lexicon(catalog.dossier.id, "en")]
    terms = {fold(term.text) for each in meanings(catalog, lexicons) for term in each.terms}
    alternation = re.compile("|".join(sorted(map(re.escape, terms), key=len, reverse=True)))
    texts = relevant() + everyday(200)
    ours = per_second(lambda: [matcher.touches(t.title, t.body) for t in texts], len(texts))
    theirs = per_second(
        lambda: [alternation.findall(fold(f"{t.title}\n{t.body}")) for t in texts], len(texts)
    )
    with capsys.disabled():
        print(f"\n{len(terms):,} terms: {ours / theirs:.1f} times a compiled alternation")

    assert ours > theirs


def test_loading_one_language_and_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    catalog = load_catalog()
    every = languages()
    english, all_of_them = (_seconds_to_load(catalog, langs) for langs in (("en",), every))
    with capsys.disabled():
        print(f"\nlexicons and names: English {english:.2f} s, {len(every)} languages ", end="")
        print(f"{all_of_them:.2f} s of CPU")

    assert english < all_of_them


def _seconds_to_load(catalog: Catalog, langs: Sequence[str]) -> float:
    """CPU seconds until the first text of each language could be read, best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        Matcher.build(catalog, langs).load()
        best = min(best, time.process_time() - start)
    return best
