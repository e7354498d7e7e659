"""Lexicon files are checked, and what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.concepts import Concept
from config.lexicon import LexiconError, languages, load_lexicon
from config.terms import Term


def write(folder: Path, text: str) -> Path:
    (folder / "xx.yaml").write_text(text, "utf-8")
    return folder


def test_reads_whole_words_stems_and_exact_words(tmp_path: Path) -> None:
    folder = write(tmp_path, "lang: xx\nconcepts: {ACCREDIT: [allow, accredit~, =OK]}\n")
    terms = load_lexicon("xx", folder).terms[Concept.ACCREDIT]
    assert [*terms] == [Term("allow"), Term("accredit", is_stem=True), Term("OK", is_exact=True)]


def test_a_choice_stands_for_each_of_its_words(tmp_path: Path) -> None:
    folder = write(tmp_path, "lang: xx\nconcepts: {OPEN: ['={Open|Opens} {its|} doors']}\n")
    terms = load_lexicon("xx", folder).terms[Concept.OPEN]
    assert [term.text for term in terms] == [
        "Open its doors",
        "Open doors",
        "Opens its doors",
        "Opens doors",
    ]
    assert all(term.is_exact for term in terms)


def test_english_is_shipped() -> None:
    assert "en" in languages()
    assert load_lexicon("en").terms[Concept.EMBASSY]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("lang: yy\n", "lang"),
        ("lang: xx\nconcepts: {ACREDIT: [x]}\n", "concepts.ACREDIT"),
        ("lang: xx\nconcepts: {ACCREDIT: [no]}\n", "concepts.ACCREDIT"),
        ("lang: xx\nconcepts: {ACCREDIT: word}\n", "concepts.ACCREDIT"),
        ("lang: xx\nconcepts: {ACCREDIT: ['~']}\n", "concepts.ACCREDIT"),
        ("lang: xx\nconcepts: {OPEN: ['{open|opens']}\n", "concepts.OPEN"),
        ("lang: xx\nconcepts: {OPEN: ['open|opens']}\n", "concepts.OPEN"),
        ("lang: xx\nconcepts: [x]\n", "concepts"),
        ("lang: xx\nwords: {}\n", "words"),
        ("lang: xx\nhas_spaces: perhaps\n", "has_spaces"),
        ("lang: xx\nmonths: {mai: 13}\n", "months.mai"),
        ("lang: xx\naffixes: {suffix: [s]}\n", "affixes"),
        ("lang: xx\nplaces: [RU]\n", "places"),
        ("lang: xx\nplaces: {NO: [norge]}\n", "quotes"),
        ("lang: xx\nbreaks: ['']\n", "breaks"),
        ("- x\n", "file"),
        ("lang: [\n", "not YAML"),
    ],
)
def test_an_error_names_file_and_entry(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load_lexicon("xx", write(tmp_path, text))
    assert str(caught.value).startswith("xx.yaml")
    assert named in str(caught.value)


def test_a_missing_language_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"qq\.yaml.*'qq'"):
        load_lexicon("qq", tmp_path)
