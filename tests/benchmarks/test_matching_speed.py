"""How fast texts are read, and beside a compiled alternation over the same terms.

Run with `make bench`. The figures of a run stand in docs/matching.md; only ratios are asserted.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
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


ASKED = (
    *("en", "ru", "fa", "ps", "ar", "ur", "zh", "tr", "de", "fr"),
    *("es", "uz", "tg", "tk", "kk", "it", "ja", "hi", "id"),
)


def test_loading_one_language_and_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    catalog = load_catalog()
    every = languages()
    english, asked, all_of_them = (
        _seconds_to_load(catalog, langs) for langs in (("en",), ASKED, every)
    )
    with capsys.disabled():
        print(
            f"\nlexicons and names: English {english:.2f} s, the {len(ASKED)} asked for ", end=""
        )
        print(f"{asked:.2f} s, all {len(every)} {all_of_them:.2f} s of CPU")

    assert english < asked < all_of_them


def test_memory_of_lexicons_and_automata(capsys: pytest.CaptureFixture[str]) -> None:
    """By how much the resident part of a new process grows: automata are not Python's memory."""
    if not Path("/proc/self/statm").exists():
        pytest.skip("tells no resident memory of a moment: only Linux does")
    asked, all_of_them = (_bytes_to_load(langs) for langs in (ASKED, languages()))
    with capsys.disabled():
        print(f"\nlexicons and automata: {asked / 1e6:.0f} MB for the {len(ASKED)} ", end="")
        print(f"asked for, {all_of_them / 1e6:.0f} MB for all")

    assert 0 < asked < all_of_them < 60_000_000


def _bytes_to_load(langs: Sequence[str]) -> int:
    code = """
import resource, sys
from config.catalog import load_catalog
from watchers.matching import Matcher

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

catalog = load_catalog()
Matcher.build(catalog, ("en",)).touches("", "")
before = resident()
matcher = Matcher.build(catalog, sys.argv[1:])
matcher.load()
print(resident() - before)
"""
    call = [sys.executable, "-c", code, *langs]
    run = subprocess.run(call, capture_output=True, text=True, check=True)
    return int(run.stdout)


def _seconds_to_load(catalog: Catalog, langs: Sequence[str]) -> float:
    """CPU seconds until the first text of each language could be read, best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        Matcher.build(catalog, langs).load()
        best = min(best, time.process_time() - start)
    return best
