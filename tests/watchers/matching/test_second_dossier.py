"""Another state's case is a folder of data: nothing in the code knows which state it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import load_dossier_lexicon, load_lexicon
from tests.watchers.matching.conftest import a_text
from watchers.matching import Matcher
from watchers.matching.evaluate import evaluate

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"


@pytest.fixture(scope="module")
def libyan() -> Matcher:
    own = load_dossier_lexicon("libya", "en", DATA / "dossiers")
    return Matcher(load_catalog("libya", DATA), [load_lexicon("en"), own])


def test_its_labelled_items_are_read_right(libyan: Matcher) -> None:
    done = evaluate((DATA / "labelled_libya.jsonl").read_text("utf-8").splitlines(), libyan)
    assert done.all.items == 14
    assert [(each.item.text.title, each.problems) for each in done.misses] == []


def test_its_missions_and_envoys_are_known(libyan: Matcher) -> None:
    title = "Britain accepts rebel council's envoy Mahmoud al-Naku as Libyan charge d'affaires"
    (report,) = libyan.match(a_text(title, published="2011-08-09"))
    assert (report.mission, report.envoy) == ("gb-london-embassy", "mahmud-nacua")


def test_the_first_dossiers_news_does_not_touch_it(libyan: Matcher, matcher: Matcher) -> None:
    title = "Taliban take over Afghan embassy in Rome"
    assert not libyan.touches(title, "")
    assert matcher.touches(title, "")


@pytest.mark.parametrize("package", ["watchers/matching", "bot/ledger", "bot/alerts"])
def test_no_code_names_the_first_dossier(package: str) -> None:
    literal = re.compile(r"""["'][^"'\n]*(afghan|taliban|kabul)[^"'\n]*["']""", re.IGNORECASE)
    named = []
    for path in sorted((ROOT / package).rglob("*.py")):
        text = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text("utf-8"))
        named += [f"{path.name}: {hit[0]}" for hit in literal.finditer(text)]
    assert named == []
