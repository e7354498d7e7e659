"""The linter of lexicons: each kind of finding once, and none among the shipped errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.lexicon import Lexicon, languages, load_dossier_lexicon, load_lexicon
from watchers.matching.lint import Finding, lint


def made(folder: Path, concepts: str, rest: str = "places: {RU: [russia]}") -> Lexicon:
    (folder / "xx.yaml").write_text(f"lang: xx\n{rest}\nconcepts:\n  {concepts}\n", "utf-8")
    return load_lexicon("xx", folder)


def found(lexicon: Lexicon, own: Lexicon | None = None) -> set[tuple[bool, str, str]]:
    return {
        (each.is_error, each.entry, each.told.partition(":")[0]) for each in lint(lexicon, own)
    }


@pytest.mark.parametrize("lang", languages())
def test_shipped_lexicons_are_free_of_errors(lang: str) -> None:
    findings = lint(load_lexicon(lang), load_dossier_lexicon("afghanistan", lang))
    assert [finding for finding in findings if finding.is_error] == []


@pytest.mark.parametrize(
    ("concepts", "finding"),
    [
        ("EMBASSY: []", (True, "EMBASSY", "holds no terms")),
        ('EMBASSY: ["--"]', (True, "EMBASSY", "'--' holds no letters once folded")),
        (
            "EMBASSY: [légation, legation]",
            (False, "EMBASSY", "'legation' stands twice once folded"),
        ),
        (
            "CLOSE: [clos~, closed]",
            (False, "CLOSE", "'closed' is shadowed by the stem clos~ beside it"),
        ),
        (
            "CLOSE: [clos~, closin~]",
            (False, "CLOSE", "'closin' is shadowed by the stem clos~ beside it"),
        ),
        ("{CLOSE: [shut], STOP: [shut]}", (False, "CLOSE", "shut stands under CLOSE, STOP")),
        ("EMBASSY: [embassy]", (False, "AMBASSADOR", "has no word")),
        ("EMBASSY: [embassy]", (False, "NOT", "has no word")),
    ],
)
def test_finds(tmp_path: Path, concepts: str, finding: tuple[bool, str, str]) -> None:
    assert finding in found(made(tmp_path, concepts))


def test_a_place_of_two_hosts_is_an_error(tmp_path: Path) -> None:
    lexicon = made(tmp_path, "AND: [and]", "places: {CD: [congo], CG: [congo]}")
    assert (True, "places.CD", "congo stands under places.CD, places.CG") in found(lexicon)


def test_a_language_without_places_is_told(tmp_path: Path) -> None:
    entries = [entry for _, entry, _ in found(made(tmp_path, "AND: [and]", "places: {}"))]
    assert "places" in entries


def test_a_negation_may_be_an_affix(tmp_path: Path) -> None:
    rest = "affixes: {negative_prefixes: [ne]}"
    assert not any(entry == "NOT" for _, entry, _ in found(made(tmp_path, "AND: [and]", rest)))


def test_a_dossiers_words_must_name_its_governments(tmp_path: Path) -> None:
    lexicon = made(tmp_path, "AND: [and]")
    assert (True, "CLAIMANT", "has no word") in found(lexicon, lexicon)
    assert not any(entry == "CLAIMANT" for _, entry, _ in found(lexicon))


def test_terms_that_differ_are_not_shadowed(tmp_path: Path) -> None:
    lexicon = made(tmp_path, 'CLOSE: [clos~, "=Closed", clos, "closed door"]')
    told = [each.told for each in lint(lexicon) if isinstance(each, Finding)]
    assert not any("'Closed'" in each or "'closed door'" in each for each in told)
