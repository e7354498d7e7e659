"""Wishes, appeals, treaties and acts called too early tell nothing; the same words, done, do."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import DOSSIER_DIR
from watchers.matching import Matcher
from watchers.matching.labelled import Labelled, judge, read_labelled

_FILE = Path(__file__).parents[2] / "data" / "near_misses.jsonl"
_ITEMS = tuple(read_labelled(_FILE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    catalog = load_catalog()
    lexicons = (DOSSIER_DIR / catalog.dossier.id / "lexicon").glob("*.yaml")
    return Matcher.build(catalog, tuple(path.stem for path in sorted(lexicons)))


@pytest.mark.parametrize("item", _ITEMS, ids=lambda item: item.text.id)
def test_what_is_only_wished_is_told_from_what_is_done(matcher: Matcher, item: Labelled) -> None:
    verdict = judge(item, matcher.match(item.text))
    assert verdict.problems == ()
